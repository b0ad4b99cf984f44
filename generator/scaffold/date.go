package scaffold

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"rapport/generator/calendar"
)

// AddDate adds a day to a list of dates in front matter: to the list under key, in
// the element of the list called list whose id is id. Where there is no such key
// yet, it is added. Nothing else in the file changes, not even its line ends, and
// of lines only the one that must; where the style of the file does not allow
// that, the error is ErrStyle.
func AddDate(data []byte, list, id, key string, day calendar.Date) ([]byte, error) {
	f, err := findFront(data)
	if err != nil {
		return nil, err
	}
	want, err := decode(f.syntax, data[f.from:f.to])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStyle, err)
	}
	at := element(want, list, id)
	if at < 0 {
		return nil, fmt.Errorf("%w: there is no %q in %s", ErrStyle, id, list)
	}
	e := editor{scan: scan{data, f.syntax}, front: f, day: day.String()}
	var edited []byte
	switch f.syntax {
	case yamlSyntax:
		edited, err = e.yaml(list, at, key)
	case tomlSyntax:
		edited, err = e.toml(list, at, key)
	default:
		edited, err = e.json(list, at, key)
	}
	if err != nil {
		return nil, err
	}
	got, err := findFront(edited)
	if err != nil {
		return nil, err
	}
	said, err := decode(got.syntax, edited[got.from:got.to])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStyle, err)
	}
	// The new day is the last of its list; without it, the file says what it said.
	if !takeLast(said, list, at, key, e.day) {
		return nil, ErrStyle
	}
	return edited, sameBut(want, said, list, at, key)
}

// element returns the place of the element with an id in a list; -1 without one.
func element(values map[string]any, list, id string) int {
	elements, _ := values[list].([]any)
	return slices.IndexFunc(elements, func(e any) bool {
		m, _ := e.(map[string]any)
		return m != nil && fmt.Sprint(m["id"]) == id
	})
}

// takeLast takes the last date off a list again, and reports whether it was day.
func takeLast(values map[string]any, list string, at int, key, day string) bool {
	elements, _ := values[list].([]any)
	if at >= len(elements) {
		return false
	}
	m, _ := elements[at].(map[string]any)
	dates, _ := m[key].([]any)
	if len(dates) == 0 || !strings.HasPrefix(dayOf(dates[len(dates)-1]), day) {
		return false
	}
	m[key] = dates[:len(dates)-1]
	return true
}

// dayOf is a date as a decoder gives it: a text, a time, or a day of TOML's own.
func dayOf(v any) string {
	if t, ok := v.(interface{ Format(string) string }); ok {
		return t.Format("2006-01-02")
	}
	return fmt.Sprint(v)
}

// sameBut compares two readings of a file, where one may lack an empty list or
// have a single date in its place.
func sameBut(want, got map[string]any, list string, at int, key string) error {
	before := want[list].([]any)[at].(map[string]any)
	after := got[list].([]any)[at].(map[string]any)
	dates := after[key].([]any)
	switch v := before[key].(type) {
	case []any:
		if len(v) == 0 && len(dates) == 0 {
			before[key] = dates
		}
	case nil:
		if len(dates) == 0 {
			delete(before, key)
			delete(after, key)
		}
	default:
		before[key] = []any{v}
	}
	if fmt.Sprint(want) != fmt.Sprint(got) {
		return ErrStyle
	}
	return nil
}

// An editor adds a date to one file.
type editor struct {
	scan
	front
	day string
}

// list adds the date to a list that is written between brackets, [ at from.
func (e *editor) list(from int) ([]byte, error) {
	last := -1 // the end of the last element
	at := from + 1
	for at = e.space(at, true); at < len(e.data) && e.data[at] != ']'; at = e.space(at, true) {
		if e.data[at] == ',' {
			at++
			continue
		}
		if at = e.value(at); at < 0 {
			return nil, ErrStyle
		}
		last = at
	}
	date := e.date()
	switch {
	case at >= len(e.data):
		return nil, ErrStyle
	case last < 0:
		return splice(e.data, from+1, from+1, date), nil
	}
	return splice(e.data, last, last, ", "+date), nil
}

// date is the date as the syntax writes it.
func (e *editor) date() string {
	if e.scan.syntax == jsonSyntax {
		return `"` + e.day + `"`
	}
	return e.day
}

// within adds the key to a map that is written between braces, { at from, or the
// date to the list that stands under the key there.
func (e *editor) within(from int, key, between, quote string) ([]byte, error) {
	colon := strings.TrimSpace(between)[0]
	last := -1  // the end of the last value, or of the colon before one that is missing
	named := "" // the key of the value that follows
	at := from + 1
	for at = e.space(at, true); at < len(e.data) && e.data[at] != '}'; at = e.space(at, true) {
		switch e.data[at] {
		case ',':
			if named == key {
				return splice(e.data, last, last, " ["+e.date()+"]"), nil
			}
			at++
			named = ""
			continue
		case colon:
			at++
			last = at
			continue
		}
		end := e.value(at)
		if end < 0 {
			return nil, ErrStyle
		}
		token := strings.Trim(string(e.data[at:end]), `"'`)
		switch {
		case named == "":
			named = token
		case named == key && e.data[at] == '[':
			return e.list(at)
		case named == key && (token == "null" || token == "~"):
			return splice(e.data, at, end, "["+e.date()+"]"), nil
		case named == key:
			return splice(e.data, at, end, "["+string(e.data[at:end])+", "+e.date()+"]"), nil
		}
		at, last = end, end
	}
	switch {
	case at >= len(e.data) || last < 0:
		return nil, ErrStyle
	case named == key:
		return splice(e.data, last, last, " ["+e.date()+"]"), nil
	}
	return splice(e.data, last, last, ", "+quote+key+quote+between+"["+e.date()+"]"), nil
}

