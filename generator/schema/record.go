package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/front"
)

// A Record is what a map says that others rely on: a file, a map in it, or an
// element of a list. Two versions of a file that mean the same have equal
// records, however each is written.
type Record struct {
	Key    string // under which it stands; "" for a file
	ID     string // which of the elements under the key it is; "" for the only one
	Name   string // ID as it is written
	Info   *Info  // of the key; nil for a file
	Words  bool   // ID is a text, which may be worded better
	Values []Said
	Parts  []*Record
	Day    calendar.Date // before which it is not there; 0 for none
	front.Mark
}

// A Said is a value in the one form that all ways to write it share.
type Said struct {
	Info    *Info
	Text    string
	Written string        // as it stands in the file; "" where it holds unwritten
	Day     calendar.Date // before which it is not there; 0 for none
	front.Mark
}

// Since stands in the ID of a version before the day from which on it holds.
const Since = " since "

// Signature is what the record says, without its name, where equal records have
// equal signatures. It is "" for one that says nothing.
func (r *Record) Signature() string {
	var b strings.Builder
	r.sign(&b)
	return b.String()
}

func (r *Record) sign(b *strings.Builder) {
	for _, v := range r.Values {
		fmt.Fprintf(b, "%s=%s\n", v.Info.Key, v.Text)
	}
	parts := make([]string, len(r.Parts)) // in any order
	for i, p := range r.Parts {
		parts[i] = fmt.Sprintf("%s[%s]{%s}\n", p.Key, p.ID, p.Signature())
	}
	slices.Sort(parts)
	for _, p := range parts {
		b.WriteString(p)
	}
}

// Value returns what stands under a key, "" for nothing.
func (r *Record) Value(key string) string {
	for i := range r.Values {
		if r.Values[i].Info.Key == key {
			return r.Values[i].Text
		}
	}
	return ""
}

// Record reads a map of the given keys. It reports nothing: what cannot be read
// is as if it were not there. The decoder says in which zone times are, and the
// currency of money without one.
func (d *Decoder) Record(n *front.Node, fields ...Info) *Record {
	r := &Record{Mark: n.Mark}
	d.fill(r, n, fields, "")
	return r
}

// fill reads the keys of a map but the one that names it.
func (d *Decoder) fill(r *Record, n *front.Node, fields []Info, name string) {
	for i := range fields {
		info := &fields[i]
		if info.Role == Free || info.Role == Unclassified || info.Key == name {
			continue
		}
		v := info.first(n.Get(info.Key))
		switch {
		case v.IsBlank():
			if info.Absent != "" && info.Role == Agreed {
				r.Values = append(r.Values, Said{Info: info, Text: info.Absent, Mark: n.Mark})
			}
		case info.Plain != nil && !info.List && !info.Spread && v.Kind == front.List && v.Kids != nil && v.Kids[0].Kind == front.Map:
			d.versions(r, info, v)
		case info.Plain != nil && !info.List && !info.Spread:
			d.value(r, info, v)
		default:
			d.parts(r, info, v)
		}
	}
}

// value reads a single value, however it is written.
func (d *Decoder) value(r *Record, info *Info, n *front.Node) {
	text, day := info.Plain.Of(d, n)
	if text == "" {
		return
	}
	said := Said{Info: info, Text: text, Written: written(n), Mark: n.Mark}
	switch {
	case info.Begins:
		r.Day = max(r.Day, day)
	case info.Comes:
		said.Day = day
	}
	r.Values = append(r.Values, said)
}

// versions reads a value that has versions: the first as if it stood alone, and
// each later one by the day since which it holds.
func (d *Decoder) versions(r *Record, info *Info, n *front.Node) {
	for i, kid := range n.Kids {
		of := r
		if since := kid.Get("since"); i > 0 && !since.IsBlank() {
			id := info.Key + Since + strings.TrimSpace(since.Raw)
			of = &Record{Key: info.Key, ID: id, Name: id, Info: info, Mark: kid.Mark}
			r.Parts = append(r.Parts, of)
		}
		d.value(of, info, kid)
	}
}

// parts reads what stands under a key in several: a map, a list, or a map whose
// keys are names.
func (d *Decoder) parts(r *Record, info *Info, n *front.Node) {
	switch {
	case n.Kind == front.Map && len(info.Fields) == 0:
		for i, k := range n.Keys {
			if text := plainScalar(n.Kids[i]); text != "" {
				r.Parts = append(r.Parts, figure(info, k, Said{Info: info, Text: text, Written: written(n.Kids[i]), Mark: n.Kids[i].Mark}))
			}
		}
	case n.Kind == front.Map && !info.List && !info.Several:
		part := &Record{Key: info.Key, Info: info, Mark: n.Mark}
		d.fill(part, n, info.Fields, "")
		r.Parts = append(r.Parts, part)
	case n.Kind == front.List:
		before := map[string]*front.Node{} // the version before, by id
		for i, kid := range n.Kids {
			if id := kid.Get("id"); info.Versions && !id.IsBlank() {
				if last := before[plainScalar(id)]; last != nil {
					kid = kid.Over(last, "since")
				}
				before[plainScalar(id)] = kid
			}
			d.element(r, info, kid, i)
		}
	case info.List || len(info.Fields) > 0:
		d.element(r, info, n, 0)
	default: // one value where several may stand, or the name of the file that holds them
		r.Values = append(r.Values, Said{Info: info, Text: plainScalar(n), Written: written(n), Mark: n.Mark})
	}
}

