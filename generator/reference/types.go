package reference

import "strings"

// A Field is a key of a file's front matter, or of a map in it.
type Field struct {
	Name     string
	Type     Type
	Required bool
	Doc      string
}

// A Type is what may stand under a key.
type Type struct {
	name    string // what it is called in words
	example string
	schema  map[string]any // of one value
	list    bool           // of such values
	fields  []Field        // of a map
	open    bool           // whose keys are the writer's own
}

// words says how a value is written.
func (t Type) words() string {
	what := t.name
	if t.fields != nil {
		var names []string
		for _, f := range t.fields {
			names = append(names, f.Name)
		}
		what = "a map of " + strings.Join(names, ", ")
		if t.name != "" {
			what = t.name + ", or " + what
		}
	}
	if t.list {
		what = "a list, each element " + what
	}
	if t.example != "" {
		what += ", such as " + t.example
	}
	return what
}

// json returns the JSON Schema of a value.
func (t Type) json() map[string]any {
	one := t.schema
	if t.fields != nil {
		object := objectOf(t.fields)
		if one == nil {
			one = object
		} else {
			one = map[string]any{"anyOf": []any{one, object}}
		}
	}
	if t.list {
		return map[string]any{"type": []any{"array", "null"}, "items": one}
	}
	return orNull(one)
}

// orNull lets a key stand without a value, as its absence.
func orNull(schema map[string]any) map[string]any {
	if name, ok := schema["type"].(string); ok && schema["enum"] == nil {
		copied := map[string]any{}
		for k, v := range schema {
			copied[k] = v
		}
		copied["type"] = []any{name, "null"}
		return copied
	}
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}

func objectOf(fields []Field) map[string]any {
	properties := map[string]any{}
	var required []any
	for _, f := range fields {
		schema := f.Type.json()
		if f.Required {
			schema = f.Type.required()
			required = append(required, f.Name)
		}
		described := map[string]any{"description": f.Doc}
		for k, v := range schema {
			described[k] = v
		}
		properties[f.Name] = described
	}
	object := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if required != nil {
		object["required"] = required
	}
	return object
}

// required returns the schema of a value that must be there.
func (t Type) required() map[string]any {
	one := t
	one.list = false
	schema := one.schema
	if t.fields != nil {
		object := objectOf(t.fields)
		if schema == nil {
			schema = object
		} else {
			schema = map[string]any{"anyOf": []any{schema, object}}
		}
	}
	if t.list {
		return map[string]any{"type": "array", "items": schema, "minItems": 1}
	}
	return schema
}

func stringType(name, example string, more ...any) Type {
	schema := map[string]any{"type": "string"}
	for i := 0; i+1 < len(more); i += 2 {
		schema[more[i].(string)] = more[i+1]
	}
	return Type{name: name, example: example, schema: schema}
}

// The values, as the design of content names them. An editor reads a bare date
// of YAML as a text, and so do the schemas; digits alone may be a number.
var (
	text     = Type{name: "a line of inline Markdown", schema: map[string]any{"type": []any{"string", "number", "boolean"}}}
	line     = Type{name: "a line of text", schema: map[string]any{"type": []any{"string", "number", "boolean"}}}
	id       = Type{name: "an id of letters, digits and hyphens", schema: map[string]any{"type": []any{"string", "number"}}}
	person   = Type{name: "the id of a person in people or contacts", schema: map[string]any{"type": []any{"string", "number"}}}
	ref      = Type{name: "an id", schema: map[string]any{"type": []any{"string", "number"}}}
	date     = stringType("a day", "2026-10-02", "pattern", `^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}$`)
	moment   = stringType("a time, or a day", "2026-10-02 16:00", "pattern", `^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?$`)
	duration = stringType("a working duration", "30m, 4h or 2d", "pattern", `^([0-9]+d|([0-9]+h)?([0-9]+m)?)$`)
	hours    = stringType("working hours and minutes", "1h30m", "pattern", `^([0-9]+h)?([0-9]+m)?$`)
	money    = Type{name: "an amount, with a currency where it is not the usual one", example: `95.50 or "1200.00 GBP"`,
		schema: map[string]any{"anyOf": []any{map[string]any{"type": "number"}, map[string]any{"type": "string", "pattern": `^-?[0-9]+(\.[0-9]+)?( +[A-Z]{3})?$`}}}}
	number = Type{name: "a number", example: "362", schema: map[string]any{"anyOf": []any{map[string]any{"type": "number"}, map[string]any{"type": "string", "pattern": `^-?[0-9]+(\.[0-9]+)?$`}}}}
	rhythm = Type{name: "a recurrence", example: "weekly on friday, every 2 weeks on tuesday at 10:00, monthly on 5, quarterly on 10, or rrule: FREQ=…",
		schema: map[string]any{"anyOf": []any{map[string]any{"type": "string"}, map[string]any{"type": "object", "properties": map[string]any{"rrule": map[string]any{"type": "string"}}, "required": []any{"rrule"}, "additionalProperties": false}}}}
	truth   = Type{name: "true or false", schema: map[string]any{"type": "boolean"}}
	picture = stringType("the path of a picture beside the file", "people/mara.jpg", "pattern", `\.(svg|png|jpe?g|webp|gif|avif|SVG|PNG|JPE?G|WEBP|GIF|AVIF)$`)
	email   = stringType("an e-mail address", "hello@northlight.example", "pattern", `^[^@ ]+@[^@ ]+$`)
	url     = stringType("a web address", "https://northlight.example", "pattern", `^https?://[^ ]+$`)
	free    = Type{name: "anything", schema: map[string]any{"type": []any{"object", "array", "string", "number", "boolean"}}}
	own     = Type{name: "a map of keys of your own", schema: map[string]any{"type": "object"}}
)

func listOf(t Type) Type { t.list = true; return t }

func mapOf(fields ...Field) Type { return Type{fields: fields} }

func maps(fields ...Field) Type { return Type{fields: fields, list: true} }

// orMap is a value that may be written as a map instead.
func orMap(t Type, fields ...Field) Type { t.fields = fields; return t }

func choice(words ...string) Type {
	var enum []any
	for _, w := range words {
		enum = append(enum, w)
	}
	return Type{name: "one of " + strings.Join(words, ", "), schema: map[string]any{"enum": enum}}
}

func whole(low, high int, name string) Type {
	return Type{name: name, schema: map[string]any{"type": "integer", "minimum": low, "maximum": high}}
}

// items are lists of prose.
var items = Type{
	name: "a line of inline Markdown", list: true, schema: text.schema,
	fields: []Field{{"what", text, true, "What is shown first."}, {"detail", text, false, "What is shown with it."}},
}
