package chart

import (
	"fmt"
	"math"
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

// places lists the numbers of a path.
func places(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("MLZ ", r) })
}

func checkLine(t *testing.T, l *Line) {
	t.Helper()
	for _, path := range []string{l.Path, l.Target, l.Band, l.Previous} {
		for i, n := range places(path) {
			inside(t, "path", n, []float64{lineWidth, lineHeight}[i%2])
		}
	}
	for _, d := range l.Dots {
		inside(t, "dot x", d.X, lineWidth)
		inside(t, "dot y", d.Y, lineHeight)
	}
	if !l.Empty && (len(l.Grid) < 2 || len(l.Grid) > 12) {
		t.Errorf("%d grid lines, want 2 to 12", len(l.Grid))
	}
	for i := 1; i < len(l.Grid); i++ {
		if inside(t, "grid", l.Grid[i].Y, lineHeight) >= inside(t, "grid", l.Grid[i-1].Y, lineHeight) {
			t.Errorf("grid does not rise: %v", l.Grid)
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
			if !test.empty && (len(l.Dots) == 0 || !l.Dots[len(l.Dots)-1].Last || l.Last == nil) {
				t.Error("the newest value does not stand out")
			}
		})
	}
}

func TestScaleHasRoundTicks(t *testing.T) {
	for _, test := range []struct {
		name   string
		lo, hi float64
		want   []float64
	}{
		{"from zero", 12, 97, []float64{0, 25, 50, 75, 100}},
		{"far from zero", 1000, 1040, []float64{1000, 1010, 1020, 1030, 1040}},
		{"fractions", 0.1, 0.3, []float64{0, 0.1, 0.2, 0.3}},
		{"negative", -97, -12, []float64{-100, -75, -50, -25, 0}},
		{"across zero", -10, 10, []float64{-10, -5, 0, 5, 10}},
		{"alike", 50, 50, []float64{45, 47.5, 50, 52.5, 55}},
		{"nothing", 0, 0, []float64{0, 0.25, 0.5, 0.75, 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScale(test.lo, test.hi, ticksWanted)
			if got := s.ticks(); !slices.Equal(got, test.want) {
				t.Errorf("ticks = %v, want %v", got, test.want)
			}
			if s.share(test.lo) < 0 || s.share(test.hi) > 1 || s.share(test.lo) > s.share(test.hi) {
				t.Errorf("values fall out: %g, %g", s.share(test.lo), s.share(test.hi))
			}
		})
	}
}

