package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// An AgreementVersion is what was agreed from a day on, until the next version's.
type AgreementVersion struct {
	Number      int // from 1
	Since       calendar.Date
	Fingerprint string           // SHA-256 of its canonical text, in hexadecimal digits
	Size        int64            // of that text, in bytes
	Changes     []*content.Entry // the accepted changes that begin to hold with it

	agreed *content.Agreement
	zone   *time.Location
	week   [7][]calendar.Span
}

// WriteText writes the canonical text. It is not kept: an agreement that changed a thousand times
// has a thousand texts. The error is that of writing.
func (v *AgreementVersion) WriteText(w io.Writer) error {
	return v.agreed.On(w, v.Since, v.zone, v.week)
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
	changes := map[calendar.Date][]*content.Entry{}
	for _, entry := range e.Entries {
		if entry.Change != nil && entry.Change.IsAgreed() {
			begins(entry.Change.Accepted)
			on := max(entry.Change.Accepted, e.Start)
			changes[on] = append(changes[on], entry)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	versions, agreed := make([]AgreementVersion, len(days)), e.Agreement()
	for i, day := range days {
		v := &versions[i]
		*v = AgreementVersion{Number: i + 1, Since: day, Changes: changes[day], agreed: agreed, zone: n.hours.Zone(), week: n.hours.Week(day)}
		sum := fingerprint{Hash: sha256.New()}
		v.WriteText(&sum) // which never fails
		v.Fingerprint, v.Size = hex.EncodeToString(sum.Sum(nil)), sum.size
	}
	return versions
}

// A fingerprint is that of a text and its length.
type fingerprint struct {
	hash.Hash
	size int64
}

func (f *fingerprint) Write(text []byte) (int, error) {
	f.size += int64(len(text))
	return f.Hash.Write(text)
}
