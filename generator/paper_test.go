package generator_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
)

// between is what stands in a text after one mark and before the next other.
func between(text, after, before string) string {
	_, text, _ = strings.Cut(text, after)
	text, _, _ = strings.Cut(text, before)
	return text
}

var tags = regexp.MustCompile(`<[^>]*>`)

// What is read on paper is led by what matters, says what it leaves out, and tells on each
// sheet what it belongs to.
func TestWhatIsReadOnPaper(t *testing.T) {
	pages := read(t, buildExample(t))
	shop := "dijkzicht-4m8q2x7k/webwinkel/"

	report := pages[shop+"reports/2026-09.html"]
	if found := between(report, "<h1>", "</h1>"); !strings.HasPrefix(found, "Een derde meer bestellingen") {
		t.Errorf("the report is led by %q", found)
	}
	if title := between(report, "<title>", "</title>"); !strings.HasPrefix(title, "September 2026") {
		t.Errorf("the report's window is called %q", title)
	}

	needed := regexp.MustCompile(`(?s)class="what">(?:<a [^>]*>)?(.*?)<`).FindAllStringSubmatch(between(pages["dijkzicht-4m8q2x7k/index.html"], `id="s_needed"`, "</section>"), -1)
	summary := between(pages[shop+"summary.html"], `id="h_needed">`, "</section>")
	if len(needed) < 5 {
		t.Fatalf("the first page needs %d things", len(needed))
	}
	at := 0
	for i, what := range needed[:4] {
		found := strings.Index(summary[at:], what[1])
		if found < 0 {
			t.Fatalf("the summary does not need %q as number %d: %s", what[1], i+1, tags.ReplaceAllString(summary, " "))
		}
		at += found
	}
	if more := fmt.Sprintf("en nog %d", len(needed)-4); !strings.Contains(summary, more) {
		t.Errorf("the summary does not say %q", more)
	}

	agreement := pages[shop+"expectations.html"]
	at = 0
	for _, part := range []string{"goals", "scope", "prices", "plan", "turnaround", "changes"} {
		found := strings.Index(agreement[at:], `id="s_`+part)
		if found < 0 {
			t.Errorf("the agreement's part %s is not in its place", part)
			continue
		}
		at += found
	}
	if kicker := between(agreement, `class="kicker"`, "<h1"); !strings.Contains(kicker, "20 april 2026, gewijzigd op do 27 augustus 2026 (2)") {
		t.Errorf("the agreement says of its versions %q", tags.ReplaceAllString(kicker, " "))
	}
	for _, part := range []string{between(agreement, `id="s_scope"`, "</section>"), between(agreement, `id="live"`, `id="training"`)} {
		if beside := between(part, `class="amended"`, "</ul>") + between(part, `class="amended moved"`, "</ul>"); !strings.Contains(beside, "journal.html#2026-08-20-cadeaubonnen") {
			t.Errorf("a change does not stand beside what it changed: %s", tags.ReplaceAllString(part, " "))
		}
	}

	for page, want := range map[string]string{
		shop + "expectations.html": "Kwekerij Dijkzicht · Afspraken – Nieuwe webwinkel · Versie 3, sinds vr 16 oktober 2026 · Noor Hakvoort +31 30 000 0011",
		shop + "summary.html":      "Kwekerij Dijkzicht · Nieuwe webwinkel: een samenvatting · Juist op: vr 16 oktober 2026 · Noor Hakvoort +31 30 000 0011",
	} {
		if foot := html.UnescapeString(between(pages[page], `data-foot="`, `"`)); foot != want {
			t.Errorf("the sheets of %s say %q, want %q", page, foot, want)
		}
	}
	if !strings.Contains(agreement, `data-initials="Paraaf"`) || strings.Contains(report, "data-initials") {
		t.Error("not the sheets of agreements alone are initialled")
	}
	if foot := between(pages["hollenbeck/umzug/summary.html"], `data-foot="`, `"`); strings.Contains(foot, "Oktober 2026") || !strings.Contains(foot, "Tischlerei Hollenbeck") {
		t.Errorf("the sheets of work that ended say %q", foot)
	}
}
