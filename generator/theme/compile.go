package theme

import (
	"bytes"
	"html/template"
	"reflect"
	"sync"
	"sync/atomic"
	"text/template/parse"
)

// Layouts are compiled, since html/template spends nine tenths of its time on looking
// fields up by name and on passing values around. It still parses them and decides
// how each value is escaped: what is compiled are its own trees, in which its escapers
// stand. A tree becomes closures that know the fields of one type of dot, which is made
// when that type first turns up.
//
// This is an optimisation that may be deleted: a template with anything in it that is
// not understood here is left to html/template, and so is a page on which anything goes
// wrong, which is then executed again for the sake of the error. A test compares the
// two on all that is known.

// A compiler keeps the templates of a set that are compiled so far.
type compiler struct {
	set      *template.Template
	escaped  map[string]*parse.Tree // the templates whose trees have their escapers
	programs sync.Map               // *program by programKey
}

// A program is a template for one type of dot.
type program struct {
	programKey
	once  sync.Once
	steps []step
	known bool // it could be compiled
	// left is set once something turned up while it ran that could not be compiled, so
	// that the work is not done in vain for each page.
	left atomic.Bool
}

type programKey struct {
	template string
	dot      reflect.Type
}

// A step writes what a node of a template does.
type step func(r *run, dot reflect.Value)

// A run is one execution.
type run struct {
	*compiler
	out   []byte
	vars  []reflect.Value // a stack; those of the template at hand begin at base
	base  int
	depth int

	failed  bool // html/template has to do it again
	unknown bool // since something could not be compiled; else since something is wrong
}

// fail gives up. What is executed after it is in vain, on zero values.
func (r *run) fail() { r.failed = true }

// leave gives up what could not be compiled.
func (r *run) leave() { r.failed, r.unknown = true, true }

// deepest is how many templates may call one another. html/template allows more, and
// tells where they do so for ever.
const deepest = 500

// newCompiler finds the templates that html/template has escaped: those that lead from
// a template which it has executed.
func newCompiler(set *template.Template, executed string) *compiler {
	c := &compiler{set: set, escaped: map[string]*parse.Tree{}}
	var find func(name string)
	find = func(name string) {
		t := set.Lookup(name)
		if c.escaped[name] != nil || t == nil || t.Tree == nil {
			return
		}
		c.escaped[name] = t.Tree
		walk(t.Tree.Root, func(call *parse.TemplateNode) { find(call.Name) })
	}
	find(executed)
	return c
}

// program is a template for a type of dot. It may not be compiled yet.
func (c *compiler) program(name string, dot reflect.Type) *program {
	key := programKey{name, dot}
	if p, ok := c.programs.Load(key); ok {
		return p.(*program)
	}
	p, _ := c.programs.LoadOrStore(key, &program{programKey: key})
	return p.(*program)
}

// compiled reports whether the program can be run, and compiles it the first time.
func (p *program) compiled(c *compiler) bool {
	p.once.Do(func() {
		tree := c.escaped[p.template]
		if tree == nil || p.dot == nil {
			return
		}
		l := locals{compiler: c, attempt: new(attempt), vars: []variable{{"$", p.dot}}}
		p.steps = l.list(tree.Root, p.dot)
		p.known = !l.unknown
	})
	return p.known && !p.left.Load()
}

var runs = sync.Pool{New: func() any { return new(run) }}

// execute appends a template to buf. It appends nothing and returns false where
// html/template has to do it.
func (c *compiler) execute(buf *bytes.Buffer, name string, data any) bool {
	if data == nil {
		return false
	}
	p := c.program(name, reflect.TypeOf(data))
	if !p.compiled(c) {
		return false
	}
	r := runs.Get().(*run)
	defer func() {
		clear(r.vars[:cap(r.vars)]) // a pool keeps no page alive
		*r = run{out: r.out[:0], vars: r.vars[:0]}
		runs.Put(r)
	}()
	r.compiler = c
	r.call(p, reflect.ValueOf(data))
	if r.failed {
		p.left.Store(p.left.Load() || r.unknown)
		return false
	}
	buf.Write(r.out)
	return true
}

