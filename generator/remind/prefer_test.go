package remind

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
)

// preferring is a client whose one reader likes to hear as given, with things that it owes
// and news on the 5th (a Monday) and the 7th of October.
func preferring(t *testing.T, prefers string) planning {
	t.Helper()
	if prefers != "" {
		prefers = ", prefers: " + prefers
	}
	return workspace(t, map[string]string{
		"client.md":                        "---\nname: Acme\naccess: open\nlocale: en-GB\ncontacts:\n  - {id: joost, name: Joost de Wit, email: joost@acme.example, phone: \"+31 23 555 0100\"" + prefers + "}\n---\n",
		"shop/engagement.md":               strings.Replace(shop, "2026-10-15}", "2026-10-08}", 1),
		"shop/journal/2026-10-05-new.md":   "---\nkind: update\ntitle: New\n---\n",
		"shop/journal/2026-10-07-newer.md": "---\nkind: update\ntitle: Newer\n---\n",
	})
}

// heard says what the reader hears on a day: in a mail, or by a call.
func heard(mails []Mail) string {
	var all []string
	tell := func(way string, asks []Ask, news []News) {
		for _, a := range asks {
			all = append(all, way+" asks "+string(a.Kind)+" "+a.Step)
		}
		for _, n := range news {
			all = append(all, way+" tells "+n.What)
		}
	}
	for _, m := range mails {
		if m.Client != "" {
			tell("mail", m.Asks, m.News)
		}
		for _, c := range m.Calls {
			tell("call", c.Asks, c.News)
		}
	}
	return strings.Join(all, ", ")
}