// figure is a value under a name. One under a period is there when that has ended.
func figure(info *Info, k front.Key, said Said) *Record {
	r := &Record{Key: info.Key, ID: k.Name, Name: k.Name, Info: info, Mark: k.Mark, Values: []Said{said}}
	if period, err := calendar.ParsePeriod(k.Name); err == nil {
		r.ID, r.Day = period.String(), period.To
	}
	return r
}

// element reads an element of a list. One without a name of its own has that of
// its place.
func (d *Decoder) element(r *Record, info *Info, n *front.Node, at int) {
	n = info.first(n)
	if n.IsBlank() {
		return
	}
	e := &Record{Key: info.Key, Info: info, Mark: n.Mark}
	switch {
	case n.Kind == front.Map && len(info.Fields) > 0:
		name := nameOf(n, info.Fields)
		if name == nil {
			return
		}
		d.name(e, name, name.first(n.Get(name.Key)))
		if since := n.Get("since"); info.Versions && !since.IsBlank() {
			e.ID += Since + strings.TrimSpace(since.Raw)
			e.Name = e.ID
		}
		d.fill(e, n, info.Fields, name.Key)
	case n.Kind == front.Map && len(info.Elements) > 0:
		if n.Get(info.Elements[0].Key).IsBlank() {
			return
		}
		d.name(e, &info.Elements[0], n.Get(info.Elements[0].Key))
		d.fill(e, n, info.Elements, info.Elements[0].Key)
	case len(info.Fields) > 0: // the first key alone
		d.name(e, &info.Fields[0], n)
	case info.List && info.Plain != nil:
		d.name(e, info, n)
	default:
		e.ID = fmt.Sprintf("number %d", at+1)
		e.Name = e.ID
		e.Values = []Said{{Info: info, Text: plainScalar(n), Written: written(n), Mark: n.Mark}}
	}
	if e.ID != "" {
		r.Parts = append(r.Parts, e)
	}
}

// name names an element by a value of it.
func (d *Decoder) name(e *Record, info *Info, n *front.Node) {
	e.Name = written(n)
	if info.Plain == nil {
		e.ID = plainScalar(n)
		return
	}
	e.ID, e.Day = info.Plain.Of(d, n)
	e.Words = info.Prose
}

// nameOf returns the key by which an element of a list is told from others: its
// id, or else the first key that it has.
func nameOf(n *front.Node, fields []Info) *Info {
	for i := range fields {
		if !n.Get(fields[i].Key).IsBlank() {
			return &fields[i]
		}
	}
	return nil
}

// plainScalar returns what stands in a node of which nothing is known.
func plainScalar(n *front.Node) string {
	switch n.Kind {
	case front.Scalar:
		raw := strings.TrimSpace(n.Raw)
		if v, err := decimal.NewFromString(raw); err == nil {
			return v.String()
		}
		return raw
	case front.List, front.Map:
		all := make([]string, len(n.Kids))
		for i, kid := range n.Kids {
			if n.Kind == front.Map {
				all[i] = n.Keys[i].Name + ": "
			}
			all[i] += plainScalar(kid)
		}
		return strings.Join(all, ", ")
	}
	return ""
}

// written returns what stands in a node as one would write it in a line.
func written(n *front.Node) string {
	all := make([]string, len(n.Kids))
	for i, kid := range n.Kids {
		if all[i] = written(kid); n.Kind == front.Map {
			all[i] = n.Keys[i].Name + ": " + all[i]
		}
	}
	switch n.Kind {
	case front.List:
		return "[" + strings.Join(all, ", ") + "]"
	case front.Map:
		return "{" + strings.Join(all, ", ") + "}"
	case front.Scalar:
		return strings.Join(strings.Fields(n.Raw), " ")
	}
	return "null"
}

// Plain reads a value into the one text that all ways to write it share.
type Plain struct {
	read func(d *Decoder, n *front.Node) (string, calendar.Date)
}

// Of returns the text of the value in a node, with the day that it names, if it
// does. The text is "" where the node holds no such value.
func (p *Plain) Of(d *Decoder, n *front.Node) (text string, day calendar.Date) { return p.read(d, n) }

// plainOf returns the one way to write values of a form, nil for a list or a map.
func plainOf(all *values) *Plain {
	if all.visit != nil {
		return nil
	}
	return &Plain{func(d *Decoder, n *front.Node) (string, calendar.Date) {
		v := all.fresh()
		if !all.read(d, n, Where{}, v) {
			return "", 0
		}
		var day calendar.Date
		if all.when != nil {
			day = all.when(v).Day
		}
		return all.text(v), day
	}}
}

// plain returns the text of a value without the place at which it stands.
func plain(v any) string {
	switch v := v.(type) {
	case interface{ Plain() string }:
		return v.Plain()
	case fmt.Stringer:
		return v.String()
	case []string:
		return strings.Join(slices.Sorted(slices.Values(v)), ", ")
	}
	return fmt.Sprint(v)
}
