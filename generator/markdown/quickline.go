package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// stops are the bytes of a text at which an inline may begin or end, and those that are out of
// the ordinary.
var stops = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = true
	}
	for _, c := range "!`*_[]{<\\~\x7f" {
		t[c] = true
	}
	return t
}()

// An inliner reads the inlines of one block.
type inliner struct {
	*quickParser
	block    ast.Node
	first    int           // offset of the block
	emphasis *ast.Emphasis // that is open; nil where none is
	mark     byte          // with which it was opened
	start    int           // of the text that no node has yet
}

// block reads the inlines of a block, which stand between two offsets.
func (q *quickParser) block(n ast.Node, from, to int) bool {
	q.marks = 0
	return q.inlines(n, from, to)
}

func (q *quickParser) inlines(n ast.Node, from, to int) bool {
	in := inliner{quickParser: q, block: n, first: from, start: from}
	for at := from; at < to; {
		c := q.src[at]
		if !stops[c] {
			at++
			continue
		}
		ok := true
		switch c {
		case '\n':
			ok = q.src[at-1] != ' '
			in.endLine(at, true)
			at++
			in.start = at
		case '!':
			ok = at+1 == to || q.src[at+1] != '['
			at++
		case '`':
			at, ok = in.code(at, to)
		case '*', '_':
			at, ok = in.emphasize(at, to)
		case '[':
			at, ok = in.link(at, to)
		case '{':
			at, ok = in.figure(at, to)
		default:
			ok = false
		}
		if q.marks++; !ok || q.marks > quickMarks {
			return false
		}
	}
	if in.start < to {
		if q.src[to-1] == ' ' {
			return false
		}
		in.endLine(to, false)
	}
	return in.emphasis == nil
}

// within is the node that inlines are put into.
func (in *inliner) within() ast.Node {
	if in.emphasis != nil {
		return in.emphasis
	}
	return in.block
}

func (in *inliner) add(n ast.Node) {
	parent := in.within()
	parent.AppendChild(parent, n)
}

func (in *inliner) text(from, to int) *ast.Text {
	n := in.texts.next()
	n.Segment = text.NewSegment(from, to)
	return n
}

// flush adds the text up to an offset at which an inline begins or ends.
func (in *inliner) flush(to int) {
	if to > in.start {
		in.add(in.text(in.start, to))
	}
}

// endLine adds the text up to the end of a line. goldmark parts it at the last sign at which a
// parser was asked in vain.
func (in *inliner) endLine(to int, more bool) {
	if asked := in.start + in.lastAsked(in.src[in.start:to]); asked > in.start {
		in.flush(asked)
		in.start = asked
	}
	n := in.text(in.start, to)
	n.SetSoftLineBreak(more)
	in.add(n)
}

func (in *inliner) lastAsked(s []byte) int {
	if !in.web {
		return bytes.LastIndexByte(s, '!')
	}
	at := len(s) - 1
	for at >= 0 && s[at] != ' ' && s[at] != '!' && s[at] != '(' && s[at] != '"' && s[at] != '\'' {
		at--
	}
	return at
}

// code reads code between two single backquotes in one line.
func (in *inliner) code(at, to int) (int, bool) {
	n := bytes.IndexByte(in.src[at+1:to], '`')
	end := at + 1 + n
	if n <= 0 || end+1 < to && in.src[end+1] == '`' || bytes.IndexByte(in.src[at:end], '\n') >= 0 {
		return 0, false
	}
	in.flush(at)
	span, words := in.spans.next(), in.text(at+1, end)
	if in.src[at+1] == ' ' && in.src[end-1] == ' ' && !util.IsBlank(in.src[at+1:end]) {
		words.Segment = text.NewSegment(at+2, end-1)
	}
	words.SetRaw(true)
	span.SetPos(at)
	span.AppendChild(span, words)
	in.add(span)
	in.start = end + 1
	return in.start, true
}

// emphasize reads a mark that can only open emphasis, or only close what another of the same
// kind opened.
func (in *inliner) emphasize(at, to int) (int, bool) {
	c, end := in.src[at], at+1
	for end < to && in.src[end] == c {
		end++
	}
	before, after := ' ', ' '
	if at > in.first {
		before, _ = utf8.DecodeLastRune(in.src[:at])
	}
	if end < to {
		after, _ = utf8.DecodeRune(in.src[end:])
	}
	opens, closes := flanks(before, after)
	level := end - at
	if opens == closes || level > 2 || joinsWords(before) || joinsWords(after) {
		return 0, false
	}
	in.flush(at)
	in.start = end
	switch {
	case opens && in.emphasis == nil:
		n := in.emphases.next()
		n.Level = level
		n.SetPos(at)
		in.add(n)
		in.emphasis, in.mark = n, c
	case closes && in.emphasis != nil && in.mark == c && in.emphasis.Level == level:
		in.emphasis = nil
	default:
		return 0, false
	}
	return end, true
}

// flanks reports whether a mark between two characters opens emphasis, and whether it closes
// it, by CommonMark's rules for asterisks. An underscore does so too if it does only one.
func flanks(before, after rune) (opens, closes bool) {
	spaceBefore, spaceAfter := util.IsSpaceRune(before), util.IsSpaceRune(after)
	signBefore, signAfter := util.IsPunctRune(before), util.IsPunctRune(after)
	return !spaceAfter && (!signAfter || spaceBefore || signBefore), !spaceBefore && (!signBefore || spaceAfter || signAfter)
}

// joinsWords reports whether a character is of a script for which marks of emphasis have rules
// of their own: see loosen.
func joinsWords(c rune) bool {
	return c >= 0x1100 && (isWide(c) || unicode.Is(unicode.Hangul, c))
}

// link reads [words](address) in one line.
func (in *inliner) link(at, to int) (int, bool) {
	label := at + 1
	for label < to && !stops[in.src[label]] {
		label++
	}
	if label >= to-2 || label == at+1 || label-at > quickParagraph/32 || in.src[at+1] == '^' || in.src[label] != ']' || in.src[label+1] != '(' {
		return 0, false
	}
	from := label + 2
	end := from
	for end < to && in.src[end] > ' ' && in.src[end] != ')' {
		end++
	}
	dest := in.src[from:end]
	if end == to || in.src[end] != ')' || end == from || bytes.ContainsAny(dest, "(<\\\x7f") {
		return 0, false
	}
	in.flush(at)
	n := in.links.next()
	n.SetPos(at)
	n.Destination = dest
	n.AppendChild(n, in.text(at+1, label))
	in.add(n)
	in.hosts += hostsIn(dest)
	in.marks++
	in.start = end + 1
	return in.start, true
}

// figure reads a shortcode within text.
func (in *inliner) figure(at, to int) (int, bool) {
	line := in.src[at:to]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	end := bytes.Index(line, shortcodeClose)
	if !bytes.HasPrefix(line, shortcodeOpen) || end < 0 {
		return 0, false
	}
	end += at + len(shortcodeClose)
	in.flush(at)
	n := in.figures.next()
	n.segment = text.NewSegment(at, end)
	n.SetPos(at)
	in.add(n)
	in.start = end
	return end, true
}
