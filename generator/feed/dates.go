package feed

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// defaultLength is the length of a meeting that says none, in minutes.
const defaultLength = 30

// maxAgenda is how many items of each side an agenda lists.
const maxAgenda = 10

// years is a stretch of days, both included.
type years struct{ from, to calendar.Date }

// window is what the calendar holds of an engagement's recurring dates.
func window(f *facts.Engagement) years {
	year, _, _ := f.Today.Split()
	w := years{calendar.NewDate(year, time.January, 1), calendar.NewDate(year+1, time.December, 31)}
	if !running(f) {
		w.to = f.Today
	}
	return w
}

// recurring returns the times in the window at which a rhythm comes round by which a side
// is held.
func recurring(in Input, f *facts.Engagement, side facts.Side, r calendar.Rhythm, w years) []calendar.Occurrence {
	all := f.Occurrences(in.Facts.Content, in.Provider.Calendar, side, r, w.to)
	return slices.DeleteFunc(all, func(o calendar.Occurrence) bool { return o.Day < w.from })
}

// meetings returns the days in the window on which there is a meeting.
func meetings(in Input, f *facts.Engagement, w years) []calendar.Date {
	var days []calendar.Date
	for _, o := range recurring(in, f, facts.Provider, f.Content.Rhythm.Meeting.Every, w) {
		days = append(days, o.Day)
	}
	return days
}

// coming returns the first of the days that has not passed; zero if all have.
func coming(days []calendar.Date, today calendar.Date) calendar.Date {
	if i, _ := slices.BinarySearch(days, today); i < len(days) {
		return days[i]
	}
	return 0
}

// engagement adds the dates of an engagement.
func (d *eventList) engagement(f *facts.Engagement) {
	if f.Content.Status == content.Proposed {
		return
	}
	s := &schedule{eventList: d, f: f, e: f.Content, window: window(f), open: map[openKey]*facts.OpenItem{}}
	for i := range f.Open {
		item := &f.Open[i]
		s.open[openKey{item.Kind, item.Ref, item.Index}] = item
	}
	d.happened(f.Today, s.e.Start, s.e.Closed)
	s.meetings()
	s.milestones()
	s.inputs()
	s.reports()
	s.renewal()
	for _, n := range s.e.Entries {
		s.entry(n)
	}
}

// A schedule adds the dates of an engagement to a list of events.
type schedule struct {
	*eventList
	f      *facts.Engagement
	e      *content.Engagement
	window years
	open   map[openKey]*facts.OpenItem
}

type openKey struct {
	kind  facts.ItemKind
	ref   string
	index int
}

// add adds an event, unless it lies before the window, or ahead of an
// engagement that has closed.
func (s *schedule) add(e event) {
	if e.from < s.window.from || !running(s.f) && e.from > s.f.Today {
		return
	}
	if len(s.Facts.Engagements) > 1 {
		e.details = append([]string{s.Say.Plain(s.e.Title)}, e.details...)
	}
	s.events = append(s.events, e)
}

// day adds an event of a whole day.
func (s *schedule) day(day calendar.Date, uid, summary string, at place.Place, details ...string) {
	s.add(event{uid: uid, from: day, to: day, minute: -1, summary: summary, place: at, details: details})
}

// due adds an event of a whole day by which somebody of the client's is to do something.
func (s *schedule) due(day calendar.Date, uid, summary string, at place.Place, who string, details ...string) {
	s.add(event{uid: uid, from: day, to: day, minute: -1, summary: summary, place: at, details: details, whom: duty, who: who})
}

// acts is who of the client's does what a person was to do: that person, or who stands in for
// one that has left; "" for nobody in particular.
func (s *schedule) acts(id string) string {
	for range 10 { // who stand in for each other and have all left
		who, _ := s.Facts.Content.Person(id)
		if who == nil || !who.Left(s.f.Today) {
			return id
		}
		id = who.Backup.ID
	}
	return ""
}

// with names the person whom something waits for; nothing if nobody is named.
func (s *schedule) with(id string) []string {
	for _, people := range [][]content.Person{s.Facts.Content.Contacts, s.Provider.People} {
		for i := range people {
			if people[i].ID == id {
				return []string{s.Say.Label("open_owner", people[i].Name)}
			}
		}
	}
	return nil
}

