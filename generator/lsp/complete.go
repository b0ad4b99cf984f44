package lsp

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/markdown"
	"rapport/generator/picture"
	"rapport/generator/reference"
	"rapport/generator/schema"
	"rapport/generator/table"
)

// complete offers what can be written at a place. It waits for nobody: what it offers stands in the files as they
// are at this moment.
func complete(_ context.Context, q *inquiry) (any, error) {
	c := completer{library: q.library, q: q, now: q.folder.now()}
	s, ok := spotAt(q.doc.text, q.offset)
	switch {
	case c.kindOf(q.file) == "":
		return nil, nil
	case strings.TrimSpace(q.doc.text) == "":
		c.begun(c.kindOf(q.file))
	case !ok:
		c.inBody()
	default:
		c.spot = s
		c.inFront()
	}
	return completionList{IsIncomplete: c.open, Items: append([]completionItem{}, c.items...)}, nil
}

// A completer gathers what can be written at a place.
type completer struct {
	*library
	q     *inquiry
	now   found
	spot  spot
	items []completionItem
	open  bool // with more written, other things are offered
}

// add offers a text in the place of the word at hand.
func (c *completer) add(item completionItem, text string) {
	item.SortText = fmt.Sprintf("%04d", len(c.items))
	item.TextEdit = &textEdit{c.q.doc.span(c.spot.from, c.spot.to), text}
	if c.spot.word != "" && strings.ContainsAny(c.spot.word[:1], `"'`) {
		item.FilterText = c.spot.word[:1] + cmp.Or(item.FilterText, item.Label) // what is compared with begins with its quote
	}
	c.items = append(c.items, item)
}

// addValue offers a value: between quotes where it stands between some, or where its format wants them.
func (c *completer) addValue(item completionItem, value string) {
	quote := ""
	switch {
	case c.spot.word != "" && strings.ContainsAny(c.spot.word[:1], `"'`):
		quote = c.spot.word[:1]
	case c.spot.fence != "" && c.spot.fence != "---" && value != "true" && value != "false":
		quote = `"`
	}
	c.add(item, quote+value+quote)
}

// begun offers the front matter with which an empty file begins: the keys that it has to have. An entry can be of
// each kind.
func (c *completer) begun(kind string) {
	c.word("")
	for _, k := range content.FileKinds() {
		if k.Name != kind && !(k.Entry && kind == "entry") {
			continue
		}
		lines := "---\n"
		for _, f := range k.Fields {
			switch {
			case k.Entry && f.Key == "kind":
				lines += "kind: " + k.Name + "\n"
			case f.Required:
				lines += f.Key + ": \n"
			}
		}
		c.add(completionItem{Label: k.Name, Kind: itemValue, Detail: "begin with what it has to have"}, lines+"---\n")
	}
}

func (c *completer) inFront() {
	fields := fieldsOf(c.kindOf(c.q.file), c.q.doc.text)
	info := infoAt(fields, c.spot.path)
	switch {
	case len(c.spot.path) == 0 && c.spot.key:
		c.keys(fields)
	case info == nil:
	case !c.spot.key:
		c.values(info)
	default:
		c.keys(slices.Concat(info.Fields, info.Elements))
		if c.spot.element && !c.spot.flow {
			c.values(info)
		}
		if info.Spread {
			c.spread(info)
		}
	}
}

