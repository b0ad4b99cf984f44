//go:build slow

package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/tools/txtar"

	"rapport/generator/sitetest"
)

// answering builds and publishes the workspace in which there is something to be answered of each kind, with so
// many later entries in its journal.
func answering(t *testing.T, access, to string, later int) *answered {
	t.Helper()
	h := &host{t: t, work: quickWork, dir: t.TempDir(), change: map[string]func([]byte) []byte{}}
	archive, err := txtar.ParseFile("testdata/answers.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		h.write(f.Name, f.Data)
	}
	for i := range later {
		h.write(fmt.Sprintf("content/clients/acme/shop/journal/2026-10-08-later-%d.md", i), fmt.Appendf(nil, "---\nkind: update\ntitle: Later %d\n---\n", i))
	}
	h.edit("content/clients/acme/client.md", "access: open", "access: "+access)
	if to != "" {
		h.edit("content/provider.md", "timezone:", "feedback_to: "+to+"\ntimezone:")
	}
	provider := ""
	if access == "sealed" {
		h.login, h.password = h.person("joost")
		provider = strings.Fields(h.rapport("key", "add", "--provider", "--print"))[3]
	}
	h.rapport("build")
	h.serve()
	return &answered{h, provider}
}

// An answered host takes in what was answered.
type answered struct {
	*host
	provider string // the passphrase of a sealed portal's provider
}

// A pressing is what is filled in at something to be answered, and what becomes of it.
type pressing struct {
	name, page, id string
	fill           map[string]string
	file, says     string // a file of the engagement's, and what stands in it afterwards
}

var pressings = []pressing{
	{"decide", "shop/journal.html", "a_2026-10-01-colour", map[string]string{"choice": "Green & white", "text": "“Not too dark” & <b>"}, "journal/2026-10-01-colour.md",
		`decided: 2026-10-15\ndecided_by: joost\noutcome: "?Green & white. “Not too dark” & \\+<b\\+>"?\n`},
	{"answer", "shop/journal.html", "a_2026-10-02-texts", map[string]string{"text": "We do"}, "journal/2026-10-02-texts.md", `answered: 2026-10-15\nanswer: We do\n`},
	{"agree", "shop/journal.html", "a_2026-10-05-cards", map[string]string{"action": "accept"}, "journal/2026-10-05-cards.md", `state: accepted\naccepted_by: joost\naccepted: 2026-10-15\n`},
	{"talk", "shop/journal.html", "a_2026-10-05-gifts", map[string]string{"action": "talk", "text": "Why so much?"}, "journal/2026-10-15-question-joost.md", `kind: question\ntitle: "Why so much\?"\n`},
	{"done", "shop/journal.html", "a_2026-10-06-plan-1", nil, "journal/2026-10-06-plan.md", `who: joost, done: 2026-10-15`},
	{"feedback", "shop/journal.html", "a_2026-10-07-round", map[string]string{"nps": "9", "well": "You call back"}, "journal/2026-10-07-round.md", `(?s)given: 2026-10-15\nnps: 9\nwell: You call back\n`},
	{"read", "shop/reports/2026-09.html", "a_read", nil, "reports/2026-09.md", `reviewed: \{by: joost, on: 2026-10-15\}`},
	{"sent", "shop/progress.html", "a_logo", map[string]string{"text": "By courier"}, "journal/2026-10-15-question-joost-2.md", `(?s)draft: true.*received: 2026-10-15`},
	{"concern", "feedback.html", "f_concern", map[string]string{"text": "It is dear", "about": "price", "engagement": "shop"}, "journal/2026-10-15-concern-joost.md", `raised_by: joost\n(about: price\n)?source: `},
	{"ask", "feedback.html", "f_ask", map[string]string{"text": "May we visit?", "engagement": "shop"}, "journal/2026-10-15-question-joost-3.md", `(?s)title: \"?May we visit\?`},
	{"kickoff", "kickoff.html", "a_kickoff", map[string]string{"ask-want": "More orders online", "prefers-news": "weekly"}, "../client.md", `(?s)words: More orders online.*want: More orders online`},
}

// sizeOfSealed is that of each of these answers, which are short, so that it tells none from another.
const sizeOfSealed = 1580

