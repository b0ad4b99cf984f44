package lsp

import (
	"regexp"
	"slices"
	"strings"

	"rapport/generator/front"
)

// A spot is where a cursor stands in front matter, be that whole or not: while it is written, it seldom is.
type spot struct {
	path     []string // keys from the top level; elements of lists leave no trace. The last is that of a value
	key      bool     // a key stands here, or could; else a value
	element  bool     // the value is an element of a list: behind a hyphen, or in brackets
	flow     bool     // it is within braces or brackets
	empty    bool     // nothing stands here yet but the key
	word     string   // what stands here
	from, to int      // where, in the document
	siblings []string // the other keys of the map of which a key stands here
	fence    string   // of the front matter
}

// spotAt finds the spot of an offset, and false where that is not in front matter. The word of the spot is all
// that stands there, and not only what is before the offset.
func spotAt(text string, offset int) (spot, bool) {
	f, ok := front.RegionOf([]byte(text))
	if !ok || offset < f.From || offset > f.To {
		return spot{}, false
	}
	s := scanner{text: text, end: f.To, offset: offset, sep: ':'}
	var found spot
	switch f.Fence {
	case "{":
		found, ok = s.flow(f.From, nil)
	case "+++":
		s.sep = '='
		found, ok = s.toml(f.From)
	default:
		found, ok = s.yaml(f.From)
	}
	found.fence = f.Fence
	return found, ok
}

// A scanner reads front matter up to an offset.
type scanner struct {
	text   string
	end    int // of the front matter
	offset int
	sep    byte // between a key and its value
}

// A frame is a key, or an element of a list, under which what follows stands.
type frame struct {
	indent int
	key    string
	dash   bool
	keys   []string // of the map that begins at this indent
}

var yamlKey = regexp.MustCompile(`^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'#\[\]{},&*!|>%@-][^:#]*?|-[^\s:][^:#]*?)[ \t]*:([ \t]|$)`)

// yaml reads YAML by the line: what is indented further stands under what is not.
func (s *scanner) yaml(at int) (spot, bool) {
	var stack []frame
	for at <= s.end {
		line := s.lineFrom(at)
		next := at + len(line) + 1
		text := strings.TrimRight(line, "\r")
		here := s.offset >= at && s.offset <= at+len(text)
		indent := len(text) - len(strings.TrimLeft(text, " "))
		rest := text[indent:]
		if (rest == "" || rest[0] == '#') && !here {
			if next > s.end {
				break
			}
			at = next
			continue
		}
		if rest == "" {
			indent = min(indent, s.offset-at)
		}
		for rest == "-" || strings.HasPrefix(rest, "- ") {
			stack = slices.DeleteFunc(stack, func(f frame) bool { return f.indent > indent || f.indent == indent && f.dash })
			stack = append(stack, frame{indent: indent, dash: true})
			trimmed := strings.TrimLeft(rest[1:], " ")
			indent += len(rest) - len(trimmed)
			rest = trimmed
			if rest == "" && here {
				indent = max(indent, s.offset-at)
			}
		}
		var keys []string
		stack = slices.DeleteFunc(stack, func(f frame) bool {
			if f.indent == indent && !f.dash {
				keys = append(f.keys, f.key)
			}
			return f.indent >= indent
		})
		key := yamlKey.FindStringSubmatchIndex(rest)
		if key == nil {
			if here {
				return s.bare(at+indent, stack, keys, indent), true
			}
			at = next
			continue
		}
		name := strings.Trim(rest[key[2]:key[3]], `"'`)
		if here && s.offset <= at+indent+key[3] {
			return s.keySpot(at+indent, at+indent+key[3], stack, append(keys, s.keysBelow(next, indent)...), false), true
		}
		stack = append(stack, frame{indent: indent, key: name, keys: keys})
		from := at + indent + key[3] + 1
		for from < len(s.text) && (s.text[from] == ' ' || s.text[from] == '\t') {
			from++
		}
		value := strings.TrimRight(s.text[min(from, at+len(text)):at+len(text)], " \t")
		path := pathOfStack(stack)
		switch {
		case value != "" && (value[0] == '{' || value[0] == '['):
			end := s.flowEnd(from)
			if s.offset >= from && s.offset <= end {
				return s.flow(from, path)
			}
			next = s.lineAfter(end)
		case value != "" && (value[0] == '"' || value[0] == '\''):
			if end := s.quoteEnd(from); s.offset <= end && s.offset >= at {
				return spot{path: path, word: s.text[from:end], from: from, to: end}, true
			} else if end > at+len(text) {
				next = s.lineAfter(end)
			}
		case value != "" && (value[0] == '|' || value[0] == '>'):
			for next < s.end {
				below := strings.TrimRight(s.lineFrom(next), "\r")
				if strings.TrimSpace(below) != "" && len(below)-len(strings.TrimLeft(below, " ")) <= indent {
					break
				}
				if s.offset >= next && s.offset <= next+len(below) {
					return spot{}, false
				}
				next += len(s.lineFrom(next)) + 1
			}
		}
		if here {
			if comment := strings.Index(value, " #"); comment >= 0 {
				value = value[:comment]
			}
			if s.offset > from+len(value) {
				from = s.offset
				value = ""
			}
			from = min(from, s.offset)
			return spot{path: path, word: value, from: from, to: from + len(value), empty: value == ""}, true
		}
		at = next
	}
	return spot{}, false
}

