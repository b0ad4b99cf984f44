package page

import "rapport/generator/place"

// Layouts are the pages that a theme lays out, each with a value of the type that its
// Body has; nil for those that have none.
var Layouts = map[place.Page]any{
	place.Home:         (*Home)(nil),
	place.People:       (*People)(nil),
	place.Help:         (*Help)(nil),
	place.Feedback:     (*Feedback)(nil),
	place.Thanks:       nil,
	place.Overview:     (*EngagementHome)(nil),
	place.Expectations: (*Expectations)(nil),
	place.Progress:     (*Progress)(nil),
	place.Journal:      (*Journal)(nil),
	place.Reports:      (*Reports)(nil),
	place.OneReport:    (*Report)(nil),
	place.Summary:      (*Summary)(nil),
	place.Door:         nil,
	place.NotFound:     nil,
}
