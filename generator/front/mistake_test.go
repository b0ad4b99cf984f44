package front_test

import (
	"fmt"
	"strings"
	"testing"

	"rapport/generator/front"
)

// A mistaken is front matter as people get it wrong, without its fences, what is said of
// it first, and the same with what was said done.
type mistaken struct{ name, text, want, mended string }

var mistakenYAML = []mistaken{
	{"a colon in a text", `title: Fixes: a bug`, `2:13 a text that has a colon with a space behind it has to be in quotes: title: "…"`, `title: "Fixes: a bug"`},
	{"a colon and quotes in a text", `title: He said: "no"`, `2:15 a text that has a colon with a space behind it has to be in quotes: title: '…'`, `title: 'He said: "no"'`},
	{"a colon and quotes of both kinds", `title: "no": it's`, `2:12 words stand behind the closing quote; put the whole text in double quotes, with \" for its own`, `title: "\"no\": it's"`},
	{"a colon in an element", "list:\n  - Phase 1: sketch: draft", `3:20 a text that has a colon with a space behind it has to be in quotes: Phase 1: "…"`, "list:\n  - Phase 1: \"sketch: draft\""},
	{"a colon within brackets", `list: [a b: c: d]`, `2:14 a text that has a colon with a space behind it has to be in quotes`, `list: ["a b: c: d"]`},
	{"a tab that indents", "scope:\n\tincludes: [a]", `3:1 a tab stands in the indentation; indent with spaces`, "scope:\n  includes: [a]"},
	{"a tab behind spaces", "scope:\n  includes:\n  \t- a", `4:3 a tab stands in the indentation; indent with spaces`, "scope:\n  includes:\n    - a"},
	{"a tab within a block of text", "title: |\n\tx", `3:1 a tab stands in the indentation; indent with spaces`, "title: |\n  x"},
	{"an indentation between two", "scope:\n  includes:\n  - a\n excludes:\n  - b", `5:2 this line is indented by 1 space, between the lines above; indent it by 0 or by 2`, "scope:\n  includes:\n  - a\n  excludes:\n  - b"},
	{"keys of an element that do not stand below each other", "plan:\n  - id: live\n   what: Live", `4:4 this line is indented by 3 spaces, between the lines above; indent it by 2 or by 4`, "plan:\n  - id: live\n    what: Live"},
	{"a key too far right", "title: A\n  lead: mara", `3:3 this line is indented deeper than line 2, which has its value already; begin it at the left`, "title: A\nlead: mara"},
	{"a key of an element too far right", "plan:\n- id: live\n    what: Live", `4:5 this line is indented deeper than line 3, which has its value already; indent it by 2 spaces`, "plan:\n- id: live\n  what: Live"},
	{"an open double quote", `title: "Sketch`, `2:8 the quote that opens here is never closed; close it with " where the text ends`, `title: "Sketch"`},
	{"an open single quote", "title: 'Sketch\nlead: mara", `2:8 the quote that opens here is never closed; close it with ' where the text ends`, "title: 'Sketch'\nlead: mara"},
	{"an open quote that a later one closes", "title: \"Sketch\nlead: \"mara\"", `2:8 the quote that opens here is not closed in its line; close it with " where the text ends`, "title: \"Sketch\"\nlead: \"mara\""},
	{"words behind a quote", `title: "The sketch" is agreed`, `2:21 words stand behind the closing quote; put the whole text in single quotes: '"…" …'`, `title: '"The sketch" is agreed'`},
	{"quotes within a text", `title: "say "hi" now"`, `2:13 the quote ends the text here; write \" for each quote within the text`, `title: "say \"hi\" now"`},
	{"an apostrophe between single quotes", `title: 'It's agreed'`, `2:11 the apostrophe ends the text here; put the text in double quotes, or write '' for an apostrophe`, `title: "It's agreed"`},
	{"texts with a comma between", `list: "A", "B"`, `2:10 several values stand in a list; put them between brackets: ["…", "…"]`, `list: ["A", "B"]`},
	{"a comma as in JSON", "\"title\": \"A\",\n\"lead\": \"mara\"", `2:13 a comma stands behind the value; remove it`, "\"title\": \"A\"\n\"lead\": \"mara\""},
	{"a text that begins with a bracket", `title: [Draft] X`, `2:8 a text cannot begin with [; put it in quotes: title: "…"`, `title: "[Draft] X"`},
	{"a text that begins with a brace", `title: {A} B`, `2:8 a text cannot begin with {; put it in quotes: title: "…"`, `title: "{A} B"`},
	{"a text that begins with two braces", `title: {{ name }}`, `2:8 a text cannot begin with {{; put it in quotes`, `title: "{{ name }}"`},
	{"two braces and more", `title: {{ name }} is here`, `2:8 a text cannot begin with {{; put it in quotes: title: "…"`, `title: "{{ name }} is here"`},
	{"a path of Windows", `title: "C:\Users\me"`, `2:11 \U means nothing between double quotes; write \\ where a backslash is meant`, `title: "C:\\Users\\me"`},
	{"another path of Windows", `title: "D:\quotes\2026"`, `2:11 \q means nothing between double quotes; write \\ where a backslash is meant`, `title: "D:\\quotes\\2026"`},
	{"a mention", `title: @mara asks`, `2:8 a text cannot begin with @; put it in quotes: title: "…"`, `title: "@mara asks"`},
	{"a mention within brackets", `list: [@mara, tijn]`, `2:8 a text cannot begin with @; put it in quotes`, `list: ["@mara", tijn]`},
	{"a mention that is an element", "list:\n- @mara", `3:3 a text cannot begin with @; put it in quotes: "…"`, "list:\n- \"@mara\""},
	{"a backquote", "title: `code` works", "2:8 a text cannot begin with `; put it in quotes: title: \"…\"", "title: \"`code` works\""},
	{"a percent sign", `title: %20 off`, `2:8 a text cannot begin with %; put it in quotes: title: "…"`, `title: "%20 off"`},
	{"bold words", `title: *bold* words`, `2:8 a text cannot begin with *; put it in quotes: title: "…"`, `title: "*bold* words"`},
	{"very bold words", `title: **bold** words`, `2:8 a text cannot begin with *; put it in quotes: title: "…"`, `title: "**bold** words"`},
	{"an ampersand", `title: & co`, `2:8 a text cannot begin with &; put it in quotes: title: "…"`, `title: "& co"`},
	{"a comma first", `title: , then`, `2:8 a text cannot begin with ,; put it in quotes: title: "…"`, `title: ", then"`},
	{"more than", `title: > 5 percent`, `2:8 a text cannot begin with >; put it in quotes: title: "…"`, `title: "> 5 percent"`},
	{"an upright stroke", `title: | A`, `2:8 a text cannot begin with |; put it in quotes: title: "…"`, `title: "| A"`},
	{"a list behind a colon", `list: - A`, `2:7 a list cannot begin behind a colon; put its first hyphen on the next line, or put a text in quotes: list: "…"`, "list:\n- A"},
	{"a question", `title: ? what`, `2:8 a text cannot begin with a question mark and a space; put it in quotes: title: "…"`, `title: "? what"`},
	{"a word as a tag", `title: !important thing`, `2:8 "!important" is taken for a tag, which has no meaning here; put the text in quotes, or remove it`, `title: "!important thing"`},
	{"hyphens without a space", "list:\n-a\n-b", `3:1 an element of a list has a space behind its hyphen; write - a…`, "list:\n- a\n- b"},
	{"a second hyphen without a space", "list:\n  - a\n  -b", `4:3 an element of a list has a space behind its hyphen; write - b…`, "list:\n  - a\n  - b"},
	{"asterisks for hyphens", "list:\n  * a\n  * b", `3:3 an element of a list begins with a hyphen; write - in place of *`, "list:\n  - a\n  - b"},
	{"a key twice", "title: A\ntitle: B", `3:1 key "title" stands here twice, first on line 2; keep one`, "title: A"},
	{"no space behind the colon", "title:A", `2:6 a key has a space behind its colon; write title: …`, "title: A"},
	{"no space behind one colon", "lead: mara\ntitle:A", `3:6 a key has a space behind its colon; write title: …`, "lead: mara\ntitle: A"},
	{"an equals sign", "title = A\nlead: mara", `2:1 a key and its value have a colon between them; write title: …`, "title: A\nlead: mara"},
	{"a key without a colon", "title: A\nlead", `3:1 this line has no colon; write "lead": with a value behind it, or remove the line`, "title: A\n\"lead\":"},
	{"a line of the text below", "title: A\nJust words here", `3:1 this line has no colon; begin it with a key, indent it if it goes on with the text above, or move it below the closing fence`, "title: A\n  Just words here"},
	{"no keys at all", "just words", `2:1 this line has no colon; begin it with a key, indent it if it goes on with the text above, or move it below the closing fence`, "title: just words"},
	{"a list without a key", "- a\n- b", `2:1 front matter is made of keys, and this is a list; put a key on a line of its own above it`, "list:\n- a\n- b"},
	{"an element among keys", "title: A\n- b", `3:1 an element of a list stands here, and line 2 above it has its value already; put a key on a line of its own above the list`, "title: A\nlist:\n- b"},
	{"a key among elements", "plan:\n  - id: live\n  what: Live", `4:3 a key stands here among the elements of a list; indent it by 4 spaces if it belongs to the element above`, "plan:\n  - id: live\n    what: Live"},
	{"a text and keys below a key", "scope:\n  all\n  excludes: []", `3:3 this line has no colon, and the next one has; write it as a key with its value, or remove it`, "scope:\n  excludes: []"},
	{"an open bracket", "list: [a, b\ntitle: A", `2:7 the [ that opens here is never closed; close it with ], and put a text that has a comma, bracket, brace or quote of its own in quotes`, "list: [a, b]\ntitle: A"},
	{"an open brace", "plan:\n- {id: live\ntitle: A", `3:3 the { that opens here is never closed; close it with }, and put a text that has a comma, bracket, brace or quote of its own in quotes`, "plan:\n- {id: live}\ntitle: A"},
	{"a bracket too many", "list: [a, b]]", `2:13 one ] too many; remove it`, "list: [a, b]"},
	{"a hash within brackets", "list: [design, #slack]", `2:16 the # begins a comment, which hides the rest of the line; put the text that it belongs to in quotes`, `list: [design, "#slack"]`},
	{"a hash first within brackets", "list: [#a, #b]", `2:8 the # begins a comment, which hides the rest of the line; put the text that it belongs to in quotes`, `list: ["#a", "#b"]`},
	{"a comment too near", `title: "A"# why`, `2:11 a comment has a space before its #; write one`, `title: "A" # why`},
	{"curly quotes and a colon", "title: “A: b”", `2:8 “ does not quote a text; type straight quotes: title: "…"`, `title: "A: b"`},
	{"a block that is not indented", "title: |\nText", `3:1 the text behind | has to be indented; indent this line by 2 spaces`, "title: |\n  Text"},
	{"a block that is indented less", "title: >\n    Text\n  and more", `4:3 this line goes on with the text behind >; indent it by 4 spaces`, "title: >\n    Text\n    and more"},
	{"a no-break space in a key", "\u00a0title: A", `2:1 in this key stands a no-break space (U+00A0), which cannot be seen; type a space in its place`, " title: A"},
	{"no-break spaces that indent", "scope:\n\u00a0\u00a0includes: [a]", `3:1 in this key stands a no-break space (U+00A0), which cannot be seen; type a space in its place`, "scope:\n  includes: [a]"},
	{"no-break spaces that indent a list", "scope:\n  includes:\n\u00a0\u00a0- a\n  excludes: []", `4:1 here stands a no-break space (U+00A0), which cannot be seen; type a space in its place`, "scope:\n  includes:\n  - a\n  excludes: []"},
	{"a no-break space behind a colon", "title:\u00a0A", `2:7 behind this colon stands a no-break space (U+00A0), which cannot be seen; type a space in its place`, "title: A"},
	{"a zero-width space in a key", "\u200btitle: A", `2:1 in this key stands a zero-width space (U+200B), which cannot be seen; delete it`, "title: A"},
	{"a second document", "title: A\n...\nlead: mara", `4:1 a second document begins here; remove the line ... or --- above it`, "title: A\nlead: mara"},
	{"a merge of a text", "<<: base", `2:5 << merges maps only; name an anchor of a map`, "base: A"},
}

