package chart

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rapport/generator/calendar"
)

func points(values ...float64) []Value {
	all := make([]Value, len(values))
	for i, v := range values {
		all[i] = Value{Label: fmt.Sprintf("Month %d", i+1), Short: "M" + strconv.Itoa(i+1), Text: strconv.FormatFloat(v, 'g', -1, 64), V: v}
	}
	return all
}

func ramp(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = float64(i)
	}
	return values
}

// inside fails for a coordinate that no picture has.
func inside(t *testing.T, what, text string, limit float64) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v < -0.05 || v > limit+0.05 {
		t.Errorf("%s = %q, want a number from 0 to %g", what, text, limit)
	}
	return v
}

var (
	commands    = regexp.MustCompile(`([MLHVZlh])([^A-Za-z]*)`)
	coordinates = regexp.MustCompile(`-?[0-9.]+`)
)

// places lists the coordinates that a path goes to.
func places(t *testing.T, path string) []float64 {
	t.Helper()
	if left := commands.ReplaceAllString(path, ""); left != "" {
		t.Errorf("path %q holds %q", path, left)
	}
	var all []float64
	var at [2]float64
	for _, command := range commands.FindAllStringSubmatch(path, -1) {
		for i, text := range coordinates.FindAllString(command[2], -1) {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Errorf("path %q: %v", path, err)
			}
			axis := i % 2
			switch command[1] {
			case "V":
				axis = 1
			case "l", "h":
				v += at[axis]
			}
			at[axis] = v
			all = append(all, v)
		}
	}
	return all
}

// staysInside fails for a path that leaves its box.
func staysInside(t *testing.T, path string) {
	t.Helper()
	for _, at := range places(t, path) {
		if at < -0.05 || at > box+0.05 {
			t.Errorf("path %q goes to %g, want from 0 to %g", path, at, box)
		}
	}
}

func checkLine(t *testing.T, l *Line) {
	t.Helper()
	for _, path := range []string{l.Path, l.Target, l.Band, l.Previous, l.Budget, l.Dots, l.Lone} {
		staysInside(t, path)
	}
	share := func(what, text string, least, most float64) float64 {
		t.Helper()
		v, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
		if err != nil || v < least || v > most || !strings.HasSuffix(text, "%") {
			t.Errorf("%s = %q, want %g%% to %g%%", what, text, least, most)
		}
		return v
	}
	if l.Empty {
		return
	}
	if ticks := len(l.Ticks); ticks < 2 || ticks > 12 {
		t.Errorf("%d labels of the value axis, want 2 to 12", ticks)
	}
	for i := 1; i < len(l.Ticks); i++ {
		if share("tick", l.Ticks[i].Y, 0, 100) >= share("tick", l.Ticks[i-1].Y, 0, 100) {
			t.Errorf("the axis does not rise: %v", l.Ticks)
		}
	}
	for i, a := range l.Ends {
		for _, b := range l.Ends[:i] {
			if math.Abs(share("end", a.Y, -10, 105)-share("end", b.Y, -10, 105)) < 100*endHeight/plotHeight-0.11 {
				t.Errorf("what stands at the ends overlaps: %v", l.Ends)
			}
		}
	}
	for _, row := range l.Table.Rows {
		if len(row) != len(l.Table.Headings) {
			t.Errorf("row of %d cells under %d headings", len(row), len(l.Table.Headings))
		}
	}
	if all := fmt.Sprintf("%+v", *l); strings.Contains(l.Path+l.Target+l.Band, "NaN") || strings.Contains(l.Path, "Inf") {
		t.Errorf("not a number in %s", all)
	}
}

