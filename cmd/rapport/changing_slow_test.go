//go:build linux && slow

package main

import (
	"context"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/effort"
	"rapport/generator/sample"
)

// TestFilesThatChangeWhileTheyAreReadLeaveNothingBehind puts other files, and what is no file, in the place of files while commands read
// them. The commands end, with what is there or with what is wrong; and once all is quiet, they say and make what they
// would if nothing had been.
func TestFilesThatChangeWhileTheyAreReadLeaveNothingBehind(t *testing.T) {
	u := newUnquiet(t)
	trial := effort.NewTrial(t, 10)
	status := map[int]int{}
	for round, random := range trial.Rounds() {
		u.again = trial.Again(round)
		status[u.round(random)]++
		if t.Failed() {
			break
		}
	}
	t.Logf("%d changes; builds by exit status: %v", u.changes, status)
	if u.changes == 0 {
		t.Error("nothing was changed")
	}
}

// An unquiet workspace has two versions of its content, each file as long in both, and what is made and said of each.
type unquiet struct {
	t       *testing.T
	dir     string
	again   string
	content [2]files
	names   []string
	want    [2]files             // the output
	says    [2]map[string]string // on standard output, by command
	changes int
}

// hidden stands in a file beside the workspace, which no command may read.
const hidden = "hushed-beside"

// telling are the commands that make nothing.
var telling = []string{"check --format json", "status --json", "status --csv"}

