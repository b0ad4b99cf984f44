package desk

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/phrase"
)

// PrintOptions are how Print shows a desk.
type PrintOptions struct {
	Color bool // with the escape sequences of a terminal
	Width int  // columns that a line may take; 0 means any number
	Brief bool // the rows alone, without the clients and the explanations

	Failed int // clients that are not on the desk, since their content has errors
}

// Print writes what a provider should know in the morning: how each client does,
// the worst first, and under that the rows, a heading a group and a line a row; where
// there are none, what comes next.
// Lines are cut to the width. What comes from a user's files is printed with
// control characters made visible. The error is that of writing.
func Print(w io.Writer, asOf time.Time, clients []*Client, options PrintOptions) error {
	rows := Rows(clients)
	p := printer{PrintOptions: options, today: calendar.DateOf(asOf)}
	if p.Width <= 0 {
		p.Width = unbounded
	}
	p.Width = max(p.Width, 40) // less holds nothing
	if !p.Brief {
		p.line("", asOf.Format("Monday 2 January 2006, 15:04, ")+asOf.Location().String())
		p.clients(clients)
	}
	p.rows(rows)
	if !p.Brief {
		if len(rows) == 0 {
			p.nothing(clients)
		}
		p.watch(clients)
		if len(rows) > 0 {
			p.legend()
		}
	}
	_, err := w.Write(p.text.Bytes())
	return err
}

// The escape sequences of the colours, ECMA-48 "select graphic rendition".
const (
	bold   = "\x1b[1m"
	faint  = "\x1b[2m"
	red    = "\x1b[1;31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	reset  = "\x1b[0m"
)

// unbounded is wider than any line.
const unbounded = 1 << 30

// gap stands between columns.
const gap = "  "

type printer struct {
	PrintOptions
	today calendar.Date
	text  bytes.Buffer
}

// line writes a line that is cut to the width, in a colour or "".
func (p *printer) line(color, text string) {
	p.text.WriteString(p.colored(color, cut(diag.Visible(text), p.Width)))
	p.text.WriteByte('\n')
}

func (p *printer) colored(color, text string) string {
	if !p.Color || color == "" || text == "" {
		return text
	}
	return color + text + reset
}

// A verdict is how an engagement or a client does, in the provider's terminal.
type verdict struct{ mark, word, color string }

var verdicts = map[facts.HealthState]verdict{
	facts.Red:     {"✗", "in trouble", red},
	facts.Amber:   {"!", "needs attention", yellow},
	facts.Green:   {"✓", "going well", green},
	facts.Unknown: {"?", "no news", yellow},
	"":            {"·", "not under way", faint},
}

// Worst is the worst health of a client's engagements that have not closed; "" where
// none is under way.
func Worst(c *facts.Client) facts.HealthState {
	var state facts.HealthState
	for _, e := range c.Engagements {
		if onDesk(e) && e.Health != nil && e.Health.State.Gravity() > state.Gravity() {
			state = e.Health.State
		}
	}
	return state
}

// byGravity puts the worst first.
func byGravity(clients []*Client) []*Client {
	return slices.SortedFunc(slices.Values(clients), func(a, b *Client) int {
		return cmp.Or(cmp.Compare(b.Health.Gravity(), a.Health.Gravity()), cmp.Compare(a.ID, b.ID))
	})
}

// narrow tells whether there is room for the essential only.
func (p *printer) narrow() bool { return p.Width < 100 }

// clients writes a line for each client.
func (p *printer) clients(clients []*Client) {
	if len(clients) == 0 {
		return
	}
	ids, names := 0, 0
	for _, c := range clients {
		ids = max(ids, columns(diag.Visible(c.ID)))
		names = max(names, columns(diag.Visible(c.Name)))
	}
	ids, names = min(ids, p.Width/4), min(names, p.Width/4)
	p.text.WriteByte('\n')
	for _, c := range byGravity(clients) {
		v := verdicts[c.Health]
		head := padded(cut(diag.Visible(c.ID), ids), ids) + gap
		if !p.narrow() {
			head += padded(cut(diag.Visible(c.Name), names), names) + gap
		}
		word := padded(v.word, len("needs attention")) + gap
		rest := cut(counted(c.Rows), p.Width-len("! ")-columns(head)-columns(word))
		p.text.WriteString(p.colored(v.color, v.mark) + " " + p.colored(bold, head) + p.colored(v.color, word) + rest + "\n")
	}
}

// watch returns the reasons for a health that is not green of which no row tells.
func watch(c *facts.Client, say *phrase.Speaker) []string {
	var said []string
	for _, e := range c.Engagements {
		if !onDesk(e) || e.Health == nil {
			continue
		}
		for _, r := range e.Health.Reasons {
			if !slices.Contains(rowReasons, r.Kind) {
				said = append(said, c.Content.ID+"/"+e.Content.ID+": "+say.Reason(e, &r))
			}
		}
	}
	return said
}

// watch writes what is to be watched of each client.
func (p *printer) watch(clients []*Client) {
	var said []string
	for _, c := range byGravity(clients) {
		said = append(said, c.Watch...)
	}
	if len(said) == 0 {
		return
	}
	p.text.WriteByte('\n')
	p.line(bold, fmt.Sprintf("To watch (%d)", len(said)))
	for _, text := range said {
		p.wrapped(diag.Visible(text))
	}
}

// rowReasons have a row each: what they say need not be said twice.
var rowReasons = []facts.ReasonKind{facts.MilestoneLate, facts.IncidentOpen, facts.ClientOverdue, facts.ConcernOpen, facts.RhythmOverdue}

// wrapped writes prose over as many lines as it takes; what follows the first is
// set in.
func (p *printer) wrapped(text string) {
	indent, used := gap, 0
	for _, word := range strings.Fields(text) {
		room := p.Width - len(indent)
		word = cut(word, room)
		switch n := columns(word); {
		case used == 0:
			p.text.WriteString(indent + word)
			used = n
		case used+1+n <= room:
			p.text.WriteString(" " + word)
			used += 1 + n
		default:
			indent = gap + gap
			p.text.WriteString("\n" + indent + word)
			used = n
		}
	}
	p.text.WriteByte('\n')
}

// short names the groups in a client's line.
var short = [later]string{"late", "unsaid", "today", "waiting", "this week", "to review", "feedback", "ideas"}

func counted(rows []Row) string {
	if len(rows) == 0 {
		return "nothing to do"
	}
	var counts [later]int
	for i := range rows {
		counts[rows[i].Group]++
	}
	var parts []string
	for g, n := range counts {
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+short[g])
		}
	}
	return strings.Join(parts, ", ")
}

