package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"rapport/generator/diag"
	"rapport/generator/markdown"
)

func TestBareAddressesAreLinkedWhole(t *testing.T) {
	for _, test := range []struct{ text, address string }{
		{"https://de.wikipedia.org/wiki/Müller-Thurgau", "https://de.wikipedia.org/wiki/Müller-Thurgau"},
		{"see https://ru.wikipedia.org/wiki/Чехов.", "https://ru.wikipedia.org/wiki/Чехов"},
		{"see https://ja.wikipedia.org/wiki/日本語。", "https://ja.wikipedia.org/wiki/日本語"},
		{"https://müller.example/über-uns?ort=Köln#größe", "https://müller.example/über-uns?ort=Köln#größe"},
		{"https://example.com/foo*bar*baz", "https://example.com/foo*bar*baz"},
		{"https://example.com/foo_bar_baz~qux~", "https://example.com/foo_bar_baz~qux"},
		{`"https://example.com/a"`, "https://example.com/a"},
		{`He wrote "https://example.com/a", and left`, "https://example.com/a"},
		{"'https://example.com/a'", "https://example.com/a"},
		{"„https://example.com/a“", "https://example.com/a"},
		{"«https://example.com/a», and", "https://example.com/a"},
		{"“https://example.com/a?b=c”", "https://example.com/a?b=c"},
		{"(https://example.com/a)", "https://example.com/a"},
		{"https://en.wikipedia.org/wiki/Foo_(bar)", "https://en.wikipedia.org/wiki/Foo_(bar)"},
		{"(see https://en.wikipedia.org/wiki/Foo_(bar))", "https://en.wikipedia.org/wiki/Foo_(bar)"},
		{"**https://example.com/a**", "https://example.com/a"},
		{"https://en.wikipedia.org/wiki/Rubik's_Cube", "https://en.wikipedia.org/wiki/Rubik's_Cube"},
		{"https://en.wikipedia.org/wiki/Michelson–Morley", "https://en.wikipedia.org/wiki/Michelson–Morley"},
		{"https://example.com/a!b$c&d=e;f@g,h", "https://example.com/a!b$c&d=e;f@g,h"},
		{"Is it https://example.com/a?", "https://example.com/a"},
		{"https://example.com/a…", "https://example.com/a"},
		{"https://192.168.1.10:8080/status", "https://192.168.1.10:8080/status"},
		{"http://example.com", "http://example.com"},
		{"Docs:https://example.com/a", "https://example.com/a"},
		{"www.müller.example/straße", "http://www.müller.example/straße"},
		{"https://example.com/a&amp;", "https://example.com/a"},
		{"https://example.com/a<b", "https://example.com/a"},
		{"xhttps://example.com/a", ""},
		{"https://", ""},
		{"https://localhost", ""},
		{"`https://example.com/a`", ""},
	} {
		t.Run(test.text, func(t *testing.T) {
			var problems diag.List
			c := markdown.New()
			for how, html := range map[string]string{
				"as a body": string(c.Convert([]byte(test.text), markdown.Context{}, &problems).HTML),
				"as a line": string(c.Inline(test.text, diag.Position{}, markdown.Context{}, &problems)),
			} {
				_, rest, found := strings.Cut(html, `rel="noreferrer">`)
				label, _, _ := strings.Cut(rest, "</a>")
				want := strings.ReplaceAll(test.address, "&", "&amp;")
				if found != (test.address != "") || found && label != want && "http://"+label != want {
					t.Errorf("%s: %q is linked, want %q: %s", how, label, want, html)
				}
			}
		})
	}
}

func TestWordsThatMarkdownTakesAwayAreTold(t *testing.T) {
	const spaces = "error: an address with a space in it is no link; write it between < and >: (<%s>) [broken-link]"
	for _, test := range []struct{ name, text, want string }{
		{"a line that defines a link", "[Robin]: yes", `1:1: warning: this line gives the address of a link "Robin" that no text has, so it is not shown; write \[ where words are meant, or remove the line [unused-reference]`},
		{"such lines behind each other", "Present:\n\n[Ann]: yes\n[Bob]: no", `3:1: warning: this line gives the address of a link "Ann" that no text has, so it is not shown; write \[ where words are meant, or remove the line [unused-reference]`},
		{"in a quote", "> [Robin]: yes", `1:3: warning: this line gives the address of a link "Robin" that no text has, so it is not shown; write \[ where words are meant, or remove the line [unused-reference]`},
		{"a definition that is used", "See [the docs] and [more][docs].\n\n[the docs]: https://example.com\n[Docs]: https://example.com", ""},
		{"a definition of an image", "![A shop][shop]\n\n[shop]: https://example.com \"x\"", "1:1: error: an image on another host"},
		{"a second definition", "[a]\n\n[a]: https://example.com\n[A]: https://example.org", `4:1: warning: the link "A" has an address already, so this line is not shown; write \[ where words are meant, or remove the line [unused-reference]`},
		{"a task", "- [x] done", ""},
		{"words between brackets", "\\[Robin]: yes", ""},
		{"a row with more cells", "| a | b |\n|---|---|\n| 1 | 2 | 3 |", `3:10: warning: this row has 3 cells and the table 2 columns, so what stands from here on is not shown; write \| for a stroke within a cell, or give the header more columns [lost-cells]`},
		{"a row without strokes around it", "a | b\n---|---\n1 | 2 | 3 | 4", `3:8: warning: this row has 4 cells and the table 2 columns, so what stands from here on is not shown; write \| for a stroke within a cell, or give the header more columns [lost-cells]`},
		{"a row with fewer cells", "| a | b |\n|---|---|\n| 1 |", ""},
		{"an empty cell too many", "| a | b |\n|---|---|\n| 1 | 2 | |", ""},
		{"a stroke within a cell", "| a | b |\n|---|---|\n| 1 | 2 \\| 3 |", ""},
		{"a name with a space", "[the deck](../files/My Deck.pdf)", "1:12: " + fmt.Sprintf(spaces, "../files/My Deck.pdf")},
		{"a name with a space and a title", `[the deck](My Deck.pdf "Slides")`, "1:12: " + fmt.Sprintf(spaces, "My Deck.pdf")},
		{"an address with a space", "[it](https://example.com/a b)", "1:6: " + fmt.Sprintf(spaces, "https://example.com/a b")},
		{"a picture with a space", "![Front](files/the front.png) and more (of it)", "1:10: " + fmt.Sprintf(spaces, "files/the front.png")},
		{"two of them", "[a](x y.pdf) and [b](y z.pdf)", "1:5: " + fmt.Sprintf(spaces, "x y.pdf")},
		{"a remark behind brackets", "as in a[1](see below)", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems diag.List
			markdown.New().Convert([]byte(test.text), markdown.Context{Line: 1}, &problems)
			got := ""
			if all := problems.Sorted(); len(all) > 0 {
				got = strings.TrimPrefix(all[0].String(), ":")
			}
			if !strings.HasPrefix(got, test.want) || (got == "") != (test.want == "") {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
