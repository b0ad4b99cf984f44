package content

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/diag"
	"rapport/generator/source"
)

// A kept is a client that is read again and again.
type kept struct {
	t        *testing.T
	dir      string
	provider *Provider
	keep     *Keep
}

const keptClient = "content/clients/dijkzicht"

func keepExample(t *testing.T) *kept {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	provider, _, _ := parseAll(t, dir, Options{Drafts: true})
	return &kept{t: t, dir: dir, provider: provider, keep: &Keep{}}
}

// read reads the client, and returns what it found and how many entries and reports it decoded.
func (k *kept) read(keep *Keep) (*Client, []diag.Problem) {
	k.t.Helper()
	ws, err := source.Open(k.dir, "content")
	if err != nil {
		k.t.Fatal(err)
	}
	defer ws.Close()
	var problems diag.List
	tree, err := ws.Client(filepath.Base(keptClient), &problems)
	if err != nil {
		k.t.Fatal(err)
	}
	defer tree.Close()
	c := ParseClient(filepath.Base(keptClient), tree, k.provider, Options{Drafts: true, Keep: keep}, &problems)
	return c, problems.Sorted()
}

// agree fails where what is read with the keep is not what is read without.
func (k *kept) agree(after string) {
	k.t.Helper()
	got, gotProblems := k.read(k.keep)
	want, wantProblems := k.read(nil)
	for i, e := range want.Engagements {
		if again := got.Engagements[i]; !reflect.DeepEqual(e.Entries, again.Entries) || !reflect.DeepEqual(e.Reports, again.Reports) || !slices.Equal(e.Hidden, again.Hidden) {
			k.t.Fatalf("after %s, what is kept of %s differs: %s", after, e.ID, cmp.Diff(e, again, sameContent))
		}
	}
	if diff := cmp.Diff(wantProblems, gotProblems); diff != "" {
		k.t.Fatalf("after %s, the problems differ (-without +with):\n%s", after, diff)
	}
}

func (k *kept) path(name string) string {
	return filepath.Join(k.dir, keptClient, filepath.FromSlash(name))
}

func (k *kept) text(name string) string {
	k.t.Helper()
	data, err := os.ReadFile(k.path(name))
	if err != nil {
		k.t.Fatal(err)
	}
	return string(data)
}

func (k *kept) write(name, text string) {
	k.t.Helper()
	if err := os.WriteFile(k.path(name), []byte(text), 0o644); err != nil {
		k.t.Fatal(err)
	}
}

// files are those that a keep may hold.
func (k *kept) files() []string {
	k.t.Helper()
	var names []string
	tree, err := filepath.Glob(k.path("*/*/*.md"))
	if err != nil {
		k.t.Fatal(err)
	}
	for _, name := range tree {
		rel, _ := filepath.Rel(k.path(""), name)
		names = append(names, filepath.ToSlash(rel))
	}
	return names
}

func TestWhatIsKeptIsWhatIsReadAnew(t *testing.T) {
	k := keepExample(t)
	r := rand.New(rand.NewPCG(1, 2))
	k.write("webwinkel/journal/2026-08-30-zonder.md", "---\nkind: change\ntitle: Zonder\nby: marijke\naffects: [live, gone]\nremoves: [Iets]\nstate: accepted\naccepted_by: marijke\naccepted: 2026-08-30\n---\n")
	k.agree("nothing")
	for n := range 54 {
		files := k.files()
		name := files[r.IntN(len(files))]
		text := k.text(name)
		did := name
		switch n % 9 {
		case 0:
			k.write(name, text+"\nMore.\n")
		case 1:
			did += " cut off"
			k.write(name, text[:r.IntN(len(text))])
		case 2:
			did += " renamed"
			os.Rename(k.path(name), k.path(strings.TrimSuffix(name, ".md")+"-x.md"))
		case 3:
			did += " removed"
			os.Remove(k.path(name))
		case 4:
			did += " a draft"
			k.write(name, strings.Replace(text, "\n", "\ndraft: true\n", 1))
		case 5:
			did += " with somebody unknown"
			k.write(name, strings.Replace(text, "\n", "\nby: nobody-at-all\n", 1))
		case 6:
			did = "another currency"
			k.write("client.md", strings.Replace(k.text("client.md"), "\n", "\ncurrency: "+[]string{"GBP", "USD", "SEK"}[r.IntN(3)]+"\n", 1))
		case 7:
			did = "something else in engagement.md"
			agreement := "webwinkel/engagement.md"
			k.write(agreement, strings.Replace(k.text(agreement), "id: ", "id: x", 1))
		case 8:
			did = "all as it was"
			os.CopyFS(filepath.Join(k.dir, "new"), os.DirFS("../../"+keptClient))
			os.RemoveAll(k.path(""))
			os.Rename(filepath.Join(k.dir, "new"), k.path(""))
		}
		k.agree(did)
	}
}

