package front

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"rapport/generator/diag"
)

// A format is a way to write front matter.
type format struct{ name, fence string }

var (
	inYAML = format{"YAML", "---"}
	inTOML = format{"TOML", "+++"}
	inJSON = format{"JSON", "{"}
)

// A Document is a Markdown file in its two parts.
type Document struct {
	Front *Node // nil where there is none, or none that can be read
	Body  Body

	format
	from, to int // where the front matter stands behind a BOM, without its fences but for JSON
}

// A Body is the Markdown under the front matter.
type Body struct {
	Source []byte
	Line   int // of the file, on which Source begins
}

// Parse splits a file of this name and reads its front matter. What is wrong
// with the form of either comes as problems.
//
// What a fence is, adrg/frontmatter decides, of which nothing is shown but the two
// that are: by itself it would take a file with a BOM or without a closing fence
// for one without front matter, and publish the metadata as text, and it would end
// a block at an indented ---.
// The front matter is then read from the original bytes, whose positions are
// those of the file.
func Parse(file string, data []byte) (Document, []diag.Problem) {
	b := builder{file: file}
	if at, ok := Invalid(data); ok {
		b.fail(at, NotUTF8, "this is not UTF-8 text; save the file as UTF-8")
		return Document{}, b.problems
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	f, opening, ok := findFormat(data)
	if !ok {
		b.noFence(data)
		return Document{}, b.problems
	}
	data = b.withoutMisleading(data)
	var doc Document
	if f == inJSON {
		doc = b.splitJSON(data, opening)
	} else {
		doc = b.splitFences(data, f, opening)
	}
	return doc, b.problems
}

// withoutMisleading reports the characters that make the text read as another, the first ten of
// them. It returns the text with harmless ones of the same length in their places, so
// that what else is wrong is found, and nothing is said twice.
func (b *builder) withoutMisleading(data []byte) []byte {
	given := data
	for range 10 {
		i := diag.Misleading(data)
		if i < 0 {
			break
		}
		r, size := utf8.DecodeRune(data[i:])
		b.fail(NewLocator(given, 1).At(i), InvisibleCharacter, "here stands "+diag.Misled(r))
		b.mend(string(r), "")
		data = slices.Concat(data[:i], []byte([]string{" ", "·", "…", "𐀀"}[size-1]), data[i+size:])
	}
	return data
}

// Begins reports whether a file begins with front matter.
func Begins(data []byte) bool {
	_, _, ok := findFormat(bytes.TrimPrefix(data, []byte("\uFEFF")))
	return ok
}

// findFormat tells the format by the first line that is not blank, and returns
// that line's offset.
func findFormat(data []byte) (format, int, bool) {
	for offset := 0; offset < len(data); {
		line, next := LineAt(data, offset)
		if len(bytes.TrimSpace(line)) == 0 {
			offset = next
			continue
		}
		for _, f := range []format{inYAML, inTOML, inJSON} {
			if isFence(line, f.fence) || f == inJSON && beginsObject(line) {
				return f, offset, true
			}
		}
		break
	}
	return format{}, 0, false
}

// isFence reports whether a line is a fence: at its very beginning, and alone.
func isFence(line []byte, fence string) bool {
	return bytes.HasPrefix(line, []byte(fence)) && len(bytes.TrimSpace(line[len(fence):])) == 0
}

// beginsObject reports whether a line can be the first of a JSON object, and
// not that of a text which begins with {{< kpi orders >}}.
func beginsObject(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("{"))
	rest = bytes.TrimSpace(rest)
	return ok && (len(rest) == 0 || rest[0] == '"' || rest[0] == '}')
}

func (b *builder) splitFences(data []byte, f format, opening int) Document {
	closing := closingFence(data, f.fence, opening)
	first := 1 + bytes.Count(data[:opening], []byte("\n"))
	if closing < 0 {
		b.fail(Mark{first, 1}, UnclosedFrontMatter, "the front matter has no end; close it with a line "+f.fence+nearFence(data, opening, f.fence))
		return Document{}
	}
	_, start := LineAt(data, opening)
	_, behind := LineAt(data, closing)
	if !isSplit(data[:start], data[closing:behind], frontmatter.NewFormat(f.fence, f.fence, nil)) {
		b.fail(Mark{first, 1}, NoFrontMatter, "the front matter cannot be told from the text; put it first, between two lines "+f.fence)
		return Document{}
	}
	front := data[start:closing]
	doc := Document{Body: newBody(data, behind), format: f, from: start, to: closing}
	if f == inTOML {
		doc.Front = b.toml(front, first+1)
	} else {
		doc.Front = b.yaml(front, first+1)
	}
	if doc.Front != nil {
		if doc.Front.Kind == Null {
			doc.Front.Kind = Map
		}
		doc.Front.Mark = Mark{first, 1}
	}
	return doc
}

