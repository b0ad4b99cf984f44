package page

import (
	"cmp"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/markdown"
	"rapport/generator/picture"
	"rapport/generator/place"
)

// A destination is what a link to a file of the content leads to.
type destination struct {
	place.Place
	prefix  string                 // before the anchors of the file's body
	body    *content.Body          // nil for a file without a body
	ids     map[string]place.Place // that the file defines
	hidden  bool                   // a draft, or not there yet: the portal does not show it
	draft   bool
	anchors []string // of the body's headings; filled on first use
}

// bodyPrefix stands before the ids of a body's headings, so that a heading called
// Orders does not take the id of the KPI of that name.
const bodyPrefix = "text-"

// A library knows where every file of a client's content stands in its portal.
type library struct {
	destinations map[string]*destination // by name in the client's tree
	files        map[string]bool         // attachments, by name
}

// newLibrary lists what links may lead to. whole is the client with what is
// still to come, shown what the portal shows of it.
func newLibrary(whole, shown *content.Client) *library {
	l := &library{destinations: map[string]*destination{}, files: map[string]bool{}}
	l.destinations["client.md"] = &destination{Place: place.Home.Place(), prefix: bodyPrefix, body: &whole.Body}
	for _, name := range whole.Hidden {
		l.destinations[name] = &destination{hidden: true, draft: true}
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
			l.destinations[name] = &destination{hidden: true, draft: true}
		}
		ids := map[string]place.Place{}
		for _, m := range e.Plan {
			ids[m.ID] = place.Milestone(e.ID, m.ID)
		}
		for i := range e.Inputs {
			ids[e.Inputs[i].ID] = place.Input(e.ID, &e.Inputs[i], 0)
		}
		for _, k := range e.KPIs {
			ids[k.ID] = place.KPI(e.ID, k.ID)
			if !k.SeriesFile.IsZero() {
				l.destinations[path.Join(e.ID, k.SeriesFile.ID)] = &destination{Place: place.Figures(e.ID, k.ID)}
			}
		}
		l.destinations[e.ID+"/engagement.md"] = &destination{Place: place.Expectations.Of(e.ID), prefix: bodyPrefix, body: &e.Body, ids: ids}
		for _, n := range e.Entries {
			name := e.ID + "/journal/" + n.ID
			l.destinations[name+".md"] = &destination{Place: place.Entry(e, n), prefix: n.ID + "-", body: &n.Body, hidden: !visible[name]}
		}
		for _, r := range e.Reports {
			name := e.ID + "/reports/" + r.ID
			l.destinations[name+".md"] = &destination{Place: place.Report(e.ID, r.ID), prefix: bodyPrefix, body: &r.Body, hidden: !visible[name]}
		}
		for _, a := range e.Files {
			l.files[e.ID+"/"+a.Name] = true
		}
	}
	return l
}

// named returns the attachment of a name, however its accents are put together: a disk
// of a Mac gives é as two characters, a keyboard as one. It is "" where there is none.
func (l *library) named(name string) string {
	if l.files[name] {
		return name
	}
	if !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	whole := norm.NFC.String(name)
	for _, other := range slices.Sorted(maps.Keys(l.files)) {
		if norm.NFC.String(other) == whole {
			return other
		}
	}
	return ""
}

// names lists what a link may be meant for.
func (l *library) names() []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(l.destinations)), maps.Keys(l.files))
	slices.Sort(names) // so that of equally near names the same one is suggested each time
	return names
}

