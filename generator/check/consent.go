package check

import (
	"slices"
	"strings"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// renewalAhead is how many days before the day of a renewal it is to be spoken of.
const renewalAhead = 60

// consent are the rules about who agreed to what, and who is there to be asked.
func consent() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "accepted-without-consent", Severity: diag.Warning,
				Summary: "somebody agreed to what is not theirs to decide",
				Why:     "A change that the wrong person agreed to is a quarrel with a date: it comes up again when the bill does.",
				Mend:    "Ask the contact who decides on it, and write that name in accepted_by; or list in the contact's decides what it may decide.",
				Found: "A change was accepted by a contact who had left by that day; or by one whose decides names scope, budget or plan, in the words of the portal's languages, but not all that the change touches: " +
					"budget for a price, scope for what it adds, removes or alters of the agreement, plan or scope for days alone. Decides that holds none of these words tells nothing, and is let be. A decision, a review and feedback are found where the contact had left by their day.",
			},
			engagement: withoutConsent,
		},
		{
			Rule: diag.Rule{
				Name: "change-moves-nothing", Severity: diag.Warning,
				Summary: "an accepted change does not say what it moves",
				Why:     "What a change moved, it explains. One that names nothing explains nothing, and the client cannot see which promise became another.",
				Mend:    "Name it in affects: milestones, inputs, KPIs, turnarounds and prices by their ids, or scope, duties, hours, rhythm.",
				Found:   "An accepted change has days, a price, adds or removes, and affects is empty; or it has days, and affects names no milestone and no input.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, n := range e.Content.Entries {
					if isOpen(e) && n.Change != nil && n.Change.IsAgreed() {
						movesNothing(f, e.Content, n)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "person-left", Severity: diag.Warning,
				Summary: "something waits for somebody who has left",
				Why:     "What waits for nobody does not come. The portal asks the client as a whole meanwhile, and everybody thinks that somebody else will answer.",
				Mend:    "Name who has it now; or give the person who left a backup, who is then asked for all of it.",
				Found:   "An open item, a milestone that is not done, or the lead of an engagement that is not closed is of a person whose until has passed, and whom no backup who is there stands in for. Of a recurring input it is told once.",
			},
			engagement: personLeft,
		},
		{
			Rule: diag.Rule{
				Name: "renewal-near", Severity: diag.Warning,
				Summary: "the day of a renewal comes near, and nobody spoke of it",
				Why:     "A client who hears of the next year when the last one is over has already asked somebody else.",
				Mend:    "Show what this year brought, ask what the next should bring, and write it as a decision with needed_by; or propose the next engagement.",
				Found:   "An active engagement has a renewal.decide_by within 60 days, and in the 60 days before that day there is neither a decision, nor an engagement of the client that is proposed or begins after it.",
			},
			client: renewalNear,
		},
		{
			Rule: diag.Rule{
				Name: "end-passed", Severity: diag.Warning,
				Summary: "the end of an engagement has passed, and it goes on",
				Why:     "The client reads that the work was to be over. Either it is, and nobody said goodbye, or it goes on without anybody having agreed to that.",
				Mend:    "Write status: closed and closed: if it is over, with closing: for what was handed over. If it goes on, agree on until when, write that in end:, and enter a change that says who agreed.",
				Found:   "An engagement that is active or paused has an end that is before today.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if s := e.Content.Status; (s == content.Active || s == content.Paused) && e.Content.End != 0 && e.Content.End < e.Today {
					f.found(e.Content.Pos("end"), "this was to end on %s and is %s; write status: closed and closed:, or agree with the client until when it goes on, write that in end:, and enter the change", e.Content.End, s)
				}
			},
		},
	}
}

func withoutConsent(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	left := func(who content.Ref, on calendar.Date, at diag.Position) bool {
		p, contact := f.in.Client.Person(who.ID)
		if p == nil || !contact || on == 0 || !p.Left(on) {
			return false
		}
		f.found(at, "%q was with the client until %s, and this is of %s; name who said it", who.ID, p.Until, on)
		return true
	}
	for _, n := range e.Content.Entries {
		switch {
		case n.Change != nil && n.Change.IsAgreed():
			by := n.Change.AcceptedBy
			if left(by, n.Change.Accepted, n.At(by.Mark)) {
				continue
			}
			p, _ := f.in.Client.Person(by.ID)
			if what := undecided(p, e.Content, n); what != "" {
				f.found(n.At(by.Mark), "%q agreed to this change, which touches the %s, and decides on %s; ask who decides on it, or add it to decides", by.ID, what, decidesOn(p))
			}
		case n.Decision != nil:
			left(n.Decision.DecidedBy, n.Decision.Decided, n.At(n.Decision.DecidedBy.Mark))
		case n.Feedback != nil:
			left(n.Feedback.From, n.Feedback.Given, n.At(n.Feedback.From.Mark))
		}
	}
	for _, r := range e.Content.Reports {
		left(r.Reviewed.By, r.Reviewed.On, r.At(r.Reviewed.By.Mark))
	}
}

func decidesOn(p *content.Person) string {
	words := make([]string, len(p.Decides))
	for i, d := range p.Decides {
		words[i] = d.Raw
	}
	return strings.Join(words, ", ")
}

// A subject is what a contact may decide on.
type subject string

const (
	scopeSubject  subject = "scope"
	budgetSubject subject = "budget"
	planSubject   subject = "plan"
)

