package theme

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// An operand is a value that a template asks for. What is of an interface's type is of
// another in each run.
type operand struct {
	typ reflect.Type
	get func(r *run, dot reflect.Value) reflect.Value
}

func (o operand) dynamic() bool { return o.typ.Kind() == reflect.Interface }

func constant(v any) operand {
	value := reflect.ValueOf(v)
	return operand{value.Type(), func(*run, reflect.Value) reflect.Value { return value }}
}

// strange is an operand that is not understood.
func (l locals) strange() operand {
	l.giveUp()
	return constant("")
}

// pipe compiles what is not escaped: one command, whatever it declares.
func (l locals) pipe(p *parse.PipeNode, dot reflect.Type) operand {
	if len(p.Cmds) != 1 || p.IsAssign {
		return l.strange()
	}
	return l.command(p.Cmds[0], dot)
}

// command compiles an operand, or the one function that gives a number.
func (l locals) command(c *parse.CommandNode, dot reflect.Type) operand {
	if len(c.Args) == 1 {
		return l.operand(c.Args[0], dot)
	}
	function, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok || function.Ident != "len" || len(c.Args) != 2 {
		return l.strange()
	}
	o := l.operand(c.Args[1], dot)
	if !slices.Contains([]reflect.Kind{reflect.Slice, reflect.String, reflect.Map}, o.typ.Kind()) {
		return l.strange()
	}
	return operand{reflect.TypeFor[int](), func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(o.get(r, dot).Len()) }}
}

func (l locals) operand(n parse.Node, dot reflect.Type) operand {
	switch n := n.(type) {
	case *parse.DotNode:
		return dotOf(dot)
	case *parse.FieldNode:
		return l.fields(dotOf(dot), n.Ident)
	case *parse.VariableNode:
		return l.fields(l.variable(n.Ident[0]), n.Ident[1:])
	case *parse.ChainNode:
		return l.fields(l.operand(n.Node, dot), n.Field)
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return l.pipe(n, dot)
		}
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if i, err := strconv.Atoi(n.Text); err == nil && strconv.Itoa(i) == n.Text {
			return constant(i)
		}
	}
	return l.strange()
}

// variable is the innermost of that name.
func (l locals) variable(name string) operand {
	for slot, v := range slices.Backward(l.vars) {
		if v.name == name {
			return operand{v.typ, func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+slot] }}
		}
	}
	return l.strange()
}

func (l locals) fields(o operand, names []string) operand {
	for _, name := range names {
		o = l.field(o, name)
	}
	return o
}

// field compiles a field, an element of a map, or a method without arguments.
func (l locals) field(o operand, name string) operand {
	if o.dynamic() {
		return l.fieldOfAny(o, name)
	}
	if found, ok := l.method(o, name); ok {
		return found
	}
	typ := o.typ
	if typ.Kind() == reflect.Map {
		return l.element(o, name)
	}
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct {
		return l.strange()
	}
	field, ok := typ.FieldByName(name)
	if !ok || !field.IsExported() {
		return l.strange()
	}
	for _, i := range field.Index {
		o = o.at(i)
	}
	return o
}

// fieldOfAny compiles a field of what an interface turns out to hold.
func (l locals) fieldOfAny(o operand, name string) operand {
	known := forType(l, o.typ, func(l locals, t reflect.Type) operand { return l.field(dotOf(t), name) })
	return operand{reflect.TypeFor[any](), func(r *run, dot reflect.Value) reflect.Value {
		v := concrete(o.get(r, dot))
		if !v.IsValid() {
			r.fail()
		} else if field, ok := known(r, v); ok {
			return field.get(r, v)
		}
		return reflect.Value{}
	}}
}

// dotOf is dot itself, of that type.
func dotOf(t reflect.Type) operand {
	return operand{t, func(_ *run, dot reflect.Value) reflect.Value { return dot }}
}

// at is a field by its index.
func (o operand) at(i int) operand {
	get := o.get
	if o.typ.Kind() != reflect.Pointer {
		return operand{o.typ.Field(i).Type, func(r *run, dot reflect.Value) reflect.Value { return get(r, dot).Field(i) }}
	}
	typ := o.typ.Elem().Field(i).Type
	return operand{typ, func(r *run, dot reflect.Value) reflect.Value {
		v := get(r, dot)
		if v.IsNil() {
			r.fail()
			return reflect.Zero(typ)
		}
		return v.Elem().Field(i)
	}}
}

// element compiles what a map holds under a key that has to be there.
func (l locals) element(o operand, key string) operand {
	if o.typ.Key() != reflect.TypeFor[string]() {
		return l.strange()
	}
	typ, k := o.typ.Elem(), reflect.ValueOf(key)
	return operand{typ, func(r *run, dot reflect.Value) reflect.Value {
		v := o.get(r, dot).MapIndex(k)
		if !v.IsValid() {
			r.fail()
			return reflect.Zero(typ)
		}
		return v
	}}
}

