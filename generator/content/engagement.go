package content

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/source"
)

// engagement reads the engagement in a folder, with all that happened in it.
func (r *clientReader) engagement(c *Client, folder string) {
	at := diag.Position{File: path.Join(r.tree.Prefix(), folder)}
	switch {
	case slices.Contains(reserved, folder):
		r.problems.Addf(at, source.BadName, "an engagement cannot be called %s, since the portal has a folder of that name; rename it", diag.Quote(folder))
		r.use(folder)
		return
	case !isFolderName(folder):
		r.problems.Addf(at, source.BadName, "%s cannot be the id of an engagement; name the folder with lower-case letters, digits and hyphens", diag.Quote(folder))
	}
	e := &Engagement{ID: folder}
	within := r.scope
	r.refs = r.refs[:0]
	// One after the other: what engagement.md defines is known before the
	// files that refer to it are read.
	if file, ok := r.tree.Lookup(folder + "/engagement.md"); !ok {
		r.problems.Addf(at, MissingField, "the folder of an engagement has no engagement.md; write one, or move the folder away")
		r.use(folder + "/data") // which of them a KPI would name is not known
	} else if d, hidden := r.open(file, &e.File, &r.refs); hidden {
		c.Hidden = append(c.Hidden, r.use(folder)...)
		return
	} else if d != nil && d.engagement(e) {
		within = r.scope.with(e.scope())
		c.Engagements = append(c.Engagements, e)
		for i := range e.KPIs {
			r.series(e, &e.KPIs[i])
		}
	} else {
		r.use(folder + "/data")
	}
	r.journal(e)
	r.reports(e)
	r.requests(e)
	r.time(e)
	r.attachments(e)
	resolve(r.refs, within, r.drafts, r.problems)
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
	s := scope{toTurnaround: nil, toPrice: nil, toKPI: nil, toNeed: nil, toPart: nil}
	for _, t := range e.Turnaround {
		s[toTurnaround] = append(s[toTurnaround], t.ID)
	}
	for _, p := range e.Pricing {
		s[toPrice] = append(s[toPrice], p.ID)
	}
	for _, m := range e.Plan {
		s[toNeed] = append(s[toNeed], m.ID)
	}
	for _, i := range e.Inputs {
		s[toNeed] = append(s[toNeed], i.ID)
	}
	for _, k := range e.KPIs {
		s[toKPI] = append(s[toKPI], k.ID)
	}
	s[toPart] = slices.Concat(s[toNeed], s[toKPI])
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

// KPI returns the KPI with an id, or nil.
func (e *Engagement) KPI(id string) *KPI {
	return find(e.KPIs, func(k *KPI) bool { return k.ID == id })
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

// Price returns the line of the price list with an id, or nil.
func (e *Engagement) Price(id string) *Price {
	return find(e.Pricing, func(p *Price) bool { return p.ID == id })
}

// TurnaroundOf returns the turnaround with an id, or nil.
func (e *Engagement) TurnaroundOf(id string) *Turnaround {
	return find(e.Turnaround, func(t *Turnaround) bool { return t.ID == id })
}

func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// engagement reads engagement.md.
func (d *decoder) engagement(e *Engagement) bool {
	o, ok := d.top(&e.File, "engagement.md")
	if !ok {
		return false
	}
	o.text("title", &e.Title)
	choice(o, "status", &e.Status, Proposed, Active, Paused, Closed)
	list(o, "paused", &e.Paused, readStretch)
	o.date("closed", &e.Closed)
	o.date("start", &e.Start)
	o.date("end", &e.End)
	o.ref("lead", &e.Lead, toPerson)
	o.listRefs("team", &e.Team, toPerson)
	o.ref("service", &e.Service, toService)
	o.listRefs("goals", &e.Goals, toGoal)
	o.text("value", &e.Value)
	o.scope(&e.Scope)
	list(o, "turnaround", &e.Turnaround, readTurnaround)
	list(o, "pricing", &e.Pricing, readPrice)
	o.duties(&e.Duties)
	list(o, "kpis", &e.KPIs, readKPI)
	list(o, "plan", &e.Plan, readMilestone)
	list(o, "inputs", &e.Inputs, readInput)
	o.rhythms(&e.Rhythm)
	quiet := "say-so"
	choice(o, "quiet", &quiet, "say-so", "off")
	e.Quiet = quiet == "off"
	o.closing(&e.Closing)
	o.end("title", "status", "start", "lead", "scope", "turnaround", "pricing")
	d.agreement(o, e)
	return true
}

// agreement checks what holds between the fields of an engagement.
func (d *decoder) agreement(o *object, e *Engagement) {
	for _, name := range []string{"turnaround", "pricing"} {
		o.filled(name)
	}
	if n := o.n.Get("end"); e.End != 0 && e.End < e.Start {
		d.errorf(n.Mark, BadOrder, "the end, %s, is before the start, %s; write the later date in \"end\"", e.End, e.Start)
	}
	if n := o.n.Get("closed"); e.Closed != 0 && e.Closed < e.Start {
		d.errorf(n.Mark, BadOrder, "closed on %s, before the start, %s; mend one of the dates", e.Closed, e.Start)
	}
	if e.Status == Closed && o.n.Get("closed").IsBlank() {
		d.errorf(o.n.Get("status").Mark, ClosedMissing, "the engagement is closed, and no day says since when; add closed: with its date")
	}
	d.distinct(map[string]Mark{}, "turnaround", o.n.Get("turnaround"))
	d.distinct(map[string]Mark{}, "pricing", o.n.Get("pricing"))
	d.distinct(map[string]Mark{}, "plan, inputs and kpis", o.n.Get("plan"), o.n.Get("inputs"), o.n.Get("kpis"))
	d.cycles(e.Plan)
}

// filled reports a required list that is empty.
func (o *object) filled(name string) {
	if n := o.n.Get(name); n != nil && n.Kind == front.List && len(n.Kids) == 0 {
		o.d.errorf(n.Mark, MissingField, "%s in %s is empty; add at least one", name, o.what)
	}
}

func readStretch(d *decoder, n *front.Node, what string, s *Stretch) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.stretch(&s.From, &s.To)
	o.end("from")
	return s.From != 0
}

func (o *object) scope(s *Scope) {
	n := o.get("scope")
	if n == nil {
		return
	}
	p, ok := o.d.object(n, "scope")
	if !ok {
		return
	}
	p.items("includes", &s.Includes)
	p.items("excludes", &s.Excludes)
	p.items("deliverables", &s.Deliverables)
	p.items("assumptions", &s.Assumptions)
	p.text("best_case", &s.BestCase)
	p.text("worst_case", &s.WorstCase)
	p.end("includes")
	p.filled("includes")
}

func (o *object) duties(s *Duties) {
	n := o.get("duties")
	if n == nil {
		return
	}
	p, ok := o.d.object(n, "duties")
	if !ok {
		return
	}
	p.items("ours", &s.Ours)
	p.items("yours", &s.Yours)
	p.end()
}

func readTurnaround(d *decoder, n *front.Node, what string, t *Turnaround) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	t.Mark = n.Mark
	o.id("id", &t.ID)
	o.text("request", &t.Request)
	clock := "working"
	choice(o, "clock", &clock, "working", "always")
	t.Always = clock == "always"
	o.duration("respond", &t.Respond)
	o.duration("resolve", &t.Resolve)
	o.end("id", "request")
	if o.n.Get("respond").IsBlank() && o.n.Get("resolve").IsBlank() {
		d.errorf(n.Mark, MissingField, "%s has neither \"respond\" nor \"resolve\"; add one of them", o.what)
	}
	if t.Always {
		for name, promise := range map[string]calendar.Duration{"respond": t.Respond, "resolve": t.Resolve} {
			if promise.Unit == calendar.Days {
				d.errorf(n.Get(name).Mark, BadDuration, "%s is in days, but the clock runs always; write it in hours, such as %dh", promise, 24*max(1, promise.N))
			}
		}
	}
	return true
}

