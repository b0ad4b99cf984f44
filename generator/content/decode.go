package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/source"
)

// A decoder reads one file into the authored types. What a type looks like in a
// file is said once, in the function that reads it: which keys it has, what
// each holds, and which are required.
type decoder struct {
	file     string
	dir      string       // folder of the file in its tree; "" or "webshop/"
	tree     *source.Tree // for pictures
	settings settings
	problems *diag.List
	refs     *[]pending

	names []string // keys that the open objects know, innermost last
}

// at returns the position of a mark in the decoder's file.
func (d *decoder) at(m Mark) diag.Position {
	return m.In(d.file)
}

func (d *decoder) errorf(m Mark, rule *diag.Rule, format string, args ...any) {
	d.problems.Addf(d.at(m), rule, format, args...)
}

// An object is a map being read. Reading a key makes it known; what is left
// when all known keys were read is unknown.
type object struct {
	d    *decoder
	n    *front.Node
	in   string // where its keys stand, in messages: unknown key "x" in scope
	what string // the object itself: scope, or an element of plan
	from int    // of the object's own names in d.names
}

// object begins to read n as a map. It returns false, with a problem, where n is none.
func (d *decoder) object(n *front.Node, what string) (*object, bool) {
	if n.Kind != front.Map {
		d.errorf(n.Mark, WrongType, "%s must be a map of keys, not %s; write it as {key: value, …}", what, n.Kind)
		return nil, false
	}
	return &object{d, n, what, what, len(d.names)}, true
}

// element begins to read a map in the list of a name.
func (d *decoder) element(n *front.Node, list string) (*object, bool) {
	o, ok := d.object(n, "an element of "+list)
	if ok {
		o.in = list
	}
	return o, ok
}

// get returns what stands under a key, or nil where that is nothing.
func (o *object) get(name string) *front.Node {
	o.d.names = append(o.d.names, name)
	n := o.n.Get(name)
	if n != nil && n.Kind == front.Null {
		return nil
	}
	return n
}

// require reports the keys that are missing or empty.
func (o *object) require(names ...string) {
	d := o.d
	for _, name := range names {
		n := o.n.Get(name)
		switch {
		case n == nil:
			d.errorf(o.n.Mark, MissingField, "%s has no %q; add it", o.what, name)
		case n.IsBlank():
			d.errorf(n.Mark, MissingField, "%q in %s is empty; fill it in", name, o.what)
		}
	}
}

// end reports missing and unknown keys. It must be called before the next key
// of the enclosing object is read.
func (o *object) end(required ...string) {
	o.require(required...)
	d := o.d
	known := d.names[o.from:]
	for _, k := range o.n.Keys {
		if slices.Contains(known, k.Name) {
			continue
		}
		mend := diag.DidYouMean(k.Name, known)
		switch {
		case mend != "":
		case strings.Contains(k.Name, " "):
			mend = "; put a text that holds a comma or a colon in quotes"
		case len(known) <= 8:
			mend = "; known here: " + strings.Join(known, ", ")
		default:
			mend = "; remove it, or put what is your own under \"extra\""
		}
		d.errorf(k.Mark, UnknownKey, "unknown key %s in %s%s", diag.Quote(k.Name), o.in, mend)
	}
	d.names = d.names[:o.from]
}

// scalar returns the text under a key, trimmed. It returns false where nothing
// stands there, or (with a problem) a list or map.
func (o *object) scalar(name string) (n *front.Node, raw string, ok bool) {
	n = o.get(name)
	if n == nil {
		return nil, "", false
	}
	raw, ok = o.d.scalar(n, name)
	return n, raw, ok && raw != ""
}

func (d *decoder) scalar(n *front.Node, what string) (string, bool) {
	if n.Kind != front.Scalar {
		mend := "write one value"
		if n.Kind == front.Map {
			mend = "put the line in quotes if it holds a colon"
		}
		d.errorf(n.Mark, WrongType, "%s must be a single value, not %s; %s", what, n.Kind, mend)
		return "", false
	}
	return strings.TrimSpace(n.Raw), true
}

