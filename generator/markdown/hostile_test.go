//go:build slow

package markdown

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/generator/diag"
)

// A part of the largest body shows what is quadratic and keeps the test short.
const (
	hostileSize  = maxBody / 8
	hostileLines = maxLines / 2
)

// mostTimes is how many times as long as an ordinary text of that size a hostile one may
// take, on whatever machine. When the limits were set, the slowest took 12 times as long,
// and without them some take thousands.
const mostTimes = 100

// hostile are bodies of what feeds a quadratic corner of a parser.
func hostile() map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, hostileSize/len(unit)) }
	lines := func(unit string) string {
		return strings.Repeat(unit, min(hostileLines, hostileSize/len(unit)))
	}
	paragraphs := func(unit string, size int) string {
		return lines(strings.Repeat(unit, size/len(unit)) + "\n\n")
	}
	var runs, nested strings.Builder
	for i := 1; runs.Len()+i+1 < hostileSize; i++ {
		runs.WriteString(strings.Repeat("`", i) + "a")
	}
	for i := 0; nested.Len()+2*i+3 < hostileSize; i++ {
		nested.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	wide := strings.Repeat("|a", 5000) + "|\n" + strings.Repeat("|-", 5000) + "|\n"
	all := map[string]string{
		"50,000 brackets":           strings.Repeat("[", 50_000),
		"50,000 quotes":             strings.Repeat(">", 50_000),
		"code spans of all lengths": runs.String(),
		"nested list":               nested.String(),
		"wide table":                wide + strings.Repeat("|\n", 9000),
		"many tables":               paragraphs("|a|b\n|-|-\n"+strings.Repeat("|\n", 100), 220),
		"deep list of blank lines":  strings.Repeat("- ", 100) + "x" + strings.Repeat("\n", hostileLines),
		"lazy quotes":               strings.Repeat(">", 1000) + "a\n" + lines("aaaaaaaaaaaaaaaaaaa\n"),
		"footnotes and marks":       lines("[^a]: b[^a]\n") + "\n" + paragraphs("[^a]", maxParagraph),
		"headings of one name":      lines("# a\n"),
		"reference lines":           lines("[a]: b\n"),
		"open comments":             paragraphs("a <!-- ", maxParagraph),
	}
	for _, unit := range []string{
		"[", "![", "[[a](b)", "[a](<b", "[a](b", "[a][b", "*a ", "*a_ ", "**a *", "*", "~a ", "`", "`a ", "<a ", "<a b='", "<?", "<![CDATA[",
		"&a", "\\", "\"a ", "'a", "http://", "(http://a.b/", "~www.", "_www.a", " a@b.", "{{<", "{{< a >}} ", "![^a]", "[^a", "<b></b>",
		"[a]: b \"", "> ", "- ", "1. ", "#", "|", "\t", "\x00",
	} {
		all[fmt.Sprintf("%q", unit)] = fill(unit)
		all[fmt.Sprintf("%q in lines", unit)] = lines(unit + "\n")
		all[fmt.Sprintf("%q in long paragraphs", unit)] = paragraphs(unit, maxParagraph-1)
		all[fmt.Sprintf("%q in paragraphs of all marks allowed", unit)] = paragraphs(unit, maxMarks*len(unit))
	}
	return all
}

func TestNoBodyTakesLong(t *testing.T) {
	c := New()
	ordinary := []byte(strings.Repeat("Some *words* of an [ordinary](b.md) text, as `people` write them, without more.\n\n", hostileSize/80))
	duration := func(src []byte) time.Duration {
		var problems diag.List
		start := time.Now()
		c.Convert(src, Context{}, &problems)
		return time.Since(start)
	}
	least := func(n int, src []byte) time.Duration { // whatever else keeps the machine busy
		took := duration(src)
		for range n - 1 {
			took = min(took, duration(src))
		}
		return took
	}
	most := mostTimes * least(5, ordinary)
	for name, src := range hostile() {
		took := duration([]byte(src))
		for try := 0; took > most && try < 5; try++ { // both once more, side by side: the machine may have become busy
			took, most = min(took, duration([]byte(src))), max(most, mostTimes*least(5, ordinary))
		}
		if took > most {
			t.Errorf("%s, %d bytes: %v, more than %d times what an ordinary text takes", name, len(src), took, mostTimes)
		}
	}
}

func TestTheQuickParserParsesMuchThatIsPutTogether(t *testing.T) { comparePutTogether(t, 2, 300_000) }
