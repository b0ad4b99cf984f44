package enter

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/front"
	"rapport/generator/scaffold"
	"rapport/generator/schema"
)

// A KindOption is a kind of entry that can be made.
type KindOption struct {
	Kind content.Kind
	What string // what its title says
}

// Kinds are the kinds of entry that can be made.
func Kinds() []KindOption {
	var all []KindOption
	for _, k := range content.Kinds {
		all = append(all, KindOption{k.Kind, k.Title})
	}
	return all
}

// BodyField and DraftField are the fields of a new entry that are none of its kind's.
const (
	BodyField  = "body"
	DraftField = "draft"
	dateField  = "date"
)

// unasked are keys that stand in no form: the kind is chosen before, the day is in the name of
// the file, and a source is what intake writes.
var unasked = []string{"kind", "title", "date", "source"}

// NewFields are the questions about a new entry of a kind, with what is known already, and with
// answers that are given before.
func (d *Desk) NewFields(kind content.Kind, given Values) ([]Field, error) {
	info := kind.Info()
	if info == nil {
		return nil, fmt.Errorf("there is no kind of entry %q", kind)
	}
	begun, err := d.begin(kind, "", 0)
	if err != nil {
		return nil, err
	}
	doc, problems := front.Parse(begun.Name, begun.Body)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s", problems[0])
	}
	name := path.Base(begun.Name)
	fields := []Field{
		{Name: "title", Label: "Title", Hint: info.Title, Kind: Line, Required: true},
		{Name: dateField, Label: "Day of the entry", Kind: Day, Required: true, Values: []string{name[:min(len(name), len("2026-10-02"))]}},
	}
	later := comesLater(info.Fields())
	for _, i := range info.Fields() {
		if slices.Contains(unasked, i.Key) {
			continue
		}
		f := d.field(i, doc.Front.Get(i.Key))
		f.Later = slices.Contains(later, i.Key) && len(f.Values) == 0
		fields = append(fields, f)
	}
	fields = append(fields, Field{Name: BodyField, Label: "Text", Hint: "in Markdown", Kind: Words, Values: []string{strings.TrimSpace(string(doc.Body.Source))}},
		Field{Name: DraftField, Label: "Keep it as a draft, which is published nowhere", Kind: Yes})
	for i := range fields {
		if values, ok := given[fields[i].Name]; ok {
			fields[i].Values = values
		}
	}
	return fields, nil
}

// comesLater are the keys of a day that comes, and of what it brings.
func comesLater(fields []schema.Info) []string {
	var keys []string
	for _, i := range fields {
		if i.Comes {
			keys = append(append(keys, i.Key), i.Brings...)
		}
	}
	return keys
}

// begin returns the file from which somebody would begin an entry.
func (d *Desk) begin(kind content.Kind, title string, on calendar.Date) (scaffold.File, error) {
	return scaffold.New(scaffold.Request{
		Kind: string(kind), Title: title, On: on, Now: d.Now, Folder: d.Content, Provider: d.Provider,
		Client: d.Client.Content.ID, Engagement: d.Engagement.Content.ID, Known: d.Client, Say: d.Speak,
	})
}

// field is the question for a key of an entry.
func (d *Desk) field(i schema.Info, begun *front.Node) Field {
	f := Field{Name: i.Key, Label: label(i.Key), Hint: strings.TrimSuffix(i.Doc, "."), Required: i.Required}
	options := d.options(i)
	switch {
	case options != nil && i.List:
		f.Kind, f.Options = Choices, options
	case options != nil:
		f.Kind, f.Options = Choice, options
	case i.List && len(i.Fields) > 0:
		f.Kind = Rows
		f.Hint += "; one a line: " + columns(i.Fields)
	case i.List:
		f.Kind = Rows
		f.Hint += "; one a line"
	case i.Words == "a day":
		f.Kind = Day
	case i.Words == "a time, or a day":
		f.Kind = Moment
		f.Hint += ", such as " + i.Example
	case i.Prose:
		f.Kind = Words
	default:
		f.Kind = Line
	}
	f.Values = begins(begun, f)
	return f
}

