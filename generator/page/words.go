package page

import (
	"fmt"
	"html/template"

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
	return State{p.say.Health(h), healthTones[h]}
}

// state is a word from the catalogue with its tone.
func (p *planner) state(key string, tone Tone) State { return State{Word: p.say.Get(key), Tone: tone} }

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

// status is where an engagement stands.
func (p *planner) status(s content.Status) State {
	tone := Plain
	if s == content.Active {
		tone = Good
	}
	return State{p.say.Status(s), tone}
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
