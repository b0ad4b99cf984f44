package facts

import (
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// occurrences returns the days of a rhythm that have come, from the
// engagement's start to its end, and the day that comes next: zero where there
// is none, because the engagement ends before it or is paused. No rhythm
// occurs on a paused day; a rhythm's day is the working day to which it moved.
func occurrences(e *content.Engagement, r calendar.Rhythm, n now) (days []calendar.Date, next calendar.Date) {
	if r.IsZero() {
		return nil, 0
	}
	until := n.today
	if e.End != 0 {
		until = min(until, e.End)
	}
	for _, o := range n.cal.Occurrences(r, e.Start, until) {
		if o.Day <= n.today && !pausedOn(e, o.Day) {
			days = append(days, o.Day)
		}
	}
	o, ok := n.cal.After(r, e.Start, n.today)
	if ok && (e.End == 0 || o.Nominal <= e.End) && !pausedOn(e, o.Day) {
		next = o.Day
	}
	return days, next
}

// rhythm tells what became of each day on which something was promised: of
// updates, of reports, of feedback rounds, and of meetings the next one.
func rhythm(e *content.Engagement, n now) []Occurrence {
	var all []Occurrence
	add := func(kind RhythmKind, r calendar.Rhythm, match func([]Occurrence, calendar.Date)) {
		days, next := occurrences(e, r, n)
		kept := make([]Occurrence, len(days), len(days)+1)
		for i, d := range days {
			kept[i] = Occurrence{Kind: kind, Due: d}
		}
		match(kept, next)
		if next != 0 {
			kept = append(kept, Occurrence{Kind: kind, Due: next, State: Upcoming})
		}
		all = append(all, kept...)
	}
	add(Updates, e.Rhythm.Update, func(o []Occurrence, next calendar.Date) { matchWindows(o, e.Start, next, updatesOf(e)) })
	add(Reports, e.Rhythm.Report, func(o []Occurrence, _ calendar.Date) { matchReports(o, e.Reports) })
	add(Feedbacks, e.Rhythm.Feedback, func(o []Occurrence, next calendar.Date) { matchWindows(o, e.Start, next, roundsOf(e)) })
	if _, next := occurrences(e, e.Rhythm.Meeting.Every, n); next != 0 {
		all = append(all, Occurrence{Kind: Meetings, Due: next, State: Upcoming})
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
func matchWindows(o []Occurrence, start, next calendar.Date, entries []dated) {
	used := make([]bool, len(entries))
	after := start - 1
	i := 0 // the first entry that is not before the window
	for n := range o {
		for i < len(entries) && entries[i].on <= after {
			i++
		}
		last := -1
		for ; i < len(entries) && entries[i].on <= o[n].Due; i++ {
			last = i
		}
		if last >= 0 {
			o[n].State, o[n].Entry, used[last] = Kept, entries[last].path, true
		}
		after = o[n].Due
	}
	i = 0
	for n := range o {
		if o[n].State == Kept {
			continue
		}
		for i < len(entries) && (entries[i].on <= o[n].Due || used[i]) {
			i++
		}
		end := next
		if n+1 < len(o) {
			end = o[n+1].Due
		}
		if i < len(entries) && (end == 0 || entries[i].on < end) {
			o[n].State, o[n].Entry, used[i] = LateKept, entries[i].path, true
			continue
		}
		o[n].State = unserved(o, n)
	}
}

// matchReports tells which reports serve which of the occurrences that have
// come. A report serves the first occurrence after its period's end, however
// late: where several do, the last of those in time, or else the first of those
// too late.
func matchReports(o []Occurrence, all []*content.Report) {
	serving := make([]*content.Report, len(o))
	for _, r := range all {
		n, _ := slices.BinarySearchFunc(o, r.Period.To+1, func(o Occurrence, d calendar.Date) int { return int(o.Due - d) })
		if n == len(o) {
			continue
		}
		if s := serving[n]; s == nil || serves(r, s, o[n].Due) {
			serving[n] = r
		}
	}
	for n, r := range serving {
		switch {
		case r == nil:
			o[n].State = unserved(o, n)
		case r.Date <= o[n].Due:
			o[n].State, o[n].Entry = Kept, reportPath(r)
		default:
			o[n].State, o[n].Entry = LateKept, reportPath(r)
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

// unserved returns the state of the n-th of the occurrences that have come, when
// nothing serves it: overdue until the next one has come, from its own day on.
func unserved(o []Occurrence, n int) RhythmState {
	if n+1 < len(o) {
		return MissedOn
	}
	return OverdueOn
}

// silences returns the windows of the update rhythm that have closed and in
// which nothing at all was entered, those that follow each other as one.
func silences(e *content.Engagement, n now) []Silence {
	if e.Quiet || e.Status == content.Proposed {
		return nil
	}
	days, _ := occurrences(e, e.Rhythm.Update, n)
	entered := make([]dated, 0, len(e.Entries)+len(e.Reports))
	for _, entry := range e.Entries {
		entered = append(entered, dated{entry.Date, entryPath(entry)})
	}
	for _, r := range e.Reports {
		entered = append(entered, dated{r.Date, reportPath(r)})
	}
	slices.SortStableFunc(entered, func(a, b dated) int { return int(a.on - b.on) })

	var silent []Silence
	from := e.Start
	i := 0 // the first entry that is not before the window
	for _, to := range days {
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
