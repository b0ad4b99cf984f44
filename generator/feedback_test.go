package generator_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// asking is a workspace whose client can be asked. FEEDBACK_TO and the entry of the
// journal differ from test to test.
const asking = `
-- content/provider.md --
---
name: Studio
email: studio@studio.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]
FEEDBACK_TO
---
-- content/clients/acme/client.md --
---
name: Acme
since: 2025-01-01
access: open
address: acme
contacts: [{id: joost, name: Joost}]
---
Welcome.

<!-- hushed in a line -->

<!--
hushed in a block
-->
-- content/clients/acme/shop/engagement.md --
---
title: Web shop
status: active
start: 2026-03-02
lead: mara
scope: {includes: [A shop]}
turnaround: [{id: change, request: A change, respond: 4h}]
pricing: [{id: build, item: The shop, model: fixed, amount: 1000}]
---
The **brief** of it.
-- content/clients/acme/shop/reports/2026-08.md --
---
title: August
period: 2026-08
date: 2026-09-04
by: mara
summary: A quiet month.
---
More about a marmalade-coloured shop.
-- content/clients/acme/shop/reports/2026-09.md --
---
title: September
period: 2026-09
date: 2026-10-05
by: mara
summary: A good month.
---
More.
`

const answered = `
-- content/clients/acme/shop/journal/2026-10-08-round.md --
---
kind: feedback
title: How was September?
from: joost
asked: 2026-10-06
given: 2026-10-08
nps: 9
---
`

func feedbackPage(t *testing.T, to, entry string) (string, map[string]string) {
	t.Helper()
	dir := t.TempDir()
	writeFiles(t, dir, strings.Replace(asking, "FEEDBACK_TO", to, 1)+entry)
	out := t.TempDir()
	build(t, options(t, dir, exampleDay), out)
	files := read(t, out)
	return files["acme/feedback.html"], files
}

var (
	formAction = regexp.MustCompile(`<form method="post" action="([^"]*)"`)
	chosen     = regexp.MustCompile(`<option id="([^"]+)" selected>`)
	mailLink   = regexp.MustCompile(`href="(mailto:[^"]+)"`)
)

func TestFeedbackGoesWhereItIsWanted(t *testing.T) {
	for _, test := range []struct {
		name, to string
		action   string // "" for no form
		netlify  bool
	}{
		{"to the host", "feedback_to: netlify", "thanks.html", true},
		{"to an endpoint", "feedback_to: https://forms.example/x", "https://forms.example/x", false},
		{"by mail", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, files := feedbackPage(t, test.to, "")
			var actions []string
			for _, m := range formAction.FindAllStringSubmatch(page, -1) {
				actions = append(actions, m[1])
			}
			if test.action == "" && actions != nil || test.action != "" && (len(actions) != 2 || actions[0] != test.action || actions[1] != test.action) {
				t.Errorf("forms go to %q, want %q", actions, test.action)
			}
			if got := strings.Count(page, `name="form-name"`) == 2 && strings.Contains(page, `netlify-honeypot="website"`); got != test.netlify {
				t.Errorf("a form of the host: %v, want %v", got, test.netlify)
			}
			if files["acme/thanks.html"] == "" {
				t.Error("there is no page that thanks")
			}
			if mail := mailLink.FindStringSubmatch(page); mail == nil || !strings.HasPrefix(mail[1], "mailto:studio@studio.example?subject=") {
				t.Errorf("the mail's link is %q", mail)
			}
		})
	}
}

func TestFeedbackByMailHoldsTheQuestions(t *testing.T) {
	page, _ := feedbackPage(t, "", "")
	for _, m := range mailLink.FindAllStringSubmatch(page, -1) {
		link, err := url.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
		if err != nil {
			t.Fatal(err)
		}
		body := link.Query().Get("body")
		if strings.Contains(body, "Web shop: September") && strings.Contains(body, "What could be better?") && strings.Contains(body, "0 to 10") {
			return
		}
	}
	t.Errorf("no mail asks about the newest report:\n%s", page)
}

func TestFeedbackAsksFirstWhatTheClientWasNotHeardAbout(t *testing.T) {
	for _, test := range []struct {
		name, entry string
		chosen      string
		tellFirst   bool
	}{
		{"after a report", "", "about-shop-2026-09", true},
		{"heard since", answered, "about-shop", false},
		{"a round is open", strings.NewReplacer("given: 2026-10-08\n", "", "nps: 9\n", "").Replace(answered), "about-shop", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, _ := feedbackPage(t, "feedback_to: netlify", test.entry)
			if got := chosen.FindAllStringSubmatch(page, -1); len(got) != 1 || got[0][1] != test.chosen {
				t.Errorf("chosen is %q, want %s", got, test.chosen)
			}
			if first := strings.Index(page, `id="s_tell"`) < strings.Index(page, `id="s_ask"`); first != test.tellFirst {
				t.Errorf("asks first what the client thinks: %v, want %v", first, test.tellFirst)
			}
		})
	}
}

func TestReportLeadsToWhatIsSaidOfIt(t *testing.T) {
	page, files := feedbackPage(t, "feedback_to: netlify", "")
	for _, id := range []string{"2026-08", "2026-09"} {
		link := `href="../../feedback.html#about-shop-` + id + `"`
		if !strings.Contains(files["acme/shop/reports/"+id+".html"], link) || !strings.Contains(page, `id="about-shop-`+id+`"`) {
			t.Errorf("report %s does not lead to its own choice", id)
		}
	}
}

// A comment is not published; the search must not publish it either.
func TestSearchHoldsWhatPagesShow(t *testing.T) {
	_, files := feedbackPage(t, "", "")
	found := false
	for name, body := range files {
		if strings.Contains(body, "hushed") {
			t.Errorf("%s holds a comment", name)
		}
		if name == "acme/search.js" {
			found = true
			for _, word := range []string{"marmalade-coloured", "The brief of it.", "A quiet month."} {
				if !strings.Contains(body, word) {
					t.Errorf("nobody can find %q", word)
				}
			}
		}
	}
	if !found {
		t.Error("there is no index")
	}
}
