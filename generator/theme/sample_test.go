package theme_test

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/page"
	"rapport/generator/place"
	"rapport/generator/theme"
)

// A sample is a portal whose pages show what layouts must bear.
type sample struct {
	name  string
	pages []*page.Page
}

func samples(t testing.TB, th *theme.Theme) []sample {
	s := sampler{t: t, theme: th}
	return []sample{
		{"rich", s.portal(false, 1)},
		{"extreme", s.portal(false, 9)},
		{"empty", s.empty()},
		{"rtl", s.portal(true, 1)},
	}
}

type sampler struct {
	t     testing.TB
	theme *theme.Theme
	rtl   bool
	n     int // how often what repeats is repeated
	last  int
}

func (s *sampler) partial(name string, model any) template.HTML {
	html, err := s.theme.Partial(name, model)
	if err != nil {
		s.t.Fatal(err)
	}
	return html
}

// title is long in the extreme sample, and right to left in that one.
func (s *sampler) title(short string) template.HTML {
	switch {
	case s.rtl:
		return "المتجر الجديد مفتوح للجميع"
	case s.n > 1:
		return template.HTML(short + ", including everything that the Aufmerksamkeitsdefizitvermeidungsabteilung asked for in the meeting of last Thursday &amp; <em>some</em> more")
	}
	return template.HTML(short)
}

func day(text, iso string) page.Day { return page.Day{Text: text, ISO: iso} }

