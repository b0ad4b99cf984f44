package lsp

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/generator/calendar"
	"rapport/generator/check"
	"rapport/generator/edits"
	"rapport/generator/enter"
	"rapport/generator/front"
	"rapport/generator/reference"
	"rapport/generator/scaffold"
)

// actions are what can be done at a place: the mend of what is wrong, an acceptance, the file that is missing,
// and what can be entered about an open item with the day of today. The server writes nothing: the editor does.
func actions(ctx context.Context, q *inquiry) (any, error) {
	now, err := q.folder.settled(ctx, q.folder.clientOf(q.file))
	if err != nil {
		return nil, err
	}
	a := actor{library: q.library, q: q, now: now, all: []codeAction{}}
	for _, d := range q.Context.Diagnostics {
		if d.Source == "rapport" {
			a.mend(d)
			a.begin(d)
			a.accept(d)
		}
	}
	a.enter()
	return slices.DeleteFunc(a.all, func(one codeAction) bool { return !isWanted(one.Kind, q.Context.Only) }), nil
}

// isWanted tells whether a kind of action is one of those that are asked for, or of a kind within.
func isWanted(kind string, only []string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return o == "" || kind == o || strings.HasPrefix(kind, o+".") })
}

// An actor gathers actions.
type actor struct {
	*library
	q   *inquiry
	now found
	all []codeAction
}

func (a *actor) add(title string, d diagnostic, preferred bool, edits map[string][]textEdit) {
	a.all = append(a.all, codeAction{Title: title, Kind: quickFix, Diagnostics: []diagnostic{d}, IsPreferred: preferred, Edit: a.q.server.edit(a.library, edits)})
}

// mend offers what was meant, and takes away an acceptance of what is mended.
func (a *actor) mend(d diagnostic) {
	doc := a.q.doc
	if d.Code == "unused-acceptance" {
		if from, to, ok := a.acceptance(doc.offset(d.Range.Start)); ok {
			a.add("Remove this acceptance", d, true, map[string][]textEdit{a.q.file: {{doc.span(from, to), ""}}})
		}
		return
	}
	for _, p := range a.q.folder.findings(a.q.file) {
		if p.Fix.IsZero() || p.Rule != d.Code || p.Message != d.Message || doc.stretch(p.Position).Start != d.Range.Start {
			continue
		}
		if from, to, ok := p.Fix.Find([]byte(doc.text)); ok {
			a.add(capitalized(p.Fix.Title()), d, p.Fix.IsSure(), map[string][]textEdit{a.q.file: {{doc.span(from, to), p.Fix.Text}}})
		}
		return
	}
}

