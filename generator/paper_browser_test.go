//go:build slow

package generator_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"rapport/generator"
	"rapport/generator/press"
	"rapport/generator/testprogram"
)

// onPaper builds a client of the example, in a workspace of its own, and returns its PDFs by
// their names in its folder, and the workspace. Of its files some are left out.
func onPaper(t *testing.T, client, base string, without ...string) (papers map[string][]byte, dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../content")); err != nil {
		t.Fatal(err)
	}
	for _, report := range without {
		if err := os.Remove(filepath.Join(dir, "content", "clients", client, report)); err != nil {
			t.Fatal(err)
		}
	}
	asOf, err := press.ParseAsOf(exampleDay)
	if err != nil {
		t.Fatal(err)
	}
	result, err := generator.Build(t.Context(), generator.BuildOptions{
		Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default", Clients: []string{client}, PDF: true},
		Out:       "public", AsOf: asOf, BaseURL: base, Browser: testprogram.Chromium(t),
	})
	if err != nil || result.Errors() > 0 {
		t.Fatal(err, result.Problems)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "public", client+"*", "*", "*.html"))
	reports, err2 := filepath.Glob(filepath.Join(dir, "public", client+"*", "*", "reports", "*.html"))
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	papers = map[string][]byte{}
	for _, page := range append(pages, reports...) {
		name := strings.TrimSuffix(page, ".html") + ".pdf"
		body, err := os.ReadFile(name)
		if err == nil {
			rel, _ := filepath.Rel(filepath.Join(dir, "public"), name)
			_, rel, _ = strings.Cut(filepath.ToSlash(rel), "/")
			papers[rel] = body
		}
	}
	return papers, dir
}

var stream = regexp.MustCompile(`(?s)stream\r?\n(.*?)\nendstream`)

// inside is all that a PDF says, with what is packed in it.
func inside(t *testing.T, body []byte) string {
	t.Helper()
	all := bytes.NewBuffer(bytes.Clone(body))
	for _, packed := range stream.FindAllSubmatch(body, -1) {
		r, err := zlib.NewReader(bytes.NewReader(packed[1]))
		if err != nil {
			continue // a picture, or not packed
		}
		if _, err := io.Copy(all, r); err != nil {
			t.Error(err)
		}
	}
	return all.String()
}

// titled is a title as a PDF holds it.
func titled(title string) string {
	var hex strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + title)) {
		fmt.Fprintf(&hex, "%04X", unit)
	}
	return "/Title <" + hex.String() + ">"
}

