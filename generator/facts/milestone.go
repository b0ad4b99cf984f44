package facts

import (
	"cmp"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// A plan derives milestones, each after those that it needs.
type plan struct {
	now
	e      *content.Engagement
	places map[string]int // by id: in e.Plan
	owed   []Input
	inputs map[string][]int     // by id: places in owed
	done   map[string]*progress // derived so far; nil for one that is being derived
}

// progress is a milestone with the inputs behind it.
type progress struct {
	Milestone
	shares map[int]share  // by the input's place in owed
	told   *content.Entry // the first that tells of it, or of what it needs; nil for none
}

// A share is what one input counts for a milestone.
type share struct {
	late int
	stop calendar.Date // the first day on which a milestone on the way was done; zero for none
	via  []string      // milestones on the way, nearest first
}

// milestones tells where each dated promise stands, by the day it is due and id,
// and tells the inputs which of them they move.
func milestones(e *content.Engagement, owed []Input, n now) []Milestone {
	p := plan{now: n, e: e, places: make(map[string]int), owed: owed, inputs: make(map[string][]int), done: make(map[string]*progress)}
	for i := range e.Plan {
		p.places[e.Plan[i].ID] = i
	}
	for i := range owed {
		p.inputs[owed[i].Content.ID] = append(p.inputs[owed[i].Content.ID], i)
	}
	var derived []Milestone
	for i := range e.Plan {
		derived = append(derived, p.milestone(&e.Plan[i]).Milestone)
	}
	derived = ordered(derived, func(a, b Milestone) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Content.ID, b.Content.ID))
	})
	for i := range derived {
		m := &derived[i]
		if n.unknown(m.FairDue) && (m.Done == 0 || m.MovedByClient > 0) { // what nothing moved was agreed
			m.FairDue = 0
		}
		if m.Done != 0 || m.State == Ended || m.MovedByClient == 0 {
			continue
		}
		for at, s := range p.done[m.Content.ID].shares {
			if s.late == m.MovedByClient {
				owed[at].Moves = append(owed[at].Moves, m.Content.ID)
			}
		}
	}
	return derived
}

func (p *plan) milestone(c *content.Milestone) *progress {
	if derived, ok := p.done[c.ID]; ok {
		return derived // nil in a cycle, which content refuses: nothing is needed then
	}
	p.done[c.ID] = nil
	m := &progress{Milestone: Milestone{Content: c, Agreed: c.Due, Done: c.Done}}
	m.Changes, m.Due = p.due(c)
	needs := p.needs(c)
	if p.e.Status == content.Proposed { // promises nothing yet
		m.FairDue, m.Expected, m.State = m.Due, m.Due, OnPlan
	} else {
		m.Out = m.Done == 0 && p.isOut(c.Until)
		p.moveByClient(m, needs)
		p.expect(m, needs)
		m.LateBy = p.past(Provider, m.FairDue, p.lastOf(c.Until, m.Done))
		m.State = p.state(m)
		p.notice(m, needs)
	}
	p.done[c.ID] = m
	return m
}

// needs returns the milestones that one needs, by id, each once.
func (p *plan) needs(c *content.Milestone) []*progress {
	var needed []*progress
	for _, need := range c.Needs {
		if i, ok := p.places[need.ID]; ok {
			if m := p.milestone(&p.e.Plan[i]); m != nil && !slices.Contains(needed, m) {
				needed = append(needed, m)
			}
		}
	}
	slices.SortFunc(needed, func(a, b *progress) int { return cmp.Compare(a.Content.ID, b.Content.ID) })
	return needed
}