// keys offers the keys that a map does not have yet, those first without which it is not whole.
func (c *completer) keys(fields []schema.Info) {
	fields = slices.Clone(fields)
	slices.SortStableFunc(fields, func(a, b schema.Info) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	for _, f := range fields {
		if slices.Contains(c.spot.siblings, f.Key) {
			continue
		}
		c.add(completionItem{Label: f.Key, Kind: itemProperty, Detail: reference.Written(f), Documentation: markdownOf(f.Doc)}, c.keyText(f.Key))
	}
}

// keyText is a key with what stands behind it.
func (c *completer) keyText(key string) string {
	after := c.q.doc.text[c.spot.to:]
	switch {
	case c.spot.fence == "{" || strings.HasPrefix(c.spot.word, `"`):
		key = `"` + key + `"`
		if strings.HasPrefix(after, `"`) {
			key = strings.TrimSuffix(key, `"`)
		}
		return key + ": "
	case c.spot.fence == "+++":
		return key + " = "
	case strings.HasPrefix(after, ":"):
		return key
	}
	return key + ": "
}

// locales are the languages of the default theme, as countries write them.
var locales = []string{"ar", "da-DK", "de-AT", "de-CH", "de-DE", "en-GB", "en-US", "es-ES", "fr-FR", "he-IL", "it-IT", "ja-JP", "nl-BE", "nl-NL", "pl-PL", "pt-PT", "sv-SE"}

// values offers what can be written under a key.
func (c *completer) values(i *schema.Info) {
	enum, _ := i.JSON["enum"].([]any)
	for _, word := range enum {
		c.addValue(completionItem{Label: fmt.Sprint(word), Kind: itemEnum}, fmt.Sprint(word))
	}
	if i.Refers != "" {
		c.ids(i.Refers)
	}
	switch {
	case i.Words == "true or false":
		for _, word := range []string{"true", "false"} {
			c.addValue(completionItem{Label: word, Kind: itemValue}, word)
		}
	case i.Column == table.Days || i.Column == table.Moments || strings.HasPrefix(i.Words, "a day,"):
		c.days(i)
	case i.Column == table.Periods || i.Words == "the period of an occurrence":
		c.periods()
	case i.Words == "a recurrence":
		c.words(itemValue, "weekly on friday", "every 2 weeks on tuesday", "monthly on 5", "monthly on last friday", "quarterly on 10", "yearly on 3 march", "daily")
	case i.Words == "a working duration":
		c.words(itemValue, "30m", "1h", "4h", "8h", "1d", "2d", "5d")
	case i.Key == "timezone":
		c.words(itemValue, content.TimeZones()...)
	case i.Key == "locale":
		c.words(itemValue, locales...)
	case i.Key == "currency":
		c.words(itemValue, "EUR", "GBP", "USD", "CHF", "DKK", "SEK", "NOK", "PLN", "CZK", "HUF", "CAD", "AUD", "NZD", "JPY")
	case i.Key == "holidays":
		for _, p := range calendar.HolidayPlaces() {
			c.addValue(completionItem{Label: p.Code, Kind: itemValue, Detail: p.Name}, p.Code)
		}
	case i.Key == "rule":
		c.rules()
	case strings.HasPrefix(i.Words, "the path of a picture"):
		c.files("", picture.Is)
	case i.Key == "series", i.Key == "file" && strings.HasPrefix(i.Words, "the name of a file under data/"), len(c.spot.path) > 1 && c.spot.path[len(c.spot.path)-2] == "series":
		c.files("data", func(name string) bool { return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".xlsx") })
	}
}

// spread offers the keys of a map whose keys are names.
func (c *completer) spread(i *schema.Info) {
	switch i.Key {
	case "kpis":
		for _, t := range c.things(c.q.file) {
			if t.kind == "KPI" && !slices.Contains(c.spot.siblings, t.id) {
				c.add(completionItem{Label: t.id, Kind: itemReference, Detail: t.title}, c.keyText(t.id))
			}
		}
	case "series":
		c.periodKeys()
	}
}

func (c *completer) words(kind int, all ...string) {
	for _, word := range all {
		c.addValue(completionItem{Label: word, Kind: kind}, word)
	}
}

// ids offers what a reference can name.
func (c *completer) ids(to schema.Target) {
	var had []string
	for _, t := range slices.Backward(c.things(c.q.file)) { // the nearest first
		if !t.isMeantBy(to, t.id) || slices.Contains(had, t.id) {
			continue
		}
		had = append(had, t.id)
		c.addValue(completionItem{Label: t.id, Kind: itemReference, Detail: t.kind + ": " + t.title}, t.id)
	}
	if to == "part of the agreement" {
		c.words(itemEnum, content.Parts...)
	}
}

