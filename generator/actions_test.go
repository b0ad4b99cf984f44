package generator_test

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rapport/generator/answer"
)

// openItems is a workspace with an open item of each kind that waits for a client.
// FEEDBACK_TO differs from test to test.
const openItems = `
-- content/provider.md --
---
name: Studio
email: studio@studio.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara Visser, email: mara@studio.example}]
channels: [{name: E-mail, for: What can wait, answer_within: 1d, address: studio@studio.example}]
FEEDBACK_TO
---
-- content/clients/acme/client.md --
---
name: Acme
locale: en-GB
access: open
address: acme-7f3k9q2m
contacts: [{id: joost, name: Joost de Wit, email: joost@acme.example}]
---
Welcome.
-- content/clients/acme/shop/engagement.md --
---
title: Web shop
status: active
start: 2026-03-02
lead: mara
scope: {includes: [A shop]}
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: build, item: The shop, model: fixed, amount: 1000}]
inputs:
  - {id: logo, what: Logo files, from: joost, due: 2026-10-30}
  - {id: sales, what: Till export, from: joost, every: monthly on 3, send_to: https://files.example/up, received: [{for: 2026-08, on: 2026-09-03}]}
---
The brief.
-- content/clients/acme/shop/journal/2026-10-01-logo.md --
---
kind: decision
title: Which *colour* for the logo?
options: ["Blue", {what: "Green & *white*", detail: Cheaper to print}]
needed_by: 2026-10-20
---
-- content/clients/acme/shop/journal/2026-10-02-name.md --
---
kind: decision
title: What is the shop called?
---
-- content/clients/acme/shop/journal/2026-10-02-texts.md --
---
kind: question
title: Who writes the texts?
to: joost
---
-- content/clients/acme/shop/journal/2026-10-05-cards.md --
---
kind: change
title: Payment by card
adds: [Payment by card]
price: 480
days: 3
state: proposed
---
-- content/clients/acme/shop/journal/2026-10-06-plan.md --
---
kind: meeting
title: Planning
attended: [mara, joost]
actions: [{what: Send the invitation, who: mara}, {what: Ask the baker for photos, who: joost}, {what: Choose a date, who: joost}]
---
-- content/clients/acme/shop/journal/2026-10-07-round.md --
---
kind: feedback
title: How was September?
from: joost
asked: 2026-10-07
---
-- content/clients/acme/shop/journal/2026-10-08-banner.md --
---
kind: request
title: A banner
type: change
opened: 2026-10-08 10:00
responded: 2026-10-08 11:00
waiting: [{from: 2026-10-08 11:00}]
---
-- content/clients/acme/shop/reports/2026-09.md --
---
title: September, the best month yet
period: 2026-09
date: 2026-10-05
by: mara
summary: A good month.
---
More.
`

// An offer is what a page lets a client do about something.
type offer struct {
	id, item      string
	to, name      string // where its form goes, and what the host calls it
	netlify       bool
	fields        map[string][]string // what the form sends: the values that a field can have, "" where the client writes it
	required      []string
	mails         []offeredMail
	ticks, blanks int // on paper
}

// An offeredMail is a mail that is already written.
type offeredMail struct{ text, to, subject, body string }

// offersOf finds what a page lets a client do.
func offersOf(t *testing.T, page string) []offer {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []offer
	for n := range doc.Descendants() {
		if slices.Contains(strings.Fields(attr(n, "class")), "act") {
			all = append(all, offerOf(t, n))
		}
	}
	return all
}

