package facts

import (
	"cmp"
	"slices"
	"sort"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// A UsageDay is what was used of a price on a day. There may be a million rows of time.csv, and
// few days.
type UsageDay struct {
	Date      calendar.Date
	Entries   int             // rows
	Count     decimal.Decimal // hours, or units: the sum of the rows
	seconds   decimal.Decimal // the same of hours as they were meant, see secondsOf
	Fractions bool            // some row is no whole minutes
}

// used is what was used of a price, day by day: hours that were worked, and units.
type used struct{ worked, counted []UsageDay }

// usedByDay sums up the rows of an engagement, by price and day.
func usedByDay(e *content.Engagement) map[string]*used {
	all := map[string]*used{}
	of := func(item string) *used {
		if all[item] == nil {
			all[item] = &used{}
		}
		return all[item]
	}
	for _, r := range timeByDate(e.Time) {
		u := of(r.Item)
		u.worked = addDay(u.worked, r.Date, r.Hours)
	}
	for _, r := range unitsByDate(e.Units) {
		u := of(r.Item)
		u.counted = addDay(u.counted, r.Date, r.Count)
	}
	return all
}

// addDay adds a row to the last of days, or to one of its own.
func addDay(days []UsageDay, date calendar.Date, count decimal.Decimal) []UsageDay {
	if len(days) == 0 || days[len(days)-1].Date != date {
		days = append(days, UsageDay{Date: date})
	}
	d := &days[len(days)-1]
	d.Entries++
	d.Count = d.Count.Add(count)
	seconds := secondsOf(count)
	d.seconds = d.seconds.Add(seconds)
	d.Fractions = d.Fractions || !isWholeMinutes(seconds)
	return days
}

var sixty = decimal.NewFromInt(60)

func isWholeMinutes(seconds decimal.Decimal) bool { return seconds.Mod(sixty).IsZero() }

func timeByDate(rows []content.TimeRow) []content.TimeRow {
	return ordered(rows, func(a, b content.TimeRow) int { return cmp.Compare(a.Date, b.Date) })
}

func unitsByDate(rows []content.UnitRow) []content.UnitRow {
	return ordered(rows, func(a, b content.UnitRow) int { return cmp.Compare(a.Date, b.Date) })
}

// stoodRows returns the rows that had come, of rows by date. Of these nothing but the whole row comes.
func stoodRows[T any](rows []T, asOf func(*T) *T) []T {
	n := sort.Search(len(rows), func(i int) bool { return asOf(&rows[i]) == nil })
	return rows[:n:n]
}

// Rows returns the rows of time.csv or units.csv of which a usage is the sum, by date; those of a
// day by what they say, so that it does not matter in which order they were written.
func (e *Engagement) Rows(u *Usage) []UsageRow {
	var rows []UsageRow
	if u.Counted {
		for _, r := range daysOf(e.Content.Units, u.Period, func(r *content.UnitRow) calendar.Date { return r.Date }) {
			if r.Item == u.Item {
				rows = append(rows, UsageRow{Date: r.Date, Count: r.Count, Note: r.Note})
			}
		}
	} else {
		for _, r := range daysOf(e.Content.Time, u.Period, func(r *content.TimeRow) calendar.Date { return r.Date }) {
			if r.Item == u.Item {
				rows = append(rows, UsageRow{Date: r.Date, Count: r.Hours, Person: r.Person, Note: r.Note})
			}
		}
	}
	slices.SortFunc(rows, func(a, b UsageRow) int {
		if order := cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Note, b.Note)); order != 0 {
			return order
		}
		return a.Count.Cmp(b.Count) // which costs more than all before it
	})
	return rows
}

// daysOf returns those of rows by date that are in a period.
func daysOf[T any](rows []T, period calendar.Period, date func(*T) calendar.Date) []T {
	from := sort.Search(len(rows), func(i int) bool { return date(&rows[i]) >= period.From })
	to := sort.Search(len(rows), func(i int) bool { return date(&rows[i]) > period.To })
	if from >= to {
		return nil
	}
	return rows[from:to]
}

// Entries returns how many rows a usage is the sum of.
func (u *Usage) Entries() int {
	n := 0
	for i := range u.Days {
		n += u.Days[i].Entries
	}
	return n
}

// WholeMinutes reports whether all rows of a usage are whole minutes.
func (u *Usage) WholeMinutes() bool {
	return !slices.ContainsFunc(u.Days, func(d UsageDay) bool { return d.Fractions })
}
