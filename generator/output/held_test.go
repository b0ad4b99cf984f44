package output

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsMoreThanMemoryHoldsWaitsOnTheDisk(t *testing.T) {
	dir := t.TempDir()
	folder := open(t, dir, Options{})
	defer folder.Close()
	held := folder.Hold()
	body := bytes.Repeat([]byte("page "), 1<<19)
	var files []File
	for _, name := range []string{"index.html", "shop/a.html", "shop/b.html", "shop/c.html", "shop/d.html"} {
		body[0]++ // the bytes are the caller's
		f, err := held.Hold(name, body)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	inMemory := 0
	for _, f := range files {
		inMemory += len(f.Body)
	}
	if inMemory > heldInMemory || inMemory == 0 {
		t.Errorf("%d bytes are in memory", inMemory)
	}
	for round, wantWritten := range []int{5, 0} { // a new client, and one that is compared
		stats, err := folder.Publish("acme", files)
		if err != nil || stats.Written != wantWritten {
			t.Fatalf("round %d: %+v, %v", round, stats, err)
		}
	}
	if err := held.Release(); err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		got, err := os.ReadFile(filepath.Join(dir, "acme", filepath.FromSlash(f.Name)))
		if err != nil || len(got) != len(body) || got[0] != 'p'+byte(i)+1 {
			t.Errorf("%s has %d bytes, the first %q, %v", f.Name, len(got), got[:1], err)
		}
	}
	if left, _ := os.ReadDir(filepath.Join(dir, staging)); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestFilesThatAreHeldAreNoneOfAnotherClients(t *testing.T) {
	folder := open(t, t.TempDir(), Options{})
	defer folder.Close()
	hold := func(holder *Holder, what string) (files []File) {
		for _, size := range []int{3, 400 << 10, 300 << 10, 2 << 20, 5} {
			f, err := holder.Hold("index.html", bytes.Repeat([]byte(what), size))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		return files
	}
	gone := folder.Hold()
	hold(gone, "g")
	if err := gone.Release(); err != nil {
		t.Fatal(err)
	}
	a, b := folder.Hold(), folder.Hold() // one of which takes over what was given up
	ofA, ofB := hold(a, "a"), hold(b, "b")
	for _, one := range []struct {
		what  string
		files []File
	}{{"a", ofA}, {"b", ofB}} {
		for _, f := range one.files {
			if strings.Trim(string(f.Body), one.what) != "" || len(f.Body) == 0 {
				t.Errorf("a file of %s has %.10q", one.what, f.Body)
			}
		}
		if all := append(one.files[0].Body, "more"...); string(one.files[1].Body[:4]) == string(all[3:]) {
			t.Error("what is appended to a file is written over the next")
		}
	}
}
