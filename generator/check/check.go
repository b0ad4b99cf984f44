// Package check holds the habits of a good working relationship as rules, and
// finds where a workspace neglects them. What is wrong with the form of a file
// is found by content, and keeps a portal from being built; what is found here
// is advice to the provider and never reaches a page.
//
// A rule sees one client at a time: what was written, what follows from it
// (facts), and what git witnessed (history, where there is one). Rules are pure
// functions; the same client gives the same findings. Rules tells what each is
// for: it is the one table from which `rapport check` finds, `rapport explain`
// explains, and SARIF describes.
//
// A finding stands where the mend is to be made: at the value that is wrong, or,
// where something is missing, at the innermost thing that lacks it. What an
// engagement's tables and attachments lack stands in its engagement.md where
// that names them, since they cannot be annotated themselves.
//
// Not everything in the past can be mended: rules about reports, feedback and
// feedback rounds look back 90 days and no further, and most rules pass over
// engagements that are closed, and milestones that are done.
//
// Accept takes away findings that a file accepts with a reason.
package check

import (
	"fmt"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/history"
	"rapport/generator/locale"
)

// Input is what rules look at.
type Input struct {
	Provider *content.Provider
	Client   *content.Client // as written
	Facts    *facts.Client
	History  *history.History // nil where git was not asked, or knows nothing
	Texts    *locale.Texts    // of the theme, in the client's language; nil where they cannot be read
}

// A Rule is a habit, and how its neglect is found.
type Rule struct {
	diag.Rule

	provider   func(*finder, *content.Provider)
	client     func(*finder, Input)
	engagement func(*finder, *facts.Engagement)
	asksGit    bool // finds nothing where there is no history
}

// Rules returns the rules in the order in which they are explained.
func Rules() []Rule {
	var all []Rule
	for _, group := range []struct {
		name  string
		rules []Rule
	}{
		{"expectations", expectations()},
		{"expectations", agreement()},
		{"accountability", accountability()},
		{"accountability", waiting()},
		{"accountability", billing()},
		{"candour", candour()},
		{"candour", telling()},
		{"results", results()},
		{"results", reporting()},
		{"relationship", relationship()},
		{"relationship", listening()},
		{"relationship", people()},
		{"record", witnessed()},
		{"consent", consent()},
		{"publishing", publishing()},
		{"acceptance", acceptance()},
	} {
		for _, r := range group.rules {
			r.Group = group.name
			all = append(all, r)
		}
	}
	return all
}

// Provider finds what is neglected in provider.md and the services. Past is nil where
// git was not asked.
func Provider(p *content.Provider, past *history.History, today calendar.Date, problems *diag.List) {
	moved := providerMoved(p, past, today)
	for _, rule := range Rules() {
		if rule.asksGit {
			(&finder{rule: rule, problems: problems}).moved(moved)
		}
		if rule.provider != nil {
			rule.provider(&finder{rule: rule, cal: p.Calendar, problems: problems}, p)
		}
	}
}

// Client finds what is neglected with one client.
func Client(in Input, problems *diag.List) {
	moved := promisesThatMoved(in)
	for _, rule := range Rules() {
		f := &finder{rule: rule, cal: in.Provider.Calendar, in: in, problems: problems}
		if rule.asksGit {
			f.moved(moved)
		}
		if rule.client != nil {
			rule.client(f, in)
		}
		if rule.engagement != nil {
			for _, e := range in.Facts.Engagements {
				rule.engagement(f, e)
			}
		}
	}
}

// memory is how many days back a rule looks that judges what is done and gone.
const memory = 90

// A finder notes what one rule finds.
type finder struct {
	rule     Rule
	cal      *calendar.Calendar
	in       Input // zero where the provider is looked at
	problems *diag.List
}

// found notes a finding. The message says what is wrong, and how to mend it.
func (f *finder) found(at diag.Position, format string, args ...any) {
	f.problems.Addf(at, &f.rule.Rule, format, args...)
}

// moved notes what the rule finds among all that git saw change.
func (f *finder) moved(all []bent) {
	for _, b := range all {
		if b.rule == f.rule.Name {
			f.found(b.at, "%s %s; %s", b.what, b.says, b.mend)
		}
	}
}

// warned notes what is not as bad as the rule's other findings.
func (f *finder) warned(at diag.Position, format string, args ...any) {
	mild := f.rule.Rule
	mild.Severity = diag.Warning
	f.problems.Addf(at, &mild, format, args...)
}

// days says a number of working days.
func days(n int) string {
	if n == 1 {
		return "1 working day"
	}
	return fmt.Sprintf("%d working days", n)
}

// isWritten reports whether anything stands at a path of a file.
func isWritten(file *content.File, path ...any) bool {
	return file.Pos(path...) != file.Pos(path[:len(path)-1]...)
}

// isOpen reports whether an engagement's words can still be mended: it is not
// closed.
func isOpen(e *facts.Engagement) bool { return e.Content.Status != content.Closed }

// isActive reports whether an engagement is under way.
func isActive(e *facts.Engagement) bool { return e.Content.Status == content.Active }

// index returns the place of the element with an id in a list, or -1.
func index[T any](list []T, id string, of func(*T) string) int {
	for i := range list {
		if of(&list[i]) == id {
			return i
		}
	}
	return -1
}

func milestoneAt(e *content.Engagement, id string) int {
	return index(e.Plan, id, func(m *content.Milestone) string { return m.ID })
}

func inputAt(e *content.Engagement, id string) int {
	return index(e.Inputs, id, func(i *content.Input) string { return i.ID })
}

func kpiAt(e *content.Engagement, id string) int {
	return index(e.KPIs, id, func(k *content.KPI) string { return k.ID })
}
