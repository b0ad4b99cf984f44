package content

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// The canonical text of an agreement is what is agreed, in a form that does not
// depend on how and where it was written: neither on the order of keys, nor on YAML,
// TOML or JSON, comments, white space, the language, the theme or the system. Its
// SHA-256 is the agreement's fingerprint.
//
//   - The text is UTF-8 in Unicode's normal form C. Each line ends in a line feed.
//   - The first line is "rapport agreement 1": the name and the version of the form.
//   - Every other line is one value: the keys that lead to it, in the place of a list's
//     index the id of the element, or its first value where it has none; then the
//     value. They are separated by tabs. Within them a run of white space is one space.
//   - Values are written in one way: dates as 2026-10-02, durations in the largest of
//     days, hours and minutes that fit, numbers without zeros at their ends, amounts with
//     their currency. What is empty is left out, and so is a value that holds where none
//     is written: keys that a later Rapport knows change no fingerprint of today.
//   - The lines after the first are in the order of their bytes.
//   - What an accepted change adds by its words (a line of the scope or the duties, a
//     milestone, an input) is in no version before that change, though it stands in the file.
//   - A milestone or input with since or until is in the versions of these days alone, and
//     so is each need of it.
//
// It has what is agreed in engagement.md, and not what happened: of turnaround,
// pricing and kpis the versions in force, and no `since` or `until`; the provider's time zone and
// weekly hours in force; and a line for each accepted change, with its day.
const canonicalForm = "rapport agreement 1"

// A clause is a line of an agreement that is in force on some days.
type clause struct {
	text         string
	words        string        // of the line, milestone or input that it belongs to; "" for any other
	since, until calendar.Date // until is the first day on which it no longer is; each zero for none
}

// An Agreement is all that was ever agreed in an engagement, from which its canonical text of
// any day is written.
type Agreement struct {
	clauses []clause // by text; of an accepted change, too
}

// Agreement gathers what was agreed.
func (e *Engagement) Agreement() *Agreement {
	a := &Agreement{clauses: slices.Clone(e.clauses)}
	added := e.addedBy()
	for i := range a.clauses {
		c := &a.clauses[i]
		c.since = max(c.since, added[c.words])
	}
	for _, entry := range e.Entries {
		if entry.Change != nil && entry.Change.IsAgreed() {
			a.clauses = append(a.clauses, clause{text: changeClause(entry), since: entry.Change.Accepted})
		}
	}
	slices.SortStableFunc(a.clauses, func(a, b clause) int { return strings.Compare(a.text, b.text) })
	return a
}

// On writes the canonical text of what is agreed on a day, under the provider's
// working hours of that day. The error is that of writing.
func (a *Agreement) On(w io.Writer, day calendar.Date, zone *time.Location, week [7][]calendar.Span) error {
	hours := []string{clauseOf("timezone", zone.String())}
	for weekday, spans := range week {
		for _, s := range spans {
			hours = append(hours, clauseOf("hours", strings.ToLower(time.Weekday(weekday).String()), s.String()))
		}
	}
	slices.Sort(hours)
	b := bufio.NewWriter(w)
	line := func(text string) {
		b.WriteString(text)
		b.WriteByte('\n')
	}
	line(canonicalForm)
	for _, c := range a.clauses {
		if day < c.since || c.until != 0 && c.until <= day {
			continue
		}
		for len(hours) > 0 && hours[0] < c.text {
			line(hours[0])
			hours = hours[1:]
		}
		line(c.text)
	}
	for _, text := range hours {
		line(text)
	}
	return b.Flush()
}

// addedBy returns the days of the accepted changes that first add something, by its words.
func (e *Engagement) addedBy() map[string]calendar.Date {
	days := map[string]calendar.Date{}
	for _, entry := range e.Entries {
		if entry.Change == nil || !entry.Change.IsAgreed() {
			continue
		}
		for _, item := range entry.Change.Adds {
			words := clauseOf(item.What.Raw)
			if first, again := days[words]; words != "" && (!again || entry.Change.Accepted < first) {
				days[words] = entry.Change.Accepted
			}
		}
	}
	return days
}

// clauseOf is the line of steps and a value.
func clauseOf(steps ...string) string {
	for i, s := range steps {
		steps[i] = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	}
	return strings.Join(steps, "\t")
}

