// Package generator turns a workspace into portals. Build is the story; the
// packages under this one are its chapters.
//
// Check, Facts, WithPortal and SealedPortals tell parts of it. Each opens the
// workspace, works on the clients side by side, and collects what is wrong. Their
// result is what was done, also beside an error; nil where nothing was. Their error
// is the machine's, or a diag.UsageError; what is wrong with the content is in the
// result.
package generator

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rapport/generator/cache"
	"rapport/generator/chromium"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/pdf"
	"rapport/generator/press"
	"rapport/generator/published"
	"rapport/generator/seal"
)

// BuildOptions say what to build from what.
type BuildOptions struct {
	press.Workspace
	Remembering
	AsOf    press.AsOf
	BaseURL string // where the output will be published; "" if unknown
	Program string // what tells one version of the program from all others, for what the shards of an output have in common
	Out     string // the output folder; relative to the workspace unless absolute
	Force   bool   // take over a foreign output folder
	Changes string // the file that will list what was written, beside one for what was removed; as Out, "" for none
	Jobs    int    // clients at once, and PDFs; 0 for one a processor

	Browser chromium.Browser // that prints PDFs, where the workspace has these

	Waiting  func()         // called when another build has the output folder; may be nil
	CutOff   func()         // called when the build before was cut off while it wrote there; may be nil
	Progress func(Progress) // called whenever a client or a part of one is done, by one goroutine at a time; may be nil
}

// Build reads the workspace and writes the portal of each client into the
// output folder. Clients are built side by side and forgotten as soon as they
// are written, so that memory does not grow with their number. A client with
// an error in its content keeps the portal that it had, but for an open one of a client that is to be sealed. A shard of the workspace is
// written as a fragment, without a root, for Merge to join with the others.
func Build(ctx context.Context, o BuildOptions) (*Result, error) {
	o.Copies = true
	r, err := openRemembering(o.Remembering, "build", o.Workspace, o.AsOf, o.BaseURL)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	if err := r.memory.isAbout(r, o.BaseURL, o.Browser.Version); err != nil {
		return r.result(), err
	}
	folder, err := openOutput(ctx, o.Workspace, o.Out, output.Options{Force: o.Force, Waiting: o.Waiting, CutOff: o.CutOff, Changes: o.Changes})
	if err != nil {
		return r.result(), err
	}
	defer folder.Close()
	r.folder, r.records = folder, openRecords(o.Dir)
	if err := r.memory.looksInto(folder); err != nil {
		return r.result(), err
	}
	var printer *pdf.Printer
	if o.PDF {
		if printer, err = pdf.Open(ctx, o.Dir, o.Browser, jobs(o.Jobs)); err != nil {
			return r.result(), fmt.Errorf("print PDFs: %w", err)
		}
		defer printer.Close()
	}
	err = r.each(ctx, o.Jobs, o.Progress, func(c *client) error {
		listed, err := r.list(c)
		if err != nil {
			return err
		}
		defer listed.Close()
		v := r.memory.visit(r, c, listed)
		if r.records.has(c.ID) {
			if stands, err := r.memory.stands(r, folder, c, v); err != nil || stands {
				return err
			}
		}
		v = r.memory.begin(v)
		err = r.usePortal(c, listed, func(portal *press.Portal, files []output.File) error {
			if o.PDF {
				papers, err := r.papers(ctx, printer, c, portal, files, portal.OnPaper)
				if err != nil || c.failed {
					return err
				}
				files = append(files, papers...)
				if err := printer.Forget(c.ID); err != nil {
					return err
				}
			}
			moved, err := portal.Moved(files)
			if err != nil {
				return err
			}
			if c.Sealed || portal.Seal != nil {
				if portal.Seal != nil {
					portal.Seal.Progress = func(done, total int) { r.track.part(c, done, total) }
				}
				sealed, done, err := sealFiles(o, portal.Seal, r.asOf, files)
				if err != nil {
					return err
				}
				defer done()
				files = sealed
			}
			return r.publish(folder, c, v, files, moved)
		})
		if err == nil {
			err = r.withdraw(folder, c)
		}
		return err
	})
	r.memory.settle(r, folder)
	if err == nil && o.IsWhole() {
		err = r.publishRoot(folder)
		r.memory.forget(r)
	}
	if err == nil && o.PDF && o.IsWhole() {
		err = printer.ForgetOthers(r.ids())
	}
	if err == nil && o.Shard.Of > 0 {
		err = r.noteFragment(ctx, &o, folder)
	}
	if err == nil {
		err = folder.TellChanges()
	}
	return r.result(), err
}

