package front

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"rapport/generator/diag"
)

// yaml reads YAML that begins on the given line of its file. It returns nil
// where the text is no YAML at all.
func (b *builder) yaml(text []byte, line int) *Node {
	loader, err := yaml.NewLoader(bytes.NewReader(oneLineEnd(text)))
	if err != nil {
		b.yamlError(err, line)
		return nil
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		return b.make(Null, Mark{line, 1})
	} else if err != nil {
		b.yamlError(err, line)
		return nil
	}
	if err := loader.Load(&second); err == nil {
		b.fail(Mark{line + second.Line - 1, max(1, second.Column)}, BadYAML, "a second document begins here; remove the line ... or --- above it")
		return nil
	} else if !errors.Is(err, io.EOF) {
		b.yamlError(err, line)
		return nil
	}
	root := &doc
	if root.Kind == yaml.DocumentNode {
		root = root.Content[0]
	}
	y := yamlReader{b, line - 1, maxAliased}
	return y.node(root, 0, false)
}

// oneLineEnd replaces what YAML takes for the end of a line, and editors and
// compilers do not, by spaces: the lines that it counts are then ours.
func oneLineEnd(text []byte) []byte {
	for _, end := range []string{"\u0085", "\u2028", "\u2029"} {
		if bytes.Contains(text, []byte(end)) {
			text = bytes.ReplaceAll(text, []byte(end), []byte(" "))
		}
	}
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.Clone(text)
	for i, c := range text {
		if c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			text[i] = ' '
		}
	}
	return text
}

// yamlError takes note of a syntax error. LoadErrors is asked for first, since
// it passes for a LoadError too, and would hide all but the first.
func (b *builder) yamlError(err error, line int) {
	var all *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.As(err, &all):
		for _, e := range all.Errors {
			b.yamlLoadError(e, line)
		}
	case errors.As(err, &one):
		b.yamlLoadError(one, line)
	default:
		b.fail(Mark{line, 1}, BadYAML, "the front matter cannot be read as YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
	}
}

func (b *builder) yamlLoadError(e *yaml.LoadError, line int) {
	message := strings.ToValidUTF8(e.Message, "\uFFFD")
	where := e.Mark
	if strings.Contains(message, "did not find expected ',' or") || strings.Contains(message, "end of stream") || strings.Contains(message, "could not find expected ':'") {
		// What was begun and not ended is mended where it begins.
		where = e.ContextMark
	}
	at := Mark{line, 1}
	if where.Line == 0 {
		where = e.Mark
	}
	if where.Line > 0 {
		at = Mark{line + where.Line - 1, max(1, where.Column)}
	}
	b.fail(at, BadYAML, message+yamlMend(message))
}

// yamlMend says what most often lies behind a message of the YAML reader.
func yamlMend(message string) string {
	switch {
	case strings.Contains(message, "mapping values are not allowed"):
		return "; put a text that has a colon in quotes"
	case strings.Contains(message, "cannot start any token"):
		return "; put the text in quotes, and indent with spaces"
	case strings.Contains(message, "did not find expected ',' or"):
		return "; close the bracket, and put a text that has a comma, bracket or # in quotes"
	case strings.Contains(message, "expected <block end>"), strings.Contains(message, "could not find expected ':'"):
		return "; look at the indentation and the colon here"
	case strings.Contains(message, "unexpected end of stream"):
		return "; close the quotes"
	case strings.Contains(message, "unknown anchor"):
		return "; put a text that begins with * in quotes"
	}
	return "; mend the YAML here"
}

// yamlReader turns the nodes of the YAML package into ours.
type yamlReader struct {
	*builder
	above  int // lines of the file above the front matter
	budget int // nodes that aliases may still add
}

// node converts y; aliased says that y was reached through an alias.
func (r *yamlReader) node(y *yaml.Node, depth int, aliased bool) *Node {
	at := Mark{r.above + y.Line, y.Column}
	if depth > maxDepth {
		r.fail(at, BadYAML, "nested too deep; write it flatter")
		return r.builder.make(Null, at)
	}
	if aliased {
		if r.budget--; r.budget <= 0 {
			if r.budget == 0 {
				r.fail(at, BadYAML, "aliases add too much to this file; write it out")
			}
			return r.builder.make(Null, at)
		}
	}
	switch y.Kind {
	case yaml.AliasNode:
		return r.node(y.Alias, depth+1, true)
	case yaml.SequenceNode:
		n := r.builder.make(List, at)
		n.Kids = make([]*Node, len(y.Content))
		for i, kid := range y.Content {
			n.Kids[i] = r.node(kid, depth+1, aliased)
		}
		return n
	case yaml.MappingNode:
		return r.mapping(y, at, depth, aliased)
	}
	return r.scalar(y, at)
}

func (r *yamlReader) scalar(y *yaml.Node, at Mark) *Node {
	n := r.builder.make(Scalar, at)
	n.Raw = y.Value
	n.Quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if y.Style&yaml.TaggedStyle != 0 {
		switch y.Tag {
		case "!!str":
			n.Quoted = true
		case "!!null", "!!bool", "!!int", "!!float", "!!timestamp":
		default:
			r.fail(at, BadYAML, "tag "+diag.Quote(y.Tag)+" has no meaning here; remove it")
		}
	}
	if !n.Quoted {
		switch n.Raw {
		case "", "~", "null", "Null", "NULL":
			n.Kind = Null
		}
	}
	return n
}

func (r *yamlReader) mapping(y *yaml.Node, at Mark, depth int, aliased bool) *Node {
	n := r.builder.make(Map, at)
	n.Keys = make([]Key, 0, len(y.Content)/2)
	n.Kids = make([]*Node, 0, len(y.Content)/2)
	var merged []*yaml.Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		for k.Kind == yaml.AliasNode {
			k = k.Alias
		}
		keyAt := Mark{r.above + y.Content[i].Line, y.Content[i].Column}
		switch {
		case k.Kind != yaml.ScalarNode:
			r.fail(keyAt, BadYAML, "a key is one word, not a list or a map; put it in quotes if it begins with a bracket")
		case k.Value == "<<" && k.Style == 0:
			merged = append(merged, v)
		default:
			r.put(n, Key{k.Value, keyAt}, r.node(v, depth+1, aliased))
		}
	}
	for _, m := range merged {
		r.merge(n, m, depth+1)
	}
	return n
}

// merge adds the keys of a merged map (or of several in a list) that n lacks.
func (r *yamlReader) merge(n *Node, y *yaml.Node, depth int) {
	at := Mark{r.above + y.Line, y.Column}
	from := r.node(y, depth, true)
	maps := []*Node{from}
	if from.Kind == List {
		maps = from.Kids
	}
	for _, m := range maps {
		if m.Kind != Map {
			r.fail(at, BadYAML, "<< merges maps only; name an anchor of a map")
			return
		}
		for i, k := range m.Keys {
			if n.Get(k.Name) == nil {
				n.Keys = append(n.Keys, k)
				n.Kids = append(n.Kids, m.Kids[i])
			}
		}
	}
}
