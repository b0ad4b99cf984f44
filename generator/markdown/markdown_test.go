package markdown

import (
	"errors"
	"flag"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/diag"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// workspace is a context in which files/ and ../engagement.md exist, and the
// KPI orders has a chart.
func workspace() Context {
	return Context{
		File: "reports/2026-09.md",
		Line: 1,
		Resolve: func(l Link) (Target, error) {
			switch {
			case l.Dest == "../engagement.md":
				return Target{Href: "../index.html"}, nil
			case strings.HasPrefix(l.Dest, "../engagement.md#"):
				return Target{}, &Error{BrokenAnchor, errors.New("no such heading there")}
			case l.Image && l.Dest == "files/shop.jpg":
				return Target{Href: "../files/shop.jpg", Width: 640, Height: 480}, nil
			case strings.HasPrefix(l.Dest, "files/"):
				return Target{Href: "../" + l.Dest, Class: "file"}, nil
			}
			return Target{}, errors.New("no such file; look for it in files/")
		},
		Shortcodes: &Shortcodes{
			Block: func(name, argument string) (template.HTML, error) {
				if name == KPI && argument != "orders" {
					return "", fmt.Errorf("no KPI %q", argument)
				}
				return template.HTML("<figure>" + strings.TrimSpace(name+" "+argument) + "</figure>"), nil
			},
			Figure: func(id string) (string, error) {
				if id != "orders" {
					return "", fmt.Errorf("no KPI %q", id)
				}
				return "362 < orders", nil
			},
		},
	}
}

func problemsOf(l *diag.List) string {
	var b strings.Builder
	for _, p := range l.Sorted() {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

// Each testdata/*.md stands beside the HTML that it becomes. The problems that
// it has, if any, are in the .problems file.
func TestConvertMatchesTheGoldenFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	c := New()
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var problems diag.List
			ctx := workspace()
			ctx.File = filepath.ToSlash(file)
			doc := c.Convert(src, ctx, &problems)
			base := strings.TrimSuffix(file, ".md")
			golden(t, base+".html", string(doc.HTML)+"\n")
			golden(t, base+".problems", problemsOf(&problems))
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if got == "" {
			os.Remove(file)
		} else if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestProblemsStandAtTheirLineAndColumn(t *testing.T) {
	for _, test := range []struct {
		name string
		src  string
		want string // line:col: rule
	}{
		{"link at the start", "[a](gone.md)", "10:1 broken-link"},
		{"link behind letters of several bytes", "Grüße, 日本: [a](gone.md)", "10:12 broken-link"},
		{"link behind a tab", "\t\n-\t[a](gone.md)", "11:3 broken-link"},
		{"link with CRLF line ends", "one\r\ntwo\r\n\r\nthree [a](gone.md)\r\n", "13:7 broken-link"},
		{"link on a continued line", "one\ntwo\n  three [a](gone.md)", "12:9 broken-link"},
		{"link in a list", "- x\n  - y [a](gone.md)", "11:7 broken-link"},
		{"link in a quote", "> x\n> [a](gone.md)", "11:3 broken-link"},
		{"link in a table", "| a | b |\n|---|---|\n| c | [d](gone.md) |", "12:7 broken-link"},
		{"link in emphasis", "**x [a](gone.md)**", "10:5 broken-link"},
		{"link in a heading", "# x [a](gone.md)", "10:5 broken-link"},
		{"link in an underlined heading", "x [a](gone.md)\n===", "10:3 broken-link"},
		{"link in a footnote", "x[^1]\n\n[^1]: y [a](gone.md)", "12:9 broken-link"},
		{"link of a reference", "see [a][b]\n\n[b]: gone.md", "10:5 broken-link"},
		{"image", "x ![a](gone.png)", "10:3 broken-link"},
		{"image in a link", "[![a](gone.png)](files/a)", "10:2 broken-link"},
		{"two of a line", "[a](gone.md) [b](gone.md)", "10:1 broken-link, 10:14 broken-link"},
		{"destination in angle brackets", "[a](<gone away.md>)", "10:1 broken-link"},
		{"anchor", "# One\n\n[a](#two)", "12:1 broken-anchor"},
		{"scheme", "x [a](javascript:b)", "10:3 unsafe-link"},
		{"control character in a destination", "x [a](java&#10;script:b)", "10:3 unsafe-link"},
		{"address in angle brackets", "x <data:b>", "10:3 unsafe-link"},
		{"bare address after a bracket", "x (http://a.example/) [b](gone.md)", "10:23 broken-link"},
		{"image without a description", "x ![](files/a.png)", "10:3 image-without-alt"},
		{"HTML in a line", "x <b>y</b>", "10:3 raw-html"},
		{"HTML in a block", "x\n\n  <div>\ny\n</div>", "12:3 raw-html"},
		{"comment without end", "x\n\n<!-- y\n\nz", "12:1 raw-html"},
		{"text behind a comment", "<!-- x\ny --> z", "11:1 raw-html"},
		{"empty heading", "x\n\n##", "12:1 empty-heading"},
		{"shortcode's id", "x\n\n  {{<  kpi  gone >}}", "12:13 unknown-kpi"},
		{"shortcode's id that is like its name", "{{< kpi k >}}", "10:9 unknown-kpi"},
		{"shortcode in a list", "- x\n\n  {{< kpi gone >}}", "12:11 unknown-kpi"},
		{"shortcode of another name", "{{< kip orders >}}", "10:1 unknown-shortcode"},
		{"shortcode without an id", "{{< kpi >}}", "10:1 unknown-shortcode"},
		{"shortcode without an end", "x {{< kpi orders", "10:3 unknown-shortcode"},
		{"shortcode of too many words", "{{< kpi orders calls >}}", "10:9 unknown-shortcode"},
		{"shortcode that needs no word", "{{< requests all >}}", "10:14 unknown-shortcode"},
		{"shortcode of a table without a path", "{{< table >}}", "10:1 unknown-shortcode"},
		{"figure of no KPI", "x {{< kpi gone >}}", "10:11 unknown-kpi"},
		{"figure without an id", "x {{< kpi >}} y", "10:3 unknown-shortcode"},
		{"block within text", "x {{< requests >}} y", "10:3 misplaced-shortcode"},
		{"two shortcodes on a line", "{{< hours >}} {{< money >}}", "10:1 misplaced-shortcode, 10:15 misplaced-shortcode"},
		{"alert", "> [!NOET]\n> x", "10:5 unknown-alert"},
		{"text beside an alert's mark", "> [!NOTE] x", "10:10 unknown-alert"},
		{"footnote mark", "x[^1]", "10:2 undefined-footnote"},
		{"footnote without mark", "x\n\n[^1]: y", "12:1 unused-footnote"},
		{"second footnote of a label", "x[^1]\n\n[^1]: y\n[^1]: z", "13:1 duplicate-footnote"},
		{"label of no reference", "x [a][b] y", "10:7 undefined-reference"},
		{"byte that isn't UTF-8", "x\ny \xff z", "11:3 invalid-utf8"},
		{"none in code", "`{{< kip >}} [a](gone.md) <b>`\n\n    {{< kip >}}\n\n```\n{{< kip >}}\n[a](gone.md)\n```", ""},
		{"none in what is escaped", `\[a](gone.md) \<b> \{{< kip >}} \![a]`, ""},
		{"none in comments", "<!-- [a](gone.md)\n\n{{< kip >}} -->\n\nx <!-- <b> --> y", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems diag.List
			ctx := workspace()
			ctx.File, ctx.Line = "f.md", 10
			New().Convert([]byte(test.src), ctx, &problems)
			var got []string
			for _, p := range problems.Sorted() {
				if p.File != "f.md" {
					t.Errorf("problem in file %q", p.File)
				}
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Rule))
			}
			if got := strings.Join(got, ", "); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestResolveIsAskedForFilesOnly(t *testing.T) {
	var asked []Link
	ctx := Context{File: "f.md", Line: 4, Resolve: func(l Link) (Target, error) {
		asked = append(asked, l)
		return Target{Href: "x"}, nil
	}}
	src := "# A\n[a](b.md#c) [a](#a) [a](https://x.example) [a](mailto:a@x.example) [a](tel:+31) ![a](<d e.png>)\n[a](f\\_g&amp;h%20i) https://y.example [a](/j) [a](?k)"
	var problems diag.List
	New().Convert([]byte(src), ctx, &problems)
	want := []Link{
		{"b.md#c", false, diag.Position{File: "f.md", Line: 5, Col: 1}},
		{"d e.png", true, diag.Position{File: "f.md", Line: 5, Col: 81}},
		{"f_g&h%20i", false, diag.Position{File: "f.md", Line: 6, Col: 1}},
		{"/j", false, diag.Position{File: "f.md", Line: 6, Col: 39}},
		{"?k", false, diag.Position{File: "f.md", Line: 6, Col: 47}},
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p := problemsOf(&problems); p != "" {
		t.Error(p)
	}
}

func TestWithoutResolveAndChartTheirUsesAreProblems(t *testing.T) {
	var problems diag.List
	doc := New().Convert([]byte("[a](b.md)\n\n{{< kpi orders >}}"), Context{File: "f.md", Line: 1}, &problems)
	want := "f.md:1:1: error: a link to a file, which has no place here; use a full address [broken-link]\n" +
		"f.md:3:1: error: shortcodes show what belongs to the period of a report; put this one in the body of a report [misplaced-shortcode]\n"
	if diff := cmp.Diff(want, problemsOf(&problems)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := template.HTML("<p>a</p><p>{{&lt; kpi orders &gt;}}</p>"); doc.HTML != want {
		t.Errorf("got %s, want %s", doc.HTML, want)
	}
}

func TestAResolvedFileIsNotTakenForAScheme(t *testing.T) {
	for _, test := range []struct{ href, want string }{
		{"a: b.pdf", `<a href="./a:%20b.pdf">x</a>`},
		{" javascript:alert(1)", `<a href="./javascript:alert(1)">x</a>`},
		{"../a:b.pdf", `<a href="../a:b.pdf">x</a>`},
		{"https://a.example", `<a href="https://a.example" rel="noreferrer">x</a>`},
	} {
		ctx := Context{Resolve: func(Link) (Target, error) { return Target{Href: test.href}, nil }}
		var problems diag.List
		if got := New().Inline("[x](y)", diag.Position{}, ctx, &problems); string(got) != test.want {
			t.Errorf("%q: got %s, want %s", test.href, got, test.want)
		}
	}
}

func TestHeadingsGetAnchorsAndLevels(t *testing.T) {
	type line struct {
		Level int
		ID    string
		Text  string
		HTML  template.HTML
	}
	for _, test := range []struct {
		name   string
		src    string
		base   int
		prefix string
		want   []line
	}{
		{"words", "# What comes *next*, & why?", 0, "", []line{{2, "what-comes-next--why", "What comes next, & why?", "What comes <em>next</em>, &amp; why?"}}},
		{"letters of any script", "# Héllo Wörld\n# 日本語 2\n# नमस्ते\n# ÅÄÖ_x", 0, "", []line{
			{2, "héllo-wörld", "Héllo Wörld", "Héllo Wörld"}, {2, "日本語-2", "日本語 2", "日本語 2"},
			{2, "नमस्ते", "नमस्ते", "नमस्ते"}, {2, "åäö_x", "ÅÄÖ_x", "ÅÄÖ_x"}}},
		{"one name twice, and its suffix taken", "# a\n# a\n# a-1\n# a", 0, "", []line{
			{2, "a", "a", "a"}, {2, "a-1", "a", "a"}, {2, "a-1-1", "a-1", "a-1"}, {2, "a-2", "a", "a"}}},
		{"no letters", "# ?!\n# 🎉", 0, "", []line{{2, "section", "?!", "?!"}, {2, "section-1", "🎉", "🎉"}}},
		{"links and notes are left out of the contents", "# See [it](https://a.example) now[^1]\n\n[^1]: x", 0, "", []line{{2, "see-it-now", "See it now", "See it now"}}},
		{"signs are typographic but don't change the anchor", "# It's \"a -- b\"", 0, "", []line{{2, "its-a----b", "It’s “a – b”", "It’s “a – b”"}}},
		{"prefix", "# a", 0, "e1-", []line{{2, "e1-a", "a", "a"}}},
		{"first level deep", "### a\n#### b\n### c", 3, "", []line{{3, "a", "a", "a"}, {4, "b", "b", "b"}, {3, "c", "c", "c"}}},
		{"levels left out", "# a\n#### b\n###### c\n## d", 2, "", []line{{2, "a", "a", "a"}, {3, "b", "b", "b"}, {4, "c", "c", "c"}, {3, "d", "d", "d"}}},
		{"never below six", "# a\n## b\n### c", 5, "", []line{{5, "a", "a", "a"}, {6, "b", "b", "b"}, {6, "c", "c", "c"}}},
		{"underlined", "a\n===\n\nb c\n---", 0, "", []line{{2, "a", "a", "a"}, {3, "b-c", "b c", "b c"}}},
		{"in a list and a quote", "- # a\n\n> ## b", 0, "", []line{{2, "a", "a", "a"}, {3, "b", "b", "b"}}},
		{"empty", "#\n# a", 0, "", []line{{2, "a", "a", "a"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := New()
			var problems diag.List
			doc := c.Convert([]byte(test.src), Context{HeadingBase: test.base, IDPrefix: test.prefix}, &problems)
			var got []line
			var anchors []string
			for _, h := range doc.TOC {
				got = append(got, line(h))
				anchors = append(anchors, strings.TrimPrefix(h.ID, test.prefix))
				if tag := fmt.Sprintf(`<h%d id="%s">`, h.Level, h.ID); !strings.Contains(string(doc.HTML), tag) {
					t.Errorf("no %s in %s", tag, doc.HTML)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("contents (-want +got):\n%s", diff)
			}
			if !slices.Equal(doc.Anchors, anchors) || !slices.Equal(c.Anchors([]byte(test.src)), anchors) {
				t.Errorf("Doc.Anchors %q, Anchors %q, want %q", doc.Anchors, c.Anchors([]byte(test.src)), anchors)
			}
		})
	}
}

func TestLinksToOwnAnchorsGetThePrefix(t *testing.T) {
	var problems diag.List
	doc := New().Convert([]byte("[a](#héllo) [b](#h%C3%A9llo)\n\n# Héllo"), Context{IDPrefix: "x-"}, &problems)
	want := template.HTML(`<p><a href="#x-h%C3%A9llo">a</a> <a href="#x-h%C3%A9llo">b</a></p><h2 id="x-héllo">Héllo</h2>`)
	if doc.HTML != want || problems.Errors() > 0 {
		t.Errorf("got %s\nwant %s\n%s", doc.HTML, want, problemsOf(&problems))
	}
}

func TestBrokenAnchorSuggestsTheNearest(t *testing.T) {
	var problems diag.List
	New().Convert([]byte("# Next steps\n\n[a](#next-step)"), Context{File: "f.md", Line: 1}, &problems)
	want := "f.md:3:1: error: no heading of this text has the anchor \"#next-step\"; did you mean \"next-steps\"? [broken-anchor]\n"
	if got := problemsOf(&problems); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestDocTextIsTheFirstParagraph(t *testing.T) {
	var problems diag.List
	src := "# Title\n\n> quote\n\n<!-- note --> \n\nOrders *rose* & [fell](https://a.example)[^1]:\nsee `a<b`.\n\nMore.\n\n[^1]: x"
	doc := New().Convert([]byte(src), Context{}, &problems)
	if want := "Orders rose & fell: see a<b."; doc.Text != want {
		t.Errorf("got %q, want %q", doc.Text, want)
	}
}

func TestInlineRendersOneLine(t *testing.T) {
	for _, test := range []struct{ name, line, want, plain string }{
		{"plain", "Web shop relaunch", "Web shop relaunch", "Web shop relaunch"},
		{"signs", `We don't "wait" -- ever...`, "We don’t “wait” – ever…", `We don't "wait" -- ever...`},
		{"escaped for HTML", `R&D > "x"`, "R&amp;D &gt; “x”", `R&D > "x"`},
		{"less-than", "a < b", "a &lt; b", "a < b"},
		{"entity", "a&nbsp;b &lt;", "a\u00a0b &lt;", "a\u00a0b <"},
		{"emphasis and code", "One *person* reads `a<b` **all** ~~none~~", "One <em>person</em> reads <code>a&lt;b</code> <strong>all</strong> <del>none</del>", "One person reads a<b all none"},
		{"link", "[a *b*](files/c.pdf)", `<a href="../files/c.pdf" class="file">a <em>b</em></a>`, "a b"},
		{"image", "x ![a](files/shop.jpg)", `x <img src="../files/shop.jpg" alt="a" width="640" height="480" loading="lazy" decoding="async">`, "x a"},
		{"bare address", "see www.a.example now", `see <a href="http://www.a.example" rel="noreferrer">www.a.example</a> now`, "see www.a.example now"},
		{"no heading", "# 1 in sales", "# 1 in sales", "# 1 in sales"},
		{"no list", "- a", "- a", "- a"},
		{"no quote", "> 5 orders", "&gt; 5 orders", "> 5 orders"},
		{"no code block", "    a", "a", "a"},
		{"escape", `\*a\* 1\. \"b\"`, `*a* 1. &quot;b&quot;`, `*a* 1. "b"`},
		{"folded", "a *b*\n c", "a <em>b</em>\nc", "a b c"},
		{"no footnote", "a[^1]", "a[^1]", "a[^1]"},
		{"empty", " ", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := New()
			var problems diag.List
			if got := c.Inline(test.line, diag.Position{}, workspace(), &problems); string(got) != test.want {
				t.Errorf("Inline: got %s\nwant %s", got, test.want)
			}
			if got := c.Plain(test.line); got != test.plain {
				t.Errorf("Plain: got %s\nwant %s", got, test.plain)
			}
			if p := problemsOf(&problems); p != "" {
				t.Error(p)
			}
		})
	}
}

func TestInlineReportsAtTheTextsPosition(t *testing.T) {
	var problems diag.List
	got := New().Inline("Sié [a](gone.md) <b> [b](#c) {{< kpi orders >}}", diag.Position{File: "f.md", Line: 7, Col: 10}, Context{Resolve: workspace().Resolve}, &problems)
	want := "f.md:7:14: error: no such file; look for it in files/ [broken-link]\n" +
		"f.md:7:27: warning: HTML is shown as text; use Markdown, or write \"<\" as \"\\<\" if it is meant [raw-html]\n" +
		"f.md:7:31: error: no such file; look for it in files/ [broken-link]\n" +
		"f.md:7:39: error: shortcodes show what belongs to the period of a report; put this one in the body of a report [misplaced-shortcode]\n"
	if diff := cmp.Diff(want, problemsOf(&problems)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := template.HTML("Sié a &lt;b&gt; b {{&lt; kpi orders &gt;}}"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTypographicSigns(t *testing.T) {
	german := english
	german.OpenDouble, german.CloseDouble, german.OpenSingle, german.CloseSingle = "„", "“", "‚", "‘"
	french := english
	french.OpenDouble, french.CloseDouble = "«\u202f", "\u202f»"
	for _, test := range []struct {
		name   string
		labels *Labels
		src    string
		want   string
	}{
		{"double", nil, `"a" ("b") a "c".`, `“a” (“b”) a “c”.`},
		{"single", nil, `'a b' ('c') don't`, `‘a b’ (‘c’) don’t`},
		{"nested", nil, `"'a' b" "c 'd'" 'e "f"'`, `“‘a’ b” “c ‘d’” ‘e “f”’`},
		{"around markup", nil, `"*a*" *"b"* "[c](https://d.example)" "` + "`e`" + `"`,
			`“<em>a</em>” <em>“b”</em> “<a href="https://d.example" rel="noreferrer">c</a>” “<code>e</code>”`},
		{"over a line break", nil, "\"a\nb\" \"\nc\"", "“a\nb” ”\nc”"},
		{"apostrophes", nil, `dogs' rock 'n' roll, the '90s, '26, 'twas, Alice's`, `dogs’ rock ’n’ roll, the ’90s, ’26, ’twas, Alice’s`},
		{"Dutch words", nil, `'s avonds, 't weekend, foto's`, `’s avonds, ’t weekend, foto’s`},
		{"inches", nil, `a 5" pipe`, `a 5&quot; pipe`},
		{"dashes", nil, `a -- b---c 1--2 a-b`, `a – b—c 1–2 a-b`},
		{"flags and rules", nil, `use --flag, ---- and -`, `use --flag, ---- and -`},
		{"none in names", nil, `xn--bb-eka.at, (a--b.pdf), "o'brien--1.pdf" and main...fix/a--b: don't -- "e.g." that's/it's`,
			`xn--bb-eka.at, (a--b.pdf), “o'brien--1.pdf” and main...fix/a--b: don’t – “e.g.” that’s/it’s`},
		{"none in a name with marks of emphasis", nil, `a--b_c.pdf a_b--c.pdf *a--b.pdf*`, `a--b_c.pdf a_b--c.pdf <em>a--b.pdf</em>`},
		{"ellipsis", nil, `a... b. c.. d....`, `a… b. c.. d....`},
		{"none in code", nil, "`\"a\" -- 'b'...`", "<code>&quot;a&quot; -- 'b'...</code>"},
		{"none where escaped", nil, `\"a\" \'b\' \-- a\...`, `&quot;a&quot; 'b' -- a...`},
		{"a paragraph doesn't close the last one's", nil, "\"a\n\n5\"", "“a|5&quot;"},
		{"German", &german, `"a 'b' c" don't`, `„a ‚b‘ c“ don’t`},
		{"French", &french, `"a" l'eau`, "«\u202fa\u202f» l’eau"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems diag.List
			doc := New().Convert([]byte(test.src), Context{Labels: test.labels}, &problems)
			got := strings.ReplaceAll(string(doc.HTML), "</p><p>", "|")
			if want := "<p>" + test.want + "</p>"; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestLabelsSpeakTheReadersLanguage(t *testing.T) {
	labels := &Labels{Note: "Opmerking", Tip: "Tip", Important: "Belangrijk", Warning: "Waarschuwing", Caution: "Let op",
		FootnoteBack: "Terug naar de tekst", Table: "Tabel", Done: "Gedaan", ToDo: "Te doen"}
	src := "> [!NOTE]\n> a\n\n> [!IMPORTANT]\n> a\n\n> [!WARNING]\n> a\n\n> [!CAUTION]\n> a\n\nb[^1]\n\n|c|\n|-|\n\n- [ ] d\n- [x] e\n\n[^1]: f"
	var problems diag.List
	html := string(New().Convert([]byte(src), Context{Labels: labels}, &problems).HTML)
	for _, want := range []string{">Opmerking<", ">Belangrijk<", ">Waarschuwing<", ">Let op<", `"Terug naar de tekst"`, `"Tabel"`, `"Gedaan"`, `"Te doen"`} {
		if strings.Count(html, want) != 1 {
			t.Errorf("%s is not once in %s", want, html)
		}
	}
}

func TestATooLongTextIsAProblemAndNotShown(t *testing.T) {
	for _, test := range []struct{ name, src string }{
		{"bytes", strings.Repeat("abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghi\n", maxBody/64+1)},
		{"lines", strings.Repeat("a\n", maxLines+1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems diag.List
			doc := New().Convert([]byte(test.src), Context{File: "f.md", Line: 3}, &problems)
			want := "f.md:3:1: error: text of more than 1024 kB or 20000 lines; split it, or attach it as a file [too-complex]\n"
			if got := problemsOf(&problems); got != want || doc.HTML != "" {
				t.Errorf("got %s and %d bytes of HTML, want %s", got, len(doc.HTML), want)
			}
		})
	}
}

func TestWhatExceedsALimitIsShownAsText(t *testing.T) {
	for _, test := range []struct{ name, src, shown string }{
		{"depth", strings.Repeat("> ", 100) + "*a*", "&gt; <em>a</em>"},
		{"a paragraph's length", strings.Repeat("*a* ", maxParagraph/4+1), "*a* *a*"},
		{"a paragraph's lines", strings.Repeat("*a*\n", maxParagraphLines+1), "*a*\n*a*"},
		{"a heading's length", "# " + strings.Repeat("a", maxParagraph), "<p># aaa"},
		{"marks", strings.Repeat("*a* ", maxMarks), "*a* *a*"},
		{"words like addresses", strings.Repeat("www.a ", maxTries+1) + "www.b.example", " www.b.example"},
		{"cells", strings.Repeat("|a", 200) + "|\n" + strings.Repeat("|-", 200) + "|\n" + strings.Repeat("|b|\n", 100), "|b|\n|b|"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems diag.List
			doc := New().Convert([]byte(test.src), Context{}, &problems)
			if !strings.Contains(string(doc.HTML), test.shown) {
				t.Errorf("no %s in %.200s", test.shown, doc.HTML)
			}
			got := problems.Sorted()
			if len(got) != 1 || got[0].Rule != "too-complex" || got[0].Severity != diag.Error {
				t.Errorf("problems %v", got)
			}
		})
	}
}

func TestProblemsOfABodyHaveAnEnd(t *testing.T) {
	var problems diag.List
	New().Convert([]byte(strings.Repeat("<b>\n\n", 2*maxProblems)), Context{Line: 1}, &problems)
	got := problems.Sorted()
	if last := got[len(got)-1]; len(got) != maxProblems+1 || last.Severity != diag.Error || last.Rule != "too-complex" {
		t.Errorf("%d problems, the last %v", len(got), last)
	}
}

func TestAConverterServesSeveralGoroutines(t *testing.T) {
	c := New()
	src := []byte(report)
	var problems diag.List
	ctx := Context{Resolve: func(Link) (Target, error) { return Target{Href: "x"}, nil }}
	want := c.Convert(src, ctx, &problems)
	line := c.Inline("a *b* [c](d)", diag.Position{}, ctx, &problems)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := c.Convert(src, ctx, &problems); got.HTML != want.HTML || !slices.Equal(got.TOC, want.TOC) {
					t.Error("a body differs")
				}
				if c.Inline("a *b* [c](d)", diag.Position{}, ctx, &problems) != line {
					t.Error("a line differs")
				}
				if c.Plain("a *b*") != "a b" || len(c.Anchors(src)) != 3 {
					t.Error("a text or anchors differ")
				}
			}
		})
	}
	wg.Wait()
}

func TestTextWithoutSpacesBetweenWords(t *testing.T) {
	for _, test := range []struct{ name, src, want, plain string }{
		{"emphasis closes before a letter", `**重要。**次`, "<strong>重要。</strong>次", "重要。次"},
		{"and opens behind one", `次は**「重要」**です`, "次は<strong>「重要」</strong>です", "次は「重要」です"},
		{"in Korean too", `**"강조"**는`, "<strong>“강조”</strong>는", `"강조"는`},
		{"one asterisk", `*注意！*です`, "<em>注意！</em>です", "注意！です"},
		{"a space before it closes nothing", `**重要 **次`, "**重要 **次", "**重要 **次"},
		{"Latin stays as CommonMark has it", `**a.**b`, "**a.**b", "**a.**b"},
		{"an end of a line is no space", "日本\n語、\n**は**", "日本語、<strong>は</strong>", "日本語、は"},
		{"full-width signs need no space beside Latin", `**重要。**API**（重要）**です`, "<strong>重要。</strong>API<strong>（重要）</strong>です", "重要。API（重要）です"},
		{"two quoted words", `彼は**「はい」**と**「いいえ」**を言う`, "彼は<strong>「はい」</strong>と<strong>「いいえ」</strong>を言う", "彼は「はい」と「いいえ」を言う"},
		{"what is struck out", `次は~~「旧」~~新です`, "次は<del>「旧」</del>新です", "次は「旧」新です"},
		{"an end of a line behind code", "値は`値`\nです", "値は<code>値</code>です", "値は値です"},
		{"but behind code in Latin it is a space", "値は`x`\nです", "値は<code>x</code>\nです", "値はx です"},
		{"but beside Latin it is", "日本\nGo\n語", "日本\nGo\n語", "日本 Go 語"},
		{"and in Korean", "한국\n어", "한국\n어", "한국 어"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems diag.List
			c := New()
			if got, want := string(c.Convert([]byte(test.src), Context{}, &problems).HTML), "<p>"+test.want+"</p>"; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if got := c.Plain(test.src); got != test.plain {
				t.Errorf("plain: got %s, want %s", got, test.plain)
			}
		})
	}
}
