package page

import (
	"fmt"
	"html/template"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// The tones of the states that facts have.
var (
	milestoneTones = map[facts.MilestoneState]Tone{
		facts.Done: Good, facts.DoneLate: Fair, facts.Late: Poor, facts.Slipping: Fair, facts.Moved: Plain, facts.OnPlan: Plain,
	}
	healthTones = map[facts.HealthState]Tone{facts.Green: Good, facts.Amber: Fair, facts.Red: Poor}
	figureTones = map[facts.Status]Tone{facts.On: Good, facts.Near: Fair, facts.Off: Poor}
	inputTones  = map[facts.InputState]Tone{facts.Received: Good, facts.ReceivedLate: Fair, facts.Overdue: Poor, facts.Due: Waiting}
)

// healthState is the word for how an engagement does.
func (p *planner) healthState(h facts.HealthState) State {
	return p.state("health_"+string(h), healthTones[h])
}

// state is a word from the catalogue with its tone.
func (p *planner) state(key string, tone Tone) State { return State{Word: p.say.Get(key), Tone: tone} }

// local is an instant on the client's clock.
func (p *planner) local(t time.Time) time.Time { return t.In(p.Client.Zone) }

// time is an instant as the client reads it; "" for none.
func (p *planner) time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.say.Time(p.local(t))
}

// days is a number of working days.
func (p *planner) days(n int) string { return p.say.Plural("working_days", n) }

// duration is a working duration, or one round the clock.
func (p *planner) duration(d calendar.Duration, always bool) string {
	switch {
	case d.IsZero() && d.Unit != calendar.Days:
		return ""
	case d.Unit == calendar.Days && d.N == 0:
		return p.say.Get("same_day")
	case d.Unit == calendar.Days:
		return p.days(d.N)
	case d.N%60 != 0 && d.N > 60:
		return p.say.Hours(d.N)
	}
	unit, n := "hours", d.N/60
	if d.N%60 != 0 {
		unit, n = "minutes", d.N
	}
	if always {
		return p.say.Plural("clock_"+unit, n)
	}
	return p.say.Plural("working_"+unit, n)
}

// rhythm says on which days something recurs; "" for never.
func (p *planner) rhythm(r calendar.Rhythm) string {
	words := p.rhythmDays(r)
	if words != "" && r.At >= 0 {
		words = p.say.Say("rhythm_at", "rhythm", words, "time", p.say.Clock(r.At))
	}
	return words
}

func (p *planner) rhythmDays(r calendar.Rhythm) string {
	weekday := p.say.Weekday(r.Weekday)
	switch r.Kind {
	case calendar.Daily:
		return p.say.Get("rhythm_daily")
	case calendar.Weekly:
		switch r.Interval {
		case 1:
			return p.say.OnDay("rhythm_weekly", r.Weekday, "weekday", weekday)
		case 2:
			return p.say.OnDay("rhythm_fortnightly", r.Weekday, "weekday", weekday)
		}
		on := p.say.OnDay("weekday_on", r.Weekday, "weekday", weekday)
		return p.say.Plural("rhythm_weeks", r.Interval, "on_weekday", on)
	case calendar.MonthlyDay:
		if r.Day == 31 {
			return p.say.Get("rhythm_month_end")
		}
		return p.say.Say("rhythm_month_day", "nth", p.say.Ordinal(r.Day))
	case calendar.MonthlyWeekday:
		key := map[int]string{1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}[r.Nth]
		return p.say.OnDay("rhythm_month_"+key, r.Weekday, "weekday", weekday)
	case calendar.Quarterly:
		return p.say.Say("rhythm_quarterly", "nth", p.say.Ordinal(r.Day))
	case calendar.Yearly:
		// Any leap year serves to write the day and month.
		return p.say.Say("rhythm_yearly", "date", p.say.Short(calendar.NewDate(2024, r.Month, r.Day)))
	case calendar.Rule:
		return p.say.Get("rhythm_other")
	}
	return ""
}

// when says how a due date lies to today: "today", "tomorrow", "3 working days late".
func (p *planner) when(due calendar.Date, overdue int) string {
	switch today := p.Facts.Today; {
	case due == 0:
		return ""
	case overdue > 0:
		return p.say.Plural("needed_overdue", overdue)
	case due == today:
		return p.say.Get("needed_due_today")
	case due == today+1:
		return p.say.Get("needed_due_tomorrow")
	case due > today && due <= today+14:
		return p.say.Plural("days_ahead", int(due-today))
	}
	return ""
}

// money is an amount in the client's way of writing.
func (p *planner) money(m content.Money) string {
	if m.Currency == "" {
		return ""
	}
	return p.say.Money(m.Amount, m.Currency)
}

// hours is a number of hours.
func (p *planner) hours(h decimal.Decimal) string {
	return p.say.Hours(int(h.Mul(decimal.NewFromInt(60)).Round(0).IntPart()))
}

// percent is a share of 1 in whole per cent.
func (p *planner) percent(share float64) string {
	return p.say.Percent(decimal.NewFromFloat(share * 100).Round(0))
}

// value is a KPI's figure with its unit.
func (p *planner) value(v decimal.Decimal, unit string) string {
	switch unit {
	case "":
		return p.say.Number(v)
	case "%":
		return p.say.Percent(v)
	}
	if isCurrency(unit) {
		return p.say.Money(v, unit)
	}
	return p.say.Say("kpi_unit", "value", p.say.Number(v), "unit", unit)
}

// isCurrency tells whether a unit is written as a currency code.
func isCurrency(unit string) bool {
	if len(unit) != 3 {
		return false
	}
	for _, r := range unit {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// span is a stretch of days: "2 March 2026 to 18 December 2026".
func (p *planner) span(start, end calendar.Date) string {
	if end == 0 {
		return p.say.Say("engagement_open_end", "start", p.say.Date(start))
	}
	return p.say.Say("engagement_dates", "start", p.say.Date(start), "end", p.say.Date(end))
}

// status is where an engagement stands.
func (p *planner) status(s content.Status) State {
	tone := Plain
	if s == content.Active {
		tone = Good
	}
	return p.state("status_"+string(s), tone)
}

// blank is a text that the script fills in: its place stays as it is written.
func (p *planner) blank(key, place string) string {
	return p.say.Say(key, place, "{"+place+"}")
}

// escape is plain text as HTML.
func escape(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }

// mailto is a link that writes an e-mail.
func mailto(address, subject string) string {
	if address == "" {
		return ""
	}
	if subject == "" {
		return "mailto:" + address
	}
	return fmt.Sprintf("mailto:%s?subject=%s", address, queryEscape(subject))
}
