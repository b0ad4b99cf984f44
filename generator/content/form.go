package content

import (
	"cmp"
	"path"
	"strings"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/picture"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// JSON Schemas of what is written in one value. An editor reads a bare date of
// YAML as a text, and so do the schemas; digits alone may be a number.
var (
	anyScalar = map[string]any{"type": []any{"string", "number", "boolean"}}
	anyID     = map[string]any{"type": []any{"string", "number"}}
	anyNumber = map[string]any{"anyOf": []any{map[string]any{"type": "number"}, matching(`^-?[0-9]+(\.[0-9]+)?$`)}}
)

// matching is the JSON Schema of a text of a pattern.
func matching(pattern string) map[string]any {
	return map[string]any{"type": "string", "pattern": pattern}
}

// The forms of the values that fields hold.
var (
	text = schema.Form[Text]{
		Shape: schema.Shape{Words: "a line of inline Markdown", JSON: anyScalar, Prose: true},
		Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Text) bool {
			raw, ok := d.Line(n, at)
			if ok {
				*v = Text{raw, n.Mark}
			}
			return ok
		},
	}
	line = schema.Form[string]{
		Shape: schema.Shape{Words: "a line of text", JSON: anyScalar},
		Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) (ok bool) {
			*v, ok = d.Line(n, at)
			return ok
		},
	}
	// A readable line is one in which no mark of Markdown counts, for readers all the same.
	readable = func() schema.Form[string] {
		form := line
		form.Prose = true
		return form
	}()
	// An id is a name by which other fields and files refer to something.
	id = schema.Form[string]{
		Shape: schema.Shape{Words: "an id of letters, digits and hyphens", JSON: anyID},
		Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) bool {
			raw, ok := d.Scalar(n, at)
			if !ok || raw == "" {
				return false
			}
			if !IsID(raw) {
				d.Errorf(n.Mark, source.BadName, "%s cannot be an id; use letters, digits and hyphens", diag.Quote(raw))
			}
			*v = raw // even so, or every reference to it would be an error too
			return true
		},
	}
	date = timed(schema.Parsed(
		schema.Shape{Words: "a day", Example: "2026-10-02", JSON: matching(`^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}$`), Sample: "2026-10-02", Column: table.Days},
		BadDate, table.ParseDate),
		func(v *calendar.Date) schema.When { return schema.When{Day: *v} })
	duration = schema.Parsed(
		schema.Shape{Words: "a working duration", Example: "30m, 4h or 2d", JSON: matching(`^([0-9]+d|([0-9]+h)?([0-9]+m)?)$`), Sample: "4h"},
		BadDuration, parseDuration)
	minutes = schema.Parsed(
		schema.Shape{Words: "working hours and minutes", Example: "1h30m", JSON: matching(`^([0-9]+h)?([0-9]+m)?$`), Sample: "1h30m"},
		BadDuration, parseMinutes)
	workingDays = schema.Parsed(
		schema.Shape{Words: "a number of working days", Example: "10d", JSON: matching(`^[0-9]+d$`), Sample: "10d"},
		BadDuration, parseDays)
	number = sure(schema.Parsed(
		schema.Shape{Words: "a number", Example: "362", JSON: anyNumber, Sample: "362", Column: table.Numbers},
		schema.BadNumber, parseNumber))
	hours = schema.Parsed(
		schema.Shape{Words: "a number of hours", Example: "2.5 or 2:30", JSON: anyScalar, Sample: "2.5", Column: table.Hours},
		schema.BadNumber, parseHours)
	email = schema.Parsed(
		schema.Shape{Words: "an e-mail address", Example: "hello@northlight.example", JSON: matching(`^[^@ ]+@[^@ ]+$`), Sample: "hello@northlight.example"},
		BadEmail, ParseEmail)
	webAddress = schema.Parsed(
		schema.Shape{Words: "a web address", Example: "https://northlight.example", JSON: matching(`^https?://[^ ]+$`), Sample: "https://northlight.example"},
		BadURL, parseURL)
)

// sure is a form of numbers that refuses one which may mean a thousand times as much.
func sure[V any](form schema.Form[V]) schema.Form[V] {
	read := form.Read
	form.Read = func(d *schema.Decoder, n *front.Node, at schema.Where, v *V) bool {
		return !isUnsure(d, n, n.Raw) && read(d, n, at, v)
	}
	return form
}