func TestLineBearsAnyValues(t *testing.T) {
	huge := math.MaxFloat64
	for _, test := range []struct {
		name   string
		values []float64
		empty  bool
	}{
		{"none", nil, true},
		{"nothing but gaps", []float64{math.NaN(), math.Inf(1)}, true},
		{"one", []float64{3}, false},
		{"one zero", []float64{0}, false},
		{"two", []float64{3, 4}, false},
		{"all alike", []float64{7, 7, 7}, false},
		{"all zero", []float64{0, 0}, false},
		{"negative", []float64{-3, -40, -12}, false},
		{"across zero", []float64{-3, 40, 0}, false},
		{"huge", []float64{-huge, huge, 0}, false},
		{"tiny", []float64{5e-324, 1e-320, 0}, false},
		{"tiny steps far from zero", []float64{1e9, 1e9 + 1e-6}, false},
		{"a gap", []float64{1, math.NaN(), 3}, false},
		{"many", ramp(500), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := NewLine(LineSpec{ID: "x", Points: points(test.values...)})
			checkLine(t, l)
			if l.Empty != test.empty {
				t.Errorf("Empty = %t, want %t", l.Empty, test.empty)
			}
			if len(l.Table.Rows) != len(test.values) {
				t.Errorf("%d rows, want %d", len(l.Table.Rows), len(test.values))
			}
			if !test.empty && (l.Newest == "" || len(l.Ends) != 1 || l.Ends[0].Kind != "value") {
				t.Error("the newest value does not stand out")
			}
		})
	}
}

func TestScaleHasRoundTicks(t *testing.T) {
	for _, test := range []struct {
		name   string
		lo, hi float64
		whole  bool
		want   []float64
	}{
		{"from zero", 12, 97, false, []float64{0, 25, 50, 75, 100}},
		{"far from zero", 1000, 1040, false, []float64{1000, 1010, 1020, 1030, 1040}},
		{"fractions", 0.1, 0.3, false, []float64{0, 0.1, 0.2, 0.3}},
		{"negative", -97, -12, false, []float64{-100, -75, -50, -25, 0}},
		{"across zero", -10, 10, false, []float64{-10, -5, 0, 5, 10}},
		{"alike", 50, 50, false, []float64{45, 47.5, 50, 52.5, 55}},
		{"nothing", 0, 0, false, []float64{0, 0.25, 0.5, 0.75, 1}},
		{"few things", 0, 3, true, []float64{0, 1, 2, 3}},
		{"things, by no quarter of ten", 0, 9, true, []float64{0, 5, 10}},
		{"no things", 0, 0, true, []float64{0, 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScale(test.lo, test.hi, ticksWanted, test.whole)
			if got := s.ticks(); !slices.Equal(got, test.want) {
				t.Errorf("ticks = %v, want %v", got, test.want)
			}
			if s.share(test.lo) < 0 || s.share(test.hi) > 1 || s.share(test.lo) > s.share(test.hi) {
				t.Errorf("values fall out: %g, %g", s.share(test.lo), s.share(test.hi))
			}
		})
	}
}

// labelled lists what the time axis shows in a picture of a width.
func labelled(l *Line, narrow bool) []Period {
	var all []Period
	for _, p := range l.Axis {
		if narrow && p.Wide {
			continue
		}
		all = append(all, p)
	}
	return all
}

func TestPeriodsNeverOverlap(t *testing.T) {
	for _, short := range []string{"S", "Sep", "September", "5 January to 10 February 2026", "九月", ""} {
		for _, n := range []int{1, 2, 3, 7, 12, 24, 53, 500} {
			all := points(ramp(n)...)
			for i := range all {
				all[i].Short, all[i].Dated, all[i].Year = short, short+" 2026", 2020+(i+5)/12
			}
			l := NewLine(LineSpec{Points: all, Counts: n%2 == 0})
			margin := func(em string) float64 { v, _ := strconv.ParseFloat(strings.TrimSuffix(em, "em"), 64); return v * 13 }
			left, right := margin(l.Left), margin(l.Right)
			for narrow, width := range map[bool]float64{true: narrowFrom - left - right, false: wideFrom - left - right} {
				labels := labelled(l, narrow)
				if len(labels) == 0 {
					t.Fatalf("%q × %d: no labels", short, n)
				}
				end := math.Inf(-1)
				for _, label := range labels {
					at, _ := strconv.ParseFloat(strings.TrimSuffix(label.X, "%"), 64)
					w := textWidth(label.Text)
					from := at/100*width - map[string]float64{"start": 0, "": 0.5, "end": 1}[label.Anchor]*w
					if from < end {
						t.Errorf("%q × %d: labels overlap at %s, narrow = %t", short, n, label.X, narrow)
					}
					if from < -left-1 || from+w > width+right+1 {
						t.Errorf("%q × %d: label leaves the picture, narrow = %t", short, n, narrow)
					}
					end = from + w
				}
			}
		}
	}
}

