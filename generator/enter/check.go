package enter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/table"
)

var clock = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$`)

// check returns what is wrong with the answers to fields, as far as a form can tell. What the
// whole file says is for the one who reads it.
func check(fields []Field, v Values, today calendar.Date, ahead ...string) error {
	var wrong Mistakes
	for _, f := range fields {
		if bad := f.check(v, today, slices.Contains(ahead, f.Name)); bad != "" {
			wrong = append(wrong, Mistake{f.Name, bad})
		}
	}
	if wrong == nil {
		return nil
	}
	return wrong
}

func (f *Field) check(v Values, today calendar.Date, ahead bool) string {
	given := v.Words(f.Name)
	if bad := diag.Invisible(strings.ReplaceAll(given, "\n", " ")); bad != "" {
		return "in " + f.Label + " stands " + bad + "; take it out"
	}
	if given == "" {
		if f.Required {
			return "fill in " + f.Label
		}
		return ""
	}
	switch f.Kind {
	case Day, Moment:
		return f.checkDay(v.Get(f.Name), today, ahead)
	case Choice:
		if !f.has(given) {
			return fmt.Sprintf("%s is not one of the choices of %s", diag.Quote(given), f.Label)
		}
	case Choices:
		for _, one := range v[f.Name] {
			if one != "" && !f.has(one) {
				return fmt.Sprintf("%s is not one of the choices of %s", diag.Quote(one), f.Label)
			}
		}
	}
	return ""
}

func (f *Field) checkDay(given string, today calendar.Date, ahead bool) string {
	m := clock.FindStringSubmatch(given)
	if m == nil || f.Kind == Day && m[2] != "" {
		form := calendar.AsDate
		if f.Kind == Moment {
			form += ", or 2026-10-02 16:00"
		}
		meant := table.Meant(given)
		if m := clock.FindStringSubmatch(meant); m != nil && f.Kind == Day && m[2] != "" {
			meant = ""
		}
		return fmt.Sprintf("%s is not a day for %s%s", diag.Quote(given), f.Label, diag.Meant(given, meant).Or("; "+form))
	}
	day, err := calendar.ParseDate(m[1])
	switch {
	case err != nil:
		return f.Label + ": " + err.Error()
	case day > today && !ahead:
		return fmt.Sprintf("%s has not come yet; for %s write today, or a day before it", day, f.Label)
	}
	return ""
}

func (f *Field) has(value string) bool {
	return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value })
}
