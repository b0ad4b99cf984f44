package locale

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
)

func theme() Layer { return Layer{os.DirFS("../../themes/default"), "themes/default"} }

func builtIn(t *testing.T, tag string) *Texts {
	t.Helper()
	var problems diag.List
	texts, err := LoadTexts([]Layer{theme()}, tag, &problems)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems.Sorted() {
		t.Error(p)
	}
	return texts
}

func layer(name string, files map[string]string) Layer {
	fsys := fstest.MapFS{}
	for file, data := range files {
		fsys["texts/"+file] = &fstest.MapFile{Data: []byte(data)}
	}
	return Layer{fsys, name}
}

// TestEveryLanguageIsComplete lists what is to be translated after a text was added
// to en.toml.
func TestEveryLanguageIsComplete(t *testing.T) {
	english := builtIn(t, "en")
	for _, tag := range []string{"nl", "de", "fr", "es", "it", "pt", "pl", "sv", "da", "ja", "ar", "he"} {
		t.Run(tag, func(t *testing.T) {
			texts := builtIn(t, tag)
			if missing := texts.Missing(); len(missing) > 0 {
				t.Errorf("texts/%s.toml lacks %s", tag, strings.Join(missing, ", "))
			}
			for key, e := range texts.entries {
				want := english.entries[key]
				for form, pieces := range e.forms {
					if form == "zero" {
						continue // of nothing there may be nothing more to say
					}
					got := entry{forms: map[string][]piece{form: pieces}}.placeholders()
					for _, name := range want.placeholders() {
						// A form may say its number in a word or not at all, a text its weekday in its own case.
						if name != "n" && name != "weekday" && !slices.Contains(got, name) {
							t.Errorf("%s (%s) does not say {%s}", key, form, name)
						}
					}
				}
			}
		})
	}
}

func TestTextsFallBack(t *testing.T) {
	built := layer("themes/default", map[string]string{
		"en.toml": "a = \"English a\"\nb = \"English b\"\nc = \"English c\"\nd = \"English d\"\n",
		"nl.toml": "a = \"Dutch a\"\nb = \"Dutch b\"\nc = \"Dutch c\"\n",
	})
	own := layer("themes/mine", map[string]string{
		"nl.toml":    "b = \"my Dutch b\"\nx_mine = \"mine\"\n",
		"nl-BE.toml": "c = \"my Flemish c\"\n",
	})
	var problems diag.List
	texts, err := LoadTexts([]Layer{built, own}, "nl-BE", &problems)
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems.Sorted())
	}
	want := map[string]string{"a": "Dutch a", "b": "my Dutch b", "c": "my Flemish c", "d": "English d", "x_mine": "mine", "e": "e"}
	for key, text := range want {
		if got := texts.Get(key); got != text {
			t.Errorf("%s is %q, want %q", key, got, text)
		}
	}
	if diff := cmp.Diff([]string{"d"}, texts.Missing()); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if texts.Has("e") || !texts.Has("d") {
		t.Error("Has is wrong about what there is a text for")
	}
}

func TestAnUnknownLanguageSpeaksEnglish(t *testing.T) {
	for _, tag := range []string{"ga", "tr", "not a tag", "en-GB"} {
		if got := builtIn(t, tag).Get("page_glance"); got != "Overview" {
			t.Errorf("%s says %q", tag, got)
		}
	}
}

func TestPlurals(t *testing.T) {
	tests := []struct {
		tag  string
		n    int
		want string
	}{
		{"en", 0, "0 working days"},
		{"en", 1, "1 working day"},
		{"en", 1200, "1,200 working days"},
		{"nl", 1, "1 werkdag"},
		{"de", 2, "2 Arbeitstage"},
		{"ga", 1, "1 working day"},
		{"fr", 0, "0 jour ouvré"},
		{"pl", 1, "1 dzień roboczy"},
		{"pl", 2, "2 dni robocze"},
		{"pl", 5, "5 dni roboczych"},
		{"pl", 22, "22 dni robocze"},
		{"ja", 3, "3営業日"},
	}
	for _, test := range tests {
		if got := builtIn(t, test.tag).Plural("working_days", test.n); got != test.want {
			t.Errorf("%s: %d is %q, want %q", test.tag, test.n, got, test.want)
		}
	}
	texts := builtIn(t, "en")
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 21: "21st", 31: "31st"} {
		if got := texts.Ordinal(n); got != want {
			t.Errorf("the ordinal of %d is %q", n, got)
		}
	}
}