// fill fills in the form of what is to be answered, as a person would.
func (b *tab) fill(p pressing) {
	b.t.Helper()
	values := map[string]string{"name": "Joost", "email": "joost@acme.example"}
	for name, value := range p.fill {
		values[name] = value
	}
	filled, err := json.Marshal(values)
	if err != nil {
		b.t.Fatal(err)
	}
	if got := b.text(fmt.Sprintf(`((form) => {
		for (const [name, value] of Object.entries(%s)) for (const field of form.querySelectorAll("[name='" + name + "']")) {
			if (field.type === "radio") field.checked ||= field.value === value; else field.value = value;
		}
		return form.checkValidity() && !form.hidden;
	})(document.querySelector("#%s form"))`, filled, p.id)); got != "true" {
		b.t.Fatalf("the form of %s can't be sent", p.name)
	}
}

// submission is an answer as a service for forms passes it on.
func submission(id int, fields url.Values) []byte {
	data := map[string]string{}
	for name := range fields {
		data[name] = fields.Get(name)
	}
	text, err := json.Marshal([]any{map[string]any{"id": fmt.Sprint("s-", id), "created_at": fmt.Sprintf("2026-10-15T08:%02d:00Z", id), "data": data}})
	if err != nil {
		panic(err)
	}
	return text
}

// arrived takes in what was sent, and checks that each answer stands where it belongs.
func (h *answered) arrived(by string) {
	h.t.Helper()
	reader := h.password
	h.password = h.provider // is what is asked for
	out := h.rapport("intake")
	h.password = reader
	for _, p := range pressings {
		if text := string(h.read("content/clients/acme/shop/" + p.file)); !regexp.MustCompile(p.says).MatchString(text) || !strings.Contains(text, "by: "+by) {
			h.t.Errorf("%s: %s says\n%s\nand intake\n%s", p.name, p.file, text, out)
		}
	}
	if left, err := os.ReadDir(h.path("intake")); err != nil || len(left) != 1 {
		h.t.Errorf("%d files are left in intake/ (%v)", len(left)-1, err)
	}
	h.rapport("build")
}

// The way of each answer as a whole: a page is read, a button pressed, a form or a mail arrives, it
// is taken in and built, and the page says who decided what on which day.
func TestAnswersGoRound(t *testing.T) {
	s := sitetest.NewForms(t)
	first := (&host{t: t, dir: t.TempDir()}).browser()
	for _, way := range []struct {
		name, access string
		script, mail bool
	}{
		{"by a form", "open", true, false}, {"by a form, without script", "open", false, false}, {"by mail, without script", "open", false, true},
		{"sealed, by a form", "sealed", true, false}, {"sealed, by mail", "sealed", true, true},
	} {
		t.Run(way.name, func(t *testing.T) {
			to := s.URL + "/answers"
			if way.mail {
				to = ""
			}
			h := answering(t, way.access, to, 0)
			b := first.stranger(t)
			b.host = h.host
			if way.access == "sealed" {
				b.enter(h.url(""))
			}
			call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !way.script})
			for i, p := range pressings {
				b.goTo(h.url(p.page))
				b.await(p.name, unlocked)
				switch {
				case way.mail && way.access == "open":
					h.write(fmt.Sprintf("intake/%d.eml", i), b.written(i, p))
				case way.mail:
					b.fill(p)
					do(b, chromedp.Evaluate[any](`navigation.addEventListener("navigate", (event) => { window.to = event.destination.url; }); null`))
					b.click("#" + p.id + " form button")
					b.await("the sealed answer", `document.querySelector("#`+p.id+` .sealed-answer textarea").value`)
					link, err := url.Parse(b.text("window.to"))
					body := b.text(`document.querySelector("#` + p.id + ` .sealed-answer textarea").value`)
					if err != nil || link.Opaque != "studio@studio.example" || strings.ReplaceAll(link.Query().Get("body"), "\r", "") != strings.TrimSpace(body) || link.Query().Get("subject") != "A sealed answer" {
						t.Errorf("%s: the mail is %s", p.name, link)
					}
					h.write(fmt.Sprintf("intake/%d.eml", i), letter(i, link.Query().Get("subject"), body))
				default:
					b.fill(p)
					b.click("#" + p.id + " form [type=submit]")
					select {
					case got := <-s.Taken:
						if way.access == "sealed" && (len(got) != 3 || got.Get("rapport") != "1" || got.Get("client") != "p7k2" || len(got.Get("sealed")) != sizeOfSealed) {
							t.Errorf("%s sends %d fields, of which the sealed one has %d bytes: %.200v", p.name, len(got), len(got.Get("sealed")), got)
						}
						h.write(fmt.Sprintf("intake/%d.json", i), submission(i, got))
					case <-time.After(time.Minute):
						t.Fatalf("%s did not arrive", p.name)
					}
					if way.access == "sealed" { // the portal stays open, beside what the service says
						continue
					}
					b.await("the service", `location.origin === "`+s.URL+`"`)
				}
			}
			h.arrived(map[bool]string{true: "mail", false: "form"}[way.mail])
			call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
			b.goTo("about:blank")
			if way.access == "sealed" {
				b.enter(h.url("shop/journal.html"))
			} else {
				b.goTo(h.url("shop/journal.html"))
			}
			b.await("the journal", unlocked)
			if text := b.text(`document.getElementById("2026-10-01-colour").textContent`); !strings.Contains(text, "Green & white") || !strings.Contains(text, "Joost de Wit") || !strings.Contains(text, "15 October") {
				t.Errorf("the decision stands there as %q", text)
			}
			b.goTo(h.url("kickoff.html"))
			b.await("what was said before the work begins", unlocked)
			if said := b.text(`document.querySelector("#s_told blockquote").innerText + document.querySelector("#s_told").innerText`); !strings.HasPrefix(said, "More orders online") || !strings.Contains(said, "Joost de Wit") {
				t.Errorf("the client's own words stand there as %q", said)
			}
		})
	}
}

