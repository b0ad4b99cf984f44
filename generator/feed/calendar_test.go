package feed

import (
	"bytes"
	"rapport/generator/phrase"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
)

func calendarFile(t testing.TB, in Input) string {
	t.Helper()
	file, err := Calendar(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

// events parses the file and says each event in a line: when, and what.
func events(t testing.TB, file string) []string {
	t.Helper()
	var said []string
	for _, e := range parsed(t, file) {
		start := e.GetProperty(ics.ComponentPropertyDtStart).Value
		end := e.GetProperty(ics.ComponentPropertyDtEnd).Value
		if day, ok := strings.CutPrefix(end, start[:8]); ok && day != "" {
			end = day
		}
		if first, err := time.Parse(dayFormat, start); err == nil && first.AddDate(0, 0, 1).Format(dayFormat) == end {
			said = append(said, start+" "+summary(e))
			continue
		}
		said = append(said, start+"-"+end+" "+summary(e))
	}
	return said
}

func parsed(t testing.TB, file string) []*ics.VEvent {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil {
		t.Fatalf("%v in\n%s", err, file)
	}
	return cal.Events()
}

func summary(e *ics.VEvent) string { return e.GetProperty(ics.ComponentPropertySummary).Value }

func description(e *ics.VEvent) string {
	if p := e.GetProperty(ics.ComponentPropertyDescription); p != nil {
		return p.Value
	}
	return ""
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCalendarHoldsTheDatesOfBothSides(t *testing.T) {
	const plan = `plan:
  - {id: design, what: "*Design* approved", due: 2026-04-10, done: 2026-04-16}
  - {id: live, what: Shop live, due: 2026-09-14, forecast: 2026-10-19}
`
	for _, c := range []struct {
		name, asOf, files string
		want              []string
	}{
		{name: "milestones on the day done or expected", asOf: "2026-09-01", files: agreed(plan), want: []string{
			"20260416 Done: Design approved",
			"20261019 Milestone: Shop live",
		}},
		{name: "nothing of a proposal", asOf: "2026-09-01", files: strings.Replace(agreed(plan+"rhythm: {meeting: {every: weekly on tuesday}, report: monthly on 5}"), "status: active", "status: proposed", 1)},
		{name: "nothing ahead of an engagement that has closed", asOf: "2027-06-01",
			files: strings.Replace(agreed(plan+"rhythm: {report: monthly on 5}"), "status: active", "status: closed\nclosed: 2026-05-20", 1),
			want: []string{
				"20260416 Done: Design approved",
			}},
		{name: "inputs, received and to come", asOf: "2026-03-20", files: agreed(`end: 2026-06-30
inputs:
  - {id: logo, what: Logo, from: joost, due: 2026-03-09, received: 2026-03-13}
  - {id: sales, what: Till export, from: joost, every: monthly on 3, received: [2026-03-03]}
`), want: []string{
			"20260303 Received: Till export (March 2026)",
			"20260309 Received: Logo",
			"20260403 Please send: Till export (April 2026)",
			"20260504 Please send: Till export (May 2026)",
			"20260603 Please send: Till export (June 2026)",
		}},
		{name: "inputs to come, on working days of both", asOf: "2026-03-20", files: `-- clients/korenaar/client.md --
name: Korenaar
access: open
contacts: [{id: joost, name: Joost}]
closures: [{from: 2026-05-04, to: 2026-05-08}]
` + agreed(`end: 2026-06-30
rhythm: {report: monthly on 4}
inputs: [{id: sales, what: Till export, from: joost, every: monthly on 3, received: [2026-03-03]}]
`), want: []string{
			"20260303 Received: Till export (March 2026)",
			"20260403 Please send: Till export (April 2026)",
			"20260406 Report: Shop",
			"20260504 Report: Shop",
			"20260511 Please send: Till export (May 2026)",
			"20260603 Please send: Till export (June 2026)",
			"20260604 Report: Shop",
		}},
		{name: "nothing that recurs in a pause that has no end and no day", asOf: "2026-03-20", files: strings.Replace(agreed("rhythm: {meeting: {every: monthly on 10}}"), "status: active", "status: paused", 1), want: []string{
			"20260310 Meeting with Northlight: Shop",
		}},
		{name: "decisions, questions and actions, open and settled", asOf: "2026-03-20", files: agreed("") + `
-- clients/korenaar/shop/journal/2026-03-04-payment.md --
kind: decision
title: Which payment
needed_by: 2026-03-25
-- clients/korenaar/shop/journal/2026-03-05-domain.md --
kind: decision
title: Which domain
needed_by: 2026-03-11
decided: 2026-03-10
outcome: The old one
-- clients/korenaar/shop/journal/2026-03-06-colour.md --
kind: question
title: Which colour
needed_by: 2026-03-23
-- clients/korenaar/shop/journal/2026-03-07-hosting.md --
kind: question
title: Where is it hosted
to: mara
needed_by: 2026-03-24
-- clients/korenaar/shop/journal/2026-03-09-kickoff.md --
kind: meeting
title: Kick-off
actions:
  - {what: Send photographs, who: joost, due: 2026-03-27}
  - {what: Draw the front, who: mara, due: 2026-03-26}
  - {what: Book the room, who: mara, due: 2026-03-12, done: 2026-03-12}
`, want: []string{
			"20260311 Decided: Which domain",
			"20260312 Done: Book the room",
			"20260323 Please answer: Which colour",
			"20260324 Question: Where is it hosted",
			"20260325 Please decide: Which payment",
			"20260326 Promised: Draw the front",
			"20260327 You said you would: Send photographs",
		}},
		{name: "report days, and the day to have read one by", asOf: "2026-04-10", files: agreed("end: 2026-06-30\nrhythm: {report: monthly on 5}") + `
-- clients/korenaar/shop/reports/2026-03.md --
title: March
date: 2026-04-06
`, want: []string{
			"20260406 Report: March", // the 5th is a Sunday
			"20260505 Report: Shop",
			"20260605 Report: Shop",
		}},
		{name: "no report that did not come", asOf: "2026-05-04", files: agreed("end: 2026-06-30\nrhythm: {report: monthly on 5}"), want: []string{
			"20260505 Report: Shop",
			"20260605 Report: Shop",
		}},
		{name: "what falls into a pause, on the day after it", asOf: "2026-03-20", files: agreed("paused: [{from: 2026-03-16, to: 2026-03-27}]\nplan: [{id: live, what: Live, due: 2026-03-18}]") + `
-- clients/korenaar/shop/journal/2026-03-06-colour.md --
kind: question
title: Which colour
needed_by: 2026-03-23
`, want: []string{
			"20260330 Milestone: Live",
			"20260330 Please answer: Which colour",
		}},
		{name: "nothing that falls into a pause without an end", asOf: "2026-03-20", files: agreed("paused: [{from: 2026-03-16}]\nplan: [{id: live, what: Live, due: 2026-03-18}, {id: ready, what: Ready, due: 2026-03-10}]") + `
-- clients/korenaar/shop/journal/2026-03-06-colour.md --
kind: question
title: Which colour
needed_by: 2026-03-23
`},
		{name: "meetings with and without a time", asOf: "2026-03-04", files: agreed("end: 2026-03-20\nrhythm: {meeting: {every: weekly on tuesday at 10:00, length: 25m}}") + `
-- clients/korenaar/cover/engagement.md --
` + strings.Replace(agreement, "Shop", "Cover", 1) + `end: 2026-03-20
rhythm: {meeting: {every: every 2 weeks on wednesday}}
`, want: []string{
			"20260303T100000-T102500 Meeting with Northlight: Shop",
			"20260304 Meeting with Northlight: Cover",
			"20260310T100000-T102500 Meeting with Northlight: Shop",
			"20260317T100000-T102500 Meeting with Northlight: Shop",
			"20260318 Meeting with Northlight: Cover",
		}},
		{name: "meetings of paused days meet on the day after", asOf: "2026-03-20", files: agreed("end: 2026-04-10\npaused: [{from: 2026-03-09, to: 2026-03-17}]\nrhythm: {meeting: {every: weekly on tuesday at 10:00}}"),
			want: []string{
				"20260303T100000-T103000 Meeting with Northlight: Shop",
				"20260318T100000-T103000 Meeting with Northlight: Shop",
				"20260324T100000-T103000 Meeting with Northlight: Shop",
				"20260331T100000-T103000 Meeting with Northlight: Shop",
				"20260407T100000-T103000 Meeting with Northlight: Shop",
			}},
		{name: "a meeting on a closed day moves, and the closed days are there", asOf: "2026-03-04", files: agreed("end: 2026-03-20\nrhythm: {meeting: {every: weekly on tuesday at 10:00}}") + "\n-- provider.md --\n" + usual["provider.md"] + `
closures: [{from: 2026-03-09, to: 2026-03-10, note: Study days}]
`, want: []string{
			"20260303T100000-T103000 Meeting with Northlight: Shop",
			"20260309-20260311 Northlight is closed",
			"20260311T100000-T103000 Meeting with Northlight: Shop",
			"20260317T100000-T103000 Meeting with Northlight: Shop",
		}},
		{name: "who answers for the work and is away, and nobody else", asOf: "2026-03-04", files: agreed("plan: [{id: live, what: Shop live, due: 2026-03-30, done: 2026-03-30, owner: ida}]\n") + "\n-- provider.md --\n" + strings.Replace(usual["provider.md"],
			"[{id: mara, name: Mara}]", "[{id: mara, name: Mara, backup: ida, away: [{from: 2025-12-01, to: 2025-12-05}, {from: 2026-03-09, to: 2026-03-13}, {from: 2026-04-02}]}, {id: ida, name: Ida, away: [{from: 2026-03-16, to: 2026-03-17}]}, {id: jan, name: Jan, away: [{from: 2026-03-18, to: 2026-03-19}]}]", 1), want: []string{
			"20260309-20260314 Away: Mara",
			"20260316-20260318 Away: Ida",
			"20260330 Milestone: Shop live",
			"20260402 Away: Mara",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			same(t, events(t, calendarFile(t, input(t, c.asOf, c.files))), c.want)
		})
	}
}

func TestMeetingsKeepTheirWallClockOverDaylightSaving(t *testing.T) {
	for _, c := range []struct {
		zone, before, after string // UTC of the meetings around the change of autumn 2026
		first, second       string
	}{
		{zone: "Europe/Amsterdam", first: "20261020", before: "08:00", second: "20261027", after: "09:00"},
		{zone: "America/New_York", first: "20261027", before: "14:00", second: "20261103", after: "15:00"},
		{zone: "Australia/Sydney", first: "20260929", before: "00:00", second: "20261006", after: "23:00"},
	} {
		t.Run(c.zone, func(t *testing.T) {
			in := input(t, "2026-09-01", agreed("rhythm: {meeting: {every: weekly on tuesday at 10:00}}")+
				"\n-- provider.md --\n"+strings.Replace(usual["provider.md"], "Europe/Amsterdam", c.zone, 1))
			file := calendarFile(t, in)
			rules := readZone(t, file)
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			at := map[string]string{}
			for _, e := range parsed(t, file) {
				p := e.GetProperty(ics.ComponentPropertyDtStart)
				same(t, p.ICalParameters["TZID"], []string{c.zone})
				wall, err := time.Parse(wallFormat, p.Value)
				if err != nil {
					t.Fatal(err)
				}
				// Once as a program does that knows the zone, once by the file's own rules.
				known := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
				ruled := wall.Add(-rules.offset(wall))
				if !known.Equal(ruled) {
					t.Errorf("%s is %s by the zone's name and %s by the rules in the file", p.Value, known.UTC(), ruled)
				}
				if wall.Hour() != 10 {
					t.Errorf("a meeting at %s", p.Value)
				}
				at[p.Value[:8]] = known.UTC().Format("15:04")
			}
			if at[c.first] != c.before || at[c.second] != c.after {
				t.Errorf("%s at %s UTC, %s at %s; want %s and %s", c.first, at[c.first], c.second, at[c.second], c.before, c.after)
			}
		})
	}
}

func TestMeetingsInTheNightOfAChangeAreAsLongAsTheyAre(t *testing.T) {
	for _, c := range []struct{ name, rhythm, start, end string }{
		{name: "begins in the hour that is left out", rhythm: "yearly on 29 march at 02:30", start: "20260329T033000", end: "20260329T040000"},
		{name: "ends in the hour that comes twice", rhythm: "yearly on 25 october at 02:45", start: "20261025T024500", end: "20261025T011500Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			provider := strings.Replace(usual["provider.md"], "mon-fri", "mon-sun", 1)
			in := input(t, "2026-03-04", agreed("end: 2026-12-31\nrhythm: {meeting: {every: "+c.rhythm+"}}")+"\n-- provider.md --\n"+provider)
			e := parsed(t, calendarFile(t, in))[0]
			got := []string{e.GetProperty(ics.ComponentPropertyDtStart).Value, e.GetProperty(ics.ComponentPropertyDtEnd).Value}
			same(t, got, []string{c.start, c.end})
		})
	}
}

const busy = `rhythm: {meeting: {every: weekly on tuesday at 10:00, where: "https://meet.example/a,b;c"}, report: monthly on 5}
inputs: [{id: logo, what: Logo, from: joost, due: 2026-03-12}, {id: sales, what: Till export, from: joost, every: monthly on 3}]
plan: [{id: live, what: Shop live, due: 2026-05-04, needs: [logo]}]

-- clients/korenaar/shop/journal/2026-03-04-payment.md --
kind: decision
title: Which payment
needed_by: 2026-03-25
-- clients/korenaar/shop/journal/2026-03-05-kickoff.md --
kind: meeting
title: Kick-off
actions: [{what: Draw the front, who: mara, due: 2026-03-26}]
`

func TestTheNextMeetingHasTheAgendaOfBothSides(t *testing.T) {
	in := input(t, "2026-03-10 18:00", agreed(busy))
	in.Base = "https://portal.example/k/"
	const want = `Agenda of the next meeting

Your part
- Please send: Till export (March 2026) (by Tue 3 March 2026)
- Please send: Logo (by Thu 12 March 2026)
- Please decide: Which payment (by Wed 25 March 2026)
- Please send: Till export (April 2026) (by Fri 3 April 2026)

Our part
- Promised: Draw the front (by Thu 26 March 2026)

https://portal.example/k/shop/progress.html`
	var withAgenda []string
	for _, e := range parsed(t, calendarFile(t, in)) {
		if !strings.Contains(summary(e), "Meeting") {
			continue
		}
		if got := e.GetProperty(ics.ComponentPropertyLocation).Value; got != "https://meet.example/a,b;c" {
			t.Errorf("location %q", got)
		}
		if got := description(e); strings.Contains(got, "Agenda") {
			withAgenda = append(withAgenda, e.GetProperty(ics.ComponentPropertyDtStart).Value)
			same(t, strings.Split(got, "\n"), strings.Split(want, "\n"))
		}
	}
	same(t, withAgenda, []string{"20260310T100000"}) // today's, until the day is over
}

func TestAnAgendaSaysSoWhereNothingIsOpen(t *testing.T) {
	in := input(t, "2026-03-04", agreed("rhythm: {meeting: {every: weekly on tuesday}}"))
	events := parsed(t, calendarFile(t, in))
	if got := description(events[1]); !strings.Contains(got, "Nothing is open") {
		t.Errorf("description %q", got)
	}
}

func TestALongAgendaIsCutShort(t *testing.T) {
	var inputs strings.Builder
	for i := range 13 {
		inputs.WriteString("  - {id: i" + string(rune('a'+i)) + ", what: Thing, from: joost, due: 2026-03-12}\n")
	}
	in := input(t, "2026-03-03", agreed("rhythm: {meeting: {every: weekly on tuesday}}\ninputs:\n"+inputs.String()))
	got := description(parsed(t, calendarFile(t, in))[0])
	if n := strings.Count(got, "Thing"); n != maxAgenda || !strings.Contains(got, "and 3 more") {
		t.Errorf("%d items in %q", n, got)
	}
}

// TestTheFileChangesOnlyWhenItSays builds on every day of a year and compares
// with the second before the promised change.
func TestTheFileChangesOnlyWhenItSays(t *testing.T) {
	cases := map[string]string{
		"active": agreed(busy),
		"paused": strings.Replace(agreed("paused: [{from: 2026-05-04}]\n"+busy), "status: active", "status: paused", 1),
		"decided early, then paused": strings.Replace(agreed("paused: [{from: 2026-03-16}]\n"), "status: active", "status: paused", 1) + `
-- clients/korenaar/shop/journal/2026-03-04-payment.md --
kind: decision
title: Which payment
needed_by: 2026-05-25
decided: 2026-03-05
`,
		"closed": strings.Replace(agreed("closed: 2026-06-30\n"+busy), "status: active", "status: closed", 1),
		"quiet":  agreed("rhythm: {meeting: {every: monthly on first monday}}"),
	}
	for name, files := range cases {
		t.Run(name, func(t *testing.T) {
			asOf, changes := load(t, files), 0
			for day := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC); day.Before(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)); {
				now := asOf(day.Format("2006-01-02 15:04"))
				next := now.Facts.TrueUntil
				if until := Until(now); next.IsZero() || !until.IsZero() && until.Before(next) {
					next = until
				}
				if next.IsZero() {
					next = day.AddDate(2, 0, 0)
				}
				then := asOf(next.Add(-time.Second).Format("2006-01-02 15:04:05"))
				if a, b := calendarFile(t, now), calendarFile(t, then); a != b {
					t.Fatalf("the file of %s changes before %s\n%s", day, next, cmp.Diff(a, b))
				}
				changes++
				day = next.In(now.Provider.Zone)
			}
			if changes > 370 {
				t.Errorf("%d changes", changes)
			}
		})
	}
}

