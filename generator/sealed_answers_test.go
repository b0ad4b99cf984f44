package generator_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rapport/generator"
	"rapport/generator/answer"
)

// providerKey is a public key of age, whose secret one opens no portal that is in use.
const providerKey = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

// proposal asks what the client wants before the work begins.
const proposal = `-- content/clients/acme/care/engagement.md --
---
title: Care
status: proposed
start: 2026-12-01
lead: mara
scope: {includes: [Updates]}
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: care, item: Care, model: fixed, amount: 100}]
---
What it would be.
`

// sealedPages are the pages of the sealed workspace of all open items, in the clear.
func sealedPages(t *testing.T, feedback, key string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	writeFiles(t, dir, strings.NewReplacer("FEEDBACK_TO", feedback, "access: open", "access: sealed").Replace(openItems)+proposal+key)
	o := options(t, dir, "2026-10-14")
	pages := map[string]string{}
	result, err := generator.WithPortal(t.Context(), o.Workspace, "acme", o.AsOf, func(p *generator.Portal) error {
		for _, f := range p.Files {
			pages[f.Name] = string(f.Body)
		}
		return nil
	})
	if err != nil || len(pages) == 0 {
		t.Fatalf("%v %+v", err, result)
	}
	return pages
}

// No form and no mail of a sealed portal can carry an answer, or what it is about, in the clear.
func TestASealedPortalSendsNoAnswerInTheClear(t *testing.T) {
	const key = "-- content/keys/provider.pub --\n" + providerKey + "\n"
	for name, c := range map[string]struct {
		to, key string
		forms   int // that are sent, at each thing to be answered
	}{
		"to the host":   {"feedback_to: netlify", key, 1},
		"to a service":  {"feedback_to: https://forms.example/x", key, 1},
		"by mail alone": {"", key, 0},
		"without a key": {"feedback_to: netlify", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			acts, sent, sealed := 0, 0, 0
			for name, page := range sealedPages(t, c.to, c.key) {
				if !strings.HasSuffix(name, ".html") {
					continue
				}
				doc, err := html.Parse(strings.NewReader(page))
				if err != nil {
					t.Fatal(err)
				}
				for n := range doc.Descendants() {
					switch {
					case slices.Contains(strings.Fields(attr(n, "class")), "act") || attr(n, "class") == "asking":
						acts++
					case n.Type == html.ElementNode && n.Data == "form" && attr(n, "method") == "dialog":
						sealed++
						if attr(n, "data-seal") != providerKey || attr(n, "action") != "" {
							t.Errorf("%s: a form is sealed to %q and goes to %q", name, attr(n, "data-seal"), attr(n, "action"))
						}
						if link := attr(n, "data-mail"); link != "mailto:studio@studio.example?subject=A%20sealed%20answer" {
							t.Errorf("%s: its mail is %s", name, link)
						}
					case n.Type == html.ElementNode && n.Data == "form":
						sent++
						if got := fieldsOf(n); got["rapport"] != answer.Version || got["client"] != "acme-7f3k9q2m" || got["sealed"] != "" || len(got) > 5 ||
							slices.ContainsFunc(strings.Fields("item engagement action text name email"), func(f string) bool { _, has := got[f]; return has }) {
							t.Errorf("%s: a form sends %v", name, got)
						}
						if host := attr(n, "name"); host != "" && host != "sealed-answer" {
							t.Errorf("%s: the host calls a form %q", name, host)
						}
					case n.Type == html.ElementNode && n.Data == "a" && strings.HasPrefix(attr(n, "href"), "mailto:"):
						if link, err := url.Parse(attr(n, "href")); err != nil || link.RawQuery != "" && link.Query().Get("subject") != "Please mail me what is new" {
							t.Errorf("%s: a mail says %s", name, attr(n, "href"))
						}
					}
				}
			}
			want := acts
			if c.key == "" {
				want = 0
			}
			if acts < 14 || sealed != want || sent != acts*c.forms {
				t.Errorf("of %d things to be answered %d are sealed and %d have a form that is sent", acts, sealed, sent)
			}
		})
	}
}

func fieldsOf(form *html.Node) map[string]string {
	fields := map[string]string{}
	for n := range form.Descendants() {
		if name := attr(n, "name"); name != "" {
			fields[name] = attr(n, "value")
		}
	}
	return fields
}

// What a host looks for stands in the door, and tells as little.
func TestTheDoorHasTheSkeletonOfASealedAnswer(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, strings.NewReplacer("FEEDBACK_TO", "feedback_to: netlify", "access: open", "access: sealed").Replace(openItems)+"-- content/keys/provider.pub --\n"+providerKey+"\n")
	build(t, options(t, dir, "2026-10-14"), out)
	door := read(t, out)["acme-7f3k9q2m/index.html"]
	forms := regexp.MustCompile(`(?s)<form name=.*?</form>`).FindAllString(door, -1)
	if want := `<form name="sealed-answer" data-netlify="true" netlify-honeypot="website" hidden><input type="hidden" name="website"><input type="hidden" name="rapport"><input type="hidden" name="client"><input type="hidden" name="sealed"></form>`; len(forms) != 1 || forms[0] != want {
		t.Errorf("the door has %q", forms)
	}
}