func TestPeriodsTellTheirYearWhereItBegins(t *testing.T) {
	all := points(ramp(17)...)
	for i := range all {
		year, month := 2025+(i+8)/12, (i+8)%12+1
		all[i].Short, all[i].Dated, all[i].Year = strconv.Itoa(month), fmt.Sprintf("%d/%d", month, year), year
	}
	for _, n := range []int{6, 17} {
		l := NewLine(LineSpec{Points: all[:n]})
		year, narrowYear := 0, 0 // of the label before
		for _, p := range l.Axis {
			at, _ := strconv.ParseFloat(strings.TrimSuffix(p.X, "%"), 64)
			v := all[int(math.Round(at/100*float64(n-1)))]
			want := v.Short
			if v.Year != year || !p.Wide && v.Year != narrowYear {
				want = v.Dated
			}
			if p.Text != want {
				t.Errorf("%d months: %s is labelled %q, narrow pictures show it: %t", n, v.Dated, p.Text, !p.Wide)
			}
			if year = v.Year; !p.Wide {
				narrowYear = v.Year
			}
		}
	}
}

func TestNudgeMovesNoMoreThanItMust(t *testing.T) {
	for _, test := range []struct {
		name             string
		want, size, done []float64
	}{
		{"far apart", []float64{80, 20}, []float64{16, 16}, []float64{80, 20}},
		{"at one place", []float64{50, 50}, []float64{20, 10}, []float64{42.5, 57.5}},
		{"three", []float64{50, 52, 48}, []float64{10, 10, 10}, []float64{50, 60, 40}},
		{"at the bottom", []float64{99, 99}, []float64{10, 10}, []float64{85, 95}},
		{"at the top", []float64{1, 2}, []float64{10, 10}, []float64{5, 15}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := nudge(test.want, test.size, 0, 100); !slices.Equal(got, test.done) {
				t.Errorf("got %v, want %v", got, test.done)
			}
		})
	}
}

func TestAxisTellsThatItDoesNotBeginAtZero(t *testing.T) {
	for _, test := range []struct {
		values []float64
		counts bool
		want   bool
	}{{[]float64{100, 104}, false, true}, {[]float64{-104, -100}, false, true}, {[]float64{10, 104}, false, false}, {[]float64{100, 104}, true, false}} {
		l := NewLine(LineSpec{Points: points(test.values...), Counts: test.counts})
		if l.Broken != test.want || strings.Contains(string(l.Picture()), `class=break`) != test.want {
			t.Errorf("%v: broken = %t, want %t", test.values, l.Broken, test.want)
		}
	}
}

func TestThingsAreBarsFromZero(t *testing.T) {
	l := NewLine(LineSpec{Points: points(4, -2, 8), Counts: true})
	checkLine(t, l)
	if l.Path != "M167 667V400M500 667V800M833 667V133" || l.Newest != "M833 667V133" || l.Bar == "" {
		t.Errorf("bars = %q, the newest = %q", l.Path, l.Newest)
	}
	if l := NewLine(LineSpec{Points: points(ramp(200)...), Counts: true}); l.Bar != "" {
		t.Error("200 figures are bars, which nobody can tell apart")
	}
}

