package press

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io"
	"slices"
	"time"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/feed"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/phrase"
	"rapport/generator/place"
	"rapport/generator/seal"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// A Portal is one client's as of an instant. Its pages are made one at a time, when
// they are asked for. One goroutine at a time may use it.
type Portal struct {
	Facts     *facts.Client
	Say       *phrase.Speaker // to the client
	Names     []string        // of the pages, below the portal's root
	OnPaper   []string        // those of them that are also made as PDFs; none where these are not asked for
	Base      string          // URL of its folder, with a slash at its end; "" if it is not known
	Assets    []output.File   // of the theme and the brand
	TrueUntil time.Time       // the first instant at which a page changes by itself; zero if none will
	Copied    bool            // it leads to a file to keep, which Copy makes
	Holder    *output.Holder  // of its pages; nil where these are held in memory
	Seal      *seal.Portal    // how it is to be sealed, without its files; nil where all may read it

	theme    *Theme
	layouts  *Localized
	site     *page.Site
	pages    map[string]*page.Page
	news     feed.Input
	policy   template.HTML // of its pages
	tree     *source.Tree
	problems *diag.List // of the page at hand
	buf      bytes.Buffer
}

// Portal plans the portal of a client from that client's folder and the provider alone.
// There is none where the client has errors: then its prose is checked, so that one run
// shows all.
func (p *Press) Portal(c *Client, asOf time.Time) (*Portal, []diag.Problem) {
	if c.Content == nil {
		return nil, nil
	}
	problems := &diag.List{}
	sealed, sealedUntil := p.planSeal(c, asOf, problems)
	localized := p.Theme.In(c.Content.Speech())
	if localized.Theme == nil {
		problems.Add(localized.Problems...)
		return nil, problems.Sorted()
	}
	in := p.input(c.Content, localized)
	if c.Broken() || problems.Errors() > 0 {
		page.CheckProse(in, problems)
		return nil, problems.Sorted()
	}
	in.Facts = facts.Derive(c.Content, in.Provider.Calendar, asOf)
	portal := &Portal{
		Facts: in.Facts, Say: phrase.New(localized.Texts, in.Facts.Today, c.Content.Zone, p.Markdown.Plain), Seal: sealed, Base: p.folderURL(c.Folder),
		theme: p.Theme, layouts: localized, pages: map[string]*page.Page{}, tree: c.Tree, problems: problems, policy: in.Policy,
	}
	portal.news = feed.Input{Provider: in.Provider, Facts: portal.Facts, Say: portal.Say, Base: portal.Base, Address: c.Folder}
	portal.addAssets(&in, p.brand(c.Content, problems))
	if c.SealsAnswers {
		portal.sealAnswers(&in)
	}
	in.Copy = p.copied(c, in.Facts)
	portal.Copied = in.Copy
	in.Base, in.Owners, in.FeedsUntil = portal.Base, feed.Owners(portal.Facts), feed.Until(portal.news)
	site, err := page.Plan(in, problems)
	if err != nil {
		p.Theme.report(err, problems)
		return nil, problems.Sorted()
	}
	portal.site, portal.TrueUntil = site, earlier(site.TrueUntil, sealedUntil)
	for _, one := range site.Pages {
		portal.Names = append(portal.Names, one.Path)
		if one.PDF != "" {
			portal.OnPaper = append(portal.OnPaper, one.Path)
		}
		portal.pages[one.Path] = one
	}
	return portal, problems.Take()
}

// earlier is the earlier of two instants, of which each may be none, the zero time.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Check finds what is wrong with a client, and makes no page: those of a client of some
// years take longer than all the rest.
func (p *Press) Check(c *Client, asOf time.Time) []diag.Problem {
	if c.Content == nil {
		return nil
	}
	var problems diag.List
	p.planSeal(c, asOf, &problems)
	p.checkReaders(c, asOf, &problems)
	localized := p.Theme.In(c.Content.Speech())
	if localized.Theme == nil {
		problems.Add(localized.Problems...)
		return problems.Sorted()
	}
	page.CheckProse(p.input(c.Content, localized), &problems)
	if !c.Broken() && problems.Errors() == 0 {
		p.brand(c.Content, &problems)
	}
	return problems.Sorted()
}

// CheckProvider finds what is wrong with the prose of the provider and the services, in
// each language in which they have some.
func (p *Press) CheckProvider() []diag.Problem {
	var problems diag.List
	known := map[diag.Problem]bool{} // what stands in one language alone is read with each
	for _, tag := range append([]string{p.Provider.Locale}, p.Provider.Languages()...) {
		for _, found := range p.checkProviderIn(tag) {
			if !known[found] {
				known[found] = true
				problems.Add(found)
			}
		}
	}
	p.checkOwnKey(&problems)
	return problems.Sorted()
}

func (p *Press) checkProviderIn(tag string) []diag.Problem {
	localized := p.Theme.In(tag)
	if localized.Theme == nil {
		return nil // Root tells
	}
	var problems diag.List
	nobody := &content.Client{File: content.File{Path: p.Provider.Path}, Tree: p.Provider.Tree, Locale: tag, Zone: p.Provider.Zone}
	page.CheckProvider(p.input(nobody, localized), &problems)
	return problems.Sorted()
}

func (p *Press) input(c *content.Client, localized *Localized) page.Input {
	return page.Input{Provider: p.Provider.In(c.Speech()), Client: c, Texts: localized.Texts, Markdown: p.Markdown, Draw: localized.Partial, PDF: p.pdf, Policy: p.Policy(false).Meta()}
}

