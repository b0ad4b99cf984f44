package importing

import (
	"math/big"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/front"
	"rapport/generator/table"
)

// blankRow returns the row of a kind that holds nothing.
func blankRow(kind Kind) *front.Node {
	names := map[Kind][]string{
		Time:     {"date", "hours", "person", "item", "note"},
		Requests: {"id", "type", "title", "opened", "responded", "resolved", "waiting"},
		Units:    {"date", "item", "count", "note"},
		Invoices: {"number", "date", "amount", "item", "period", "due", "paid", "file"},
	}[kind]
	row := &front.Node{Kind: front.Map}
	for _, name := range names {
		row.Keys = append(row.Keys, front.Key{Name: name})
		row.Kids = append(row.Kids, &front.Node{})
	}
	return row
}

// translate brings an entry, or leaves it where what every row needs cannot be read.
func (t *translation) translate(e entry) {
	out := t.out
	out.Mark = e.row.Mark
	for _, kid := range out.Kids {
		*kid = front.Node{Kind: front.Null, Quoted: true, Mark: out.Mark}
	}
	var ok bool
	switch t.rule.Kind {
	case Time:
		ok = t.time(e, out)
	case Requests:
		ok = t.request(e, out)
	case Units:
		ok = t.unit(e, out)
	case Invoices:
		ok = t.invoice(e, out)
	}
	if ok {
		t.Brought++
		t.bring(Row{File: e.File, Node: out})
	}
}

// set puts a text into a column of a row, where there is any.
func set(out *front.Node, name, text string, at front.Mark) {
	if n := out.Get(name); text != "" {
		n.Kind, n.Raw, n.Mark = front.Scalar, text, at
	}
}

func (t *translation) time(e entry, out *front.Node) bool {
	hours, text, ok := t.hours(e)
	if !ok {
		return false
	}
	if !t.day(e, out, "date", hours) {
		return false
	}
	set(out, "hours", text, t.cell(e.file, e.row, "hours").Mark)
	t.person(e, out, hours)
	t.item(e, out, hours)
	t.text(e, out, "note")
	return true
}

func (t *translation) request(e entry, out *front.Node) bool {
	id, title := t.cell(e.file, e.row, "id"), t.cell(e.file, e.row, "title")
	if id.Text == "" {
		t.leave(e.file, id, leftover{why: "without an id, left out"}, nil)
		return false
	}
	opened, ok := t.moment(e, "opened")
	if !ok {
		return false
	}
	if opened.isBlank() {
		t.leave(e.file, id, leftover{why: "without a time of opening, left out"}, nil)
		return false
	}
	set(out, "id", nameIn(id.Text), id.Mark)
	if title.Text == "" {
		title = id
	}
	set(out, "title", literal(oneLine(title.Text)), title.Mark)
	set(out, "opened", opened.text(), opened.Mark)
	t.kind(e, out)
	t.answered(e, out, opened)
	t.solved(e, out, opened)
	if waiting := t.number(e, "waiting_minutes"); waiting != nil && waiting.Sign() > 0 {
		set(out, "waiting", wholeMinutes(waiting)+"m", t.cell(e.file, e.row, "waiting_minutes").Mark)
	}
	return true
}

// answered sets when a request was answered: at a time, or so long after its opening.
func (t *translation) answered(e entry, out *front.Node, opened moment) {
	at, ok := t.moment(e, "responded")
	if !ok {
		return
	}
	if at.isBlank() && !opened.at.IsZero() {
		if after := t.number(e, "responded_minutes"); after != nil {
			seconds, _ := new(big.Rat).Mul(after, big.NewRat(60, 1)).Float64()
			at = moment{at: opened.at.Add(time.Duration(seconds) * time.Second), Mark: t.cell(e.file, e.row, "responded_minutes").Mark}
		}
	}
	t.after(e, out, "responded", opened, at)
}

// solved sets when a request was done. A status that says open outweighs a time, which
// stays in some programs when a ticket is opened again; one that says done without a
// time is taken to have been so since the row was last changed.
func (t *translation) solved(e entry, out *front.Node, opened moment) {
	at, ok := t.moment(e, "resolved")
	if !ok {
		return
	}
	status := t.cell(e.file, e.row, "status")
	state, known := t.status(status.Text)
	switch {
	case status.Text == "" || !known && !at.isBlank():
	case !known:
		t.leave(e.file, status, leftover{why: "with a status that is not known, counted as open", mend: "statuses", column: t.theirColumn(e, "status")}, nil)
	case state == Open:
		at = moment{}
	case at.isBlank():
		changed, _ := t.moment(e, "updated")
		if changed.isBlank() {
			t.leave(e.file, status, leftover{why: "done without saying when, counted as open", mend: "map: {resolved: …}"}, nil)
			return
		}
		t.leave(e.file, status, leftover{why: "done without saying when, taken to be when it was last changed", mend: "map: {resolved: …}"}, nil)
		at = changed
	}
	t.after(e, out, "resolved", opened, at)
}

