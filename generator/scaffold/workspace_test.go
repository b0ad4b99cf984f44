package scaffold

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/source"
	_ "rapport/generator/testheap"
)

func begin(t *testing.T, dir string, s Start) {
	t.Helper()
	files, err := Workspace(s)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := Add(root, files); err != nil {
		t.Fatal(err)
	}
}

// read reads a workspace with all its clients, and the problems in it.
func read(t *testing.T, dir string, at time.Time) (*content.Provider, []*facts.Client, []diag.Problem) {
	t.Helper()
	w, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var problems diag.List
	tree, err := w.Provider(&problems)
	if err != nil {
		t.Fatal(err)
	}
	provider := content.ParseProvider(tree, &problems, content.Options{})
	ids, err := w.Clients(&problems)
	if err != nil {
		t.Fatal(err)
	}
	var all []*facts.Client
	for _, id := range ids {
		tree, err := w.Client(id, &problems)
		if err != nil {
			t.Fatal(err)
		}
		if client := content.ParseClient(id, tree, provider, content.Options{}, &problems); client != nil {
			all = append(all, facts.Derive(client, provider.Calendar, at.In(provider.Zone)))
		}
	}
	return provider, all, problems.Sorted()
}

func tradeOf(name string) Trade {
	t, _ := FindTrade(name)
	return t
}

func countryOf(code string) Country {
	c, _, _ := FindCountry(code)
	return c
}

var plainStart = Start{
	Trade: tradeOf("freelancer"), Country: countryOf("nl"), Name: "Studio Noord", Email: "hello@noord.example", Timezone: "Europe/Amsterdam", Locale: "en-NL", Currency: "EUR", Holidays: "nl",
	Person: "Mara Visser", Today: calendar.NewDate(2026, 10, 14), Random: bytes.NewReader(make([]byte, 999)),
}

// Whatever somebody is called, it is put in as text. That no day has problems is tested with check, in generator.
func TestAnswersArePutInAsText(t *testing.T) {
	nasty := plainStart
	nasty.Name, nasty.Person, nasty.Holidays = "\"A\": {b}, [c] # d\\n 'e' &f *g !h %i @j `k` - 中文", "yes", ""
	for _, trade := range Trades {
		for _, s := range []Start{plainStart, nasty} {
			s.Trade, s.Random = trade, bytes.NewReader(make([]byte, 999))
			dir := t.TempDir()
			begin(t, dir, s)
			provider, clients, problems := read(t, dir, s.Today.In(time.UTC, 720))
			for _, p := range problems {
				t.Errorf("%s: %s", trade.Name, p)
			}
			if provider.Name != s.Name || provider.People[0].Name != s.Person {
				t.Errorf("the provider is %q with %q", provider.Name, provider.People[0].Name)
			}
			if len(clients) != 1 || len(clients[0].Engagements) != 1 {
				t.Errorf("%s has no example", trade.Name)
			}
		}
	}
}

func TestRecipesAreYAML(t *testing.T) {
	for shards, want := range map[int][]string{
		0: {".github/workflows/portals.yml", ".gitlab-ci.yml"},
		5: {".github/workflows/portals.yml", ".gitlab-ci.yml", "ci/kubernetes.yml"},
	} {
		recipes := recipes(t, shards)
		if got := slices.Sorted(maps.Keys(recipes)); !slices.Equal(got, want) {
			t.Errorf("with %d shards there are %v", shards, got)
		}
		for name, text := range recipes {
			documents := 0
			for loader, doc := yaml.NewDecoder(strings.NewReader(text)), (map[string]any)(nil); ; documents++ {
				if err := loader.Decode(&doc); err == io.EOF {
					break
				} else if err != nil || len(doc) == 0 {
					t.Fatalf("%s: %v", name, err)
				}
			}
			steps := []string{"rapport build"}
			if !strings.Contains(name, "kubernetes") {
				steps = append(steps, "ci/rapport check", "ci/rapport verify")
			}
			if shards > 0 {
				steps = append(steps, "rapport merge", "RAPPORT_AS_OF")
			}
			for _, step := range steps {
				if !strings.Contains(text, step) {
					t.Errorf("%s has no %s", name, step)
				}
			}
		}
	}
}

