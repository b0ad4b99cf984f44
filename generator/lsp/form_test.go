package lsp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"rapport/generator/diag"
	"rapport/generator/effort"
	"rapport/generator/lsp"
	"rapport/generator/press"
)

// TestEachFindingOfCheckIsTold plays the cases in which the tests of check break each rule, of which rules_test.go there
// tells: what they say that check finds, an editor is told at the same place.
func TestEachFindingOfCheckIsTold(t *testing.T) {
	names := []string{"../check/testdata/form.txtar"}
	if effort.Slow {
		rules, err := filepath.Glob("../check/testdata/rules/*.txtar")
		if err != nil || len(rules) == 0 {
			t.Fatal(err)
		}
		names = append(names, rules...)
	}
	b := &bench{t: t, dir: t.TempDir(), lost: map[string]string{}}
	if err := os.CopyFS(b.dir, os.DirFS("../check/testdata/clean")); err != nil {
		t.Fatal(err)
	}
	e := start(t, b.dir, nil)
	e.open(aside)
	found := 0
	for _, name := range names {
		cases, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range cases.Files {
			if !effort.Slow && i%10 != 0 {
				continue // all take some seconds
			}
			t.Run(c.Name, func(t *testing.T) {
				rule := c.Name
				if name != names[0] {
					rule = strings.TrimSuffix(filepath.Base(name), ".txtar")
				}
				e.t, b.t = t, t
				defer func() { e.t = b.t }()
				want := b.play(rule, string(c.Data))
				defer b.restore(e)
				switch {
				case b.build:
				case b.asOf != "":
					at, err := press.ParseAsOf(b.asOf)
					if err != nil {
						t.Fatal(err)
					}
					then := start(t, b.dir, func(o *lsp.Options) { o.AsOf = at })
					then.open(aside)
					then.settle(aside)
					then.finds(rule, want)
				default:
					b.tell(e)
					e.finds(rule, want)
				}
				found += len(want)
			})
		}
	}
	e.t = t
	if found == 0 {
		t.Error("no case finds anything")
	}
}

// finds waits until the editor was told of all that a rule finds.
func (e *editor) finds(rule string, want []string) {
	e.t.Helper()
	var got []string
	defer func() {
		if e.t.Failed() {
			e.t.Logf("want %q", want)
			e.t.Logf("got  %q", got)
		}
	}()
	e.await("there is all that "+rule+" finds", func(told map[string]publication) bool {
		got = nil
		for _, p := range all(told) {
			if p.Rule == rule {
				got = append(got, e.asPrinted(p))
			}
		}
		return slices.Equal(got, want)
	})
}

// asPrinted prints a problem as check does: with columns in characters, and of a file as a whole without a place.
func (e *editor) asPrinted(p diag.Problem) string {
	text, err := os.ReadFile(filepath.Join(e.dir, p.File))
	lines := strings.Split(string(text), "\n")
	if err == nil && p.Line <= len(lines) {
		col := 1
		for units := 1; units < p.Col; col++ {
			if units++; col <= len([]rune(lines[p.Line-1])) && []rune(strings.TrimPrefix(lines[p.Line-1], "\uFEFF"))[col-1] > 0xFFFF {
				units++
			}
		}
		p.Col = col
	}
	return p.String()
}

// A bench is a workspace that cases change one after the other.
type bench struct {
	t       *testing.T
	dir     string
	lost    map[string]string // what stood in files that were changed
	touched []string
	asOf    string
	build   bool
}

