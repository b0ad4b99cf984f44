package front

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// styles returns files that say the same in ways that people write it: the element
// that is edited is the second of its list, between two others.
func styles() map[string]string {
	files := map[string]string{}
	add := func(name, text string) {
		files[name] = text
		files[name+", CRLF"] = strings.ReplaceAll(text, "\n", "\r\n")
		files[name+", BOM"] = "\uFEFF" + text
		files[name+", blank lines first"] = "\n\n" + text
	}
	yaml := func(element string) string {
		return "---\n# What we agreed.\ntitle: 'It''s: a \"shop\" # really'\ninputs:   # from the client\n  - {id: first, what: One}\n" + element +
			"\n  # The last one.\n  - id: third\n    what: Three\n\n# Below.\nplan: []\n---\n---\nreminded: [1999-01-01]\n"
	}
	reminded := map[string]struct{ flow, block string }{
		"none":         {"", ""},
		"empty":        {", reminded: []", "    reminded: []\n"},
		"spaced empty": {", reminded: [ ]", "    reminded:    [  ]  # nobody yet\n"},
		"blank":        {", reminded: ", "    reminded:\n"},
		"blank noted":  {", reminded: null", "    reminded: # not yet\n"},
		"null":         {", reminded: ~", "    reminded: null # no\n"},
		"single":       {", reminded: 2026-05-29", "    reminded: 2026-05-29   # by phone\n"},
		"one":          {", reminded: [2026-05-29]", "    reminded: [2026-05-29] # by phone\n"},
		"quoted":       {", reminded: ['2026-05-29', \"2026-06-04\"]", "    reminded: [\"2026-05-29\", '2026-06-04']\n"},
		"two":          {", reminded: [ 2026-05-29,2026-06-04 ]", "    reminded: [2026-05-29,\n      2026-06-04] # twice\n"},
		"comma behind": {", reminded: [2026-05-29,]", "    reminded: [\n      2026-05-29, # by phone\n    ]\n"},
		"on lines":     {", reminded: [2026-05-29]", "    reminded:\n      - 2026-05-29 # by phone\n      # and\n      - 2026-06-04\n"},
		"flush":        {", reminded: [2026-05-29]", "    reminded:\n    - 2026-05-29\n"},
	}
	for name, r := range reminded {
		add("YAML braces, "+name, yaml("  - {id: second, what: \"A } brace, a [\", from: joost, due: 2026-06-01"+r.flow+"} # mind it"))
		add("YAML braces on lines, "+name, yaml("  - {id: second, # the list\n     what: Prices and\n       sizes,\n     due: 2026-06-01"+r.flow+"\n    }"))
		add("YAML braces, first, "+name, yaml("  - { what: Bram's list, 'id': second"+r.flow+" , due: 2026-06-01}"))
		add("YAML lines, "+name, yaml("  - id: second\n    what: Prices # and sizes\n"+r.block+"    due: 2026-06-01"))
		add("YAML lines, last, "+name, yaml(strings.TrimSuffix("  - id: \"second\"\n    due: 2026-06-01\n    what: >-\n      Prices\n      and sizes: all\n"+r.block, "\n")))
		add("YAML dash alone, "+name, yaml(strings.TrimSuffix("  -\n    # mind it\n    id: second\n    what: a text that\n      goes on\n"+r.block, "\n")))
	}
	for name, r := range map[string]string{"none": "", "empty": "reminded = []\n", "one": "reminded = [2026-05-29] # by phone\n", "two": "reminded = [\n  2026-05-29, # by phone\n  2026-06-04,\n]\n", "texts": "reminded = [\"2026-05-29\"]\n"} {
		add("TOML tables, "+name, "+++\n# What we agreed.\ntitle = \"a [[inputs]] \\\" # really\"\n\n[[inputs]]\nid = 'first'\nwhat = \"\"\"\n[[inputs]]\nid = \"second\"\n\"\"\"\n\n[[inputs]] # from the client\n  id = \"second\"\n  what = \"Prices\"\n"+r+"\n[[inputs]]\nid = \"third\"\n+++\nreminded = [1999-01-01]\n")
		add("TOML braces, "+name, "+++\ninputs = [\n  {id = \"first\"},\n  {id = \"second\", what = \"a } brace\""+map[string]string{"none": "", "empty": ", reminded = [ ]", "one": ", reminded=[2026-05-29]", "two": ", reminded = [2026-05-29, 2026-06-04, ]", "texts": ", reminded = ['2026-05-29']"}[name]+"},\n  {id = \"third\"},\n]\n+++\n")
	}
	for name, r := range map[string]string{"none": "", "empty": `, "reminded": []`, "null": `, "reminded": null`, "one": `, "reminded": ["2026-05-29"]`, "single": `, "reminded": "2026-05-29"`} {
		add("JSON, "+name, "{\n  \"title\": \"a \\\"}\",\n  \"inputs\": [\n    {\"id\": \"first\"},\n    {\"id\": \"second\", \"what\": \"{[\""+r+"},\n    {\"id\": \"third\"}\n  ]\n}\n\"reminded\": []\n")
		add("JSON on lines, "+name, "{\n\t\"inputs\":\n\t[ { \"id\": \"first\" }, {\n\t\t\"id\": \"second\""+strings.ReplaceAll(r, ", ", ",\n\t\t")+"\n\t} ]\n}\n")
	}
	return files
}