// changeClause is an accepted change in a line, so that which of its parts belong
// together stays known without its name.
func changeClause(entry *Entry) string {
	c := entry.Change
	steps := []string{"change", c.Accepted.String(), "accepted_by", c.AcceptedBy.ID}
	list := func(key string, values []string) {
		slices.Sort(values)
		for _, v := range values {
			steps = append(steps, key, v)
		}
	}
	items := func(key string, items []Item) {
		var all []string
		for _, i := range items {
			all = append(all, strings.TrimSpace(i.What.Raw+" "+i.Detail.Raw))
		}
		list(key, all)
	}
	items("adds", c.Adds)
	items("removes", c.Removes)
	var affects []string
	for _, r := range slices.Concat(entry.Affects, entry.TookOut) {
		affects = append(affects, r.ID)
	}
	list("affects", affects)
	if c.Price.Currency != "" {
		steps = append(steps, "price", c.Price.Plain())
	}
	if c.Days != 0 {
		steps = append(steps, "days", strconv.Itoa(c.Days))
	}
	return clauseOf(steps...)
}

// statusKey is where an engagement stands, which happens and is not agreed.
const statusKey = "status"

// agree gathers what engagement.md says is agreed.
func (e *Engagement) agree(d *schema.Decoder) {
	quiet := *d
	quiet.Problems, quiet.References = &diag.List{}, &[]schema.Reference{} // they were reported
	var plain []schema.Info
	for _, info := range engagement.Infos() {
		switch {
		case info.Key == statusKey:
		case info.Versions:
			e.agreeVersions(&quiet, info, e.front.Get(info.Key))
		default:
			plain = append(plain, info)
		}
	}
	all := quiet.Record(e.front, plain...)
	rows := map[string]inForce{}
	for _, p := range all.Parts {
		if p.Key == "plan" || p.Key == "inputs" {
			rows[p.ID] = daysOf(p)
		}
	}
	e.addClauses(all, nil, inForce{}, "", rows)
}

// inForce are the days on which a clause is in force, as clause has them.
type inForce struct{ since, until calendar.Date }

// daysOf returns the days on which a milestone or input was agreed on.
func daysOf(p *schema.Record) inForce {
	of := inForce{since: p.Day}
	if last, err := calendar.ParseDate(p.Value(until)); err == nil {
		of.until = last + 1
	}
	return of
}

// within returns the days that are among others too.
func (d inForce) within(other inForce) inForce {
	d.since = max(d.since, other.since)
	if other.until != 0 && (d.until == 0 || other.until < d.until) {
		d.until = other.until
	}
	return d
}

// agreeVersions gathers the terms of a list, each version for its days.
func (e *Engagement) agreeVersions(d *schema.Decoder, info schema.Info, list *front.Node) {
	if list == nil || list.Kind != front.List {
		return
	}
	type term struct {
		whole      *front.Node
		first, end int // of its clauses
	}
	last := map[string]term{}
	for _, kid := range list.Kids {
		id, t, from := idOf(kid), term{whole: kid, first: len(e.clauses)}, calendar.Date(0)
		if n := kid.Get(since); !n.IsBlank() {
			date.Read(d, n, schema.At(since), &from)
		}
		if before, again := last[id]; again {
			t.whole = kid.Over(before.whole, since)
			for i := before.first; i < before.end; i++ {
				e.clauses[i].until = from
			}
		}
		e.addClauses(d.Record(t.whole, info.Fields...), []string{info.Key, id}, inForce{since: from}, "", nil)
		t.end = len(e.clauses)
		last[id] = t
	}
}

// addClauses adds a line for each value of a record that is agreed. Words are those of
// what the record is in, "" where it has none; rows are the days of milestones and inputs.
func (e *Engagement) addClauses(r *schema.Record, steps []string, on inForce, words string, rows map[string]inForce) {
	add := func(more ...string) {
		e.clauses = append(e.clauses, clause{clauseOf(slices.Concat(steps, more)...), words, on.since, on.until})
	}
	isAgreed := func(i *schema.Info) bool { return i.Role == schema.Agreed || i.Role == schema.Described }
	for _, v := range r.Values {
		isUsual := v.Info.Absent != "" && v.Text == v.Info.Absent
		if isAgreed(v.Info) && !isUsual && v.Info.Key != "id" && v.Info.Key != since && v.Info.Key != until {
			add(v.Info.Key, v.Text)
		}
	}
	for _, p := range r.Parts {
		if !isAgreed(p.Info) {
			continue
		}
		of := words
		switch what := p.Value("what"); {
		case p.Words:
			of = clauseOf(p.ID)
		case what != "":
			of = clauseOf(what)
		}
		during := on
		if len(steps) == 0 || p.Key == "needs" {
			during = on.within(rows[p.ID])
		}
		path := append(slices.Clone(steps), p.Key)
		if p.ID != "" {
			path = append(path, p.ID)
			e.clauses = append(e.clauses, clause{clauseOf(slices.Clone(path)...), of, during.since, during.until})
		}
		e.addClauses(p, path, during, of, rows)
	}
}
