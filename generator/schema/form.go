package schema

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/table"
)

// MapOf is a map as a value.
func MapOf[V any](m *Map[V]) Form[V] {
	return Form[V]{
		Shape: Shape{Fields: m.Infos(), Either: m.keys.either},
		Read:  m.Decode,
		AsOf:  m.AsOf,
		Visit: func(_ *Info, v *V, visit func(Value)) { m.Visit(v, visit) },
	}
}

// Only is a form of which Read drops what keep does not hold for.
func Only[V any](form Form[V], keep func(v *V) bool) Form[V] {
	read := form.Read
	form.Read = func(d *Decoder, n *front.Node, at Where, v *V) bool { return read(d, n, at, v) && keep(v) }
	return form
}

// List is a list of values of a form.
func List[V any](one Form[V]) Form[[]V] {
	list := Form[[]V]{Shape: one.Shape}
	list.List = true
	if list.Plain == nil && one.Read != nil {
		list.Plain = plainOf(valuesOf(one))
	}
	list.Read = func(d *Decoder, n *front.Node, at Where, all *[]V) bool {
		if !d.IsList(n, at) {
			return false
		}
		*all = make([]V, 0, len(n.Kids))
		for _, kid := range n.Kids {
			var v V
			if one.Read(d, kid, at.Element(), &v) {
				*all = append(*all, v)
			}
		}
		return true
	}
	list.Visit = func(i *Info, all *[]V, visit func(Value)) {
		for j := range *all {
			v := &(*all)[j]
			switch {
			case one.Visit != nil:
				one.Visit(i, v, visit)
			case one.When != nil:
				visit(Value{i, v, one.When(v)})
			default:
				visit(Value{Info: i, Of: v})
			}
		}
	}
	if one.AsOf != nil {
		list.AsOf = func(all *[]V, came Came) *[]V {
			stood, changed := Revise(*all, func(v *V) *V { return one.AsOf(v, came) })
			if !changed {
				return all
			}
			return &stood
		}
	}
	return list
}

// Parsed is a single value, read by a parser whose errors say how to mend it,
// and reported under a rule.
func Parsed[V any](shape Shape, rule *diag.Rule, parse func(string) (V, error)) Form[V] {
	return Form[V]{Shape: shape, Read: func(d *Decoder, n *front.Node, at Where, v *V) bool {
		raw, ok := d.Scalar(n, at)
		if !ok || raw == "" && !at.element {
			return false
		}
		parsed, err := parse(raw)
		if err != nil {
			if !d.isPasted(n, raw) {
				d.Fixf(n.Mark, n.Raw, respelt(raw, parse), rule, "%s", err)
			}
			return false
		}
		*v = parsed
		return true
	}}
}