func TestStraightLinesOfTargetsHaveNoPointsBetween(t *testing.T) {
	all := points(1, 1, 1, 1, 5)
	for i := range all {
		all[i].HasTarget, all[i].Low, all[i].High = true, 2, 2
	}
	l := NewLine(LineSpec{Points: all})
	if l.Target != "M0 667l1000 0" || l.Path != "M0 833l250 0 250 0 250 0 250-666" {
		t.Errorf("target = %q, path = %q", l.Target, l.Path)
	}
	all[2].Low, all[2].High = 2.02, 2.02 // by three thousandths of the plot
	if l := NewLine(LineSpec{Points: all}); l.Target != "M0 667l250 0 250-4 250 4 250 0" {
		t.Errorf("a bend of the target is %q", l.Target)
	}
	all[2].Low, all[2].High = 2, 2
	for i := range all {
		all[i].High = 2 + float64(i*i)/1000 // bends, by little at a time
	}
	if l := NewLine(LineSpec{Points: all}); strings.Count(l.Band, "L") != 9 {
		t.Errorf("band = %q", l.Band)
	}
}

func TestAFigureBetweenGapsIsADot(t *testing.T) {
	if l := NewLine(LineSpec{Points: points(1, math.NaN(), 0, math.NaN(), 1, 0)}); l.Path != "M0 0h0M400 1000h0M800 0l200 1000" {
		t.Errorf("path = %q", l.Path)
	}
}

func TestALoneFigureOfTheYearBeforeIsARing(t *testing.T) {
	all := points(1, 2, 3)
	all[1].HasPrevious, all[1].Previous, all[1].PreviousText = true, 3, "3"
	l := NewLine(LineSpec{Points: all})
	if l.Previous != "" || l.Lone != "M500 0h0" || !strings.Contains(string(l.Picture()), `class=hole`) || len(l.Ends) != 2 {
		t.Errorf("previous = %q, lone = %q, ends = %v", l.Previous, l.Lone, l.Ends)
	}
	all[2].HasPrevious, all[2].Previous = true, 1
	if l := NewLine(LineSpec{Points: all}); l.Previous != "M500 0l500 667" || l.Lone != "" {
		t.Errorf("previous = %q, lone = %q", l.Previous, l.Lone)
	}
}

func TestUnitStandsWithTheTopLabelAlone(t *testing.T) {
	for _, test := range []struct{ unit, top, above string }{{"%", "30%", ""}, {" working days of everybody", "30", " working days of everybody"}} {
		l := NewLine(LineSpec{Points: points(12, 30), Unit: test.unit, Top: func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + test.unit }})
		var top string
		if n := len(l.Ticks); l.Ticks[n-1].Y == "0%" {
			top = l.Ticks[n-1].Text
		}
		if top != test.top || l.Above != test.above || l.Ticks[0].Text != "0" {
			t.Errorf("%s: the top label is %q, above the plot is %q, of %v", test.unit, top, l.Above, l.Ticks)
		}
	}
}

func TestLineShowsWhatWasAimedAt(t *testing.T) {
	all := points(1, 2, 3, 4)
	for i := range all {
		if i != 1 {
			all[i].HasTarget, all[i].Low, all[i].High, all[i].Target = true, 5, 5, "5"
		}
	}
	l := NewLine(LineSpec{Points: all, Head: []string{"Period", "Value", "Target", "Note"}})
	checkLine(t, l)
	if l.Band != "" || strings.Count(l.Target, "M") != 2 {
		t.Errorf("target = %q, band = %q; want a line with a gap", l.Target, l.Band)
	}
	if want := []string{"Period", "Value", "Target"}; !slices.Equal(l.Table.Headings, want) {
		t.Errorf("headings = %q, want %q", l.Table.Headings, want)
	}
	for i := range all {
		all[i].Low, all[i].Note = 1, "why"
	}
	all[0].HasPrevious, all[0].Previous = true, 9
	l = NewLine(LineSpec{Points: all, Head: []string{"Period", "Value", "Target", "Note", "Before"}})
	checkLine(t, l)
	if l.Target != "" || strings.Count(l.Band, "Z") != 2 || l.Lone == "" {
		t.Errorf("target = %q, band = %q, lone = %q; want two ranges", l.Target, l.Band, l.Lone)
	}
	if want := []string{"Period", "Value", "Target", "Before", "Note"}; !slices.Equal(l.Table.Headings, want) {
		t.Errorf("headings = %q, want %q", l.Table.Headings, want)
	}
	if len(l.Notes) != 4 || l.Marks[3].N != "4" || l.Notes[3].Text != "why" || strings.Count(l.Leaders, "M") != 4 {
		t.Errorf("notes = %v, marks = %v", l.Notes, l.Marks)
	}
}

