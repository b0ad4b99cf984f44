package theme

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template/parse"

	"rapport/generator/diag"
)

// everything calls all templates of a set. No layout is a file of this name.
const everything = "everything"

// A linker makes one set of templates of the layouts of a theme, in which each call
// names the template that it means. A layout with blocks stands in the set once for
// each page, filled by it; all others stand there once, since html/template works out
// the contexts of each.
type linker struct {
	*Theme
	open  map[*layout]bool   // has blocks, or calls one that has
	added map[string]*layout // what was put into the set, by the name there
	used  map[string]bool    // templates of the set that something calls
	wrong []*Error
}

// link makes the set of templates. What is wrong is a call of what is not there, or
// a definition that nothing shows.
func (t *Theme) link() []*Error {
	t.set = template.New("").Option("missingkey=error")
	t.entries = map[string]string{}
	l := &linker{Theme: t, open: map[*layout]bool{}, added: map[string]*layout{}, used: map[string]bool{}}
	for _, file := range t.Files() {
		l.findOpen(t.layouts[file], map[*layout]bool{})
	}
	for _, file := range t.Files() {
		page := path.Base(path.Dir(file))
		switch {
		case file == pageFile(page):
			t.entries[page] = l.page(t.layouts[file])
		case file != frame:
			l.add(t.layouts[file], nil)
		}
	}
	if len(l.wrong) == 0 {
		l.escape()
	}
	return l.wrong
}

// findOpen reports whether a layout has blocks that a page may fill, itself or in
// what it calls. On the way are those that wait for the answer.
func (l *linker) findOpen(from *layout, onTheWay map[*layout]bool) bool {
	if open, ok := l.open[from]; ok || onTheWay[from] {
		return open
	}
	onTheWay[from] = true
	open := false
	for name, tree := range from.templates {
		open = open || name != from.name
		walk(tree.Root, func(call *parse.TemplateNode) {
			if to := l.layouts[call.Name]; to != nil {
				open = l.findOpen(to, onTheWay) || open
			}
		})
	}
	l.open[from] = open
	return open
}

// page adds what renders a page, and returns its name: the page's own layout where
// it writes anything, else the frame filled by it.
func (l *linker) page(page *layout) string {
	around := page
	if page.templates[page.name] == nil {
		if around = l.layouts[frame]; around == nil {
			l.wrong = append(l.wrong, page.errorAt(0, "there is no %s that this page could stand in", frame))
			return ""
		}
	}
	entry := l.add(around, page)
	l.add(page, page)
	for _, name := range slices.Sorted(maps.Keys(page.templates)) {
		if name != page.name && !l.used[l.name(page, page, name)] {
			mend := diag.DidYouMean(name, slices.Sorted(maps.Keys(around.templates))).String()
			if around == page {
				mend = fmt.Sprintf("; a page that is to stand in %s writes nothing outside of what it defines", frame)
			}
			l.wrong = append(l.wrong, page.errorAt(page.definition(name), "nothing shows %q%s", name, mend))
		}
	}
	return entry
}

// name is that of a template in the set, of a layout as a page fills it; page is nil
// where none does.
func (l *linker) name(of, page *layout, template string) string {
	name := of.name
	if page != nil && page != of && l.open[of] {
		name += " on " + page.name
	}
	if template != of.name {
		name += " " + template
	}
	return name
}

// add puts the templates of a layout, as a page fills it, into the set.
func (l *linker) add(from, page *layout) string {
	entry := l.name(from, page, from.name)
	if l.added[entry] != nil {
		return entry
	}
	l.added[entry] = from
	for _, name := range slices.Sorted(maps.Keys(from.templates)) {
		tree := from.templates[name]
		if page != nil && l.open[from] {
			tree = tree.Copy() // its calls lead elsewhere on other pages
		}
		walk(tree.Root, func(call *parse.TemplateNode) {
			call.Name = l.called(call, from, page)
			l.used[call.Name] = true
		})
		if _, err := l.set.AddParseTree(l.name(from, page, name), tree); err != nil {
			l.wrong = append(l.wrong, from.errorAt(0, "%v", err))
		}
	}
	return entry
}

// called is the template that a call means: one that the page fills a block with, one
// that the calling layout defines, or a layout.
func (l *linker) called(call *parse.TemplateNode, from, page *layout) string {
	if from.templates[call.Name] != nil {
		if page != nil && page.templates[call.Name] != nil {
			return l.name(page, page, call.Name)
		}
		return l.name(from, page, call.Name)
	}
	if to := l.layouts[call.Name]; to != nil {
		return l.add(to, page)
	}
	l.wrong = append(l.wrong, from.errorAt(from.offset(int(call.Pos)), "no layout %q%s", call.Name, l.mendCall(call.Name)))
	return call.Name
}

// mendCall tells what a call of a layout that is not there could mean.
func (t *Theme) mendCall(name string) string {
	if file := t.namesake(name); file != "" {
		return diag.Meant(name, file).String()
	}
	return diag.DidYouMean(name, t.Files()).Or("; add parts/" + path.Base(name)).String()
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

// escape lets html/template work out the contexts of all templates, which it
// would else do at the first page. A template that calls them all has them done in
// one go: each costs html/template a walk through all that it did before. Where something
// is wrong, they are gone through one by one to find all of it.
func (l *linker) escape() {
	var roots []string
	var calls strings.Builder
	for _, name := range slices.Sorted(maps.Keys(l.added)) {
		if !l.used[name] && l.set.Lookup(name) != nil { // else it only defines
			roots = append(roots, name)
			fmt.Fprintf(&calls, "{{template %q}}", name)
		}
	}
	var e *template.Error
	all, err := l.set.New(everything).Parse(calls.String())
	if err == nil && !errors.As(all.Execute(io.Discard, nil), &e) {
		return
	}
	for _, name := range roots {
		var e *template.Error
		err := l.set.ExecuteTemplate(io.Discard, name, nil)
		switch {
		case !errors.As(err, &e): // what fails without a model is not wrong
		case e.Node == nil:
			l.wrong = append(l.wrong, l.added[name].errorAt(0, "%s", e.Description))
		default:
			l.wrong = append(l.wrong, l.locate(err, name, ""))
		}
	}
}