var mistakenTOML = []mistaken{
	{"a text without quotes", `title = The sketch`, `2:9 a text has to be in double quotes; write "…"`, `title = "The sketch"`},
	{"an apostrophe between single quotes", `title = 'It's agreed'`, `2:12 the apostrophe ends the text here; put the text in double quotes`, `title = "It's agreed"`},
	{"a colon", `title: "A"`, `2:6 a key and its value have an equals sign between them; write = in place of the colon`, `title = "A"`},
	{"an open quote", "title = \"Sketch\nlead = \"mara\"", `2:9 the quote that opens here is never closed; close it where the text ends`, "title = \"Sketch\"\nlead = \"mara\""},
	{"a key twice", "title = \"A\"\ntitle = \"B\"", `3:1 key "title" stands here twice, first on line 2; keep one`, `title = "A"`},
	{"an open header", "[scope\nincludes = [\"a\"]", `2:1 the [ that opens here is never closed; close it with ]`, "[scope]\nincludes = [\"a\"]"},
	{"a path of Windows", `title = "C:\Users\me"`, `2:12 a single backslash means nothing here; write \\ where a backslash is meant`, `title = "C:\\Users\\me"`},
	{"a comma at the end", `title = "A",`, `2:12 a comma stands behind the value; remove it`, `title = "A"`},
	{"a key of two words", `the title = "A"`, `2:5 a key is one word; join its words with _, or put it in quotes`, `the_title = "A"`},
	{"a choice", `quiet = yes`, `2:9 a choice is written true or false, in lower case, and a word in quotes`, `quiet = true`},
	{"a choice with a capital", `quiet = True`, `2:9 a choice is written true or false, in lower case, and a word in quotes`, `quiet = true`},
	{"curly quotes", `title = “A”`, `2:9 “ does not quote a text; type straight quotes`, `title = "A"`},
	{"a key without a value", "title =\nlead = \"mara\"", `2:8 this key has no value; write one behind its equals sign, or remove the line`, "lead = \"mara\""},
	{"a key without an equals sign", `title "A"`, `2:7 a key has an equals sign behind it, and a value behind that; write them`, `title = "A"`},
	{"quotes within a text", `title = "say "hi" now"`, `2:14 the quote ends the text here; write \" for each quote within the text`, `title = "say \"hi\" now"`},
	{"a hash", `title = #12`, `2:9 the # begins a comment here; put the text in quotes`, `title = "#12"`},
	{"an open list", "list = [\"a\", \"b\"\ntitle = \"x\"", `2:8 the [ that opens here is never closed; close it with ]`, "list = [\"a\", \"b\"]\ntitle = \"x\""},
	{"a comma that is missing", `list = ["a" "b"]`, `2:13 a comma is missing before this element; write one`, `list = ["a", "b"]`},
	{"a day as people write it", `due = 02.10.2026`, `2:7 a number has digits, and a point before its decimals; put a day or an id in quotes`, `due = "02.10.2026"`},
	{"a number as people write it", `target = 1.234,50`, `2:10 a number has digits, and a point before its decimals; put a day or an id in quotes`, `target = 1234.50`},
	{"words behind a text", `title = "A" and more`, `2:13 words stand behind the value; put the whole text in quotes, with \" for its own`, `title = "\"A\" and more"`},
	{"a list as in YAML", "- a", `2:1 a list stands between brackets; write key = ["…", "…"]`, `key = ["a"]`},
	{"a no-break space", "\u00a0title = \"A\"", `2:1 here stands a no-break space (U+00A0), which cannot be seen; type a space in its place`, ` title = "A"`},
	{"nothing", `title = null`, `2:9 there is no such value in TOML; remove the line`, ``},
	{"a comment of another language", "// mind it", `2:1 a comment begins with #`, `# mind it`},
}

