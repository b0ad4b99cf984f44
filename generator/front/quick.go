package front

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"
)

// Most front matter is plain: keys in blocks, lists with hyphens, texts on one line, flow
// collections that end on the line on which they begin. A quick reader goes over that once.
// It knows what it does not know: at an anchor, a tag, a text of several lines, an escape or
// anything else that is out of the ordinary it gives up, and the library reads all from the
// beginning. Where it does not give up, it makes the nodes that the library leads to, at
// the same places.

// quick reads plain YAML. It reports whether it could; what it took note of in the
// builder is then as valid as the node.
func (b *builder) quick(text []byte, line int) (*Node, bool) {
	if !isPlain(text) || hasSuspiciousComment(text) || hasSuspiciousLine(text) {
		return nil, false
	}
	pending := pendings.Get().(*pending)
	defer pending.release()
	lines := bytes.Count(text, []byte("\n"))
	q := quickReader{builder: &builder{file: b.file, block: min(max(lines, someNodes/4), 2*someNodes)}, pending: pending, text: string(text), number: line - 1}
	if !q.advance() || q.indent > 0 {
		return nil, false
	}
	root := q.block(0, 0)
	if q.lost || !q.ended || root.Kind != Map {
		return nil, false
	}
	b.problems = append(b.problems, q.problems...)
	return root, true
}

// A pending holds what the maps and lists that are being read have so far, the inner ones
// behind the outer ones.
type pending struct {
	keys []Key
	kids []*Node
}

var pendings = sync.Pool{New: func() any { return new(pending) }}

func (p *pending) release() {
	clear(p.keys[:cap(p.keys)])
	clear(p.kids[:cap(p.kids)])
	p.keys, p.kids = p.keys[:0], p.kids[:0]
	pendings.Put(p)
}

// keep gives a node what is pending from there on.
func (q *quickReader) keep(n *Node, keys, kids int) *Node {
	n.Keys = kept(&q.builder.keys, q.builder.block, q.pending.keys[keys:])
	n.Kids = kept(&q.builder.kids, q.builder.block, q.pending.kids[kids:])
	q.pending.keys, q.pending.kids = q.pending.keys[:keys], q.pending.kids[:kids]
	return n
}

// add takes a value of a map, and reports whether its key is new.
func (q *quickReader) add(keys int, k Key, v *Node) bool {
	if !q.isNew(q.pending.keys[keys:], k) {
		return false
	}
	q.pending.keys, q.pending.kids = append(q.pending.keys, k), append(q.pending.kids, v)
	return true
}

// isPlain reports whether a text has no character that YAML reads in a way of its own or
// refuses: neither tabs nor other control signs, no end of a line but LF.
func isPlain(text []byte) bool {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r < 0xa0 || r == '\u2028' || r == '\u2029' || r >= 0xd800 && r < 0xe000 || r >= 0xfe00 && r < 0x10000 {
			return false
		}
		i += size
	}
	return true
}

// A quickReader stands at a line that is neither blank nor a comment.
type quickReader struct {
	*builder
	pending *pending

	text   string
	rest   int    // offset behind the line
	line   string // without what stands behind it: spaces, a comment
	number int    // of the line in its file
	indent int    // of the line, in spaces
	ended  bool   // no line is left
	lost   bool   // the library has to read this
}

// give up: the text is none of those that are read here.
func (q *quickReader) giveUp() *Node {
	q.lost, q.ended = true, true
	return &Node{}
}

// advance goes to the next line with something in it.
func (q *quickReader) advance() bool {
	for q.rest < len(q.text) {
		q.line = q.text[q.rest:]
		if end := strings.IndexByte(q.line, '\n'); end >= 0 {
			q.line = q.line[:end]
			q.rest++
		}
		q.rest += len(q.line)
		q.number++
		q.indent = len(q.line) - len(strings.TrimLeft(q.line, " "))
		if q.indent < len(q.line) && q.line[q.indent] != '#' {
			return true
		}
	}
	q.ended = true
	return false
}

// at returns the mark of an offset in the line.
func (q *quickReader) at(offset int) Mark {
	return Mark{q.number, utf8.RuneCountInString(q.line[:offset]) + 1}
}

// block reads the map or list that begins in the line, at an offset that is its
// indentation too.
func (q *quickReader) block(indent, depth int) *Node {
	switch {
	case depth > maxDepth/2:
		return q.giveUp()
	case beginsElement(q.line[indent:]):
		return q.list(indent, depth)
	}
	return q.mapping(indent, depth)
}

func beginsElement(s string) bool { return s[0] == '-' && (len(s) == 1 || s[1] == ' ') }

func (q *quickReader) mapping(indent, depth int) *Node {
	m := q.builder.make(Map, q.at(indent))
	keys, kids := len(q.pending.keys), len(q.pending.kids)
	for {
		name := keyIn(q.line[indent:])
		if name == "" {
			return q.giveUp()
		}
		key := Key{name, q.at(indent)}
		q.add(keys, key, q.value(indent+len(name)+1, indent, depth, true))
		if q.ended || q.indent < indent {
			return q.keep(m, keys, kids)
		}
		if q.indent > indent {
			return q.giveUp()
		}
	}
}

func (q *quickReader) list(indent, depth int) *Node {
	l := q.builder.make(List, q.at(indent))
	keys, kids := len(q.pending.keys), len(q.pending.kids)
	for {
		from := indent + 1
		for from < len(q.line) && q.line[from] == ' ' {
			from++
		}
		var kid *Node
		if from < len(q.line) && keyIn(q.line[from:]) != "" {
			kid = q.mapping(from, depth+1)
		} else {
			kid = q.value(indent+1, indent, depth, false)
		}
		q.pending.kids = append(q.pending.kids, kid)
		if q.ended || q.indent < indent || q.indent == indent && !beginsElement(q.line[indent:]) {
			return q.keep(l, keys, kids)
		}
		if q.indent > indent {
			return q.giveUp()
		}
	}
}

// keyIn returns the key with which a text begins, if it is a plain word with a colon.
func keyIn(s string) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':':
			if i > 0 && i < 100 && (i+1 == len(s) || s[i+1] == ' ') {
				return s[:i]
			}
			return ""
		case isWordSign(c) || c == '-' && i > 0:
		default:
			return ""
		}
	}
	return ""
}

func isWordSign(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// value reads what follows a colon or a hyphen, and goes on to the next line behind it.
func (q *quickReader) value(from, indent, depth int, ofKey bool) *Node {
	end := from
	for from < len(q.line) && q.line[from] == ' ' {
		from++
	}
	if from == len(q.line) || q.line[from] == '#' && from > end {
		return q.below(q.at(end), indent, depth, ofKey)
	}
	f := flow{quickReader: q, pos: from}
	var n *Node
	switch c := q.line[from]; c {
	case '[', '{':
		n = f.collection(depth + 1)
	case '"', '\'':
		n = f.quoted(c)
	default:
		n = f.plain(false)
	}
	if q.lost || !f.isAtEnd() {
		return q.giveUp()
	}
	if q.advance(); !q.ended && q.indent > indent {
		return q.giveUp() // the text may go on
	}
	return n
}

// below reads the block under a key or a hyphen that has nothing in its line, or finds
// that nothing is there at all.
func (q *quickReader) below(nothing Mark, indent, depth int, ofKey bool) *Node {
	q.advance()
	switch {
	case q.ended || q.indent < indent:
	case q.indent > indent:
		return q.block(q.indent, depth+1)
	case ofKey && beginsElement(q.line[indent:]):
		return q.list(indent, depth+1)
	}
	return q.builder.make(Null, nothing)
}
