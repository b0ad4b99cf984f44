package reference

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"rapport/generator/content"
	"rapport/generator/schema"
)

// SchemaKinds returns what Schema knows: kinds of file, and entry for an entry of
// any kind.
func SchemaKinds() []string {
	var names []string
	for _, k := range content.FileKinds() {
		names = append(names, k.Name)
	}
	return append(names, "entry")
}

// Schema returns the JSON Schema (draft 2020-12) of the front matter of a kind of
// file, with every kind for "". It is false for a kind that does not exist.
//
// A schema is for an editor: it knows names, forms and words, and not what
// holds between fields or files.
func Schema(kind string) ([]byte, bool) {
	kinds := content.FileKinds()
	var schema map[string]any
	switch {
	case kind == "":
		schema = map[string]any{"$defs": definitions(kinds), "description": "The front matter of each kind of file. Take one of $defs.", "anyOf": references(kinds)}
		schema["title"] = "rapport"
	case kind == "entry":
		entries := slices.DeleteFunc(kinds, func(k content.FileKind) bool { return !k.Entry })
		schema = map[string]any{"$defs": definitions(entries), "oneOf": references(entries), "title": "entry"}
	default:
		at := slices.IndexFunc(kinds, func(k content.FileKind) bool { return k.Name == kind })
		if at < 0 {
			return nil, false
		}
		schema = describedKind(kinds[at])
	}
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(schema)
	return text.Bytes(), err == nil
}

func describedKind(k content.FileKind) map[string]any {
	object := objectOf(k.Fields)
	object["title"] = k.Name
	object["description"] = "Front matter of " + k.Where
	if k.Closed {
		object["if"] = map[string]any{"properties": map[string]any{"status": map[string]any{"const": "closed"}}, "required": []any{"status"}}
		object["then"] = map[string]any{"required": []any{"closed"}}
	}
	return object
}

func definitions(kinds []content.FileKind) map[string]any {
	all := map[string]any{}
	for _, k := range kinds {
		all[k.Name] = describedKind(k)
	}
	return all
}

func references(kinds []content.FileKind) []any {
	var all []any
	for _, k := range kinds {
		all = append(all, map[string]any{"$ref": "#/$defs/" + k.Name})
	}
	return all
}

func objectOf(fields []schema.Info) map[string]any {
	properties := map[string]any{}
	var required []any
	for _, f := range fields {
		described := map[string]any{"description": f.Doc}
		maps.Copy(described, valueOf(f))
		properties[f.Key] = described
		if f.Required {
			required = append(required, f.Key)
		}
	}
	object := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if required != nil {
		object["required"] = required
	}
	return object
}

// valueOf is the schema of what stands under a key. One that is not required may
// stand without a value, as if it were not there.
func valueOf(f schema.Info) map[string]any {
	one := oneOf(f.Shape)
	switch {
	case f.List && f.Required:
		return map[string]any{"type": "array", "items": one, "minItems": 1}
	case f.List:
		return map[string]any{"type": []any{"array", "null"}, "items": one}
	case f.Required:
		return one
	}
	if name, ok := one["type"].(string); ok {
		one = maps.Clone(one)
		one["type"] = []any{name, "null"}
		return one
	}
	return map[string]any{"anyOf": []any{one, map[string]any{"type": "null"}}}
}

// oneOf is the schema of one value of a shape.
func oneOf(s schema.Shape) map[string]any {
	if s.Languages {
		plain := s
		plain.Languages = false
		texts := map[string]any{"type": "object", "minProperties": 1, "propertyNames": map[string]any{"pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}, "additionalProperties": s.JSON}
		return map[string]any{"anyOf": []any{oneOf(plain), texts}}
	}
	if s.Fields == nil {
		return s.JSON
	}
	object := objectOf(s.Fields)
	if s.Either != nil {
		object["anyOf"] = []any{map[string]any{"required": []any{s.Either[0]}}, map[string]any{"required": []any{s.Either[1]}}}
	}
	if s.Versions {
		whole := map[string]any{"required": object["required"]}
		if s.Either != nil {
			whole["anyOf"] = object["anyOf"]
		}
		delete(object, "required")
		object["anyOf"] = []any{whole, map[string]any{"required": []any{"id", "since"}}}
	}
	if s.JSON == nil {
		return object
	}
	return map[string]any{"anyOf": []any{s.JSON, object}}
}
