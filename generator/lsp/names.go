package lsp

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/generator/content"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// A thing is what is named by an id.
type thing struct {
	kind  string // "milestone", "input", …
	id    string
	title string
	file  string
	at    *front.Node // its id; nil where the name of the file is that
	whole *front.Node // all that is said of it
}

// lists are the lists of files whose elements have ids, by the kind of file.
var lists = map[string]map[string]string{
	"provider":   {"people": "colleague"},
	"client":     {"contacts": "contact", "goals": "goal"},
	"engagement": {"plan": "milestone", "inputs": "input", "kpis": "KPI", "pricing": "price", "turnaround": "turnaround"},
	"service":    {"kpis": "KPI", "pricing": "price", "turnaround": "turnaround"}, // under defaults
}

// named are the kinds of thing that a reference can mean, by its target.
var kindsNamed = map[schema.Target][]string{
	"person": {"contact", "colleague"}, "contact": {"contact"}, "colleague": {"colleague"}, "goal": {"goal"}, "service": {"service"},
	"turnaround": {"turnaround"}, "pricing item": {"price"}, "KPI": {"KPI"}, "milestone": {"milestone"},
	"milestone or input": {"milestone", "input"}, "milestone, input, KPI or price": {"milestone", "input", "KPI", "price"},
	"part of the agreement": {"milestone", "input", "KPI", "price", "turnaround"},
}

// means tells whether a reference can mean a thing.
func (t *thing) isMeantBy(to schema.Target, id string) bool {
	return t.id == id && slices.Contains(kindsNamed[to], t.kind)
}

// kindOf returns the kind of a file by its place: that of an entry is what its front matter says. It is "" for
// what is no Markdown of ours.
func (f *folder) kindOf(file string) string {
	inside, ok := strings.CutPrefix(file, f.content()+"/")
	if !ok || path.Ext(file) != ".md" {
		return ""
	}
	parts := strings.Split(inside, "/")
	switch {
	case inside == "provider.md":
		return "provider"
	case len(parts) == 2 && parts[0] == "services":
		return "service"
	case len(parts) < 3 || parts[0] != "clients":
		return ""
	case len(parts) == 3 && parts[2] == "client.md":
		return "client"
	case len(parts) == 4 && parts[3] == "engagement.md":
		return "engagement"
	case len(parts) == 5 && parts[3] == "journal":
		return "entry"
	case len(parts) == 5 && parts[3] == "reports":
		return "report"
	}
	return ""
}

var kindLine = regexp.MustCompile(`(?m)^\s*"?kind"?\s*[:=]\s*["']?([a-z]+)`)

// fieldsOf returns the fields of a file of a kind.
func fieldsOf(kind, text string) []schema.Info {
	if kind == "entry" {
		if f, ok := frontOf(text); ok {
			if m := kindLine.FindStringSubmatch(text[f.from:f.to]); m != nil && content.Kind(m[1]).Info() != nil {
				kind = m[1]
			}
		}
	}
	kinds := fileKinds()
	if kind == "entry" { // which it is, is not said yet
		var of []string
		for _, k := range content.Kinds {
			of = append(of, string(k.Kind))
		}
		fields := slices.Clone(kinds[of[0]])
		fields[0].Shape = schema.Choice(of...).Shape
		return slices.DeleteFunc(fields, func(i schema.Info) bool {
			return slices.ContainsFunc(of, func(k string) bool { return keyOf(kinds[k], i.Key) == nil })
		})
	}
	return kinds[kind]
}

func fileKinds() map[string][]schema.Info {
	all := map[string][]schema.Info{}
	for _, k := range content.FileKinds() {
		all[k.Name] = k.Fields
	}
	return all
}

func keyOf(fields []schema.Info, key string) *schema.Info {
	i := slices.IndexFunc(fields, func(i schema.Info) bool { return i.Key == key })
	if i < 0 {
		return nil
	}
	return &fields[i]
}

// keysBefore are the keys that stand before another in the order of a kind of file.
func keysBefore(fields []schema.Info, key string) []string {
	var keys []string
	for _, i := range fields {
		if i.Key == key {
			break
		}
		keys = append(keys, i.Key)
	}
	return keys
}