// meetings adds the standing meetings; the nearest has the agenda.
func (s *schedule) meetings() {
	m := s.e.Rhythm.Meeting
	length := cmp.Or(m.Length.N, defaultLength)
	days := meetings(s.Input, s.f, s.window)
	next := coming(days, s.f.Today)
	for _, day := range days {
		e := event{
			uid: s.uid(s.e.ID, "meeting", "", day), from: day, to: day, minute: m.Every.At, length: length,
			summary:  s.Say.Say("calendar_meeting", "provider", s.Provider.Name, "title", s.Say.Plain(s.e.Title)),
			location: m.Where, place: place.Progress.Of(s.e.ID), whom: attendance,
		}
		if day == next {
			e.details = s.agenda()
		}
		s.happened(s.f.Today, day) // for then the agenda passes on
		s.add(e)
	}
}

// agenda lists what waits for either side.
func (s *schedule) agenda() []string {
	lines := []string{s.Say.Get("agenda_heading")}
	for _, side := range []struct {
		side    facts.Side
		heading string
	}{{facts.TheClient, "duties_yours"}, {facts.Provider, "duties_ours"}} {
		n := 0
		for i := range s.f.Open {
			item := &s.f.Open[i]
			if item.Side != side.side {
				continue
			}
			if n++; n == 1 {
				lines = append(lines, "", s.Say.Get(side.heading))
			}
			if n <= maxAgenda {
				lines = append(lines, "- "+s.item(item))
			}
		}
		if n > maxAgenda {
			lines = append(lines, "- "+s.Say.Plural("and_more", n-maxAgenda))
		}
	}
	if len(lines) == 1 {
		lines = append(lines, s.Say.Get("agenda_empty"))
	}
	return append(lines, "")
}

// item says an open item in a line, without its age: that would be another
// every day.
func (s *schedule) item(item *facts.OpenItem) string {
	said := s.Say.Ask(item.Side, item.Kind, s.Say.Subject(item))
	if item.Due != 0 {
		said += " (" + s.Say.Say("needed_due", "date", s.Say.Date(item.Due)) + ")"
	}
	return said
}

// milestones adds each on the day on which it was done or is expected. One of which nobody
// knows a day stands on that which was promised and has passed; while a pause has no end,
// on none.
func (s *schedule) milestones() {
	for i := range s.f.Milestones {
		m := &s.f.Milestones[i]
		unknown := m.Done == 0 && m.Expected == 0
		if m.State == facts.Ended || unknown && s.e.Status == content.Paused {
			continue
		}
		label, details := "open_kind_milestone", []string(nil)
		if m.Done != 0 {
			label = "milestone_done"
		}
		on := cmp.Or(m.Expected, m.FairDue, m.Due) // where nobody knows a day, that which was promised
		if on != m.Agreed {
			details = append(details, s.Say.Label("plan_agreed", s.Say.Date(m.Agreed)))
		}
		if unknown {
			details = append(details, s.Say.Get("milestone_no_date"))
		}
		s.happened(s.f.Today, m.Done)
		s.day(on, s.uid(s.e.ID, "milestone", m.Content.ID, 0), s.Say.Label(label, s.Say.Plain(m.Content.What)),
			place.Milestone(s.e.ID, m.Content.ID), details...)
	}
}

// inputs adds what the client sends, each occurrence of what recurs.
func (s *schedule) inputs() {
	last := map[string]calendar.Date{}
	told := place.Told(s.f)
	for i := range s.f.Inputs {
		in := &s.f.Inputs[i]
		last[in.Content.ID] = max(last[in.Content.ID], in.Due)
		s.happened(s.f.Today, in.Received)
		at := place.Input(s.e.ID, in.Content, 0)
		if slices.Contains(told, in) {
			at = place.Input(s.e.ID, in.Content, in.Due)
		}
		if in.State != facts.Skipped && in.State != facts.InputEnded { // nobody needs it any more
			s.input(in.Content, in.Due, in.Received, in.Period, at)
		}
	}
	for i := range s.e.Inputs {
		in := &s.e.Inputs[i]
		for _, o := range recurring(s.Input, s.f, facts.TheClient, in.Every, s.window) {
			if o.Day > last[in.ID] && facts.IsAsked(in, o) { // facts know the occurrences up to the next one
				s.input(in, o.Day, 0, in.Every.Period(o.Nominal), place.Input(s.e.ID, in, 0))
			}
		}
	}
}

