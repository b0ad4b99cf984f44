package page

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/markdown"
)

// A place is where a file of the content stands in the portal.
type place struct {
	page    string            // below the portal's root
	anchor  string            // of the file's own place on the page; "" for its top
	prefix  string            // before the anchors of the file's body
	body    *content.Body     // nil for a file without a body
	ids     map[string]string // ids that the file defines, and where they stand: page#anchor
	hidden  bool              // a draft, or not there yet: the portal does not show it
	draft   bool
	anchors []string // of the body's headings; filled on first use
}

// bodyPrefix stands before the ids of a body's headings, so that a heading called
// Orders does not take the id of the KPI of that name.
const bodyPrefix = "text-"

// A library knows where every file of a client's content stands in its portal.
type library struct {
	places map[string]*place // by name in the client's tree
	files  map[string]bool   // attachments, by name
}

// newLibrary lists what links may lead to. whole is the client with what is
// still to come, shown what the portal shows of it.
func newLibrary(whole, shown *content.Client) *library {
	l := &library{places: map[string]*place{}, files: map[string]bool{}}
	l.places["client.md"] = &place{page: "index.html", prefix: bodyPrefix, body: &whole.Body}
	for _, name := range whole.Hidden {
		l.places[name] = &place{hidden: true, draft: true}
	}
	visible := map[string]bool{}
	for _, e := range shown.Engagements {
		for _, n := range e.Entries {
			visible[e.ID+"/journal/"+n.ID] = true
		}
		for _, r := range e.Reports {
			visible[e.ID+"/reports/"+r.ID] = true
		}
	}
	for _, e := range whole.Engagements {
		for _, name := range e.Hidden {
			l.places[name] = &place{hidden: true, draft: true}
		}
		ids := map[string]string{}
		for _, m := range e.Plan {
			ids[m.ID] = "progress.html#" + m.ID
		}
		for _, in := range e.Inputs {
			ids[in.ID] = "progress.html#" + in.ID
			if !in.Every.IsZero() {
				ids[in.ID] = "expectations.html#" + in.ID // on progress stand its occurrences
			}
		}
		for _, k := range e.KPIs {
			ids[k.ID] = "index.html#" + k.ID
			if !k.SeriesFile.IsZero() {
				l.places[path.Join(e.ID, k.SeriesFile.ID)] = &place{page: e.ID + "/data/" + k.ID + ".csv"}
			}
		}
		l.places[e.ID+"/engagement.md"] = &place{page: e.ID + "/expectations.html", prefix: bodyPrefix, body: &e.Body, ids: ids}
		for _, n := range e.Entries {
			name := e.ID + "/journal/" + n.ID
			l.places[name+".md"] = &place{page: e.ID + "/journal.html", anchor: n.ID, prefix: n.ID + "-", body: &n.Body, hidden: !visible[name]}
		}
		for _, r := range e.Reports {
			name := e.ID + "/reports/" + r.ID
			l.places[name+".md"] = &place{page: name + ".html", prefix: bodyPrefix, body: &r.Body, hidden: !visible[name]}
		}
		for _, a := range e.Files {
			l.files[e.ID+"/"+a.Name] = true
		}
	}
	return l
}

// names lists what a link may be meant for.
func (l *library) names() []string {
	names := make([]string, 0, len(l.places)+len(l.files))
	for name := range l.places {
		names = append(names, name)
	}
	for name := range l.files {
		names = append(names, name)
	}
	slices.Sort(names) // so that of equally near names the same one is suggested each time
	return names
}

// resolver turns the links of a file of the client's content, named as in its
// tree, into links of a page.
func (p *planner) resolver(file, page string) func(markdown.Link) (markdown.Target, error) {
	return func(link markdown.Link) (markdown.Target, error) {
		dest, err := url.Parse(link.Dest)
		if err != nil {
			return markdown.Target{}, brokenLink("link %q is not a URL; write spaces as %%20", link.Dest)
		}
		if strings.HasPrefix(dest.Path, "/") {
			return markdown.Target{}, brokenLink("link %q begins at the root of the disk; write it from this file's own folder, as ../engagement.md", link.Dest)
		}
		name := file
		if dest.Path != "" {
			name = path.Join(path.Dir(file), dest.Path)
		}
		if name == ".." || strings.HasPrefix(name, "../") {
			return markdown.Target{}, brokenLink("link %q leads out of the client's folder; copy what it shows into files/", link.Dest)
		}
		if p.library.files[name] {
			return p.attachment(name, page, link, dest.Fragment)
		}
		if link.Image {
			return p.picture(name, page, link)
		}
		to := p.library.places[name]
		if to == nil {
			near := nearestPath(file, name, p.library.names())
			if near != "" {
				return markdown.Target{}, brokenLink("link %q leads to no file; did you mean %q?", link.Dest, near)
			}
			return markdown.Target{}, brokenLink("link %q leads to no file; attachments stand in files/ of the engagement", link.Dest)
		}
		if to.draft {
			return markdown.Target{}, brokenLink("link %q leads to a draft, which is not published; remove `draft: true` there, or the link here", link.Dest)
		}
		target, anchor := to.page, to.anchor
		if dest.Fragment != "" {
			at, err := p.anchor(to, dest.Fragment, link.Dest)
			if err != nil {
				return markdown.Target{}, err
			}
			target, anchor = at.page, at.anchor
		}
		if to.hidden {
			return markdown.Target{}, nil // what has not come yet has no page: the text stands without a link
		}
		return markdown.Target{Href: href(page, target, anchor)}, nil
	}
}

