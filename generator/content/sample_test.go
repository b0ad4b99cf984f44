package content

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
)

// sample reads testdata/sample.
func sample(t *testing.T) (*Provider, *Client) {
	t.Helper()
	provider, clients, problems := parseAll(t, "testdata/sample", Options{})
	for _, p := range problems {
		t.Error(p)
	}
	if len(clients) != 1 {
		t.Fatalf("%d clients, want 1", len(clients))
	}
	return provider, clients[0]
}

func TestSampleIsReadAsWritten(t *testing.T) {
	provider, client := sample(t)
	shop := client.Engagements[1]
	utc := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	day := func(s string) calendar.Date {
		d, err := calendar.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	request := func(id string) *Request {
		i := slices.IndexFunc(shop.Requests, func(r Request) bool { return r.ID == id })
		if i < 0 {
			t.Fatalf("no request %s", id)
		}
		return &shop.Requests[i]
	}
	var entries, requests []string
	for _, e := range shop.Entries {
		entries = append(entries, e.ID)
	}
	for _, r := range shop.Requests {
		requests = append(requests, r.ID)
	}
	for _, test := range []struct {
		name      string
		got, want any
	}{
		{"hours are in order", provider.Hours[time.Monday], []calendar.Span{{From: 540, To: 750}, {From: 780, To: 1050}}},
		{"a day without hours is closed", provider.Hours[time.Saturday], []calendar.Span(nil)},
		{"hours known ahead", provider.Later[0].Since, day("2027-01-01")},
		{"hours known ahead state every day anew", provider.Calendar.Week(day("2027-01-01")), provider.Later[0].Week},
		{"a client has holidays of its own", client.Holidays, []string{"gb"}},
		{"a client has closures of its own", client.Closures, []calendar.Closure{{From: day("2026-08-03"), To: day("2026-08-14"), Note: "Summer"}}},
		{"a short colour is written out", provider.Brand.Color, "#00bb55"},
		{"a closure without an end is a day", provider.Closures[1].To, day("2026-05-15")},
		{"an id of digits keeps its zeros", provider.People[1].ID, "007"},
		{"a quoted number of one's own is text", provider.Extra["text"], "1"},
		{"a key yes is no truth", provider.Extra["yes"], true},
		{"a client's zone is its own", client.Zone.String(), "Europe/London"},
		{"a client's currency is that of its money", shop.Pricing[0].Amount.Currency, "GBP"},
		{"an amount's own currency wins", shop.Pricing[1].Amount.Currency, "EUR"},
		{"an amount is exact", shop.Pricing[2].Amount.Amount.String(), "12.34"},
		{"an amount below zero", shop.Entries[8].Change.Price.Amount.String() + shop.Entries[8].Change.Price.Currency, "-1200USD"},
		{"a sealed client has a title", client.Access, Access{Sealed: true, Title: "The portal of De Kade"}},
		{"a title of digits is text", client.Engagements[0].Title.Raw, "2026"},
		{"engagements are in order of start", client.Engagements[0].ID, "boeken"},
		{"quiet is off", shop.Quiet, true},
		{"the tolerance is a percentage", shop.KPIs[0].Tolerance.Percent, true},
		{"the tolerance is a number", shop.KPIs[1].Tolerance.Percent, false},
		{"the tolerance is ten per cent where none is written", shop.KPIs[2].Tolerance, ten},
		{"a KPI says what makes a longer period, and how it is shown", []any{shop.KPIs[1].Over, shop.KPIs[1].Decimals, shop.KPIs[2].Over, shop.KPIs[2].Decimals}, []any{Mean, 1, Over(""), -1}},
		{"reports are read within days", shop.ReviewWithin, calendar.Duration{N: 10, Unit: calendar.Days}},
		{"a KPI without a target has none", shop.KPIs[2].Target.Set, false},
		{"a range has two ends", shop.KPIs[1].Target.High.String(), "20.5"},
		{"a series in the file is in order", shop.KPIs[1].Series[0].Value.String(), "-3.5"},
		{"a series in a table is in order", shop.KPIs[0].Series[0].Value.String(), "310"},
		{"a budget and a figure of the year before", []any{shop.KPIs[0].Series[1].Budget.Decimal.String(), shop.KPIs[0].Series[1].LastYear.Decimal.String(), shop.KPIs[0].Series[0].Budget.Valid}, []any{"400", "298.5", false}},
		{"a row of a workbook", []any{len(shop.KPIs[3].Series), shop.KPIs[3].Series[2].Period.String(), shop.KPIs[3].Series[1].Value.String()}, []any{3, "2026-09", "133.25"}},
		{"a decimal comma", shop.KPIs[0].Series[1].Value.String(), "362.5"},
		{"a separator within quotes", shop.KPIs[0].Series[1].Note, "New; pages"},
		{"a position behind a BOM and CRLF", shop.KPIs[0].Series[1].Mark, Mark{Line: 2, Col: 9}},
		{"an input received once", shop.Inputs[0].Received[0].On, day("2026-03-13")},
		{"an input reminded of once", shop.Inputs[0].Reminded, []calendar.Date{day("2026-03-10")}},
		{"an occurrence not received", []calendar.Date{shop.Inputs[2].Received[0].On, shop.Inputs[2].Received[1].On}, []calendar.Date{0, day("2026-04-03")}},
		{"an occurrence by its period", []string{shop.Inputs[3].Received[0].For.String(), shop.Inputs[3].Received[0].On.String()}, []string{"2026-W15", "2026-04-07"}},
		{"a part came once", shop.Inputs[0].Partly, []calendar.Date{day("2026-03-12")}},
		{"something was sent back", []any{shop.Inputs[0].Returned[0].Came, shop.Inputs[0].Returned[0].On, shop.Inputs[0].Returned[0].Why.Raw}, []any{day("2026-03-11"), day("2026-03-12"), "Too small"}},
		{"where to send it", []string{shop.Inputs[0].SendTo, shop.Inputs[3].SendTo}, []string{"https://files.example/up", "stock@zuid.example"}},
		{"a pause that lasts", shop.Paused[1].To, calendar.Date(0)},
		{"a date in the front matter wins over the file's name", shop.Entries[0].Date, day("2026-09-05")},
		{"a date from the file's name", shop.Entries[1].Date, day("2026-09-06")},
		{"a draft is no entry", entries, []string{"2026-09-04-update", "2026-09-06-decision", "2026-09-07-question", "2026-09-08-request", "2026-09-09-request", "2026-09-09-risk", "2026-09-10-incident", "2026-09-11-concern", "2026-09-12-change", "2026-09-13-feedback", "2026-09-14-meeting", "2026-09-15-lesson"}},
		{"a draft is known to be hidden", shop.Hidden, []string{"winkel/journal/2026-09-30-hidden.md"}},
		{"a draft service is known to be hidden", provider.Hidden, []string{"services/old.md"}},
		{"a draft engagement hides its folder", client.Hidden, []string{"later/data/x.csv", "later/engagement.md", "later/journal/2026-09-01-x.md"}},
		{"requests are in order of opening", requests, []string{"r-2", "r-1", "2026-09-08-request", "2026-09-09-request"}},
		{"a time is in the provider's zone", request("r-1").Opened.At.UTC(), utc("2026-09-01T08:00:00Z")},
		{"a time with an offset", request("r-1").Resolved.At.UTC(), utc("2026-09-02T10:00:30Z")},
		{"a day is no instant", request("r-2").Opened.At.IsZero(), true},
		{"time waited, in minutes", request("r-1").Waited, 90},
		{"a request is opened on its entry's day where it does not say", request("2026-09-09-request").Opened.Day, day("2026-09-09")},
		{"scores", []int{shop.Entries[9].Feedback.NPS, shop.Entries[9].Feedback.CSAT}, []int{9, 5}},
		{"a body may begin with a rule and hold more", string(shop.Entries[0].Body.Source), "The story.\n\n---\n\nafter a rule\n"},
		{"a body knows its line", shop.Entries[0].Body.Line, 10},
		{"reports are in order of their period's end", shop.Reports[0].ID, "summer"},
		{"a period of its own", shop.Reports[0].Period, calendar.Period{Kind: calendar.Custom, From: day("2026-07-06"), To: day("2026-08-28")}},
		{"a period from the file's name", shop.Reports[1].Period.String(), "2026-09"},
		{"pinned figures are in the order of the KPIs", shop.Reports[1].KPIs[0].KPI, "orders"},
		{"an attachment", shop.Files[0].Name, "files/offer.pdf"},
		{"time spent is in order", shop.Time[0].Hours.String(), "0"},
		{"counts are in order", shop.Units[0].Count.String(), "1.5"},
		{"a count knows its row", shop.Units[1].Mark, Mark{Line: 2, Col: 1}},
		{"invoices are in order", shop.Invoices[0].Number, "W-1"},
		{"an invoice's period", shop.Invoices[0].Period.String(), "2026-08"},
		{"an invoice that is not paid", shop.Invoices[1].Paid, calendar.Date(0)},
		{"an invoice's own file", shop.Attachment(shop.Invoices[0].File.ID) == &shop.Files[0], true},
		{"a credit", shop.Invoices[2].Amount.Amount.String() + shop.Invoices[2].Amount.Currency, "-10.5GBP"},
		{"lookups find", shop.Milestone("live") == &shop.Plan[1] && shop.Input("logo") == &shop.Inputs[0] && shop.KPIOn("stock", day("2026-10-01")) == &shop.KPIs[1] && shop.TurnaroundOn("change", day("2026-10-01")) == &shop.Turnaround[1], true},
		{"lookups do not find", shop.Milestone("logo") == nil && shop.Input("live") == nil && shop.KPIOn("x", day("2026-10-01")) == nil && shop.TurnaroundOn("", day("2026-10-01")) == nil, true},
		{"the position of a value", shop.Pos("plan", 1, "due").String(), "content/clients/kade/winkel/engagement.md:50:33"},
		{"the position of what is not there is its ancestor's", shop.Pos("plan", 1, "done", 5).String(), "content/clients/kade/winkel/engagement.md:50:5"},
		{"the position of a mark", shop.At(shop.Lead.Mark).String(), "content/clients/kade/winkel/engagement.md:8:7"},
	} {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, test.got, test.want)
		}
	}
}

