package scaffold

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// parts write a field that is more than a value and a comment, by the name that
// its declaration has for that.
var parts = map[string]func(w *writer, i schema.Info){
	"{{title}}":       (*writer).title,
	"{{leader}}":      (*writer).leader,
	"{{author}}":      func(w *writer, i schema.Info) { w.known(i, w.lead()) },
	"{{lead}}":        func(w *writer, i schema.Info) { w.oneOf(i, w.lead()) },
	"{{team}}":        func(w *writer, i schema.Info) { w.oneOf(i, w.team()...) },
	"{{contacts}}":    func(w *writer, i schema.Info) { w.oneOf(i, w.contacts()...) },
	"{{turnarounds}}": func(w *writer, i schema.Info) { w.oneOf(i, w.turnarounds()...) },
	"{{goal}}":        func(w *writer, i schema.Info) { w.field(i.Key, "", i.Start.Hint+choices(w.goals())) },
	"{{goals}}":       func(w *writer, i schema.Info) { w.field(i.Key, "["+strings.Join(w.goals(), ", ")+"]", i.Start.Hint) },
	"{{service}}":     (*writer).service,
	"{{affects}}":     (*writer).affects,
	"{{needed}}":      (*writer).needed,
	"{{published}}": func(w *writer, i schema.Info) {
		w.field(i.Key, w.day(facts.Reports, w.period.To).String(), w.announced(facts.Reports))
	},
	"{{figures}}": (*writer).figures,
}

// expand replaces the names in a value by what they stand for.
func (w *writer) expand(value string) string {
	if !strings.Contains(value, "{{") {
		return value
	}
	names := w.names()
	return placeholder.ReplaceAllStringFunc(value, func(in string) string {
		if stands, ok := names[strings.Trim(in, "{} ")]; ok {
			return stands
		}
		return in
	})
}

var placeholder = regexp.MustCompile(`\{\{ *[a-z]+ *\}\}`)

// names are what stands for what in the values of new files.
func (w *writer) names() map[string]string {
	const minute = "2006-01-02 15:04"
	start, language, zone, currency := w.today, "en-GB", "", ""
	if p := w.Provider; p != nil {
		start, language, zone, currency = p.Calendar.NextOpen(w.today), p.Locale, p.Zone.String(), p.Currency
	}
	return map[string]string{
		"kind": w.Kind, "day": w.On.String(), "today": w.today.String(), "soon": w.soon().String(),
		"now": w.Now.Format(minute), "tomorrow": w.Now.AddDate(0, 0, 1).Format(minute),
		"start": start.String(), "later": (start + 56).String(), "period": w.period.String(),
		"address": w.address, "locale": language, "timezone": zone, "currency": currency,
		"contact": w.contact(), "attending": "[" + strings.Join(w.attending(), ", ") + "]", "wanted": w.wanted(),
	}
}

// title writes a title that is given, or as a blank with what it should say.
func (w *writer) title(i schema.Info) {
	title, hint := w.Title, i.Start.Hint
	if w.Kind == "report" && title == "" && w.Say != nil {
		title = w.Say.Period(w.period)
	}
	if kind := content.Kind(w.Kind).Info(); kind != nil {
		hint = kind.Title
	}
	if title == "" {
		w.field(i.Key, "", "fill in: "+hint)
	} else {
		w.field(i.Key, front.WriteText(title), "")
	}
	if told := w.announced(facts.Updates); w.Kind == string(content.UpdateKind) && told != "" {
		w.line("# dated %s by its file's name; the update %s", w.On, told)
	}
}

// leader writes who leads a new engagement.
func (w *writer) leader(i schema.Info) {
	if ids := w.provider(); len(ids) > 0 {
		w.oneOf(i, ids...)
	} else {
		w.field(i.Key, "", "fill in: the id of who leads it, as in provider.md")
	}
}

// known writes a value, and nothing at all where there is none.
func (w *writer) known(i schema.Info, value string) {
	if value != "" {
		w.field(i.Key, value, i.Start.Hint)
	}
}

// oneOf writes a key for one id of several: the first of them, and the others in
// the comment.
func (w *writer) oneOf(i schema.Info, ids ...string) {
	first, hint := "", i.Start.Hint
	if len(ids) > 0 {
		first = ids[0]
	}
	if len(ids) > 1 {
		hint += choices(ids)
	}
	w.field(i.Key, first, strings.TrimPrefix(hint, ": "))
}

// choices says in a comment what can be chosen.
func choices(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ": " + strings.Join(ids, ", ")
}

// service offers the provider's services.
func (w *writer) service(i schema.Info) {
	if w.Provider == nil || len(w.Provider.Services) == 0 {
		return
	}
	var ids []string
	for _, s := range w.Provider.Services {
		ids = append(ids, s.ID)
	}
	w.field(i.Key, w.Service, i.Start.Hint+choices(ids))
}

// defaults returns what the service of a new engagement fills.
func (w *writer) defaults() content.Defaults {
	if w.Provider != nil {
		for _, s := range w.Provider.Services {
			if s.ID == w.Service {
				return s.Defaults
			}
		}
	}
	return content.Defaults{}
}

// affects writes what an entry touches, with the ids that there are.
func (w *writer) affects(i schema.Info) {
	hint := content.Kind(w.Kind).Info().Affects
	if hint == "" {
		return
	}
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
		for _, k := range w.e.Content.KPIs.On(w.e.InForce()) {
			ids = append(ids, k.ID)
		}
	}
	w.field(i.Key, "[]", hint+choices(ids))
}