// after sets a time that is after the opening, and leaves one that is before it.
func (t *translation) after(e entry, out *front.Node, name string, opened, at moment) {
	switch {
	case at.isBlank():
	case at.before(opened):
		t.leave(e.file, table.Cell{Text: at.text(), Mark: at.Mark}, leftover{why: name + " before being opened, which is left out"}, nil)
	default:
		set(out, name, at.text(), at.Mark)
	}
}

// kind sets which kind of request a row is: the first of its words that names one.
func (t *translation) kind(e entry, out *front.Node) {
	id, c := t.placed(e, "type", t.rule.Types, unless(t.rule.Type, t.rule.Names.Turnarounds))
	switch {
	case id == "" && t.rule.Type != "":
		id = t.rule.Type
	case id == "":
		t.leave(e.file, c, leftover{why: "of no known kind of request, promising nothing", mend: "types", column: t.theirColumn(e, "type")}, nil)
	}
	set(out, "type", id, c.Mark)
}

// item sets what a row is paid by: the first of its words that names a price.
func (t *translation) item(e entry, out *front.Node, hours *big.Rat) {
	id, c := t.placed(e, "item", t.rule.Items, unless(t.rule.Item, t.rule.Names.Prices))
	switch {
	case id == "" && t.rule.Item != "":
		id = t.rule.Item
	case id == "":
		t.leave(e.file, c, leftover{why: "of no known price, billed by none", mend: "items", column: t.theirColumn(e, "item")}, hours)
	}
	set(out, "item", id, c.Mark)
}

// unless returns what words can name by themselves: nothing, where all rows have one id but
// those whose words a rule translates.
func unless(constant string, names []Name) []Name {
	if constant != "" {
		return nil
	}
	return names
}

// A placement is a word of one of our columns, whose meaning is looked up once.
type placement struct{ column, word string }

// placed returns the id that the first word of a row's cells names that names any, and
// else the first cell.
func (t *translation) placed(e entry, name string, pairs []Pair, names []Name) (string, table.Cell) {
	first := table.Cell{Mark: e.row.Mark}
	for c := range t.cells(e.file, e.row, name) {
		id := remember(t.placements, placement{name, c.Text}, func() string {
			for _, word := range wordsOf(c.Text) {
				if id := find(word, pairs, names); id != "" {
					return id
				}
			}
			return ""
		})
		if id != "" {
			return id, c
		}
		if first.Text == "" {
			first = c
		}
	}
	return "", first
}

// person sets who did the work.
func (t *translation) person(e entry, out *front.Node, hours *big.Rat) {
	id, c := t.placed(e, "person", t.rule.People, t.rule.Names.People)
	if id == "" && c.Text != "" {
		t.leave(e.file, c, leftover{why: "by nobody who is known", mend: "people", column: t.theirColumn(e, "person")}, hours)
	}
	set(out, "person", id, c.Mark)
}

// theirColumn returns the name of the column that holds one of ours in a row: the first
// that is not blank.
func (t *translation) theirColumn(e entry, name string) string {
	for _, places := range e.at[name] {
		for _, at := range places {
			if e.row.At(at).Text != "" {
				return e.Header[at].Text
			}
		}
	}
	return ""
}

func (t *translation) unit(e entry, out *front.Node) bool {
	count, c := t.number(e, "count"), t.cell(e.file, e.row, "count")
	if count == nil {
		t.leave(e.file, c, leftover{why: "without a count that can be read, left out"}, nil)
		return false
	}
	if !t.day(e, out, "date", nil) {
		return false
	}
	set(out, "count", decimalOf(count), c.Mark)
	t.item(e, out, nil)
	if out.Get("item").Kind == front.Null {
		return false // without a price, a count is of nothing
	}
	t.text(e, out, "note")
	return true
}