func TestOneTargetIsSaidOnce(t *testing.T) {
	all := points(1, 2)
	for i := range all {
		all[i].HasTarget, all[i].Low, all[i].High, all[i].Target = true, 5, 5, "5"
	}
	l := NewLine(LineSpec{Points: all, Caption: "Calls", Aim: "Target: 5", Head: []string{"Period", "Value", "Target"}})
	if len(l.Table.Headings) != 2 || l.Table.Caption != "Calls · Target: 5" {
		t.Errorf("headings = %q below %q", l.Table.Headings, l.Table.Caption)
	}
	all[0].Target = "4"
	l = NewLine(LineSpec{Points: all, Caption: "Calls", Aim: "Target: 5", Head: []string{"Period", "Value", "Target"}})
	if len(l.Table.Headings) != 3 || l.Table.Caption != "Calls" {
		t.Errorf("headings = %q below %q", l.Table.Headings, l.Table.Caption)
	}
}

func TestShortNotesStandAtTheirPoints(t *testing.T) {
	note := func(text string, at ...int) *Line {
		all := points(1, 2, 9, 2, 1, 2, 1, 2, 4, 3)
		for _, i := range at {
			all[i].Note = text
		}
		l := NewLine(LineSpec{Points: all})
		checkLine(t, l)
		return l
	}
	if l := note("dry", 4); len(l.Said) != 1 || l.Said[0].Wide || l.Marks != nil || l.Notes != nil || l.Said[0].Text != "dry" {
		t.Errorf("a short note: said = %v, marks = %v", l.Said, l.Marks)
	}
	if l := note("warmest weekend", 5); len(l.Said) != 1 || !l.Said[0].Wide || len(l.Marks) != 1 || !l.NotesNarrow || len(l.Notes) != 1 {
		t.Errorf("a note with room in a wide picture only: said = %v, marks = %v", l.Said, l.Marks)
	}
	if l := note(strings.Repeat("a long story ", 3), 4); l.Said != nil || l.NotesNarrow || len(l.Notes) != 1 {
		t.Errorf("a long note: said = %v, marks = %v", l.Said, l.Marks)
	}
	if l := note("dry", 1, 3, 5, 7); l.Said != nil || len(l.Marks) != 4 {
		t.Errorf("four notes: said = %v, marks = %v", l.Said, l.Marks)
	}
	if l := note("dry", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9); len(l.Marks) != maxMarks || l.Notes[0].Label != "Month 3" || len(l.Table.Headings) != 3 {
		t.Errorf("ten notes: marks = %v, notes = %v", l.Marks, l.Notes)
	}
}

func TestSpark(t *testing.T) {
	for _, values := range [][]float64{nil, {1}, {1, 1}, {math.NaN(), 2, math.Inf(-1), 3}, {-math.MaxFloat64, math.MaxFloat64}, {5e-324, 0}, ramp(40)} {
		s := NewSpark(SparkSpec{Values: values})
		staysInside(t, s.Path)
		if (s.Newest == "") != (len(values) == 0) {
			t.Errorf("%v: newest = %q", values, s.Newest)
		}
	}
	s := NewSpark(SparkSpec{Values: []float64{1, 2}, Targets: [][]float64{{math.NaN(), 3}}, X: []float64{0.25, 1}})
	if want := (Spark{Path: "M250 920L1000 500", Area: "M250 920L1000 500V1000H250Z", Target: "M1000 80", Newest: "M1000 500h0"}); *s != want {
		t.Errorf("rising: %+v, want %+v", *s, want)
	}
}

