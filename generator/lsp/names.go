package lsp

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/front"
)

// at returns the thing that is defined or named at an offset of a file, with the stretch of its id.
func (l *library) at(file string, offset int) (t thing, from, to int, ok bool) {
	doc := l.doc(file)
	if doc == nil {
		return thing{}, 0, 0, false
	}
	for _, t := range l.defined(file) {
		if from, to := doc.stretchOf(t.at); from <= offset && offset <= to {
			return t, from, to, true
		}
	}
	things := l.things(file)
	for _, m := range l.mentions(file) {
		if m.from > offset || offset > m.end {
			continue
		}
		for _, t := range slices.Backward(things) {
			if t.isMeantBy(m.to, m.id) {
				return t, m.from, m.end, true
			}
		}
	}
	return thing{}, 0, 0, false
}

// stretchOf returns where the text of a single value stands, its quotes apart.
func (d *document) stretchOf(n *front.Node) (from, to int) {
	return d.valueAt(n.Mark, strings.TrimSpace(n.Raw))
}

// valueAt returns where a text stands that is at a mark, or in quotes there; nowhere if it does not.
func (d *document) valueAt(m front.Mark, value string) (from, to int) {
	from = d.offsetOf(m)
	if from < len(d.text) && (d.text[from] == '"' || d.text[from] == '\'') {
		from++
	}
	if !strings.HasPrefix(d.text[from:], value) {
		return from, from
	}
	return from, from + len(value)
}

// uses returns the places at which a thing is named, and those at which it is defined, in the order of files.
func (l *library) uses(ctx context.Context, t *thing) (named, defined []mention, err error) {
	for _, file := range l.reach(t) {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		doc := l.doc(file)
		if doc == nil || !strings.Contains(doc.text, t.id) {
			continue
		}
		for _, d := range l.defined(file) {
			if d.kind == t.kind && d.id == t.id {
				from, to := doc.stretchOf(d.at)
				defined = append(defined, mention{t.id, "", file, from, to})
			}
		}
		var things []thing
		for _, m := range l.mentions(file) {
			if !t.isMeantBy(m.to, m.id) {
				continue
			}
			if things == nil {
				things = l.things(file)
			}
			i := lastIndex(things, func(o thing) bool { return o.isMeantBy(m.to, m.id) })
			if i >= 0 && things[i].kind == t.kind && things[i].file == t.file {
				named = append(named, m)
			}
		}
	}
	return named, defined, nil
}

func lastIndex(all []thing, is func(thing) bool) int {
	for i, t := range slices.Backward(all) {
		if is(t) {
			return i
		}
	}
	return -1
}

// reach returns the files in which a thing can be named.
func (l *library) reach(t *thing) []string {
	client, engagement := l.home(t.file)
	switch {
	case engagement != "":
		return l.filesOf(engagement)
	case client != "":
		files := []string{client + "/client.md"}
		for _, e := range l.folders(client) {
			files = append(files, l.filesOf(client+"/"+e)...)
		}
		return files
	}
	files := append([]string{l.content() + "/provider.md"}, l.list(l.content()+"/services", ".md")...)
	for _, id := range l.folders(l.content() + "/clients") {
		client := l.content() + "/clients/" + id
		files = append(files, client+"/client.md")
		for _, e := range l.folders(client) {
			files = append(files, l.filesOf(client+"/"+e)...)
		}
	}
	return files
}

// filesOf returns the files of an engagement that can name something.
func (l *library) filesOf(engagement string) []string {
	files := []string{engagement + "/engagement.md"}
	files = append(files, l.list(engagement+"/journal", ".md")...)
	files = append(files, l.list(engagement+"/reports", ".md")...)
	return append(files, l.list(engagement+"/data", ".csv")...)
}

func (l *library) location(m mention) location {
	doc := l.doc(m.file)
	return location{doc.uri, doc.span(m.from, m.end)}
}

// definition leads from an id to where it is defined, from a link to its file.
func definition(_ context.Context, q *inquiry) (any, error) {
	l := q.library
	t, _, _, ok := l.at(q.file, q.offset)
	if !ok {
		if file := l.linked(q); file != "" {
			return []location{{uriOf(l.dir + "/" + file), span{}}}, nil
		}
		return nil, nil
	}
	if t.at == nil {
		return []location{{uriOf(l.dir + "/" + t.file), span{}}}, nil
	}
	var all []location
	for _, d := range l.defined(t.file) {
		if d.kind == t.kind && d.id == t.id {
			from, to := l.doc(t.file).stretchOf(d.at)
			all = append(all, l.location(mention{file: t.file, from: from, end: to}))
		}
	}
	return all, nil
}

var (
	link  = regexp.MustCompile(`\]\(([^)\s#]+)[^)]*\)`)
	shown = regexp.MustCompile(`\{\{<\s*table\s+([^\s>]+)\s*>\}\}`)
)