var mistakenJSON = []mistaken{
	{"a comma at the end", `{"title": "A",}`, `1:15 a comma stands before this }; remove the comma`, `{"title": "A"}`},
	{"a comma at the end of a list", `{"list": [1, 2,]}`, `1:16 a comma stands before this ]; remove the comma`, `{"list": [1, 2]}`},
	{"a comma that is missing", "{\"title\": \"A\"\n\"lead\": \"m\"}", `2:1 a comma is missing before this; write one`, "{\"title\": \"A\",\n\"lead\": \"m\"}"},
	{"a key without quotes", `{"a": 1, title: "A"}`, `1:10 a key has to be in double quotes`, `{"a": 1, "title": "A"}`},
	{"single quotes", `{"title": 'A'}`, `1:11 a text and a key stand in double quotes; type them in place of '`, `{"title": "A"}`},
	{"a comment", "{\"a\": 1, // why\n\"b\": 2}", `1:10 JSON has no comments; remove this one`, "{\"a\": 1,\n\"b\": 2}"},
	{"a text of two lines", "{\"title\": \"A\nB\"}", `1:11 the quote that opens here is not closed in its line; close it where the text ends`, `{"title": "A B"}`},
	{"curly quotes", `{"title": “A”}`, `1:11 “ does not quote a text; type straight quotes`, `{"title": "A"}`},
	{"a colon that is missing", `{"title" "A"}`, `1:10 a colon is missing behind this key; write one`, `{"title": "A"}`},
	{"a choice with a capital", `{"draft": True}`, `1:11 a choice is written true or false, in lower case, and a word in double quotes`, `{"draft": true}`},
	{"nothing with a capital", `{"draft": None}`, `1:11 nothing is written null, in lower case`, `{"draft": null}`},
	{"a path of Windows", `{"title": "C:\Users"}`, `1:14 a single backslash means nothing here; write \\ where a backslash is meant`, `{"title": "C:\\Users"}`},
	{"a day without quotes", `{"due": 2026-10-02}`, `1:12 a number has digits, and a point before its decimals; put a day or an id in double quotes`, `{"due": "2026-10-02"}`},
	{"quotes within a text", `{"title": "say "hi" now"}`, `1:16 the quote ends the text here; write \" for each quote within the text`, `{"title": "say \"hi\" now"}`},
	{"a value that is missing", `{"title": }`, `1:11 a value is missing here; write one, or null`, `{"title": null}`},
	{"two commas", `{"a": [1],, "b": 1}`, `1:11 one comma too many; remove it`, `{"a": [1], "b": 1}`},
	{"brackets that cross", `{"a": [1, 2}`, `1:12 a } stands where what was opened last has to be closed first`, `{"a": [1, 2]}`},
	{"a key twice", `{"a": 1, "a": 2}`, `1:10 key "a" stands here twice, first on line 1; keep one`, `{"a": 1}`},
	{"words without quotes", `{"title": The sketch}`, `1:11 a text has to be in double quotes; write "…"`, `{"title": "The sketch"}`},
}

