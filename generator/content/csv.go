package content

import (
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// word is any text.
var word = schema.Parsed(schema.Shape{Words: "a text"}, schema.WrongType, func(s string) (string, error) { return s, nil })

// named is the id of something, of which only the id is kept.
func named(to schema.Target) schema.Form[string] {
	ref := refer(to, "an id")
	return schema.Form[string]{Shape: ref.Shape, Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) bool {
		var r Ref
		ok := ref.Read(d, n, at, &r)
		*v = r.ID
		return ok
	}}
}

// requests gathers the requests of the journal and of requests.csv.
func (r *clientReader) requests(e *Engagement) {
	seen := map[string]string{}
	for _, entry := range e.Entries {
		if entry.Kind == RequestKind {
			e.Requests = append(e.Requests, entry.AsRequest())
			seen[entry.ID] = "in the journal"
		}
	}
	if file, ok := r.ours(e, "data/requests.csv"); ok {
		if t, d, ok := r.table(file, &requestTable, ""); ok {
			for row := range t.rows() {
				if request, ok := readRequest(d, row, seen); ok {
					e.Requests = append(e.Requests, request)
				}
			}
		}
	}
	slices.SortStableFunc(e.Requests, r.byOpening)
}

// byOpening orders requests by when they were opened, then by id.
func (r *clientReader) byOpening(a, b Request) int {
	if a.Opened.Day == b.Opened.Day && a.Opened.At != b.Opened.At {
		return r.instant(a.Opened).Compare(r.instant(b.Opened))
	}
	return byDate(a.Opened.Day, b.Opened.Day, a.ID, b.ID)
}

// AsRequest returns the request that an entry of the kind tells of, opened on the
// entry's day where it does not say when.
func (e *Entry) AsRequest() Request {
	v := e.Request
	r := Request{ID: e.ID, Type: v.Type.ID, Title: e.Title, Opened: v.Opened, Responded: v.Responded, Resolved: v.Resolved, Waiting: v.Waiting, Entry: e}
	if r.Opened.IsZero() {
		r.Opened.Day = e.Date
	}
	return r
}

// instant returns when something begins: at its time, or at opening time.
func (r *clientReader) instant(m Moment) time.Time {
	if m.At.IsZero() && r.provider.Calendar != nil {
		return r.provider.Calendar.Opening(m.Day)
	}
	return m.At
}

var requestColumns = schema.New(
	schema.Key("id", word, func(r *Request) *string { return &r.ID }, "The name of the request.").Required(),
	schema.Key("type", named(toTurnaround), func(r *Request) *string { return &r.Type }, "Which kind of request it is."),
	schema.Key("title", text, func(r *Request) *Text { return &r.Title }, "What was asked.").Holds(schema.Free),
	schema.Key("opened", moment, func(r *Request) *Moment { return &r.Opened }, "When it was asked.").Required().Begins(),
	schema.Key("responded", moment, func(r *Request) *Moment { return &r.Responded }, "When it was answered.").Comes(),
	schema.Key("resolved", moment, func(r *Request) *Moment { return &r.Resolved }, "When it was done.").Comes(),
	schema.Key("waiting", schema.Parsed(minutes.Shape, BadDuration, parseWaited), func(r *Request) *int { return &r.Waited }, "How long you waited for the client."),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, _ *front.Node, _ schema.Where, r *Request) {
	momentsInOrder(d, "opened", r.Opened, "responded", r.Responded)
	momentsInOrder(d, "opened", r.Opened, "resolved", r.Resolved)
})

// parseWaited reads a time waited, which may be none, in minutes.
func parseWaited(s string) (int, error) {
	waited, err := calendar.ParseDuration(s)
	if err == nil && waited.Unit == calendar.Days {
		_, err = parseMinutes(s)
	}
	return waited.N, err
}

func readRequest(d *schema.Decoder, row *front.Node, seen map[string]string) (Request, bool) {
	var r Request
	schema.Decode(d, row, schema.Row(), requestColumns.Into(&r), schema.OtherKeys())
	if r.ID != "" {
		at := row.Get("id").Mark
		if where, double := seen[r.ID]; double {
			d.Errorf(at, DuplicateID, "request %s stands %s already; give each its own id", diag.Quote(r.ID), where)
		} else {
			seen[r.ID] = "on line " + strconv.Itoa(at.Line)
		}
	}
	return r, r.ID != "" && !r.Opened.IsZero()
}

// time reads the time spent.
func (r *clientReader) time(e *Engagement) {
	file, ok := r.ours(e, "data/time.csv")
	if !ok {
		return
	}
	t, d, ok := r.table(file, &timeTable, "")
	if !ok {
		return
	}
	e.Time = slices.Grow(e.Time, t.Len)
	for row := range t.rows() {
		e.Time = append(e.Time, readTime(d, row))
	}
	slices.SortStableFunc(e.Time, func(a, b TimeRow) int { return int(a.Date - b.Date) })
}

var timeColumns = schema.New(
	schema.Key("date", schema.Repeating(date), func(r *TimeRow) *calendar.Date { return &r.Date }, "The day of the work.").Required().Begins(),
	schema.Key("hours", schema.Repeating(hours), func(r *TimeRow) *decimal.Decimal { return &r.Hours }, "How long it took.").Required(),
	schema.Key("person", named(toPerson), func(r *TimeRow) *string { return &r.Person }, "Who did it."),
	schema.Key("item", named(toPrice), func(r *TimeRow) *string { return &r.Item }, "What it is paid by."),
	schema.Key("note", line, func(r *TimeRow) *string { return &r.Note }, "What was done.").Holds(schema.Free),
).Holds(schema.Recorded).Marked(func(r *TimeRow) *Mark { return &r.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, r *TimeRow) {
	if hours := n.Get("hours"); r.Hours.IsNegative() {
		d.Errorf(hours.Mark, schema.BadRange, "%s is negative; write hours of 0 or more", diag.Quote(hours.Raw))
	}
})

func readTime(d *schema.Decoder, row *front.Node) TimeRow {
	var r TimeRow
	schema.Decode(d, row, schema.Row(), timeColumns.Into(&r), schema.OtherKeys())
	r.Person, r.Item, r.Note = d.Rows.Keep(r.Person), d.Rows.Keep(r.Item), d.Rows.Keep(r.Note)
	return r
}
