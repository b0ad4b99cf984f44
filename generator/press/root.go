package press

import (
	"bytes"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/headers"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/place"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// staticFolder is what is copied to the root of the output as it is.
const staticFolder = "static"

// redirects names no client: a published list of addresses would be a way in.
const redirects = "/* /404.html 404\n"

const robots = "User-agent: *\nDisallow: /\n"

// rootNames are the names at the root of the output that no client's address can
// be, lower-case, with what they are.
func (p *Press) rootNames() map[string]string {
	names := map[string]string{"assets": "the pictures and styles of the first page"}
	for _, name := range []string{place.Door.Place().File, place.NotFound.Place().File, "robots.txt", "_headers", "_redirects"} {
		names[name] = "a file of the output's root"
	}
	for _, f := range p.Provider.Tree.Files() {
		if name, ok := strings.CutPrefix(f.Name, staticFolder+"/"); ok {
			top, _, _ := strings.Cut(name, "/")
			names[strings.ToLower(top)] = path.Join(p.Provider.Tree.Prefix(), staticFolder, top)
		}
	}
	return names
}

// Root makes what stands beside the portals of all clients: the door, the page of missing
// addresses, what hosts read, and the files of content/static. There is nothing where
// the theme has an error: what stands there stays.
func (p *Press) Root(clients []Address) ([]output.File, []diag.Problem, error) {
	localized := p.Theme.In(p.Provider.Locale)
	if localized.Theme == nil {
		return nil, localized.Problems, nil
	}
	sealed := slices.ContainsFunc(clients, func(a Address) bool { return a.Sealed })
	brand, _ := theme.Brand(p.Provider.Brand.Color, "")
	door := page.Door{
		Base:     p.basePath(),
		Provider: p.Provider.In(p.Provider.Locale), Texts: localized.Texts, Markdown: p.Markdown,
		Brand:  "assets/" + theme.Fingerprint("brand.css", brand),
		Policy: p.Policy(sealed).Meta(),
	}
	files := []output.File{
		{Name: door.Brand, Body: brand},
		{Name: "robots.txt", Body: []byte(robots)},
		{Name: "_headers", Body: headers.File(headers.Rules(p.Policy(sealed)))},
		{Name: "_redirects", Body: []byte(redirects)},
		{Name: ".nojekyll"},
	}
	for _, a := range localized.Assets {
		if a.Logical == "style.css" {
			door.Stylesheet = "assets/" + a.Name
		}
		if path.Ext(a.Logical) == ".js" {
			continue // a door does nothing
		}
		files = append(files, output.File{Name: "assets/" + a.Name, Body: a.Body})
	}
	pages, pictures, err := page.Doors(door)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range pictures {
		files = append(files, output.File{Name: f.Name, Body: f.Body})
	}
	var buf bytes.Buffer
	for _, one := range pages {
		buf.Reset()
		if err := localized.Render(&buf, one.Layout, one.Path, one); err != nil {
			var problems diag.List
			p.Theme.report(err, &problems)
			return nil, problems.Sorted(), nil
		}
		files = append(files, output.File{Name: one.Path, Body: bytes.Clone(buf.Bytes())})
	}
	if sealed {
		files = p.addDeepLink(files)
	}
	files, problems := p.addStatic(files, clients)
	return files, problems, nil
}

// addStatic adds the files of content/static. One that would replace a file
// of the build's own is an error, and so is one that could run where a portal is sealed: to a
// browser, all that stands at one origin is one.
func (p *Press) addStatic(files []output.File, clients []Address) ([]output.File, []diag.Problem) {
	var names source.Names
	made := len(files)
	for _, f := range files {
		names.Add(f.Name)
	}
	isOurs := func(name string) bool {
		return slices.ContainsFunc(files[:made], func(f output.File) bool { return f.Name == name || strings.HasPrefix(f.Name, name+"/") })
	}
	var problems diag.List
	sealed := slices.ContainsFunc(clients, func(a Address) bool { return a.Sealed })
	tree := p.Provider.Tree
	for _, f := range tree.Files() {
		name, ok := strings.CutPrefix(f.Name, staticFolder+"/")
		if !ok {
			continue
		}
		at := diag.Position{File: f.Path}
		top, _, _ := strings.Cut(name, "/")
		if output.IsOwn(top) {
			problems.Addf(at, content.DuplicateURL, "rapport writes a file %q of its own there; rename this one", top)
			continue
		}
		if slices.ContainsFunc(clients, func(a Address) bool { return a.has(top) }) {
			continue // an error of that client, whose portal stays
		}
		if had, _, clash := names.Add(name); clash && isOurs(had) {
			problems.Addf(at, content.DuplicateURL, "rapport writes a file %q of its own there; rename this one", had)
			continue
		} else if clash {
			problems.Addf(at, content.DuplicateURL, "this file and %s have one URL on many hosts and disks; rename one of them", path.Join(tree.Prefix(), staticFolder, had))
			continue
		}
		if problem, ok := p.Provider.RunsAtRoot(f, sealed); ok {
			problems.Add(problem)
			if problem.Severity == diag.Error {
				continue
			}
		}
		file := f.Name
		files = append(files, output.File{Name: name, Size: f.Size, From: func() (io.ReadCloser, error) { return tree.Open(file) }})
	}
	return files, problems.Sorted()
}

// basePath is the path of the address at which the output is published, with a slash
// at its end; "" if it is not known.
func (p *Press) basePath() string {
	u, err := url.Parse(p.baseURL)
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.TrimSuffix(u.EscapedPath(), "/") + "/"
}

// folderURL is the absolute address of a portal's folder, with a slash at its end; ""
// if it is not known.
func (p *Press) folderURL(folder string) string {
	if p.basePath() == "" {
		return ""
	}
	return strings.TrimSuffix(p.baseURL, "/") + "/" + url.PathEscape(folder) + "/"
}

// Policy is that of the whole output. Sealed says that a portal is.
func (p *Press) Policy(sealed bool) headers.Policy {
	return headers.Policy{Forms: p.formOrigin(), Blobs: sealed}
}

// formOrigin is where forms go; "" for the host that serves them.
func (p *Press) formOrigin() string {
	u, err := url.Parse(p.Provider.FeedbackTo)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
