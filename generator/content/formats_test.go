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
	"rapport/generator/source"
)

// sameContent compares what was read, wherever it stands.
var sameContent = cmp.Options{
	cmpopts.IgnoreTypes(Mark{}),
	cmpopts.IgnoreFields(Body{}, "Line"),
	cmpopts.IgnoreFields(source.File{}, "Size", "ModTime"),
	cmpopts.IgnoreUnexported(File{}, KPI{}, source.File{}),
	cmpopts.IgnoreTypes(&source.Tree{}, &calendar.Calendar{}),
	cmp.Comparer(func(a, b decimal.Decimal) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b calendar.Rhythm) bool { return a.String() == b.String() }),
}

// rewriteSample writes the sample into a new folder, each Markdown file with
// its front matter changed.
func rewriteSample(t *testing.T, change func(front *node, file, body []byte) []byte) string {
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
			doc, errors := parseDocument(data)
			if len(errors) > 0 {
				t.Fatal(name, errors)
			}
			data = change(doc.front, data, doc.body.Source)
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
		change func(front *node, file, body []byte) []byte
	}{
		{"JSON", func(front *node, _, body []byte) []byte {
			var b bytes.Buffer
			writeJSON(&b, front)
			return append(append(b.Bytes(), '\n'), body...)
		}},
		{"JSON on many lines", func(front *node, _, body []byte) []byte {
			var b, indented bytes.Buffer
			writeJSON(&b, front)
			if err := json.Indent(&indented, b.Bytes(), "", "\t"); err != nil {
				t.Fatal(err)
			}
			return append(append(indented.Bytes(), '\n'), body...)
		}},
		{"TOML", func(front *node, _, body []byte) []byte {
			var b bytes.Buffer
			b.WriteString("+++\n")
			writeTOML(&b, front)
			b.WriteString("+++\n")
			return append(b.Bytes(), body...)
		}},
		{"TOML with CRLF and a BOM", func(front *node, _, body []byte) []byte {
			b := bytes.NewBufferString("\uFEFF+++\n")
			writeTOML(b, front)
			b.WriteString("+++\n")
			b.Write(body)
			return bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n"))
		}},
		{"YAML with CRLF and a BOM", func(_ *node, file, _ []byte) []byte {
			return append([]byte("\uFEFF"), bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n"))...)
		}},
		{"YAML behind blank lines", func(_ *node, file, _ []byte) []byte {
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

func isBare(n *node) bool {
	return !n.quoted && (n.raw == "true" || n.raw == "false" || plainNumber.MatchString(n.raw))
}

func writeJSON(b *bytes.Buffer, n *node) {
	switch n.kind {
	case nullNode:
		b.WriteString("null")
	case scalarNode:
		if isBare(n) {
			b.WriteString(n.raw)
			return
		}
		text, _ := json.Marshal(n.raw)
		b.Write(text)
	case listNode:
		b.WriteByte('[')
		for i, kid := range n.kids {
			if i > 0 {
				b.WriteString(", ")
			}
			writeJSON(b, kid)
		}
		b.WriteByte(']')
	case mapNode:
		b.WriteByte('{')
		for i, k := range n.keys {
			if i > 0 {
				b.WriteString(", ")
			}
			text, _ := json.Marshal(k.name)
			b.Write(text)
			b.WriteString(": ")
			writeJSON(b, n.kids[i])
		}
		b.WriteByte('}')
	}
}

// writeTOML writes a document in the way of people: tables for maps, arrays of
// tables for lists of maps.
func writeTOML(b *bytes.Buffer, n *node) {
	var tables []int
	for i, k := range n.keys {
		kid := n.kids[i]
		if kid.kind == mapNode || kid.kind == listNode && len(kid.kids) > 0 && kid.kids[0].kind == mapNode {
			tables = append(tables, i)
			continue
		}
		b.WriteString(strconv.Quote(k.name) + " = ")
		writeTOMLValue(b, kid)
		b.WriteByte('\n')
	}
	for _, i := range tables {
		name, maps, form := n.keys[i].name, []*node{n.kids[i]}, "[%]\n"
		if n.kids[i].kind == listNode {
			maps, form = n.kids[i].kids, "[[ % ]] # one of several\n"
		}
		for _, m := range maps {
			b.WriteString(strings.Replace(form, "%", name, 1))
			for j, k := range m.keys {
				if sub := m.kids[j]; sub.kind == mapNode && len(sub.keys) > 0 {
					for l, inner := range sub.keys { // a.b = value
						b.WriteString(strconv.Quote(k.name) + " . " + strconv.Quote(inner.name) + " = ")
						writeTOMLValue(b, sub.kids[l])
						b.WriteByte('\n')
					}
					continue
				}
				b.WriteString(strconv.Quote(k.name) + "=")
				writeTOMLValue(b, m.kids[j])
				b.WriteByte('\n')
			}
		}
	}
}

var plainTime = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?)?$`)

func writeTOMLValue(b *bytes.Buffer, n *node) {
	switch n.kind {
	case nullNode:
		b.WriteString(`""`) // TOML has no null
	case scalarNode:
		switch {
		case isBare(n), !n.quoted && plainTime.MatchString(n.raw):
			b.WriteString(n.raw)
		case strings.ContainsAny(n.raw, `"\`):
			b.WriteString("'" + n.raw + "'")
		default:
			b.WriteString(`"` + n.raw + `"`)
		}
	case listNode:
		b.WriteString("[\n")
		for _, kid := range n.kids {
			writeTOMLValue(b, kid)
			b.WriteString(", # next\n")
		}
		b.WriteByte(']')
	case mapNode:
		b.WriteString("{ ")
		for i, k := range n.keys {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(strconv.Quote(k.name) + " = ")
			writeTOMLValue(b, n.kids[i])
		}
		b.WriteString(" }")
	}
}