// recipes are the files of a new workspace that have a host do something, by name.
func recipes(t *testing.T, shards int) map[string]string {
	t.Helper()
	s := plainStart
	s.Shards, s.Random = shards, bytes.NewReader(make([]byte, 99))
	files, err := Workspace(s)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		if strings.HasSuffix(f.Name, ".yml") && !strings.HasPrefix(f.Name, "netlify/") {
			all[f.Name] = string(f.Body)
		} else if strings.HasPrefix(f.Name, "ci/") && !f.Executable {
			t.Errorf("%s cannot be run", f.Name)
		}
	}
	return all
}

// at is what stands in a document at a path of keys.
func at(t *testing.T, doc any, keys ...string) any {
	t.Helper()
	for _, key := range keys {
		inside, ok := doc.(map[string]any)
		if !ok || inside[key] == nil {
			t.Fatalf("there is no %v", keys)
		}
		doc = inside[key]
	}
	return doc
}

// Every machine has a shard, and all have one number of them.
func TestRecipesHaveAsManyMachinesAsShards(t *testing.T) {
	recipes := recipes(t, 5)
	var github, gitlab, kubernetes map[string]any
	for name, doc := range map[string]*map[string]any{".github/workflows/portals.yml": &github, ".gitlab-ci.yml": &gitlab, "ci/kubernetes.yml": &kubernetes} {
		if err := yaml.NewDecoder(strings.NewReader(recipes[name])).Decode(doc); err != nil {
			t.Fatal(err)
		}
	}
	for _, job := range []string{"check", "build"} {
		if got := fmt.Sprint(at(t, github, "jobs", job, "strategy", "matrix", "shard")); got != "[1 2 3 4 5]" {
			t.Errorf("on GitHub the shards of %s are %s", job, got)
		}
		if got := at(t, github, "jobs", job, "env", "RAPPORT_SHARD"); got != "${{ matrix.shard }}/5" {
			t.Errorf("on GitHub %s is shard %s", job, got)
		}
		if got := at(t, gitlab, job, "parallel"); got != 5 {
			t.Errorf("on GitLab %s has %v machines", job, got)
		}
	}
	for _, key := range []string{"completions", "parallelism"} {
		if got := at(t, kubernetes, "spec", key); got != 5 {
			t.Errorf("on Kubernetes %s is %v", key, got)
		}
	}
	if !strings.Contains(recipes["ci/kubernetes.yml"], "--shard /5 ") {
		t.Error("on Kubernetes the shards are not of 5")
	}
}

var update = flag.Bool("update", false, "write what is kept anew")

