package reference

import "rapport/generator/diag"

// A Problem is a rule of the form of files, which a build finds.
type Problem struct {
	Name     string
	Severity diag.Severity
	Summary  string
	Mend     string
}

// Problems lists what can be wrong with the form of a workspace. The habits that
// can be neglected are check's.
var Problems = []Problem{
	{"not-utf8", diag.Error, "a file is not UTF-8 text", "Save it as UTF-8."},
	{"invalid-utf8", diag.Error, "a text is not UTF-8", "Save the file as UTF-8."},
	{"too-large", diag.Error, "a file is too large to be read", "Split it, or put it under files/."},
	{"unreadable", diag.Error, "a file cannot be read", "Look at its permissions."},
	{"no-front-matter", diag.Error, "a file does not begin with front matter", "Put the fields first, between two lines ---."},
	{"unclosed-front-matter", diag.Error, "the front matter has no end", "Close it with the line that it begins with."},
	{"bad-yaml", diag.Error, "the front matter is not YAML", "Look at the line: most often a text with a colon or a hash lacks quotes, or a line has the wrong indentation."},
	{"bad-toml", diag.Error, "the front matter is not TOML", "Look at the line: most often a text lacks quotes."},
	{"bad-json", diag.Error, "the front matter is not JSON", "Look at the line: most often a comma is missing, or one too many."},
	{"bad-csv", diag.Error, "a table is not CSV", "Write a header row, and as many values in each row."},
	{"unknown-key", diag.Error, "a key is not known here", "Mend its spelling, or put what is your own under extra."},
	{"duplicate-key", diag.Error, "a key stands twice", "Keep one of the two."},
	{"missing-field", diag.Error, "something required is missing or empty", "Add it, or fill it in."},
	{"unknown-column", diag.Error, "a column is not known here", "Mend its name, or remove the column."},
	{"missing-column", diag.Error, "a table lacks a column", "Add the column to the header, and its values to each row."},
	{"wrong-type", diag.Error, "a value has the wrong form", "Write it in the form that the message names: a single value, a list, or a map."},
	{"bad-choice", diag.Error, "a word is none of those that may stand here", "Write one of the words that the message lists."},
	{"bad-range", diag.Error, "a value is out of its range", "Write a value within the bounds."},
	{"bad-date", diag.Error, "a date cannot be read", "Write it as 2026-10-02."},
	{"bad-time", diag.Error, "a time cannot be read", "Write it as 2026-10-02 16:00, or hours as 09:00-17:00."},
	{"bad-period", diag.Error, "a period cannot be read", "Write it as 2026-09, 2026-Q3, 2026-W40, 2026, or {from: …, to: …}."},
	{"bad-order", diag.Error, "what ends is before what begins", "Mend one of the two dates."},
	{"bad-duration", diag.Error, "a duration cannot be read", "Write it as 30m, 4h or 2d."},
	{"bad-rhythm", diag.Error, "a recurrence cannot be read", "Write it as weekly on friday, monthly on 5, or as the message says."},
	{"bad-timezone", diag.Error, "a time zone is not known", "Write its IANA name, such as Europe/Amsterdam."},
	{"bad-number", diag.Error, "a number cannot be read", "Write digits, with a point before decimals."},
	{"bad-money", diag.Error, "an amount cannot be read", "Write it as 1200, 95.50 or \"1200.00 EUR\"."},
	{"bad-currency", diag.Error, "a currency is not known", "Write its three letters, such as EUR."},
	{"currency-missing", diag.Error, "an amount has no currency", "Write it behind the amount, or give the client or the provider a currency."},
	{"bad-locale", diag.Error, "a language tag is not known", "Write it as en, en-GB or nl-NL."},
	{"bad-color", diag.Error, "a colour cannot be read", "Write it in quotes, as \"#0b5c5a\"."},
	{"bad-url", diag.Error, "a web address cannot be read", "Write it with https:// in front."},
	{"bad-email", diag.Error, "a mail address cannot be read", "Write it as name@example.org."},
	{"bad-access", diag.Error, "nothing says who may read a portal", "Write access: open, or access: sealed."},
	{"closed-missing", diag.Error, "a closed engagement does not say since when", "Add closed: with its date."},
	{"bad-name", diag.Error, "a name cannot be an id, a folder or part of an address", "Use letters, digits and hyphens."},
	{"bad-key", diag.Error, "a key of a person cannot be read", "Make it anew with rapport key add."},
	{"duplicate-id", diag.Error, "two things have one id", "Give one of them another."},
	{"unknown-id", diag.Error, "nothing has this id", "Mend its spelling, or add what it names."},
	{"needs-cycle", diag.Error, "milestones wait for each other", "Remove one of the needs on the path that the message shows."},
	{"missing-file", diag.Error, "a file that another names is not there", "Add it, or mend the name."},
	{"missing-picture", diag.Error, "a picture is not there", "Add it, or mend the name."},
	{"bad-picture", diag.Error, "a file is no picture", "Name one that ends in .svg, .png, .jpg, .webp, .gif or .avif."},
	{"misplaced-file", diag.Error, "a Markdown file has no place in the tree", "Move it to services/, journal/ or reports/, or away."},
	{"duplicate-url", diag.Error, "two things would be published at one address", "Rename one of them."},
	{"stray-file", diag.Warning, "a file is used nowhere", "Name it where it belongs, move it to files/, or away."},
	{"link-outside", diag.Error, "a symbolic link leads out of its tree", "Copy what it leads to."},
	{"link-broken", diag.Error, "a symbolic link leads nowhere", "Mend or remove it."},
	{"not-a-file", diag.Error, "a pipe, socket or device stands among the files", "Move it away."},
	{"not-sealed", diag.Error, "a portal that is to be sealed cannot be", "Write access: open where everybody may read it."},
	{"broken-link", diag.Error, "a link leads to what is not there", "Mend the path: it is written as seen from the file, as a link on a disk would be."},
	{"broken-anchor", diag.Error, "a link leads to a heading that is not there", "Mend what stands behind the #."},
	{"unsafe-link", diag.Error, "a link has a scheme that does not belong on a portal", "Use https, mailto or tel."},
	{"remote-image", diag.Error, "a picture lies on another host", "Copy it to files/: a portal loads nothing from elsewhere."},
	{"link-without-text", diag.Warning, "a link shows nothing", "Write between the brackets what it leads to."},
	{"undefined-reference", diag.Warning, "the label of a link is defined nowhere", "Define it, or write the address in parentheses."},
	{"raw-html", diag.Warning, "HTML stands in a text, and is shown as text", "Use Markdown, or write \\< where a < is meant."},
	{"empty-heading", diag.Warning, "a heading has no words", "Remove it, or say what follows."},
	{"unknown-alert", diag.Warning, "an alert is of no known kind", "Write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] alone on its line."},
	{"unknown-shortcode", diag.Error, "a shortcode is not known", "The only one is {{< kpi ID >}}."},
	{"misplaced-shortcode", diag.Error, "a chart cannot stand here", "Put it in a report, on a line of its own."},
	{"unknown-kpi", diag.Error, "a chart is of no KPI of the engagement", "Mend the id."},
	{"duplicate-chart", diag.Error, "a report shows one chart twice", "Show it once."},
	{"undefined-footnote", diag.Error, "a footnote's mark has no footnote", "Write [^1]: and the note, or remove the mark."},
	{"unused-footnote", diag.Warning, "a footnote has no mark in the text", "Write its mark, or remove it."},
	{"duplicate-footnote", diag.Error, "two footnotes have one label", "Rename one of them."},
	{"too-complex", diag.Error, "a text is nested or long beyond what a writer means", "Make it simpler, or split it."},
	{"theme", diag.Error, "a theme's layout or texts cannot be used", "Look at the file, line and column in the theme, and at the page that was being made."},
}
