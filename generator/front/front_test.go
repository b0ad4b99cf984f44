package front_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/front"
)

func TestFrontMatterIsSplitFromTheBody(t *testing.T) {
	for _, test := range []struct {
		name, file  string
		title, body string
		line        int // of the body
	}{
		{"YAML", "---\ntitle: A\n---\nBody\n", "A", "Body\n", 4},
		{"no body", "---\ntitle: A\n---", "A", "", 3},
		{"body of a rule", "---\ntitle: A\n---\n---\nBody\n", "A", "---\nBody\n", 4},
		{"indented fence in a block", "---\ntitle: A\ninternal: |\n  ---\n  x\n---\nBody\n", "A", "Body\n", 7},
		{"fence of another format", "---\ntitle: A\ninternal: |\n  +++\n---\n+++\nBody\n", "A", "+++\nBody\n", 6},
		{"spaces behind fences", "---  \ntitle: A\n---\t\nBody\n", "A", "Body\n", 4},
		{"empty YAML", "---\n---\nBody\n", "", "Body\n", 3},
		{"comment alone", "---\n# nothing\n---\nBody\n", "", "Body\n", 4},
		{"blank lines before", "\n\n---\ntitle: A\n---\nBody\n", "A", "Body\n", 6},
		{"TOML", "+++\ntitle = 'A'\n+++\nBody\n", "A", "Body\n", 4},
		{"TOML, fence of YAML within", "+++\ntitle = 'A'\ninternal = '''\n---\n'''\n+++\n---\nBody\n", "A", "---\nBody\n", 7},
		{"JSON on one line", "{\"title\": \"A\"}\nBody\n", "A", "Body\n", 2},
		{"JSON on many", "{\n\"title\": \"A\",\n\"internal\": {\n}\n}\nBody\n", "A", "Body\n", 6},
		{"JSON, brace in the body", "{\"title\": \"A\"}\n\n}\nBody\n", "A", "\n}\nBody\n", 2},
		{"JSON without body", "{\"title\": \"A\"}", "A", "", 1},
		{"empty JSON", "{}\nBody\n", "", "Body\n", 2},
		{"emoji as two surrogates", `{"title": "\ud83d\ude00"}`, "😀", "", 1},
		{"BOM and CRLF", "\uFEFF---\r\ntitle: A\r\n---\r\nBody\r\n", "A", "Body\n", 4},
		{"alias", "---\ninternal: &a B\ntitle: *a\n---\n", "B", "", 5},
		{"merged map", "---\ninternal: &a {title: B, x: 1}\n<<: *a\n---\n", "B", "", 5},
		{"own key before a merged one", "---\ninternal: &a {title: B}\ntitle: A\n<<: [*a]\n---\n", "A", "", 6},
		{"quoted key", "---\n\"title\": A\n---\n", "A", "", 4},
		{"tag of a string", "---\ntitle: !!str null\n---\n", "null", "", 4},
		{"folded text", "---\ntitle: >-\n  A\n  B\n---\n", "A B", "", 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, problems := front.Parse("x.md", []byte(test.file))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			title := ""
			if n := doc.Front.Get("title"); n != nil {
				title = n.Raw
			}
			if title != test.title || string(doc.Body.Source) != test.body || doc.Body.Line != test.line {
				t.Errorf("title %q, body %q from line %d; want %q, %q, %d", title, doc.Body.Source, doc.Body.Line, test.title, test.body, test.line)
			}
		})
	}
}

