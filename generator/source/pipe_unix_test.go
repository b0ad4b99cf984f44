//go:build unix

package source

import (
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
