package scaffold

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Without returns a file whose front matter has none of the keys at its top level,
// and no comments anywhere: what is for its writers alone. The rest stands as it
// was written; only where the style of the file does not allow that, its front
// matter is written anew, with the same values.
func Without(data []byte, keys ...string) ([]byte, error) {
	f, err := findFront(data)
	if err != nil {
		return nil, err
	}
	want, err := decode(f.syntax, data[f.from:f.to])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStyle, err)
	}
	for _, key := range keys {
		delete(want, key)
	}
	edited := withoutKeys(withoutComments(data, f), f.syntax, keys)
	if edited == nil || says(edited, want) != nil || commented(edited) {
		if f.syntax != yamlSyntax {
			return nil, ErrStyle
		}
		if edited, err = rewrite(data, f, keys); err != nil {
			return nil, err
		}
		if err := says(edited, want); err != nil {
			return nil, err
		}
	}
	return withoutHidden(edited), nil
}

// withoutHidden takes HTML comments out of the Markdown below the front matter: no page
// shows them.
func withoutHidden(data []byte) []byte {
	f, err := findFront(data)
	if err != nil {
		return data
	}
	body := htmlComment.ReplaceAll(data[f.to:], nil)
	return append(bytes.Clone(data[:f.to]), body...)
}

var htmlComment = regexp.MustCompile(`(?s)<!--.*?(?:-->|\z)`)

// withoutComments takes the comments out of front matter, those on lines of
// their own with the lines.
func withoutComments(data []byte, f front) []byte {
	if f.syntax == jsonSyntax {
		return data
	}
	var out bytes.Buffer
	out.Write(data[:f.from])
	s := &scan{data[:f.to], f.syntax}
	parent := -1 // of a block of text, the indent that its lines exceed; -1 outside of one
	for at := f.from; at < f.to; {
		line, next := lineAt(s.data, at)
		if f.syntax == yamlSyntax && parent >= 0 {
			if indent := len(line) - len(bytes.TrimLeft(line, " ")); len(bytes.TrimSpace(line)) == 0 || indent > parent {
				out.Write(s.data[at:next])
				at = next
				continue
			}
			parent = -1
		}
		comment, end := s.comment(at)
		if end > next { // a text in quotes went on over the end of the line
			_, next = lineAt(s.data, end)
		}
		if comment < 0 {
			line = s.data[at:next]
			out.Write(line)
		} else {
			line = bytes.TrimRight(s.data[at:comment], " \t")
			if len(bytes.TrimSpace(line)) > 0 {
				out.Write(line)
				if rest := s.data[comment:next]; bytes.HasSuffix(rest, []byte("\r\n")) {
					out.WriteString("\r\n")
				} else if bytes.HasSuffix(rest, []byte("\n")) {
					out.WriteString("\n")
				}
			}
		}
		if f.syntax == yamlSyntax {
			parent = blockParent(line)
		}
		at = next
	}
	out.Write(data[f.to:])
	return out.Bytes()
}

// comment returns where the comment of a line begins, -1 without one, and where the line
// ends for sure, which is behind the last text in quotes.
func (s *scan) comment(at int) (comment, end int) {
	fresh := true // a value may begin here, so that a quote opens a text
	for at < len(s.data) && s.data[at] != '\n' {
		switch c := s.data[at]; {
		case c == '#' && (s.syntax == tomlSyntax || at == 0 || isSpace(s.data[at-1])):
			return at, at
		case (c == '"' || c == '\'') && (fresh || s.syntax == tomlSyntax):
			to := s.quoted(at)
			if to < 0 {
				return -1, at
			}
			at, fresh = to, false
			continue
		case strings.IndexByte(":,[{-?", c) >= 0:
			fresh = true
		case !isSpace(c):
			fresh = false
		}
		at++
	}
	return -1, at
}

var blockHeader = regexp.MustCompile(`(?:^|[\s:-])[|>][-+0-9]*\s*$`)

// blockParent returns the indent of what a block of text that begins on a line belongs
// to; -1 where none begins.
func blockParent(line []byte) int {
	if !blockHeader.Match(line) {
		return -1
	}
	indent, dash := 0, -1
	for indent < len(line) && (line[indent] == ' ' || line[indent] == '-' && indent+1 < len(line) && line[indent+1] == ' ') {
		if line[indent] == '-' {
			dash = indent
		}
		indent++
	}
	if indent < len(line) && (line[indent] == '|' || line[indent] == '>') {
		return max(dash, 0)
	}
	return indent
}

