// Package month tells what a client's month still lacks before it can be shown:
// figures, hours, the report, the update, the minutes of meetings, and feedback to ask
// for. It looks at what was announced and at what is there, and decides nothing else.
package month

import (
	"cmp"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// A Kind is what is missing.
type Kind string

// What may be missing, in the order in which one sees to it.
const (
	Figures  Kind = "figures"
	Hours    Kind = "hours"
	Minutes  Kind = "minutes"
	Update   Kind = "update"
	Feedback Kind = "feedback"
	Report   Kind = "report" // last, since it is made of the others
)

// NewKind is what `rapport new` calls the file that fills a gap; "" for one that no new
// file fills.
func (k Kind) NewKind() string {
	switch k {
	case Minutes:
		return string(content.MeetingKind)
	case Update, Feedback, Report:
		return string(k)
	}
	return ""
}

// A Gap is something that a month still lacks.
type Gap struct {
	Kind   Kind
	Of     content.Text    // the KPI, or the price whose hours are missing
	Day    calendar.Date   // on which it was announced, or the meeting took place; 0 for none
	Period calendar.Period // of a report or a figure
	File   string          // below the engagement, where it belongs; "" where that is a new file
	Draft  bool            // it stands in File, as a draft
}

// Last returns the last month that has ended on a day.
func Last(today calendar.Date) calendar.Period {
	return calendar.PeriodOf(calendar.Month, today).Prev()
}

// Gaps returns what a month of an engagement lacks as of the facts' day. The facts are to
// be read with drafts, which are gaps that were begun to be filled. An engagement that
// is only proposed, or had ended before the month, lacks nothing.
func Gaps(e *facts.Engagement, c *content.Client, cal *calendar.Calendar, month calendar.Period) []Gap {
	over := e.Content.Status == content.Closed && e.Content.Closed < month.From
	if e.Content.Status == content.Proposed || over || e.Content.Start > month.To {
		return nil
	}
	r := reader{e: e, month: month}
	if month.To < e.Today { // of a month that runs, nobody has the figures
		for _, k := range e.Content.KPIs.On(month.To) {
			r.figures(k)
		}
		for _, p := range e.Content.Pricing.On(month.To) {
			r.hours(p)
		}
	}
	r.meetings(e.Occurrences(c, cal, facts.Provider, e.Content.Rhythm.Meeting.Every, min(month.To, e.Today-1)))
	r.announced(facts.Updates, Update)
	r.announced(facts.Feedbacks, Feedback)
	r.reports()
	r.drafts()
	return r.gaps
}

// A reader finds the gaps of one engagement.
type reader struct {
	e     *facts.Engagement
	month calendar.Period
	gaps  []Gap
}

func (r *reader) add(g Gap) { r.gaps = append(r.gaps, g) }

// figures finds that a KPI has none for the month, or for the longer period that ends
// with it where its figures are of such.
func (r *reader) figures(k *content.KPI) {
	period := r.month
	if n := len(k.Series); n > 0 {
		if last := k.Series[n-1].Period.Kind; last == calendar.Quarter || last == calendar.Year {
			period = calendar.PeriodOf(last, r.month.To)
		}
	}
	within := func(p calendar.Period) bool { return p.To >= r.month.From && p.To <= r.month.To }
	if period.To != r.month.To || slices.ContainsFunc(k.Series, func(f content.Figure) bool { return within(f.Period) }) {
		return
	}
	for _, report := range r.e.Content.Reports {
		pinned := slices.ContainsFunc(report.KPIs, func(p content.Pinned) bool { return p.KPI == k.ID })
		if pinned && within(report.Period) {
			return
		}
	}
	r.add(Gap{Kind: Figures, Of: k.Name, Period: period, File: cmp.Or(k.SeriesFile.ID, "engagement.md")})
}

// hours finds that none were noted for a price that includes some.
func (r *reader) hours(p *content.Price) {
	noted := slices.ContainsFunc(r.e.Content.Time, func(row content.TimeRow) bool {
		return row.Item == p.ID && r.month.Contains(row.Date)
	})
	if !p.Includes.IsZero() && !noted {
		r.add(Gap{Kind: Hours, Of: p.Item, Period: r.month, File: "data/time.csv"})
	}
}

// meetings finds those of which there are no minutes, from their day to the next.
func (r *reader) meetings(days []calendar.Occurrence) {
	for i, o := range days {
		next := r.e.Today + 1
		if i+1 < len(days) {
			next = days[i+1].Day
		}
		written := slices.ContainsFunc(r.e.Content.Entries, func(n *content.Entry) bool {
			return n.Kind == content.MeetingKind && n.Date >= o.Day && n.Date < next
		})
		if r.month.Contains(o.Day) && !written {
			r.add(Gap{Kind: Minutes, Day: o.Day})
		}
	}
}

// announced finds what was announced for a day of the month, or one up to today that tells
// of it, and is still owed.
func (r *reader) announced(rhythm facts.RhythmKind, kind Kind) {
	for _, o := range r.e.Rhythm {
		if o.Kind == rhythm && o.State == facts.OverdueOn && o.Due >= r.month.From {
			r.add(Gap{Kind: kind, Day: o.Due})
		}
	}
}

// reports finds the periods that end with the month, or within it, of which there is no report.
func (r *reader) reports() {
	rhythm := r.e.Content.Rhythm.Report
	if rhythm.IsZero() {
		return
	}
	first := rhythm.Period(r.e.Content.Announces())
	for p := rhythm.Period(r.month.From); p.From <= r.month.To && p.Kind != calendar.Custom; p = p.Next() {
		there := slices.ContainsFunc(r.e.Content.Reports, func(report *content.Report) bool { return report.Period.To == p.To && report.Period.From == p.From })
		if r.month.Contains(p.To) && p.To < r.e.Today && p.To >= first.To && !there {
			r.add(Gap{Kind: Report, Period: p, Day: r.due(p)})
		}
	}
}

// due is the day on which the report on a period was announced, 0 where that is further away
// than the next.
func (r *reader) due(p calendar.Period) calendar.Date {
	for _, o := range r.e.Rhythm {
		if o.Kind == facts.Reports && o.Due > p.To && o.Due <= p.Next().To {
			return o.Due
		}
	}
	return 0
}

// drafts finds what was begun and is no more than a draft.
func (r *reader) drafts() {
	for _, n := range r.e.Content.Entries {
		if n.Draft && n.Date >= r.month.From {
			r.add(Gap{Kind: Kind(strings.Replace(string(n.Kind), string(content.MeetingKind), string(Minutes), 1)), Day: n.Date, File: "journal/" + n.ID + ".md", Draft: true})
		}
	}
	for _, report := range r.e.Content.Reports {
		if report.Draft && r.month.Contains(report.Period.To) {
			r.add(Gap{Kind: Report, Period: report.Period, File: "reports/" + report.ID + ".md", Draft: true})
		}
	}
}
