package check

import (
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// expectations are the rules about what was agreed, and said before it was.
func expectations() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "no-excludes", Severity: diag.Warning,
				Summary: "an engagement does not say what is left out",
				Why:     "A client fills silence with hope. What nobody excluded, somebody expected, and learns otherwise when it hurts.",
				Mend:    "List under scope.excludes what clients like this one ask for and do not get: two or three lines do.",
				Found:   "scope.excludes of an engagement that is not closed is missing or empty.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) && len(e.Content.Scope.Excludes) == 0 {
					f.found(e.Content.Pos("scope", "excludes"), "the scope does not say what is left out; list it under excludes")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "channel-without-turnaround", Severity: diag.Warning,
				Summary: "a channel does not say how soon it is answered",
				Why:     "Without a promise each client makes up its own, and waits in anger for what nobody promised.",
				Mend:    "Add answer_within to the channel, such as 1d for e-mail.",
				Found:   "A channel in provider.md has no answer_within.",
			},
			provider: func(f *finder, p *content.Provider) {
				for i, c := range p.Channels {
					if c.AnswerWithin.IsZero() && !isWritten(&p.File, "channels", i, "answer_within") {
						f.found(p.Pos("channels", i), "this channel does not say how soon it is answered; add answer_within, such as 1d")
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "no-value", Severity: diag.Warning,
				Summary: "an engagement does not say what it is worth to the client",
				Why:     "The client pays for a change in its own days, not for the work. Where nobody wrote that change down, only the price is left to talk about.",
				Mend:    "Write value: one sentence from the client's side.",
				Found:   "An engagement that is not closed has no value.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) && e.Content.Value.IsZero() {
					f.found(e.Content.Pos("value"), "nothing says why this matters to the client; add value: with one sentence from its side")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "no-client-duties", Severity: diag.Warning,
				Summary: "an engagement does not say what the client has to do",
				Why:     "A client cannot keep a duty that it was never told of, and both sides pay for the delay.",
				Mend:    "List under duties.yours what only the client can do: who decides, who collects comments, what is sent when.",
				Found:   "duties.yours of an engagement that is not closed is missing or empty.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) && len(e.Content.Duties.Yours) == 0 {
					f.found(e.Content.Pos("duties", "yours"), "nothing says what the client has to do; list it under duties: {yours: [..]}")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "goal-without-kpi", Severity: diag.Warning,
				Summary: "nothing measures a goal of the client's",
				Why:     "A goal without a figure is reached when the louder side says so.",
				Mend:    "Give an engagement a KPI with this goal, or remove a goal that nobody works on.",
				Found:   "A goal in client.md is named by no KPI of any engagement. A client whose engagements have no KPI at all is told once, at its first goal.",
			},
			client: goalsWithoutKPI,
		},
		{
			Rule: diag.Rule{
				Name: "kpi-without-goal", Severity: diag.Warning,
				Summary: "a KPI serves no goal",
				Why:     "Figures that belong to no goal of the client's are the provider's own business, and bury those that matter.",
				Mend:    "Add goal: with the id of a goal in client.md, or remove the KPI.",
				Found:   "A KPI of an engagement that is not closed has no goal.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, k := range e.Content.KPIs.On(e.InForce()) {
					if isOpen(e) && k.Goal.IsZero() {
						f.found(e.Content.At(k.Mark), "KPI %q serves no goal of the client's; add goal: with the id of one in client.md", k.ID)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "extra-work-unpriced", Severity: diag.Warning,
				Summary: "nothing says what extra work costs",
				Why:     "The bill for what was not agreed is the one that ends a relationship. A price known beforehand makes it a choice.",
				Mend:    "Add a price with model: hourly, or one a unit.",
				Found:   "pricing of an engagement that is not closed has neither an hourly nor a unit price.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, p := range e.Content.Pricing.On(e.InForce()) {
					if p.Model == "hourly" || p.Model == "unit" {
						return
					}
				}
				if isOpen(e) {
					f.found(e.Content.Pos("pricing"), "no price says what extra work costs; add one with model: hourly")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "no-plan", Severity: diag.Warning,
				Summary: "a project has no dates",
				Why:     "Without dates the client cannot plan its own part, and has nothing to measure the provider by.",
				Mend:    "List milestones with due dates under plan, at least the next one.",
				Found:   "An engagement that is not closed has no milestone, and has an end and no retainer, or a fixed price that is paid once. Service that goes on needs no plan.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) && isProject(e.Content) && len(e.Content.Plan) == 0 {
					f.found(e.Content.Pos("plan"), "there is no milestone, and so no date to count on; list milestones with due dates under plan")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "due-on-closed-day", Severity: diag.Warning,
				Summary: "a promise falls due on a day when the provider is closed",
				Why:     "Nobody will deliver on that day, or answer what the client asks about it.",
				Mend:    "Move the date to a working day, or list the day under open in provider.md.",
				Found:   "The due of a milestone that is not done, or of an input that was not received, is no working day of the provider's calendar.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if !isOpen(e) {
					return
				}
				for i, m := range e.Content.Plan {
					if m.Done == 0 {
						f.closed(e.Content, m.Due, "milestone", m.ID, "plan", i)
					}
				}
				for i, in := range e.Content.Inputs {
					if in.Due != 0 && len(in.Received) == 0 {
						f.closed(e.Content, in.Due, "input", in.ID, "inputs", i)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "due-before-need", Severity: diag.Warning,
				Summary: "a milestone is due before what it needs",
				Why:     "The plan promises the client what it cannot hold, and blames nobody when it breaks.",
				Mend:    "Move one of the two dates, or remove the need.",
				Found:   "A milestone that is not done is due earlier than a milestone or an input that it needs and that has not come. Accepted changes are counted.",
			},
			engagement: dueBeforeNeed,
		},
		{
			Rule: diag.Rule{
				Name: "no-best-or-worst-case", Severity: diag.Warning,
				Summary: "nobody said how well or badly it can turn out",
				Why:     "A client that heard the worst case before it signed is disappointed once; one that did not is deceived.",
				Mend:    "Write best_case and worst_case under scope, or in the service.",
				Found:   "Neither the scope of an engagement that is not closed nor its service has best_case, or neither has worst_case.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if !isOpen(e) {
					return
				}
				best, worst := !e.Content.Scope.BestCase.IsZero(), !e.Content.Scope.WorstCase.IsZero()
				for _, s := range f.in.Provider.Services {
					if s.ID == e.Content.Service.ID {
						best, worst = best || !s.BestCase.IsZero(), worst || !s.WorstCase.IsZero()
					}
				}
				missing := map[[2]bool]string{{false, false}: "best_case and worst_case", {false, true}: "best_case", {true, false}: "worst_case"}[[2]bool{best, worst}]
				if missing != "" {
					f.found(e.Content.Pos("scope"), "the client was not told how it can turn out; add %s", missing)
				}
			},
		},
	}
}

