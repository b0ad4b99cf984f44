package front

import (
	"bytes"
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lost looks for what YAML takes away from a line of words without an error: what
// follows a #, an anchor that no alias names, and a line that was meant to be an
// element or a key of its own and goes on with the text above it.
//
// Not every comment is looked at. Somebody who writes a comment puts a space behind its
// #; somebody who writes "Fixes #12", "#slack" or "#0b5c5a" does not. So a # is
// suspicious where a sign follows it, or nothing does, or a number alone ("Suite # 4").
// It is marked at the value before it, and only a text makes an error of it: behind a
// date or an id, which is whole without it, it is a comment all the same. Behind a key
// that has no other value it is an error for every key.
func (r *yamlReader) lost(root *Node) {
	for _, at := range slices.SortedFunc(maps.Values(r.anchors), Mark.compare) {
		if at.Line > 0 {
			r.fail(at, LostWords, "& begins an anchor here, which takes the word behind it away and which nothing names; put the text in quotes")
		}
	}
	if !hasSuspiciousComment(r.text) && !hasSuspiciousLine(r.text) {
		return
	}
	s := sweep{scan: scan{r.text, inYAML}, reader: r, lines: NewLocator(r.text, r.above+1)}
	s.collect(root)
	slices.SortStableFunc(s.starts, func(a, b start) int { return cmp.Compare(a.at, b.at) })
	s.run()
}

// A sweep goes over YAML once, with what is known of where its values stand.
type sweep struct {
	scan
	reader *yamlReader
	lines  *Locator
	starts []start // of all keys and values, by offset
}

// A start is where a key or a value begins.
type start struct {
	at     int
	node   *Node // the value; of a key, that which it names
	quoted bool  // between quotes, or a block of lines
}

func (s *sweep) collect(n *Node) {
	for i, kid := range n.Kids {
		if n.Kind == Map {
			at := s.lines.OffsetOf(n.Keys[i].Mark)
			s.starts = append(s.starts, start{at, kid, at < len(s.data) && (s.data[at] == '"' || s.data[at] == '\'')})
		}
		s.starts = append(s.starts, start{s.lines.OffsetOf(kid.Mark), kid, kid.Quoted})
		s.collect(kid)
	}
}

// run finds the comments and lines, over quotes and blocks of text.
func (s *sweep) run() {
	var last start // that was passed last
	next := 0      // in starts
	for at := 0; at < len(s.data); {
		if at == 0 || s.data[at-1] == '\n' {
			s.line(at, next)
		}
		isQuoted := false
		for ; next < len(s.starts) && s.starts[next].at <= at; next++ {
			last = s.starts[next]
			isQuoted = last.quoted && last.at == at
		}
		switch c := s.data[at]; {
		case isQuoted:
			at = max(s.behind(at), at+1)
		case c == '#' && at > 0 && isSpace(s.data[at-1]):
			line, end := LineAt(s.data, at)
			if isSuspicious(line) && (s.isTrailing(at) || s.goesOn(last, at, line)) && s.endsIn(last, at) {
				last.node.Cut = s.lines.At(at)
			}
			at = end
		default:
			at++
		}
	}
}

// endsIn reports whether nothing but the end of a value without quotes stands between
// where it begins and an offset.
func (s *sweep) endsIn(value start, at int) bool {
	n := value.node
	if n == nil || n.Quoted || n.Kind > Scalar {
		return false
	}
	between := strings.Join(strings.Fields(string(s.data[value.at:at])), " ")
	return n.Kind == Null || strings.HasSuffix(strings.TrimRight(between, ", "), n.Raw)
}

// goesOn reports whether a comment on a line of its own looks as if it went on with the
// value above it: it is indented deeper than that, and is no key or element put aside.
func (s *sweep) goesOn(value start, at int, comment []byte) bool {
	indent := func(at int) int {
		line, _ := LineAt(s.data, bytes.LastIndexByte(s.data[:at], '\n')+1)
		return len(line) - len(bytes.TrimLeft(line, " "))
	}
	first, _ := utf8.DecodeRune(comment[1:])
	return indent(at) > indent(value.at) && (unicode.IsLetter(first) || unicode.IsDigit(first)) && colonIn(comment) < 0
}

// isTrailing reports whether something stands in the line before an offset.
func (s *sweep) isTrailing(at int) bool {
	from := bytes.LastIndexByte(s.data[:at], '\n') + 1
	return len(bytes.TrimSpace(s.data[from:at])) > 0
}

// behind returns the offset behind a text in quotes or in a block, before which a tag or
// an anchor may stand.
func (s *sweep) behind(at int) int {
	for at < len(s.data) && (s.data[at] == '!' || s.data[at] == '&') {
		word, _ := LineAt(s.data, at)
		if i := bytes.IndexAny(word, " \t"); i >= 0 {
			word = word[:i]
		}
		at = s.space(at+len(word), true)
	}
	if at >= len(s.data) {
		return at
	}
	switch s.data[at] {
	case '"', '\'':
		return s.quoted(at)
	case '|', '>':
		_, next := LineAt(s.data, at)
		return s.blockEnd(next, len(s.data))
	}
	return at
}

var (
	elementLike = regexp.MustCompile(`^(-|•|\*)(\s+[^#&!\s]|\pL)`)
	keyLike     = regexp.MustCompile(`^\pL[\pL\pN_-]*:([^\s/]|$)`)
)

// line looks at a line in which no key and no value begins, though it looks as if: it
// goes on with a text above it.
func (s *sweep) line(at, next int) {
	line, end := LineAt(s.data, at)
	body := bytes.TrimSpace(line)
	for next < len(s.starts) && s.starts[next].at < at {
		next++
	}
	if next < len(s.starts) && s.starts[next].at < end || !looksLikeItsOwn(body) {
		return
	}
	mark := s.lines.At(at + bytes.Index(line, body))
	switch {
	case body[0] == '-' && len(body) > 1 && isSpace(body[1]):
		s.reader.fail(mark, LostWords, "this line goes on with the text above it; indent it as the other elements are, or put the whole text in quotes")
	case body[0] == '-':
		s.reader.fail(mark, LostWords, "this line goes on with the text above it; put a space behind each hyphen, or the whole text in quotes")
	case keyLike.Match(body):
		s.reader.fail(mark, LostWords, "this line goes on with the text above it; put a space behind the colon and indent the line as its neighbours are, or put the whole text in quotes")
	default:
		s.reader.fail(mark, LostWords, "this line goes on with the text above it; begin each element with a hyphen and a space")
	}
}

func looksLikeItsOwn(body []byte) bool {
	return len(body) > 0 && (bytes.IndexByte(elementSigns, body[0]) >= 0 && elementLike.Match(body) || mayBeKey(body) && keyLike.Match(body))
}

// elementSigns are the bytes with which an element can begin.
var elementSigns = []byte("-*•")

// mayBeKey is a quick look at whether a colon stands where only that of a key without a space
// behind it does.
func mayBeKey(body []byte) bool {
	_, behind, found := bytes.Cut(body, []byte(":"))
	return found && (len(behind) == 0 || behind[0] != ' ' && behind[0] != '/')
}

// hasSuspiciousLine is a quick look at whether a line that looks like an element or a
// key is indented deeper than one that has its value already.
func hasSuspiciousLine(text []byte) bool {
	above, opens := 0, true
	for at := 0; at < len(text); {
		line, next := LineAt(text, at)
		at = next
		body := bytes.TrimSpace(line)
		if len(body) == 0 || body[0] == '#' {
			continue
		}
		indent := bytes.Index(line, body)
		if indent > above && !opens && looksLikeItsOwn(body) || body[0] == '*' || bytes.HasPrefix(body, []byte("•")) {
			return true
		}
		if indent >= above && body[0] == '-' && len(body) > 1 && !isSpace(body[1]) && body[1] != '-' {
			return true
		}
		above, opens = indent, body[len(body)-1] == ':' || body[len(body)-1] == '-'
	}
	return false
}

// hasSuspiciousComment is a quick look at whether there may be one.
func hasSuspiciousComment(text []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], '#')
		if i < 0 {
			return false
		}
		at += i
		line, _ := LineAt(text, at)
		if at > 0 && (text[at-1] == ' ' || text[at-1] == '\t') && isSuspicious(line) {
			return true
		}
	}
}

var numberAlone = regexp.MustCompile(`^#\s*\d+\s*([,;.)&/]|and\b|or\b|$)`)

// isSuspicious reports whether what begins with a # may be none of a comment.
func isSuspicious(comment []byte) bool {
	comment = bytes.TrimRight(comment, " \t\r")
	if len(comment) == 1 || numberAlone.Match(comment) {
		return true
	}
	return !strings.ContainsRune(" \t#-=*~", rune(comment[1]))
}

// CutMessage says what a # behind a value does, where it took words away.
const CutMessage = "the # begins a comment here, which takes away the rest of the line; put the text in quotes, or a space behind the # of a comment"
