package content

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// engagement reads the engagement in a folder, with all that happened in it.
func (r *clientReader) engagement(c *Client, folder string) {
	at := diag.Position{File: path.Join(r.tree.Prefix(), folder)}
	switch {
	case IsReserved(folder):
		r.problems.Addf(at, source.BadName, "an engagement cannot be called %s, since the portal has a folder of that name; rename it", diag.Quote(folder))
		r.use(folder)
		return
	case !isFolderName(folder):
		r.problems.Addf(at, source.BadName, "%s cannot be the id of an engagement; name the folder with lower-case letters, digits and hyphens", diag.Quote(folder))
	}
	e := &Engagement{ID: folder}
	r.style = table.Style{Numbers: r.provider.Data.Numbers}
	all, found := r.problems, &diag.List{}
	r.problems = found
	defer func() {
		r.problems = all
		r.tellWhence(e, found.Take())
	}()
	within := r.scope
	r.refs = r.refs[:0]
	// One after the other: what engagement.md defines is known before the
	// files that refer to it are read.
	if file, ok := r.tree.Lookup(folder + "/engagement.md"); !ok {
		r.problems.Addf(at, schema.MissingField, "the folder of an engagement has no engagement.md; write one, or move the folder away")
		r.use(folder + "/data") // which of them a KPI would name is not known
	} else if d, hidden := r.open(file, &e.File, &r.refs); hidden {
		c.Hidden = append(c.Hidden, r.use(folder)...)
		return
	} else if e.takeOver(r.provider.Services); d != nil && decodeFile(numbersAs(d, e.front), &e.File, "engagement.md", engagement, e) {
		within = r.scope.with(e.scope())
		c.Engagements = append(c.Engagements, e)
		r.style = StyleOf(r.provider, e)
		r.figures(e)
		e.agree(d)
	} else {
		r.use(folder + "/data")
	}
	r.journal(e)
	for _, entry := range e.Entries {
		r.decidedByItsSide(entry)
	}
	bodies := r.reports(e)
	r.requests(e)
	r.time(e)
	r.units(e)
	r.attachments(e)
	r.invoices(e)
	r.imports(e)
	for _, body := range bodies {
		r.shownTables(e, body)
	}
	resolve(r.refs, e.takenOut(within), r.drafts, r.problems)
}

// takenOut returns the scope with what accepted changes took out: a change that removes
// something may name in affects an id that stands no longer, and so may the journal then.
// No entry affects it any more.
func (e *Engagement) takenOut(within scope) scope {
	terms, known := within[toTerm]
	var gone []string
	for _, entry := range e.Entries {
		if known && entry.Change != nil && entry.Change.IsAgreed() && len(entry.Change.Removes) > 0 {
			for _, r := range entry.Affects {
				if !slices.Contains(terms, r.ID) {
					gone = append(gone, r.ID)
				}
			}
		}
	}
	if len(gone) == 0 {
		return within
	}
	isGone := func(r Ref) bool { return slices.Contains(gone, r.ID) }
	for _, entry := range e.Entries {
		for _, r := range entry.Affects {
			if isGone(r) {
				entry.TookOut = append(entry.TookOut, r)
			}
		}
		entry.Affects = slices.DeleteFunc(slices.Clone(entry.Affects), isGone) // a Keep may have the entry too
		entry.Tells = slices.DeleteFunc(slices.Clone(entry.Tells), isGone)
	}
	more := scope{}
	for _, to := range []schema.Target{toMilestone, toPart, toTerm} {
		more[to] = slices.Concat(within[to], gone)
	}
	return within.with(more)
}

// use gives all files of a folder a place, and returns their names.
func (r *clientReader) use(folder string) []string {
	var names []string
	for _, file := range r.tree.Files() {
		if strings.HasPrefix(file.Name, folder+"/") {
			names = append(names, file.Name)
		}
	}
	r.used = append(r.used, names...)
	return names
}

