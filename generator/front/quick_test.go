package front

import (
	"bytes"
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapport/generator/diag"
)

// compareReaders reads YAML in both ways, and reports whether the quick one could.
func compareReaders(t *testing.T, text []byte) bool {
	t.Helper()
	fast, slow := builder{file: "x.md"}, builder{file: "x.md"}
	got, ok := fast.quick(text, 7)
	if !ok {
		if len(fast.problems) > 0 {
			t.Errorf("problems are left of what was given up:\n%s\n%v", text, fast.problems)
		}
		return false
	}
	want := slow.wholeYAML(oneLineEnd(text), 7)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the library (-) and the quick reader (+) of\n%s\n%s", text, diff)
	}
	if diff := cmp.Diff(slow.problems, fast.problems, cmp.AllowUnexported(diag.Problem{})); diff != "" {
		t.Errorf("problems that the library (-) and the quick reader (+) lead to in\n%s\n%s", text, diff)
	}
	return true
}

func TestTheQuickReaderReadsWhatTheLibraryReads(t *testing.T) {
	for name, test := range map[string]struct {
		text  string
		quick bool
	}{
		"keys":                        {"a: 1\nb: two words\nc: -4.5%\nd: 2026-09-01\n", true},
		"nothing":                     {"a:\nb: \nc: ~\nd: null\ne:   # a remark\n\n", true},
		"quotes":                      {"a: \"x # y: z\"\nb: 'it, and [that]'  # a remark\nc: \"\"\n", true},
		"maps":                        {"a:\n  b: 1\n  c:\n    d: 2\ne: 3\n", true},
		"lists":                       {"a:\n  - one\n  - two words\n  -\n  - b: 1\n    c: 2\n  -   d: 3\n      e: 4\nf: 5\n", true},
		"a list that is not indented": {"a:\n- one\n- b: 1\n  c: 2\nd: 3\n", true},
		"a list under a hyphen":       {"a:\n  -\n    - 1\n    - 2\n  -\n    b: 1\n", true},
		"brackets":                    {"a: []\nb: {}\nc: [one, 'two', \"3, 4\", -5, https://x.example/y]\nd: {e: 1, f: [x, {g: y}], h: }\n", false},
		"maps in brackets":            {"- x\n", false},
		"flow":                        {"c: [one, 'two', \"3, 4\", -5, https://x.example/y]  # remark\nd: { e: 1 , f: [ x,{g: y z} ] }\n", true},
		"letters":                     {"größe: 1\n", false},
		"words of other letters":      {"a: größe 漢字 \U0001F600\nb: [é, {c: ü}]\n", true},
		"a comment between":           {"# first\na:\n  # second\n  b: 1\n# third\nc: 2\n", true},
		"blank lines":                 {"\n\na: 1\n\n\nb:\n\n  - 1\n\n  - 2\n", true},
		"a key twice":                 {"a: 1\nb: {c: 1}\na: 2\n", true},
		"no end of the last line":     {"a: 1\nb: [x]", true},
		"a text that goes on":         {"a: one\n  two\nb: 1\n", false},
		"a list that goes on":         {"a:\n  - one\n    two\n", false},
		"a block":                     {"a: |\n  one\n", false},
		"an anchor":                   {"a: &x 1\nb: *x\n", false},
		"a tag":                       {"a: !x 1\n", false},
		"an escape":                   {"a: \"\\n\"\n", false},
		"quotes in quotes":            {"a: 'it''s'\nb: \"a \\\"b\\\" \\\\ c\"\nc: [\"\\\\\", '''', \"'\"]\n", true},
		"brackets over lines":         {"a: [1,\n  2]\n", false},
		"a tab":                       {"a:\t1\n", false},
		"two colons":                  {"a: b: c\n", false},
		"a mistake of indenting":      {"a:\n    b: 1\n  c: 2\n", false},
		"a list after a map":          {"a:\n  b: 1\n  - 2\n", false},
		"a mark of a document":        {"a: 1\n---\nb: 2\n", false},
		"an end of a document":        {"a: 1\n...\nb: 2\n", false},
		"a question":                  {"? a\n: b\n", false},
		"a merge":                     {"<<: {a: 1}\n", false},
		"words behind quotes":         {"a: \"x\" y\n", false},
		"a lost word":                 {"a: Fixes #12\n", false},
		"an ending of Windows":        {"a: 1\r\nb: 2\r\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := compareReaders(t, []byte(test.text)); got != test.quick {
				t.Errorf("the quick reader read it: %t", got)
			}
		})
	}
}

// TestTheQuickReaderReadsMost reads the front matter of the example: what it is for.
func TestTheQuickReaderReadsMost(t *testing.T) {
	all, read := 0, 0
	root := os.DirFS("../../content")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || len(name) < 3 || name[len(name)-3:] != ".md" {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if _, rest, ok := bytes.Cut(data, []byte("---\n")); ok {
			front, _, _ := bytes.Cut(rest, []byte("\n---\n"))
			if all++; compareReaders(t, append(front, '\n')) {
				read++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read*10 < all*8 {
		t.Errorf("the quick reader reads %d of %d files of the example", read, all)
	}
}

func FuzzTheQuickReader(f *testing.F) {
	for _, text := range []string{"a: 1\n", "a:\n  - b: 'x'\n    c: {d: [1, \"2\"], e: -f}\n", "a:\n- 1\n-\n# x\nb: y # z\n", "a: ~\nb: 漢: \n", "a: -\nb: - c\n", "a: {b: c:d}\n", "a: [b:, c]\n", "-: 1\n", "a: b#c\n", "a: {b: }\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, ok := Invalid(text); !ok {
			compareReaders(t, text)
		}
	})
}
