package pdf

import (
	"strings"
	"testing"
)

// onPaper is what stands in the body of a page that is printed.
func onPaper(t *testing.T, body, base string) string {
	t.Helper()
	page, err := forPaper([]byte("<!doctype html><html><head><title>T</title></head><body>"+body+"</body></html>"), base, "shop/reports/2026-09.html")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "<body>")
	return strings.TrimSuffix(rest, "</body></html>")
}

func TestLinksOfASheetLeadToThePortalOrNowhere(t *testing.T) {
	const base = "https://portals.example/clients/acme/"
	for _, test := range []struct{ link, published, unknown string }{
		{"#h_figures", "#h_figures", "#h_figures"},
		{"../journal.html#2026-09-08", base + "shop/journal.html#2026-09-08", ""},
		{"../../index.html", base + "index.html", ""},
		{"2026-09.html#x", base + "shop/reports/2026-09.html#x", ""},
		{"../files/My%20Deck.pdf", base + "shop/files/My%20Deck.pdf", ""},
		{"mailto:ada@acme.example?subject=a&amp;body=b", "mailto:ada@acme.example?subject=a&amp;body=b", "mailto:ada@acme.example?subject=a&amp;body=b"},
		{"tel:+31300000011", "tel:+31300000011", "tel:+31300000011"},
		{"https://acme.example/", "https://acme.example/", "https://acme.example/"},
		{"//acme.example/x", "https://acme.example/x", "https://acme.example/x"},
		{"file:///etc/passwd", "", ""},
		{"javascript:alert(1)", "", ""},
		{"http://[::bad", "", ""},
		{"", base + "shop/reports/2026-09.html", ""},
	} {
		for _, address := range []struct{ base, want string }{{base, test.published}, {"", test.unknown}} {
			want := `<a class="x">words</a>`
			if address.want != "" {
				want = `<a class="x" href="` + address.want + `">words</a>`
			}
			if got := onPaper(t, `<a class="x" href="`+test.link+`">words</a>`, address.base); got != want {
				t.Errorf("%q at %q: %s, want %s", test.link, address.base, got, want)
			}
		}
	}
	if got := onPaper(t, `<svg><a xlink:href="../x.html"><path d="M0 0"/></a></svg>`, ""); strings.Contains(got, "x.html") {
		t.Errorf("a link of a picture stays: %s", got)
	}
}

func TestNothingRunsOnASheet(t *testing.T) {
	page, err := forPaper([]byte(`<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>July &amp; "August" </style></title>`+
		`<base href="/"><meta http-equiv="refresh" content="0;url=x.html"><link rel="icon" href="i.svg"><link rel="stylesheet" href="../../assets/style.css">`+
		`<script src="app.js" defer></script></head><body><script>if (a < b) alert("</a>")</script><p>Kept &amp; whole</p><svg><title>Chart</title></svg></body></html>`), "", "a.html")
	if err != nil {
		t.Fatal(err)
	}
	got := string(page)
	for _, gone := range []string{"script", "alert", "<base", "i.svg", "refresh"} {
		if strings.Contains(strings.ReplaceAll(got, "script-src", ""), gone) {
			t.Errorf("%q is still there: %s", gone, got)
		}
	}
	for _, kept := range []string{`<html lang="nl">`, `href="../../assets/style.css"`, "<p>Kept &amp; whole</p>", "<svg><title>Chart</title></svg>", "default-src 'none'"} {
		if !strings.Contains(got, kept) {
			t.Errorf("%q is missing: %s", kept, got)
		}
	}
}

func TestSheetsAreAsLargeAsReadersPrintThem(t *testing.T) {
	for language, size := range map[string]string{"en-US": "letter", "es-MX": "letter", "fr-CA": "letter", "en-GB": "A4", "nl-NL": "A4", "de": "A4", "": "A4"} {
		page, err := forPaper([]byte(`<!doctype html><html lang="`+language+`"><head><title>T</title></head><body></body></html>`), "", "a.html")
		if err != nil {
			t.Fatal(err)
		}
		if want := "@page{size:" + size + "}"; !strings.Contains(string(page), want) {
			t.Errorf("%q is not printed with %s: %s", language, want, page)
		}
	}
}