// openOutput opens the output folder of a workspace.
func openOutput(ctx context.Context, w press.Workspace, out string, o output.Options) (*output.Folder, error) {
	o.Apart = append(slices.Clip(o.Apart), w.In(w.Content), w.In("themes"))
	if o.Changes != "" {
		o.Changes = w.In(o.Changes)
	}
	return output.Open(ctx, w.In(out), o)
}

// eachPortal makes the portal of each client that has no errors, and hands it over with its
// files. The client's own files can be read until that is done.
func (r *run) eachPortal(ctx context.Context, limit int, tell func(Progress), use func(c *client, portal *press.Portal, files []output.File) error) error {
	return r.each(ctx, limit, tell, func(c *client) error {
		listed, err := r.list(c)
		if err != nil {
			return err
		}
		defer listed.Close()
		return r.usePortal(c, listed, func(portal *press.Portal, files []output.File) error { return use(c, portal, files) })
	})
}

// usePortal makes the portal of a client whose folder was listed, and hands it over with its files where it
// has no errors.
func (r *run) usePortal(c *client, listed *press.Client, use func(portal *press.Portal, files []output.File) error) error {
	r.parse(c, listed)
	if r.folder != nil {
		c.holder = r.folder.Hold()
		defer c.holder.Release() // what it leaves, the folder removes when it is closed
	}
	portal, files, err := r.print(c, listed)
	if err != nil || portal == nil {
		return err
	}
	return use(portal, files)
}

// publish writes a portal's files, and what leads there from its earlier addresses.
func (r *run) publish(folder *output.Folder, c *client, v *visit, files, moved []output.File) error {
	folders := map[string][]output.File{}
	for _, name := range c.Folders() {
		folders[name] = files
		files = moved // of all but the first
	}
	kept := r.memory.note(r, c, v, folders)
	if err := r.records.keep(c.ID, folders); err != nil {
		return err
	}
	var all output.Stats
	for _, name := range c.Folders() {
		stats, err := folder.Publish(name, folders[name])
		r.wrote(stats)
		all.Add(stats)
		if err != nil {
			return err
		}
	}
	r.memory.published(r, folder, c, kept, all)
	return nil
}

// withdraw takes out of the output what an earlier build published openly of a client that is to be sealed, and that an
// error keeps from being so.
func (r *run) withdraw(folder *output.Folder, c *client) error {
	if !c.failed || !c.Sealed {
		return nil
	}
	names := r.records.folders(c)
	if slices.ContainsFunc(names, func(name string) bool { return seal.IsSealed(folder.Files(), name) }) {
		return nil // the others lead there
	}
	for _, name := range names {
		removed, err := folder.Withdraw(name)
		if err != nil {
			return err
		}
		r.wrote(output.Stats{Removed: removed})
		c.withdrawn = c.withdrawn || removed > 0
	}
	if !c.withdrawn {
		return nil
	}
	return r.records.forget(func(id string) bool { return id != c.ID })
}

// read reads a client's folder.
func (r *run) read(c *client) (*press.Client, error) {
	listed, err := r.list(c)
	if err == nil {
		r.parse(c, listed)
	}
	return listed, err
}

// list lists a client's folder.
func (r *run) list(c *client) (*press.Client, error) {
	listed, err := r.press.List(c.Address)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return listed, nil
}

// parse reads the content of a client whose folder was listed.
func (r *run) parse(c *client, listed *press.Client) {
	r.press.Parse(listed)
	r.found(c, listed.Problems())
	c.hidden = listed.IsDraft()
}

// print makes the portal of a client and all its files. There is none where the
// client has errors or is a draft.
func (r *run) print(c *client, authored *press.Client) (*press.Portal, []output.File, error) {
	portal, problems := r.press.Portal(authored, r.asOf)
	r.found(c, problems)
	if portal == nil {
		return nil, nil, nil
	}
	portal.Holder = c.holder
	files, problems, err := portal.Files()
	r.found(c, problems)
	if err != nil || c.failed {
		return nil, nil, err
	}
	if portal.Copied {
		kept, problems, err := r.press.Copy(authored, r.asOf)
		r.found(c, problems)
		if err != nil || c.failed {
			return nil, nil, err
		}
		files = append(files, kept)
	}
	c.pages, c.trueUntil = len(portal.Names), portal.TrueUntil
	return portal, files, nil
}

