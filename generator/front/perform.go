package front

import (
	"bytes"
	"slices"
	"strings"
)

// perform returns the edits that an operation takes.
func (e *editor) perform(o *operation) ([]edit, error) {
	s := o.in
	if s.odd.reason != "" {
		return nil, e.refuse(s.odd.at, "%s", s.odd.reason)
	}
	if e.format == inTOML && slices.ContainsFunc(o.values, hasNothing) {
		return nil, e.refuse(s.from, "TOML has no null, which would have to stand here; write the list or the map by hand")
	}
	switch {
	case s.style == tables:
		return e.changeTable(o)
	case o.kind == toFill:
		return e.fill(o), nil
	case s.merges:
		return nil, e.refuse(s.from, oddMerge)
	case s.to < 0:
		return nil, e.refuse(s.from, oddValue)
	case s.style == brackets:
		return e.addInside(o), nil
	case o.kind == toAdd:
		return e.addPair(o), nil
	}
	return e.addElements(o), nil
}

func hasNothing(n *Node) bool { return n.Kind == Null || slices.ContainsFunc(n.Kids, hasNothing) }

// fill puts a value in the place of what is in a slot.
func (e *editor) fill(o *operation) []edit {
	s, p, v := o.in, e.penFor(o), o.values[0]
	switch {
	case e.format == inYAML && !s.inside:
		isElement := s.parent.node.Kind == List
		if isElement {
			p.step = e.behindHyphen(s)
		}
		return e.putLines(s, p.value(v, strings.Repeat(" ", s.col), isElement))
	case s.from == s.to:
		return []edit{{s.at, s.at, " " + e.inBrackets(p, s, v)}}
	}
	return []edit{{s.from, s.to, e.inBrackets(p, s, v)}}
}

// behindHyphen returns by how much an element is indented, below its hyphen.
func (e *editor) behindHyphen(s *slot) string {
	if _, next := e.lineOf(s.key); s.at < s.from && s.from < next {
		return strings.Repeat(" ", s.from-s.key)
	}
	return "  "
}

// inBrackets writes a value that stands in one place of the file, with all its lines.
func (e *editor) inBrackets(p *pen, s *slot, v *Node) string {
	if e.format == inYAML || e.format == inTOML && s.inside {
		return p.single(v, true)
	}
	return p.value(v, e.indent(s.key), false).text(p.end)
}

// putLines replaces what is in a slot that has its lines for itself: in the line of the key
// or the hyphen, where a comment may stand, and in the lines below.
func (e *editor) putLines(s *slot, w written) []edit {
	_, next := e.lineOf(s.at)
	_, behind := e.lineOf(s.to)
	if s.from >= next { // it begins in a line below
		first, _ := e.lineOf(s.from)
		if strings.HasPrefix(w.head, "|") {
			first = next // a comment there would become one of its lines
		}
		edits := []edit{{first, behind, e.joined(first, w.below)}}
		if w.head != "" {
			edits = append(edits, edit{s.at, s.at, " " + w.head})
		}
		return edits
	}
	to, below := s.to, edit{behind, behind, e.joined(behind, w.below)}
	if s.style == block {
		header := e.data[s.from:next]
		to = s.from + len(header) - len(bytes.TrimLeft(header, "|>+-0123456789"))
		below.from = next
	}
	switch {
	case w.head == "":
		return []edit{{s.at, to, ""}, below}
	case s.from == s.to:
		return []edit{{s.at, s.at, " " + w.head}, below}
	}
	return []edit{{s.from, to, w.head}, below}
}

// joined returns lines as they are to stand at the beginning of a line.
func (e *editor) joined(at int, lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line + e.lineEnd(at))
	}
	return b.String()
}

// indent returns the white space with which the line of an offset begins.
func (e *editor) indent(at int) string {
	from, _ := e.lineOf(at)
	return string(e.data[from:e.space(from, false)])
}