func readPrice(d *decoder, n *front.Node, what string, p *Price) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	p.Mark = n.Mark
	o.id("id", &p.ID)
	o.text("item", &p.Item)
	choice(o, "model", &p.Model, "fixed", "retainer", "hourly", "unit")
	o.money("amount", &p.Amount)
	if p.Model == "unit" {
		o.line("per", &p.Per)
	} else {
		choice(o, "per", &p.Per, "hour", "day", "week", "month", "quarter", "year")
	}
	o.minutes("includes", &p.Includes)
	o.end("id", "item", "model", "amount")
	if includes := n.Get("includes"); !includes.IsBlank() && p.Model != "" {
		switch {
		case p.Model != "retainer":
			d.errorf(includes.Mark, BadChoice, "only a retainer includes hours, and this price is %s; remove includes, or write model: retainer", p.Model)
		case n.Get("per").IsBlank():
			d.errorf(n.Mark, MissingField, "a retainer that includes hours has no \"per\"; write per: month, or what it is")
		}
	}
	return true
}

func readMilestone(d *decoder, n *front.Node, what string, m *Milestone) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	m.Mark = n.Mark
	o.id("id", &m.ID)
	o.text("what", &m.What)
	o.date("due", &m.Due)
	o.date("done", &m.Done)
	o.date("forecast", &m.Forecast)
	o.ref("owner", &m.Owner, toPerson)
	o.listRefs("needs", &m.Needs, toNeed)
	o.end("id", "what", "due")
	return true
}

