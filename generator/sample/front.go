package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A block is front matter, or a map in it, in the order in which it is written.
// A value is a string, a plain, an int, a bool, nil, a []any or a block.
type block []pair

type pair struct {
	key   string
	value any
}

// plain is a value that YAML takes without quotes: a date, a duration, an amount.
type plain string

// set adds a key.
func (b *block) set(key string, value any) { *b = append(*b, pair{key, value}) }

// A form is one of the ways to write front matter.
type form int

const (
	inYAML form = iota
	inTOML
	inJSON
)

// file returns a Markdown file.
func (f form) file(front block, body string) []byte {
	var b bytes.Buffer
	switch f {
	case inYAML:
		b.WriteString("---\n")
		front.yaml(&b, "")
		b.WriteString("---\n")
	case inTOML:
		b.WriteString("+++\n")
		for _, p := range front {
			b.WriteString(p.key + " = ")
			f.value(&b, p.value)
			b.WriteByte('\n')
		}
		b.WriteString("+++\n")
	case inJSON:
		f.value(&b, front)
		b.WriteByte('\n')
	}
	b.WriteString("\n" + strings.TrimSpace(body) + "\n")
	return b.Bytes()
}

// yaml writes maps and lists of prose as blocks, and what stands in lists on a
// line each, as people do.
func (b block) yaml(w *bytes.Buffer, indent string) {
	for _, p := range b {
		w.WriteString(indent + p.key + ":")
		switch v := p.value.(type) {
		case block:
			w.WriteByte('\n')
			v.yaml(w, indent+"  ")
		case []any:
			if isShort(v) {
				w.WriteByte(' ')
				inYAML.value(w, v)
				w.WriteByte('\n')
				continue
			}
			w.WriteByte('\n')
			for _, element := range v {
				w.WriteString(indent + "  - ")
				inYAML.value(w, element)
				w.WriteByte('\n')
			}
		default:
			w.WriteByte(' ')
			inYAML.value(w, v)
			w.WriteByte('\n')
		}
	}
}

// isShort reports whether a list fits on a line: one of ids or dates.
func isShort(list []any) bool {
	for _, v := range list {
		if s, ok := v.(string); ok && strings.Contains(s, " ") {
			return false
		}
		if _, ok := v.(block); ok {
			return false
		}
	}
	return true
}

// value writes a value on one line.
func (f form) value(w *bytes.Buffer, v any) {
	switch v := v.(type) {
	case block:
		w.WriteByte('{')
		for i, p := range v {
			if i > 0 {
				w.WriteString(", ")
			}
			switch f {
			case inYAML:
				w.WriteString(p.key + ": ")
			case inTOML:
				w.WriteString(p.key + " = ")
			case inJSON:
				w.WriteString(quote(p.key) + ": ")
			}
			f.value(w, p.value)
		}
		w.WriteByte('}')
	case []any:
		w.WriteByte('[')
		for i, element := range v {
			if i > 0 {
				w.WriteString(", ")
			}
			f.value(w, element)
		}
		w.WriteByte(']')
	case nil:
		if f == inTOML {
			w.WriteString(`""`) // TOML has no null
		} else {
			w.WriteString("null")
		}
	case int:
		w.WriteString(strconv.Itoa(v))
	case bool:
		w.WriteString(strconv.FormatBool(v))
	case plain:
		if f == inYAML {
			w.WriteString(string(v))
		} else {
			w.WriteString(quote(string(v)))
		}
	case string:
		if f == inYAML && unquoted.MatchString(v) && !reserved[strings.ToLower(v)] {
			w.WriteString(v)
		} else {
			w.WriteString(quote(v))
		}
	default:
		fmt.Fprintf(w, "%q", fmt.Sprintf("a value of type %T", v))
	}
}

// unquoted is what YAML reads as it stands, in a flow collection too.
var unquoted = regexp.MustCompile(`^\p{L}[\p{L}\d .'()/-]*[\p{L}\d.)]$`)

var reserved = map[string]bool{"yes": true, "no": true, "on": true, "off": true, "true": true, "false": true, "null": true}

// quote writes a string that YAML, TOML and JSON read alike.
func quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // a string is always encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// texts is a list as front matter takes it.
func texts[T any](all ...T) []any {
	list := make([]any, len(all))
	for i, v := range all {
		list[i] = v
	}
	return list
}
