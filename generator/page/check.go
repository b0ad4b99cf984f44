package page

import (
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/markdown"
	"rapport/generator/place"
	"rapport/generator/schema"
)

// checkUnseen looks for what is wrong with the prose of files that the portal
// does not show yet, so that a broken link is found on the day it is written
// and not on the day it is published.
func (p *planner) checkUnseen() {
	shown := map[string]bool{}
	for _, f := range p.Facts.Engagements {
		for _, n := range f.Content.Entries {
			shown[n.Path] = true
		}
		for _, r := range f.Content.Reports {
			shown[r.Path] = true
		}
	}
	for _, e := range p.Client.Engagements {
		p.checkFiles(e, func(path string) bool { return !shown[path] })
	}
}

// checkFiles looks for what is wrong with the prose of an engagement's files.
func (p *planner) checkFiles(e *content.Engagement, wanted func(path string) bool) {
	check := func(file *content.File, name, page string, values func(func(schema.Value)), shortcodes *markdown.Shortcodes) {
		if !wanted(file.Path) {
			return
		}
		p.story(name, page, file, "", 2, shortcodes)
		p.checkTexts(file.Path, name, page, values)
	}
	check(&e.File, e.ID+"/engagement.md", place.Expectations.Of(e.ID).File, e.Visit, nil)
	for _, n := range e.Entries {
		check(&n.File, e.ID+"/journal/"+n.ID+".md", place.Entry(e, n).File, n.Visit, nil)
	}
	for _, r := range e.Reports {
		check(&r.File, e.ID+"/reports/"+r.ID+".md", place.Report(e.ID, r.ID).File, r.Visit, p.checkedShortcodes(e, r))
	}
}

// checkTexts renders every text of a file's front matter, for its problems.
func (p *planner) checkTexts(path, name, page string, values func(func(schema.Value))) {
	ctx := markdown.Context{Labels: p.labels, Resolve: p.resolver(name, page)}
	visitTexts(values, func(t content.Text) {
		p.Markdown.Inline(t.Raw, diag.Position{File: path, Line: t.Line, Col: t.Col}, ctx, p.problems)
	})
}

// visitTexts visits the texts among the values that a file holds.
func visitTexts(values func(visit func(schema.Value)), visit func(content.Text)) {
	values(func(v schema.Value) {
		if t, ok := v.Of.(*content.Text); ok && !t.IsZero() {
			visit(*t)
		}
	})
}

// CheckProvider looks for what is wrong with the prose of the provider and of all
// services, named by an engagement or not, and makes no page. The input's client
// may be a mere name.
func CheckProvider(in Input, problems *diag.List) {
	p := newPlanner(in, problems)
	check := func(file *content.File, page string, values func(func(schema.Value))) {
		p.Markdown.Convert(file.Body.Source, p.providerContext(file.BodyPath(), file.Body.Line, page, bodyPrefix, 3), problems)
		w := textContext{p: p, at: page, file: file.Path}
		visitTexts(values, func(t content.Text) { w.inline(t) })
	}
	check(&p.Provider.File, place.People.Place().File, p.Provider.Visit)
	for i := range p.Provider.Services {
		s := &p.Provider.Services[i]
		check(&s.File, place.Expectations.Of("engagement").File, s.Visit)
	}
}