func goalsWithoutKPI(f *finder, in Input) {
	measured := map[string]bool{}
	isUnderWay, isAnyMeasured := false, false
	for _, e := range in.Facts.Engagements {
		isUnderWay = isUnderWay || isOpen(e)
		for _, k := range e.Content.KPIs.On(e.InForce()) {
			measured[k.Goal.ID] = true
			isAnyMeasured = true
		}
	}
	if !isUnderWay {
		return
	}
	for i, g := range in.Client.Goals {
		if measured[g.ID] {
			continue
		}
		if !isAnyMeasured {
			f.found(in.Client.Pos("goals", i), "no engagement measures any goal; give one a KPI with goal: %s", g.ID)
			return
		}
		f.found(in.Client.Pos("goals", i), "nothing measures goal %q; give an engagement a KPI with this goal", g.ID)
	}
}

// closed notes a date on which nobody works.
func (f *finder) closed(e *content.Engagement, due calendar.Date, what, id, list string, i int) {
	if !f.cal.Open(due) {
		f.found(e.Pos(list, i, "due"), "%s %q is due on %s, %s, when you are closed; the next working day is %s",
			what, id, due.Weekday(), due, f.cal.NextOpen(due))
	}
}

func dueBeforeNeed(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	due := map[string]calendar.Date{} // of what has not come
	for _, m := range e.Milestones {
		if m.Done == 0 {
			due[m.Content.ID] = m.Due
		}
	}
	for _, in := range e.Content.Inputs {
		if in.Every.IsZero() && len(in.Received) == 0 {
			due[in.ID] = in.Due
		}
	}
	for i := range e.Content.Plan {
		m := &e.Content.Plan[i]
		for j, need := range m.Needs {
			if own, ok := due[m.ID]; ok && own < due[need.ID] {
				f.found(e.Content.Pos("plan", i, "needs", j), "milestone %q is due on %s, before %q, which it needs and which is due on %s; move one of the two", m.ID, own, need.ID, due[need.ID])
			}
		}
	}
}
