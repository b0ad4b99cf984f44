package reference

import (
	"bytes"
	"encoding/json"
	"slices"
)

// SchemaKinds returns what Schema knows: kinds of file, and entry for an entry of
// any kind.
func SchemaKinds() []string {
	var names []string
	for _, k := range Kinds() {
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
	kinds := Kinds()
	var schema map[string]any
	switch {
	case kind == "":
		schema = map[string]any{"$defs": definitions(kinds), "description": "The front matter of each kind of file. Take one of $defs.", "anyOf": references(kinds)}
		schema["title"] = "rapport"
	case kind == "entry":
		entries := slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool { return !isEntry(k) })
		schema = map[string]any{"$defs": definitions(entries), "oneOf": references(entries), "title": "entry"}
	default:
		at := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == kind })
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

func isEntry(k Kind) bool { return k.Fields[0].Name == "kind" }

func describedKind(k Kind) map[string]any {
	schema := objectOf(k.Fields)
	schema["title"] = k.Name
	schema["description"] = "Front matter of " + k.Where
	switch k.Name {
	case "engagement":
		properties := schema["properties"].(map[string]any)
		needsOne(properties["turnaround"], "respond", "resolve")
		needsOne(properties["inputs"], "due", "every")
		schema["if"] = map[string]any{"properties": map[string]any{"status": map[string]any{"const": "closed"}}, "required": []any{"status"}}
		schema["then"] = map[string]any{"required": []any{"closed"}}
	}
	return schema
}

// needsOne requires one of two keys in each element of a list.
func needsOne(list any, a, b string) {
	items := list.(map[string]any)["items"].(map[string]any)
	items["anyOf"] = []any{map[string]any{"required": []any{a}}, map[string]any{"required": []any{b}}}
}

func definitions(kinds []Kind) map[string]any {
	all := map[string]any{}
	for _, k := range kinds {
		all[k.Name] = describedKind(k)
	}
	return all
}

func references(kinds []Kind) []any {
	var all []any
	for _, k := range kinds {
		all = append(all, map[string]any{"$ref": "#/$defs/" + k.Name})
	}
	return all
}