func (t *translation) invoice(e entry, out *front.Node) bool {
	number, c := t.cell(e.file, e.row, "number"), t.cell(e.file, e.row, "amount")
	amount := t.money(e)
	if number.Text == "" || amount == "" {
		t.leave(e.file, c, leftover{why: "without a number, or an amount that can be read, left out"}, nil)
		return false
	}
	for _, name := range []string{"date", "due", "paid"} {
		if !t.day(e, out, name, nil) && name == "date" {
			return false
		}
	}
	set(out, "number", number.Text, number.Mark)
	set(out, "amount", amount, c.Mark)
	if t.cell(e.file, e.row, "item").Text != "" || t.rule.Item != "" {
		t.item(e, out, nil)
	}
	for _, name := range []string{"period", "file"} {
		c := t.cell(e.file, e.row, name)
		if read := e.reads[name]; read != nil {
			c.Text = read(c)
		}
		set(out, name, c.Text, c.Mark)
	}
	return true
}

// money reads an amount, with the currency that it or its row says; "" where there is none.
func (t *translation) money(e entry) string {
	parts := strings.Fields(e.reads["amount"](t.cell(e.file, e.row, "amount")))
	if len(parts) == 0 || len(parts) > 2 {
		return ""
	}
	if _, err := decimal.NewFromString(parts[0]); err != nil {
		return ""
	}
	if code := t.cell(e.file, e.row, "currency").Text; len(parts) == 1 && code != "" {
		parts = append(parts, strings.ToUpper(code))
	}
	return strings.Join(parts, " ")
}

// text sets a text of one line.
func (t *translation) text(e entry, out *front.Node, name string) {
	c := t.cell(e.file, e.row, name)
	set(out, name, oneLine(c.Text), c.Mark)
}

// status returns what a status means, and false where that is not known.
func (t *translation) status(word string) (Status, bool) {
	for _, p := range t.rule.Statuses {
		if table.Fold(p.From) == table.Fold(word) {
			return Status(p.To), true
		}
	}
	known := usualStatuses
	if t.rule.Program != nil {
		known = t.rule.Program.Statuses
	}
	s, ok := known[table.Fold(word)]
	return s, ok
}

// usualStatuses are those of files of no known program.
var usualStatuses = map[string]Status{"new": Open, "open": Open, "in progress": Open, "pending": Open, "waiting": Open, "resolved": Done, "solved": Done, "done": Done, "closed": Done, "completed": Done}

// nameIn returns the name of a ticket: of an address its last part.
func nameIn(text string) string {
	if u, err := url.Parse(text); err == nil && u.Scheme != "" && u.Host != "" {
		return path.Base(u.Path)
	}
	return text
}

// oneLine joins lines, and takes out what no text may hold. A quote that a program puts
// before what a spreadsheet could take for a formula goes with it.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if len(text) > 1 && text[0] == '\'' && strings.ContainsRune("=+-@", rune(text[1])) {
		return text[1:]
	}
	return text
}

// literal writes a text so that Markdown shows it as it is.
func literal(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_[]<>~#|!&{}", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// wholeMinutes writes minutes, rounded.
func wholeMinutes(r *big.Rat) string {
	f, _ := r.Float64()
	return strconv.Itoa(int(f + 0.5))
}

// decimalOf writes a number, with the ten decimals at most that a figure may have.
func decimalOf(r *big.Rat) string {
	text := r.FloatString(10)
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// A moment is a time as an export has it: an instant, or a day.
type moment struct {
	day  calendar.Date // where no time of day is written
	at   time.Time
	wall calendar.Date // the day that is written, of a time on the provider's clock
	front.Mark
}

func (m moment) isBlank() bool { return m.day == 0 && m.at.IsZero() }

func (m moment) text() string {
	if m.at.IsZero() {
		return m.day.String()
	}
	return m.at.Format(time.RFC3339)
}

// before reports whether m is surely before another.
func (m moment) before(other moment) bool {
	if !m.at.IsZero() && !other.at.IsZero() {
		return m.at.Before(other.at)
	}
	return m.date() < other.date()
}

func (m moment) date() calendar.Date {
	switch {
	case m.at.IsZero():
		return m.day
	case m.wall != 0:
		return m.wall // also where the clock skipped the time, so that it is read as one of the next day
	}
	return calendar.DateOf(m.at)
}

// day sets a day, and leaves the row where it cannot be read.
func (t *translation) day(e entry, out *front.Node, name string, hours *big.Rat) bool {
	i := t.at(e, name)
	if !i.ok || i.isBlank() && name == "date" {
		t.leave(e.file, t.cell(e.file, e.row, name), leftover{why: "without a day in " + name + " that can be read, left out"}, hours)
		return false
	}
	set(out, name, i.day, i.Mark)
	return true
}
