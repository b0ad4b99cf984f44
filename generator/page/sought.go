package page

import (
	"html/template"

	"rapport/generator/markdown"
	"rapport/generator/place"
)

// What was agreed is found a section at a time: who looks for a price or an opening hour is
// led to where it stands.

// soughtAs are the other words for what stands in a section, as readers type them.
var soughtAs = map[string]string{
	"prices": "search_words_prices", "turnaround": "search_words_turnaround", "hours": "search_words_hours",
	"channels": "search_words_channels", "duties": "search_words_duties", "rhythm": "search_words_rhythm",
}

// agreed adds the sections of an engagement's agreement.
func (k *catalogue) agreed(c *chapter) {
	at := place.Expectations.Of(c.id)
	_, x := c.on(at.File).expectations()
	first := []string{markdown.Words(x.Value)}
	for _, f := range x.Facts {
		first = append(first, f.text())
	}
	k.add(at, k.p.say.Get("page_expectations"), "", first...)
	for i := range x.Sections {
		s := &x.Sections[i]
		if s.None == "" {
			k.add(at.At("s_"+s.Name), s.Heading, "", s.text()...)
			k.also(soughtAs[s.Name])
		}
	}
}

// stands adds the headings of an engagement's progress, under which no text is sought that
// is not found at its own place already.
func (k *catalogue) stands(c *chapter) {
	at := place.Progress.Of(c.id)
	k.add(at, k.p.say.Get("page_progress"), "")
	_, g := c.on(at.File).progress()
	for i := range g.Sections {
		k.headed(at, &g.Sections[i])
	}
}

// headed adds the heading of a section of progress, and of its parts.
func (k *catalogue) headed(at place.Place, s *ProgressSection) {
	k.add(at.At("s_"+s.Name), s.Heading, "")
	for i := range s.Parts {
		k.headed(at, &s.Parts[i])
	}
}

// also says by what other words the last that was added is sought.
func (k *catalogue) also(key string) {
	if key != "" {
		k.last.also = k.p.say.Get(key)
	}
}

// A line is what stands beside each other, as one sentence of a result.
type line []template.HTML

func (l line) text() string {
	text := ""
	for _, part := range l {
		if w := markdown.Words(part); text == "" || w == "" {
			text += w
		} else {
			text += " · " + w
		}
	}
	return text
}

func (f *Fact) text() string {
	parts := line{escape(f.Label), f.Value, escape(f.State.Word)}
	for _, i := range f.List {
		parts = append(parts, i.What, i.Detail)
	}
	return parts.text()
}

// text are the lines of a section.
func (s *ExpectationsSection) text() []string {
	var all []string
	add := func(parts ...template.HTML) { all = append(all, line(parts).text()) }
	items := func(lists ...[]Item) {
		for _, list := range lists {
			for _, i := range list {
				add(i.What, i.Detail)
			}
		}
	}
	for _, g := range s.Goals {
		add(g.Want, g.Why)
	}
	if s.Scope != nil {
		items(s.Scope.Includes, s.Scope.Excludes, s.Scope.Deliverables, s.Scope.Assumptions)
		add(s.Scope.BestCase)
		add(s.Scope.WorstCase)
	}
	for _, r := range s.Turnaround {
		add(r.Request, escape(r.Respond), escape(r.Resolve), escape(r.Clock))
		add(escape(r.Example))
	}
	for _, ch := range s.Channels {
		add(ch.Name, escape(ch.Address), ch.For, escape(ch.Within))
	}
	if s.Hours != nil {
		all = append(all, s.Hours.text()...)
	}
	for _, p := range s.Prices {
		add(p.Item, escape(p.Model), escape(p.Amount), escape(p.Includes))
	}
	if s.Duties != nil {
		items(s.Duties.Ours, s.Duties.Yours)
	}
	for i := range s.Rhythm {
		all = append(all, s.Rhythm[i].text())
	}
	for _, ch := range s.Changes {
		add(ch.Title, escape(ch.Price), escape(ch.Days), escape(ch.By))
		items(ch.Adds, ch.Removes)
	}
	if s.Service != nil {
		items(s.Service.Does, s.Service.DoesNot)
		add(s.Service.Body)
	}
	if s.Work != nil {
		items(s.Work.Processes, s.Work.Tools)
	}
	if s.Brief != nil {
		add(s.Brief.HTML)
	}
	return all
}

func (h *Hours) text() []string {
	var all []string
	rows := func(rows []HoursRow) {
		for _, r := range rows {
			all = append(all, line{escape(r.Days), escape(r.Hours)}.text())
		}
	}
	rows(h.Rows)
	for _, a := range h.Ahead {
		all = append(all, a.Since)
		rows(a.Rows)
	}
	for _, d := range h.Closed {
		all = append(all, line{escape(d.When), escape(d.Name)}.text())
	}
	return all
}
