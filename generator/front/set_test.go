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
