package facts

import (
	"cmp"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// The bounds beyond which something is a reason.
const (
	veryLateDays   = 5    // working days past the fair due, or past a request's deadline, for red instead of amber
	lowAttainment  = 80   // per cent of the resolution deadlines that passed
	lowCount       = 5    // of them, at least
	highRisk       = 6    // likelihood × impact
	longConcernDay = 5    // working days
	farOver        = 1.25 // burn for red instead of amber
	fast           = 1.1  // pace
)

// Without any news for so many working days nobody can tell how an engagement
// does; in its first ones there need not be any.
const (
	silentDays = 20
	firstDays  = 10
)

// health tells how an engagement does: red if any reason is, else amber if there
// is any, else green; but unknown where there is no reason and no news either.
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
	h.requests(derived.Requests, n)
	h.figures(derived)
	h.inputs(derived.Inputs)
	h.entries(e, contacts, n)
	for _, o := range derived.Rhythm {
		if o.State == OverdueOn && (o.Kind == Updates || o.Kind == Reports) {
			h.add(Reason{Kind: RhythmOverdue, Ref: string(o.Kind), State: Amber, On: o.Due, Days: n.since(o.Due)})
		}
	}
	if len(h.Reasons) == 0 && !heard(e, n) {
		h.State = Unknown
		h.Begun = n.cal.WorkingDays(e.Start-1, n.today) <= firstDays
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

// rosier returns the reasons for which health was worse than the provider's word of
// the same day.
func rosier(word HealthState, then *Health) []Reason {
	if then == nil || word.Gravity() >= then.State.Gravity() {
		return nil
	}
	var against []Reason
	for _, r := range then.Reasons {
		if r.State.Gravity() > word.Gravity() {
			against = append(against, r)
		}
	}
	return against
}

// heard reports whether anything was entered or measured of late.
func heard(e *content.Engagement, n now) bool {
	var last calendar.Date
	for _, d := range newsDays(e) {
		last = max(last, d)
	}
	return last != 0 && n.cal.WorkingDays(last, n.today) < silentDays
}

// newsDays returns the days on which anything is entered or measured: an entry, a
// report, a request, hours, units, a figure, and the dates on which a milestone is done
// and an input received; zero days among them, in no order.
func newsDays(e *content.Engagement) []calendar.Date {
	var days []calendar.Date
	for _, entry := range e.Entries {
		days = append(days, entry.Date)
	}
	for _, r := range e.Reports {
		days = append(days, r.Date)
	}
	for i := range e.Requests {
		days = append(days, e.Requests[i].Opened.Day)
	}
	for i := range e.Time {
		if i == 0 || e.Time[i].Date != e.Time[i-1].Date { // there may be a million rows, and few days
			days = append(days, e.Time[i].Date)
		}
	}
	for i := range e.Units {
		if i == 0 || e.Units[i].Date != e.Units[i-1].Date {
			days = append(days, e.Units[i].Date)
		}
	}
	for i := range e.KPIs {
		for _, f := range e.KPIs[i].Series {
			days = append(days, f.Period.To)
		}
	}
	for i := range e.Plan {
		days = append(days, e.Plan[i].Done)
	}
	for i := range e.Inputs {
		in := &e.Inputs[i]
		for _, r := range in.Received {
			days = append(days, r.On)
		}
		for _, r := range in.Returned {
			days = append(days, r.On)
		}
		days = append(days, in.Partly...)
	}
	return days
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
			days := n.past(Provider, m.FairDue, m.Expected)
			h.add(Reason{Kind: MilestoneSlipping, Ref: m.Content.ID, State: Amber, On: m.FairDue, Days: days, Milestone: m})
		}
	}
}

// requests adds each that is not resolved and past the deadline for that, be it by
// minutes.
func (h *Health) requests(all []Request, n now) {
	for i := range all {
		r := &all[i]
		if r.Resolution != Missed || !r.Resolved.IsZero() {
			continue
		}
		on := calendar.DateOf(r.ResolveDue.In(n.hours.Zone()))
		late := Reason{Kind: RequestLate, Ref: r.Content.ID, State: Amber, On: on, Days: n.past(Provider, on, 0), Request: r}
		if late.Days > veryLateDays {
			late.State = Red
		}
		h.add(late)
	}
}

// figures adds the reasons that are shares and figures.
func (h *Health) figures(derived *Engagement) {
	for i := range derived.Retainers {
		r := &derived.Retainers[i]
		switch {
		case r.Burn > farOver:
			h.add(Reason{Kind: RetainerOver, Ref: r.Item, State: Red, Share: r.Burn, Retainer: r})
		case r.Burn > 1:
			h.add(Reason{Kind: RetainerOver, Ref: r.Item, State: Amber, Share: r.Burn, Retainer: r})
		}
		if r.Pace != nil && *r.Pace > fast {
			h.add(Reason{Kind: RetainerPace, Ref: r.Item, State: Amber, Share: *r.Pace, Retainer: r})
		}
	}
	for i := range derived.Usages {
		if u := &derived.Usages[i]; u.Current && u.OverCap() {
			h.add(Reason{Kind: CapOver, Ref: u.Item, State: Red, Usage: u})
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
func (h *Health) inputs(all []Input) {
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
		if days := n.past(TheClient, due, 0); days > 0 {
			h.add(Reason{Kind: ClientOverdue, Ref: entry.ID, State: Amber, On: due, Days: days, Entry: entry})
		}
	}
	for _, entry := range e.Entries {
		switch {
		case entry.Question != nil && answered(entry) == 0 && answerer(entry, contacts) == TheClient:
			overdue(entry, n.answerBy(entry, contacts))
		case entry.Decision != nil && decided(entry) == 0 && decider(entry, contacts) == TheClient:
			overdue(entry, n.decideBy(entry, contacts))
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
