package facts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// An oracle follows the words of the contract, one day and one path at a time,
// with none of the reckoning of the package: a day is a working day or it is not.
type oracle struct {
	e          *content.Engagement // as it stood
	today      calendar.Date
	open, both func(calendar.Date) bool
	endless    bool
	inputs     []Input
}

func newOracle(e *content.Engagement, today calendar.Date, cal *calendar.Calendar, off calendar.DaysOff) *oracle {
	o := &oracle{e: e, today: today}
	theirs := cal.Without(off) // whose own oracle looks at every minute
	pauses := slices.Clone(e.Paused)
	if e.Status == content.Paused && len(pauses) == 0 {
		pauses = []content.Stretch{{From: today}}
	}
	paused := func(d calendar.Date) bool {
		for _, p := range pauses {
			if p.From <= d && (p.To == 0 || d <= p.To) {
				return true
			}
		}
		return false
	}
	for _, p := range pauses {
		o.endless = o.endless || p.To == 0
	}
	o.open = func(d calendar.Date) bool { return cal.Open(d) && !paused(d) }
	o.both = func(d calendar.Date) bool { return theirs.Open(d) && !paused(d) }
	for i := range e.Inputs {
		o.inputs = append(o.inputs, o.input(&e.Inputs[i])...)
	}
	return o
}

const horizon = 3000 // days, after which nothing is worked any more

// next is d, or the first working day after it.
func next(open func(calendar.Date) bool, d calendar.Date) calendar.Date {
	for i := d; i < d+horizon; i++ {
		if open(i) {
			return i
		}
	}
	return d
}

// days counts the working days after a up to b; 0 where b is not later.
func days(open func(calendar.Date) bool, a, b calendar.Date) int {
	n := 0
	for d := a + 1; d <= b; d++ {
		if open(d) {
			n++
		}
	}
	return n
}

func add(open func(calendar.Date) bool, d calendar.Date, n int) calendar.Date {
	to := d
	for left := n; left > 0; {
		if to++; to > d+horizon {
			return d
		}
		if open(to) {
			left--
		}
	}
	return to
}

// occurrences are the days of a rhythm up to today, and the next.
func (o *oracle) occurrences(r calendar.Rhythm, open func(calendar.Date) bool) (nominal, moved []calendar.Date) {
	var every [7][]calendar.Span
	for i := range every {
		every[i] = []calendar.Span{{From: 0, To: 1440}}
	}
	always := calendar.New(calendar.Spec{Zone: time.UTC, Week: every})
	for _, day := range always.Occurrences(r, o.e.Start, o.today+900) {
		on := next(open, day.Day)
		switch {
		case !open(on), r.Kind == calendar.Daily && on != day.Day, o.e.End != 0 && on > o.e.End,
			len(moved) > 0 && moved[len(moved)-1] == on:
			continue
		}
		if on > o.today && (o.endless || o.e.Status == content.Closed) {
			break
		}
		nominal, moved = append(nominal, day.Day), append(moved, on)
		if on > o.today {
			break
		}
	}
	return nominal, moved
}

func (o *oracle) input(in *content.Input) []Input {
	if in.Every.IsZero() {
		return o.receive([]Input{{Content: in, Due: next(o.both, in.Due)}})
	}
	if o.e.Status == content.Proposed {
		return nil
	}
	var all []Input
	nominal, moved := o.occurrences(in.Every, o.both)
	for i, d := range moved {
		all = append(all, Input{Content: in, Due: d, Period: in.Every.Period(nominal[i])})
	}
	return o.receive(all)
}

// receive goes through the days one by one, and sees what came on each.
func (o *oracle) receive(all []Input) []Input {
	if len(all) == 0 {
		return nil
	}
	in := all[0].Content
	for i := range all {
		for place, r := range in.Received {
			if place == i && r.For.IsZero() || r.For == all[i].Period && !r.For.IsZero() {
				all[i].Received = r.On
			}
		}
	}
	belongs := func(d calendar.Date) int {
		at := -1
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Received != 0 && all[i].Received < d {
				break
			}
			at = i
		}
		for i := range all {
			if all[i].Received == d {
				return i
			}
		}
		return at
	}
	for d := o.e.Start - 400; d <= o.today; d++ {
		for _, r := range in.Returned {
			if i := belongs(d); r.Came == d && i >= 0 {
				all[i].Returned = append(all[i].Returned, r)
				if came := all[i].Received; came != 0 && came <= d {
					all[i].Received, all[i].unusable = 0, came
				}
			}
		}
	}
	for d := o.e.Start - 400; d <= o.today; d++ {
		for _, part := range in.Partly {
			if i := belongs(d); part == d && i >= 0 {
				all[i].Partly = append(all[i].Partly, d)
			}
		}
	}
	for i := range all {
		for _, later := range all[i+1:] {
			if came := later.Received; all[i].Received == 0 && came != 0 && (all[i].Skipped == 0 || came < all[i].Skipped) {
				all[i].Skipped = came
			}
		}
	}
	for i := range all {
		all[i] = o.stand(all[i])
	}
	return all
}