func (s *schedule) input(in *content.Input, due, received calendar.Date, period calendar.Period, at place.Place) {
	key := calendar.Date(0)
	if !in.Every.IsZero() {
		key = due
	}
	what := s.Say.Occurrence(in, period)
	uid := s.uid(s.e.ID, "input", in.ID, key)
	if received != 0 {
		s.day(due, uid, s.Say.Label("inputs_received", what), at, s.Say.Say("input_received_on", "date", s.Say.Date(received)))
		return
	}
	s.due(due, uid, s.Say.Ask(facts.TheClient, facts.InputItem, what), at, s.acts(in.From.ID), s.with(in.From.ID)...)
}

// reports adds the days on which a report is due, and those by which the client
// should have read one.
func (s *schedule) reports() {
	served := map[calendar.Date]*content.Report{}
	for _, o := range s.f.Rhythm {
		if o.Kind == facts.Reports && o.Entry != "" {
			served[o.Due] = s.e.Report(path.Base(o.Entry))
		}
	}
	for _, r := range s.e.Reports {
		s.happened(s.f.Today, r.Date, r.Reviewed.On)
		if item := s.open[openKey{facts.ReviewItem, r.ID, 0}]; item != nil {
			s.due(item.Due, s.uid(s.e.ID, "review", r.ID, 0), s.Say.Ask(item.Side, item.Kind, s.Say.Plain(r.Title)), place.Report(s.e.ID, r.ID), item.Who)
		}
	}
	begins := s.e.Rhythm.Report.Period(s.e.Announces()).To // of which the first report tells
	for _, o := range recurring(s.Input, s.f, facts.Provider, s.e.Rhythm.Report, s.window) {
		day := o.Day
		missed := served[day] == nil && (day < s.f.Today || !running(s.f))
		if day <= begins || missed { // the calendar tells of no report that is not there
			continue
		}
		name, at := s.e.Title, place.Reports.Of(s.e.ID)
		if r := served[day]; r != nil {
			name, at = r.Title, place.Report(s.e.ID, r.ID)
		}
		s.day(day, s.uid(s.e.ID, "report", "", day), s.Say.Label("kind_report", s.Say.Plain(name)), at)
	}
}

// entry adds the dates by which an entry asks something of either side.
func (s *schedule) entry(n *content.Entry) {
	s.happened(s.f.Today, n.Date, changed(n))
	at := place.Entry(s.e, n)
	switch {
	case n.Question != nil:
		s.asked(n, facts.QuestionItem, n.Question.NeededBy, n.Question.Answered, "question_answered")
	case n.Decision != nil:
		s.asked(n, facts.DecisionItem, n.Decision.NeededBy, n.Decision.Decided, "decision_decided")
	case n.Maintenance != nil:
		s.maintenance(n)
	case n.Meeting != nil:
		for i, a := range n.Meeting.Actions {
			if s.dropped(a.Done) {
				continue
			}
			uid := s.uid(s.e.ID, "action", n.ID+"/"+strconv.Itoa(i), 0)
			if item := s.open[openKey{facts.ActionItem, n.ID, i}]; item != nil {
				s.waits(item, uid, a.What, at, a.Who.ID)
			} else if a.Due != 0 {
				s.day(a.Due, uid, s.Say.Label("action_done", s.Say.Plain(a.What)), at, s.with(a.Who.ID)...)
			}
		}
	}
}

