//go:build unix

package main

import (
	"os"
	"strings"
	"syscall"
	"testing"
)

// A pipe in the place of a file is found, and nobody waits for what comes through it.
func TestAPipeIsNoFile(t *testing.T) {
	h := &host{t: t, dir: t.TempDir()}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	h.rapport("build")
	file := h.path("public/robots.txt")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := h.try("verify", h.path("public")); status != statusContent || !strings.HasPrefix(out, "robots.txt: not published\n") {
		t.Errorf("ends with %d:\n%s", status, out)
	}
}
