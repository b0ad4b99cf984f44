package page

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// A PromiseRecord is every promise with its versions: what was agreed, since when, and by
// whom.
type PromiseRecord struct {
	Versions    []AgreementRow // of the agreement, the first first
	Groups      []PromiseGroup
	Corrections []CorrectionRow // of reports, by their days
}

// A CorrectionRow is what a report had wrong.
type CorrectionRow struct {
	Day    Day
	What   template.HTML
	Report *Link
}

// An AgreementRow is a version of the agreement.
type AgreementRow struct {
	Name        string // "Version 2"
	Since       Day
	Begins      []template.HTML // what begins to hold with it: terms, and changes with a link each
	By          []string        // who agreed
	Fingerprint string
	Short       string // the first digits of the fingerprint
	Text        string // the file with its canonical text, from this page
}

// A PromiseGroup is the promises of one kind.
type PromiseGroup struct {
	Section
	Rows []PromiseRow
}

// A PromiseRow is a promise with its versions, the first first.
type PromiseRow struct {
	What  template.HTML
	Terms []Term
}

// A Term is what holds of a promise for some time.
type Term struct {
	When   string // "until 31 December 2026"; "" where it held from the start and does
	Words  string // "€95.00 per hour"
	By     string // who agreed; "" where it held from the start
	Coming bool
}

// shortFingerprint is how many digits of a fingerprint are shown where there is little
// room: enough to tell the versions of one agreement apart.
const shortFingerprint = 12

// record plans the page of all promises.
func (c *chapter) record() (head, *PromiseRecord) {
	r := &PromiseRecord{Versions: c.versions()}
	add := func(name, heading string, rows []PromiseRow) {
		if len(rows) > 0 {
			r.Groups = append(r.Groups, PromiseGroup{Section{name, c.say.Get(heading)}, rows})
		}
	}
	add("plan", "plan_heading", c.datesAgreed())
	add("turnaround", "turnaround_heading", promiseRows(c, c.e.Turnaround, c.turnaroundTerm))
	add("prices", "pricing_heading", promiseRows(c, c.e.Pricing, c.priceTerm))
	add("kpis", "kpi_heading", promiseRows(c, c.e.KPIs, c.kpiTerm))
	add("hours", "hours_heading", c.hoursAgreed())
	r.Corrections = c.corrections()
	return c.head("page_record"), r
}

// corrections lists what was corrected in reports, by the days.
func (c *chapter) corrections() []CorrectionRow {
	type correction struct {
		on  calendar.Date
		row CorrectionRow
	}
	var all []correction
	for _, r := range c.e.Reports {
		for _, k := range r.Corrections {
			all = append(all, correction{k.On, CorrectionRow{c.p.fullDay(k.On), c.reportText(r).inline(k.What), c.reportLink(r)}})
		}
	}
	slices.SortStableFunc(all, func(a, b correction) int { return cmp.Compare(a.on, b.on) })
	rows := make([]CorrectionRow, len(all))
	for i := range all {
		rows[i] = all[i].row
	}
	return rows
}

// versions lists the versions of the agreement, and publishes their texts.
func (c *chapter) versions() []AgreementRow {
	var rows []AgreementRow
	for i := range c.f.Versions {
		v := &c.f.Versions[i]
		file := place.AgreementText(c.id, v.Number)
		c.p.written[file.File] = File{Name: file.File, Write: v.WriteText, Size: v.Size}
		row := AgreementRow{
			Name: c.say.Say("agreement_version", "n", v.Number), Since: c.p.fullDay(v.Since),
			Fingerprint: v.Fingerprint, Short: v.Fingerprint[:shortFingerprint], Text: file.From(c.at),
			Begins: c.begins(v.Since), By: c.agreedBy(v),
		}
		for _, n := range v.Changes {
			title := c.entryText(n).inline(n.Title)
			row.Begins = append(row.Begins, template.HTML(`<a href="`+template.HTMLEscapeString(place.Entry(c.e, n).From(c.at))+`">`)+title+"</a>")
		}
		rows = append(rows, row)
	}
	return rows
}

