package front

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// AddDate adds a day, such as 2026-10-16, to a list of days: to the list under
// key, in the element of the list called list whose id is id. Where there is no
// such key yet, it is added. Nothing else in the file changes, not even its line
// ends, and of lines only the one that must; where the style of the file does not
// allow that, the error is ErrStyle.
func AddDate(data []byte, list, id, key, day string) ([]byte, error) {
	e, err := newEditor(data)
	if err != nil {
		return nil, err
	}
	m := element(e.doc.Front.Get(list), id)
	if m == nil {
		return nil, fmt.Errorf("%w: there is no %q in %s", ErrStyle, id, list)
	}
	change, ok := e.addDate(m, key, day)
	if !ok {
		return nil, ErrStyle
	}
	m.addDate(key, &Node{Kind: Scalar, Raw: day, Quoted: e.format == inJSON})
	edited := e.apply(change)
	return edited, says(edited, e.doc.Front)
}

// element returns the map with an id in a list; nil without one.
func element(list *Node, id string) *Node {
	if list == nil || list.Kind != List {
		return nil
	}
	for _, kid := range list.Kids {
		if v := kid.Get("id"); v != nil && v.Kind == Scalar && v.Raw == id {
			return kid
		}
	}
	return nil
}

// at returns the place of a key in a map; -1 without it.
func (n *Node) at(key string) int {
	return slices.IndexFunc(n.Keys, func(k Key) bool { return k.Name == key })
}

// addDate adds a date to the tree as it is to be added to the file: to a list, or
// to a single date, which becomes one.
func (n *Node) addDate(key string, date *Node) {
	i := n.at(key)
	if i < 0 {
		n.Keys, n.Kids = append(n.Keys, Key{Name: key}), append(n.Kids, nil)
		i = len(n.Kids) - 1
	}
	dates := &Node{Kind: List}
	if had := n.Kids[i]; had != nil && had.Kind == List {
		dates.Kids = append(dates.Kids, had.Kids...)
	} else if had != nil && had.Kind != Null {
		dates.Kids = append(dates.Kids, had)
	}
	dates.Kids = append(dates.Kids, date)
	n.Kids[i] = dates
}

// addDate finds the edit that adds a date under a key of m.
func (e *editor) addDate(m *Node, key, date string) (edit, bool) {
	name, colon := key, ": "
	switch e.format {
	case inTOML:
		colon = " = "
	case inJSON:
		name, date = `"`+key+`"`, `"`+date+`"`
	}
	i, inBraces := m.at(key), e.begins(m, '{')
	if i < 0 {
		return e.addKey(m, inBraces, name+colon+"["+date+"]")
	}
	if v := m.Kids[i]; v.Kind == List {
		if !e.begins(v, '[') {
			return e.addItem(v, date)
		}
		return e.addInBrackets(v, date)
	}
	from, to, ok := e.value(m.Keys[i], inBraces)
	switch {
	case from == to:
		return edit{from, to, " [" + date + "]"}, ok
	case m.Kids[i].Kind == Null:
		return edit{from, to, "[" + date + "]"}, ok
	}
	return edit{from, to, "[" + string(e.data[from:to]) + ", " + date + "]"}, ok
}

// addInBrackets adds a date behind the last value of a list between brackets.
func (e *editor) addInBrackets(list *Node, date string) (edit, bool) {
	begin := e.lines.offsetOf(list.Mark) + 1
	last := begin
	for at := e.space(begin, true); at < len(e.data) && e.data[at] != ']'; at = e.space(at, true) {
		if e.data[at] == ',' {
			at++
			continue
		}
		if at = e.end(at); at < 0 {
			return edit{}, false
		}
		last = at
	}
	if last > begin {
		date = ", " + date
	}
	return edit{last, last, date}, true
}

// addItem adds a line below that of the last item of a list that has a line for each.
func (e *editor) addItem(list *Node, date string) (edit, bool) {
	at := e.lines.offsetOf(list.Kids[len(list.Kids)-1].Mark)
	start, next := e.lineOf(at)
	before := string(e.data[start:at])
	return edit{next, next, before + date + e.lineEnd(next)}, strings.Trim(before, " \t") == "-"
}

// addKey adds a key to a map: behind the last value between its braces, or below
// the last of its lines that holds a key and the whole of a single value.
func (e *editor) addKey(m *Node, inBraces bool, pair string) (edit, bool) {
	begin := e.lines.offsetOf(m.Mark)
	end := len(e.data)
	if inBraces {
		end = e.end(begin)
	}
	for i := len(m.Keys) - 1; i >= 0; i-- {
		at := e.lines.offsetOf(m.Keys[i].Mark)
		from, to, ok := e.value(m.Keys[i], inBraces)
		switch {
		case !ok || at < begin || at >= end: // or it is merged from elsewhere
		case inBraces:
			return edit{to, to, ", " + pair}, true
		case m.Kids[i].Kind == Null || m.Kids[i].Kind == Scalar && e.isWhole(from, to, m.Kids[i]):
			start, next := e.lineOf(at)
			indent := strings.Repeat(" ", utf8.RuneCount(e.data[start:at]))
			return edit{next, next, indent + pair + e.lineEnd(next)}, true
		}
	}
	return edit{}, false
}

// isWhole reports whether the bytes from one offset to another of a line are all
// of a scalar: a text may go on in the next line.
func (e *editor) isWhole(from, to int, v *Node) bool {
	if v.Quoted {
		return from < to && (e.data[from] == '"' || e.data[from] == '\'')
	}
	_, next := e.lineOf(from)
	return strings.HasPrefix(string(e.data[from:next]), v.Raw)
}
