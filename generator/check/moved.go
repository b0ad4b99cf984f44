package check

import (
	"fmt"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/history"
)

// promisesMoved compares what is written with what was committed first. Each
// accepted change that affects a promise explains one move of it.
func promisesMoved(f *finder, e *facts.Engagement) {
	if f.in.History == nil || !isOpen(e) || e.Content.Status == content.Proposed {
		return
	}
	for _, r := range f.in.History.Of(e.Content.Path) {
		now, list, at := written(e.Content, r)
		first := r.Values[0]
		if now == "" || now == first.Value || moves(r, now) <= acceptedChanges(e.Content, r) {
			continue
		}
		f.found(e.Content.Pos(list, at, r.Field), "%s %q was promised with %s %s (commit %s of %s) and says %s now, and no accepted change tells of it; put it back, or write the change that was agreed",
			r.Kind, r.ID, r.Field, first.Value, first.Commit, first.On.Format("2006-01-02"), now)
	}
}

// written returns what stands in the file today for what git remembers, and
// where: in the element at an index of a list. It is "" where that is gone.
func written(e *content.Engagement, r history.Record) (value, list string, at int) {
	switch r.Kind {
	case "milestone":
		if at = milestoneAt(e, r.ID); at >= 0 {
			return e.Plan[at].Due.String(), "plan", at
		}
	case "input":
		if at = inputAt(e, r.ID); at >= 0 {
			return e.Inputs[at].Due.String(), "inputs", at
		}
	case "turnaround":
		if at = index(e.Turnaround, r.ID, func(t *content.Turnaround) string { return t.ID }); at >= 0 {
			if t := e.Turnaround[at]; r.Field == "respond" && !t.Respond.IsZero() {
				return t.Respond.String(), "turnaround", at
			} else if r.Field == "resolve" && !t.Resolve.IsZero() {
				return t.Resolve.String(), "turnaround", at
			}
		}
	case "price":
		if at = index(e.Pricing, r.ID, func(p *content.Price) string { return p.ID }); at >= 0 {
			p := e.Pricing[at]
			value := map[string]string{"amount": p.Amount.Amount.String(), "currency": p.Amount.Currency, "per": p.Per, "includes": ""}[r.Field]
			if r.Field == "includes" && !p.Includes.IsZero() {
				value = p.Includes.String()
			}
			return value, "pricing", at
		}
	}
	return "", "", -1
}

// moves counts how often a promise was changed, up to what is written now.
func moves(r history.Record, now string) int {
	n := len(r.Values) - 1
	if r.Values[n].Value != now {
		n++ // not committed yet
	}
	return n
}

// acceptedChanges counts the changes that can explain a move: of a date those
// that affect it, of a term all, since affects cannot name it.
func acceptedChanges(e *content.Engagement, r history.Record) int {
	n := 0
	for _, entry := range e.Entries {
		if entry.Change == nil || entry.Change.State != "accepted" {
			continue
		}
		switch r.Kind {
		case "turnaround", "price":
			n++
		default:
			for _, ref := range entry.Affects {
				if ref.ID == r.ID {
					n++
					break
				}
			}
		}
	}
	return n
}

// Witness notes, once a run, that git cannot tell whether promises moved, or
// not all of it. It returns nothing where git can.
func Witness(h *history.History, folder string) []diag.Problem {
	note := diag.Problem{Position: diag.Position{File: folder}, Severity: diag.Note}
	switch {
	case h.Missing != "":
		note.Rule = noHistory
		note.Message = fmt.Sprintf("nobody can tell whether a promise was moved: %s; keep the workspace in git", h.Missing)
	case h.Shallow:
		note.Rule = shallowHistory
		note.Message = fmt.Sprintf("this clone begins on %s, and promises that moved before are not found; fetch all of it with git fetch --unshallow, or fetch-depth: 0", h.Oldest.Format("2006-01-02"))
	default:
		return nil
	}
	return []diag.Problem{note}
}

// The rules that say what git cannot.
const (
	noHistory      = "no-history"
	shallowHistory = "shallow-history"
)
