//go:build linux && slow

package main

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/sys/unix"

	"rapport/generator/effort"
	"rapport/generator/sample"
)

// A besieged workspace has two versions, is built by processes that are killed, and is read meanwhile.
type besieged struct {
	t       *testing.T
	dir     string
	args    []string            // of each build
	key     string              // a file with a key to all sealed portals; "" where they are open
	content [2]files            // of each version
	want    [2]map[string]files // what each is published as, by the top of the output; sealed portals as they are once they are opened
	mirror  files               // what a host has that is brought only what --changes lists
	took    time.Duration       // a build
	atOnce  bool                // the disk puts one folder in the place of another in one step

	version atomic.Int64 // that is being built
}

// files are the bytes of some by name.
type files map[string]string

// clients of the besieged workspace. The last is of the second version alone.
var besiegedSpec = sample.Spec{Clients: 3, Reports: 4, Entries: 12, Seed: 1}

const passing = "client-00003"

func TestBuildsThatAreKilledShowReadersNothingHalf(t *testing.T) {
	t.Run("open", func(t *testing.T) { siege(t, 4, false) })
	t.Run("sealed", func(t *testing.T) { siege(t, 2, true) })
	t.Run("on paper", func(t *testing.T) { siege(t, 2, false, "--pdf") })
}

func siege(t *testing.T, rounds int, sealed bool, args ...string) {
	b := newBesieged(t, sealed, args)
	trial := effort.NewTrial(t, rounds)
	readers := b.read()
	defer readers.stop() // before the folder goes
	killed, working := 0, 0
	for round, random := range trial.Rounds() {
		b.put(1 - int(b.version.Load()))
		before := readAll(t, b.path("public"))
		if b.kill(random) {
			killed++
		}
		if !maps.Equal(before, readAll(t, b.path("public"))) {
			working++
		}
		b.repair(round)
		if t.Failed() {
			t.Fatal("again: " + trial.Again(round))
		}
	}
	readers.stop()
	readers.open()
	t.Logf("%d builds were killed, %d while they published; %d files and %d whole portals were read meanwhile; old pages were seen beside new ones for %v at most", killed, working, readers.files.Load(), readers.whole.Load(), time.Duration(readers.mixed.Load()))
	switch {
	case killed == 0:
		t.Error("no build was killed")
	case readers.whole.Load() == 0:
		t.Error("nothing was read meanwhile")
	case readers.mixed.Load() > 0 && b.atOnce:
		t.Error("readers saw old pages beside new ones, where a folder can be switched whole")
	}
}

// exchanges tells whether the disk puts one folder in the place of another in one step.
func exchanges(t *testing.T) bool {
	a, b := t.TempDir(), t.TempDir()
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE) == nil
}

func newBesieged(t *testing.T, sealed bool, args []string) *besieged {
	b := &besieged{t: t, dir: t.TempDir(), args: append([]string{"build", "--changes", "changes"}, args...), mirror: files{}, atOnce: exchanges(t)}
	if err := sample.Write(b.dir, besiegedSpec); err != nil {
		t.Fatal(err)
	}
	if sealed {
		b.seal()
	}
	whole := readAll(t, b.path("content"))
	for version := range b.content {
		b.content[version] = files{}
		for name, text := range whole {
			if version == 0 && strings.HasPrefix(name, "clients/"+passing+"/") {
				continue
			}
			if strings.HasSuffix(name, ".md") && version == 1 {
				text = strings.ReplaceAll(strings.ReplaceAll(text, `& Daughters`, `& Sons`), "name: Kees", "name: Cees")
			}
			b.content[version][name] = text
		}
		extra := []string{"clients/client-00001/main/files/a.txt", "clients/client-00001/main/files/b/c.txt"}[version]
		b.content[version][extra] = strings.Repeat(extra, 10_000)
	}
	for version := range b.want {
		b.put(version)
		began := time.Now()
		b.rapport("build finished", append(slices.Clone(b.args), "--no-cache", "--out", b.path("fresh"), "--force")...)
		b.took = time.Since(began)
		b.want[version] = b.opened(b.path("fresh"))
		if err := os.RemoveAll(b.path("fresh")); err != nil {
			t.Fatal(err)
		}
	}
	for _, top := range []string{"client-00001", "client-00002"} {
		if a, b := b.want[0][top], b.want[1][top]; len(a) < 10 || maps.Equal(a, b) {
			t.Fatalf("%s has %d files, and both versions may be one", top, len(a))
		}
	}
	b.rapport("the first build", b.args...)
	b.follow()
	return b
}

