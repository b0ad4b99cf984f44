package page

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

func TestWhatWasUsedIsSaidInASentence(t *testing.T) {
	number := func(s string) *decimal.Decimal {
		d := decimal.RequireFromString(s)
		return &d
	}
	euro := func(s string) *content.Money { return &content.Money{Amount: *number(s), Currency: "EUR"} }
	month := func(m time.Month) calendar.Period {
		return calendar.PeriodOf(calendar.Month, calendar.NewDate(2026, m, 1))
	}
	care := &content.Price{ID: "care", Model: content.RetainerPrice, Per: "month"}
	photo := &content.Price{ID: "photo", Model: content.UnitPrice, Per: "photos"}
	days := []facts.UsageDay{{Date: calendar.NewDate(2026, 10, 5), Entries: 1, Count: *number("4.5")}}
	for _, c := range []struct {
		name           string
		usage          facts.Usage
		said, forecast string
	}{
		{"within", facts.Usage{Price: care, Current: true, Days: days, Used: number("4.5"), Included: number("10"), Carried: number("0"), Over: number("0")}, "4 hr 30 min of 10 hr used; 5 hr 30 min left", ""},
		{"what is left of a time that is over says nothing", facts.Usage{Price: care, Days: days, Used: number("4.5"), Included: number("10"), Carried: number("0"), Over: number("0")}, "4 hr 30 min of 10 hr used", ""},
		{"carried, beyond, and where it leads", facts.Usage{
			Price: care, Current: true, Period: month(10), Days: days, Used: number("13"), Included: number("10"), Carried: number("2"), Over: number("1"), Beyond: euro("95"),
			CarriedFrom: []facts.Carried{{Period: month(9), Hours: *number("2")}}, Forecast: &facts.UsageForecast{Used: *number("15"), Over: *number("3"), Beyond: euro("285")},
		}, "13 hr of 10 hr used; 2 hr carried over (September 2026); 1 hr beyond, €95", "At this pace about 15 hr by Sat, October 31, 2026, 3 hr beyond, €285"},
		{"beyond at no price", facts.Usage{Price: care, Days: days, Used: number("11"), Included: number("10"), Carried: number("0"), Over: number("1")}, "11 hr of 10 hr used; 1 hr beyond, at no agreed price", ""},
		{"not recorded", facts.Usage{Price: care, Included: number("10"), Carried: number("0")}, "Nothing is recorded for this time", ""},
		{"the same whatever is used", facts.Usage{Price: care}, "", ""},
		{"units", facts.Usage{Price: photo, Days: days, Used: number("4.5")}, "4.5 × photos used", ""},
		{"before there was a price", facts.Usage{Days: days, Used: number("4.5")}, "4 hr 30 min used before any price was agreed", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := &content.Engagement{ID: "shop"}
			chapter := chapterOf(t, &facts.Engagement{Content: e, Usages: []facts.Usage{c.usage}})
			u := &chapter.f.Usages[0]
			if got := chapter.say.Usage(chapter.f, u); got != c.said {
				t.Errorf("got %q, want %q", got, c.said)
			}
			if got := chapter.usageForecast(u); got != c.forecast {
				t.Errorf("got %q, want %q", got, c.forecast)
			}
		})
	}
}

// Three times 20 minutes, written as a third of an hour, are not an hour.
func TestHoursThatAreNoWholeMinutesAreToldInDecimals(t *testing.T) {
	day := calendar.NewDate(2026, 10, 5)
	row := content.TimeRow{Item: "extra", Date: day, Hours: decimal.RequireFromString("0.33")}
	used := decimal.RequireFromString("0.99")
	extra := &content.Price{ID: "extra", Model: content.HourlyPrice}
	c := chapterOf(t, &facts.Engagement{Content: &content.Engagement{ID: "shop", Time: []content.TimeRow{row, row, row}}, Usages: []facts.Usage{{Item: "extra", Price: extra,
		Period: calendar.PeriodOf(calendar.Month, day), Days: []facts.UsageDay{{Date: day, Entries: 3, Fractions: true}}, Used: &used}}})
	room := 10
	shown := c.used(&c.f.Usages[0], false, &room)
	var counts []string
	for _, r := range shown.Rows {
		counts = append(counts, r.Count)
	}
	if got := strings.Join(counts, " + ") + " = " + shown.Sum; got != "0.33 h + 0.33 h + 0.33 h = 0.99 h" {
		t.Errorf("got %s", got)
	}
}

// Nothing is lost of rows that are too many for a page: a file has them all.
func TestOfManyRowsTheLatestAreShownAndAFileHasAll(t *testing.T) {
	first := calendar.NewDate(2026, 10, 1)
	e := &content.Engagement{ID: "shop"}
	usage := facts.Usage{Item: "extra", Price: &content.Price{ID: "extra", Model: content.HourlyPrice}, Period: calendar.PeriodOf(calendar.Month, first), Used: new(decimal.Decimal)}
	for i := range 30 {
		for range 10 {
			e.Time = append(e.Time, content.TimeRow{Item: "extra", Date: first + calendar.Date(i), Hours: decimal.NewFromInt(1), Note: "=Work"})
		}
		usage.Days = append(usage.Days, facts.UsageDay{Date: first + calendar.Date(i), Entries: 10})
	}
	c := chapterOf(t, &facts.Engagement{Content: e, Usages: []facts.Usage{usage}})
	room := 250
	shown := c.used(&c.f.Usages[0], false, &room)
	if n := len(shown.Rows); n != mostUsedOfOne || shown.Rows[n-1].Day.ISO != "2026-10-30" || shown.Latest != "The latest 200 of 300" {
		t.Errorf("%d rows, %q", n, shown.Latest)
	}
	file := string(c.p.files["shop/data/used/extra-2026-10.csv"])
	if strings.Count(file, "\n") != 301 || !strings.HasPrefix(file, "date,person,note,count\n2026-10-01,,'=Work,1\n") {
		t.Errorf("%.80s", file)
	}
	if next := c.used(&c.f.Usages[0], false, &room); len(next.Rows) != 50 || room != 0 {
		t.Errorf("%d rows where there is room for 50", len(next.Rows))
	}
}
