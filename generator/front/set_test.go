package front

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// edits is a table of edits by hand: what stands there, and what is to stand there.
var edits = []struct {
	name          string
	at            Path
	value         *Node
	after         []string
	more          bool
	before, wants string
}{
	{"a day in the place of another, with its comment", At("inputs").ID("second").Key("due"), Bare("2026-06-01"), nil, false,
		"inputs:\n  - id: first\n  - id: second\n    due: 2026-05-01 # by phone\n", "inputs:\n  - id: first\n  - id: second\n    due: 2026-06-01 # by phone\n"},
	{"a key behind its neighbour", At("inputs").ID("second").Key("received"), Bare("2026-06-01"), []string{"id", "what", "due"}, false,
		"inputs:\n- {id: first}\n- id: second\n  due: 2026-05-01\n  # seen\n  note: x\n", "inputs:\n- {id: first}\n- id: second\n  due: 2026-05-01\n  received: 2026-06-01\n  # seen\n  note: x\n"},
	{"a key between braces", At("inputs").ID("x").Key("received"), Bare("2026-01-03"), []string{"due"}, false,
		"inputs:\n  - {id: x, due: 2026-01-01}\n", "inputs:\n  - {id: x, due: 2026-01-01, received: 2026-01-03}\n"},
	{"a key behind its neighbour between braces", At("inputs").ID("x").Key("received"), Bare("2026-01-03"), []string{"id"}, false,
		"inputs:\n  - {id: x, due: 2026-01-01}\n", "inputs:\n  - {id: x, received: 2026-01-03, due: 2026-01-01}\n"},
	{"words of several lines", At("answer"), Text("Blue.\n\nNot green: never.\n"), []string{"title"}, false,
		"title: A # b\nstatus: open\n", "title: A # b\nanswer: |\n  Blue.\n\n  Not green: never.\nstatus: open\n"},
	{"words of several lines in the place of one", At("answer"), Text("a\nb"), nil, false, "answer: ? # none\nx: 1\n", ""},
	{"words of several lines in the place of a word", At("answer"), Text("a\nb"), nil, false, "answer: soon # none\nx: 1\n", "answer: |- # none\n  a\n  b\nx: 1\n"},
	{"a word in the place of lines", At("answer"), Text("soon"), nil, false, "answer: >- # none\n  a\n  b\n\n# x\nx: 1\n", "answer: soon # none\n\n# x\nx: 1\n"},
	{"lines in the place of lines", At("a").Key("answer"), Text("c\nd\n"), nil, false, "a:\n    answer: |\n        a\n    x: 1\n", "a:\n    answer: |\n        c\n        d\n    x: 1\n"},
	{"the second of a list that is short", At("received").Index(2), Bare("2026-04-03"), nil, false, "received: [2026-04-01]\n", "received: [2026-04-01, null, 2026-04-03]\n"},
	{"the second of a single value", At("received").Index(1), Bare("2026-04-03"), nil, false, "received: 2026-04-01 # once\n", "received: [2026-04-01, 2026-04-03] # once\n"},
	{"the second of nothing", At("received").Index(1), Bare("2026-04-03"), nil, false, "a: 1\n", "a: 1\nreceived: [null, 2026-04-03]\n"},
	{"null of a list", At("received").Index(0), Bare("2026-04-03"), nil, false, "received: [null, 2026-04-03]\n", "received: [2026-04-03, 2026-04-03]\n"},
	{"one more", At("partly"), Bare("2026-04-03"), nil, true, "partly: 2026-04-02\n", "partly: [2026-04-02, 2026-04-03]\n"},
	{"one more line", At("partly"), Bare("2026-04-03"), nil, true, "partly: # so\n- 2026-04-02 # x\n# y\nb: 1\n", "partly: # so\n- 2026-04-02 # x\n- 2026-04-03\n# y\nb: 1\n"},
	{"one more between brackets over lines", At("partly"), Bare("2026-04-03"), nil, true, "partly: [\n  2026-04-02, # x\n  2026-04-01 # y\n]\n", "partly: [\n  2026-04-02, # x\n  2026-04-01, # y\n  2026-04-03\n]\n"},
	{"a map as one more", At("inputs"), MapOf().With("id", Text("b")).With("what", Text("Texts: all")), nil, true, "inputs:\n  -   id: a\n      what: 'x'\nb: 1\n", "inputs:\n  -   id: a\n      what: 'x'\n  -   id: b\n      what: 'Texts: all'\nb: 1\n"},
	{"one more of what stands apart", At("inputs"), MapOf().With("id", Text("c")), nil, true, "inputs:\n- id: a\n\n- id: b\n\n# x\nb: 1\n", "inputs:\n- id: a\n\n- id: b\n\n- id: c\n\n# x\nb: 1\n"},
	{"a map between braces as one more", At("inputs"), MapOf().With("id", Text("b")).With("what", Text("Texts")), nil, true, "inputs:\n  - {id: a}\n", "inputs:\n  - {id: a}\n  - {id: b, what: Texts}\n"},
	{"a map", At("source"), MapOf().With("by", Text("mail")).With("id", Text("<a@b>")), nil, false, "a: 1\n", "a: 1\nsource: {by: mail, id: \"<a@b>\"}\n"},
	{"a key that has nothing", At("a"), Text("x"), nil, false, "a: # soon\nb: 1\n", "a: x # soon\nb: 1\n"},
	{"a list of maps under a key that has nothing", At("a"), ListOf(MapOf().With("id", Text("x")).With("m", Bare("1"))), nil, false, "a: # soon\nb: 1\n", "a: # soon\n  - {id: x, m: 1}\nb: 1\n"},
	{"a map in the place of lines", At("a"), Text("x"), nil, false, "a: # soon\n  - 1\n  - 2\nb: 1\n", "a: x # soon\nb: 1\n"},
	{"maps on the way", At("data").Key("time").Key("file"), Text("data/x.csv"), nil, false, "b: 1\n\n# end\n", "b: 1\n\n# end\ndata:\n  time: {file: data/x.csv}\n"},
	{"quotes as they were", At("a"), Text("it's"), nil, false, "a: 'x'\n", "a: 'it''s'\n"},
	{"quotes where they are needed", At("a"), Text("no"), nil, false, "a: x\n", "a: \"no\"\n"},
	{"what is there already", At("a").Key("b"), Text("x"), nil, false, "a: {b: 'x', c: 1}\n", "a: {b: 'x', c: 1}\n"},
	{"an anchor", At("a"), Text("y"), nil, false, "a: &n x\nb: 1\nc: *n\n", ""},
	{"an alias", At("b"), Text("y"), nil, false, "a: &n x\nb: *n\n", ""},
	{"a key beside an alias", At("c"), Text("z"), []string{"b"}, false, "a: &n x\nb: *n # so\nd: 1\n", "a: &n x\nb: *n # so\nc: z\nd: 1\n"},
	{"a merge", At("b").Key("c"), Text("y"), nil, false, "a: &n {x: 1}\nb:\n  <<: *n\n  y: 1\n", ""},
	{"a key of what a merge brings", At("b").Key("x"), Text("y"), nil, false, "a: &n {x: 1}\nb:\n  <<: *n\n  y: 1\n", ""},
	{"a key beside a merge", At("c").Key("d"), Text("z"), nil, false, "a: &n {x: 1}\nb:\n  <<: *n\nc:\n  y: 1\n", "a: &n {x: 1}\nb:\n  <<: *n\nc:\n  y: 1\n  d: z\n"},
	{"a tag", At("a"), Text("y"), nil, false, "a: !!str 1\n", ""},
	{"no such element", At("a").ID("x").Key("b"), Text("y"), nil, false, "a: [{id: y}]\n", ""},
}

