package check_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/diag"
)

// harmless edits change how something is written, or add what is new. Each is done
// in the published workspace, which says the same after it.
var harmless = []struct {
	name string
	do   func(w workspace)
}{
	{"nothing", func(workspace) {}},
	// how it is written
	{"hours as minutes", replacing(agreement, "respond: 4h", "respond: 240m")},
	{"an amount with its currency", replacing(agreement, "amount: 950,", `amount: "950.00 EUR",`)},
	{"an amount with zeros", replacing(agreement, "amount: 95}", "amount: 95.00}")},
	{"a quoted date", replacing(agreement, "due: 2026-11-16", `due: "2026-11-16"`)},
	{"keys in another order", replacing(agreement, "{id: change, request: A small change, respond: 4h, resolve: 2d}", "{resolve: 2d, respond: 4h, request: A small change, id: change}")},
	{"elements in another order", replacing(agreement, "[Photographs, Texts are not translated]", "[Texts are not translated, Photographs]")},
	{"milestones in another order", func(w workspace) {
		line := "  - {id: design, what: Design approved, due: 2026-09-18, done: 2026-09-18}\n"
		w.edit(agreement, line, "")
		w.edit(agreement, "inputs:\n", line+"inputs:\n")
	}},
	{"a list on lines of its own", replacing(agreement, "excludes: [Photographs, Texts are not translated]", "excludes:\n    - Photographs\n    - what: Texts are not translated")},
	{"a comment", replacing(agreement, "status: active", "status: active # since August")},
	{"CRLF", func(w workspace) {
		w.rewrite(agreement, func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") })
	}},
	{"a byte order mark", func(w workspace) { w.rewrite(agreement, func(s string) string { return "\uFEFF" + s }) }},
	{"the body", replacing(agreement, "The brief.", "The brief, which is longer now, and has 3 more wishes.")},
	{"internal notes", replacing(agreement, "status: active", "status: active\ninternal: {margin: 40%, note: raise the price}")},
	{"what holds anyway", replacing(agreement, "resolve: 2d}", "resolve: 2d, clock: working}")},
	{"a direction that holds anyway", replacing(agreement, "target: 300,", "target: 300, direction: up,")},
	{"a tolerance that holds anyway", replacing(agreement, "direction: down,", "direction: down, tolerance: 10%,")},
	{"a longer period's figure that holds anyway", replacing(agreement, "direction: down,", "direction: down, over: last,")},
	{"a target with zeros", replacing(agreement, "target: 300,", "target: 300.0,")},
	{"a rhythm as a rule", replacing(agreement, "update: weekly on friday", "update: {rrule: FREQ=WEEKLY;INTERVAL=1;BYDAY=FR}")},
	{"a rhythm of months as a rule", replacing(agreement, "report: monthly on 5", "report: \"rrule: FREQ=MONTHLY;BYMONTHDAY=5\"")},
	{"silence told of, as it is anyway", replacing(agreement, "status: active", "status: active\nquiet: say-so")},
	{"a detail that counts nothing", replacing(agreement, "    - 5 product pages\n", "    - {what: 5 product pages, detail: With pictures}\n")},
	{"hours of each day", replacing(house, "  mon-fri: [09:00-12:30, 13:00-17:30]", "  mon-thu: [09:00-12:30, 13:00-17:30]\n  fri: [13:00-17:30, 09:00-12:30]")},
	{"holidays as a list", replacing(house, "holidays: nl", "holidays: [nl]")},
	{"a time with its offset", replacing(journal+"2026-10-12-banner.md", "opened: 2026-10-12 10:00", "opened: 2026-10-12T10:00:00+02:00")},
	{"a time in another offset", replacing(journal+"2026-10-12-banner.md", "resolved: 2026-10-13 11:00", "resolved: 2026-10-13T09:00:00Z")},
	{"a date that the name has", replacing(journal+"2026-09-22-down.md", "kind: incident", "kind: incident\ndate: 2026-09-22")},
	{"a period that the name has", replacing(reports+"2026-09.md", "title: September", "title: September\nperiod: 2026-09")},
	{"an entry as TOML", func(w workspace) {
		write(w.t, filepath.Join(w.dir, journal+"2026-09-14-colours.md"), "+++\nkind = \"decision\"\ntitle = \"Which colours\"\noutcome = \"Blue\"\ndecided_by = \"joost\"\ndecided = 2026-09-16\nneeded_by = 2026-09-16\n+++\nTwo to choose from.\n")
	}},
	{"an entry as JSON", func(w workspace) {
		front, err := json.MarshalIndent(map[string]any{"kind": "decision", "title": "Which colours", "outcome": "Blue", "decided_by": "joost", "decided": "2026-09-16", "needed_by": "2026-09-16"}, "", "  ")
		if err != nil {
			w.t.Fatal(err)
		}
		write(w.t, filepath.Join(w.dir, journal+"2026-09-14-colours.md"), string(front)+"\nTwo to choose from.\n")
	}},
	{"rows in another order", replacing(shop+"data/time.csv", "2026-09-03,2.5,mara,care,Texts\n2026-09-03,1,mara,care,Calls\n", "2026-09-03,1,mara,care,Calls\n2026-09-03,2.5,mara,care,Texts\n")},
	{"columns in another order", func(w workspace) {
		write(w.t, filepath.Join(w.dir, shop+"data/orders.csv"), "note,value,period\n,290,2026-06\n,300,2026-07\n,310,2026-08\nNew pages,362,2026-09\n")
	}},
	{"semicolons and decimals", func(w workspace) {
		write(w.t, filepath.Join(w.dir, shop+"data/orders.csv"), "period;value;note\n2026-06;290,0;\n2026-07;300;\n2026-08;310;\n2026-09;362;New pages\n")
	}},
	{"a note of a row", replacing(shop+"data/time.csv", "mara,care,Texts", "mara,care,Texts for the shop")},

	// words
	{"a slip of the pen", replacing(agreement, "Design of the shop front", "Desing of the shop front")},
	{"a word in two", replacing(agreement, "Design of the shop front", "Design of the shopfront")},
	{"a full stop and a capital", replacing(agreement, "[One person collects all comments]", "[one person collects all comments.]")},
	{"a plural", replacing(agreement, "Payment by iDEAL and card", "Payments by iDEAL and card")},
	{"emphasis, a link and an accent", replacing(agreement, "Design of the shop front", "\"*Désign* of the [shop front](https://acme.example/2)\"")},
	{"an ending", replacing(agreement, "Product texts come from you", "Product texts come from your")},
	{"the number of a verb", replacing(journal+"2026-09-15-domain.md", "answer: Acme does", "answer: Acme do")},
	{"an article", replacing(agreement, "[Product texts come from you]", "[The product texts come from you]")},
	{"a detail in other words", replacing(agreement, "Through 1 payment provider", "By way of 1 provider of payments")},
	{"a title", replacing(journal+"2026-09-22-down.md", "title: Ten minutes down", "title: Down for ten minutes on Tuesday")},
	{"a cause told better", replacing(journal+"2026-09-22-down.md", "cause: A certificate ran out", "cause: The certificate of the shop ran out over the weekend")},
	{"a slip in an answer", replacing(journal+"2026-09-22-ask.md", "answer: The one in town", "answer: The one in town.")},
	{"our reply", replacing(journal+"2026-09-30-praise.md", "reply: Thank you", "reply: Thank you very much")},
	{"insights", replacing(reports+"2026-09.md", "what: Orders grow", "what: Orders go on growing")},
	{"a summary that was read, in other words", replacing(reports+"2026-09.md", "summary: Orders rose", "summary: Orders went up again")},
	{"what was done, in other words", replacing(reports+"2026-09.md", "[Two pages for cakes]", "[Two new pages, for cakes]")},
	{"what comes next, in a report that was read", replacing(reports+"2026-09.md", "done: [", "next: [Pages for bread]\ndone: [")},
	{"an answer in other words", replacing(client, "a: You do}", "a: You own it}")},
	{"a question in other words", replacing(client, "q: Who owns the code?", "q: To whom does the code belong?")},
	{"another question", replacing(client, "faq:\n", "faq:\n  - {q: May we call?, a: Any time}\n")},
	{"what a service does, in other words", replacing("content/services/care.md", "Updates within a day", "Security updates, installed within a day")},
	{"how well it turns out", replacing("content/services/care.md", "suits: Shops that sell", "suits: Shops that sell\nbest_case: Never down for more than an hour")},
	{"what a figure means, in other words", replacing(agreement, "means: How many people bought", "means: The people who bought something")},
	{"the effect of a maintenance, in other words", replacing(journal+"2026-09-12-server.md", "The shop is away for an hour", "Nobody reaches the shop for an hour")},
	{"somebody who was there too", replacing(journal+"2026-10-06-meeting.md", "attended: [joost, mara]", "attended: [joost, anna, mara]")},
	{"who decides, said for the first time", replacing(client, "role: Owner,", "role: Owner, decides: [budget, plan],")},
	{"what a risk means to us", replacing(journal+"2026-09-21-supplier.md", "response: We know a second one", "response: We know two others")},
	{"arrivals with their periods, in any order", replacing(agreement, "[2026-08-03, 2026-09-03, 2026-10-05]", "[{for: 2026-10, on: 2026-10-05}, {for: 2026-08, on: 2026-08-03}, {for: 2026-09, on: 2026-09-03}]")},
	{"the title of the engagement", replacing(agreement, "title: Web shop", "title: The web shop")},
	{"a person's phone", replacing(client, "role: Owner,", `role: Owner, phone: "+31 20 000 0000",`)},
	{"how we work", replacing(house, "how: What we owe each other stands here", "how: All that we owe each other")},

	// moved
	{"an engagement moved", func(w workspace) {
		w.move("content/clients/acme/shop", "content/clients/acme/store")
	}},
	{"a client moved", func(w workspace) { w.move("content/clients/acme", "content/clients/acme-bakery") }},
	{"a client moved, and a slip mended", func(w workspace) {
		w.move("content/clients/acme", "content/clients/acme-bakery")
		w.edit("content/clients/acme-bakery/shop/engagement.md", "Design of the shop front", "Design of the shopfront")
	}},
	{"an entry renamed", func(w workspace) { w.move(journal+"2026-09-22-down.md", journal+"2026-09-22-ten-minutes.md") }},
	{"an entry renamed and told better", func(w workspace) {
		w.move(journal+"2026-09-22-down.md", journal+"2026-09-22-ten-minutes.md")
		w.edit(journal+"2026-09-22-ten-minutes.md", "title: Ten minutes down", "title: The shop was down")
	}},
	{"a table renamed", func(w workspace) {
		w.move(shop+"data/orders.csv", shop+"data/sales.csv")
		w.edit(agreement, "series: data/orders.csv", "series: data/sales.csv")
	}},
	{"a table taken into the agreement", func(w workspace) {
		edit{file: shop + "data/orders.csv"}.do(w)
		w.edit(agreement, "series: data/orders.csv", "series: {2026-06: 290, 2026-07: 300, 2026-08: 310, 2026-09: 362}")
	}},
	{"a request moved to the journal", func(w workspace) {
		w.edit(shop+"data/requests.csv", "q1,change,A new text,2026-09-01 10:00,2026-09-01 11:00,2026-09-02 12:00\n", "")
		write(w.t, filepath.Join(w.dir, journal+"q1.md"), "---\nkind: request\ndate: 2026-09-01\ntitle: A new text\ntype: change\nopened: 2026-09-01 10:00\nresponded: 2026-09-01 11:00\nresolved: 2026-09-02 12:00\n---\n")
	}},
	{"a milestone under another id", func(w workspace) {
		w.edit(agreement, "{id: design,", "{id: sketch,")
		w.edit(agreement, "needs: [design, texts]", "needs: [sketch, texts]")
	}},

	// new
	{"a new entry", adding(journal+"2026-10-16-note.md", "---\nkind: lesson\ntitle: Ask twice\nside: both\n---\n")},
	{"an entry of some days ago", adding(journal+"2026-10-13-risk.md", "---\nkind: risk\ntitle: The courier\nlikelihood: 1\nimpact: 1\n---\n")},
	{"a new milestone", replacing(agreement, "inputs:\n", "  - {id: sale, what: First sale, due: 2026-12-01, owner: mara}\ninputs:\n")},
	{"a new input", replacing(agreement, "rhythm:\n", "  - {id: logos, what: Logos, from: joost, due: 2026-11-02}\nrhythm:\n")},
	{"a milestone agreed on today", replacing(agreement, "inputs:\n", "  - {id: sale, what: First sale, since: 2026-10-16, due: 2026-12-01, owner: mara}\ninputs:\n")},
	{"an input agreed on for next month", replacing(agreement, "rhythm:\n", "  - {id: logos, what: Logos, from: joost, since: 2026-11-01, due: 2026-11-02}\nrhythm:\n")},
	{"more in the scope", replacing(agreement, "    - 5 product pages\n", "    - 5 product pages\n    - A page of questions\n")},
	{"a new price", replacing(agreement, "  - {id: extra,", "  - {id: night, item: Nights, model: hourly, amount: 120}\n  - {id: extra,")},
	{"a closure told ahead", replacing(house, "closures: [{", "closures: [{from: 2026-11-02, to: 2026-11-03}, {")},
	{"a closure ahead withdrawn", replacing(house, "{from: 2026-12-24, to: 2027-01-01, note: Winter}, ", "")},
	{"a row of a new period", replacing(shop+"data/time.csv", "2026-10-01,3,mara,care,Pages\n", "2026-10-01,3,mara,care,Pages\n2026-10-02,1,mara,care,\n2026-10-15,2,mara,care,More\n")},
	{"an older row filled in", replacing(shop+"data/orders.csv", "2026-06,290,\n", "2026-05,280,\n2026-06,290,\n")},
	{"a request of a table solved", replacing(shop+"data/requests.csv", "2026-09-02 12:00\n", "2026-09-02 12:00\nq2,change,Another,2026-10-15 10:00,2026-10-15 11:00,\n")},
	{"received", replacing(agreement, "due: 2026-10-23}", "due: 2026-10-23, received: 2026-10-15}")},
	{"done", replacing(agreement, "{id: training, what: Two people trained,", "{id: training, done: 2026-10-15, what: Two people trained,")},
	{"a forecast", replacing(agreement, "owner: mara}\n  - {id: training", "owner: mara, forecast: 2026-11-18}\n  - {id: training")},
	{"reminded", replacing(agreement, "due: 2026-10-23}", "due: 2026-10-23, reminded: [2026-10-15]}")},
	{"feedback given", replacing(journal+"2026-10-15-round.md", "asked: 2026-10-15", "asked: 2026-10-15\ngiven: 2026-10-16\nnps: 3\nwell: Little\nbetter: Much")},
	{"an action done", replacing(journal+"2026-10-06-meeting.md", "due: 2026-10-20}", "due: 2026-10-20, done: 2026-10-15}")},
	{"a proposed change edited", replacing(journal+"2026-09-10-cakes.md", "price: 700", "price: 900\ndays: 3\naffects: [live]")},
	{"a proposed change accepted", replacing(journal+"2026-09-10-cakes.md", "state: proposed", "state: accepted\naccepted: 2026-10-15\naccepted_by: joost")},
	{"a file offered", adding(shop+"files/more.txt", "more")},
	{"hours of a month that is not billed", replacing(shop+"data/time.csv", "2026-10-01,3,mara", "2026-10-05,1.5,mara,care,\n2026-10-01,3,mara")},
	{"hours beside those that are billed", replacing(shop+"data/time.csv", "2026-10-01,3,mara", "2026-09-29,1.5,mara,extra,\n2026-10-01,3,mara")},
	{"what there is to choose from, still open", adding(journal+"2026-10-15-choose.md", "---\nkind: decision\ntitle: Which font\nneeded_by: 2026-10-30\noptions: [Serif, Sans]\n---\n")},
	{"a person more", replacing(client, "contacts:\n", "contacts:\n  - {id: bas, name: Bas Boot}\n")},
	{"paused from today", replacing(agreement, "status: active\npaused: [", "status: paused\npaused: [{from: 2026-10-16, to: 2026-11-02}, ")},
}

// replacing replaces a text in a file.
func replacing(file, old, text string) func(w workspace) {
	return func(w workspace) { w.edit(file, old, text) }
}

// adding writes a new file.
func adding(file, text string) func(w workspace) {
	return func(w workspace) { write(w.t, filepath.Join(w.dir, file), text) }
}

// move gives a file or folder another name.
func (w workspace) move(from, to string) {
	w.t.Helper()
	if err := os.Rename(filepath.Join(w.dir, from), filepath.Join(w.dir, to)); err != nil {
		w.t.Fatal(err)
	}
}

// rewrite passes a file through a function.
func (w workspace) rewrite(file string, with func(string) string) {
	w.t.Helper()
	name := filepath.Join(w.dir, file)
	text, err := os.ReadFile(name)
	if err != nil {
		w.t.Fatal(err)
	}
	write(w.t, name, with(string(text)))
}

// What says the same, or says something new, is no finding, be it committed or not.
func TestHarmlessChangesAreNotFound(t *testing.T) {
	trials := make([]trial, len(harmless))
	for i, e := range harmless {
		trials[i] = trial{e.name, committing(e.do, i%2 == 0 && i > 0)}
	}
	tryAll(t, trials, func(t *testing.T, _ int, found []diag.Problem) {
		if len(found) > 0 {
			t.Error(found)
		}
	})
}
