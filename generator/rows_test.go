package generator_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapport/generator"
	"rapport/generator/desk"
	"rapport/generator/effort"
	"rapport/generator/facts"
	"rapport/generator/testprogram"
)

func deskRow(d *generator.Desk, f *facts.Client) ([]byte, error) {
	return json.Marshal(desk.Of(d.Provider, f, d.Say))
}

func factsRow(d *generator.Desk, f *facts.Client) ([]byte, error) {
	return facts.ClientStatus(f, d.AsOf.Location(), d.Say.Reason)
}

// status makes the rows of all clients, or of some, and then once more without a memory, and fails where that gives or says
// anything else. With git it makes them from the facts for other programs.
func (w *remembered) status(git bool, clients ...string) *generator.Result {
	w.t.Helper()
	o := generator.RowsOptions{
		FactsOptions: generator.FactsOptions{Workspace: w.options.Workspace, AsOf: w.options.AsOf, Known: git, Jobs: w.options.Jobs},
		Remembering:  w.options.Remembering,
	}
	o.Clients = clients
	row := deskRow
	if git {
		row, o.Form = factsRow, "-facts"
	}
	_, rows, got, err := generator.EachRow(w.t.Context(), o, row)
	w.must(err)
	_, without, want, err := generator.EachFacts(w.t.Context(), o.FactsOptions, row)
	w.must(err)
	if diff := cmp.Diff(texts(without), texts(rows)); diff != "" {
		w.t.Errorf("what is shown is not what is shown without a memory (-without +with):\n%.3000s", diff)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(generator.Result{}, "Known"), cmpopts.IgnoreUnexported(generator.Result{})); diff != "" {
		w.t.Errorf("what is told is not what is told without a memory (-without +with):\n%.3000s", diff)
	}
	return got
}

func texts(rows [][]byte) (all []string) {
	for _, row := range rows {
		all = append(all, string(row))
	}
	return all
}

func TestAClientOfWhichNothingChangedIsNotReadForTheDesk(t *testing.T) {
	w := remembers(t)
	w.status(false)
	for _, test := range []struct {
		name   string
		change func()
		known  int // two at most, since of the sealed one nothing is kept
	}{
		{"nothing", func() {}, 2},
		{"a report", func() { w.edit(clientA+"main/reports/2026-09.md", "\n---\n", "\n---\nMore.\n\n") }, 1},
		{"a file of the same size and time", func() { w.back(clientA + "main/reports/2026-09.md") }, 1},
		{"a file that was touched", func() { w.must(os.Chtimes(w.path(clientA+"client.md"), time.Now(), time.Now())) }, 2},
		{"a file that is passed over", func() { w.write(clientA+"~$plan.docx", "") }, 1},
		{"the provider", func() { w.edit("content/provider.md", "\n---\n", "\n---\nMore.\n\n") }, 0},
		{"the theme", func() { w.write("themes/default/parts/state.html", `<b>{{.Word}}</b> or so`) }, 0},
		{"the program", func() { w.options.Binary = "another" }, 0},
		{"drafts", func() { w.options.Drafts = true }, 0},
		{"no drafts", func() { w.options.Drafts = false }, 0},
		{"how many at once", func() { w.options.Jobs = 1 }, 2},
		{"later that day", func() { w.as("2026-10-16T12:00:30+02:00") }, 2},
		{"earlier that day", func() { w.as("2026-10-16T11:59:00+02:00") }, 0},
		{"later than anything holds", func() { w.as("2026-10-16T23:59:59+02:00") }, -1},
		{"the next day", func() { w.as("2026-10-17T12:00:00+02:00") }, 0},
		{"the day before", func() { w.as("2026-10-16T12:00:00+02:00") }, 0},
		{"a manifest that is cut off", func() { w.must(os.Truncate(w.path(".rapport/cache/status/client-00001"), 100)) }, 1},
		{"belief", func() { w.options.NoCache = true }, 0},
		{"nothing, after rows that believed nothing", func() { w.options.NoCache = false }, 2},
		{"an error", func() { w.edit(clientA+"client.md", "---\n", "---\nnonsense: 1\n") }, 1},
		{"an error that stays", func() {}, 1},
		{"no error", func() { w.edit(clientA+"client.md", "nonsense: 1\n", "") }, 2},
		{"one address for two", func() { w.edit(clientA+"client.md", "---\n", "---\naddress: client-00002\n") }, 0},
		{"an address for each", func() { w.edit(clientA+"client.md", "address: client-00002\n", "") }, 2},
		{"a client that is sealed", func() { sealClient(t, w.dir, "client-00001") }, 1},
		{"a client that goes", func() { w.must(os.RemoveAll(w.path(clientB))) }, 0},
	} {
		if strings.Contains(test.name, "size") {
			tick()
			w.status(false) // by now the system's word is good
			tick()
		}
		test.change()
		if got := w.status(false); test.known >= 0 && got.Known != test.known {
			t.Errorf("%s: %d clients were known, want %d", test.name, got.Known, test.known)
		}
		if t.Failed() {
			t.Fatalf("that was: %s", test.name)
		}
	}
	if names, err := os.ReadDir(w.path(".rapport/cache/status")); err != nil || len(names) > 0 {
		t.Errorf("of clients that are sealed or no more is kept: %v, %v", names, err)
	}
}

