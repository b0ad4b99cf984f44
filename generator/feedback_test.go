package generator_test

import (
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

func TestFormsGoWhereTheyAreWanted(t *testing.T) {
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
			offers := offersOf(t, page)
			if len(offers) != 3 {
				t.Fatalf("there are %d things to say", len(offers))
			}
			for _, o := range offers {
				if o.to != test.action || o.netlify != test.netlify {
					t.Errorf("%s goes to %q, by the host: %v", o.id, o.to, o.netlify)
				}
				if test.netlify && (o.name != o.fields["action"][0] || o.fields["form-name"][0] != o.name || o.fields["website"] == nil) {
					t.Errorf("the host gets %s as %v", o.name, o.fields)
				}
				if len(o.mails) != 1 || o.mails[0].to != "studio@studio.example" {
					t.Errorf("the mails of %s are %+v", o.id, o.mails)
				}
			}
			if files["acme/thanks.html"] == "" {
				t.Error("there is no page that thanks")
			}
		})
	}
}

func TestFeedbackByMailHoldsTheQuestions(t *testing.T) {
	page, _ := feedbackPage(t, "", "")
	for _, o := range offersOf(t, page) {
		if o.id != "f_tell" {
			continue
		}
		body := o.mails[0].body
		if !strings.Contains(body, "What could be better?") || !strings.Contains(body, "0 to 10") || !strings.Contains(body, "engagement: shop\r\naction: feedback\r\n[/rapport]") {
			t.Errorf("the mail holds:\n%s", body)
		}
		return
	}
	t.Error("nothing asks what the client thinks")
}

func TestFeedbackAsksFirstWhatTheClientWasNotHeardAbout(t *testing.T) {
	for _, test := range []struct {
		name, entry string
		item        string // that is answered
		tellFirst   bool
	}{
		{"after a report", "", "", true},
		{"heard since", answered, "", false},
		{"a round is open", strings.NewReplacer("given: 2026-10-08\n", "", "nps: 9\n", "").Replace(answered), "journal/2026-10-08-round", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, _ := feedbackPage(t, "feedback_to: netlify", test.entry)
			for _, o := range offersOf(t, page) {
				if o.id == "f_tell" && (o.fields["item"][0] != test.item || o.fields["engagement"][0] != "shop") {
					t.Errorf("what is told is about %q of %q, want %q", o.fields["item"], o.fields["engagement"], test.item)
				}
			}
			if first := strings.Index(page, `id="s_tell"`) < strings.Index(page, `id="s_ask"`); first != test.tellFirst {
				t.Errorf("asks first what the client thinks: %v, want %v", first, test.tellFirst)
			}
		})
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