func date(t *testing.T, text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPlanShowsWhatWasPlannedWaitedForAndLate(t *testing.T) {
	d := func(text string) calendar.Date { return date(t, text) }
	month := func(d calendar.Date) string { return d.String()[5:7] }
	spec := PlanSpec{
		Month: month, Today: Mark{d("2026-05-20"), "Today"},
		Rows: []PlanItem{
			{From: d("2026-02-02"), Agreed: d("2026-03-02"), Fair: d("2026-04-09"), End: d("2026-04-20"), Mark: DoneMark, Labels: []string{strings.Repeat("waited ", 20), "waited"}},
			{From: d("2026-02-02"), Agreed: d("2026-06-01"), End: d("2026-05-01"), Mark: DoneMark},
			{From: d("2026-02-02"), Agreed: d("2026-03-02"), Mark: OpenMark, Labels: []string{"no new date yet"}},
			{},
			{From: d("2026-02-02"), Agreed: d("2026-06-01"), Due: d("2026-06-15"), Fair: d("2026-06-15"), End: d("2026-06-15"), Mark: ExpectedMark},
			{Agreed: d("2026-07-01"), Mark: OpenMark},
		},
	}
	p := NewPlan(spec)
	if p.Empty || len(p.Tracks) != 6 || p.Today == nil {
		t.Fatalf("plan = %+v", p)
	}
	if r := p.Tracks[0]; r.Planned == nil || r.Waited == nil || r.Slipped == nil || r.Unknown != nil || r.Label == nil || r.Label.Text != "waited" {
		t.Errorf("moved and late: %+v", r)
	}
	if r := p.Tracks[1]; r.Planned == nil || r.Waited != nil || r.Slipped != nil || r.Agreed != "" || r.Mark != DoneMark {
		t.Errorf("early: %+v", r)
	}
	if r := p.Tracks[2]; r.Unknown == nil || r.Slipped != nil || r.End != p.Today.X || r.Mark != OpenMark || r.Label == nil {
		t.Errorf("late, and nobody knows: %+v; today is at %s", r, p.Today.X)
	}
	if r := p.Tracks[3]; r != (Track{}) {
		t.Errorf("without a day: %+v", r)
	}
	if r := p.Tracks[4]; r.Agreed == "" || r.Waited != nil || r.Label != nil {
		t.Errorf("moved by a change: %+v", r)
	}
	if r := p.Tracks[5]; r.Unknown != nil || r.End == "" || r.Planned != nil {
		t.Errorf("to come, and nobody knows: %+v", r)
	}
	var months []string
	for _, m := range p.Months {
		months = append(months, m.Text)
	}
	if want := []string{"03", "04", "05", "06"}; !slices.Equal(months, want) { // the last one has no room
		t.Errorf("months = %v, want %v", months, want)
	}
	spec.Mirror = true
	if m := NewPlan(spec); m.Tracks[0].Planned.Width != p.Tracks[0].Planned.Width || m.Tracks[0].Planned.X == p.Tracks[0].Planned.X || along(t, m.Tracks[0].End)+along(t, p.Tracks[0].End) < 99 {
		t.Errorf("from right to left: %+v", m.Tracks[0])
	}
	if !NewPlan(PlanSpec{Rows: []PlanItem{{}}}).Empty {
		t.Error("a plan without days has something to draw")
	}
}

// along is a place in per cent.
func along(t *testing.T, x string) float64 {
	t.Helper()
	return inside(t, "place", strings.TrimSuffix(x, "%"), 100)
}

func TestPlanOfAnyLength(t *testing.T) {
	month := func(d calendar.Date) string { return "Sep 2026" }
	for _, days := range []int{0, 1, 20, 400, 4000, 40000} {
		for _, today := range []int{-50000, 0, days + 3} {
			start := date(t, "2000-01-31")
			spec := PlanSpec{Month: month, Today: Mark{start + calendar.Date(today), "Today"}}
			for i := range 60 {
				spec.Rows = append(spec.Rows, PlanItem{Agreed: start + calendar.Date(days*i/59), Mark: ExpectedMark})
			}
			p := NewPlan(spec)
			if len(p.Lines) > 2*planMonths {
				t.Errorf("%d days: %d lines", days, len(p.Lines))
			}
			end := math.Inf(-1)
			for _, m := range p.Months {
				at := along(t, m.X) / 100 * planNarrow
				if at < end {
					t.Errorf("%d days: months overlap", days)
				}
				end = at + textWidth(m.Text)
			}
			for _, r := range p.Tracks {
				along(t, r.End)
			}
			if f := p.Today; f != nil {
				from, _ := strconv.ParseFloat(f.Left, 64)
				left := along(t, f.X)/100*planNarrow + from
				if left < -0.5 || left+inside(t, "width", f.Width, planNarrow) > planNarrow+0.5 {
					t.Errorf("%d days: the flag of today leaves the picture: %+v", days, f)
				}
			}
			if (p.Today == nil) != (today == -50000) {
				t.Errorf("%d days, today %d: shown = %t", days, today, p.Today != nil)
			}
		}
	}
}

func TestBurn(t *testing.T) {
	for _, test := range []struct {
		name                        string
		used, included, passed      float64
		whole, part, over, gone, to string
	}{
		{"nothing used", 0, 10, 0.5, "100%", "0%", "", "50%", "middle"},
		{"half", 5, 10, math.NaN(), "100%", "50%", "", "", ""},
		{"all", 10, 10, 1, "100%", "100%", "", "100%", "end"},
		{"more than all", 20, 10, 0.1, "50%", "50%", "50%", "5%", "start"},
		{"nothing included", 3, 0, 0.5, "0%", "0%", "100%", "", ""},
		{"nothing at all", 0, 0, 0.5, "0%", "0%", "", "", ""},
		{"nonsense", math.NaN(), math.Inf(1), 3, "0%", "0%", "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := NewBurn(BurnSpec{Used: test.used, Included: test.included, Passed: test.passed, PassedText: "51% has passed"})
			if b.Included != test.whole || b.Used != test.part || b.Over != test.over || b.Passed != test.gone || b.PassAnchor != test.to {
				t.Errorf("got %+v", b)
			}
		})
	}
}

