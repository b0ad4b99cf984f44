//go:build slow

package generator_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rapport/generator/chart"
)

// scripts are units, notes and periods as people may have them, of many scripts.
var scripts = []struct{ unit, note, month, target string }{
	{"orders", "First warm weekend", "Sep", "aim"},
	{"Versicherungsschadensmeldungen", "Umzug", "September", "angestrebt"},
	{"注文", "初めての暖かい週末", "9月", "目標"},
	{"طلبات", "عطلة نهاية الأسبوع", "سبتمبر", "الهدف"},
	{"הזמנות", "סוף שבוע חם", "ספט׳", "יעד"},
	{"заказов", "Первые тёплые выходные", "сент.", "цель"},
	{"παραγγελίες", "Πρώτο ζεστό σαββατοκύριακο", "Σεπ", "στόχος"},
	{"zamówień", "Urlop", "wrz", "zakładane"},
}

// anySeries is a series as it may come, the same for a number each time.
func anySeries(number int) chart.LineSpec {
	random := rand.New(rand.NewPCG(15, uint64(number)))
	n := []int{1, 2, 3, 5, 6, 9, 13, 13, 24, 24, 40, 120}[random.IntN(12)]
	word := scripts[random.IntN(len(scripts))]
	scale := []float64{1, 3, 100, 352, 1e4, 1.6e6, 0.01, 1e9}[random.IntN(8)]
	level := []float64{0, 0, 0, -0.5, -2, 5, 40}[random.IntN(7)] * scale
	spec := chart.LineSpec{ID: "s" + strconv.Itoa(number), Title: "Series", Desc: "A series", Counts: random.IntN(3) == 0}
	decimals := 0
	if scale < 10 {
		decimals = 2
	}
	write := func(v float64) string { return strconv.FormatFloat(v, 'f', decimals, 64) }
	spec.Format = func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	switch random.IntN(4) {
	case 0:
		spec.Unit = word.unit
		spec.Top = func(v float64) string { return spec.Format(v) + " " + word.unit }
	case 1:
		spec.Top = func(v float64) string { return spec.Format(v) + "%" }
	case 2:
		spec.Top = func(v float64) string { return "US$" + spec.Format(v) }
	}
	spec.End = func(kind string, v *chart.Value) string {
		return map[string]string{"target": word.target + " " + v.Target, "previous": strconv.Itoa(v.Year-1) + ": " + v.PreviousText, "budget": "budget " + v.BudgetText}[kind]
	}
	targets, before, budgets, notes, gaps := random.IntN(4), random.IntN(4), random.IntN(5), random.IntN(5), random.IntN(4) == 0
	value := func() float64 { return level + scale*random.Float64() }
	aimed, slope := value(), (random.Float64()-0.5)*scale/float64(n)
	for i := range n {
		v := chart.Value{V: value(), Year: 2024 + (i+8)/12, Label: word.month + " " + strconv.Itoa(i), Short: word.month}
		v.Dated = word.month + " " + strconv.Itoa(v.Year)
		if spec.Counts {
			v.V = math.Round(v.V)
		}
		v.Text = write(v.V)
		if gaps && random.IntN(4) == 0 && i < n-1 {
			v.V = math.NaN()
		}
		if targets > 1 {
			v.HasTarget, v.Low, v.High = true, aimed+slope*float64(i), aimed+slope*float64(i)
			v.Target = write(v.High)
			if targets == 3 {
				v.High += scale / 5
			}
		}
		if v.HasPrevious = before == 1 || before == 2 && i == n-1; v.HasPrevious {
			v.Previous = value()
			v.PreviousText = write(v.Previous)
		}
		if v.HasBudget = budgets == 1; v.HasBudget {
			v.Budget = value()
			v.BudgetText = write(v.Budget)
		}
		if notes > 0 && random.IntN(n) < notes {
			v.Note = word.note
		}
		spec.Points = append(spec.Points, v)
	}
	return spec
}

