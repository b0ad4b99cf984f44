package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// Journal is every entry.
type Journal struct {
	Kinds   []KindCount
	Entries []Entry // newest first; also the silences
	Feed    string
	None    string // said where there is no entry
}

// A KindCount is how many entries of a kind there are.
type KindCount struct {
	Kind  string // update, …
	Label string
	Count string
	First string // anchor of the newest of the kind
}

// journal plans the page of everything that happened, the newest first.
func (c *chapter) journal() (head, *Journal) {
	j := &Journal{Feed: place.News.From(c.at)}
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
		all = append(all, dated{c.entry(n), n.Date})
	}
	for _, s := range c.f.Silences {
		all = append(all, dated{Entry{
			ID: "silence-" + s.To.String(), Kind: "silence", Label: c.say.Get("generated_mark"),
			Href: "#silence-" + s.To.String(),
			Day:  c.p.fullDay(s.To), Title: escape(c.silence(s)),
		}, s.To})
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(b.on, a.on) })
	for _, d := range all {
		j.Entries = append(j.Entries, d.Entry)
	}
	for _, info := range content.Kinds {
		if n := counts[info.Kind]; n > 0 {
			j.Kinds = append(j.Kinds, KindCount{Kind: string(info.Kind), Label: c.say.Kinds(info.Kind), Count: strconv.Itoa(n), First: newest[info.Kind]})
		}
	}
	if len(j.Entries) == 0 {
		j.None = c.say.Get("journal_empty")
		if c.running() && !c.e.Rhythm.Update.IsZero() {
			j.None = c.say.Get("journal_empty_yet")
		}
	}
	return c.head("page_journal"), j
}

// FilterStyle makes the journal's filter work without a script: what is not of the
// chosen kind is hidden, but for what a link has led to.
func FilterStyle() string {
	var hidden []string
	for _, kind := range content.KindNames() {
		hidden = append(hidden, "main:has(#k_"+kind+":checked) .journal>li:not(."+kind+",:target)")
	}
	return strings.Join(hidden, ",") + "{display:none}"
}

// silence says that nothing changed, or where something did, that nothing was written.
func (c *chapter) silence(s facts.Silence) string {
	key := "no_change_since"
	if c.moved(max(s.SinceOn+1, c.e.Start), s.To) {
		key = "nothing_written_since"
	}
	if s.Since == "" {
		return c.say.Say(key+"_start", "date", c.say.Date(c.e.Start))
	}
	entry := c.say.Date(s.SinceOn)
	id := s.Since[strings.LastIndex(s.Since, "/")+1:]
	if n := c.e.Entry(id); n != nil && strings.HasPrefix(s.Since, "journal/") {
		entry = c.say.Say("entry_of", "title", c.say.Plain(n.Title), "date", c.say.Date(s.SinceOn))
	} else if r := c.e.Report(id); r != nil {
		entry = c.say.Say("entry_of", "title", c.say.Plain(r.Title), "date", c.say.Date(s.SinceOn))
	}
	return c.say.Say(key, "entry", entry)
}

// moved tells whether the work went on between two days, whatever was written of it.
func (c *chapter) moved(from, to calendar.Date) bool {
	within := func(d calendar.Date) bool { return from <= d && d <= to }
	return slices.ContainsFunc(c.f.Milestones, func(m facts.Milestone) bool { return within(m.Done) }) ||
		slices.ContainsFunc(c.f.Inputs, func(i facts.Input) bool {
			return within(i.Received) || slices.ContainsFunc(i.Partly, within)
		}) ||
		slices.ContainsFunc(c.f.Requests, func(r facts.Request) bool {
			return within(calendar.DateOf(r.Opened)) || !r.Resolved.IsZero() && within(calendar.DateOf(r.Resolved))
		}) ||
		slices.ContainsFunc(c.e.Entries, func(n *content.Entry) bool {
			return n.Change != nil && within(n.Change.Accepted) || n.Decision != nil && within(n.Decision.Decided) || n.Question != nil && within(n.Question.Answered)
		})
}