// anchor finds the place on a page that a fragment names: a heading of the
// file's body, or an id that the file defines.
func (p *planner) anchor(to *place, fragment, dest string) (place, error) {
	if at, ok := to.ids[fragment]; ok {
		name, anchor, _ := strings.Cut(at, "#")
		return place{page: path.Join(path.Dir(to.page), name), anchor: anchor}, nil
	}
	if to.anchors == nil && to.body != nil {
		to.anchors = p.Markdown.Anchors(to.body.Source)
	}
	known := to.anchors
	for id := range to.ids {
		known = append(known[:len(known):len(known)], id)
	}
	for _, a := range to.anchors {
		if a == fragment {
			return place{page: to.page, anchor: to.prefix + a}, nil
		}
	}
	return place{}, &markdown.Error{Rule: "broken-anchor", Message: fmt.Sprintf("link %q leads to no heading or id%s", dest, orElse(diag.DidYouMean(fragment, known), "; link to the file alone, or add the heading there"))}
}

// attachment links to a file that is published as it is.
func (p *planner) attachment(name, page string, link markdown.Link, fragment string) (markdown.Target, error) {
	r := markdown.Target{Href: href(page, name, fragment)}
	if link.Image {
		body, err := p.Client.Tree.Read(name)
		if err != nil {
			return markdown.Target{}, err
		}
		r.Width, r.Height = dimensions(name, body)
		if !isPicture(name) {
			return markdown.Target{}, brokenLink("image %q is not a picture that browsers show; use .svg, .png, .jpg, .webp, .gif or .avif, or a link", link.Dest)
		}
	}
	return r, nil
}

// picture publishes a picture that stands outside files/.
func (p *planner) picture(name, page string, link markdown.Link) (markdown.Target, error) {
	if _, ok := p.Client.Tree.Lookup(name); !ok {
		near := nearestPath(path.Dir(name)+"/x", name, p.library.names())
		if near != "" {
			return markdown.Target{}, brokenLink("image %q does not exist; did you mean %q?", link.Dest, near)
		}
		return markdown.Target{}, brokenLink("image %q does not exist; pictures stand in files/ of the engagement", link.Dest)
	}
	if !isPicture(name) {
		return markdown.Target{}, brokenLink("image %q is not a picture that browsers show; use .svg, .png, .jpg, .webp, .gif or .avif, or a link", link.Dest)
	}
	a, err := p.asset(p.Client.Tree, name)
	if err != nil {
		return markdown.Target{}, err
	}
	return markdown.Target{Href: href(page, a.name, ""), Width: a.width, Height: a.height}, nil
}

func brokenLink(format string, args ...any) error {
	return &markdown.Error{Rule: "broken-link", Message: fmt.Sprintf(format, args...)}
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// nearestPath suggests the file that a link most likely means, written as the
// link should be: a file of that name elsewhere, or one of a like name.
func nearestPath(from, name string, names []string) string {
	best := ""
	for _, n := range names {
		if path.Base(n) == path.Base(name) && (best == "" || n < best) {
			best = n
		}
	}
	if best == "" {
		best = diag.Nearest(name, names)
	}
	if best == "" {
		return ""
	}
	return relative(from, best)
}

// href is the link from one file of the portal to an anchor of another.
func href(from, to, anchor string) string {
	link := ""
	if from != to || anchor == "" {
		link = escapePath(relative(from, to))
	}
	if anchor != "" {
		link += "#" + (&url.URL{Fragment: anchor}).EscapedFragment()
	}
	return link
}

// relative is the path of a file as seen from the folder of another.
func relative(from, to string) string {
	dir := strings.Split(path.Dir(from), "/")
	if dir[0] == "." {
		dir = nil
	}
	parts := strings.Split(to, "/")
	for len(dir) > 0 && len(parts) > 1 && dir[0] == parts[0] {
		dir, parts = dir[1:], parts[1:]
	}
	return strings.Repeat("../", len(dir)) + strings.Join(parts, "/")
}

func escapePath(p string) string {
	escaped := (&url.URL{Path: p}).EscapedPath()
	if first, _, _ := strings.Cut(escaped, "/"); strings.Contains(first, ":") {
		return "./" + escaped // else it would look like a scheme
	}
	return escaped
}