func TestMistakesAreToldInAWritersWords(t *testing.T) {
	for _, format := range []struct {
		name, fence string
		all         []mistaken
	}{{"YAML", "---\n", mistakenYAML}, {"TOML", "+++\n", mistakenTOML}, {"JSON", "", mistakenJSON}} {
		inFences := func(text string) []byte { return []byte(format.fence + text + "\n" + format.fence + "Body\n") }
		for _, test := range format.all {
			t.Run(format.name+"/"+test.name, func(t *testing.T) {
				_, problems := front.Parse("x.md", inFences(test.text))
				if len(problems) == 0 {
					t.Fatal("no problem")
				}
				if got := fmt.Sprintf("%d:%d %s", problems[0].Line, problems[0].Col, problems[0].Message); got != test.want {
					t.Errorf("got\n%s\nwant\n%s", got, test.want)
				}
				if _, problems := front.Parse("x.md", inFences(test.mended)); len(problems) > 0 {
					t.Errorf("the mend mends nothing: %v", problems)
				}
			})
		}
	}
}

func TestFencesThatAreNearlyRight(t *testing.T) {
	for _, test := range []struct{ name, file, want string }{
		{"a long dash first", "—\ntitle: A\n---\n", "1:1 this line is nearly the one with which front matter begins; write --- at its left, and nothing else"},
		{"four hyphens first", "----\ntitle: A\n---\n", "1:1 this line is nearly the one with which front matter begins; write --- at its left, and nothing else"},
		{"a zero-width space before the first", "\u200b---\ntitle: A\n---\n", "1:1 this line is nearly the one with which front matter begins; write --- at its left, and nothing else"},
		{"none first", "title: A\nlead: mara\n---\nBody\n", "1:1 the file does not begin with front matter; put a line --- above this one, and one below the last key"},
		{"two hyphens last", "---\ntitle: A\n--\nBody\n", "1:1 the front matter has no end; close it with a line ---, and nothing else in it, in the place of line 3"},
		{"a space before the last", "---\ntitle: A\n ---\nBody\n", "1:1 the front matter has no end; close it with a line ---, and nothing else in it, in the place of line 3"},
		{"the last of another format", "---\ntitle: A\n+++\nBody\n", "1:1 the front matter has no end; close it with a line ---, and nothing else in it, in the place of line 3"},
		{"none last", "---\ntitle: A\n\nBody\n", "1:1 the front matter has no end; close it with a line ---"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := front.Parse("x.md", []byte(test.file))
			if len(problems) != 1 {
				t.Fatal(problems)
			}
			if got := fmt.Sprintf("%d:%d %s", problems[0].Line, problems[0].Col, problems[0].Message); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// Whatever stands in a file, what is said of it is said of a place in it, in words.
func FuzzMistakes(f *testing.F) {
	for _, test := range mistakenYAML {
		f.Add("---\n" + test.text + "\n---\n")
	}
	for _, test := range mistakenTOML {
		f.Add("+++\n" + test.text + "\n+++\n")
	}
	for _, test := range mistakenJSON {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, file string) {
		_, problems := front.Parse("x.md", []byte(file))
		lines := strings.Split(file, "\n")
		for _, p := range problems {
			switch {
			case p.Line < 1 || p.Line > len(lines), p.Col < 1 || p.Col > len([]rune(lines[p.Line-1]))+1:
				t.Errorf("%s is no place in the file", p)
			case strings.Contains(p.Message, "mend the YAML"), strings.Contains(p.Message, "mend the TOML"), strings.Contains(p.Message, "mend the JSON"), strings.Contains(p.Message, "expected"):
				t.Errorf("%s is said in the reader's words", p)
			}
		}
	})
}