func TestAFileStaysTheSameUntilTheYearIsOver(t *testing.T) {
	files := agreed("rhythm: {meeting: {every: weekly on tuesday at 10:00}}")
	in := input(t, "2026-03-11", files)
	if got := Until(in).Format(time.RFC3339); got != "2026-03-18T00:00:00+01:00" {
		t.Errorf("until %s, want the night after the next meeting", got)
	}
	for _, c := range []struct{ asOf, first, last string }{
		{"2026-03-11", "20260303T100000", "20271228T100000"},
		{"2026-12-31", "20260303T100000", "20271228T100000"},
		{"2027-01-01", "20270105T100000", "20281226T100000"},
	} {
		all := parsed(t, calendarFile(t, input(t, c.asOf, files)))
		first, last := all[0].GetProperty(ics.ComponentPropertyDtStart).Value, all[len(all)-1].GetProperty(ics.ComponentPropertyDtStart).Value
		if first != c.first || last != c.last {
			t.Errorf("as of %s from %s to %s, want %s to %s", c.asOf, first, last, c.first, c.last)
		}
	}
	closed := input(t, "2027-03-11", strings.Replace(files, "status: active", "status: closed\nclosed: 2026-06-30", 1))
	if got := Until(closed); !got.IsZero() {
		t.Errorf("a closed engagement changes at %s", got)
	}
}

