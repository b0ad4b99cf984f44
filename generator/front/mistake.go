package front

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapport/generator/diag"
)

// A mistake is what a reader of TOML or JSON stumbled over, to be said again in the words
// of somebody who writes: the text, where the reader stopped, and what it said.
type mistake struct {
	scan
	at   int
	said string
}

func (m *mistake) saidOf(parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(m.said, part) {
			return true
		}
	}
	return false
}

// sign is the character at which the reader stopped.
func (m *mistake) sign() rune {
	if m.at >= len(m.data) {
		return '\n'
	}
	c, _ := utf8.DecodeRune(m.data[m.at:])
	return c
}

// start returns the offset of the line in which the reader stopped.
func (m *mistake) start() int { return bytes.LastIndexByte(m.data[:m.at], '\n') + 1 }

// before returns the offset of the last character before an offset that is no space, -1
// for none.
func (m *mistake) before(at int) int {
	return len(bytes.TrimRight(m.data[:at], " \t\r\n")) - 1
}

const curlyQuotes = "“”„«»‘’‚‹›"

// pasted says what comes with text that is pasted, and nobody types.
func (m *mistake) pasted() string {
	switch c := m.sign(); {
	case diag.IsInvisible(c):
		return "here stands " + diag.Invisible(string(c))
	case strings.ContainsRune(curlyQuotes, c):
		return fmt.Sprintf("%c does not quote a text; type straight quotes", c)
	}
	return ""
}

// badEscape returns the offset of a backslash that means nothing in the text whose quote
// opens at an offset, -1 for none. Known are the signs that one may stand before.
func (m *mistake) badEscape(from int, known string) int {
	for i := from + 1; i+1 < len(m.data) && m.data[i] != '"' && m.data[i] != '\n'; i++ {
		if m.data[i] != '\\' {
			continue
		}
		digits := map[byte]int{'u': 4, 'U': 8}[m.data[i+1]]
		if strings.IndexByte(known, m.data[i+1]) < 0 || !areHex(m.data[i+2:min(len(m.data), i+2+digits)], digits) {
			return i
		}
		i++
	}
	return -1
}

const (
	neverClosed  = "the quote that opens here is never closed; close it where the text ends"
	innerQuote   = `the quote ends the text here; write \" for each quote within the text`
	apostrophe   = "the apostrophe ends the text here; put the text in double quotes"
	strayComma   = "a comma stands behind the value; remove it"
	noBackslash  = `a single backslash means nothing here; write \\ where a backslash is meant`
	quoteNumber  = "a number has digits, and a point before its decimals; put a day or an id in quotes"
	textInQuotes = `a text has to be in double quotes; write "…"`
)

var (
	keyBefore = regexp.MustCompile(`^\s*[^=]*=[ \t]*`)
	truth     = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off)\b`)
	nothing   = regexp.MustCompile(`(?i)^(null|none|nil|undefined)\b`)
)

// inTOML returns where a mistake in TOML is, and says what it is.
func (m *mistake) inTOML() (int, string) {
	start := m.start()
	line, _ := LineAt(m.data, start)
	value := start + len(keyBefore.Find(line))
	pasted := m.pasted()
	switch c := m.sign(); {
	case pasted != "":
		return m.at, pasted
	case m.saidOf("expected '=' after key"):
		return m.tomlKey(start, line)
	case m.saidOf("start of value", "expected keyword", "expected 'nan'", "expected 'inf'"):
		return m.tomlValue(value)
	case m.saidOf("leading zero"), m.saidOf("expected newline") && value < m.at && unicode.IsDigit(rune(m.data[value])):
		return value, quoteNumber
	case m.saidOf("new lines"):
		if value >= len(m.data) || value > m.at {
			value = m.at
		}
		return value, neverClosed
	case m.saidOf("escape"):
		if bad := m.badEscape(value, `btnfre"\uU`); value < len(m.data) && bad >= 0 {
			return bad, noBackslash
		}
		return m.at, noBackslash
	case m.saidOf("to close table name"):
		return start + max(0, bytes.IndexByte(line, '[')), "the [ that opens here is never closed; close it with ]"
	case m.saidOf("after array value", "array is incomplete"):
		if open := bytes.LastIndexByte(m.data[:m.at], '['); open >= 0 && (m.at >= len(m.data) || bytes.IndexByte(line, '=') >= 0 && start > open) {
			return open, "the [ that opens here is never closed; close it with ]"
		}
		return m.at, "a comma is missing before this element; write one"
	case m.saidOf("start of key") && (c == '/' || c == ';'):
		return m.at, "a comment begins with #"
	case m.saidOf("expected newline"):
		return m.tomlBehind(value)
	}
	return m.at, "this cannot be read as TOML; look at the quotes, commas, brackets and equals signs here and in the line above"
}

