package phrase

import (
	"cmp"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/facts"
)

// Change says by how much an accepted change moved a milestone. One that bears no day
// of acceptance was accepted on that of its entry, as facts has it.
func (s *Speaker) Change(change *content.Entry, days int) string {
	key := "milestone_moved_change"
	if days < 0 {
		key, days = "milestone_sooner_change", -days
	}
	return s.Plural(key, days, "change", s.Plain(change.Title), "date", s.Day(cmp.Or(change.Change.Accepted, change.Date)))
}

// MovedBy says which input of the client's moved a milestone, and through which
// others; "" where none did.
func (s *Speaker) MovedBy(e *facts.Engagement, m *facts.Milestone) string {
	cause := m.MovedBy
	if cause == nil {
		return ""
	}
	said := s.Plural("milestone_moved_waiting", m.MovedByClient, "what", s.named(e, cause.ID), "date", s.Day(cause.Due))
	never := func(in facts.Input) bool { return in.Out && in.Content.ID == cause.ID && in.Due == cause.Due }
	if m.State == facts.Ended || slices.ContainsFunc(e.Inputs, never) {
		said = s.Plural("milestone_moved_never", m.MovedByClient, "what", s.named(e, cause.ID), "date", s.Day(cause.Due))
	}
	if cause.On != 0 {
		said = s.Plural("milestone_moved_why", m.MovedByClient, "what", s.named(e, cause.ID), "date", s.Day(cause.On), "late", s.WorkingDays(cause.Late))
	}
	if len(cause.Via) > 0 {
		said = s.Say("milestone_via", "moved", said, "milestones", s.names(e, cause.Via))
	}
	return said
}

// Slip says what else makes a milestone late, or that nobody knows a new day; "" where
// nothing does, or where the day that is expected says it all.
func (s *Speaker) Slip(e *facts.Engagement, m *facts.Milestone) string {
	if m.Slip == nil || m.Done != 0 {
		return ""
	}
	switch m.Slip.Kind {
	case facts.MilestoneCause:
		// What the client moved is said beside it, and not counted twice.
		return s.Plural("milestone_moved_through", m.Slip.Late-m.MovedByClient, "milestone", s.named(e, m.Slip.ID))
	case facts.UnknownCause:
		return s.Get("milestone_no_date")
	}
	return ""
}

// Split says how many working days of a milestone's delay were spent waiting for the
// client, and how many are the provider's own: "20 working days waiting · 6 with us". What
// was waited for is named where it is given. It is "" where nothing moved.
func (s *Speaker) Split(m *facts.Milestone, what string) string {
	var said []string
	switch days := s.WorkingDays(m.MovedByClient); {
	case m.MovedByClient == 0:
	case what != "":
		said = append(said, s.Say("plan_waited_for", "days", days, "what", s.Quote(what)))
	default:
		said = append(said, s.Say("plan_waited", "days", days))
	}
	if ours := m.Ours(); ours > 0 {
		said = append(said, s.Say("plan_ours", "days", s.WorkingDays(ours)))
	}
	return strings.Join(said, " · ")
}

// Notice says how early a slip was told; "" where nothing slipped.
func (s *Speaker) Notice(m *facts.Milestone) string {
	switch {
	case m.Untold:
		return s.Get("notice_untold")
	case m.Notice == nil:
		return ""
	case *m.Notice == 0:
		return s.Get("notice_same_day")
	case *m.Notice < 0:
		return s.Plural("notice_after", -*m.Notice)
	}
	return s.Plural("notice_given", *m.Notice)
}

// Blocks says which milestones wait for an input; "" where none does.
func (s *Speaker) Blocks(e *facts.Engagement, in *facts.Input) string {
	var waiting []string
	for _, m := range e.Milestones {
		if m.WaitsFor(in) {
			waiting = append(waiting, m.Content.ID)
		}
	}
	if len(waiting) == 0 {
		return ""
	}
	return s.Say("needed_blocks", "what", s.names(e, waiting))
}

// Late says by how much an input is or was late, and what it moves; "" where it is not.
func (s *Speaker) Late(e *facts.Engagement, in *facts.Input) string {
	if in.Lateness == 0 {
		return ""
	}
	said := s.Plural("input_late_by", in.Lateness)
	if len(in.Moves) > 0 {
		said += s.Get("semicolon") + s.Say("input_moves", "what", s.names(e, in.Moves))
	}
	return said
}

// Partly says when parts of an input came; "" where none did, or all of it has.
func (s *Speaker) Partly(in *facts.Input) string {
	if len(in.Partly) == 0 || in.Received != 0 {
		return ""
	}
	var dates []string
	for _, d := range in.Partly {
		dates = append(dates, s.Day(d))
	}
	return s.Say("input_partly", "dates", s.List(dates))
}

// Returned says of something that came when it went back; why stands beside it.
func (s *Speaker) Returned(r content.Return) string {
	return s.Say("input_returned", "came", s.Day(r.Came), "date", s.Day(r.On))
}

// StillOwed says what has to be known to send what an input still lacks: what came of it,
// what went back and why, and where to send it, unless that is the lead's mail.
func (s *Speaker) StillOwed(in *facts.Input) []string {
	var said []string
	if in.Received != 0 {
		return nil
	}
	if partly := s.Partly(in); partly != "" {
		said = append(said, partly)
	}
	for _, r := range in.Returned {
		said = append(said, s.Returned(r))
		if why := s.Plain(r.Why); why != "" {
			said = append(said, why)
		}
	}
	if to := in.Content.SendTo; to != "" {
		said = append(said, s.Say("input_send", "where", to))
	}
	return said
}

// SendTo is the web or mail address to which an input is sent: the one that is written,
// or the lead's; "" where there is none.
func SendTo(p *content.Provider, e *content.Engagement, in *content.Input) string {
	if in.SendTo != "" {
		return in.SendTo
	}
	for i := range p.People {
		if p.People[i].ID == e.Lead.ID {
			return p.People[i].Email
		}
	}
	return ""
}
