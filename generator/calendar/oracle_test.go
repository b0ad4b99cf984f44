package calendar

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rapport/generator/effort"
)

// An oracle answers the calendar's questions by looking at every minute of a
// window in turn: slowly, and with no reckoning that could go wrong.
type oracle struct {
	spec     Spec
	from     int64   // Unix minutes
	day      []Date  // by minute: the furthest day that the wall clock has reached
	open     []bool  // by minute
	minutes  []int64 // the open minutes, in order
	workdays []Date
}

func newOracle(spec Spec, off DaysOff, from, to time.Time) *oracle {
	o := &oracle{spec: spec, from: from.Unix() / 60}
	closed := make(map[Date]bool)
	isClosed := func(d Date) bool {
		is, known := closed[d]
		if !known {
			year, _, _ := d.Split()
			is = holidaysOf(spec.Holidays, year)[d] != "" && !slices.Contains(spec.Open, d)
			for _, c := range slices.Concat(spec.Closures, off.Closures) {
				is = is || d >= c.From && d <= c.To
			}
			is = is || holidaysOf(off.Holidays, year)[d] != "" && !slices.Contains(off.Open, d)
			closed[d] = is
		}
		return is
	}
	// A wall clock that is put back shows again what it has reached: each minute of a
	// window belongs to the furthest day reached, and a time of the day is the first
	// minute that shows it.
	reached, first := int64(0), make(map[int64]int64)
	for m := o.from; m < to.Unix()/60; m++ {
		t := time.Unix(m*60, 0).In(spec.Zone)
		wall := int64(DateOf(t))*1440 + int64(t.Hour()*60+t.Minute())
		if _, twice := first[wall]; !twice {
			first[wall] = m
		}
		reached = max(reached, wall)
		o.day = append(o.day, Date(reached/1440))
	}
	// One that no minute shows is as long after the last minute before the gap as
	// the clock, not set, would have taken to it.
	read := func(wall int64) int64 {
		for before := wall; before > wall-2*1440; before-- {
			if m, shown := first[before]; shown {
				return m + wall - before
			}
		}
		return 0
	}
	o.open = make([]bool, len(o.day))
	for d := o.day[0] + 1; d < o.day[len(o.day)-1]; d++ {
		for _, s := range spec.hours(d) {
			if isClosed(d) {
				continue
			}
			end := read(int64(d)*1440 + int64(s.To))
			for m := read(int64(d)*1440 + int64(s.From)); m < end; m++ {
				o.open[m-o.from] = o.open[m-o.from] || o.day[m-o.from] == d
			}
		}
	}
	for i, open := range o.open {
		if open {
			o.minutes = append(o.minutes, o.from+int64(i))
			if n := len(o.workdays); n == 0 || o.workdays[n-1] != o.day[i] {
				o.workdays = append(o.workdays, o.day[i])
			}
		}
	}
	return o
}

func (o *oracle) openAt(m int64) bool { return o.open[m-o.from] }

// start is m if it is open, or else the next minute that is.
func (o *oracle) start(m int64) int64 {
	for !o.openAt(m) {
		m++
	}
	return m
}

// closing is the end of the last open minute of d.
func (o *oracle) closing(d Date) int64 {
	end := int64(0)
	for _, m := range o.minutes {
		if o.day[m-o.from] == d {
			end = m + 1
		}
	}
	return end
}

// deadline lets a clock run from m until it has counted the duration, and stops
// it during waits. A wait that ends at 0 is not over.
func (o *oracle) deadline(m int64, d Duration, waits [][2]int64) (due int64, running, ok bool) {
	begin, left := o.start(m), d.N
	if d.Unit == Days {
		i, _ := slices.BinarySearch(o.workdays, o.day[begin-o.from])
		if i+d.N >= len(o.workdays)-1 {
			return 0, false, false
		}
		due := o.closing(o.workdays[i+d.N])
		left = 0
		for t := begin; t < due; t++ {
			if o.openAt(t) {
				left++
			}
		}
	}
	if left == 0 {
		return begin, false, true
	}
	for t := begin; t-o.from < int64(len(o.open)); t++ {
		waiting := false
		for _, w := range waits {
			inside := w[0] <= t && (w[1] == 0 || t < w[1])
			if inside && w[1] == 0 {
				return 0, true, true
			}
			waiting = waiting || inside
		}
		if o.openAt(t) && !waiting {
			if left--; left == 0 {
				return t + 1, false, true
			}
		}
	}
	return 0, false, false
}

