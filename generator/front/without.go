package front

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"github.com/pelletier/go-toml/v2/unstable"
	"go.yaml.in/yaml/v4"
)

// Without returns a file whose front matter has none of the keys at its top level,
// and no comments anywhere, nor hidden ones in its Markdown: what is for its
// writers alone. The rest stands as it was written; only where the style of the
// file does not allow that, its front matter is written anew, with the same values.
func Without(data []byte, keys ...string) ([]byte, error) {
	e, err := newEditor(data)
	if err != nil {
		return nil, err
	}
	want := &Node{Kind: Map}
	for i, k := range e.doc.Front.Keys {
		if !slices.Contains(keys, k.Name) {
			want.Keys, want.Kids = append(want.Keys, k), append(want.Kids, e.doc.Front.Kids[i])
		}
	}
	edited := e.apply(append(e.comments(), e.members(keys)...)...)
	if says(edited, want) != nil || isCommented(edited) {
		if edited, err = e.rewrite(keys); err != nil {
			return nil, err
		}
		if err := says(edited, want); err != nil {
			return nil, err
		}
	}
	doc, _ := Parse("", edited)
	start := doc.to + len(edited) - len(bytes.TrimPrefix(edited, []byte("\uFEFF")))
	return append(edited[:start:start], htmlComment.ReplaceAll(edited[start:], nil)...), nil
}

// Restate returns a file whose front matter says what a node does, in YAML, above the Markdown that it has.
func Restate(data []byte, want *Node) ([]byte, error) {
	doc, _ := Parse("", data)
	var b bytes.Buffer
	b.WriteString("---\n")
	for i, k := range want.Keys {
		fmt.Fprintf(&b, "%s: %s\n", k.Name, want.Kids[i].Write())
	}
	b.WriteString("---\n")
	b.Write(doc.Body.Source)
	return b.Bytes(), says(b.Bytes(), want)
}

var htmlComment = regexp.MustCompile(`(?s)<!--.*?(?:-->|\z)`)

// comments takes the comments out, those on lines of their own with the lines.
func (e *editor) comments() []edit {
	if e.format == inJSON {
		return nil
	}
	var cuts []edit
	texts := map[int]bool{}
	e.texts(e.doc.Front, texts)
	inBlock := false // the lines below belong to a block of text
	for at := e.doc.from; at < e.doc.to; at++ {
		switch c := e.data[at]; {
		case (c == '"' || c == '\'') && (texts[at] || e.format == inTOML):
			end := e.quoted(at)
			if end < 0 {
				return cuts
			}
			at = end - 1
		case (c == '|' || c == '>') && texts[at]:
			inBlock = true
		case c == '#' && (e.format == inTOML || isSpace(e.data[at-1])):
			start, next := e.lineOf(at)
			from, to := start, next
			if before := bytes.TrimRight(e.data[start:at], " \t"); len(before) > 0 {
				from, to = start+len(before), start+len(bytes.TrimRight(e.data[start:next], "\r\n"))
			}
			cuts = append(cuts, edit{from: from, to: to})
			at = next - 2 // at the end of the line
		case c == '\n' && inBlock:
			inBlock = false
			at = e.blockEnd(at+1, e.doc.to) - 1
		}
	}
	return cuts
}

// texts notes where the scalars begin that may hold a # of their own: in quotes,
// or in a block of lines.
func (e *editor) texts(n *Node, starts map[int]bool) {
	if n.Kind == Scalar && n.Quoted {
		starts[e.lines.OffsetOf(n.Mark)] = true
	}
	for _, k := range n.Keys {
		starts[e.lines.OffsetOf(k.Mark)] = true
	}
	for _, kid := range n.Kids {
		e.texts(kid, starts)
	}
}

// blockEnd returns the offset behind the lines of a block of text up to an offset: those
// that are blank, or indented as its first one is.
func (s *scan) blockEnd(at, to int) int {
	indent := 0
	for at < to {
		line, next := LineAt(s.data, at)
		if text := bytes.TrimLeft(line, " "); len(bytes.TrimSpace(text)) > 0 {
			indent = cmp.Or(indent, len(line)-len(text))
			if indent == 0 || len(line)-len(text) < indent {
				return at
			}
		}
		at = next
	}
	return at
}

// isCommented reports whether there is a comment left in YAML.
func isCommented(data []byte) bool {
	doc, _ := Parse("", data)
	var node yaml.Node
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	return doc.format == inYAML && (yaml.Unmarshal(data[doc.from:doc.to], &node) != nil || hasComment(&node))
}

func hasComment(n *yaml.Node) bool {
	return n.HeadComment+n.LineComment+n.FootComment != "" || slices.ContainsFunc(n.Content, hasComment)
}

// A member is a key at the top level with all that belongs to it: the bytes up to
// the next one.
type member struct {
	key  string
	from int
	end  int // of JSON, behind the value
}

// members takes out keys at the top level.
func (e *editor) members(keys []string) []edit {
	all := e.keyMembers()
	if e.format == inTOML {
		all = e.tomlMembers()
	}
	var cuts []edit
	kept := -1 // the last one that stays
	for i, x := range all {
		if !slices.Contains(keys, x.key) {
			kept = i
			continue
		}
		cut := edit{from: x.from, to: e.doc.to}
		if i+1 < len(all) {
			cut.to = all[i+1].from
		}
		if e.format == inJSON {
			switch last := i+1 == len(all); {
			case kept >= 0: // with the comma before it
				cut = edit{from: all[i-1].end, to: x.end}
			case last:
				cut.to = x.end
			}
		}
		cuts = append(cuts, cut)
	}
	return cuts
}

func (e *editor) keyMembers() []member {
	var all []member
	for _, k := range e.doc.Front.Keys {
		x := member{key: k.Name, from: e.lines.OffsetOf(k.Mark)}
		if e.format == inJSON {
			_, x.end, _ = e.value(k, true)
		}
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(a, b member) int { return cmp.Compare(a.from, b.from) }) // merged keys come last
	return all
}

// tomlMembers lists the statements of TOML, by whole lines; those below a table's
// header are of its key.
func (e *editor) tomlMembers() []member {
	var all []member
	var parser unstable.Parser
	parser.Reset(e.data[e.doc.from:e.doc.to])
	table := ""
	for parser.NextExpression() {
		x := parser.Expression()
		names := x.Key()
		names.Next()
		from, _ := e.lineOf(e.doc.from + int(names.Node().Raw.Offset))
		key := string(names.Node().Data)
		if x.Kind != unstable.KeyValue {
			table = key
		} else if table != "" {
			key = table
		}
		all = append(all, member{key: key, from: from})
	}
	return all
}

// rewrite writes YAML anew from what was decoded.
func (e *editor) rewrite(keys []string) ([]byte, error) {
	var doc yaml.Node
	if e.format != inYAML || yaml.Unmarshal(e.data[e.doc.from:e.doc.to], &doc) != nil || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
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
	return e.apply(edit{e.doc.from, e.doc.to, string(text)}), nil
}

func clearComments(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	for _, kid := range n.Content {
		clearComments(kid)
	}
}
