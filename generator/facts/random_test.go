package facts

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// A maker makes random engagements: valid, seeded, and denser than real ones,
// so that everything meets everything.
type maker struct {
	*rand.Rand
	zone  *time.Location
	off   calendar.DaysOff // the client's
	start calendar.Date
	days  int // of the engagement
}

// make returns a client with some engagements, and a calendar.
func (m *maker) client(t testing.TB, seed uint64) (*content.Client, *calendar.Calendar) {
	m.Rand = rand.New(rand.NewPCG(seed, 2026))
	zones := []string{"Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Auckland", "UTC"}
	zone, err := time.LoadLocation(zones[m.IntN(len(zones))])
	if err != nil {
		t.Fatal(err)
	}
	m.zone, m.start, m.days = zone, calendar.NewDate(2026, 1, 1)+calendar.Date(m.IntN(365)), 250
	spec := calendar.Spec{Zone: zone, Holidays: []string{"nl"}}
	for day := time.Monday; day <= time.Friday; day++ {
		spec.Week[day] = []calendar.Span{{From: 540, To: 750}, {From: 780, To: 1050}}
	}
	if m.chance(2) {
		spec.Week[time.Saturday] = []calendar.Span{{From: 600, To: 720}}
	}
	for range m.IntN(3) {
		from := m.date()
		spec.Closures = append(spec.Closures, calendar.Closure{From: from, To: from + calendar.Date(m.IntN(20))})
	}
	m.off = calendar.DaysOff{}
	if m.chance(2) {
		m.off.Holidays = []string{"de-by"}
		for range m.IntN(3) {
			from := m.date()
			m.off.Closures = append(m.off.Closures, calendar.Closure{From: from, To: from + calendar.Date(m.IntN(20))})
		}
	}
	client := &content.Client{ID: "client", Name: "Client", Holidays: m.off.Holidays, Closures: m.off.Closures, Contacts: []content.Person{{ID: "joost"}, {ID: "anna"}}}
	for i := range 1 + m.IntN(3) {
		client.Engagements = append(client.Engagements, m.engagement(fmt.Sprint("e", i)))
	}
	return client, calendar.New(spec)
}

// chance is true once in n times.
func (m *maker) chance(n int) bool { return m.IntN(n) == 0 }

func (m *maker) date() calendar.Date { return m.start + calendar.Date(m.IntN(m.days)) }

// after returns a day some days after d, and sometimes none.
func (m *maker) after(d calendar.Date, days int) calendar.Date {
	if d == 0 || m.chance(3) {
		return 0
	}
	return d + calendar.Date(m.IntN(days))
}

func (m *maker) moment(d calendar.Date) content.Moment {
	if d == 0 {
		return content.Moment{}
	}
	if m.chance(4) {
		return content.Moment{Day: d}
	}
	at := d.In(m.zone, m.IntN(1440))
	return content.Moment{Day: calendar.DateOf(at), At: at}
}

func (m *maker) person() content.Ref {
	return content.Ref{ID: []string{"", "mara", "tijn", "joost", "anna"}[m.IntN(5)]}
}

func (m *maker) number(n int) decimal.Decimal { return decimal.New(int64(m.IntN(n)), -1) }

func (m *maker) rhythm() calendar.Rhythm {
	forms := []string{"", "daily", "weekly on friday", "every 2 weeks on sunday", "monthly on 5", "monthly on last friday", "quarterly on 10"}
	form := forms[m.IntN(len(forms))]
	if form == "" {
		return calendar.Rhythm{}
	}
	r, err := calendar.ParseRhythm(form)
	if err != nil {
		panic(err)
	}
	return r
}