// agreedBy says who agreed to a version of the agreement: whoever accepted the changes
// that begin with it, and both sides at the start.
func (c *chapter) agreedBy(v *facts.AgreementVersion) []string {
	var by []string
	for _, n := range v.Changes {
		by = append(by, c.p.accepted(n))
	}
	switch {
	case by != nil:
	case v.Number == 1:
		by = []string{c.agreedAtStart()}
	default:
		by = []string{c.say.Get("agreement_unnamed")}
	}
	return by
}

// agreedAtStart says how the first version came to be.
func (c *chapter) agreedAtStart() string {
	if c.e.Status == content.Proposed {
		return c.say.Get("agreement_proposed")
	}
	return c.say.Get("agreement_at_start")
}

// begins lists the terms of which a version begins to hold on a day after the start, and the
// milestones and inputs that come or go with it.
func (c *chapter) begins(day calendar.Date) []template.HTML {
	var all []template.HTML
	if day == c.e.Start {
		return nil
	}
	add := func(what, words string) {
		all = append(all, escape(c.say.Say("label_value", "label", what, "value", words)))
	}
	for i := range c.e.Turnaround {
		if t := &c.e.Turnaround[i]; t.Since == day {
			add(c.say.Plain(t.Request), c.turnaroundTerm(t).words)
		}
	}
	for i := range c.e.Pricing {
		if p := &c.e.Pricing[i]; p.Since == day {
			add(c.say.Plain(p.Item), c.priceTerm(p).words)
		}
	}
	for i := range c.e.KPIs {
		if k := &c.e.KPIs[i]; k.Since == day {
			add(c.say.Plain(k.Name), c.kpiTerm(k).words)
		}
	}
	row := func(what content.Text, since, until, due calendar.Date, every calendar.Rhythm) {
		words := c.say.Day(due)
		if !every.IsZero() {
			words = c.p.rhythm(every)
		}
		if since == day {
			add(c.say.Plain(what), words)
		}
		if until != 0 && until+1 == day {
			add(c.say.Plain(what), c.say.Say("input_taken_out", "date", c.say.Day(until)))
		}
	}
	for i := range c.e.Plan {
		m := &c.e.Plan[i]
		row(m.What, m.Since, m.Until, m.Due, calendar.Rhythm{})
	}
	for i := range c.e.Inputs {
		in := &c.e.Inputs[i]
		row(in.What, in.Since, in.Until, in.Due, in.Every)
	}
	for _, h := range c.p.Provider.Later {
		if h.Since == day {
			add(c.say.Get("hours_heading"), c.weekWords(h.Since))
		}
	}
	return all
}

// A version is one of a term, in words.
type version struct {
	id    string
	what  template.HTML
	words string
	since calendar.Date
}

func (c *chapter) turnaroundTerm(t *content.Turnaround) version {
	return version{t.ID, c.agreement().inline(t.Request), c.promise(t), t.Since}
}

func (c *chapter) priceTerm(p *content.Price) version {
	terms := *p
	terms.Since = 0 // it is said beside the words
	row := c.price(c.agreement(), &terms)
	return version{p.ID, row.Item, strings.Join(nonEmpty(row.Amount, row.Includes), c.say.Get("comma")), p.Since}
}

func (c *chapter) kpiTerm(k *content.KPI) version {
	words := c.say.Aim(k)
	if words == "" {
		words = c.say.Get("kpi_untargeted")
	}
	return version{k.ID, c.agreement().inline(k.Name), words, k.Since}
}

// promiseRows lists each term once, with all its versions.
func promiseRows[T any](c *chapter, all []T, say func(*T) version) []PromiseRow {
	var rows []PromiseRow
	at := map[string]int{}
	var versions [][]version
	for i := range all {
		v := say(&all[i])
		row, again := at[v.id]
		if !again {
			row = len(versions)
			at[v.id] = row
			versions = append(versions, nil)
		}
		versions[row] = append(versions[row], v)
	}
	for _, of := range versions {
		rows = append(rows, PromiseRow{What: c.current(of).what, Terms: c.terms(of)})
	}
	return rows
}

// current is the version that holds, or will be the first that does.
func (c *chapter) current(of []version) version {
	now := of[0]
	for _, v := range of {
		if v.since <= c.f.InForce() {
			now = v
		}
	}
	return now
}