// scope returns what the engagement defines.
func (e *Engagement) scope() scope {
	s := scope{toTurnaround: nil, toPrice: nil, toKPI: nil, toMilestone: nil, toNeed: nil, toPart: nil, toTerm: nil}
	for _, t := range e.Turnaround {
		s[toTurnaround] = append(s[toTurnaround], t.ID)
	}
	for _, p := range e.Pricing {
		s[toPrice] = append(s[toPrice], p.ID)
	}
	for _, m := range e.Plan {
		s[toMilestone] = append(s[toMilestone], m.ID)
	}
	s[toNeed] = slices.Clone(s[toMilestone])
	for _, i := range e.Inputs {
		s[toNeed] = append(s[toNeed], i.ID)
	}
	for _, k := range e.KPIs {
		s[toKPI] = append(s[toKPI], k.ID)
	}
	s[toPart] = slices.Concat(s[toNeed], s[toKPI], s[toPrice])
	s[toTerm] = slices.Concat(s[toPart], s[toTurnaround], Parts)
	return s
}

// Milestone returns the milestone with an id, or nil.
func (e *Engagement) Milestone(id string) *Milestone {
	return find(e.Plan, func(m *Milestone) bool { return m.ID == id })
}

// Input returns the input with an id, or nil.
func (e *Engagement) Input(id string) *Input {
	return find(e.Inputs, func(i *Input) bool { return i.ID == id })
}

// Entry returns the entry of the journal with an id, or nil.
func (e *Engagement) Entry(id string) *Entry {
	for _, n := range e.Entries {
		if n.ID == id {
			return n
		}
	}
	return nil
}

// Report returns the report with an id, or nil.
func (e *Engagement) Report(id string) *Report {
	for _, r := range e.Reports {
		if r.ID == id {
			return r
		}
	}
	return nil
}

func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