// respelt returns the only other spelling of a value that a parser takes and that means the same to
// every reader: of other capitals, or a day with all its digits; "" for none.
func respelt[V any](raw string, parse func(string) (V, error)) string {
	var found []string
	if months.MatchString(raw) {
		return ""
	}
	for _, spelling := range []string{wholeDay(raw), cmp.Or(table.Meant(raw), raw), strings.ToLower(raw), strings.ToUpper(raw), capitals(raw)} {
		if _, err := parse(spelling); spelling != raw && err == nil && !slices.Contains(found, spelling) {
			found = append(found, spelling)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// months are what might be minutes to one reader and months to another.
var months = regexp.MustCompile(`^[0-9]+M$`)

var loose = regexp.MustCompile(`^([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?$`)

// wholeDay writes a day or a month that begins with its year as 2026-03-09, or 2026-03.
func wholeDay(raw string) string {
	parts := loose.FindStringSubmatch(raw)
	if parts == nil {
		return raw
	}
	day := parts[1]
	for _, part := range parts[2:] {
		if part != "" {
			day += "-" + strings.Repeat("0", 2-len(part)) + part
		}
	}
	return day
}

// capitals begins each part of the name of a time zone with a capital.
func capitals(raw string) string {
	after := '/'
	return strings.Map(func(r rune) rune {
		if after == '/' || after == '_' {
			after = r
			return unicode.ToUpper(r)
		}
		after = r
		return unicode.ToLower(r)
	}, raw)
}

// Repeating is a form of values that repeat in the rows of a table, of which each is read once.
func Repeating[V any](form Form[V]) Form[V] {
	read := form.Read
	form.Read = func(d *Decoder, n *front.Node, at Where, v *V) bool {
		if d.Rows == nil || n.Kind != front.Scalar {
			return read(d, n, at, v)
		}
		c := cell{at.key, n.Raw}
		if known, ok := d.Rows.read[c]; ok {
			*v = known.(V)
			return true
		}
		if !read(d, n, at, v) {
			return false
		}
		if len(d.Rows.read) < mostRead {
			d.Rows.read[c] = *v
		}
		return true
	}
	return form
}

// Whole is a whole number between two bounds, of which words say what may be
// written.
func Whole(low, high int, words string) Form[int] {
	bounds := fmt.Sprintf("a whole number from %d to %d", low, high)
	if high > 10_000 { // a bound that nobody meets goes unsaid
		bounds = fmt.Sprintf("%d or more", low)
	}
	shape := Shape{Words: words, JSON: map[string]any{"type": "integer", "minimum": low, "maximum": high}, Sample: strconv.Itoa(max(1, low))}
	return Form[int]{Shape: shape, Read: func(d *Decoder, n *front.Node, at Where, v *int) bool {
		raw, ok := d.Scalar(n, at)
		if !ok || raw == "" {
			return false
		}
		i, err := strconv.Atoi(raw)
		switch {
		case err != nil && d.isPasted(n, raw):
		case err != nil:
			d.Errorf(n.Mark, BadNumber, "%s is not a whole number; write %s as %s", diag.Quote(raw), at.key, bounds)
		case i < low || i > high:
			d.Errorf(n.Mark, BadRange, "%s is out of range; write %s as %s", diag.Quote(raw), at.key, bounds)
		default:
			*v = i
			return true
		}
		return false
	}}
}

// Truth is true or false.
func Truth() Form[bool] {
	return Form[bool]{
		Shape: Shape{Words: "true or false", JSON: map[string]any{"type": "boolean"}, Sample: "true"},
		Read: func(d *Decoder, n *front.Node, at Where, v *bool) bool {
			raw, ok := d.Scalar(n, at)
			switch {
			case !ok || raw == "":
				return false
			case (raw == "true" || raw == "false") && !n.Quoted:
				*v = raw == "true"
				return true
			}
			d.Errorf(n.Mark, WrongType, "%s is neither true nor false; write %s: true, without quotes", diag.Quote(raw), at.key)
			return false
		},
	}
}

// Choice is one of a few words.
func Choice[V ~string](words ...V) Form[V] {
	names, enum := make([]string, len(words)), make([]any, len(words))
	for i, w := range words {
		names[i], enum[i] = string(w), string(w)
	}
	all := strings.Join(names, ", ")
	shape := Shape{Words: "one of " + all, JSON: map[string]any{"enum": enum}, Sample: names[len(names)-1]}
	return Form[V]{Shape: shape, Read: func(d *Decoder, n *front.Node, at Where, v *V) bool {
		raw, ok := d.Scalar(n, at)
		if !ok || raw == "" {
			return false
		}
		if slices.Contains(words, V(raw)) {
			*v = V(raw)
			return true
		}
		if d.isPasted(n, raw) {
			return false
		}
		mend := diag.DidYouMean(raw, names).Or("; write one of these")
		d.Fixf(n.Mark, n.Raw, diag.Certain(raw, names), BadChoice, "%s is not one of %s%s", diag.Quote(raw), all, mend)
		return false
	}}
}

// Flag is a choice of two words, of which the second is true.
func Flag(no, yes string) Form[bool] {
	choice := Choice(no, yes)
	return Form[bool]{Shape: choice.Shape, Read: func(d *Decoder, n *front.Node, at Where, v *bool) bool {
		var word string
		ok := choice.Read(d, n, at, &word)
		*v = word == yes
		return ok
	}, Text: func(v *bool) string {
		if *v {
			return yes
		}
		return no
	}}
}