// isUnsure reports a number of front matter, as 4.800, whose point may begin its decimals or stand before
// thousands. In a table the column tells; in a file that says how numbers are written, that does.
func isUnsure(d *schema.Decoder, n *front.Node, number string) bool {
	number = strings.TrimSpace(number)
	if d.Table || d.Numbers == table.Point || n.Kind != front.Scalar {
		return false
	}
	if whole, fraction, _ := strings.Cut(strings.TrimPrefix(number, "-"), "."); isDigits(whole) && (fraction == "" || len(fraction) != 3 && isDigits(fraction)) {
		return false // no group has other than three digits
	}
	point, comma := table.Readings(number)
	if _, err := parseNumber(number); err != nil || point == comma || comma == "" {
		return false
	}
	shorter := strings.TrimRight(strings.TrimRight(point, "0"), ".")
	if shorter == point {
		shorter += "0" // four decimals are no group
	}
	d.Errorf(n.Mark, table.TwoReadings, "%s can be read as %s or as %s; write %s or %s, or say with data: {numbers: \"1,234.5\"} that a point begins decimals", diag.Quote(number), comma, point, comma, shorter)
	return true
}

// timed adds to a form the point in time that its value names.
func timed[V any](form schema.Form[V], when func(v *V) schema.When) schema.Form[V] {
	form.When = when
	return form
}

// moment is a time, or a day whose meaning depends on the key.
var moment = schema.Form[Moment]{
	Shape: schema.Shape{Words: "a time, or a day", Example: "2026-10-02 16:00", JSON: matching(`^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?$`), Sample: "2026-10-02 16:00", Column: table.Moments},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Moment) bool {
		raw, ok := d.Scalar(n, at)
		if !ok || raw == "" {
			return false
		}
		m, err := parseMoment(raw, d.Zone)
		if err != nil {
			d.Fixf(n.Mark, n.Raw, table.Meant(raw), BadTime, "%s", err)
			return false
		}
		m.Mark = n.Mark
		*v = m
		return true
	},
	When: func(v *Moment) schema.When { return schema.When{Day: v.Day, Time: true, At: v.At} },
}

// IsMoney reports whether a key holds an amount of money.
func IsMoney(i schema.Info) bool { return i.Words == money.Words }

var money = schema.Form[Money]{
	Shape: schema.Shape{Words: "an amount, with a currency where it is not the usual one", Example: `95.50 or "1200.00 GBP"`,
		JSON: map[string]any{"anyOf": []any{map[string]any{"type": "number"}, matching(`^-?[0-9]+(\.[0-9]+)?( +[A-Z]{3})?$`)}}, Sample: "1200", Column: table.Amounts},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Money) bool {
		if !readMoney(d, n, at, v) {
			return false
		}
		if places := placesOf(v.Currency); v.Currency != NoCurrency && !v.Amount.Equal(v.Amount.Round(places)) {
			d.Errorf(n.Mark, BadMoney, "%s has more decimals than %s has; write at most %d", diag.Quote(strings.TrimSpace(n.Raw)), v.Currency, places)
			return false
		}
		return true
	},
}

// readMoney reads an amount, which for the price of a piece may be a part of the smallest
// coin.
func readMoney(d *schema.Decoder, n *front.Node, at schema.Where, v *Money) bool {
	raw, ok := d.Scalar(n, at)
	if !ok || raw == "" {
		return false
	}
	amount, code, rule, err := parseMoney(raw)
	if err != nil {
		d.Errorf(n.Mark, rule, "%s", err)
		return false
	}
	if number, _, _ := strings.Cut(raw, " "); isUnsure(d, n, number) {
		return false
	}
	code = cmp.Or(code, d.Currency)
	if code == "" {
		d.Errorf(n.Mark, CurrencyMissing, "%s has no currency; write it as \"%s EUR\", or give the client or the provider a currency", diag.Quote(raw), amount)
		return false
	}
	*v = Money{amount, code}
	return true
}

