package page

import (
	"html/template"

	"rapport/generator/facts"
)

// A Figure is a KPI in a band of several, with less beside it than on its card.
type Figure struct {
	ID          string
	Name        template.HTML
	Value, Unit string
	Status      State
	Lines       []string // "target 400", "+31% on Sep 2025", …
	Href        string   // to the chart
	Empty       string   // instead of the figure where there is none
}

// figure is a KPI in a band, whose chart is at an address. What period it is of is said unless
// the page says it: of that name.
func (c *chapter) figure(k *facts.KPI, said, href string) Figure {
	card := c.glance(k)
	f := Figure{ID: card.ID, Name: card.Name, Value: card.Value, Unit: card.Unit, Status: card.Status, Href: href, Empty: card.Empty}
	if card.Period != said {
		f.Lines = nonEmpty(card.Period)
	}
	f.Lines = append(f.Lines, nonEmpty(card.Aim, card.Change, card.Budget, card.Part)...)
	return f
}
