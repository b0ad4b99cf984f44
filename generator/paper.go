package generator

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"rapport/generator/chromium"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/pdf"
	"rapport/generator/press"
)

// papers prints pages of a portal. Where Chromium made no PDF of one the client has failed:
// a portal is published with all that its pages lead to, or stays as it was.
func (r *run) papers(ctx context.Context, printer *pdf.Printer, c *client, portal *press.Portal, files []output.File, pages []string) ([]output.File, error) {
	made, err := printer.Print(ctx, pdf.Job{Client: c.ID, Base: portal.Base, Files: files, Pages: pages,
		Progress: func(done, total int) { r.track.printed(c, done, total) }})
	if failed := (*pdf.Error)(nil); errors.As(err, &failed) {
		at := diag.Position{File: filepath.ToSlash(path.Join(r.sources.Content, "clients", c.ID, "client.md"))}
		r.found(c, []diag.Problem{pdf.NoPDF.At(at, "%v; try again, or print the page in Chromium to see why", failed)})
		return nil, nil
	}
	return made, err
}

// PapersOptions say which pages to print of what.
type PapersOptions struct {
	press.Workspace
	AsOf    press.AsOf
	BaseURL string
	Jobs    int // pages at once; 0 for one a processor
	Browser chromium.Browser
	Pages   map[string][]string // by client

	Progress func(Progress) // called whenever a PDF is made or a client done, by one goroutine at a time; may be nil
}

// Papers prints pages of portals, and writes nothing else. They are by client and page what a
// build with PDFs has; of a client that has errors there are none, and they are in the result.
func Papers(ctx context.Context, o PapersOptions) (papers map[string]map[string][]byte, result *Result, err error) {
	w := o.Workspace
	w.PDF, w.Clients = true, slices.Sorted(maps.Keys(o.Pages))
	r, err := open(w, o.AsOf, o.BaseURL)
	if err != nil || r.failed() {
		return nil, r.result(), err
	}
	defer r.close()
	printer, err := pdf.Open(ctx, o.Dir, o.Browser, jobs(o.Jobs))
	if err != nil {
		return nil, r.result(), fmt.Errorf("print PDFs: %w", err)
	}
	defer printer.Close()
	papers = map[string]map[string][]byte{}
	var mu sync.Mutex
	err = r.eachPortal(ctx, o.Jobs, o.Progress, func(c *client, portal *press.Portal, files []output.File) error {
		made, err := r.papers(ctx, printer, c, portal, files, o.Pages[c.ID])
		if err != nil || c.failed {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		papers[c.ID] = map[string][]byte{}
		for i, page := range o.Pages[c.ID] {
			papers[c.ID][page] = made[i].Body
		}
		return nil
	})
	return papers, r.result(), err
}

// ids are those of the clients of the run.
func (r *run) ids() []string {
	var ids []string
	for _, c := range r.clients {
		ids = append(ids, c.ID)
	}
	return ids
}