// needed writes the next meeting, or the day in a working week.
func (w *writer) needed(i schema.Info) {
	if w.e != nil {
		for _, o := range w.e.Rhythm {
			if o.Kind == facts.Meetings && o.State == facts.Upcoming {
				w.field(i.Key, o.Due.String(), "the next meeting; name "+i.Start.Hint)
				return
			}
		}
	}
	w.field(i.Key, w.soon().String(), i.Start.Hint)
}

// wanted lists what the client owes, in comments below a list.
func (w *writer) wanted() string {
	var b strings.Builder
	if w.e != nil {
		for _, o := range w.e.Open {
			if o.Kind == facts.InputItem {
				fmt.Fprintf(&b, "\n  # - %s, by %s", w.plain(o.Subject), o.Due)
			}
		}
	}
	return b.String()
}

// figures asks for those that the last report gave itself, and names those that
// stand in a series.
func (w *writer) figures(schema.Info) {
	if w.e == nil || len(w.e.Content.KPIs) == 0 {
		w.line("# kpis: {orders: 362}  # figures that no series has")
		return
	}
	before := map[string]string{}
	if n := len(w.e.Content.Reports); n > 0 {
		last := w.e.Content.Reports[n-1]
		for _, f := range last.KPIs {
			before[f.KPI] = fmt.Sprintf("; %s in %s", f.Value, last.Period)
		}
	}
	var asked, told []string
	for _, k := range w.e.Content.KPIs.On(w.e.InForce()) {
		line := fmt.Sprintf("  %s:  # fill in: %s%s", k.ID, w.plain(k.Name), before[k.ID])
		last := w.lastOf(k)
		inSeries := last.IsZero() || slices.ContainsFunc(k.Series, func(f content.Figure) bool { return f.Period == last })
		switch {
		case before[k.ID] != "" || k.SeriesFile.IsZero() && len(k.Series) == 0:
			asked = append(asked, line)
		case !inSeries:
			told = append(told, fmt.Sprintf("# the figure of %s for %s goes into its series%s", k.ID, last, w.series(k)))
		}
	}
	if len(asked) > 0 {
		w.line("kpis:\n%s", strings.Join(asked, "\n"))
	}
	for _, t := range told {
		w.line("%s", t)
	}
}

// lastOf is the last period of a KPI's series that ends within the report's; zero where none does.
func (w *writer) lastOf(k *content.KPI) calendar.Period {
	kind := w.period.Kind
	if n := len(k.Series); n > 0 {
		kind = k.Series[n-1].Period.Kind
	}
	if kind == calendar.Custom || kind == w.period.Kind {
		return w.period
	}
	last := calendar.PeriodOf(kind, w.period.To)
	if last.To > w.period.To {
		last = last.Prev()
	}
	if !w.period.Contains(last.To) {
		return calendar.Period{}
	}
	return last
}

func (w *writer) series(k *content.KPI) string {
	if k.SeriesFile.IsZero() {
		return ", in engagement.md"
	}
	return ", " + k.SeriesFile.ID
}

// story is the body of a new report: what there is to show in its period.
func (w *writer) story() string {
	if w.e == nil {
		return ""
	}
	var codes []string
	show := func(code string, has bool) {
		if has {
			codes = append(codes, "{{< "+code+" >}}\n")
		}
	}
	for _, k := range w.e.Content.KPIs.On(w.e.InForce()) {
		show("kpi "+k.ID, true)
	}
	asked := slices.ContainsFunc(w.e.Requests, func(r facts.Request) bool { return w.period.Contains(calendar.DateOf(r.Opened)) })
	show("requests", asked)
	show("turnaround", asked && len(w.e.Content.Turnaround) > 0)
	show("hours", slices.ContainsFunc(w.e.Content.Time, func(r content.TimeRow) bool { return w.period.Contains(r.Date) }))
	show("money", slices.ContainsFunc(w.e.Usages, func(u facts.Usage) bool { return u.Tells() && w.period.Contains(u.Period.To) }))
	show("incidents", slices.ContainsFunc(w.e.Content.Entries, func(n *content.Entry) bool {
		return n.Incident != nil && w.period.Contains(cmp.Or(n.Incident.Started.Day, n.Date))
	}))
	return strings.Join(codes, "\n")
}

// dayOfEntry is the day in the name of an entry's file: the one given, or that of
// its rhythm, or today.
func (w *writer) dayOfEntry() calendar.Date {
	switch kind := content.Kind(w.Kind); {
	case w.On != 0:
		return w.On
	case slices.Contains([]content.Kind{content.UpdateKind, content.FeedbackKind, content.MeetingKind}, kind):
		return w.day(facts.RhythmKind(kind), 0)
	}
	return w.today
}

// attending is who may have been at a meeting.
func (w *writer) attending() []string {
	if w.lead() == "" {
		return w.contacts()
	}
	return append([]string{w.lead()}, w.contacts()...)
}

func (w *writer) turnarounds() []string {
	var ids []string
	if w.e != nil {
		for _, t := range w.e.Content.Turnaround.On(w.e.InForce()) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

func (w *writer) goals() []string {
	var ids []string
	if w.Known != nil {
		for _, g := range w.Known.Content.Goals {
			ids = append(ids, g.ID)
		}
	}
	return ids
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
