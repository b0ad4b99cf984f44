package generator

import (
	"context"
	"time"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/output"
	"rapport/generator/phrase"
	"rapport/generator/press"
)

// A Portal is all there is of one client, in the clear.
type Portal struct {
	Provider *content.Provider
	Facts    *facts.Client
	AsOf     time.Time
	Say      *phrase.Speaker // to the client
	Files    []output.File
}

// WithPortal makes the portal of one client of a workspace and hands it to use, with the
// content and facts that it is made from; nothing is written. A sealed portal is handed
// over in the clear. Use is not called where the client has errors, which are in the
// result.
func WithPortal(ctx context.Context, w press.Workspace, id string, asOf press.AsOf, use func(*Portal) error) (*Result, error) {
	w.Clients = []string{id}
	r, err := open(w, asOf, "")
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	err = r.each(ctx, 1, nil, func(c *client) error {
		authored, err := r.read(c)
		if err != nil {
			return err
		}
		defer authored.Close()
		if authored.Content != nil {
			authored.Content.Access.Sealed = false
		}
		portal, files, err := r.print(c, authored)
		if err != nil || portal == nil {
			return err
		}
		return use(&Portal{Provider: r.press.Provider, Facts: portal.Facts, AsOf: r.asOf, Say: portal.Say, Files: files})
	})
	if err == nil && len(r.clients) == 0 {
		err = diag.Usagef("client %q is a draft; remove draft: true from its client.md first", id)
	}
	return r.result(), err
}