func (o *oracle) lateness(in Input, stop calendar.Date) int {
	end := o.today
	counted := false // on the day stop, before it was sent back
	if stop != 0 && in.unusable != 0 && in.unusable <= stop {
		counted = true
		for _, r := range in.Returned {
			counted = counted && (r.On > stop || r.Came < in.unusable)
		}
	}
	if counted {
		end = in.unusable
	} else if in.Received != 0 {
		end = in.Received
	} else if in.Skipped != 0 {
		end = in.Skipped
	}
	if stop != 0 && stop < end {
		end = stop
	}
	return days(o.both, in.Due, end)
}

func (o *oracle) stand(in Input) Input {
	in.State = Due
	if o.e.Status == content.Proposed {
		return in
	}
	in.Lateness = o.lateness(in, 0)
	switch {
	case in.Received != 0 && in.Lateness > 0:
		in.State = ReceivedLate
	case in.Received != 0:
		in.State = Received
	case in.Skipped != 0:
		in.State = Skipped
	case o.e.Status == content.Closed:
		in.State = InputEnded
	case in.Lateness > 0:
		in.State = Overdue
	}
	return in
}

// unknown reports whether a day lies in a pause without an end.
func (o *oracle) unknown(d calendar.Date) bool { return o.endless && !o.open(next(o.open, d)) }

func (o *oracle) milestone(id string) *content.Milestone {
	for i := range o.e.Plan {
		if o.e.Plan[i].ID == id {
			return &o.e.Plan[i]
		}
	}
	return nil
}

func (o *oracle) due(m *content.Milestone) calendar.Date {
	n := 0
	for _, entry := range o.e.Entries {
		c := entry.Change
		if c == nil || c.State != "accepted" || c.Accepted == 0 || c.AcceptedBy.ID == "" || m.Done != 0 && m.Done < c.Accepted {
			continue
		}
		for _, a := range entry.Affects {
			if a.ID == m.ID {
				n += c.Days
			}
		}
	}
	return add(o.open, next(o.open, m.Due), n)
}

// moved is the greatest lateness that reaches a milestone, whatever reaches it
// through others counting up to the first day on which one on the way was done.
func (o *oracle) moved(m *content.Milestone, stop calendar.Date) int {
	if o.e.Status == content.Proposed {
		return 0
	}
	if m.Done != 0 && (stop == 0 || m.Done < stop) {
		stop = m.Done
	}
	most := 0
	for _, need := range m.Needs {
		for _, in := range o.inputs {
			if in.Content.ID == need.ID && (in.Content.Every.IsZero() || in.Due <= o.due(m)) {
				most = max(most, o.lateness(in, stop))
			}
		}
		if needed := o.milestone(need.ID); needed != nil {
			most = max(most, o.moved(needed, stop))
		}
	}
	return most
}

func (o *oracle) fair(m *content.Milestone) calendar.Date {
	due, moved := o.due(m), o.moved(m, 0)
	fair := add(o.open, due, moved)
	if moved > 0 && fair == due { // no day to count to is known
		return max(o.today, m.Done) + 1
	}
	return fair
}

func (o *oracle) expected(m *content.Milestone) calendar.Date {
	switch {
	case o.e.Status == content.Proposed:
		return o.due(m)
	case m.Done != 0:
		return m.Done
	case o.e.Status == content.Closed:
		return 0
	}
	latest, late := max(o.fair(m), m.Forecast), 0
	for _, need := range m.Needs {
		for _, in := range o.inputs {
			if in.Content.ID == need.ID && (in.Content.Every.IsZero() || in.Due <= o.due(m)) {
				late = max(late, o.lateness(in, 0))
			}
		}
		if needed := o.milestone(need.ID); needed != nil {
			by := o.expected(needed)
			latest = max(latest, by)
			if by == 0 {
				by = o.today
			}
			late = max(late, days(o.open, o.due(needed), by))
		}
	}
	latest = max(latest, add(o.open, o.due(m), late))
	if days(o.open, o.due(m), o.today) > 0 && latest <= o.today || o.unknown(latest) {
		return 0
	}
	return latest
}

