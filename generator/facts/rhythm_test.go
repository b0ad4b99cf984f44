package facts

import (
	"fmt"
	"strings"
	"testing"

	"rapport/generator/calendar"
)

func sayOccurrence(o Occurrence) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", o.Kind, strings.TrimPrefix(o.Due.String(), "2026-"), o.State, o.Entry))
}

// journal writes entries of a kind, one for each day (2026-09-04, or 2026-09-04b for another on it).
func journal(kind string, days ...string) string {
	var text strings.Builder
	for _, d := range days {
		fmt.Fprintf(&text, "-- journal/%s-%s.md --\nkind: %s\ntitle: Title\n", d[:10], "x"+d[10:], kind)
	}
	return text.String()
}

// Fridays of September 2026 are 09-04, 11, 18, 25. The start is Mon 08-31.
func TestUpdatesAreMatchedToTheirDays(t *testing.T) {
	const weekly = "start: 2026-08-31\nrhythm: {update: weekly on friday}\n"
	for _, c := range []struct {
		name, asOf string
		days       []string
		want       []string
	}{
		{"before the first day there is only that", "2026-09-03", nil, []string{"update 09-04 upcoming"}},
		{"kept on the day and before it", "2026-09-12", []string{"2026-09-04", "2026-09-09"},
			[]string{"update 09-04 kept journal/2026-09-04-x", "update 09-11 kept journal/2026-09-09-x", "update 09-18 upcoming"}},
		{"the start day is in the first window, the day before is not", "2026-09-04", []string{"2026-08-30", "2026-08-31"},
			[]string{"update 09-04 kept journal/2026-08-31-x", "update 09-11 upcoming"}},
		{"nothing before the start counts", "2026-09-05", []string{"2026-08-30"},
			[]string{"update 09-04 overdue", "update 09-11 upcoming"}},
		{"upcoming through its day", "2026-09-04", nil, []string{"update 09-04 upcoming"}},
		{"overdue from the day after", "2026-09-05", nil, []string{"update 09-04 overdue", "update 09-11 upcoming"}},
		{"overdue until the next day comes, then missed", "2026-09-11", nil,
			[]string{"update 09-04 missed", "update 09-11 upcoming"}},
		{"late before the next", "2026-09-10", []string{"2026-09-07"},
			[]string{"update 09-04 late journal/2026-09-07-x", "update 09-11 upcoming"}},
		// The only entry of the second window keeps the second day.
		{"an entry keeps its own day first", "2026-09-11", []string{"2026-09-07"},
			[]string{"update 09-04 missed", "update 09-11 kept journal/2026-09-07-x", "update 09-18 upcoming"}},
		// Of two the last keeps the second day, the other is late for the first.
		{"an entry to spare is late for the day before", "2026-09-12", []string{"2026-09-07", "2026-09-10"},
			[]string{"update 09-04 late journal/2026-09-07-x", "update 09-11 kept journal/2026-09-10-x", "update 09-18 upcoming"}},
		{"an entry to spare in the same window serves nothing", "2026-09-12", []string{"2026-09-02", "2026-09-03"},
			[]string{"update 09-04 kept journal/2026-09-03-x", "update 09-11 overdue", "update 09-18 upcoming"}},
		{"an entry serves one day", "2026-09-19", []string{"2026-09-08", "2026-09-09"},
			[]string{"update 09-04 late journal/2026-09-08-x", "update 09-11 kept journal/2026-09-09-x", "update 09-18 overdue", "update 09-25 upcoming"}},
		{"two on the next day itself: one is not before it", "2026-09-12", []string{"2026-09-11", "2026-09-11b"},
			[]string{"update 09-04 missed", "update 09-11 kept journal/2026-09-11-xb", "update 09-18 upcoming"}},
		{"the upcoming day takes none", "2026-09-14", []string{"2026-09-04", "2026-09-13"},
			[]string{"update 09-04 kept journal/2026-09-04-x", "update 09-11 late journal/2026-09-13-x", "update 09-18 upcoming"}},
		{"entries dated later are not there", "2026-09-12", []string{"2026-09-04", "2026-09-14"},
			[]string{"update 09-04 kept journal/2026-09-04-x", "update 09-11 overdue", "update 09-18 upcoming"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, lines(derive(t, c.asOf, weekly+journal("update", c.days...)).Rhythm, sayOccurrence), c.want...)
		})
	}
}