// stay fills in and presses, and stays on the page.
func (b *tab) stay(p pressing, page string) {
	b.t.Helper()
	b.goTo(b.url(page))
	b.await(p.name, unlocked)
	b.fill(p)
	do(b, chromedp.Evaluate[any](`navigation.addEventListener("navigate", (event) => { window.to = event.destination.url; }); null`))
}

func TestNothingOfASealedAnswerGoesAstray(t *testing.T) {
	h := answering(t, "sealed", "netlify", 0)
	first := h.browser()
	concern := pressing{name: "concern", id: "f_concern", fill: map[string]string{"text": strings.Repeat("It is dear. ", 200), "engagement": "shop"}}

	t.Run("the host gets an envelope, and thanks by way of its door", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url(""))
		for _, at := range []pressing{concern, pressings[1]} {
			page := map[bool]string{true: "feedback.html", false: at.page}[at.page == ""]
			b.stay(at, page)
			b.click("#" + at.id + " form [type=submit]")
			b.await("the page that thanks", shows("Thank")+` && location.pathname === "/p7k2/thanks.html"`)
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		if len(h.posted) != 2 || h.posted[1].Get("form-name") != "sealed-answer" || len(h.posted[1]) != 5 || len(h.posted[1].Get("sealed")) != sizeOfSealed || len(h.posted[0].Get("sealed")) < 3*sizeOfSealed {
			t.Errorf("the host got %.600v", h.posted)
		}
	})

	t.Run("what is too long for a mail is copied or saved", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url(""))
		b.stay(concern, "feedback.html")
		b.click("#f_concern [data-by-mail]")
		b.await("the sealed answer", `document.querySelector("#f_concern .sealed-answer textarea").value`)
		if at := b.text("window.to"); at != "undefined" {
			t.Errorf("a link of %d bytes was opened", len(at))
		}
		text := b.text(`document.querySelector("#f_concern .sealed-answer textarea").value`)
		saved := b.text(`fetch(document.querySelector("#f_concern a[download]").href).then((r) => r.text(), () => decodeURIComponent(document.querySelector("#f_concern a[download]").href.split(",")[1]))`)
		if saved != text {
			t.Errorf("the file holds %.100q", saved)
		}
		h.write("intake/answer.age", []byte(saved))
		b.storesNothing()
		reader := h.password
		h.password = h.provider
		// The file has no day of its own, and the browser's is no day of this test.
		if _, out, said := h.try("intake", "--dry-run"); !strings.Contains(out, "it says that it was sent in the future") && !strings.Contains(out, "concern, Joost de Wit") {
			t.Errorf("intake says %s%s", out, said)
		}
		h.password = reader
	})

	t.Run("where sealing fails nothing is sent", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url(""))
		b.stay(concern, "feedback.html")
		h.mu.Lock()
		h.posted = nil
		h.mu.Unlock()
		do(b, chromedp.Evaluate[any](`window.age = { Encrypter: class {} }; null`))
		b.click("#f_concern form [type=submit]")
		b.await("the word that nothing can be sent", `!document.querySelector("#f_concern .unsealed").hidden`)
		if at := b.text("window.to"); at != "undefined" || len(h.posted) > 0 {
			t.Errorf("it led to %s, and the host got %v", at, h.posted)
		}
	})

	t.Run("where no script runs there is no form", func(t *testing.T) {
		b := first.stranger(t)
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined })`,
		})
		b.goTo(h.url(""))
		b.submit(h.login, h.password, false)
		b.await("the portal", unlocked)
		b.click(`a[href="feedback.html"]`)
		b.await("the page", shows("Feedback"))
		if got := b.text(`document.querySelector("#f_concern form").offsetHeight + " " + (document.querySelector("#f_concern .unsealed").offsetHeight > 0)`); got != "0 true" {
			t.Errorf("the form is as high as %s", got)
		}
	})
}

// In a sealed portal, too, search, what is needed and old links lead to the page of an entry's year, where it can be
// answered.
func TestAnswersAreGivenInTheYearOfASealedJournal(t *testing.T) {
	s := sitetest.NewForms(t)
	h := answering(t, "sealed", s.URL+"/answers", 501)
	b := h.browser()
	const year = `location.pathname.endsWith("/shop/journal-2026.html") && location.hash === `
	b.enter(h.url("shop/journal.html#2026-10-01-colour"))
	b.await("the year of an entry that the journal's first page had", year+`"#2026-10-01-colour" && document.getElementById("2026-10-01-colour").checkVisibility()`)

	b.goTo(h.url("index.html"))
	b.await("the first page", unlocked)
	do(b, chromedp.Evaluate[any](`document.getElementById("find").focus(); null`))
	do(b, chromedp.SendKeys(chromedp.CSS("#find"), "Which colour"))
	b.await("what is sought", `document.querySelector("#found li")`)
	if to := b.text(`document.querySelector("#found li").dataset.href`); to != "shop/journal-2026.html#2026-10-01-colour" {
		t.Errorf("search leads to %s", to)
	}

	b.goTo(h.url("index.html"))
	b.await("the first page", unlocked)
	b.click(`a[href="shop/journal-2026.html#a_2026-10-01-colour"]`)
	b.await("where it is answered", unlocked+" && "+year+`"#a_2026-10-01-colour"`)
	b.fill(pressings[0])
	b.click("#" + pressings[0].id + " form [type=submit]")
	select {
	case got := <-s.Taken:
		h.write("intake/0.json", submission(0, got))
	case <-time.After(time.Minute):
		t.Fatal("the answer did not arrive")
	}
	h.password = h.provider
	out := h.rapport("intake")
	if text := string(h.read("content/clients/acme/shop/" + pressings[0].file)); !regexp.MustCompile(pressings[0].says).MatchString(text) {
		t.Errorf("the entry says\n%s\nand intake\n%s", text, out)
	}
}

// written is the mail that a page has written for what is to be answered, with the client's words in it.
func (b *tab) written(i int, p pressing) []byte {
	b.t.Helper()
	choice := p.fill["choice"] + p.fill["action"]
	href := b.text(fmt.Sprintf(`((links) => links.find((a) => a.href.includes(encodeURIComponent(%q))) ?? links[0])([...document.querySelectorAll("#%s a[href*='body=']")]).href`, choice, p.id))
	link, err := url.Parse(href)
	if err != nil {
		b.t.Fatal(err)
	}
	body := link.Query().Get("body")
	for name, value := range p.fill {
		body = regexp.MustCompile(`(\[`+name+`: [^\]]*\]\r\n)`).ReplaceAllStringFunc(body, func(asked string) string { return asked + "\r\n" + value + "\r\n" })
	}
	return letter(i, link.Query().Get("subject"), body)
}