// resolver turns the links of a file of the client's content, named as in its
// tree, into links of a page.
func (p *planner) resolver(file, page string) func(markdown.Link) (markdown.Target, error) {
	return func(link markdown.Link) (markdown.Target, error) {
		if name := p.library.named(path.Join(path.Dir(file), link.Dest)); name != "" {
			return p.attachment(name, page, link, "") // also where its name has a #, ? or %
		}
		dest, err := url.Parse(link.Dest)
		if err != nil {
			return markdown.Target{}, brokenLink("link %q has a %% that stands for no character; write %%25 where one is meant", link.Dest)
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
		if file := p.library.named(name); file != "" {
			return p.attachment(file, page, link, dest.Fragment)
		}
		if link.Image {
			return p.picture(file, name, page, link)
		}
		to := p.library.destinations[name]
		if to == nil {
			names := p.library.names()
			near := cmp.Or(nearestPath(file, path.Join(path.Dir(file), link.Dest), names), nearestPath(file, name, names))
			if near != "" {
				return markdown.Target{}, brokenLink("link %q leads to no file%s", link.Dest, diag.Meant(link.Dest, near))
			}
			return markdown.Target{}, brokenLink("link %q leads to no file; attachments stand in files/ of the engagement", link.Dest)
		}
		if to.draft {
			return markdown.Target{}, brokenLink("link %q leads to a draft, which is not published; remove `draft: true` there, or the link here", link.Dest)
		}
		at := to.Place
		if dest.Fragment != "" {
			if at, err = p.anchor(to, dest.Fragment, link.Dest); err != nil {
				return markdown.Target{}, err
			}
		}
		if to.hidden {
			return markdown.Target{}, nil // what has not come yet has no page: the text stands without a link
		}
		return markdown.Target{Href: at.From(page)}, nil
	}
}

// anchor finds the place on a page that a fragment names: a heading of the
// file's body, or an id that the file defines.
func (p *planner) anchor(to *destination, fragment, dest string) (place.Place, error) {
	if at, ok := to.ids[fragment]; ok {
		return at, nil
	}
	if to.anchors == nil && to.body != nil {
		to.anchors = p.Markdown.Anchors(to.body.Source)
	}
	known := to.anchors
	for id := range to.ids {
		known = append(known[:len(known):len(known)], id)
	}
	if slices.Contains(to.anchors, fragment) {
		return to.At(to.prefix + fragment), nil
	}
	return place.Place{}, &markdown.Error{Rule: markdown.BrokenAnchor, Err: diag.Errorf("link %q leads to no heading or id%s", dest, diag.DidYouMean(fragment, known).Or("; link to the file alone, or add the heading there"))}
}

// attachment links to a file that is published as it is.
func (p *planner) attachment(name, page string, link markdown.Link, fragment string) (markdown.Target, error) {
	r := markdown.Target{Href: place.Place{File: name, Anchor: fragment}.From(page)}
	if link.Image {
		body, err := p.Client.Tree.Read(name)
		if err != nil {
			return markdown.Target{}, err
		}
		r.Width, r.Height = dimensions(name, body)
		if !picture.Is(name) {
			return markdown.Target{}, brokenLink("image %q is not a picture that browsers show; use .svg, .png, .jpg, .webp, .gif or .avif, or a link", link.Dest)
		}
	}
	return r, nil
}

// picture publishes a picture that stands outside files/, for a file that shows it.
func (p *planner) picture(file, name, page string, link markdown.Link) (markdown.Target, error) {
	if _, ok := p.Client.Tree.Lookup(name); !ok {
		near := nearestPath(file, name, slices.DeleteFunc(p.library.names(), func(n string) bool { return !picture.Is(n) }))
		if near != "" {
			return markdown.Target{}, brokenLink("image %q does not exist%s", link.Dest, diag.Meant(link.Dest, near))
		}
		return markdown.Target{}, brokenLink("image %q does not exist; pictures stand in files/ of the engagement", link.Dest)
	}
	if !picture.Is(name) {
		return markdown.Target{}, brokenLink("image %q is not a picture that browsers show; use .svg, .png, .jpg, .webp, .gif or .avif, or a link", link.Dest)
	}
	a, err := p.asset(p.Client.Tree, name)
	if err != nil {
		return markdown.Target{}, err
	}
	return markdown.Target{Href: place.Place{File: a.name}.From(page), Width: a.width, Height: a.height}, nil
}

func brokenLink(format string, args ...any) error {
	return &markdown.Error{Rule: markdown.BrokenLink, Err: diag.Errorf(format, args...)}
}

// nearestPath suggests the file that a link most likely means, written as the
// link should be: a file of that name elsewhere, or one of a like name.
func nearestPath(from, name string, names []string) string {
	bases := make([]string, len(names))
	for i, n := range names {
		bases[i] = path.Base(n)
	}
	near := diag.Nearest(path.Base(name), bases)
	if near == "" {
		return ""
	}
	best := ""
	for i, n := range names {
		sameFolder := path.Dir(n) == path.Dir(name)
		if bases[i] == near && (best == "" || sameFolder && path.Dir(best) != path.Dir(name)) {
			best = n
		}
	}
	link := place.Relative(from, best)
	if strings.ContainsAny(link, " ()") {
		return "<" + link + ">"
	}
	return link
}