var engagement = schema.New(
	schema.Key("title", text, func(e *Engagement) *Text { return &e.Title }, "What the engagement is called.").
		Start("{{title}}", "what the work is called, in the client's words").Required().Holds(schema.Free),
	schema.Key("status", schema.Choice(Proposed, Active, Paused, Closed), func(e *Engagement) *Status { return &e.Status }, "Where the engagement stands. A proposed one has no commitments, a paused one neither, a closed one is frozen on its last day.").
		Start("proposed", "proposed, active, paused or closed; nothing binds while it is proposed").Required(),
	schema.Key("paused", schema.List(schema.Only(schema.MapOf(pause), func(s *Stretch) bool { return s.From != 0 })), func(e *Engagement) *[]Stretch { return &e.Paused }, "Stretches in which nothing is promised. No rhythm occurs on paused days.").Holds(schema.Recorded).Complete(),
	schema.Key("closed", date, func(e *Engagement) *calendar.Date { return &e.Closed }, "The day on which it ended; required where status is closed.").Comes(),
	schema.Key("start", date, func(e *Engagement) *calendar.Date { return &e.Start }, "The first day.").
		Start("{{start}}", "").Required(),
	schema.Key("end", date, func(e *Engagement) *calendar.Date { return &e.End }, "The last day that is planned.").
		Start("", "the last day, if there is one").Complete(),
	schema.Key("lead", person, func(e *Engagement) *Ref { return &e.Lead }, "Who answers for it.").
		Start("{{leader}}", "who leads it").Required().Holds(schema.Free),
	schema.Key("team", schema.List(person), func(e *Engagement) *[]Ref { return &e.Team }, "Who works on it.").Holds(schema.Free),
	schema.Key("service", refer(toService, "the name of a file in services/"), func(e *Engagement) *Ref { return &e.Service }, "The service that it is one of.").
		Start("{{service}}", "one of yours, if it is").Holds(schema.Recorded),
	schema.Key("goals", schema.List(refer(toGoal, "an id")), func(e *Engagement) *[]Ref { return &e.Goals }, "The client's goals that it serves.").
		Start("{{goals}}", "the client's goals that it serves").Holds(schema.Free),
	schema.Key("value", text, func(e *Engagement) *Text { return &e.Value }, "Why it matters, from the client's side.").
		Start("", "why this matters to the client, from the client's side").Holds(schema.Free),
	schema.Key("scope", schema.MapOf(agreed), func(e *Engagement) *Scope { return &e.Scope }, "What was agreed to be done, and what was not.").
		Start("", "").Required(),
	schema.Key("turnaround", terms(turnaround), func(e *Engagement) *Terms[Turnaround] { return &e.Turnaround }, "How soon each kind of request is answered and done.").
		Start(`
  - {id: question, request: A question, respond: 1d}
  - {id: change, request: A small change, respond: 4h, resolve: 2d}`, "how soon you answer (respond) and solve (resolve); counted in your working hours").Required(),
	schema.Key("pricing", terms(price), func(e *Engagement) *Terms[Price] { return &e.Pricing }, "What it costs, extra work too.").
		Start(`
  - id: work
    item: The work
    model: fixed  # fixed, retainer, hourly or unit
    amount:  # fill in: a number such as 1200, or "1200 EUR"`, "").Required(),
	schema.Key("duties", schema.MapOf(duties), func(e *Engagement) *Duties { return &e.Duties }, "Who does what.").
		Start("", ""),
	schema.Key("kpis", terms(kpi), func(e *Engagement) *Terms[KPI] { return &e.KPIs }, "Figures that tell whether a goal is reached.").
		Start(`[]
  # - {id: orders, name: Online orders a month, goal: online, unit: orders, direction: up, target: 400, series: data/orders.csv}`, ""),
	schema.Key("plan", schema.List(schema.MapOf(milestone)), func(e *Engagement) *[]Milestone { return &e.Plan }, "Milestones: the provider's dated promises.").
		Start(`[]
  # - {id: live, what: New shop live, due: {{later}}, needs: [products]}`, ""),
	schema.Key("inputs", schema.List(schema.MapOf(input)), func(e *Engagement) *[]Input { return &e.Inputs }, "What the client owes.").
		Start(`[]
  # - {id: products, what: Product list with prices, from: {{contact}}, due: {{later}}}`, "what the client owes you; when one is late, what needs it moves"),
	schema.Key("review_within", workingDays, func(e *Engagement) *calendar.Duration { return &e.ReviewWithin }, "Within how many working days the client agreed to read a report. Without it a report that nobody read is an open item, and no broken promise.").Complete(),
	schema.Key("rhythm", schema.MapOf(rhythms), func(e *Engagement) *Rhythm { return &e.Rhythm }, "What comes again and again.").
		Start("", "the days on which the client hears from you"),
	schema.Key("renewal", schema.MapOf(renewal), func(e *Engagement) *Renewal { return &e.Renewal }, "When it is decided what follows, and what the notice is.").
		Offer("{decide_by: {{later}}, notice: 2 months}"),
	schema.Key("data", schema.MapOf(data), func(e *Engagement) *Data { return &e.Data }, "How the tables under data/ are read: exports of other programs, which rapport import writes these lines for, and what could be read in two ways.").Holds(schema.Recorded),
	schema.Key("quiet", schema.Flag("say-so", "off"), func(e *Engagement) *bool { return &e.Quiet }, "What the portal says of an update that did not come: “no change since” (say-so, the default), or nothing (off)."),
	schema.Key("closing", schema.MapOf(closing), func(e *Engagement) *Closing { return &e.Closing }, "How it ended; shown where status is closed."),
).Holds(schema.Agreed).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, e *Engagement) {
	if e.End != 0 && e.End < e.Start {
		d.Errorf(n.Get("end").Mark, BadOrder, "the end, %s, is before the start, %s; write the later date in \"end\"", e.End, e.Start)
	}
	if e.Closed != 0 && e.Closed < e.Start {
		d.Errorf(n.Get("closed").Mark, BadOrder, "closed on %s, before the start, %s; mend one of the dates", e.Closed, e.Start)
	}
	if e.Status == Closed && n.Get("closed").IsBlank() {
		d.Errorf(n.Get("status").Mark, ClosedMissing, "the engagement is closed, and no day says since when; add closed: with its date")
	}
	for i := range e.Inputs {
		for _, r := range e.Inputs[i].Received {
			if !r.For.IsZero() && r.For.To < e.Start {
				d.Errorf(r.Mark, BadOrder, "%s is before the start, %s, and nothing was due then; mend the period", nameOf(r.For), e.Start)
			}
		}
	}
	distinct(d, map[string]Mark{}, "turnaround", firsts(n.Get("turnaround")))
	distinct(d, map[string]Mark{}, "pricing", firsts(n.Get("pricing")))
	checkPrices(d, e.Pricing)
	distinct(d, map[string]Mark{}, "plan, inputs and kpis", n.Get("plan"), n.Get("inputs"), firsts(n.Get("kpis")))
	cycles(d, e.Plan)
})

