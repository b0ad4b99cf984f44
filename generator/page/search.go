package page

import (
	"encoding/json"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/markdown"
	"rapport/generator/place"
)

// A catalogue is what the search of a portal looks through: what stands on its pages,
// as plain text. It is made of the content and not of the pages, because every
// page names its file and the name depends on what it holds.
//
// The words are not taken apart here: the browser does that with the same rules for
// them and for what a reader types.
type catalogue struct {
	p        *planner
	sections []string
	last     foundAt  // not among docs yet, if it is at any place
	docs     [][]byte // all others, as JSON in pieces, since a client of many years has 30 MB of them
}

// What stands in the script before what is found, and behind it.
type (
	beforeFound struct {
		Sections []string `json:"sections"`
	}
	behindFound struct {
		Parted  bool   `json:"parted,omitempty"` // the language joins words to long ones, of which the last parts are sought, too
		Engine  string `json:"engine"`           // the script that it runs on, below the portal's root
		Ask     string `json:"ask"`              // what is offered where nothing is found
		AskHref string `json:"askHref"`
	}
)

// searchName has no fingerprint: every page names the script, and would change with
// every new entry.
const searchName = "search.js"

// searchScript is the name of the catalogue's script; "" where the theme has none that
// would ask for it.
func (p *planner) searchScript() string {
	if p.Script == "" || p.Engine == "" {
		return ""
	}
	return searchName
}

// publishSearch publishes the catalogue as a script, which a page opened from a disk
// may load where it may not load data. It comes after the pages: what they have
// rendered need not be rendered again.
func (p *planner) publishSearch() {
	if _, made := p.written[searchName]; made || p.portal.Search == "" {
		return
	}
	k := &catalogue{p: p}
	k.everybody()
	for _, e := range p.Facts.Engagements {
		k.engagement(p.chapter(e, ""))
	}
	k.keep()
	language, _, _ := strings.Cut(p.say.Tag(), "-")
	behind := behindFound{Parted: slices.Contains(joinsWords, language), Ask: p.say.Get("search_ask"), AskHref: place.Ask.From(""), Engine: p.Engine}
	head, tail := k.json(beforeFound{k.sections}), k.json(behind)
	k.p.write(searchName, slices.Concat(
		[][]byte{[]byte("rapportIndex="), head[:len(head)-1], []byte(`,"docs":[`)},
		k.docs,
		[][]byte{[]byte("],"), tail[1:], []byte("\n")},
	))
}

// json is a value as the script has it.
func (k *catalogue) json(value any) []byte {
	body, err := json.Marshal(value)
	if err != nil {
		k.p.fail(err)
		return []byte("{}")
	}
	return []byte(locale.Bare(string(body)))
}

// joinsWords are the languages that write words which belong together as one.
var joinsWords = []string{"de", "nl", "da", "sv"}

// section begins a section of the results.
func (k *catalogue) section(key string) {
	k.sections = append(k.sections, k.p.say.Get(key))
}

// everybody adds what is not of one engagement.
func (k *catalogue) everybody() {
	k.section("home")
	k.add(place.Home.Place(), k.p.say.Get("home"), "", k.told(&k.p.Client.File, "client.md", place.Home.Place().File))
	if k.p.has(place.Kickoff) {
		k.section("page_kickoff")
		k.add(place.Kickoff.Place(), k.p.say.Get("page_kickoff"), "", k.kickoff()...)
	}
	if services := k.p.toldServices(); len(services) > 0 {
		k.section("page_services")
		for _, s := range services {
			k.add(place.Service(s.ID), s.Name, "", k.items(s.Does), k.items(s.DoesNot), k.p.say.Plain(s.BestCase), k.p.say.Plain(s.WorstCase), k.p.say.Plain(s.Suits))
		}
	}
	k.section("page_people")
	k.add(place.People.Place(), k.p.say.Get("page_people"), "")
	k.also("search_words_people")
	for _, side := range [][]content.Person{k.p.Provider.People, k.p.Client.Contacts} {
		for _, who := range side {
			k.add(place.Person(who.ID), who.Name, "", k.p.say.Plain(who.Role), k.p.say.Plain(who.About))
		}
	}
	k.section("page_help")
	for _, q := range slices.Concat(k.p.Client.FAQ, k.p.Provider.FAQ) {
		k.add(place.FAQ, k.p.say.Plain(q.Q), "", k.p.say.Plain(q.A))
	}
	for _, t := range k.p.Client.Glossary {
		k.add(place.Glossary, k.p.say.Plain(t.Term), "", k.p.say.Plain(t.Means))
	}
	k.section("page_feedback")
	k.add(place.Feedback.Place(), k.p.say.Get("page_feedback"), "", k.p.say.Get("page_feedback_about"))
	k.also("search_words_feedback")
}

// kickoff are the questions of the kickoff, and what was answered.
func (k *catalogue) kickoff() []string {
	at := place.Kickoff.Place().File
	var all []string
	for _, asked := range k.p.Facts.Asked {
		all = append(all, markdown.Words(k.p.question(content.AskName(asked.Service, asked.Ask.ID), at)))
	}
	for _, a := range k.p.Facts.Content.Answers {
		all = append(all, a.Words)
	}
	return all
}

