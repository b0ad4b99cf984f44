package generator_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapport/generator"
	"rapport/generator/effort"
	"rapport/generator/press"
	"rapport/generator/sample"
	"rapport/generator/testprogram"
)

// A remembered workspace is built by a program that remembers, and by one that does not.
type remembered struct {
	t       *testing.T
	dir     string
	options generator.BuildOptions
	rules   []string
}

// remembers makes a workspace of three clients, the second with what leads to its portal from an
// earlier address, the third sealed.
func remembers(t *testing.T) *remembered {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "workspace")
	if err := sample.Write(dir, sample.Spec{Clients: 3, Reports: 1, Entries: 1, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	w := &remembered{t: t, dir: dir, options: options(t, dir, sample.AsOf)}
	w.options.Binary, w.options.Out = "this", "public"
	w.edit("content/clients/client-00002/client.md", "---\n", "---\naliases: [as-it-was]\n")
	sealClient(t, dir, "client-00003")
	return w
}

func (w *remembered) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *remembered) write(name, text string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(w.path(name), []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

func (w *remembered) text(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(w.path(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// edit puts words in the first place of others.
func (w *remembered) edit(name, old, words string) {
	w.t.Helper()
	text := w.text(name)
	if !strings.Contains(text, old) {
		w.t.Fatalf("%s does not say %q", name, old)
	}
	w.write(name, strings.Replace(text, old, words, 1))
}

// as sets an instant.
func (w *remembered) as(of string) {
	w.t.Helper()
	asOf, err := press.ParseAsOf(of)
	if err != nil {
		w.t.Fatal(err)
	}
	w.options.AsOf = asOf
}

// build builds, and then without any memory over a copy of what stood there, and fails where that makes or says
// anything else.
func (w *remembered) build() *generator.Result {
	w.t.Helper()
	two := w.options
	two.Binary, two.Out = "", w.t.TempDir()
	if _, err := os.Stat(w.path("public")); err == nil {
		w.must(os.CopyFS(two.Out, os.DirFS(w.path("public"))))
	}
	got, err := generator.Build(w.t.Context(), w.options)
	if err != nil {
		w.t.Fatal(err)
	}
	want, err := generator.Build(w.t.Context(), two)
	if err != nil {
		w.t.Fatal(err)
	}
	if diff := cmp.Diff(tree(w.t, two.Out), tree(w.t, w.path("public"))); diff != "" {
		w.t.Errorf("what was made is not what is made without a memory (-without +with):\n%.3000s", diff)
	}
	unlike := cmpopts.IgnoreFields(generator.Result{}, "Known", "RootKnown", "Stats")
	if diff := cmp.Diff(want, got, unlike, cmpopts.IgnoreUnexported(generator.Result{})); diff != "" {
		w.t.Errorf("what is told is not what is told without a memory (-without +with):\n%.3000s", diff)
	}
	if got.Stats.Files != want.Stats.Files || got.Stats.Bytes != want.Stats.Bytes {
		w.t.Errorf("counted %+v, and without a memory %+v", got.Stats, want.Stats)
	}
	return got
}

// tree are the files and folders in a folder, by name.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		switch {
		case d.IsDir():
			all[rel+"/"] = ""
		case d.Type() == fs.ModeSymlink:
			all[rel] = "a link"
		default:
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			all[rel] = string(text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// tick waits until a change shows in the times of files.
func tick() { time.Sleep(30 * time.Millisecond) }

// back changes a file to another of the same size, and sets its time back.
func (w *remembered) back(name string) {
	w.t.Helper()
	info, err := os.Stat(w.path(name))
	if err != nil {
		w.t.Fatal(err)
	}
	text := []byte(w.text(name))
	if len(text) == 0 {
		return
	}
	at := strings.LastIndexByte(strings.TrimRight(string(text), ">\n "), ' ') - 1
	text[max(0, at)] ^= 1
	w.write(name, string(text))
	if err := os.Chtimes(w.path(name), info.ModTime(), info.ModTime()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *remembered) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

const (
	clientA = "content/clients/client-00001/"
	clientB = "content/clients/client-00002/"
	clientC = "content/clients/client-00003/"
)

func TestAPortalOfWhichNothingChangedIsNotMadeAgain(t *testing.T) {
	w := remembers(t)
	w.build()
	const quick, slowly = true, false // whether it is tried each time
	for _, test := range []struct {
		quick  bool
		name   string
		change func()
		known  int // of three clients
	}{
		{slowly, "nothing", func() {}, 3},
		{slowly, "a report", func() { w.edit(clientA+"main/reports/2026-09.md", "\n---\n", "\n---\nMore.\n\n") }, 2},
		{quick, "a file of the same size and time", func() { w.back(clientA + "main/reports/2026-09.md") }, 2},
		{slowly, "a table of the same size and time", func() { w.back(clientB + "main/engagement.md") }, 2},
		{slowly, "an attachment of the same size and time", func() { w.back(clientA + "main/files/terms.txt") }, 2},
		{slowly, "a file that is not there any more", func() { w.must(os.Remove(w.path(clientA + "main/reports/2026-09.md"))) }, 2},
		{slowly, "a file that is passed over", func() { w.write(clientA+"~$plan.docx", "") }, 2},
		{slowly, "a file that was touched", func() { w.must(os.Chtimes(w.path(clientA+"client.md"), time.Now(), time.Now())) }, 3},
		{slowly, "a file that was replaced by its like", func() {
			w.write(clientA+"new", w.text(clientA+"client.md"))
			w.must(os.Rename(w.path(clientA+"new"), w.path(clientA+"client.md")))
		}, 3},
		{slowly, "a page", func() { w.edit("public/client-00001/index.html", "<", "<!-- -->") }, 2},
		{quick, "a page of the same size and time", func() { w.back("public/client-00002/index.html") }, 2},
		{slowly, "a page that was touched", func() { w.must(os.Chtimes(w.path("public/client-00001/index.html"), time.Now(), time.Now())) }, 3},
		{slowly, "a page that is not there any more", func() { w.must(os.Remove(w.path("public/client-00001/index.html"))) }, 2},
		{slowly, "a page at an earlier address", func() { w.back("public/as-it-was/index.html") }, 2},
		{slowly, "a portal that is not there any more", func() { w.must(os.RemoveAll(w.path("public/client-00002"))) }, 2},
		{slowly, "a strange file", func() { w.write("public/client-00001/strange.txt", "?") }, 2},
		{slowly, "a strange folder", func() { w.must(os.Mkdir(w.path("public/client-00001/strange"), 0o777)) }, 2},
		{slowly, "a page that is a link", func() {
			w.must(os.Rename(w.path("public/client-00001/index.html"), w.path("elsewhere.html")))
			w.must(os.Symlink(w.path("elsewhere.html"), w.path("public/client-00001/index.html")))
		}, 2},
		{quick, "a portal that is a link", func() {
			w.must(os.Rename(w.path("public/client-00001"), w.path("elsewhere")))
			w.must(os.Symlink(w.path("elsewhere"), w.path("public/client-00001")))
		}, 2},
		{slowly, "the whole output", func() { w.must(os.RemoveAll(w.path("public"))) }, 0},
		{quick, "what is kept of a sealed portal", func() { w.must(os.RemoveAll(w.path(".rapport/seal/client-00003/stamp.json"))) }, 2},
		{slowly, "what was sealed", func() { w.must(os.RemoveAll(w.path(".rapport/seal/client-00003/sealed"))) }, 2},
		{slowly, "the keys of a sealed portal", func() { w.write(clientC+"keys/epoch", "anew") }, 2},
		{slowly, "a provider that was touched", func() { w.must(os.Chtimes(w.path("content/provider.md"), time.Now(), time.Now())) }, 3},
		{slowly, "the provider", func() { w.edit("content/provider.md", "\n---\n", "\n---\nMore.\n\n") }, 0},
		{slowly, "the provider's picture of the same size and time", func() { w.back("content/logo.svg") }, 0},
		{slowly, "the theme", func() { w.write("themes/default/parts/state.html", `<b>{{.Word}}</b> or so`) }, 0},
		{slowly, "the theme, to one of the same size and time", func() { w.back("themes/default/parts/state.html") }, 0},
		{slowly, "no theme", func() { w.must(os.RemoveAll(w.path("themes"))) }, 0},
		{slowly, "the program", func() { w.options.Binary = "another" }, 0},
		{slowly, "the address of the output", func() { w.options.BaseURL = "https://portals.example/" }, 0},
		{slowly, "drafts", func() { w.options.Drafts = true }, 0},
		{slowly, "no drafts", func() { w.options.Drafts = false }, 0},
		{slowly, "how many at once", func() { w.options.Jobs = 1 }, 3},
		{slowly, "later that day", func() { w.as("2026-10-16T12:00:30+02:00") }, 3},
		{slowly, "earlier that day", func() { w.as("2026-10-16T11:59:00+02:00") }, 0},
		{slowly, "later than anything holds", func() { w.as("2026-10-16T23:59:59+02:00") }, -1},
		{quick, "the next day", func() { w.as("2026-10-17T12:00:00+02:00") }, 0},
		{slowly, "the day before", func() { w.as("2026-10-16T12:00:00+02:00") }, 0},
		{quick, "a manifest that is cut off", func() {
			text := w.text(".rapport/cache/build/client-00001")
			w.write(".rapport/cache/build/client-00001", text[:len(text)-20])
		}, 2},
		{slowly, "a manifest in which a byte changed", func() { w.edit(".rapport/cache/build/client-00002", `"Pages":`, `"Pages":1`) }, 2},
		{slowly, "no manifests", func() { w.must(os.RemoveAll(w.path(".rapport/cache"))) }, 0},
		{slowly, "belief", func() { w.options.NoCache = true }, 0},
		{slowly, "nothing, after a build that believed nothing", func() { w.options.NoCache = false }, 3},
		{slowly, "one address for two", func() {
			w.write(clientA+"client.md", strings.Replace(w.text(clientA+"client.md"), "---\n", "---\naddress: client-00002\n", 1))
		}, 1},
		{slowly, "an address for each", func() { w.edit(clientA+"client.md", "address: client-00002\n", "") }, 3},
		{quick, "an error", func() { w.edit(clientA+"client.md", "---\n", "---\nnonsense: 1\n") }, 2},
		{slowly, "an error that stays", func() {}, 2},
		{quick, "no error", func() { w.edit(clientA+"client.md", "nonsense: 1\n", "") }, 3},
		{slowly, "a client that becomes a draft", func() { w.edit(clientA+"client.md", "---\n", "---\ndraft: true\n") }, 2},
		{slowly, "a client that is none any more", func() { w.edit(clientA+"client.md", "draft: true\n", "") }, 2},
		{slowly, "a client that is sealed", func() { sealClient(t, w.dir, "client-00001") }, 2},
		{slowly, "a client that goes", func() { w.must(os.RemoveAll(w.path(clientB))) }, 1},
	} {
		if !test.quick && !effort.Slow || effort.Race && test.known == 0 {
			continue
		}
		if strings.Contains(test.name, "size") {
			w.settle()
		}
		test.change()
		got := w.build()
		if test.known >= 0 && got.Known != test.known {
			t.Errorf("%s: %d portals were known, want %d", test.name, got.Known, test.known)
		}
		if t.Failed() {
			t.Fatalf("that was: %s", test.name)
		}
	}
	if names, err := os.ReadDir(w.path(".rapport/cache/build")); err != nil || effort.Slow && len(names) > 2 {
		t.Errorf("of clients that are no more is kept: %v, %v", names, err)
	}
}

func TestWhatStandsBesideThePortalsIsNotMadeAgainWhereNothingChanged(t *testing.T) {
	w := remembers(t)
	w.write("content/static/robots-of-others.txt", "one")
	w.write("content/static/.well-known/security.txt", "one")
	w.build()
	const quick, slowly, known, made = true, false, true, false
	for _, test := range []struct {
		quick  bool
		name   string
		change func()
		want   bool
	}{
		{quick, "nothing", func() {}, known},
		{slowly, "a report", func() { w.edit(clientA+"main/reports/2026-09.md", "\n---\n", "\n---\nMore.\n\n") }, known},
		{slowly, "a page of a portal", func() { w.back("public/client-00002/index.html") }, known},
		{quick, "the first page, of the same size and time", func() { w.back("public/index.html") }, made},
		{slowly, "the first page, which was touched", func() { w.must(os.Chtimes(w.path("public/index.html"), time.Now(), time.Now())) }, known},
		{slowly, "no first page", func() { w.must(os.Remove(w.path("public/index.html"))) }, made},
		{quick, "a first page that is a link", func() {
			w.must(os.Rename(w.path("public/index.html"), w.path("elsewhere.html")))
			w.must(os.Symlink(w.path("elsewhere.html"), w.path("public/index.html")))
		}, made},
		{slowly, "a folder in the place of a file", func() {
			w.must(os.Remove(w.path("public/robots.txt")))
			w.must(os.Mkdir(w.path("public/robots.txt"), 0o777))
		}, made},
		{slowly, "a strange file in a folder", func() { w.write("public/assets/strange.txt", "?") }, made},
		{quick, "a strange file and a strange folder, which are removed", func() {
			w.write("public/strange.txt", "?")
			w.write("public/strange/strange.txt", "?")
		}, known},
		{slowly, "no assets", func() { w.must(os.RemoveAll(w.path("public/assets"))) }, made},
		{quick, "a file that is copied, of the same size and time", func() { w.back("content/static/robots-of-others.txt") }, made},
		{slowly, "what was copied of it", func() { w.back("public/robots-of-others.txt") }, made},
		{slowly, "another file that is copied", func() { w.write("content/static/more/more.txt", "two") }, made},
		{slowly, "one that has the name of a file of ours, which is an error", func() { w.write("content/static/Robots.txt", "two") }, made},
		{slowly, "that error, once more", func() {}, known},
		{slowly, "no such error", func() { w.must(os.Remove(w.path("content/static/Robots.txt"))) }, made},
		{slowly, "an address that one of them has", func() { w.edit(clientA+"client.md", "---\n", "---\naddress: more\n") }, made},
		{slowly, "an address of its own", func() { w.edit(clientA+"client.md", "address: more", "address: a-new-one") }, made},
		{slowly, "an earlier address", func() { w.edit(clientA+"client.md", "---\n", "---\naliases: [an-old-one]\n") }, made},
		{slowly, "a client more", func() {
			w.write("content/clients/client-00004/client.md", strings.Replace(w.text(clientB+"client.md"), "aliases: [as-it-was]\n", "", 1))
		}, made},
		{slowly, "a client less", func() { w.must(os.RemoveAll(w.path("content/clients/client-00004"))) }, made},
		{slowly, "a client that is a draft", func() { w.edit(clientB+"client.md", "---\n", "---\ndraft: true\n") }, made},
		{slowly, "a client that is none any more", func() { w.edit(clientB+"client.md", "draft: true\n", "") }, made},
		{slowly, "a second client that is sealed", func() { sealClient(t, w.dir, "client-00001") }, made},
		{quick, "no client that is sealed", func() {
			for _, client := range []string{clientA, clientC} {
				w.write(client+"client.md", strings.ReplaceAll(w.text(client+"client.md"), "access: sealed", "access: open"))
			}
		}, made},
		{quick, "an error of a client", func() { w.edit(clientA+"client.md", "---\n", "---\nnonsense: 1\n") }, known},
		{slowly, "no error of a client", func() { w.edit(clientA+"client.md", "nonsense: 1\n", "") }, known},
		{slowly, "the provider", func() { w.edit("content/provider.md", "\n---\n", "\n---\nMore.\n\n") }, made},
		{slowly, "the provider's picture of the same size and time", func() { w.back("content/logo.svg") }, made},
		{slowly, "the theme", func() { w.write("themes/default/pages/door/door.html", `<b>a door</b>`) }, made},
		{slowly, "an error of the theme", func() { w.write("themes/default/pages/door/door.html", `{{.Nonsense}}`) }, made},
		{slowly, "no theme", func() { w.must(os.RemoveAll(w.path("themes"))) }, made},
		{slowly, "the program", func() { w.options.Binary = "another" }, made},
		{slowly, "the address of the output", func() { w.options.BaseURL = "https://portals.example/under/" }, made},
		{slowly, "belief", func() { w.options.NoCache = true }, made},
		{slowly, "nothing, after a build that believed nothing", func() { w.options.NoCache = false }, known},
		{slowly, "another output", func() { w.must(os.Rename(w.path("public"), w.path("elsewhere"))) }, made},
	} {
		if !test.quick && !effort.Slow {
			continue
		}
		if strings.Contains(test.name, "size") {
			w.settle()
		}
		test.change()
		if got := w.build(); got.RootKnown != test.want {
			t.Errorf("it was known: %t", got.RootKnown)
		}
		if t.Failed() {
			t.Fatalf("that was: %s", test.name)
		}
	}
}

// Whatever happens to a workspace and to what was made of it, a build that remembers makes and says what
// one does that knows nothing.
func TestABuildThatRemembersMakesWhatOneDoesThatKnowsNothing(t *testing.T) {
	steps, seeds := effort.Rounds(8, 40), effort.Rounds(1, 3)
	for seed := range seeds {
		random := rand.New(rand.NewPCG(2026, uint64(seed)))
		w := remembers(t)
		w.build()
		known := 0
		for step := range steps {
			what := w.change(random)
			known += w.build().Known
			if t.Failed() {
				t.Fatalf("seed %d, step %d: %s", seed, step, what)
			}
		}
		if known < steps/5 {
			t.Errorf("seed %d: only %d portals were known in %d builds", seed, known, steps)
		}
	}
}

// change does one thing to a workspace, or to what was made of it, and tells what.
func (w *remembered) change(random *rand.Rand) string {
	w.t.Helper()
	missing := false // what is to be changed, where all clients have errors or are drafts
	pick := func(pattern string) string {
		names, err := filepath.Glob(w.path(pattern))
		w.must(err)
		if missing = len(names) == 0; missing {
			return ""
		}
		rel, err := filepath.Rel(w.dir, names[random.IntN(len(names))])
		w.must(err)
		return filepath.ToSlash(rel)
	}
	page := func() string { return pick("public/client-0000[1-3]*/*.html") }
	text := func() string { return pick("content/clients/*/main/[jr]*/*.md") }
	days := []string{"2026-10-16T11:00:00+02:00", sample.AsOf, "2026-10-16T12:00:05+02:00", "2026-10-16T18:00:00+02:00", "2026-10-17T12:00:00+02:00"}
	all := []struct {
		what   string
		change func(name string)
		name   func() string
	}{
		{"more text", func(name string) { w.write(name, w.text(name)+fmt.Sprintf("\nMore %d.\n", random.Int())) }, text},
		{"an error that goes again with the next", func(name string) {
			if rest, was := strings.CutSuffix(w.text(name), "\n[Nowhere](nowhere.md)\n"); was {
				w.write(name, rest)
			} else {
				w.write(name, w.text(name)+"\n[Nowhere](nowhere.md)\n")
			}
		}, func() string { return pick("content/clients/*/client.md") }},
		{"a draft, or no more", func(name string) {
			if text := w.text(name); strings.Contains(text, "\ndraft: true\n") {
				w.edit(name, "\ndraft: true\n", "\n")
			} else {
				w.edit(name, "---\n", "---\ndraft: true\n")
			}
		}, func() string { return pick("content/clients/*/client.md") }},
		{"another file", func(name string) { w.write(name+"/note.txt", "n") }, func() string { return pick("content/clients/*/main") }},
		{"a file of the same size and time", w.back, text},
		{"touched", func(name string) { w.must(os.Chtimes(w.path(name), time.Now(), time.Now())) }, text},
		{"gone", func(name string) { w.must(os.Remove(w.path(name))) }, page},
		{"spoilt", func(name string) { w.write(name, "spoilt") }, page},
		{"a page of the same size and time", w.back, page},
		{"a stranger", func(name string) { w.write(name+"/stranger.html", "s") }, func() string { return pick("public/client-0000[1-3]*") }},
		{"no portal", func(name string) { w.must(os.RemoveAll(w.path(name))) }, func() string { return pick("public/client-0000[1-3]*") }},
		{"the provider", func(name string) { w.write(name, w.text(name)+fmt.Sprintf("\nMore %d.\n", random.Int())) }, func() string { return "content/provider.md" }},
		{"a manifest cut off", func(name string) { w.must(os.Truncate(w.path(name), 100)) }, func() string { return pick(".rapport/cache/[bs]*/*") }},
		{"a time", w.as, func() string { return days[random.IntN(len(days))] }},
		{"a base", func(name string) { w.options.BaseURL = name }, func() string { return []string{"", "https://portals.example/"}[random.IntN(2)] }},
		{"one client alone", func(name string) {
			o := w.options
			o.Clients = []string{name}
			_, err := generator.Build(w.t.Context(), o)
			if err != nil && !strings.Contains(err.Error(), "is a draft") {
				w.t.Fatal(err)
			}
		}, func() string { return fmt.Sprintf("client-%05d", 1+random.IntN(3)) }},
		{"nothing", func(string) {}, func() string { return "" }},
		{"a while", func(string) { tick() }, func() string { return "" }},
	}
	one := all[random.IntN(len(all))]
	name := one.name()
	if !missing {
		one.change(name)
	}
	return one.what + ": " + name
}

// Every option of a build is one that changes what is made, and then nothing that was made with another one
// counts, or one that doesn't.
func TestEveryOptionThatChangesWhatIsMadeIsRemembered(t *testing.T) {
	w := remembers(t)
	w.build()
	changes := map[string]func(){
		"Content": nil, // is in the names of all problems; a script of the command moves it
		"Theme":   func() { w.options.Theme = w.path("theme") },
		"Drafts":  func() { w.options.Drafts = true },
		"PDF":     nil, // needs a browser; the same script has one
		"AsOf":    func() { w.as("2026-10-17T12:00:00+02:00") },
		"BaseURL": func() { w.options.BaseURL = "https://portals.example/" },
		"Binary":  func() { w.options.Binary = "another" },
		"NoCache": func() { w.options.NoCache = true },
		"Browser": func() { w.options.Browser.Version = "1" },
	}
	free := []string{"Dir", "Clients", "Shard", "Copies", "Sums", "Program", "Out", "Force", "Changes", "Jobs", "Waiting", "CutOff", "Progress"}
	var names []string
	for _, of := range []any{generator.BuildOptions{}, press.Workspace{}, generator.Remembering{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(of)) {
			if !f.Anonymous && len(f.Index) == 1 {
				names = append(names, f.Name)
			}
		}
	}
	w.write("theme/parts/state.html", "<b>{{.Word}}</b>")
	for _, name := range names {
		change, counts := changes[name]
		if counts == slices.Contains(free, name) {
			t.Errorf("option %s: say here whether it changes what is made, and see to it in memory.isAbout", name)
		}
		if change == nil || !effort.Slow && name != "Theme" && name != "Browser" || effort.Race {
			continue
		}
		before := w.options
		if _, err := generator.Build(t.Context(), w.options); err != nil {
			t.Fatal(err)
		}
		if change(); w.build().Known > 0 {
			t.Errorf("option %s: what was made with another one counts", name)
		}
		w.options = before
	}
}

// check checks, and then once more without a memory, and fails where that says anything else.
func (w *remembered) check(clients ...string) *generator.Result {
	w.t.Helper()
	o := generator.CheckOptions{Workspace: w.options.Workspace, Remembering: w.options.Remembering, AsOf: w.options.AsOf, Rules: w.rules}
	o.Clients = clients
	got, err := generator.Check(w.t.Context(), o)
	w.must(err)
	o.Binary = ""
	want, err := generator.Check(w.t.Context(), o)
	w.must(err)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(generator.Result{}, "Known"), cmpopts.IgnoreUnexported(generator.Result{})); diff != "" {
		w.t.Errorf("what is told is not what is told without a memory (-without +with):\n%.3000s", diff)
	}
	return got
}

func (w *remembered) git(args ...string) {
	w.t.Helper()
	cmd := exec.Command("git", append([]string{"-C", w.dir, "-c", "user.name=a", "-c", "user.email=a@a.example", "-c", "commit.gpgsign=false"}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func TestACheckThatRemembersSaysWhatOneDoesThatKnowsNothing(t *testing.T) {
	w := remembers(t)
	const engagement = clientA + "main/engagement.md"
	due := strings.Split(strings.Split(w.text(engagement), "id: live")[1], "due: ")[1][:len("2026-10-16")]
	steps := []struct {
		name   string
		change func()
		known  int // two at most, since what is found about the sealed one is kept nowhere in the clear
	}{
		{"nothing", func() {}, 2},
		{"a report", func() { w.edit(clientA+"main/reports/2026-09.md", "\n---\n", "\n---\nMore.\n\n") }, 1},
		{"an acceptance", func() {
			w.edit(engagement, "---\n", "---\naccept: [{rule: no-value, why: w}, {rule: untold-slip, why: w}]\n")
		}, 1},
		{"nothing, with an acceptance", func() {}, 2},
		{"an error", func() { w.edit(engagement, "---\n", "---\nnonsense: 1\n") }, 1},
		{"an error that stays", func() {}, 1},
		{"no error", func() { w.edit(engagement, "nonsense: 1\n", "") }, 2},
		{"the provider", func() { w.edit("content/provider.md", "\n---\n", "\n---\nMore.\n\n") }, 0},
		{"some rules", func() { w.rules = []string{"no-value", "promise-moved"} }, 2},
		{"rules that don't ask git", func() { w.rules = []string{"no-value"} }, 0},
		{"all rules", func() { w.rules = nil }, 0},
		{"later that day", func() { w.as("2026-10-16T12:00:30+02:00") }, 2},
		{"the next day", func() { w.as("2026-10-17T12:00:00+02:00") }, 0},
		{"belief", func() { w.options.NoCache = true }, 0},
		{"nothing, after a check that believed nothing", func() { w.options.NoCache = false }, 2},
		{"a repository", func() { w.git("init", "-q") }, 0},
		{"a commit", func() { w.git("add", "content"); w.git("commit", "-qm", "first") }, 0},
		{"nothing, in a repository", func() {}, 2},
		{"a promise that moves", func() { w.edit(engagement, "due: "+due, "due: 2026-12-24") }, 0},
		{"nothing, after a promise moved", func() {}, 2},
		{"a commit of that", func() { w.git("commit", "-qam", "second") }, 0},
		{"another history of the same files", func() { w.git("commit", "-q", "--amend", "--date", "2026-01-01T12:00:00Z", "-m", "third") }, 0},
	}
	if effort.Race {
		steps = steps[:2]
	} else if !effort.Slow {
		steps = slices.DeleteFunc(steps, func(step struct {
			name   string
			change func()
			known  int
		}) bool {
			return slices.Contains([]string{
				"nothing, with an acceptance", "an error that stays", "the provider", "some rules", "rules that don't ask git", "all rules", "later that day",
				"belief", "nothing, after a check that believed nothing", "nothing, after a promise moved",
			}, step.name)
		})
	}
	testprogram.Find(t, "git", "")
	w.check()
	for _, step := range steps {
		step.change()
		if got := w.check(); got.Known != step.known {
			t.Errorf("%s: %d clients were known, want %d", step.name, got.Known, step.known)
		}
		if t.Failed() {
			t.Fatalf("that was: %s", step.name)
		}
	}
	if got := w.check("client-00002"); got.Known != 1 {
		t.Errorf("one client alone: %d clients were known", got.Known)
	}
}

// settle builds once more when the clock has gone on, so that the system's word is good.
func (w *remembered) settle() {
	w.t.Helper()
	tick()
	if _, err := generator.Build(w.t.Context(), w.options); err != nil {
		w.t.Fatal(err)
	}
	tick()
}