func TestEventsKeepTheirIdWhileTheirDateMoves(t *testing.T) {
	ids := func(in Input) map[string]string {
		all := map[string]string{}
		for _, e := range parsed(t, calendarFile(t, in)) {
			if id := e.Id(); all[id] != "" {
				t.Errorf("%s and %s have the same id", all[id], summary(e))
			} else {
				all[id] = summary(e)
			}
		}
		return all
	}
	first := ids(input(t, "2026-03-10", agreed(busy)))
	moved := ids(input(t, "2026-03-10", agreed(strings.Replace(busy, "due: 2026-05-04", "due: 2026-06-08", 1))))
	if diff := cmp.Diff(first, moved); diff != "" {
		t.Errorf("ids changed:\n%s", diff)
	}
	other := input(t, "2026-03-10", agreed(busy))
	other.Address = "molenaar-2b4d6f8h"
	for id, what := range ids(other) {
		if first[id] != "" {
			t.Errorf("two clients share the id of %s", what)
		}
	}
	for id := range first {
		if len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
			t.Errorf("id %q says something", id)
		}
	}
}

func TestTextsCannotBreakOutOfTheFile(t *testing.T) {
	hostile := []struct{ name, text string }{
		{"separators", `a, b; c: d\n "e" \\ f`},
		{"a line feed", "a\nEND:VEVENT\nBEGIN:VEVENT"},
		{"a carriage return", "a\rEND:VEVENT\r\nBEGIN:VEVENT\x00\x1b"},
		{"separators of Unicode", "a\u2028END:VEVENT\u2029b\u0085c"},
		{"not UTF-8", "a\xff\xfe" + strings.Repeat("b\xf0", 60)},
		{"long, with emoji", strings.Repeat("👩🏽‍🍳ë", 40)},
		{"long, of words", strings.Repeat("bröd ", 60)},
		{"long, without end", strings.Repeat("日本", 60)},
	}
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, "2026-03-10", agreed(busy))
			in.Provider.Name = c.text
			in.Facts.Content.Name = c.text
			in.Facts.Content.Contacts[0].Name = c.text
			e := in.Facts.Engagements[0].Content
			e.Title.Raw, e.Rhythm.Meeting.Where, e.Inputs[0].What.Raw = c.text, c.text, c.text
			in.Say = phrase.New(in.Say.Texts, in.Say.Today, in.Say.Zone, func(raw string) string { return raw })
			file := calendarFile(t, in)

			plain := calendarFile(t, input(t, "2026-03-10", agreed(busy)))
			if got, want := strings.Count(file, "\r\nBEGIN:"), strings.Count(plain, "\r\nBEGIN:"); got != want {
				t.Errorf("%d components, want %d", got, want)
			}
			for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
				if len(line) > 75 {
					t.Errorf("a line of %d octets: %q", len(line), line)
				}
				if !utf8.ValidString(line) {
					t.Errorf("a character is split: %q", line)
				}
				if strings.ContainsAny(line, "\r\n\x00\x1b\u0085\u2028\u2029") {
					t.Errorf("a control character in %q", line)
				}
			}
			found := false
			for _, e := range parsed(t, file) {
				if loc := e.GetProperty(ics.ComponentPropertyLocation); loc != nil {
					found = true
					if loc.Value != oneLine(c.text) {
						t.Errorf("read back %q, want %q", loc.Value, oneLine(c.text))
					}
				}
			}
			if !found {
				t.Error("no meeting")
			}
		})
	}
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	for range 5 {
		a, b := input(t, "2026-03-10", agreed(busy)), input(t, "2026-03-10 09:00", agreed(busy))
		a.Base, b.Base = "https://portal.example/k/", "https://portal.example/k/"
		if calendarFile(t, a) != calendarFile(t, b) {
			t.Fatal("two times of a day give two calendars")
		}
		if !bytes.Equal(atomFile(t, a), atomFile(t, b)) {
			t.Fatal("two times of a day give two feeds")
		}
	}
}

