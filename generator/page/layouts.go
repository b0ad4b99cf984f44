package page

import (
	"reflect"

	"rapport/generator/chart"
	"rapport/generator/place"
	"rapport/generator/theme"
)

// Layouts are the pages that a theme lays out, each with a value of the type that its
// Body has; nil for those that have none.
var Layouts = map[place.Page]any{
	place.Home:         (*Home)(nil),
	place.Kickoff:      (*Kickoff)(nil),
	place.Services:     (*Services)(nil),
	place.People:       (*People)(nil),
	place.Help:         (*Help)(nil),
	place.Feedback:     (*Feedback)(nil),
	place.Thanks:       (*Thanks)(nil),
	place.Overview:     (*EngagementHome)(nil),
	place.Expectations: (*Expectations)(nil),
	place.Progress:     (*Progress)(nil),
	place.Money:        (*Money)(nil),
	place.Journal:      (*Journal)(nil),
	place.Reports:      (*Reports)(nil),
	place.OneReport:    (*Report)(nil),
	place.Summary:      (*Summary)(nil),
	place.Record:       (*PromiseRecord)(nil),
	place.Door:         nil,
	place.NotFound:     nil,
}

// parts are the parts of a theme that are laid out before the page that they stand on,
// each with a value of the type that it takes.
var parts = map[string]any{
	"parts/nav.html":     (*Page)(nil),
	"parts/chapter.html": (*Page)(nil),
	"parts/listing.html": (*Listing)(nil),
	"charts/burn.html":   (*chart.Burn)(nil),
	"charts/line.html":   (*chart.Line)(nil),
	"charts/pair.html":   (*chart.Pair)(nil),
	"charts/spark.html":  (*chart.Spark)(nil),
	"charts/strip.html":  (*chart.Strip)(nil),
}

// Models are what a theme's pages and parts are laid out from, for theme.Check.
func Models() map[string]theme.Model {
	models := map[string]theme.Model{}
	for layout, body := range Layouts {
		models[string(layout)] = theme.Model{Type: reflect.TypeFor[*Page](), Body: reflect.TypeOf(body)}
	}
	for file, model := range parts {
		models[file] = theme.Model{Type: reflect.TypeOf(model)}
	}
	return models
}
