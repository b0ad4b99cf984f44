package facts

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/effort"
)

// print says all facts but the content, which has an order of its own.
func print(t testing.TB, c *Client) string {
	t.Helper()
	var b bytes.Buffer
	describe := func(_ *Engagement, r *Reason) string { return sayReason(*r) }
	encode(t, &b, c, describe)
	for _, e := range c.Engagements {
		for _, m := range e.Milestones {
			fmt.Fprintln(&b, sayMilestone(m), sayCause(m.MovedBy), sayCause(m.Slip), m.Changes, m.NoticeEntry)
		}
		fmt.Fprintln(&b, lines(e.Inputs, sayInput))
		for _, r := range e.Requests {
			fmt.Fprintln(&b, sayRequest(r))
		}
		for _, p := range e.Promises {
			fmt.Fprintln(&b, sayPromise(p))
		}
		for _, k := range e.KPIs {
			fmt.Fprintln(&b, sayKPI(k), k.Points)
		}
		fmt.Fprintln(&b, lines(e.Usages, sayUsage), lines(e.Invoices, sayInvoice))
		fmt.Fprintln(&b, e.Turnaround, e.History, e.Silences, e.Quarters, lines(e.Open, sayOpen))
	}
	return b.String()
}

func TestFactsDoNotDependOnOrder(t *testing.T) {
	for seed := range rounds(60) {
		var m maker
		client, cal := m.client(t, seed)
		at := m.instant()
		want := print(t, Derive(client, cal, at))

		shuffled := *client
		shuffled.Contacts = shuffle(&m, client.Contacts)
		shuffled.Engagements = nil
		for _, e := range client.Engagements {
			s := *e
			s.Plan, s.Inputs = shuffle(&m, e.Plan), shuffle(&m, e.Inputs)
			s.Entries, s.Reports, s.Requests, s.Time = shuffle(&m, e.Entries), shuffle(&m, e.Reports), shuffle(&m, e.Requests), shuffle(&m, e.Time)
			s.Units = shuffle(&m, e.Units)
			for i := range s.Plan {
				s.Plan[i].Needs = shuffle(&m, s.Plan[i].Needs)
			}
			for i := range s.KPIs {
				s.KPIs = slices.Clone(s.KPIs)
				s.KPIs[i].Series = shuffle(&m, s.KPIs[i].Series)
			}
			shuffled.Engagements = append(shuffled.Engagements, &s)
		}
		if got := print(t, Derive(&shuffled, cal, at)); got != want {
			t.Fatalf("seed %d: facts depend on the order:\n%s", seed, firstDifference(got, want))
		}
	}
}

func shuffle[T any](m *maker, list []T) []T {
	list = slices.Clone(list)
	m.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer"
}

func TestDeriveChangesNothingItIsGiven(t *testing.T) {
	for seed := range rounds(20) {
		var m, again maker
		client, cal := m.client(t, seed)
		untouched, _ := again.client(t, seed)
		Derive(client, cal, m.instant())
		if got, want := fmt.Sprintf("%+v", *client.Engagements[0]), fmt.Sprintf("%+v", *untouched.Engagements[0]); len(got) != len(want) {
			t.Errorf("seed %d: the engagement was changed", seed)
		}
		for i, e := range client.Engagements {
			for j, entry := range e.Entries {
				if got, want := fmt.Sprintf("%+v", *entry), fmt.Sprintf("%+v", *untouched.Engagements[i].Entries[j]); len(got) != len(want) {
					t.Errorf("seed %d: entry %s was changed", seed, entry.ID)
				}
			}
		}
	}
}

func TestAKeptPromiseIsNeverBroken(t *testing.T) {
	stride := calendar.Date(10) // days from one look to the next
	if effort.Slow {
		stride = 3
	}
	for seed := range rounds(25) {
		var m maker
		client, cal := m.client(t, seed)
		kept := make(map[string]string) // when first
		for d := m.start; d < m.start+calendar.Date(m.days)+60; d += stride {
			at := d.In(m.zone, m.IntN(1440))
			for _, authored := range client.Engagements {
				e := engagement(authored, peopleOf(client, cal), cal, at)
				for _, p := range e.Promises {
					id := p.ID
					if p.Kind == ActionPromise { // several have one id
						continue
					}
					if p.Kind == InputPromise && len(authored.Input(p.ID).Returned) > 0 { // what came did not, in the end
						continue
					}
					if p.Kind != MilestonePromise { // whose date moves
						id += p.DueOn.String()
					}
					if slices.Contains(RhythmKinds, RhythmKind(p.Kind)) {
						id = p.DueOn.String()
					}
					key := e.Content.ID + " " + string(p.Side) + " " + string(p.Kind) + " " + id
					switch {
					case p.State == KeptPromise:
						kept[key] = d.String()
					case p.State == BrokenPromise && kept[key] != "":
						t.Errorf("seed %d: %s was kept as of %s and is broken as of %v", seed, key, kept[key], d)
					}
				}
			}
		}
	}
}

