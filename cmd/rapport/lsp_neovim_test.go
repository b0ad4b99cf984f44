//go:build slow

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/testprogram"
)

// A real editor: Neovim types, completes, renames and saves, and knows what check then finds.
func TestNeovimIsAClient(t *testing.T) {
	nvim := testprogram.Find(t, "nvim", "NVIM")
	dir := t.TempDir()
	program := filepath.Join(dir, "rapport")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	workspace := filepath.Join(dir, "portals")
	if err := os.CopyFS(workspace, os.DirFS("../../generator/check/testdata/clean")); err != nil {
		t.Fatal(err)
	}
	said := filepath.Join(dir, "said")
	cmd := exec.Command(nvim, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile testdata/editors/neovim.lua")
	cmd.Env = append(os.Environ(), "WORKSPACE="+workspace, "RAPPORT="+program, "SAID="+said, "RAPPORT_AS_OF=2026-10-16T12:00:00+02:00", "HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := os.ReadFile(said)
	if err != nil {
		t.Fatal(err)
	}
	want := `typed 12:3 unknown-key unknown key "exclude" in scope; did you mean "excludes"?
completes joost contact: Joost de Wit
completes mara colleague: Mara Visser
renamed   - {id: live, what: Shop live, due: 2026-11-16, needs: [sketch, texts], owner: mara}
knows engagement.md:27:40 unknown-key
knows 2026-10-09-week.md:2:7 bad-choice
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("what Neovim was told (-want +got):\n%s", diff)
	}
	check := exec.Command(program, "check", "-C", workspace)
	check.Env = cmd.Env
	out, err := check.Output()                                                                                                     // which ends with the status of errors
	for _, found := range []string{"engagement.md:27:37: error: unknown key", "2026-10-09-week.md:2:7: error: \"updat\" is not"} { // Neovim counts bytes
		if err == nil || !strings.Contains(string(out), found) {
			t.Errorf("%v: check does not find %s:\n%s", err, found, out)
		}
	}
}