// due returns the accepted changes that move a milestone, and the day it is due
// after them: the day in the plan, or the working day after it, and as many working
// days later (or earlier) as they say together. A change that was accepted after
// the milestone was done does not move it.
func (p *plan) due(c *content.Milestone) ([]MilestoneChange, calendar.Date) {
	var changes []MilestoneChange
	days := 0
	for _, entry := range p.e.Entries {
		if entry.Change == nil || !entry.Change.IsAgreed() || entry.Change.Days == 0 || !entry.DoesAffect(c.ID) {
			continue
		}
		if c.Done == 0 || c.Done >= entry.Change.Accepted {
			changes = append(changes, MilestoneChange{Entry: entry.ID, Days: entry.Change.Days})
			days += entry.Change.Days
		}
	}
	return changes, p.cal.AddWorkingDays(p.cal.NextOpen(c.Due), days)
}

// moveByClient tells by how many working days the client moved a milestone: the
// greatest of the lateness of the inputs that it needs and of what the
// milestones that it needs were moved by. What reaches a milestone that is done,
// also through others, counts up to the day it was done. Of equal causes the
// nearest is named, then the earlier, then the one whose id is first.
func (p *plan) moveByClient(m *progress, needs []*progress) {
	m.shares = make(map[int]share)
	last := m.Done
	if m.Out {
		last = m.Content.Until
	}
	reach := func(at int, stop calendar.Date, via []string) {
		if last != 0 && (stop == 0 || last < stop) {
			stop = last
		}
		s := share{p.owed[at].late(stop, p.now), stop, via}
		if had, ok := m.shares[at]; !ok || s.before(had) {
			m.shares[at] = s
		}
	}
	for _, need := range m.Content.Needs {
		for _, at := range p.inputs[need.ID] {
			if m.counts(&p.owed[at]) {
				reach(at, 0, nil)
			}
		}
	}
	for _, need := range needs {
		for at, s := range need.shares {
			reach(at, s.stop, slices.Concat([]string{need.Content.ID}, s.via))
		}
	}
	most := -1
	for at := range p.owed {
		s, ok := m.shares[at]
		if ok && s.late > 0 && (most < 0 || s.before(m.shares[most])) {
			most = at
		}
	}
	if most >= 0 {
		in, s := &p.owed[most], m.shares[most]
		m.MovedByClient = s.late
		m.MovedBy = &Cause{Kind: InputCause, ID: in.Content.ID, Via: s.via, Due: in.Due, On: in.Received, Late: s.late}
	}
	m.FairDue = p.cal.AddWorkingDays(m.Due, m.MovedByClient)
	if m.MovedByClient > 0 && m.FairDue == m.Due { // a pause without an end has no day to count to
		m.FairDue = max(p.today, m.Done) + 1
	}
}

// counts reports whether an input that a milestone needs is one that it waits for: of a recurring one the
// occurrences are that are due by the milestone's own due.
func (m *Milestone) counts(in *Input) bool { return in.Content.Every.IsZero() || in.Due <= m.Due }

// WaitsFor reports whether a milestone that is not done waits for an input.
func (m *Milestone) WaitsFor(in *Input) bool {
	isIt := func(r content.Ref) bool { return r.ID == in.Content.ID }
	return m.Done == 0 && !m.Out && m.counts(in) && slices.ContainsFunc(m.Content.Needs, isIt)
}

// before reports whether a share is to be named rather than another.
func (s share) before(other share) bool {
	return cmp.Or(cmp.Compare(other.late, s.late), cmp.Compare(len(s.via), len(other.via)), slices.Compare(s.via, other.via)) < 0
}

