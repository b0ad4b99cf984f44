package reference

import (
	"fmt"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/schema"
)

// A Page is one of the reference in docs/, as Markdown.
type Page struct {
	Name  string // fields/client.md
	Title string
	Text  string
}

// Pages returns the pages of the reference: one for each kind of file, and those of facts,
// rules and holidays.
func Pages() []Page {
	var all []Page
	for _, kind := range content.FileKinds() {
		all = append(all, kindPage(kind))
	}
	return append(all, factsPage(), rulesPage(), holidaysPage())
}

func kindPage(kind content.FileKind) Page {
	title := "Fields: " + kind.Name
	if kind.Entry {
		title = "Entry: " + kind.Name
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Written in `%s`. `rapport explain %s.<key>` says the same in a terminal, and `rapport schema %s` prints it as\nJSON Schema for an editor.\n", kind.Where, kind.Name, kind.Name)
	fieldTable(&b, kind.Name, kind.Fields)
	return page("fields/"+kind.Name+".md", title, b.String())
}

// fieldTable writes the keys of a map, and behind it, each under a heading of its own, the maps
// within.
func fieldTable(b *strings.Builder, path string, fields []schema.Info) {
	b.WriteString("\n| key | written as | what it means |\n| --- | --- | --- |\n")
	for _, f := range fields {
		key := "`" + f.Key + "`"
		if f.Required {
			key += ", required"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", key, cell(written(f.Shape)), cell(f.Doc))
	}
	for _, f := range fields {
		if len(f.Fields) > 0 {
			fmt.Fprintf(b, "\n## %s.%s\n", path, f.Key)
			fieldTable(b, path+"."+f.Key, f.Fields)
		}
	}
}

func factsPage() Page {
	var b strings.Builder
	b.WriteString("Facts are computed from content and a moment, and never written. They have these names in `rapport status --json`, in\n" +
		"the `data.json` of an export, in reasons of health, and on pages. Days are working days of the provider unless it says otherwise.\n" +
		"What is computed from what, with examples, is told in [fair dates](../explanation/fair-dates.md) and [health](../explanation/health.md).\n")
	for _, f := range Facts {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", f.Name, f.Text)
	}
	return page("facts.md", "Facts", b.String())
}

func rulesPage() Page {
	var b strings.Builder
	b.WriteString("Each finding of `rapport check` ends in the name of a rule in brackets. Habits are advice: one that is no mistake is accepted\n" +
		"where it stands, `accept: [{rule: no-excludes, why: Help by the hour}]`. What is wrong with the form of a file is mended.\n")
	var habits, form []diag.Rule
	var groups []string
	for _, r := range Rules() {
		if r.Group == "" {
			form = append(form, r)
			continue
		}
		habits = append(habits, r)
		if !slices.Contains(groups, r.Group) {
			groups = append(groups, r.Group)
		}
	}
	for _, group := range groups {
		fmt.Fprintf(&b, "\n## Habits: %s\n", group)
		for _, r := range habits {
			if r.Group == group {
				fmt.Fprintf(&b, "\n### %s\n\n%s (%s)\n\n- Why it matters: %s\n- How to mend it: %s\n- How it is found: %s\n", r.Name, sentence(r.Summary), r.Severity, cell(r.Why), cell(r.Mend), cell(r.Found))
			}
		}
	}
	b.WriteString("\n## Form\n\nFound by `rapport build` too. A client with an error keeps the portal that it had, unless that is open and the client is to be sealed.\n\n| rule | what is wrong | what to do |\n| --- | --- | --- |\n")
	for _, r := range form {
		fmt.Fprintf(&b, "| `%s`, %s | %s | %s |\n", r.Name, r.Severity, cell(sentence(r.Summary)), cell(r.Mend))
	}
	return page("rules.md", "Rules", b.String())
}

func holidaysPage() Page {
	return page("holidays.md", "Public holidays", "Written as `holidays: nl` in `provider.md`; other days off are `closures`.\n\n"+holidays()+"\n")
}

func page(name, title, text string) Page {
	return Page{Name: name, Title: title, Text: "# " + title + "\n\n" + text + "\n*This page is made from the program by `go generate ./cmd/rapport`.*\n"}
}

// cell returns a text as one cell of a table; what shows how a link is written stays as it is.
func cell(text string) string {
	return strings.NewReplacer("\n\n", " ", "\n", " ", "|", `\|`, "<", `\<`, "](", `\](`, "[^", `\[^`).Replace(text)
}
