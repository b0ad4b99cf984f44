package theme

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"rapport/generator/diag"
)

// A Model is of what type the data is that a page or part is rendered with. Body is the
// type of its field Body, which by itself holds anything; nil where that is empty.
type Model struct{ Type, Body reflect.Type }

// Check finds what layouts ask of their models and these do not have, whether or not
// a page would have led there. Models are by the names that Render and Partial take.
// What hangs from a value that may be anything is not looked at.
func (t *Theme) Check(models map[string]Model) error {
	if c := t.check(models); len(c.wrong) > 0 {
		return join(c.wrong)
	}
	return nil
}

// Takes returns the types that each layout is rendered with, by name.
func (t *Theme) Takes(models map[string]Model) map[string][]reflect.Type {
	takes := map[string][]reflect.Type{}
	for v := range t.check(models).done {
		file := t.set.Lookup(v.template).Tree.ParseName
		itself, _, _ := strings.Cut(v.template, "$")   // html/template puts a context behind it
		itself, page, _ := strings.Cut(itself, " on ") // see linker.name
		if itself == file && !strings.Contains(page, " ") && v.Type != nil && !slices.Contains(takes[file], v.Type) {
			takes[file] = append(takes[file], v.Type)
		}
	}
	for _, types := range takes {
		slices.SortFunc(types, func(a, b reflect.Type) int { return strings.Compare(a.String(), b.String()) })
	}
	return takes
}

func (t *Theme) check(models map[string]Model) *checker {
	c := &checker{Theme: t, done: map[visit]bool{}}
	for _, name := range slices.Sorted(maps.Keys(models)) {
		entry := name
		if !strings.Contains(name, "/") {
			var err *Error
			if entry, err = t.entry(name, ""); err != nil {
				c.wrong = append(c.wrong, err)
				continue
			}
		}
		c.model = models[name]
		c.template(entry, c.model.Type)
	}
	return c
}

// A checker walks through templates with the types that they are executed with. A type
// is nil where it is not known.
type checker struct {
	*Theme
	model Model // of the page at hand
	done  map[visit]bool
	wrong []*Error
}

// A visit is a template with what it was executed with. Where that is the page's own
// model, the body matters as well.
type visit struct {
	template string
	Model
}

// A scope is what dot and the variables are at a place of a template.
type scope struct {
	layout *layout
	dot    reflect.Type
	vars   map[string]reflect.Type
}

// on is the scope with another dot, in which variables can be declared.
func (s scope) on(dot reflect.Type) scope {
	s.dot, s.vars = dot, maps.Clone(s.vars)
	return s
}

func (c *checker) template(name string, dot reflect.Type) {
	v := visit{template: name, Model: Model{Type: dot}}
	if dot == c.model.Type {
		v.Body = c.model.Body
	}
	tmpl := c.set.Lookup(name)
	if c.done[v] || tmpl == nil || tmpl.Tree == nil {
		return
	}
	c.done[v] = true
	c.node(tmpl.Tree.Root, scope{layout: c.layouts[tmpl.Tree.ParseName], dot: dot, vars: map[string]reflect.Type{"$": dot}})
}

// node checks what a node and those in it ask for.
func (c *checker) node(n parse.Node, s scope) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				c.node(child, s)
			}
		}
	case *parse.ActionNode:
		c.pipe(n.Pipe, s)
	case *parse.TemplateNode:
		var dot reflect.Type
		if n.Pipe != nil {
			dot = c.pipe(n.Pipe, s)
		}
		c.template(n.Name, dot)
	case *parse.IfNode:
		inner := s.on(s.dot)
		c.pipe(n.Pipe, inner)
		c.node(n.List, inner)
		c.node(n.ElseList, inner)
	case *parse.WithNode:
		inner := s.on(s.dot)
		dot := c.pipe(n.Pipe, inner)
		c.node(n.ElseList, inner)
		c.node(n.List, inner.on(dot))
	case *parse.RangeNode:
		c.loop(n, s.on(s.dot))
	}
}