// infoAt returns what is known of the key at the end of a path, and nil of one that is not known.
func infoAt(fields []schema.Info, path []string) *schema.Info {
	var info *schema.Info
	for _, key := range path {
		if info = keyOf(fields, key); info == nil {
			return nil
		}
		fields = slices.Concat(info.Fields, info.Elements)
	}
	return info
}

// A library is what stands in the files of a workspace at one time.
type library struct {
	*folder
	docs  map[string]*document
	trees map[string]*front.Node
}

func (f *folder) library() *library {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &library{f, f.pending.docs, map[string]*front.Node{}}
}

// doc returns a file as its editor has it, or as it stands on the disk; nil where it is not there.
func (l *library) doc(file string) *document {
	if doc := l.docs[file]; doc != nil {
		return doc
	}
	data, err := fs.ReadFile(l.files, file)
	if err != nil || !utf8.Valid(data) {
		return nil
	}
	return newDocument(uriOf(l.dir+"/"+file), 0, string(data))
}

// tree returns the front matter of a file, as it was when it last could be read; nil for none.
func (l *library) tree(file string) *front.Node {
	if tree, ok := l.trees[file]; ok {
		return tree
	}
	var tree *front.Node
	if doc := l.doc(file); doc != nil {
		parsed, _ := front.Parse(file, []byte(doc.text))
		tree = parsed.Front
	}
	if l.docs[file] != nil {
		l.mu.Lock()
		if tree != nil {
			l.lastTrees[file] = tree
		} else {
			tree = l.lastTrees[file]
		}
		l.mu.Unlock()
	}
	l.trees[file] = tree
	return tree
}

// list returns the files in a folder whose names end as said, by their paths.
func (l *library) list(dir, ending string) []string {
	names := map[string]bool{}
	entries, _ := fs.ReadDir(l.files, dir)
	for _, e := range entries {
		names[path.Join(dir, e.Name())] = !e.IsDir()
	}
	for file := range l.docs {
		if path.Dir(file) == dir {
			names[file] = true
		}
	}
	var files []string
	for name, isFile := range names {
		if isFile && strings.HasSuffix(name, ending) && !strings.HasPrefix(path.Base(name), ".") {
			files = append(files, name)
		}
	}
	slices.Sort(files)
	return files
}

