package facts

import (
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// occurrences returns the occurrences of a rhythm that have come, in the
// working days of a calendar, from the engagement's start to its end, and the
// one that comes next: nil where there is none, because the engagement ends
// before it, closed, or pauses without an end. A proposed engagement has none.
func occurrences(e *content.Engagement, r calendar.Rhythm, cal *calendar.Calendar, n now) (came []calendar.Occurrence, next *calendar.Occurrence) {
	if r.IsZero() || e.Status == content.Proposed {
		return nil, nil
	}
	for _, o := range cal.Occurrences(r, e.Start, n.today) {
		if o.Day <= n.today && occurs(e, cal, o) {
			came = append(came, o)
		}
	}
	if n.endless || e.Status == content.Closed {
		return came, nil
	}
	if o, ok := cal.After(r, e.Start, n.today); ok && occurs(e, cal, o) {
		next = &o
	}
	return came, next
}

// occurs reports whether an occurrence takes place: not after the end, nor on a closed
// day, where falls only what finds no working day any more.
func occurs(e *content.Engagement, cal *calendar.Calendar, o calendar.Occurrence) bool {
	return (e.End == 0 || o.Day <= e.End) && cal.Open(o.Day)
}

// Occurrences returns the times at which a rhythm comes round by which a side is held, from
// the first up to and with a day that may lie ahead of as-of: as far as anybody can know
// then, and by the same rules as the facts. The client is that of the engagement, the
// calendar the provider's.
func (e *Engagement) Occurrences(c *content.Client, cal *calendar.Calendar, side Side, r calendar.Rhythm, until calendar.Date) []calendar.Occurrence {
	if r.IsZero() || e.Content.Status == content.Proposed {
		return nil
	}
	n := now{cal: cal, today: e.Today}.within(e.Content, peopleOf(c, cal).days)
	return slices.DeleteFunc(n.of(side).Occurrences(r, e.Content.Start, until), func(o calendar.Occurrence) bool {
		return !occurs(e.Content, n.of(side), o) || n.endless && o.Day > e.Today
	})
}

// rhythm tells what became of each day on which something was promised: of
// updates, of reports, of feedback rounds, and of meetings the next one.
func rhythm(e *content.Engagement, n now) []Occurrence {
	var all []Occurrence
	from := e.Announces()
	add := func(kind RhythmKind, r calendar.Rhythm, after calendar.Date, match func([]Occurrence, calendar.Date)) {
		after = max(after, e.Rhythm.Since-1)
		days, coming := occurrences(e, r, n.cal, n)
		var next calendar.Date
		if coming != nil {
			next = coming.Day
		}
		var came []Occurrence
		for _, o := range days {
			if o.Day > after {
				came = append(came, Occurrence{Kind: kind, Due: o.Day})
			}
		}
		match(came, next)
		// Through its own day one is still upcoming; no other is named beside it.
		last := len(came) - 1
		switch {
		case last >= 0 && came[last].State == Upcoming && e.Status == content.Closed:
			came = came[:last]
		case last >= 0 && came[last].State == Upcoming:
		case next > after:
			came = append(came, Occurrence{Kind: kind, Due: next, State: Upcoming})
		}
		all = append(all, came...)
	}
	add(Updates, e.Rhythm.Update, 0, func(o []Occurrence, next calendar.Date) { matchWindows(o, from, next, updatesOf(e), n) })
	// A report tells of a period: the first is due after the one in which the rhythm starts.
	reports := e.Rhythm.Report
	add(Reports, reports, reports.Period(from).To, func(o []Occurrence, _ calendar.Date) { matchReports(o, e.Reports, n) })
	add(Feedbacks, e.Rhythm.Feedback, 0, func(o []Occurrence, next calendar.Date) { matchWindows(o, from, next, roundsOf(e), n) })
	if _, next := occurrences(e, e.Rhythm.Meeting.Every, n.cal, n); next != nil {
		all = append(all, Occurrence{Kind: Meetings, Due: next.Day, State: Upcoming})
	}
	return all
}

// A dated entry may serve an occurrence.
type dated struct {
	on   calendar.Date
	path string
}

// updatesOf returns the updates by date and id.
func updatesOf(e *content.Engagement) []dated {
	var entries []dated
	for _, entry := range e.Entries {
		if entry.Kind == content.UpdateKind {
			entries = append(entries, dated{entry.Date, entryPath(entry)})
		}
	}
	return entries
}

// roundsOf returns the feedback asked for, by the day of asking and id. What a
// client said without being asked serves no round.
func roundsOf(e *content.Engagement) []dated {
	var entries []dated
	for _, entry := range e.Entries {
		if entry.Feedback != nil && entry.Feedback.Asked != 0 {
			entries = append(entries, dated{entry.Feedback.Asked, entryPath(entry)})
		}
	}
	slices.SortStableFunc(entries, func(a, b dated) int { return int(a.on - b.on) })
	return entries
}

func entryPath(e *content.Entry) string   { return "journal/" + e.ID }
func reportPath(r *content.Report) string { return "reports/" + r.ID }

// matchWindows tells which of the entries, given by date, serve which of the
// occurrences that have come. An occurrence takes the last entry of its own
// window, from the day after the occurrence before it (for the first, from the
// start) to its own day: it is kept. Those left without one then take, in order,
// the first unused entry after their day and before the next occurrence: they
// are late. next is the day of the upcoming one, which takes none.
func matchWindows(o []Occurrence, start, next calendar.Date, entries []dated, n now) {
	used := make([]bool, len(entries))
	after := start - 1
	i := 0 // the first entry that is not before the window
	for nth := range o {
		for i < len(entries) && entries[i].on <= after {
			i++
		}
		last := -1
		for ; i < len(entries) && entries[i].on <= o[nth].Due; i++ {
			last = i
		}
		if last >= 0 {
			o[nth].State, o[nth].Entry, used[last] = Kept, entries[last].path, true
		}
		after = o[nth].Due
	}
	i = 0
	for nth := range o {
		if o[nth].State == Kept {
			continue
		}
		for i < len(entries) && (entries[i].on <= o[nth].Due || used[i]) {
			i++
		}
		end := next
		if nth+1 < len(o) {
			end = o[nth+1].Due
		}
		if i < len(entries) && (end == 0 || entries[i].on < end) {
			o[nth].State, o[nth].Entry, used[i] = LateKept, entries[i].path, true
			continue
		}
		o[nth].State = unserved(o, nth, n)
	}
}

// matchReports tells which reports serve which of the occurrences that have
// come. A report serves the first occurrence after its period's end, however
// late: where several do, the last of those in time, or else the first of those
// too late.
func matchReports(o []Occurrence, all []*content.Report, n now) {
	serving := make([]*content.Report, len(o))
	for _, r := range all {
		nth, _ := slices.BinarySearchFunc(o, r.Period.To+1, func(o Occurrence, d calendar.Date) int { return int(o.Due - d) })
		if nth == len(o) {
			continue
		}
		if s := serving[nth]; s == nil || serves(r, s, o[nth].Due) {
			serving[nth] = r
		}
	}
	for nth, r := range serving {
		switch {
		case r == nil:
			o[nth].State = unserved(o, nth, n)
		case r.Date <= o[nth].Due:
			o[nth].State, o[nth].Entry = Kept, reportPath(r)
		default:
			o[nth].State, o[nth].Entry = LateKept, reportPath(r)
		}
	}
}

// serves reports whether a rather than b serves an occurrence at day d.
func serves(a, b *content.Report, d calendar.Date) bool {
	inTime := a.Date <= d
	switch {
	case inTime != (b.Date <= d):
		return inTime
	case a.Date != b.Date:
		return inTime == (a.Date > b.Date)
	}
	return inTime == (a.ID > b.ID)
}

// unserved returns the state of the nth of the occurrences that have come, when
// nothing serves it: upcoming through its own day, then overdue until the next one
// has come.
func unserved(o []Occurrence, nth int, n now) RhythmState {
	switch {
	case nth+1 < len(o):
		return MissedOn
	case o[nth].Due == n.today:
		return Upcoming
	}
	return OverdueOn
}

// silences returns the windows of the update rhythm that have closed and in
// which nothing at all was entered, those that follow each other as one.
func silences(e *content.Engagement, n now) []Silence {
	if e.Quiet {
		return nil
	}
	days, _ := occurrences(e, e.Rhythm.Update, n.cal, n)
	entered := make([]dated, 0, len(e.Entries)+len(e.Reports))
	for _, entry := range e.Entries {
		entered = append(entered, dated{entry.Date, entryPath(entry)})
	}
	for _, r := range e.Reports {
		entered = append(entered, dated{r.Date, reportPath(r)})
	}
	slices.SortStableFunc(entered, func(a, b dated) int { return int(a.on - b.on) })

	var silent []Silence
	from := e.Announces()
	days = slices.DeleteFunc(days, func(o calendar.Occurrence) bool { return o.Day < from })
	i := 0 // the first entry that is not before the window
	for _, o := range days {
		to := o.Day
		if to == n.today {
			break // something may still be entered
		}
		for i < len(entered) && entered[i].on < from {
			i++
		}
		if i == len(entered) || entered[i].on > to {
			if last := len(silent) - 1; last >= 0 && silent[last].To == from-1 {
				silent[last].To = to
			} else {
				s := Silence{From: from, To: to}
				if i > 0 {
					s.Since, s.SinceOn = entered[i-1].path, entered[i-1].on
				}
				silent = append(silent, s)
			}
		}
		from = to + 1
	}
	return silent
}
