package facts

import (
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// An AgreementVersion is what was agreed from a day on, until the next version's.
type AgreementVersion struct {
	Number      int // from 1
	Since       calendar.Date
	Text        string           // canonical
	Fingerprint string           // SHA-256 of Text, in hexadecimal digits
	Changes     []*content.Entry // the accepted changes that begin to hold with it
}

// Agreement returns the version that holds: the last.
func (e *Engagement) Agreement() AgreementVersion { return e.Versions[len(e.Versions)-1] }

// agreementVersions lists the versions of an agreement, up to as-of: the first at the
// start, and one more at each day on which a version of a turnaround, a price, a KPI or
// of the working hours, an accepted change, a milestone or an input begins to hold, or one
// of the last two does so no more. Several on one day are one.
func agreementVersions(e *content.Engagement, n now) []AgreementVersion {
	days := []calendar.Date{e.Start}
	begins := func(d calendar.Date) {
		if e.Start < d && d <= n.today {
			days = append(days, d)
		}
	}
	for i := range e.Turnaround {
		begins(e.Turnaround[i].Since)
	}
	for i := range e.Pricing {
		begins(e.Pricing[i].Since)
	}
	for i := range e.KPIs {
		begins(e.KPIs[i].Since)
	}
	row := func(since, until calendar.Date) {
		begins(since)
		if until != 0 {
			begins(until + 1)
		}
	}
	for i := range e.Plan {
		row(e.Plan[i].Since, e.Plan[i].Until)
	}
	for i := range e.Inputs {
		row(e.Inputs[i].Since, e.Inputs[i].Until)
	}
	for _, d := range n.hours.Changes() {
		begins(d)
	}
	for _, entry := range e.Entries {
		if entry.Change != nil && entry.Change.IsAgreed() {
			begins(entry.Change.Accepted)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	versions := make([]AgreementVersion, len(days))
	for i, day := range days {
		text := e.AgreementOn(day, n.hours.Zone(), n.hours.Week(day))
		versions[i] = AgreementVersion{Number: i + 1, Since: day, Text: text, Fingerprint: content.Fingerprint(text)}
		for _, entry := range e.Entries {
			if entry.Change != nil && entry.Change.IsAgreed() && max(entry.Change.Accepted, e.Start) == day {
				versions[i].Changes = append(versions[i].Changes, entry)
			}
		}
	}
	return versions
}