func offerOf(t *testing.T, box *html.Node) offer {
	t.Helper()
	o := offer{id: attr(box, "id"), item: attr(box, "data-item"), fields: map[string][]string{}}
	for n := range box.Descendants() {
		name, class := attr(n, "name"), attr(n, "class")
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "form":
			o.to, o.name, o.netlify = attr(n, "action"), name, attr(n, "data-netlify") == "true" && attr(n, "netlify-honeypot") == answer.TrapField
			if attr(n, "method") != "post" {
				t.Errorf("the form of %s is not posted", o.id)
			}
		case n.Data == "option":
			for up := n.Parent; up != nil; up = up.Parent {
				if up.Data == "select" {
					name = attr(up, "name")
					break
				}
			}
			o.fields[name] = append(o.fields[name], attr(n, "value"))
		case n.Data == "input" || n.Data == "textarea":
			o.fields[name] = append(o.fields[name], attr(n, "value"))
			if has(n, "required") && !slices.Contains(o.required, name) {
				o.required = append(o.required, name)
			}
		case n.Data == "a" && strings.HasPrefix(attr(n, "href"), "mailto:"):
			link, err := url.Parse(attr(n, "href"))
			if err != nil {
				t.Fatal(err)
			}
			o.mails = append(o.mails, offeredMail{strings.TrimSpace(innerText(n)), link.Opaque, link.Query().Get("subject"), link.Query().Get("body")})
		case class == "tick":
			o.ticks++
		case class == "blank":
			o.blanks++
		}
	}
	return o
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// offered builds the workspace and finds what each of its pages lets the client do.
func offered(t *testing.T, archive, to string) (map[string][]offer, map[string]string) {
	t.Helper()
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, strings.Replace(archive, "FEEDBACK_TO", to, 1))
	build(t, options(t, dir, "2026-10-14"), out)
	files := read(t, out)
	offers := map[string][]offer{}
	for name, body := range files {
		if strings.HasSuffix(name, ".html") {
			offers[strings.TrimPrefix(name, "acme-7f3k9q2m/")] = offersOf(t, body)
		}
	}
	return offers, files
}

// What can be done about each kind of open item, in the very fields of the format.
func TestEachOpenItemOffersWhatCanBeDoneAboutIt(t *testing.T) {
	scale := func(from, to int) (all []string) {
		for n := from; n <= to; n++ {
			all = append(all, string(rune('0'+n%10)))
		}
		return all
	}
	nps := append(scale(0, 9), "10")
	cases := []offerCase{
		{name: "a decision with options", page: "shop/journal.html", id: "a_2026-10-01-logo", item: "journal/2026-10-01-logo", action: []string{"decide"},
			own: map[string][]string{"choice": {"Blue", "Green & *white*", ""}, "text": {""}}, required: []string{"choice"}, ticks: 3},
		{name: "a decision without", page: "shop/journal.html", id: "a_2026-10-02-name", item: "journal/2026-10-02-name", action: []string{"decide"},
			own: map[string][]string{"text": {""}}, required: []string{"text"}},
		{name: "a question", page: "shop/journal.html", id: "a_2026-10-02-texts", item: "journal/2026-10-02-texts", action: []string{"answer"},
			own: map[string][]string{"text": {""}}, required: []string{"text"}},
		{name: "a change", page: "shop/journal.html", id: "a_2026-10-05-cards", item: "journal/2026-10-05-cards", action: []string{"accept", "talk", "decline"},
			own: map[string][]string{"text": {""}}, required: []string{"action"}, ticks: 3},
		{name: "what was promised in a meeting", page: "shop/journal.html", id: "a_2026-10-06-plan-3", item: "journal/2026-10-06-plan#3", action: []string{"done"},
			own: map[string][]string{"text": {""}}, ticks: 1},
		{name: "a round of feedback", page: "shop/journal.html", id: "a_2026-10-07-round", item: "journal/2026-10-07-round", action: []string{"feedback"},
			own: map[string][]string{"well": {""}, "better": {""}, "nps": nps, "csat": scale(1, 5)}, required: []string{"nps"}},
		{name: "a request that waits", page: "shop/journal.html", id: "a_2026-10-08-banner", item: "journal/2026-10-08-banner", action: []string{"question"},
			own: map[string][]string{"text": {""}}, required: []string{"text"}},
		{name: "a report", page: "shop/reports/2026-09.html", id: "a_read", item: "reports/2026-09", action: []string{"read"},
			own: map[string][]string{"text": {""}}, ticks: 1},
		{name: "an input", page: "shop/progress.html", id: "a_logo", item: "inputs/logo", action: []string{"sent"},
			own: map[string][]string{"text": {""}}, ticks: 1},
		{name: "an input that recurs", page: "shop/progress.html", id: "a_sales-2026-11-03", item: "inputs/sales@2026-11", action: []string{"sent"},
			own: map[string][]string{"text": {""}}, ticks: 1},
		{name: "a question of its own", page: "feedback.html", id: "f_ask", action: []string{"question"},
			own: map[string][]string{"text": {""}}, required: []string{"text"}},
		{name: "a concern", page: "feedback.html", id: "f_concern", action: []string{"concern"},
			own: map[string][]string{"text": {""}, "about": {"price", "delivery", "cooperation", "quality", "other"}}, required: []string{"text"}},
	}
	for _, to := range []string{"feedback_to: https://forms.example/x", ""} {
		pages, _ := offered(t, openItems, to)
		for _, c := range cases {
			t.Run(c.name+", "+to, func(t *testing.T) {
				at := slices.IndexFunc(pages[c.page], func(o offer) bool { return o.id == c.id })
				if at < 0 {
					t.Fatalf("%s offers nothing at %s", c.page, c.id)
				}
				o := pages[c.page][at]
				if to == "" && o.to != "" || to != "" && o.to != "https://forms.example/x" {
					t.Errorf("the form goes to %q", o.to)
				}
				if to != "" {
					c.sends(t, o)
				}
				c.writes(t, o)
				if o.ticks != c.ticks || o.blanks != 3 {
					t.Errorf("on paper there are %d boxes and %d lines", o.ticks, o.blanks)
				}
				if c.item != "" && o.item != "shop/"+c.item {
					t.Errorf("it is remembered as %q", o.item)
				}
			})
		}
	}
}