func newUnquiet(t *testing.T) *unquiet {
	u := &unquiet{t: t, dir: filepath.Join(t.TempDir(), "workspace")}
	if err := sample.Write(u.dir, sample.Spec{Clients: 2, Reports: 2, Entries: 8, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	writeTo(t, filepath.Join(u.dir, "../hidden.md"), "---\nname: "+hidden+"\n---\n"+hidden+"\n")
	u.content[0], u.content[1] = readAll(t, u.path("content")), files{}
	for name, text := range u.content[0] {
		if slices.Contains([]string{".md", ".txt"}, filepath.Ext(name)) {
			text = strings.ReplaceAll(text, " the ", " tha ")
		}
		u.content[1][name] = text
	}
	u.names = slices.Sorted(maps.Keys(u.content[0]))
	for version := range u.content {
		u.put(version)
		if status, _, said := u.run("build --no-cache"); status != statusDone {
			t.Fatalf("version %d is not built: %s", version, said)
		}
		u.want[version], u.says[version] = readAll(t, u.path("public")), map[string]string{}
		for _, command := range telling {
			_, u.says[version][command], _ = u.run(command + " --no-cache")
		}
	}
	if maps.Equal(u.want[0], u.want[1]) || u.says[0]["status --json"] == u.says[1]["status --json"] {
		t.Fatal("both versions are one")
	}
	return u
}

func (u *unquiet) path(name string) string { return filepath.Join(u.dir, filepath.FromSlash(name)) }

// put makes the content exactly one version.
func (u *unquiet) put(version int) {
	for name := range u.content[version] {
		u.mend(name, version)
	}
}

// mend puts a file back where anything else stands.
func (u *unquiet) mend(name string, version int) {
	to := u.path("content/" + name)
	if info, err := os.Lstat(to); err == nil && info.Mode().IsRegular() {
		if text, err := os.ReadFile(to); err == nil && string(text) == u.content[version][name] {
			return
		}
	} else if err := os.RemoveAll(to); err != nil {
		u.t.Fatal(err)
	}
	writeTo(u.t, to, u.content[version][name])
}

// round has commands read content that changes, and then content that is quiet. It returns the exit status of the first build.
func (u *unquiet) round(random *rand.Rand) int {
	done, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		u.disturb(random, done)
	}()
	status := u.bear("build")
	for _, command := range telling[:1+status%3] {
		u.bear(command)
	}
	close(done)
	<-ended
	version := random.IntN(2)
	u.put(version)
	if status, _, said := u.run("build --quiet"); status != statusDone || !maps.Equal(u.want[version], readAll(u.t, u.path("public"))) {
		u.t.Errorf("%s: once all is quiet a build ends with %d and makes something else in %q:\n%s", u.again, status, differing(u.want[version], readAll(u.t, u.path("public"))), said)
	}
	for _, command := range telling {
		if _, out, _ := u.run(command); out != u.says[version][command] {
			u.t.Errorf("%s: once all is quiet %s says something else:\n%s", u.again, command, cmp.Diff(u.says[version][command], out))
		}
	}
	return status
}

// bear runs a command while files change, which it bears: it ends by itself, and says what is wrong.
func (u *unquiet) bear(command string) int {
	status, out, said := u.run(command)
	if status == statusMachine && strings.Count(said, "\n") > 30 || status == statusUsage || strings.Contains(said, "runtime error") {
		u.t.Errorf("%s: rapport %s ends with %d: %s", u.again, command, status, said)
	}
	if status == statusMachine {
		u.t.Logf("rapport %s: %s", command, said)
	}
	if strings.Contains(out+said, hidden) {
		u.t.Errorf("%s: rapport %s tells what stands outside: %s%s", u.again, command, out, said)
	}
	if command == "build" {
		for name, text := range readAll(u.t, u.path("public")) {
			if strings.Contains(text, hidden) {
				u.t.Errorf("%s: %s holds what stands outside", u.again, name)
			}
		}
	}
	return status
}

// disturb changes files until it is done, a moment each.
func (u *unquiet) disturb(random *rand.Rand, done chan bool) {
	for {
		name := oneOf(random, u.names)
		change := oneOf(random, disturbances)
		if err := change(random, u.path("content/"+name), u.content[1][name]); err != nil {
			u.t.Errorf("%s: %v", u.again, err)
		}
		u.changes++
		select {
		case <-done:
			return
		case <-time.After(time.Duration(random.IntN(4000)) * time.Microsecond):
		}
		u.mend(name, random.IntN(2))
	}
}

// disturbances put something else where a file stands. Other is another text for it.
var disturbances = []func(random *rand.Rand, name, other string) error{
	func(random *rand.Rand, name, other string) error {
		return os.Truncate(name, random.Int64N(int64(len(other))+1))
	},
	func(random *rand.Rand, name, other string) error { // grown
		file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		defer file.Close()
		for range 1 + random.IntN(100) {
			if _, err := file.WriteString(strings.Repeat("more\n", 1+random.IntN(5000))); err != nil {
				return err
			}
		}
		return nil
	},
	func(_ *rand.Rand, name, other string) error { return os.WriteFile(name, []byte(other), 0o644) },
	func(_ *rand.Rand, name, other string) error { // as editors save
		if err := os.WriteFile(name+"~", []byte(other), 0o644); err != nil {
			return err
		}
		return os.Rename(name+"~", name)
	},
	func(_ *rand.Rand, name, _ string) error { return os.Remove(name) },
	func(_ *rand.Rand, name, other string) error { // a folder
		if err := os.Remove(name); err != nil {
			return err
		}
		if err := os.Mkdir(name, 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(name, filepath.Base(name)), []byte(other), 0o644)
	},
	func(random *rand.Rand, name, _ string) error { // a link
		up := strings.Repeat("../", strings.Count(name[strings.LastIndex(name, "/workspace/"):], "/")-1)
		to := oneOf(random, []string{up + "hidden.md", "/etc/hostname", filepath.Base(name), ".", "../../../provider.md", "nowhere"})
		if err := os.Remove(name); err != nil {
			return err
		}
		return os.Symlink(to, name)
	},
	func(_ *rand.Rand, name, _ string) error { // a pipe
		if err := os.Remove(name); err != nil {
			return err
		}
		return syscall.Mkfifo(name, 0o644)
	},
}

// run runs a command in this process.
func (u *unquiet) run(command string) (status int, stdout, stderr string) {
	hangs := time.AfterFunc(5*time.Minute, func() { // on a machine that does much else
		debug.SetTraceback("all")
		panic("it hangs: rapport " + command + "; " + u.again)
	})
	defer hangs.Stop()
	var out, errors strings.Builder
	status = run(context.Background(), append([]string{"-C", u.dir}, strings.Fields(command)...), environment{
		stdout: &out, stderr: &errors, stdin: strings.NewReader(""),
		getenv:   func(name string) string { return map[string]string{"RAPPORT_AS_OF": sample.AsOf}[name] },
		now:      time.Now,
		terminal: func(io.Writer) (int, bool) { return 0, false },
		work:     quickWork,
	})
	return status, out.String(), errors.String()
}
