package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"rapport/generator/content"
	"rapport/generator/effort"
	"rapport/generator/sitetest"
	"rapport/generator/testprogram"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"rapport":  main,
		"stand-in": func() { os.Exit(testprogram.StandInChromium(os.Args[1:])) },
	})
}

// TestScripts runs testdata/script. In a script, exec rapport is a process of its own; our commands
// run it in this one, which takes a tenth of the time. The program stand-in stands for a Chromium. Beside the commands of testscript, scripts
// have these:
//
//	workspace [DIR]          puts the files of testdata/workspace there; those that stand there stay
//	break FILE OLD NEW       puts the workspace back as it was, then edits it
//	edit FILE OLD NEW        replaces OLD, which must stand in FILE once; \n is a new line
//	exits STATUS rapport …   runs rapport, which must end with this status
//	types FILE               is what somebody types to the next rapport of these commands
//	rejected LINE …          builds: the errors must be these, and public/acme must stay as remembered
//	says LINE                a line of the last program's standard error is this one
//	finds LINE               and this one a line of its standard output
//	remember DIR             notes the files of a folder, their bytes and times,
//	unchanged DIR            which must still be so
//	same DIR DIR             the folders hold the same files
//	sound DIR                the pages are sound and all their links lead somewhere
//	journal DIR N            writes N entries
//	bom FILE FILE            copies a file and puts a byte order mark in front
//
// The condition [ci] holds where the tests may not be skipped for want of a program.
func TestScripts(t *testing.T) {
	testdata, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	scripts := filepath.Join(testdata, "script")
	files, err := filepath.Glob(filepath.Join(scripts, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if effort.Race { // what has several clients at work at once; the others do one thing after another
		files = nil
		for _, name := range []string{"build", "cache", "cache-status", "determinism", "pdf", "sealed", "shards", "status"} {
			files = append(files, filepath.Join(scripts, name+".txtar"))
		}
	}
	testscript.Run(t, testscript.Params{
		Files:               files,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Condition: func(condition string) (bool, error) {
			if condition != "ci" {
				return false, fmt.Errorf("there is no condition %q", condition)
			}
			return os.Getenv("CI") == "true", nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("TESTDATA", testdata)
			env.Setenv("KINDS", strings.Join(content.KindNames(), ", "))
			env.Setenv("RAPPORT_AS_OF", "2026-10-16T12:00:00+02:00")
			env.Values[typed{}] = strings.NewReader("")
			env.Values[remembered{}] = map[string]map[string]scriptFile{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"workspace": workspaceCmd,
			"break":     breakCmd,
			"edit":      editCmd,
			"exits":     exitsCmd,
			"types":     typesCmd,
			"rejected":  rejectedCmd,
			"says":      linesCmd("says", "stderr"),
			"finds":     linesCmd("finds", "stdout"),
			"remember":  rememberCmd,
			"unchanged": unchangedCmd,
			"same":      sameCmd,
			"sound": func(ts *testscript.TestScript, neg bool, args []string) {
				scriptUsage(ts, neg || len(args) != 1, "sound DIR")
				sitetest.Check(t, ts.MkAbs(args[0]), nil)
			},
			"journal": journalCmd,
			"bom":     bomCmd,
		},
	})
}

func workspaceCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) > 1, "workspace [DIR]")
	dir := "."
	if len(args) == 1 {
		dir = args[0]
	}
	base := os.DirFS(filepath.Join(ts.Getenv("TESTDATA"), "workspace"))
	ts.Check(fs.WalkDir(base, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		to := ts.MkAbs(filepath.Join(dir, name))
		if _, err := os.Lstat(to); err == nil {
			return nil
		}
		text, err := fs.ReadFile(base, name)
		if err != nil {
			return err
		}
		return writeScriptFile(to, text)
	}))
}

func writeScriptFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}

func breakCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) != 3 && len(args) != 0, "break [FILE OLD NEW]")
	ts.Check(os.RemoveAll(ts.MkAbs("content")))
	workspaceCmd(ts, false, nil)
	if len(args) == 3 {
		editCmd(ts, false, args)
	}
}

func editCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) != 3, "edit FILE OLD NEW")
	lines := strings.NewReplacer(`\n`, "\n")
	before, after := lines.Replace(args[1]), lines.Replace(args[2])
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, before); n != 1 {
		ts.Fatalf("%q stands in %s %d times", before, args[0], n)
	}
	ts.Check(writeScriptFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, before, after, 1))))
}

func exitsCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) < 2 || args[1] != "rapport", "exits STATUS rapport [ARG...]")
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	rapport(ts, want, args[2:]...)
}

// quickWork lets a passphrase be guessed in no time.
const quickWork = 10

// here guards the folder in which the program runs; scripts run side by side.
var here sync.Mutex

