// Package theme turns page models into HTML with the layouts of a theme.
//
// A theme is a folder with layouts/*.html, written for html/template, and
// assets/. Overlay lays a workspace's theme over the built-in one file by file.
// Load reads a theme for one language: what the interface says ({{t "key"}} in
// a layout) is put in once, each layout is minified once, and everything that
// can be known to be wrong before a page is rendered is an error with the place
// in the layout. Rendering is then one execution of a template into a buffer.
//
// Layouts get what stands on a page and compute nothing; there are no functions
// beside those of html/template.
package theme

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"rapport/generator/diag"
)

const folder = "layouts"

// A Theme renders pages in one language. Several goroutines may use one.
type Theme struct {
	set     *template.Template
	layouts map[string]*layout
	called  map[string]bool // by other layouts
	assets  []Asset
}

// An Error is what is wrong with a theme, and where.
type Error struct {
	diag.Position        // File is relative to the theme: layouts/home.html
	Page          string // the page that was rendered; "" at load
	Reason        string
}

func (e *Error) Error() string {
	if e.Page == "" {
		return fmt.Sprintf("%s: %s", e.Position, e.Reason)
	}
	return fmt.Sprintf("%s: %s (on page %s)", e.Position, e.Reason, e.Page)
}

// Load reads the theme in fsys. texts gives the interface's text of a key in
// the theme's language, and keys lists the keys there are, for suggestions. The
// error joins an *Error for each thing that is wrong, by position.
func Load(fsys fs.FS, texts func(key string) (text string, ok bool), keys []string) (*Theme, error) {
	t := &Theme{set: template.New("").Option("missingkey=error"), layouts: map[string]*layout{}, called: map[string]bool{}}
	names, err := fs.Glob(fsys, folder+"/*.html")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("theme has no layouts; they are files %s/*.html", folder)
	}
	var wrong []*Error
	for _, name := range names {
		source, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		l, errs := newLayout(path.Base(name), string(source), texts, keys)
		t.layouts[l.name] = l
		wrong = append(wrong, errs...)
		if err := t.parse(l); err != nil {
			wrong = append(wrong, err)
		}
	}
	if len(wrong) == 0 {
		wrong = t.calls()
	}
	if len(wrong) == 0 {
		wrong = t.escape()
	}
	if len(wrong) > 0 {
		return nil, join(wrong)
	}
	t.assets, err = assets(fsys)
	return t, err
}

