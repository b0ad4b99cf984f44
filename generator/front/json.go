package front

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// json reads the JSON object with which text begins, on the given line of its
// file, and returns the offset behind it. It returns nil where the text is not
// well-formed. YAML would read most JSON as well, but not emoji that are
// escaped as two surrogates.
func (b *builder) json(text []byte, line int) (root *Node, end int) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	r := jsonReader{b, dec, NewLocator(text, line)}
	root, err := r.value(0)
	if err != nil {
		b.jsonError(err, r)
		return nil, 0
	}
	return root, int(dec.InputOffset())
}

type jsonReader struct {
	*builder
	dec  *json.Decoder
	text *Locator
}

var errDepth = errors.New("nested too deep; write it flatter")

func (b *builder) jsonError(err error, r jsonReader) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		b.fail(Mark{r.text.first, 1}, UnclosedFrontMatter, "the front matter has no end; close its {")
		return
	}
	if errors.Is(err, errDepth) {
		b.fail(r.next(), BadJSON, err.Error())
		return
	}
	m := mistake{scan: scan{r.text.text, inJSON}, at: r.text.OffsetOf(r.next()), said: err.Error()}
	// A separator that may not stand here is itself the mistake.
	i := int(r.dec.InputOffset())
	for i < len(r.text.text) && strings.IndexByte(" \t\r\n", r.text.text[i]) >= 0 {
		i++
	}
	if i < len(r.text.text) && strings.Contains(m.said, "invalid character '"+string(r.text.text[i])+"'") {
		m.at = i
	}
	at, message := m.inJSON()
	b.fail(r.text.At(at), BadJSON, message)
}

// next returns where the next token begins.
func (r jsonReader) next() Mark {
	i := int(r.dec.InputOffset())
	for i < len(r.text.text) && strings.IndexByte(" \t\r\n,:", r.text.text[i]) >= 0 {
		i++
	}
	return r.text.At(i)
}

func (r jsonReader) value(depth int) (*Node, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	at := r.next()
	token, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return r.list(at, depth)
		}
		return r.object(at, depth)
	case nil:
		return r.builder.make(Null, at), nil
	case string:
		n := r.builder.make(Scalar, at)
		n.Raw, n.Quoted = token, true
		return n, nil
	case json.Number:
		n := r.builder.make(Scalar, at)
		n.Raw = token.String()
		return n, nil
	case bool:
		n := r.builder.make(Scalar, at)
		n.Raw = "false"
		if token {
			n.Raw = "true"
		}
		return n, nil
	}
	return nil, errors.New("unexpected token")
}

func (r jsonReader) list(at Mark, depth int) (*Node, error) {
	n := r.builder.make(List, at)
	for r.dec.More() {
		kid, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		n.Kids = append(n.Kids, kid)
	}
	_, err := r.dec.Token()
	return n, err
}

func (r jsonReader) object(at Mark, depth int) (*Node, error) {
	n := r.builder.make(Map, at)
	for r.dec.More() {
		k := Key{Mark: r.next()}
		token, err := r.dec.Token()
		if err != nil {
			return nil, err
		}
		name, ok := token.(string)
		if !ok {
			return nil, errors.New("a key must be a string in quotes")
		}
		k.Name = name
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		r.put(n, k, v)
	}
	_, err := r.dec.Token()
	return n, err
}
