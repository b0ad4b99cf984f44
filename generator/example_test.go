package generator_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"rapport/generator/content"
	"rapport/generator/place"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rapport/generator"
	"rapport/generator/press"
	"rapport/generator/sitetest"
	_ "rapport/generator/testheap"
)

var update = flag.Bool("update", false, "write the goldens in testdata anew")

// exampleDay is the day at which the example is told.
const exampleDay = "2026-10-16T12:00:00+02:00"

// buildExample builds the example workspace once for all tests, and returns its
// output folder.
func buildExample(t *testing.T) string {
	t.Helper()
	example.once.Do(func() {
		example.dir, example.err = os.MkdirTemp("", "rapport-example-")
		if example.err != nil {
			return
		}
		atEnd = append(atEnd, func() { os.RemoveAll(example.dir) })
		asOf, err := press.ParseAsOf(exampleDay)
		if err != nil {
			example.err = err
			return
		}
		var result *generator.Result
		result, example.err = generator.Build(context.Background(), generator.BuildOptions{
			Workspace: press.Workspace{Dir: "..", Content: "content", Theme: "default"}, Out: example.dir, AsOf: asOf,
		})
		if example.err == nil && result.Errors() > 0 {
			example.err = fmt.Errorf("the example has errors: %v", result.Problems)
		}
	})
	if example.err != nil {
		t.Fatal(example.err)
	}
	return example.dir
}

var example struct {
	once sync.Once
	dir  string
	err  error
}

// atEnd are called when all tests are done.
var atEnd []func()

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range atEnd {
		end()
	}
	os.Exit(code)
}

// tellingPages are the pages of the example whose text is kept in testdata/example,
// so that a change of what clients read is seen in the diff.
var tellingPages = []string{
	"404.html",
	"index.html",
	"dijkzicht-4m8q2x7k/help.html",
	"dijkzicht-4m8q2x7k/index.html",
	"dijkzicht-4m8q2x7k/thanks.html",
	"dijkzicht-4m8q2x7k/webwinkel/index.html",
	"dijkzicht-4m8q2x7k/webwinkel/progress.html",
	"dijkzicht-4m8q2x7k/webwinkel/reports/2026-09.html",
	"dijkzicht-4m8q2x7k/webwinkel/summary.html",
	"finch-marlowe-9t3w6c/index.html",
	"finch-marlowe-9t3w6c/kickoff.html",
	"finch-marlowe-9t3w6c/people.html",
	"finch-marlowe-9t3w6c/services.html",
	"finch-marlowe-9t3w6c/service-desk/expectations.html",
	"finch-marlowe-9t3w6c/service-desk/money.html", "finch-marlowe-9t3w6c/service-desk/progress.html",
	"finch-marlowe-9t3w6c/service-desk/record.html",
	"finch-marlowe-9t3w6c/service-desk/reports.html",
	"finch-marlowe-9t3w6c/service-desk/reports/2026-Q3.html",
	"hollenbeck/feedback.html",
	"hollenbeck/buchhaltung/index.html",
	"hollenbeck/buchhaltung/journal.html",
	"hollenbeck/buchhaltung/reports/2026-09.html",
	"hollenbeck/umzug/index.html",
}

// exampleSecrets are the words of each client that no other's portal may hold.
var exampleSecrets = map[string][]string{
	"dijkzicht-4m8q2x7k":   {"dijkzicht", "webwinkel"},
	"finch-marlowe-9t3w6c": {"finch", "marlowe"},
	"hollenbeck":           {"hollenbeck", "buchhaltung", "umzug"},
}