// foreign is a table of edits of TOML and JSON by hand.
var foreign = []struct {
	name          string
	at            Path
	value         *Node
	after         []string
	more          bool
	before, wants string
}{
	{"a key of a table in a list", At("inputs").ID("b").Key("received"), Bare("2026-06-01"), []string{"id", "due"}, false,
		"+++\ntitle = 'A'\n\n[[inputs]]\nid = 'a'\n\n[[inputs]] # second\n  id = 'b'\n  due = 2026-05-01 # so\n  note = 'x'\n\n[data]\n+++\n",
		"+++\ntitle = 'A'\n\n[[inputs]]\nid = 'a'\n\n[[inputs]] # second\n  id = 'b'\n  due = 2026-05-01 # so\n  received = 2026-06-01\n  note = 'x'\n\n[data]\n+++\n"},
	{"a table in a list", At("inputs"), MapOf().With("id", Text("b")).With("days", ListOf(Bare("2026-06-01"))), nil, true,
		"+++\ntitle = 'A'\n\n[[inputs]]\n  id = 'a'\n  [inputs.more]\n  x = 1 # so\n\n[data]\ny = 1\n+++\n",
		"+++\ntitle = 'A'\n\n[[inputs]]\n  id = 'a'\n  [inputs.more]\n  x = 1 # so\n\n[[inputs]]\n  id = 'b'\n  days = [2026-06-01]\n\n[data]\ny = 1\n+++\n"},
	{"a key with dots beside another", At("data").Key("time").Key("like"), Text("toggl"), nil, false,
		"+++\ndata.time.file=\"x\"\ntitle=\"A\"\n+++\n", "+++\ndata.time.file=\"x\"\ndata.time.like=\"toggl\"\ntitle=\"A\"\n+++\n"},
	{"a key of a table that has none of its own", At("data").Key("dates"), Text("dd/mm"), nil, false,
		"+++\ntitle = \"A\"\n\n[data.time]\nfile = \"x\"\n+++\n", "+++\ntitle = \"A\"\n\n[data]\ndates = \"dd/mm\"\n\n[data.time]\nfile = \"x\"\n+++\n"},
	{"a key above all tables", At("answer"), Text("Blue"), []string{"title"}, false,
		"+++\n# first\n[data]\nx = 1\n+++\n", "+++\nanswer = \"Blue\"\n\n# first\n[data]\nx = 1\n+++\n"},
	{"words of several lines", At("answer"), Text("Blue \"so\"\nnot \\ green\n"), []string{"title"}, false,
		"+++\ntitle = \"A\" # so\nstatus = \"open\"\n+++\n", "+++\ntitle = \"A\" # so\nanswer = \"\"\"\nBlue \\\"so\\\"\nnot \\\\ green\n\"\"\"\nstatus = \"open\"\n+++\n"},
	{"a key between braces", At("inputs").ID("a").Key("received"), ListOf(Bare("2026-06-01")), nil, false,
		"+++\ninputs = [\n  {id = 'a', due = 2026-05-01}, # so\n]\n+++\n", "+++\ninputs = [\n  {id = 'a', due = 2026-05-01, received = [2026-06-01]}, # so\n]\n+++\n"},
	{"null", At("received").Index(1), Bare("2026-06-01"), nil, false, "+++\ntitle = 'A'\n+++\n", ""},
	{"a table as a whole", At("data"), Text("x"), nil, false, "+++\n[data]\nx = 1\n+++\n", ""},
	{"keys of a table, given as a whole", At("data"), MapOf().With("x", Bare("2")).With("y", Bare("3")), nil, false, "+++\n[data]\nx = 1 # so\n+++\n", "+++\n[data]\nx = 2 # so\ny = 3\n+++\n"},
	{"a key in lines", At("inputs").ID("a").Key("received"), Bare("2026-06-01"), []string{"id"}, false,
		"{\n\t\"inputs\": [\n\t\t{\n\t\t\t\"id\": \"a\",\n\t\t\t\"due\": \"2026-05-01\"\n\t\t}\n\t]\n}\n", "{\n\t\"inputs\": [\n\t\t{\n\t\t\t\"id\": \"a\",\n\t\t\t\"received\": \"2026-06-01\",\n\t\t\t\"due\": \"2026-05-01\"\n\t\t}\n\t]\n}\n"},
	{"the last key in lines", At("source"), MapOf().With("by", Text("mail")).With("at", Bare("2026-06-01T10:00:00Z")), nil, false,
		"{\n  \"title\": \"A\",\n  \"data\": {\n    \"x\": 1\n  }\n}\n", "{\n  \"title\": \"A\",\n  \"data\": {\n    \"x\": 1\n  },\n  \"source\": {\n    \"by\": \"mail\",\n    \"at\": \"2026-06-01T10:00:00Z\"\n  }\n}\n"},
	{"in one line", At("partly"), Bare("2026-06-01"), nil, true, "{\"title\": \"A\", \"partly\": \"2026-05-01\"}\n", "{\"title\": \"A\", \"partly\": [\"2026-05-01\", \"2026-06-01\"]}\n"},
	{"words of several lines in JSON", At("answer"), Text("a\n\"b\""), nil, false, "{\"title\": \"A\"}\n", "{\"title\": \"A\", \"answer\": \"a\\n\\\"b\\\"\"}\n"},
}