func randomSpec(t testing.TB, r *rand.Rand, zoneName string, around Date) Spec {
	spec := Spec{Zone: zone(t, zoneName)}
	for d := range spec.Week {
		n := r.IntN(4)
		if r.IntN(8) == 0 {
			spec.Week[d] = []Span{{0, 1440}}
			continue
		}
		var ends []int
		for len(ends) < 2*n {
			if m := r.IntN(97) * 15; !slices.Contains(ends, m) {
				ends = append(ends, m)
			}
		}
		slices.Sort(ends)
		for i := range n {
			spec.Week[d] = append(spec.Week[d], Span{ends[2*i], ends[2*i+1]})
		}
	}
	if spec.Week[1] == nil {
		spec.Week[1] = []Span{{1, 1439}}
	}
	codes := HolidayCodes()
	for range r.IntN(3) {
		spec.Holidays = append(spec.Holidays, codes[r.IntN(len(codes))])
	}
	for range r.IntN(4) {
		spec.Open = append(spec.Open, around+Date(r.IntN(30)))
	}
	for range r.IntN(3) {
		from := around + Date(r.IntN(30))
		spec.Closures = append(spec.Closures, Closure{From: from, To: from + Date(r.IntN(4))})
	}
	return spec
}

func TestACalendarAgreesWithLookingAtEveryMinute(t *testing.T) {
	// Where clocks change, and when: over midnight, by half an hour, by two
	// hours, by a whole day, from one day to the day before.
	places := []struct{ zone, change string }{
		{"Europe/Amsterdam", "2026-03-29"}, {"Europe/Amsterdam", "2026-10-25"}, {"Europe/London", "2025-10-26"},
		{"America/New_York", "2026-11-01"}, {"America/St_Johns", "2010-11-07"}, {"America/St_Johns", "2010-03-14"},
		{"America/Sao_Paulo", "2018-02-18"}, {"America/Sao_Paulo", "2018-11-04"}, {"America/Havana", "2026-11-01"},
		{"Australia/Lord_Howe", "2026-04-05"}, {"Australia/Lord_Howe", "2026-10-04"}, {"Pacific/Auckland", "2026-09-27"},
		{"Pacific/Auckland", "2027-04-04"}, {"Pacific/Apia", "2011-12-30"}, {"Antarctica/Troll", "2026-03-29"},
		{"Africa/Casablanca", "2026-02-15"}, {"Asia/Kolkata", "2026-01-01"}, {"Asia/Beirut", "2026-03-29"},
		{"Europe/Berlin", "2027-01-01"}, {"America/New_York", "2040-03-11"}, {"UTC", "2028-02-29"},
	}
	rounds := 1
	if effort.Slow {
		rounds = 6
	}
	r := rand.New(rand.NewPCG(2026, 10))
	checked := map[string]int{}
	for range rounds {
		for _, place := range places {
			first := date(t, place.change) - Date(r.IntN(12)) - 2
			spec := randomSpec(t, r, place.zone, first)
			from := first.In(spec.Zone, 0)
			var off DaysOff
			if r.IntN(2) == 0 {
				other := randomSpec(t, r, place.zone, first)
				off = DaysOff{other.Holidays, other.Open, other.Closures}
			}
			if r.IntN(2) == 0 {
				other := randomSpec(t, r, place.zone, first)
				spec.Later = []Hours{{Since: first + Date(r.IntN(20)), Week: other.Week}}
			}
			o := newOracle(spec, off, from.Add(-72*time.Hour), from.Add(45*24*time.Hour))
			c := New(spec).Without(off)
			checkDays(t, o, c, first)
			for range 60 {
				m := from.Unix()/60 + r.Int64N(14*1440)
				for range 3 {
					checkMinutes(t, o, c, m, m+r.Int64N(10*1440))
				}
				d := Duration{r.IntN(3000), Minutes}
				switch r.IntN(4) {
				case 0:
					d = Duration{r.IntN(8), Days}
				case 1:
					d.N = r.IntN(4) * 60 // often up to a closing time
				}
				checkDeadline(t, o, c, r, m, d, checked)
			}
			if t.Failed() {
				t.Fatalf("in %s with %+v", place.zone, spec)
			}
		}
	}
	for what, least := range map[string]int{"plain": 170, "moved": 85, "running": 17, "wait too late": 17} {
		if least *= rounds; checked[what] < least {
			t.Errorf("only %d deadlines %s", checked[what], what)
		}
	}
}

