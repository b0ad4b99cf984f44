package page

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/markdown"
	"rapport/generator/place"
	"rapport/generator/source"
)

// texts are the built-in texts of a language.
func texts(t *testing.T, tag string) *locale.Texts {
	t.Helper()
	var problems diag.List
	texts, err := locale.LoadTexts([]locale.Layer{{FS: os.DirFS("../../themes/default"), Name: "themes/default"}}, tag, &problems)
	if err != nil || len(problems.Sorted()) > 0 {
		t.Fatal(err, problems.Sorted())
	}
	return texts
}

// chapterOf plans the pages of an engagement that is a portal's only one.
func chapterOf(t *testing.T, f *facts.Engagement) *chapter {
	t.Helper()
	client := &content.Client{Zone: time.UTC, Tree: &source.Tree{}}
	p := newPlanner(Input{
		Provider: &content.Provider{People: []content.Person{{ID: "mara", Name: "Mara"}}}, Client: client,
		Facts: &facts.Client{Content: client, Engagements: []*facts.Engagement{f}}, Texts: texts(t, "en"), Markdown: markdown.New(),
	}, &diag.List{})
	return p.chapter(f, place.Progress.Of("shop").File)
}

// choices are values of the fields that have a choice of words.
var choices = map[string]string{"Health": "green", "About": "price", "State": "accepted", "Side": "both"}

// fillAll sets every field below v, each text to its field's name.
func fillAll(v reflect.Value, name string) {
	switch at := v.Addr().Interface().(type) {
	case *content.Text:
		at.Raw = "TEXT-" + name
		return
	case *content.Ref:
		at.ID = "mara"
		return
	case *calendar.Date:
		*at = calendar.NewDate(2026, 10, 2)
		return
	case *content.Moment:
		at.Day = calendar.NewDate(2026, 10, 2)
		return
	case *content.Money:
		*at = content.Money{Amount: decimal.NewFromInt(480), Currency: "EUR"}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fillAll(v.Field(i), f.Name)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillAll(v.Index(0), name)
	case reflect.Int:
		v.SetInt(2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(choices[name])
	}
}

// textsIn lists the texts below v.
func textsIn(v reflect.Value, add func(string)) {
	switch v.Kind() {
	case reflect.Struct:
		if text, ok := v.Interface().(content.Text); ok {
			add(text.Raw)
			return
		}
		for i := range v.NumField() {
			textsIn(v.Field(i), add)
		}
	case reflect.Slice:
		for i := range v.Len() {
			textsIn(v.Index(i), add)
		}
	}
}

func TestEveryKindOfEntryIsPresentedWithAllThatItSays(t *testing.T) {
	if len(presenters) != len(content.Kinds) {
		t.Errorf("there are %d presenters of %d kinds", len(presenters), len(content.Kinds))
	}
	c := chapterOf(t, &facts.Engagement{Content: &content.Engagement{ID: "shop"}})
	for _, info := range content.Kinds {
		if presenters[info.Kind].facts == nil {
			t.Errorf("nothing presents entries of the kind %s", info.Kind)
			continue
		}
		n := &content.Entry{ID: "one", Kind: info.Kind, Title: content.Text{Raw: "One"}}
		of := reflect.ValueOf(n).Elem().FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, strings.ReplaceAll(string(info.Kind), "-", "")) })
		of.Set(reflect.New(of.Type().Elem()))
		fillAll(of.Elem(), "")
		shown := c.line(n)
		var said []string
		for _, f := range shown.Facts {
			if strings.Contains(f.Label, "_") {
				t.Errorf("%s: the text %q is missing", info.Kind, f.Label)
			}
			said = append(said, string(f.Value))
			for _, item := range f.List {
				said = append(said, string(item.What), string(item.Detail))
			}
		}
		for _, word := range append(said, shown.Label, shown.State.Word) {
			if strings.Contains(word, "_") {
				t.Errorf("%s: the text %q is missing", info.Kind, word)
			}
		}
		textsIn(of.Elem(), func(text string) {
			if text == "TEXT-CostsUs" { // what an idea costs is for the provider alone
				if slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, text) }) {
					t.Errorf("%s: a fact shows %s", info.Kind, text)
				}
				return
			}
			if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, text) }) {
				t.Errorf("%s: no fact shows %s", info.Kind, strings.TrimPrefix(text, "TEXT-"))
			}
		})
	}
}

