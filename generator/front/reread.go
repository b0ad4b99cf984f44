package front

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"rapport/generator/diag"
)

// A rereading reads YAML that its reader refused once more, line by line, as somebody
// wrote it: it knows the mistakes that writers make, and says them in their words. The
// reader's own messages tell of tokens and block mappings, and stand where it gave up,
// which often is not where the mistake is.
//
// It is asked only when the reader refuses a text, so that it need not be right about
// every way to write YAML: a line in which it finds nothing is explained in general
// words, and one that the reader accepts is not looked at.
type rereading struct {
	scan
	first  int       // the line of the file on which the text begins
	found  []finding // in the order of lines, one a line at most
	levels []level   // that are open, from the outermost
	last   statement
}

// A finding is a mistake at an offset of the text.
type finding struct {
	at        int
	message   string
	was, text string // what is to stand in the place of what, where only one mend can be meant
}

// A level is a list or a map that is open: the column, from 0, at which its elements
// or keys begin, and the line of the first of them.
type level struct {
	col, line int
	list      bool
}

// A statement is the last key or element that was read.
type statement struct {
	line   int
	indent int
	opens  bool // it has no value yet: what it holds may follow, indented
	plain  bool // its value is a text without quotes, which may go on in the next line
	alone  int  // offset of a value that stands on a line of its own; -1 for none
}

// maxReread is how many bytes are read again; a text without end in every line would
// take long.
const maxReread = 64 << 10

// reread returns the mistakes in YAML that begins on the given line of its file, one a
// line at most.
func reread(text []byte, first int) []finding {
	if len(text) > maxReread {
		return nil
	}
	r := rereading{scan: scan{text, inYAML}, first: first, last: statement{alone: -1, opens: true}}
	for at, line := 0, first; at < len(text); {
		next := max(r.line(at, line), at+1)
		if next > len(text) {
			break
		}
		line += bytes.Count(text[at:next], []byte("\n"))
		at = next
	}
	return r.found
}

func (r *rereading) find(at int, format string, args ...any) {
	r.found = append(r.found, finding{at: at, message: fmt.Sprintf(format, args...)})
}

// mend adds to the last finding that the character at an offset is to be what stands before an x.
func (r *rereading) mend(at int, text string) {
	_, size := utf8.DecodeRune(r.data[at:])
	f := &r.found[len(r.found)-1]
	f.was, f.text = string(r.data[at:at+size]), strings.TrimSuffix(text, "x")
}

// line reads the line at an offset, with what its value takes of the lines below, and
// returns the offset of the next line.
func (r *rereading) line(at, number int) int {
	line, next := LineAt(r.data, at)
	body := bytes.TrimLeft(line, " ")
	indent := len(line) - len(body)
	switch first, _ := utf8.DecodeRune(body); {
	case len(bytes.TrimSpace(line)) == 0 || body[0] == '#':
		return next
	case body[0] == '\t':
		r.find(at+indent, "a tab stands in the indentation; indent with spaces")
		return next
	case diag.IsInvisible(first):
		r.find(at+indent, "here stands %s", diag.Invisible(string(first)))
		r.mend(at+indent, diag.WithoutInvisible("x" + string(first) + "x")[1:])
		return next
	}
	if r.continues(at+indent, body, indent) || !r.indented(at+indent, indent, number, isElement(body)) {
		return next
	}
	return r.statement(at+indent, indent, number, next)
}

func isElement(body []byte) bool {
	return len(body) > 0 && body[0] == '-' && (len(body) == 1 || isSpace(body[1]))
}

// continues reports whether a line is more of the text in the line above.
func (r *rereading) continues(at int, body []byte, indent int) bool {
	return r.last.plain && indent > r.last.indent && !isElement(body) && r.key(at) < 0
}