func checkDays(t *testing.T, o *oracle, c *Calendar, first Date) {
	t.Helper()
	for d := first; d < first+30; d++ {
		at, open := slices.BinarySearch(o.workdays, d)
		if c.Open(d) != open {
			t.Errorf("%v: open is %v", d, !open)
		}
		next := at
		if got := c.NextOpen(d); got != o.workdays[next] {
			t.Errorf("%v: next open is %v, want %v", d, got, o.workdays[next])
		}
		if open {
			opening := slices.IndexFunc(o.minutes, func(m int64) bool { return o.day[m-o.from] == d })
			if got := c.Opening(d).Unix() / 60; got != o.minutes[opening] {
				t.Errorf("%v: opens at %v", d, c.Opening(d))
			}
			if got := c.Closing(d).Unix() / 60; got != o.closing(d) {
				t.Errorf("%v: closes at %v", d, c.Closing(d))
			}
			next++
		}
		if next+2 < len(o.workdays) {
			if got := c.AddWorkingDays(d, 3); got != o.workdays[next+2] {
				t.Errorf("%v: 3 working days on is %v, want %v", d, got, o.workdays[next+2])
			}
			if got := c.WorkingDays(d, o.workdays[next+2]); got != 3 {
				t.Errorf("%v to 3 working days on: %d", d, got)
			}
		}
		if at > 0 {
			if got := c.AddWorkingDays(d, -1); got != o.workdays[at-1] {
				t.Errorf("%v: a working day back is %v, want %v", d, got, o.workdays[at-1])
			}
		}
	}
}

func checkMinutes(t *testing.T, o *oracle, c *Calendar, from, to int64) {
	t.Helper()
	a, b := time.Unix(from*60, 0), time.Unix(to*60, 0)
	if got := c.openAt(a); got != o.openAt(from) {
		t.Errorf("%v: open is %v", a.In(c.Zone()), got)
	}
	i, _ := slices.BinarySearch(o.minutes, from)
	j, _ := slices.BinarySearch(o.minutes, to)
	if got := c.OpenMinutes(a, b); got != j-i {
		t.Errorf("%v to %v: %d minutes, want %d", a.In(c.Zone()), b.In(c.Zone()), got, j-i)
	}
}

func checkDeadline(t *testing.T, o *oracle, c *Calendar, r *rand.Rand, m int64, d Duration, checked map[string]int) {
	t.Helper()
	at := func(m int64) time.Time { return time.Unix(m*60, 0).In(c.Zone()) }
	plain, _, ok := o.deadline(m, d, nil)
	if !ok {
		return // not in the window
	}
	checked["plain"]++
	if got := c.Deadline(at(m), d); !got.Equal(at(plain)) {
		t.Errorf("%v + %v = %v, want %v", at(m), d, got, at(plain))
	}
	var waits [][2]int64
	var intervals []Interval
	for range r.IntN(5) {
		w := [2]int64{m - 600 + r.Int64N(plain-m+1200)}
		w[1] = w[0] + r.Int64N(1500)
		interval := Interval{at(w[0]), at(w[1])}
		if r.IntN(6) == 0 {
			w[1], interval.To = 0, time.Time{}
		}
		waits, intervals = append(waits, w), append(intervals, interval)
	}
	due, running, ok := o.deadline(m, d, waits)
	if !ok || d == (Duration{}) {
		return
	}
	// What a wait does that begins in the very minute of the deadline is for
	// the tables.
	if slices.ContainsFunc(waits, func(w [2]int64) bool { return w[0] == due }) {
		return
	}
	switch {
	case running:
		checked["running"]++
	case due != plain:
		checked["moved"]++
	case slices.ContainsFunc(waits, func(w [2]int64) bool { return w[0] > due }):
		checked["wait too late"]++
	}
	got, isRunning := c.DeadlineWaiting(at(m), d, intervals)
	if isRunning != running || !running && !got.Equal(at(due)) {
		t.Errorf("%v + %v, waiting %v = %v, running %v; want %v, running %v", at(m), d, intervals, got, isRunning, at(due), running)
	}
}

// openAt reports whether the provider works at t. At the very instant of closing it
// does not.
func (c *Calendar) openAt(t time.Time) bool {
	s := t.Unix()
	y := c.year(c.at(s))
	i := y.after(s)
	return i < len(y.stretches) && y.stretches[i].from <= s
}