// value reads a key by a parser whose errors say how to mend the text.
func value[T any](o *object, name string, dst *T, rule *diag.Rule, parse func(string) (T, error)) {
	n, raw, ok := o.scalar(name)
	if !ok {
		return
	}
	v, err := parse(raw)
	if err != nil {
		o.d.errorf(n.Mark, rule, "%s", err)
		return
	}
	*dst = v
}

func (o *object) date(name string, dst *calendar.Date) {
	value(o, name, dst, BadDate, calendar.ParseDate)
}

func (o *object) duration(name string, dst *calendar.Duration) {
	value(o, name, dst, BadDuration, parseDuration)
}

// minutes reads a duration that may not be in days.
func (o *object) minutes(name string, dst *calendar.Duration) {
	value(o, name, dst, BadDuration, parseMinutes)
}

func (o *object) number(name string, dst *decimal.Decimal) {
	value(o, name, dst, BadNumber, parseNumber)
}

// whole reads a whole number between two bounds.
func (o *object) whole(name string, dst *int, low, high int) {
	n, raw, ok := o.scalar(name)
	if !ok {
		return
	}
	i, err := strconv.Atoi(raw)
	switch {
	case err != nil:
		o.d.errorf(n.Mark, BadNumber, "%s is not a whole number; write %s as %s", diag.Quote(raw), name, bounds(low, high))
	case i < low || i > high:
		o.d.errorf(n.Mark, BadRange, "%s is out of range; write %s as %s", diag.Quote(raw), name, bounds(low, high))
	default:
		*dst = i
	}
}

// bounds says what may be written; a high bound that nobody meets goes unsaid.
func bounds(low, high int) string {
	if high > 10_000 {
		return fmt.Sprintf("%d or more", low)
	}
	return fmt.Sprintf("a whole number from %d to %d", low, high)
}

// truth reads a key that is true or false.
func (o *object) truth(name string, dst *bool) {
	n, raw, ok := o.scalar(name)
	switch {
	case !ok:
	case raw == "true" && !n.Quoted:
		*dst = true
	case raw == "false" && !n.Quoted:
		*dst = false
	default:
		o.d.errorf(n.Mark, WrongType, "%s is neither true nor false; write %s: true, without quotes", diag.Quote(raw), name)
	}
}

// choice reads a key that has one of a few words.
func choice[T ~string](o *object, name string, dst *T, choices ...T) {
	n, raw, ok := o.scalar(name)
	if !ok {
		return
	}
	if slices.Contains(choices, T(raw)) {
		*dst = T(raw)
		return
	}
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = string(c)
	}
	o.d.errorf(n.Mark, BadChoice, "%s is not one of %s%s", diag.Quote(raw), strings.Join(words, ", "), orPick(diag.DidYouMean(raw, words)))
}

// orPick is the mend where no candidate is near.
func orPick(mend string) string {
	if mend == "" {
		return "; write one of these"
	}
	return mend
}

// text reads one line of inline Markdown.
func (o *object) text(name string, dst *Text) {
	if n := o.get(name); n != nil {
		*dst, _ = o.d.text(n, name)
	}
}

// line reads one line of plain text.
func (o *object) line(name string, dst *string) {
	var t Text
	o.text(name, &t)
	*dst = t.Raw
}

func (d *decoder) text(n *front.Node, what string) (Text, bool) {
	raw, ok := d.scalar(n, what)
	if !ok {
		return Text{}, false
	}
	for _, r := range raw {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			d.errorf(n.Mark, WrongType, "%s must be one line; join the lines, or move the text to the body", what)
			return Text{}, false
		case unicode.IsControl(r) && r != '\t':
			d.errorf(n.Mark, WrongType, "%s holds a control character (%U); remove it", what, r)
			return Text{}, false
		}
	}
	return Text{raw, n.Mark}, true
}

