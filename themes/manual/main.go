// Command manual writes the reference of themes in docs: what a theme is made of, and every
// field that its layouts can show. What it tells of the models is read from their
// types and the comments on these, what it tells of parts from the built-in theme.
package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"rapport/generator/page"
	"rapport/generator/theme"
	"rapport/themes"
)

//go:embed manual.md
var text string

// It is run by go generate in the folder of themes.
func main() {
	manual, err := write("..")
	if err == nil {
		err = os.WriteFile("../docs/reference/theme.md", manual, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A Layout is a file of the theme.
type Layout struct {
	File, Takes, Comment string
	Blocks               []string
}

// A Model is a type that layouts are given.
type Model struct {
	Name, Comment string
	Fields        []Field
	Values        []Field // of one that has but these
}

// A Field is one of a model, or a value that one can have.
type Field struct{ Name, Type, Comment string }

// write makes the manual from the repository at root.
func write(root string) ([]byte, error) {
	fsys, err := fs.Sub(themes.FS, "default")
	if err != nil {
		return nil, err
	}
	built, err := theme.Load(fsys, func(string) (string, bool) { return "", true }, nil)
	if err != nil {
		return nil, err
	}
	takes := built.Takes(page.Models())
	m := &manual{root: root, docs: map[string]map[string]*doc.Type{}, seen: map[reflect.Type]bool{}}
	data := struct {
		Pages, Parts []Layout
		Tokens       []Field
		Models       []Model
	}{}
	for _, file := range built.Files() {
		l, err := layout(fsys, file, takes[file])
		if err != nil {
			return nil, err
		}
		if name := path.Base(path.Dir(file)); strings.HasPrefix(file, "pages/") {
			if file == path.Join("pages", name, name+".html") {
				l.Takes = said(page.Models()[name].Body)
			}
			data.Pages = append(data.Pages, l)
			continue
		}
		data.Parts = append(data.Parts, l)
	}
	if data.Tokens, err = tokens(fsys); err != nil {
		return nil, err
	}
	m.model(reflect.TypeFor[page.Page]())
	models := page.Models()
	for _, name := range slices.Sorted(maps.Keys(models)) {
		m.model(models[name].Type)
		m.model(models[name].Body)
	}
	if m.err != nil {
		return nil, m.err
	}
	data.Models = m.models
	var buf bytes.Buffer
	err = template.Must(template.New("").Parse(text)).Execute(&buf, data)
	return buf.Bytes(), err
}

var (
	comment  = regexp.MustCompile(`^\{\{/\*\s*((?s).*?)\s*\*/`)
	block    = regexp.MustCompile(`\{\{-? ?block "([^"]+)"`)
	property = regexp.MustCompile(`(?m)^ *(--[\w-]+): (.*);(?: /\* (.*) \*/)?$`)
)

func layout(fsys fs.FS, file string, takes []reflect.Type) (Layout, error) {
	source, err := fs.ReadFile(fsys, file)
	l := Layout{File: file}
	if m := comment.FindSubmatch(source); m != nil {
		l.Comment = string(m[1])
	}
	for _, m := range block.FindAllSubmatch(source, -1) {
		l.Blocks = append(l.Blocks, string(m[1]))
	}
	var names []string
	for _, t := range takes {
		names = append(names, said(t))
	}
	l.Takes = strings.Join(slices.Compact(names), ", ")
	return l, err
}

// tokens are the custom properties that base.css sets.
func tokens(fsys fs.FS) ([]Field, error) {
	source, err := fs.ReadFile(fsys, "base.css")
	_, tokens, _ := bytes.Cut(source, []byte("@layer tokens {"))
	tokens, _, _ = bytes.Cut(tokens, []byte("\n}"))
	var all []Field
	for _, m := range property.FindAllSubmatch(tokens, -1) {
		all = append(all, Field{Name: string(m[1]), Type: string(m[2]), Comment: string(m[3])})
	}
	return all, err
}

// said is a type as the manual writes it.
func said(t reflect.Type) string {
	if t == nil {
		return ""
	}
	name := strings.TrimLeft(t.String(), "*")
	for _, pkg := range []string{"page.", "chart.", "template."} {
		name = strings.ReplaceAll(name, pkg, "")
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, "interface {}", "anything"), "*", "")
}

// A manual collects models from the one that a page is to those that it holds.
type manual struct {
	root   string
	docs   map[string]map[string]*doc.Type // by package and name
	seen   map[reflect.Type]bool
	models []Model
	err    error
}

func (m *manual) model(t reflect.Type) {
	for t != nil && slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map}, t.Kind()) {
		t = t.Elem()
	}
	if t == nil || m.seen[t] || !strings.HasPrefix(t.PkgPath(), "rapport/") {
		return
	}
	m.seen[t] = true
	of := m.doc(t)
	if of == nil {
		return
	}
	at := len(m.models)
	m.models = append(m.models, Model{Name: said(t), Comment: clean(of.Doc), Values: values(of)})
	if t.Kind() != reflect.Struct {
		return
	}
	comments := fieldComments(of)
	var fields []Field
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			fields = append(fields, Field{f.Name, said(f.Type), comments[f.Name]})
		}
	}
	m.models[at].Fields = fields
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			m.model(f.Type)
		}
	}
}

// doc is what the package of a type says of it.
func (m *manual) doc(t reflect.Type) *doc.Type {
	if m.docs[t.PkgPath()] == nil {
		types := map[string]*doc.Type{}
		m.docs[t.PkgPath()] = types
		names, err := filepath.Glob(filepath.Join(m.root, strings.TrimPrefix(t.PkgPath(), "rapport/"), "*.go"))
		fset := token.NewFileSet()
		var files []*ast.File
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || err != nil {
				continue
			}
			var file *ast.File
			if file, err = parser.ParseFile(fset, name, nil, parser.ParseComments); err == nil {
				files = append(files, file)
			}
		}
		if err == nil {
			var pkg *doc.Package
			if pkg, err = doc.NewFromFiles(fset, files, t.PkgPath()); err == nil {
				for _, one := range pkg.Types {
					types[one.Name] = one
				}
			}
		}
		if err != nil {
			m.err = err
		}
	}
	return m.docs[t.PkgPath()][t.Name()]
}

// values are the constants of a type.
func values(of *doc.Type) []Field {
	var all []Field
	for _, group := range of.Consts {
		for _, spec := range group.Decl.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) == 1 {
				if value, ok := v.Values[0].(*ast.BasicLit); ok {
					all = append(all, Field{Name: strings.Trim(value.Value, `"`), Comment: clean(v.Comment.Text())})
				}
			}
		}
	}
	return all
}

func fieldComments(of *doc.Type) map[string]string {
	all := map[string]string{}
	ast.Inspect(of.Decl, func(n ast.Node) bool {
		if f, ok := n.(*ast.Field); ok {
			for _, name := range f.Names {
				all[name.Name] = clean(f.Doc.Text() + f.Comment.Text())
			}
		}
		return true
	})
	return all
}

// clean is a comment on one line of a table.
func clean(comment string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(strings.Join(strings.Fields(comment), " "))
}
