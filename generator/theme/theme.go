// Package theme turns page models into HTML with the layouts of a theme.
//
// A theme is a folder of layouts, written for html/template: frame.html stands
// around the pages, pages/<page>/<page>.html is what a page has of its own, and
// parts/ and charts/ hold what pages have in common. A layout is called by its file:
// {{template "parts/day.html" .}}. What a page defines goes into the blocks of that
// name, of the frame and of the parts that it calls; a page that writes something
// outside of its definitions stands alone, without the frame.
//
// Overlay lays a workspace's theme over the built-in one file by file. Load reads
// a theme for one language: what the interface says ({{t "key"}} in a layout) is
// put in once, each layout is minified once, and everything that can be known to
// be wrong before a page is rendered is an error with the place in the layout.
// Rendering is then one execution of a template into a buffer: of what is compiled
// of it (see compile.go), or of html/template itself where something is beyond that.
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
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"rapport/generator/diag"
)

// frame is the layout around the pages that do not stand alone.
const frame = "frame.html"

// pageFile is the layout of a page.
func pageFile(page string) string { return path.Join("pages", page, page+".html") }

// A Theme renders pages in one language. Several goroutines may use one.
type Theme struct {
	set     *template.Template
	layouts map[string]*layout // by file
	entries map[string]string  // page: the template that renders it
	fast    *compiler          // nil where html/template executes all
}

// An Error is what is wrong with a theme, and where.
type Error struct {
	diag.Position        // File is relative to the theme: parts/card.html
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
	t := &Theme{layouts: map[string]*layout{}}
	files, err := layoutFiles(fsys)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("theme has no layouts; they are files %s and %s", frame, pageFile("home"))
	}
	var wrong []*Error
	for _, file := range files {
		source, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		l, errs := newLayout(file, string(source), texts, keys)
		t.layouts[file] = l
		wrong = append(wrong, errs...)
		if err := l.parse(); err != nil {
			wrong = append(wrong, err)
		}
	}
	wrong = append(wrong, t.misplaced(fsys)...)
	if len(wrong) == 0 {
		wrong = t.link()
	}
	if len(wrong) > 0 {
		return nil, join(wrong)
	}
	t.fast = newCompiler(t.set, everything)
	return t, nil
}

// layoutFiles lists the layouts of a theme.
func layoutFiles(fsys fs.FS) ([]string, error) {
	var files []string
	for _, pattern := range []string{frame, "parts/*.html", "charts/*.html", "pages/*/*.html"} {
		found, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return files, nil
}

// misplaced finds layouts that stand where nothing looks for them, and tells
// where each belongs.
func (t *Theme) misplaced(fsys fs.FS) []*Error {
	var wrong []*Error
	for _, pattern := range []string{"layouts/*.html", "*.html", "pages/*.html"} {
		found, _ := fs.Glob(fsys, pattern) // the pattern is well formed
		for _, file := range found {
			mend := "; a part of pages stands in parts, a page in a folder, as " + pageFile("home")
			switch name := path.Base(file); {
			case file == frame:
				continue
			case name == "begin.html" || name == "end.html":
				mend = "; what stands around a page is in " + frame
			case t.namesake(name) != "":
				mend = "; move it to " + t.namesake(name)
			}
			wrong = append(wrong, &Error{Position: diag.Position{File: file}, Reason: "no layout is looked for here" + mend})
		}
	}
	return wrong
}

// namesake is the layout whose file has that name in whichever folder; "" for none.
// Charts were once called chart-line.html.
func (t *Theme) namesake(name string) string {
	name = strings.TrimPrefix(path.Base(name), "chart-")
	for _, file := range t.Files() {
		if path.Base(file) == name {
			return file
		}
	}
	return ""
}

// Files lists the layouts of the theme.
func (t *Theme) Files() []string { return slices.Sorted(maps.Keys(t.layouts)) }

func join(wrong []*Error) error {
	slices.SortStableFunc(wrong, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	wrong = slices.CompactFunc(wrong, func(a, b *Error) bool { return *a == *b }) // a part is wrong on every page
	errs := make([]error, len(wrong))
	for i, e := range wrong {
		errs[i] = e
	}
	return errors.Join(errs...)
}

// failure is how text/template reports errors: file, line, at times a column,
// and what is wrong.
var failure = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: ((?s).*)$`)

// parse makes the templates of a layout. The parser names a line only, so the
// action at fault is sought: the first one up to which the source fails alike.
func (l *layout) parse() *Error {
	tmpl, err := template.New(l.name).Parse(l.text)
	if err == nil {
		l.templates = map[string]*parse.Tree{}
		for _, t := range tmpl.Templates() {
			if t.Tree != nil && (t.Name() != l.name || !parse.IsEmptyTree(t.Tree.Root)) {
				l.templates[t.Name()] = t.Tree
			}
		}
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
	defines = regexp.MustCompile(`^\{\{(?:-\s)?\s*define\s+"([^"]*)"`)
	opens   = regexp.MustCompile(`^\{\{(?:-\s)?\s*(?:if|range|with|block|define)\s`)
	closes  = regexp.MustCompile(`^\{\{(?:-\s)?\s*end\s*(?:\s-)?\}\}$`)
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

// definition is where a layout defines a template.
func (l *layout) definition(name string) int {
	for _, s := range l.written {
		if m := defines.FindStringSubmatch(l.source[s.from:s.to]); m != nil && m[1] == name {
			return s.from
		}
	}
	return 0
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

// Render appends a page to buf: name is its folder's ("report"), data its model,
// and at names the page in errors. After an error buf holds part of a page.
func (t *Theme) Render(buf *bytes.Buffer, name, at string, data any) error {
	entry, wrong := t.entry(name, at)
	if wrong != nil {
		return wrong
	}
	if err := t.execute(buf, entry, data); err != nil {
		return t.locate(err, pageFile(name), at)
	}
	return nil
}

// execute appends a template to buf.
func (t *Theme) execute(buf *bytes.Buffer, name string, data any) error {
	if t.fast != nil && t.fast.execute(buf, name, data) {
		return nil
	}
	return t.set.ExecuteTemplate(buf, name, data)
}

// entry is the template that renders a page.
func (t *Theme) entry(name, at string) (string, *Error) {
	if entry, ok := t.entries[name]; ok {
		return entry, nil
	}
	mend := diag.DidYouMean(name, slices.Sorted(maps.Keys(t.entries))).Or("; add it to the theme")
	return "", &Error{Position: diag.Position{File: pageFile(name)}, Page: at, Reason: "there is no such page" + mend.String()}
}

// locate finds the place in a layout that an execution failed at.
func (t *Theme) locate(err error, file, page string) *Error {
	reason := err.Error()
	m := failure.FindStringSubmatch(reason)
	if m == nil || t.layouts[m[1]] == nil {
		return &Error{Position: diag.Position{File: file}, Page: page, Reason: reason}
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

// Partial renders a layout that is a part of pages, such as "charts/line.html".
func (t *Theme) Partial(file string, data any) (template.HTML, error) {
	if t.layouts[file] == nil {
		mend := diag.DidYouMean(file, t.Files()).Or("; add it to the theme")
		return "", &Error{Position: diag.Position{File: file}, Reason: "there is no such layout" + mend.String()}
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := t.execute(buf, file, data); err != nil {
		return "", t.locate(err, file, "")
	}
	return template.HTML(buf.String()), nil
}