func (c *completer) rules() {
	var there, rest []completionItem
	had := map[string]bool{}
	for _, p := range c.q.folder.findings(c.q.file) {
		had[p.Rule] = true
	}
	known := reference.Advice()
	for _, r := range reference.Rules() {
		item := completionItem{Label: r.Name, Kind: itemEnum, Detail: r.Summary}
		switch {
		case !slices.Contains(known, r.Name):
		case had[r.Name]:
			there = append(there, item)
		default:
			rest = append(rest, item)
		}
	}
	for _, item := range append(there, rest...) {
		c.addValue(item, item.Label)
	}
}

// files offers the files in a folder beside the file at hand, and in those within.
func (c *completer) files(dir string, is func(string) bool) {
	base := path.Dir(c.q.file)
	clients := c.content() + "/clients" // whose files are no concern of the provider's
	fs.WalkDir(c.library.files, path.Join(base, dir), func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || name == clients:
			return fs.SkipDir
		case len(c.items) > 500:
			return fs.SkipAll
		case d.IsDir() || strings.HasPrefix(path.Base(name), ".") || !is(name):
			return nil
		}
		short := strings.TrimPrefix(name, base+"/")
		c.addValue(completionItem{Label: short, Kind: itemFile}, short)
		return nil
	})
}

// today is the day of which the workspace is looked at.
func (c *completer) today() calendar.Date {
	at := c.now.asOf
	if c.now.press == nil {
		at = c.q.server.options.Now()
	}
	return calendar.DateOf(at)
}

var monthOf = regexp.MustCompile(`^["']?(\d{4})-(\d{2})`)

// days offers days, with what day of the week each is, and whether one works on it: those about today, or the
// month that is written already.
func (c *completer) days(i *schema.Info) {
	c.open = true
	today := c.today()
	var days []calendar.Date
	month := monthOf.FindStringSubmatch(c.spot.word)
	switch {
	case month != nil:
		first, err := calendar.ParseDate(month[1] + "-" + month[2] + "-01")
		for d := first; err == nil && d.String()[:7] == first.String()[:7]; d++ {
			days = append(days, d)
		}
	case i.Due || i.Key == "due" || i.Key == "needed_by" || i.Key == "end" || i.Key == "by" || i.Key == "forecast":
		for d := today; d <= today+60; d++ {
			days = append(days, d)
		}
	default:
		for n := range calendar.Date(15) { // the nearest first, and what lies behind before what comes
			days = append(days, today-n)
		}
		for n := calendar.Date(1); n <= 45; n++ {
			days = append(days, today+n)
		}
	}
	for _, d := range days {
		detail := c.now.dayWords(d)
		if d == today {
			detail += ", today"
		}
		c.addValue(completionItem{Label: d.String(), Kind: itemEvent, Detail: detail, FilterText: d.String() + " " + strings.ToLower(d.Weekday().String())}, d.String())
	}
}

// dayWords says what day of the week a day is, and that one does not work on it.
func (now *found) dayWords(d calendar.Date) string {
	words := d.Weekday().String()
	if now.press == nil {
		return words
	}
	cal := now.press.Provider.Calendar
	if cal.Open(d) {
		return words
	}
	for _, closed := range cal.ClosedDays(d, d) {
		if closed.Name != "" {
			return words + ", closed: " + closed.Name
		}
	}
	return words + ", closed"
}

// periods offers months, quarters, weeks and years about today.
func (c *completer) periods() {
	for _, p := range c.nearPeriods() {
		c.addValue(completionItem{Label: p.String(), Kind: itemValue, Detail: p.From.String() + " to " + p.To.String()}, p.String())
	}
}

func (c *completer) periodKeys() {
	for _, p := range c.nearPeriods() {
		if !slices.Contains(c.spot.siblings, p.String()) {
			c.add(completionItem{Label: p.String(), Kind: itemValue, Detail: p.From.String() + " to " + p.To.String()}, c.keyText(p.String()))
		}
	}
}