// indented opens and closes levels for a line that begins at a column, and reports
// whether it fits in.
func (r *rereading) indented(at, indent, number int, list bool) bool {
	closed := -1 // the outermost level that the line closes
	for n := len(r.levels); n > 0 && r.levels[n-1].col > indent; n-- {
		closed = r.levels[n-1].col
		r.levels = r.levels[:n-1]
	}
	n := len(r.levels)
	if n > 1 && !list && r.levels[n-1].list && r.levels[n-1].col == indent && r.levels[n-2].col == indent {
		n--
		r.levels = r.levels[:n] // a list that stands as far left as the key that holds it
	}
	switch {
	case n > 0 && r.levels[n-1].col == indent:
		return r.among(at, number, r.levels[n-1], list)
	case n == 0 || r.last.opens && closed < 0:
		r.levels = append(r.levels, level{indent, number, list})
		return true
	case closed >= 0:
		r.find(at, "this line is indented by %s, between the lines above; indent it by %d or by %d", spaces(indent), r.levels[n-1].col, closed)
	case r.last.alone >= 0:
		r.find(r.last.alone, "this line has no colon, and the next one has; write it as a key with its value, or remove it")
	default:
		r.find(at, "this line is indented deeper than line %d, which has its value already; %s", r.last.line, indentBy(r.levels[n-1].col))
	}
	return false
}

func spaces(n int) string {
	if n == 1 {
		return "1 space"
	}
	return fmt.Sprintf("%d spaces", n)
}

func indentBy(n int) string {
	if n == 0 {
		return "begin it at the left"
	}
	return "indent it by " + spaces(n)
}

// among reports whether a line belongs to a level that begins at the same column.
func (r *rereading) among(at, number int, l level, list bool) bool {
	switch {
	case l.list == list:
		return true
	case list && r.last.opens:
		r.levels = append(r.levels, level{l.col, number, true})
		return true
	case l.list && hyphened.Match(r.data[at:]):
		r.find(at, "an element of a list has a space behind its hyphen; write - %c…", r.letter(at+1))
	case list:
		r.find(at, "an element of a list stands here, and line %d above it has its value already; put a key on a line of its own above the list", r.last.line)
	default:
		r.find(at, "a key stands here among the elements of a list; indent it by %s if it belongs to the element above", spaces(l.col+2))
	}
	return false
}

// statement reads keys and hyphens from an offset on, and the value behind them.
func (r *rereading) statement(at, indent, number, next int) int {
	r.last = statement{line: number, indent: indent, alone: -1}
	start := at
	for isElement(r.data[at:lineEnd(next, r.data)]) {
		at = r.space(at+1, false)
		if at >= len(r.data) || r.data[at] == '\n' {
			r.last.opens = true
			return next
		}
		r.last.indent = indent
		indent += at - start
		start = at
		if r.key(at) >= 0 {
			r.levels = append(r.levels, level{indent, number, false})
			r.last.indent = indent
		}
	}
	colon := r.key(at)
	if colon < 0 {
		return r.value(at, next, "", number)
	}
	name := string(bytes.TrimSpace(r.data[at:colon]))
	if bad := diag.Invisible(name); bad != "" {
		r.find(at, "in this key stands %s", bad)
		return next
	}
	at = r.space(colon+1, false)
	if at >= len(r.data) || r.data[at] == '\n' {
		r.last.opens = true
		return next
	}
	if first, _ := utf8.DecodeRune(r.data[at:]); diag.IsInvisible(first) {
		r.find(at, "behind this colon stands %s", diag.Invisible(string(first)))
		r.mend(at, " x")
		return next
	}
	return r.value(at, next, name, number)
}

// lineEnd is the end of the line before an offset.
func lineEnd(next int, data []byte) int {
	if next > 0 && data[next-1] == '\n' {
		return next - 1
	}
	return next
}

// key returns the offset of the colon of the key that begins at an offset, -1 where none
// does.
func (r *rereading) key(at int) int {
	line, _ := LineAt(r.data, at)
	from := 0
	if line[0] == '"' || line[0] == '\'' {
		end := r.quoted(at)
		if end < 0 || end-at > len(line) {
			return -1
		}
		if rest := bytes.TrimLeft(line[end-at:], " "); len(rest) > 0 && rest[0] == ':' {
			return at + len(line) - len(rest)
		}
		return -1
	}
	if bytes.IndexByte([]byte("[{|>@`%,"), line[0]) >= 0 {
		return -1
	}
	if i := colonIn(line[from:]); i >= 0 {
		return at + from + i
	}
	return -1
}

// colonIn returns the index of the first colon that makes a key of what is before it,
// -1 for none.
func colonIn(line []byte) int {
	for i, c := range line {
		switch {
		case c == '#' && i > 0 && isSpace(line[i-1]):
			return -1
		case c == ':' && (i+1 == len(line) || isSpace(line[i+1])):
			return i
		}
	}
	return -1
}