// An offerCase is what a page has to let a client do.
type offerCase struct {
	name, page, id, item string
	action               []string
	own                  map[string][]string // fields beyond those of every answer
	required             []string
	ticks                int
}

// sends checks the fields of the form.
func (c offerCase) sends(t *testing.T, o offer) {
	t.Helper()
	want := map[string][]string{
		answer.VersionField: {answer.Version}, answer.ClientField: {"acme-7f3k9q2m"}, answer.EngagementField: {"shop"}, answer.ItemField: {c.item},
		answer.ActionField: c.action, answer.NameField: {""}, answer.EmailField: {""}, answer.TrapField: {""},
	}
	maps.Copy(want, c.own)
	if diff := cmp.Diff(want, o.fields); diff != "" {
		t.Errorf("the form sends (-want +got):\n%s", diff)
	}
	if want := append(slices.Clone(c.required), answer.NameField, answer.EmailField); !slices.Equal(o.required, want) {
		t.Errorf("required are %q, want %q", o.required, want)
	}
	for name := range c.own {
		if !slices.Contains(answer.Action(c.action[0]).Fields(), name) {
			t.Errorf("%s is no field of the action", name)
		}
	}
}

// writes checks the mails: one for each choice, each of which says as what it is read
// again.
func (c offerCase) writes(t *testing.T, o offer) {
	t.Helper()
	var want []answer.Answer
	of := answer.Answer{Version: answer.Version, Client: "acme-7f3k9q2m", Engagement: "shop", Item: c.item}
	for _, action := range c.action {
		of.Action = answer.Action(action)
		if c.own["choice"] == nil {
			want = append(want, of)
		}
		for _, choice := range c.own["choice"] {
			of.Choice = choice
			want = append(want, of)
		}
	}
	if len(o.mails) < len(want) {
		t.Fatalf("there are %d mails, want %d", len(o.mails), len(want))
	}
	if len(o.mails) > len(want) { // before them stands the mail with which an input is sent
		found, _ := answer.ReadBlock(o.mails[0].body)
		if o.mails[0].to != "mara@studio.example" || !reflect.DeepEqual(found.Answer, want[0]) {
			t.Errorf("what is sent to %s says %+v", o.mails[0].to, found.Answer)
		}
	}
	for i, m := range o.mails[len(o.mails)-len(want):] {
		found, ok := answer.ReadBlock(m.body)
		if !ok || !reflect.DeepEqual(found.Answer, want[i]) {
			t.Errorf("the mail says %+v, want %+v", found.Answer, want[i])
		}
		found.Answer.ReadText(strings.Replace(found.Above, "]\n", "]\nMy words.\n", 1))
		if words := found.Answer.Text + found.Answer.Well; words != "My words." {
			t.Errorf("what is written into the mail is read as %+v", found.Answer)
		}
		if m.to != "studio@studio.example" || m.subject == "" || m.text == "" {
			t.Errorf("the mail %q goes to %q with the subject %q", m.text, m.to, m.subject)
		}
	}
}

