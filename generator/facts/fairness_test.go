package facts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/effort"
)

// The laws below hold whatever was agreed and whatever happened: a portal that
// breaks one is unfair to somebody. Each is tried on random engagements.

// altered returns a client with one engagement, a copy that may be changed in
// every list that the laws change.
func altered(client *content.Client, e *content.Engagement) (*content.Client, *content.Engagement) {
	changed, only := *e, *client
	changed.Inputs = slices.Clone(e.Inputs)
	for i := range changed.Inputs {
		changed.Inputs[i].Received = slices.Clone(e.Inputs[i].Received)
	}
	changed.Requests, changed.Entries = slices.Clone(e.Requests), slices.Clone(e.Entries)
	only.Engagements = []*content.Engagement{&changed}
	return &only, &changed
}

func TestAnEarlierInputMakesNothingLater(t *testing.T) {
	sooner, n := 0, 40
	if effort.Slow {
		n = 160
	}
	for seed := range uint64(n) {
		var m maker
		client, cal := m.client(t, seed)
		at := m.instant()
		for _, e := range client.Engagements {
			if len(e.Inputs) == 0 {
				continue
			}
			other, changed := altered(client, e)
			in := &changed.Inputs[m.IntN(len(changed.Inputs))]
			if len(in.Received) == 0 {
				in.Received = []content.Receipt{{}}
			}
			nth := m.IntN(len(in.Received))
			r := &in.Received[nth]
			if r.On == 0 {
				r.On = calendar.DateOf(at.In(m.zone)) // today, and not later
			}
			r.On -= calendar.Date(m.IntN(10))
			if slices.ContainsFunc(in.Returned, func(back content.Return) bool { return r.On <= back.Came }) {
				continue // what came before was sent back
			}
			only, _ := altered(client, e)
			before, after := Derive(only, cal, at).Engagements[0], Derive(other, cal, at).Engagements[0]
			if slices.ContainsFunc(before.Inputs, func(in Input) bool {
				return in.State == Skipped && after.Inputs[slices.IndexFunc(after.Inputs, func(a Input) bool { return a.Content.ID == in.Content.ID && a.Period == in.Period })].Received != 0
			}) {
				continue // what is skipped was no longer needed; that it came after all is no earlier input
			}
			for i := range before.Milestones {
				b, a := &before.Milestones[i], &after.Milestones[i]
				known := b.Expected != 0 && a.Expected != 0
				if a.Due != b.Due || a.FairDue > b.FairDue || a.MovedByClient > b.MovedByClient || known && a.Expected > b.Expected {
					t.Errorf("seed %d, %s: %s became %s", seed, e.ID, sayMilestone(*b), sayMilestone(*a))
				}
				if a.MovedByClient < b.MovedByClient {
					sooner++
				}
			}
			for i := range before.Inputs {
				if a, b := after.Inputs[i], before.Inputs[i]; a.Lateness > b.Lateness {
					t.Errorf("seed %d, %s: %s became %s", seed, e.ID, sayInput(b), sayInput(a))
				}
			}
		}
	}
	if sooner < n/8 {
		t.Errorf("only %d milestones moved less", sooner)
	}
}