func readInput(d *decoder, n *front.Node, what string, i *Input) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	i.Mark = n.Mark
	o.id("id", &i.ID)
	o.text("what", &i.What)
	o.ref("from", &i.From, toPerson)
	o.date("due", &i.Due)
	o.rhythm("every", &i.Every)
	if o.n.Get("every").IsBlank() {
		var received calendar.Date
		if o.n.Get("received") != nil && o.n.Get("received").Kind == front.List {
			o.get("received")
			d.errorf(o.n.Get("received").Mark, WrongType, "received must be one date where an input is due once; write received: 2026-03-13, or give the input a rhythm with every:")
		} else if o.date("received", &received); received != 0 {
			i.Received = []calendar.Date{received}
		}
	} else {
		list(o, "received", &i.Received, readReceived)
	}
	if reminded := o.n.Get("reminded"); reminded != nil && reminded.Kind == front.Scalar {
		var once calendar.Date
		if o.date("reminded", &once); once != 0 {
			i.Reminded = []calendar.Date{once}
		}
	} else {
		o.dates("reminded", &i.Reminded)
	}
	o.end("id", "what", "from")
	if o.n.Get("due").IsBlank() && o.n.Get("every").IsBlank() {
		d.errorf(n.Mark, MissingField, "%s has neither \"due\" nor \"every\"; add one of them", o.what)
	}
	return true
}

// readReceived reads the date of an occurrence, or nothing where it was not
// received: null, or an empty text, since TOML has no null.
func readReceived(d *decoder, n *front.Node, what string, v *calendar.Date) bool {
	if n.IsBlank() {
		return true
	}
	return readDate(d, n, what, v)
}

func (o *object) rhythms(r *Rhythm) {
	n := o.get("rhythm")
	if n == nil {
		return
	}
	p, ok := o.d.object(n, "rhythm")
	if !ok {
		return
	}
	p.rhythm("update", &r.Update)
	p.rhythm("report", &r.Report)
	p.rhythm("feedback", &r.Feedback)
	if meeting := p.get("meeting"); meeting != nil {
		if q, ok := o.d.object(meeting, "meeting"); ok {
			q.rhythm("every", &r.Meeting.Every)
			q.minutes("length", &r.Meeting.Length)
			q.line("where", &r.Meeting.Where)
			q.end("every")
		}
	}
	p.end()
}

func (o *object) closing(c *Closing) {
	n := o.get("closing")
	if n == nil {
		return
	}
	p, ok := o.d.object(n, "closing")
	if !ok {
		return
	}
	list(p, "handover", &c.Handover, readHandover)
	p.text("brought", &c.Brought)
	p.end()
}

func readHandover(d *decoder, n *front.Node, what string, h *Handover) (ok bool) {
	if n.Kind == front.Scalar {
		h.What, ok = d.text(n, "an element of "+what)
		return ok
	}
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.text("what", &h.What)
	o.date("done", &h.Done)
	o.end("what")
	return true
}

var ten = Tolerance{Value: decimal.NewFromInt(10), Percent: true}