// maintenance adds planned work: its hours, or whole days where no hours are given.
func (s *schedule) maintenance(n *content.Entry) {
	from, to := n.Maintenance.From, n.Maintenance.To
	e := event{
		uid: s.uid(s.e.ID, "maintenance", n.ID, 0), from: from.Day, to: to.Day, minute: -1,
		summary: s.Say.Label("kind_maintenance", s.Say.Plain(n.Title)), place: place.Entry(s.e, n),
	}
	if !from.At.IsZero() && !to.At.IsZero() {
		begin := from.At.In(s.Provider.Zone)
		e.to, e.minute, e.length = from.Day, begin.Hour()*60+begin.Minute(), int(to.At.Sub(from.At).Minutes())
	}
	if effect := s.Say.Plain(n.Maintenance.Effect); effect != "" {
		e.details = []string{effect}
	}
	s.add(e)
}

// renewal adds the day by which it is decided what follows.
func (s *schedule) renewal() {
	if by := s.e.Renewal.DecideBy; by != 0 {
		s.day(by, s.uid(s.e.ID, "renewal", "", 0), s.Say.Label("field_renewal", s.Say.Date(by)), place.Overview.Of(s.e.ID))
	}
}

// dropped tells whether what was asked for was not done when the work ended: nobody waits
// for it any more.
func (s *schedule) dropped(done calendar.Date) bool {
	return done == 0 && s.e.Status == content.Closed
}

// asked adds the day by which a question or decision is needed.
func (s *schedule) asked(n *content.Entry, kind facts.ItemKind, neededBy, done calendar.Date, settled string) {
	if s.dropped(done) {
		return
	}
	uid, at := s.uid(s.e.ID, string(kind), n.ID, 0), place.Entry(s.e, n)
	if item := s.open[openKey{kind, n.ID, 0}]; item != nil {
		s.waits(item, uid, n.Title, at, item.Who)
	} else if neededBy != 0 {
		s.day(neededBy, uid, s.Say.Label(settled, s.Say.Plain(n.Title)), at)
	}
}

// waits adds the day by which what waits for somebody is to be done, if it has one. It
// names a person of either side.
func (s *schedule) waits(item *facts.OpenItem, uid string, what content.Text, at place.Place, who string) {
	summary := s.Say.Ask(item.Side, item.Kind, s.Say.Plain(what))
	switch {
	case item.Due == 0:
	case item.Side == facts.TheClient:
		s.due(item.Due, uid, summary, at, item.Who, s.with(who)...)
	default:
		s.day(item.Due, uid, summary, at, s.with(who)...)
	}
}

// absences adds the days on which somebody who answers for work under way is not there, with
// who stands in.
func (d *eventList) absences() {
	year, _, _ := d.Facts.Today.Split()
	first, last := calendar.NewDate(year, time.January, 1), calendar.NewDate(year+1, time.December, 31)
	for i := range d.Provider.People {
		who := &d.Provider.People[i]
		answers := func(f *facts.Engagement) bool { return running(f) && f.IsAnsweredFor(who.ID) }
		if who.Left(d.Facts.Today) || !slices.ContainsFunc(d.Facts.Engagements, answers) {
			continue
		}
		for _, away := range who.Away {
			to := cmp.Or(away.To, away.From) // without an end nobody knows more than the first day
			if to < first || away.From > last {
				continue
			}
			e := event{
				uid: d.uid("", "away", who.ID, away.From), from: away.From, to: to, minute: -1,
				summary: d.Say.Label("people_away", who.Name), place: place.People.Place(),
			}
			if at := slices.IndexFunc(d.Provider.People, func(p content.Person) bool { return p.ID == who.Backup.ID }); at >= 0 {
				e.details = []string{d.Say.Label("people_backup", d.Provider.People[at].Name)}
			}
			d.events = append(d.events, e)
		}
	}
}

// closedDays adds the days on which the provider is closed, while any work is under
// way.
func (d *eventList) closedDays() {
	if !slices.ContainsFunc(d.Facts.Engagements, running) {
		return
	}
	year, _, _ := d.Facts.Today.Split()
	for _, c := range d.Provider.Calendar.ClosedDays(calendar.NewDate(year, time.January, 1), calendar.NewDate(year+1, time.December, 31)) {
		e := event{
			uid: d.uid("", "closed", c.To.String(), c.From), from: c.From, to: c.To, minute: -1,
			summary: d.Say.Say("calendar_closed", "provider", d.Provider.Name),
		}
		if c.Name != "" {
			e.details = []string{c.Name}
		}
		d.events = append(d.events, e)
	}
}