func (o *oracle) state(m *content.Milestone) MilestoneState {
	by := o.expected(m)
	switch {
	case o.e.Status == content.Proposed:
		return OnPlan
	case m.Done != 0 && days(o.open, o.fair(m), m.Done) > 0:
		return DoneLate
	case m.Done != 0:
		return Done
	case o.e.Status == content.Closed:
		return Ended
	case days(o.open, o.fair(m), o.today) > 0:
		return Late
	case by != 0 && days(o.open, o.fair(m), by) > 0:
		return Slipping
	case o.moved(m, 0) > 0 && (by == 0 || by > o.due(m)):
		return Moved
	}
	return OnPlan
}

// told is the day of the first entry that tells of a milestone or of what it needs.
func (o *oracle) told(m *content.Milestone) calendar.Date {
	var first calendar.Date
	for _, entry := range o.e.Entries {
		for _, said := range entry.Tells {
			if said.ID == m.ID && (first == 0 || entry.Date < first) {
				first = entry.Date
			}
		}
		for _, a := range entry.Affects {
			bad := entry.Risk != nil || entry.Incident != nil || entry.Concern != nil ||
				entry.Change != nil && entry.Change.Days != 0 || entry.Update != nil && entry.Update.Health != "green"
			if a.ID == m.ID && bad && (first == 0 || entry.Date < first) {
				first = entry.Date
			}
		}
	}
	for _, need := range m.Needs {
		if needed := o.milestone(need.ID); needed != nil {
			if on := o.told(needed); on != 0 && (first == 0 || on < first) {
				first = on
			}
		}
	}
	return first
}

func (o *oracle) say(m *content.Milestone) string {
	state, fair := o.state(m), o.fair(m)
	end := o.today
	if m.Done != 0 {
		end = m.Done
	}
	late := days(o.open, fair, end)
	if o.e.Status == content.Proposed {
		late = 0
	}
	notice := ""
	if state == DoneLate || state == Late || state == Slipping {
		on := o.told(m)
		switch due := o.due(m); {
		case on == 0:
			notice = " untold"
		case on > due:
			notice = fmt.Sprint(" notice ", -days(o.open, due, on))
		default:
			notice = fmt.Sprint(" notice ", days(o.open, on, due))
		}
	}
	if o.unknown(fair) && (m.Done == 0 || o.moved(m, 0) > 0) {
		fair = 0
	}
	return fmt.Sprintf("%s due %v fair %v expected %v %s moved %d late %d%s", m.ID, o.due(m), fair, o.expected(m), state, o.moved(m, 0), late, notice)
}

func TestMilestonesAndInputsFollowTheWordsOfTheContract(t *testing.T) {
	seen := map[string]int{}
	for seed := range rounds(240) {
		var m maker
		client, cal := m.client(t, seed)
		for _, e := range Derive(client, cal, m.instant()).Engagements {
			o := newOracle(e.Content, e.Today, cal, m.off)
			for i := range e.Milestones {
				ms := &e.Milestones[i]
				got := fmt.Sprintf("%s due %v fair %v expected %v %s moved %d late %d", ms.Content.ID, ms.Due, ms.FairDue, ms.Expected, ms.State, ms.MovedByClient, ms.LateBy)
				if ms.Notice != nil {
					got += fmt.Sprint(" notice ", *ms.Notice)
				}
				if ms.Untold {
					got += " untold"
				}
				if want := o.say(ms.Content); got != want {
					t.Errorf("seed %d, %s as of %v:\ngot  %s\nwant %s", seed, e.Content.ID, e.Today, got, want)
				}
				seen[string(ms.State)]++
				seen["moved by the client"] += min(1, ms.MovedByClient)
				if ms.Expected == 0 {
					seen["nobody knows"]++
				}
			}
			say := func(in Input) string {
				seen["input "+string(in.State)]++
				seen["partly"] += len(in.Partly)
				seen["returned"] += len(in.Returned)
				return fmt.Sprintf("%s %v %v %v %s %d partly %v returned %v", in.Content.ID, in.Period, in.Due, in.Received, in.State, in.Lateness, in.Partly, in.Returned)
			}
			got, want := lines(e.Inputs, say), lines(o.inputs, say)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("seed %d, %s as of %v:\ngot  %s\nwant %s", seed, e.Content.ID, e.Today, strings.Join(got, "; "), strings.Join(want, "; "))
			}
		}
		if t.Failed() {
			return
		}
	}
	for _, of := range []string{"done", "done-late", "late", "slipping", "moved", "on-plan", "ended", "moved by the client", "nobody knows",
		"input received", "input received-late", "input overdue", "input due", "input skipped", "input ended", "partly", "returned"} {
		if seen[of] < int(rounds(20)) {
			t.Errorf("%s: only %d", of, seen[of])
		}
	}
}