func (m *maker) engagement(id string) *content.Engagement {
	e := &content.Engagement{ID: id, Title: content.Text{Raw: id}, Status: content.Active, Start: m.start}
	switch m.IntN(8) {
	case 0:
		e.Status = content.Proposed
	case 1:
		e.Status, e.Closed = content.Closed, m.date()
	case 2:
		e.Status, e.Paused = content.Paused, []content.Stretch{{From: m.date()}}
	case 3, 4:
		for range 1 + m.IntN(2) {
			from := m.date()
			e.Paused = append(e.Paused, content.Stretch{From: from, To: from + calendar.Date(m.IntN(40))})
		}
	}
	if m.chance(2) {
		e.End = m.start + calendar.Date(m.days)
	}
	hours := func(n int) calendar.Duration { return calendar.Duration{N: n * 60} }
	e.Turnaround = []content.Turnaround{
		{ID: "fast", Respond: hours(2), Resolve: hours(9)},
		{ID: "slow", Respond: calendar.Duration{N: 1, Unit: calendar.Days}, Resolve: calendar.Duration{N: 4, Unit: calendar.Days}},
		{ID: "night", Resolve: hours(8), Always: true},
	}
	m.billing(e)
	e.Rhythm = content.Rhythm{Update: m.rhythm(), Report: m.rhythm(), Feedback: m.rhythm()}
	e.Rhythm.Meeting.Every = m.rhythm()
	if m.chance(3) {
		e.ReviewWithin = calendar.Duration{N: 1 + m.IntN(10), Unit: calendar.Days}
	}
	m.plan(e)
	m.kpis(e)
	m.entries(e)
	m.requests(e)
	slices.SortFunc(e.Entries, byDate)
	slices.SortFunc(e.Reports, byPeriod)
	return e
}

// plan makes milestones that need inputs and earlier milestones. None is done
// before what it needs is: otherwise its fair due goes on to move, and could come back.
func (m *maker) plan(e *content.Engagement) {
	for i := range m.IntN(5) {
		due := m.date()
		in := content.Input{ID: fmt.Sprint("in", i), From: content.Ref{ID: "joost"}, Due: due}
		if received := m.after(due-5, 30); received != 0 {
			in.Received = []content.Receipt{{On: received}}
		}
		if m.chance(3) {
			in.Every, in.Due, in.Received = m.rhythm(), 0, nil
			if in.Every.IsZero() {
				continue
			}
			byPeriod := m.chance(2)
			for d := e.Start; d < e.Start+90; d += 15 {
				r := content.Receipt{On: m.after(d, 60)}
				if byPeriod {
					r.For = in.Every.Period(d)
				}
				if !byPeriod || r.On != 0 && !slices.ContainsFunc(in.Received, func(had content.Receipt) bool { return had.For == r.For }) {
					in.Received = append(in.Received, r)
				}
			}
		}
		for range m.IntN(3) {
			in.Partly = append(in.Partly, m.date())
		}
		if m.chance(6) {
			came := m.date()
			in.Returned = []content.Return{{Came: came, On: came + calendar.Date(m.IntN(4))}}
		}
		in.Reminded = []calendar.Date{m.date()}
		e.Inputs = append(e.Inputs, in)
	}
	for i := range 1 + m.IntN(6) {
		due := m.date()
		ms := content.Milestone{ID: fmt.Sprint("m", i), Due: due, Done: m.after(due-10, 40), Forecast: m.after(due-5, 40)}
		for _, in := range e.Inputs {
			if m.chance(3) {
				ms.Needs = append(ms.Needs, content.Ref{ID: in.ID})
			}
		}
		for _, earlier := range e.Plan {
			if m.chance(3) {
				ms.Needs = append(ms.Needs, content.Ref{ID: earlier.ID})
				if earlier.Done == 0 {
					ms.Done = 0
				} else if ms.Done != 0 {
					ms.Done = max(ms.Done, earlier.Done)
				}
			}
		}
		e.Plan = append(e.Plan, ms)
	}
}

