package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rapport/generator/chromium"
)

// healthy is a machine that lacks nothing.
func healthy() *machine {
	now := time.Date(2026, 10, 16, 12, 0, 0, 0, time.UTC)
	answers := map[string]string{
		"git --version": "git version 2.50", "-c user.useConfigOnly=true var GIT_AUTHOR_IDENT": "Mara Visser <mara@noord.example> 1760000000 +0200", "rev-parse --is-inside-work-tree": "true", "rev-parse --verify HEAD": "abc",
		"rev-parse --is-shallow-repository": "false", "log -1 --format=%ct": "1760000000", "fc-list :lang=ja family": "Noto Sans CJK",
	}
	return &machine{
		run: func(name string, args ...string) (string, error) {
			if len(args) > 1 && args[0] == "-C" {
				args = args[2:]
			}
			asked := strings.Join(args, " ")
			if said, ok := answers[asked]; ok {
				return said, nil
			}
			return answers[name+" "+asked], nil
		},
		chrome: func() (chromium.Browser, error) {
			return chromium.Browser{Path: "/usr/bin/chromium", Version: "Chromium 140"}, nil
		},
		free:   func(string) (uint64, error) { return 1 << 40, nil },
		listen: func(string) error { return nil },
		zone:   func(string) error { return nil },
		proc:   watches("8192\n"),
		system: "linux",
		now:    now,
	}
}

// watches is a system that allows so many.
func watches(most string) fs.FS {
	return fstest.MapFS{"sys/fs/inotify/max_user_watches": {Data: []byte(most)}}
}

// says makes a machine say something when a program is asked.
func (m *machine) says(asked, said string, err error) {
	run := m.run
	m.run = func(name string, args ...string) (string, error) {
		if strings.HasSuffix(name+" "+strings.Join(args, " "), asked) {
			return said, err
		}
		return run(name, args...)
	}
}

func TestDoctorFindsWhatIsMissing(t *testing.T) {
	missing := &exec.Error{Name: "it", Err: exec.ErrNotFound}
	for _, test := range []struct {
		name  string
		ill   func(m *machine, dir string)
		state string
		want  string
	}{
		{"nothing", func(*machine, string) {}, "", ""},
		{"time zones", func(m *machine, _ string) { m.zone = func(string) error { return errors.New("unknown") } }, signProblem, "time zones: the names of time zones are not known"},
		{"Chromium", func(m *machine, _ string) {
			m.chrome = func() (chromium.Browser, error) { return chromium.Browser{}, chromium.ErrMissing }
		}, signNote, "Chromium: not found; build --pdf needs it"},
		{"fonts", func(m *machine, _ string) { m.says("fc-list :lang=ja family", "", nil) }, signNote, "fonts: none has the letters of Japanese"},
		{"what tells of fonts", func(m *machine, _ string) { m.says("fc-list :lang=ja family", "", missing) }, signNote, "fonts: nothing tells which fonts there are"},
		{"git", func(m *machine, _ string) { m.says("--version", "", missing) }, signNote, "git: not found; without it check cannot tell"},
		{"whose commits they are", func(m *machine, _ string) { m.says("GIT_AUTHOR_IDENT", "", errors.New("exit status 128")) }, signNote, "author: git has not been told your name and address, which each commit says; git config --global user.name"},
		{"a repository", func(m *machine, _ string) { m.says("--is-inside-work-tree", "", errors.New("exit status 128")) }, signNote, "repository: the workspace is in none"},
		{"a commit", func(m *machine, _ string) { m.says("--verify HEAD", "", errors.New("exit status 128")) }, signNote, "repository: nothing is committed yet"},
		{"history", func(m *machine, _ string) { m.says("--is-shallow-repository", "true", nil) }, signNote, "history: only its end is here; git fetch --unshallow"},
		{"a clock that goes right", func(m *machine, _ string) { m.now = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC) }, signProblem, "clock: it says 2001-01-01 00:00:00, and the last commit is of 2025-10-09"},
		{"space", func(m *machine, _ string) { m.free = func(string) (uint64, error) { return 5 << 20, nil } }, signProblem, "disk: 5 MB are free; make room"},
		{"a key", func(_ *machine, dir string) { _ = os.Remove(filepath.Join(dir, "content/keys/provider.pub")) }, signProblem, "keys: 1 portal sealed, and there is no key of your own; rapport key add --provider"},
		{"a folder to write to", func(_ *machine, dir string) {
			_ = os.Remove(filepath.Join(dir, "public"))
			_ = os.WriteFile(filepath.Join(dir, "public"), nil, 0o600)
		}, signProblem, "output: public cannot be written to"},
		{"a port", func(m *machine, _ string) { m.listen = func(string) error { return errors.New("taken") } }, signNote, "port: 127.0.0.1:8080 is taken; serve takes the next"},
		{"watches", func(m *machine, _ string) { m.proc = watches("3\n") }, signProblem, "and the system allows 3; rapport serve --poll"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{
				"content/provider.md":            "---\nlocale: ja\n---\n",
				"content/clients/acme/client.md": "---\naccess: {sealed: {rotate: quarterly on 1}}\nlocale: en-GB\n---\n",
				"content/keys/provider.pub":      "age1",
				"public/index.html":              "",
			} {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if test.name == "a folder to write to" {
				_ = os.Remove(filepath.Join(dir, "public/index.html"))
			}
			m := healthy()
			test.ill(m, dir)
			var found []string
			for _, s := range examine(newPatient(m, dir, "content")) {
				if s.State != signOK && s.Name != "capitals" {
					found = append(found, s.State+" "+s.Name+": "+s.Says+"; "+s.Do)
				}
			}
			all := strings.Join(found, "\n")
			if test.want == "" && all != "" || test.want != "" && (len(found) != 1 || !strings.HasPrefix(all, test.state+" ") || !strings.Contains(all, test.want)) {
				t.Errorf("it finds %q, want %s %s", all, test.state, test.want)
			}
		})
	}
}

func TestDoctorWorksOutsideAWorkspace(t *testing.T) {
	out, problems, code, _ := desktop(t, t.TempDir(), "", map[string]string{"PATH": os.Getenv("PATH")}, "doctor", "--json")
	var signs []sign
	if err := json.Unmarshal([]byte(out), &signs); err != nil || code != statusDone || problems != "" {
		t.Fatalf("%d: %v %s", code, err, problems)
	}
	for _, s := range signs {
		if s.Group == "" || s.Name == "" || s.Says == "" {
			t.Errorf("a sign says nothing: %+v", s)
		}
		if s.Name == "content" && (s.State != signNote || !strings.Contains(s.Do, "rapport init")) {
			t.Errorf("it does not lead to a workspace: %+v", s)
		}
	}
	out, _, _, _ = desktop(t, t.TempDir(), "", nil, "doctor")
	if !strings.HasPrefix(out, "Program\n  ok       rapport: ") {
		t.Errorf("it says %s", out)
	}
}
