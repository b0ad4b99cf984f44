//go:build unix && slow

package generator_test

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rapport/generator"
	"rapport/generator/press"
)

// killEnv tells the test binary, run again by itself, to build into the named
// folder until it is killed.
const killEnv = "GENERATOR_TEST_BUILD_UNTIL_KILLED"

// editions are the days at which builds that are killed show the example: the
// pages of one differ from those of the other, and one has more of them.
var editions = []string{exampleDay, "2026-06-15"}

// TestBuildsUntilKilled is no test but what TestABuildThatIsKilled… kills.
func TestBuildsUntilKilled(t *testing.T) {
	out := os.Getenv(killEnv)
	if out == "" {
		t.Skip("run by another test")
	}
	t.Fatal(buildForEver(out))
}

func buildForEver(out string) error {
	for i := 0; ; i++ {
		asOf, err := press.ParseAsOf(editions[i%2])
		if err != nil {
			return err
		}
		result, err := generator.Build(context.Background(), generator.BuildOptions{
			Workspace: press.Workspace{Dir: "..", Content: "content", Theme: "default"}, Out: out, AsOf: asOf,
		})
		if err != nil {
			return err
		}
		fmt.Println(result.Stats.Written)
	}
}

func TestABuildThatIsKilledLeavesWholeFilesAndTheNextTheRest(t *testing.T) {
	want := make([]map[string]string, len(editions))
	for i, day := range editions {
		out := t.TempDir()
		build(t, options(t, "..", day), out)
		want[i] = read(t, out)
	}
	if maps.Equal(want[0], want[1]) || len(want[0]) == len(want[1]) {
		t.Fatal("the editions do not differ enough to prove anything")
	}
	random := rand.New(rand.NewPCG(2026, 10))
	atWork := 0
	for round := range 10 {
		out := filepath.Join(t.TempDir(), "public")
		builder := exec.Command(os.Args[0], "-test.run=^TestBuildsUntilKilled$")
		builder.Env = append(os.Environ(), killEnv+"="+out)
		builder.Stderr = os.Stderr
		stdout, err := builder.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := builder.Start(); err != nil {
			t.Fatal(err)
		}
		if round%2 == 0 { // every other is killed when the first client of its first edition is there
			for written := 0; written < 2; time.Sleep(100 * time.Microsecond) { // beside the mark
				entries, _ := os.ReadDir(out)
				written = len(entries)
			}
		} else {
			bufio.NewReader(stdout).ReadString('\n')
			time.Sleep(time.Duration(random.IntN(200_000)) * time.Microsecond)
		}
		if err := builder.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := builder.Wait(); err == nil || builder.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("the builder ended by itself: %v", err)
		}

		left := read(t, out)
		if !maps.Equal(left, want[0]) && !maps.Equal(left, want[1]) {
			atWork++
		}
		for name, text := range left {
			if strings.HasPrefix(name, ".rapport-") {
				continue // what is staged is no part of a portal yet
			}
			a, inA := want[0][name]
			b, inB := want[1][name]
			if !(inA && text == a) && !(inB && text == b) {
				t.Errorf("round %d left %s, %d bytes long, which is that of neither edition", round, name, len(text))
			}
		}
		build(t, options(t, "..", editions[0]), out)
		compare(t, want[0], read(t, out))
		if t.Failed() {
			t.FailNow()
		}
	}
	if atWork == 0 {
		t.Error("no build was killed while it wrote")
	}
	t.Logf("%d of 20 builds were killed before they were done", atWork)
}
