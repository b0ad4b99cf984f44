package reference_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/adrg/frontmatter"
	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"rapport/generator/content"
	"rapport/generator/reference"
	"rapport/generator/sample"
)

// compiled returns the validator of a kind of file.
func compiled(t *testing.T, kind string) *jsonschema.Schema {
	t.Helper()
	text, ok := reference.Schema(kind)
	if !ok {
		t.Fatalf("no schema of %q", kind)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:///"+kind+".json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:///" + kind + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// front returns the front matter of a file as an editor gives it to a validator.
func front(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	_, err := frontmatter.Parse(bytes.NewReader(data), &value,
		frontmatter.NewFormat("---", "---", func(data []byte, v any) error {
			var node yaml.Node
			if err := yaml.Unmarshal(data, &node); err != nil {
				return err
			}
			*v.(*any) = plain(&node)
			return nil
		}),
		frontmatter.NewFormat("+++", "+++", func(data []byte, v any) error {
			var table map[string]any
			if err := toml.Unmarshal(data, &table); err != nil {
				return err
			}
			text, err := json.Marshal(table)
			if err != nil {
				return err
			}
			*v.(*any), err = jsonschema.UnmarshalJSON(bytes.NewReader(text))
			return err
		}),
		&frontmatter.Format{Start: "{", End: "}", UnmarshalDelims: true, Unmarshal: func(data []byte, v any) (err error) {
			*v.(*any), err = jsonschema.UnmarshalJSON(bytes.NewReader(data))
			return err
		}})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// plain turns YAML into what JSON knows: a date is a text.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return plain(n.Content[0])
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		l := []any{}
		for _, kid := range n.Content {
			l = append(l, plain(kid))
		}
		return l
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		if _, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return json.Number(n.Value)
		}
	}
	return n.Value
}

// kindOf tells the kind of a file by its place, and of an entry by its kind.
func kindOf(name string, front any) string {
	switch {
	case filepath.Base(name) == "provider.md":
		return "provider"
	case filepath.Base(name) == "client.md":
		return "client"
	case filepath.Base(name) == "engagement.md":
		return "engagement"
	case strings.Contains(name, "/services/"):
		return "service"
	case strings.Contains(name, "/reports/"):
		return "report"
	}
	return front.(map[string]any)["kind"].(string)
}

func TestSchemasAcceptTheExample(t *testing.T) {
	schemas := map[string]*jsonschema.Schema{}
	for _, root := range []string{"../../content", "../check/testdata/clean/content", "../check/testdata/untuned/content"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if !bytes.HasPrefix(data, []byte("---")) && !bytes.HasPrefix(data, []byte("+++")) && !bytes.HasPrefix(data, []byte("{")) {
				return nil // a body in another language
			}
			value := front(t, data)
			kind := kindOf(filepath.ToSlash(name), value)
			kinds := []string{kind, ""}
			if slices.Contains(content.KindNames(), kind) {
				kinds = append(kinds, "entry")
			}
			for _, k := range kinds {
				if schemas[k] == nil {
					schemas[k] = compiled(t, k)
				}
				if err := schemas[k].Validate(value); err != nil {
					t.Errorf("%s as %q: %v", name, k, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSchemasAcceptEveryField(t *testing.T) {
	for _, kind := range content.FileKinds() {
		text := sample.Front(kind, "acme", map[string]string{"engagement.status": "active", "report.kpis": "{orders: 362}"})
		if err := compiled(t, kind.Name).Validate(front(t, []byte(text))); err != nil {
			t.Errorf("%s: %v\n%s", kind.Name, err, text)
		}
	}
}

func TestSchemasRefuseBrokenFiles(t *testing.T) {
	const engagement = `{"title": "T", "status": "active", "start": "2026-03-02", "lead": "mara", "scope": {"includes": ["a"]}, "turnaround": [{"id": "a", "request": "A", "respond": "1h"}], "pricing": [{"id": "p", "item": "P", "model": "fixed", "amount": 1}]}`
	tests := []struct{ name, kind, good, old, bad string }{
		{"unknown key", "provider", `{"name": "N", "email": "a@b.example", "timezone": "Europe/Amsterdam", "hours": {"mon": ["09:00-17:00"]}}`, `"name"`, `"nam"`},
		{"hours that are none", "provider", `{"name": "N", "email": "a@b.example", "timezone": "Europe/Amsterdam", "hours": {"mon": ["09:00-17:00"]}}`, "09:00-", "9-"},
		{"missing key", "client", `{"name": "N", "access": "open"}`, `, "access": "open"`, ""},
		{"no such access", "client", `{"name": "N", "access": "open"}`, `"open"`, `"closed"`},
		{"a list that is none", "service", `{"does": ["a"]}`, `["a"]`, `"a"`},
		{"no such status", "engagement", engagement, "active", "done"},
		{"closed without a day", "engagement", strings.Replace(engagement, `"active"`, `"closed", "closed": "2026-10-02"`, 1), `, "closed": "2026-10-02"`, ""},
		{"a date in another order", "engagement", engagement, "2026-03-02", "02-03-2026"},
		{"nothing included", "engagement", engagement, `["a"]`, `[]`},
		{"no turnaround", "engagement", engagement, `[{"id": "a", "request": "A", "respond": "1h"}]`, `[]`},
		{"a turnaround without a promise", "engagement", engagement, `, "respond": "1h"`, ""},
		{"an amount that is none", "engagement", engagement, `"amount": 1`, `"amount": "€ 1"`},
		{"a key in an element", "engagement", engagement, `"item"`, `"what"`},
		{"another kind's field", "update", `{"kind": "update", "title": "T", "health": "green"}`, "health", "decided"},
		{"no such health", "update", `{"kind": "update", "title": "T", "health": "green"}`, `"green"`, `"purple"`},
		{"no such kind", "entry", `{"kind": "update", "title": "T"}`, `"update"`, `"news"`},
		{"another kind's field", "entry", `{"kind": "risk", "title": "T", "likelihood": 2}`, "likelihood", "nps"},
		{"out of range", "feedback", `{"kind": "feedback", "title": "T", "nps": 9}`, `9`, `11`},
		{"a figure that is none", "report", `{"title": "T", "date": "2026-10-05", "kpis": {"orders": 362}}`, "362", `"many"`},
		{"an acceptance without a reason", "report", `{"title": "T", "date": "2026-10-05", "accept": [{"rule": "no-faq", "why": "New"}]}`, `, "why": "New"`, ""},
	}
	for _, test := range tests {
		t.Run(test.kind+" "+test.name, func(t *testing.T) {
			schema := compiled(t, test.kind)
			if err := validate(t, schema, test.good); err != nil {
				t.Fatalf("refuses the good file: %v", err)
			}
			if !strings.Contains(test.good, test.old) {
				t.Fatalf("%q does not stand in it", test.old)
			}
			if err := validate(t, schema, strings.Replace(test.good, test.old, test.bad, 1)); err == nil {
				t.Error("accepts the broken file")
			}
		})
	}
}

func validate(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}