func TestEachPersonHearsAsItLikes(t *testing.T) {
	tests := []struct {
		prefers string
		digest  bool
		want    map[string]string // by day of October
	}{
		{"", false, map[string]string{"05": "mail asks input before", "08": "mail asks input on", "13": "mail asks input after-3"}},
		{"", true, map[string]string{
			"05": "mail asks input before, mail tells New", "07": "mail tells Newer", "08": "mail asks input on", "13": "mail asks input after-3",
		}},
		{"{news: each}", false, map[string]string{
			"05": "mail asks input before, mail tells New", "07": "mail tells Newer", "08": "mail asks input on", "13": "mail asks input after-3",
		}},
		{"{by: mail, news: weekly}", true, map[string]string{
			"05": "mail asks input before, mail tells New", "08": "mail asks input on", "12": "mail tells Newer", "13": "mail asks input after-3",
		}},
		{"{news: none}", true, map[string]string{"05": "mail asks input before", "08": "mail asks input on", "13": "mail asks input after-3"}},
		{"{by: phone}", true, map[string]string{"05": "call asks input before", "08": "call asks input on", "13": "call asks input after-3"}},
		{"{by: phone, news: weekly}", false, map[string]string{
			"05": "call asks input before, call tells New", "08": "call asks input on", "12": "call tells Newer", "13": "call asks input after-3",
		}},
		{"{by: portal, news: each}", true, map[string]string{}},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.prefers, test.digest), func(t *testing.T) {
			in := preferring(t, test.prefers)
			in.Digest = test.digest
			record := empty(t)
			got := map[string]string{}
			for day := calendar.NewDate(2026, 10, 5); day < calendar.NewDate(2026, 10, 15); day++ {
				mails, missing := in.on(t, day.String(), record)
				if len(missing) > 0 {
					t.Errorf("%s: %v are not reached", day, missing)
				}
				if words := heard(mails); words != "" {
					got[day.String()[8:]] = words
				}
				for i := range mails {
					record.Sent(&mails[i])
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheNewsOfAWeekComeOnItsFirstWorkingDayOrTheRunThatFollows(t *testing.T) {
	for _, test := range []struct {
		name     string
		closed   string
		told, on string
		want     bool
	}{
		{"on a Monday", "2026-10-23", "", "2026-10-12", true},
		{"on a Tuesday, to somebody who was never told", "2026-10-23", "", "2026-10-13", false},
		{"on the Tuesday of a week whose Monday is closed", "2026-10-12", "", "2026-10-13", true},
		{"on a Tuesday, where nobody ran on Monday", "2026-10-23", "2026-10-05", "2026-10-13", true},
		{"on a Tuesday, once it was told on Monday", "2026-10-23", "2026-10-12", "2026-10-13", false},
		{"on a Tuesday, where Monday had nothing to tell", "2026-10-23", "2026-10-05", "2026-10-06", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := preferring(t, "{news: weekly}")
			in.Provider.Calendar = calendarClosed(t, in, test.closed)
			record := empty(t)
			if test.told != "" {
				record.Told["acme/joost"] = Told{From: "2026-09-28", On: test.told, Refs: []string{"shop/journal/2026-10-05-new"}}
			}
			mails, _ := in.on(t, test.on, record)
			if got := strings.Contains(heard(mails), "tells"); got != test.want {
				t.Errorf("told is %v, want %v: %s", got, test.want, heard(mails))
			}
		})
	}
}

// calendarClosed is the provider's calendar with a closure on another day.
func calendarClosed(t *testing.T, in planning, day string) *calendar.Calendar {
	t.Helper()
	d, err := calendar.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return in.Provider.Calendar.Without(calendar.DaysOff{Closures: []calendar.Closure{{From: d, To: d}}})
}

func TestTheProviderIsToldWhomToCallAndInWhichWords(t *testing.T) {
	in := preferring(t, "{by: phone, news: each}")
	mails, _ := in.on(t, "2026-10-07", empty(t))
	if len(mails) != 1 || mails[0].Client != "" {
		t.Fatalf("%d mails", len(mails))
	}
	text := strings.Join(strings.Fields(mails[0].Text), " ")
	for _, want := range []string{
		"Call Joost de Wit, +31 23 555 0100: List of <products> & prices, and 2 pieces of news acme",
		"Please send: List of <products> & prices, tomorrow. Until then, “Shop live” waits.", "Update: Newer, Wed 7 October",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, mails[0].Text)
		}
	}
}

func TestOfWhoReadsThePortalTheProviderSeesOnlyWhatIsOverdue(t *testing.T) {
	in := preferring(t, "{by: portal}")
	for day, want := range map[string]bool{"2026-10-07": false, "2026-10-08": false, "2026-10-12": true} {
		mails, missing := in.on(t, day, empty(t))
		got := false
		for _, m := range mails {
			if m.Client != "" {
				t.Errorf("%s: a mail to %s", day, m.To.Email)
			}
			got = got || strings.Contains(m.Text, "List of <products>")
		}
		if got != want || len(missing) > 0 {
			t.Errorf("%s: told is %v, want %v; missing %v", day, got, want, missing)
		}
	}
}

func TestNobodyGetsTwoMailsADayWhoeverTheyAreFor(t *testing.T) {
	in := preferring(t, "")
	contact := in.Clients[0].Content.Contacts[0]
	contact.ID, contact.Email = "second", "Joost@Acme.example"
	in.Clients[0].Content.Contacts = append(in.Clients[0].Content.Contacts, contact)
	in.Digest = true
	record := empty(t)
	var got []string
	for _, day := range []string{"2026-10-05", "2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08"} {
		mails, _ := in.on(t, day, record)
		for i := range mails {
			if mails[i].Client != "" {
				got = append(got, day[8:]+" "+mails[i].Person)
			}
			record.Sent(&mails[i])
		}
	}
	if diff := cmp.Diff([]string{"05 joost", "06 second", "07 joost", "08 second"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestACallToSomebodyOfASealedPortalNamesNothing(t *testing.T) {
	in := preferring(t, "{by: phone, news: each}")
	in.Clients[0].Content.Access.Sealed = true
	mails, _ := in.on(t, "2026-10-08", empty(t))
	if len(mails) != 1 || len(mails[0].Calls) != 1 {
		t.Fatalf("%+v", mails)
	}
	m := mails[0]
	if want := "Call Joost de Wit, +31 23 555 0100: 1 thing that we need, and 2 pieces of news"; !strings.Contains(strings.Join(strings.Fields(m.Text), " "), want) {
		t.Errorf("no %q in\n%s", want, m.Text)
	}
	if all := fmt.Sprint(m.Text, m.HTML, m.Calls[0].Asks[0].What, m.Calls[0].News); strings.Contains(all, "products") || strings.Contains(all, "Newer") || strings.Contains(all, "waits") {
		t.Errorf("the list names what is sealed:\n%s", all)
	}
}

func TestWhatIsSaidAtACallHasOneFullStopASentence(t *testing.T) {
	got := sentences([]string{"Please send: prices, tomorrow", "Until then, “Shop live” waits.", "Is it there?", "Rows 9 to 14"})
	if want := "Please send: prices, tomorrow. Until then, “Shop live” waits. Is it there? Rows 9 to 14"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
