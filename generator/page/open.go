package page

import (
	"cmp"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/generator/facts"
	"rapport/generator/place"
)

// openRequests are the requests that are open: what is late first, then by the day on which
// each is to be solved. It is nil where none is.
func (c *chapter) openRequests() *Requests {
	open := c.unsolved()
	if open == nil {
		return nil
	}
	r := &Requests{Cut: c.beyond(len(open), place.OpenRequests(c.id))}
	for _, request := range first(mostShown, open) {
		r.Rows = append(r.Rows, c.requestRow(request))
	}
	r.Rows, r.Rest, r.More = fold(c, r.Rows, len(open))
	return r
}

// unsolved lists the requests that are open, the most pressing first.
func (c *chapter) unsolved() []*facts.Request {
	var open []*facts.Request
	for i := range c.f.Requests {
		if r := &c.f.Requests[i]; r.Resolved.IsZero() {
			open = append(open, r)
		}
	}
	rank := func(r *facts.Request) int {
		switch {
		case r.Waiting:
			return 2
		case missed(r):
			return 0
		}
		return 1
	}
	due := func(r *facts.Request) time.Time {
		if r.ResolveDue.IsZero() {
			return r.Opened.AddDate(100, 0, 0) // those without a deadline last
		}
		return r.ResolveDue
	}
	slices.SortStableFunc(open, func(a, b *facts.Request) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), due(a).Compare(due(b)))
	})
	return open
}

// openData publishes whole what the page of progress shows in part.
func (c *chapter) openData() {
	if len(c.f.Open) > mostShown {
		rows := [][]string{{"side", "kind", "what", "who", "due", "overdue"}}
		for i := range c.f.Open {
			o := &c.f.Open[i]
			due := ""
			if o.Due != 0 {
				due = o.Due.String()
			}
			rows = append(rows, []string{string(o.Side), string(o.Kind), guarded(c.say.Subject(o)), guarded(c.p.name(o.Who)), due, strconv.Itoa(o.Overdue)})
		}
		c.p.files[place.OpenItems(c.id).File] = spreadsheet(rows)
	}
	if open := c.unsolved(); len(open) > mostShown {
		rows := [][]string{{"what", "opened", "respond_due", "resolve_due", "late"}}
		for _, r := range open {
			rows = append(rows, []string{guarded(c.say.Plain(r.Content.Title)), instant(r.Opened), instant(r.RespondDue), instant(r.ResolveDue), strconv.FormatBool(missed(r))})
		}
		c.p.files[place.OpenRequests(c.id).File] = spreadsheet(rows)
	}
}

// instant is a time as a program reads it; "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// spreadsheet writes rows as CSV.
func spreadsheet(rows [][]string) []byte {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows) // a strings.Builder cannot fail
	return []byte(b.String())
}