func TestValuesAreNotReadAgain(t *testing.T) {
	built := layer("themes/default", map[string]string{"en.toml": `s = "{a} and {b} & {c}"`})
	texts, err := LoadTexts([]Layer{built}, "en", &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := texts.Say("s", "a", "{b}", "b", 1200), "{b} and 1,200 & {c}"; got != want {
		t.Errorf("Say is %q, want %q", got, want)
	}
}

func TestPeriods(t *testing.T) {
	day := calendar.NewDate
	custom := func(from, to calendar.Date) calendar.Period { return calendar.Period{From: from, To: to} }
	september := calendar.Period{Kind: calendar.Month, From: day(2026, 9, 1), To: day(2026, 9, 30)}
	tests := []struct {
		tag    string
		period calendar.Period
		want   string
	}{
		{"en-GB", september, "September 2026"},
		{"de", september, "September 2026"},
		{"ja", september, "2026年9月"},
		{"en-GB", calendar.Period{Kind: calendar.Quarter, From: day(2026, 7, 1), To: day(2026, 9, 30)}, "Q3 2026"},
		{"en-GB", calendar.Period{Kind: calendar.Week, From: day(2026, 9, 28), To: day(2026, 10, 4)}, "week 40, 2026"},
		{"en-GB", calendar.Period{Kind: calendar.Week, From: day(2025, 12, 29), To: day(2026, 1, 4)}, "week 1, 2026"},
		{"en-GB", calendar.Period{Kind: calendar.Year, From: day(2026, 1, 1), To: day(2026, 12, 31)}, "2026"},
		{"en-GB", custom(day(2026, 1, 5), day(2026, 2, 10)), "5 January to 10 February 2026"},
		{"en-GB", custom(day(2026, 1, 5), day(2026, 1, 10)), "5 to 10 January 2026"},
		{"en-GB", custom(day(2026, 1, 5), day(2026, 1, 5)), "5 January 2026"},
		{"en-GB", custom(day(2025, 12, 5), day(2026, 1, 5)), "5 December 2025 to 5 January 2026"},
		{"en-US", custom(day(2026, 1, 5), day(2026, 2, 10)), "January 5 to February 10, 2026"},
		{"nl", custom(day(2026, 1, 5), day(2026, 2, 10)), "5 januari tot en met 10 februari 2026"},
		{"de", custom(day(2026, 1, 5), day(2026, 1, 10)), "5. bis 10. Januar 2026"},
		{"ja", custom(day(2026, 1, 5), day(2026, 2, 10)), "2026年1月5日から2月10日まで"},
	}
	for _, test := range tests {
		if got := builtIn(t, test.tag).Period(test.period); got != test.want {
			t.Errorf("%s: got %q, want %q", test.tag, got, test.want)
		}
	}
}

func TestRhythms(t *testing.T) {
	tests := []struct{ tag, rhythm, want string }{
		{"en", "daily", "every working day"},
		{"en", "weekly on friday", "every Friday"},
		{"en-GB", "every 2 weeks on tuesday at 10:00", "every second Tuesday at 10:00"},
		{"en", "every 3 weeks on monday", "every 3 weeks on Monday"},
		{"en", "monthly on 5", "on the 5th of each month"},
		{"en", "monthly on 31", "on the last day of each month"},
		{"en", "monthly on first monday", "on the first Monday of each month"},
		{"en", "monthly on last friday", "on the last Friday of each month"},
		{"en", "quarterly on 10", "every quarter, on the 10th of January, April, July and October"},
		{"en-GB", "yearly on 3 march", "every year on 3 March"},
		{"en", "rrule: FREQ=MONTHLY;BYMONTHDAY=1,15", "on the days agreed"},
		{"nl", "every 2 weeks on tuesday at 10:00", "om de week op dinsdag om 10:00"},
		{"de", "monthly on first monday", "am ersten Montag jedes Monats"},
		{"pl", "weekly on wednesday", "w każdą środę"},
		{"pl", "every 3 weeks on tuesday", "co 3 tygodnie we wtorek"},
	}
	for _, test := range tests {
		r, err := calendar.ParseRhythm(test.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		if got := builtIn(t, test.tag).Rhythm(r); got != test.want {
			t.Errorf("%s: %s is %q, want %q", test.tag, test.rhythm, got, test.want)
		}
	}
	if got := builtIn(t, "en").Rhythm(calendar.Rhythm{}); got != "" {
		t.Errorf("no rhythm is %q", got)
	}
}

func TestBadCatalogues(t *testing.T) {
	const english = `plain = "Hello {name}"
other = "Bye"
days = {one = "{n} day", other = "{n} days"}
on = {other = "on {weekday}"}
`
	tests := []struct {
		name string
		file string // nl.toml, unless it begins with "pl:"
		want []string
	}{
		{name: "sound", file: "plain = \"Dag {name}\"\n[days]\none = \"dag\"\nother = \"{n} dagen\"\n"},
		{name: "unknown key", file: "# 1\n  plian = \"x\"\n", want: []string{`2:3: error: unknown text "plian"; did you mean "plain"? [unknown-text]`}},
		{name: "unknown key like none", file: "zebra = {one = \"a\", other = \"b\"}\n", want: []string{`1:1: error: unknown text "zebra"; a key of your own begins with x_ [unknown-text]`}},
		{name: "unknown placeholder", file: "plain = \"Dag äü {nmae}\"\n", want: []string{`1:17: error: unknown placeholder {nmae}; did you mean {name}? [unknown-placeholder]`}},
		{name: "placeholder in a text that has none", file: "other = \"Dag {x}\"\n", want: []string{`1:14: error: unknown placeholder {x}; this text has none [unknown-placeholder]`}},
		{name: "lone brace", file: "plain = \"Dag {name\"\n", want: []string{`1:14: error: a lone "{"; a placeholder is a name in braces [bad-text]`}},
		{name: "missing plural form", file: "other = \"x\"\ndays = {other = \"dagen\"}\n", want: []string{`2:1: error: "days" has no text for the plural form "one"; add one = "..." [missing-form]`}},
		{name: "plural without forms", file: "days = \"dagen\"\n", want: []string{`1:1: error: "days" has no text for the plural form "one"; add one = "..." [missing-form]`}},
		{name: "Polish needs more forms", file: "pl:[days]\none = \"dzień\"\nother = \"dnia\"\n", want: []string{
			`1:2: error: "days" has no text for the plural form "few"; add few = "..." [missing-form]`,
			`1:2: error: "days" has no text for the plural form "many"; add many = "..." [missing-form]`,
		}},
		{name: "unknown form", file: "[days]\none = \"a\"\nohter = \"b\"\nother = \"{n} dagen\"\n", want: []string{`3:1: error: "days" has no form "ohter"; did you mean "other"? [unknown-form]`}},
		{name: "key under a table", file: "[on]\nother = \"op {weekday}\"\nplain = \"x\"\n", want: []string{`3:1: error: "on" has no form "plain"; a key of its own stands above the first [table] [unknown-form]`}},
		{name: "form of a text that has none", file: "plain = {one = \"a\", other = \"b\"}\n", want: []string{`1:10: error: "plain" has no form "one"; a key of its own stands above the first [table] [unknown-form]`}},
		{name: "no text", file: "plain = 5\n", want: []string{`1:1: error: "plain" is not a text; put it in quotation marks [bad-text]`}},
		{name: "twice", file: "plain = \"a\"\nplain = \"b\"\n", want: []string{`2:1: error: "plain" is there twice; leave one out [bad-toml]`}},
		{name: "too deep", file: "[days.one]\nx = \"a\"\n", want: []string{`1:2: error: "days.one" is a table in a table; texts have plural forms and nothing deeper [bad-text]`, `2:1: error: "days" has no form "x"; a key of its own stands above the first [table] [unknown-form]`}},
		{name: "list of tables", file: "[[days]]\none = \"a\"\nother = \"{n} dagen\"\n", want: []string{`1:3: error: "days" is a list; write [days] for its plural forms [bad-text]`}},
		{name: "not TOML", file: "plain = \"a\"\nother = b\"\n", want: []string{`2:9: error: `}},
		{name: "not UTF-8", file: "plain = \"\xff\"\n", want: []string{`: error: the file is not UTF-8; save it as UTF-8 [bad-toml]`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tag, file := "nl", test.file
			if strings.HasPrefix(file, "pl:") {
				tag, file = "pl", file[3:]
			}
			var problems diag.List
			built := layer("themes/default", map[string]string{"en.toml": english})
			own := layer("themes/mine", map[string]string{tag + ".toml": file})
			texts, err := LoadTexts([]Layer{built, own}, tag, &problems)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range problems.Sorted() {
				got = append(got, strings.TrimPrefix(p.String(), "themes/mine/texts/"+tag+".toml:"))
			}
			if len(got) != len(test.want) {
				t.Fatalf("got %q\nwant %q", got, test.want)
			}
			for i, want := range test.want {
				if got[i] != strings.TrimPrefix(want, ":") && !strings.HasPrefix(got[i], strings.TrimPrefix(want, ":")) {
					t.Errorf("got  %s\nwant %s", got[i], want)
				}
			}
			if text := texts.Plural("days", 2); !strings.HasPrefix(text, "2 da") {
				t.Errorf("two days are %q", text)
			}
		})
	}
}

func TestABadEnglishFileIsFound(t *testing.T) {
	var problems diag.List
	if _, err := LoadTexts([]Layer{layer("mine", nil)}, "nl", &problems); err == nil || !strings.Contains(err.Error(), "texts/en.toml") {
		t.Errorf("without en.toml the error is %v", err)
	}
	if _, err := LoadTexts([]Layer{layer("mine", map[string]string{"en.toml": "a = {one = \"a\"}"})}, "en", &problems); err != nil {
		t.Fatal(err)
	}
	if got := problems.Sorted(); len(got) != 1 || got[0].Rule != "missing-form" || got[0].File != "mine/texts/en.toml" {
		t.Errorf("problems are %v", got)
	}
}

func TestEveryCatalogueFileBelongsToALocale(t *testing.T) {
	files, err := fs.Glob(theme().FS, "texts/*")
	if err != nil || len(files) < 11 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		tag, isTOML := strings.CutSuffix(strings.TrimPrefix(file, "texts/"), ".toml")
		tag = strings.TrimSuffix(strings.TrimSuffix(tag, ".formal"), ".informal")
		if l, err := parse(tag); !isTOML || err != nil || l.data.tag != tag {
			t.Errorf("%s is for no supported locale", file)
		}
	}
}

func BenchmarkLoadTexts(b *testing.B) {
	for b.Loop() {
		if _, err := LoadTexts([]Layer{theme()}, "nl-BE", &diag.List{}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestASentenceTakesAMonthInItsForm(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "Working together since October 2025", "nl": "We werken samen sinds oktober 2025", "de": "Wir arbeiten zusammen seit Oktober 2025",
		"fr": "Nous travaillons ensemble depuis octobre 2025", "es": "Trabajamos juntos desde octubre de 2025", "it": "Lavoriamo insieme da ottobre 2025",
		"pt": "Trabalhamos juntos desde outubro de 2025", "pl": "Współpracujemy od października 2025", "sv": "Vi har arbetat tillsammans sedan oktober 2025",
		"da": "Vi har arbejdet sammen siden oktober 2025", "ja": "お取引開始：2025年10月",
	} {
		texts := builtIn(t, tag)
		if got := texts.Say("glance_together_since", "date", texts.MonthWithin(calendar.NewDate(2025, 10, 13))); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func BenchmarkSay(b *testing.B) {
	texts, err := LoadTexts([]Layer{theme()}, "en-GB", &diag.List{})
	if err != nil {
		b.Fatal(err)
	}
	value := decimal.RequireFromString("1234.50")
	b.ReportAllocs()
	for b.Loop() {
		texts.Say("chart_text", "name", "Orders", "from", "Oct 2025", "to", "Sep 2026", "a", "€1,234.50", "b", texts.Money(value, "EUR"), "target", texts.Number(value))
	}
}
