//go:build unix

package output

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// killEnv tells the test binary, run again by itself, to publish in the named
	// folder until it is killed.
	killEnv = "OUTPUT_TEST_PUBLISH_UNTIL_KILLED"
	// haltEnv tells it in the middle of which edition to wait for that.
	haltEnv = "OUTPUT_TEST_HALT_IN_EDITION"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killEnv); dir != "" {
		if err := publishForEver(dir, os.Getenv(haltEnv)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func publishForEver(dir, halt string) error {
	for edition := 0; ; edition++ {
		site := editionOf(edition % 2)
		if strconv.Itoa(edition) == halt {
			files := site["stays"]
			files[len(files)-1] = halting(files[len(files)-1])
		}
		if err := publishEdition(dir, site); err != nil {
			return err
		}
		fmt.Println("published", edition)
	}
}

// halting is a file that never ends: when a half of it was read it says so, and waits.
func halting(file File) File {
	half := file.Body[:len(file.Body)/2]
	return File{Name: file.Name, Size: int64(len(file.Body)), From: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader(half), waiting{})), nil
	}}
}

type waiting struct{}

func (waiting) Read([]byte) (int, error) {
	fmt.Println("in the middle")
	time.Sleep(time.Hour) // until it is killed
	return 0, io.EOF
}

func publishEdition(dir string, edition map[string][]File) error {
	f, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	for client, files := range edition {
		if _, err := f.Publish(client, files); err != nil {
			return err
		}
	}
	if _, err := f.Prune(func(string) bool { return false }); err != nil {
		return err
	}
	return f.Close()
}

// editionOf returns one of two editions of a site, which differ in every way: bytes,
// lengths, names, files for folders, clients.
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
	for round := range 20 {
		dir := filepath.Join(t.TempDir(), "public")
		publisher := exec.Command(os.Args[0])
		publisher.Env = append(os.Environ(), killEnv+"="+dir)
		publisher.Stderr = os.Stderr
		stdout, err := publisher.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		// Some are killed in the middle of a file, of the first edition or of one that
		// replaces another; the others wherever they are.
		halts := round%5 < 2
		if halts {
			publisher.Env = append(publisher.Env, fmt.Sprintf("%s=%d", haltEnv, round%5))
		}
		if err := publisher.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(stdout)
		line, _ := lines.ReadString('\n')
		for halts && line != "" && line != "in the middle\n" {
			line, _ = lines.ReadString('\n')
		}
		if !halts {
			time.Sleep(time.Duration(random.IntN(15_000)) * time.Microsecond)
		}
		if err := publisher.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := publisher.Wait(); err == nil || publisher.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("the publisher ended by itself: %v", err)
		}

		staged := 0
		for name, text := range found(t, dir) {
			switch {
			case strings.HasPrefix(name, staging):
				staged++
			case strings.HasSuffix(name, "/"): // a folder whose files were just removed, or not yet put in place
			case len(whole[name]) == 0:
				t.Errorf("round %d left a file of no edition, %s", round, name)
			case text != whole[name][0] && text != whole[name][len(whole[name])-1]:
				t.Errorf("round %d left %s with %d bytes", round, name, len(text))
			}
		}
		if halts && staged == 0 {
			t.Errorf("round %d was not killed while it wrote", round)
		}
		if err := publishEdition(dir, editionOf(round%2)); err != nil {
			t.Fatal(err)
		}
		same(t, dir, want[round%2])
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
