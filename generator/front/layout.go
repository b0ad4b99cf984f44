package front

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// A slot is the place of a value in a file: what stands there, where it begins and ends,
// and in which way it is written.
type slot struct {
	node     *Node
	name     string // of the key before it
	key      int    // offset of that key, or of the hyphen before it
	at       int    // offset behind the sign that opens it: a colon, an equals sign, a hyphen
	from, to int    // of the value; equal where nothing stands, and to is -1 where it is not known
	style    style
	inside   bool    // it stands between brackets or braces, where lines do not matter
	col      int     // column, from 0, of the key or the hyphen before it
	comma    int     // between brackets: offset of the comma behind it, -1 for none
	kids     []*slot // of the node's kids; nil for one that is written elsewhere
	last     *slot   // the kid that ends last
	parent   *slot
	merges   bool   // the map takes keys from elsewhere
	table    *table // of a map of TOML that is none between braces
	odd      oddity
}

// style is how a value is written.
type style uint8

const (
	absent   style = iota // nothing stands there
	plain                 // without quotes
	single                // between single quotes
	double                // between double quotes
	block                 // in lines behind | or >
	brackets              // a list or a map between brackets or braces
	lines                 // a list or a map that has a line for each element or key
	tables                // maps and lists of maps with headers, or keys with dots, of TOML
)

// An oddity is a way to write that can't be edited, with its offset and the reason.
type oddity struct {
	at     int
	reason string
}

const (
	oddAlias  = "an alias stands here, which repeats what is written elsewhere; write the value out"
	oddTag    = "a tag stands here; remove it"
	oddAnchor = "an anchor stands here, and no value behind it; remove it"
	oddKey    = "this key is written in a way that cannot be edited here; write key: and its value behind it"
	oddValue  = "this value is written in a way that cannot be edited here; write it plainer"
	oddMerge  = "this map takes keys from elsewhere (<<); write them out"
)

// layout returns the slot of the whole front matter.
func (e *editor) layout() *slot {
	s := &slot{node: e.doc.Front, at: e.doc.from, from: e.doc.from, to: e.doc.to, comma: -1, style: lines, col: -1}
	switch at := e.space(e.doc.from, true); {
	case e.format == inTOML:
		e.tomlLayout(s)
	case e.format == inJSON || at < e.doc.to && e.data[at] == '{':
		s.from = at
		e.brackets(s)
	case len(s.node.Kids) > 0:
		s.from = at
		e.blockMap(s)
	}
	return s
}

// read finds the value behind an offset.
func (e *editor) read(n *Node, at, col int, inside bool) *slot {
	s := &slot{node: n, at: at, col: col, inside: inside, comma: -1}
	begin := e.space(at, true)
	if n.Kind == Null {
		e.nothing(s)
		return s
	}
	if e.format == inYAML {
		switch m := e.lines.OffsetOf(n.Mark); {
		case m < at:
			return e.alias(s, begin)
		case m != begin:
			return s.unknown(begin, oddValue)
		}
	}
	s.from = e.properties(s, begin)
	switch c := e.byteAt(s.from); {
	case n.Kind == Scalar:
		e.scalar(s)
	case c == '[' || c == '{':
		e.brackets(s)
	case inside || e.format != inYAML:
		return s.unknown(s.from, oddValue)
	case n.Kind == Map:
		e.blockMap(s)
	default:
		e.blockList(s)
	}
	return s
}

// unknown marks a slot as one that cannot be edited, and whose end is not known.
func (s *slot) unknown(at int, reason string) *slot {
	s.to, s.odd = -1, oddity{at, reason}
	return s
}

// byteAt returns the byte at an offset, and the end of a line behind all.
func (e *editor) byteAt(at int) byte {
	if at >= len(e.data) {
		return '\n'
	}
	return e.data[at]
}

// word returns the offset behind the word at an offset.
func (e *editor) word(at int) int {
	for at < len(e.data) && !isSpace(e.data[at]) && bytes.IndexByte([]byte(",[]{}"), e.data[at]) < 0 {
		at++
	}
	return at
}

// nothing finds null, or that nothing stands there.
func (e *editor) nothing(s *slot) {
	s.from, s.to = s.at, s.at
	begin := e.space(s.at, s.inside)
	end := e.word(begin)
	switch word := string(e.data[begin:end]); {
	case word == "null" || word == "~" || word == "Null" || word == "NULL":
		s.from, s.to, s.style = begin, end, plain
	case word != "" && word[0] == '*':
		e.alias(s, begin)
	case word != "" && word[0] == '&':
		s.from, s.to, s.odd = begin, end, oddity{begin, oddAnchor}
	case word != "" && word[0] == '!':
		s.from, s.to, s.odd = begin, end, oddity{begin, oddTag}
	}
}