func many[T any](n int, make func(i int) T) []T {
	all := []T(nil)
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func (s *sampler) portal(rtl bool, n int) []*page.Page {
	s.rtl, s.n = rtl, n
	client := "Bakkerij De Korenaar"
	if n > 1 {
		client = "Vereinigte Sankt-Bartholomäus-Werkstätten für angewandte Zuckerbäckerei GmbH & Co. KG"
	}
	p := &page.Portal{
		Lang: "en-GB", Dir: "ltr", Client: client, Provider: "Northlight Studio", Tagline: "Web shops for makers",
		ProviderURL: "https://northlight.example", Email: "hello@northlight.example",
		Stylesheet: "assets/style.css", Brand: "assets/brand.css",
		Engagements: []page.Tab{
			{ID: "shop", Title: "Web shop relaunch", Href: "shop/index.html", State: page.State{Word: "Under way", Tone: page.Plain}},
			{ID: "care", Title: "Care plan", Href: "care/index.html", State: page.State{Word: "Under way", Tone: page.Plain}},
		},
		Lead: &page.Contact{Name: "Mara Visser", Role: "Account lead", Email: "mara@northlight.example", Phone: "+31 20 000 0001", PhoneHref: "tel:+31200000001"},
	}
	if rtl {
		p.Lang, p.Dir = "ar", "rtl"
		p.Engagements = p.Engagements[:1]
		p.Single = true
	}
	chapter := &page.Chapter{ID: "shop", Title: s.title("Web shop relaunch"), State: page.State{Word: "Under way", Tone: page.Plain}}
	inner := *chapter
	inner.Base = "../"
	var pages []*page.Page
	add := func(path, layout, here, heading string, c *page.Chapter, body any) *page.Page {
		pg := &page.Page{Portal: p, Path: path, Layout: layout, Root: strings.Repeat("../", strings.Count(path, "/")), Title: heading, Heading: s.title(heading), Description: "What stands here", Here: place.Page(here), Engagement: c, Body: body}
		if here == "home" || here == "engagement" || here == "progress" {
			pg.AsOf, pg.AsOfISO = "Fri 16 October 2026, 12:00", "2026-10-16T12:00:00+02:00"
			pg.TrueUntil, pg.UntilISO = "Fri 16 October 2026, 17:30", "2026-10-16T17:30:00+02:00"
		}
		pages = append(pages, pg)
		return pg
	}
	records := &page.Records{
		Ours:     page.Record{Name: "Ours", Share: "94%", Sentence: "31 of 33 dates kept"},
		Yours:    page.Record{Name: "Yours", Share: "69%", Sentence: "9 of 13 dates kept"},
		Quarters: []page.QuarterRow{{Quarter: "Q4 2026", Ours: "4 of 4", Yours: "1 of 2"}, {Quarter: "Q3 2026", Ours: "14 of 15", Yours: "4 of 5"}, {Quarter: "Q2 2026", Ours: "13 of 14", Yours: "4 of 6"}},
		Chart: s.partial("charts/pair.html", chart.NewPair(chart.PairSpec{ID: "records", Title: "Dates kept", Desc: "We kept 31 of 33 dates, you kept 9 of 13.",
			Ours: chart.Share{Name: "Ours", Text: "31 of 33 (94%)", Kept: 31, All: 33}, Yours: chart.Share{Name: "Yours", Text: "9 of 13 (69%)", Kept: 9, All: 13}})),
	}
	hours := page.Hours{Zone: "Amsterdam time", Rows: []page.HoursRow{{Days: "Mon to Thu", Hours: "09:00–12:30, 13:00–17:30"}, {Days: "Fri", Hours: "09:00–13:00"}},
		Client: []page.HoursRow{{Days: "Mon to Thu", Hours: "08:00–11:30, 12:00–16:30"}}, ClientZone: "London time",
		Closed: []page.ClosedDay{{When: "Thu 24 December to Fri 1 January 2027", Name: "Winter break"}, {When: "Mon 29 March 2027", Name: "Easter Monday"}}, Data: `{"zone":"Europe/Amsterdam"}`}
	channels := []page.Channel{
		{Name: "E-mail", For: "Anything that can wait a day", Within: "1 working day", Address: "hello@northlight.example", Href: "mailto:hello@northlight.example"},
		{Name: "Phone", For: "Orders are failing", Within: "1 working hour", Address: "+31 20 000 0000", Href: "tel:+31200000000"},
	}
	health := &page.Health{State: page.State{Word: "Needs attention", Tone: page.Fair}, Sentence: "Two things need attention",
		Stated: page.State{Word: "Going well", Tone: page.Good}, Rosier: "Our own word was kinder than the dates are. Both are shown, so that you can judge.",
		Reasons: []page.Reason{
			{Text: "We still wait for Product list with prices, which was due on Mon 1 June (4 working days late)", Href: "progress.html#products", State: page.State{Word: "Waiting for you", Tone: page.Waiting}},
			{Text: "New shop live is expected on Mon 19 October instead of Mon 14 September", Href: "progress.html#live", State: page.State{Word: "Will be late", Tone: page.Fair}},
		}}
	report := &page.ReportRow{Title: s.title("September 2026"), Href: "reports/2026-09.html", Day: day("Mon 5 October", "2026-10-05"), Finding: "Orders rose for the third month; the till export was late again", Reviewed: page.State{Word: "Not reviewed yet", Tone: page.Waiting}}
	needs := func(n int) []page.Need {
		return many(n, func(i int) page.Need {
			all := []page.Need{
				{What: s.title("Please send: Product list with prices"), Href: "shop/progress.html#products", Kind: "Input", Who: "Joost de Wit", Due: day("Mon 1 June", "2026-06-01"), When: "4 working days late", Why: "It moves New shop live by 5 working days", State: page.State{Word: "Late", Tone: page.Poor}, Engagement: "Web shop relaunch"},
				{What: s.title("Decide: Which payment provider?"), Href: "shop/journal.html#pay", Do: &page.Link{Text: "Decide", Href: "shop/journal.html#a_pay"}, Item: "shop/journal/pay", Who: "Joost de Wit", Due: day("Tue 20 October", "2026-10-20"), When: "in 2 working days", State: page.State{Word: "To be decided", Tone: page.Waiting}, Engagement: "Web shop relaunch"},
				{What: s.title("Please read and review: September 2026"), Href: "shop/reports/2026-09.html", Kind: "Report", Due: day("Mon 19 October", "2026-10-19"), When: "tomorrow", State: page.State{Word: "Not reviewed yet", Tone: page.Waiting}, Engagement: "Care plan"},
			}
			return all[i%3]
		})
	}
	events := func(n int, past bool) []page.Event {
		return many(n, func(i int) page.Event {
			if past {
				return page.Event{Day: day(fmt.Sprintf("Wed %d October", 15-i), fmt.Sprintf("2026-10-%02d", 15-i)), Kind: "Update", Title: s.title("Cakes are in the shop window"), Href: "shop/journal.html#cakes", Text: "The first forty cakes are in. Joost found two wrong prices.", State: page.State{}, Engagement: "Web shop relaunch", ID: fmt.Sprintf("e%d", i)}
			}
			return page.Event{Day: day(fmt.Sprintf("Tue %d October", 20+i), fmt.Sprintf("2026-10-%02d", 20+i)), Kind: "Meeting", Title: s.title("Weekly call, 25 minutes"), Href: "https://meet.example/northlight", Engagement: "Web shop relaunch"}
		})
	}
	act := func(id, kind string) page.Action {
		choices := []page.FormOption{{Value: "Blue", Text: "Blue"}, {Value: "None", Text: string(s.title("None of these"))}}
		return page.Action{
			ID: id, Item: "shop/journal/2026-10-01-" + id, Kind: kind, Title: "Your decision", What: s.title("Which payment provider?"), To: "https://forms.example/x",
			Place: &page.Link{Text: "Send it to files.example/up", Href: "https://files.example/up"},
			Fixed: []page.FormValue{{Name: "rapport", Value: "1"}, {Name: "client", Value: "korenaar"}},
			Fields: []page.FormField{
				{ID: id + "_choice", Name: "choice", Kind: page.ChoiceField, Label: "Choose one", Required: true, Options: choices},
				{ID: id + "_about", Name: "about", Kind: page.ListField, Label: "What is it about?", Options: []page.FormOption{{Value: "price", Text: "price", Chosen: true}}},
				{ID: id + "_csat", Name: "csat", Kind: page.ScaleField, Label: "How satisfied are you?", Options: []page.FormOption{{Value: "1", Text: "1"}}, Low: "1: Not at all", High: "5: Very"},
				{ID: id + "_text", Name: "text", Kind: page.WordsField, Label: "Would you like to add something?"},
			},
			Send: "Send the decision", Mail: "mailto:hello@northlight.example?subject=x", Ticks: []string{"Blue", "None of these"},
			Mails: []page.Mailing{{Text: "Blue", Href: "mailto:hello@northlight.example?subject=Blue"}, {Text: string(s.title("None of these")), Href: "mailto:hello@northlight.example"}},
		}
	}
	cards := s.cards(3*n, "shop/")
	goals := []page.Goal{
		{ID: "online", Want: s.title("A third of revenue from online orders"), Why: "The shop in town closes in 2028", Priority: 1, Figures: s.drawn()},
		{ID: "calm", Want: "Fewer phone orders at six in the morning", Why: "Joost bakes then", Priority: 2},
	}
	prose := template.HTML(`<p>The shop has stood since 1921, and sells bread, cake and a little coffee. Most orders come by phone, between five and seven in the morning.</p><h3 id="what">What you told us</h3><p>Orders by phone take <strong>forty minutes</strong> a day. See <a href="journal.html">the journal</a>, or <code>orders.csv</code>.</p><ul><li>Payment by iDEAL</li><li>Pick-up times of a quarter of an hour</li></ul><div class="alert alert-note" role="note"><p class="alert-title">Note</p><p>The old shop stays open until the new one is live.</p></div><blockquote><p>If it rings, I burn the croissants.</p></blockquote><div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th scope="col">Product</th><th scope="col" class="right">Price</th></tr></thead><tbody><tr><td>Sourdough</td><td class="right">€4.20</td></tr><tr><td>Croissant</td><td class="right">€1.80</td></tr></tbody></table></div><h3 id="limits">Limits</h3><p>No delivery beyond Haarlem.</p><pre><code>order: 24 croissants
pick-up: 06:30</code></pre>`)
	toc := []page.Heading{{Level: 3, ID: "what", Text: "What you told us"}, {Level: 3, ID: "limits", Text: "Limits"}}
	items := []page.Item{{What: "Design of the shop front"}, {What: "Payment by iDEAL and card", Detail: "Through one payment provider"}, {What: s.title("A shop on your domain")}}
	plan := s.plan(5 * n)
	inputs := []page.InputRow{
		{ID: "assets", What: "Logo files and fonts", Who: "Joost de Wit", Due: day("Mon 9 March", "2026-03-09"), Received: day("Fri 13 March", "2026-03-13"), State: page.State{Word: "received late", Tone: page.Fair}, Detail: "4 working days late"},
		{ID: "products", What: s.title("Product list with prices"), Who: "Joost de Wit", Due: day("Mon 1 June", "2026-06-01"), State: page.State{Word: "late", Tone: page.Poor}, Detail: "It moved New shop live by 5 working days", Reminded: "Reminded on 29 May and 4 June", Action: new(act("a_products", "sent"))},
		{ID: "till", What: "Till export", Who: "Joost de Wit", Every: "on the 3rd of each month", Due: day("Tue 3 November", "2026-11-03"), State: page.State{Word: "to come", Tone: page.Plain}},
	}
	changes := []page.ChangeRow{{Day: day("Mon 2 June", "2026-06-02"), Title: s.title("Gift cards"), Href: "journal.html#gift", Adds: []page.Item{{What: "Gift cards by mail"}}, Removes: []page.Item{{What: "The loyalty scheme"}}, Price: "€1,200", Days: "5 working days later", State: page.State{Word: "Agreed", Tone: page.Good}, By: "Agreed by Joost de Wit on Mon 2 June 2026"}}
	entry := func(i int) page.Entry {
		kinds := []page.Entry{
			{Kind: "update", Label: "Update", Title: s.title("Cakes are in the shop window"), By: "Mara Visser", State: page.State{Word: "Going well", Tone: page.Good}, Facts: []page.Fact{{Label: "Next", Value: "The first test order, on Tuesday"}}, Body: "<p>The first forty cakes are in. Joost found two wrong prices, and both are mended.</p>"},
			{Kind: "silence", Label: "Update", Title: "No change since “Cakes are in the shop window” (2 update days)"},
			{Kind: "decision", Label: "Decision", Title: s.title("Which payment provider?"), State: page.State{Word: "To be decided", Tone: page.Waiting}, Facts: []page.Fact{{Label: "For", Value: "Joost de Wit"}, {Label: "Options", List: items[:2]}, {Label: "Needed by", Value: "Tue 20 October"}}, Actions: []page.Action{act(fmt.Sprintf("a_pay-%d", i), "decide")}, Affects: []page.Link{{Text: "New shop live", Href: "progress.html#live"}, {Text: "Payment"}}},
			{Kind: "incident", Label: "Incident", Title: "Orders failed for forty minutes", By: "Tijn Bakker", State: page.State{Word: "Solved", Tone: page.Good}, Facts: []page.Fact{{Label: "Our fault", Value: "Yes, this one was ours"}, {Label: "Cause", Value: "A certificate ran out"}, {Label: "What we did", Value: "Renewed it"}, {Label: "What keeps it from happening again", Value: "An alarm ten days ahead"}}, Body: "<p>Eleven people could not pay between 10:05 and 10:45.</p>"},
		}
		e := kinds[i%4]
		s.last++
		e.ID = fmt.Sprintf("entry-%d", i)
		e.Href = "#" + e.ID
		e.Day = day("Fri 2 October 2026", "2026-10-02")
		e.Draft = i == 5
		return e
	}
	brief := func(i int) page.Entry {
		e := entry(i)
		if e.Kind == "silence" {
			e = entry(i + 1)
		}
		e.Href = "journal.html" + e.Href
		return e
	}
	value := template.HTML("Fewer phone orders at six in the morning, and a shop that sells while you bake")
	prices := []page.Price{
		{ID: "relaunch", Item: "Relaunch", Amount: "€18,500", Model: "fixed price"},
		{ID: "care", Item: "Care plan", Amount: "€950", Model: "per month", Includes: "includes 10 h", Used: "4.5 of 10 hours used in October 2026", Tone: page.Good},
		{ID: "extra", Item: s.title("Extra work"), Amount: "€95", Model: "per hour"},
	}

	summed := []page.Summed{
		{Title: s.title("Web shop relaunch"), Href: "shop/index.html", State: page.State{Word: "Under way", Tone: page.Plain}, Health: health, Value: value, When: "2 March 2026 to 18 December 2026"},
		{Title: "Care plan", Href: "care/index.html", State: page.State{Word: "Paused", Tone: page.Plain}, When: "since 1 May 2023, without a fixed end"},
	}
	add("index.html", "home", "home", "Bakkerij De Korenaar", nil, page.Home{Since: "Working together since April 2023", Welcome: "<p>Welcome, Joost. Everything about our work stands here. Begin at the top: what stands there waits for you.</p>", Needed: needs(3 * n), Cards: cards, New: events(4, true), Next: events(4, false), Engagements: summed})
	add("people.html", "people", "people", "People", nil, page.People{
		Ours: []page.Person{
			{ID: "mara", Name: "Mara Visser", Role: "Account lead", Email: "mara@northlight.example", Phone: "+31 20 000 0001", PhoneHref: "tel:+31200000001", Initials: "MV", Hours: "Not on Wednesdays", About: "Sails at weekends"},
			{ID: "tijn", Name: "Tijn Bakker", Role: "Builds it", Initials: "TB"}},
		Yours: []page.Person{{ID: "joost", Name: "Joost de Wit", Role: "Owner", Email: "joost@korenaar.example", Initials: "JW", Decides: []template.HTML{"scope", "budget"}}},
		About: "<p>We are four people in Utrecht.</p>", Hours: hours, Channels: channels, Since: "Working together since April 2023", Past: summed[1:]})
	add("help.html", "help", "help", "Help", nil, page.Help{FAQ: []page.Question{{Q: "Who owns the code?", A: "You do, from the first day"}, {Q: s.title("Can I change prices?"), A: "Yes, after the training"}}, Glossary: []page.Question{{Q: "Conversion rate", A: "Orders per hundred visits"}}, Channels: channels, Hours: hours})
	add("feedback.html", "feedback", "feedback", "Feedback", nil, page.Feedback{Ask: act("f_ask", "question"), Tell: act("f_tell", "feedback"), Concern: act("f_concern", "concern"), Next: day("Thu 15 October", "2026-10-15"), People: []page.Contact{*p.Lead}, Rounds: []page.Entry{brief(0)}})
	add("shop/index.html", "engagement", "engagement", "Web shop relaunch", chapter, page.EngagementHome{Value: value, When: "2 March 2026 to 18 December 2026", People: []page.Person{{ID: "mara", Name: "Mara Visser", Initials: "MV", Role: "Lead", Email: "mara@studio.example"}}, Health: health, Running: true, Needed: page.OpenGroup{Heading: "Needed from you", Items: needs(2)}, Goals: goals, Others: page.Goal{Figures: s.drawn()}, Latest: new(entry(0)), Silence: "No change since “Cakes are in the shop window”", New: events(3, true), Next: events(3, false), Report: report})
	section := func(name, heading string) page.Section { return page.Section{Name: name, Heading: heading} }
	add("shop/expectations.html", "expectations", "expectations", "Expectations", chapter, page.Expectations{Edition: "As agreed on Mon 2 March 2026", Signing: "Both sides confirm version 1.",
		Value: value, Facts: []page.Fact{{Label: "State", State: page.State{Word: "Under way", Tone: page.Plain}}, {Label: "Dates", Value: "2 March 2026 to 18 December 2026"}, {Label: "Your first contact", Value: "Mara Visser"}},
		Sections: []page.ExpectationsSection{
			{Section: section("goals", "What you want"), Goals: goals},
			{Section: section("scope", "What we do"), Scope: &page.Scope{Includes: items, Excludes: []page.Item{{What: "Product photography"}}, Deliverables: items[1:], Assumptions: items[:1], BestCase: "Live before the Christmas orders", WorstCase: "Live in January, with the old shop open until then"}},
			{Section: section("turnaround", "How fast"), Turnaround: []page.TurnaroundRow{{ID: "outage", Request: "Orders fail", Respond: "1 hour", Resolve: "8 hours", Clock: "round the clock", Example: "For example: asked on Fri 2 October at 16:00, answered by Fri 2 October, 17:00."}, {ID: "change", Request: s.title("Text or picture change"), Respond: "4 working hours", Resolve: "2 working days"}}},
			{Section: section("channels", "How to reach us"), Channels: channels},
			{Section: section("hours", "When we work"), Hours: &hours},
			{Section: section("prices", "Prices"), Prices: prices},
			{Section: section("duties", "Who does what"), Duties: &page.Duties{Ours: items[:2], Yours: items[1:]}},
			{Section: section("inputs", "What we need from you"), Inputs: inputs},
			{Section: section("plan", "The plan"), Plan: plan},
			{Section: section("rhythm", "When you hear from us"), Rhythm: []page.Fact{{Label: "A written update", Value: "every Friday"}, {Label: "A report", Value: "on the 5th of each month"}}},
			{Section: section("changes", "Changes agreed since"), Changes: changes},
			{Section: section("service", "The service"), Service: &page.Service{Name: "Care plan", Does: items, DoesNot: items[:1], BestCase: "Never down for more than an hour a year", WorstCase: "We restore yesterday's copy", Suits: "Shops with more than 50 orders a week", Body: "<p>More about it.</p>"}},
			{Section: section("work", "How we work"), Work: &page.Work{Processes: []page.Item{{What: "Weekly planning", Detail: "Each Monday we plan the week with you in 15 minutes"}}, Tools: items[:1]}},
			{Section: section("brief", "What you told us"), Brief: &page.Prose{HTML: prose, TOC: toc}},
		}})
	add("shop/progress.html", "progress", "progress", "Progress", chapter, page.Progress{Health: health, Sections: []page.ProgressSection{
		{Section: section("plan", "The plan"), Plan: s.milestones(plan)},
		{Section: section("open", "What is open"), Open: []page.OpenGroup{{Heading: "With you", Items: needs(2), Rest: needs(2), More: "and 2 more", Cut: &page.Cut{Text: "The first 100 of 200", All: "data/open/items.csv"}}, {Heading: "With us", None: "Nothing waits for us."}}},
		{Section: section("inputs", "What we need from you"), Inputs: &page.Inputs{Rows: inputs, Sum: "Earlier (0)"}},
		{Section: section("records", "Dates kept"), Records: records},
		{Section: section("turnaround", "How fast we were"), Turnaround: &page.Turnaround{Kinds: []page.TurnaroundResult{{Request: "Text or picture change", Promise: "answer within 4 working hours, done within 2 working days", Response: "9 of 10 on time (90%)", Resolution: "none yet", ResponseTone: page.Fair, Months: []page.TurnaroundMonth{{Month: "September 2026", Response: "4 of 4", Resolution: "3 of 4"}}}}}},
		{Section: section("requests", "Open requests"), Requests: &page.Requests{Rows: []page.RequestRow{{Title: s.title("New opening hours"), Href: "journal.html#r", Type: "Text or picture change", Opened: "Asked Thu 15 October, 10:00", Respond: "by Thu 15 October, 15:00", State: page.State{Word: "running", Tone: page.Plain}}}}},
		{Section: section("retainer", "Hours used"), Retainers: []page.Retainer{{Item: "Care plan", Period: "October 2026", Sentence: "4.5 of 10 hours used (45%), with 40% of the month's working time gone", Tone: page.Fair, Chart: s.partial("charts/burn.html", chart.NewBurn(chart.BurnSpec{ID: "care", Title: "Hours used", Desc: "4.5 of 10 hours used", Used: 4.5, Included: 10, Passed: 0.4, PassedText: "40% of the month has passed", Tone: "fair"}))},
			{Item: "Advice", Period: "October 2026", Sentence: "12 of 10 hours used", Tone: page.Poor, Chart: s.partial("charts/burn.html", chart.NewBurn(chart.BurnSpec{ID: "advice", Title: "Hours used", Desc: "12 of 10 hours used", Used: 12, Included: 10, Passed: 0.4, Tone: "poor"}))}}},
		{Section: section("rhythm", "Announced and kept"), Rhythm: []page.RhythmRow{{What: "A written update", Every: "every Friday", Next: day("Fri 23 October", "2026-10-23"), Kept: "31 of 33 on their day", Missed: []page.Fact{{Label: "Fri 7 August", Value: "late", State: page.State{Word: "late", Tone: page.Fair}}}}}},
		{Section: section("risks", "What could go wrong"), Risks: []page.RiskRow{{Entry: brief(0), Weight: "likely, heavy", Weighs: &page.RiskCell{X: "14", Y: "0"}}}},
		{Section: section("decisions", "Decisions"), Decisions: []page.DecisionRow{{Entry: brief(2), Outcome: "Blue", Options: []page.Option{{What: "Blue", Taken: true}, {What: "Green", Left: true}}, Line: "Marijke · Thu 11 June"}}},
		{Section: section("incidents", "What went wrong"), Entries: &page.Entries{Rows: []page.Entry{brief(3)}}},
		{Section: section("changes", "Changes agreed since"), Changes: changes},
		{Section: section("feedback", "How we do"), Feedback: &page.FeedbackSum{Sentence: "3 answers", NPS: "67", CSAT: "100%", Rounds: []page.Entry{brief(0)}}},
		{Section: section("lessons", "What we learnt"), Entries: &page.Entries{Rows: []page.Entry{brief(0)}}},
	}})
	add("shop/journal.html", "journal", "journal", "Journal", chapter, page.Journal{Kinds: []page.KindCount{{Kind: "update", Label: "Updates", Count: "31", First: "entry-0"}, {Kind: "decision", Label: "Decisions", Count: "4", First: "entry-2"}, {Kind: "incident", Label: "Incidents", Count: "1", First: "entry-3"}}, Months: []page.JournalMonth{{Name: "October 2026", Entries: many(4, entry)}}, Older: []page.JournalMonth{{Name: "September 2026", Entries: many(4+32*(n-1), entry)}}, More: "4 older entries", Feed: "../feed.xml"})
	add("shop/reports.html", "reports", "reports", "Reports", chapter, page.Reports{Figures: multiples(s.cards(4, "")), Rows: many(3*n, func(int) page.ReportRow { return *report }), Dated: true, Rhythm: "on the 5th of each month", Next: day("Thu 5 November", "2026-11-05"), Calendar: []page.Fact{{Label: "Wed 5 August", Value: "one day late", State: page.State{Word: "late", Tone: page.Fair}}}})
	add("shop/reports/2026-09.html", "report", "reports", "Orders rose for the third month; the till export was late again", &inner, page.Report{Title: "September 2026", Day: day("Mon 5 October 2026", "2026-10-05"), By: "Mara Visser", Reviewed: page.State{Word: "Reviewed by Joost de Wit on Wed 7 October", Tone: page.Good}, Read: new(act("a_read", "read")), Figures: figures(s.cards(3, "../")),
		Insights: []page.Insight{{What: "Orders up 17%", So: "The new product pages work", Next: "Do the same for cakes"}, {What: s.title("Phone orders down by a fifth"), So: "Mornings get quieter"}}, Done: items[:2], Next: items[1:], Asks: []page.Item{{What: "Prices for cakes by the 15th"}}, Story: page.Prose{HTML: prose, TOC: toc},
		Charts:  []page.Chart{{ID: "orders", Name: "Online orders a month", HTML: s.line("orders", 18, 1), Means: "How many people bought without calling"}, {ID: "load", Name: "Loading time", HTML: s.line("load", 9, 2)}},
		Earlier: &page.Link{Text: "August 2026", Href: "2026-08.html"}, Later: &page.Link{Text: "October 2026", Href: "2026-10.html"}})
	add("shop/summary.html", "summary", "summary", "Web shop relaunch: a summary", chapter, page.Summary{Value: value, When: "2 March 2026 to 18 December 2026", Health: health, Figures: figures(s.cards(3, "")), Done: "Done: 5 of 8", Report: report, Insights: []page.Insight{{What: "Orders up 17%", So: "The new product pages work", Next: "Do the same for cakes"}}, Dates: []page.SummaryDate{{What: "New shop live", Day: day("Mon 19 October", "2026-10-19"), State: page.State{Word: "Will be late", Tone: page.Fair}}}, Needed: needs(2), Records: records, Spent: prices})
	closed := *chapter
	closed.ID, closed.State = "care", page.State{Word: "Finished", Tone: page.Plain}
	add("care/index.html", "engagement", "engagement", "Care plan", &closed, page.EngagementHome{Value: value, When: "2 March 2023 to 18 December 2025", Closing: &page.Closing{On: day("Thu 18 December 2025", "2025-12-18"), Brought: "Online orders went from 240 to 410 a month", Figures: []page.Ending{{Name: "Orders", Before: "240", After: "410", Unit: "a month", Goal: "The goal was 400."}}, Copy: "../everything.zip", Handover: []page.Handover{{What: "Domain names moved to your account", State: page.State{Word: "Done", Tone: page.Good}, Day: day("Mon 15 December", "2025-12-15")}}}}).Draft = true
	return pages
}

func (s *sampler) cards(n int, base string) []page.Card {
	values := []float64{240, 251, 249, 268, 301, 290, 309, 362}
	return many(n, func(i int) page.Card {
		s.last++
		spark := s.partial("charts/spark.html", chart.NewSpark(chart.SparkSpec{Values: values}))
		return []page.Card{
			{ID: fmt.Sprintf("orders-%d", s.last), Name: s.title("Online orders a month"), Value: "362", Unit: "orders", Period: "September 2026", Status: page.State{Word: "On target", Tone: page.Good}, Aim: "aim for now 352, 400 by 31 Dec", First: "Feb 2026: 240", Last: "Sep 2026 · +17% on Aug 2026", Spark: spark, Href: base + "index.html#orders"},
			{ID: fmt.Sprintf("load-%d", s.last), Name: "Loading time", Value: "2.4", Unit: "seconds", Period: "September 2026", Status: page.State{Word: "Close to target", Tone: page.Fair}, Aim: "target 2", First: "Feb 2026: 2.9", Last: "Sep 2026 · +0.2 on Aug 2026", Spark: spark},
			{ID: fmt.Sprintf("rev-%d", s.last), Name: "Revenue from the web", Empty: "No figures yet."},
		}[i%3]
	})
}

// multiples are the figures of cards as small pictures.
func multiples(cards []page.Card) []page.Multiple {
	var all []page.Multiple
	for _, c := range cards {
		all = append(all, page.Multiple{Name: c.Name, Value: c.Value, Unit: c.Unit, Status: c.Status, Spark: c.Spark, First: c.First, Last: "Sep 2026", Href: c.Href})
	}
	return all
}

// figures are those of cards, in a band.
func figures(cards []page.Card) []page.Figure {
	var all []page.Figure
	for _, c := range cards {
		all = append(all, page.Figure{ID: c.ID, Name: c.Name, Value: c.Value, Unit: c.Unit, Status: c.Status, Lines: []string{c.Aim, c.Change}, Href: c.Href, Empty: c.Empty})
	}
	return all
}

func (s *sampler) drawn() []page.Drawn {
	var all []page.Drawn
	for _, card := range s.cards(2, "") {
		all = append(all, page.Drawn{Card: card, Chart: page.Chart{ID: card.ID, Name: card.Name, Means: "How many people bought without calling", HTML: s.line(card.ID, 9, 1)}})
	}
	return all
}

func (s *sampler) plan(n int) []page.PlanRow {
	return many(n, func(i int) page.PlanRow {
		row := []page.PlanRow{
			{ID: "design", What: s.title("Design approved"), Owner: "Mara Visser", Agreed: day("Fri 10 April", "2026-04-10"), Fair: day("Thu 16 April", "2026-04-16"), Done: day("Thu 16 April", "2026-04-16"), State: page.State{Word: "Done", Tone: page.Good}, Reasons: []page.Reason{{Text: "moved 4 working days, because Logo files and fonts came on Fri 13 March, 4 working days late", Href: "#assets"}}},
			{ID: "live", What: s.title("New shop live"), Owner: "Tijn Bakker", Agreed: day("Mon 14 September", "2026-09-14"), Due: day("Mon 21 September", "2026-09-21"), Fair: day("Mon 28 September", "2026-09-28"), Expected: day("Mon 19 October", "2026-10-19"), State: page.State{Word: "Will be late", Tone: page.Fair}, Reasons: []page.Reason{{Text: "moved 5 working days so far, because Product list has not come yet; it was due on Mon 1 June", Href: "#products", State: page.State{Word: "Waiting for you", Tone: page.Waiting}}}, Needs: []page.Link{{Text: "Design approved", Href: "#design"}, {Text: "Product list with prices", Href: "#products"}}, Notice: "Told 12 working days ahead"},
			{ID: "training", What: "Training", Agreed: day("Fri 9 October", "2026-10-09"), Expected: day("Fri 30 October", "2026-10-30"), State: page.State{Word: "Moved", Tone: page.Plain}},
			{ID: "gifts", What: "Gift cards", Agreed: day("Fri 13 November", "2026-11-13"), State: page.State{Word: "On plan", Tone: page.Plain}},
			{ID: "search", What: "Search by allergen", Agreed: day("Fri 5 June", "2026-06-05"), Done: day("Fri 19 June", "2026-06-19"), State: page.State{Word: "Done late", Tone: page.Poor}},
		}[i%5]
		if i > 4 {
			row.ID = fmt.Sprintf("%s-%d", row.ID, i)
		}
		return row
	})
}

func (s *sampler) milestones(plan []page.PlanRow) *page.Milestones {
	date := func(d page.Day) calendar.Date {
		date, _ := calendar.ParseDate(d.ISO)
		return date
	}
	months := strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
	spec := chart.PlanSpec{Today: chart.Mark{Day: date(day("Today", "2026-10-16")), Text: "Today"}, Month: func(d calendar.Date) string { _, m, _ := d.Split(); return months[m-1] }}
	for _, r := range plan {
		item := chart.PlanItem{From: date(day("", "2026-03-02")), Agreed: date(r.Agreed), Due: date(r.Due), Fair: date(r.Fair), End: cmp.Or(date(r.Done), date(r.Expected)), Mark: chart.ExpectedMark, Labels: []string{"4 working days waiting"}}
		if r.Done.ISO != "" {
			item.Mark = chart.DoneMark
		} else if item.End == 0 {
			item.Mark = chart.OpenMark
		}
		spec.Rows = append(spec.Rows, item)
	}
	m := &page.Milestones{Chart: chart.NewPlan(spec), DoneSum: "Done: 1 of 5", About: "The adjusted date is the agreed one."}
	for i, r := range plan {
		row := page.MilestoneRow{PlanRow: r, When: r.Agreed.Text, Span: "agreed 10 Apr → 16 Apr", Split: "4 working days waiting", Track: m.Chart.Tracks[i]}
		if r.Done.ISO != "" {
			m.Done = append(m.Done, row)
		} else {
			m.Rows = append(m.Rows, row)
		}
	}
	return m
}

func (s *sampler) line(id string, n, kind int) template.HTML {
	months := strings.Fields("Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar")
	spec := chart.LineSpec{ID: id, Title: "Online orders a month", Desc: "Online orders a month, April 2025 to September 2026: from 240 to 362. Target 400.", Caption: "Online orders a month", Head: []string{"Period", "Value", "Target", "Note"}}
	for i := range n {
		v := chart.Value{Label: months[i%12] + " 2026", Short: months[i%12], V: 240 + float64(i*7) + float64(i*i%13)*4, HasTarget: true}
		if kind == 2 {
			v.V = 2 + float64((i*5)%7)/10
			v.Low, v.High, v.Target = 1.5, 2.2, "1.5–2.2"
		} else {
			v.Low = 250 + float64(i)*8
			v.High, v.Target = v.Low, fmt.Sprint(v.Low)
		}
		v.Text = fmt.Sprintf("%.4g", v.V)
		if i == 5 {
			v.Note = "The shop was closed for a week"
		}
		spec.Points = append(spec.Points, v)
	}
	return s.partial("charts/line.html", chart.NewLine(spec))
}

// empty is a portal of a client with whom nothing has happened yet.
func (s *sampler) empty() []*page.Page {
	p := &page.Portal{Lang: "en", Dir: "ltr", Client: "Ai", Provider: "Bo", Stylesheet: "assets/style.css", Single: true, Engagements: []page.Tab{{ID: "shop", Title: "Shop", Href: "shop/index.html"}}}
	chapter := &page.Chapter{ID: "shop", Title: "Shop"}
	make := func(path, layout, here string, c *page.Chapter, body any) *page.Page {
		return &page.Page{Portal: p, Path: path, Layout: layout, Root: strings.Repeat("../", strings.Count(path, "/")), Title: here, Heading: template.HTML(here), Here: place.Page(here), Engagement: c, Body: body}
	}
	items := []page.Item{{What: "One thing"}}
	inner := *chapter
	inner.Base = "../"
	return []*page.Page{
		make("index.html", "home", "home", nil, page.Home{}),
		make("people.html", "people", "people", nil, page.People{}),
		make("help.html", "help", "help", nil, page.Help{}),
		make("feedback.html", "feedback", "feedback", nil, page.Feedback{Ask: page.Action{ID: "f_ask", Mails: []page.Mailing{{Text: "Write", Href: "mailto:a@b.example"}}}}),
		make("shop/index.html", "engagement", "engagement", chapter, page.EngagementHome{}),
		make("shop/expectations.html", "expectations", "expectations", chapter, page.Expectations{Sections: []page.ExpectationsSection{{Section: page.Section{Name: "scope", Heading: "Scope"}, Scope: &page.Scope{Includes: items}}, {Section: page.Section{Name: "plan", Heading: "Plan"}, None: "No dates"}}}),
		make("shop/progress.html", "progress", "progress", chapter, page.Progress{Sections: []page.ProgressSection{{Section: page.Section{Name: "plan", Heading: "Plan"}, Plan: &page.Milestones{Chart: chart.NewPlan(chart.PlanSpec{})}}}, Nothing: "Nothing yet under: Decisions."}),
		make("shop/journal.html", "journal", "journal", chapter, page.Journal{}),
		make("shop/reports.html", "reports", "reports", chapter, page.Reports{None: "No report yet. The first is expected on 5 November."}),
		make("shop/reports/2026-09.html", "report", "reports", &inner, page.Report{Charts: []page.Chart{{ID: "x", Name: "X", HTML: s.partial("charts/line.html", chart.NewLine(chart.LineSpec{ID: "x"}))}}}),
		make("shop/summary.html", "summary", "summary", chapter, page.Summary{}),
	}
}
