package front

import "bytes"

// A scan finds the ends of values that are written between delimiters: those of
// JSON and TOML, and those between the brackets and braces of YAML. It knows no
// more than it takes to skip a value; what it is given has been decoded before.
type scan struct {
	data []byte
	format
}

// end returns the offset behind the value that begins at an offset; -1 where none
// ends.
func (s *scan) end(at int) int {
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
				if at = s.end(at); at < 0 {
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
	if triple := bytes.Repeat([]byte{quote}, 3); s.format == inTOML && bytes.HasPrefix(s.data[at:], triple) {
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
		case quote == '\'' && s.format == inYAML && at+1 < len(s.data) && s.data[at+1] == quote:
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
		case c == ':' && s.format == inJSON, c == '=' && s.format == inTOML:
			return end
		case c == ':' && s.format == inYAML && (at+1 == len(s.data) || bytes.IndexByte([]byte(" \t\r\n,[]{}"), s.data[at+1]) >= 0):
			return end
		case c == '#' && at > 0 && isSpace(s.data[at-1]):
			return end
		case isSpace(c):
			if s.format != inYAML && c == '\n' {
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
		case c == '#' && s.format != inJSON:
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