func TestRhythmsRunFromStartToEnd(t *testing.T) {
	e := derive(t, "2026-09-30", "start: 2026-08-31\nend: 2026-09-11\nrhythm: {update: weekly on friday}\n")
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 missed", "update 09-11 overdue")
	e = derive(t, "2026-09-07", "start: 2026-08-31\nend: 2026-09-10\nrhythm: {update: weekly on friday}\n")
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 overdue")
	e = derive(t, "2026-08-01", "start: 2026-08-31\nrhythm: {update: every 2 weeks on friday}\n")
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 upcoming")
	e = derive(t, "2026-09-05", "start: 2026-08-31\nrhythm: {update: every 2 weeks on friday}\n")
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 overdue", "update 09-18 upcoming")
}

func TestRhythmsMoveToTheNextWorkingDay(t *testing.T) {
	// Sun 09-06 moves to Mon 09-07, and so does Sat 09-05 of the daily rule: they meet there.
	e := derive(t, "2026-09-07", "start: 2026-09-04\nrhythm: {update: 'rrule: FREQ=DAILY', report: monthly on 6}\n")
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 missed", "update 09-07 upcoming",
		"report 10-06 upcoming")
}

func TestARhythmMovesOutOfAPause(t *testing.T) {
	// 09-11 and 09-18 are paused: they meet on the Monday after.
	const text = "start: 2026-08-31\npaused: [{from: 2026-09-07, to: 2026-09-18}]\nrhythm: {update: weekly on friday}\n"
	e := derive(t, "2026-09-26", text+journal("update", "2026-09-04", "2026-09-08"))
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 kept journal/2026-09-04-x", "update 09-21 kept journal/2026-09-08-x", "update 09-25 overdue", "update 10-02 upcoming")
	// The end of a pause is a plan.
	e = derive(t, "2026-09-10", text+journal("update", "2026-09-04"))
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 kept journal/2026-09-04-x", "update 09-21 upcoming")
	if e.Content.Status != "paused" || e.Health != nil || e.Record.Provider != (Count{Kept: 1}) {
		t.Errorf("on a paused day: status %s, health %v, record %v", e.Content.Status, e.Health, e.Record)
	}
	// Its beginning is not known before.
	e = derive(t, "2026-09-06", text+journal("update", "2026-09-04"))
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-04 kept journal/2026-09-04-x", "update 09-11 upcoming")
	if e.Content.Status != "active" || e.Health == nil {
		t.Errorf("before the pause: status %s, health %v", e.Content.Status, e.Health)
	}
}

