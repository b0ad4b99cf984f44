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
	if quick, ok := b.quick(text, line); ok {
		return quick
	}
	return b.wholeYAML(oneLineEnd(text), line)
}

// wholeYAML has the library read all that YAML can be.
func (b *builder) wholeYAML(text []byte, line int) *Node {
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		b.yamlError(err, text, line)
		return nil
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		return b.make(Null, Mark{line, 1})
	} else if err != nil {
		b.yamlError(err, text, line)
		return nil
	}
	if err := loader.Load(&second); err == nil {
		b.fail(Mark{line + second.Line - 1, max(1, second.Column)}, BadYAML, "a second document begins here; remove the line ... or --- above it")
		return nil
	} else if !errors.Is(err, io.EOF) {
		b.yamlError(err, text, line)
		return nil
	}
	root := &doc
	if root.Kind == yaml.DocumentNode {
		root = root.Content[0]
	}
	y := yamlReader{builder: b, above: line - 1, budget: maxAliased, text: text}
	front := y.node(root, 0, false)
	if front.Kind == Scalar || front.Kind == List {
		b.noMap(front, text, line)
		return nil
	}
	y.lost(front)
	return front
}

// noMap says why front matter is one text or a list, and no keys with their values.
func (b *builder) noMap(n *Node, text []byte, line int) {
	if found := reread(text, line); len(found) > 0 {
		b.fail(NewLocator(text, line).At(found[0].at), BadYAML, found[0].message)
		b.mend(found[0].was, found[0].text)
		return
	}
	if n.Kind == List {
		b.fail(n.Mark, BadYAML, "front matter is made of keys, and this is a list; put a key on a line of its own above it")
		return
	}
	b.fail(n.Mark, BadYAML, "front matter is made of keys with their values; write a colon and a space behind the key")
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
func (b *builder) yamlError(err error, text []byte, line int) {
	var all *yaml.LoadErrors
	var one *yaml.LoadError
	errs := []*yaml.LoadError{{Message: err.Error()}}
	if errors.As(err, &all) {
		errs = all.Errors
	} else if errors.As(err, &one) {
		errs = []*yaml.LoadError{one}
	}
	found := reread(text, line)
	lines := NewLocator(text, line)
	for _, e := range errs {
		b.yamlLoadError(e, found, lines)
	}
}

// yamlLoadError says what is wrong in the words of somebody who writes: what rereading
// found in the lines that the reader was at, or else as much as the reader knows.
func (b *builder) yamlLoadError(e *yaml.LoadError, found []finding, lines *Locator) {
	first, last := e.ContextMark.Line, max(e.Mark.Line, 1)
	if first == 0 || first > last {
		first = last
	}
	where := e.Mark
	var best *finding
	for i := range found {
		if at := lines.At(found[i].at).Line - lines.first + 1; at >= first-1 && at <= last {
			best = &found[i]
			if at >= first {
				break
			}
		}
	}
	switch {
	case best != nil:
		b.fail(lines.At(best.at), BadYAML, best.message)
		b.mend(best.was, best.text)
		return
	case isUnfinished(e.Message) && e.ContextMark.Line > 0:
		where = e.ContextMark // what was begun and not ended is mended where it begins
	}
	at := Mark{lines.first, 1}
	if where.Line > 0 {
		at = Mark{lines.first + where.Line - 1, max(1, where.Column)}
	}
	b.fail(at, BadYAML, inPlainWords(e.Message))
}

func isUnfinished(message string) bool {
	return strings.Contains(message, "did not find expected ',' or") || strings.Contains(message, "end of stream") || strings.Contains(message, "could not find expected ':'")
}

// inPlainWords says a message of the YAML reader again, where rereading found nothing.
func inPlainWords(message string) string {
	for _, said := range []struct{ part, words string }{
		{"mapping values are not allowed", "a colon with a space behind it makes a key of what is before it, and none may stand here; put a text that has a colon in quotes, or mend the indentation"},
		{"cannot start any token", "a text cannot begin with this sign; put it in quotes"},
		{"did not find expected ',' or", "what opens here is never closed; close it, and put a text that has a comma, bracket or # in quotes"},
		{"unknown anchor", "a text cannot begin with *; put it in quotes"},
		{"found unexpected end of stream", "what opens here is never closed; close it where it ends"},
		{"tab character", "a tab stands in the indentation; indent with spaces"},
		{"control characters", "a control character stands here; remove it"},
		{"incomplete UTF-8", "a character is cut in two here; type it anew"},
	} {
		if strings.Contains(message, said.part) {
			return said.words
		}
	}
	return "this line does not fit what stands above it; look at its indentation, quotes, brackets and colons"
}

// yamlReader turns the nodes of the YAML package into ours.
type yamlReader struct {
	*builder
	above  int // lines of the file above the front matter
	budget int // nodes that aliases may still add

	text    []byte
	anchors map[*yaml.Node]Mark // of single values; no Mark where an alias names it
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
		r.anchor(y.Alias, Mark{})
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
			r.fail(at, BadYAML, diag.Quote(y.Tag)+" is taken for a tag, which has no meaning here; put the text in quotes, or remove it")
		}
	}
	if y.Tag == "!" {
		r.fail(at, LostWords, "! is taken for a tag here, and is lost; put the text in quotes")
	}
	if _, known := r.anchors[y]; y.Anchor != "" && !known {
		r.anchor(y, at)
	}
	if !n.Quoted && isNothing(n.Raw) {
		n.Kind = Null
	}
	return n
}

// isNothing reports whether YAML reads a text without quotes as no value.
func isNothing(text string) bool {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// anchor takes note of where an anchor stands, or, without a mark, that it is named.
func (r *yamlReader) anchor(y *yaml.Node, at Mark) {
	if r.anchors == nil {
		r.anchors = map[*yaml.Node]Mark{}
	}
	r.anchors[y] = at
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
		case k.Kind == yaml.MappingNode && y.Style&yaml.FlowStyle != 0:
			r.fail(at, BadYAML, "a text cannot begin with {{; put it in quotes")
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