// The example on paper is what a reader expects of a PDF, tells nothing of the machine, and is
// the same whenever and wherever it is printed.
func TestTheExampleOnPaper(t *testing.T) {
	text := testprogram.Find(t, "pdftotext", "")
	papers, dir := onPaper(t, "dijkzicht", "https://portals.example/")
	if len(papers) != 8 {
		t.Fatalf("%d PDFs: %v", len(papers), papers)
	}
	longest := map[string]int{"summary": 1, "expectations": 8}
	for name, body := range papers {
		all := inside(t, body)
		for _, want := range []string{"/StructTreeRoot", "/Marked true", "/Lang (nl-NL)", "/Creator (Rapport)"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
		for _, leak := range []string{dir, os.TempDir() + "/", "file:", "CreationDate", "ModDate", "Mozilla", ".rapport"} {
			if strings.Contains(all, leak) {
				t.Errorf("%s tells %q", name, leak)
			}
		}
		if !strings.Contains(all, "/URI (https://portals.example/dijkzicht-4m8q2x7k/") {
			t.Errorf("no link of %s leads to the portal", name)
		}
		sheets := sheetsOf(t, text, body)
		most := longest[strings.TrimSuffix(filepath.Base(name), ".pdf")]
		if most == 0 {
			most = 3
		}
		if len(sheets) > most {
			t.Errorf("%s takes %d sheets, more than %d", name, len(sheets), most)
		}
		for i, sheet := range sheets {
			lines := strings.Split(strings.TrimSpace(sheet), "\n")
			foot := strings.Join(lines[max(0, len(lines)-2):], "") // a long one is in two lines, the first of which has the number
			if number := fmt.Sprintf("%d/%d", i+1, len(sheets)); !strings.Contains(strings.ReplaceAll(foot, " ", ""), number) || !strings.Contains(foot, "Kwekerij Dijkzicht") {
				t.Errorf("the foot of sheet %d of %s is %q", i+1, name, foot)
			}
			if len(lines) < 8 {
				t.Errorf("sheet %d of %s is nearly empty:\n%s", i+1, name, sheet)
			}
		}
	}
	for name, page := range map[string]string{"report": "webwinkel/reports/2026-09.pdf", "agreement": "webwinkel/expectations.pdf", "summary": "webwinkel/summary.pdf"} {
		compareLook(t, name+"-sheet", firstSheet(t, papers[page]), 3)
	}
	if want := titled("September 2026 – Nieuwe webwinkel – Kwekerij Dijkzicht"); !bytes.Contains(papers["webwinkel/reports/2026-09.pdf"], []byte(want)) {
		t.Errorf("a report has no title %s", want)
	}

	older := []string{"webwinkel/reports/2026-04.md", "webwinkel/reports/2026-05.md", "webwinkel/reports/2026-06.md", "webwinkel/reports/2026-07.md", "webwinkel/reports/2026-08.md"}
	unknown, _ := onPaper(t, "dijkzicht", "", older...)
	again, _ := onPaper(t, "dijkzicht", "", older...)
	if len(unknown) != 3 {
		t.Fatalf("%d PDFs: %v", len(unknown), unknown)
	}
	for name, body := range unknown {
		if !bytes.Equal(body, again[name]) {
			t.Errorf("%s differs when it is printed again", name)
		}
		if links := regexp.MustCompile(`/URI \((.*?)\)`).FindAllStringSubmatch(inside(t, body), -1); len(links) > 0 {
			for _, link := range links {
				if !regexp.MustCompile(`^(https|mailto|tel):`).MatchString(link[1]) || strings.Contains(link[1], "portals.example") {
					t.Errorf("%s leads to %s", name, link[1])
				}
			}
		}
	}
}

// firstSheet is a picture of the first sheet of a PDF.
func firstSheet(t *testing.T, body []byte) []byte {
	t.Helper()
	cmd := exec.Command(testprogram.Find(t, "pdftoppm", ""), "-png", "-r", "96", "-f", "1", "-l", "1", "-")
	cmd.Stdin = bytes.NewReader(body)
	picture, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// sheetsOf is what stands on each sheet of a PDF.
func sheetsOf(t *testing.T, pdftotext string, body []byte) []string {
	t.Helper()
	cmd := exec.Command(pdftotext, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(body)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// printed is a page as a reader's printer has it, on sheets of a size.
func printed(t *testing.T, file, size string) []byte {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sized := strings.TrimSuffix(file, ".html") + "-" + size + ".html"
	if err := os.WriteFile(sized, bytes.Replace(body, []byte("</head>"), []byte("<style>@page{size:"+size+"}</style></head>"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	must(t, ctx, chromedp.Navigate("file://"+sized))
	must(t, ctx, chromedp.Evaluate[any](`document.fonts.ready.then(() => null)`))
	yes := true
	result, err := chromedp.Run(ctx, chromedp.Action[page.PrintToPDFResult](func(ctx context.Context, target *chromedp.Target) (page.PrintToPDFResult, error) {
		return cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: &yes, PreferCSSPageSize: &yes})
	}))
	if err != nil {
		t.Fatal(err)
	}
	return result.Data
}

// words are those of a text, with one space between them.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// What a reader prints fits the sheets that it has: what was found, the figures, what they
// mean and the first chart stand on the first sheet of a report, which takes three at most; a
// summary takes one; an agreement lists its parts on the first sheet, and bears its version
// and initials on each.
func TestPagesFitTheSheetsThatReadersHave(t *testing.T) {
	text := testprogram.Find(t, "pdftotext", "")
	out := filepath.Join(t.TempDir(), "out")
	build(t, options(t, "..", exampleDay), out)
	for _, test := range []struct {
		page  string
		most  int
		first []string // on the first sheet
		every []string // on each
	}{
		{page: "dijkzicht-4m8q2x7k/webwinkel/reports/2026-09.html", most: 3, first: []string{
			"Een derde meer bestellingen", "352", "97", "1,6", "352 bestellingen tegen 268", "De telling van kas 3 en 4 was er", "Hoe lang iemand met een gewone telefoon wacht",
		}, every: []string{"Kwekerij Dijkzicht · September 2026", "+31 30 000 0011"}},
		{page: "finch-marlowe-9t3w6c/service-desk/reports/2026-Q3.html", most: 3, first: []string{
			"A calm quarter with two blind spots", "92.3%", "£1,480", "12 of 13 faults solved within a day", "6 in a hundred people clicked", "How many doors are locked",
		}, every: []string{"Finch & Marlowe Surveyors · The third quarter of 2026", "+31 30 000 0014"}},
		{page: "hollenbeck/buchhaltung/reports/2026-09.html", most: 3, every: []string{"Tischlerei Hollenbeck"}},
		{page: "dijkzicht-4m8q2x7k/webwinkel/summary.html", most: 1, first: []string{"en nog 2", "Dit hebben we van je nodig", "Wat eraan komt", "Geld en uren", "46 van 51"}},
		{page: "finch-marlowe-9t3w6c/service-desk/summary.html", most: 1, first: []string{"In trouble", "Needed from you", "Dates ahead", "Money and hours", "216 of 231"}},
		{page: "hollenbeck/buchhaltung/summary.html", most: 1},
		{page: "dijkzicht-4m8q2x7k/webwinkel/expectations.html", most: 8, first: []string{
			"Zoals afgesproken op ma 20 april 2026, gewijzigd op do 27 augustus 2026 (2)", "15 De opdracht", "1.1 Veertig procent van de omzet",
		}, every: []string{"Versie 3, sinds vr 16 oktober 2026", "Paraaf ____"}},
	} {
		for _, size := range []string{"A4", "letter"} {
			sheets := sheetsOf(t, text, printed(t, filepath.Join(out, filepath.FromSlash(test.page)), size))
			if len(sheets) > test.most {
				t.Errorf("%s takes %d sheets of %s, more than %d", test.page, len(sheets), size, test.most)
			}
			for _, want := range test.first {
				if !strings.Contains(spaced(sheets[0]), want) {
					t.Errorf("the first sheet of %s, of %s, does not say %q:\n%s", test.page, size, want, sheets[0])
				}
			}
			for i, sheet := range sheets {
				if lines := strings.Split(strings.TrimSpace(sheet), "\n"); len(lines) < 8 {
					t.Errorf("sheet %d of %s, of %s, is nearly empty:\n%s", i+1, test.page, size, sheet)
				}
				for _, want := range test.every {
					if !strings.Contains(spaced(sheet), want) {
						t.Errorf("sheet %d of %s, of %s, does not say %q:\n%s", i+1, test.page, size, want, sheet)
					}
				}
			}
			if strings.HasSuffix(test.page, "expectations.html") {
				last := sheets[len(sheets)-1]
				if above, _, found := strings.Cut(last, "Handtekening"); !found || !strings.Contains(spaced(above), "Met hun handtekening bevestigen beide partijen") {
					t.Errorf("what is signed does not stand above the signatures:\n%s", last)
				}
			}
		}
	}
}

// Nothing on the sheet for a client's leadership is in smaller letters than 9 pt, but its foot.
func TestTheSummaryPrintsInLettersThatCanBeRead(t *testing.T) {
	text := testprogram.Find(t, "pdftotext", "")
	out := filepath.Join(t.TempDir(), "out")
	build(t, options(t, "..", exampleDay), out)
	cmd := exec.Command(text, "-bbox", "-", "-")
	cmd.Stdin = bytes.NewReader(printed(t, filepath.Join(out, "finch-marlowe-9t3w6c", "service-desk", "summary.html"), "A4"))
	boxes, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>`).FindAllSubmatch(boxes, -1)
	if len(all) < 100 {
		t.Fatalf("%d words: %s", len(all), boxes)
	}
	const bottom, tall = 842 - 51, 9 * 1.1 // pt: where the margin begins, and how tall such a letter's box is at least
	for _, word := range all {
		top, _ := strconv.ParseFloat(string(word[1]), 64)
		end, _ := strconv.ParseFloat(string(word[2]), 64)
		if top < bottom && end-top < tall {
			t.Errorf("%q is %.1f pt tall", word[3], end-top)
		}
	}
}

// BenchmarkPDF prints the 23 pages for paper of two clients, as many at once as there are
// processors.
func BenchmarkPDF(b *testing.B) {
	browser := testprogram.Chromium(b)
	asOf, err := press.ParseAsOf(exampleDay)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		dir := b.TempDir()
		if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../content")); err != nil {
			b.Fatal(err)
		}
		result, err := generator.Build(b.Context(), generator.BuildOptions{
			Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default", Clients: []string{"hollenbeck", "finch-marlowe"}, PDF: true},
			Out:       "public", AsOf: asOf, Browser: browser,
		})
		if err != nil || result.Errors() > 0 {
			b.Fatal(err, result.Problems)
		}
	}
}