func TestALinkIsWrittenOnlyWhereThePortalsAddressIsKnown(t *testing.T) {
	in := input(t, "2026-03-10", agreed(busy))
	if file := calendarFile(t, in); strings.Contains(file, "URL:") || strings.Contains(file, ".html") {
		t.Errorf("a link that leads nowhere:\n%s", file)
	}
	in.Base = "https://portal.example/k/"
	if file := calendarFile(t, in); !strings.Contains(file, "\r\nURL:https://portal.example/k/shop/progress.html#live\r\n") {
		t.Errorf("no link:\n%s", file)
	}
}

func TestWholeFile(t *testing.T) {
	in := input(t, "2026-03-04", agreed("end: 2026-03-11\nrhythm: {meeting: {every: weekly on tuesday at 10:00, where: Our office}}\nplan: [{id: live, what: Shop live, due: 2026-03-11}]"))
	in.Base = "https://portal.example/k/"
	got := calendarFile(t, in)
	for _, id := range []string{in.testUID("meeting", "", "2026-03-03"), in.testUID("meeting", "", "2026-03-10"), in.testUID("milestone", "live", "")} {
		if !strings.Contains(got, "UID:"+id) {
			t.Errorf("no event %s", id)
		}
		got = strings.Replace(got, id, "id", 1)
	}
	same(t, strings.Split(got, "\r\n"), strings.Split(whole, "\n"))
}