func TestTrueUntilIsExact(t *testing.T) {
	changes, n := 0, 20
	if effort.Slow {
		n = 400
	}
	for seed := range uint64(n) {
		var m maker
		client, cal := m.client(t, seed)
		if seed%4 != 0 {
			m.thin(client)
		}
		asOf := m.instant()
		facts := Derive(client, cal, asOf)
		same := func(at time.Time) bool {
			later := Derive(client, cal, at)
			if !slices.Equal(facts.Asked, later.Asked) || !slices.Equal(facts.Unsure, later.Unsure) {
				return false
			}
			for i := range later.Engagements {
				if !sameFacts(facts.Engagements[i], later.Engagements[i]) {
					return false
				}
			}
			return true
		}
		until := facts.TrueUntil
		if until.IsZero() {
			until = asOf.AddDate(3, 0, 0)
		} else {
			changes++
			if !until.After(asOf) || same(until) {
				t.Errorf("seed %d as of %v: nothing changes at %v", seed, asOf, until)
			}
		}
		var before []time.Time
		before = append(before, until.Add(-time.Second), asOf.Add(time.Second))
		span := int64(until.Sub(asOf) / time.Second)
		for range 10 {
			before = append(before, asOf.Add(time.Duration(m.Int64N(max(1, span)))*time.Second))
		}
		for d := calendar.DateOf(asOf.In(m.zone)) + 1; d < m.start+400; d += 1 + calendar.Date(m.IntN(4)) {
			before = append(before, d.In(m.zone, 0), d.In(m.zone, 1050).Add(time.Second))
		}
		for _, at := range before {
			if at.After(asOf) && at.Before(until) && !same(at) {
				t.Fatalf("seed %d as of %v: facts have changed by %v, before %v", seed, asOf, at, until)
			}
		}
	}
	if changes < n*5/8 {
		t.Errorf("only %d of the engagements will change", changes)
	}
}

// bruteWindows follows the words of the rule, one occurrence against all entries at a time.
func bruteWindows(days []calendar.Date, start, next, today calendar.Date, entries []dated) []string {
	served := make([]string, len(days))
	used := map[string]bool{}
	for i, d := range days {
		previous := start - 1
		if i > 0 {
			previous = days[i-1]
		}
		best := dated{}
		for _, e := range entries {
			if e.on > previous && e.on <= d && (best.path == "" || e.on > best.on || e.on == best.on && e.path > best.path) {
				best = e
			}
		}
		if best.path != "" {
			served[i] = "kept " + best.path
			used[best.path] = true
		}
	}
	for i, d := range days {
		if served[i] != "" {
			continue
		}
		end := next
		if i+1 < len(days) {
			end = days[i+1]
		}
		best := dated{}
		for _, e := range entries {
			if !used[e.path] && e.on > d && (end == 0 || e.on < end) && (best.path == "" || e.on < best.on || e.on == best.on && e.path < best.path) {
				best = e
			}
		}
		switch {
		case best.path != "":
			served[i] = "late " + best.path
			used[best.path] = true
		case i+1 < len(days):
			served[i] = "missed "
		case d == today:
			served[i] = "upcoming "
		default:
			served[i] = "overdue "
		}
	}
	return served
}

func TestWindowsAreMatchedAsTheRuleSays(t *testing.T) {
	var m maker
	m.client(t, 7)
	for range 3000 {
		const start = calendar.Date(1000)
		var days []calendar.Date
		for d := start + calendar.Date(m.IntN(4)); len(days) < m.IntN(9); d += 1 + calendar.Date(m.IntN(5)) {
			days = append(days, d)
		}
		next := calendar.Date(0)
		end := start + 40
		if len(days) > 0 && m.chance(2) {
			next = days[len(days)-1] + 1 + calendar.Date(m.IntN(5))
			end = next - 1 // as-of lies before it
		}
		var entries []dated
		for i := range m.IntN(12) {
			entries = append(entries, dated{min(end, start-3+calendar.Date(m.IntN(40))), fmt.Sprintf("%02d", i)})
		}
		slices.SortFunc(entries, func(a, b dated) int {
			return strings.Compare(fmt.Sprint(a.on, a.path), fmt.Sprint(b.on, b.path))
		})
		today := end
		if len(days) > 0 && m.chance(2) {
			today = days[len(days)-1]
		}
		o := make([]Occurrence, len(days))
		for i, d := range days {
			o[i].Due = d
		}
		matchWindows(o, start, next, entries, now{today: today})
		got := lines(o, func(o Occurrence) string { return string(o.State) + " " + o.Entry })
		if want := bruteWindows(days, start, next, today, entries); !slices.Equal(got, want) {
			t.Fatalf("days %v from %v, next %v, entries %v:\ngot  %v\nwant %v", days, start, next, entries, got, want)
		}
	}
}

// Each instant is derived on its own: whatever is cached between derivations
// must not show.
func TestFactsOfAnInstantAreAlwaysTheSame(t *testing.T) {
	var m maker
	client, cal := m.client(t, 3)
	at := m.instant()
	want := print(t, Derive(client, cal, at))
	for range 5 {
		Derive(client, cal, m.instant())
		if got := print(t, Derive(client, cal, at)); got != want {
			t.Fatal(firstDifference(got, want))
		}
	}
}

// 50 engagements of 25 clients with 10,000 requests in all.
func BenchmarkDerive(b *testing.B) {
	var clients []*content.Client
	var cals []*calendar.Calendar
	var m maker
	requests := 0
	for seed := uint64(0); len(clients) < 50; seed++ {
		client, cal := m.client(b, seed)
		client.Engagements = client.Engagements[:1]
		e := client.Engagements[0]
		e.Status, e.Closed, e.Paused = content.Active, 0, nil
		for i := 0; len(e.Requests) < 200; i++ {
			r := m.request(m.date())
			r.ID = fmt.Sprint("more", i)
			e.Requests = append(e.Requests, r)
		}
		requests += len(e.Requests)
		clients, cals = append(clients, client), append(cals, cal)
	}
	b.ReportMetric(float64(requests), "requests")
	for b.Loop() {
		for i, client := range clients {
			Derive(client, cals[i], client.Engagements[0].Start.In(cals[i].Zone(), 600).AddDate(0, 0, 200))
		}
	}
}

// rounds is how many random clients a law is tried on: all of n as before a change
// lands, and an eighth of them otherwise.
func rounds(n uint64) uint64 {
	if effort.Slow {
		return n
	}
	return n / 8
}
