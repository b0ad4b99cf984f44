package page

import (
	"html/template"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/locale"
	"rapport/generator/markdown"
)

// A textContext is a file of the content and the page on which its words stand: it
// renders them with links that are right there.
type textContext struct {
	p    *planner
	at   string // the page, below the portal's root; its folder is what links are relative to
	file string // workspace path of the file at hand, for problems
	name string // of the file in the client's tree; "" for the provider's
}

// text is the context of a file of the client's on a page.
func (p *planner) text(at string, file *content.File, name string) textContext {
	return textContext{p: p, at: at, file: file.Path, name: name}
}

// inline renders one line of Markdown.
func (w textContext) inline(t content.Text) template.HTML {
	if t.IsZero() {
		return ""
	}
	return w.render(t, w.resolver())
}

// An inlineKey names a line of a file.
type inlineKey struct {
	file string
	line content.Text
}

// repeated is inline for a line that stands on many pages, which is rendered once unless it has
// a link, which leads elsewhere from each of them.
func (w textContext) repeated(t content.Text) template.HTML {
	key := inlineKey{w.file, t}
	html, ok := w.p.memo.inlines[key]
	if ok || t.IsZero() {
		return html
	}
	resolve, linked := w.resolver(), false
	html = w.render(t, func(link markdown.Link) (markdown.Target, error) {
		linked = true
		return resolve(link)
	})
	if !linked {
		w.p.memo.inlines[key] = html
	}
	return html
}

func (w textContext) render(t content.Text, resolve func(markdown.Link) (markdown.Target, error)) template.HTML {
	at := diag.Position{File: w.file, Line: t.Line, Col: t.Col}
	return w.p.Markdown.Inline(t.Raw, at, markdown.Context{Labels: w.p.labels, Resolve: resolve}, w.p.problems)
}

// resolver turns the links of the file at hand into links of the page.
func (w textContext) resolver() func(markdown.Link) (markdown.Target, error) {
	if w.name == "" {
		return w.p.providerResolver(w.at)
	}
	last := &w.p.memo.resolver
	if last.resolve == nil || last.file != w.name || last.page != w.at {
		*last = fileResolver{w.name, w.at, w.p.resolver(w.name, w.at)}
	}
	return last.resolve
}

// A fileResolver is kept for the next line of the same file on the same page.
type fileResolver struct {
	file, page string
	resolve    func(markdown.Link) (markdown.Target, error)
}

// items renders a list of prose.
func (w textContext) items(items []content.Item) []Item {
	if len(items) == 0 {
		return nil
	}
	all := make([]Item, 0, len(items))
	for _, i := range items {
		all = append(all, Item{What: w.inline(i.What), Detail: w.inline(i.Detail)})
	}
	return all
}

// prose renders the body of a file of the client's on a page. Ids get the
// prefix, and the outermost headings the level.
func (p *planner) prose(name, page string, file *content.File, prefix string, level int) markdown.Doc {
	return p.story(name, page, file, prefix, level, nil)
}

func (p *planner) story(name, page string, file *content.File, prefix string, level int, shortcodes *markdown.Shortcodes) markdown.Doc {
	return p.Markdown.Convert(file.Body.Source, markdown.Context{
		File: file.Path, Line: file.Body.Line,
		Resolve: p.resolver(name, page), Shortcodes: shortcodes,
		IDPrefix: prefix, HeadingBase: level, Labels: p.labels,
	}, p.problems)
}

// longBody is how many headings make a body long enough for a table of contents.
const longBody = 4

func withContents(doc markdown.Doc) Prose {
	prose := Prose{HTML: doc.HTML}
	if len(doc.TOC) < longBody {
		return prose
	}
	for _, h := range doc.TOC {
		if h.Level <= doc.TOC[0].Level+1 {
			prose.TOC = append(prose.TOC, Heading{Level: h.Level, ID: h.ID, Text: h.HTML})
		}
	}
	return prose
}

// labels are the words that Markdown puts between the writer's own.
func labels(say *locale.Texts) *markdown.Labels {
	q := say.Quotes()
	return &markdown.Labels{
		Note: say.Get("alert_note"), Tip: say.Get("alert_tip"), Important: say.Get("alert_important"),
		Warning: say.Get("alert_warning"), Caution: say.Get("alert_caution"),
		FootnoteBack: say.Get("footnote_back"), Table: say.Get("table"),
		Done: say.Get("task_done"), ToDo: say.Get("task_open"),
		OpenDouble: q.Open, CloseDouble: q.Close, OpenSingle: q.OpenInner, CloseSingle: q.CloseInner,
	}
}