// engagement adds the pages of an engagement. Where there are several, each
// section names its own.
func (k *catalogue) engagement(c *chapter) {
	title := k.p.say.Plain(c.e.Title)
	section := func(key string) {
		k.section(key)
		if !k.p.portal.Single {
			last := &k.sections[len(k.sections)-1]
			*last = k.p.say.Say("title_page", "page", *last, "site", title)
		}
	}
	section("page_glance")
	k.add(place.Overview.Of(c.id), title, "", k.p.say.Plain(c.e.Value))
	for _, kpi := range c.e.KPIs.On(c.f.InForce()) {
		k.add(place.KPI(c.id, kpi.ID), k.p.say.Plain(kpi.Name), "", k.p.say.Plain(kpi.Means))
	}
	section("page_expectations")
	k.agreed(c)
	section("page_progress")
	k.stands(c)
	for _, m := range c.e.Plan {
		k.add(place.Milestone(c.id, m.ID), k.p.say.Plain(m.What), k.p.say.Date(m.Due))
	}
	for _, in := range c.e.Inputs {
		k.add(place.Input(c.id, &in, 0), k.p.say.Plain(in.What), k.p.say.Date(in.Due))
	}
	if place.Money.Shown(c.f) {
		section("page_money")
		k.add(place.Money.Of(c.id), k.p.say.Get("page_money"), "")
		k.also("search_words_money")
		for _, u := range slices.Backward(c.shownUsages()) {
			k.add(place.Usage(c.id, &u), k.p.say.Name(c.f, u.Item), k.p.say.Period(u.Period), c.notes(&u)...)
		}
		for _, i := range slices.Backward(c.f.Invoices) {
			k.add(place.Money.Of(c.id).At("s_invoices"), i.Content.Number, k.p.say.Date(i.Content.Date), k.p.say.Get("money_invoices"))
		}
	}
	section("page_record")
	k.add(place.Record.Of(c.id), k.p.say.Get("record_more"), "", k.p.say.Get("page_record_about"))
	section("page_reports")
	for i := len(c.e.Reports) - 1; i >= 0; i-- {
		r := c.e.Reports[i]
		at := place.Report(c.id, r.ID)
		text := []string{k.p.say.Plain(r.Summary), k.items(r.Done), k.items(r.Next), k.items(r.Asks)}
		for _, in := range r.Insights {
			text = append(text, k.p.say.Plain(in.What), k.p.say.Plain(in.So), k.p.say.Plain(in.Next))
		}
		text = append(text, c.on(at.File).reportWords(r))
		k.add(at, k.p.say.Plain(r.Title), k.p.say.Period(r.Period), text...)
	}
	section("page_journal")
	for i := len(c.e.Entries) - 1; i >= 0; i-- {
		n := c.e.Entries[i]
		at := place.Entry(c.e, n)
		k.add(at, k.p.say.Plain(n.Title), k.p.say.Date(n.Date), c.on(at.File).entryWords(n)...)
	}
}

// entryWords is what an entry of the journal says, beside its title. The journal is made before: what
// it says need not be made again.
func (c *chapter) entryWords(n *content.Entry) []string {
	said, made := c.p.memo.said[n]
	if !made {
		said = wordsOf(c.entry(n))
	}
	delete(c.p.memo.said, n)
	return said
}

func wordsOf(e Entry) []string {
	all := []string{e.Label, markdown.Words(e.Body)}
	for _, f := range e.Facts {
		all = append(all, markdown.Words(f.Value))
		for _, item := range f.List {
			all = append(all, markdown.Words(item.What), markdown.Words(item.Detail))
		}
	}
	return all
}

// notes are what the rows behind a usage say, each once; of many, the latest.
func (c *chapter) notes(u *facts.Usage) []string {
	var all []string
	had := map[string]bool{}
	for _, r := range last(mostUsedOfOne, c.f.Rows(u)) {
		if !had[r.Note] {
			had[r.Note] = true
			all = append(all, r.Note)
		}
	}
	return all
}

// items are the words of a list of prose.
func (k *catalogue) items(items []content.Item) string {
	var all []string
	for _, i := range items {
		all = append(all, k.p.say.Plain(i.What))
		if !i.Detail.IsZero() {
			all = append(all, k.p.say.Plain(i.Detail))
		}
	}
	return strings.Join(all, "\n")
}

// told are the words of a body as its page shows them, so that nothing is found that
// cannot be read: a comment is not. What is wrong with it the page reports.
func (k *catalogue) told(file *content.File, name, page string) string {
	if len(file.Body.Source) == 0 {
		return ""
	}
	doc := k.p.Markdown.Convert(file.Body.Source, markdown.Context{
		File: file.Path, Line: file.Body.Line, Resolve: k.p.resolver(name, page),
		HeadingBase: 2, Labels: k.p.labels,
	}, &diag.List{})
	return markdown.Words(doc.HTML)
}
