package content

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
)

const spokenProvider = `---
name: Studio
tagline: {en: Shops, nl: Winkels, de-CH: Läden}
email: s@studio.example
timezone: Europe/Amsterdam
locale: en-GB
currency: EUR
hours: {mon-fri: ["09:00-17:00"]}
closures: [{from: 2026-12-24, note: {en: Winter break, nl: Wintersluiting}}]
people:
  - {id: ada, name: Ada, email: ada@studio.example, role: {en: Developer, nl: Ontwikkelaar}}
processes: [{name: {en: One list, nl: Eén lijst}, how: Here}]
tools: [{en: Paper, nl: Papier}, {what: {en: A folder, nl: Een map}, detail: {en: shared, nl: gedeeld}}, Signal]
---
Who we are.
`

const spokenService = `---
name: {en: Care, nl: Onderhoud}
does: [{en: Updates, nl: Bijwerken}]
defaults:
  turnaround: [{id: fault, request: {en: A fault, nl: Een storing}, respond: 4h}]
  pricing: [{id: care, item: {en: Care, nl: Onderhoud}, model: fixed, amount: 10}]
  duties: {ours: [{en: We answer, nl: Wij antwoorden}]}
---
What it is.
`

// spokenWorkspace writes a workspace with clients of some locales, each of whose engagement
// takes over what the service says.
func spokenWorkspace(t *testing.T, provider, service string, locales ...string) (*Provider, map[string]*Client, string) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, "content", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("provider.md", provider)
	write("provider.nl.md", "Wie we zijn.\n")
	write("services/care.md", service)
	write("services/care.nl.md", "Wat het is.\n")
	for _, tag := range locales {
		id := strings.ToLower(tag)
		write("clients/"+id+"/client.md", "---\nname: C\naccess: open\nlocale: "+tag+"\n---\n")
		write("clients/"+id+"/shop/engagement.md", "---\ntitle: Shop\nstatus: active\nstart: 2026-01-05\nlead: ada\nservice: care\nscope: {includes: [x]}\n---\n")
	}
	p, clients, problems := parseAll(t, dir, Options{})
	byID := map[string]*Client{}
	for _, c := range clients {
		byID[c.ID] = c
	}
	var said []string
	for _, found := range problems {
		said = append(said, found.String())
	}
	return p, byID, strings.Join(said, "\n")
}

func TestAProviderSpeaksToEachClientInItsLanguage(t *testing.T) {
	p, clients, problems := spokenWorkspace(t, spokenProvider, spokenService, "nl-BE", "de", "fr")
	if problems != "" {
		t.Fatal(problems)
	}
	type words struct {
		Tagline, Note, Role, Process, Tool, Detail, Body, Service, Does, Told, Request, Price, Duty string
	}
	dutch := words{"Winkels", "Wintersluiting", "Ontwikkelaar", "Eén lijst", "Papier", "gedeeld", "Wie we zijn.", "Onderhoud", "Bijwerken", "Wat het is.", "Een storing", "Onderhoud", "Wij antwoorden"}
	english := words{"Shops", "Winter break", "Developer", "One list", "Paper", "shared", "Who we are.", "Care", "Updates", "What it is.", "A fault", "Care", "We answer"}
	swiss := english
	swiss.Tagline = "Läden"
	for id, want := range map[string]words{"nl-be": dutch, "de": swiss, "fr": english} {
		c := clients[id]
		in := p.In(c.Speech())
		e := c.Engagements[0]
		got := words{
			in.Tagline.Raw, in.Closures[0].Note, in.People[0].Role.Raw, in.Processes[0].Name.Raw, in.Tools[0].What.Raw, in.Tools[1].Detail.Raw, strings.TrimSpace(string(in.Body.Source)),
			in.Services[0].Name, in.Services[0].Does[0].What.Raw, strings.TrimSpace(string(in.Services[0].Body.Source)),
			e.Turnaround[0].Request.Raw, e.Pricing[0].Item.Raw, e.Duties.Ours[0].What.Raw,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("to %s (-want +got):\n%s", id, diff)
		}
		if closed := in.Calendar.ClosedDays(calendar.NewDate(2026, 12, 24), calendar.NewDate(2026, 12, 24)); len(closed) != 1 || closed[0].Name != want.Note {
			t.Errorf("to %s the calendar has %v", id, closed)
		}
	}
	if p.In("nl") != p.In("nl-x-formal") {
		t.Error("the provider is read anew for each register")
	}
	if got := p.Languages(); !cmp.Equal(got, []string{"de-CH", "en", "nl"}) {
		t.Errorf("the provider writes in %v", got)
	}
	if got := p.In("nl").BodyPath(); got != "content/provider.nl.md" {
		t.Errorf("the Dutch body stands in %s", got)
	}
}

func TestWhatCannotBeALanguageIsReported(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"{en: Shops, nl: Winkels, de-CH: Läden}", "{en: Shops, dutch: Winkels}", `3:22: error: "dutch" is not a language tag (BCP 47); did you mean "nl"?; a text is one line, or a map of languages to lines such as {en: …, nl: …} [bad-locale]`},
		{"{en: Shops, nl: Winkels, de-CH: Läden}", "{nl: Winkels}", `3:10: error: this text is not there in the provider's own language, en-GB; add it, or put the line in quotes if it holds a colon [missing-field]`},
		{"{en: Shops, nl: Winkels, de-CH: Läden}", "{en: Shops, nl: [Winkels]}", `3:26: error: nl must be a single value, not a list; write one value [wrong-type]`},
		{"{en: Shops, nl: Winkels, de-CH: Läden}", "{en: [Shops], nl: Winkels}", `3:15: error: tagline must be a single value, not a list; write one value [wrong-type]`},
		{"{en: Paper, nl: Papier}", "Note: a colon", `must be a text or {what: …, detail: …}; put the line in quotes if it holds a colon`},
	} {
		if _, _, got := spokenWorkspace(t, strings.Replace(spokenProvider, c.from, c.to, 1), spokenService, "nl"); !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", c.to, got, c.want)
		}
	}
}