// loop checks a range. Its variables are elements, and not what it ranges over.
func (c *checker) loop(n *parse.RangeNode, s scope) {
	over := indirect(c.pipe(n.Pipe, s))
	var key, element reflect.Type
	if over != nil {
		switch over.Kind() {
		case reflect.Slice, reflect.Array:
			key, element = reflect.TypeFor[int](), over.Elem()
		case reflect.Map:
			key, element = over.Key(), over.Elem()
		case reflect.Int:
			element = over
		default:
			if over.Kind() != reflect.Interface {
				c.errorAt(s, n.Pipe, "%s is no list that could be ranged over", said(over))
			}
		}
	}
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		s.vars[decl[0].Ident[0]] = element
	case 2:
		s.vars[decl[0].Ident[0]], s.vars[decl[1].Ident[0]] = key, element
	}
	c.node(n.List, s.on(element))
	c.node(n.ElseList, s)
}

// pipe is the type of what a pipeline comes to.
func (c *checker) pipe(p *parse.PipeNode, s scope) reflect.Type {
	var last reflect.Type
	for _, command := range p.Cmds {
		last = c.command(command, s)
	}
	for _, v := range p.Decl {
		s.vars[v.Ident[0]] = last
	}
	return last
}

func (c *checker) command(command *parse.CommandNode, s scope) reflect.Type {
	types := make([]reflect.Type, len(command.Args))
	for i, arg := range command.Args {
		types[i] = c.value(arg, s)
	}
	function, ok := command.Args[0].(*parse.IdentifierNode)
	switch {
	case !ok:
		return types[0]
	case (function.Ident == "and" || function.Ident == "or") && len(types) > 1:
		for _, other := range types[1:] {
			if other != types[1] {
				return nil
			}
		}
		return types[1]
	case function.Ident == "index" && len(types) > 1 && types[1] != nil:
		if in := indirect(types[1]); in.Kind() == reflect.Slice || in.Kind() == reflect.Map {
			return in.Elem()
		}
	}
	return nil
}

// value is the type of an operand.
func (c *checker) value(n parse.Node, s scope) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return c.fields(s.dot, n.Ident, n, s)
	case *parse.VariableNode:
		return c.fields(s.vars[n.Ident[0]], n.Ident[1:], n, s)
	case *parse.ChainNode:
		return c.fields(c.value(n.Node, s), n.Field, n, s)
	case *parse.PipeNode:
		return c.pipe(n, s)
	}
	return nil
}

// fields follows a chain of fields.
func (c *checker) fields(t reflect.Type, names []string, at parse.Node, s scope) reflect.Type {
	for _, name := range names {
		if t = indirect(t); t == nil || t.Kind() == reflect.Interface {
			return nil
		}
		if t.Kind() == reflect.Map {
			t = t.Elem()
			continue
		}
		if method, ok := reflect.PointerTo(t).MethodByName(name); ok {
			t = method.Type.Out(0)
			continue
		}
		var field reflect.StructField
		if ok := t.Kind() == reflect.Struct; ok {
			field, ok = t.FieldByName(name)
			if ok && field.IsExported() {
				if name == "Body" && t == indirect(c.model.Type) {
					field.Type = c.model.Body
				}
				t = field.Type
				continue
			}
		}
		c.errorAt(s, at, "%s has no field %s%s", said(t), name, mendField(t, name))
		return nil
	}
	return t
}

func (c *checker) errorAt(s scope, at parse.Node, format string, args ...any) {
	location, _ := (*parse.Tree)(nil).ErrorContext(at)
	c.wrong = append(c.wrong, c.locate(fmt.Errorf("template: %s: %w", location, fmt.Errorf(format, args...)), s.layout.name, ""))
}

// said is a type by the name that the manual has it under.
func said(t reflect.Type) string {
	if t.PkgPath() == "html/template" || t.Name() == "" || t.PkgPath() == "" {
		return "a " + strings.ToLower(cmp.Or(t.Name(), t.Kind().String()))
	}
	return t.Name()
}

// mendField tells what a field that is not there could mean.
func mendField(t reflect.Type, name string) string {
	if t.Kind() != reflect.Struct {
		return ""
	}
	var known []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() && !f.Anonymous {
			known = append(known, f.Name)
		}
	}
	if mend := diag.DidYouMean(name, known); !mend.IsZero() || len(known) > 12 {
		return mend.String()
	}
	return "; it has " + strings.Join(known, ", ")
}

// indirect is what a pointer points to.
func indirect(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}