// inQuotes shows how a text is written between quotes that it does not hold itself.
func inQuotes(key string, text []byte) string {
	quoted := `"…"`
	switch single := bytes.IndexByte(text, '\'') >= 0; {
	case !bytes.ContainsAny(text, `"\`):
	case single:
		quoted = `"…", with a backslash before each of its own quotes and backslashes`
	default:
		quoted = "'…'"
	}
	if key != "" {
		return key + ": " + quoted
	}
	return quoted
}

var blockHeader = regexp.MustCompile(`^[|>][-+0-9]*\s*(\s#.*)?$`)

// value reads the value of a key, which is "" for that of an element or for a line that
// has none, and returns the offset of the line below it.
func (r *rereading) value(at, next int, key string, number int) int {
	line, _ := LineAt(r.data, at)
	line = bytes.TrimRight(line, " \t\r")
	write := inQuotes(key, line)
	switch c := line[0]; {
	case c == '#':
		r.last.opens = true
	case c == '"' || c == '\'':
		return r.quotedValue(at, next, key)
	case bytes.HasPrefix(line, []byte("{{")):
		r.find(at, "a text cannot begin with {{; put it in quotes: %s", write)
	case c == '[' || c == '{':
		return r.brackets(at, next, write)
	case c == '|' || c == '>':
		if blockHeader.Match(line) {
			return r.block(next, c)
		}
		r.find(at, "a text cannot begin with %c; put it in quotes: %s", c, write)
	case c == '*' && key == "" && len(line) > 1 && line[1] == ' ':
		r.find(at, "an element of a list begins with a hyphen; write - in place of *")
	case bytes.IndexByte([]byte("@`%,]}*&!"), c) >= 0:
		r.find(at, "a text cannot begin with %c; put it in quotes: %s", c, write)
	case isElement(line) && key != "":
		r.find(at, "a list cannot begin behind a colon; put its first hyphen on the next line, or put a text in quotes: %s", write)
	case c == '?' && (len(line) == 1 || line[1] == ' '):
		r.find(at, "a text cannot begin with a question mark and a space; put it in quotes: %s", write)
	default:
		r.plainValue(at, line, key, write, number)
	}
	return next
}

// plainValue reads a text without quotes.
func (r *rereading) plainValue(at int, line []byte, key, write string, number int) {
	r.last.plain = true
	if key == "" && !r.inElement(at) && !r.mayStandAlone(at, line) {
		return
	}
	colon := colonIn(line)
	switch first, _ := utf8.DecodeRune(line); {
	case colon < 0:
	case strings.ContainsRune("“”„«»‘’‚‹›", first):
		r.find(at, "%c does not quote a text; type straight quotes: %s", first, write)
	default:
		r.find(at+colon, "a text that has a colon with a space behind it has to be in quotes: %s", write)
	}
}

// inElement reports whether a hyphen stands before an offset in its line.
func (r *rereading) inElement(at int) bool {
	from := bytes.LastIndexByte(r.data[:at], '\n') + 1
	return bytes.Contains(r.data[from:at], []byte("-"))
}

// letter returns the character at an offset.
func (r *rereading) letter(at int) rune {
	c, _ := utf8.DecodeRune(r.data[at:])
	return c
}

var (
	hyphened = regexp.MustCompile(`^-\pL`)
	tight    = regexp.MustCompile(`^([\pL_][\pL\pN_-]*):[^ /]`)
	equals   = regexp.MustCompile(`^([\pL_][\pL\pN_-]*) *=`)
)

// mayStandAlone reports whether a line without a key or a hyphen is a text of the key
// above it, and says what is wrong where it is not.
func (r *rereading) mayStandAlone(at int, line []byte) bool {
	if n := len(r.levels); n > 0 && r.levels[n-1].line == r.last.line && r.last.indent > 0 {
		r.last.alone = at // the value of the key above, if nothing else follows
		r.levels = r.levels[:n-1]
		return true
	}
	switch match := tight.FindSubmatch(line); {
	case match != nil && diag.Invisible(behindColon(line, match[1])) != "":
		r.find(at+len(match[1])+1, "behind this colon stands %s", diag.Invisible(behindColon(line, match[1])))
		r.mend(at+len(match[1])+1, " x")
	case hyphened.Match(line):
		r.find(at, "an element of a list has a space behind its hyphen; write - %c…", r.letter(at+1))
	case match != nil:
		r.find(at+len(match[1]), "a key has a space behind its colon; write %s: …", match[1])
	case equals.Match(line):
		r.find(at, "a key and its value have a colon between them; write %s: …", equals.FindSubmatch(line)[1])
	case bytes.IndexByte(line, ' ') < 0:
		r.find(at, "this line has no colon; write %s: with a value behind it, or remove the line", diag.Quote(string(line)))
	default:
		r.find(at, "this line has no colon; begin it with a key, indent it if it goes on with the text above, or move it below the closing fence")
	}
	return false
}

// behindColon returns the character behind the colon of a key.
func behindColon(line, key []byte) string {
	_, size := utf8.DecodeRune(line[len(key)+1:])
	return string(line[len(key)+1:][:size])
}

// block passes over the lines of a text behind | or >.
func (r *rereading) block(at int, sign byte) int {
	for depth := 0; at < len(r.data); { // depth is that of the first line
		line, next := LineAt(r.data, at)
		body := bytes.TrimLeft(line, " ")
		indent := len(line) - len(body)
		switch {
		case len(bytes.TrimSpace(body)) == 0:
		case depth == 0 && body[0] == '\t':
			r.find(at+indent, "a tab stands in the indentation; indent with spaces")
			return next
		case depth == 0 && indent > r.last.indent:
			depth = indent
		case depth == 0 && r.key(at+indent) < 0:
			r.find(at+indent, "the text behind %c has to be indented; indent this line by %s", sign, spaces(r.last.indent+2))
			return next
		case indent > r.last.indent && indent < depth:
			r.find(at+indent, "this line goes on with the text behind %c; indent it by %s", sign, spaces(depth))
			return next
		case indent < depth || depth == 0:
			return at
		}
		at = next
	}
	return at
}

// quotedValue reads a text in quotes.
func (r *rereading) quotedValue(at, next int, key string) int {
	quote := r.data[at]
	end := r.quoted(at)
	if end < 0 {
		r.find(at, "the quote that opens here is never closed; close it with %c where the text ends", quote)
		return len(r.data)
	}
	if bad := r.escape(at, end); bad >= 0 {
		r.find(bad, `\%c means nothing between double quotes; write \\ where a backslash is meant`, r.data[bad+1])
		return next
	}
	behind := r.space(end, false)
	_, after := LineAt(r.data, end)
	switch {
	case behind < len(r.data) && r.data[behind] == '\n', behind >= len(r.data):
		if end == behind && end < len(r.data) && r.data[end] == '#' {
			break
		}
	case bytes.IndexByte(r.data[at:end], '\n') >= 0:
		r.find(at, "the quote that opens here is not closed in its line; close it with %c where the text ends", quote)
		return next
	default:
		r.behind(at, end, behind)
	}
	if end < len(r.data) && r.data[end] == '#' {
		r.find(end, "a comment has a space before its #; write one")
	}
	return after
}

// behind says what is wrong with a text in quotes, from one offset to another, behind
// which more stands.
func (r *rereading) behind(at, end, behind int) {
	line, _ := LineAt(r.data, at)
	rest, _ := LineAt(r.data, behind)
	rest = bytes.TrimRight(rest, " \t\r")
	quote := r.data[at]
	switch {
	case string(rest) == ",":
		r.find(behind, "a comma stands behind the value; remove it")
	case rest[0] == ',' && len(rest) > 1:
		r.find(behind, `several values stand in a list; put them between brackets: ["…", "…"]`)
	case quote == '\'' && behind == end:
		r.find(end-1, "the apostrophe ends the text here; put the text in double quotes, or write '' for an apostrophe")
	case quote == '"' && bytes.HasSuffix(rest, []byte(`"`)) && len(rest) > 1:
		r.find(end-1, `the quote ends the text here; write \" for each quote within the text`)
	case bytes.IndexByte(line, '\'') >= 0:
		r.find(behind, `words stand behind the closing quote; put the whole text in double quotes, with \" for its own`)
	default:
		r.find(behind, `words stand behind the closing quote; put the whole text in single quotes: '"…" …'`)
	}
}

// escape returns the offset of a backslash that means nothing in a text in double quotes,
// -1 for none.
func (r *rereading) escape(at, end int) int {
	if r.data[at] != '"' {
		return -1
	}
	for i := at + 1; i+1 < end; i++ {
		if r.data[i] != '\\' {
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[r.data[i+1]]
		if bytes.IndexByte([]byte("0abtnvfre \"/\\N_LPxuU\n\r\t"), r.data[i+1]) < 0 || !areHex(r.data[i+2:min(end, i+2+digits)], digits) {
			return i
		}
		i++
	}
	return -1
}

func areHex(digits []byte, n int) bool {
	return len(digits) == n && len(bytes.Trim(digits, "0123456789abcdefABCDEF")) == 0
}

// brackets reads a list or a map between brackets or braces.
func (r *rereading) brackets(at, next int, write string) int {
	open := r.data[at]
	line, _ := LineAt(r.data, at)
	end, unclosed := r.closed(at)
	if end < 0 {
		if hash := hashIn(line); hash >= 0 {
			r.find(at+hash, "the # begins a comment, which hides the rest of the line; put the text that it belongs to in quotes")
		} else {
			r.find(unclosed, "the %c that opens here is never closed; close it with %c, and put a text that has a comma, bracket, brace or quote of its own in quotes", r.data[unclosed], closes(r.data[unclosed]))
		}
		return len(r.data)
	}
	behind := r.space(end, false)
	_, after := LineAt(r.data, end-1)
	if behind >= len(r.data) || r.data[behind] == '\n' {
		r.within(at, end)
		return after
	}
	switch rest, _ := LineAt(r.data, behind); {
	case r.data[behind] == closes(open):
		r.find(behind, "one %c too many; remove it", closes(open))
	case string(bytes.TrimSpace(rest)) == ",":
		r.find(behind, "a comma stands behind the value; remove it")
	default:
		r.find(at, "a text cannot begin with %c; put it in quotes: %s", open, write)
	}
	return after
}

// closes returns what closes a bracket, a brace or a quote.
func closes(open byte) byte {
	switch open {
	case '[':
		return ']'
	case '{':
		return '}'
	}
	return open
}

// closed returns the offset behind what a bracket or brace opens, or else -1, and the
// offset of the one that is not closed.
func (r *rereading) closed(at int) (end, unclosed int) {
	var open []int
	begins := true // a value may begin here
	for i := at; i < len(r.data); i++ {
		switch c := r.data[i]; {
		case (c == '"' || c == '\'') && begins:
			end := r.quoted(i)
			if end < 0 {
				return -1, i
			}
			i, begins = end-1, false
		case c == '[' || c == '{':
			open, begins = append(open, i), true
		case c == ']' || c == '}':
			last := open[len(open)-1]
			if c != closes(r.data[last]) {
				return -1, last
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				return i + 1, 0
			}
			begins = false
		case c == '#' && isSpace(r.data[i-1]):
			line, _ := LineAt(r.data, i)
			i += len(line) - 1
		case c == ',' || c == ':':
			begins = true
		case !isSpace(c):
			begins = false
		}
	}
	return -1, open[len(open)-1]
}

// hashIn returns the index of a # between brackets that is none of a comment, as
// somebody may have meant it, -1 for none.
func hashIn(line []byte) int {
	for i, c := range line {
		if c == '#' && i > 0 && bytes.IndexByte([]byte(" \t[{,"), line[i-1]) >= 0 {
			return i
		}
	}
	return -1
}

// within looks for a mistake between brackets, from one offset to another.
func (r *rereading) within(at, end int) {
	begins := true // a value may begin here
	colons := 0    // since it did
	for i := at; i < end; i++ {
		switch c := r.data[i]; {
		case (c == '"' || c == '\'') && begins:
			close := r.quoted(i)
			if bad := r.escape(i, close); bad >= 0 {
				r.find(bad, `\%c means nothing between double quotes; write \\ where a backslash is meant`, r.data[bad+1])
				return
			}
			if behind := r.space(close, true); behind < end && bytes.IndexByte([]byte(",:]}"), r.data[behind]) < 0 {
				r.find(behind, `words stand behind the closing quote; put the whole text in quotes`)
				return
			}
			i, begins = close-1, false
		case c == '[' || c == '{' || c == ',' || c == ']' || c == '}':
			begins, colons = c == '[' || c == '{' || c == ',', 0
		case c == ':' && i+1 < end && isSpace(r.data[i+1]):
			if colons++; colons > 1 {
				r.find(i, "a text that has a colon with a space behind it has to be in quotes")
				return
			}
			begins = true
		case isSpace(c):
		case begins && bytes.IndexByte([]byte("@`%*&!#|>"), c) >= 0, begins && isElement(r.data[i:end]):
			r.find(i, "a text cannot begin with %c; put it in quotes", c)
			return
		default:
			begins = false
		}
	}
}