// Whatever happens to a workspace, rows that are remembered are those of a run that knows nothing.
func TestRowsThatAreRememberedAreThoseOfARunThatKnowsNothing(t *testing.T) {
	steps, seeds := effort.Rounds(10, 60), effort.Rounds(1, 3)
	for seed := range seeds {
		random := rand.New(rand.NewPCG(2027, uint64(seed)))
		w := remembers(t)
		w.status(false)
		known := 0
		for step := range steps {
			what := w.change(random)
			known += w.status(false).Known
			if t.Failed() {
				t.Fatalf("seed %d, step %d: %s", seed, step, what)
			}
		}
		if known < steps/5 {
			t.Errorf("seed %d: only %d clients were known in %d runs", seed, known, steps)
		}
	}
}

func TestRowsSayWhatGitKnowsNow(t *testing.T) {
	testprogram.Find(t, "git", "")
	w := remembers(t)
	const engagement = clientA + "main/engagement.md"
	due := strings.Split(strings.Split(w.text(engagement), "id: live")[1], "due: ")[1][:len("2026-10-16")]
	w.git("init", "-q")
	w.git("add", "content")
	w.git("commit", "-qm", "first", "--date", "2026-01-01T12:00:00Z")
	w.status(true)
	for _, step := range []struct {
		name   string
		change func()
		known  int
	}{
		{"nothing", func() {}, 2},
		{"a promise that moves", func() { w.edit(engagement, "due: "+due, "due: 2026-12-24") }, 0},
		{"nothing, after that", func() {}, 2},
		{"a commit of that", func() { w.git("commit", "-qam", "second") }, 0},
		{"another history of the same files", func() { w.git("commit", "-q", "--amend", "--date", "2026-02-01T12:00:00Z", "-m", "third") }, 0},
		{"no repository", func() { w.must(os.RemoveAll(w.path(".git"))) }, 0},
	} {
		if !effort.Slow && (step.name == "nothing" || step.name == "another history of the same files") {
			continue
		}
		step.change()
		if got := w.status(true); got.Known != step.known {
			t.Errorf("%s: %d clients were known, want %d", step.name, got.Known, step.known)
		}
		if t.Failed() {
			t.Fatalf("that was: %s", step.name)
		}
	}
	if got := w.status(true, "client-00002"); got.Known != 1 {
		t.Errorf("one client alone: %d clients were known", got.Known)
	}
	if got := w.status(false); got.Known != 0 {
		t.Errorf("%d rows of another form counted", got.Known)
	}
	sealClient(t, w.dir, "client-00001")
	w.check()
	if left, _ := filepath.Glob(w.path(".rapport/cache/status*/client-00001")); len(left) > 0 {
		t.Errorf("of a client that is sealed by now is kept, in the clear: %v", left)
	}
}

// Every option of rows is one of which memory.isAbout knows, or one that changes no row.
func TestEveryOptionThatChangesARowIsRemembered(t *testing.T) {
	counts := []string{"Content", "Theme", "Drafts", "PDF", "AsOf", "Known", "Binary", "NoCache", "Form"}
	free := []string{"Dir", "Clients", "Shard", "Copies", "Sums", "Jobs", "Progress"}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(generator.RowsOptions{})) {
		if !f.Anonymous && slices.Contains(counts, f.Name) == slices.Contains(free, f.Name) {
			t.Errorf("option %s: say here whether it changes a row, and see to it in EachRow", f.Name)
		}
	}
	w := remembers(t)
	w.status(false)
	w.write("theme/parts/state.html", "<b>{{.Word}}</b>")
	if w.options.Theme = w.path("theme"); w.status(false).Known > 0 {
		t.Error("what was made with another theme counts")
	}
}