var renewal = schema.New(
	schema.Key("decide_by", date, func(r *Renewal) *calendar.Date { return &r.DecideBy }, "The day by which the client decides whether the work goes on.").Due(),
	schema.Key("notice", text, func(r *Renewal) *Text { return &r.Notice }, "How long before its end the engagement can be ended, in words: 2 months."),
).Holds(schema.Agreed)

var pause = schema.New(
	schema.Key("from", date, func(s *Stretch) *calendar.Date { return &s.From }, "The first day of the pause.").Required().Begins(),
	schema.Key("to", date, func(s *Stretch) *calendar.Date { return &s.To }, "The last day, also where it is planned; missing while nobody knows it.").Due(),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, s *Stretch) { endsInOrder(d, n, &s.From, &s.To) })

var agreed = schema.New(
	schema.Key("includes", items, func(s *Scope) *[]Item { return &s.Includes }, "What is done.").
		Start("\n  -  # fill in: what you do; at least one line", "").Required(),
	schema.Key("excludes", items, func(s *Scope) *[]Item { return &s.Excludes }, "What is not done, shown just as clearly.").
		Start("[]", "what you don't do; say it as plainly").Complete(),
	schema.Key("deliverables", items, func(s *Scope) *[]Item { return &s.Deliverables }, "What the client has in its hands at the end.").
		Start("[]", ""),
	schema.Key("assumptions", items, func(s *Scope) *[]Item { return &s.Assumptions }, "What has to be true for the plan to hold.").
		Start("[]", "").Complete(),
	schema.Key("best_case", text, func(s *Scope) *Text { return &s.BestCase }, "How well it can turn out.").
		Start("", ""),
	schema.Key("worst_case", text, func(s *Scope) *Text { return &s.WorstCase }, "How badly it can turn out.").
		Start("", ""),
).Holds(schema.Agreed)

var turnaround = schema.New(
	schema.Key("id", id, func(t *Turnaround) *string { return &t.ID }, "The name by which requests mean this kind.").Required(),
	schema.Key(since, date, func(t *Turnaround) *calendar.Date { return &t.Since }, sinceDoc).Due(),
	schema.Key("request", text, func(t *Turnaround) *Text { return &t.Request }, "What is asked.").Required(),
	schema.Key("respond", duration, func(t *Turnaround) *calendar.Duration { return &t.Respond }, "How soon it is answered. It or resolve is required.").Complete(),
	schema.Key("resolve", duration, func(t *Turnaround) *calendar.Duration { return &t.Resolve }, "How soon it is done.").Complete(),
	schema.Key("clock", schema.Flag("working", "always"), func(t *Turnaround) *bool { return &t.Always }, "What counts: working time (the default), or every hour of every day."),
).Holds(schema.Agreed).Marked(func(t *Turnaround) *Mark { return &t.Mark }).Either("respond", "resolve").Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, t *Turnaround) {
	for key, promise := range map[string]calendar.Duration{"respond": t.Respond, "resolve": t.Resolve} {
		if t.Always && promise.Unit == calendar.Days {
			d.Errorf(n.Get(key).Mark, BadDuration, "%s is in days, but the clock runs always; write it in hours, such as %dh", promise, 24*max(1, promise.N))
		}
	}
})

