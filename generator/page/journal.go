package page

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// journal plans the page of everything that happened, the newest first.
func (c *chapter) journal(page *Page) {
	c.entitle(page, c.say.Get("page_journal"))
	page.Description = c.say.Get("page_journal_about")
	at := page.Path
	j := &Journal{Feed: place.News.From(at)}
	type dated struct {
		Entry
		on calendar.Date
	}
	var all []dated
	counts := map[content.Kind]int{}
	newest := map[content.Kind]string{}
	for _, n := range c.e.Entries {
		counts[n.Kind]++
		newest[n.Kind] = n.ID
		all = append(all, dated{c.entry(at, n), n.Date})
	}
	for _, s := range c.f.Silences {
		all = append(all, dated{Entry{
			ID: "silence-" + s.To.String(), Kind: "silence", Label: c.say.Get("generated_mark"),
			Href: "#silence-" + s.To.String(),
			Day:  c.fullDay(s.To), Title: escape(c.silence(s)),
		}, s.To})
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(b.on, a.on) })
	for _, d := range all {
		j.Entries = append(j.Entries, d.Entry)
	}
	for _, kind := range content.KindNames() {
		if n := counts[content.Kind(kind)]; n > 0 {
			j.Kinds = append(j.Kinds, KindCount{Kind: kind, Label: c.say.Get("kinds_" + kind), Count: strconv.Itoa(n), First: newest[content.Kind(kind)]})
		}
	}
	page.Body = j
}

// silence says that nothing changed.
func (c *chapter) silence(s facts.Silence) string {
	if s.Since == "" {
		return c.say.Say("no_change_since_start", "date", c.say.Date(c.e.Start))
	}
	entry := c.say.Date(s.SinceOn)
	id := s.Since[strings.LastIndex(s.Since, "/")+1:]
	if n := c.e.Entry(id); n != nil && strings.HasPrefix(s.Since, "journal/") {
		entry = c.say.Say("entry_of", "title", c.say.Plain(n.Title), "date", c.say.Date(s.SinceOn))
	} else if r := c.e.Report(id); r != nil {
		entry = c.say.Say("entry_of", "title", c.say.Plain(r.Title), "date", c.say.Date(s.SinceOn))
	}
	return c.say.Say("no_change_since", "entry", entry)
}

// entryWriting is the writing of an entry on a page of the portal.
func (c *chapter) entryWriting(page string, n *content.Entry) writing {
	return c.on(page, &n.File, c.id+"/journal/"+n.ID+".md")
}

// line is an entry in a list elsewhere than in the journal: without its body.
func (c *chapter) line(page string, n *content.Entry) Entry {
	w := c.entryWriting(page, n)
	e := Entry{
		ID: n.ID, Href: place.Entry(c.id, n.ID).From(page),
		Kind: string(n.Kind), Label: c.say.Kind(n.Kind),
		Day: c.fullDay(n.Date), Title: w.inline(n.Title), By: c.name(n.By.ID),
		State: c.entryState(n), Draft: n.Draft,
	}
	e.Facts = c.entryFacts(w, n)
	return e
}

// entry is an entry with all that it says, as it was made for the search if it is
// asked for on the page that the search leads to.
func (c *chapter) entry(page string, n *content.Entry) Entry {
	if e, ok := c.shown[n]; ok && page == place.Journal.Of(c.id).File {
		return e
	}
	e := c.line(page, n)
	e.Body = c.prose(c.id+"/journal/"+n.ID+".md", page, &n.File, n.ID+"-", 3).HTML
	for _, r := range n.Affects {
		e.Affects = append(e.Affects, Link{Text: escape(c.say.Name(c.f, r.ID)), Href: place.Part(c.e, r.ID).From(page)})
	}
	return e
}

// entryState is where an entry stands; the zero State for kinds that are never open.
func (c *chapter) entryState(n *content.Entry) State {
	switch n.Kind {
	case content.UpdateKind:
		if h := n.Update.Health; h != "" {
			return c.healthState(facts.HealthState(h))
		}
	case content.DecisionKind:
		return c.openState("decision", "decided", n.Decision.Decided, n.Decision.NeededBy)
	case content.QuestionKind:
		return c.openState("question", "answered", n.Question.Answered, n.Question.NeededBy)
	case content.RequestKind:
		if !n.Request.Resolved.IsZero() {
			return c.state("request_solved", Good)
		}
		return c.state("request_open", Plain)
	case content.RiskKind:
		if n.Risk.Closed != 0 {
			return c.state("risk_closed", Good)
		}
		return c.state("risk_open", Fair)
	case content.IncidentKind:
		if n.Incident.Resolved.IsZero() {
			return c.state("incident_open", Poor)
		}
		return c.state("incident_solved", Good)
	case content.ConcernKind:
		if n.Concern.Settled != 0 {
			return c.state("concern_settled", Good)
		}
		return c.state("concern_open", Fair)
	case content.ChangeKind:
		tone := map[string]Tone{"accepted": Good, "proposed": Waiting, "declined": Plain}[n.Change.State]
		if n.Change.State != "" {
			return c.state("change_"+n.Change.State, tone)
		}
	case content.FeedbackKind:
		switch {
		case n.Feedback.Given == 0:
			return c.state("feedback_asked", Waiting)
		case n.Feedback.Reply.IsZero():
			return c.state("feedback_given", Plain)
		}
		return c.state("feedback_replied", Good)
	}
	return State{}
}

// openState is the state of what is settled by a day, or waits. Whether it is
// late is for the pages that depend on the day; the journal does not.
func (c *chapter) openState(kind, settled string, on, neededBy calendar.Date) State {
	if on != 0 {
		return c.state(kind+"_"+settled, Good)
	}
	return c.state(kind+"_open", Waiting)
}