func TestAnEditKeepsTheStyleOfTOMLAndJSON(t *testing.T) {
	for _, test := range foreign {
		t.Run(test.name, func(t *testing.T) {
			for _, end := range []string{"\n", "\r\n"} {
				set := Set
				if test.more {
					set = Append
				}
				got, err := set([]byte(strings.ReplaceAll(test.before+"Body: x\n", "\n", end)), test.at, test.value, test.after...)
				if test.wants == "" {
					if !errors.Is(err, ErrStyle) {
						t.Errorf("%v: it became\n%s", err, got)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(strings.ReplaceAll(test.wants+"Body: x\n", "\n", end), string(got)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestAnEditChangesWhatItMust(t *testing.T) {
	for _, test := range edits {
		t.Run(test.name, func(t *testing.T) {
			for _, end := range []string{"\n", "\r\n"} {
				before := strings.ReplaceAll("---\n"+test.before+"---\nBody: x\n", "\n", end)
				wants := strings.ReplaceAll("---\n"+test.wants+"---\nBody: x\n", "\n", end)
				set := Set
				if test.more {
					set = Append
				}
				got, err := set([]byte(before), test.at, test.value, test.after...)
				if test.wants == "" {
					var at *StyleError
					if !errors.Is(err, ErrStyle) || !errors.As(err, &at) || at.Line < 2 {
						t.Errorf("%v: it became\n%s", err, got)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(wants, string(got)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestWhatNoFileCanHoldIsRefused(t *testing.T) {
	for name, set := range map[string]func([]byte) ([]byte, error){
		"a text that is not UTF-8": func(data []byte) ([]byte, error) { return Set(data, At("a"), Text("\xff")) },
		"a key with an invisible":  func(data []byte) ([]byte, error) { return Set(data, At("a\u200b"), Text("x")) },
		"a key twice": func(data []byte) ([]byte, error) {
			return Set(data, At("a"), &Node{Kind: Map, Keys: []Key{{Name: "x"}, {Name: "x"}}, Kids: []*Node{Text("1"), Text("2")}})
		},
		"a bare value that is null":  func(data []byte) ([]byte, error) { return Set(data, At("a"), Bare("null")) },
		"an index beyond all reason": func(data []byte) ([]byte, error) { return Set(data, At("a").Index(1<<30), Text("x")) },
		"no path":                    func(data []byte) ([]byte, error) { return Set(data, nil, Text("x")) },
	} {
		if got, err := set([]byte("---\ntitle: A\n---\n")); err == nil {
			t.Errorf("%s: it became\n%s", name, got)
		}
	}
}

func TestATextIsAddedBehindTheMarkdown(t *testing.T) {
	for _, test := range []struct{ name, before, after string }{
		{"behind a paragraph", "---\na: 1\n---\nOne.\n", "---\na: 1\n---\nOne.\n\nTwo.\nThree.\n"},
		{"behind a blank line", "---\na: 1\n---\nOne.\n\n", "---\na: 1\n---\nOne.\n\nTwo.\nThree.\n"},
		{"behind a line that has no end", "---\na: 1\n---\nOne.", "---\na: 1\n---\nOne.\n\nTwo.\nThree.\n"},
		{"where none is", "---\na: 1\n---", "---\na: 1\n---\nTwo.\nThree.\n"},
		{"CRLF", "---\r\na: 1\r\n---\r\nOne.\r\n", "---\r\na: 1\r\n---\r\nOne.\r\n\r\nTwo.\r\nThree.\r\n"},
		{"JSON", "{\"a\": 1}\nOne.\n", "{\"a\": 1}\nOne.\n\nTwo.\nThree.\n"},
	} {
		got, err := AppendBody([]byte(test.before), "Two.\nThree.\n")
		if err != nil || string(got) != test.after {
			t.Errorf("%s: %v: %q", test.name, err, got)
		}
	}
}

func TestADiffShowsWhatChangesAndActsOnNothing(t *testing.T) {
	before := "---\na: 1\nb: 2\nc: 3\nd: 4\ne: 5\n---\n"
	got := Diff("x.md", []byte(before), []byte(strings.Replace(before, "d: 4", "d: \x1b[31m\u202e\r", 1)))
	want := "--- x.md\n+++ x.md\n@@ -2,6 +2,6 @@\n a: 1\n b: 2\n c: 3\n-d: 4\n+d: ␛[31m\uFFFD\n e: 5\n ---\n"
	if got != want {
		t.Errorf("%q, want\n%q", got, want)
	}
	if got := Diff("x.md", []byte(before), []byte(before)); got != "" {
		t.Errorf("of two that are equal: %q", got)
	}
	if got, want := Diff("x.md", nil, []byte("a\n")), "--- /dev/null\n+++ x.md\n@@ -0,0 +1,1 @@\n+a\n"; got != want {
		t.Errorf("of a file that is new: %q", got)
	}
}
