package scaffold

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// entry writes one of the journal. Its date is that of the file's name.
func (w *writer) entry() (File, error) {
	kind := content.Kind(w.Kind)
	on := w.today
	switch {
	case w.On != 0:
		on = w.On
	case slices.Contains([]string{"update", "feedback", "meeting"}, w.Kind):
		on = w.day(facts.RhythmKind(w.Kind), 0)
	}
	w.field("kind", w.Kind, "")
	w.filled("title", w.Title, kind.Info().Title)
	if kind == content.UpdateKind {
		if told := w.announced(facts.Updates); told != "" {
			w.line("# dated %s by its file's name; the update %s", on, told)
		}
	}
	by := w.lead()
	if by != "" {
		w.field("by", by, "")
	}
	body := ""
	switch kind {
	case content.UpdateKind:
		w.affects("the milestones, inputs and figures that this tells about")
		w.field("health", "", "green, amber or red: your own word, beside what the dates say")
		w.field("next", "", "what you do next")
	case content.DecisionKind:
		w.affects("what waits for it")
		w.people("to", w.contacts(), "whose decision it is")
		w.line("options: []  # what there is to choose from\n  # - The first way\n  # - {what: The second way, detail: And what it costs}")
		w.neededBy()
		w.field("decided", "", "the day, once it is decided, with decided_by and outcome")
		w.field("decided_by", "", "")
		w.field("outcome", "", "")
	case content.QuestionKind:
		w.affects("what waits for it")
		w.people("to", w.contacts(), "who can answer")
		w.neededBy()
		w.field("answered", "", "the day, once it is answered, with the answer")
		w.field("answer", "", "")
	case content.RequestKind:
		w.request()
	case content.RiskKind:
		w.affects("what it would touch")
		w.field("likelihood", "2", "1 to 3")
		w.field("impact", "2", "1 to 3; from 6 as the product, the portal shows it as serious")
		w.field("response", "", "what you do about it")
		w.field("closed", "", "the day, once it is no risk any more")
	case content.IncidentKind:
		w.affects("what it touches")
		w.field("started", w.Now.Format("2006-01-02 15:04"), "")
		w.field("resolved", "", "the time, once it is over")
		w.field("ours", "", "true or false: was it our doing?")
		w.field("cause", "", "")
		w.field("remedy", "", "what was done")
		w.field("prevention", "", "what keeps it from happening again")
	case content.ConcernKind:
		w.affects("what it is about")
		w.people("raised_by", w.team(), "either side may raise one")
		w.field("about", "", "price, delivery, cooperation, quality or other")
		w.field("settled", "", "the day, once it is settled, with the outcome")
		w.field("outcome", "", "")
	case content.ChangeKind:
		w.affects("the milestones that move")
		w.field("adds", "[]", "what is done in addition")
		w.field("removes", "[]", "what is not done any more")
		w.field("price", "", "what it costs, such as 480")
		w.field("days", "", "working days by which the milestones move; with a minus, sooner")
		w.field("state", "proposed", "proposed, accepted or declined")
		w.field("accepted_by", "", "")
		w.field("accepted", "", "the day")
	case content.FeedbackKind:
		w.people("from", w.contacts(), "whom you ask")
		w.field("asked", on.String(), "")
		w.field("given", "", "the day of the answer, with what follows")
		w.field("nps", "", "0 to 10: would they recommend you?")
		w.field("csat", "", "1 to 5: how content are they?")
		w.field("well", "", "what goes well")
		w.field("better", "", "what could be better")
		w.field("reply", "", "what you answered")
		w.field("changed", "", "what changed because of it")
	case content.MeetingKind:
		w.meeting()
		body = w.agenda()
	case content.LessonKind:
		w.affects("what taught it")
		w.field("side", "both", "who learnt it: ours, yours or both")
	}
	w.end(body)
	slug := Slug(w.Title)
	if slug == "" {
		slug = w.Kind
	}
	return w.file(path.Join(w.Client, w.Engagement, "journal", on.String()+"-"+slug+".md")), nil
}

func (w *writer) request() {
	types, goals := []string(nil), []string(nil)
	if w.e != nil {
		for _, t := range w.e.Content.Turnaround {
			types = append(types, t.ID)
		}
	}
	if w.Known != nil {
		for _, g := range w.Known.Content.Goals {
			goals = append(goals, g.ID)
		}
	}
	w.people("type", types, "the kind, which says how soon it is answered and done")
	w.field("goal", "", "the goal that it serves"+oneOf(goals))
	w.field("opened", w.Now.Format("2006-01-02 15:04"), "")
	w.field("responded", "", "the time, once you answered")
	w.field("resolved", "", "the time, once it is done")
	w.line("waiting: []  # while you wait for the client, the clock stands still\n  # - {from: %s, to: %s}", w.Now.Format("2006-01-02 15:04"), w.Now.AddDate(0, 0, 1).Format("2006-01-02 15:04"))
}

