package lsp

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

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

// kindsNamed are the kinds of thing that a reference can mean, by its target.
var kindsNamed = map[schema.Target][]string{
	"person": {"contact", "colleague"}, "contact": {"contact"}, "colleague": {"colleague"}, "goal": {"goal"}, "service": {"service"},
	"turnaround": {"turnaround"}, "pricing item": {"price"}, "KPI": {"KPI"}, "milestone": {"milestone"},
	"milestone or input": {"milestone", "input"}, "milestone, input, KPI or price": {"milestone", "input", "KPI", "price"},
	"part of the agreement": {"milestone", "input", "KPI", "price", "turnaround"},
}

// isMeantBy tells whether a reference can mean a thing.
func (t *thing) isMeantBy(to schema.Target, id string) bool {
	return t.id == id && slices.Contains(kindsNamed[to], t.kind)
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
func (f *folder) home(file string) (client, engagement string) {
	id := f.clientOf(file)
	if id == "" {
		return "", ""
	}
	client = f.content() + "/clients/" + id
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