// sealFiles returns the files to publish in the place of a portal's. They may be read until done is called.
func sealFiles(o BuildOptions, plan *seal.Portal, asOf time.Time, files []output.File) (sealed []output.File, done func(), err error) {
	if plan == nil {
		return nil, nil, errors.New("the portal is to be sealed, and nobody has a key to it; make one with rapport key add")
	}
	vault, err := seal.OpenVault(o.Dir)
	if err != nil {
		return nil, nil, err
	}
	defer vault.Close()
	plan.Files, plan.AsOf, plan.Jobs = files, asOf, jobs(o.Jobs)
	sealed, done, err = vault.Seal(*plan)
	if err != nil {
		return nil, nil, fmt.Errorf("seal: %w", err)
	}
	return sealed, done, nil
}

// publishRoot writes what stands beside the clients' folders, and removes what
// this build did not make.
func (r *run) publishRoot(folder *output.Folder) error {
	var names []string
	var err error
	if r.records.has(published.Root) {
		names, err = r.memory.rootStands(r, folder)
	}
	if err == nil && names == nil {
		names, err = r.makeRoot(folder)
	}
	if err != nil || names == nil {
		return err
	}
	r.warnSharedOrigin()
	ours := map[string]bool{}
	for _, name := range names {
		ours[name] = true
	}
	return r.prune(folder, ours)
}

// makeRoot makes and writes what stands beside the clients' folders, and returns the names of that at the top of the
// output; nil where there is nothing, since the theme has an error.
func (r *run) makeRoot(folder *output.Folder) ([]string, error) {
	isRemembered := r.memory.beginRoot()
	files, problems, err := r.root()
	if err != nil || files == nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		top, _, _ := strings.Cut(f.Name, "/")
		names = append(names, top)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	var kept *cache.Manifest
	if isRemembered {
		kept = r.memory.noteRoot(r, files, names, problems)
	}
	if err := r.records.keepRoot(files); err != nil {
		return nil, err
	}
	stats, err := folder.Publish("", files)
	r.wrote(stats)
	if err != nil {
		return nil, fmt.Errorf("the root of the output: %w", err)
	}
	r.memory.publishedRoot(kept, stats)
	return names, nil
}

// root makes what stands beside the clients' folders.
func (r *run) root() ([]output.File, []diag.Problem, error) {
	all := make([]press.Address, len(r.clients))
	for i, c := range r.clients {
		all[i] = c.Address
	}
	files, problems, err := r.press.Root(all)
	r.collect(problems)
	return files, problems, err
}

// warnSharedOrigin says that sealed portals are published side by side: to a browser
// one address is one house, and who may change a page of the one portal could
// have it read the other.
func (r *run) warnSharedOrigin() {
	n := 0
	for _, c := range r.clients {
		if c.Sealed && !c.hidden {
			n++
		}
	}
	if n < 2 {
		return
	}
	at := diag.Position{File: filepath.ToSlash(filepath.Join(r.sources.Content, "provider.md"))}
	r.problems.Addf(at, seal.SealedTogether,
		"%d sealed portals share an address, and browsers keep nothing in it apart; where that matters, publish each by itself: rapport build --client ID --out FOLDER", n)
}

// prune removes what neither the root nor a client has. Ours are the names of the
// root.
func (r *run) prune(folder *output.Folder, ours map[string]bool) error {
	present := map[string]bool{}
	if _, err := folder.Prune(func(name string) bool { present[name] = true; return true }); err != nil {
		return err
	}
	clients := map[string]bool{}
	for _, c := range r.clients {
		for _, name := range c.Folders() {
			clients[name] = clients[name] || !c.hidden // also of one that failed: its portal stands as it was
		}
		if !c.failed || c.withdrawn {
			continue
		}
		if !present[c.Folder] || ours[c.Folder] || c.Unread {
			// Its address may have changed or be unreadable, so that any folder may be
			// the portal that it had: this time, none is removed.
			return nil
		}
		delete(present, c.Folder) // of two clients with one address, one had another
	}
	removed, err := folder.Prune(func(name string) bool { return ours[name] || clients[name] })
	r.wrote(output.Stats{Removed: removed})
	if err != nil {
		return err
	}
	return r.records.forget(func(id string) bool {
		return slices.ContainsFunc(r.clients, func(c *client) bool { return c.ID == id && !c.hidden })
	})
}