// folders returns the names of the folders in a folder.
func (l *library) folders(dir string) []string {
	var names []string
	entries, _ := fs.ReadDir(l.files, dir)
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

// home returns the folders of the client and of the engagement in which a file stands; "" for none.
func (l *library) home(file string) (client, engagement string) {
	id := l.clientOf(file)
	if id == "" {
		return "", ""
	}
	client = l.content() + "/clients/" + id
	name, _, in := strings.Cut(strings.TrimPrefix(file, client+"/"), "/")
	if in {
		engagement = client + "/" + name
	}
	return client, engagement
}

// things returns what can be named in a file, with what is defined for all clients first.
func (l *library) things(file string) []thing {
	all := l.defined(l.content() + "/provider.md")
	for _, service := range l.list(l.content()+"/services", ".md") {
		t := thing{kind: "service", id: strings.TrimSuffix(path.Base(service), ".md"), file: service}
		if name := l.tree(service).Get("name"); name != nil {
			t.title = name.Raw
		}
		all = append(all, t)
	}
	client, engagement := l.home(file)
	if client != "" {
		all = append(all, l.defined(client+"/client.md")...)
	}
	if engagement == "" {
		return all
	}
	own := l.defined(engagement + "/engagement.md")
	if service := l.tree(engagement + "/engagement.md").Get("service"); service != nil {
		for _, t := range l.defined(l.content() + "/services/" + strings.TrimSpace(service.Raw) + ".md") {
			if !slices.ContainsFunc(own, func(o thing) bool { return o.kind == t.kind && o.id == t.id }) {
				own = append(own, t)
			}
		}
	}
	return append(all, own...)
}

// defined returns what a file defines.
func (l *library) defined(file string) []thing {
	kind := l.kindOf(file)
	top := l.tree(file)
	if kind == "service" {
		top = top.Get("defaults")
	}
	var all []thing
	if top == nil {
		return nil
	}
	for i, key := range top.Keys {
		what := lists[kind][key.Name]
		if what == "" || top.Kids[i].Kind != front.List {
			continue
		}
		for _, element := range top.Kids[i].Kids {
			if id := element.Get("id"); id != nil && id.Kind == front.Scalar && !id.IsBlank() {
				all = append(all, thing{kind: what, id: strings.TrimSpace(id.Raw), title: titleOf(element), file: file, at: id, whole: element})
			}
		}
	}
	return all
}

// titleOf is what a map says that it is about.
func titleOf(n *front.Node) string {
	for _, key := range []string{"what", "name", "item", "request", "want", "title", "q", "term", "rule"} {
		if said := n.Get(key); said != nil && said.Kind == front.Scalar {
			return said.Raw
		}
	}
	return ""
}

// A mention is a place at which a thing is named by its id.
type mention struct {
	id   string
	to   schema.Target
	file string
	from int // where the id stands in the file
	end  int
}

// mentions returns the places in a file at which things are named.
func (l *library) mentions(file string) []mention {
	doc := l.doc(file)
	if doc == nil {
		return nil
	}
	if path.Ext(file) == ".csv" {
		return mentionsInTable(file, doc.text)
	}
	var all []mention
	add := func(to schema.Target, id string, m front.Mark) {
		from := doc.offsetOf(m)
		if from < len(doc.text) && (doc.text[from] == '"' || doc.text[from] == '\'') {
			from++
		}
		if strings.HasPrefix(doc.text[from:], id) {
			all = append(all, mention{id, to, file, from, from + len(id)})
		}
	}
	kind := l.kindOf(file)
	if kind == "" {
		return nil
	}
	if parsed, _ := front.Parse(file, []byte(doc.text)); parsed.Front != nil {
		refer(parsed.Front, fieldsOf(kind, doc.text), "", add)
	}
	return append(all, l.mentionsInBody(file, doc)...)
}

// refer walks front matter and finds what refers to something.
func refer(n *front.Node, fields []schema.Info, under string, add func(to schema.Target, id string, m front.Mark)) {
	switch n.Kind {
	case front.List:
		for _, kid := range n.Kids {
			refer(kid, fields, under, add)
		}
	case front.Map:
		for i, key := range n.Keys {
			info := keyOf(fields, key.Name)
			if info == nil {
				continue
			}
			kid := n.Kids[i]
			switch to := info.Refers; {
			case to != "":
				eachScalar(kid, func(one *front.Node) { add(to, strings.TrimSpace(one.Raw), one.Mark) })
			case info.Spread && kid.Kind == front.Map && key.Name == "kpis":
				for _, k := range kid.Keys {
					add("KPI", k.Name, k.Mark)
				}
			case info.Spread && meanings[key.Name] != "" && under == "data":
				for _, one := range kid.Kids {
					eachScalar(one, func(one *front.Node) { add(meanings[key.Name], strings.TrimSpace(one.Raw), one.Mark) })
				}
			}
			next := under
			if next == "" {
				next = key.Name
			}
			refer(kid, slices.Concat(info.Fields, info.Elements), next, add)
		}
	}
}

// meanings are what the words of another program's export are said to mean.
var meanings = map[string]schema.Target{"types": "turnaround", "items": "pricing item", "people": "person"}

func eachScalar(n *front.Node, do func(*front.Node)) {
	switch n.Kind {
	case front.Scalar:
		do(n)
	case front.List:
		for _, kid := range n.Kids {
			if kid.Kind == front.Scalar {
				do(kid)
			}
		}
	}
}

var (
	kpiShown = regexp.MustCompile(`\{\{<\s*kpi\s+([^\s>]+)\s*>\}\}`)
	linkedTo = regexp.MustCompile(`\]\(([^)\s#]*)#([^)\s]+)\)`)
)

// mentionsInBody finds the KPIs that a text shows, and the links to what engagement.md has.
func (l *library) mentionsInBody(file string, doc *document) []mention {
	from := 0
	if f, ok := frontOf(doc.text); ok {
		from = f.to
	}
	_, engagement := l.home(file)
	var all []mention
	for _, m := range kpiShown.FindAllStringSubmatchIndex(doc.text[from:], -1) {
		all = append(all, mention{doc.text[from+m[2] : from+m[3]], "KPI", file, from + m[2], from + m[3]})
	}
	for _, m := range linkedTo.FindAllStringSubmatchIndex(doc.text[from:], -1) {
		leads := path.Join(path.Dir(file), doc.text[from+m[2]:from+m[3]])
		if m[2] == m[3] {
			leads = file
		}
		if engagement != "" && leads == engagement+"/engagement.md" {
			all = append(all, mention{doc.text[from+m[4] : from+m[5]], "milestone, input, KPI or price", file, from + m[4], from + m[5]})
		}
	}
	return all
}

// columns are those of our tables that name something.
var columns = map[string]map[string]schema.Target{
	"requests.csv": {"type": "turnaround"},
	"time.csv":     {"person": "person", "item": "pricing item"},
	"units.csv":    {"item": "pricing item"},
	"invoices.csv": {"item": "pricing item"},
}

// mentionsInTable finds what the rows of a table name.
func mentionsInTable(file, text string) []mention {
	named := columns[path.Base(file)]
	if named == nil {
		return nil
	}
	var all []mention
	var targets []schema.Target
	var comma byte
	eachLine(strings.TrimPrefix(text, bom), func(at int, line string) {
		at += len(text) - len(strings.TrimPrefix(text, bom))
		if targets == nil {
			if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "sep=") {
				return
			}
			comma = separator(line)
			cells(line, comma, func(_ int, cell string) {
				targets = append(targets, named[strings.ToLower(strings.TrimSpace(cell))])
			})
			return
		}
		i := 0
		cells(line, comma, func(from int, cell string) {
			id := strings.TrimSpace(cell)
			if i < len(targets) && targets[i] != "" && id != "" {
				from += at + strings.Index(cell, id)
				all = append(all, mention{id, targets[i], file, from, from + len(id)})
			}
			i++
		})
	})
	return all
}