// list reads a list, each element by read.
func list[T any](o *object, name string, dst *[]T, read func(d *decoder, n *front.Node, what string, v *T) bool) {
	n := o.get(name)
	if n == nil || !o.d.isList(n, name) {
		return
	}
	*dst = make([]T, 0, len(n.Kids))
	for _, kid := range n.Kids {
		var v T
		if read(o.d, kid, name, &v) {
			*dst = append(*dst, v)
		}
	}
}

func (d *decoder) isList(n *front.Node, what string) bool {
	if n.Kind == front.List {
		return true
	}
	if n.Kind == front.Scalar {
		d.errorf(n.Mark, WrongType, "%s must be a list; write it as a list: %s: [..]", what, what)
	} else {
		d.errorf(n.Mark, WrongType, "%s must be a list, not %s; begin each element with a hyphen", what, n.Kind)
	}
	return false
}

// texts reads a list of lines of inline Markdown.
func (o *object) texts(name string, dst *[]Text) {
	list(o, name, dst, func(d *decoder, n *front.Node, what string, v *Text) (ok bool) {
		*v, ok = d.text(n, "an element of "+what)
		return ok
	})
}

// dates reads a list of dates.
func (o *object) dates(name string, dst *[]calendar.Date) {
	list(o, name, dst, readDate)
}

func readDate(d *decoder, n *front.Node, what string, v *calendar.Date) bool {
	raw, ok := d.scalar(n, "an element of "+what)
	if !ok {
		return false
	}
	date, err := calendar.ParseDate(raw)
	if err != nil {
		d.errorf(n.Mark, BadDate, "%s", err)
		return false
	}
	*v = date
	return true
}

// items reads a list of prose, each element a text or {what: , detail: }.
func (o *object) items(name string, dst *[]Item) { list(o, name, dst, readItem) }

func readItem(d *decoder, n *front.Node, what string, v *Item) (ok bool) {
	if n.Kind != front.Map {
		v.What, ok = d.text(n, "an element of "+what)
		if ok && v.What.IsZero() {
			d.errorf(n.Mark, MissingField, "an element of %s is empty; fill it in or remove it", what)
			return false
		}
		return ok
	}
	if n.Get("what") == nil && n.Get("detail") == nil && len(n.Keys) == 1 {
		d.errorf(n.Mark, WrongType, "an element of %s must be a text or {what: …, detail: …}; put the line in quotes if it holds a colon", what)
		return false
	}
	o, _ := d.element(n, what)
	o.text("what", &v.What)
	o.text("detail", &v.Detail)
	o.end("what")
	return true
}

// id reads a name by which other fields and files refer to something.
func (o *object) id(name string, dst *string) {
	n, raw, ok := o.scalar(name)
	if !ok {
		return
	}
	if !isName(raw) {
		o.d.errorf(n.Mark, source.BadName, "%s cannot be an id; use letters, digits and hyphens", diag.Quote(raw))
	}
	*dst = raw // even so, or every reference to it would be an error too
}

// ref reads the id of something that is defined elsewhere.
func (o *object) ref(name string, dst *Ref, to target) {
	if n, raw, ok := o.scalar(name); ok {
		*dst = o.d.refer(raw, n.Mark, to)
	}
}

// listRefs reads a list of ids.
func (o *object) listRefs(name string, dst *[]Ref, to target) {
	list(o, name, dst, func(d *decoder, n *front.Node, what string, v *Ref) bool {
		raw, ok := d.scalar(n, "an element of "+what)
		if !ok || raw == "" {
			return false
		}
		*v = d.refer(raw, n.Mark, to)
		return true
	})
}

func (d *decoder) refer(id string, m Mark, to target) Ref {
	r := Ref{id, m}
	*d.refs = append(*d.refs, pending{d.file, r, to})
	return r
}

// isName reports whether s can be an id, the name of a file, and part of a URL.
func isName(s string) bool {
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
	return s != "" && len(s) <= 100
}
