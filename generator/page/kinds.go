package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/content"
	"rapport/generator/facts"
)

// A presenter shows the entries of a kind.
type presenter struct {
	facts func(l *factList, n *content.Entry)      // adds what one says beside its story
	state func(c *chapter, n *content.Entry) State // where one stands; nil for what is never open
}

// presenters has one for each of content.Kinds.
var presenters = map[content.Kind]presenter{
	content.UpdateKind: {
		facts: func(l *factList, n *content.Entry) { l.text("next", n.Update.Next) },
		state: func(c *chapter, n *content.Entry) State {
			if n.Update.Health == "" {
				return State{}
			}
			return c.p.healthState(facts.HealthState(n.Update.Health))
		},
	},
	content.DecisionKind: {
		facts: func(l *factList, n *content.Entry) {
			d := n.Decision
			l.goal(d.Goal)
			l.person("to", d.To)
			l.items("options", d.Options)
			l.day("needed_by", d.NeededBy)
			l.day("decided", d.Decided)
			l.person("decided_by", d.DecidedBy)
			l.text("outcome", d.Outcome)
		},
		state: func(c *chapter, n *content.Entry) State { return c.settled("decision", "decided", n.Decision.Decided) },
	},
	content.QuestionKind: {
		facts: func(l *factList, n *content.Entry) {
			q := n.Question
			l.person("to", q.To)
			l.day("needed_by", q.NeededBy)
			l.day("answered", q.Answered)
			l.text("answer", q.Answer)
		},
		state: func(c *chapter, n *content.Entry) State {
			return c.settled("question", "answered", n.Question.Answered)
		},
	},
	content.RequestKind: {
		facts: func(l *factList, n *content.Entry) {
			r := n.Request
			if t := l.c.e.TurnaroundOn(r.Type.ID, cmp.Or(r.Opened.Day, n.Date)); t != nil {
				l.html("type", l.c.agreement().inline(t.Request))
			}
			l.goal(r.Goal)
			l.moment("opened", r.Opened)
			l.moment("responded", r.Responded)
			l.moment("resolved", r.Resolved)
			for _, wait := range r.Waiting {
				words := l.c.say.Say("since_date", "date", l.c.say.Moment(wait.From))
				if !wait.To.IsZero() {
					words = l.c.say.Between(wait.From, wait.To)
				}
				l.plain("waiting", words)
			}
		},
		state: func(c *chapter, n *content.Entry) State {
			switch {
			case n.Request.Resolved.IsZero() && slices.ContainsFunc(n.Request.Waiting, func(w content.Wait) bool { return w.To.IsZero() }):
				return c.p.state("request_waits", Waiting)
			case n.Request.Resolved.IsZero():
				return c.p.state("request_open", Plain)
			}
			return c.p.state("request_solved", Good)
		},
	},
	content.RiskKind: {
		facts: func(l *factList, n *content.Entry) {
			r := n.Risk
			l.word("likelihood", level(r.Likelihood))
			l.word("impact", level(r.Impact))
			l.text("response", r.Response)
			l.day("closed", r.Closed)
		},
		state: func(c *chapter, n *content.Entry) State {
			if n.Risk.Closed == 0 {
				return c.p.state("risk_open", Fair)
			}
			return c.p.state("risk_closed", Good)
		},
	},
	content.IncidentKind: {
		facts: func(l *factList, n *content.Entry) {
			i := n.Incident
			l.moment("started", i.Started)
			l.moment("resolved", i.Resolved)
			l.word("ours", strconv.FormatBool(i.Ours))
			l.text("cause", i.Cause)
			l.text("remedy", i.Remedy)
			l.text("prevention", i.Prevention)
		},
		state: func(c *chapter, n *content.Entry) State {
			if n.Incident.Resolved.IsZero() {
				return c.p.state("incident_open", Poor)
			}
			return c.p.state("incident_solved", Good)
		},
	},
	content.ConcernKind: {
		facts: func(l *factList, n *content.Entry) {
			k := n.Concern
			l.person("raised_by", k.RaisedBy)
			l.word("about", k.About)
			l.day("settled", k.Settled)
			l.text("outcome", k.Outcome)
		},
		state: func(c *chapter, n *content.Entry) State {
			if n.Concern.Settled == 0 {
				return c.p.state("concern_open", Fair)
			}
			return c.p.state("concern_settled", Good)
		},
	},
	content.ChangeKind: {
		facts: func(l *factList, n *content.Entry) {
			k := n.Change
			l.goal(k.Goal)
			l.items("adds", k.Adds)
			l.items("removes", k.Removes)
			l.plain("price", l.c.say.Money(k.Price))
			if k.Days != 0 {
				l.plain("days", l.c.say.SignedDays(k.Days))
			}
			if k.Accepted != 0 {
				l.person("accepted_by", k.AcceptedBy)
				l.day("accepted", k.Accepted)
			}
		},
		state: func(c *chapter, n *content.Entry) State {
			if n.Change.State == "" {
				return State{}
			}
			return c.p.state("change_"+n.Change.State, changeTones[n.Change.State])
		},
	},
	content.FeedbackKind: {
		facts: func(l *factList, n *content.Entry) {
			f := n.Feedback
			l.person("from", f.From)
			l.day("asked", f.Asked)
			l.day("given", f.Given)
			l.plain("nps", score(f.NPS))
			l.plain("csat", score(f.CSAT))
			l.text("well", f.Well)
			l.text("better", f.Better)
			l.text("reply", f.Reply)
			l.text("changed", f.Changed)
		},
		state: func(c *chapter, n *content.Entry) State {
			switch {
			case n.Feedback.Given == 0:
				return c.p.state("feedback_asked", Waiting)
			case n.Feedback.Reply.IsZero():
				return c.p.state("feedback_given", Plain)
			}
			return c.p.state("feedback_replied", Good)
		},
	},
	content.MeetingKind: {
		facts: func(l *factList, n *content.Entry) {
			var names []string
			for _, r := range n.Meeting.Attended {
				names = append(names, l.c.p.name(r.ID))
			}
			l.plain("attended", l.c.say.List(names))
			var actions []Item
			for _, a := range n.Meeting.Actions {
				actions = append(actions, Item{What: l.w.inline(a.What), Detail: escape(l.c.actionDetail(a))})
			}
			l.list("actions", actions)
		},
	},
	content.MaintenanceKind: {
		facts: func(l *factList, n *content.Entry) {
			l.moment("starts", n.Maintenance.From)
			l.moment("ends", n.Maintenance.To)
			l.text("effect", n.Maintenance.Effect)
		},
	},
	// What an idea costs is the provider's own business.
	content.IdeaKind: {
		facts: func(l *factList, n *content.Entry) {
			l.text("worth", n.Idea.Worth)
			l.text("outcome", n.Idea.Outcome)
		},
		state: func(c *chapter, n *content.Entry) State {
			if n.Idea.Outcome.IsZero() {
				return c.p.state("idea_open", Plain)
			}
			return c.p.state("idea_settled", Good)
		},
	},
	content.LessonKind: {
		facts: func(l *factList, n *content.Entry) { l.word("side", n.Lesson.Side) },
	},
}

// changeTones are the tones of the states of a change.
var changeTones = map[string]Tone{"accepted": Good, "proposed": Waiting, "declined": Plain}

// level names one of the three levels of a risk; "" for none.
func level(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// score writes a score that was given; "" for none.
func score(n int) string {
	if n < 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// actionDetail says who does something by when, and whether it is done.
func (c *chapter) actionDetail(a content.Action) string {
	var parts []string
	if name := c.p.name(a.Who.ID); name != "" {
		parts = append(parts, name)
	}
	switch {
	case a.Done != 0:
		parts = append(parts, c.say.Say("plan_done", "date", c.say.Date(a.Done)))
	case a.Due != 0:
		parts = append(parts, c.say.Say("needed_due", "date", c.say.Date(a.Due)))
	}
	return strings.Join(parts, c.say.Get("comma"))
}
