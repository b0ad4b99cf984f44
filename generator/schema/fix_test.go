package schema_test

import (
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// What has one mend only has it as an edit; what could mean two things has the likelier as a guess, or none.
func TestProblemsHaveTheMendThatCannotBeWrong(t *testing.T) {
	guess := func(line, col int, was, text string) diag.Fix {
		return diag.Fix{Line: line, Col: col, Was: was, Text: text, Guess: true}
	}
	renamed := schema.New(
		schema.Key("name", word, func(t *trip) *string { return &t.Name }, "What it is called.").Was("title"),
		schema.Key("class", schema.Choice("first", "second"), func(t *trip) *string { return &t.Class }, "Where one sits."),
		schema.Key("starts", day, func(t *trip) *calendar.Date { return &t.Starts }, "When."),
		schema.Key("by", schema.Parsed(schema.Shape{Words: "a duration"}, schema.BadRange, func(s string) (string, error) {
			_, err := calendar.ParseDuration(s)
			return s, err
		}), func(t *trip) *string { return &t.By }, "How long."),
		schema.Key("paid", day, func(t *trip) *calendar.Date { return &t.Paid }, "When it was."),
	)
	for yaml, want := range map[string]diag.Fix{
		"title: Rome":               diag.Replace(diag.Position{Line: 2, Col: 1}, "title", "name"),
		"title: Rome\nname: Bari":   {}, // it has both
		"Class: first":              diag.Replace(diag.Position{Line: 2, Col: 1}, "Class", "class"),
		"clas: first":               diag.Replace(diag.Position{Line: 2, Col: 1}, "clas", "class"),
		"clas: first\nclass: first": {},                          // it has both
		"cls: first":                guess(2, 1, "cls", "class"), // of three letters much could be meant
		"luggage: 2":                {},
		"class: Second":             diag.Replace(diag.Position{Line: 2, Col: 8}, "Second", "second"),
		"class: third":              {},
		"starts: 2026-3-9":          diag.Replace(diag.Position{Line: 2, Col: 9}, "2026-3-9", "2026-03-09"),
		"starts: 2026/03/09":        diag.Replace(diag.Position{Line: 2, Col: 9}, "2026/03/09", "2026-03-09"),
		"starts: 9-3-2026":          {}, // of March or September
		"starts: 9-3-26":            {},
		"starts: 30-10-26":          {}, // or of 2030
		"starts: 30-10-2026":        diag.Replace(diag.Position{Line: 2, Col: 9}, "30-10-2026", "2026-10-30"),
		"starts: 10/30/2026":        diag.Replace(diag.Position{Line: 2, Col: 9}, "10/30/2026", "2026-10-30"),
		"starts: 3.10.2026":         diag.Replace(diag.Position{Line: 2, Col: 9}, "3.10.2026", "2026-10-03"), // where points stand, the month is never first
		"starts: 20 October 2026":   diag.Replace(diag.Position{Line: 2, Col: 9}, "20 October 2026", "2026-10-20"),
		"starts: 31-04-2026":        {},
		"starts: 20 October":        {},
		"starts: 3/10/2026 9:00":    {},
		"starts: 2026-03-09 9:00":   {}, // what becomes of the time?
		"starts: 2026-13-09":        {},
		"by: 4H":                    diag.Replace(diag.Position{Line: 2, Col: 5}, "4H", "4h"),
		"by: 30M":                   {}, // of minutes or months
		"class: fi\u200brst":        diag.Replace(diag.Position{Line: 2, Col: 8}, "fi\u200brst", "first"),
	} {
		doc, _ := front.Parse("trip.md", []byte("---\n"+yaml+"\n---\n"))
		var problems diag.List
		var got trip
		renamed.Decode(&schema.Decoder{File: "trip.md", Problems: &problems}, doc.Front, schema.At("trip"), &got)
		all := problems.Sorted()
		if len(all) != 1 || all[0].Fix != want {
			t.Errorf("%q: %+v, want %+v", yaml, all, want)
		}
	}
}