func (m *maker) kpis(e *content.Engagement) {
	directions := []content.Direction{content.Up, content.Down, content.Within}
	for i := range m.IntN(4) {
		k := content.KPI{ID: fmt.Sprint("k", i), Direction: directions[m.IntN(3)]}
		k.Tolerance = content.Tolerance{Value: m.number(200), Percent: m.chance(2)}
		if !m.chance(5) {
			low := m.number(1000)
			k.Target = content.Target{Set: true, Low: low, High: low}
			if k.Direction == content.Within {
				k.Target.High = low.Add(m.number(300))
			}
		}
		if m.chance(2) {
			k.Baseline, k.By = content.Baseline{Value: m.number(1000), At: m.date()}, m.date()
		}
		kind := []calendar.PeriodKind{calendar.Month, calendar.Week, calendar.Quarter}[m.IntN(3)]
		for p := calendar.PeriodOf(kind, e.Start); p.From < e.Start+calendar.Date(m.days); p = p.Next() {
			if !m.chance(4) {
				k.Series = append(k.Series, content.Figure{Period: p, Value: m.number(1000)})
			}
		}
		e.KPIs = append(e.KPIs, k)
	}
	for p := calendar.PeriodOf(calendar.Month, e.Start); p.From < e.Start+calendar.Date(m.days); p = p.Next() {
		if m.chance(3) {
			continue
		}
		r := &content.Report{ID: p.String(), Period: p, Date: p.To + calendar.Date(m.IntN(12)-3)}
		if on := m.after(r.Date, 25); on != 0 {
			r.Reviewed = content.Review{By: content.Ref{ID: "joost"}, On: on}
		}
		for _, k := range e.KPIs {
			if m.chance(3) {
				r.KPIs = append(r.KPIs, content.Pinned{KPI: k.ID, Value: m.number(1000)})
			}
		}
		e.Reports = append(e.Reports, r)
	}
}

func (m *maker) entries(e *content.Engagement) {
	for i := range 10 + m.IntN(50) {
		d := m.date()
		entry := &content.Entry{ID: fmt.Sprintf("%v-%d", d, i), Kind: content.Kinds[m.IntN(len(content.Kinds))].Kind, Date: d, By: m.person()}
		for _, ms := range e.Plan {
			if m.chance(8) {
				entry.Affects = append(entry.Affects, content.Ref{ID: ms.ID})
			}
			if m.chance(40) {
				entry.Tells = append(entry.Tells, content.Ref{ID: ms.ID})
			}
		}
		text := func(with calendar.Date) content.Text {
			if with == 0 {
				return content.Text{}
			}
			return content.Text{Raw: "so"}
		}
		later := m.after(d, 40)
		switch entry.Kind {
		case content.UpdateKind:
			entry.Update = &content.Update{Health: []string{"", "green", "amber", "red"}[m.IntN(4)]}
		case content.DecisionKind:
			entry.Decision = &content.Decision{To: m.person(), NeededBy: m.after(d, 30), Decided: later, Outcome: text(later)}
		case content.QuestionKind:
			entry.Question = &content.Asked{To: m.person(), NeededBy: m.after(d, 30), Answered: later, Answer: text(later)}
		case content.RequestKind:
			r := m.request(d)
			entry.Request = &content.RequestEntry{Type: content.Ref{ID: r.Type}, Opened: r.Opened, Responded: r.Responded, Resolved: r.Resolved, Waiting: r.Waiting}
			r.ID, r.Entry = entry.ID, entry
			e.Requests = append(e.Requests, r)
		case content.RiskKind:
			entry.Risk = &content.Risk{Likelihood: 1 + m.IntN(3), Impact: 1 + m.IntN(3), Closed: later}
		case content.IncidentKind:
			entry.Incident = &content.Incident{Started: m.moment(d), Resolved: m.moment(later), Ours: m.chance(2)}
		case content.ConcernKind:
			entry.Concern = &content.Concern{Settled: later, Outcome: text(later)}
		case content.ChangeKind:
			entry.Change = &content.Change{State: "proposed", Days: m.IntN(8)}
			if later != 0 {
				entry.Change.State, entry.Change.Accepted, entry.Change.AcceptedBy = "accepted", later, content.Ref{ID: "joost"}
			}
		case content.FeedbackKind:
			entry.Feedback = &content.Feedback{From: m.person(), Asked: m.after(d, 5), NPS: -1, CSAT: -1}
			if later != 0 {
				entry.Feedback.Given, entry.Feedback.NPS, entry.Feedback.CSAT = later, m.IntN(11), 1+m.IntN(5)
			}
		case content.MeetingKind:
			entry.Meeting = &content.Meeting{}
			for range m.IntN(4) {
				entry.Meeting.Actions = append(entry.Meeting.Actions, content.Action{Who: m.person(), Due: m.after(d, 20), Done: m.after(d, 30)})
			}
		case content.LessonKind:
			entry.Lesson = &content.Lesson{}
		case content.MaintenanceKind:
			from := d + calendar.Date(m.IntN(60))
			entry.Maintenance = &content.Maintenance{From: m.moment(from), To: m.moment(from + calendar.Date(m.IntN(3)))}
		default: // no fact depends on what it holds
			of := reflect.ValueOf(entry).Elem().FieldByNameFunc(func(name string) bool {
				return strings.EqualFold(name, strings.ReplaceAll(string(entry.Kind), "-", ""))
			})
			of.Set(reflect.New(of.Type().Elem()))
		}
		e.Entries = append(e.Entries, entry)
	}
}

