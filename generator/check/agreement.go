package check

import (
	"bytes"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// agreement are the rules about what an agreement leaves open: why, who, and
// what comes of it.
func agreement() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "no-goals", Severity: diag.Warning,
				Summary: "nothing says what the client wants to reach",
				Why:     "Work that serves no written goal is judged by its price alone.",
				Mend:    "Ask the client what should be different in a year, and write it under goals in client.md, in its words; then name the goal in the engagement.",
				Found:   "A client with an engagement that is not closed has no goals; or such an engagement names none in goals, nor does any of its KPIs.",
			},
			client: withoutGoals,
		},
		{
			Rule: diag.Rule{
				Name: "goal-without-why", Severity: diag.Note,
				Summary: "a goal does not say why it matters",
				Why:     "Who knows why can propose something better. Who knows only what does as told, also when it no longer helps.",
				Mend:    "Write why: the reason that the client gave, in its own words.",
				Found:   "A goal of a client with an engagement that is not closed has no why.",
			},
			client: func(f *finder, in Input) {
				for i, g := range in.Client.Goals {
					if g.Why.IsZero() && isUnderWay(in.Facts) {
						f.found(in.Client.Pos("goals", i), "nothing says why goal %q matters to the client; ask, and write why:", g.ID)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "kpi-without-means", Severity: diag.Note,
				Summary: "a KPI does not say what it means",
				Why:     "A figure with a name from your trade tells the client nothing. One plain sentence makes it the client's own.",
				Mend:    "Write means: what the figure tells about the client's day, in plain words.",
				Found:   "A KPI of an engagement that is not closed has no means.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for i := range e.Content.KPIs {
					if k := &e.Content.KPIs[i]; isOpen(e) && k.Means.IsZero() {
						f.found(e.Content.At(k.Mark), "nothing says in plain words what KPI %q means; write means:", k.ID)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "kpi-against-baseline", Severity: diag.Warning,
				Summary: "a KPI's direction contradicts its baseline",
				Why:     "The page would praise each step back, and call a good month bad.",
				Mend:    "Write direction: down where less is better; else mend the target or the baseline.",
				Found:   "A KPI of an engagement that is not closed should go up (which is the default) and its target is below its baseline, or down and its target is above.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for i := range e.Content.KPIs {
					if k := &e.Content.KPIs[i]; isOpen(e) && isAgainstBaseline(k) {
						f.found(e.Content.At(k.Mark), "KPI %q should go %s, and is to go from %s to %s; write direction: %s, or mend one of the two figures",
							k.ID, k.Direction, k.Baseline.Value, k.Target.Low, map[content.Direction]content.Direction{content.Up: content.Down, content.Down: content.Up}[k.Direction])
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "no-own-duties", Severity: diag.Warning,
				Summary: "an engagement does not say what you do yourselves",
				Why:     "Duties that stand on one side alone read as a list of demands.",
				Mend:    "List under duties.ours what the client may count on each day: who answers, what is checked, what it is told first.",
				Found:   "duties.ours of an engagement that is not closed is missing or empty.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) && len(e.Content.Duties.Ours) == 0 {
					f.found(e.Content.Pos("duties", "ours"), "nothing says what you do yourselves; list it under duties: {ours: [..]}")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "no-deliverables", Severity: diag.Warning,
				Summary: "a project does not say what the client has in its hands at the end",
				Why:     "Work is not a result. Two sides that never named the thing itself find out at the end that they meant two things.",
				Mend:    "List under scope.deliverables what is handed over: two or three lines do.",
				Found:   "scope.deliverables of an engagement that is not closed is missing or empty, and it has an end and no retainer, or a fixed price that is paid once. Service that goes on delivers itself.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) && isProject(e.Content) && len(e.Content.Scope.Deliverables) == 0 {
					f.found(e.Content.Pos("scope", "deliverables"), "nothing says what the client will have in its hands; list it under deliverables")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "empty-brief", Severity: diag.Warning,
				Summary: "an engagement has no brief",
				Why:     "What the client told you at the start is what it will hold you to at the end. Unwritten, each side remembers its own version.",
				Mend:    "Write below the front matter what the client told you: what it needs, what must not happen, and how it works today.",
				Found:   "The body of the engagement.md of an engagement that is not closed is empty.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) && isEmpty(e.Content.Body) {
					f.found(e.Content.Pos(), "there is no brief; write below the front matter what the client told you, and what it needs")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "milestone-without-owner", Severity: diag.Note,
				Summary: "a milestone has no owner",
				Why:     "What belongs to everybody is done by nobody, and the client does not know whom to ask about it.",
				Mend:    "Write owner: with the id of the person who answers for the date.",
				Found:   "A milestone that is not done, of an engagement that is not closed, has no owner. It is one note an engagement.",
			},
			engagement: withoutOwner,
		},
		{
			Rule: diag.Rule{
				Name: "service-incomplete", Severity: diag.Note,
				Summary: "a service does not say what it leaves out, or for whom it is right",
				Why:     "Whoever buys what it does not need is a client once.",
				Mend:    "Write does_not: and suits: in the service.",
				Found:   "A service has no does_not, or no suits.",
			},
			provider: func(f *finder, p *content.Provider) {
				for i := range p.Services {
					s := &p.Services[i]
					var missing []string
					if len(s.DoesNot) == 0 {
						missing = append(missing, "what it leaves out (does_not)")
					}
					if s.Suits.IsZero() {
						missing = append(missing, "for whom it is right (suits)")
					}
					if len(missing) > 0 {
						f.found(s.Pos("name"), "service %q does not say %s; add it", s.ID, strings.Join(missing, ", nor "))
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "no-processes", Severity: diag.Note,
				Summary: "nothing says how you work",
				Why:     "A client that knows how you work asks for less, and sees sooner when something goes wrong.",
				Mend:    "List under processes in provider.md the three or four habits that every client can count on.",
				Found:   "processes in provider.md is missing or empty.",
			},
			provider: func(f *finder, p *content.Provider) {
				if len(p.Processes) == 0 {
					f.found(p.Pos("processes"), "nothing tells clients how you work; list it under processes: [{name: …, how: …}]")
				}
			},
		},
	}
}

func withoutGoals(f *finder, in Input) {
	if len(in.Client.Goals) == 0 {
		if isUnderWay(in.Facts) {
			f.found(in.Client.Pos("goals"), "nothing says what the client wants to reach; ask, and write goals: [{id: …, want: …, why: …}]")
		}
		return
	}
	for _, e := range in.Facts.Engagements {
		names := len(e.Content.Goals)
		for _, k := range e.Content.KPIs {
			if !k.Goal.IsZero() {
				names++
			}
		}
		if isOpen(e) && names == 0 {
			f.found(e.Content.Pos("goals"), "nothing says which goal of the client's this serves; write goals: [%s], or another of client.md", in.Client.Goals[0].ID)
		}
	}
}

// isUnderWay reports whether any engagement of a client is not closed.
func isUnderWay(c *facts.Client) bool {
	for _, e := range c.Engagements {
		if isOpen(e) {
			return true
		}
	}
	return false
}

func isAgainstBaseline(k *content.KPI) bool {
	if !k.Target.Set || k.Baseline.At == 0 {
		return false
	}
	switch k.Direction {
	case content.Up:
		return k.Target.Low.LessThan(k.Baseline.Value)
	case content.Down:
		return k.Target.Low.GreaterThan(k.Baseline.Value)
	}
	return false
}

// isProject reports whether an engagement is to end with a result: it ends and has
// no retainer, or is paid once.
func isProject(e *content.Engagement) bool {
	once, recurs := false, false
	for _, p := range e.Pricing {
		once = once || p.Model == "fixed" && p.Per == ""
		recurs = recurs || p.Model == "retainer"
	}
	return once || e.End != 0 && !recurs
}

func isEmpty(body content.Body) bool { return len(bytes.TrimSpace(body.Source)) == 0 }

// withoutOwner notes all at the first: one note an engagement will do.
func withoutOwner(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	var first *content.Milestone
	var ids []string
	for i := range e.Content.Plan {
		m := &e.Content.Plan[i]
		if m.Done != 0 || !m.Owner.IsZero() {
			continue
		}
		if first == nil {
			first = m
		}
		ids = append(ids, m.ID)
	}
	if first != nil {
		f.found(e.Content.At(first.Mark), "nobody answers for %s; add owner: with the id of one of your people", strings.Join(ids, ", "))
	}
}

// began is the day since when an engagement is at work together with a client: its
// start, or the last day of its last pause.
func began(e *content.Engagement) calendar.Date {
	day := e.Announces()
	for _, p := range e.Paused {
		day = max(day, p.To)
	}
	return day
}
