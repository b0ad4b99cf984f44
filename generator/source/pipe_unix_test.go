//go:build unix

package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"rapport/generator/diag"
)

func TestPipesAreProblemsAndDoNotHang(t *testing.T) {
	dir := workspace(t, map[string]string{
		"content/clients/a/client.md": "a",
		"content/clients/a/link.md":   "-> pipe.md",
		"content/provider.md":         "",
	})
	for _, name := range []string{"content/clients/a/pipe.md", "content/clients/pipe"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skip("no pipes here:", err)
		}
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		w, err := Open(dir, "content")
		if err != nil {
			t.Error(err)
			return
		}
		defer w.Close()
		names, problems := loaded(t, clientLoader(w, "a"))
		check(t, "files", []string{"client.md"}, names)
		check(t, "problems", []string{"content/clients/a/link.md: error not-a-file", "content/clients/a/pipe.md: error not-a-file"}, problems)
		var list diag.List
		if _, err := w.Clients(&list); err != nil {
			t.Error(err)
		}
		check(t, "problems of clients", []string{"content/clients/pipe: warning stray-file"}, printed(&list))
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("the pipe was opened")
	}
}

// A pipe that takes the place of a file once that was listed is waited for by nobody.
func TestPipesThatComeLateAreErrorsAndDoNotHang(t *testing.T) {
	dir := workspace(t, map[string]string{"content/clients/a/client.md": "a", "themes/own/assets/style.css": ""})
	w, err := Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	theme, err := w.Sub("themes/own")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"content/clients/a/client.md", "themes/own/assets/style.css"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skip("no pipes here:", err)
		}
	}
	done := make(chan error, 4)
	go func() {
		_, err := tree.Read("client.md")
		done <- err
		_, err = tree.Open("client.md")
		done <- err
		reader := tree.Reader()
		defer reader.Close()
		_, err = reader.Read("client.md")
		done <- err
		_, err = fs.ReadFile(theme, "assets/style.css")
		done <- err
	}()
	for i := range cap(done) {
		select {
		case err := <-done:
			if err == nil {
				t.Errorf("%d: a pipe was read", i)
			}
		case <-time.After(time.Minute):
			t.Fatal("the pipe was opened")
		}
	}
}