// The recipes that the manual shows are those that init writes.
func TestTheManualHasTheRecipes(t *testing.T) {
	for name, text := range recipes(t, 4) {
		kept := filepath.Join("../../docs/shards", map[string]string{
			".github/workflows/portals.yml": "github.yml", ".gitlab-ci.yml": "gitlab.yml", "ci/kubernetes.yml": "kubernetes.yml",
		}[name])
		if *update {
			if err := os.WriteFile(kept, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(kept); err != nil || string(got) != text {
			t.Errorf("%s is not %s of rapport init --shards 4 (%v); write it with -update", kept, name, err)
		}
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "netlify.toml"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	s := plainStart
	s.Random = bytes.NewReader(make([]byte, 99))
	files, err := Workspace(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := Add(root, files); !errors.Is(err, ErrExists) {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v stand there, %v", entries, err)
	}
}

func TestLinesAreAddedToAFileThatHasSome(t *testing.T) {
	const lines = "# What\n/public/\n/.rapport/\n"
	for was, want := range map[string]string{
		"":                           lines,
		"/public/":                   "/public/\n# What\n/.rapport/\n",
		"*.swp\r\n":                  "*.swp\r\n# What\r\n/public/\r\n/.rapport/\r\n",
		" /public/ \n\n/.rapport/\n": " /public/ \n\n/.rapport/\n",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "f"), []byte(was), 0o644); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		if err := Add(root, []File{{Name: "f", Body: []byte(lines), Lines: true}}); err != nil {
			t.Error(err)
		}
		if got, err := root.ReadFile("f"); err != nil || string(got) != want {
			t.Errorf("%q became %q, want %q", was, got, want)
		}
	}
}

func TestAddressesAreAsRandomAsTheirSource(t *testing.T) {
	seen := map[string]bool{}
	for i := range 256 {
		address, err := Address("acme", bytes.NewReader(bytes.Repeat([]byte{byte(i)}, 16)))
		if err != nil {
			t.Fatal(err)
		}
		seen[address] = true
		if !regexp.MustCompile(`^acme-[0-9a-z]{16}$`).MatchString(address) {
			t.Errorf("%q is no address", address)
		}
	}
	if len(seen) != 32 {
		t.Errorf("a byte makes one of %d characters", len(seen))
	}
	if _, err := Address("acme", bytes.NewReader(nil)); err == nil {
		t.Error("an address was made without chance")
	}
}

func TestSlugs(t *testing.T) {
	for title, want := range map[string]string{
		"Bäckerei Süß & Söhne": "backerei-suss-sohne", "  It's  5 o'clock! ": "its-5-oclock", "小川": "", "Øre/../x": "ore-x", strings.Repeat("ab ", 50): strings.Repeat("ab-", 20) + "ab",
	} {
		if got := Slug(title); got != want && !(len(got) <= 61 && len(title) > 100) {
			t.Errorf("%q is %q, want %q", title, got, want)
		}
	}
}

func TestEveryKindIsSoundOnceItsBlanksAreFilled(t *testing.T) {
	now := time.Date(2026, 10, 14, 11, 30, 0, 0, time.UTC)
	for _, known := range []bool{true, false} {
		for _, kind := range Kinds {
			t.Run(kind, func(t *testing.T) {
				dir := t.TempDir()
				s := plainStart
				s.Random = bytes.NewReader(make([]byte, 99))
				begin(t, dir, s)
				provider, clients, _ := read(t, dir, now)
				r := Request{
					Kind: kind, Now: now.In(provider.Zone), Folder: "content", Client: "example", Engagement: "website",
					Random: bytes.NewReader(make([]byte, 99)),
				}
				if known {
					r.Provider, r.Known = provider, clients[0]
				}
				if kind == "report" && !known {
					r.ID = "2026-07"
				}
				if kind == "client" || kind == "engagement" {
					r.ID = "another"
				}
				f, err := New(r)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(f.Body), "# fill in: ") {
					t.Error("nothing is marked as blank")
				}
				if strings.Contains(strings.ReplaceAll(string(f.Body), "{{< ", ""), "{{") {
					t.Errorf("a name that nothing stands for is left:\n%s", f.Body)
				}
				filled := fillIn(string(f.Body))
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, f.Name)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, f.Name), []byte(filled), 0o644); err != nil {
					t.Fatal(err)
				}
				_, after, problems := read(t, dir, now.AddDate(0, 2, 0))
				for _, p := range problems {
					t.Error(p)
				}
				if t.Failed() {
					t.Log(filled)
				}
				n := 0
				for _, c := range after {
					n += 1 + len(c.Content.Engagements)
					for _, e := range c.Content.Engagements {
						n += len(e.Entries) + len(e.Reports)
					}
				}
				if n != 1+1+5+2+1 {
					t.Errorf("the workspace has %d files, which lacks the new one", n)
				}
			})
		}
	}
}

