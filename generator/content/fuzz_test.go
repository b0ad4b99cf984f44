package content

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
)

// checkPositions fails where a problem stands outside its file.
func checkPositions(t *testing.T, data []byte, problems []diag.Problem) {
	t.Helper()
	lines := strings.Split(strings.TrimPrefix(string(data), "\uFEFF"), "\n")
	for _, p := range problems {
		switch {
		case p.Line < 1 || p.Line > len(lines):
			t.Errorf("%v: the file has %d lines", p, len(lines))
		case p.Col < 1 || p.Col > utf8.RuneCountInString(lines[p.Line-1])+1:
			t.Errorf("%v: the line has %d characters", p, utf8.RuneCountInString(lines[p.Line-1]))
		}
		if p.Message == "" || p.Rule == "" || strings.HasSuffix(p.Message, ".") {
			t.Errorf("%q is no message for a person", p)
		}
	}
}

// decodeAny reads a file as every kind of file.
func decodeAny(data []byte) []diag.Problem {
	var problems diag.List
	doc, found := front.Parse("x.md", data)
	problems.Add(found...)
	if doc.Front == nil {
		return problems.Sorted()
	}
	r := reader{tree: &source.Tree{}, zone: time.UTC, problems: &problems}
	var refs []schema.Reference
	file := File{Path: "x.md", front: doc.Front}
	d := func() *schema.Decoder { return r.decoder(source.File{Path: "x.md", Name: "x.md"}, &refs) }
	e := &Engagement{File: file}
	p, s, c := &Provider{File: file}, &Service{File: file}, &Client{File: file}
	decodeFile(d(), &p.File, "provider.md", provider, p)
	decodeFile(d(), &s.File, "a service", service, s)
	decodeFile(d(), &c.File, "client.md", client, c)
	if decodeFile(d(), &e.File, "engagement.md", engagement, e) {
		resolve(refs, e.scope(), nil, &problems)
	}
	readEntry(d(), &Entry{File: file, ID: "2026-10-02-x"})
	report := &Report{File: file, ID: "2026-09"}
	decodeFile(d(), &report.File, "a report", reportMap, report)
	return problems.Sorted()
}

func FuzzFrontMatter(f *testing.F) {
	names, err := filepath.Glob("testdata/sample/content/clients/kade/winkel/*/*.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range append(names, "testdata/sample/content/provider.md", "testdata/sample/content/clients/kade/client.md", "testdata/sample/content/clients/kade/winkel/engagement.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		doc, _ := front.Parse("", data)
		var asJSON, asTOML bytes.Buffer
		writeJSON(&asJSON, doc.Front)
		writeTOML(&asTOML, doc.Front)
		f.Add(data)
		f.Add(asJSON.Bytes())
		f.Add(slices.Concat([]byte("+++\n"), asTOML.Bytes(), []byte("+++\n")))
	}
	for _, file := range []string{"---\na: &a [*a]\n<<: *a\n---\n", "{", "{}", "{ }", "{\n}", "\uFEFF---", "---\n---", "+++\n[[a.b]]\na.b.c = {d.e = 1}\n+++\n", "---\n? [a]\n: b\n...\n---\n---", "{\"a\":1}\n\n}\n{\n"} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		checkPositions(t, data, decodeAny(data))
	})
}