func TestAnEarlierAnswerNeverTurnsMetIntoMissed(t *testing.T) {
	met := 0
	for seed := range rounds(60) {
		var m maker
		client, cal := m.client(t, seed)
		at := m.instant()
		for _, e := range client.Engagements {
			only, _ := altered(client, e)
			other, changed := altered(client, e)
			earlier := func(opened, done content.Moment) content.Moment {
				from, to := opened.At, done.At
				if from.IsZero() || to.IsZero() || !to.After(from) {
					return done
				}
				sooner := to.Add(-to.Sub(from) / 100 * (1 + 3*20)).Truncate(1e9)
				return content.Moment{Day: calendar.DateOf(sooner.In(m.zone)), At: sooner.In(m.zone)}
			}
			for i := range changed.Requests {
				r := &changed.Requests[i]
				r.Entry = nil // rows stand for themselves
				if m.chance(2) {
					r.Responded = earlier(r.Opened, r.Responded)
				} else {
					r.Resolved = earlier(r.Opened, r.Resolved)
				}
			}
			for i := range only.Engagements[0].Requests {
				only.Engagements[0].Requests[i].Entry = nil
			}
			before, after := Derive(only, cal, at).Engagements[0], Derive(other, cal, at).Engagements[0]
			for i := range before.Requests {
				b, a := &before.Requests[i], &after.Requests[i]
				if b.Response == Met && a.Response != Met || b.Resolution == Met && a.Resolution != Met {
					t.Errorf("seed %d, %s: %s became %s", seed, e.ID, sayRequest(*b), sayRequest(*a))
				}
				if b.Resolution == Met {
					met++
				}
			}
		}
	}
	if met < int(rounds(60)) {
		t.Errorf("only %d requests were met", met)
	}
}

func TestAnotherUpdateNeverCostsAKeptOne(t *testing.T) {
	gained := 0
	for seed := range rounds(160) {
		var m maker
		client, cal := m.client(t, seed)
		at := m.instant()
		for _, e := range client.Engagements {
			only, _ := altered(client, e)
			other, changed := altered(client, e)
			day := m.date()
			changed.Entries = append(changed.Entries, &content.Entry{ID: fmt.Sprint(day, "-more"), Kind: content.UpdateKind, Date: day, Update: &content.Update{}})
			before, after := Derive(only, cal, at).Engagements[0], Derive(other, cal, at).Engagements[0]
			for _, b := range before.Rhythm {
				a := after.Rhythm[slices.IndexFunc(after.Rhythm, func(o Occurrence) bool { return o.Kind == b.Kind && o.Due == b.Due })]
				if b.State == Kept && a.State != Kept || b.State == LateKept && a.State != Kept && a.State != LateKept {
					t.Errorf("seed %d, %s: %s became %s", seed, e.ID, sayOccurrence(b), sayOccurrence(a))
				}
				if b.State != a.State {
					gained++
				}
			}
			if a, b := after.Record.Provider, before.Record.Provider; a.Kept < b.Kept || a.Broken > b.Broken {
				t.Errorf("seed %d, %s: the record fell from %v to %v", seed, e.ID, b, a)
			}
		}
	}
	if gained < int(rounds(40)) {
		t.Errorf("only %d occurrences changed", gained)
	}
}

// Once something is broken it stays so, but where the client agreed to another day,
// where what it sent could not be used, and where it sent after all what a later one
// had made needless.
func TestTimeThatPassesNeverUnbreaksAPromise(t *testing.T) {
	total := 0
	for seed := range rounds(25) {
		var m maker
		client, cal := m.client(t, seed)
		for _, e := range client.Engagements {
			e.Entries = slices.DeleteFunc(e.Entries, func(entry *content.Entry) bool { return entry.Change != nil })
			for i := range e.Inputs {
				e.Inputs[i].Returned = nil
				var came calendar.Date
				for nth := range e.Inputs[i].Received {
					r := &e.Inputs[i].Received[nth]
					if r.On <= came {
						r.On = 0
					}
					came = max(came, r.On)
				}
			}
			broken := map[string]calendar.Date{}
			for d := m.start; d < m.start+calendar.Date(m.days)+60; d += 1 + calendar.Date(m.IntN(4)) {
				now := map[string]bool{}
				for _, p := range engagement(e, peopleOf(client, cal), cal, d.In(m.zone, m.IntN(1440))).Promises {
					key := fmt.Sprint(p.Side, p.Kind, p.ID)
					switch {
					case p.Kind == ActionPromise: // several have one id
						continue
					case p.Kind.Record() == RhythmRecord:
						key = fmt.Sprint(p.Kind, p.DueOn)
					case p.Kind == InputPromise:
						key += p.DueOn.String()
					}
					if p.State == BrokenPromise {
						now[key] = true
						if broken[key] == 0 {
							broken[key] = d
							total++
						}
					}
				}
				for key, since := range broken {
					if !now[key] {
						t.Errorf("seed %d, %s: %s was broken on %v and is not on %v", seed, e.ID, key, since, d)
						delete(broken, key)
					}
				}
			}
		}
	}
	if total < int(rounds(2000)) {
		t.Errorf("only %d promises were broken", total)
	}
}

