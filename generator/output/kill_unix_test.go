//go:build unix

package output

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// killEnv tells the test binary, run again by itself, to publish in the named
// folder until it is killed.
const killEnv = "OUTPUT_TEST_PUBLISH_UNTIL_KILLED"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killEnv); dir != "" {
		if err := publishForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func publishForEver(dir string) error {
	for edition := 0; ; edition++ {
		if err := publishEdition(dir, edition%2); err != nil {
			return err
		}
		fmt.Println(edition)
	}
}

// publishEdition publishes one of two editions of a site, which differ in
// every way: bytes, lengths, names, files for folders, clients.
func publishEdition(dir string, edition int) error {
	f, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	for client, files := range editionOf(edition) {
		if _, err := f.Publish(client, files); err != nil {
			return err
		}
	}
	if _, err := f.Prune(func(string) bool { return false }); err != nil {
		return err
	}
	return f.Close()
}

func editionOf(edition int) map[string][]File {
	page := func(name string, lines int) File {
		return File{Name: name, Body: bytes.Repeat(fmt.Appendf(nil, "%s %d\n", name, edition), lines)}
	}
	stays := []File{page("index.html", 2000+edition), page("shop/a.html", 1000), page(fmt.Sprintf("shop/%d.html", edition), 1000), page("files/big.pdf", 100_000)}
	turns := []File{page("x", 1000)}
	if edition == 1 {
		turns = []File{page("x/y", 1000), page("x/z", 1000)}
	}
	for i := range 20 {
		stays = append(stays, page(fmt.Sprintf("shop/reports/%d.html", i), 500))
	}
	return map[string][]File{
		"":                                {page("index.html", 100), page("404.html", 100)},
		"stays":                           stays,
		"turns":                           turns,
		fmt.Sprintf("client-%d", edition): stays,
	}
}

func TestABuildThatIsKilledLeavesNoHalfFileAndTheNextRepairsTheRest(t *testing.T) {
	// What a whole file holds, by its path: either edition's bytes.
	whole := map[string][]string{".rapport": {markText}}
	want := []map[string]string{{".rapport": markText}, {".rapport": markText}}
	for edition := range want {
		for client, files := range editionOf(edition) {
			for _, file := range files {
				name := strings.TrimPrefix(client+"/"+file.Name, "/")
				whole[name] = append(whole[name], string(file.Body))
				want[edition][name] = string(file.Body)
			}
		}
	}
	random := rand.New(rand.NewPCG(2026, 11))
	killedAtWork := 0
	for round := range 20 {
		dir := filepath.Join(t.TempDir(), "public")
		publisher := exec.Command(os.Args[0])
		publisher.Env = append(os.Environ(), killEnv+"="+dir)
		publisher.Stderr = os.Stderr
		stdout, err := publisher.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := publisher.Start(); err != nil {
			t.Fatal(err)
		}
		if round%4 > 0 { // one time in four kill it at the very first edition
			bufio.NewReader(stdout).ReadString('\n')
		} else {
			for _, err := os.Stat(dir); err != nil; _, err = os.Stat(dir) {
				time.Sleep(100 * time.Microsecond)
			}
		}
		time.Sleep(time.Duration(random.IntN(15_000)) * time.Microsecond)
		if err := publisher.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := publisher.Wait(); err == nil || publisher.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("the publisher ended by itself: %v", err)
		}

		for name, text := range found(t, dir) {
			switch {
			case strings.HasPrefix(name, staging):
				killedAtWork++
			case strings.HasSuffix(name, "/"): // a folder whose files were just removed, or not yet put in place
			case len(whole[name]) == 0:
				t.Errorf("round %d left a file of no edition, %s", round, name)
			case text != whole[name][0] && text != whole[name][len(whole[name])-1]:
				t.Errorf("round %d left %s with %d bytes", round, name, len(text))
			}
		}
		if err := publishEdition(dir, round%2); err != nil {
			t.Fatal(err)
		}
		same(t, dir, want[round%2])
	}
	if killedAtWork == 0 {
		t.Error("no build was killed while it wrote")
	}
}

func TestPipesInTheOutputAreReplacedAndDoNotHang(t *testing.T) {
	f, dir := opened(t, portal)
	for _, name := range []string{"index.html", "empty.txt", "assets", "stale"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skip("no pipes here:", err)
		}
	}
	publish(t, f, "korenaar", portal)
	same(t, dir, portal)
}
