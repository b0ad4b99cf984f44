package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// write compiles what writes a value: an operand, and the escapers that html/template
// put behind it for the place where it stands.
func (l locals) write(p *parse.PipeNode, dot reflect.Type) step {
	escapers := make([]string, len(p.Cmds)-1)
	for i, c := range p.Cmds[1:] {
		name, ok := c.Args[0].(*parse.IdentifierNode)
		if !ok || len(c.Args) != 1 {
			l.giveUp()
			return nil
		}
		escapers[i] = name.Ident
	}
	if appends := l.appender(p, dot, escapers); appends != nil {
		return appends
	}
	o := l.command(p.Cmds[0], dot)
	if o.dynamic() {
		known := forType(l, o.typ, func(l locals, t reflect.Type) writer { return l.escaped(t, escapers) })
		return func(r *run, dot reflect.Value) {
			v := concrete(o.get(r, dot))
			if !v.IsValid() {
				r.leave()
			} else if write, ok := known(r, v); ok {
				r.out = write(r.out, v)
			}
		}
	}
	write := l.escaped(o.typ, escapers)
	return func(r *run, dot reflect.Value) { r.out = write(r.out, o.get(r, dot)) }
}

// An appender appends the HTML that its method of a name returns, without copies of what is long;
// nil for other methods.
type appender interface {
	AppendHTML(method string, out []byte) []byte
}

// appender compiles what writes HTML that a field's method returns and its type appends; nil
// for anything else.
func (l locals) appender(p *parse.PipeNode, dot reflect.Type, escapers []string) step {
	called, ok := p.Cmds[0].Args[0].(*parse.FieldNode)
	if !ok || len(p.Cmds) != 2 || escapers[0] != "_html_template_htmlescaper" {
		return nil
	}
	last := len(called.Ident) - 1
	name, owner := called.Ident[last], l.fields(dotOf(dot), called.Ident[:last])
	typ, pointer := owner.typ, owner.typ.Kind() == reflect.Pointer
	if !pointer {
		typ = reflect.PointerTo(typ)
	}
	m, ok := typ.MethodByName(name)
	if !ok || !typ.Implements(reflect.TypeFor[appender]()) || m.Type.NumIn() != 1 || m.Type.NumOut() != 1 || m.Type.Out(0) != reflect.TypeFor[template.HTML]() {
		return nil
	}
	return func(r *run, dot reflect.Value) {
		v := owner.get(r, dot)
		if !pointer && v.CanAddr() {
			v = v.Addr()
		}
		if v.Kind() != reflect.Pointer || v.IsNil() {
			r.fail()
			return
		}
		r.append(v.Interface().(appender), name)
	}
}

// append appends what a method returns. html/template makes an error of its panics.
func (r *run) append(to appender, method string) {
	out := r.out
	defer func() {
		if recover() != nil {
			r.fail()
		}
	}()
	if out = to.AppendHTML(method, out); out == nil {
		r.leave()
		return
	}
	r.out = out
}

// A writer appends a value.
type writer func(out []byte, v reflect.Value) []byte

var (
	stringer  = reflect.TypeFor[fmt.Stringer]()
	formatter = reflect.TypeFor[fmt.Formatter]()
	anError   = reflect.TypeFor[error]()
)

// escaped is how values of a type are written through escapers: texts and whole numbers
// that have no say in how they are printed.
func (l locals) escaped(t reflect.Type, escapers []string) writer {
	own := t.Implements(stringer) || t.Implements(formatter) || t.Implements(anError)
	write := escapedText(t, escapers)
	switch {
	case own || write == nil:
	case t.Kind() == reflect.String:
		return func(out []byte, v reflect.Value) []byte { return write(out, v.String()) }
	case t.Kind() == reflect.Int && len(escapers) == 1:
		return func(out []byte, v reflect.Value) []byte { return strconv.AppendInt(out, v.Int(), 10) }
	}
	l.giveUp()
	return nil
}

// escapedText is how texts of a type are written through escapers: any number of those of
// addresses, then one of HTML; nil where it is not understood. html/template knows some
// types as safe in some places; the first escaper makes a plain text of them.
func escapedText(t reflect.Type, escapers []string) func(out []byte, text string) []byte {
	isHTML, isURL := t == reflect.TypeFor[template.HTML](), t == reflect.TypeFor[template.URL]()
	if t.PkgPath() == "html/template" && !isHTML && !isURL || len(escapers) == 0 {
		return nil
	}
	var urls []func(string) string
	for _, name := range escapers[:len(escapers)-1] {
		escape := ofURL(name, isURL)
		if escape == nil {
			return nil
		}
		urls = append(urls, escape)
		isHTML, isURL = false, false
	}
	switch last := escapers[len(escapers)-1]; {
	case last == "_html_template_htmlescaper" && isHTML:
		return func(out []byte, text string) []byte { return append(out, text...) }
	case isHTML || !slices.Contains([]string{"_html_template_htmlescaper", "_html_template_attrescaper", "_html_template_rcdataescaper"}, last):
		return nil
	case len(urls) == 0:
		return appendHTML
	}
	return func(out []byte, text string) []byte {
		for _, escape := range urls {
			text = escape(text)
		}
		return appendHTML(out, text)
	}
}

// ofURL is an escaper of addresses, for a text that is known as one or not; nil where
// there is none of that name.
func ofURL(name string, known bool) func(string) string {
	switch {
	case name == "_html_template_urlfilter" && known:
		return func(address string) string { return address }
	case name == "_html_template_urlfilter":
		return filterURL
	case name == "_html_template_urlnormalizer", name == "_html_template_urlescaper" && known:
		return normalizeURL
	case name == "_html_template_urlescaper":
		return escapeURL
	}
	return nil
}

// references are what HTML's special characters are written as.
var references = [...]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// appendHTML appends a text for a place between tags or in a quoted attribute.
func appendHTML(out []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if c := text[i]; int(c) < len(references) && references[c] != "" {
			out = append(append(out, text[from:i]...), references[c]...)
			from = i + 1
		}
	}
	return append(out, text[from:]...)
}

// filterURL replaces an address with a scheme that could run a script.
func filterURL(address string) string {
	scheme, _, ok := strings.Cut(address, ":")
	if !ok || strings.Contains(scheme, "/") {
		return address
	}
	for _, safe := range []string{"http", "https", "mailto"} {
		if strings.EqualFold(scheme, safe) {
			return address
		}
	}
	return "#ZgotmplZ"
}

// normalizeURL encodes what can't stand in an address.
func normalizeURL(address string) string {
	return encodeURL(address, func(i int) bool {
		c := address[i]
		return strings.IndexByte("!#$&*+,/:;=?@[]", c) >= 0 || c == '%' && i+2 < len(address) && isHex(address[i+1]) && isHex(address[i+2])
	})
}

// escapeURL encodes what can't stand in a part of an address.
func escapeURL(part string) string { return encodeURL(part, func(int) bool { return false }) }

// encodeURL encodes the bytes that are neither unreserved (RFC 3986, 2.3) nor kept.
func encodeURL(s string, kept func(i int) bool) string {
	const digits = "0123456789abcdef"
	var b []byte
	from := 0
	for i := range len(s) {
		if c := s[i]; !unreserved(c) && !kept(i) {
			b = append(append(b, s[from:i]...), '%', digits[c>>4], digits[c&15])
			from = i + 1
		}
	}
	if from == 0 {
		return s
	}
	return string(append(b, s[from:]...))
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