func capitalized(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// acceptance returns the lines of an element of accept, with the key where it is the only one. It is false where
// the element shares its lines with others.
func (a *actor) acceptance(offset int) (from, to int, ok bool) {
	doc := a.q.doc
	list := a.tree(a.q.file).Get("accept")
	if list == nil || list.Kind != front.List {
		return 0, 0, false
	}
	for _, element := range list.Kids {
		if doc.position(doc.offsetOf(element.Mark)).Line != doc.position(offset).Line {
			continue
		}
		first, last := doc.position(offset).Line, doc.position(doc.endOf(element)).Line
		line := doc.line(first)
		isBlock, isKey := strings.HasPrefix(strings.TrimLeft(line, " "), "- "), strings.HasPrefix(line, "accept:")
		if len(list.Kids) == 1 && isBlock {
			for first > 0 && !strings.HasPrefix(doc.line(first), "accept:") {
				first--
			}
		}
		if !isBlock && (!isKey || len(list.Kids) > 1) {
			return 0, 0, false
		}
		return doc.lines[first], doc.offset(position{Line: last + 1}), true
	}
	return 0, 0, false
}

// accept offers to accept a finding, with a reason that is to be filled in.
func (a *actor) accept(d diagnostic) {
	if d.Code == "unused-acceptance" || d.Code == "unknown-rule" || !slices.Contains(reference.Advice(), d.Code) {
		return
	}
	file := check.Answers(a.q.file)
	doc := a.doc(file)
	if doc == nil || a.kindOf(file) == "" {
		return
	}
	entry := edits.Editor{File: file, Fields: fieldsOf(a.kindOf(file), doc.text)}
	entry.Append("accept", front.MapOf().With("rule", front.Bare(d.Code)).With("why", front.Text("")))
	if changed, ok := a.apply(entry.Edits); ok {
		a.add("Accept "+d.Code+" with a reason", d, false, changed)
	}
}

// apply makes edits of files into those of their documents. It is false where one cannot be made by the line, or
// makes a file.
func (a *actor) apply(all []edits.Edit) (map[string][]textEdit, bool) {
	changes, err := edits.Apply(all, func(name string) ([]byte, error) {
		if doc := a.doc(name); doc != nil {
			return []byte(doc.text), nil
		}
		return nil, fs.ErrNotExist
	})
	changed := map[string][]textEdit{}
	for _, c := range changes {
		if c.Before == nil {
			return nil, false
		}
		changed[c.File] = a.doc(c.File).edits(string(c.After))
	}
	return changed, err == nil && len(changed) > 0
}

// edits returns what makes another text of a document: one edit of what differs.
func (d *document) edits(after string) []textEdit {
	before := d.text
	from := 0
	for from < min(len(before), len(after)) && before[from] == after[from] {
		from++
	}
	for from > 0 && (from < len(before) && !utf8.RuneStart(before[from]) || from < len(after) && !utf8.RuneStart(after[from]) || before[from-1] == '\r') {
		from--
	}
	end := 0
	for end < min(len(before), len(after))-from && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	for end > 0 && (!utf8.RuneStart(before[len(before)-end]) || before[len(before)-end] == '\n') {
		end--
	}
	return []textEdit{{d.span(from, len(before)-end), after[from : len(after)-end]}}
}

// missing are the rules whose findings a new file mends, with its kind.
var missing = map[string]string{
	"update-missed": "update", "update-skipped": "update", "silent-engagement": "update", "rosier-word": "update", "report-late": "report", "feedback-not-asked": "feedback", "meeting-not-held": "meeting",
}

// begin offers to write the file that is missing, as rapport new would.
func (a *actor) begin(d diagnostic) {
	w := a.q.server.client.Workspace.WorkspaceEdit
	kind := missing[d.Code]
	desk := a.desk()
	if kind == "" || desk == nil || !w.DocumentChanges || !slices.Contains(w.ResourceOperations, "create") {
		return
	}
	made, err := scaffold.New(scaffold.Request{
		Kind: kind, Now: desk.Now, Folder: a.content(), Provider: desk.Provider, Client: desk.Client.Content.ID, Engagement: desk.Engagement.Content.ID,
		Known: desk.Client, Say: desk.Speak, Random: a.q.server.options.Random, Template: a.template(kind),
	})
	if err != nil || a.doc(made.Name) != nil {
		return
	}
	create := createFile{Kind: "create", URI: uriOf(a.dir + "/" + made.Name)}
	a.all = append(a.all, codeAction{
		Title: "Write the missing " + kind, Kind: quickFix, Diagnostics: []diagnostic{d},
		Edit: &workspaceEdit{DocumentChanges: []any{create, textDocumentEdit{versioned{URI: create.URI}, []textEdit{{NewText: string(made.Body)}}}}},
	})
}

// template returns the provider's own template of a kind of file; nil for none.
func (a *actor) template(kind string) []byte {
	text, err := fs.ReadFile(a.library.files, a.content()+"/templates/"+kind+".md")
	if err != nil {
		return nil
	}
	return text
}

// desk is where something is entered about the engagement of the file at hand; nil where it has errors.
func (a *actor) desk() *enter.Desk {
	e := a.engagement(&a.now, a.q.file)
	if e == nil {
		return nil
	}
	client := a.now.clients[a.clientOf(a.q.file)].facts
	d := &enter.Desk{Provider: a.now.press.Provider, Client: client, Engagement: e, Say: a.now.speaker("en-GB"), Now: a.now.asOf, Content: a.content()}
	if d.Speak = a.now.speaker(client.Content.Speech()); d.Say == nil || d.Speak == nil {
		return nil
	}
	return d
}

// enter offers what can be said of the item at hand with nothing but the day of today.
func (a *actor) enter() {
	desk := a.desk()
	if desk == nil {
		return
	}
	doc := a.q.doc
	at := doc.offset(a.q.Range.Start)
	thing := a.around(a.q.file, at)
	entry := a.kindOf(a.q.file) == "entry"
	for _, item := range desk.Items() {
		if item.File != a.q.file {
			continue
		}
		if !entry && (thing == nil || doc.offsetOf(thing.whole.Mark) != doc.offsetOf(front.Mark{Line: item.Line, Col: item.Col})) {
			continue
		}
		for i := range item.Acts {
			a.act(&item.Acts[i], item.Text, calendar.DateOf(desk.Now))
		}
	}
}

func (a *actor) act(act *enter.Act, what string, today calendar.Date) {
	values := enter.Values{}
	for _, f := range act.Fields {
		if (f.Kind != enter.Day && f.Kind != enter.Moment) || len(f.Values) == 0 || !strings.HasPrefix(f.Values[0], today.String()) {
			return // somebody has to say more
		}
		values[f.Name] = f.Values
	}
	if len(act.Fields) == 0 {
		return
	}
	made, err := act.Edits(values)
	if err != nil {
		return
	}
	if changed, ok := a.apply(made.Edits); ok {
		a.all = append(a.all, codeAction{Title: act.Title + " today: " + cut(what), Kind: refactor, Edit: a.q.server.edit(a.library, changed)})
	}
}

// cut is a text, cut where it is long.
func cut(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}