func (c *completer) nearPeriods() []calendar.Period {
	var all []calendar.Period
	for _, kind := range []calendar.PeriodKind{calendar.Month, calendar.Quarter, calendar.Week, calendar.Year} {
		this := calendar.PeriodOf(kind, c.today())
		all = append(all, this.Prev(), this, this.Next(), this.Prev().Prev())
	}
	return all
}

var (
	shortcodeBegun = regexp.MustCompile(`\{\{<\s*(?:(kpi|table)\s+)?([^\s>]*)$`)
	linkBegun      = regexp.MustCompile(`\]\(([^)\s#]*)(#[^)\s]*)?$`)
)

// inBody offers what a text can show, and files that a link can lead to.
func (c *completer) inBody() {
	line := c.q.doc.line(c.q.Position.Line)
	begun := line[:max(0, min(len(line), c.q.offset-c.q.doc.offset(position{Line: c.q.Position.Line})))]
	if m := shortcodeBegun.FindStringSubmatch(begun); m != nil {
		c.word(m[2])
		c.shortcodes(m[1])
		return
	}
	m := linkBegun.FindStringSubmatch(begun)
	switch {
	case m == nil:
	case m[2] != "":
		c.word(m[2][1:])
		_, engagement := c.home(c.q.file)
		for _, t := range c.things(c.q.file) {
			if t.at != nil && t.file == engagement+"/engagement.md" && slices.Contains(kindsNamed["milestone, input, KPI or price"], t.kind) && t.kind != "price" {
				c.add(completionItem{Label: t.id, Kind: itemReference, Detail: t.kind + ": " + t.title}, t.id)
			}
		}
	default:
		c.word(m[1])
		c.links()
	}
}

// word takes what stands before the cursor as the word at hand.
func (c *completer) word(word string) {
	c.spot = spot{word: word, from: c.q.offset - len(word), to: c.q.offset}
}

func (c *completer) shortcodes(of string) {
	switch of {
	case "kpi":
		for _, t := range c.things(c.q.file) {
			if t.kind == "KPI" {
				c.add(completionItem{Label: t.id, Kind: itemReference, Detail: t.title}, t.id)
			}
		}
	case "table":
		_, engagement := c.home(c.q.file)
		for _, file := range c.list(engagement+"/data", ".csv") {
			name := strings.TrimPrefix(file, engagement+"/")
			c.add(completionItem{Label: name, Kind: itemFile}, name)
		}
	default:
		for _, s := range markdown.KnownShortcodes() {
			c.addValue(completionItem{Label: s.Name, Kind: itemEnum, Detail: s.Shows}, s.Name)
		}
	}
}

// links offers the files of the client, as a link from this one writes them.
func (c *completer) links() {
	client, engagement := c.home(c.q.file)
	if client == "" {
		return
	}
	files := []string{client + "/client.md"}
	folders := []string{engagement}
	if engagement == "" {
		folders = nil
		for _, name := range c.folders(client) {
			folders = append(folders, client+"/"+name)
		}
	}
	for _, folder := range folders {
		files = append(files, folder+"/engagement.md")
		for _, sub := range []string{"files", "reports", "journal"} {
			files = append(files, c.list(folder+"/"+sub, "")...)
		}
	}
	for _, file := range files[:min(len(files), 1000)] {
		if c.doc(file) == nil && path.Ext(file) == ".md" || file == c.q.file {
			continue
		}
		to := relative(path.Dir(c.q.file), file)
		detail := ""
		if title := c.tree(file).Get("title"); title != nil {
			detail = title.Raw
		}
		c.add(completionItem{Label: to, Kind: itemFile, Detail: detail}, to)
	}
}

// relative is the path of a file as seen from a folder.
func relative(from, to string) string {
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	for len(a) > 0 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return strings.Repeat("../", len(a)) + strings.Join(b, "/")
}