// tomlKey says what is wrong with a key behind which no equals sign stands.
func (m *mistake) tomlKey(start int, line []byte) (int, string) {
	switch {
	case m.sign() == ':':
		return m.at, "a key and its value have an equals sign between them; write = in place of the colon"
	case bytes.HasPrefix(bytes.TrimSpace(line), []byte("-")):
		return start + bytes.IndexByte(line, '-'), `a list stands between brackets; write key = ["…", "…"]`
	case bytes.IndexByte(m.data[m.at:start+len(line)], '=') >= 0:
		return m.at, "a key is one word; join its words with _, or put it in quotes"
	}
	return m.at, "a key has an equals sign behind it, and a value behind that; write them"
}

// tomlValue says what is wrong with a value that begins as none does.
func (m *mistake) tomlValue(value int) (int, string) {
	rest, _ := LineAt(m.data, min(value, len(m.data)))
	rest = bytes.TrimSpace(rest)
	switch {
	case len(rest) == 0:
		return m.at, "this key has no value; write one behind its equals sign, or remove the line"
	case rest[0] == '#':
		return value, "the # begins a comment here; put the text in quotes"
	case nothing.Match(rest):
		return value, "there is no such value in TOML; remove the line"
	case truth.Match(rest):
		return value, "a choice is written true or false, in lower case, and a word in quotes"
	}
	if value > m.at {
		value = m.at
	}
	return max(value, m.start()), textInQuotes
}

// tomlBehind says what is wrong with a value behind which more stands.
func (m *mistake) tomlBehind(value int) (int, string) {
	line, _ := LineAt(m.data, m.at)
	rest := bytes.TrimSpace(line)
	switch {
	case string(rest) == ",":
		return m.at, strayComma
	case m.at > 0 && m.data[m.at-1] == '\'':
		return m.at - 1, apostrophe
	case value < m.at && m.data[value] == '"' && bytes.HasSuffix(rest, []byte(`"`)):
		return m.before(m.at), innerQuote
	}
	return m.at, `words stand behind the value; put the whole text in quotes, with \" for its own`
}

// inJSON returns where a mistake in JSON is, and says what it is.
func (m *mistake) inJSON() (int, string) {
	before := m.before(m.at)
	pasted := m.pasted()
	switch c := m.sign(); {
	case m.saidOf("in string literal"):
		if m.saidOf(`'\t'`) {
			return m.at, `a tab stands in this text; write \t, or a space`
		}
		return m.at, "the quote that opens here is not closed in its line; close it where the text ends"
	case m.saidOf("escape"):
		if bad := m.badEscape(m.at, `"\/bfnrtu`); bad >= 0 {
			return bad, noBackslash
		}
		return m.at, noBackslash
	case pasted != "":
		return m.at, pasted
	case c == '/' || c == '#':
		return m.at, "JSON has no comments; remove this one"
	case c == '\'':
		return m.at, "a text and a key stand in double quotes; type them in place of '"
	case m.saidOf("after object key:value pair", "after array element"):
		return m.jsonBehind(c)
	case m.saidOf("after object key"):
		return m.at, "a colon is missing behind this key; write one"
	case (c == '}' || c == ']') && before >= 0 && m.data[before] == ',':
		return m.at, fmt.Sprintf("a comma stands before this %c; remove the comma", c)
	case c == ',' && before >= 0 && m.data[before] == ',':
		return m.at, "one comma too many; remove it"
	case m.saidOf("object key string"):
		return m.at, "a key has to be in double quotes"
	case m.saidOf("beginning of value", "in literal"):
		return m.jsonValue(c)
	case m.saidOf("in numeric literal"):
		return m.at, quoteNumber
	}
	return m.at, "this cannot be read as JSON; look at the quotes, commas and brackets here and in the line above"
}

// jsonBehind says what is wrong with a value behind which neither a comma nor the end
// stands.
func (m *mistake) jsonBehind(c rune) (int, string) {
	before := m.before(m.at)
	switch {
	case c == '}' || c == ']':
		return m.at, fmt.Sprintf("a %c stands where what was opened last has to be closed first", c)
	case before < 0:
	case before == m.at-1 && m.data[before] == '"' && c != '"':
		return before, innerQuote
	case before == m.at-1 && unicode.IsDigit(rune(m.data[before])):
		return before, `a number has digits, and a point before its decimals; put a day or an id in double quotes`
	case unicode.IsLetter(c):
		return m.at, "neither a comma nor a closing } stands before this; write the one that is missing"
	}
	return m.at, "a comma is missing before this; write one"
}

// jsonValue says what is wrong with a value that begins as none does.
func (m *mistake) jsonValue(c rune) (int, string) {
	rest := m.data[min(m.at, len(m.data)):]
	switch {
	case c == '}' || c == ']' || c == ',':
		return m.at, "a value is missing here; write one, or null"
	case truth.Match(rest):
		return m.at, "a choice is written true or false, in lower case, and a word in double quotes"
	case nothing.Match(rest):
		return m.at, "nothing is written null, in lower case"
	case c == '.' || c == '+':
		return m.at, quoteNumber
	}
	return m.at, textInQuotes
}