// rapport runs the program in this process, and returns what it says on standard error.
func rapport(ts *testscript.TestScript, want int, args ...string) string {
	here.Lock()
	defer here.Unlock()
	before, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	defer os.Chdir(before)
	stdin, _ := ts.Value(typed{}).(*strings.Reader)
	var stderr strings.Builder
	got := run(context.Background(), args, environment{
		stdout: ts.Stdout(), stderr: io.MultiWriter(&stderr, ts.Stderr()), stdin: stdin,
		getenv:      ts.Getenv,
		now:         time.Now,
		terminal:    func(io.Writer) (int, bool) { return 0, false },
		interactive: func() bool { return false },
		random:      rand.Reader,
		work:        quickWork,
		edit:        openEditor,
		dial:        new(net.Dialer).DialContext,
	})
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
	return stderr.String()
}

// typed is the key of what somebody types.
type typed struct{}

func typesCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) != 1, "types FILE")
	ts.Value(typed{}).(*strings.Reader).Reset(ts.ReadFile(args[0]))
}

func rejectedCmd(ts *testscript.TestScript, neg bool, want []string) {
	scriptUsage(ts, neg || len(want) == 0, "rejected LINE [LINE...]")
	var got []string
	for line := range strings.Lines(rapport(ts, statusContent, "build")) {
		if strings.Contains(line, ": error: ") {
			got = append(got, strings.TrimSuffix(line, "\n"))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		ts.Fatalf("errors (-want +got):\n%s", diff)
	}
	unchangedCmd(ts, false, []string{"public/acme"})
}

// linesCmd returns the command that asks whether a stream of the last program has a line.
func linesCmd(name, stream string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		scriptUsage(ts, len(args) != 1, "[!] "+name+" LINE")
		found := slices.Contains(strings.Split(ts.ReadFile(stream), "\n"), args[0])
		switch {
		case found && neg:
			ts.Fatalf("%s has the line %q", stream, args[0])
		case !found && !neg:
			ts.Fatalf("%s has no line %q", stream, args[0])
		}
	}
}

// A scriptFile is what is compared of one.
type scriptFile struct {
	Text string
	Mode fs.FileMode
	Time time.Time
}

// filesOf reads a folder. One that is missing has no files.
func filesOf(ts *testscript.TestScript, dir string) map[string]scriptFile {
	files := map[string]scriptFile{}
	root := ts.MkAbs(dir)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		files[filepath.ToSlash(rel)] = scriptFile{string(text), info.Mode(), info.ModTime()}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		ts.Fatalf("%v", err)
	}
	return files
}

// remembered is the key of the folders of a script by name.
type remembered struct{}

func rememberCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) != 1, "remember DIR")
	files := filesOf(ts, args[0])
	if len(files) == 0 {
		ts.Fatalf("%s has no files", args[0])
	}
	ts.Value(remembered{}).(map[string]map[string]scriptFile)[args[0]] = files
}

func unchangedCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) != 1, "unchanged DIR")
	want := ts.Value(remembered{}).(map[string]map[string]scriptFile)[args[0]]
	if want == nil {
		ts.Fatalf("nobody remembers %s", args[0])
	}
	if diff := differences(want, filesOf(ts, args[0]), func(a, b scriptFile) bool {
		return a.Text == b.Text && a.Mode == b.Mode && a.Time.Equal(b.Time)
	}); diff != "" {
		ts.Fatalf("%s changed:\n%s", args[0], diff)
	}
}

func sameCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, len(args) != 2, "[!] same DIR DIR")
	a, b := filesOf(ts, args[0]), filesOf(ts, args[1])
	if len(a) == 0 || len(b) == 0 {
		ts.Fatalf("one of the folders has no files")
	}
	diff := differences(a, b, func(a, b scriptFile) bool { return a.Text == b.Text && a.Mode == b.Mode })
	switch {
	case diff != "" && !neg:
		ts.Fatalf("%s and %s differ:\n%s", args[0], args[1], diff)
	case diff == "" && neg:
		ts.Fatalf("%s and %s are the same", args[0], args[1])
	}
}

// differences names the files that differ between two folders.
func differences(a, b map[string]scriptFile, equal func(a, b scriptFile) bool) string {
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(a)) {
		switch with, found := b[name]; {
		case !found:
			fmt.Fprintf(&out, "- %s\n", name)
		case !equal(a[name], with):
			fmt.Fprintf(&out, "! %s\n%s", name, cmp.Diff(a[name].Text, with.Text))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if _, found := a[name]; !found {
			fmt.Fprintf(&out, "+ %s\n", name)
		}
	}
	return out.String()
}

// journal writes entries of one a day, from 2026-01-01 on.
func journalCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) != 2, "journal DIR N")
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		name := day.AddDate(0, 0, i%280).Format("2006-01-02") + "-entry-" + strconv.Itoa(i) + ".md"
		text := fmt.Sprintf("---\nkind: update\ntitle: Entry %d\n---\nStory %d.\n", i, i)
		ts.Check(writeScriptFile(ts.MkAbs(filepath.Join(args[0], name)), []byte(text)))
	}
}

func bomCmd(ts *testscript.TestScript, neg bool, args []string) {
	scriptUsage(ts, neg || len(args) != 2, "bom FILE FILE")
	ts.Check(writeScriptFile(ts.MkAbs(args[1]), []byte("\ufeff"+ts.ReadFile(args[0]))))
}

func scriptUsage(ts *testscript.TestScript, wrong bool, text string) {
	if wrong {
		ts.Fatalf("usage: %s", text)
	}
}
