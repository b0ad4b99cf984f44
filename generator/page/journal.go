package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// Journal is every entry.
type Journal struct {
	Kinds  []KindCount
	Months []JournalMonth // the newest first
	Older  []JournalMonth // what is not shown at once
	More   string         // "134 older entries": Older; ""
	Shown  string         // "{n} of {all}", for a script to fill in
	Feed   string
	None   string // said where there is no entry
}

// A JournalMonth is what was entered in a month, the newest first; also the silences.
type JournalMonth struct {
	Name    string // "October 2026"
	Entries []Entry
}

// A KindCount is how many entries of a kind there are.
type KindCount struct {
	Kind  string // update, …
	Label string
	Count string
	First string // anchor of the newest of the kind
}

// journalAtOnce is how many entries the journal shows at once.
const journalAtOnce = 20

// journal plans the page of everything that happened, the newest first.
func (c *chapter) journal() (head, *Journal) {
	j := &Journal{Feed: place.News.From(c.at), Kinds: c.kindCounts()}
	j.Shown = c.say.Say("journal_shown", "n", "{n}", "all", "{all}")
	all := c.journalEntries()
	at := journalAtOnce
	if len(all) < journalAtOnce*5/4 { // a few more take no more room than to say so
		at = len(all)
	}
	j.Months, j.Older = c.byMonth(all[:at]), c.byMonth(all[at:])
	if n := len(all) - at; n > 0 {
		j.More = c.say.Plural("journal_older", n)
	}
	if len(all) == 0 {
		j.None = c.say.Get("journal_empty")
		if c.running() && !c.e.Rhythm.Update.IsZero() {
			j.None = c.say.Get("journal_empty_yet")
		}
	}
	return c.head("page_journal"), j
}

// kindCounts are the kinds of which there are entries, in their order.
func (c *chapter) kindCounts() []KindCount {
	counts, newest := map[content.Kind]int{}, map[content.Kind]string{}
	for _, n := range c.e.Entries {
		counts[n.Kind]++
		newest[n.Kind] = n.ID
	}
	var kinds []KindCount
	for _, info := range content.Kinds {
		if n := counts[info.Kind]; n > 0 {
			kinds = append(kinds, KindCount{Kind: string(info.Kind), Label: c.say.Kinds(info.Kind), Count: strconv.Itoa(n), First: newest[info.Kind]})
		}
	}
	return kinds
}

// A dated is an entry with its day.
type dated struct {
	Entry
	on calendar.Date
}

// journalEntries are the entries and the silences, the newest first.
func (c *chapter) journalEntries() []dated {
	var all []dated
	for _, n := range c.e.Entries {
		e := c.entry(n)
		c.p.memo.said[n] = wordsOf(e)
		all = append(all, dated{e, n.Date})
	}
	for _, s := range c.f.Silences {
		all = append(all, dated{Entry{
			ID: "silence-" + s.To.String(), Kind: "silence", Label: c.say.Get("generated_mark"),
			Href: "#silence-" + s.To.String(),
			Day:  c.p.fullDay(s.To), Short: c.say.Short(s.To), Title: escape(c.silence(s)),
		}, s.To})
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(b.on, a.on) })
	return all
}

// byMonth puts entries below the names of their months.
func (c *chapter) byMonth(all []dated) []JournalMonth {
	var months []JournalMonth
	for _, d := range all {
		name := phrase.Capital(c.say.Month(d.on))
		if n := len(months); n == 0 || months[n-1].Name != name {
			months = append(months, JournalMonth{Name: name})
		}
		last := &months[len(months)-1]
		last.Entries = append(last.Entries, d.Entry)
	}
	return months
}

// FilterStyle makes the journal's filter work without a script: what is not of the
// chosen kind is hidden, but for what a link has led to, and with it the months that hold
// nothing else. What is older than is shown at once is then shown too.
func FilterStyle() string {
	var hidden []string
	for _, kind := range content.KindNames() {
		chosen := "main:has(#k_" + kind + ":checked) "
		hidden = append(hidden, chosen+".journal>li:not(."+kind+",:target)", chosen+".month:not(:has(."+kind+",:target))")
	}
	const older = "main:has(.kinds input:not(#k_all):checked) .older"
	return older + "::details-content{content-visibility:visible;block-size:auto}" + older + ">summary," + strings.Join(hidden, ",") + "{display:none}"
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