// rhythm is a recurrence: a text, or {rrule: FREQ=…}, since YAML takes the colon
// of an unquoted `rrule: FREQ=…` for a key's.
var rhythm = schema.Form[calendar.Rhythm]{
	Shape: schema.Shape{Words: "a recurrence", Example: "weekly on friday, every 2 weeks on tuesday at 10:00, monthly on 5, quarterly on 10, or rrule: FREQ=…",
		JSON: map[string]any{"anyOf": []any{map[string]any{"type": "string"}, map[string]any{"type": "object", "properties": map[string]any{"rrule": map[string]any{"type": "string"}}, "required": []any{"rrule"}, "additionalProperties": false}}}, Sample: "weekly on friday"},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *calendar.Rhythm) bool {
		raw, ok := "", true
		if rule := n.Get("rrule"); rule != nil && len(n.Keys) == 1 && rule.Kind == front.Scalar {
			n, raw = rule, "rrule: "+strings.TrimSpace(rule.Raw)
		} else if raw, ok = d.Scalar(n, at); !ok || raw == "" {
			return false
		}
		r, err := calendar.ParseRhythm(raw)
		if err != nil {
			d.Errorf(n.Mark, BadRhythm, "%s", wordMend(err))
			return false
		}
		*v = r
		return true
	},
}

// period is 2026-09 and its like, or {from: , to: }.
var period = schema.Form[calendar.Period]{
	Shape: schema.Shape{Words: "a month, quarter, week or year", Example: "2026-09, 2026-Q3, 2026-W40 or 2026",
		JSON:   map[string]any{"anyOf": []any{matching(`^[0-9]{4}(-[0-9]{2}|-Q[1-4]|-W[0-9]{2})?$`), map[string]any{"type": "integer", "minimum": 1900, "maximum": 2199}}},
		Fields: span.Infos(), Sample: "2026-09", Column: table.Periods},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *calendar.Period) bool {
		if n.Kind != front.Map {
			return namedPeriod.Read(d, n, at, v)
		}
		var s Stretch
		span.Decode(d, n, at, &s)
		if s.From == 0 || s.To == 0 || !inOrder(d, n.Get("to").Mark, s.From, s.To) {
			return false
		}
		*v = calendar.Period{Kind: calendar.Custom, From: s.From, To: s.To}
		return true
	},
	When: func(v *calendar.Period) schema.When { return schema.When{Day: v.To} },
}

var namedPeriod = schema.Parsed(schema.Shape{}, BadPeriod, calendar.ParsePeriod)

var span = schema.New(
	schema.Key("from", date, func(v *Stretch) *calendar.Date { return &v.From }, "The first day.").Required(),
	schema.Key("to", date, func(v *Stretch) *calendar.Date { return &v.To }, "The last day.").Required(),
).Holds(schema.Recorded)

// inOrder reports whether to is on or after from, with a problem at the mark
// of to where it is not. A missing end is in order.
func inOrder(d *schema.Decoder, m Mark, from, to calendar.Date) bool {
	if from == 0 || to == 0 || from <= to {
		return true
	}
	d.Errorf(m, schema.BadRange, "%s is before %s, where it begins; write the later date in \"to\"", to, from)
	return false
}

// endsInOrder has what ends before it begins end on its first day.
func endsInOrder(d *schema.Decoder, n *front.Node, from, to *calendar.Date) {
	if end := n.Get("to"); end != nil && !inOrder(d, end.Mark, *from, *to) {
		*to = *from
	}
}

// momentsInOrder reports an end that is before its beginning. Of moments
// without a time of day only the days are compared.
func momentsInOrder(d *schema.Decoder, begin string, a Moment, end string, b Moment) {
	if a.IsZero() || b.IsZero() || a.Day < b.Day {
		return
	}
	if a.Day > b.Day || !a.At.IsZero() && !b.At.IsZero() && b.At.Before(a.At) {
		d.Errorf(b.Mark, BadOrder, "%s is before %s; mend one of the times", end, begin)
	}
}

// items are lists of prose, each element a text or {what: , detail: }.
var items = schema.List(schema.Form[Item]{
	Shape: schema.Shape{Words: text.Words, JSON: anyScalar, Fields: item.Infos()},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Item) bool {
		if n.Kind != front.Map {
			ok := text.Read(d, n, at, &v.What)
			if ok && v.What.IsZero() {
				d.Errorf(n.Mark, schema.MissingField, "%s is empty; fill it in or remove it", at)
				return false
			}
			return ok
		}
		if n.Get("what") == nil && n.Get("detail") == nil && len(n.Keys) == 1 {
			d.Errorf(n.Mark, schema.WrongType, "%s must be a text or {what: …, detail: …}; put the line in quotes if it holds a colon", at)
			return false
		}
		return item.Decode(d, n, at, v)
	},
	Visit: func(_ *schema.Info, v *Item, visit func(schema.Value)) { item.Visit(v, visit) },
})

