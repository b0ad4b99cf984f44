package front

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Write returns a value on one line of YAML, between brackets and braces where it is a
// list or a map.
func (n *Node) Write() string { return inOneLine.inline(n) }

// WriteText returns a text as a value in YAML: as it is where nothing in it means anything
// else, between brackets and braces too, or else in quotes.
func WriteText(text string) string { return inOneLine.inline(Text(text)) }

var inOneLine = &pen{format: inYAML, quote: '"'}

// scalar writes a single value; inside says that brackets or braces stand around it.
func (p *pen) scalar(n *Node, inside bool) string {
	bare := !n.Quoted && !(p.quotes && !isValue(n.Raw))
	switch p.format {
	case inJSON:
		bare = bare && (n.Raw == "true" || n.Raw == "false" || jsonNumber.MatchString(n.Raw))
	case inTOML:
		bare = bare && tomlBare.MatchString(n.Raw)
	default:
		bare = bare && canStandPlain(n.Raw, inside) || n.Quoted && !p.quotes && isPlainText(n.Raw, inside)
	}
	switch {
	case bare:
		return n.Raw
	case p.quote == '\'' && p.format == inYAML && isPrintable(n.Raw):
		return "'" + strings.ReplaceAll(n.Raw, "'", "''") + "'"
	case p.quote == '\'' && p.format == inTOML && isPrintable(n.Raw) && !strings.Contains(n.Raw, "'"):
		return "'" + n.Raw + "'"
	}
	return quoted(n.Raw)
}

var (
	jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	tomlBare   = regexp.MustCompile(`^(true|false|[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})?)?)$`)
	bareKey    = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
)

// key writes a key.
func (p *pen) key(name string) string {
	switch {
	case p.format == inYAML && (isPlainText(name, true) || name == "on"), p.format == inTOML && bareKey.MatchString(name):
		return name
	}
	return quoted(name)
}

// isPlainText reports whether words may stand in YAML without quotes, and are taken for
// nothing but words by any reader.
func isPlainText(text string, inside bool) bool {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		return false
	}
	first, _ := utf8.DecodeRuneInString(text)
	if !canStandPlain(text, inside) || !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		return false
	}
	if !inside {
		return strings.IndexFunc(text, unicode.IsLetter) >= 0 && !numberLike.MatchString(text) && !dayLike.MatchString(text)
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .-_@/()*", r) {
			return false
		}
	}
	return unicode.IsLetter(first)
}

// canStandPlain reports whether a text is read from YAML as it is when it stands without
// quotes.
func canStandPlain(text string, inside bool) bool {
	if text == "" || !isPrintable(text) || strings.TrimSpace(text) != text || strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.Contains(text, " #") {
		return false
	}
	if inside && strings.ContainsAny(text, "[]{},\"'") {
		return false
	}
	switch first, rest := text[0], text[1:]; {
	case strings.IndexByte("-+.", first) >= 0:
		return rest != "" && '0' <= rest[0] && rest[0] <= '9'
	default:
		return strings.IndexByte("?:,[]{}#&*!|>'\"%@`~=<", first) < 0
	}
}

// isPrintable reports whether a text has no signs but those that can be seen, and spaces.
func isPrintable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// isBlockText reports whether a value is a text of several lines that can stand in YAML
// behind a |: one whose lines begin with no space, and that ends in one end of line or none.
func isBlockText(n *Node) bool {
	if n.Kind != Scalar || !n.Quoted || !strings.Contains(n.Raw, "\n") || strings.HasSuffix(n.Raw, "\n\n") {
		return false
	}
	for i, line := range strings.Split(n.Raw, "\n") {
		if line == "" && i > 0 {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(line); line == "" || unicode.IsSpace(first) || !isPrintable(strings.ReplaceAll(line, "\t", "")) {
			return false
		}
	}
	return true
}

// literal writes a text in lines behind a |.
func literal(text, indent string) written {
	w := written{head: "|-"}
	if cut, ok := strings.CutSuffix(text, "\n"); ok {
		w.head, text = "|", cut
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			line = indent + line
		}
		w.below = append(w.below, line)
	}
	return w
}

// quoted writes a text between double quotes, as YAML, TOML and JSON read it.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff || r == '\u0085' || r == '\u2028' || r == '\u2029' || r == '\uFEFF':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
