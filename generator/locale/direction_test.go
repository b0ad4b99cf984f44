package locale

import (
	"testing"
	"testing/fstest"

	"rapport/generator/calendar"
	"rapport/generator/diag"
)

func TestAValueOfTheOtherDirectionIsKeptApart(t *testing.T) {
	files := fstest.MapFS{
		"texts/en.toml": {Data: []byte("by = \"by {name}\"\nin = \"in {n}\"")},
		"texts/he.toml": {Data: []byte("by = \"מאת {name}\"\nin = \"בעוד {n}\"")},
	}
	for _, c := range []struct{ tag, name, want string }{
		{"en", "Noor", "by Noor"},
		{"en", "נועה", "by \u2068נועה\u2069"},
		{"en", "نور", "by \u2068نور\u2069"},
		{"he", "Noor", "מאת \u2068Noor\u2069"},
		{"he", "נועה", "מאת נועה"},
		{"he", "12:30", "מאת 12:30"},
		{"he", "מאת \u2068Noor\u2069", "מאת מאת \u2068Noor\u2069"},
	} {
		texts, err := LoadTexts([]Layer{{files, "theme"}}, c.tag, &diag.List{})
		if err != nil {
			t.Fatal(err)
		}
		got := texts.Say("by", "name", c.name)
		if got != c.want {
			t.Errorf("%s by %s: %+q, want %+q", c.tag, c.name, got, c.want)
		}
		if bare := Bare(got); len(bare) > len(c.want) || Bare(bare) != bare || len(bare) == len(got) && got != bare {
			t.Errorf("%+q without isolates is %+q", got, bare)
		}
	}
}

// A language without a catalogue is English in all: what is said, its direction, and its dates.
func TestALanguageWithoutTextsIsEnglishInAll(t *testing.T) {
	day := calendar.NewDate(2026, 10, 2)
	for tag, want := range map[string]struct {
		lang, dir, date string
		spoken          bool
	}{
		"tr":          {"en", "ltr", "Fri 2 October 2026", false},
		"fa-IR":       {"en", "ltr", "Fri 2 October 2026", false},
		"en-US":       {"en-US", "ltr", "Fri, October 2, 2026", true},
		"nl-BE":       {"nl-BE", "ltr", "vr 2 oktober 2026", true},
		"de-x-formal": {"de", "ltr", "Fr., 2. Oktober 2026", true},
	} {
		texts := builtIn(t, tag)
		if texts.Tag() != want.lang || texts.Dir() != want.dir || texts.Date(day) != want.date || texts.Spoken() != want.spoken {
			t.Errorf("%s is %s, %s, %s, spoken: %t", tag, texts.Tag(), texts.Dir(), texts.Date(day), texts.Spoken())
		}
	}
	own := fstest.MapFS{"texts/tr.toml": {Data: []byte(`home = "Ana sayfa"`)}}
	texts, err := LoadTexts([]Layer{theme(), {own, "own"}}, "tr", &diag.List{})
	if err != nil || !texts.Spoken() || texts.Tag() != "tr" {
		t.Errorf("with texts of a theme's own: %v, %v", texts.Tag(), err)
	}
}
