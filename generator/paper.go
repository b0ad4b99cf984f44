package generator

import (
	"context"
	"errors"
	"path"
	"path/filepath"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/pdf"
	"rapport/generator/press"
)

// papers prints pages of a portal. Where Chromium made no PDF of one the client has failed:
// a portal is published with all that its pages lead to, or stays as it was.
func (r *run) papers(ctx context.Context, printer *pdf.Printer, c *client, portal *press.Portal, files []output.File, pages []string) ([]output.File, error) {
	made, err := printer.Print(ctx, pdf.Job{Client: c.ID, Base: portal.Base, Files: files, Pages: pages})
	if failed := (*pdf.Error)(nil); errors.As(err, &failed) {
		at := diag.Position{File: filepath.ToSlash(path.Join(r.sources.Content, "clients", c.ID, "client.md"))}
		r.found(c, []diag.Problem{pdf.NoPDF.At(at, "%v", failed)})
		return nil, nil
	}
	return made, err
}

// ids are those of the clients of the run.
func (r *run) ids() []string {
	var ids []string
	for _, c := range r.clients {
		ids = append(ids, c.ID)
	}
	return ids
}
