//go:build slow

package generator_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"rapport/generator"
	"rapport/generator/press"
	"rapport/generator/testprogram"
)

// onPaper builds a client of the example, in a workspace of its own, and returns its PDFs by
// their names in its folder, and the workspace.
func onPaper(t *testing.T, client, base string) (papers map[string][]byte, dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../content")); err != nil {
		t.Fatal(err)
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
		cmd := exec.Command(text, "-layout", "-", "-")
		cmd.Stdin = bytes.NewReader(body)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		sheets := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
		most := longest[strings.TrimSuffix(filepath.Base(name), ".pdf")]
		if most == 0 {
			most = 3
		}
		if len(sheets) > most {
			t.Errorf("%s takes %d sheets, more than %d", name, len(sheets), most)
		}
		for i, sheet := range sheets {
			lines := strings.Split(strings.TrimSpace(sheet), "\n")
			if foot := lines[len(lines)-1]; !strings.HasSuffix(strings.ReplaceAll(foot, " ", ""), fmt.Sprintf("%d/%d", i+1, len(sheets))) || !strings.Contains(foot, "Kwekerij Dijkzicht") {
				t.Errorf("the foot of sheet %d of %s is %q", i+1, name, foot)
			}
			if len(lines) < 8 {
				t.Errorf("sheet %d of %s is nearly empty:\n%s", i+1, name, sheet)
			}
		}
	}
	if want := titled("September 2026 – Nieuwe webwinkel – Kwekerij Dijkzicht"); !bytes.Contains(papers["webwinkel/reports/2026-09.pdf"], []byte(want)) {
		t.Errorf("a report has no title %s", want)
	}

	again, _ := onPaper(t, "dijkzicht", "https://portals.example/")
	for name, body := range papers {
		if !bytes.Equal(body, again[name]) {
			t.Errorf("%s differs when it is printed again", name)
		}
	}
	unknown, _ := onPaper(t, "dijkzicht", "")
	for name, body := range unknown {
		if links := regexp.MustCompile(`/URI \((.*?)\)`).FindAllStringSubmatch(inside(t, body), -1); len(links) > 0 {
			for _, link := range links {
				if !regexp.MustCompile(`^(https|mailto|tel):`).MatchString(link[1]) || strings.Contains(link[1], "portals.example") {
					t.Errorf("%s leads to %s", name, link[1])
				}
			}
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