func TestFrontMatterThatCannotBeRead(t *testing.T) {
	deep := func(open, close string) string { return strings.Repeat(open, 300) + strings.Repeat(close, 300) }
	bomb := "---\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 10), ", "))
	}
	for _, test := range []struct{ name, file, want string }{
		{"BOM before a fence that does not end", "\uFEFF---\ntitle: A\n", "1:1 unclosed-front-matter"},
		{"indented end fence", "---\ntitle: A\n ---\n", "1:1 unclosed-front-matter"},
		{"fences of two formats", "---\ntitle: A\n+++\n", "1:1 unclosed-front-matter"},
		{"indented opening fence", " ---\ntitle: A\n---\n", "1:1 no-front-matter"},
		{"text before", "Text\n---\ntitle: A\n---\n", "1:1 no-front-matter"},
		{"nothing but a BOM", "\uFEFF", "1:1 no-front-matter"},
		{"JSON list", "[1]\n", "1:1 no-front-matter"},
		{"shortcode", "{{< kpi orders >}}\n", "1:1 no-front-matter"},
		{"line ends that no editor knows", "---\na: b\rc: d\u2028e\ntitle: [\n---\n", "2:7 bad-yaml"},
		{"text that runs the other way", "---\ntitle: A\n---\nPay é \u202e0001 EUR.\n", "4:7 invisible-character"},
		{"an isolate that is not closed", "---\ntitle: A\n---\nPay \u2067x.\n", "4:5 invisible-character"},
		{"one in the front matter", "---\ntitle: A\u202e\n---\n", "2:9 invisible-character"},
		{"what YAML refuses", "---\ntitle: A\na: \x1b[1m\n---\n", "3:4 invisible-character"},
		{"letters that are written within flags", "---\ntitle: A\U000e0041\n---\n", "2:9 invisible-character"},
		{"orders to a terminal", "---\ntitle: A\n---\nx \u009b31m\n", "4:3 invisible-character"},
		{"two YAML documents", "---\ntitle: A\n...\ntitle: B\n---\n", "4:1 bad-yaml"},
		{"bytes of Latin 1", "---\ntitle: Caf\xe9\n---\n", "2:11 not-utf8"},
		{"column in characters", "---\ntitle: {é: [ü}\n---\n", "2:12 bad-yaml"},
		{"deep YAML", "---\na: " + deep("[", "]") + "\n---\n", "bad-yaml"},
		{"deep TOML", "+++\na = " + deep("[", "]") + "\n+++\n", "bad-toml"},
		{"deep TOML keys", "+++\n" + strings.Repeat("a.", 300) + "a = 1\n+++\n", "bad-toml"},
		{"deep TOML header", "+++\n[" + strings.Repeat("a.", 300) + "a]\n+++\n", "bad-toml"},
		{"deep JSON", "{\"a\": " + deep("[", "]") + "}\n", "bad-json"},
		{"alias bomb", bomb + "---\n", "bad-yaml"},
		{"alias of itself", "---\na: &a [*a]\n---\n", "bad-yaml"},
		{"list as key", "---\n[a]: b\n---\n", "2:1 bad-yaml"},
		{"merge of a text", "---\n<<: text\n---\n", "2:5 bad-yaml"},
		{"tag of a program", "---\na: !!python/object x\n---\n", "2:4 bad-yaml"},
		{"TOML key in two lists", "+++\na = [1]\n[[a]]\n+++\n", "3:3 duplicate-key"},
		{"TOML table in a closed one", "+++\na = {b = 1}\n[a.c]\n+++\n", "3:2 duplicate-key"},
		{"TOML dotted key of a text", "+++\na = 'x'\na.b = 1\n+++\n", "3:1 duplicate-key"},
		{"TOML that ends early", "+++\na = [\n+++\n", "2:6 bad-toml"},
		{"JSON key without quotes", "{\"a\": 1,\n b: 2}\n", "2:2 bad-json"},
		{"JSON with a comma too many", "{\"a\": [1,]}\n", "1:10 bad-json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := front.Parse("x.md", []byte(test.file))
			if len(problems) == 0 {
				t.Fatal("no problem")
			}
			p := problems[0]
			if got := fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Rule); got != test.want && p.Rule != test.want {
				t.Errorf("got %s (%s), want %s", got, p.Message, test.want)
			}
		})
	}
}

func TestCharactersThatMisleadHideNothingElse(t *testing.T) {
	_, problems := front.Parse("x.md", []byte("---\ntitle: A\u202e\nb: \u009bx: [\n---\nPay \u202e10.\n"))
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Rule))
	}
	want := []string{"2:9 invisible-character", "3:4 invisible-character", "5:5 invisible-character", "3:6 bad-yaml"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
