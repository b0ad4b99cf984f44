package page

import (
	"html/template"
	"reflect"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/markdown"
	"rapport/generator/place"
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
	check := func(file *content.File, name, page string, model any, chart func(string) (template.HTML, error)) {
		if !wanted(file.Path) {
			return
		}
		p.story(name, page, file, "", 2, chart)
		p.checkTexts(file.Path, name, page, model)
	}
	told := map[string]bool{} // charts of the report at hand
	chart := func(id string) (template.HTML, error) {
		switch {
		case e.KPI(id) == nil:
			return "", unknownKPI(e, id)
		case told[id]:
			return "", duplicateChart(id)
		}
		told[id] = true
		return "", nil
	}
	check(&e.File, e.ID+"/engagement.md", place.Expectations.Of(e.ID).File, agreementOf(e), nil)
	for _, n := range e.Entries {
		check(&n.File, e.ID+"/journal/"+n.ID+".md", place.Journal.Of(e.ID).File, n, nil)
	}
	for _, r := range e.Reports {
		clear(told)
		check(&r.File, e.ID+"/reports/"+r.ID+".md", place.Report(e.ID, r.ID).File, r, chart)
	}
}

// agreementOf is an engagement without the files that belong to it.
func agreementOf(e *content.Engagement) *content.Engagement {
	bare := *e
	bare.Entries, bare.Reports, bare.Requests = nil, nil, nil
	return &bare
}

// checkTexts renders every text of a file's front matter, for its problems.
func (p *planner) checkTexts(path, name, page string, model any) {
	ctx := markdown.Context{Labels: p.labels, Resolve: p.resolver(name, page)}
	walkTexts(reflect.ValueOf(model), func(t content.Text) {
		p.Markdown.Inline(t.Raw, diag.Position{File: path, Line: t.Line, Col: t.Col}, ctx, p.problems)
	})
}

var textType = reflect.TypeFor[content.Text]()

// walkTexts visits the texts of a file's model, those of other files aside.
func walkTexts(v reflect.Value, visit func(content.Text)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkTexts(v.Elem(), visit)
		}
	case reflect.Slice:
		if v.Type().Elem() != reflect.TypeFor[*content.Engagement]() {
			for i := range v.Len() {
				walkTexts(v.Index(i), visit)
			}
		}
	case reflect.Struct:
		if v.Type() == textType {
			if t := v.Interface().(content.Text); !t.IsZero() {
				visit(t)
			}
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Tree" && f.Name != "Zone" {
				walkTexts(v.Field(i), visit)
			}
		}
	}
}

// CheckProvider looks for what is wrong with the prose of the provider and of all
// services, named by an engagement or not, and makes no page. The input's client
// may be a mere name.
func CheckProvider(in Input, problems *diag.List) {
	p := newPlanner(in, problems)
	check := func(file *content.File, page string, model any) {
		p.Markdown.Convert(file.Body.Source, p.providerContext(file.Path, file.Body.Line, page, bodyPrefix, 3), problems)
		w := writing{planner: p, page: page, file: file.Path}
		walkTexts(reflect.ValueOf(model), func(t content.Text) { w.inline(t) })
	}
	bare := *p.Provider
	bare.Services, bare.Calendar = nil, nil
	check(&p.Provider.File, place.People.Place().File, bare)
	for i := range p.Provider.Services {
		check(&p.Provider.Services[i].File, place.Expectations.Of("engagement").File, p.Provider.Services[i])
	}
}
