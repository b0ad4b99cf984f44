package page

import (
	"fmt"
	"html/template"

	"rapport/generator/content"
	"rapport/generator/facts"
)

// The tones of the states that facts have.
var (
	milestoneTones = map[facts.MilestoneState]Tone{
		facts.Done: Good, facts.DoneLate: Fair, facts.Late: Poor, facts.Slipping: Fair, facts.Moved: Plain, facts.OnPlan: Plain, facts.Ended: Plain,
	}
	healthTones = map[facts.HealthState]Tone{facts.Green: Good, facts.Amber: Fair, facts.Red: Poor, facts.Unknown: Plain}
	figureTones = map[facts.Status]Tone{facts.On: Good, facts.Near: Fair, facts.Off: Poor}
	inputTones  = map[facts.InputState]Tone{facts.Received: Good, facts.ReceivedLate: Fair, facts.Overdue: Poor, facts.Due: Waiting, facts.Skipped: Plain, facts.InputEnded: Plain}
)

// healthState is the word for how an engagement does.
func (p *planner) healthState(h facts.HealthState) State {
	return State{p.say.Health(h), healthTones[h]}
}

// state is a word from the catalogue with its tone.
func (p *planner) state(key string, tone Tone) State { return State{Word: p.say.Get(key), Tone: tone} }

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
