package front

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrStyle is returned for front matter that is written in a way that cannot be
// edited without rewriting it; the caller says what to do by hand.
var ErrStyle = errors.New("the front matter is written in a way that cannot be edited here")

// A StyleError is an ErrStyle with its place in the file, and the reason.
type StyleError struct {
	Mark
	Message string
}

// Error returns the line, the column and the reason.
func (e *StyleError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Message) }

// Unwrap returns ErrStyle.
func (e *StyleError) Unwrap() error { return ErrStyle }

// refuse returns the error of an edit that cannot be made at an offset.
func (e *editor) refuse(at int, format string, args ...any) error {
	return &StyleError{e.lines.At(at), fmt.Sprintf(format, args...)}
}

// An editor changes front matter by ranges of its bytes. The tree of nodes says
// where a range begins, and a scan where it ends. It need not be right about every
// way to write a thing: what an edit made is read again, and has to say what was
// meant, or there is no edit.
type editor struct {
	scan
	doc   Document
	lines *Locator
	bom   bool
	root  *slot // once it is asked for
}

// An edit puts a text in the place of the bytes from one offset to another.
type edit struct {
	from, to int
	text     string
}

func newEditor(data []byte) (*editor, error) {
	doc, problems := Parse("", data)
	if len(problems) > 0 {
		first := problems[0]
		return nil, &StyleError{Mark{max(first.Line, 1), max(first.Col, 1)}, first.Message}
	}
	data, bom := bytes.CutPrefix(data, []byte("\uFEFF"))
	return &editor{scan: scan{data, doc.format}, doc: doc, lines: NewLocator(data, 1), bom: bom}, nil
}

// apply returns the file with its edits. Of two that overlap, each takes out what it
// takes out.
func (e *editor) apply(edits ...edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out bytes.Buffer
	if e.bom {
		out.WriteString("\uFEFF")
	}
	at := 0
	for _, x := range edits {
		if x.from > at {
			out.Write(e.data[at:x.from])
		}
		out.WriteString(x.text)
		at = max(at, x.to)
	}
	out.Write(e.data[at:])
	return out.Bytes()
}

// says checks that a file says what it should.
func says(edited []byte, want *Node) error {
	doc, problems := Parse("", edited)
	if len(problems) > 0 || !doc.Front.equal(want) {
		return ErrStyle
	}
	return nil
}

// equal reports whether two nodes say the same, wherever they stand.
func (n *Node) equal(m *Node) bool {
	if n == nil || m == nil {
		return n == m
	}
	if n.Kind != m.Kind || n.Raw != m.Raw || n.Quoted != m.Quoted || len(n.Kids) != len(m.Kids) {
		return false
	}
	for i, kid := range n.Kids {
		other := m.Kids[i]
		if n.Kind == Map {
			other = m.Get(n.Keys[i].Name)
		}
		if !kid.equal(other) {
			return false
		}
	}
	return true
}

// value returns the bounds of the value of a key, which are equal where it is
// missing. Of a map that is not between braces, it stands on the key's own line.
func (e *editor) value(k Key, inBraces bool) (from, to int, ok bool) {
	s := e.scan
	at := e.lines.OffsetOf(k.Mark)
	if !inBraces {
		_, next := e.lineOf(at)
		s.data = s.data[:next]
	}
	if at = s.end(at); at < 0 {
		return 0, 0, false
	}
	if at = s.space(at, inBraces); at >= len(s.data) || s.data[at] != ':' && s.data[at] != '=' {
		return 0, 0, false
	}
	from = s.space(at+1, inBraces)
	if from >= len(s.data) || bytes.IndexByte([]byte(",]}\n"), s.data[from]) >= 0 {
		return at + 1, at + 1, true
	}
	to = s.end(from)
	return from, to, to > from
}

// lineOf returns the bounds of the line that holds an offset, its end included.
func (e *editor) lineOf(at int) (from, next int) {
	from = bytes.LastIndexByte(e.data[:at], '\n') + 1
	_, next = LineAt(e.data, at)
	return from, next
}

// lineEnd is how the line before an offset ends.
func (e *editor) lineEnd(at int) string {
	if bytes.HasSuffix(e.data[:at], []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// firstEnd is how the first line of the file ends.
func (e *editor) firstEnd() string { return e.lineEnd(bytes.IndexByte(e.data, '\n') + 1) }
