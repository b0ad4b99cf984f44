package importing

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// A Line is a line of what rows come to: what it tells of, and the figure.
type Line struct{ Of, Figure string }

// Summary tells what the rows of a kind come to: how many there are, from which day to
// which, and of time and units how much, by item, person and month; of requests how
// many, by kind and whether they are done.
func (r *Result) Summary(kind Kind) []Line {
	lines := []Line{{"rows", fmt.Sprintf("%d of %d", len(r.Rows), r.Whole)}}
	if r.Twice > 0 {
		lines = append(lines, Line{"twice", fmt.Sprintf("%s, counted once", rowsOf(r.Twice))})
	}
	day, figure, by := "date", "", []string{"item"}
	switch kind {
	case Time:
		figure, by = "hours", []string{"item", "person", "month"}
	case Units:
		figure, by = "count", []string{"item", "month"}
	case Requests:
		day, by = "opened", []string{"type", "resolved"}
	}
	first, last := r.days(day)
	if first != "" {
		lines = append(lines, Line{"days", first + " to " + last})
	}
	if figure != "" {
		lines = append(lines, Line{figure, plain(r.sum(figure))})
	}
	if len(r.Rows) == 0 {
		return lines
	}
	for _, name := range by {
		lines = append(lines, Line{"by " + name, r.by(name, day, figure)})
	}
	return lines
}

// days returns the first day and the last.
func (r *Result) days(column string) (first, last string) {
	for _, row := range r.Rows {
		if d := head(row.Get(column).Raw, 10); d != "" {
			first, last = cmp.Or(min(cmp.Or(first, d), d), d), max(last, d)
		}
	}
	return first, last
}

// sum adds up a column.
func (r *Result) sum(column string) *big.Rat {
	total := new(big.Rat)
	for _, row := range r.Rows {
		total.Add(total, amount(row.Get(column).Raw))
	}
	return total
}

// by adds up a column by what stands in another, or counts the rows.
func (r *Result) by(name, day, figure string) string {
	sums := map[string]*big.Rat{}
	for _, row := range r.Rows {
		var word string
		switch name {
		case "month":
			word = head(row.Get(day).Raw, 7)
		case "resolved":
			if word = string(Open); row.Get(name).Raw != "" {
				word = string(Done)
			}
		default:
			word = cmp.Or(row.Get(name).Raw, "(none)")
		}
		if sums[word] == nil {
			sums[word] = new(big.Rat)
		}
		if figure == "" {
			sums[word].Add(sums[word], big.NewRat(1, 1))
		} else {
			sums[word].Add(sums[word], amount(row.Get(figure).Raw))
		}
	}
	var parts []string
	for word, sum := range sums {
		parts = append(parts, word+" "+plain(sum))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// amount reads what a row that is translated holds: a number, or a length of time.
func amount(text string) *big.Rat {
	if seconds, ok := sexagesimal(text); ok {
		return seconds.Quo(seconds, perHour)
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return n
}

// plain writes a number with two decimals at most.
func plain(r *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(r.FloatString(2), "0"), ".")
}

func head(text string, n int) string { return text[:min(n, len(text))] }
