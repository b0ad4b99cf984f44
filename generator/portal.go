package generator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/feed"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/phrase"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// parse reads a client's folder. The client is nil where it is a draft, or too
// broken to be looked at. The tree stays open until done is called.
func (r *run) parse(c *client) (authored *content.Client, done func(), err error) {
	tree, err := r.workspace.Client(c.id, &c.problems)
	if err != nil {
		return nil, nil, fmt.Errorf("read: %w", err)
	}
	done = func() {
		r.keep(&c.problems, tree)
		tree.Close()
	}
	authored = content.ParseClient(c.id, tree, r.provider, content.Options{Drafts: r.Drafts}, &c.problems)
	if authored == nil {
		c.hidden = !c.failed()
	}
	return authored, done, nil
}

// render makes the files of a client's portal from that client's folder and
// the provider alone. It returns nil where the client has problems of its own
// or is a draft. Attachments are copied from the tree until done is called.
func (r *run) render(c *client) (files []output.File, done func(), err error) {
	authored, done, err := r.parse(c)
	if err != nil || authored == nil {
		return nil, done, err
	}
	p := r.plan(c, authored, r.asOf)
	if p == nil {
		return nil, done, nil
	}
	pages, err := p.pages()
	if err != nil {
		r.theme.report(err, &c.problems)
	}
	if c.failed() {
		return nil, done, nil
	}
	others, err := p.others()
	if err != nil {
		return nil, done, err
	}
	c.pages, c.trueUntil = len(p.Pages), p.TrueUntil
	return append(pages, others...), done, nil
}

// A portal is one whose pages are known by name and made one at a time.
type portal struct {
	*page.Site
	spoken *spoken
	facts  *facts.Client
	tree   *source.Tree
	assets []output.File // of the theme and the brand
	news   feed.Input
}

// plan plans the portal of a client as of an instant. It is nil where the client
// has problems of its own.
func (r *run) plan(c *client, authored *content.Client, asOf time.Time) *portal {
	r.closeDoor(c, authored)
	spoken := r.theme.in(authored.Locale)
	if spoken.Theme == nil {
		c.problems.Add(spoken.problems...)
		return nil
	}
	in := page.Input{Provider: r.provider, Client: authored, Texts: spoken.texts, Markdown: r.markdown, Draw: spoken.Partial}
	if c.failed() {
		page.CheckProse(in, &c.problems)
		return nil
	}
	in.Facts = facts.Derive(authored, r.provider.Calendar, asOf)
	brand := r.brand(c, authored)
	in.Brand = "assets/" + theme.Fingerprint("brand.css", brand)
	p := &portal{spoken: spoken, facts: in.Facts, tree: authored.Tree}
	for _, a := range spoken.Assets() {
		switch a.Logical {
		case "style.css":
			in.Stylesheet = "assets/" + a.Name
		case "app.js":
			in.Script = "assets/" + a.Name
		case "minisearch.js":
			in.Engine = "assets/" + a.Name
		}
		p.assets = append(p.assets, output.File{Name: "assets/" + a.Name, Body: a.Body})
	}
	p.assets = append(p.assets, output.File{Name: in.Brand, Body: brand})
	p.news = feed.Input{
		Provider: r.provider, Facts: in.Facts, Say: phrase.New(spoken.texts, in.Facts.Today, authored.Zone, r.markdown.Plain),
		Base: r.folderURL(c.address), Address: c.address,
	}
	in.FeedsUntil = feed.Until(p.news)
	site, err := page.Plan(in, &c.problems)
	if err != nil {
		r.theme.report(err, &c.problems)
		return nil
	}
	p.Site = site
	return p
}

// brand makes the style sheet of a portal's colour, and notes where the colour was
// too weak for text.
func (r *run) brand(c *client, authored *content.Client) []byte {
	css, adjusted := theme.Brand(r.provider.Brand.Color, authored.Brand.Color)
	at := authored.Pos("brand", "color")
	if authored.Brand.Color == "" {
		at = r.provider.Pos("brand", "color")
	}
	for _, what := range adjusted {
		c.problems.Addf(at, theme.BrandAdjusted, "%s", what)
	}
	return append(css, runningTitle(authored.Name+" · "+r.provider.Name)...)
}

// runningTitle is a style that prints a title at the top of each sheet but the
// first, which has it larger.
func runningTitle(title string) string {
	var quoted strings.Builder
	for _, r := range title {
		if r < ' ' || strings.ContainsRune(`"\<`, r) {
			fmt.Fprintf(&quoted, `\%x `, r)
		} else {
			quoted.WriteRune(r)
		}
	}
	return `@page{@top-left{content:"` + quoted.String() + `";font:9pt sans-serif;color:#555}}@page :first{@top-left{content:none}}`
}

// pages makes all pages, one at a time.
func (p *portal) pages() ([]output.File, error) {
	files := make([]output.File, 0, len(p.Pages))
	var buf bytes.Buffer
	var wrong []error
	for _, one := range p.Pages {
		buf.Reset()
		if err := p.lay(&buf, one); err != nil {
			wrong = append(wrong, err)
			continue
		}
		files = append(files, output.File{Name: one.Path, Body: bytes.Clone(buf.Bytes())})
	}
	return files, errors.Join(wrong...)
}

// lay fills a page and lays it out.
func (p *portal) lay(buf *bytes.Buffer, one *page.Page) error {
	if err := p.Fill(one); err != nil {
		return err
	}
	err := p.spoken.Render(buf, one.Layout, one.Path, one)
	one.Body = nil
	return err
}

// others are the files of a portal that are not pages, once those are made: what
// they load, the attachments, and the feeds.
func (p *portal) others() ([]output.File, error) {
	feeds, err := feeds(p.news)
	if err != nil {
		return nil, err
	}
	return slices.Concat(p.assets, attachments(p.tree, p.Site), feeds), nil
}

// feeds are the calendar and the news of a portal.
func feeds(in feed.Input) ([]output.File, error) {
	dates, err := feed.Calendar(in)
	if err != nil {
		return nil, fmt.Errorf("make the calendar: %w", err)
	}
	news, err := feed.Atom(in)
	if err != nil {
		return nil, fmt.Errorf("make the feed: %w", err)
	}
	return []output.File{{Name: "calendar.ics", Body: dates}, {Name: "feed.xml", Body: news}}, nil
}

// attachments are the files of a portal that are not pages; big ones are copied
// from the tree and never held.
func attachments(tree *source.Tree, site *page.Site) []output.File {
	var files []output.File
	for _, f := range site.Files() {
		if f.From == nil {
			files = append(files, output.File{Name: f.Name, Body: f.Body})
			continue
		}
		name := f.From.Name
		files = append(files, output.File{
			Name: f.Name, Size: f.From.Size,
			From: func() (io.ReadCloser, error) { return tree.Open(name) },
		})
	}
	return files
}