// call runs a template; one that could not be compiled is left to html/template.
func (r *run) call(p *program, dot reflect.Value) {
	if !p.compiled(r.compiler) {
		r.interpret(p.template, dot)
		return
	}
	if r.depth == deepest {
		r.fail()
	}
	if r.failed {
		return
	}
	r.depth++
	base := r.base
	r.base = len(r.vars)
	r.vars = append(r.vars, dot)
	r.steps(p.steps, dot)
	r.vars = r.vars[:r.base]
	r.base = base
	r.depth--
}

// interpret has html/template execute one template among compiled ones.
func (r *run) interpret(name string, dot reflect.Value) {
	if r.escaped[name] == nil || !dot.CanInterface() {
		r.leave()
	} else if r.set.ExecuteTemplate(r, name, dot.Interface()) != nil {
		r.fail()
	}
}

// Write appends to what is written.
func (r *run) Write(p []byte) (int, error) {
	r.out = append(r.out, p...)
	return len(p), nil
}

func (r *run) steps(all []step, dot reflect.Value) {
	for _, s := range all {
		s(r, dot)
	}
}

// declare gives a variable its value. Those behind it are of scopes that have ended.
func (r *run) declare(slot int, v reflect.Value) {
	r.vars = append(r.vars[:r.base+slot], v)
}

// A variable is one that can be seen at a place of a template; its slot is its place among
// them.
type variable struct {
	name string
	typ  reflect.Type
}

// Locals are the variables that can be seen at a place of a template, while that is compiled.
type locals struct {
	*compiler
	*attempt
	vars []variable
}

// An attempt is at compiling something. What comes of one that failed is never run.
type attempt struct{ unknown bool }

// giveUp ends the attempt, since something is not understood.
func (a *attempt) giveUp() { a.unknown = true }

// declare adds a variable.
func (l locals) declare(name string, typ reflect.Type) (locals, int) {
	vars := append(l.vars[:len(l.vars):len(l.vars)], variable{name, typ})
	return locals{l.compiler, l.attempt, vars}, len(l.vars)
}

// list compiles the nodes of a list. A variable that one declares is seen by the rest.
func (l locals) list(nodes *parse.ListNode, dot reflect.Type) []step {
	if nodes == nil {
		return nil
	}
	var steps []step
	for _, n := range nodes.Nodes {
		var s step
		switch n := n.(type) {
		case *parse.TextNode:
			text := string(n.Text)
			s = func(r *run, _ reflect.Value) { r.out = append(r.out, text...) }
		case *parse.CommentNode:
			continue
		case *parse.ActionNode:
			l, s = l.action(n, dot)
		case *parse.IfNode:
			s = l.branch(n, dot)
		case *parse.WithNode:
			s = l.with(n, dot)
		case *parse.RangeNode:
			s = l.loop(n, dot)
		case *parse.TemplateNode:
			s = l.template(n, dot)
		default:
			l.giveUp()
		}
		steps = append(steps, s)
	}
	return steps
}

// action compiles what declares a variable, or writes a value.
func (l locals) action(n *parse.ActionNode, dot reflect.Type) (locals, step) {
	if len(n.Pipe.Decl) == 0 {
		return l, l.write(n.Pipe, dot)
	}
	o := l.pipe(n.Pipe, dot)
	if n.Pipe.IsAssign || len(n.Pipe.Decl) != 1 || o.dynamic() {
		l.giveUp()
	}
	l, slot := l.declare(n.Pipe.Decl[0].Ident[0], o.typ)
	return l, func(r *run, dot reflect.Value) { r.declare(slot, o.get(r, dot)) }
}