var item = schema.New(
	schema.Key("what", text, func(v *Item) *Text { return &v.What }, "What is shown first.").Required(),
	schema.Key("detail", text, func(v *Item) *Text { return &v.Detail }, "What is shown with it.").Holds(schema.Described),
).Holds(schema.Agreed)

// The kinds of thing that are named by their ids.
const (
	toPerson     schema.Target = "person" // on either side
	toContact    schema.Target = "contact"
	toColleague  schema.Target = "colleague"
	toGoal       schema.Target = "goal"
	toService    schema.Target = "service"
	toTurnaround schema.Target = "turnaround"
	toPrice      schema.Target = "pricing item"
	toKPI        schema.Target = "KPI"
	toMilestone  schema.Target = "milestone"
	toNeed       schema.Target = "milestone or input"
	toPart       schema.Target = "milestone, input, KPI or price"
	toTerm       schema.Target = "part of the agreement" // what a change can move
)

// refer is the id of something that is defined elsewhere.
func refer(to schema.Target, words string) schema.Form[Ref] {
	return schema.Form[Ref]{
		Shape: schema.Shape{Words: words, JSON: anyID, Refers: to},
		Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Ref) bool {
			raw, ok := d.Scalar(n, at)
			if !ok || raw == "" {
				return false
			}
			*v = Ref{raw, n.Mark}
			d.Refer(raw, n.Mark, to)
			return true
		},
	}
}

var (
	person    = refer(toPerson, "the id of a person in people or contacts")
	contact   = refer(toContact, "the id of one of the client's contacts")
	colleague = refer(toColleague, "the id of one of the provider's people")
)

// IsID reports whether s can be an id, the name of a file, and part of a URL.
func IsID(s string) bool {
	for i, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), i > 0 && unicode.IsMark(r):
		case i > 0 && strings.ContainsRune("-_.", r):
		default:
			return false
		}
	}
	return s != "" && len(s) <= 200
}

// isFolderName reports whether s can be the id of a client or an engagement.
func isFolderName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' && i > 0) {
			return false
		}
	}
	return s != "" && len(s) <= 100 && source.Unportable(s) == ""
}

// pictureFile is the path of a picture beside the file at hand.
var pictureFile = schema.Form[string]{
	Shape: schema.Shape{Words: "the path of a picture beside the file", Example: "people/mara.jpg", JSON: matching(`\.(svg|png|jpe?g|webp|gif|avif|SVG|PNG|JPE?G|WEBP|GIF|AVIF)$`), Sample: "picture.svg"},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) bool {
		raw, ok := d.Scalar(n, at)
		if !ok || raw == "" {
			return false
		}
		full := path.Clean(d.Dir + raw)
		switch {
		case !picture.Is(raw):
			d.Errorf(n.Mark, BadPicture, "%s is not a picture; name a file that ends in %s", diag.Quote(raw), strings.Join(picture.Endings(), ", "))
			return false
		case path.IsAbs(raw) || full == ".." || strings.HasPrefix(full, "../"):
			d.Errorf(n.Mark, MissingPicture, "%s is not in this folder; copy it here and name it by its path from here", diag.Quote(raw))
			return false
		}
		if _, ok := d.Tree.Lookup(full); !ok {
			d.Errorf(n.Mark, MissingPicture, "there is no picture %s%s", diag.Quote(raw), diag.DidYouMean(raw, picturesBeside(d)).Or(addFile))
			return false
		}
		*v = full
		return true
	},
}

// addFile is the mend where no file is near.
const addFile = "; add the file or remove this line"

// picturesBeside lists the pictures that the file at hand could name.
func picturesBeside(d *schema.Decoder) []string {
	var names []string
	for _, f := range d.Tree.Files() {
		if name, ok := strings.CutPrefix(f.Name, d.Dir); ok && picture.Is(name) {
			names = append(names, name)
		}
	}
	return names
}