func TestReportsServeTheOccurrenceAfterTheirPeriod(t *testing.T) {
	const monthly = "start: 2026-05-04\nrhythm: {report: monthly on 7}\n"
	report := func(period, date string) string {
		return fmt.Sprintf("-- reports/%s.md --\ntitle: T\ndate: %s\n", period, date)
	}
	// The 7th: Sun 06-07 moves to 06-08; Tue 07-07; Fri 08-07; Mon 09-07; Wed 10-07.
	for _, c := range []struct {
		name, asOf, text string
		want             []string
	}{
		{"kept when dated by then", "2026-08-01", report("2026-05", "2026-06-08") + report("2026-06", "2026-07-01"),
			[]string{"report 06-08 kept reports/2026-05", "report 07-07 kept reports/2026-06", "report 08-07 upcoming"}},
		{"late however late", "2026-09-30", report("2026-06", "2026-09-29"),
			[]string{"report 06-08 missed", "report 07-07 late reports/2026-06", "report 08-07 missed", "report 09-07 overdue", "report 10-07 upcoming"}},
		{"a report in a window of another serves its own", "2026-08-10", report("2026-06", "2026-08-03") + report("2026-07", "2026-08-10"),
			[]string{"report 06-08 missed", "report 07-07 late reports/2026-06", "report 08-07 late reports/2026-07", "report 09-07 upcoming"}},
		{"a quarter's report beside a month's: the last in time", "2026-07-10", report("2026-06", "2026-07-03") + report("2026-Q2", "2026-07-06"),
			[]string{"report 06-08 missed", "report 07-07 kept reports/2026-Q2", "report 08-07 upcoming"}},
		{"the one in time before the one too late", "2026-07-10", report("2026-06", "2026-07-03") + report("2026-Q2", "2026-07-09"),
			[]string{"report 06-08 missed", "report 07-07 kept reports/2026-06", "report 08-07 upcoming"}},
		{"the first of those too late", "2026-07-20", report("2026-06", "2026-07-08") + report("2026-Q2", "2026-07-09"),
			[]string{"report 06-08 missed", "report 07-07 late reports/2026-06", "report 08-07 upcoming"}},
		{"the upcoming one takes none", "2026-07-06", report("2026-06", "2026-07-01"),
			[]string{"report 06-08 overdue", "report 07-07 upcoming"}},
		{"a report before its period's end", "2026-07-08", report("2026-06", "2026-06-29"),
			[]string{"report 06-08 missed", "report 07-07 kept reports/2026-06", "report 08-07 upcoming"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, lines(derive(t, c.asOf, monthly+c.text).Rhythm, sayOccurrence), c.want...)
		})
	}
}

func TestFeedbackCountsByTheDayItWasAsked(t *testing.T) {
	// Quarterly on 15: Wed 04-15, Wed 07-15. The entry of May was asked for in April.
	e := derive(t, "2026-07-20", `rhythm: {feedback: quarterly on 15}
-- journal/2026-05-04-a.md --
kind: feedback
title: A
asked: 2026-04-13
-- journal/2026-07-01-unasked.md --
kind: feedback
title: B
given: 2026-07-01
nps: 9
`)
	check(t, lines(e.Rhythm, sayOccurrence), "feedback 04-15 kept journal/2026-05-04-a", "feedback 07-15 overdue", "feedback 10-15 upcoming")
}

func TestOfMeetingsOnlyTheNextIsTold(t *testing.T) {
	e := derive(t, "2026-09-08", "rhythm: {meeting: {every: weekly on tuesday at 10:00, length: 25m}}\n")
	check(t, lines(e.Rhythm, sayOccurrence), "meeting 09-15 upcoming")
	check(t, lines(e.Promises, sayPromise))
}

func TestSilence(t *testing.T) {
	say := func(s Silence) string {
		return fmt.Sprintf("%v to %v since %s", s.From, s.To, orNone(s.SinceOn))
	}
	const weekly = "start: 2026-08-31\nrhythm: {update: weekly on friday}\n"
	for _, c := range []struct {
		name, asOf, text string
		want             []string
	}{
		{"windows that follow each other are one line", "2026-09-20", weekly + journal("update", "2026-09-03"),
			[]string{"2026-09-05 to 2026-09-18 since 2026-09-03"}},
		{"any entry breaks it, and so does a report", "2026-09-27", weekly + journal("lesson", "2026-09-08") + "-- reports/2026-08.md --\ntitle: T\ndate: 2026-09-16\n",
			[]string{"2026-08-31 to 2026-09-04 since -", "2026-09-19 to 2026-09-25 since 2026-09-16"}},
		{"the window that is open says nothing", "2026-09-10", weekly + journal("update", "2026-09-04"), nil},
		{"on the day itself something may come", "2026-09-11", weekly + journal("update", "2026-09-04"), nil},
		{"the day after it is said", "2026-09-12", weekly + journal("update", "2026-09-04"), []string{"2026-09-05 to 2026-09-11 since 2026-09-04"}},
		{"quiet off", "2026-09-20", weekly + "quiet: off\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, lines(derive(t, c.asOf, c.text).Silences, say), c.want...)
		})
	}
}