// fillIn writes what the comments ask for.
func fillIn(text string) string {
	values := map[string]string{"amount": "1200", "orders": "12", "lead": "mara"}
	blank := regexp.MustCompile(`(?m)^([ -]*)([a-z_]*)(:?)  # fill in: .*$`)
	return blank.ReplaceAllStringFunc(text, func(line string) string {
		m := blank.FindStringSubmatch(line)
		value := values[m[2]]
		if value == "" {
			value = "Filled in"
		}
		if m[3] == "" {
			return m[1] + " " + value
		}
		return m[1] + m[2] + ": " + value
	})
}

func TestKnownValuesAreFilledIn(t *testing.T) {
	now := time.Date(2026, 10, 14, 11, 30, 0, 0, time.UTC)
	dir := t.TempDir()
	s := plainStart
	s.Random = bytes.NewReader(make([]byte, 99))
	begin(t, dir, s)
	edit := func(name, old, new string) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, "content/clients/example/website", name))
		if err != nil || strings.Count(string(text), old) != 1 {
			t.Fatalf("%q stands %d times in %s", old, strings.Count(string(text), old), name)
		}
		if err := os.WriteFile(filepath.Join(dir, "content/clients/example/website", name), []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	edit("engagement.md", "plan:\n", "  - {id: calls, name: Calls a week}\nplan:\n")
	edit("engagement.md", "update: every 2 weeks on thursday", "update: weekly on friday")
	edit("engagement.md", "feedback: yearly on 13 december", "feedback: quarterly on 15")
	edit("reports/2026-09.md", "done: [Sketch]", "done: [Sketch]\nkpis: {calls: 41}")
	for name, text := range map[string]string{
		"2026-10-07-down.md": "---\ntitle: Down\nkind: incident\nours: true\nstarted: 2026-10-07 10:00\nresolved: 2026-10-07 11:00\n---\n",
		"2026-10-08-ask.md":  "---\ntitle: Ask\nkind: request\ntype: change\nopened: 2026-10-08 10:00\n---\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, "content/clients/example/website/journal", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	provider, clients, problems := read(t, dir, now)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tests := []struct {
		kind, title string
		name        string
		says        []string
	}{
		{"update", "It's open: now", "journal/2026-10-16-its-open-now.md", []string{`title: "It's open: now"`, "by: mara", "announced for 2026-10-16", "open, products, orders"}},
		{"report", "", "reports/2026-10.md", []string{"period: 2026-10\n", "date: 2026-11-12", "  calls:  # fill in: Calls a week; 41 in 2026-09", "# the figure of orders for 2026-10 goes into its series, data/orders.csv", "{{< kpi orders >}}\n\n{{< kpi queue >}}\n\n{{< kpi calls >}}\n\n{{< requests >}}\n\n{{< turnaround >}}\n\n", "{{< incidents >}}\n", "# - List of products with prices, by 2026-10-05"}},
		{"question", "Which?", "journal/2026-10-14-which.md", []string{"to: owner", "needed_by: 2026-10-20  # the next meeting"}},
		{"request", "", "journal/2026-10-14-request.md", []string{"opened: 2026-10-14 13:30", "type: outage  # the kind, which says how soon it is answered and done: outage, change"}},
		{"meeting", "", "journal/2026-10-20-meeting.md", []string{"attended: [mara, owner, office]"}},
		{"feedback", "", "journal/2026-10-15-feedback.md", []string{"from: owner", "asked: 2026-10-15"}},
	}
	for _, test := range tests {
		t.Run(test.kind, func(t *testing.T) {
			f, err := New(Request{Kind: test.kind, Title: test.title, Now: now.In(provider.Zone), Folder: "content", Client: "example", Engagement: "website", Provider: provider, Known: clients[0]})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimPrefix(f.Name, "content/clients/example/website/"); got != test.name {
				t.Errorf("it stands in %s, want %s", got, test.name)
			}
			for _, line := range test.says {
				if !strings.Contains(string(f.Body), line) {
					t.Errorf("it does not say %q:\n%s", line, f.Body)
				}
			}
		})
	}
}