// otherTerms says what held of a term and what is to come, where it has not been the same
// from the start on.
func otherTerms[T any](c *chapter, versions []*T, say func(*T) version) []Term {
	var of []version
	for _, v := range versions {
		of = append(of, say(v))
	}
	if only := of[0].since; len(of) == 1 && (only <= c.e.Start || only > c.f.InForce()) {
		return nil
	}
	return c.terms(of)
}

// agreementFact says which version of the agreement holds, since when, and who agreed.
func (c *chapter) agreementFact() Fact {
	v := c.f.Agreement()
	words := strings.Join(append([]string{c.versionName()}, c.agreedBy(&v)...), " · ")
	short := `<code title="` + v.Fingerprint + `">` + v.Fingerprint[:shortFingerprint] + "</code>"
	return Fact{Label: c.say.Get("agreement_label"), Value: escape(words) + " · " + template.HTML(short)}
}

// terms says for how long each version of a term holds, and who agreed to it: whoever
// accepted the first change that moved it and explains no version before.
func (c *chapter) terms(of []version) []Term {
	var all []Term
	moves := c.e.Moves(of[0].id)
	for i, v := range of {
		t := Term{Words: v.words, Coming: v.since > c.f.InForce()}
		var until calendar.Date
		if i+1 < len(of) {
			until = of[i+1].since - 1
		}
		t.When = c.heldFor(v.since, until)
		if v.since > c.e.Start {
			t.By = c.say.Get("agreement_unnamed")
			if len(moves) > 0 && moves[0].Change.Accepted <= v.since { // each explains one move
				t.By = c.p.accepted(moves[0])
				moves = moves[1:]
			}
		}
		all = append(all, t)
	}
	return all
}

// heldFor says for how long something holds.
func (c *chapter) heldFor(since, until calendar.Date) string {
	switch {
	case since == 0 && until == 0:
		return ""
	case since == 0:
		return c.say.Say("term_until", "date", c.say.Date(until))
	case until == 0:
		return c.say.Say("term_from", "date", c.say.Date(since))
	}
	return c.say.Say("from_to", "from", c.say.Date(since), "to", c.say.Date(until))
}

// datesAgreed lists the milestones, each with the day that was agreed and the changes
// that moved it.
func (c *chapter) datesAgreed() []PromiseRow {
	var rows []PromiseRow
	for i := range c.f.Milestones {
		m := &c.f.Milestones[i]
		row := PromiseRow{What: c.agreement().inline(m.Content.What), Terms: []Term{{Words: c.say.Date(m.Agreed)}}}
		for _, moved := range m.Changes {
			if n := c.e.Entry(moved.Entry); n != nil {
				row.Terms = append(row.Terms, Term{Words: c.say.SignedDays(moved.Days), By: c.p.accepted(n)})
			}
		}
		if len(m.Changes) > 0 {
			row.Terms = append(row.Terms, Term{Words: c.say.Say("label_value", "label", c.say.Get("plan_due"), "value", c.say.Date(m.Due))})
		}
		if m.Out {
			row.Terms = append(row.Terms, Term{Words: c.milestoneStanding(m).Word})
		}
		rows = append(rows, row)
	}
	return rows
}

// hoursAgreed is the provider's week, with its versions.
func (c *chapter) hoursAgreed() []PromiseRow {
	of := []version{{content.HoursPart, escape(c.say.Get("hours_table") + c.say.Get("comma") + phrase.ZoneName(c.p.Provider.Zone)), c.weekWords(0), 0}}
	for _, h := range c.p.Provider.Later {
		of = append(of, version{content.HoursPart, of[0].what, c.weekWords(h.Since), h.Since})
	}
	return []PromiseRow{{What: of[0].what, Terms: c.terms(of)}}
}

// weekWords is the week of a day in a line.
func (c *chapter) weekWords(day calendar.Date) string {
	var days []string
	for _, row := range c.p.week(c.p.Provider.Zone, day) {
		days = append(days, c.say.Say("label_value", "label", row.Days, "value", row.Hours))
	}
	return strings.Join(days, c.say.Get("semicolon"))
}

// nonEmpty returns the words that are there.
func nonEmpty(words ...string) []string {
	var all []string
	for _, w := range words {
		if w != "" {
			all = append(all, w)
		}
	}
	return all
}