// bare is the spot of what is neither key nor behind one: a key that is being written, or an element of a list.
func (s *scanner) bare(from int, stack []frame, keys []string, indent int) spot {
	line := strings.TrimRight(s.lineFrom(from), "\r")
	from = min(from, s.offset)
	if rest := strings.TrimLeft(line, " "); rest != "" && (rest[0] == '{' || rest[0] == '[') {
		if at, ok := s.flow(from+len(line)-len(rest), pathOfStack(stack)); ok {
			return at
		}
	}
	at := s.keySpot(from, from+len(strings.TrimRight(line, " \t")), stack, append(keys, s.keysBelow(from+len(line)+1, indent)...), false)
	at.element = len(stack) > 0 && stack[len(stack)-1].dash
	return at
}

func (s *scanner) keySpot(from, to int, stack []frame, keys []string, flow bool) spot {
	to = max(to, s.offset)
	return spot{path: pathOfStack(stack), key: true, word: s.text[from:to], from: from, to: to, siblings: keys, flow: flow}
}

// keysBelow returns the keys that follow in a map of this indent.
func (s *scanner) keysBelow(at, indent int) []string {
	var keys []string
	for at < s.end {
		line := strings.TrimRight(s.lineFrom(at), "\r")
		at += len(s.lineFrom(at)) + 1
		rest := strings.TrimLeft(line, " ")
		switch own := len(line) - len(rest); {
		case rest == "" || rest[0] == '#' || own > indent:
		case own < indent || strings.HasPrefix(rest, "- "):
			return keys
		default:
			if key := yamlKey.FindStringSubmatch(rest); key != nil {
				keys = append(keys, strings.Trim(key[1], `"'`))
			}
		}
	}
	return keys
}

func pathOfStack(stack []frame) []string {
	var path []string
	for _, f := range stack {
		if !f.dash {
			path = append(path, f.key)
		}
	}
	return path
}

func (s *scanner) lineFrom(at int) string {
	if at >= len(s.text) {
		return ""
	}
	line, _, _ := strings.Cut(s.text[at:], "\n")
	return line
}

func (s *scanner) lineAfter(at int) int { return at + len(s.lineFrom(at)) + 1 }

// quoteEnd returns the end of what begins with a quote.
func (s *scanner) quoteEnd(at int) int {
	quote := s.text[at]
	for i := at + 1; i < s.end; i++ {
		switch {
		case s.text[i] == '\\' && quote == '"':
			i++
		case s.text[i] == quote:
			return i + 1
		}
	}
	return s.end
}