var price = schema.New(
	schema.Key("id", id, func(p *Price) *string { return &p.ID }, "The name by which time.csv means this price.").Required(),
	schema.Key(since, date, func(p *Price) *calendar.Date { return &p.Since }, sinceDoc).Due(),
	schema.Key("item", text, func(p *Price) *Text { return &p.Item }, "What is paid for.").Required(),
	schema.Key("model", schema.Choice("fixed", "retainer", "hourly", "unit"), func(p *Price) *string { return &p.Model }, "How it is paid.").Required(),
	schema.Key("amount", money, func(p *Price) *Money { return &p.Amount }, "What it costs. The price of a unit may be a part of the smallest coin: 0.005.").
		ReadWith(func(d *schema.Decoder, _, n *front.Node, p *Price) {
			read := money.Read
			if p.Model == "unit" {
				read = readMoney
			}
			read(d, n, schema.At("amount"), &p.Amount)
		}).Required(),
	schema.Key("per", line, func(p *Price) *string { return &p.Per }, "For which length of time (hour, day, week, month, quarter, year), or for unit any word; missing where it is paid once.").Complete().
		ReadWith(func(d *schema.Decoder, _, n *front.Node, p *Price) {
			form := lengths
			if p.Model == "unit" {
				form = line
			}
			form.Read(d, n, schema.At("per"), &p.Per)
		}),
	schema.Key("includes", minutes, func(p *Price) *calendar.Duration { return &p.Includes }, "The hours that a retainer includes.").Complete(),
	schema.Key("carry", schema.Whole(0, 1_000_000, "a number of periods"), func(p *Price) *int { return &p.Carry }, "For how many periods hours that a retainer includes and nobody used stay usable; missing where they are gone with their period.").Complete(),
	schema.Key("over", refer(toPrice, "the id of a price"), func(p *Price) *Ref { return &p.Over }, "The price, by the hour or the unit, of each hour beyond those that a retainer includes.").Complete(),
	schema.Key("cap", money, func(p *Price) *Money { return &p.Cap }, "The most that may be billed in a period before you speak about it. The amount is not cut by it.").Complete(),
).Holds(schema.Agreed).Check(checkUse).Marked(func(p *Price) *Mark { return &p.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, p *Price) {
	includes := n.Get("includes")
	switch {
	case includes.IsBlank() || p.Model == "":
	case p.Model != "retainer":
		d.Errorf(includes.Mark, schema.BadChoice, "only a retainer includes hours, and this price is %s; remove includes, or write model: retainer", p.Model)
	case n.Get("per").IsBlank():
		d.Errorf(n.Mark, schema.MissingField, "a retainer that includes hours has no \"per\"; write per: month, or what it is")
	}
})

// lengths are the lengths of time for which one pays.
var lengths = schema.Choice("hour", "day", "week", "month", "quarter", "year")

var duties = schema.New(
	schema.Key("ours", items, func(d *Duties) *[]Item { return &d.Ours }, "What the provider does.").
		Start("[]", ""),
	schema.Key("yours", items, func(d *Duties) *[]Item { return &d.Yours }, "What the client does.").
		Start("[]", "").Complete(),
).Holds(schema.Agreed)

// until is the key under which the last day of what was taken out stands.
const until = "until"

const (
	rowSinceDoc = "The day on which it was agreed on, where that was later than at the start. Before it, it is in no version of the agreement, and nobody waits for it."
	rowUntilDoc = "The last day on which it was agreed on, where it was taken out: a change says so (affects). It stays where it stands, so that what was agreed before stays true; after that day it is not waited for, asked for or counted any more."
)

// holdsInOrder finds a row that ends before it begins, or that is due before it.
func holdsInOrder(d *schema.Decoder, n *front.Node, from, last, due calendar.Date) {
	switch {
	case from != 0 && last != 0 && last < from:
		d.Errorf(n.Get(until).Mark, BadOrder, "until, %s, is before since, %s; mend one of the dates", last, from)
	case from != 0 && due != 0 && due < from:
		d.Errorf(n.Get(since).Mark, BadOrder, "it is due on %s, before it was agreed on, %s; mend one of the dates", due, from)
	}
}