// meeting writes who is there, and the actions of the last one that are open.
func (w *writer) meeting() {
	var attended []string
	if lead := w.lead(); lead != "" {
		attended = append(attended, lead)
	}
	attended = append(attended, w.contacts()...)
	w.field("attended", "["+strings.Join(attended, ", ")+"]", "take out who was not there")
	w.line("actions: []  # what was promised\n  # - {what: Send the list, who: %s, due: %s}", w.contact(), w.soon())
}

// agenda lists the open items of both sides, in the client's language and the
// words of those who wrote them.
func (w *writer) agenda() string {
	if w.e == nil || w.Say == nil {
		return ""
	}
	var b strings.Builder
	for _, side := range []struct {
		side    facts.Side
		heading string
	}{
		{facts.TheClient, w.Say.Get("glance_needed")},
		{facts.Provider, w.Say.Get("agenda_ours")},
	} {
		var items []string
		for _, o := range w.e.Open {
			if o.Side != side.side || o.Subject.IsZero() {
				continue
			}
			line := "- [ ] " + o.Subject.Raw
			if o.Due != 0 {
				line += " (" + w.Say.DayIn(o.Due, w.today) + ")"
			}
			items = append(items, line)
		}
		if len(items) > 0 {
			fmt.Fprintf(&b, "## %s\n\n%s\n\n", side.heading, strings.Join(items, "\n"))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// people writes a key for one id of several: the first of them, and the others
// in the comment.
func (w *writer) people(key string, ids any, comment string) {
	var all []string
	switch ids := ids.(type) {
	case string:
		all = []string{ids}
	case []string:
		all = ids
	}
	all = slices.DeleteFunc(slices.Clone(all), func(id string) bool { return id == "" })
	if len(all) == 0 {
		w.field(key, "", comment)
		return
	}
	if len(all) > 1 {
		comment += oneOf(all)
	}
	w.field(key, all[0], strings.TrimPrefix(comment, ": "))
}

// oneOf says in a comment what can be chosen.
func oneOf(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ": " + strings.Join(ids, ", ")
}

// affects writes what an entry touches, with the ids that there are.
func (w *writer) affects(comment string) {
	var ids []string
	if w.e != nil {
		for _, m := range w.e.Milestones {
			if m.Done == 0 {
				ids = append(ids, m.Content.ID)
			}
		}
		for _, in := range w.e.Content.Inputs {
			if len(in.Received) == 0 || !in.Every.IsZero() {
				ids = append(ids, in.ID)
			}
		}
		for _, k := range w.e.Content.KPIs {
			ids = append(ids, k.ID)
		}
	}
	w.field("affects", "[]", comment+oneOf(ids))
}

// neededBy is the next meeting, or in a working week.
func (w *writer) neededBy() {
	if w.e != nil {
		for _, o := range w.e.Rhythm {
			if o.Kind == facts.Meetings && o.State == facts.Upcoming {
				w.field("needed_by", o.Due.String(), "the next meeting; name the day from which on you would wait")
				return
			}
		}
	}
	w.field("needed_by", w.soon().String(), "the day from which on you would wait")
}

// soon is in five working days.
func (w *writer) soon() calendar.Date {
	if w.Provider != nil {
		return w.Provider.Calendar.AddWorkingDays(w.today, 5)
	}
	return w.today + 7
}

func (w *writer) lead() string {
	if w.e != nil {
		return w.e.Content.Lead.ID
	}
	return ""
}

// team is who works on it, the lead first.
func (w *writer) team() []string {
	if w.lead() == "" {
		return w.provider()
	}
	return []string{w.lead()}
}

func (w *writer) provider() []string {
	var ids []string
	if w.Provider != nil {
		for _, p := range w.Provider.People {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// contacts are the client's people, those who decide something first.
func (w *writer) contacts() []string {
	var deciders, others []string
	if w.Known != nil {
		for _, p := range w.Known.Content.Contacts {
			if len(p.Decides) > 0 {
				deciders = append(deciders, p.ID)
			} else {
				others = append(others, p.ID)
			}
		}
	}
	return append(deciders, others...)
}

// contact is the first of the client's people, for an example in a comment.
func (w *writer) contact() string {
	if all := w.contacts(); len(all) > 0 {
		return all[0]
	}
	return "contact"
}

func (w *writer) services() {
	if w.Provider == nil || len(w.Provider.Services) == 0 {
		return
	}
	var ids []string
	for _, s := range w.Provider.Services {
		ids = append(ids, s.ID)
	}
	w.field("service", "", "one of yours, if it is"+oneOf(ids))
}

func (w *writer) goals() {
	var ids []string
	if w.Known != nil {
		for _, g := range w.Known.Content.Goals {
			ids = append(ids, g.ID)
		}
	}
	w.field("goals", "["+strings.Join(ids, ", ")+"]", "the client's goals that it serves")
}