// brand makes the style sheet of what the theme cannot know: the portal's colour, its
// running title, the kinds of entry. It notes where the colour was too weak for text.
func (p *Press) brand(c *content.Client, problems *diag.List) []byte {
	css, adjusted := theme.Brand(p.Provider.Brand.Color, c.Brand.Color)
	at := c.Pos("brand", "color")
	if c.Brand.Color == "" {
		at = p.Provider.Pos("brand", "color")
	}
	for _, what := range adjusted {
		problems.Addf(at, theme.BrandAdjusted, "%s", what)
	}
	return append(css, runningTitle(c.Name+" · "+p.Provider.Name)+page.FilterStyle()...)
}

// runningTitle is a style that prints a title at the top of each sheet but the
// first, which has it larger.
func runningTitle(title string) string {
	return `@page{@top-left{content:` + theme.Quote(title) + `;font:9pt sans-serif;color:#555}}@page :first{@top-left{content:none}}`
}

// addAssets adds what the pages load, and tells them what it is called.
func (p *Portal) addAssets(in *page.Input, brand []byte) {
	for _, a := range p.layouts.Assets {
		name := "assets/" + a.Name
		switch a.Logical {
		case "style.css":
			in.Stylesheet = name
		case "app.js":
			in.Script = name
		case "minisearch.js":
			in.Engine = name
		case "feed.css":
			p.news.Stylesheet = name
		}
		p.Assets = append(p.Assets, output.File{Name: name, Body: a.Body})
	}
	in.Brand = "assets/" + theme.Fingerprint("brand.css", brand)
	p.Assets = append(p.Assets, output.File{Name: in.Brand, Body: brand})
}

// Files makes all files of the portal, which can be read until its Holder releases them. There are none where a page has an error.
// Attachments are copied from the client's folder, which has to be open.
func (p *Portal) Files() ([]output.File, []diag.Problem, error) {
	files := make([]output.File, 0, len(p.Names))
	var problems []diag.Problem
	for _, name := range p.Names {
		body, found := p.make(name)
		problems = append(problems, found...)
		file, err := p.hold(name, body)
		if err != nil {
			return nil, problems, err
		}
		files = append(files, file)
	}
	if diag.Errors(problems) > 0 {
		return nil, problems, nil
	}
	others, found, err := p.Others()
	return append(files, others...), append(problems, found...), err
}

// hold holds a page until the portal is published.
func (p *Portal) hold(name string, body []byte) (output.File, error) {
	if p.Holder == nil {
		return output.File{Name: name, Body: bytes.Clone(body)}, nil
	}
	return p.Holder.Hold(name, body)
}

// Has tells whether the portal has a page.
func (p *Portal) Has(name string) bool { return p.pages[name] != nil }

// Page makes a page. There is none where it has an error of the theme.
func (p *Portal) Page(name string) ([]byte, []diag.Problem) {
	body, problems := p.make(name)
	return bytes.Clone(body), problems
}

// make makes a page, whose bytes stand until the next one.
func (p *Portal) make(name string) ([]byte, []diag.Problem) {
	one := p.pages[name]
	err := p.site.Fill(one)
	if err == nil {
		p.buf.Reset()
		err = p.layouts.Render(&p.buf, one.Layout, one.Path, one)
		one.Body = nil
	}
	if err != nil {
		p.theme.report(err, p.problems)
		return nil, p.problems.Take()
	}
	return p.buf.Bytes(), p.problems.Take()
}

// Others makes the files that are not pages: what those load that were made so far, the
// attachments, and the feeds.
func (p *Portal) Others() ([]output.File, []diag.Problem, error) {
	dates, own, err := feed.Calendars(p.news)
	if err != nil {
		return nil, nil, fmt.Errorf("make the calendar: %w", err)
	}
	entries, err := feed.Atom(p.news)
	if err != nil {
		return nil, nil, fmt.Errorf("make the feed: %w", err)
	}
	feeds := []output.File{{Name: place.Calendar.File, Body: dates}, {Name: place.News.File, Body: entries}}
	for _, c := range own {
		feeds = append(feeds, output.File{Name: place.CalendarOf(c.ID).File, Body: c.Body})
	}
	return slices.Concat(p.Assets, p.attachments(), feeds), p.problems.Take(), nil
}

// attachments are pictures, data and the client's own files; what is big is copied from the
// tree, or written when it is asked for, and never held.
func (p *Portal) attachments() []output.File {
	var files []output.File
	for _, f := range p.site.Files() {
		files = append(files, p.attachment(f))
	}
	return files
}

func (p *Portal) attachment(f page.File) output.File {
	switch {
	case f.Write != nil:
		return output.File{Name: f.Name, Size: f.Size, From: func() (io.ReadCloser, error) {
			from, to := io.Pipe()
			go func() {
				b := bufio.NewWriterSize(to, 64<<10)
				err := f.Write(b)
				to.CloseWithError(cmp.Or(err, b.Flush()))
			}()
			return from, nil
		}}
	case f.From != nil:
		name, tree := f.From.Name, p.tree
		return output.File{Name: f.Name, Size: f.From.Size, From: func() (io.ReadCloser, error) { return tree.Open(name) }}
	}
	return output.File{Name: f.Name, Body: f.Body}
}
