package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// atTerminal runs a command as somebody at a terminal of 80 columns sees it, where
// between two looks at the clock a span passes.
func atTerminal(t *testing.T, span time.Duration, vars map[string]string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, problems bytes.Buffer
	now := time.Date(2026, 10, 16, 10, 0, 0, 0, time.UTC)
	status = run(context.Background(), args, environment{
		stdout:   &out,
		stderr:   &problems,
		getenv:   func(name string) string { return vars[name] },
		now:      func() time.Time { now = now.Add(span); return now },
		terminal: func(io.Writer) (int, bool) { return 80, true },
	})
	return out.String(), problems.String(), status
}

// workspaceCopy returns a copy of testdata/workspace, with one line of one file replaced.
func workspaceCopy(t *testing.T, file, old, new string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, filepath.FromSlash(file))
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), old) != 1 {
		t.Fatalf("%q must stand in %s once", old, file)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAProblemAtATerminalShowsItsLine(t *testing.T) {
	dir := workspaceCopy(t, "content/clients/acme/client.md", "access: open", "acess: open")
	plain := "content/clients/acme/client.md:1:1: error: client.md has no \"access\"; add it [missing-field]\n" +
		"    ---\n" +
		"    ^\n" +
		"content/clients/acme/client.md:3:1: error: unknown key \"acess\" in client.md; did you mean \"access\"? [unknown-key]\n" +
		"    acess: open\n" +
		"    ^\n"
	for _, test := range []struct {
		name  string
		vars  map[string]string
		color bool
	}{
		{"in colour", nil, true},
		{"without, where NO_COLOR says so", map[string]string{"NO_COLOR": "1"}, false},
		{"without, where the terminal is dumb", map[string]string{"TERM": "dumb"}, false},
		{"without, where the flag says so", map[string]string{"RAPPORT_COLOR": "never"}, false},
		{"in colour in spite of NO_COLOR, where the flag says so", map[string]string{"NO_COLOR": "1", "RAPPORT_COLOR": "always"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, beside, status := atTerminal(t, 0, test.vars, "check", "-q", "--rule", "stray-file", "-C", dir)
			if status != statusContent || beside != "" {
				t.Errorf("exit status %d, and on standard error: %s", status, beside)
			}
			bare := regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(got, "")
			if diff := cmp.Diff(plain, bare); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if colored := got != bare; colored != test.color {
				t.Errorf("in colour: %v", colored)
			}
		})
	}
}

func TestProgressIsToldAtATerminalAfterASecond(t *testing.T) {
	dir := workspaceCopy(t, "content/provider.md", "About us.", "About you.")
	for _, test := range []struct {
		name string
		span time.Duration
		args []string
		told string
	}{
		{"a quick build tells nothing", 10 * time.Millisecond, nil, ""},
		{"a slow one says how far it is, and takes the line away", 600 * time.Millisecond, nil, "\r\x1b[K1 of 2 portals, 50 a minute, 1 s left\r\x1b[K2 of 2 portals, 1.1 a second, 0 s left\r\x1b[K"},
		{"asked to be quiet it is", 600 * time.Millisecond, []string{"-q"}, ""},
		{"asked for names it gives those", 600 * time.Millisecond, []string{"-v"}, "acme (1 of 2)\nbirch (2 of 2)\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"build", "-C", dir, "--jobs", "1", "--out", filepath.Join(t.TempDir(), "public"), "--as-of", "2026-10-16"}, test.args...)
			beside, got, status := atTerminal(t, test.span, nil, args...)
			if beside != "" {
				t.Errorf("standard output: %s", beside)
			}
			if status != statusDone {
				t.Fatalf("exit status %d: %s", status, got)
			}
			if i := strings.LastIndex(got, "2 portals, "); i >= 0 {
				got = got[:i]
			}
			if got != test.told {
				t.Errorf("got %q, want %q", got, test.told)
			}
		})
	}
}

func TestABuildThatIsInterruptedIsTheMachinesError(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stderr bytes.Buffer
	dir := workspaceCopy(t, "content/provider.md", "About us.", "About you.")
	status := run(ctx, []string{"build", "-C", dir}, environment{
		stdout:   io.Discard,
		stderr:   &stderr,
		getenv:   func(string) string { return "" },
		now:      time.Now,
		terminal: func(io.Writer) (int, bool) { return 0, false },
	})
	if status != statusMachine {
		t.Errorf("exit status %d: %s", status, stderr.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "public", "acme")); err == nil {
		t.Error("a portal was written")
	}
}
