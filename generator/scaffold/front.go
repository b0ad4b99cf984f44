package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v4"
)

// ErrStyle is returned for front matter that is written in a way that cannot be
// edited without rewriting it; the caller says what to do by hand.
var ErrStyle = errors.New("the front matter is written in a way that cannot be edited here")

// A syntax is a way to write front matter.
type syntax int

const (
	yamlSyntax syntax = iota
	tomlSyntax
	jsonSyntax
)

// A front is where the front matter stands in a file: data[from:to], without its
// fences but for JSON, whose braces are part of it.
type front struct {
	syntax
	from, to int
}

// findFront finds the front matter by the rules of content: it stands first, and
// its fences at the beginning of their lines.
func findFront(data []byte) (front, error) {
	at := 0
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		at = len("\uFEFF")
	}
	for at < len(data) {
		line, next := lineAt(data, at)
		if len(bytes.TrimSpace(line)) == 0 {
			at = next
			continue
		}
		var f front
		switch {
		case isFence(line, "---"):
			f.syntax = yamlSyntax
		case isFence(line, "+++"):
			f.syntax = tomlSyntax
		case line[0] == '{':
			end := (&scan{data: data, syntax: jsonSyntax}).value(at)
			if end < 0 {
				return front{}, ErrStyle
			}
			return front{jsonSyntax, at, end}, nil
		default:
			return front{}, ErrStyle
		}
		f.from = next
		for at = next; at < len(data); at = next {
			line, next = lineAt(data, at)
			if isFence(line, [...]string{"---", "+++"}[f.syntax]) {
				f.to = at
				return f, nil
			}
		}
		break
	}
	return front{}, ErrStyle
}

// lineAt returns the line at an offset without its LF, and the next one's offset.
func lineAt(data []byte, at int) (line []byte, next int) {
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		return data[at : at+i], at + i + 1
	}
	return data[at:], len(data)
}

func isFence(line []byte, fence string) bool {
	return bytes.HasPrefix(line, []byte(fence)) && len(bytes.TrimSpace(line[len(fence):])) == 0
}

// decode reads front matter into plain values, for comparisons.
func decode(s syntax, text []byte) (map[string]any, error) {
	values := map[string]any{}
	var err error
	if s == tomlSyntax {
		err = toml.Unmarshal(text, &values)
	} else {
		err = yaml.Unmarshal(text, &values) // JSON is YAML
	}
	return values, err
}

// splice puts text in the place of data[from:to].
func splice(data []byte, from, to int, text string) []byte {
	out := make([]byte, 0, len(data)+len(text))
	out = append(out, data[:from]...)
	out = append(out, text...)
	return append(out, data[to:]...)
}

// says checks that an edited file says what it should, in place of what it said.
func says(edited []byte, want map[string]any) error {
	f, err := findFront(edited)
	if err != nil {
		return err
	}
	got, err := decode(f.syntax, edited[f.from:f.to])
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStyle, err)
	}
	if !reflect.DeepEqual(got, want) {
		return ErrStyle
	}
	return nil
}

// A scan finds the ends of values that are written between delimiters: those of
// JSON and TOML, and those between the brackets and braces of YAML. It knows no
// more than it takes to skip a value; what it is given has been decoded before.
type scan struct {
	data []byte
	syntax
}

// value returns the offset behind the value that begins at an offset; -1 where none
// ends.
func (s *scan) value(at int) int {
	if at >= len(s.data) {
		return -1
	}
	switch s.data[at] {
	case '[', '{':
		at++
		for at = s.space(at, true); at < len(s.data); at = s.space(at, true) {
			switch s.data[at] {
			case ']', '}':
				return at + 1
			case ',', ':', '=':
				at++
			default:
				if at = s.value(at); at < 0 {
					return -1
				}
			}
		}
		return -1
	case '"', '\'':
		return s.quoted(at)
	}
	if end := s.bare(at); end > at {
		return end
	}
	return -1
}

// quoted returns the offset behind a text in quotes.
func (s *scan) quoted(at int) int {
	quote := s.data[at]
	if triple := bytes.Repeat([]byte{quote}, 3); s.syntax == tomlSyntax && bytes.HasPrefix(s.data[at:], triple) {
		for at += 3; at < len(s.data); at++ {
			switch {
			case quote == '"' && s.data[at] == '\\':
				at++
			case bytes.HasPrefix(s.data[at:], triple):
				for at += 3; at < len(s.data) && s.data[at] == quote; at++ {
				}
				return at
			}
		}
		return -1
	}
	for at++; at < len(s.data); at++ {
		switch {
		case quote == '"' && s.data[at] == '\\':
			at++
		case s.data[at] != quote:
		case quote == '\'' && s.syntax == yamlSyntax && at+1 < len(s.data) && s.data[at+1] == quote:
			at++
		default:
			return at + 1
		}
	}
	return -1
}

// bare returns the offset behind a value without quotes. In YAML one may hold
// spaces, and go on in the next line.
func (s *scan) bare(at int) int {
	end := at
	for ; at < len(s.data); at++ {
		switch c := s.data[at]; {
		case c == ',' || c == '[' || c == ']' || c == '{' || c == '}':
			return end
		case c == ':' && s.syntax == jsonSyntax, c == '=' && s.syntax == tomlSyntax:
			return end
		case c == ':' && s.syntax == yamlSyntax && (at+1 == len(s.data) || bytes.IndexByte([]byte(" \t\r\n,[]{}"), s.data[at+1]) >= 0):
			return end
		case c == '#' && at > 0 && isSpace(s.data[at-1]):
			return end
		case isSpace(c):
			if s.syntax != yamlSyntax && c == '\n' {
				return end
			}
		default:
			end = at + 1
		}
	}
	return end
}

// space returns the offset of what follows white space and comments, over the ends
// of lines where lines is true.
func (s *scan) space(at int, lines bool) int {
	for ; at < len(s.data); at++ {
		switch c := s.data[at]; {
		case c == '#' && s.syntax != jsonSyntax:
			for at+1 < len(s.data) && s.data[at+1] != '\n' {
				at++
			}
		case c == '\n' && !lines:
			return at
		case !isSpace(c):
			return at
		}
	}
	return at
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
