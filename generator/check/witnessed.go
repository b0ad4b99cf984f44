package check

import (
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/history"
)

// witnessed are the rules about what git saw change.
func witnessed() []Rule {
	all := []Rule{
		{
			Rule: diag.Rule{
				Name: promiseMoved, Severity: diag.Error,
				Summary: "an agreed date was changed, and nobody agreed to it",
				Why:     "The client remembers what it was promised. A page that quietly says something else than last month costs more trust than any delay.",
				Mend:    "Put the agreed value back. Where the client agreed, write a change entry (state: accepted) that affects it; its days move the date. Where it did not, leave the due and write forecast:.",
				Found: "git has an earlier version, while the engagement was neither a draft nor proposed, in which a milestone or input had another due, every or what, or a milestone other needs, " +
					"or a question, decision or action of the journal another day by which it is needed; and no accepted change affects it on its day or in the month after it. A change explains one move of each thing that it affects; a version with since: is such a move.",
			},
		},
		{
			Rule: diag.Rule{
				Name: promiseWithdrawn, Severity: diag.Warning,
				Summary: "something that was promised was removed, and nobody agreed to it",
				Why:     "A milestone that vanishes from the plan was not delivered, and not declined either. The client finds out when it asks for it.",
				Mend:    "Put it back; or, where the client agreed, write a change entry (state: accepted) that affects it or removes it.",
				Found:   "git has an earlier version with a milestone, input, turnaround, price or engagement that is gone, and no accepted change affects it or lists it in removes; or with a client that had more than a proposal, whose folder is gone or a draft. One that says the same under another id was renamed.",
			},
		},
		{
			Rule: diag.Rule{
				Name: termsMoved, Severity: diag.Error,
				Summary: "what was agreed on was changed, and nobody agreed to it",
				Why:     "Turnarounds, prices, hours and scope are what a client bought. Changed in place they rewrite what was promised last winter, and the record with it.",
				Mend:    "Put it back. A turnaround, price or working hours that change get another version with since:; scope, duties, rhythm, and what has no versions, a change entry (state: accepted) that affects it.",
				Found: "git has an earlier version, while the engagement was neither a draft nor proposed, in which a turnaround, price, the scope, duties, the rhythm, start or end was another, or which lacks what narrows the promise " +
					"(an exclusion, an assumption, a duty of the client's); or in which hours, holidays, time zone or currency were others. Slips of the pen in words are passed over. A line that a change adds or removes is explained by it. What an earlier version said is moved by no change that came after it; and a change that names amounts moves a price to one of them.",
			},
		},
		{
			Rule: diag.Rule{
				Name: targetMoved, Severity: diag.Error,
				Summary: "the target of a figure was changed, and nobody agreed to it",
				Why:     "A target that follows the figure is always reached, and tells nothing.",
				Mend:    "Put it back, and add a version of the KPI with since:; or write a change entry (state: accepted) that affects it.",
				Found:   "git has an earlier version, while the engagement was neither a draft nor proposed, in which a KPI's target, baseline, by, tolerance, direction, unit or name was another, or with a KPI that is gone, and no accepted change affects it.",
			},
		},
		{
			Rule: diag.Rule{
				Name: recordChanged, Severity: diag.Error,
				Summary: "a day on which something came, or a word of the client's, was changed afterwards",
				Why:     "Whether a promise was kept hangs on these days. A record in which they can be written anew proves nothing, and a client's own word is the client's.",
				Mend:    "Put it back. Where it was wrong, accept the finding in this file and say why; the reason stays beside the record.",
				Found: "git has an earlier version in which a done, received, answered, decided, opened, responded, resolved, settled, closed, reviewed or any other day on which something came was another, or what came with it: " +
					"an outcome, an answer, a rating, feedback, who accepted; or the kind, date or affects of an entry, a row of a table, a goal of the client's, a contact who is somebody else, the service of an engagement. A first value is none, and slips of the pen in words are passed over.",
			},
		},
		{
			Rule: diag.Rule{
				Name: figureChanged, Severity: diag.Error,
				Summary: "a published figure was changed, and nothing says so",
				Why:     "A client decides by figures that it has read. It has to hear when one was wrong.",
				Mend:    "Put it back; or, where it was wrong, say so in corrections: of the report that told it, with both figures.",
				Found:   "git has an earlier version in which a report pinned another figure, or in which a series had another figure for a period that was over, and no report's corrections, written with the change or in the week before, name the figure as it is.",
			},
		},
		{
			Rule: diag.Rule{
				Name: claimChanged, Severity: diag.Warning,
				Summary: "what a text of yours claims was changed after it was published",
				Why:     "A text may always be put better. But a client acts on the figures, days and names in it, and on what it denies; it has to hear when they were wrong.",
				Mend:    "Put it back. In a report, say in corrections: what was wrong, on or after the day of the change; elsewhere accept the finding in this file and say why.",
				Found: "git has an earlier version in which an answer of the FAQ, a word of the glossary, what a service does or does not, what a figure means, the cause, remedy or prevention of an incident, a reply to feedback, the effect of a maintenance or what an engagement brought " +
					"counted, dated, bounded or denied otherwise, named another, or spoke of the other side; or in which a report did so when the client had read it, and no later correction tells of it. Other words for the same are passed over.",
			},
		},
		{
			Rule: diag.Rule{
				Name: entryRemoved, Severity: diag.Error,
				Summary: "an entry, a report or a row of a table was published, and is gone",
				Why:     "What vanishes is what somebody would rather not have said. The client may have read it.",
				Mend:    "Put it back. What was wrong is corrected where it stands, or by another entry. If it must not be there, accept the finding in engagement.md and say why.",
				Found:   "git has an earlier version with an entry or report that had come, or with a row of a table, which is neither there nor moved or renamed, or is a draft again. A request may move between the journal and requests.csv, a figure between engagement.md and its table.",
			},
		},
		{
			Rule: diag.Rule{
				Name: backdated, Severity: diag.Warning,
				Summary: "something was written long after the day that it bears, and makes a promise look kept",
				Why:     "The client looked on the day, and nothing was there. That it stands there now, with that day, is a record of what nobody saw.",
				Mend:    "Give it the day on which it was written. Where it did happen on that day and was only entered late, accept the finding and say so.",
				Found: "What keeps a promise of the provider's or gives notice of a slip (an update, report, question, answer, decision, closure of the engagement or date of a milestone) was committed a week or more after the day by which it had to be there; " +
					"or a pause, closure, wait, version or date of the plan was put in more than two days after the day from which on it holds, or a wait after the request was resolved. " +
					"What came with the first commit of the agreement is passed over, and so are rows of tables, and what came within a month where nobody committed in between. Of what is not committed, the day is that of the check.",
			},
		},
	}
	for i := range all {
		all[i].asksGit = true
	}
	return append(all, Rule{Rule: toldLate, engagement: knownAndNotTold, asksGit: true}, Rule{Rule: noHistory}, Rule{Rule: shallowHistory})
}