// headings say what a group is, and what it asks for.
var headings = [later]struct{ text, color string }{
	{"Late, and yours", red},
	{"Unsaid: the client should have heard", yellow},
	{"Due today", bold},
	{"Waiting for the client", bold},
	{"Due in the next 7 days", bold},
	{"Reports that the client has not reviewed", bold},
	{"Feedback promised, and not asked for", bold},
	{"Ideas and renewals to speak of", bold},
}

// rows writes the rows under the headings of their groups.
func (p *printer) rows(rows []Row) {
	t := p.table(rows)
	for len(rows) > 0 {
		g := rows[0].Group
		n := slices.IndexFunc(rows, func(r Row) bool { return r.Group != g })
		if n < 0 {
			n = len(rows)
		}
		if p.text.Len() > 0 {
			p.text.WriteByte('\n')
		}
		p.line(headings[g].color, fmt.Sprintf("%s (%d)", headings[g].text, n))
		for i := range rows[:n] {
			p.row(&rows[i], t)
		}
		rows = rows[n:]
	}
}

// legend explains the rows.
func (p *printer) legend() {
	p.text.WriteByte('\n')
	p.line(faint, "d: working days. Files are below content/clients/<client>/<engagement>/.")
}

// A table is how many columns each part of a row has.
type table struct {
	when, who, what, place int

	several map[string]bool // clients of which several engagements have rows
	whole   bool            // room for files as seen from the workspace
}

