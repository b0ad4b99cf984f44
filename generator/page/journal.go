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

// Journal is every entry, or where these are too many for a page, the latest or those of a year.
type Journal struct {
	Years  []JournalYear // all of them, where the journal is parted
	Kinds  []KindCount
	Months []JournalMonth // the newest first
	Older  []JournalMonth // what is not shown at once
	More   string         // "134 older entries": Older; ""
	Shown  string         // "{n} of {all}", for a script to fill in
	Feed   string
	None   string // said where there is no entry
}

// A JournalYear is a year of a journal that is parted.
type JournalYear struct {
	Name  string
	Count string
	Href  string
	Here  bool
	Year  string // "2026", by which a script finds the page of an entry
	Also  string // ids that begin with no day of the year, with spaces between them
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

// journal plans the page of everything that happened, the newest first; where that is too much for
// a page, of the latest.
func (c *chapter) journal() (head, *Journal) {
	h, entries := c.head("page_journal"), c.e.Entries
	if place.ByYear(c.e) {
		entries = entries[len(entries)-journalAtOnce:]
		since := entries[0].Date
		return h, c.journalPage(entries, slices.DeleteFunc(slices.Clone(c.f.Silences), func(s facts.Silence) bool { return s.To < since }))
	}
	return h, c.journalPage(entries, c.f.Silences)
}

// journalOf plans the page of a year.
func (c *chapter) journalOf(year calendar.Period) (head, *Journal) {
	h := c.p.head("page_journal")
	h.title += " " + c.say.Period(year)
	h.heading = escape(h.title)
	h.title = c.say.Say("title_page", "page", h.title, "site", c.say.Plain(c.e.Title))
	entries := slices.DeleteFunc(slices.Clone(c.e.Entries), func(n *content.Entry) bool { return !year.Contains(n.Date) })
	silences := slices.DeleteFunc(slices.Clone(c.f.Silences), func(s facts.Silence) bool { return !year.Contains(s.To) })
	return h, c.journalPage(entries, silences)
}

// journalYears are the years in which there is something to show, the newest first; none where the
// journal is one page.
func (c *chapter) journalYears() []calendar.Period {
	if !place.ByYear(c.e) {
		return nil
	}
	var years []calendar.Period
	for _, n := range c.e.Entries {
		years = append(years, calendar.PeriodOf(calendar.Year, n.Date))
	}
	for _, s := range c.f.Silences {
		years = append(years, calendar.PeriodOf(calendar.Year, s.To))
	}
	slices.SortFunc(years, func(a, b calendar.Period) int { return cmp.Compare(b.From, a.From) })
	return slices.Compact(years)
}

// yearLinks lead to the years of a journal that is parted.
func (c *chapter) yearLinks() []JournalYear {
	years := c.journalYears()
	if years == nil {
		return nil
	}
	counts, odd := map[string]int{}, map[string][]string{}
	for _, n := range c.e.Entries {
		year := calendar.PeriodOf(calendar.Year, n.Date).String()
		counts[year]++
		if !strings.HasPrefix(n.ID, year+"-") {
			odd[year] = append(odd[year], n.ID)
		}
	}
	var links []JournalYear
	for _, y := range years {
		at, year := place.JournalOf(c.e, y.From), y.String()
		links = append(links, JournalYear{
			Name: c.say.Period(y), Year: year, Count: strconv.Itoa(counts[year]), Href: at.From(c.at), Here: at.File == c.at,
			Also: strings.Join(odd[year], " "),
		})
	}
	return links
}

// journalPage lists entries and silences, in the order of their days.
func (c *chapter) journalPage(entries []*content.Entry, silences []facts.Silence) *Journal {
	j := &Journal{Feed: place.News.From(c.at), Kinds: c.kindCounts(entries), Years: c.yearLinks()}
	j.Shown = c.say.Say("journal_shown", "n", "{n}", "all", "{all}")
	all := c.journalEntries(entries, silences)
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
	return j
}

// kindCounts are the kinds of which there are entries, in their order.
func (c *chapter) kindCounts(entries []*content.Entry) []KindCount {
	counts, newest := map[content.Kind]int{}, map[content.Kind]string{}
	for _, n := range entries {
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
func (c *chapter) journalEntries(entries []*content.Entry, silences []facts.Silence) []dated {
	var all []dated
	for _, n := range entries {
		e := c.entry(n)
		c.p.memo.said[n] = wordsOf(e)
		if place.Entry(c.e, n).File != c.at {
			e.Stands = e.Href
		}
		all = append(all, dated{e, n.Date})
	}
	for _, s := range silences {
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
