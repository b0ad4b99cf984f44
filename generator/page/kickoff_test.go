package page

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/markdown"
)

// plannerOf is that of a client of whom something is asked.
func plannerOf(t *testing.T, language string, services []content.Service, client *content.Client, asked ...facts.Asked) *planner {
	t.Helper()
	client.Zone, client.Address, client.Name = time.UTC, "acme-1", "Acme"
	return newPlanner(Input{
		Provider: &content.Provider{Zone: time.UTC, Email: "hello@studio.example", Calendar: calendar.New(calendar.Spec{Zone: time.UTC}), Services: services},
		Client:   client, Texts: texts(t, language), Markdown: markdown.New(), Facts: &facts.Client{Content: client, Asked: asked},
	}, nil)
}

var careful = content.Service{ID: "care", Name: "Care plan", Asks: []content.Ask{
	{ID: "never", Q: content.Text{Raw: "What must *never* stop?"}, Into: content.IntoConstraints},
	{ID: "hear", Q: content.Text{Raw: "How shall we reach you?"}, Into: content.IntoPrefers},
}}

func ofService(s content.Service) (all []facts.Asked) {
	for _, a := range s.Asks {
		all = append(all, facts.Asked{Service: s.ID, Ask: a})
	}
	return all
}

func TestTheKickoffAsksInOneFormAndInOneMail(t *testing.T) {
	p := plannerOf(t, "en", []content.Service{careful}, &content.Client{}, append(ofService(careful), facts.Asked{Ask: content.DefaultAsks()[4]})...)
	p.Provider.FeedbackTo = "https://forms.example/x"
	_, body := p.kickoff("kickoff.html")
	var names []string
	for _, g := range body.Asking.Groups {
		for _, a := range g.Asks {
			names = append(names, a.Field.Name)
			for _, f := range a.More {
				names = append(names, f.Name)
			}
		}
	}
	want := []string{"ask-care-never", "ask-care-hear", "prefers-by", "prefers-news", "ask-decides", "contact-name", "contact-role", "contact-email", "contact-decides"}
	if !slices.Equal(names, want) {
		t.Errorf("the fields are %q, want %q", names, want)
	}
	if groups := body.Asking.Groups; len(groups) != 2 || groups[0].Heading != "Care plan" || groups[1].Heading != "" {
		t.Errorf("the groups are %+v", groups)
	}
	for _, name := range names {
		if !answer.Known(name) {
			t.Errorf("%s is no field of an answer", name)
		}
	}
	mail := body.Asking.Mails[0].Href
	_, query, _ := strings.Cut(mail, "?")
	values, err := url.ParseQuery(strings.ReplaceAll(query, "+", "%2B"))
	if err != nil {
		t.Fatal(err)
	}
	found, ok := answer.ReadBlock(values.Get("body"))
	if !ok || found.Answer.Client != "acme-1" || found.Answer.Item != answer.KickoffItem || found.Answer.Action != answer.Kickoff {
		t.Errorf("the mail says %+v", found.Answer)
	}
	if !strings.Contains(values.Get("body"), "[ask-care-never: 1. What must never stop?]") {
		t.Errorf("the mail asks %q", values.Get("body"))
	}
}

// A mail program may cut a link that is too long, and the lines at its end with it.
func TestALongKickoffIsAskedByItsNumbersInTheMail(t *testing.T) {
	long := content.Service{ID: "care"}
	for i := range 12 {
		long.Asks = append(long.Asks, content.Ask{ID: "q" + string(rune('a'+i)), Q: content.Text{Raw: strings.Repeat("何が変わるとよいですか", 3)}})
	}
	p := plannerOf(t, "ja", []content.Service{long}, &content.Client{}, ofService(long)...)
	_, body := p.kickoff("kickoff.html")
	mail := body.Asking.Mails[0].Href
	if !strings.Contains(mail, url.QueryEscape("[ask-care-ql:")) || strings.Contains(mail, url.QueryEscape("何が変わるとよい")) || len(mail) > longestLink {
		t.Errorf("the link has %d bytes: %s", len(mail), mail)
	}
}

func TestWhatWasAnsweredStandsThereInTheClientsWords(t *testing.T) {
	c := &content.Client{Contacts: []content.Person{{ID: "joost", Name: "Joost"}}, Answers: []content.Answer{
		{To: "care/never", Words: "The <b>oven</b>.\n\n*Never.*", By: content.Ref{ID: "joost"}, On: calendar.NewDate(2026, 10, 3)}, {To: "gone/why", Words: "Because"},
	}}
	p := plannerOf(t, "en", []content.Service{careful}, c)
	_, body := p.kickoff("kickoff.html")
	if body.Asking != nil || len(body.Told) != 2 {
		t.Fatalf("the page is %+v", body)
	}
	first := body.Told[0]
	if first.Question != "What must <em>never</em> stop?" || !slices.Equal(first.Words, []string{"The <b>oven</b>.", "*Never.*"}) || first.Who != "Joost" || !strings.Contains(first.Mark, "Your own words, ") || !strings.Contains(first.Mark, "2026") {
		t.Errorf("told %+v", first)
	}
	if second := body.Told[1]; second.Question != "gone/why" || second.Mark != "Your own words" {
		t.Errorf("told %+v", second)
	}
}

func TestAYearOldGoalIsConfirmedOrChanged(t *testing.T) {
	p := plannerOf(t, "en", nil, &content.Client{})
	p.Facts.Unsure = []content.Goal{{ID: "calm", Want: content.Text{Raw: "Calm"}, On: calendar.NewDate(2025, 10, 3)}}
	_, body := p.kickoff("kickoff.html")
	act := body.Goals[0].Action
	if act.Item != "goals/calm" || len(act.Mails) != 2 || !strings.Contains(act.Mails[0].Href, "choice%3A%20still") || !strings.Contains(act.Mails[1].Href, "choice%3A%20changed") {
		t.Errorf("the actions are %+v", act)
	}
	needs := p.wishes("index.html")
	if len(needs) != 1 || needs[0].Href != "kickoff.html#a_goal-calm" || needs[0].State.Tone != Plain || needs[0].Due.Text != "" {
		t.Errorf("the needs are %+v", needs)
	}
}

func TestAClientIsToldOfAllServicesOrOfItsOwn(t *testing.T) {
	services := []content.Service{{ID: "books"}, {ID: "care"}, {ID: "shop"}}
	c := &content.Client{Engagements: []*content.Engagement{{ID: "one", Title: content.Text{Raw: "One"}, Service: content.Ref{ID: "shop"}}}}
	for own, want := range map[bool][]string{false: {"shop", "books", "care"}, true: {"shop"}} {
		c.OwnServices = own
		_, body := plannerOf(t, "en", services, c).services("services.html")
		var ids []string
		for _, s := range body.Services {
			ids = append(ids, s.ID)
		}
		if !slices.Equal(ids, want) {
			t.Errorf("own %v: told of %q, want %q", own, ids, want)
		}
		if works := body.Services[0].Works; len(works) != 1 || works[0].Href != "one/expectations.html" {
			t.Errorf("the engagements are %+v", works)
		}
	}
	if p := plannerOf(t, "en", services, &content.Client{OwnServices: true}); p.has("services") {
		t.Error("there is a page of no services")
	}
}