// commented reports whether there is a comment left in YAML.
func commented(data []byte) bool {
	f, err := findFront(data)
	if err != nil || f.syntax != yamlSyntax {
		return err != nil
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data[f.from:f.to], &doc); err != nil {
		return true
	}
	return hasComment(&doc)
}

func hasComment(n *yaml.Node) bool {
	return n.HeadComment+n.LineComment+n.FootComment != "" || slices.ContainsFunc(n.Content, hasComment)
}

// withoutKeys takes keys out of the top level, with their values; nil where the
// style does not allow it.
func withoutKeys(data []byte, s syntax, keys []string) []byte {
	for _, key := range keys {
		f, err := findFront(data)
		if err != nil {
			return nil
		}
		switch s {
		case yamlSyntax:
			data = withoutYAML(data, f, key)
		case tomlSyntax:
			data = withoutTOML(data, f, key)
		default:
			data = withoutJSON(data, f, key)
		}
		if data == nil {
			return nil
		}
	}
	return data
}

// withoutYAML takes out the lines from that of the key to that of the next.
func withoutYAML(data []byte, f front, key string) []byte {
	var doc yaml.Node
	if err := yaml.Unmarshal(data[f.from:f.to], &doc); err != nil || len(doc.Content) == 0 {
		return data // nothing stands there
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil
	}
	e := editor{scan: scan{data, yamlSyntax}, front: f}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != key {
			continue
		}
		from, to := e.offset(root.Content[i]), f.to
		if i+2 < len(root.Content) {
			to = e.offset(root.Content[i+2])
		}
		if from < 0 || to < 0 || root.Style&yaml.FlowStyle != 0 {
			return nil
		}
		return splice(data, from, to, "")
	}
	return data
}

// withoutTOML takes out the key, what is below it with a dot, and its tables.
func withoutTOML(data []byte, f front, key string) []byte {
	all := (&scan{data[:f.to], tomlSyntax}).statementsIn(f)
	table := "" // the first word of the table at hand
	out := bytes.Clone(data[:f.from])
	for i, x := range all {
		word, _, _ := strings.Cut(x.key, ".")
		word = strings.Trim(strings.TrimSpace(word), `"'`)
		if x.header {
			table = word
		} else if table != "" {
			word = table
		}
		to := f.to
		if i+1 < len(all) {
			to = all[i+1].from
		}
		if word != key {
			out = append(out, data[x.from:to]...)
		}
	}
	return append(out, data[f.to:]...)
}

// withoutJSON takes out the key with its value and a comma.
func withoutJSON(data []byte, f front, key string) []byte {
	s := &scan{data, jsonSyntax}
	before := -1 // the end of the pair before
	for at := s.space(f.from+1, true); at < f.to && data[at] == '"'; {
		end := s.value(at)
		if end < 0 {
			return nil
		}
		name := string(data[at+1 : end-1])
		colon := s.space(end, true)
		if colon >= f.to || data[colon] != ':' {
			return nil
		}
		value := s.value(s.space(colon+1, true))
		if value < 0 {
			return nil
		}
		next := s.space(value, true)
		last := next >= f.to || data[next] != ','
		if !last {
			next = s.space(next+1, true)
		}
		switch {
		case name != key:
		case !last:
			return splice(data, at, next, "")
		case before >= 0:
			return splice(data, before, value, "")
		default:
			return splice(data, at, value, "")
		}
		before, at = value, next
	}
	return data
}

// rewrite writes YAML anew from what was decoded.
func rewrite(data []byte, f front, keys []string) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data[f.from:f.to], &doc); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStyle, err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, ErrStyle
	}
	root := doc.Content[0]
	for i := len(root.Content) - 2; i >= 0; i -= 2 {
		if slices.Contains(keys, root.Content[i].Value) {
			root.Content = slices.Delete(root.Content, i, i+2)
		}
	}
	clearComments(&doc)
	text, err := yaml.Marshal(&doc)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStyle, err)
	}
	return splice(data, f.from, f.to, string(text)), nil
}

func clearComments(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	for _, kid := range n.Content {
		clearComments(kid)
	}
}
