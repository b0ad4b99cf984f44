package front_test

import (
	"fmt"
	"strings"
	"testing"

	"rapport/generator/front"
)

func TestWordsThatYAMLTakesAwayAreFound(t *testing.T) {
	const (
		anchor = "& begins an anchor here, which takes the word behind it away and which nothing names; put the text in quotes"
		tag    = "! is taken for a tag here, and is lost; put the text in quotes"
	)
	for _, test := range []struct{ name, text, want string }{
		{"an anchor that nothing names", `title: &co Partners`, "2:8 " + anchor},
		{"an anchor and no more", `title: &co`, "2:8 " + anchor},
		{"an anchor in a list", "list:\n- &co Partners", "3:3 " + anchor},
		{"an anchor within brackets", `list: [&co Partners, x]`, "2:8 " + anchor},
		{"an anchor that is named", "a: &x Foo\nb: *x", ""},
		{"an anchor of a map that is merged", "a: &x {b: c}\nd: {<<: *x}", ""},
		{"an anchor of a list, which takes no words away", "a: &x [b]", ""},
		{"an ampersand within a text", "title: R&D at AT &T", ""},
		{"an exclamation mark", `title: ! Achtung`, "2:8 " + tag},
		{"a text that is said to be one", `title: !!str 12`, ""},
		{"an element deeper than its neighbours", "list:\n- a\n - b", "4:2 this line goes on with the text above it; indent it as the other elements are, or put the whole text in quotes"},
		{"elements without spaces", "list:\n  -a\n  -b", "4:3 this line goes on with the text above it; put a space behind each hyphen, or the whole text in quotes"},
		{"a key without a space, deeper", "title: A\n  lead:mara", "3:3 this line goes on with the text above it; put a space behind the colon and indent the line as its neighbours are, or put the whole text in quotes"},
		{"bullets", "list:\n  • a\n  • b", "4:3 this line goes on with the text above it; begin each element with a hyphen and a space"},
		{"a text of two lines", "title: A shop - and\n  more of it all", ""},
		{"an address in the second line", "title: See\n  https://x.example/a", ""},
		{"a list in a block of text", "internal: |\n  Mind\n   - a\n   -b\n  key:x\nlead: mara", ""},
		{"a list in quotes", "internal: \"Mind\n  - a\n  key:x\"\nlead: mara", ""},
		{"an element with a note alone", "list:\n  - # first\n    a: b\n  - a: c", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := front.Parse("x.md", []byte("---\n"+test.text+"\n---\n"))
			got := ""
			if len(problems) > 0 {
				got = fmt.Sprintf("%d:%d %s", problems[0].Line, problems[0].Col, problems[0].Message)
			}
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestCommentsThatTakeWordsAwayAreMarked(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{ // path and place
		{"issues", `title: Fixes #12, #13`, "title 2:14"},
		{"one issue in a list", `list: [a]` + "\nmore:\n- Ticket #4 and #5", "more 4:10"},
		{"a channel", `title: Ask in #slack`, "title 2:15"},
		{"languages", `title: C #, F #`, "title 2:10"},
		{"a number apart", `title: Suite # 4`, "title 2:14"},
		{"two numbers apart", `title: Tickets # 4 and # 5`, "title 2:16"},
		{"a hash and no more", `title: The key #`, "title 2:16"},
		{"behind a tab", "title: Fixes\t#12", "title 2:14"},
		{"all of the words", `title: #1 priority`, "title 2:8"},
		{"a colour", `color: #0b5c5a`, "color 2:8"},
		{"the second line of a text", "title: Fixes\n  this #12", "title 3:8"},
		{"a second line that is one", "list:\n  - Ask in\n    #slack", "list 4:5"},
		{"an element put aside", "list:\n  - Ask in\n  #- slack\n  #slack", ""},
		{"a key put aside", "title: Ask\n  #lead: mara", ""},
		{"within a map", "plan:\n  - {id: live,\n     what: Fix #12\n     }", "what 4:16"},
		{"a comment", `due: 2026-10-02 # agreed by phone`, ""},
		{"a comment behind a text", `title: Sketch agreed # it was the second one`, ""},
		{"a comment that names an issue", `title: Sketch agreed # see #12`, ""},
		{"a comment that begins with a number of days", `title: Sketch agreed # 2 days late`, ""},
		{"a comment behind a key", "scope: #all of it\n  includes: [a]", ""},
		{"a comment behind brackets", `list: [a] #all`, ""},
		{"a comment behind quotes", `title: "Sketch" #12`, ""},
		{"a comment of its own line", "title: Sketch\n#lead: mara", ""},
		{"a ruler", "title: Sketch #-----\nlead: mara ####", ""},
		{"a note that a new file has", "title: # fill in\nlead: mara", ""},
		{"a hash within a word", `title: C#, issue#12`, ""},
		{"a hash within quotes", `title: 'Fixes #12' # why`, ""},
		{"a hash in a block of text", "title: |\n  Fixes #12\n  # 4\nlead: mara", ""},
		{"a hash in quotes of two lines", "title: \"Fixes\n  #12\"\nlead: mara", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, problems := front.Parse("x.md", []byte("---\n"+test.text+"\n---\n"))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if got := strings.Join(cuts(doc.Front, ""), ", "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// cuts lists the values that are marked.
func cuts(n *front.Node, key string) []string {
	var all []string
	if n.Cut.Line > 0 {
		all = append(all, fmt.Sprintf("%s %d:%d", key, n.Cut.Line, n.Cut.Col))
	}
	for i, kid := range n.Kids {
		name := key
		if n.Kind == front.Map {
			name = n.Keys[i].Name
		}
		all = append(all, cuts(kid, name)...)
	}
	return all
}