func TestPairGivesBothSidesOneScale(t *testing.T) {
	p := NewPair(PairSpec{Ours: Share{Name: "Ours", Kept: 31, All: 62}, Yours: Share{Name: "Yours", Kept: 1, All: 2}})
	if p.Bars[0].Kept != p.Bars[1].Kept || p.Bars[0].Kept != "50%" {
		t.Errorf("half kept is %s and %s", p.Bars[0].Kept, p.Bars[1].Kept)
	}
	p = NewPair(PairSpec{Yours: Share{Kept: 9, All: 3}})
	if p.Bars[0].Kept != "" || p.Bars[1].Kept != "100%" {
		t.Errorf("bars = %+v", p.Bars)
	}
}

func TestShortenKeepsWhatFits(t *testing.T) {
	for _, test := range []struct {
		text  string
		limit float64
		want  string
	}{
		{"short", 500, "short"},
		{"a long text that has no room", 90, "a long text…"},
		{"九月九月九月", 48, "九月…"},
	} {
		if got := shorten(test.text, test.limit); got != test.want {
			t.Errorf("shorten(%q, %g) = %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 24)
	f.Add(-1e308, 1e308, math.NaN(), 3)
	f.Add(5e-324, -5e-324, 0.0, 2)
	f.Add(1e-300, 1e300, 1.0, 1)
	f.Fuzz(func(t *testing.T, a, b, target float64, n int) {
		if n < 0 || n > 600 {
			return
		}
		values := make([]float64, n)
		for i := range values {
			values[i] = []float64{a, b, a/2 + b/2}[i%3]
		}
		all := points(values...)
		for i := range all {
			all[i].HasTarget, all[i].Low, all[i].High = true, target, target+float64(i%2)
		}
		checkLine(t, NewLine(LineSpec{Points: all}))
	})
}

func BenchmarkLine24(b *testing.B) {
	all := points(ramp(24)...)
	for i := range all {
		all[i].Short = "Sep"
		all[i].HasTarget, all[i].Low, all[i].High, all[i].Target = true, 20, 20, "20"
	}
	spec := LineSpec{ID: "orders", Points: all, Head: []string{"Period", "Value", "Target", "Note"}}
	var l Line
	b.ReportAllocs()
	for b.Loop() {
		l.Prepare(&spec)
	}
}

func TestALineHasNothingOfTheOneWhoseMemoryItHas(t *testing.T) {
	specs := []LineSpec{{ID: "none"}, {ID: "one", Points: points(4), Caption: "One", Head: []string{"Period", "Value"}}}
	for n := range 3 {
		all := points(ramp(8*n + 2)...)
		all[1].Note, all[1].HasTarget, all[1].High, all[1].Target = "A note that is too long to stand at its point in any picture, however wide it is", true, 3, "3"
		specs = append(specs, LineSpec{ID: "many", Points: all, Head: []string{"Period", "Value", "Target", "Note"}, Aim: "3", Counts: n == 1, Unit: "calls"})
	}
	all := points(5, 3)
	all[0].HasPrevious, all[0].Previous, all[0].PreviousText = true, 2, "2"
	specs = append(specs, LineSpec{ID: "before", Points: all, Head: []string{"Period", "Value", "Target", "Note", "Before"}})
	say := func(l *Line) string {
		return fmt.Sprint(l.ID, l.Rows, l.Broken, l.Empty, l.Notes, l.NotesNarrow, l.Picture(), l.Table.HTML(), l.Table.Rows)
	}
	for _, before := range specs {
		for _, spec := range specs {
			var l Line
			l.Prepare(&before)
			l.Prepare(&spec)
			if got, want := say(&l), say(NewLine(spec)); got != want {
				t.Errorf("%s after %s is %s, want %s", spec.ID, before.ID, got, want)
			}
		}
	}
}

func TestPictureShowsEverythingAndEscapesIt(t *testing.T) {
	all := points(3, 0, 7)
	for i := range all {
		all[i].Short, all[i].Label, all[i].Text = `<s>`, `"A" & <b>`, `<i>`
		all[i].HasTarget, all[i].Low, all[i].High = true, 2, 5
	}
	all[2].HasPrevious, all[2].Previous = true, 4
	all[1].Note = "<u>"
	l := NewLine(LineSpec{Points: all, Caption: "<c>", Head: []string{"<h>"}, Format: func(float64) string { return "<f>" }})
	picture, table := string(l.Picture()), string(l.Table.HTML())
	for _, want := range []string{`class=band`, `class=grid`, `class=ticks`, `class=axis`, `class=lone`, `class=value`, `class=newest`, `class=dots`, `&lt;u&gt;</text>`, "&lt;f&gt;", "&lt;i&gt;"} {
		if !strings.Contains(picture, want) {
			t.Errorf("no %s in %s", want, picture)
		}
	}
	for _, never := range []string{"<s>", "<b>", "<i>", "<f>", "<u>", "<c>", "<h>"} {
		if strings.Contains(picture+table, never) {
			t.Errorf("%s is not escaped", never)
		}
	}
	if want := `<caption>&lt;c&gt;</caption><thead><tr><th>&lt;h&gt;<th>`; !strings.HasPrefix(table, want) || strings.Count(table, "<tr>") != 4 || !strings.HasSuffix(table, "<td>&lt;i&gt;") {
		t.Errorf("table = %s", table)
	}
}
