package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rapport/generator/facts"
	"rapport/generator/front"
)

// hints are what follows from the days of an engagement: the fair date of a milestone, and how many working days
// are left.
func hints(ctx context.Context, q *inquiry) (any, error) {
	all := []inlayHint{}
	if q.library.kindOf(q.file) != "engagement" {
		return all, nil
	}
	now, err := q.folder.settled(ctx, q.folder.clientOf(q.file))
	if err != nil {
		return nil, err
	}
	e := q.folder.engagement(&now, q.file)
	if e == nil {
		return all, nil
	}
	cal := now.press.Provider.Calendar
	for _, t := range q.library.defined(q.file) {
		due := t.whole.Get("due")
		if due == nil || due.Kind != front.Scalar {
			continue
		}
		label, more := "", ""
		switch t.kind {
		case "milestone":
			if i := slices.IndexFunc(e.Milestones, func(m facts.Milestone) bool { return m.Content.ID == t.id }); i >= 0 {
				m := &e.Milestones[i]
				more = milestoneWords(m)
				if m.FairDue != m.Agreed {
					label = "fair " + m.FairDue.String()
				}
				if m.Done == 0 && !m.Out {
					label = joined(label, left(cal.WorkingDays(e.Today, m.FairDue)))
				}
			}
		case "input":
			if i := slices.IndexFunc(e.Inputs, func(in facts.Input) bool { return in.Content.ID == t.id }); i >= 0 {
				in := &e.Inputs[i]
				more = inputWords(in)
				if in.Received == 0 && in.Skipped == 0 && !in.Out {
					label = left(cal.WorkingDays(e.Today, in.Due))
				}
			}
		}
		_, end := q.doc.stretchOf(due)
		if at := q.doc.position(end); label != "" && at.Line >= q.Range.Start.Line && at.Line <= q.Range.End.Line {
			all = append(all, inlayHint{Position: at, Label: label, PaddingLeft: true, Tooltip: more})
		}
	}
	return all, nil
}

// left says how many working days are left, or have passed.
func left(days int) string {
	switch {
	case days == 0:
		return "today"
	case days < 0:
		return fmt.Sprintf("%d d late", -days)
	}
	return fmt.Sprintf("%d d left", days)
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// hinted is what the hints of a client rest on: where it is another, they are to be asked for anew.
func hinted(c *facts.Client) string {
	if c == nil {
		return ""
	}
	var all strings.Builder
	for _, e := range c.Engagements {
		fmt.Fprintln(&all, e.Content.ID, e.Today)
		for _, m := range e.Milestones {
			fmt.Fprintln(&all, m.Content.ID, m.FairDue, m.Done, m.Out)
		}
		for _, in := range e.Inputs {
			fmt.Fprintln(&all, in.Content.ID, in.Due, in.Received)
		}
	}
	return all.String()
}
