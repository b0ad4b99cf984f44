package front

import (
	"bytes"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A table is what is known of a map of TOML that is none between braces, or of a list of
// such maps: the lines in which its keys are set, and its header.
type table struct {
	rows   []row
	header header // the last of its own; without one its path is ""
	below  header // the first of a table in it
	to     int    // end of the last line that belongs to it
}

// A row is a line that sets a key of a table, or one with dots that sets a key below that.
type row struct {
	from   int    // offset of its key
	prefix string // of the key, before the part that is of the table
	name   string // of that part
	to     int    // end of its value
}

// A header is a line [path] or [[path]].
type header struct {
	at   int    // its offset, of the first bracket
	path string // as far as it names the table
}

// A part is one of the names of a key with dots.
type part struct {
	name     string
	from, to int
}

// tomlLayout finds the tables and rows of TOML.
func (e *editor) tomlLayout(root *slot) {
	root.style, root.table, root.kids = tables, &table{}, make([]*slot, len(root.node.Kids))
	var parser unstable.Parser
	parser.Reset(e.data[e.doc.from:e.doc.to])
	current := root
	for parser.NextExpression() {
		x := parser.Expression()
		var parts []part
		for it := x.Key(); it.Next(); {
			raw := it.Node().Raw
			from := e.doc.from + int(raw.Offset)
			parts = append(parts, part{string(it.Node().Data), from, from + int(raw.Length)})
		}
		if x.Kind == unstable.KeyValue {
			e.row(current, parts)
		} else if current = e.header(root, parts, x.Kind == unstable.ArrayTable); current == nil {
			root.unknown(parts[0].from, oddKey)
			return
		}
	}
}

// row finds the value of a line, in a table or below it.
func (e *editor) row(s *slot, parts []part) {
	var all []*slot
	for i, p := range parts {
		all = append(all, s)
		k := s.node.find(step{kind: toKey, name: p.name})
		if k < 0 {
			s.unknown(p.from, oddKey)
			return
		}
		if i+1 < len(parts) {
			s = e.tableIn(s, k)
			continue
		}
		kid := e.valueOf(s, k, p)
		s.kids[k] = kid
		for j, in := range all {
			in.table.rows = append(in.table.rows, row{parts[0].from, string(e.data[parts[0].from:parts[j].from]), parts[j].name, kid.to})
		}
		for in := s; in != nil; in = in.parent {
			in.table.to = kid.to
		}
	}
}

// valueOf finds the value behind the last part of a key.
func (e *editor) valueOf(s *slot, k int, p part) *slot {
	sign := e.space(p.to, false)
	if e.byteAt(sign) != '=' {
		return (&slot{node: s.node.Kids[k], key: p.from, comma: -1, parent: s}).unknown(p.from, oddKey)
	}
	kid := e.read(s.node.Kids[k], sign+1, 0, false)
	kid.name, kid.key, kid.parent = p.name, p.from, s
	return kid
}

// tableIn returns the slot of a table in another.
func (e *editor) tableIn(s *slot, k int) *slot {
	if s.kids[k] == nil {
		n := s.node.Kids[k]
		s.kids[k] = &slot{node: n, style: tables, table: &table{}, kids: make([]*slot, len(n.Kids)), parent: s, comma: -1}
	}
	return s.kids[k]
}

// header finds the table that a header opens; nil where it cannot be told.
func (e *editor) header(s *slot, parts []part, isList bool) *slot {
	at, _ := e.lineOf(parts[0].from)
	at = e.space(at, false)
	for i, p := range parts {
		k := s.node.find(step{kind: toKey, name: p.name})
		if k < 0 {
			return nil
		}
		if s = e.tableIn(s, k); s.style != tables {
			return nil
		}
		h := header{at, string(e.data[parts[0].from:p.to])}
		isLast := i+1 == len(parts)
		if isLast {
			s.table.header = h
		} else if s.table.below.path == "" {
			s.table.below = h
		}
		if s.node.Kind == List {
			s = e.elementIn(s, isLast && isList, h)
		}
		if s == nil {
			return nil
		}
	}
	for in := s; in != nil; in = in.parent {
		in.table.to = parts[len(parts)-1].to
	}
	return s
}

// elementIn returns the slot of the last table of a list, or of the next.
func (e *editor) elementIn(s *slot, isNew bool, h header) *slot {
	i := 0
	for i < len(s.kids) && s.kids[i] != nil {
		i++
	}
	if isNew && i < len(s.kids) {
		n := s.node.Kids[i]
		s.kids[i] = &slot{node: n, style: tables, table: &table{header: h}, kids: make([]*slot, len(n.Kids)), parent: s, comma: -1}
		i++
	}
	if i == 0 {
		return nil
	}
	return s.kids[i-1]
}

// changeTable returns the edits that an operation on a table, or on a list of tables, takes.
func (e *editor) changeTable(o *operation) ([]edit, error) {
	t := o.in.table
	switch {
	case o.kind == toAdd:
		return e.addRow(o)
	case o.kind == toExtend && t.header.path != "":
		return e.addTables(o)
	}
	at := max(t.header.at, o.in.from)
	if len(t.rows) > 0 {
		at = t.rows[0].from
	}
	return nil, e.refuse(at, "this is written in lines of its own, and cannot be replaced as a whole; change its keys one by one")
}

// addRow adds a key to a table.
func (e *editor) addRow(o *operation) ([]edit, error) {
	s, p := o.in, e.penFor(o)
	t := s.table
	line := p.key(o.name) + p.colon + p.tomlValue(o.values[0]).text(p.end)
	switch {
	case len(t.rows) > 0:
		r := t.rows[len(t.rows)-1]
		for _, name := range o.after {
			for _, have := range t.rows {
				if have.name == name {
					r = have
				}
			}
		}
		_, at := e.lineOf(r.to)
		return []edit{{at, at, e.joined(at, []string{e.indent(r.from) + r.prefix + line})}}, nil
	case t.header.path != "":
		_, at := e.lineOf(t.header.at)
		return []edit{{at, at, e.joined(at, []string{e.indent(t.header.at) + line})}}, nil
	case t.below.path != "":
		at, _ := e.lineOf(t.below.at)
		return []edit{{at, at, e.joined(at, []string{e.indent(at) + "[" + t.below.path + "]", e.indent(at) + line, ""})}}, nil
	case s.parent != nil:
		return nil, e.refuse(e.doc.from, oddKey)
	case len(s.kids) == 0:
		return []edit{{e.doc.to, e.doc.to, e.joined(e.doc.to, []string{line})}}, nil
	}
	return []edit{{e.doc.from, e.doc.from, e.joined(e.doc.from, []string{line, ""})}}, nil
}

// addTables adds tables to a list of tables, behind the last with all that belongs to it.
func (e *editor) addTables(o *operation) ([]edit, error) {
	t, p := o.in.table, e.penFor(o)
	_, at := e.lineOf(t.to)
	start, _ := e.lineOf(t.header.at)
	indent := e.indent(start)
	inner := indent
	if last := o.in.kids[len(o.in.kids)-1]; last != nil && len(last.table.rows) > 0 {
		inner = e.indent(last.table.rows[0].from)
	}
	var all []string
	for _, v := range o.values {
		if v.Kind != Map {
			return nil, e.refuse(t.header.at, "this list is one of tables, and %s is meant to be added", v.Kind)
		}
		if start > e.doc.from && len(bytes.TrimSpace(e.lineBefore(start))) == 0 {
			all = append(all, "")
		}
		all = append(all, indent+"[["+t.header.path+"]]")
		for i, kid := range v.Kids {
			all = append(all, inner+p.key(v.Keys[i].Name)+p.colon+p.tomlValue(kid).text(p.end))
		}
	}
	return []edit{{at, at, e.joined(at, all)}}, nil
}

// lineBefore returns the line above the one that begins at an offset.
func (e *editor) lineBefore(start int) []byte {
	from, next := e.lineOf(start - 1)
	return e.data[from:next]
}
