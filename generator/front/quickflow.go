package front

import "strings"

// A flow reads the rest of one line: a text, or a collection in brackets.
type flow struct {
	*quickReader
	pos int
}

// isAtEnd reports whether only spaces and a comment follow.
func (f *flow) isAtEnd() bool {
	from := f.pos
	f.spaces()
	return f.pos == len(f.line) || f.line[f.pos] == '#' && f.pos > from
}

func (f *flow) spaces() {
	for f.pos < len(f.line) && f.line[f.pos] == ' ' {
		f.pos++
	}
}

// value reads one value of a collection.
func (f *flow) value(depth int) *Node {
	switch c := f.peek(); c {
	case '[', '{':
		return f.collection(depth)
	case '"', '\'':
		return f.quoted(c)
	}
	return f.plain(true)
}

// peek returns the next sign, or 0 at the end of the line.
func (f *flow) peek() byte {
	if f.pos < len(f.line) {
		return f.line[f.pos]
	}
	return 0
}

// collection reads a list or a map in brackets.
func (f *flow) collection(depth int) *Node {
	n, closing := f.builder.make(List, f.at(f.pos)), byte(']')
	if f.line[f.pos] == '{' {
		n.Kind, closing = Map, '}'
	}
	if f.pos++; depth > maxDepth/2 {
		return f.giveUp()
	}
	keys, kids := len(f.pending.keys), len(f.pending.kids)
	for f.spaces(); f.peek() != closing; f.spaces() {
		if len(f.pending.kids) > kids {
			if f.peek() != ',' {
				return f.giveUp()
			}
			f.pos++
			f.spaces()
		}
		key := Key{}
		if n.Kind == Map {
			key = Key{keyIn(f.line[f.pos:]), f.at(f.pos)}
			f.pos += len(key.Name) + 1
			if key.Name == "" || f.pos >= len(f.line) {
				return f.giveUp()
			}
			f.spaces()
		}
		v := f.value(depth + 1)
		if f.lost {
			return v
		}
		if n.Kind == List {
			f.pending.kids = append(f.pending.kids, v)
		} else if !f.add(keys, key, v) {
			return f.giveUp() // the key stands there twice
		}
	}
	f.pos++
	return f.keep(n, keys, kids)
}

// quoted reads a text between quotes, in which no more is escaped than a quote or a
// backslash.
func (f *flow) quoted(quote byte) *Node {
	n := f.builder.make(Scalar, f.at(f.pos))
	n.Quoted = true
	for f.pos++; ; {
		end := strings.IndexByte(f.line[f.pos:], quote)
		if escape := strings.IndexByte(f.line[f.pos:], '\\'); quote == '"' && escape >= 0 && escape < end {
			end = escape
		}
		if end < 0 {
			return f.giveUp()
		}
		n.Raw += f.line[f.pos : f.pos+end]
		sign, next := f.line[f.pos+end], byte(0)
		if f.pos += end + 1; f.pos < len(f.line) {
			next = f.line[f.pos]
		}
		switch {
		case sign == '\\' && next != '"' && next != '\\':
			return f.giveUp()
		case sign == '"' || sign == '\'' && next != '\'':
			return n
		}
		n.Raw += string(next)
		f.pos++
	}
}

// endsPlain marks the signs at which a text without quotes may end.
var endsPlain = [256]bool{'#': true, ':': true, ',': true, '[': true, ']': true, '{': true, '}': true, '?': true}

// plain reads a text without quotes.
func (f *flow) plain(inside bool) *Node {
	from := f.pos
	if strings.IndexByte("-?:,[]{}#&*!|>'\"%@`", f.peek()) >= 0 && !f.isNegative() || from == len(f.line) {
		return f.giveUp()
	}
	for ; f.pos < len(f.line); f.pos++ {
		c := f.line[f.pos]
		if !endsPlain[c] {
			continue
		}
		switch {
		case c == '#' && f.line[f.pos-1] == ' ':
			if inside {
				return f.giveUp()
			}
		case c == ':' && (f.pos+1 == len(f.line) || f.line[f.pos+1] == ' ' || inside && strings.IndexByte(",[]{}", f.line[f.pos+1]) >= 0):
			return f.giveUp()
		case inside && (c == ',' || c == ']' || c == '}'):
		case inside && (c == '[' || c == '{' || c == '?'):
			return f.giveUp()
		default:
			continue
		}
		break
	}
	n := f.builder.make(Scalar, f.at(from))
	n.Raw = strings.TrimRight(f.line[from:f.pos], " ")
	if isNothing(n.Raw) {
		n.Kind = Null
	}
	return n
}

// isNegative reports whether a hyphen begins a number, or a word, and no element.
func (f *flow) isNegative() bool {
	return f.peek() == '-' && f.pos+1 < len(f.line) && isWordSign(f.line[f.pos+1])
}