// promisesThatMoved finds what one client's files say otherwise than they did.
func promisesThatMoved(in Input) []bent {
	if in.History == nil {
		return nil
	}
	var all []bent
	for _, e := range in.Facts.Engagements {
		w := witness{past: in.History, today: in.Facts.Today, facts: e}
		w.engagement()
		all = append(all, w.said()...)
	}
	if file := in.History.Of(in.Client.Path); file != nil {
		w := witness{past: in.History, today: in.Facts.Today}
		w.file(file)
		_, gone := in.History.Under(file)
		for _, g := range gone {
			w.goneFile(g, in.Client.Pos())
		}
		all = append(all, w.said()...)
	}
	return all
}

// providerMoved finds what provider.md and the services say otherwise than they did, and
// the services and clients that are gone.
func providerMoved(p *content.Provider, past *history.History, today calendar.Date) []bent {
	if past == nil || past.Of(p.Path) == nil {
		return nil
	}
	w := witness{past: past, today: today}
	w.file(past.Of(p.Path))
	for i := range p.Services {
		if file := past.Of(p.Services[i].Path); file != nil {
			w.file(file)
		}
	}
	for _, gone := range past.Removed() {
		w.goneFile(gone, p.Pos())
	}
	return w.said()
}

// engagement looks at an agreement and at what stands in its folder.
func (w *witness) engagement() {
	e := w.facts.Content
	agreement := w.past.Of(e.Path)
	if agreement == nil {
		return
	}
	w.file(agreement)
	if e.Status == content.Proposed { // but for this, it promises nothing
		w.found = slices.DeleteFunc(w.found, func(b bent) bool { return b.what != "status" })
	}
	there, gone := w.past.Under(agreement)
	for _, file := range there {
		w.file(file)
	}
	for _, file := range gone {
		w.goneFile(file, e.Pos())
	}
	w.elsewhere(there)
	w.corrected(there)
	w.wordsCorrected(there)
	w.explained(e)
	w.neverStood(e, agreement)
	w.backdatedNews(agreement)
}

// toldLate is about a slip that was known before the client heard of it.
var toldLate = diag.Rule{
	Name: "told-late", Severity: diag.Warning,
	Summary: "the client heard of a delay long after you knew",
	Why:     "A delay told at once can be planned around. One kept for a week is told twice: as the delay, and as the silence before it.",
	Mend:    "Nothing makes it earlier. Say in the next update since when you knew; accept the finding with the reason; and write next time on the day on which the forecast moves.",
	Found:   "git has a commit in which the forecast of a milestone first passed its fair due, and the first entry that tells of the slip is dated more than 5 working days later.",
}

// knownAndNotTold finds milestones of whose slip the client heard late.
func knownAndNotTold(f *finder, e *facts.Engagement) {
	if f.in.History == nil || !isActive(e) {
		return
	}
	for _, m := range e.Milestones {
		known := f.in.History.Known(e.Content.Path, m.Content.ID, m.FairDue, e.Today)
		entry := e.Content.Entry(m.NoticeEntry)
		if known == 0 || m.Told == 0 || entry == nil {
			continue
		}
		if n := f.cal.WorkingDays(known, m.Told); n > answerWithin {
			f.found(entry.Pos("date"), "milestone %q was known to slip on %s, by its forecast, and this entry is the first that tells of it, %s later; say since when you knew, and accept this with the reason", m.Content.ID, known, days(n))
		}
	}
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
		Found:   "The workspace is in no git repository, git is missing or does not trust it, or no agreement was committed. The rules that ask git find nothing then.",
	}
	shallowHistory = diag.Rule{
		Name: "shallow-history", Severity: diag.Note,
		Summary: "git knows a part of the history only",
		Why:     "A promise that was moved before the clone begins looks as if it had always been so.",
		Mend:    "Fetch all commits: git fetch --unshallow, or fetch-depth: 0 for actions/checkout in GitHub Actions, GIT_DEPTH: 0 in GitLab CI.",
		Found:   "git says that the repository is a shallow clone. The rules that ask git look at the commits that are there.",
	}
)