func TestInternalNotesAreForgotten(t *testing.T) {
	provider, _ := sample(t)
	n := provider.front.Get("internal")
	if n == nil || n.Kind != front.Null || n.Raw != "" || len(n.Kids) > 0 {
		t.Errorf("the notes are kept: %v", n)
	}
	if pos := provider.Pos("internal", "notes").String(); pos != "content/provider.md:27:11" {
		t.Errorf("their position is %s", pos)
	}
}

func TestDraftsAreReadWhenAskedFor(t *testing.T) {
	_, _, problems := parseAll(t, "testdata/sample", Options{Drafts: true})
	var got []string
	for _, p := range problems {
		got = append(got, p.Position.String()+" "+p.Rule)
	}
	want := []string{
		"content/clients/kade/later/data/x.csv stray-file",
		"content/clients/kade/later/engagement.md:1:1 missing-field",
		"content/clients/kade/later/engagement.md:1:1 missing-field",
		"content/clients/kade/later/engagement.md:1:1 missing-field",
		"content/clients/kade/later/engagement.md:1:1 missing-field",
		"content/clients/kade/later/engagement.md:1:1 missing-field",
		"content/clients/kade/later/engagement.md:1:1 missing-field",
		"content/clients/kade/later/journal/2026-09-01-x.md:1:1 missing-field",
		"content/clients/kade/later/journal/2026-09-01-x.md:2:7 bad-choice",
		"content/clients/kade/winkel/journal/2026-09-30-hidden.md:1:1 missing-field",
		"content/clients/kade/winkel/journal/2026-09-30-hidden.md:2:7 bad-choice",
		"content/services/old.md:4:1 unknown-key",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestAddressIsReadBeforeTheRest(t *testing.T) {
	for _, test := range []struct {
		name, front, address string
		access               Access
		draft                bool
		pos                  string
	}{
		{"the folder's name where none is written", "name: A\naccess: open", "acme", Access{}, false, "content/clients/acme/client.md"},
		{"an address of its own", "access: sealed\naddress: Acme-7f3", "Acme-7f3", Access{Sealed: true}, false, "content/clients/acme/client.md:3:10"},
		{"a draft", "draft: true", "acme", Access{}, true, "content/clients/acme/client.md"},
		{"a wrong address is none", "address: a/b", "acme", Access{}, false, "content/clients/acme/client.md"},
		{"front matter that cannot be read", "name: [", "acme", Access{}, false, "content/clients/acme/client.md"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree := clientTree(t, writeWorkspace(t, "-- content/clients/acme/client.md --\n---\n"+test.front+"\n---\n"), "acme")
			got := ReadPublication("acme", tree, Options{})
			if got.Address != test.address || got.Access != test.access || got.Draft != test.draft || got.At.String() != test.pos {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestEarlierAddressesHavePlaces(t *testing.T) {
	front := "access: open\naliases: [korenaar, a/b,\n  Bakery-2]"
	got := ReadPublication("acme", clientTree(t, writeWorkspace(t, "-- content/clients/acme/client.md --\n---\n"+front+"\n---\n"), "acme"), Options{})
	want := []Alias{
		{"korenaar", diag.Position{File: "content/clients/acme/client.md", Line: 3, Col: 11}},
		{"Bakery-2", diag.Position{File: "content/clients/acme/client.md", Line: 4, Col: 3}},
	}
	if diff := cmp.Diff(want, got.Aliases); diff != "" || got.Unread {
		t.Errorf("unread %v; %s", got.Unread, diff)
	}
	unread := ReadPublication("acme", clientTree(t, writeWorkspace(t, "-- content/clients/acme/client.md --\n---\nname: [\n---\n"), "acme"), Options{})
	if !unread.Unread {
		t.Error("what cannot be read says that there is nothing")
	}
}

func TestHiddenClientIsNone(t *testing.T) {
	dir := writeWorkspace(t, base, "-- content/clients/acme/client.md --\n---\nnam: A\ndraft: true\n---\n")
	for drafts, want := range map[bool]int{false: 0, true: 1} {
		if _, clients, problems := parseAll(t, dir, Options{Drafts: drafts}); len(clients) != want || !drafts && len(problems) > 0 {
			t.Errorf("with drafts %v: %d clients, problems %v", drafts, len(clients), problems)
		}
	}
}