// linked returns the file to which a link, or the path of a file, leads; "" for none.
func (l *library) linked(q *inquiry) string {
	line := q.doc.line(q.Position.Line)
	at := q.offset - q.doc.offset(position{Line: q.Position.Line})
	_, engagement := l.home(q.file)
	var tries []string
	for _, m := range link.FindAllStringSubmatchIndex(line, -1) {
		if m[0] <= at && at <= m[1] {
			tries = append(tries, path.Join(path.Dir(q.file), line[m[2]:m[3]]))
		}
	}
	for _, m := range shown.FindAllStringSubmatchIndex(line, -1) {
		if m[0] <= at && at <= m[1] {
			tries = append(tries, engagement+"/"+line[m[2]:m[3]])
		}
	}
	if s, ok := spotAt(q.doc.text, q.offset); ok && !s.key && s.word != "" {
		tries = append(tries, path.Join(path.Dir(q.file), strings.Trim(s.word, `"'`)))
	}
	for _, file := range tries {
		if info, err := fs.Stat(l.files, file); err == nil && !info.IsDir() {
			return file
		}
	}
	return ""
}

// references lists the places at which a thing is named.
func references(ctx context.Context, q *inquiry) (any, error) {
	l := q.library
	t, _, _, ok := l.at(q.file, q.offset)
	if !ok {
		return nil, nil
	}
	named, defined, err := l.uses(ctx, &t)
	if err != nil {
		return nil, err
	}
	if q.Context.IncludeDeclaration {
		named = append(defined, named...)
	}
	all := make([]location, len(named))
	for i, m := range named {
		all[i] = l.location(m)
	}
	return all, nil
}

// prepareRename tells whether what stands at a place can be renamed.
func prepareRename(_ context.Context, q *inquiry) (any, error) {
	t, from, to, ok := q.library.at(q.file, q.offset)
	if !ok || t.at == nil {
		return nil, nil
	}
	return map[string]any{"range": q.doc.span(from, to), "placeholder": t.id}, nil
}

// rename renames an id in all files.
func rename(ctx context.Context, q *inquiry) (any, error) {
	l := q.library
	t, _, _, ok := l.at(q.file, q.offset)
	switch {
	case !ok:
		return nil, &failure{requestFailed, "no id stands here"}
	case t.at == nil:
		return nil, &failure{requestFailed, "a service is called like its file; rename that"}
	case l.kindOf(t.file) == "service":
		return nil, &failure{requestFailed, fmt.Sprintf("%q is one of the defaults of a service, which other engagements may take over; rename it in %s by hand", t.id, t.file)}
	case !content.IsID(q.NewName):
		return nil, &failure{requestFailed, fmt.Sprintf("%q cannot be an id; use letters, digits and hyphens", q.NewName)}
	}
	if taken := l.taken(&t, q.NewName); taken != "" {
		return nil, &failure{requestFailed, taken}
	}
	named, defined, err := l.uses(ctx, &t)
	if err != nil {
		return nil, err
	}
	edits := map[string][]textEdit{}
	for _, m := range append(defined, named...) {
		at := l.location(m)
		edits[m.file] = append(edits[m.file], textEdit{at.Range, q.NewName})
	}
	return q.server.edit(l, edits), nil
}

// taken says why a thing cannot get an id; "" where it can.
func (l *library) taken(t *thing, id string) string {
	isPart := func(kind string) bool { return kind != "contact" && kind != "colleague" && kind != "goal" }
	for _, o := range l.things(t.file) {
		same := o.kind == t.kind || isPart(o.kind) && isPart(t.kind) || !isPart(o.kind) && !isPart(t.kind) && o.kind != "goal" && t.kind != "goal"
		if same && o.kind != "service" && strings.EqualFold(o.id, id) && o.id != t.id {
			return fmt.Sprintf("%q is a %s already; choose another id", o.id, o.kind)
		}
	}
	return ""
}

// edit returns edits of files, by file, in the form that the client knows.
func (s *server) edit(l *library, edits map[string][]textEdit) *workspaceEdit {
	all := &workspaceEdit{}
	var files []string
	for file := range edits {
		files = append(files, file)
	}
	slices.Sort(files)
	for _, file := range files {
		doc := l.doc(file)
		if !s.client.Workspace.WorkspaceEdit.DocumentChanges {
			if all.Changes == nil {
				all.Changes = map[string][]textEdit{}
			}
			all.Changes[doc.uri] = edits[file]
			continue
		}
		at := versioned{URI: doc.uri}
		if l.docs[file] != nil {
			at.Version = &doc.version
		}
		all.DocumentChanges = append(all.DocumentChanges, textDocumentEdit{at, edits[file]})
	}
	return all
}