// collisions measures all charts of a page and tells, a line each, where a label meets
// another, a line, a point or an edge of its picture.
const collisions = `(() => {
	const found = new Set();
	const grown = (r, by) => ({left: r.left - by, right: r.right + by, top: r.top - by, bottom: r.bottom + by});
	const meet = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
	for (const figure of document.querySelectorAll("figure")) {
		const edge = figure.getBoundingClientRect();
		const labels = [...figure.querySelectorAll("text")].filter((t) => t.getBoundingClientRect().width > 0).map((t) => ({said: t.textContent, box: t.getBoundingClientRect(), mark: !!t.closest(".mark")}));
		const at = (what) => figure.id + " (" + Math.round(edge.width) + " px): " + what;
		labels.forEach((a, i) => {
			if (a.box.left < edge.left - 0.5 || a.box.right > edge.right + 0.5 || a.box.top < edge.top - 0.5 || a.box.bottom > edge.bottom + 0.5) found.add(at(a.said + " leaves the picture"));
			labels.slice(0, i).forEach((b) => { if (meet(a.box, b.box)) found.add(at(a.said + " meets " + b.said)); });
		});
		for (const path of figure.querySelectorAll("path.value, path.bars, path.target, path.previous, path.budget, path.newest, path.dots, path.lone, path.leader, .break path")) {
			if (!path.getClientRects().length) continue;
			const matrix = path.getScreenCTM(), name = path.getAttribute("class") || "break";
			const wide = name === "bars" ? path.getAttribute("stroke-width") / 2 * matrix.a : 0;
			const round = {newest: 4, lone: 4, dots: 3}[name] || 0.5;
			// Each part by itself: there is nothing between them.
			for (const d of path.getAttribute("d").split(/(?=M)/)) {
				const part = document.createElementNS(path.namespaceURI, "path");
				part.setAttribute("d", d);
				const length = part.getTotalLength(), steps = Math.max(1, Math.ceil(length * Math.max(matrix.a, matrix.d) / 4));
				for (let step = 0; step <= steps; step++) {
					const p = part.getPointAtLength(length * step / steps).matrixTransform(matrix);
					const spot = {left: p.x - wide - round, right: p.x + wide + round, top: p.y - round, bottom: p.y + round};
					for (const label of labels) {
						if (!(label.mark && name.startsWith("leader")) && meet(label.box, spot)) {
							found.add(at(label.said + " meets the line " + name));
						}
					}
				}
			}
		}
	}
	return [...found];
})()`

func TestLabelsOfChartsNeverCollide(t *testing.T) {
	dir := buildExample(t)
	styles, err := filepath.Glob(filepath.Join(dir, "assets", "style.*.css"))
	if err != nil || len(styles) != 1 {
		t.Fatalf("the style sheet is one of %v (%v)", styles, err)
	}
	var page strings.Builder
	fmt.Fprintf(&page, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Charts</title><link rel="stylesheet" href="assets/%s"><body>`, filepath.Base(styles[0]))
	for i := range 200 {
		l := chart.NewLine(anySeries(i))
		rows := ""
		if l.Rows > 0 {
			rows = fmt.Sprintf(" rows-%d", l.Rows)
		}
		fmt.Fprintf(&page, `<figure class="chart line" id="%s"><div class="picture%s">%s</div></figure>`, l.ID, rows, l.Picture())
	}
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			fmt.Fprint(w, page.String())
			return
		}
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	ctx := browser(t)
	for _, width := range []int64{284, 354, 544, 736} { // of a column on phones, and on desks
		must(t, ctx, chromedp.EmulateViewport(width, 800))
		must(t, ctx, chromedp.Navigate(server.URL))
		must(t, ctx, chromedp.Evaluate[any](`document.fonts.ready.then(() => null)`))
		found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](collisions))
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range found {
			t.Error(what)
		}
	}
}