// label is a key in words.
func label(key string) string {
	words := strings.ReplaceAll(key, "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// columns tells how the parts of an element are written.
func columns(fields []schema.Info) string {
	var names []string
	for _, i := range fields {
		names = append(names, i.Key)
	}
	return strings.Join(names, " | ")
}

// begins is the answer with which a field begins, as a new file has it.
func begins(n *front.Node, f Field) []string {
	switch {
	case n.IsBlank():
		return nil
	case n.Kind == front.Scalar && f.Kind == Choice && !f.has(n.Raw):
		return nil
	case n.Kind == front.Scalar:
		return []string{n.Raw}
	case n.Kind == front.List && f.Kind == Choices:
		var all []string
		for _, kid := range n.Kids {
			if f.has(kid.Raw) {
				all = append(all, kid.Raw)
			}
		}
		return all
	}
	return nil
}

// options are what a key can name; nil where it is free.
func (d *Desk) options(i schema.Info) []Option {
	if choices, ok := i.JSON["enum"].([]any); ok {
		var all []Option
		for _, c := range choices {
			all = append(all, Option{fmt.Sprint(c), fmt.Sprint(c)})
		}
		return all
	}
	if i.JSON["type"] == "boolean" {
		return []Option{{"true", "yes"}, {"false", "no"}}
	}
	low, isLow := i.JSON["minimum"].(int)
	high, isHigh := i.JSON["maximum"].(int)
	if isLow && isHigh && high-low <= 10 {
		return numbers(low, high)
	}
	return d.named(string(i.Refers))
}

// NewEntry makes a new entry of a kind of the answers. The error is Mistakes where they cannot stand.
func (d *Desk) NewEntry(kind content.Kind, v Values) (Made, error) {
	fields, err := d.NewFields(kind, nil)
	if err != nil {
		return Made{}, err
	}
	if err := check(fields, v, d.today(), ahead(kind)...); err != nil {
		return Made{}, err
	}
	on, err := calendar.ParseDate(v.Get(dateField))
	if err != nil {
		return Made{}, Mistakes{{dateField, err.Error()}}
	}
	begun, err := d.begin(kind, v.Get("title"), on)
	if err != nil {
		return Made{}, err
	}
	text := []byte("---\nkind: " + string(kind) + "\n---\n")
	if v.Words(BodyField) != "" {
		text = append(text, '\n')
	}
	put := func(key string, node *front.Node, after []string) {
		if err == nil && node != nil {
			text, err = front.Set(text, front.At(key), node, after...)
		}
	}
	var after []string
	for _, i := range kind.Info().Fields() {
		at := slices.IndexFunc(fields, func(f Field) bool { return f.Name == i.Key })
		after = append(after, i.Key)
		if at < 0 || i.Key == dateField {
			continue
		}
		var node *front.Node
		if node, err = fields[at].value(i, v); err != nil {
			return Made{}, err
		}
		put(i.Key, node, after)
	}
	if v.Get(DraftField) != "" {
		put(DraftField, front.Bare("true"), after)
	}
	if body := v.Words(BodyField); body != "" && err == nil {
		text, err = front.AppendBody(text, body)
	}
	if style := (*front.StyleError)(nil); errors.As(err, &style) {
		return Made{}, Mistakes{{"", style.Message}}
	}
	if err != nil {
		return Made{}, err
	}
	made := edits.Edit{File: d.free(begun.Name), Text: text, New: true}
	return Made{[]edits.Edit{made}, d.subject(fmt.Sprintf("a new %s, %s", kind, quote(v.Get("title"))))}, nil
}

// ahead are the keys of a kind whose days may lie in the future, beside the day of the entry.
func ahead(kind content.Kind) []string {
	all := []string{dateField}
	for _, i := range kind.Info().Fields() {
		if i.Due || i.Begins {
			all = append(all, i.Key)
		}
	}
	return all
}

// value is the answer as the value of a key.
func (f *Field) value(i schema.Info, v Values) (*front.Node, error) {
	given := v.Words(f.Name)
	switch {
	case f.Kind == Rows && given != "":
		return f.rows(i, given)
	case given == "" || f.Kind == Choices || f.Kind == Day || f.Kind == Moment || i.Prose || i.Refers != "":
		return f.node(v), nil
	}
	return front.Bare(v.Get(f.Name)), nil // a number, true or false, an amount, a word
}

// rows are the elements of a list, one a line.
func (f *Field) rows(i schema.Info, given string) (*front.Node, error) {
	list := front.ListOf()
	for line := range strings.SplitSeq(given, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line == "" {
			continue
		}
		if len(i.Fields) == 0 {
			list.Kids = append(list.Kids, front.Text(line))
			continue
		}
		parts := strings.Split(line, "|")
		if len(parts) > len(i.Fields) {
			return nil, Mistakes{{f.Name, fmt.Sprintf("a line of %s has %d parts, and there are %d: %s; write a bar only between them", f.Label, len(parts), len(i.Fields), columns(i.Fields))}}
		}
		element := front.MapOf()
		for n, part := range parts {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			node := front.Text(part)
			if !i.Fields[n].Prose && i.Fields[n].Refers == "" {
				node = front.Bare(part)
			}
			element = element.With(i.Fields[n].Key, node)
		}
		if len(element.Keys) == 1 && element.Keys[0].Name == i.Fields[0].Key && i.Words != "" {
			list.Kids = append(list.Kids, element.Kids[0]) // a text alone is one, too
			continue
		}
		if len(element.Keys) > 0 {
			list.Kids = append(list.Kids, element)
		}
	}
	if len(list.Kids) == 0 {
		return nil, nil
	}
	return list, nil
}

// free returns a name for a new file of the client's that no file has, be it hidden.
func (d *Desk) free(name string) string {
	tree := d.Client.Content.Tree
	taken := func(name string) bool {
		_, found := tree.Lookup(strings.TrimPrefix(name, tree.Prefix()+"/"))
		return found
	}
	stem := strings.TrimSuffix(name, ".md")
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s-%d.md", stem, n)
	}
	return name
}
