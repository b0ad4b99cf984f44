package markdown

import (
	"strings"

	"rapport/generator/diag"
)

var rules diag.Rules

// Rules returns what can be wrong with a text in Markdown.
func Rules() []diag.Rule { return rules.All() }

// What a text can break.
var (
	InvalidUTF8        = rules.New("invalid-utf8", diag.Error, "a text is not UTF-8", "Save the file as UTF-8.")
	BrokenLink         = rules.New("broken-link", diag.Error, "a link leads to what is not there", "Mend the path: it is written as seen from the file, as a link on a disk would be.")
	BrokenAnchor       = rules.New("broken-anchor", diag.Error, "a link leads to a heading that is not there", "Mend what stands behind the #.")
	UnsafeLink         = rules.New("unsafe-link", diag.Error, "a link has a scheme that does not belong on a portal", "Use https, mailto or tel.")
	RemoteImage        = rules.New("remote-image", diag.Error, "a picture lies on another host", "Copy it to files/: a portal loads nothing from elsewhere.")
	LinkWithoutText    = rules.New("link-without-text", diag.Warning, "a link shows nothing", "Write between the brackets what it leads to.")
	UndefinedReference = rules.New("undefined-reference", diag.Warning, "the label of a link is defined nowhere", "Define it, or write the address in parentheses.")
	UnusedReference    = rules.New("unused-reference", diag.Warning, "a line gives the address of a link that no text has", "Write \\[ where words are meant, or remove the line.")
	LostCells          = rules.New("lost-cells", diag.Warning, "a row of a table has more cells than the header", "Give the header more columns, or write \\| for a stroke within a cell.")
	RawHTML            = rules.New("raw-html", diag.Warning, "HTML stands in a text, and is shown as text", "Use Markdown, or write \\< where a < is meant.")
	EmptyHeading       = rules.New("empty-heading", diag.Warning, "a heading has no words", "Remove it, or say what follows.")
	UnknownAlert       = rules.New("unknown-alert", diag.Warning, "an alert is of no known kind", "Write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] alone on its line.")
	UnknownShortcode   = rules.New("unknown-shortcode", diag.Error, "a shortcode is not known, or not written as it should be", "In the body of a report there are "+listed()+".")
	MisplacedShortcode = rules.New("misplaced-shortcode", diag.Error, "a shortcode cannot stand here", "Put it in the body of a report, on a line of its own; only {{< kpi ID >}} may stand within text.")
	UnknownKPI         = rules.New("unknown-kpi", diag.Error, "a shortcode names no KPI of the engagement", "Mend the id.")
	DuplicateChart     = rules.New("duplicate-chart", diag.Error, "a report shows one chart or table twice", "Show it once.")
	UnknownTable       = rules.New("unknown-table", diag.Error, "a report shows a table that is not there, or cannot be shown", "Mend the path: it is written as seen from the folder of the engagement, and ends in .csv.")
	UndefinedFootnote  = rules.New("undefined-footnote", diag.Error, "a footnote's mark has no footnote", "Write [^1]: and the note, or remove the mark.")
	UnusedFootnote     = rules.New("unused-footnote", diag.Warning, "a footnote has no mark in the text", "Write its mark, or remove it.")
	DuplicateFootnote  = rules.New("duplicate-footnote", diag.Error, "two footnotes have one label", "Rename one of them.")
	TooComplex         = rules.New("too-complex", diag.Error, "a text is nested or long beyond what a writer means", "Make it simpler, or split it.")

	ImageWithoutAlt = rules.Declare(diag.Rule{
		Name: "image-without-alt", Severity: diag.Warning,
		Summary: "a picture has no alternative text",
		Why:     "A reader who cannot see the picture is told nothing, and in a mail or a poor connection that is every reader.",
		Mend:    "Say between the brackets what the picture shows: ![The new front page](files/front.png).",
		Found:   "An image in a body has nothing between its brackets.",
	})
)

// listed names all shortcodes, with what each shows.
func listed() string {
	var all []string
	for _, s := range KnownShortcodes() {
		all = append(all, s.String()+" ("+s.Shows+")")
	}
	return strings.Join(all, ", ")
}