func (e *editor) alias(s *slot, at int) *slot {
	if e.byteAt(at) != '*' {
		return s.unknown(at, oddValue)
	}
	s.from, s.to, s.odd = at, e.word(at), oddity{at, oddAlias}
	return s
}

// properties passes over an anchor, and takes note of a tag.
func (e *editor) properties(s *slot, at int) int {
	for e.format == inYAML && (e.byteAt(at) == '&' || e.byteAt(at) == '!') {
		if e.data[at] == '!' {
			s.odd = oddity{at, oddTag}
		}
		at = e.space(e.word(at), true)
	}
	return at
}

// scalar finds the end of a single value.
func (e *editor) scalar(s *slot) {
	switch c := e.byteAt(s.from); {
	case c == '"' || c == '\'':
		s.style, s.to = double, e.quoted(s.from)
		if c == '\'' {
			s.style = single
		}
	case e.format == inYAML && s.node.Quoted && (c == '|' || c == '>'):
		s.style, s.to = block, e.blockTo(s.from, s.col)
	case e.format == inYAML:
		s.style, s.to = plain, e.plainTo(s.from, s.node.Raw)
	default:
		s.style, s.to = plain, e.bare(s.from)
	}
	if s.to <= s.from {
		s.unknown(s.from, oddValue)
	}
}

// plainTo returns the offset behind a text without quotes, which may go on over lines; -1
// where another text stands.
func (e *editor) plainTo(at int, text string) int {
	end := -1
	for _, want := range text {
		if unicode.IsSpace(want) {
			continue
		}
		for {
			have, size := utf8.DecodeRune(e.data[at:])
			if size == 0 || have != want && !unicode.IsSpace(have) {
				return -1
			}
			at += size
			if have == want {
				end = at
				break
			}
		}
	}
	return end
}

// blockTo returns the offset behind the last line of a text behind | or >, without the
// end of that line.
func (e *editor) blockTo(at, col int) int {
	header, next := LineAt(e.data, at)
	header, _, _ = bytes.Cut(header, []byte("#"))
	to := at + len(bytes.TrimRight(header, " \t\r"))
	keeps := bytes.IndexByte(header, '+') >= 0
	indent := 0
	if i := bytes.IndexAny(header, "123456789"); i >= 0 {
		indent = max(col, 0) + int(header[i]-'0')
	}
	for next < e.doc.to {
		line, after := LineAt(e.data, next)
		text := bytes.TrimLeft(line, " ")
		here := len(line) - len(text)
		isBlank := len(bytes.TrimSpace(line)) == 0
		switch {
		case isBlank && !keeps && (indent == 0 || here <= indent):
			next = after
			continue
		case !isBlank && indent == 0 && here > col:
			indent = here
		case !isBlank && (indent == 0 || here < indent):
			return to
		}
		to = next + len(bytes.TrimRight(line, "\r"))
		next = after
	}
	return to
}

// column returns the column of an offset, from 0; what is before it in its line are spaces
// and hyphens.
func (e *editor) column(at int) int {
	return at - (bytes.LastIndexByte(e.data[:at], '\n') + 1)
}

// blockMap finds the keys of a map that has a line for each.
func (e *editor) blockMap(s *slot) {
	s.style, s.kids = lines, make([]*slot, len(s.node.Kids))
	col, at := e.column(s.from), s.from
	for i, k := range s.node.Keys {
		begin := e.lines.OffsetOf(k.Mark)
		for at = e.space(at, true); e.isMerge(at, col); at = e.space(at, true) {
			if at = e.mergeTo(s, at); at < 0 {
				return
			}
		}
		if begin < at {
			s.merges = true // it is written elsewhere
			continue
		}
		if begin != at || e.column(at) != col {
			s.unknown(at, oddKey)
			return
		}
		kid := e.keyed(s.node.Kids[i], k.Name, at, col, false)
		s.kids[i], s.last, kid.parent = kid, kid, s
		if s.to = kid.to; s.to < 0 {
			s.odd = kid.odd
			return
		}
		at = s.to
	}
	for at = e.space(at, true); e.isMerge(at, col); at = e.space(at, true) {
		if at = e.mergeTo(s, at); at < 0 {
			return
		}
	}
}

// isMerge reports whether a merge of keys stands at an offset, in a map at a column.
func (e *editor) isMerge(at, col int) bool {
	return at < e.doc.to && e.column(at) == col && bytes.HasPrefix(e.data[at:], []byte("<<:"))
}

