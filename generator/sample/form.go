package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v4"
)

// A form is one of the ways to write front matter.
type form int

const (
	inYAML form = iota
	inTOML
	inJSON
)

// of returns a file whose front matter is in YAML with it in the form.
func (f form) of(file []byte) ([]byte, error) {
	if f == inYAML {
		return file, nil
	}
	front, body, _ := bytes.Cut(bytes.TrimPrefix(file, []byte("---\n")), []byte("\n---\n"))
	var root yaml.Node
	if err := yaml.Unmarshal(front, &root); err != nil {
		return nil, err
	}
	keepDays(&root)
	var fields map[string]any
	if err := root.Decode(&fields); err != nil {
		return nil, err
	}
	if f == inJSON {
		text, err := json.Marshal(fields)
		return fmt.Appendf(text, "\n%s", body), err
	}
	text, err := toml.Marshal(fields)
	return fmt.Appendf(nil, "+++\n%s+++\n%s", text, body), err
}

// keepDays keeps days from becoming instants.
func keepDays(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, child := range n.Content {
		keepDays(child)
	}
}

// quote writes a string as YAML reads it.
func quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // a string is always encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}