// expect tells when a milestone is expected, and what drives that past its fair
// due: the latest of the fair due, the due moved by the greatest lateness over all
// that it needs, the days on which that is expected, and the forecast. Once working
// days have passed since the due and that day too has come, nobody knows: it is never
// today merely because it is today. Nobody knows either while the engagement
// pauses without an end, and what was not done when it closed is not expected.
func (p *plan) expect(m *progress, needs []*progress) {
	if m.Done != 0 {
		m.Expected = m.Done
		return
	}
	if p.e.Status == content.Closed || m.Out {
		return
	}
	m.Expected = m.FairDue
	// The greatest lateness of an input is no more than MovedByClient, and so in the fair due.
	for _, need := range needs {
		if need.Out {
			continue
		}
		late := p.past(Provider, need.Due, need.Expected)
		if by := max(need.Expected, p.cal.AddWorkingDays(m.Due, late)); by > m.Expected {
			m.Expected = by
			m.Slip = slipFrom(need, p.past(Provider, m.Due, by))
		}
	}
	if f := m.Content.Forecast; f > m.Expected {
		m.Expected = f
		m.Slip = &Cause{Kind: ForecastCause, Due: m.FairDue, On: f, Late: p.past(Provider, m.FairDue, f)}
	}
	switch {
	case p.past(Provider, m.Due, 0) > 0 && m.Expected <= p.today:
		m.Expected = 0
		if m.Slip == nil || m.Slip.Kind == ForecastCause {
			m.Slip = nil
			if late := p.past(Provider, m.FairDue, 0); late > 0 {
				m.Slip = &Cause{Kind: UnknownCause, Due: m.FairDue, Late: late}
			}
		}
	case p.unknown(m.Expected):
		m.Expected, m.Slip = 0, nil
	}
}

// slipFrom names what moves a milestone by so many working days: one that it
// needs, or the milestone that moves that one.
func slipFrom(need *progress, late int) *Cause {
	if s := need.Slip; s != nil && s.Kind == MilestoneCause {
		root := *s
		root.Via, root.Late = slices.Concat([]string{need.Content.ID}, s.Via), late
		return &root
	}
	return &Cause{Kind: MilestoneCause, ID: need.Content.ID, Due: need.Due, On: need.Expected, Late: late}
}

func (p *plan) state(m *progress) MilestoneState {
	switch {
	case m.Done != 0 && m.LateBy == 0:
		return Done
	case m.Done != 0:
		return DoneLate
	case p.e.Status == content.Closed, m.Out:
		return Ended
	case m.LateBy > 0:
		return Late
	case m.Expected != 0 && p.past(Provider, m.FairDue, m.Expected) > 0:
		return Slipping
	case m.MovedByClient > 0 && (m.Expected == 0 || m.Expected > m.Due):
		return Moved
	}
	return OnPlan
}

// notice tells how early somebody told of a milestone that was or will be done
// after its fair due: the working days to its due from the first entry that tells of
// it, or of a milestone that it needs. What only the client moved is nobody's
// untold news.
func (p *plan) notice(m *progress, needs []*progress) {
	m.told = FirstNotice(p.e, m.Content.ID)
	for _, need := range needs {
		if need.told != nil && (m.told == nil || byDate(need.told, m.told) < 0) {
			m.told = need.told
		}
	}
	if m.State != DoneLate && m.State != Late && m.State != Slipping {
		return
	}
	if m.Untold = m.told == nil; m.Untold {
		return
	}
	days := p.cal.WorkingDays(m.told.Date, m.Due)
	m.Notice, m.NoticeEntry, m.Told = &days, m.told.ID, m.told.Date
}

// FirstNotice returns the first entry that itself tells that a milestone's date is in
// danger or has moved, nil where none does.
func FirstNotice(e *content.Engagement, milestone string) *content.Entry {
	for _, entry := range e.Entries { // by date
		if tells(entry, milestone) {
			return entry
		}
	}
	return nil
}

// tells reports whether an entry tells that a milestone's date is in danger or has
// moved: one that says so, or that affects it and is of trouble, of a change of its
// days, or an update that does not call things green.
func tells(entry *content.Entry, milestone string) bool {
	if slices.ContainsFunc(entry.Tells, func(r content.Ref) bool { return r.ID == milestone }) {
		return true
	}
	if !entry.DoesAffect(milestone) {
		return false
	}
	switch entry.Kind {
	case content.RiskKind, content.IncidentKind, content.ConcernKind:
		return true
	case content.ChangeKind:
		return entry.Change.Days != 0
	case content.UpdateKind:
		return HealthState(entry.Update.Health) != Green
	}
	return false
}