var milestone = schema.New(
	schema.Key("id", id, func(m *Milestone) *string { return &m.ID }, "The name by which needs and affects mean this milestone.").Required(),
	schema.Key("what", text, func(m *Milestone) *Text { return &m.What }, "What is reached.").Required(),
	schema.Key(since, date, func(m *Milestone) *calendar.Date { return &m.Since }, rowSinceDoc).Begins().Holds(schema.Agreed).Complete(),
	schema.Key(until, date, func(m *Milestone) *calendar.Date { return &m.Until }, rowUntilDoc).Due().Holds(schema.Agreed).Complete(),
	schema.Key("due", date, func(m *Milestone) *calendar.Date { return &m.Due }, "The day that was agreed. It stays as it is: accepted changes and late inputs move it by themselves.").Required(),
	schema.Key("done", date, func(m *Milestone) *calendar.Date { return &m.Done }, "The day on which it was reached.").Comes(),
	schema.Key("forecast", date, func(m *Milestone) *calendar.Date { return &m.Forecast }, "The day on which you now expect it.").Holds(schema.Followed),
	schema.Key("owner", person, func(m *Milestone) *Ref { return &m.Owner }, "Who sees to it.").Holds(schema.Free),
	schema.Key("needs", schema.List(refer(toNeed, "an id")), func(m *Milestone) *[]Ref { return &m.Needs }, "The inputs and milestones that it waits for.").Complete(),
).Holds(schema.Agreed).Marked(func(m *Milestone) *Mark { return &m.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, m *Milestone) {
	holdsInOrder(d, n, m.Since, m.Until, m.Due)
})

var input = schema.New(
	schema.Key("id", id, func(i *Input) *string { return &i.ID }, "The name by which needs and affects mean this input.").Required(),
	schema.Key("what", text, func(i *Input) *Text { return &i.What }, "What the client sends.").Required(),
	schema.Key(since, date, func(i *Input) *calendar.Date { return &i.Since }, rowSinceDoc).Begins().Holds(schema.Agreed).Complete(),
	schema.Key(until, date, func(i *Input) *calendar.Date { return &i.Until }, rowUntilDoc).Due().Holds(schema.Agreed).Complete(),
	schema.Key("from", contact, func(i *Input) *Ref { return &i.From }, "Which of the client's people sends it.").Required(),
	schema.Key("due", date, func(i *Input) *calendar.Date { return &i.Due }, "The day on which it is needed. It or every is required.").Complete(),
	schema.Key("every", rhythm, func(i *Input) *calendar.Rhythm { return &i.Every }, "When it is needed, again and again.").Complete(),
	schema.Key("received", received, func(i *Input) *[]Receipt { return &i.Received }, "When it came. Of what recurs either a list of days, one an occurrence in order, or each with its period: [{for: 2026-10, on: 2026-10-05}], so that none takes the place of another.").Comes().ReadWith(readReceived),
	schema.Key("partly", days, func(i *Input) *[]calendar.Date { return &i.Partly }, "When a part of it came. It goes on to be late, and the page says that a part is there.").Comes(),
	schema.Key("returned", schema.List(schema.MapOf(returned)), func(i *Input) *[]Return { return &i.Returned }, "What came and could not be used. It counts as not received until the day of received after it.").Holds(schema.Recorded),
	schema.Key("reminded", days, func(i *Input) *[]calendar.Date { return &i.Reminded }, "When the client was reminded.").Comes(),
	schema.Key("send_to", sendTo, func(i *Input) *string { return &i.SendTo }, "Where the client sends it. The default is the lead's mail.").Holds(schema.Free),
	sourceOf(func(i *Input) *Source { return &i.Source }),
).Holds(schema.Agreed).Marked(func(i *Input) *Mark { return &i.Mark }).Either("due", "every").Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, i *Input) {
	holdsInOrder(d, n, i.Since, i.Until, i.Due)
})

