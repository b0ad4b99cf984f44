package output

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Whoever reads a client's files while it is published sees those of one build: two readings of one file that
// are the same have the other file of the same build between them.
func TestAClientIsSwitchedWhole(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("this system puts no folder in the place of another in one step")
	}
	dir := t.TempDir()
	f, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	build := func(n int) map[string]string {
		files := map[string]string{"same.html": "same", fmt.Sprintf("assets/style.%d.css", n%2): "style"}
		for i := range 20 {
			files[fmt.Sprintf("a/%d.html", i)] = fmt.Sprint(n)
		}
		return files
	}
	publish(t, f, "acme", build(0))
	same, err := os.Stat(filepath.Join(dir, "acme", "same.html"))
	if err != nil {
		t.Fatal(err)
	}
	read := func(i int) string {
		body, err := os.ReadFile(filepath.Join(dir, "acme", "a", fmt.Sprint(i)+".html"))
		if err != nil {
			t.Error(err)
		}
		return string(body)
	}
	done, readings := make(chan bool), 0
	go func() {
		defer close(done)
		for read(0) != "100" {
			for i := 1; i < 20; i++ {
				before, between, after := read(0), read(i), read(0)
				if before == after && between != before {
					t.Errorf("page %d of build %s stood beside one of build %s", i, between, before)
					return
				}
				readings++
			}
		}
	}()
	for n := range 100 {
		publish(t, f, "acme", build(n+1))
	}
	<-done
	if readings < 19 {
		t.Errorf("only %d readings", readings)
	}
	now, err := os.Stat(filepath.Join(dir, "acme", "same.html"))
	if err != nil || !os.SameFile(same, now) || !now.ModTime().Equal(same.ModTime()) {
		t.Errorf("what did not change is another file: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "acme", "assets")); len(left) != 1 {
		t.Errorf("what is stale stands there: %v", left)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, staging)); len(left) > 0 {
		t.Errorf("the stage holds %v", left)
	}
}
