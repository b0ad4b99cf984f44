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
	shares map[int]share // by the input's place in owed
}

// A share is what one input counts for a milestone.
type share struct {
	late int
	via  []string // milestones on the way, nearest first
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
		if m.Done != 0 || m.MovedByClient == 0 {
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
	p.moveByClient(m, needs)
	p.expect(m, needs)
	m.State = p.state(m)
	end := m.Done
	if end == 0 {
		end = p.today
	}
	m.LateBy = max(0, p.cal.WorkingDays(m.FairDue, end))
	p.notice(m)
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
// after them: as many working days later (or earlier) as they say together,
// counted from the day in the plan. A change that was accepted after the milestone was
// done does not move it. One that bears no date of acceptance was accepted on
// the date of its entry.
func (p *plan) due(c *content.Milestone) ([]MilestoneChange, calendar.Date) {
	var changes []MilestoneChange
	days := 0
	for _, entry := range p.e.Entries {
		change := entry.Change
		if change == nil || change.State != content.AcceptedChange || change.Days == 0 || !affects(entry, c.ID) {
			continue
		}
		accepted := change.Accepted
		if accepted == 0 {
			accepted = entry.Date
		}
		if c.Done == 0 || c.Done >= accepted {
			changes = append(changes, MilestoneChange{Entry: entry.ID, Days: change.Days})
			days += change.Days
		}
	}
	return changes, p.cal.AddWorkingDays(c.Due, days)
}

func affects(entry *content.Entry, id string) bool {
	return slices.ContainsFunc(entry.Affects, func(r content.Ref) bool { return r.ID == id })
}

// moveByClient tells by how many working days the client moved a milestone: the
// greatest of the lateness of the inputs that it needs and of what the
// milestones that it needs were moved by. An input's lateness stops at the day the
// milestone was done. Of a recurring input the occurrences count that are due by the
// milestone's own due. Of equal causes the nearest is named, then the earlier,
// then the one whose id is first.
func (p *plan) moveByClient(m *progress, needs []*progress) {
	m.shares = make(map[int]share)
	for _, need := range m.Content.Needs {
		for _, at := range p.inputs[need.ID] {
			in := &p.owed[at]
			if in.Content.Every.IsZero() || in.Due <= m.Due {
				m.shares[at] = share{late: lateness(in.Due, in.Received, m.Done, p.now)}
			}
		}
	}
	for _, need := range needs {
		for at, s := range need.shares {
			through := share{s.late, slices.Concat([]string{need.Content.ID}, s.via)}
			if had, ok := m.shares[at]; !ok || through.before(had) {
				m.shares[at] = through
			}
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
}

// before reports whether a share is to be named rather than another.
func (s share) before(other share) bool {
	return cmp.Or(cmp.Compare(other.late, s.late), cmp.Compare(len(s.via), len(other.via)), slices.Compare(s.via, other.via)) < 0
}

// expect tells when a milestone is expected, and what drives that past its fair
// due: the latest of the fair due, the due moved by the greatest lateness over all
// that it needs, the forecast, and as-of where that is past the fair due.
func (p *plan) expect(m *progress, needs []*progress) {
	if m.Done != 0 {
		m.Expected = m.Done
		return
	}
	m.Expected = m.FairDue
	var latest *progress
	late := 0
	for _, need := range needs {
		if l := max(0, p.cal.WorkingDays(need.Due, need.Expected)); l > late {
			latest, late = need, l
		}
	}
	// The greatest lateness of an input is no more than MovedByClient, and so in the fair due.
	if late > 0 {
		if by := p.cal.AddWorkingDays(m.Due, late); by > m.Expected {
			m.Expected = by
			m.Slip = slipFrom(latest, late)
		}
	}
	if f := m.Content.Forecast; f > m.Expected {
		m.Expected = f
		m.Slip = &Cause{Kind: ForecastCause, Due: m.FairDue, On: f, Late: max(0, p.cal.WorkingDays(m.FairDue, f))}
	}
	if p.today > m.Expected {
		m.Expected = p.today
		m.Slip = &Cause{Kind: TodayCause, Due: m.FairDue, On: p.today, Late: p.since(m.FairDue)}
	}
}

// slipFrom names what makes a needed milestone late: itself, or the milestone
// that makes that one late.
func slipFrom(need *progress, late int) *Cause {
	if s := need.Slip; s != nil && s.Kind == MilestoneCause {
		root := *s
		root.Via = slices.Concat([]string{need.Content.ID}, s.Via)
		return &root
	}
	return &Cause{Kind: MilestoneCause, ID: need.Content.ID, Due: need.Due, On: need.Expected, Late: late}
}

func (p *plan) state(m *progress) MilestoneState {
	switch {
	case m.Done != 0 && m.Done <= m.FairDue:
		return Done
	case m.Done != 0:
		return DoneLate
	case p.today > m.FairDue:
		return Late
	case m.Expected > m.FairDue:
		return Slipping
	case m.Expected > m.Due:
		return Moved
	}
	return OnPlan
}

// untoldDays is how many working days before its due an untold slip is found.
const untoldDays = 2

// notice tells how early somebody told of a milestone that was or will be done
// after its due: the working days from the first entry that affects it to the due.
func (p *plan) notice(m *progress) {
	if m.Expected <= m.Due {
		return
	}
	for _, entry := range p.e.Entries { // by date
		if entry.Kind.Info().Tells && affects(entry, m.Content.ID) {
			days := p.cal.WorkingDays(entry.Date, m.Due)
			m.Notice, m.NoticeEntry = &days, entry.ID
			return
		}
	}
	m.Untold = p.cal.WorkingDays(p.today, m.Due) <= untoldDays // negative when the due has passed
}
