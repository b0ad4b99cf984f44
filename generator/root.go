package generator

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/theme"
)

// staticFolder is what is copied to the root of the output as it is.
const staticFolder = "static"

// headers is what hosts are asked to send with every page: nothing runs and
// nothing loads that is not the portal's own file, no search engine lists it, no
// other page frames it, and links tell nobody where the reader came from. Names
// with a fingerprint never change.
const headers = `/*
  Content-Security-Policy: %s
  X-Robots-Tag: noindex, nofollow
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: no-referrer
  Permissions-Policy: interest-cohort=()
/:client/assets/*
  Cache-Control: public, max-age=31536000, immutable
/assets/*
  Cache-Control: public, max-age=31536000, immutable
`

// policy is what a page may load and run, and where its forms go. The pictures of a
// sealed portal come as blob: where there is no service worker.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'%s; font-src 'self'; connect-src 'self'; form-action %s; frame-ancestors 'none'; base-uri 'none'"

// redirects names no client: a published list of addresses would be a way in.
const redirects = "/* /404.html 404\n"

const robots = "User-agent: *\nDisallow: /\n"

// rootNames are the names at the root of the output that no client's address can
// be, lower-case, with what they are.
func (r *run) rootNames() map[string]string {
	names := map[string]string{"assets": "the pictures and styles of the first page"}
	for _, name := range []string{"index.html", "404.html", "robots.txt", "_headers", "_redirects"} {
		names[name] = "a file of the output's root"
	}
	for _, f := range r.provider.Tree.Files() {
		if name, ok := strings.CutPrefix(f.Name, staticFolder+"/"); ok {
			top, _, _ := strings.Cut(name, "/")
			names[strings.ToLower(top)] = path.Join(r.provider.Tree.Prefix(), staticFolder, top)
		}
	}
	return names
}

// publishRoot writes what stands beside the clients' folders, and removes what
// this build did not make.
func (r *run) publishRoot(folder *output.Folder, clients []*client) error {
	files, err := r.rootFiles(clients)
	if err != nil || files == nil {
		return err
	}
	stats, err := folder.Publish("", files)
	r.wrote(stats)
	if err != nil {
		return fmt.Errorf("the root of the output: %w", err)
	}
	ours, keep := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		top, _, _ := strings.Cut(f.Name, "/")
		ours[top], keep[top] = true, true
	}
	for _, c := range clients {
		if !c.hidden {
			keep[c.address] = true // also one that failed: its portal stands as it was
		}
	}
	r.noteTogether(clients)
	present := map[string]bool{}
	if _, err := folder.Prune(func(name string) bool { present[name] = true; return true }); err != nil {
		return err
	}
	for _, c := range clients {
		if !c.failed() {
			continue
		}
		if !present[c.address] || ours[c.address] {
			// Its address may have changed or be unreadable, so that any folder may be
			// the portal that it had: this time, none is removed.
			return nil
		}
		delete(present, c.address) // of two clients with one address, one had another
	}
	removed, err := folder.Prune(func(name string) bool { return keep[name] })
	r.wrote(output.Stats{Removed: removed})
	return err
}

// rootFiles are the door, the page of missing addresses, what hosts read, and the
// files of content/static. There are none where the theme has an error: what
// stands there stays.
func (r *run) rootFiles(clients []*client) ([]output.File, error) {
	spoken := r.theme.in(r.provider.Locale)
	if spoken.Theme == nil {
		var problems diag.List
		problems.Add(spoken.problems...)
		r.keep(&problems, nil)
		return nil, nil
	}
	brand, _ := theme.Brand(r.provider.Brand.Color, "")
	door := page.Door{
		Base:     r.basePath(),
		Provider: r.provider, Texts: spoken.texts, Markdown: r.markdown,
		Brand: "assets/" + theme.Fingerprint("brand.css", brand),
	}
	files := []output.File{
		{Name: door.Brand, Body: brand},
		{Name: "robots.txt", Body: []byte(robots)},
		{Name: "_headers", Body: fmt.Appendf(nil, headers, r.policy())},
		{Name: "_redirects", Body: []byte(redirects)},
		{Name: ".nojekyll"},
	}
	for _, a := range spoken.Assets() {
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
		return nil, err
	}
	for _, f := range pictures {
		files = append(files, output.File{Name: f.Name, Body: f.Body})
	}
	var buf bytes.Buffer
	for _, p := range pages {
		buf.Reset()
		if err := spoken.Render(&buf, p.Layout, p.Path, p); err != nil {
			var problems diag.List
			r.theme.report(err, &problems)
			r.keep(&problems, nil)
			return nil, nil
		}
		files = append(files, output.File{Name: p.Path, Body: bytes.Clone(buf.Bytes())})
	}
	if r.sealed {
		files = r.leadIn(files)
	}
	return r.withStatic(files, clients), nil
}

// withStatic adds the files of content/static. One that would replace a file
// of the build's own is an error.
func (r *run) withStatic(files []output.File, clients []*client) []output.File {
	made := map[string]bool{}
	for _, f := range files {
		made[strings.ToLower(f.Name)] = true
	}
	var problems diag.List
	tree := r.provider.Tree
	for _, f := range tree.Files() {
		name, ok := strings.CutPrefix(f.Name, staticFolder+"/")
		if !ok {
			continue
		}
		if made[strings.ToLower(name)] || name == output.Mark {
			problems.Addf(diag.Position{File: f.Path}, content.DuplicateURL, "rapport writes a file %q of its own there; rename this one", name)
			continue
		}
		top, _, _ := strings.Cut(name, "/")
		if slices.ContainsFunc(clients, func(c *client) bool { return strings.EqualFold(c.address, top) }) {
			continue // an error of that client, whose portal stays
		}
		file := f.Name
		files = append(files, output.File{Name: name, Size: f.Size, From: func() (io.ReadCloser, error) { return tree.Open(file) }})
	}
	r.keep(&problems, tree)
	return files
}

// basePath is the path of the address at which the output is published, with a slash
// at its end; "" if it is not known.
func (r *run) basePath() string {
	u, err := url.Parse(r.BaseURL)
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.TrimSuffix(u.EscapedPath(), "/") + "/"
}

// folderURL is the absolute address of a client's folder, with a slash at its end; ""
// if it is not known.
func (r *run) folderURL(address string) string {
	if r.basePath() == "" {
		return ""
	}
	return strings.TrimSuffix(r.BaseURL, "/") + "/" + url.PathEscape(address) + "/"
}

// policy is that of the whole output.
func (r *run) policy() string {
	if r.sealed {
		return fmt.Sprintf(policy, " blob:", r.formAction())
	}
	return fmt.Sprintf(policy, "", r.formAction())
}

// formAction is where a policy lets forms go.
func (r *run) formAction() string {
	u, err := url.Parse(r.provider.FeedbackTo)
	if err != nil || u.Host == "" {
		return "'self'"
	}
	return "'self' " + u.Scheme + "://" + u.Host
}

// inputs are the folders that the output may not hold nor stand in.
func (r *run) inputs() []string {
	return []string{r.inFolder(r.Content), r.inFolder("themes")}
}