// yaml finds the element by the positions that the decoder gives.
func (e *editor) yaml(list string, at int, key string) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(e.data[e.from:e.to], &doc); err != nil || len(doc.Content) == 0 {
		return nil, ErrStyle
	}
	_, elements := pair(doc.Content[0], list)
	if elements == nil || elements.Kind != yaml.SequenceNode || at >= len(elements.Content) {
		return nil, ErrStyle
	}
	m := elements.Content[at]
	if m.Kind != yaml.MappingNode || m.Anchor != "" {
		return nil, ErrStyle // an alias stands for others as well
	}
	if m.Style&yaml.FlowStyle != 0 {
		from := e.offset(m)
		if from < 0 || e.data[from] != '{' {
			return nil, ErrStyle
		}
		return e.within(from, key, ": ", "")
	}
	name, dates := pair(m, key)
	switch {
	case dates == nil:
		return e.newLine(m, key)
	case dates.Kind == yaml.SequenceNode && dates.Style&yaml.FlowStyle != 0:
		from := e.offset(dates)
		if from < 0 || e.data[from] != '[' {
			return nil, ErrStyle
		}
		return e.list(from)
	case dates.Kind == yaml.SequenceNode:
		return e.newItem(dates.Content[len(dates.Content)-1])
	case dates.Kind == yaml.ScalarNode:
		from := e.offset(name)
		if from < 0 {
			return nil, ErrStyle
		}
		colon := bytes.IndexByte(e.data[from:], ':')
		if colon < 0 {
			return nil, ErrStyle
		}
		from += colon + 1
		if dates.Value == "" {
			return splice(e.data, from, from, " ["+e.day+"]"), nil
		}
		from = e.space(from, false)
		end := e.value(from)
		if end < 0 || bytes.IndexByte(e.data[from:end], '\n') >= 0 {
			return nil, ErrStyle
		}
		if dates.Tag == "!!null" {
			return splice(e.data, from, end, "["+e.day+"]"), nil
		}
		return splice(e.data, from, end, "["+string(e.data[from:end])+", "+e.day+"]"), nil
	}
	return nil, ErrStyle
}

// pair returns the key and the value of a name in a map.
func pair(m *yaml.Node, name string) (key, value *yaml.Node) {
	if m.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == name {
			return m.Content[i], m.Content[i+1]
		}
	}
	return nil, nil
}

// offset returns where a node begins; -1 where that is not in the file.
func (e *editor) offset(n *yaml.Node) int {
	at := e.from
	for line := 1; line < n.Line; line++ {
		i := bytes.IndexByte(e.data[at:e.to], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
	}
	for col := 1; col < n.Column; col++ {
		_, size := utf8.DecodeRune(e.data[at:])
		at += size
	}
	if at >= e.to {
		return -1
	}
	return at
}

// lineOf returns the bounds of the line that holds an offset, its end included.
func (e *editor) lineOf(at int) (from, to int) {
	from = bytes.LastIndexByte(e.data[:at], '\n') + 1
	_, to = lineAt(e.data, at)
	return from, to
}

// newLine adds a key to a map that is written on lines: behind the last line
// that has a key with a plain value of its own.
func (e *editor) newLine(m *yaml.Node, key string) ([]byte, error) {
	if len(m.Content) == 0 {
		return nil, ErrStyle
	}
	for i := len(m.Content) - 2; i >= 0; i -= 2 {
		k, v := m.Content[i], m.Content[i+1]
		if v.Kind != yaml.ScalarNode || v.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			continue
		}
		from := e.offset(k)
		if from < 0 {
			return nil, ErrStyle
		}
		if v.Value != "" && v.Line == k.Line {
			// A plain or quoted text may go on in the next line.
			at := e.offset(v)
			if at < 0 || !e.onOneLine(at, v) {
				continue
			}
		} else if v.Value != "" {
			continue
		}
		start, next := e.lineOf(from)
		indent := strings.Repeat(" ", utf8.RuneCount(e.data[start:from]))
		return splice(e.data, next, next, indent+key+": ["+e.day+"]"+e.lineEnd(start)), nil
	}
	return nil, ErrStyle
}

// onOneLine reports whether all of a scalar stands on the line on which it begins.
func (e *editor) onOneLine(at int, v *yaml.Node) bool {
	_, end := e.lineOf(at)
	line := string(e.data[at:end])
	switch {
	case v.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		to := e.quoted(at)
		return to > 0 && to <= end
	case strings.ContainsAny(v.Value, "\n"):
		return false
	}
	return strings.HasPrefix(line, v.Value)
}

