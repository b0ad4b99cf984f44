package front

import (
	"bytes"
	"fmt"
	"strings"
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
// The splitting is adrg/frontmatter's, on a masked copy of the same length in
// which only the true fences look like fences: by itself it would take a file
// with a BOM or without a closing fence for one without front matter, and
// publish the metadata as text, and it would end a block at an indented ---.
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
	if f == inJSON {
		doc := b.splitJSON(data, opening)
		return doc, b.problems
	}
	doc := b.splitFences(data, f, opening)
	return doc, b.problems
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
	masked := bytes.Clone(data)
	closing := -1
	for offset := opening; offset < len(data); {
		line, next := LineAt(data, offset)
		switch {
		case string(bytes.TrimSpace(line)) != f.fence || offset == opening:
		case closing < 0 && isFence(line, f.fence):
			closing = offset
		default:
			mask(masked[offset : offset+len(line)])
		}
		offset = next
	}
	first := 1 + bytes.Count(data[:opening], []byte("\n"))
	if closing < 0 {
		b.fail(Mark{first, 1}, UnclosedFrontMatter, "the front matter has no end; close it with a line "+f.fence+nearFence(data, opening, f.fence))
		return Document{}
	}
	length, rest, err := split(masked, frontmatter.NewFormat(f.fence, f.fence, nil))
	if err != nil {
		b.fail(Mark{first, 1}, NoFrontMatter, "the front matter cannot be told from the text; put it first, between two lines "+f.fence)
		return Document{}
	}
	_, start := LineAt(data, opening)
	front := data[start : start+length]
	doc := Document{Body: newBody(data, rest), format: f, from: start, to: start + length}
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
	if length < 4 { // {} leaves no room for the mask's two lines, and has no field that a file needs
		_, next := LineAt(data, end)
		return Document{root, newBody(data, len(data)-next), inJSON, opening, end}
	}
	masked := bytes.Clone(data)
	mask(masked[opening+1 : end-1])
	masked[opening+1], masked[end-2] = '\n', '\n'
	for offset := end; offset < len(data); {
		line, next := LineAt(data, offset)
		if string(bytes.TrimSpace(line)) == "}" {
			mask(masked[offset : offset+len(line)])
		}
		offset = next
	}
	_, rest, err := split(masked, &frontmatter.Format{Start: "{", End: "}", UnmarshalDelims: true})
	if err != nil {
		b.fail(Mark{first, 1}, NoFrontMatter, "the front matter cannot be told from the text; put it first in the file")
		return Document{}
	}
	return Document{root, newBody(data, rest), inJSON, opening, end}
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

func mask(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}

// split lets adrg/frontmatter find the two parts in the masked copy. It returns
// the length of the front matter and that of the text behind it.
func split(masked []byte, f *frontmatter.Format) (front, rest int, err error) {
	f.Unmarshal = func(found []byte, _ any) error {
		front = len(found)
		return nil
	}
	left, err := frontmatter.MustParse(bytes.NewReader(masked), nil, f)
	return front, len(left), err
}

// newBody returns the Markdown at the end of a file. Its lines end in LF alone,
// which moves no line and no column.
func newBody(data []byte, length int) Body {
	start := len(data) - length
	source := data[start:]
	if bytes.IndexByte(source, '\r') >= 0 {
		source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	}
	return Body{source, 1 + bytes.Count(data[:start], []byte("\n"))}
}
