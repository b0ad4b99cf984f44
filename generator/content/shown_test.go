package content

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReportsShowTablesOfTheirEngagement(t *testing.T) {
	many := "day,n\n" + strings.Repeat("monday,1\n", MaxShownRows+1)
	tests := []struct {
		name, table string
		want        ShownTable
	}{
		{"numbers as people write them", "shop;sold\nCentre;1.250,50\nHarbour;980,00\n", ShownTable{
			Columns: []ShownColumn{{Name: "shop"}, {Name: "sold", Number: true, Figure: true}},
			Rows:    [][]string{{"Centre", "1250.50"}, {"Harbour", "980.00"}}}},
		{"cells that are missing", "shop,sold\nCentre\nHarbour,12\n", ShownTable{
			Columns: []ShownColumn{{Name: "shop"}, {Name: "sold", Number: true, Figure: true}},
			Rows:    [][]string{{"Centre", ""}, {"Harbour", "12"}}}},
		{"a word among numbers", "shop,sold\nCentre,closed\nHarbour,12\n", ShownTable{
			Columns: []ShownColumn{{Name: "shop"}, {Name: "sold"}},
			Rows:    [][]string{{"Centre", "closed"}, {"Harbour", "12"}}}},
		{"years, codes and money stay as they are", "year,code,paid\n2025,0012,£1.50\n2026,0013,£2.50\n", ShownTable{
			Columns: []ShownColumn{{Name: "year", Number: true}, {Name: "code", Number: true}, {Name: "paid", Number: true}},
			Rows:    [][]string{{"2025", "0012", "£1.50"}, {"2026", "0013", "£2.50"}}}},
		{"more columns than a page has room for", strings.Repeat("a,", MaxShownColumns) + "b\n", ShownTable{
			Columns: make([]ShownColumn, MaxShownColumns+1), Rows: [][]string{}}},
		{"more rows than anybody reads", many, ShownTable{
			Columns: make([]ShownColumn, 2), Rows: make([][]string, MaxShownRows+1)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := writeWorkspace(t, base, "-- content/clients/acme/shop/data/sold.csv --\n"+test.table+
				"-- content/clients/acme/shop/reports/2026-10.md --\n---\ntitle: October\ndate: 2026-11-05\n---\n{{< table data/sold.csv >}}\n")
			_, clients, problems := parseAll(t, dir, Options{})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(&test.want, clients[0].Engagements[0].Tables["data/sold.csv"]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestATableIsShownWithACaptionOfItsOwn(t *testing.T) {
	for _, test := range []struct {
		argument, name, caption string
		ok                      bool
	}{
		{"data/sold.csv", "data/sold.csv", "", true},
		{`data/by shop.csv "Verkäufe je Laden"`, "data/by shop.csv", "Verkäufe je Laden", true},
		{`data/sold.csv"Sold"`, "data/sold.csv", "Sold", true},
		{`data/sold.csv "Sold`, "data/sold.csv", "", false},
		{`data/sold.csv " "`, "data/sold.csv", "", false},
		{`data/sold.csv "Sold" here`, "data/sold.csv", "", false},
		{`data/sold.csv "a" "b"`, "data/sold.csv", "", false},
	} {
		name, caption, ok := ShownTableNamed(test.argument)
		if name != test.name || ok != test.ok || ok && caption != test.caption {
			t.Errorf("%s is %q, %q, %v", test.argument, name, caption, ok)
		}
	}
	dir := writeWorkspace(t, base, "-- content/clients/acme/shop/data/sold.csv --\nshop,sold\nCentre,12\n"+
		"-- content/clients/acme/shop/reports/2026-10.md --\n---\ntitle: October\ndate: 2026-11-05\n---\n{{< table data/sold.csv \"Sold by Shop\" >}}\n")
	if _, clients, problems := parseAll(t, dir, Options{}); len(problems) > 0 || clients[0].Engagements[0].Tables["data/sold.csv"] == nil {
		t.Errorf("the table is not read: %v", problems)
	}
}

func TestANumberOfAShownTableThatCanBeReadInTwoWaysIsAnError(t *testing.T) {
	dir := writeWorkspace(t, base, "-- content/clients/acme/shop/data/sold.csv --\nshop,sold\nCentre,1.250\n"+
		"-- content/clients/acme/shop/reports/2026-10.md --\n---\ntitle: October\ndate: 2026-11-05\n---\n{{< table data/sold.csv >}}\n")
	want := []string{`content/clients/acme/shop/data/sold.csv:2:8: error: "1.250" can be read as 1.250 or as 1250, and nothing else in the column tells which; say it with data: {numbers: "1,234.5"} or data: {numbers: "1.234,5"} in engagement.md or provider.md [two-readings]`}
	if diff := cmp.Diff(want, lines(t, dir, Options{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
