package check

import (
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
		if at < 0 {
			continue // promisesWithdrawn
		}
		if now == "" || now == first.Value || moves(r, now) <= acceptedChanges(e.Content, r) {
			continue
		}
		f.found(e.Content.Pos(list, at, r.Field), "%s %q was promised with %s %s (commit %s of %s) and says %s now, and no accepted change tells of it; put it back, or write the change that was agreed",
			r.Kind, r.ID, r.Field, first.Value, first.Commit, first.On.Format("2006-01-02"), now)
	}
}

// promisesWithdrawn finds what was promised and is gone. What stands there under
// another name with the same value was renamed.
func promisesWithdrawn(f *finder, e *facts.Engagement) {
	if f.in.History == nil || !isOpen(e) || e.Content.Status == content.Proposed {
		return
	}
	gone := 0
	for _, entry := range e.Content.Entries {
		if entry.Change != nil && entry.Change.State == "accepted" {
			gone-- // each accepted change explains one
		}
	}
	told := map[string]bool{}
	for _, r := range f.in.History.Of(e.Content.Path) {
		list := map[string]string{"milestone": "plan", "input": "inputs", "turnaround": "turnaround", "price": "pricing"}[r.Kind]
		if _, _, at := written(e.Content, r); at >= 0 || told[r.Kind+r.ID] || isRenamed(e.Content, r) {
			continue
		}
		told[r.Kind+r.ID] = true
		if gone++; gone > 0 {
			first := r.Values[0]
			f.found(e.Content.Pos(list), "%s %q was promised with %s %s (commit %s of %s) and is gone, and no accepted change tells of it; put it back, or write the change that was agreed",
				r.Kind, r.ID, r.Field, first.Value, first.Commit, first.On.Format("2006-01-02"))
		}
	}
}

// isRenamed reports whether a thing of the kind has the last value that one had
// which is gone.
func isRenamed(e *content.Engagement, r history.Record) bool {
	last := r.Values[len(r.Values)-1].Value
	var ids []string
	switch r.Kind {
	case "milestone":
		for _, m := range e.Plan {
			ids = append(ids, m.ID)
		}
	case "input":
		for _, in := range e.Inputs {
			ids = append(ids, in.ID)
		}
	case "turnaround":
		for _, t := range e.Turnaround {
			ids = append(ids, t.ID)
		}
	case "price":
		for _, p := range e.Pricing {
			ids = append(ids, p.ID)
		}
	}
	for _, id := range ids {
		same := r
		same.ID = id
		if value, _, _ := written(e, same); value == last {
			return true
		}
	}
	return false
}

// written returns what stands in the file today for what git remembers, and
// where: in the element at an index of a list. It is "" where nothing stands there any more, and the index -1 where the element itself is gone.
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
			promise := e.Turnaround[at].Respond
			if r.Field == "resolve" {
				promise = e.Turnaround[at].Resolve
			}
			if promise.IsZero() {
				return "", "turnaround", at
			}
			return promise.String(), "turnaround", at
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

// Witnessed returns the names of the rules that find nothing without git, and of
// those that say that there is none.
func Witnessed() (rules, notes []string) {
	for _, r := range Rules() {
		if r.asksGit {
			rules = append(rules, r.Name)
		}
	}
	return rules, []string{noHistory.Name, shallowHistory.Name}
}

// Witness notes, once a run, that git cannot tell whether promises moved, or
// not all of it. It returns nothing where git can.
func Witness(h *history.History, folder string) []diag.Problem {
	at := diag.Position{File: folder}
	switch {
	case h.Missing != "":
		return []diag.Problem{noHistory.At(at, "nobody can tell whether a promise was moved: %s; keep the workspace in git", h.Missing)}
	case h.Shallow:
		return []diag.Problem{shallowHistory.At(at, "this clone begins on %s, and promises that moved before are not found; fetch all of it with git fetch --unshallow, or fetch-depth: 0", h.Oldest.Format("2006-01-02"))}
	}
	return nil
}

// The rules that say what git cannot.
var (
	noHistory = diag.Rule{
		Name: "no-history", Severity: diag.Note,
		Summary: "git cannot tell whether promises were moved",
		Why:     "A client that knows that the record is kept elsewhere too can believe what a page says of the past.",
		Mend:    "Keep the workspace in git, and commit each version of an agreement.",
		Found:   "The workspace is in no git repository, git is missing or does not trust it, or no agreement was committed. promise-moved finds nothing then.",
	}
	shallowHistory = diag.Rule{
		Name: "shallow-history", Severity: diag.Note,
		Summary: "git knows a part of the history only",
		Why:     "A promise that was moved before the clone begins looks as if it had always been so.",
		Mend:    "Fetch all commits: git fetch --unshallow, or fetch-depth: 0 for actions/checkout in GitHub Actions, GIT_DEPTH: 0 in GitLab CI.",
		Found:   "git says that the repository is a shallow clone. promise-moved looks at the commits that are there.",
	}
)