// beginsLine reports whether nothing but white space stands before an offset in its line.
func (e *editor) beginsLine(at int) bool {
	from, _ := e.lineOf(at)
	return len(bytes.TrimSpace(e.data[from:at])) == 0
}

// preceding returns the kid behind which a new key is to stand: that of the last of some
// names that is there.
func (s *slot) preceding(names []string) *slot {
	for _, name := range slices.Backward(names) {
		if i := s.node.find(step{kind: toKey, name: name}); i >= 0 && s.kids[i] != nil {
			return s.kids[i]
		}
	}
	return nil
}

// addPair adds a key to a map that has a line for each.
func (e *editor) addPair(o *operation) []edit {
	m, at, indent := o.in, e.doc.to, ""
	if m.last != nil {
		indent = strings.Repeat(" ", e.column(m.from))
	}
	if before := m.preceding(o.after); before != nil {
		_, at = e.lineOf(before.to)
	} else if m.col >= 0 {
		_, at = e.lineOf(m.last.to)
	}
	return []edit{{at, at, e.joined(at, e.penFor(o).pair(o.name, o.values[0], indent))}}
}

// addElements adds elements to a list that has a line for each.
func (e *editor) addElements(o *operation) []edit {
	last, p := o.in.last, e.penFor(o)
	hyphen := "-" + string(e.data[last.at:e.space(last.at, false)])
	if hyphen == "-" || strings.ContainsAny(hyphen, "#\t\r") {
		hyphen = "- "
	}
	_, at := e.lineOf(last.to)
	above, _ := e.lineOf(last.key)
	isApart := len(o.in.kids) > 1 && len(bytes.TrimSpace(e.lineBefore(above))) == 0
	var all []string
	for _, v := range o.values {
		if isApart {
			all = append(all, "")
		}
		all = append(all, p.element(v, strings.Repeat(" ", e.column(last.key)), hyphen)...)
	}
	return []edit{{at, at, e.joined(at, all)}}
}

// addInside adds elements or a key between brackets or braces: in a line of its own where
// what stands there has one.
func (e *editor) addInside(o *operation) []edit {
	s, p := o.in, e.penFor(o)
	before := s.last
	if o.kind == toAdd {
		if found := s.preceding(o.after); found != nil {
			before = found
		}
	}
	isSpread := before != nil && e.isSpread(s) && e.beginsLine(before.key) && e.endsLine(before)
	at := s
	if before != nil {
		at = before
	}
	var all []string
	for _, v := range o.values {
		text := p.single(v, true)
		if isSpread && e.format == inJSON {
			text = e.inBrackets(p, at, v)
		}
		if o.kind == toAdd {
			colon := p.colon
			if e.format == inYAML {
				colon = ": "
			}
			text = p.key(o.name) + colon + text
		}
		all = append(all, text)
	}
	switch {
	case before == nil && len(bytes.TrimSpace(e.data[s.from+1:s.to-1])) == 0:
		return []edit{{s.from + 1, s.to - 1, strings.Join(all, ", ")}}
	case before == nil:
		return []edit{{s.from + 1, s.from + 1, strings.Join(all, ", ")}}
	case !isSpread:
		return []edit{{before.to, before.to, ", " + strings.Join(all, ", ")}}
	}
	var edits []edit
	_, next := e.lineOf(max(before.to, before.comma))
	for i := range all {
		all[i] = e.indent(before.key) + all[i]
		if i+1 < len(all) || before.comma >= 0 {
			all[i] += ","
		}
	}
	if before.comma < 0 {
		edits = []edit{{before.to, before.to, ","}}
	}
	return append(edits, edit{next, next, e.joined(next, all)})
}

// isSpread reports whether what closes brackets stands in a line of its own.
func (e *editor) isSpread(s *slot) bool {
	return s.style == brackets && s.to > 0 && e.beginsLine(s.to-1) && bytes.IndexByte(e.data[s.from:s.to], '\n') >= 0
}