// play changes the workspace as a case says, and returns what its rule finds then.
func (b *bench) play(rule, script string) []string {
	b.t.Helper()
	b.asOf, b.build, b.touched = "", false, nil
	var file string
	var before, after, want []string
	isNew := false
	apply := func() {
		if before == nil && after == nil {
			return
		}
		old, text := strings.Join(before, "\n"), strings.Join(after, "\n")
		if after == nil {
			old += "\n"
		}
		if isNew {
			b.write(file, text+"\n")
		} else {
			whole, err := os.ReadFile(b.path(file))
			if err != nil {
				b.t.Fatal(err)
			}
			b.write(file, strings.Replace(string(whole), old, text, 1))
		}
		before, after = nil, nil
	}
	for line := range strings.Lines(script) {
		word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		first, second, _ := strings.Cut(rest, " ")
		switch word {
		case "edit", "new":
			apply()
			file, isNew = rest, word == "new"
		case "<":
			if after != nil {
				apply()
			}
			before = append(before, rest)
		case ">":
			after = append(after, rest)
		case "as-of":
			b.asOf = rest
		case "build":
			b.build = true
		case "large":
			size, err := strconv.ParseInt(first, 10, 64)
			b.write(second, "")
			if err := os.Truncate(b.path(second), size<<20); err != nil {
				b.t.Fatal(err)
			}
			if err != nil {
				b.t.Fatal(err)
			}
		case "bytes":
			text, err := strconv.Unquote(second)
			if err != nil {
				b.t.Fatal(err)
			}
			b.write(first, text)
		case "link":
			b.note(second)
			if err := os.Symlink(first, b.path(second)); err != nil {
				b.t.Skip(err)
			}
		case "remove":
			b.note(rest)
			if err := os.RemoveAll(b.path(rest)); err != nil {
				b.t.Fatal(err)
			}
		case "=":
			place, finding, _ := strings.Cut(rest, ": ")
			if b.isWhole(place) { // an editor knows no place but the first
				place += ":1:1"
			}
			want = append(want, place+": "+finding)
		}
	}
	apply()
	return want
}

// isWhole tells whether a position is that of a file as a whole.
func (b *bench) isWhole(place string) bool {
	last := place[strings.LastIndex(place, ":")+1:]
	_, err := strconv.Atoi(last)
	return err != nil
}

func (b *bench) path(file string) string {
	return filepath.Join(b.dir, "content", filepath.FromSlash(file))
}

// note notes what a file held before it is changed.
func (b *bench) note(file string) {
	b.touched = append(b.touched, file)
	filepath.Walk(b.path(file), func(name string, info os.FileInfo, err error) error {
		if err != nil || !info.Mode().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			b.t.Fatal(err)
		}
		rel, err := filepath.Rel(filepath.Join(b.dir, "content"), name)
		if err != nil {
			b.t.Fatal(err)
		}
		if rel = filepath.ToSlash(rel); !slices.Contains(b.touched[:len(b.touched)-1], rel) {
			b.lost[rel] = string(text)
		}
		return nil
	})
}

func (b *bench) write(file, text string) {
	b.t.Helper()
	b.note(file)
	if err := os.MkdirAll(filepath.Dir(b.path(file)), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(b.path(file), []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// tell has an editor tell the server which files were touched.
func (b *bench) tell(e *editor) {
	var changes []any
	for _, file := range b.touched {
		changes = append(changes, map[string]any{"uri": e.uri("content/" + file), "type": 1})
	}
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": changes})
	e.settle(aside)
}

// aside is a file that no case changes.
const aside = "content/clients/acme/shop/journal/2026-08-07-week.md"

// restore puts back what a case changed, and waits until nothing is wrong.
func (b *bench) restore(e *editor) {
	for _, file := range b.touched {
		if err := os.RemoveAll(b.path(file)); err != nil {
			b.t.Fatal(err)
		}
		for dir := filepath.Dir(b.path(file)); os.Remove(dir) == nil; dir = filepath.Dir(dir) { // those that are empty now
		}
	}
	touched := b.touched
	for file, text := range b.lost {
		b.write(file, text)
	}
	b.touched, b.lost = touched, map[string]string{}
	b.tell(e)
	e.await("nothing is wrong any more", func(told map[string]publication) bool { return len(all(told)) == 1 })
}
