// Package reference is the manual of names: every field of every kind of file,
// every fact, and every rule that a problem can name. `rapport explain` explains
// them, and `rapport schema` draws JSON Schemas of the fields. Fields and rules
// are told by the packages that declare them; only what facts mean is told here.
package reference

import (
	"fmt"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/schema"
)

// A Topic is what a name means.
type Topic struct {
	Name string // in full: engagement.plan.due, fair-due, no-excludes
	Kind string // list, field, fact or rule
	Text string // paragraphs between blank lines
}

// Explain returns what a name means: a rule, a fact, or a field, by its path or
// the last parts of it (plan.due, due), of which there may be several. Letters'
// case, and whether words are joined by hyphens or underscores, do not count.
func Explain(name string) []Topic {
	wanted := folded(name)
	var found []Topic
	for _, t := range Topics() {
		full := folded(t.Name)
		if full == wanted {
			found = append(found, t)
			continue
		}
		if t.Kind == "field" && strings.HasSuffix(full, "."+wanted) && !slices.ContainsFunc(found, func(had Topic) bool { return had.Text == t.Text }) {
			found = append(found, t) // title and its like mean the same in many kinds of file: once will do
		}
	}
	return found
}

func folded(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", "-")
}

// Nearest returns the mend for a name that means nothing: the name that was most
// likely meant.
func Nearest(name string) string {
	var names []string
	for _, t := range Topics() {
		for name, more := t.Name, true; more; _, name, more = strings.Cut(name, ".") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return diag.DidYouMean(name, slices.Compact(names)).String()
}

// Topics returns all that can be explained: rules, then facts, then lists, then fields.
func Topics() []Topic {
	var all []Topic
	for _, r := range Rules() {
		grave := sentence(r.Summary) + " It is " + withArticle(r.Severity.String()) + " of "
		text := grave + "rapport build and rapport check.\n\nHow to mend it: " + r.Mend
		if r.Group != "" {
			text = strings.Join([]string{
				grave + "rapport check, among the rules of " + r.Group + ".",
				"Why it matters: " + r.Why, "How to mend it: " + r.Mend, "How it is found: " + r.Found,
			}, "\n\n")
		}
		all = append(all, Topic{r.Name, "rule", text})
	}
	for _, f := range Facts {
		all = append(all, Topic{f.Name, "fact", f.Text})
	}
	all = append(all, Topic{"holidays", "list", holidays()})
	for _, kind := range content.FileKinds() {
		all = append(all, fieldTopics(kind.Name, kind.Fields)...)
	}
	return all
}

// holidays lists the countries and regions whose public holidays are known.
func holidays() string {
	var countries []string   // without regions
	var withRegions []string // each with its regions
	all := calendar.HolidayPlaces()
	for i := 0; i < len(all); {
		country, names := all[i].Code, []string{all[i].Code + " " + all[i].Name}
		for i++; i < len(all) && strings.HasPrefix(all[i].Code, country+"-"); i++ {
			names = append(names, all[i].Code+" "+all[i].Name)
		}
		if len(names) == 1 {
			countries = append(countries, names[0])
		} else {
			withRegions = append(withRegions, strings.Join(names, ", ")+".")
		}
	}
	known := len(countries) + len(withRegions)
	var announced []string
	for _, p := range calendar.HolidaysAnnounced() {
		announced = append(announced, p.Code+" "+p.Name)
	}
	return fmt.Sprintf("The public holidays of %d countries and %d of their regions are known, by their codes in ISO 3166. A country "+
		"alone has the days that are kept in all of it, but gb has those of England and Wales. They are those of the laws of 2026, right for "+
		"2020 to 2035; other years are reckoned by the same rules. Lists of days of the moon end in 2040.", known, len(all)-known) +
		"\n\nWithout regions: " + strings.Join(countries, ", ") + ".\n\n" + strings.Join(withRegions, "\n\n") +
		"\n\nNot known, as they are announced from year to year: " + strings.Join(announced, ", ") + ". Write their days off as closures."
}

func fieldTopics(path string, fields []schema.Info) []Topic {
	var all []Topic
	for _, f := range fields {
		full := path + "." + f.Key
		all = append(all, Topic{full, "field", f.Doc + "\n\nWritten as " + Written(f) + "."})
		all = append(all, fieldTopics(full, f.Fields)...)
	}
	return all
}

// Written says how the value of a key is written, and whether it has to be.
func Written(f schema.Info) string {
	if f.Required {
		return written(f.Shape) + ", required"
	}
	return written(f.Shape)
}

// written says how a value is written.
func written(s schema.Shape) string {
	what := s.Words
	if s.Fields != nil {
		var keys []string
		for _, f := range s.Fields {
			keys = append(keys, f.Key)
		}
		what = "a map of " + strings.Join(keys, ", ")
		if s.Words != "" {
			what = s.Words + ", or " + what
		}
	}
	if s.Languages {
		what += ", or a map of languages to such lines"
	}
	if s.List {
		what = "a list, each element " + what
	}
	if s.Example != "" {
		what += ", such as " + s.Example
	}
	return what
}

func sentence(s string) string {
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
