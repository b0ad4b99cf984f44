package theme

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"github.com/tdewolff/minify/v2"
	minifyhtml "github.com/tdewolff/minify/v2/html"

	"rapport/generator/diag"
)

// A layout is the source of a template with what became of it. What the parser
// sees is smaller than what the writer wrote, so the layout remembers where its
// actions stood: the order of actions is the one thing that minifying keeps,
// and the parser complains about nothing else.
type layout struct {
	name      string                 // its file, below the theme
	source    string                 // as written
	text      string                 // as parsed
	written   []span                 // the actions in source
	parsed    []span                 // the same actions in text
	templates map[string]*parse.Tree // what it writes, by its own name, and what it defines
}

// A span is a stretch of bytes.
type span struct{ from, to int }

// A say action asks for a text of the interface: {{t "skip_link"}}.
var say = regexp.MustCompile(`^\{\{(-\s)?\s*t\s+"([^"\\]*)"\s*(\s-)?\}\}$`)

// A comment is gone before the minifier reads the layout: an apostrophe in one would
// open a string for it, and keep it from making anything smaller.
var comment = regexp.MustCompile(`(?s)^\{\{(-\s)?/\*.*\*/(\s-)?\}\}$`)

// actions finds each {{ … }}. Comments and strings are looked into, so that a
// brace within them ends nothing.
func actions(text string) []span {
	var spans []span
	for at := 0; ; {
		from := strings.Index(text[at:], "{{")
		if from < 0 {
			return spans
		}
		from += at
		at = endOfAction(text, from+2)
		if at < 0 {
			return spans // the parser says so better
		}
		spans = append(spans, span{from, at})
	}
}

// endOfAction is where the action ends whose inside begins at a place; -1 if
// it doesn't.
func endOfAction(text string, at int) int {
	for at < len(text) {
		rest := text[at:]
		skip := 1
		switch {
		case strings.HasPrefix(rest, "}}"):
			return at + 2
		case strings.HasPrefix(rest, "/*"):
			skip = strings.Index(rest, "*/") + 2
			if skip < 2 {
				return -1
			}
		case rest[0] == '`':
			skip = strings.IndexByte(rest[1:], '`') + 2
			if skip < 2 {
				return -1
			}
		case rest[0] == '"' || rest[0] == '\'':
			for skip < len(rest) && rest[skip] != rest[0] {
				if rest[skip] == '\\' {
					skip++
				}
				skip++
			}
			skip++
		}
		at += skip
	}
	return -1
}

// newLayout puts the interface's texts into a template and minifies it.
func newLayout(name, source string, texts func(string) (string, bool), keys []string) (*layout, []*Error) {
	l := &layout{name: name, source: source}
	said, written, errs := l.say(texts, keys)
	l.written = written
	l.text, l.parsed = said, actions(said)
	var small bytes.Buffer
	minifier := &minifyhtml.Minifier{
		TemplateDelims:      minifyhtml.GoTemplateDelims,
		KeepEndTags:         true,
		KeepDocumentTags:    true,
		KeepQuotes:          true,
		KeepDefaultAttrVals: true,
	}
	// The minifier reads its own memory, and writes into it: hand it a copy.
	if err := minifier.Minify(minify.New(), &small, strings.NewReader(said), nil); err != nil {
		return l, errs // what it can't read, the parser explains better
	}
	if after := actions(small.String()); sameActions(said, l.parsed, small.String(), after) {
		l.text, l.parsed = small.String(), after
	}
	return l, errs
}

// say replaces each {{t "key"}}, takes comments away, and returns the actions that
// are left, as they stand in the source.
func (l *layout) say(texts func(string) (string, bool), keys []string) (string, []span, []*Error) {
	var b strings.Builder
	var left []span
	var errs []*Error
	end := 0
	for _, s := range actions(l.source) {
		action := l.source[s.from:s.to]
		text, trimBefore, trimAfter := "", false, false
		if m := comment.FindStringSubmatch(action); m != nil {
			trimBefore, trimAfter = m[1] != "", m[2] != ""
		} else if m := say.FindStringSubmatch(action); m != nil {
			trimBefore, trimAfter = m[1] != "", m[3] != ""
			var err *Error
			if text, err = l.look(s.from, m[2], texts, keys); err != nil {
				errs = append(errs, err)
			}
		} else {
			left = append(left, s)
			continue
		}
		before, after := l.source[end:s.from], ""
		if trimBefore {
			before = strings.TrimRight(before, " \t\r\n")
		}
		end = s.to
		if trimAfter {
			after = l.source[end:]
			end += len(after) - len(strings.TrimLeft(after, " \t\r\n"))
		}
		b.WriteString(before)
		b.WriteString(html.EscapeString(text))
	}
	b.WriteString(l.source[end:])
	return b.String(), left, errs
}

// look looks up a text that an action at a place asks for.
func (l *layout) look(at int, key string, texts func(string) (string, bool), keys []string) (string, *Error) {
	text, ok := texts(key)
	switch {
	case !ok:
		return "", l.errorAt(at, "unknown text %q%s", key, diag.DidYouMean(key, keys).Or("; add it to texts/en.toml of the theme"))
	case strings.ContainsAny(text, "{}"):
		return "", l.errorAt(at, "text %q has places to fill, which a layout can't; use one without braces", key)
	}
	return text, nil
}

// sameActions reports whether minifying kept every action and their order. One
// that it lost, doubled or touched would change pages, so that the layout is
// then used as it was written.
func sameActions(a string, in []span, b string, out []span) bool {
	return slices.EqualFunc(in, out, func(x, y span) bool { return a[x.from:x.to] == b[y.from:y.to] })
}

// offset turns a place in the parsed text into one in the source.
func (l *layout) offset(parsed int) int {
	for i, s := range l.parsed {
		if parsed < s.to && i < len(l.written) {
			return l.written[i].from + max(0, parsed-s.from)
		}
	}
	return len(l.source)
}

// offsetOf is the place in the parsed text of a line, from 1, and of a column
// in bytes, from 0, as text/template counts.
func (l *layout) offsetOf(line, col int) int {
	at := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(l.text[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return min(at+col, len(l.text))
}

func (l *layout) position(offset int) diag.Position { return position(l.name, l.source, offset) }

func position(file, source string, offset int) diag.Position {
	before := source[:min(offset, len(source))]
	start := strings.LastIndexByte(before, '\n') + 1
	return diag.Position{File: file, Line: strings.Count(before, "\n") + 1, Col: utf8.RuneCountInString(before[start:]) + 1}
}

func (l *layout) errorAt(offset int, format string, args ...any) *Error {
	return &Error{Position: l.position(offset), Reason: fmt.Sprintf(format, args...)}
}