// TestEveryFamilyOfTextsIsWhole names the texts that nothing asks for by their whole
// name, and that one language or all of them lack.
func TestEveryFamilyOfTextsIsWhole(t *testing.T) {
	var keys []string
	family := func(prefix string, members ...string) {
		for _, m := range members {
			keys = append(keys, prefix+strings.ReplaceAll(m, "-", "_"))
		}
	}
	family("kind_", append(content.KindNames(), "report")...)
	family("kinds_", content.KindNames()...)
	family("status_", string(content.Proposed), string(content.Active), string(content.Paused), string(content.Closed))
	family("health_", names(facts.Green, facts.Amber, facts.Red)...)
	family("milestone_", names(facts.Done, facts.DoneLate, facts.Late, facts.Slipping, facts.Moved, facts.OnPlan)...)
	family("input_", names(facts.Received, facts.ReceivedLate, facts.Overdue, facts.Due)...)
	family("kpi_", names(facts.On, facts.Near, facts.Off)...)
	family("kpi_", names(facts.Rising, facts.Falling, facts.Flat)...)
	family("rhythm_", names(facts.RhythmKinds...)...)
	family("record_", names(facts.RecordKinds...)...)
	family("rhythm_state_", names(facts.LateKept, facts.MissedOn, facts.OverdueOn)...)
	for _, kind := range facts.ReasonKinds {
		switch kind {
		case facts.ClientOverdue:
			family("reason_client_overdue", "", "_decision", "_answer")
		case facts.RhythmOverdue:
			family("reason_rhythm_overdue_", names(facts.Updates, facts.Reports)...)
		default:
			family("reason_", string(kind))
		}
	}
	for _, info := range content.Kinds {
		switch info.Section {
		case "":
		case "feedback", "ideas": // where there is nothing there is no section
			family(info.Section, "_heading")
		default:
			family(info.Section, "_heading", "_empty")
		}
	}
	for _, kind := range facts.ItemKinds {
		if kind == facts.ConcernItem { // waits for the provider alone
			continue
		}
		task, known := tasks[kind]
		if !known {
			t.Errorf("nothing can be done about an item of the kind %s", kind)
		}
		family("", "todo_"+task.name, "act_"+task.name, "act_"+task.name+"_title", "act_"+task.name+"_send")
	}
	for _, reply := range replies {
		family("act_", string(reply))
	}
	for _, s := range place.Pages {
		if s.Label != "" {
			family("", s.Label)
		}
	}
	family("field_", writtenIn(t)...)
	for _, tag := range languages(t) {
		texts := texts(t, tag)
		for _, key := range keys {
			if !texts.Has(key) || slices.Contains(texts.Missing(), key) {
				t.Errorf("%s is missing in texts/%s.toml", key, tag)
			}
		}
	}
}

// writtenIn lists the keys of engagement.md that layouts show by their key.
func writtenIn(t *testing.T) []string {
	t.Helper()
	var keys []string
	theme := os.DirFS("../../themes/default")
	err := fs.WalkDir(theme, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" {
			return err
		}
		text, err := fs.ReadFile(theme, name)
		for _, found := range regexp.MustCompile(`\.Written\.(\w+)`).FindAllSubmatch(text, -1) {
			keys = append(keys, string(found[1]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func names[S ~string](all ...S) []string {
	var names []string
	for _, s := range all {
		names = append(names, string(s))
	}
	return names
}

// languages are the tags of the built-in texts.
func languages(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../themes/default/texts/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var tags []string
	for _, f := range files {
		tags = append(tags, strings.Replace(strings.TrimSuffix(filepath.Base(f), ".toml"), ".", "-x-", 1))
	}
	return tags
}

func TestWhatStandsAloneInAnAgreementCanBeShown(t *testing.T) {
	e := &content.Engagement{ID: "shop", Value: content.Text{Raw: "Sell *more*"}, Closed: calendar.NewDate(2026, 12, 18), Lead: content.Ref{ID: "mara"}}
	c := chapterOf(t, &facts.Engagement{Content: e})
	written := c.written(c.agreement())
	for key, want := range map[string]string{"value": "Sell <em>more</em>", "closed": "Fri, December 18, 2026", "lead": "Mara"} {
		if got := written[key]; got == nil || string(got.Value) != want {
			t.Errorf("%s is written as %+v, want %q", key, got, want)
		}
	}
	if written["closed"].Label != "Closed on" {
		t.Errorf("closed is named %q", written["closed"].Label)
	}
	if end, known := written["end"]; end != nil || !known {
		t.Errorf("of an end that is not there is written %+v, known is %v", end, known)
	}
	l := &factList{c: c, w: c.agreement()}
	l.value("price", &content.Money{Amount: decimal.NewFromInt(480), Currency: "EUR"})
	if len(l.all) != 1 || l.all[0].Value != "€480" {
		t.Errorf("an amount is written as %+v", l.all)
	}
}