// table shares out the width. What is to be done gets what the rest leaves.
func (p *printer) table(rows []Row) table {
	t := table{several: map[string]bool{}}
	first := map[string]string{}
	for i := range rows {
		r := &rows[i]
		if first[r.Client] == "" {
			first[r.Client] = r.Engagement
		}
		t.several[r.Client] = t.several[r.Client] || first[r.Client] != r.Engagement || !p.narrow()
	}
	what, whole := 0, 0
	for i := range rows {
		r := &rows[i]
		what = max(what, columns(diag.Visible(r.Text)))
		t.when = max(t.when, columns(p.when(r)))
		t.who = max(t.who, columns(t.client(r)))
		t.place = max(t.place, columns(p.place(r, false)))
		whole = max(whole, columns(p.place(r, true)))
	}
	rest := p.Width - t.when - 4*len(gap)
	t.who = min(t.who, p.Width*28/100)
	t.whole = rest-t.who-whole >= 60
	if t.whole {
		t.place = whole
	} else if p.narrow() {
		t.place = min(t.place, p.Width/4)
	} else {
		t.place = min(t.place, p.Width/3)
	}
	t.what = min(what, rest-t.who-t.place)
	return t
}

// client names a row's client, with the engagement where there is room or it
// would not be clear.
func (t table) client(r *Row) string {
	if !t.several[r.Client] {
		return diag.Visible(r.Client)
	}
	return diag.Visible(r.Client + "/" + r.Engagement)
}

func (p *printer) row(r *Row, t table) {
	when := p.when(r)
	when = strings.Repeat(" ", t.when-columns(when)) + when
	switch {
	case r.Group == Late, r.Late > 0 && r.Group == Unsaid:
		when = p.colored(red, when)
	case r.Late > 0:
		when = p.colored(yellow, when)
	}
	where := p.place(r, t.whole)
	if columns(where) > t.place { // the line's number is worth more than the name's end
		line := where[strings.LastIndexByte(where, ':'):]
		where = cut(strings.TrimSuffix(where, line), t.place-columns(line)) + line
	}
	p.text.WriteString(gap + when + gap +
		padded(cut(t.client(r), t.who), t.who) + gap +
		padded(cut(diag.Visible(r.Text), t.what), t.what) + gap +
		p.colored(faint, where) + "\n")
}

// when says how late a row is, when it is due, or how long it has been open.
func (p *printer) when(r *Row) string {
	switch {
	case r.Late > 0:
		return strconv.Itoa(r.Late) + "d late"
	case r.Due == 0 && r.Open == 0:
		return "new"
	case r.Due == 0:
		return strconv.Itoa(r.Open) + "d open"
	case !r.At.IsZero() && r.Due == p.today:
		return r.At.Format("15:04")
	case r.Due == p.today:
		return "today"
	}
	if r.Due < p.today {
		return date(r.Due, p.today) // over a weekend, or where nothing is late
	}
	return r.Due.Midnight().Format("Mon 2")
}

// place is where a row is mended: the file and the line. The file is named as seen
// from the workspace where the whole is wanted, else from the engagement's folder,
// else by its last part.
func (p *printer) place(r *Row, whole bool) string {
	file := r.File
	_, below, ok := strings.Cut(file, "/"+r.Client+"/"+r.Engagement+"/")
	switch {
	case whole || !ok:
	case p.narrow():
		file = path.Base(file)
	default:
		file = below
	}
	return diag.Visible(file) + ":" + strconv.Itoa(r.Line)
}

// nothing says that there is nothing to do, and until when.
func (p *printer) nothing(clients []*Client) {
	next := Next(clients)
	p.text.WriteByte('\n')
	switch {
	case len(clients) == 0 && p.Failed > 0:
		p.line("", "No client can be shown until the errors in its content are mended.")
	case len(clients) == 0:
		p.line("", "No clients yet: a client is a folder in content/clients with a client.md.")
	case p.Failed > 0:
		p.line("", "Of the clients shown, nothing is late, unsaid or due, and nobody waits.")
	case next == nil:
		p.line(green, "Nothing is late, unsaid or due, and nobody waits.")
	default:
		p.line(green, "Nothing is late, unsaid or due in the next 7 days, and nobody waits.")
		p.line("", fmt.Sprintf("Next: %s  %s  %s", next.Due.Midnight().Format("Mon 2 January"), next.Client+"/"+next.Engagement, next.Text))
	}
}