// remind adds a day to the list of days of the second input.
func remind(data []byte, day string) ([]byte, error) {
	return Append(data, At("inputs").ID("second").Key("reminded"), Bare(day))
}

func TestADateIsAddedAndNoOtherLineChanges(t *testing.T) {
	all := styles()
	if len(all) < 200 {
		t.Fatalf("only %d styles", len(all))
	}
	const day = "2026-10-16"
	for name, text := range all {
		edited, err := remind([]byte(text), day)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
			continue
		}
		// Each line stands as it was, but for one that has more in it, or one more, before
		// which another may have got a comma.
		before, after := strings.SplitAfter(text, "\n"), strings.SplitAfter(string(edited), "\n")
		first := 0
		for first < len(before) && first < len(after) && before[first] == after[first] {
			first++
		}
		rest, more := slices.Clone(before[first:]), after[first:]
		switch len(after) - len(before) {
		case 0:
			rest = rest[1:]
		case 1:
			if withComma := strings.TrimRight(rest[0], "\r\n") + ","; strings.TrimRight(more[0], "\r\n") == withComma {
				rest, more = rest[1:], more[1:]
			}
		default:
			t.Errorf("%s: %d lines were added:\n%s", name, len(after)-len(before), edited)
		}
		if fmt.Sprint(rest) != fmt.Sprint(more[1:]) {
			t.Errorf("%s: more than one line changed:\n%s", name, edited)
		}
		if !strings.Contains(more[0], "2026-10-16") || strings.Contains(text, "\r\n") != strings.HasSuffix(more[0], "\r\n") {
			t.Errorf("%s: the line became %q", name, more[0])
		}
		again, err := remind(edited, "2026-10-21")
		if err != nil || strings.Count(string(again), "2026-10-") != 2 {
			t.Errorf("%s: a second date: %v\n%s", name, err, again)
		}
	}
	t.Logf("%d styles", len(all))
}

func TestWhatCannotBeEditedIsLeftAlone(t *testing.T) {
	tests := []struct{ name, text string }{
		{"no front matter", "inputs: []\n"},
		{"no end", "---\ninputs: [{id: second}]\n"},
		{"broken", "---\ninputs: [{id: second}\n---\n"},
		{"no such element", "---\ninputs: [{id: first}]\n---\n"},
		{"an alias", "---\nextra: &x {id: second}\ninputs: [*x]\n---\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if edited, err := remind([]byte(test.text), "2026-10-16"); err == nil {
				t.Errorf("it became\n%s", edited)
			}
		})
	}
}