// A factList collects what an entry says under labels.
type factList struct {
	c   *chapter
	w   writing
	all []Fact
}

func (l *factList) html(key string, value template.HTML) {
	if value != "" {
		l.all = append(l.all, Fact{Label: l.c.say.Get("field_" + key), Value: value})
	}
}

func (l *factList) text(key string, t content.Text)     { l.html(key, l.w.inline(t)) }
func (l *factList) plain(key, value string)             { l.html(key, escape(value)) }
func (l *factList) day(key string, d calendar.Date)     { l.plain(key, l.c.say.Date(d)) }
func (l *factList) moment(key string, m content.Moment) { l.plain(key, l.c.say.Moment(m)) }

func (l *factList) items(key string, items []content.Item) {
	if len(items) > 0 {
		l.all = append(l.all, Fact{Label: l.c.say.Get("field_" + key), List: l.w.items(items)})
	}
}

// entryFacts is what an entry of each kind says beside its story.
func (c *chapter) entryFacts(w writing, n *content.Entry) []Fact {
	l := &factList{c: c, w: w}
	switch n.Kind {
	case content.UpdateKind:
		l.text("next", n.Update.Next)
	case content.DecisionKind:
		d := n.Decision
		l.plain("to", c.name(d.To.ID))
		l.items("options", d.Options)
		l.day("needed_by", d.NeededBy)
		l.day("decided", d.Decided)
		l.plain("decided_by", c.name(d.DecidedBy.ID))
		l.text("outcome", d.Outcome)
	case content.QuestionKind:
		q := n.Question
		l.plain("to", c.name(q.To.ID))
		l.day("needed_by", q.NeededBy)
		l.day("answered", q.Answered)
		l.text("answer", q.Answer)
	case content.RequestKind:
		r := n.Request
		if t := c.e.TurnaroundOf(r.Type.ID); t != nil {
			l.html("type", c.agreement(w.page).inline(t.Request))
		}
		if g := c.goal(r.Goal.ID); g != nil {
			l.html("goal", c.clientWriting(w.page).inline(g.Want))
		}
		l.moment("opened", r.Opened)
		l.moment("responded", r.Responded)
		l.moment("resolved", r.Resolved)
		for _, wait := range r.Waiting {
			words := c.say.Say("since_date", "date", c.say.Moment(wait.From))
			if !wait.To.IsZero() {
				words = c.say.Say("from_to", "from", c.say.Moment(wait.From), "to", c.say.Moment(wait.To))
			}
			l.plain("waiting", words)
		}
	case content.RiskKind:
		r := n.Risk
		if r.Likelihood > 0 {
			l.plain("likelihood", c.say.Get("likelihood_"+digit(r.Likelihood)))
		}
		if r.Impact > 0 {
			l.plain("impact", c.say.Get("impact_"+digit(r.Impact)))
		}
		l.text("response", r.Response)
		l.day("closed", r.Closed)
	case content.IncidentKind:
		i := n.Incident
		l.moment("started", i.Started)
		l.moment("resolved", i.Resolved)
		l.plain("ours", c.say.Get("ours_"+strconv.FormatBool(i.Ours)))
		l.text("cause", i.Cause)
		l.text("remedy", i.Remedy)
		l.text("prevention", i.Prevention)
	case content.ConcernKind:
		k := n.Concern
		l.plain("raised_by", c.name(k.RaisedBy.ID))
		if k.About != "" {
			l.plain("about", c.say.Get("about_"+k.About))
		}
		l.day("settled", k.Settled)
		l.text("outcome", k.Outcome)
	case content.ChangeKind:
		k := n.Change
		l.items("adds", k.Adds)
		l.items("removes", k.Removes)
		l.plain("price", c.say.Money(k.Price))
		if k.Days != 0 {
			l.plain("days", c.say.SignedDays(k.Days))
		}
		if k.Accepted != 0 {
			l.plain("accepted_by", c.name(k.AcceptedBy.ID))
			l.day("accepted", k.Accepted)
		}
	case content.FeedbackKind:
		f := n.Feedback
		l.plain("from", c.name(f.From.ID))
		l.day("asked", f.Asked)
		l.day("given", f.Given)
		if f.NPS >= 0 {
			l.plain("nps", strconv.Itoa(f.NPS))
		}
		if f.CSAT >= 0 {
			l.plain("csat", strconv.Itoa(f.CSAT))
		}
		l.text("well", f.Well)
		l.text("better", f.Better)
		l.text("reply", f.Reply)
		l.text("changed", f.Changed)
	case content.MeetingKind:
		m := n.Meeting
		var names []string
		for _, r := range m.Attended {
			names = append(names, c.name(r.ID))
		}
		l.plain("attended", c.say.List(names))
		var actions []Item
		for _, a := range m.Actions {
			actions = append(actions, Item{What: w.inline(a.What), Detail: escape(c.actionDetail(a))})
		}
		if actions != nil {
			l.all = append(l.all, Fact{Label: c.say.Get("field_actions"), List: actions})
		}
	case content.LessonKind:
		if n.Lesson.Side != "" {
			l.plain("side", c.say.Get("side_"+n.Lesson.Side))
		}
	}
	return l.all
}

// actionDetail says who does something by when, and whether it is done.
func (c *chapter) actionDetail(a content.Action) string {
	var parts []string
	if name := c.name(a.Who.ID); name != "" {
		parts = append(parts, name)
	}
	switch {
	case a.Done != 0:
		parts = append(parts, c.say.Say("plan_done", "date", c.say.Date(a.Done)))
	case a.Due != 0:
		parts = append(parts, c.say.Say("needed_due", "date", c.say.Date(a.Due)))
	}
	return strings.Join(parts, ", ")
}