// method compiles what a method returns, found where html/template would find it: also
// that of a pointer to what has an address.
func (l locals) method(o operand, name string) (operand, bool) {
	pointer, typ := true, o.typ
	if typ.Kind() != reflect.Pointer {
		pointer, typ = false, reflect.PointerTo(typ)
	}
	m, ok := typ.MethodByName(name)
	if !ok {
		return operand{}, false
	}
	if m.Type.NumIn() != 1 || m.Type.NumOut() != 1 {
		return l.strange(), true
	}
	returns := m.Type.Out(0)
	return operand{returns, func(r *run, dot reflect.Value) reflect.Value {
		v := o.get(r, dot)
		if !pointer && v.CanAddr() {
			v = v.Addr()
		}
		if v.Kind() != reflect.Pointer || v.IsNil() {
			r.fail()
			return reflect.Zero(returns)
		}
		return r.called(v.Method(m.Index), returns)
	}}, true
}

// called calls a method. html/template makes an error of its panics.
func (r *run) called(method reflect.Value, returns reflect.Type) (v reflect.Value) {
	defer func() {
		if recover() != nil {
			r.fail()
			v = reflect.Zero(returns)
		}
	}()
	return method.Call(nil)[0]
}

// A condition is what decides between branches.
type condition func(r *run, dot reflect.Value) bool

// condition compiles whether a pipeline is true; nil where it is not understood.
func (l locals) condition(p *parse.PipeNode, dot reflect.Type) condition {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 {
		l.giveUp()
		return nil
	}
	args := p.Cmds[0].Args
	function, ok := args[0].(*parse.IdentifierNode)
	if !ok || function.Ident == "len" {
		return l.isTrue(l.command(p.Cmds[0], dot))
	}
	switch args = args[1:]; function.Ident {
	case "not":
		if len(args) == 1 {
			holds := l.argument(args[0], dot)
			return func(r *run, dot reflect.Value) bool { return !holds(r, dot) }
		}
	case "and", "or":
		if len(args) > 0 {
			return l.several(args, function.Ident == "or", dot)
		}
	case "eq", "ne", "lt", "le", "gt", "ge":
		if len(args) == 2 {
			return l.comparison(function.Ident, l.operand(args[0], dot), l.operand(args[1], dot))
		}
	}
	l.giveUp()
	return nil
}

func (l locals) argument(n parse.Node, dot reflect.Type) condition {
	if p, ok := n.(*parse.PipeNode); ok {
		return l.condition(p, dot)
	}
	return l.isTrue(l.operand(n, dot))
}

// several compiles and, or: the first that is enough decides.
func (l locals) several(args []parse.Node, enough bool, dot reflect.Type) condition {
	all := make([]condition, len(args))
	for i, arg := range args {
		all[i] = l.argument(arg, dot)
	}
	return func(r *run, dot reflect.Value) bool {
		for _, holds := range all {
			if holds(r, dot) == enough {
				return enough
			}
		}
		return !enough
	}
}

// comparison compiles one of texts or of whole numbers.
func (l locals) comparison(how string, a, b operand) condition {
	switch kind := a.typ.Kind(); {
	case kind != b.typ.Kind():
	case kind == reflect.String:
		return func(r *run, dot reflect.Value) bool {
			return ordered(how, strings.Compare(a.get(r, dot).String(), b.get(r, dot).String()))
		}
	case kind == reflect.Int:
		return func(r *run, dot reflect.Value) bool {
			return ordered(how, cmp.Compare(a.get(r, dot).Int(), b.get(r, dot).Int()))
		}
	}
	l.giveUp()
	return nil
}

// ordered reports whether a comparison holds of what compares so.
func ordered(how string, order int) bool {
	switch how {
	case "eq":
		return order == 0
	case "ne":
		return order != 0
	case "lt":
		return order < 0
	case "le":
		return order <= 0
	case "gt":
		return order > 0
	}
	return order >= 0 // ge
}

func (l locals) isTrue(o operand) condition {
	if !o.dynamic() {
		holds := l.truth(o.typ)
		return func(r *run, dot reflect.Value) bool { return holds(o.get(r, dot)) }
	}
	known := forType(l, o.typ, locals.truth)
	return func(r *run, dot reflect.Value) bool {
		v := concrete(o.get(r, dot))
		if !v.IsValid() {
			return false
		}
		holds, ok := known(r, v)
		return ok && holds(v)
	}
}

// truth tells which values of a type are true.
func (l locals) truth(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	l.giveUp()
	return nil
}
