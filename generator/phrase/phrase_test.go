package phrase_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/phrase"
)

var today = calendar.NewDate(2026, 10, 16) // a Friday

// speaker speaks a language on a clock, on Fri 16 October 2026.
func speaker(t *testing.T, tag, zone string) *phrase.Speaker {
	t.Helper()
	var problems diag.List
	texts, err := locale.LoadTexts([]locale.Layer{{FS: os.DirFS("../../themes/default"), Name: "themes/default"}}, tag, &problems)
	if err != nil || len(problems.Sorted()) > 0 {
		t.Fatal(err, problems.Sorted())
	}
	at, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return phrase.New(texts, today, at, func(line string) string { return strings.ReplaceAll(line, "*", "") })
}

func number(text string) decimal.Decimal { return decimal.RequireFromString(text) }

type saying struct{ what, got, want string }

func compare(t *testing.T, all []saying) {
	t.Helper()
	for _, c := range all {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
}

func TestDatesAndTimes(t *testing.T) {
	s := speaker(t, "en-GB", "America/New_York")
	noon := time.Date(2026, 10, 16, 12, 0, 0, 0, time.UTC)
	compare(t, []saying{
		{"a day of this year", s.Day(today + 1), "Sat 17 October"},
		{"a day of another year", s.Day(today + 100), "Sun 24 January 2027"},
		{"no day", s.Day(0), ""},
		{"a date", s.Date(today), "Fri 16 October 2026"},
		{"no date", s.Date(0), ""},
		{"an instant", s.Time(noon), "Fri 16 October, 08:00"},
		{"no instant", s.Time(time.Time{}), ""},
		{"a time of day", s.TimeOfDay(noon), "08:00"},
		{"a moment that is a day", s.Moment(content.Moment{Day: today}), "Fri 16 October 2026"},
		{"work within a day", s.Between(content.Moment{Day: today, At: noon}, content.Moment{Day: today, At: noon.Add(2 * time.Hour)}), "Fri 16 October 2026, 08:00–10:00"},
		{"work over two days", s.Between(content.Moment{Day: today, At: noon}, content.Moment{Day: today + 1, At: noon.Add(24 * time.Hour)}), "Fri 16 October 2026 at 08:00 to Sat 17 October 2026 at 08:00"},
		{"work on a day", s.Between(content.Moment{Day: today}, content.Moment{Day: today}), "Fri 16 October 2026"},
		{"a moment on another day there", s.Moment(content.Moment{Day: today, At: noon.Add(-10 * time.Hour)}), "Thu 15 October 2026 at 22:00"},
		{"a span", s.Span(today, today+1), "Fri 16 October 2026 to Sat 17 October 2026"},
		{"work without an end", s.Run(&content.Engagement{Start: today, Status: content.Active}), "from Fri 16 October 2026, without a fixed end"},
		{"a proposal without an end", s.Run(&content.Engagement{Start: today, Status: content.Proposed}), "would begin on Fri 16 October 2026, without a fixed end"},
		{"a pause is not since the start", s.Run(&content.Engagement{Start: today, Status: content.Paused}), "began on Fri 16 October 2026, without a fixed end"},
		{"closed work ran to that day", s.Run(&content.Engagement{Start: today, End: today + 7, Closed: today + 1, Status: content.Closed}), "Fri 16 October 2026 to Sat 17 October 2026"},
	})
}

func TestLengthsOfTime(t *testing.T) {
	s := speaker(t, "en-GB", "UTC")
	compare(t, []saying{
		{"the same day", s.Duration(calendar.Duration{Unit: calendar.Days}, false), "the same working day"},
		{"days", s.Duration(calendar.Duration{N: 2, Unit: calendar.Days}, false), "2 working days"},
		{"hours", s.Duration(calendar.Duration{N: 240, Unit: calendar.Minutes}, false), "4 working hours"},
		{"hours round the clock", s.Duration(calendar.Duration{N: 60, Unit: calendar.Minutes}, true), "1 hour"},
		{"minutes", s.Duration(calendar.Duration{N: 30, Unit: calendar.Minutes}, false), "30 working minutes"},
		{"nothing promised", s.Duration(calendar.Duration{}, false), ""},
		{"more days", s.SignedDays(3), "+3 working days"},
		{"fewer days", s.SignedDays(-1), "−1 working day"},
		{"hours worked", s.Worked(number("4.5")), "4 hrs 30 mins"},
	})
}

func TestFigures(t *testing.T) {
	s := speaker(t, "en-GB", "UTC")
	counted := func(value string) *facts.KPI {
		points := []facts.Point{{Value: number(value)}}
		return &facts.KPI{Content: &content.KPI{Decimals: -1, Unit: "calls", Direction: content.Down}, Points: points, Current: &points[0]}
	}
	calls, few := counted("352"), counted("40")
	orders := &facts.KPI{Content: &content.KPI{Decimals: -1}, Points: []facts.Point{{Value: number("352")}}}
	share := &facts.KPI{Content: &content.KPI{Unit: "%", Decimals: -1}, Points: []facts.Point{{Value: number("17.2")}}}
	sales := &facts.KPI{Content: &content.KPI{Unit: "EUR", Decimals: -1}, Points: []facts.Point{{Value: number("1200")}}}
	compare(t, []saying{
		{"a number", s.Figure(number("1234.5"), ""), "1,234.5"},
		{"a share", s.Figure(number("17.2"), "%"), "17.2%"},
		{"money", s.Figure(number("1200"), "EUR"), "€1,200"},
		{"any unit", s.Figure(number("3"), "tickets"), "3 tickets"},
		{"a currency's sign", s.Figure(number("19.4"), "$"), "$19.4"},
		{"a currency's sign with letters", s.Figure(number("-1200"), "US$"), "-US$1,200"},
		{"a unit of three letters", s.Figure(number("3"), "pcs"), "3 pcs"},
		{"a range with its unit", s.FigureRange(number("2"), number("4"), "months"), "2–4 months"},
		{"a range of shares", s.FigureRange(number("60"), number("70"), "%"), "60–70%"},
		{"a range of money", s.FigureRange(number("1400"), number("1700"), "£"), "£1,400–£1,700"},
		{"a share of 1", s.Share(0.456), "46%"},
		{"an amount", s.Money(content.Money{Amount: number("480"), Currency: "EUR"}), "€480"},
		{"no amount", s.Money(content.Money{}), ""},
		{"a computed count is whole", phrase.Rounded(number("351.666"), orders).String(), "352"},
		{"a small one has a decimal", phrase.Rounded(number("51.666"), orders).String(), "51.7"},
		{"one more than the figures have", phrase.Rounded(number("17.2345"), share).String(), "17.23"},
		{"of things it is whole", phrase.Rounded(number("51.666"), calls).String(), "52"},
		{"of a few it is what reaches the aim", phrase.Rounded(number("1.7"), calls).String(), "1"},
		{"a large change is a share", s.Extent(calls, &facts.Change{Absolute: number("53")}), "18%"},
		{"that of a small figure is not", s.Extent(few, &facts.Change{Absolute: number("-3")}), "3 calls"},
		{"with its sign", s.Signed(calls, number("53")), "+18%"},
		{"a sign and no unit", s.Signed(few, number("-3")), "-3"},
		{"signed points", s.Signed(share, number("0.6")), "+0.6 pts"},
		{"money has cents", phrase.Rounded(number("234.567"), sales).String(), "234.57"},
		{"large sums have none", phrase.Rounded(number("7534.13"), sales).String(), "7534"},
		{"as many as it asks for", phrase.Shown(number("17.2345"), &content.KPI{Decimals: 2}).String(), "17.23"},
		{"no zeros at the end", phrase.Rounded(number("234.999"), sales).String(), "235"},
	})
}

func TestWhenSomethingIsDue(t *testing.T) {
	s := speaker(t, "en-GB", "UTC")
	compare(t, []saying{
		{"today", s.When(today, 0), "today"},
		{"tomorrow", s.When(today+1, 0), "tomorrow"},
		{"soon", s.When(today+3, 0), "in 3 days"},
		{"far ahead", s.When(today+15, 0), ""},
		{"late", s.When(today-3, 2), "2 working days late"},
		{"past, and no working day", s.When(today-1, 0), ""},
		{"no day", s.When(0, 0), ""},
		{"by today", s.DueBy(today), "today"},
		{"by a day", s.DueBy(today + 15), "by Sat 31 October"},
	})
}

func TestWhatASideIsAskedFor(t *testing.T) {
	s := speaker(t, "en-GB", "UTC")
	for _, kind := range facts.ItemKinds {
		for _, side := range []facts.Side{facts.Provider, facts.TheClient} {
			if said := s.Ask(side, kind, "THIS"); !strings.Contains(said, "THIS") || strings.Contains(said, "_") {
				t.Errorf("%s is asked for a %s with %q", side, kind, said)
			}
		}
	}
	compare(t, []saying{
		{"an input", s.Ask(facts.TheClient, facts.InputItem, "the logo"), "Please send: the logo"},
		{"an answer of the client", s.Ask(facts.TheClient, facts.QuestionItem, "Why?"), "Please answer: Why?"},
		{"an answer of ours", s.Ask(facts.Provider, facts.QuestionItem, "Why?"), "Question: Why?"},
	})
}

// shop has one of everything that a reason can be about.
func shop() *facts.Engagement {
	entry := func(id, title string, kind content.Kind) *content.Entry {
		return &content.Entry{ID: id, Kind: kind, Title: content.Text{Raw: title}}
	}
	e := &content.Engagement{
		ID:      "shop",
		Plan:    []content.Milestone{{ID: "live", What: content.Text{Raw: "The *shop*"}, Needs: []content.Ref{{ID: "logo"}}}, {ID: "test", What: content.Text{Raw: "Test"}}},
		Inputs:  []content.Input{{ID: "logo", What: content.Text{Raw: "Your logo"}}},
		KPIs:    []content.KPI{{ID: "orders", Name: content.Text{Raw: "Orders"}}},
		Pricing: []content.Price{{ID: "care", Item: content.Text{Raw: "Care"}}},
		Entries: []*content.Entry{entry("which", "Which colour?", content.DecisionKind), entry("why", "Why?", content.QuestionKind), entry("down", "Down", content.IncidentKind)},
	}
	f := &facts.Engagement{Content: e, Turnaround: []facts.Turnaround{{Resolution: facts.Tally{Met: 3, Missed: 2}}}}
	f.Milestones = []facts.Milestone{{Content: &e.Plan[0], Expected: today + 10, FairDue: today - 2}}
	f.Inputs = []facts.Input{{Content: &e.Inputs[0]}}
	f.KPIs = []facts.KPI{{Content: &e.KPIs[0]}}
	f.KPIs[0].Points = []facts.Point{{Period: calendar.PeriodOf(calendar.Month, today-30), Value: number("1"), TargetHigh: number("10")}}
	f.KPIs[0].Current = &f.KPIs[0].Points[0]
	f.Retainers = []facts.Retainer{{Item: "care", Period: calendar.PeriodOf(calendar.Month, today), Included: number("10"), Used: number("12"), Burn: 1.2}}
	return f
}

func TestReasons(t *testing.T) {
	s, f := speaker(t, "en-GB", "UTC"), shop()
	e := f.Content
	carried := f.Retainers[0]
	carried.Included, carried.Carried = number("8"), number("2")
	for _, c := range []struct {
		reason facts.Reason
		want   string
	}{
		{facts.Reason{Kind: facts.MilestoneLate, Ref: "live", On: today - 2, Days: 2, Milestone: &f.Milestones[0]}, "“The shop” is 2 working days late; it should have been done on Wed 14 October"},
		{facts.Reason{Kind: facts.MilestoneSlipping, Ref: "live", Milestone: &f.Milestones[0]}, "“The shop” is expected on Mon 26 October instead of Wed 14 October"},
		{facts.Reason{Kind: facts.IncidentOpen, Ref: "down", On: today - 1, Entry: e.Entries[2]}, "Not solved since Thu 15 October: Down"},
		{facts.Reason{Kind: facts.ClientOverdue, Ref: "logo", On: today - 2, Days: 2, Input: &f.Inputs[0]}, "We still wait for “Your logo”, which was due on Wed 14 October (2 working days late)"},
		{facts.Reason{Kind: facts.ClientOverdue, Ref: "which", On: today - 2, Days: 2, Entry: e.Entries[0]}, "We still wait for a decision on “Which colour?”, which was due on Wed 14 October"},
		{facts.Reason{Kind: facts.ClientOverdue, Ref: "why", On: today - 2, Days: 2, Entry: e.Entries[1]}, "We still wait for an answer to “Why?”, which was due on Wed 14 October"},
		{facts.Reason{Kind: facts.RiskOpen, Ref: "down", Entry: e.Entries[2]}, "A serious risk is open: Down"},
		{facts.Reason{Kind: facts.ConcernOpen, Ref: "down", Days: 8, Entry: e.Entries[2]}, "A concern is open for 8 working days: Down"},
		{facts.Reason{Kind: facts.RhythmOverdue, Ref: "update", On: today - 2}, "The update announced for Wed 14 October is not there yet"},
		{facts.Reason{Kind: facts.KPIOff, Ref: "orders", KPI: &f.KPIs[0]}, "Orders is at 1 in September 2026; the aim for then was 10"},
		{facts.Reason{Kind: facts.TurnaroundLow, Share: 0.6}, "In the last 90 days 3 of 5 requests were solved in time (60%)"},
		{facts.Reason{Kind: facts.RetainerOver, Ref: "care", Share: 1.2, Retainer: &f.Retainers[0]}, "Care: 12 hrs used of the 10 hrs included in October 2026"},
		{facts.Reason{Kind: facts.RetainerOver, Ref: "care", Share: 1.2, Retainer: &carried}, "Care: 12 hrs used in October 2026, of 8 hrs included and 2 hrs carried over"},
		{facts.Reason{Kind: facts.CapOver, Ref: "care", Usage: &facts.Usage{Period: carried.Period, Amount: &content.Money{Amount: number("1200.5"), Currency: "EUR"}, Price: &content.Price{Cap: content.Money{Amount: number("1000"), Currency: "EUR"}}}}, "Care: €1,200.50 in October 2026, above the ceiling of €1,000"},
		{facts.Reason{Kind: facts.RetainerPace, Ref: "care", Share: 2, Retainer: &f.Retainers[0]}, "Care: 120% of the hours in October 2026 are used, and 60% of its working time has passed"},
	} {
		if got := s.Reason(f, &c.reason); got != c.want {
			t.Errorf("%s: got %q, want %q", c.reason.Kind, got, c.want)
		}
	}
}

func TestWhyAMilestoneMoved(t *testing.T) {
	s, f := speaker(t, "en-GB", "UTC"), shop()
	change := &content.Entry{Title: content.Text{Raw: "More"}, Change: &content.Change{Accepted: today - 1}}
	moved := &facts.Milestone{MovedByClient: 2, MovedBy: &facts.Cause{ID: "logo", Due: today - 4, Late: 2}}
	came := &facts.Milestone{MovedByClient: 2, MovedBy: &facts.Cause{ID: "logo", Due: today - 4, On: today - 2, Late: 2, Via: []string{"test"}}}
	days := func(n int) *int { return &n }
	monthly, err := calendar.ParseRhythm("monthly on 2")
	if err != nil {
		t.Fatal(err)
	}
	compare(t, []saying{
		{"a change", s.Change(change, 3), "3 working days later, as agreed with the change “More” on Thu 15 October"},
		{"a change accepted with its entry", s.Change(&content.Entry{Date: today - 3, Title: change.Title, Change: &content.Change{}}, 3), "3 working days later, as agreed with the change “More” on Tue 13 October"},
		{"a change that makes it sooner", s.Change(change, -1), "1 working day sooner, as agreed with the change “More” on Thu 15 October"},
		{"an input that has not come", s.MovedBy(f, moved), "moved 2 working days so far, because “Your logo” has not come yet; it was due on Mon 12 October"},
		{"an input that never came", s.MovedBy(f, &facts.Milestone{State: facts.Ended, MovedByClient: 2, MovedBy: moved.MovedBy}), "moved 2 working days, because “Your logo” did not come; it was due on Mon 12 October"},
		{"an input that came late, through another", s.MovedBy(f, came), "moved 2 working days, because “Your logo” came on Wed 14 October, 2 working days late; this goes by way of “Test”"},
		{"nobody", s.MovedBy(f, &facts.Milestone{}), ""},
		{"another milestone", s.Slip(f, &facts.Milestone{Slip: &facts.Cause{Kind: facts.MilestoneCause, ID: "test", Late: 1}}), "moved 1 working day, because “Test” moved before it"},
		{"another milestone beside the client", s.Slip(f, &facts.Milestone{MovedByClient: 2, Slip: &facts.Cause{Kind: facts.MilestoneCause, ID: "test", Late: 3}}), "moved 1 working day, because “Test” moved before it"},
		{"the forecast", s.Slip(f, &facts.Milestone{Expected: today + 4, Slip: &facts.Cause{Kind: facts.ForecastCause}}), ""},
		{"no new date", s.Slip(f, &facts.Milestone{Slip: &facts.Cause{Kind: facts.UnknownCause}}), "no new date yet"},
		{"told early", s.Notice(&facts.Milestone{Notice: days(5)}), "Told 5 working days ahead"},
		{"told on the day", s.Notice(&facts.Milestone{Notice: days(0)}), "Told on the day itself"},
		{"told late", s.Notice(&facts.Milestone{Notice: days(-1)}), "Told 1 working day after the date"},
		{"not told", s.Notice(&facts.Milestone{Untold: true}), "Not told before this page showed it"},
		{"no slip", s.Notice(&facts.Milestone{}), ""},
		{"what waits for an input", s.Blocks(f, &facts.Input{Content: &content.Input{ID: "logo"}, Due: today + 90}), "Until then, “The shop” waits."},
		{"what waits for an occurrence before it", s.Blocks(f, &facts.Input{Content: &content.Input{ID: "logo", Every: monthly}, Due: f.Milestones[0].Due}), "Until then, “The shop” waits."},
		{"what does not wait for a later one", s.Blocks(f, &facts.Input{Content: &content.Input{ID: "logo", Every: monthly}, Due: today + 90}), ""},
		{"what waits for nothing", s.Blocks(f, &facts.Input{Content: &content.Input{ID: "other"}}), ""},
		{"a late input", s.Late(f, &facts.Input{Lateness: 2, Moves: []string{"live"}}), "2 working days late; it moves “The shop”"},
		{"an input in time", s.Late(f, &facts.Input{}), ""},
	})
}

func TestEveryStateAndKindHasAWord(t *testing.T) {
	s := speaker(t, "en-GB", "UTC")
	said := map[string]string{}
	for _, m := range []facts.MilestoneState{facts.Done, facts.DoneLate, facts.Late, facts.Slipping, facts.Moved, facts.OnPlan} {
		said["milestone "+string(m)] = s.MilestoneState(m)
	}
	for _, in := range []facts.InputState{facts.Received, facts.ReceivedLate, facts.Overdue, facts.Due} {
		said["input "+string(in)] = s.InputState(in)
	}
	for _, h := range []facts.HealthState{facts.Green, facts.Amber, facts.Red} {
		said["health "+string(h)] = s.Health(h)
	}
	for _, st := range []facts.Status{facts.On, facts.Near, facts.Off} {
		said["figure "+string(st)] = s.FigureStatus(st)
	}
	for _, tr := range []facts.Trend{facts.Rising, facts.Falling, facts.Flat} {
		said["trend "+string(tr)] = s.Trend(tr)
	}
	for _, k := range facts.RhythmKinds {
		said["rhythm "+string(k)] = s.RhythmKind(k)
	}
	for _, r := range []facts.RhythmState{facts.LateKept, facts.MissedOn, facts.OverdueOn} {
		said["occurrence "+string(r)] = s.RhythmState(r)
	}
	for _, k := range facts.ItemKinds {
		said["open "+string(k)] = s.ItemKind(k)
	}
	for what, word := range said {
		if word == "" || strings.Contains(word, "_") {
			t.Errorf("%s is said as %q", what, word)
		}
	}
}

func TestARhythmIsSaidByTheClocksOfBothSides(t *testing.T) {
	rhythm := func(text string) calendar.Rhythm {
		r, err := calendar.ParseRhythm(text)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	zone := func(name string) *time.Location {
		at, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	london, tuesday := zone("Europe/London"), rhythm("weekly on tuesday at 10:00")
	newYork, berlin := speaker(t, "en-GB", "America/New_York"), speaker(t, "de-DE", "Europe/Berlin")
	auckland := speaker(t, "en-GB", "Pacific/Auckland")
	compare(t, []saying{
		{"clocks changed on other days", newYork.RhythmIn(tuesday, london), "every Tuesday at 05:00, and 06:00 while only one side’s clocks are changed (10:00 in London)"},
		{"clocks changed together", berlin.RhythmIn(tuesday, london), "jeden Dienstag um 11:00 Uhr (10:00 in London)"},
		{"one clock", speaker(t, "en-GB", "Europe/London").RhythmIn(tuesday, london), "every Tuesday at 10:00"},
		{"two that agree all year", speaker(t, "en-GB", "Europe/Paris").RhythmIn(tuesday, zone("Europe/Amsterdam")), "every Tuesday at 10:00"},
		{"another day", speaker(t, "en-GB", "Asia/Tokyo").RhythmIn(rhythm("weekly on tuesday at 19:00"), zone("America/Sao_Paulo")), "every Tuesday at 07:00 the next day (19:00 in Sao Paulo)"},
		{"without an hour", auckland.RhythmIn(rhythm("weekly on tuesday"), london), "every Tuesday"},
		{"no rhythm", auckland.RhythmIn(calendar.Rhythm{}, london), ""},
		{"one time", newYork.HourIn(time.Date(2026, 3, 17, 10, 0, 0, 0, london), london), "06:00 (10:00 in London)"},
		{"one time on one clock", newYork.HourIn(time.Date(2026, 3, 17, 10, 0, 0, 0, newYork.Zone), newYork.Zone), "10:00"},
	})
}