func TestAxisLabelsNeverOverlap(t *testing.T) {
	for _, short := range []string{"S", "Sep", "September", "5 January to 10 February 2026", "九月", ""} {
		for _, n := range []int{1, 2, 3, 7, 12, 24, 53, 500} {
			all := points(ramp(n)...)
			for i := range all {
				all[i].Short = short
			}
			l := NewLine(LineSpec{Points: all})
			if len(l.Axis) == 0 {
				t.Fatalf("%q × %d: no labels", short, n)
			}
			end := math.Inf(-1)
			for _, label := range l.Axis {
				at, _ := strconv.ParseFloat(label.X, 64)
				from := at - map[string]float64{"start": 0, "middle": 0.5, "end": 1}[label.Anchor]*width(short)
				if from < end {
					t.Errorf("%q × %d: labels overlap at %s", short, n, label.X)
				}
				if from < -0.1 || from+width(short) > lineWidth+0.1 {
					t.Errorf("%q × %d: label leaves the picture", short, n)
				}
				end = from + width(short)
			}
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
	if l.Target != "" || strings.Count(l.Band, "Z") != 2 || l.Previous == "" {
		t.Errorf("target = %q, band = %q, previous = %q; want two ranges", l.Target, l.Band, l.Previous)
	}
	if want := []string{"Period", "Value", "Target", "Before", "Note"}; !slices.Equal(l.Table.Headings, want) {
		t.Errorf("headings = %q, want %q", l.Table.Headings, want)
	}
	if len(l.Notes) != 4 || l.Dots[3].Note != "4" || l.Notes[3].Text != "why" {
		t.Errorf("notes = %v, dots = %v", l.Notes, l.Dots)
	}
}

func TestManyPointsKeepOnlyTellingDots(t *testing.T) {
	all := points(ramp(200)...)
	all[17].Note = "a holiday"
	l := NewLine(LineSpec{Points: all})
	if len(l.Dots) != 2 || l.Dots[0].Note != "1" || !l.Dots[1].Last {
		t.Errorf("dots = %+v, want the noted and the last", l.Dots)
	}
}

func TestNoteStandsWhereTheLineIsNot(t *testing.T) {
	all := points(1, 9, 1, 5, 2, 8)
	for i := range all {
		all[i].Note = "why"
	}
	l := NewLine(LineSpec{Points: all})
	above := map[int]bool{0: true, 1: true, 2: true, 3: true, 4: false, 5: false} // 0 and 2 have the axis below them
	for i, d := range l.Dots {
		at, _ := strconv.ParseFloat(d.Y, 64)
		note, _ := strconv.ParseFloat(d.NoteY, 64)
		if (note < at) != above[i] {
			t.Errorf("note %d at %s of a dot at %s, above = %t", i+1, d.NoteY, d.Y, !above[i])
		}
	}
}

func TestNewestValueStandsWhereTheLineIsNot(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []float64
		above  bool
	}{{"rising", []float64{1, 5, 6}, true}, {"falling", []float64{1, 9, 6}, false}, {"falling to the axis", []float64{9, 0}, true}} {
		l := NewLine(LineSpec{Points: points(test.values...)})
		dot, _ := strconv.ParseFloat(l.Dots[len(l.Dots)-1].Y, 64)
		label, _ := strconv.ParseFloat(l.Last.Y, 64)
		if (label < dot) != test.above {
			t.Errorf("%s: label at %s, dot at %g", test.name, l.Last.Y, dot)
		}
	}
}

func TestSpark(t *testing.T) {
	for _, values := range [][]float64{nil, {1}, {1, 1}, {math.NaN(), 2, math.Inf(-1), 3}, {-math.MaxFloat64, math.MaxFloat64}, {5e-324, 0}, ramp(40)} {
		s := NewSpark(values)
		for i, n := range places(s.Path) {
			inside(t, "path", n, []float64{sparkWidth, sparkHeight}[i%2])
		}
		if (s.X == "") != (len(values) == 0) {
			t.Errorf("%v: X = %q", values, s.X)
		}
	}
	if s := NewSpark([]float64{1, 2}); s.Path != "M4 24L92 4" || s.X != "92" || s.Y != "4" {
		t.Errorf("rising: %+v", s)
	}
}

func date(t *testing.T, text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPlan(t *testing.T) {
	mark := func(text string) Mark { return Mark{date(t, text), text} }
	month := func(d calendar.Date) string { return d.String()[5:7] }
	p := NewPlan(PlanSpec{
		Month: month, Today: mark("2026-05-20"),
		Rows: []PlanItem{
			{Label: "moved and late", State: "Late", Agreed: mark("2026-03-02"), Fair: mark("2026-03-09"), Done: mark("2026-03-12")},
			{Label: "early", Agreed: mark("2026-06-01"), Done: mark("2026-05-01")},
			{Label: strings.Repeat("long ", 40), Agreed: mark("2026-07-01")},
			{Label: "without a day"},
			{Label: "as agreed", Agreed: mark("2026-06-01"), Fair: mark("2026-06-01"), Expected: mark("2026-06-01")},
			{Label: "moved", Agreed: mark("2026-06-01"), Fair: mark("2026-06-03"), Expected: mark("2026-06-03")},
			{Label: "done", Agreed: mark("2026-06-01"), Fair: mark("2026-06-03"), Expected: mark("2026-06-05"), Done: mark("2026-06-05")},
		},
	})
	if p.Empty || len(p.Rows) != 7 || p.Today == nil {
		t.Fatalf("plan = %+v", p)
	}
	if r := p.Rows[0]; r.Wait == "" || r.Slip == "" || r.SlipTone != "poor" || r.Fair == nil || r.Expected != nil || r.Title != "moved and late, 2026-03-02, 2026-03-09, 2026-03-12: Late" {
		t.Errorf("moved and late: %+v", r)
	}
	if r := p.Rows[1]; r.Wait != "" || r.SlipTone != "good" {
		t.Errorf("early: %+v", r)
	}
	if r := p.Rows[2]; r.Slip != "" || r.Label == r.Full || width(r.Label) > planWidth || !strings.HasSuffix(r.Label, "…") {
		t.Errorf("long: %+v", r)
	}
	if r := p.Rows[4]; r.Agreed == nil || r.Fair != nil || r.Expected != nil || r.Title != "as agreed, 2026-06-01" {
		t.Errorf("as agreed: %+v", r)
	}
	if r := p.Rows[5]; r.Fair == nil || r.Expected != nil || r.Wait == "" || r.Slip != "" {
		t.Errorf("moved: %+v", r)
	}
	if r := p.Rows[6]; r.Fair == nil || r.Expected != nil || r.Done == nil || r.Slip == "" {
		t.Errorf("done: %+v", r)
	}
	var months []string
	for _, m := range p.Months {
		months = append(months, m.Text)
	}
	if want := []string{"04", "05", "06"}; !slices.Equal(months, want) {
		t.Errorf("months = %v, want %v", months, want)
	}
	if !NewPlan(PlanSpec{Rows: []PlanItem{{Label: "x"}}}).Empty {
		t.Error("a plan without days has something to draw")
	}
}

func TestPlanOfAnyLength(t *testing.T) {
	month := func(d calendar.Date) string { return "Sep 2026" }
	for _, days := range []int{0, 1, 20, 400, 4000, 40000} {
		for _, today := range []int{-50000, 0, days + 3} {
			start := date(t, "2000-01-31")
			spec := PlanSpec{Month: month, Today: Mark{start + calendar.Date(today), "Today"}}
			for i := range 60 {
				spec.Rows = append(spec.Rows, PlanItem{Label: "x", Agreed: Mark{Day: start + calendar.Date(days*i/59)}})
			}
			p := NewPlan(spec)
			if len(p.Lines) > 2*planMonths {
				t.Errorf("%d days: %d lines", days, len(p.Lines))
			}
			end := math.Inf(-1)
			for _, m := range p.Months {
				at := inside(t, "month", m.X, planWidth)
				if at < end {
					t.Errorf("%d days: months overlap", days)
				}
				end = at + width(m.Text)
			}
			for _, r := range p.Rows {
				inside(t, "agreed", r.Agreed.X, planWidth)
			}
			if p.Today != nil {
				inside(t, "today", p.Today.X, planWidth)
			}
			if (p.Today == nil) != (today == -50000) {
				t.Errorf("%d days, today %d: shown = %t", days, today, p.Today != nil)
			}
		}
	}
}

func TestBurn(t *testing.T) {
	for _, test := range []struct {
		name                         string
		used, included, passed       float64
		width, usedWidth, over, gone string
	}{
		{"nothing used", 0, 10, 0.5, "560", "0", "", "280"},
		{"half", 5, 10, math.NaN(), "560", "280", "", ""},
		{"all", 10, 10, 1, "560", "560", "", "560"},
		{"more than all", 20, 10, 0.5, "280", "280", "280", "140"},
		{"nothing included", 3, 0, 0.5, "0", "0", "560", ""},
		{"nothing at all", 0, 0, 0.5, "0", "0", "", ""},
		{"nonsense", math.NaN(), math.Inf(1), 3, "0", "0", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := NewBurn(BurnSpec{Used: test.used, Included: test.included, Passed: test.passed})
			if b.Width != test.width || b.Used != test.usedWidth || b.Over != test.over || b.Passed != test.gone {
				t.Errorf("got %+v", b)
			}
		})
	}
}

func TestPairGivesBothSidesOneScale(t *testing.T) {
	p := NewPair(PairSpec{Ours: Share{Name: "Ours", Kept: 31, All: 62}, Yours: Share{Name: "Yours", Kept: 1, All: 2}})
	if p.Bars[0].Kept != p.Bars[1].Kept || p.Bars[0].Kept != "280" {
		t.Errorf("half kept is %s and %s", p.Bars[0].Kept, p.Bars[1].Kept)
	}
	p = NewPair(PairSpec{Yours: Share{Kept: 9, All: 3}})
	if !p.Bars[0].None || p.Bars[1].Kept != "560" {
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
		{"a long text that has no room", 120, "a long tex…"},
		{"九月九月九月", 60, "九月…"},
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
	b.ReportAllocs()
	for b.Loop() {
		NewLine(spec)
	}
}

func TestPictureShowsEverythingAndEscapesIt(t *testing.T) {
	all := points(3, 0, 7)
	for i := range all {
		all[i].Short, all[i].Label, all[i].Text = `<s>`, `"A" & <b>`, `<i>`
		all[i].HasTarget, all[i].Low, all[i].High = true, 2, 5
		all[i].HasPrevious, all[i].Previous = true, 4
	}
	all[1].Note = "<u>"
	l := NewLine(LineSpec{Points: all, Caption: "<c>", Head: []string{"<h>"}, Format: func(float64) string { return "<f>" }})
	picture, table := string(l.Picture()), string(l.Table.HTML())
	for _, want := range []string{`class="band"`, `class="grid zero"`, `class="tick"`, `class="axis"`, `class="previous"`, `class="value"`, `class="dot last"`, `class="mark"`, `class="newest"`, "<title>&#34;A&#34; &amp; &lt;b&gt;: &lt;i&gt;</title>", "&lt;f&gt;"} {
		if !strings.Contains(picture, want) {
			t.Errorf("no %s in %s", want, picture)
		}
	}
	if n := strings.Count(picture, "<circle"); n != 3 {
		t.Errorf("%d dots, want 3", n)
	}
	for _, never := range []string{"<s>", "<b>", "<i>", "<f>", "<u>", "<c>", "<h>"} {
		if strings.Contains(picture+table, never) {
			t.Errorf("%s is not escaped", never)
		}
	}
	if want := `<caption>&lt;c&gt;</caption><thead><tr><th scope="col">&lt;h&gt;</th>`; !strings.HasPrefix(table, want) || strings.Count(table, "<tr>") != 4 {
		t.Errorf("table = %s", table)
	}
}