func readKPI(d *decoder, n *front.Node, what string, k *KPI) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	k.Mark, k.Direction, k.Tolerance = n.Mark, Up, ten
	o.id("id", &k.ID)
	o.text("name", &k.Name)
	o.ref("goal", &k.Goal, toGoal)
	o.line("unit", &k.Unit)
	choice(o, "direction", &k.Direction, Up, Down, Within)
	o.target(&k.Target, k.Direction)
	o.baseline(&k.Baseline)
	o.date("by", &k.By)
	value(o, "tolerance", &k.Tolerance, BadNumber, parseTolerance)
	o.text("means", &k.Means)
	o.figures(k)
	o.end("id", "name")
	if k.By != 0 && k.Baseline.At != 0 && k.By <= k.Baseline.At {
		d.errorf(n.Get("by").Mark, BadOrder, "by, %s, is not after the baseline, %s; write a later date in \"by\"", k.By, k.Baseline.At)
	}
	return true
}

// target reads a number, or [low, high] where the direction is within.
func (o *object) target(t *Target, direction Direction) {
	n := o.get("target")
	if n == nil {
		return
	}
	d := o.d
	switch {
	case n.Kind != front.List && direction == Within && !o.n.Get("direction").IsBlank():
		d.errorf(n.Mark, BadRange, "target must be a range where direction is within; write it as [low, high]")
	case n.Kind != front.List:
		o.number("target", &t.Low)
		t.High = t.Low
		t.Set = !n.IsBlank()
	case direction != Within:
		d.errorf(n.Mark, BadRange, "target is a range, but direction is %s; write one number, or direction: within", direction)
	case len(n.Kids) != 2:
		d.errorf(n.Mark, BadRange, "target has %d numbers; write it as [low, high]", len(n.Kids))
	default:
		var ends []decimal.Decimal
		for _, kid := range n.Kids {
			raw, ok := d.scalar(kid, "an element of target")
			if !ok {
				return
			}
			number, err := parseNumber(raw)
			if err != nil {
				d.errorf(kid.Mark, BadNumber, "%s", err)
				continue
			}
			ends = append(ends, number)
		}
		if len(ends) < 2 {
			return
		}
		if !ends[0].LessThan(ends[1]) {
			d.errorf(n.Mark, BadRange, "the range from %s to %s is empty; write the lower number first", ends[0], ends[1])
			return
		}
		*t = Target{true, ends[0], ends[1]}
	}
}

func (o *object) baseline(b *Baseline) {
	n := o.get("baseline")
	if n == nil {
		return
	}
	p, ok := o.d.object(n, "baseline")
	if !ok {
		return
	}
	p.number("value", &b.Value)
	p.date("at", &b.At)
	p.end("value", "at")
}

func parseTolerance(s string) (Tolerance, error) {
	number, percent := strings.CutSuffix(s, "%")
	v, err := parseNumber(strings.TrimSpace(number))
	if err != nil || v.IsNegative() {
		return Tolerance{}, errTolerance(s)
	}
	return Tolerance{v, percent}, nil
}

type errTolerance string

func (e errTolerance) Error() string {
	return diag.Quote(string(e)) + " is not a tolerance; write a percentage of the target, 10%, or a number in the KPI's unit"
}

// figures reads a series that stands in the file itself; one that stands in a
// CSV file is read when the engagement has been.
func (o *object) figures(k *KPI) {
	n := o.get("series")
	if n == nil {
		return
	}
	d := o.d
	switch n.Kind {
	case front.Scalar:
		k.SeriesFile = Ref{strings.TrimSpace(n.Raw), n.Mark}
	case front.List:
		d.errorf(n.Mark, WrongType, "series must be a file or a map, not a list; write it as data/%s.csv or {2026-08: 310}", k.ID)
	case front.Map:
		table := figureTable{d: d}
		for i, key := range n.Keys {
			raw, ok := d.scalar(n.Kids[i], "a figure of series")
			if ok {
				table.add(strings.TrimSpace(key.Name), key.Mark, raw, n.Kids[i].Mark, "")
			}
		}
		k.Series = table.sorted()
	}
}

// attachments gathers the files that are published as they are.
func (r *clientReader) attachments(e *Engagement) {
	seen := map[string]string{}
	for _, file := range r.tree.Files() {
		name, ok := strings.CutPrefix(file.Name, e.ID+"/")
		if !ok || !strings.HasPrefix(name, "files/") {
			continue
		}
		r.oneURL(seen, file, name)
		e.Files = append(e.Files, Attachment{name, file})
	}
}

// oneURL reports a file whose URL differs from another's in case at most: on
// many hosts and disks those are one.
func (r *clientReader) oneURL(seen map[string]string, file source.File, url string) {
	folded := strings.ToLower(url)
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
