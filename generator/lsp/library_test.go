package lsp

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/generator/content"
	"rapport/generator/reference"
	"rapport/generator/schema"
)

// What the schema says can be referred to, can be found: each target means a kind of thing, and each list whose elements have
// an id to which something refers is one of those that define things.
func TestWhatCanBeReferredToIsFound(t *testing.T) {
	defined := map[string]bool{"service": true} // by the name of its file
	for _, of := range lists {
		for _, kind := range of {
			defined[kind] = true
		}
	}
	targets := map[schema.Target]bool{"KPI": true} // by keys of kpis, and where a text shows one
	var visit func(fields []schema.Info)
	visit = func(fields []schema.Info) {
		for _, f := range fields {
			targets[f.Refers] = true
			visit(f.Fields)
			visit(f.Elements)
		}
	}
	for _, kind := range content.FileKinds() {
		visit(kind.Fields)
		fields := kind.Fields
		if kind.Name == "service" {
			fields = keyOf(fields, "defaults").Fields
		}
		for key, what := range lists[kind.Name] {
			if f := keyOf(fields, key); f == nil || keyOf(f.Fields, "id") == nil && keyOf(f.Elements, "id") == nil {
				t.Errorf("%s has no list %s of things with an id, which are said to be %ss", kind.Name, key, what)
			}
		}
	}
	for _, table := range []string{"requests.csv", "time.csv", "units.csv", "invoices.csv"} {
		visit(content.TableColumns(table))
	}
	delete(targets, "")
	for to := range targets {
		if len(kindsNamed[to]) == 0 {
			t.Errorf("nothing says what a %q is", to)
		}
		for _, kind := range kindsNamed[to] {
			if !defined[kind] {
				t.Errorf("no file defines a %s", kind)
			}
		}
	}
	for to := range kindsNamed {
		if !targets[to] {
			t.Errorf("nothing refers to a %q", to)
		}
	}
}

// What is offered for a value that the schema has words for, is for words that it has.
func TestWhatIsOfferedIsForFieldsThatThereAre(t *testing.T) {
	var words, keys []string
	var visit func(fields []schema.Info)
	visit = func(fields []schema.Info) {
		for _, f := range fields {
			words, keys = append(words, f.Words), append(keys, f.Key)
			visit(f.Fields)
			visit(f.Elements)
		}
	}
	for _, kind := range content.FileKinds() {
		visit(kind.Fields)
	}
	for _, begins := range []string{"true or false", "a day,", "the period of an occurrence", "a recurrence", "a working duration", "the path of a picture", "the name of a file under data/"} {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, begins) }) {
			t.Errorf("no value is written as %s", begins)
		}
	}
	for _, key := range []string{"timezone", "locale", "currency", "holidays", "rule", "series", "file", "due", "needed_by", "end", "by", "forecast", "kpis"} {
		if !slices.Contains(keys, key) {
			t.Errorf("there is no key %s", key)
		}
	}
}

// A finding that a new file mends is one that check knows, and the kind one that can be begun.
func TestWhatIsMissingIsFoundAndBegun(t *testing.T) {
	for rule, kind := range missing {
		if !slices.Contains(reference.Advice(), rule) {
			t.Errorf("check finds no %s", rule)
		}
		if !slices.ContainsFunc(content.FileKinds(), func(k content.FileKind) bool { return k.Name == kind }) {
			t.Errorf("no file is a %s", kind)
		}
	}
}

// The languages of the default theme are offered.
func TestEachLanguageOfTheTextsIsOffered(t *testing.T) {
	files, err := filepath.Glob("../../themes/default/texts/*.toml")
	if err != nil || len(files) < 13 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		tag, _, _ := strings.Cut(filepath.Base(file), ".")
		if !slices.ContainsFunc(locales, func(offered string) bool { return offered == tag || strings.HasPrefix(offered, tag+"-") }) {
			t.Errorf("%s is not offered", tag)
		}
	}
}