func eachLine(text string, do func(at int, line string)) {
	for at := 0; at < len(text); {
		line, next := front.LineAt([]byte(text[at:]), 0)
		do(at, strings.TrimRight(string(line), "\r"))
		at += next
	}
}

func separator(header string) byte {
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if strings.Count(header, string(c)) > strings.Count(header, string(best)) {
			best = c
		}
	}
	return best
}

// cells parts a row, and tells where each cell begins, its quotes apart.
func cells(line string, comma byte, do func(from int, cell string)) {
	for from := 0; from <= len(line); {
		end := from
		if from < len(line) && line[from] == '"' {
			if close := strings.IndexByte(line[from+1:], '"'); close >= 0 {
				do(from+1, line[from+1:from+1+close])
				end = from + close + 2
				for end < len(line) && line[end] != comma {
					end++
				}
				from = end + 1
				continue
			}
		}
		for end < len(line) && line[end] != comma {
			end++
		}
		do(from, line[from:end])
		from = end + 1
	}
}

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
	from = d.offsetOf(n.Mark)
	if from < len(d.text) && (d.text[from] == '"' || d.text[from] == '\'') {
		from++
	}
	raw := strings.TrimSpace(n.Raw)
	if !strings.HasPrefix(d.text[from:], raw) {
		return from, from
	}
	return from, from + len(raw)
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
	l := q.folder.library()
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
	l := q.folder.library()
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
	t, from, to, ok := q.folder.library().at(q.file, q.offset)
	if !ok || t.at == nil {
		return nil, nil
	}
	return map[string]any{"range": q.doc.span(from, to), "placeholder": t.id}, nil
}

var idForm = regexp.MustCompile(`^[\pL\pN][\pL\pN\pM._-]*$`)

// rename renames an id in all files.
func rename(ctx context.Context, q *inquiry) (any, error) {
	l := q.folder.library()
	t, _, _, ok := l.at(q.file, q.offset)
	switch {
	case !ok:
		return nil, &failure{requestFailed, "no id stands here"}
	case t.at == nil:
		return nil, &failure{requestFailed, "a service is called like its file; rename that"}
	case l.kindOf(t.file) == "service":
		return nil, &failure{requestFailed, fmt.Sprintf("%q is one of the defaults of a service, which other engagements may take over; rename it in %s by hand", t.id, t.file)}
	case !idForm.MatchString(q.NewName) || len(q.NewName) > 200:
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
