package lsp

import (
	"net/url"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// A document is a text as an editor has it. It is never changed: each edit makes another one.
type document struct {
	uri     string
	version int
	text    string

	lines   []int          // offset of each line, as the protocol counts them: LF, CRLF and CR end one
	bom     int            // its length; 0 for none
	locator *front.Locator // of the lines behind it as problems count them: LF ends one
}

func newDocument(uri string, version int, text string) *document {
	d := &document{uri: uri, version: version, text: text, lines: []int{0}}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			d.lines = append(d.lines, i+1)
		}
	}
	rest := strings.TrimPrefix(text, "\uFEFF")
	d.bom, d.locator = len(text)-len(rest), front.NewLocator([]byte(rest), 1)
	return d
}

// edit returns the document with a stretch replaced, or all of it where that is nil.
func (d *document) edit(at *span, version int, text string) *document {
	if at == nil {
		return newDocument(d.uri, version, text)
	}
	from, to := d.offset(at.Start), d.offset(at.End)
	if to < from {
		from, to = to, from
	}
	return newDocument(d.uri, version, d.text[:from]+text+d.text[to:])
}

// line returns a line without its end; "" for one that is not there.
func (d *document) line(n int) string {
	if n < 0 || n >= len(d.lines) {
		return ""
	}
	end := len(d.text)
	if n+1 < len(d.lines) {
		end = d.lines[n+1]
	}
	return strings.TrimRight(d.text[d.lines[n]:end], "\r\n")
}

// offset returns the offset of a position. One behind the end of its line is at that end, as the
// protocol has it, and one within a character is before that.
func (d *document) offset(p position) int {
	switch {
	case p.Line < 0:
		return 0
	case p.Line >= len(d.lines):
		return len(d.text)
	}
	line := d.line(p.Line)
	at, units := 0, 0
	for at < len(line) {
		r, size := utf8.DecodeRuneInString(line[at:])
		if units += unitsOf(r); units > p.Character {
			break
		}
		at += size
	}
	return d.lines[p.Line] + at
}

// position returns the position of an offset.
func (d *document) position(offset int) position {
	offset = max(0, min(offset, len(d.text)))
	line := sort.SearchInts(d.lines, offset+1) - 1
	units := 0
	for _, r := range d.text[d.lines[line]:offset] {
		units += unitsOf(r)
	}
	return position{line, units}
}

// unitsOf is how many units of UTF-16 a character takes.
func unitsOf(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

func (d *document) span(from, to int) span { return span{d.position(from), d.position(to)} }

// offsetOf returns the offset of a mark: a line and a column as problems count them.
func (d *document) offsetOf(m front.Mark) int { return d.bom + d.locator.OffsetOf(m) }

// stretch returns the span of what is wrong at a position: the word, or the value between quotes,
// which stands there.
func (d *document) stretch(p diag.Position) span {
	switch {
	case p.Line == 0:
		return span{}
	case d.text == "":
		at := position{p.Line - 1, max(0, p.Col-1)}
		return span{at, at}
	}
	from := d.offsetOf(front.Mark{Line: p.Line, Col: max(1, p.Col)})
	return d.span(from, d.wordEnd(from, p.Col == 0))
}

// wordEnd returns the end of what begins at an offset: of the line where that is meant, or else of a
// quoted value, or of a word.
func (d *document) wordEnd(from int, line bool) int {
	rest := d.text[from:]
	if i := strings.IndexAny(rest, "\r\n"); i >= 0 {
		rest = rest[:i]
	}
	switch {
	case rest == "" || line:
		return from + len(rest)
	case rest[0] == '"' || rest[0] == '\'':
		if i := strings.IndexByte(rest[1:], rest[0]); i >= 0 {
			return from + i + 2
		}
	}
	end := strings.IndexAny(rest, " \t,:]})\"")
	switch {
	case end == 0:
		_, size := utf8.DecodeRuneInString(rest)
		return from + size
	case end < 0:
		return from + len(rest)
	}
	return from + end
}

// pathOf returns the path of a file from its URI, and false for what is no file.
func pathOf(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
		return "", false
	}
	name := u.Path
	if len(name) > 2 && name[0] == '/' && name[2] == ':' { // /C:/studio
		name = name[1:]
	}
	return path.Clean(name), name != ""
}

// uriOf returns the URI of a file from its path, which is absolute.
func uriOf(name string) string {
	name = filepath.ToSlash(name)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}
