package facts

import (
	"cmp"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// The bounds beyond which something is a reason.
const (
	veryLateDays   = 5  // working days past the fair due, for red instead of amber
	lowAttainment  = 80 // per cent of the resolution deadlines that passed
	lowCount       = 5  // of them, at least
	highRisk       = 6  // likelihood × impact
	longConcernDay = 5  // working days
)

// health tells how an engagement does: red if any reason is, else amber if there
// is any, else green.
func health(e *content.Engagement, derived *Engagement, contacts people, n now) *Health {
	h := &Health{State: Green}
	for _, entry := range e.Entries { // by date: the last one stays
		if entry.Update != nil {
			h.Stated, h.Entry = HealthState(entry.Update.Health), entry
		}
	}
	if h.Stated == "" {
		h.Entry = nil
	}
	h.milestones(derived.Milestones, n)
	h.figures(derived)
	h.inputs(derived.Inputs, n)
	h.entries(e, contacts, n)
	for _, o := range derived.Rhythm {
		if o.State == OverdueOn && (o.Kind == Updates || o.Kind == Reports) {
			h.add(Reason{Kind: RhythmOverdue, Ref: string(o.Kind), State: Amber, On: o.Due, Days: n.since(o.Due)})
		}
	}
	slices.SortFunc(h.Reasons, func(a, b Reason) int {
		if a.State != b.State {
			if a.State == Red {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Ref, b.Ref))
	})
	return h
}

func (h *Health) add(r Reason) {
	h.Reasons = append(h.Reasons, r)
	if h.State != Red {
		h.State = r.State
	}
}

func (h *Health) milestones(all []Milestone, n now) {
	for i := range all {
		m := &all[i]
		switch {
		case m.State == Late && m.LateBy > veryLateDays:
			h.add(Reason{Kind: MilestoneLate, Ref: m.Content.ID, State: Red, On: m.FairDue, Days: m.LateBy, Milestone: m})
		case m.State == Late:
			h.add(Reason{Kind: MilestoneLate, Ref: m.Content.ID, State: Amber, On: m.FairDue, Days: m.LateBy, Milestone: m})
		case m.State == Slipping:
			days := n.cal.WorkingDays(m.FairDue, m.Expected)
			h.add(Reason{Kind: MilestoneSlipping, Ref: m.Content.ID, State: Amber, On: m.FairDue, Days: days, Milestone: m})
		}
	}
}

// figures adds the reasons that are shares and figures.
func (h *Health) figures(derived *Engagement) {
	for i := range derived.Retainers {
		r := &derived.Retainers[i]
		if r.Burn > 1 {
			h.add(Reason{Kind: RetainerOver, Ref: r.Item, State: Red, Share: r.Burn, Retainer: r})
		}
		if r.Pace != nil && *r.Pace > 1 {
			h.add(Reason{Kind: RetainerPace, Ref: r.Item, State: Amber, Share: *r.Pace, Retainer: r})
		}
	}
	all := derived.Resolutions()
	if done := all.Met + all.Missed; done >= lowCount && all.Met*100 < lowAttainment*done {
		share, _ := all.Attainment()
		h.add(Reason{Kind: TurnaroundLow, State: Red, Share: share})
	}
	for i := range derived.KPIs {
		if k := &derived.KPIs[i]; k.Current != nil && k.Current.Status == Off {
			h.add(Reason{Kind: KPIOff, Ref: k.Content.ID, State: Amber, On: k.Current.Period.To, KPI: k})
		}
	}
}

// inputs adds each input that is overdue; of a recurring one the occurrence that
// is overdue longest.
func (h *Health) inputs(all []Input, n now) {
	told := make(map[string]bool)
	for i := range all { // by due
		in := &all[i]
		if in.State == Overdue && !told[in.Content.ID] {
			told[in.Content.ID] = true
			h.add(Reason{Kind: ClientOverdue, Ref: in.Content.ID, State: Amber, On: in.Due, Days: in.Lateness, Input: in})
		}
	}
}

func (h *Health) entries(e *content.Engagement, contacts people, n now) {
	overdue := func(entry *content.Entry, due calendar.Date) {
		if due != 0 && n.today > due {
			h.add(Reason{Kind: ClientOverdue, Ref: entry.ID, State: Amber, On: due, Days: n.since(due), Entry: entry})
		}
	}
	for _, entry := range e.Entries {
		switch {
		case entry.Question != nil && answered(entry) == 0 && answerer(entry, contacts) == TheClient:
			overdue(entry, entry.Question.NeededBy)
		case entry.Decision != nil && decided(entry) == 0 && decider(entry, contacts) == TheClient:
			overdue(entry, entry.Decision.NeededBy)
		case entry.Incident != nil && entry.Incident.Ours && entry.Incident.Resolved.IsZero():
			on := cmp.Or(entry.Incident.Started.Day, entry.Date)
			h.add(Reason{Kind: IncidentOpen, Ref: entry.ID, State: Red, On: on, Days: n.since(on), Entry: entry})
		case entry.Risk != nil && entry.Risk.Closed == 0 && entry.Risk.Likelihood*entry.Risk.Impact >= highRisk:
			h.add(Reason{Kind: RiskOpen, Ref: entry.ID, State: Amber, On: entry.Date, Entry: entry})
		case entry.Concern != nil && settled(entry) == 0 && n.since(entry.Date) > longConcernDay:
			h.add(Reason{Kind: ConcernOpen, Ref: entry.ID, State: Amber, On: entry.Date, Days: n.since(entry.Date), Entry: entry})
		}
	}
}
