package page

import (
	"net/url"
	"strings"
	"testing"

	"rapport/generator/answer"
	"rapport/generator/content"
	"rapport/generator/facts"
)

func TestTheFirstPageHasAMailThatAsksTheLeadForNews(t *testing.T) {
	for _, language := range []string{"en", "nl", "de", "fr", "es", "it", "pt", "pl", "sv", "da", "ja"} {
		p := plannerOf(t, language, nil, &content.Client{})
		p.people["mara"] = &participant{Person: &content.Person{ID: "mara", Email: "mara@studio.example"}}
		for _, test := range []struct {
			lead string
			to   string
		}{{"mara", "mara@studio.example"}, {"gone", "hello@studio.example"}} {
			p.Facts.Engagements = []*facts.Engagement{{Content: &content.Engagement{Status: content.Active, Lead: content.Ref{ID: test.lead}}}}
			for i, mail := range p.newsByMail() {
				link, err := url.Parse(mail.Href)
				if err != nil || link.Scheme != "mailto" || link.Opaque != test.to {
					t.Fatalf("%s: %v, %v; want a mail to %s", language, link, err, test.to)
				}
				said := link.Query()
				found, ok := answer.ReadBlock(said.Get("body"))
				if !ok || found.Answer.Client != "acme-1" || found.Answer.Action != answer.News || found.Answer.Choice != []string{"each", "weekly"}[i] || found.Answer.Missing() != "" {
					t.Errorf("%s: the mail's block is %+v", language, found.Answer)
				}
				if said.Get("subject") == "" || !strings.Contains(found.Above, mail.Text) {
					t.Errorf("%s: the mail says %q, %q", language, said.Get("subject"), found.Above)
				}
				if strings.Contains(said.Get("subject")+found.Above, "Acme") {
					t.Errorf("%s: the mail tells of the portal: %q", language, found.Above)
				}
			}
		}
	}
}