const whole = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Rapport//Client portal//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Northlight – Korenaar
X-WR-CALNAME:Northlight – Korenaar
X-WR-TIMEZONE:Europe/Amsterdam
REFRESH-INTERVAL;VALUE=DURATION:PT12H
X-PUBLISHED-TTL:PT12H
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:20250330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:id
DTSTAMP:20260302T230000Z
DTSTART;TZID=Europe/Amsterdam:20260303T100000
DTEND;TZID=Europe/Amsterdam:20260303T103000
TRANSP:OPAQUE
SUMMARY:Meeting with Northlight: Shop
URL:https://portal.example/k/shop/progress.html
DESCRIPTION:https://portal.example/k/shop/progress.html
LOCATION:Our office
END:VEVENT
BEGIN:VEVENT
UID:id
DTSTAMP:20260302T230000Z
DTSTART;TZID=Europe/Amsterdam:20260310T100000
DTEND;TZID=Europe/Amsterdam:20260310T103000
TRANSP:OPAQUE
SUMMARY:Meeting with Northlight: Shop
URL:https://portal.example/k/shop/progress.html
DESCRIPTION:Agenda of the next meeting\nNothing is open\, so the next
  meeting can be short.\n\nhttps://portal.example/k/shop/progress.html
LOCATION:Our office
END:VEVENT
BEGIN:VEVENT
UID:id
DTSTAMP:20260302T230000Z
DTSTART;VALUE=DATE:20260311
DTEND;VALUE=DATE:20260312
TRANSP:TRANSPARENT
SUMMARY:Milestone: Shop live
URL:https://portal.example/k/shop/progress.html#live
DESCRIPTION:https://portal.example/k/shop/progress.html#live
END:VEVENT
END:VCALENDAR
`

func TestAPersonsCalendarHoldsWhatThatPersonHasToDoAndToAttend(t *testing.T) {
	in := input(t, "2026-03-10", agreed(`rhythm: {meeting: {every: monthly on 12 at 10:00}}