func (m *maker) requests(e *content.Engagement) {
	for i := range m.IntN(40) {
		r := m.request(m.date())
		r.ID, r.Waiting, r.Waited = fmt.Sprint("r", i), nil, m.IntN(3)*45
		e.Requests = append(e.Requests, r)
	}
}

func (m *maker) request(d calendar.Date) content.Request {
	r := content.Request{Type: []string{"fast", "slow", "night", ""}[m.IntN(4)], Opened: m.moment(d)}
	for range m.IntN(3) {
		from := d + calendar.Date(m.IntN(4))
		r.Waiting = append(r.Waiting, content.Wait{From: m.moment(from), To: m.moment(m.after(from+1, 4))})
	}
	if responded := m.after(d+1, 3); responded != 0 {
		r.Responded = m.moment(responded)
		r.Resolved = m.moment(m.after(responded+1, 8))
	}
	return r
}

// instant returns a random instant in or around the engagements.
func (m *maker) instant() time.Time {
	return (m.date() - 5 + calendar.Date(m.IntN(30))).In(m.zone, m.IntN(1440))
}

// thin takes most of a client away, so that changes lie far apart.
func (m *maker) thin(client *content.Client) {
	client.Engagements = client.Engagements[:1]
	e := client.Engagements[0]
	e.Plan = e.Plan[:m.IntN(2)]
	for i := range e.Plan {
		e.Plan[i].Needs = nil
	}
	if len(e.Inputs) > 0 && m.chance(2) {
		e.Inputs = e.Inputs[:1]
	} else {
		e.Inputs = nil
	}
	e.Entries = e.Entries[m.IntN(len(e.Entries)):]
	e.Entries = e.Entries[:min(len(e.Entries), m.IntN(3))]
	e.Requests = slices.DeleteFunc(e.Requests, func(r content.Request) bool {
		return !slices.Contains(e.Entries, r.Entry) && !m.chance(20)
	})
	if m.chance(2) {
		e.Reports = nil
	} else {
		e.Reports = e.Reports[:min(1, len(e.Reports))]
	}
	if !m.chance(4) {
		e.KPIs = nil
	}
	if !m.chance(4) {
		e.Pricing = nil
	}
	for _, r := range []*calendar.Rhythm{&e.Rhythm.Update, &e.Rhythm.Report, &e.Rhythm.Feedback, &e.Rhythm.Meeting.Every} {
		if !m.chance(6) {
			*r = calendar.Rhythm{}
		}
	}
}