func TestTheFirstReportIsDueAfterItsPeriod(t *testing.T) {
	cal := calendarOf(t)
	for _, c := range []struct{ start, rhythm, want string }{
		{"2026-03-02", "monthly on 5", "2026-04-06"}, // 04-05 is a Sunday
		{"2026-03-31", "monthly on 5", "2026-04-06"},
		{"2026-03-02", "monthly on last friday", "2026-04-24"},
		{"2026-03-02", "monthly on 31", "2026-04-30"},
		// Sat 05-30 and Sun 05-31 move to Mon 06-01, when May is over.
		{"2026-05-04", "monthly on 30", "2026-06-01"},
		{"2026-05-04", "monthly on 31", "2026-06-01"},
		{"2026-03-02", "weekly on friday", "2026-03-13"},
		{"2026-03-02", "weekly on sunday", "2026-03-09"}, // the Sunday of the first week, on Monday
		{"2026-03-02", "every 2 weeks on friday", "2026-03-20"},
		{"2026-03-02", "quarterly on 10", "2026-04-10"},
		{"2026-03-02", "yearly on 3 march", "2027-03-03"},
		{"2026-03-02", "daily", "2026-03-03"},
		{"2026-03-02", "'rrule: FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10'", "2026-06-10"},
	} {
		e := derive(t, "2026-03-01", "start: "+c.start+"\nrhythm: {report: "+c.rhythm+"}\n")
		got := "none"
		for d := when(t, cal, "2026-03-01"); got == "none" && d.Year() < 2028; d = d.AddDate(0, 0, 1) {
			if n := at(cal, d); len(rhythm(e.Content, n)) > 0 {
				got = rhythm(e.Content, n)[0].Due.String()
			}
		}
		check(t, []string{c.start + " " + c.rhythm + " " + got}, c.start+" "+c.rhythm+" "+c.want)
	}
}

func calendarOf(t *testing.T) *calendar.Calendar {
	_, cal := load(t, "")
	return cal
}

func TestNothingOccursAfterTheEnd(t *testing.T) {
	// Sun 09-06 moves to Mon 09-07, after the end.
	e := derive(t, "2026-09-20", "start: 2026-08-31\nend: 2026-09-06\nrhythm: {update: weekly on sunday}\n")
	check(t, lines(e.Rhythm, sayOccurrence))
	e = derive(t, "2026-09-01", "start: 2026-08-31\nend: 2026-09-06\nrhythm: {update: weekly on sunday}\n")
	check(t, lines(e.Rhythm, sayOccurrence))
	e = derive(t, "2026-09-01", "start: 2026-08-31\nend: 2026-09-07\nrhythm: {update: weekly on sunday}\n")
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-07 upcoming")
}

// An engagement that is older than its portal announced nothing before that.
func TestARhythmHoldsFromTheDayThatIsSaid(t *testing.T) {
	e := derive(t, "2026-09-26", "start: 2026-03-02\nrhythm: {update: weekly on friday, report: monthly on 5, since: 2026-09-14}\n"+journal("update", "2026-09-18"))
	check(t, lines(e.Rhythm, sayOccurrence), "update 09-18 kept journal/2026-09-18-x", "update 09-25 overdue", "update 10-02 upcoming", "report 10-05 upcoming")
	if len(e.Silences) > 1 || len(e.Silences) == 1 && e.Silences[0].From < calendar.NewDate(2026, 9, 14) {
		t.Errorf("silent before anything was announced: %v", e.Silences)
	}
}