// flowEnd returns the end of what begins with a brace or bracket. One that is never closed ends with its line.
func (s *scanner) flowEnd(at int) int {
	depth := 0
	for i := at; i < s.end; i++ {
		switch s.text[i] {
		case '"', '\'':
			if i > at && strings.IndexByte(" ,:=[{\n", s.text[i-1]) >= 0 {
				i = s.quoteEnd(i) - 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return at + len(strings.TrimRight(s.lineFrom(at), "\r"))
}

// A nest is a map between braces, or a list between brackets.
type nest struct {
	open byte
	key  string // of which the value follows; "" for none
	keys []string
	from int // of the word at hand
}

// flow reads what begins with a brace or bracket up to the offset.
func (s *scanner) flow(at int, path []string) (spot, bool) {
	var nests []nest
	i := at
	for ; i < s.offset; i++ {
		top := len(nests) - 1
		switch c := s.text[i]; {
		case c == '{' || c == '[':
			nests = append(nests, nest{open: c, from: i + 1})
		case top < 0:
			return spot{}, false
		case c == '}' || c == ']':
			if nests = nests[:top]; len(nests) == 0 && i+1 < s.offset {
				return spot{}, false
			}
		case c == ',':
			nests[top].from = i + 1
			if k := nests[top].key; k != "" {
				nests[top].keys, nests[top].key = append(nests[top].keys, k), ""
			}
		case c == s.sep && nests[top].open == '{' && nests[top].key == "" && s.isSeparator(i):
			nests[top].key = strings.Trim(strings.TrimSpace(s.text[nests[top].from:i]), `"'`)
			nests[top].from = i + 1
		case (c == '"' || c == '\'') && strings.TrimSpace(s.text[nests[top].from:i]) == "":
			end := s.quoteEnd(i)
			if end > s.offset || end == s.offset && s.text[end-1] != c {
				end = s.offset
			}
			i = end - 1
		case c == '\n' && s.sep == '=' && nests[top].open == '{':
			return spot{}, false
		}
	}
	if len(nests) == 0 {
		return spot{}, false
	}
	path = slices.Clone(path)
	for _, n := range nests {
		if n.key != "" {
			path = append(path, n.key)
		}
	}
	last := nests[len(nests)-1]
	from := last.from
	for from < s.offset && strings.IndexByte(" \t\r\n", s.text[from]) >= 0 {
		from++
	}
	to := s.wordEnd(max(from, s.offset), from)
	found := spot{path: path, flow: true, word: strings.TrimRight(s.text[from:to], " \t\r\n"), from: from}
	found.to = max(s.offset, from+len(found.word))
	found.word = s.text[from:found.to]
	found.key = last.open == '{' && last.key == ""
	found.element = last.open == '['
	found.empty = strings.TrimSpace(found.word) == ""
	if found.key {
		found.siblings = append(last.keys, s.keysBehind(to)...)
	}
	return found, true
}

// isSeparator tells whether a colon ends a key, and does not stand within a word, such as a time.
func (s *scanner) isSeparator(i int) bool {
	return s.sep != ':' || i+1 >= len(s.text) || strings.IndexByte(" \t\r\n,]}[{\"'", s.text[i+1]) >= 0 || s.text[i-1] == '"'
}

// wordEnd returns the end of the word that an offset within a map or list is in.
func (s *scanner) wordEnd(at, from int) int {
	if from < len(s.text) && (s.text[from] == '"' || s.text[from] == '\'') && from < at {
		return max(at, min(s.quoteEnd(from), from+len(s.lineFrom(from))))
	}
	for at < s.end && strings.IndexByte(",]}\r\n", s.text[at]) < 0 && !(s.text[at] == s.sep && s.isSeparator(at)) {
		at++
	}
	return at
}

// keysBehind returns the keys that follow in a map between braces.
func (s *scanner) keysBehind(at int) []string {
	var keys []string
	depth, from := 0, -1
	for i := at; i < s.end; i++ {
		switch c := s.text[i]; {
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth < 0 {
				return keys
			}
		case c == '"' && from < 0:
			i = s.quoteEnd(i) - 1
		case depth > 0:
		case c == ',':
			from = i + 1
		case c == s.sep && from >= 0 && s.isSeparator(i):
			keys = append(keys, strings.Trim(strings.TrimSpace(s.text[from:i]), `"'`))
			from = -1
		case c == '\n' && strings.HasPrefix(s.text[i+1:], "---"):
			return keys
		}
	}
	return keys
}

// toml reads TOML by the line.
func (s *scanner) toml(at int) (spot, bool) {
	var table, keys []string
	for at <= s.end {
		line := strings.TrimRight(s.lineFrom(at), "\r")
		here := s.offset >= at && s.offset <= at+len(line)
		next := s.lineAfter(at)
		rest := strings.TrimSpace(line)
		name, value, isPair := strings.Cut(line, "=")
		switch {
		case strings.HasPrefix(rest, "[") && !isPair:
			if here {
				return spot{}, false
			}
			table, keys = strings.Split(strings.Trim(rest, "[] "), "."), nil
		case isPair && here && s.offset <= at+len(name), !isPair && here:
			from := at + len(line) - len(strings.TrimLeft(line, " \t"))
			from = min(from, s.offset)
			to := max(s.offset, at+len(strings.TrimRight(name, " \t")))
			return spot{path: table, key: true, word: s.text[from:to], from: from, to: to, siblings: keys}, true
		case isPair:
			key := strings.Trim(strings.TrimSpace(name), `"'`)
			from := at + len(name) + 1 + len(value) - len(strings.TrimLeft(value, " \t"))
			path := append(slices.Clone(table), key)
			keys = append(keys, key)
			if open := strings.TrimLeft(value, " \t"); open != "" && (open[0] == '[' || open[0] == '{') {
				end := s.flowEnd(from)
				if s.offset >= from && s.offset <= end {
					return s.flow(from, path)
				}
				next = s.lineAfter(end)
			}
			if here {
				from = min(from, s.offset)
				to := max(s.offset, at+len(strings.TrimRight(line, " \t")))
				return spot{path: path, word: s.text[from:to], from: from, to: to, empty: from == to}, true
			}
		}
		at = next
	}
	return spot{}, false
}