var rhythms = schema.New(
	schema.Key("update", rhythm, func(r *Rhythm) *calendar.Rhythm { return &r.Update }, "When updates are published.").
		Start("weekly on friday", ""),
	schema.Key("report", rhythm, func(r *Rhythm) *calendar.Rhythm { return &r.Report }, "When reports are published.").
		Start("monthly on 5", ""),
	schema.Key("feedback", rhythm, func(r *Rhythm) *calendar.Rhythm { return &r.Feedback }, "When feedback is asked for.").
		Start("quarterly on 15", ""),
	schema.Key("meeting", schema.MapOf(meetings), func(r *Rhythm) *Meetings { return &r.Meeting }, "The standing meeting.").
		Offer("{every: weekly on tuesday at 10:00, length: 25m, where: https://meet.example}").Holds(schema.Free),
	schema.Key(since, date, func(r *Rhythm) *calendar.Date { return &r.Since }, "The day from which on it holds, where the engagement began before its portal did; the default is the start. Nothing was announced for the days before it.").Due(),
).Holds(schema.Agreed)

var meetings = schema.New(
	schema.Key("every", rhythm, func(m *Meetings) *calendar.Rhythm { return &m.Every }, "When you meet.").Required(),
	schema.Key("length", minutes, func(m *Meetings) *calendar.Duration { return &m.Length }, "How long."),
	schema.Key("where", line, func(m *Meetings) *string { return &m.Where }, "A link or a place."),
).Holds(schema.Free)

var closing = schema.New(
	schema.Key("handover", schema.List(handover), func(c *Closing) *[]Handover { return &c.Handover }, "What the client got at the end."),
	schema.Key("brought", text, func(c *Closing) *Text { return &c.Brought }, "What the engagement brought the client.").Holds(schema.Told),
).Holds(schema.Recorded)

// handover is a text or {what: , done: }.
var handover = schema.Form[Handover]{
	Shape: schema.Shape{Words: text.Words, JSON: text.JSON, Fields: handoverMap.Infos()},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Handover) bool {
		if n.Kind == front.Scalar {
			return text.Read(d, n, at, &v.What)
		}
		return handoverMap.Decode(d, n, at, v)
	},
	AsOf:  handoverMap.AsOf,
	Visit: func(_ *schema.Info, v *Handover, visit func(schema.Value)) { handoverMap.Visit(v, visit) },
}

var handoverMap = schema.New(
	schema.Key("what", text, func(h *Handover) *Text { return &h.What }, "What was given into the client's hands.").Required(),
	schema.Key("done", date, func(h *Handover) *calendar.Date { return &h.Done }, "When.").Comes(),
).Holds(schema.Recorded)

// attachments gathers the files that are published as they are.
func (r *clientReader) attachments(e *Engagement) {
	var names source.Names
	for _, file := range r.tree.Files() {
		name, ok := strings.CutPrefix(file.Name, e.ID+"/")
		if !ok || !strings.HasPrefix(name, "files/") {
			continue
		}
		if had, is, clash := names.Add(name); clash && is == name {
			r.problems.Addf(diag.Position{File: file.Path}, DuplicateURL, "this file and %s%s have one URL; rename one of them", path.Base(had), otherForm(had, name))
		} else if clash {
			r.problems.Addf(diag.Position{File: file.Path}, DuplicateURL, "the folders %s and %s are one on many hosts and disks; rename one of them", diag.Quote(path.Base(had)), diag.Quote(path.Base(is)))
		}
		e.Files = append(e.Files, Attachment{name, file})
	}
}

// otherForm says of two names that look alike in what they differ; "" where it can be seen.
func otherForm(a, b string) string {
	if strings.EqualFold(a, b) {
		return ""
	}
	return ", whose accents are written in another way,"
}

// oneURL reports a file whose URL differs from another's in case, or in how accents are
// written, at most: on many hosts and disks those are one.
func (r *clientReader) oneURL(seen map[string]string, file source.File, url string) {
	folded := source.Fold(url)
	if other, ok := seen[folded]; ok {
		r.problems.Addf(diag.Position{File: file.Path}, DuplicateURL, "this file and %s have one URL; rename one of them", path.Base(other))
		return
	}
	seen[folded] = file.Name
}

// byDate orders what has a date and an id.
func byDate(dateA, dateB calendar.Date, idA, idB string) int {
	return cmp.Or(cmp.Compare(dateA, dateB), cmp.Compare(idA, idB))
}