// newItem adds a line below that of the last item of a list.
func (e *editor) newItem(last *yaml.Node) ([]byte, error) {
	at := e.offset(last)
	if at < 0 || last.Kind != yaml.ScalarNode {
		return nil, ErrStyle
	}
	start, next := e.lineOf(at)
	before := string(e.data[start:at])
	if last.Value == "" || strings.Trim(before, " \t") != "-" {
		return nil, ErrStyle
	}
	return splice(e.data, next, next, before+e.day+e.lineEnd(start)), nil
}

// lineEnd is how the line at an offset ends.
func (e *editor) lineEnd(at int) string {
	if line, _ := lineAt(e.data, at); bytes.HasSuffix(line, []byte("\r")) {
		return "\r\n"
	}
	return "\n"
}

// json walks down from the first brace.
func (e *editor) json(list string, at int, key string) ([]byte, error) {
	from := e.under(e.from, list)
	if from < 0 || e.data[from] != '[' {
		return nil, ErrStyle
	}
	if from = e.nth(from, at); from < 0 || e.data[from] != '{' {
		return nil, ErrStyle
	}
	return e.within(from, key, ": ", `"`)
}

// under returns where the value of a key begins, in the map at an offset.
func (e *editor) under(from int, key string) int {
	at := e.space(from+1, true)
	for at < len(e.data) && e.data[at] != '}' {
		end := e.value(at)
		if end < 0 {
			return -1
		}
		name := strings.Trim(string(e.data[at:end]), `"'`)
		if at = e.space(end, true); at >= len(e.data) || e.data[at] != ':' && e.data[at] != '=' {
			return -1
		}
		at = e.space(at+1, true)
		if name == key {
			return at
		}
		if at = e.value(at); at < 0 {
			return -1
		}
		if at = e.space(at, true); at < len(e.data) && e.data[at] == ',' {
			at = e.space(at+1, true)
		}
	}
	return -1
}

// nth returns where the n-th element of the list at an offset begins.
func (e *editor) nth(from, n int) int {
	at := e.space(from+1, true)
	for at < len(e.data) && e.data[at] != ']' {
		if n == 0 {
			return at
		}
		n--
		if at = e.value(at); at < 0 {
			return -1
		}
		if at = e.space(at, true); at < len(e.data) && e.data[at] == ',' {
			at = e.space(at+1, true)
		}
	}
	return -1
}

// toml looks through the tables, in which the element is the n-th [[list]] or stands in
// the list itself.
func (e *editor) toml(list string, n int, key string) ([]byte, error) {
	inElement, atRoot := false, true
	behind := -1 // where a line can be added to the element
	for _, x := range e.statements() {
		if x.header {
			if inElement {
				break
			}
			if inElement = x.key == list && x.array && n == 0; x.key == list && x.array {
				n--
			}
			atRoot = false
			behind = x.next
			continue
		}
		switch {
		case atRoot && x.key == list && e.data[x.value] == '[':
			from := e.nth(x.value, n)
			if from < 0 || e.data[from] != '{' {
				return nil, ErrStyle
			}
			return e.within(from, key, " = ", "")
		case inElement && x.key == key && e.data[x.value] == '[':
			return e.list(x.value)
		case inElement && x.key == key:
			return nil, ErrStyle
		case inElement:
			behind = x.next
		}
	}
	if !inElement {
		return nil, ErrStyle
	}
	start, _ := e.lineOf(behind - 1)
	return splice(e.data, behind, behind, key+" = ["+e.day+"]"+e.lineEnd(start)), nil
}

// A statement of TOML is a table's header, or a key with its value.
type statement struct {
	header, array bool
	key           string // as written, without quotes where it is one word
	from          int
	value         int // where the value begins
	next          int // offset of the next line
}

// statementsIn lists those of TOML front matter.
func (s *scan) statementsIn(f front) []statement {
	var all []statement
	for at := s.space(f.from, true); at < f.to; at = s.space(at, true) {
		x := statement{from: at}
		if s.data[at] == '[' {
			line, next := lineAt(s.data, at)
			x.header, x.array, x.next = true, bytes.HasPrefix(line, []byte("[[")), next
			name, _, _ := strings.Cut(strings.TrimLeft(string(line), "["), "]")
			x.key = strings.Trim(strings.TrimSpace(name), `"'`)
			all = append(all, x)
			at = next
			continue
		}
		equals := bytes.IndexByte(s.data[at:f.to], '=')
		if equals < 0 {
			break
		}
		x.key = strings.Trim(strings.TrimSpace(string(s.data[at:at+equals])), `"'`)
		x.value = s.space(at+equals+1, false)
		end := s.value(x.value)
		if end < 0 {
			break
		}
		_, x.next = lineAt(s.data, end)
		all = append(all, x)
		at = x.next
	}
	return all
}

func (e *editor) statements() []statement { return e.statementsIn(e.front) }