// TestExample builds content/ at its day.
func TestExample(t *testing.T) {
	out := t.TempDir()
	result := build(t, options(t, "..", exampleDay), out)
	if result.Portals != 3 {
		t.Errorf("built %d portals", result.Portals)
	}
	sitetest.Check(t, out, exampleSecrets)

	files := read(t, out)
	t.Run("files", func(t *testing.T) {
		fingerprint := regexp.MustCompile(`\.[0-9a-f]{10}\.`)
		var names strings.Builder
		for _, name := range slices.Sorted(maps.Keys(files)) {
			names.WriteString(fingerprint.ReplaceAllString(name, ".#.") + "\n")
		}
		golden(t, "files.txt", names.String())
	})
	for _, name := range tellingPages {
		t.Run(name, func(t *testing.T) {
			page, ok := files[name]
			if !ok {
				t.Fatal("there is no such page")
			}
			golden(t, strings.TrimSuffix(name, ".html")+".txt", visibleText(t, page))
		})
	}
}

func TestTheKeptTextsAreOfEveryKindOfPageAndEntry(t *testing.T) {
	files := read(t, buildExample(t))
	patterns := []string{"*/*/reports/*.html"}
	for _, page := range place.Pages {
		switch {
		case page.Page == place.Door || page.Page == place.NotFound:
			patterns = append(patterns, page.File)
		case page.OfWork:
			patterns = append(patterns, "*/*/"+page.File)
		default:
			patterns = append(patterns, "*/"+page.File)
		}
	}
	for _, pattern := range patterns {
		if !slices.ContainsFunc(tellingPages, func(name string) bool { ok, _ := path.Match(pattern, name); return ok }) {
			t.Errorf("of %s no text is kept", pattern)
		}
	}
	for _, kind := range content.Kinds {
		filter := `id="k_` + string(kind.Kind) + `"`
		if !slices.ContainsFunc(tellingPages, func(name string) bool { return strings.Contains(files[name], filter) }) {
			t.Errorf("no journal whose text is kept has a %s", kind.Kind)
		}
	}
}

// golden compares a text with the file of the given name in testdata/example.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "example", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; -update accepts it):\n%s", file, diff)
	}
}

// visibleText returns what a page's <main> says, a line a block. Of pictures it
// keeps the text equivalent.
func visibleText(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var extract extract
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Main {
			extract.node(n)
		}
	}
	extract.end()
	if extract.out.Len() == 0 {
		t.Fatal("the page has no <main> with text")
	}
	return extract.out.String()
}

// An extract is the text of a page under way.
type extract struct {
	out  bytes.Buffer
	line strings.Builder
	mark string // what begins the line: "# " for a heading
}

func (e *extract) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		e.line.WriteString(n.Data)
		return
	case n.Data == "svg":
		for child := range n.ChildNodes() {
			if child.Data == "title" || child.Data == "desc" {
				e.block(child, "chart: ")
			}
		}
		return
	case n.DataAtom == atom.Img:
		for _, a := range n.Attr {
			if a.Key == "alt" {
				e.line.WriteString("[" + a.Val + "]")
			}
		}
		return
	}
	if label := attr(n, "aria-label"); attr(n, "role") == "img" {
		e.block(&html.Node{FirstChild: &html.Node{Type: html.TextNode, Data: label}}, "chart: ")
		return
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4:
		e.block(n, strings.Repeat("#", int(n.Data[1]-'0'))+" ")
	case atom.Li:
		e.block(n, "- ")
	case atom.Td, atom.Th:
		e.children(n)
		e.line.WriteString(" | ")
	case atom.Span, atom.A, atom.Strong, atom.Em, atom.Time, atom.Code, atom.B, atom.I, atom.Small, atom.Abbr, atom.Sup, atom.Label, atom.Button:
		e.children(n)
	default:
		e.block(n, "")
	}
}

func (e *extract) children(n *html.Node) {
	for child := range n.ChildNodes() {
		e.node(child)
	}
}

// block gives the node's text lines of its own, the first of which begins with mark.
func (e *extract) block(n *html.Node, mark string) {
	e.end()
	e.mark += mark
	e.children(n)
	e.end()
	e.mark = ""
}

// end ends a line, unless nothing stands on it.
func (e *extract) end() {
	text := strings.Join(strings.Fields(e.line.String()), " ")
	e.line.Reset()
	if text == "" {
		return
	}
	e.out.WriteString(e.mark + strings.TrimSuffix(text, " |") + "\n")
	e.mark = ""
}