// Of a file that is another one all the same, nothing may stay, though the system shows the same size and time;
// of one that is written within a tick of the clock, whoever noticed says so.
func TestAFileOfTheSameSizeAndTimeIsReadAnew(t *testing.T) {
	k := keepExample(t)
	k.agree("nothing")
	name := k.files()[0]
	info, err := os.Stat(k.path(name))
	if err != nil {
		t.Fatal(err)
	}
	other := []byte(k.text(name))
	other[len(other)-2] ^= 1
	k.write("aside", string(other))
	os.Chtimes(k.path("aside"), info.ModTime(), info.ModTime())
	os.Rename(k.path("aside"), k.path(name))
	k.agree("another file in its place")

	other[len(other)-3] ^= 1
	k.write(name, string(other))
	os.Chtimes(k.path(name), info.ModTime(), info.ModTime())
	k.keep = k.keep.Without([]string{name})
	k.agree("a write that left no trace")
}

func TestWhatCouldNotBeReadForOnceIsReadAnew(t *testing.T) {
	k := keepExample(t)
	name, aside := k.files()[0], filepath.Join(k.dir, "aside")
	tree := clientTree(t, k.dir, filepath.Base(keptClient))
	os.Rename(k.path(name), aside)
	var problems diag.List
	ParseClient(filepath.Base(keptClient), tree, k.provider, Options{Drafts: true, Keep: k.keep}, &problems)
	if problems.Errors() == 0 {
		t.Fatal("the file could be read")
	}
	os.Rename(aside, k.path(name))
	k.agree("its return")
}

func TestOnlyWhatChangedIsDecoded(t *testing.T) {
	k := keepExample(t)
	before, _ := k.read(k.keep)
	name := k.files()[0]
	k.write(name, k.text(name)+"\nMore.\n")
	was := map[*byte]bool{} // the bytes of bodies
	each := func(c *Client, see func(File)) {
		for _, e := range c.Engagements {
			for _, entry := range e.Entries {
				see(entry.File)
			}
			for _, report := range e.Reports {
				see(report.File)
			}
		}
	}
	each(before, func(f File) { was[&f.Body.Source[0]] = true })
	after, _ := k.read(k.keep)
	each(after, func(f File) {
		if again := !was[&f.Body.Source[0]]; again != strings.HasSuffix(f.Path, name) {
			t.Errorf("%s was decoded again: %v", f.Path, again)
		}
	})
}

func TestReadingEndsWhereItIsTold(t *testing.T) {
	k := keepExample(t)
	asked := 0
	tree := clientTree(t, k.dir, filepath.Base(keptClient))
	ParseClient(filepath.Base(keptClient), tree, k.provider, Options{Next: func() bool { asked++; return asked < 3 }}, &diag.List{})
	folders := 0
	for _, e := range []string{"journal", "reports"} {
		found, _ := filepath.Glob(k.path("*/" + e))
		folders += len(found)
	}
	if most := 3 + folders; asked > most {
		t.Errorf("asked for %d files, want at most one more in each of %d folders after the end", asked, folders)
	}
}