// mergeTo returns the offset behind a merge of keys, which ends in its line or else cannot
// be told.
func (e *editor) mergeTo(s *slot, at int) int {
	s.merges = true
	line, next := LineAt(e.data, at)
	in := scan{e.data[:next], e.format}
	from := in.space(at+len("<<:"), false)
	if from < at+len(line) {
		s.to = in.end(from)
	}
	if s.to <= at {
		s.unknown(at, oddMerge)
	}
	return s.to
}

// keyed finds a key at an offset, with its value.
func (e *editor) keyed(n *Node, name string, at, col int, inside bool) *slot {
	end := at + len(name)
	switch c := e.byteAt(at); {
	case c == '"' || c == '\'':
		end = e.quoted(at)
	case !bytes.HasPrefix(e.data[at:], []byte(name)):
		end = -1
	}
	if end < 0 {
		return (&slot{node: n, name: name, key: at, comma: -1}).unknown(at, oddKey)
	}
	sign := e.space(end, inside)
	if c := e.byteAt(sign); c != ':' && !(c == '=' && e.format == inTOML) {
		return (&slot{node: n, name: name, key: at, comma: -1}).unknown(at, oddKey)
	}
	s := e.read(n, sign+1, col, inside)
	s.name, s.key = name, at
	return s
}

// blockList finds the elements of a list that has a line for each.
func (e *editor) blockList(s *slot) {
	s.style, s.kids = lines, make([]*slot, len(s.node.Kids))
	col, at := e.column(s.from), s.from
	for i, n := range s.node.Kids {
		if at = e.space(at, true); e.byteAt(at) != '-' || e.column(at) != col || !isSpace(e.byteAt(at+1)) {
			s.unknown(at, oddValue)
			return
		}
		kid := e.read(n, at+1, col, false)
		kid.key = at
		s.kids[i], s.last, kid.parent = kid, kid, s
		if s.to = kid.to; s.to < 0 {
			s.odd = kid.odd
			return
		}
		at = max(s.to, at+1)
	}
}

// brackets finds what stands between brackets or braces.
func (e *editor) brackets(s *slot) {
	s.style, s.kids = brackets, make([]*slot, len(s.node.Kids))
	closing := byte(']')
	if e.data[s.from] == '{' {
		closing = '}'
	}
	if (closing == '}') != (s.node.Kind == Map) {
		s.unknown(s.from, oddValue)
		return
	}
	at := e.space(s.from+1, true)
	for i := 0; at >= 0; {
		switch c := e.byteAt(at); {
		case c == closing && at < len(e.data):
			s.to = at + 1
			return
		case c == ',' && s.last != nil && s.last.comma < 0:
			s.last.comma = at
			at = e.space(at+1, true)
		default:
			at = e.inside(s, at, i)
			i++
		}
	}
}

// inside finds the element or pair at an offset between brackets, and returns the offset
// of what follows it; -1 where that cannot be told.
func (e *editor) inside(s *slot, at, i int) int {
	var kid *slot
	switch {
	case s.last != nil && s.last.comma < 0:
		s.unknown(at, oddValue)
		return -1
	case s.node.Kind == List && i < len(s.node.Kids):
		kid = e.read(s.node.Kids[i], at, 0, true)
		kid.key, s.kids[i] = at, kid
	case s.node.Kind == List:
		s.unknown(at, oddValue)
		return -1
	default:
		kid = e.pair(s, at)
	}
	s.last, kid.parent = kid, s
	if kid.to < 0 {
		s.unknown(kid.odd.at, kid.odd.reason)
		return -1
	}
	return e.space(kid.to, true)
}

// pair finds a key with its value between braces.
func (e *editor) pair(s *slot, at int) *slot {
	for i, k := range s.node.Keys {
		if e.lines.OffsetOf(k.Mark) != at {
			continue
		}
		if kid := e.keyed(s.node.Kids[i], k.Name, at, 0, true); kid.to >= 0 {
			s.kids[i] = kid
			return kid
		}
	}
	// A merge, or a key with dots: its end is found, and nothing in it is edited.
	kid := &slot{node: &Node{}, key: at, comma: -1}
	if bytes.HasPrefix(e.data[at:], []byte("<<")) && e.format == inYAML {
		s.merges = true
	}
	sign := e.space(max(e.end(at), at), true)
	if c := e.byteAt(sign); c != ':' && c != '=' {
		return kid.unknown(at, oddKey)
	}
	kid.from = e.space(sign+1, true)
	if kid.to = e.end(kid.from); kid.to <= kid.from {
		return kid.unknown(at, oddKey)
	}
	kid.odd = oddity{at, oddKey}
	return kid
}