// subjects are the words with which people say in the languages of portals what
// somebody decides on, by how they begin.
var subjects = map[subject][]string{
	scopeSubject:  {"scope", "everything", "omvang", "alles", "umfang", "périmètre", "perimetre", "tout", "alcance", "todo", "ambito", "tutto", "âmbito", "escopo", "tudo", "zakres", "wszystko", "omfattning", "allt", "omfang", "範囲", "スコープ", "すべて"},
	budgetSubject: {"budget", "money", "price", "cost", "everything", "prijz", "prijs", "kosten", "alles", "preis", "zahlung", "prix", "coût", "tout", "presupuesto", "precio", "coste", "todo", "prezz", "cost", "tutto", "orçamento", "preço", "custo", "tudo", "budżet", "cen", "koszt", "wszystko", "pris", "kostnad", "allt", "alt", "予算", "価格", "費用", "すべて"},
	planSubject:   {"plan", "date", "deadline", "schedule", "everything", "termin", "alles", "calendrier", "tout", "plazo", "todo", "scadenz", "tutto", "prazo", "tudo", "harmonogram", "wszystko", "tidsplan", "allt", "alt", "日程", "計画", "すべて"},
}

// decides reports whether a contact decides on a subject.
func decides(p *content.Person, on subject) bool {
	for _, d := range p.Decides {
		for _, word := range strings.FieldsFunc(strings.ToLower(d.Raw), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
			if slices.ContainsFunc(subjects[on], func(begin string) bool { return strings.HasPrefix(word, begin) }) {
				return true
			}
		}
	}
	return false
}

// undecided returns of what a change touches what the contact does not decide on; ""
// where it decides on all, or nobody can tell.
func undecided(p *content.Person, e *content.Engagement, n *content.Entry) subject {
	scope, budget, plan := decides(p, scopeSubject), decides(p, budgetSubject), decides(p, planSubject)
	if !scope && !budget && !plan {
		return ""
	}
	c := n.Change
	altersScope, altersPrice := len(c.Adds)+len(c.Removes) > 0, !c.Price.Amount.IsZero()
	altersPlan := c.Days != 0
	for _, r := range n.Affects {
		switch {
		case e.Pricing.Has(r.ID):
			altersPrice = true
		case e.Milestone(r.ID) != nil || e.Input(r.ID) != nil:
			altersPlan = true
		default:
			altersScope = true
		}
	}
	switch {
	case altersPrice && !budget:
		return budgetSubject
	case altersScope && !scope:
		return scopeSubject
	case altersPlan && !plan && !scope:
		return planSubject
	}
	return ""
}

func movesNothing(f *finder, e *content.Engagement, n *content.Entry) {
	c := n.Change
	dated := slices.ContainsFunc(n.Affects, func(r content.Ref) bool { return e.Milestone(r.ID) != nil || e.Input(r.ID) != nil })
	switch {
	case c.Days != 0 && !dated:
		f.found(n.Pos("days"), "the change was accepted with %s, and no milestone moves by them; name those that do in affects", days(c.Days))
	case len(n.Affects)+len(n.TookOut) > 0:
	case !c.Price.Amount.IsZero():
		f.found(n.Pos("price"), "the change was accepted with a price, and nothing says what it is for; name in affects what it moves: a price by its id, or scope")
	case len(c.Adds) > 0:
		f.found(n.Pos("adds"), "the change was accepted and adds to what is agreed, and does not say to what; write affects: [scope], duties or rhythm")
	case len(c.Removes) > 0:
		f.found(n.Pos("removes"), "the change was accepted and removes from what is agreed, and does not say from what; write affects: [scope], duties or rhythm")
	}
}

func personLeft(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	// gone reports whether a person has left and nobody stands in.
	gone := func(id string) (*content.Person, bool) {
		p, _ := f.in.Client.Person(id)
		if p == nil || !p.Left(e.Today) {
			return nil, false
		}
		backup, _ := f.in.Client.Person(p.Backup.ID)
		return p, backup == nil || backup.Left(e.Today)
	}
	const mend = "%q was there until %s, and nobody stands in for %s; name who has it now, or give %q a backup"
	if p, found := gone(e.Content.Lead.ID); found {
		f.found(e.Content.At(e.Content.Lead.Mark), mend, p.ID, p.Until, "the lead", p.ID)
	}
	for _, m := range e.Milestones {
		if p, found := gone(m.Content.Owner.ID); found && m.Done == 0 {
			f.found(e.Content.At(m.Content.Owner.Mark), mend, p.ID, p.Until, "the milestone", p.ID)
		}
	}
	told := map[string]bool{}
	for _, o := range e.Open {
		if p, found := gone(o.Named); found && !told[o.At.String()] {
			told[o.At.String()] = true
			f.found(o.At, mend, p.ID, p.Until, "what is asked here", p.ID)
		}
	}
}

func renewalNear(f *finder, in Input) {
	for _, e := range in.Facts.Engagements {
		by := e.Content.Renewal.DecideBy
		if by == 0 || !isActive(e) || by < e.Today || by > e.Today+renewalAhead {
			continue
		}
		spoken := slices.ContainsFunc(e.Content.Entries, func(n *content.Entry) bool { return n.Decision != nil && n.Date >= by-renewalAhead })
		follows := slices.ContainsFunc(in.Facts.Engagements, func(other *facts.Engagement) bool {
			return other != e && (other.Content.Status == content.Proposed || other.Content.Start >= by)
		})
		if !spoken && !follows {
			f.found(e.Content.Pos("renewal", "decide_by"), "the client decides by %s whether you go on, and nobody has spoken of it; ask, and write a decision with needed_by: %s, or propose the next engagement", by, by)
		}
	}
}