// Nobody is asked for anything in work that is proposed, paused or closed. During a pause
// what is open can still be answered where it stands.
func TestNobodyIsAskedWhereNoWorkIsDone(t *testing.T) {
	for _, c := range []struct {
		status                    string
		needs, buttons, atTheItem bool
	}{
		{"status: active", true, true, true},
		{"status: paused\npaused: [{from: 2026-10-09}]", true, false, true},
		{"status: proposed", false, false, false},
		{"status: closed\nclosed: 2026-10-12", false, false, false},
	} {
		t.Run(c.status, func(t *testing.T) {
			pages, files := offered(t, strings.Replace(openItems, "status: active", c.status, 1), "feedback_to: netlify")
			for _, page := range []string{"index.html", "shop/index.html", "shop/progress.html"} {
				body := files["acme-7f3k9q2m/"+page]
				if got := strings.Contains(body, `#a_2026-10-01-logo"`); got != c.buttons {
					t.Errorf("%s has something to press: %v", page, got)
				}
				if got := strings.Contains(visibleText(t, body), "Decide: Which colour"); got != c.buttons {
					t.Errorf("%s asks to decide: %v", page, got)
				}
				if got := strings.Contains(body, `data-item="shop/journal/2026-10-01-logo"`); got != c.needs {
					t.Errorf("%s tells that a decision is open: %v", page, got)
				}
			}
			for _, page := range []string{"shop/journal.html", "shop/progress.html", "shop/reports/2026-09.html"} {
				if got := len(pages[page]) > 0; got != c.atTheItem {
					t.Errorf("%s has forms: %v", page, got)
				}
			}
			if len(pages["feedback.html"]) != 3 {
				t.Error("the client can't speak of its own accord")
			}
		})
	}
}

// What is pressed on a first page leads to the form, on a page that is there.
func TestWhatIsNeededLeadsToWhereItIsDone(t *testing.T) {
	pages, files := offered(t, openItems, "feedback_to: netlify")
	for page, base := range map[string]string{"index.html": "", "shop/index.html": "shop/", "shop/progress.html": "shop/"} {
		doc, err := html.Parse(strings.NewReader(files["acme-7f3k9q2m/"+page]))
		if err != nil {
			t.Fatal(err)
		}
		var verbs []string
		for n := range doc.Descendants() {
			if attr(n, "class") != "do" {
				continue
			}
			link := n.FirstChild
			verb, _, _ := strings.Cut(innerText(link), ":")
			verbs = append(verbs, verb)
			to, anchor, _ := strings.Cut(attr(link, "href"), "#")
			if to = base + to; to == base {
				to = page
			}
			if !slices.ContainsFunc(pages[to], func(o offer) bool { return o.id == anchor && o.item == attr(n.Parent, "data-item") }) {
				t.Errorf("%s leads to #%s of %s, where nothing can be done about %s", page, anchor, to, attr(n.Parent, "data-item"))
			}
		}
		slices.Sort(verbs)
		if want := []string{"Agree, or talk", "Answer", "Decide", "Read", "Send", "Tell us", "Tick off", "Write to us"}; !slices.Equal(slices.Compact(verbs), want) {
			t.Errorf("%s says %q", page, verbs)
		}
	}
}

// A client of several engagements says which of them it speaks of.
func TestAClientOfSeveralEngagementsSaysOfWhichItSpeaks(t *testing.T) {
	second := openItems[strings.Index(openItems, "-- content/clients/acme/shop/engagement.md"):strings.Index(openItems, "-- content/clients/acme/shop/journal/2026-10-01")]
	second = strings.NewReplacer("acme/shop/", "acme/care/", "title: Web shop", "title: Care").Replace(second)
	archive := openItems[:strings.Index(openItems, "-- content/clients/acme/shop/journal/2026-10-07")] + second
	pages, _ := offered(t, archive, "feedback_to: netlify")
	for _, o := range pages["feedback.html"] {
		want := []string{"care", "shop", ""}
		if o.id == "f_tell" { // what is thought is thought of work
			want = want[:2]
		}
		if got := o.fields[answer.EngagementField]; !slices.Equal(got, want) {
			t.Errorf("%s is about one of %q, want %q", o.id, got, want)
		}
	}
}

func TestThanksSayWhatHappensNow(t *testing.T) {
	for _, c := range []struct{ name, with, says, not string }{
		{"with a promise", "", "Mara Visser reads it and enters it on this portal.\n- You hear from us within 1 working day.", ""},
		{"without one", "answer_within: 1d, ", "Mara Visser reads it", "You hear from us within"},
		{"by another way", "address: studio@studio.example", "Mara Visser reads it", "You hear from us within"},
	} {
		t.Run(c.name, func(t *testing.T) {
			archive := openItems
			if c.with != "" {
				archive = strings.Replace(archive, c.with, "", 1)
			}
			_, files := offered(t, archive, "feedback_to: netlify")
			text := visibleText(t, files["acme-7f3k9q2m/thanks.html"])
			if !strings.Contains(text, c.says) || c.not != "" && strings.Contains(text, c.not) {
				t.Errorf("it says:\n%s", text)
			}
		})
	}
}