func (l locals) branch(n *parse.IfNode, dot reflect.Type) step {
	if len(n.Pipe.Decl) > 0 {
		l.giveUp()
	}
	holds := l.condition(n.Pipe, dot)
	yes, no := l.list(n.List, dot), l.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		if holds(r, dot) {
			r.steps(yes, dot)
		} else {
			r.steps(no, dot)
		}
	}
}

func (l locals) with(n *parse.WithNode, dot reflect.Type) step {
	o := l.pipe(n.Pipe, dot)
	no := l.list(n.ElseList, dot)
	if len(n.Pipe.Decl) > 1 || len(n.Pipe.Decl) == 1 && o.dynamic() {
		l.giveUp()
	}
	inner, slot := l, -1
	if len(n.Pipe.Decl) == 1 {
		inner, slot = l.declare(n.Pipe.Decl[0].Ident[0], o.typ)
	}
	type body struct {
		truth func(reflect.Value) bool
		steps []step
	}
	known := forType(inner, o.typ, func(inner locals, t reflect.Type) body { return body{inner.truth(t), inner.list(n.List, t)} })
	return func(r *run, dot reflect.Value) {
		v := concrete(o.get(r, dot))
		if !v.IsValid() {
			r.steps(no, dot)
			return
		}
		b, ok := known(r, v)
		if !ok {
			return
		}
		if !b.truth(v) {
			r.steps(no, dot)
			return
		}
		if slot >= 0 {
			r.declare(slot, v)
		}
		r.steps(b.steps, v)
	}
}

func (l locals) loop(n *parse.RangeNode, dot reflect.Type) step {
	o := l.pipe(n.Pipe, dot)
	if o.typ.Kind() != reflect.Slice || o.typ.Elem().Kind() == reflect.Interface {
		l.giveUp()
		return nil
	}
	element := o.typ.Elem()
	inner, at, of := l, -1, -1
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		inner, of = inner.declare(decl[0].Ident[0], element)
	case 2:
		inner, at = inner.declare(decl[0].Ident[0], reflect.TypeFor[int]())
		inner, of = inner.declare(decl[1].Ident[0], element)
	}
	body, none := inner.list(n.List, element), l.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		all := o.get(r, dot)
		if all.Len() == 0 {
			r.steps(none, dot)
		}
		for i := range all.Len() {
			v := all.Index(i)
			if at >= 0 {
				r.declare(at, reflect.ValueOf(i))
			}
			if of >= 0 {
				r.declare(of, v)
			}
			r.steps(body, v)
		}
	}
}

func (l locals) template(n *parse.TemplateNode, dot reflect.Type) step {
	if n.Pipe == nil {
		l.giveUp()
		return nil
	}
	o := l.pipe(n.Pipe, dot)
	known := forType(l, o.typ, func(l locals, t reflect.Type) *program { return l.program(n.Name, t) })
	return func(r *run, dot reflect.Value) {
		v := concrete(o.get(r, dot))
		if !v.IsValid() {
			r.fail()
		} else if p, ok := known(r, v); ok {
			r.call(p, v)
		}
	}
}

// forType compiles something for the type of a value: at once where each value is of that
// type, else for each type of what an interface turns out to hold.
func forType[T any](l locals, typ reflect.Type, compile func(locals, reflect.Type) T) func(*run, reflect.Value) (T, bool) {
	if typ.Kind() != reflect.Interface {
		it := compile(l, typ)
		return func(*run, reflect.Value) (T, bool) { return it, true }
	}
	type attempted struct {
		it T
		ok bool
	}
	var made sync.Map // attempted by type
	return func(r *run, v reflect.Value) (T, bool) {
		found, ok := made.Load(v.Type())
		if !ok {
			again := l
			again.attempt = new(attempt)
			it := compile(again, v.Type())
			found = attempted{it, !again.unknown}
			made.Store(v.Type(), found)
		}
		a := found.(attempted)
		if !a.ok {
			r.leave()
		}
		return a.it, a.ok
	}
}

// concrete is what an interface holds, which may be no value.
func concrete(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}