plan:
  - {id: design, what: Design approved, due: 2026-03-27}
inputs:
  - {id: photos, what: Photos, due: 2026-03-20, from: joost}
  - {id: prices, what: Prices, due: 2026-03-24, from: old}
`)+`
-- clients/korenaar/client.md --
name: Korenaar
access: open
contacts: [{id: joost, name: Joost}, {id: anna, name: Anna}, {id: old, name: Old, until: 2026-03-01, backup: anna}]
-- clients/korenaar/shop/journal/2026-03-04-colour.md --
kind: question
title: Which colour?
needed_by: 2026-03-18
to: joost
-- clients/korenaar/shop/journal/2026-03-05-cards.md --
kind: decision
title: Which cards?
needed_by: 2026-03-19
-- clients/korenaar/shop/journal/2026-03-06-talk.md --
kind: meeting
title: We spoke
actions: [{what: Ask the bank, who: joost, due: 2026-03-17}, {what: Draw it, who: mara, due: 2026-03-16}]
`)
	whole, own, err := Calendars(in)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, e := range parsed(t, string(whole)) {
		all[e.Id()] = true
	}
	got := map[string][]string{}
	for _, c := range own {
		for _, e := range parsed(t, string(c.Body)) {
			if !all[e.Id()] {
				t.Errorf("%s has %q, which the calendar of all has not", c.ID, summary(e))
			}
			if start := e.GetProperty(ics.ComponentPropertyDtStart).Value; start > "20260310" && start < "20260401" {
				got[c.ID] = append(got[c.ID], start[6:8]+" "+summary(e))
			}
		}
		if !strings.Contains(string(c.Body), "NAME:Northlight – Korenaar – ") {
			t.Errorf("the calendar of %s does not say whose it is", c.ID)
		}
	}
	const meeting, cards = "12 Meeting with Northlight: Shop", "19 Please decide: Which cards?"
	want := map[string][]string{
		"joost": {meeting, "17 You said you would: Ask the bank", "18 Please answer: Which colour?", cards, "20 Please send: Photos"},
		"anna":  {meeting, cards, "24 Please send: Prices"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNobodyHasACalendarOfWorkThatIsOver(t *testing.T) {
	in := input(t, "2026-04-10", strings.Replace(agreed("end: 2026-04-01\nclosed: 2026-04-01\n"), "status: active", "status: closed", 1))
	if _, own, err := Calendars(in); err != nil || own != nil {
		t.Errorf("there are %v (%v)", own, err)
	}
}