func join(wrong []*Error) error {
	slices.SortStableFunc(wrong, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	errs := make([]error, len(wrong))
	for i, e := range wrong {
		errs[i] = e
	}
	return errors.Join(errs...)
}

// failure is how text/template reports errors: file, line, at times a column,
// and what is wrong.
var failure = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: ((?s).*)$`)

// parse adds a layout to the set. The parser names a line only, so the action
// at fault is sought: the first one up to which the source fails alike.
func (t *Theme) parse(l *layout) *Error {
	_, err := t.set.New(l.name).Parse(l.text)
	if err == nil {
		return nil
	}
	m := failure.FindStringSubmatch(err.Error())
	if m == nil {
		return l.errorAt(0, "%v", err)
	}
	reason := m[4]
	for i, s := range l.parsed {
		_, err := template.New(l.name).Parse(l.text[:s.to])
		if err == nil {
			continue
		}
		if again := failure.FindStringSubmatch(err.Error()); again != nil && again[4] == reason && i < len(l.written) && reason != "unexpected EOF" {
			return l.errorAt(l.written[i].from, "%s%s", reason, mendSyntax(reason))
		}
	}
	if reason == "unexpected EOF" && len(l.written) > 0 {
		return l.errorAt(l.open(), "%s%s", reason, mendSyntax(reason))
	}
	line, _ := strconv.Atoi(m[2])
	return l.errorAt(l.offset(l.offsetOf(line, 0)), "%s%s", reason, mendSyntax(reason))
}

var (
	opens  = regexp.MustCompile(`^\{\{(?:-\s)?\s*(?:if|range|with|block|define)\s`)
	closes = regexp.MustCompile(`^\{\{(?:-\s)?\s*end\s*(?:\s-)?\}\}$`)
)

// open is where the innermost action stands that is never ended.
func (l *layout) open() int {
	var stack []int
	for _, s := range l.written {
		switch text := l.source[s.from:s.to]; {
		case opens.MatchString(text):
			stack = append(stack, s.from)
		case closes.MatchString(text) && len(stack) > 0:
			stack = stack[:len(stack)-1]
		}
	}
	if len(stack) == 0 {
		return len(l.source)
	}
	return stack[len(stack)-1]
}

func mendSyntax(reason string) string {
	switch {
	case reason == "unexpected EOF":
		return "; this needs an {{end}}"
	case strings.HasPrefix(reason, `function "t"`):
		return `; a text stands alone, as {{t "key"}}`
	case strings.HasPrefix(reason, "function "):
		return "; layouts compute nothing, the page models have it ready"
	}
	return ""
}

// calls finds the templates that are called and not there, and remembers those
// that are.
func (t *Theme) calls() []*Error {
	var known []string
	for _, tmpl := range t.set.Templates() {
		known = append(known, tmpl.Name())
	}
	slices.Sort(known)
	var wrong []*Error
	for _, tmpl := range t.set.Templates() {
		if tmpl.Tree == nil {
			continue
		}
		l := t.layouts[tmpl.Tree.ParseName]
		walk(tmpl.Tree.Root, func(call *parse.TemplateNode) {
			t.called[call.Name] = true
			if !slices.Contains(known, call.Name) {
				mend := diag.DidYouMean(call.Name, known)
				if mend == "" {
					mend = fmt.Sprintf("; add %s/%s", folder, call.Name)
				}
				wrong = append(wrong, l.errorAt(l.offset(int(call.Pos)), "no layout %q%s", call.Name, mend))
			}
		})
	}
	return wrong
}

func walk(n parse.Node, visit func(*parse.TemplateNode)) {
	branch := func(lists ...*parse.ListNode) {
		for _, list := range lists {
			if list != nil {
				walk(list, visit)
			}
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, child := range n.Nodes {
			walk(child, visit)
		}
	case *parse.IfNode:
		branch(n.List, n.ElseList)
	case *parse.RangeNode:
		branch(n.List, n.ElseList)
	case *parse.WithNode:
		branch(n.List, n.ElseList)
	case *parse.TemplateNode:
		visit(n)
	}
}

// escape lets html/template work out the contexts of all layouts, which it
// would else do at the first page. Those that others call are done with these:
// each go costs html/template a walk through all that it did before.
func (t *Theme) escape() []*Error {
	var wrong []*Error
	for _, name := range t.names() {
		if t.called[name] {
			continue
		}
		var e *template.Error
		if err := t.set.ExecuteTemplate(io.Discard, name, nil); errors.As(err, &e) {
			l, at := t.layouts[name], 0
			if other := t.layouts[e.Name]; other != nil {
				l = other
			}
			if e.Node != nil {
				at = l.offset(int(e.Node.Position()))
			}
			wrong = append(wrong, l.errorAt(at, "%s", e.Description))
		}
	}
	return wrong
}

func (t *Theme) names() []string {
	names := make([]string, 0, len(t.layouts))
	for name := range t.layouts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Render appends a page to buf: layout is a file's name ("report.html"), data
// its model, and page names the page in errors. After an error buf holds part
// of a page.
func (t *Theme) Render(buf *bytes.Buffer, layout, page string, data any) error {
	if t.layouts[layout] == nil {
		mend := diag.DidYouMean(layout, t.names())
		if mend == "" {
			mend = "; add it to the theme"
		}
		return &Error{Position: diag.Position{File: folder + "/" + layout}, Page: page, Reason: "there is no such layout" + mend}
	}
	if err := t.set.ExecuteTemplate(buf, layout, data); err != nil {
		return t.locate(err, layout, page)
	}
	return nil
}

// locate finds the place in a layout that an execution failed at.
func (t *Theme) locate(err error, layout, page string) *Error {
	reason := err.Error()
	m := failure.FindStringSubmatch(reason)
	if m == nil || t.layouts[m[1]] == nil {
		return &Error{Position: diag.Position{File: folder + "/" + layout}, Page: page, Reason: reason}
	}
	l := t.layouts[m[1]]
	line, _ := strconv.Atoi(m[2])
	col, _ := strconv.Atoi(m[3])
	e := l.errorAt(l.offset(l.offsetOf(line, col)), "%s", executing.ReplaceAllString(m[4], ""))
	e.Page = page
	return e
}

var executing = regexp.MustCompile(`^executing "[^"]*" at `)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Partial renders a layout that is a part of pages, such as "chart-line.html".
func (t *Theme) Partial(name string, data any) (template.HTML, error) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := t.Render(buf, name, "", data); err != nil {
		return "", err
	}
	return template.HTML(buf.String()), nil
}
