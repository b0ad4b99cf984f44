package remind

import (
	"strings"
	"testing"
)

// told is a workspace with all that a digest tells of.
func told(t *testing.T, access string) planning {
	t.Helper()
	agreed := strings.Replace(shop, "pricing: [", `kpis: [{id: orders, name: Orders a *month*, goal: online, unit: orders, target: 400, direction: up, series: data/orders.csv}]
pricing: [{id: care, item: Care plan, model: retainer, amount: 900 EUR, per: month, includes: 10h}, `, 1)
	agreed = strings.Replace(agreed, "lead: mara\n", "lead: mara\nrhythm: {report: monthly on 5}\n", 1)
	return workspace(t, map[string]string{
		"client.md":                        strings.Replace(strings.Replace(acme, "access: open", "access: "+access, 1), "contacts:", "goals:\n  - {id: online, want: More orders}\ncontacts:", 1),
		"shop/engagement.md":               agreed,
		"shop/data/orders.csv":             "period,value\n2026-08,309\n2026-09,362\n",
		"shop/data/time.csv":               "date,person,item,hours,note\n2026-10-02,mara,care,9.5,Upkeep\n",
		"shop/data/invoices.csv":           "number,date,amount,item,period,due,paid\n2026-041,2026-09-01,900 EUR,care,2026-08,2026-10-01,\n",
		"shop/journal/2026-10-01-blue.md":  "---\nkind: decision\ntitle: Which blue?\nto: joost\nneeded_by: 2026-11-12\n---\n",
		"shop/journal/2026-10-02-moved.md": "---\nkind: update\ntitle: The shop has a shelf\n---\n",
		"shop/reports/2026-09.md":          "---\ntitle: September\ndate: 2026-10-06\nperiod: 2026-09\nsummary: A *good* month\nkpis: {orders: 362}\ninsights: [{what: Orders grew by a sixth, so: The offer works, next: We widen it}]\n---\n",
	})
}

func TestADigestHasTheContentInIt(t *testing.T) {
	in := told(t, "open")
	in.Digest = true
	mails, _ := in.on(t, "2026-10-07", empty(t))
	var mail *Mail
	for i := range mails {
		if mails[i].Person == "joost" {
			mail = &mails[i]
		}
	}
	if mail == nil {
		t.Fatal("no mail")
	}
	text, at := strings.Join(strings.Fields(mail.Text), " "), "https://portals.example/all/acme/shop/"
	for _, want := range []string{
		"Needed from you", "Please decide: Which blue? by Thu 12 November " + at + "journal.html#a_2026-10-01-blue",
		"September Report, Tue 6 October A good month Orders grew by a sixth So what: The offer works Now what: We widen it " + at + "reports/2026-09.html",
		"362 orders, Close to target 17% more than in August 2026", "Target: 400 orders", at + "index.html#orders",
		"What comes next", "Shop live", "Mon 16 November 2026",
		"Invoice: 2026-041, €900", "4 working days overdue", "Care plan: nearly all used", "9 hrs 30 mins of 10 hrs used",
		"Rather once a week, by phone, or not at all?",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, mail.Text)
		}
	}
	for _, link := range hrefs(t, mail.HTML) {
		if !strings.HasPrefix(link, "https://portals.example/all/acme/") || !strings.Contains(mail.Text, link) {
			t.Errorf("a link leads to %q", link)
		}
	}
	for _, unsafe := range []string{"<table", "<img", "background", ";color:", "@import", "url("} {
		if strings.Contains(mail.HTML, unsafe) {
			t.Errorf("the HTML has %q", unsafe)
		}
	}
	list := strings.Join(strings.Fields(mails[len(mails)-1].Text), " ")
	for _, want := range []string{"Money to speak of", "Invoice: 2026-041, €900", "Care plan: nearly all used", "acme"} {
		if !strings.Contains(list, want) {
			t.Errorf("no %q in the provider's list\n%s", want, mails[len(mails)-1].Text)
		}
	}
}

func TestADigestOfASealedPortalNamesNothing(t *testing.T) {
	in := told(t, "sealed")
	in.Digest = true
	mails, _ := in.on(t, "2026-10-07", empty(t))
	if len(mails) < 2 {
		t.Fatalf("%d mails", len(mails))
	}
	for _, m := range mails {
		for _, word := range []string{"blue", "Orders", "362", "Care plan", "2026-041", "900", "September", "shelf", "Shop live", ".html"} {
			if strings.Contains(m.Text+m.HTML, word) {
				t.Errorf("the mail to %q says %q:\n%s", m.Person, word, m.Text)
			}
		}
	}
}