func TestTheRecordIsTheSumOfItsParts(t *testing.T) {
	for seed := range rounds(60) {
		var m maker
		client, cal := m.client(t, seed)
		for _, e := range Derive(client, cal, m.instant()).Engagements {
			var kinds, quarters, all Record
			plus := func(sum *Record, r Record) {
				sum.Provider.Kept += r.Provider.Kept
				sum.Provider.Broken += r.Provider.Broken
				sum.Client.Kept += r.Client.Kept
				sum.Client.Broken += r.Client.Broken
			}
			for _, k := range e.ByKind {
				plus(&kinds, k.Record)
			}
			for _, q := range e.Quarters {
				plus(&quarters, q.Record)
			}
			for _, p := range e.Promises {
				if p.State != "" {
					all.count(p)
				}
			}
			if kinds != e.Record || quarters != e.Record || all != e.Record {
				t.Errorf("seed %d, %s: record %v, by kind %v, by quarter %v, of promises %v", seed, e.Content.ID, e.Record, kinds, quarters, all)
			}
		}
	}
}

// Nobody is ever late by nothing.
func TestNobodyIsLateByNothing(t *testing.T) {
	for seed := range rounds(100) {
		var m maker
		client, cal := m.client(t, seed)
		for _, e := range Derive(client, cal, m.instant()).Engagements {
			for _, ms := range e.Milestones {
				if (ms.State == Late || ms.State == DoneLate) != (ms.LateBy > 0 && ms.State != Ended) {
					t.Errorf("seed %d: %s", seed, sayMilestone(ms))
				}
			}
			for _, in := range e.Inputs {
				if (in.State == Overdue || in.State == ReceivedLate) && in.Lateness == 0 {
					t.Errorf("seed %d: %s", seed, sayInput(in))
				}
			}
			if e.Health == nil {
				continue
			}
			for _, r := range e.Health.Reasons {
				if strings.HasSuffix(string(r.Kind), "overdue") && r.Kind != RhythmOverdue && r.Days == 0 {
					t.Errorf("seed %d: %s", seed, sayReason(r))
				}
			}
		}
	}
}

// The wall clock of the provider, read as the standard has it: 02:30 of the night
// in which it is put back is the first, and half an hour later it is 02:00.
func TestRequestsInTheNightOfAChange(t *testing.T) {
	const provider = "-- provider.md --\nname: N\nemail: n@n.example\ntimezone: %s\ncurrency: EUR\nhours: {mon-fri: [09:00-17:00]}\npeople: [{id: mara, name: Mara}]\n"
	for _, c := range []struct{ zone, opened, want string }{
		{"Europe/Amsterdam", "2026-10-25 02:30", "02:30 +0200 to 02:00 +0100"},
		{"Europe/Amsterdam", "2026-03-29 02:30", "03:30 +0200 to 04:00 +0200"},
		{"America/New_York", "2026-11-01 01:30", "01:30 -0400 to 01:00 -0500"},
		{"America/New_York", "2026-03-08 02:30", "03:30 -0400 to 04:00 -0400"},
	} {
		e := derive(t, "2026-12-01", "start: 2026-01-05\nturnaround: [{id: down, request: Down, respond: 30m, clock: always}]\n-- data/requests.csv --\nid,type,title,opened\nq,down,x,"+c.opened+"\n"+fmt.Sprintf(provider, c.zone))
		r := e.Requests[0]
		check(t, []string{r.Opened.Format("15:04 -0700") + " to " + r.RespondDue.Format("15:04 -0700")}, c.want)
	}
}
