package importing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/table"
)

// sheet reads a CSV file.
func sheet(t *testing.T, name, text string) *Sheet {
	t.Helper()
	opened, problems := table.CSV(name, []byte(text))
	inner, more := opened.Table()
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	return Held(name, inner)
}

var names = Names{
	People:      []Name{{"mara", []string{"Mara Visser", "mara@northlight.example"}}, {"m2", []string{"Robin Jansen"}}, {"m3", []string{"Robin Jansen"}}},
	Turnarounds: []Name{{"outage", []string{"Orders fail"}}, {"p2", nil}},
	Prices:      []Name{{"care", []string{"Care plan"}}, {"extra", []string{"Extra work"}}},
}

func TestWordsMeanWhatIsUnique(t *testing.T) {
	for _, test := range []struct{ name, word, want string }{
		{"an id in other case", "P2", "p2"},
		{"a title", "orders  FAIL", "outage"},
		{"a translation before all else", "Care", "extra"},
		{"nothing", "", ""},
		{"nobody", "Robin", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := find(test.word, []Pair{{From: "care", To: "extra"}}, slices.Concat(names.Turnarounds, names.People)); got != test.want {
				t.Errorf("%q means %q, want %q", test.word, got, test.want)
			}
		})
	}
	if got := find("Robin Jansen", nil, names.People); got != "" {
		t.Errorf("a name of two people means %q", got)
	}
}

func TestAProgramIsToldByItsHeader(t *testing.T) {
	for header, want := range map[string]*Program{
		"User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()":              toggl,
		"Project,Client,Description,Task,User,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)": clockify,
		"Summary,Issue key,Issue id,Issue Type,Status,Created,Resolved":                                                                    jira,
		"Title,Description,Issue ID,URL,State,Created At (UTC),Closed At (UTC)":                                                            gitlab,
		"period,value": nil,
	} {
		if got := Guess(sheet(t, "x.csv", header+"\n")); got != want {
			t.Errorf("%s is told to be %+v", header, got)
		}
	}
}

func TestTheTimeOfDayIsTakenOffADate(t *testing.T) {
	for _, test := range []struct {
		text, date string
		since      time.Duration
		offset     int // -1 for none
	}{
		{"07/Sep/26 3:14 PM", "07/Sep/26", 15*time.Hour + 14*time.Minute, -1},
		{"07/Sep/26 12:05 AM", "07/Sep/26", 5 * time.Minute, -1},
		{"2026-09-07T13:14:00.123Z", "2026-09-07", 13*time.Hour + 14*time.Minute, 0},
		{"2026-09-07 13:14:05 +0530", "2026-09-07", 13*time.Hour + 14*time.Minute + 5*time.Second, 19800},
		{"Thu Aug 03 2023 12:13:14 GMT-0400 (Eastern Daylight Time)", "Aug 03 2023", 12*time.Hour + 13*time.Minute + 14*time.Second, -14400},
		{"Jan 27, 2026 01:21 PM", "Jan 27, 2026", 13*time.Hour + 21*time.Minute, -1},
	} {
		date, k := splitClock(table.Cell{Text: test.text})
		offset := -1
		if k.offset != nil {
			offset = *k.offset
		}
		if date.Text != test.date || k.since != test.since || offset != test.offset || !k.isSet {
			t.Errorf("%s: %q, %s, %d", test.text, date.Text, k.since, offset)
		}
	}
	for _, text := range []string{"2026-09-07", "2026-09-07 25:00", "soon"} {
		if _, k := splitClock(table.Cell{Text: text}); k.isSet {
			t.Errorf("%s has a time of day: %s", text, k.since)
		}
	}
}

func TestColumnsAreGuessedInSeveralLanguages(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"hours in Dutch", "Datum;Medewerker;Taak;Uren\n7-9-2026;Mara;Werk;1,5\n", "time: {file: data/x.csv, map: {date: Datum, hours: Uren, person: Medewerker, item: Taak}}"},
		{"tickets in German", "Nummer;Betreff;Erstellt;Status\n1;Kaputt;2026-09-07 10:00;offen\n", "requests: {file: data/x.csv, map: {id: Nummer, title: Betreff, opened: Erstellt, status: Status}}"},
		{"invoices of an accounts program", "InvoiceNumber,InvoiceDate,DueDate,Total,Currency\nA-1,2026-09-07,2026-10-07,95.00,GBP\n", "invoices: {file: data/x.csv, map: {number: InvoiceNumber, date: InvoiceDate, amount: Total, currency: Currency, due: DueDate}}"},
		{"a day by its values", "When,Hours\n2026-09-07,1\n", "time: {file: data/x.csv, map: {date: When, hours: Hours}}"},
		{"a range among days", "Date,Hours\n\"October 12, 2026\",2\n\"October 14, 2026 → October 15, 2026\",1\n", "time: {file: data/x.csv, map: {date: Date, hours: Hours}}"},
		{"words among days, by their values", "Note,When,Hours\na call,2026-09-07,1\nMay 2026,2026-09-08,1\nagain,some day,2\n", "time: {file: data/x.csv, map: {date: When, hours: Hours, note: Note}}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rule := Suggest(sheet(t, "data/x.csv", test.text), nil, names, "De Kade", "Shop")
			if rule == nil {
				t.Fatal("nothing is guessed")
			}
			if got := string(rule.Kind) + ": " + rule.Value("data/x.csv", "").Write(); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// Of words that a column of days is called by, few that are days make it none.
func TestAColumnOfWordsHoldsNoDays(t *testing.T) {
	for _, text := range []string{"Date,Hours\nsoon,1\nlater,2\n", "Date,Hours\nsoon,1\nlater,2\n2026-09-07,1\n", "Date,Hours\n,1\n"} {
		if rule := Suggest(sheet(t, "data/x.csv", text), nil, names, "De Kade", "Shop"); rule != nil {
			t.Errorf("%q is read by %s", text, rule.Value("data/x.csv", "").Write())
		}
	}
}

func TestAPatternIsForTheNextMonthToo(t *testing.T) {
	for name, want := range map[string]string{
		"Toggl_time_entries_2026-09-01_to_2026-09-30.csv": "data/Toggl_time_entries_*.csv",
		"tickets.csv":     "data/tickets.csv",
		"2026-09.csv":     "data/2026-09.csv",
		"hours [9] 1.csv": `data/hours \[9] 1.csv`,
	} {
		if got := Pattern(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestTitlesAreShownAsTheyAre(t *testing.T) {
	if got := literal(oneLine("a *b*\n[c](d)\x00")); got != `a \*b\* \[c\](d)` {
		t.Error(got)
	}
	if got := oneLine("'=SUM(A1)"); got != "=SUM(A1)" {
		t.Error(got)
	}
}

func TestMoreThanADayIsNoEntry(t *testing.T) {
	s := sheet(t, "k.csv", "Date,From,To,Duration,Customer,Project,Activity\n2026-09-07,09:00,10:30,5400,De Kade,Shop,Coding\n")
	r := Read(&Rule{Kind: Time, Program: kimai, Item: "care", Zone: time.UTC, Names: names}, []*Sheet{s}, func(Row) {})
	if r.Brought != 0 || len(r.Found) != 1 || !strings.Contains(r.Found[0].Message, "longer than a day when read as hours") {
		t.Errorf("%d %v", r.Brought, r.Found)
	}
}