// closingFence returns the offset of the line that ends what begins at an offset, or -1.
func closingFence(data []byte, fence string, opening int) int {
	_, at := LineAt(data, opening)
	for at < len(data) {
		line, next := LineAt(data, at)
		if isFence(line, fence) {
			return at
		}
		at = next
	}
	return -1
}

// splitJSON splits off one JSON object. Its end is where the object ends: a
// line } may well stand inside it.
func (b *builder) splitJSON(data []byte, opening int) Document {
	first := 1 + bytes.Count(data[:opening], []byte("\n"))
	root, length := b.json(data[opening:], first)
	if root == nil {
		return Document{}
	}
	end := opening + length
	line, _ := LineAt(data, end)
	if len(bytes.TrimSpace(line)) > 0 {
		b.fail(NewLocator(data[:end], 1).At(end), BadJSON, "there is text behind the closing }; begin it on a new line")
		return Document{}
	}
	_, behind := LineAt(data, end)
	if !isSplit(append(slices.Clip(data[:opening]), "{\n"...), data[end-1:behind], frontmatter.NewFormat("{", "}", nil)) {
		b.fail(Mark{first, 1}, NoFrontMatter, "the front matter cannot be told from the text; put it first in the file")
		return Document{}
	}
	return Document{root, newBody(data, behind), inJSON, opening, end}
}

// noFence says what stands where front matter should begin.
func (b *builder) noFence(data []byte) {
	at := len(data) - len(bytes.TrimLeft(data, "\r\n"))
	line, _ := LineAt(data, at)
	first := Mark{1 + bytes.Count(data[:at], []byte("\n")), 1}
	switch word, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(":")); {
	case isNearFence(line):
		b.fail(first, NoFrontMatter, "this line is nearly the one with which front matter begins; write --- at its left, and nothing else")
	case len(word) > 0 && len(word) < len(bytes.TrimSpace(line)) && !bytes.ContainsAny(word, " \t<>{}[]#*"):
		b.fail(first, NoFrontMatter, "the file does not begin with front matter; put a line --- above this one, and one below the last key")
	default:
		b.fail(Mark{1, 1}, NoFrontMatter, "the file does not begin with front matter; put it first, between two lines ---")
	}
}

// nearFence names a line that was most likely meant to end front matter.
func nearFence(data []byte, opening int, fence string) string {
	_, at := LineAt(data, opening)
	for number := 2 + bytes.Count(data[:opening], []byte("\n")); at < len(data); number++ {
		line, next := LineAt(data, at)
		if at = next; isNearFence(line) {
			return fmt.Sprintf(", and nothing else in it, in the place of line %d", number)
		}
	}
	return ""
}

// isNearFence reports whether a line was most likely meant for a fence: dashes of any
// kind or plus signs, at least two, or one long dash.
func isNearFence(line []byte) bool {
	text := strings.TrimFunc(string(line), func(r rune) bool { return unicode.IsSpace(r) || diag.IsInvisible(r) })
	n := utf8.RuneCountInString(text)
	return strings.Trim(text, "-‐‑‒–—―−") == "" && (n > 1 || n == 1 && text != "-") ||
		strings.Trim(text, "+") == "" && n > 1
}

// isSplit reports whether adrg/frontmatter finds front matter of an empty line between what
// stands before front matter and what ends it.
func isSplit(before, closing []byte, f *frontmatter.Format) bool {
	f.Unmarshal = func([]byte, any) error { return nil }
	r := splitters.Get().(*bufio.Reader)
	defer splitters.Put(r)
	r.Reset(io.MultiReader(bytes.NewReader(before), strings.NewReader("\n"), bytes.NewReader(closing)))
	rest, err := frontmatter.MustParse(r, nil, f)
	return err == nil && len(rest) == 0
}

// splitters are what adrg/frontmatter reads from, for it would make one a file.
var splitters = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// newBody returns the Markdown behind an offset of a file. Its lines end in LF alone,
// which moves no line and no column.
func newBody(data []byte, start int) Body {
	source := data[start:]
	if bytes.IndexByte(source, '\r') >= 0 {
		source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	}
	return Body{source, 1 + bytes.Count(data[:start], []byte("\n"))}
}
