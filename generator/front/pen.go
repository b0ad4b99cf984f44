package front

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A pen writes values in the style of a file.
type pen struct {
	format
	end         string         // of a line
	step        string         // by which what a map holds is indented
	hyphens     string         // by which the hyphens of a list are, below their key
	colon       string         // between a key and its value
	outer       string         // indentation of the keys at the top level
	quote       byte           // of texts that need quotes
	quotes      bool           // texts stand in quotes whether they need them or not
	top, styles [Map + 1]style // of lists and maps that hold single values alone, at the top level and below
	whole       [Map + 1]style // of the value that is written, where it takes the place of another
}

// written is a value as it is to stand in a file: what goes on in the line that it begins
// in, and the lines below that, with their indentation.
type written struct {
	head  string
	below []string
}

// text returns all lines as one text.
func (w written) text(end string) string {
	return strings.Join(append([]string{w.head}, w.below...), end)
}

// maxWidth is how wide, in characters, a list or a map may be that is written in one line.
const maxWidth = 100

// value writes the value behind a key, or behind a hyphen, at a column.
func (p *pen) value(n *Node, indent string, isElement bool) written {
	switch {
	case p.format == inTOML:
		return p.tomlValue(n)
	case len(n.Kids) == 0:
		if p.format == inYAML && isBlockText(n) {
			return literal(n.Raw, indent+p.step)
		}
		return written{head: p.single(n, false)}
	case p.isInline(n, indent), isElement && n.Kind == List && p.format == inYAML:
		return written{head: p.inline(n)}
	case p.format == inJSON:
		return p.jsonValue(n, indent)
	case n.Kind == List:
		return written{below: p.elements(n, indent+p.hyphens)}
	}
	lines := p.pairs(n, indent+p.step)
	if isElement {
		return written{strings.TrimLeft(lines[0], " "), lines[1:]}
	}
	return written{below: lines}
}

// isInline reports whether a list or a map is to be written in one line: as others of its
// kind are, or else where it fits. What holds more than single values has lines at the top
// level, as all of its kind have in JSON.
func (p *pen) isInline(n *Node, indent string) bool {
	style := p.styles[n.Kind]
	if indent == p.outer {
		style = p.top[n.Kind]
	}
	if slices.ContainsFunc(n.Kids, hasKids) && style != lines {
		style = absent
		if indent == p.outer || p.format == inJSON {
			style = lines
		}
	}
	if whole := p.whole[n.Kind]; whole != absent {
		style = whole
	}
	return !(p.format == inYAML && slices.ContainsFunc(n.Kids, isBlockText)) &&
		(style == brackets || style == absent && utf8.RuneCountInString(p.inline(n)) <= maxWidth)
}

func hasKids(n *Node) bool { return len(n.Kids) > 0 }

// inner is the pen for what a value holds.
func (p *pen) inner() *pen {
	q := *p
	q.whole, q.quotes = [Map + 1]style{}, false
	return &q
}

// elements writes a list with a line, or several, for each element.
func (p *pen) elements(n *Node, indent string) []string {
	var all []string
	for _, kid := range n.Kids {
		all = append(all, p.inner().element(kid, indent, "- ")...)
	}
	return all
}

// element writes an element of a list behind its hyphen.
func (p *pen) element(n *Node, indent, hyphen string) []string {
	q := *p
	q.step = strings.Repeat(" ", len(hyphen))
	w := q.value(n, indent, true)
	return append([]string{strings.TrimRight(indent+hyphen+w.head, " ")}, w.below...)
}

// pairs writes a map with a line, or several, for each key.
func (p *pen) pairs(n *Node, indent string) []string {
	var all []string
	for i, kid := range n.Kids {
		all = append(all, p.inner().pair(n.Keys[i].Name, kid, indent)...)
	}
	return all
}

// pair writes a key with its value, in lines of their own.
func (p *pen) pair(name string, n *Node, indent string) []string {
	w := p.value(n, indent, false)
	return append([]string{strings.TrimRight(indent+p.key(name)+p.colon+w.head, " ")}, w.below...)
}

// jsonValue writes a list or a map with a line for each of what it holds.
func (p *pen) jsonValue(n *Node, indent string) written {
	w, closing := written{head: "["}, "]"
	if n.Kind == Map {
		w.head, closing = "{", "}"
	}
	for i, kid := range n.Kids {
		line := p.inner().value(kid, indent+p.step, false).text(p.end)
		if n.Kind == Map {
			line = p.key(n.Keys[i].Name) + p.colon + line
		}
		if i+1 < len(n.Kids) {
			line += ","
		}
		w.below = append(w.below, indent+p.step+line)
	}
	w.below = append(w.below, indent+closing)
	return w
}

// tomlValue writes a value of TOML: words of several lines stand in lines.
func (p *pen) tomlValue(n *Node) written {
	if n.Kind != Scalar || !n.Quoted || !strings.Contains(n.Raw, "\n") || strings.Contains(n.Raw, inTOML.fence) {
		return written{head: p.single(n, false)}
	}
	lines := strings.Split(n.Raw, "\n")
	for i, line := range lines {
		line = quoted(line)
		lines[i] = line[1 : len(line)-1]
	}
	lines[len(lines)-1] += `"""`
	return written{`"""`, lines}
}

// inline writes a value in one line, between brackets and braces where it is a list or a
// map.
func (p *pen) inline(n *Node) string { return p.single(n, true) }

// single writes a value in one line; inside says that brackets or braces stand around it.
func (p *pen) single(n *Node, inside bool) string {
	all := make([]string, len(n.Kids))
	colon := p.colon
	if p.format == inYAML {
		colon = ": "
	}
	for i, kid := range n.Kids {
		all[i] = p.inner().single(kid, true)
		if n.Kind == Map {
			all[i] = p.key(n.Keys[i].Name) + colon + all[i]
		}
	}
	switch n.Kind {
	case List:
		return "[" + strings.Join(all, ", ") + "]"
	case Map:
		return "{" + strings.Join(all, ", ") + "}"
	case Null:
		return "null"
	}
	return p.scalar(n, inside)
}