// seal seals all portals to one key.
func (b *besieged) seal() {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		b.t.Fatal(err)
	}
	b.key = b.path("key.txt")
	b.write("key.txt", id.String()+"\n")
	for _, client := range []string{"client-00001", "client-00002", passing} {
		name := "content/clients/" + client + "/client.md"
		text, err := os.ReadFile(b.path(name))
		if err != nil {
			b.t.Fatal(err)
		}
		b.write(name, strings.Replace(string(text), "access: open", "access: sealed", 1))
		b.write("content/clients/"+client+"/keys/reader.pub", id.Recipient().String()+"\n")
	}
}

func (b *besieged) path(name string) string { return filepath.Join(b.dir, filepath.FromSlash(name)) }

func (b *besieged) write(name, text string) { writeTo(b.t, b.path(name), text) }

func writeTo(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// put puts a version of the content into the workspace: what differs, and no more.
func (b *besieged) put(version int) {
	b.version.Store(int64(version))
	there := readAll(b.t, b.path("content"))
	for name, text := range b.content[version] {
		if there[name] != text {
			b.write("content/"+name, text)
		}
	}
	for name := range there {
		if _, wanted := b.content[version][name]; !wanted {
			if err := os.Remove(b.path("content/" + name)); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	if version == 0 {
		os.RemoveAll(b.path("content/clients/" + passing))
	}
}

// start starts the program in the workspace, as a process.
func (b *besieged) start(args ...string) (*exec.Cmd, *bytes.Buffer) {
	b.t.Helper()
	cmd := exec.Command("rapport", append([]string{"-C", b.dir}, args...)...)
	standIn, err := exec.LookPath("stand-in")
	if err != nil {
		b.t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "RAPPORT_AS_OF="+sample.AsOf, "RAPPORT_CHROMIUM="+standIn)
	said := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	return cmd, said
}

// rapport runs the program as a process, which must succeed, and returns what it says.
func (b *besieged) rapport(what string, args ...string) string {
	b.t.Helper()
	cmd, said := b.start(args...)
	if err := cmd.Wait(); err != nil {
		b.t.Fatalf("%s: %v\n%s", what, err, said)
	}
	return said.String()
}

// kill builds, and kills that at a random instant; half of the time soon after something is staged.
func (b *besieged) kill(random *rand.Rand) (killed bool) {
	cmd, said := b.start(b.args...)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	wait := time.Duration(random.Int64N(int64(b.took)))
	if random.IntN(2) == 0 {
		wait = time.Duration(random.Int64N(int64(b.took) / 4))
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline) && len(ended) == 0; time.Sleep(100 * time.Microsecond) {
			if _, err := os.Lstat(b.path("public/.rapport-staging")); err == nil {
				break
			}
		}
	}
	var err error
	select {
	case err = <-ended:
	case <-time.After(wait):
		cmd.Process.Kill()
		err = <-ended
	}
	state := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if err != nil && !state.Signaled() {
		b.t.Errorf("the build ended by itself: %v\n%s", err, said)
	}
	_, unfinished := os.Lstat(b.path("changes.unfinished"))
	if _, told := os.Lstat(b.path("changes")); err == nil || unfinished != nil && told == nil {
		b.follow() // be it that it was killed then
	}
	return state.Signaled()
}

// repair builds once more, after which all is as if nothing had been killed.
func (b *besieged) repair(round int) {
	b.t.Helper()
	_, err := os.Lstat(b.path("public/.rapport-staging"))
	said := b.rapport("the build after the kill", b.args...)
	if told := strings.Contains(said, cutOff); told != (err == nil) {
		b.t.Errorf("round %d: %v that the build was cut off, and %t that the next said so:\n%s", round, err, told, said)
	}
	b.same(round, "the build after the kill", b.opened(b.path("public")))
	b.follow()
	if has := readAll(b.t, b.path("public")); !maps.Equal(has, b.mirror) {
		b.t.Errorf("round %d: a host that is brought what changed has something else: %q", round, differing(has, b.mirror))
	}
	if said := b.rapport("verify", "verify", b.path("public")); !strings.Contains(said, ", 0 faults") {
		b.t.Errorf("round %d: %s", round, said)
	}
}

const cutOff = "was cut off"

// same fails unless all that is published is that of the version.
func (b *besieged) same(round int, what string, has map[string]files) {
	want := b.want[b.version.Load()]
	for top := range merged(want, has) {
		if !maps.Equal(want[top], has[top]) {
			b.t.Errorf("round %d: %s made something else of %q than a fresh one: %q", round, what, top, differing(want[top], has[top]))
		}
	}
}

func merged[V any](all ...map[string]V) map[string]V {
	both := map[string]V{}
	for _, m := range all {
		maps.Copy(both, m)
	}
	return both
}

// differing names the files that differ.
func differing(a, b files) (names []string) {
	for name := range merged(a, b) {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// follow brings the mirror what the lists of --changes name, and nothing else.
func (b *besieged) follow() {
	for name := range strings.Lines(b.text("changes")) {
		name = strings.TrimSuffix(name, "\n")
		b.mirror[name] = b.text("public/" + name)
	}
	for name := range strings.Lines(b.text("changes.removed")) {
		delete(b.mirror, strings.TrimSuffix(name, "\n"))
	}
	b.mirror[".rapport"] = b.text("public/.rapport") // is of the folder, not of the portals
}

func (b *besieged) text(name string) string {
	text, err := os.ReadFile(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

// opened are the files of an output, by what stands at its top, as their readers see them.
func (b *besieged) opened(out string) map[string]files {
	b.t.Helper()
	all := map[string]files{}
	for name, text := range readAll(b.t, out) {
		top, rest, inFolder := strings.Cut(name, "/")
		if !inFolder {
			top, rest = "", name
		}
		if all[top] == nil {
			all[top] = files{}
		}
		all[top][rest] = text
	}
	for top, sealed := range all {
		if _, ok := sealed["sw.js"]; ok && b.key != "" {
			all[top] = b.unsealed(sealed)
		}
	}
	return all
}

// unsealed are the files of a sealed portal.
func (b *besieged) unsealed(portal files) files {
	b.t.Helper()
	from, to := b.t.TempDir(), filepath.Join(b.t.TempDir(), "open")
	for name, text := range portal {
		writeTo(b.t, filepath.Join(from, name), text)
	}
	b.rapport("unseal", "unseal", from, "--key", b.key, "--out", to)
	return readAll(b.t, to)
}

// readAll reads a folder.
func readAll(t *testing.T, dir string) files {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	all, err := readIn(root)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// readIn reads what one open folder has, whatever takes its place meanwhile. Beside an error it returns what it read before.
func readIn(root *os.Root) (files, error) {
	all := files{}
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := root.ReadFile(name)
		if err == nil {
			all[name] = string(text)
		}
		return err
	})
	return all, err
}

// Readers read what is published while it is built.
type readers struct {
	*besieged
	done         chan bool
	once         sync.Once
	group        sync.WaitGroup
	files, whole atomic.Int64
	mixed        atomic.Int64 // ns for which old pages were seen after new ones, at most
	sealed       sync.Map     // what was seen of sealed portals, by its bytes
}

func (b *besieged) read() *readers {
	r := &readers{besieged: b, done: make(chan bool)}
	for _, client := range []string{"client-00001", "client-00002"} {
		r.loop(func() { r.byFolder(client) })
		if b.key == "" { // what is sealed twice has other bytes each time
			r.loop((&byName{readers: r, client: client}).pass)
		}
	}
	return r
}

// loop does something until the readers are stopped.
func (r *readers) loop(do func()) {
	r.group.Go(func() {
		for {
			select {
			case <-r.done:
				return
			default:
				do()
				time.Sleep(50 * time.Millisecond) // the builds want the processor too
			}
		}
	})
}

// stop ends the readers.
func (r *readers) stop() {
	r.once.Do(func() { close(r.done) })
	r.group.Wait()
}

// open opens what was seen of sealed portals.
func (r *readers) open() {
	r.sealed.Range(func(_, portal any) bool {
		r.isOfOneBuild(portal.(seen).client, r.unsealed(portal.(seen).files), true)
		return !r.t.Failed()
	})
}

type seen struct {
	client string
	files  files
}

// byFolder reads a portal through one handle of its folder: all of it is of one build.
func (r *readers) byFolder(client string) {
	root, err := os.OpenRoot(r.path("public/" + client))
	if err != nil {
		r.t.Errorf("the portal of %s is lost: %v", client, err)
		return
	}
	defer root.Close()
	portal, err := readIn(root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.t.Error(err)
	}
	is, err1 := root.Stat(".")
	stands, err2 := os.Stat(r.path("public/" + client))
	whole := err == nil && err1 == nil && err2 == nil && os.SameFile(is, stands)
	switch {
	case r.key == "":
		r.isOfOneBuild(client, portal, whole)
	case whole:
		r.sealed.Store(sumOf(portal), seen{client, portal})
	}
	if whole {
		r.whole.Add(1)
	}
}

// sumOf tells files from others.
func sumOf(all files) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b.WriteString(name + "\x00" + all[name] + "\x00")
	}
	return b.String()
}

// isOfOneBuild fails unless a portal is one version, or where it was replaced while it was read, a part of one.
func (r *readers) isOfOneBuild(client string, portal files, whole bool) {
	var differ []string
	for _, want := range r.want {
		is := true
		for name, text := range portal {
			is = is && want[client][name] == text
		}
		if is && (!whole || len(portal) == len(want[client])) {
			return
		}
		differ = append(differ, strings.Join(differing(want[client], portal), " "))
	}
	if r.atOnce {
		r.t.Errorf("a reader saw %d files of %s that are of no one build; those of one differ in %.200s, of the other in %.200s", len(portal), client, differ[0], differ[1])
	}
}

// byName reads file after file of a portal, as who asks a server for one after the other. Each is that of one of the two builds,
// and once one is that of the new build, none is of the old one.
type byName struct {
	*readers
	client  string
	version int64     // that is the new one
	since   time.Time // a file of the new one was seen; zero for not yet
}

func (r *byName) pass() {
	for name := range merged(r.want[0][r.client], r.want[1][r.client]) {
		text, err := os.ReadFile(r.path("public/" + r.client + "/" + name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			r.t.Error(err)
			continue
		}
		r.saw(name, string(text), err == nil)
		r.files.Add(1)
	}
}

func (r *byName) saw(name, text string, isThere bool) {
	if now := r.readers.version.Load(); now != r.version {
		r.version, r.since = now, time.Time{}
	}
	is := func(version int64) bool {
		want, wanted := r.want[version][r.client][name]
		return text == want && isThere == wanted
	}
	isNew, isOld := is(r.version), is(1-r.version)
	switch {
	case !isNew && !isOld:
		r.t.Errorf("%s/%s is that of neither build: %d bytes", r.client, name, len(text))
	case isNew && !isOld && r.since.IsZero():
		r.since = time.Now()
	case isOld && !isNew && !r.since.IsZero():
		r.mixed.Store(max(r.mixed.Load(), int64(time.Since(r.since))))
	}
}
