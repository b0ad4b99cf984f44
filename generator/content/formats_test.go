package content

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/front"
	"rapport/generator/source"
)

// sameContent compares what was read, wherever it stands.
var sameContent = cmp.Options{
	cmpopts.IgnoreTypes(Mark{}),
	cmpopts.IgnoreFields(Body{}, "Line"),
	cmpopts.IgnoreFields(source.File{}, "Size", "ModTime", "Info"),
	cmp.AllowUnexported(Engagement{}, clause{}),
	cmpopts.IgnoreUnexported(File{}, Provider{}, Defaults{}, Client{}, KPI{}, source.File{}),
	cmpopts.IgnoreTypes(&source.Tree{}, &calendar.Calendar{}),
	cmp.Comparer(func(a, b decimal.Decimal) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b calendar.Rhythm) bool { return a.String() == b.String() }),
}

// rewriteSample writes the sample into a new folder, each Markdown file with
// its front matter changed.
func rewriteSample(t *testing.T, change func(front *front.Node, file, body []byte) []byte) string {
	t.Helper()
	dir := t.TempDir()
	err := filepath.WalkDir("testdata/sample", func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if filepath.Ext(name) == ".md" {
			doc, errors := front.Parse("", data)
			if len(errors) > 0 {
				t.Fatal(name, errors)
			}
			data = change(doc.Front, data, doc.Body.Source)
		}
		rest, err := filepath.Rel("testdata/sample", name)
		writeFile(t, filepath.Join(dir, rest), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestFormatsMeanTheSame(t *testing.T) {
	wantProvider, wantClient := sample(t)
	for _, test := range []struct {
		name   string
		change func(front *front.Node, file, body []byte) []byte
	}{
		{"JSON", func(front *front.Node, _, body []byte) []byte {
			var b bytes.Buffer
			writeJSON(&b, front)
			return append(append(b.Bytes(), '\n'), body...)
		}},
		{"JSON on many lines", func(front *front.Node, _, body []byte) []byte {
			var b, indented bytes.Buffer
			writeJSON(&b, front)
			if err := json.Indent(&indented, b.Bytes(), "", "\t"); err != nil {
				t.Fatal(err)
			}
			return append(append(indented.Bytes(), '\n'), body...)
		}},
		{"TOML", func(front *front.Node, _, body []byte) []byte {
			var b bytes.Buffer
			b.WriteString("+++\n")
			writeTOML(&b, front)
			b.WriteString("+++\n")
			return append(b.Bytes(), body...)
		}},
		{"TOML with CRLF and a BOM", func(front *front.Node, _, body []byte) []byte {
			b := bytes.NewBufferString("\uFEFF+++\n")
			writeTOML(b, front)
			b.WriteString("+++\n")
			b.Write(body)
			return bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n"))
		}},
		{"YAML with CRLF and a BOM", func(_ *front.Node, file, _ []byte) []byte {
			return append([]byte("\uFEFF"), bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n"))...)
		}},
		{"YAML behind blank lines", func(_ *front.Node, file, _ []byte) []byte {
			return append([]byte("\n \n"), bytes.Replace(file, []byte("---\n"), []byte("---  \n"), 2)...)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			provider, clients, problems := parseAll(t, rewriteSample(t, test.change), Options{})
			for _, p := range problems {
				t.Error(p)
			}
			if diff := cmp.Diff(wantProvider, provider, sameContent); diff != "" {
				t.Errorf("provider (-YAML +%s):\n%s", test.name, diff)
			}
			if len(clients) != 1 {
				t.Fatalf("%d clients, want 1", len(clients))
			}
			if diff := cmp.Diff(wantClient, clients[0], sameContent); diff != "" {
				t.Errorf("client (-YAML +%s):\n%s", test.name, diff)
			}
		})
	}
}

var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

func isBare(n *front.Node) bool {
	return !n.Quoted && (n.Raw == "true" || n.Raw == "false" || plainNumber.MatchString(n.Raw))
}

func writeJSON(b *bytes.Buffer, n *front.Node) {
	switch n.Kind {
	case front.Null:
		b.WriteString("null")
	case front.Scalar:
		if isBare(n) {
			b.WriteString(n.Raw)
			return
		}
		text, _ := json.Marshal(n.Raw)
		b.Write(text)
	case front.List:
		b.WriteByte('[')
		for i, kid := range n.Kids {
			if i > 0 {
				b.WriteString(", ")
			}
			writeJSON(b, kid)
		}
		b.WriteByte(']')
	case front.Map:
		b.WriteByte('{')
		for i, k := range n.Keys {
			if i > 0 {
				b.WriteString(", ")
			}
			text, _ := json.Marshal(k.Name)
			b.Write(text)
			b.WriteString(": ")
			writeJSON(b, n.Kids[i])
		}
		b.WriteByte('}')
	}
}

// writeTOML writes a document in the way of people: tables for maps, arrays of
// tables for lists of maps.
func writeTOML(b *bytes.Buffer, n *front.Node) {
	var tables []int
	for i, k := range n.Keys {
		kid := n.Kids[i]
		if kid.Kind == front.Map || kid.Kind == front.List && len(kid.Kids) > 0 && kid.Kids[0].Kind == front.Map {
			tables = append(tables, i)
			continue
		}
		b.WriteString(strconv.Quote(k.Name) + " = ")
		writeTOMLValue(b, kid)
		b.WriteByte('\n')
	}
	for _, i := range tables {
		name, maps, form := n.Keys[i].Name, []*front.Node{n.Kids[i]}, "[%]\n"
		if n.Kids[i].Kind == front.List {
			maps, form = n.Kids[i].Kids, "[[ % ]] # one of several\n"
		}
		for _, m := range maps {
			b.WriteString(strings.Replace(form, "%", name, 1))
			for j, k := range m.Keys {
				if sub := m.Kids[j]; sub.Kind == front.Map && len(sub.Keys) > 0 {
					for l, inner := range sub.Keys { // a.b = value
						b.WriteString(strconv.Quote(k.Name) + " . " + strconv.Quote(inner.Name) + " = ")
						writeTOMLValue(b, sub.Kids[l])
						b.WriteByte('\n')
					}
					continue
				}
				b.WriteString(strconv.Quote(k.Name) + "=")
				writeTOMLValue(b, m.Kids[j])
				b.WriteByte('\n')
			}
		}
	}
}

var plainTime = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?)?$`)

func writeTOMLValue(b *bytes.Buffer, n *front.Node) {
	switch n.Kind {
	case front.Null:
		b.WriteString(`""`) // TOML has no null
	case front.Scalar:
		switch {
		case isBare(n), !n.Quoted && plainTime.MatchString(n.Raw):
			b.WriteString(n.Raw)
		case strings.ContainsAny(n.Raw, `"\`):
			b.WriteString("'" + n.Raw + "'")
		default:
			b.WriteString(`"` + n.Raw + `"`)
		}
	case front.List:
		b.WriteString("[\n")
		for _, kid := range n.Kids {
			writeTOMLValue(b, kid)
			b.WriteString(", # next\n")
		}
		b.WriteByte(']')
	case front.Map:
		b.WriteString("{ ")
		for i, k := range n.Keys {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(strconv.Quote(k.Name) + " = ")
			writeTOMLValue(b, n.Kids[i])
		}
		b.WriteString(" }")
	}
}