// endsLine reports whether nothing else stands in the line behind a value between brackets,
// but its comma and a comment.
func (e *editor) endsLine(s *slot) bool {
	end := s.to
	if s.comma >= 0 {
		if bytes.IndexByte(e.data[s.to:s.comma], '\n') >= 0 {
			return false
		}
		end = s.comma + 1
	}
	return e.byteAt(e.space(end, false)) == '\n'
}

// penFor returns a pen that writes as the file is written, and most of all as what stands
// around does.
func (e *editor) penFor(o *operation) *pen {
	p := &pen{format: e.format, end: e.firstEnd(), step: "  ", hyphens: "  ", colon: ": ", quote: '"'}
	if e.format == inTOML {
		p.colon = " = "
	}
	if e.format == inJSON && len(e.root.kids) > 0 && e.root.kids[0] != nil {
		p.outer = e.indent(e.root.kids[0].key)
	}
	e.learn(p, e.root, true)
	s := o.in
	if o.kind == toFill {
		if s.parent != nil {
			e.learn(p, s.parent, false)
		}
		p.whole[s.node.Kind] = e.styleOf(s)
		if s.style == single || s.style == double {
			e.learnQuote(p, s)
			p.quotes = true
		}
		return p
	}
	e.learn(p, s, false)
	if o.kind == toExtend {
		p.quotes = len(s.kids) > 0
		for _, kid := range s.kids {
			if kid != nil {
				p.quotes = p.quotes && (kid.style == single || kid.style == double)
				p.whole[kid.node.Kind] = e.styleOf(kid)
			}
		}
	}
	if e.format == inJSON && !e.isSpread(s) {
		p.whole = [Map + 1]style{List: brackets, Map: brackets}
	}
	return p
}

// styleOf tells whether a list or a map stands in one line or in many.
func (e *editor) styleOf(s *slot) style {
	if s.style == brackets && (len(s.kids) == 0 || e.format == inJSON && e.isSpread(s)) {
		return lines
	}
	return s.style
}

// learn takes on the style of what a slot holds, and of all in that.
func (e *editor) learn(p *pen, s *slot, deep bool) {
	for _, kid := range s.kids {
		if kid == nil {
			continue
		}
		if deep {
			e.learn(p, kid, true)
		}
		e.learnQuote(p, kid)
		if s.node.Kind == Map {
			e.learnColon(p, kid)
		}
		if len(kid.node.Kids) == 0 || s.node.Kind != Map {
			continue
		}
		e.learnIndent(p, s, kid)
		switch isSimple := !slices.ContainsFunc(kid.node.Kids, hasKids); {
		case isSimple && s == e.root:
			p.top[kid.node.Kind] = e.styleOf(kid)
		case isSimple:
			p.styles[kid.node.Kind] = e.styleOf(kid)
		}
	}
}

func (e *editor) learnQuote(p *pen, s *slot) {
	switch s.style {
	case single:
		p.quote = '\''
	case double:
		p.quote = '"'
	}
}

// learnColon takes on what stands between a key and its value, but for what aligns them.
func (e *editor) learnColon(p *pen, s *slot) {
	if e.format == inYAML || s.at <= 0 || s.from < s.at {
		return
	}
	from := s.at - 1
	for from > 0 && e.data[from-1] == ' ' {
		from--
	}
	if colon := string(e.data[from:s.from]); len(colon) <= len(" = ") && !strings.Contains(colon, "\n") {
		p.colon = colon
	}
}

// learnIndent takes on by how much a list or a map below a key is indented.
func (e *editor) learnIndent(p *pen, s, kid *slot) {
	switch {
	case e.format == inJSON:
		if own, ok := strings.CutPrefix(e.indent(kid.key), e.indent(s.to-1)); ok && own != "" && e.isSpread(s) {
			p.step = own
		}
	case kid.style != lines:
	case kid.node.Kind == List:
		p.hyphens = strings.Repeat(" ", max(0, e.column(kid.from)-kid.col))
	case e.column(kid.from) > kid.col:
		p.step = strings.Repeat(" ", e.column(kid.from)-kid.col)
	}
}
