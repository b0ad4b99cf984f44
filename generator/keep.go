package generator

import (
	"context"
	"fmt"
	"time"

	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/output"
	"rapport/generator/phrase"
)

// A Kept is all there is of one client, in the clear.
type Kept struct {
	Provider *content.Provider
	Facts    *facts.Client
	AsOf     time.Time
	Say      *phrase.Speaker // to the client
	Files    []output.File   // of the portal
}

// Keep makes the portal of one client and hands it to use, with the content and
// facts that it is made from; nothing is written. A sealed portal is handed over in the
// clear. Use is not called where the client has errors, which are in the result.
func Keep(ctx context.Context, o Options, id string, use func(*Kept) error) (*Result, error) {
	o.Clients = []string{id}
	r, clients, err := open(o)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	err = r.each(ctx, clients, func(c *client) error {
		authored, done, err := r.parse(c)
		if err != nil {
			return err
		}
		defer done()
		if authored == nil {
			return nil
		}
		authored.Access.Sealed = false
		p := r.plan(c, authored, r.asOf)
		if p == nil {
			return nil
		}
		pages, err := p.pages()
		if err != nil {
			r.theme.report(err, &c.problems)
		}
		if c.failed() {
			return nil
		}
		others, err := p.others()
		if err != nil {
			return err
		}
		kept := &Kept{
			Provider: r.provider, Facts: p.facts, AsOf: r.asOf, Say: p.news.Say,
			Files: append(pages, others...),
		}
		return use(kept)
	})
	if err == nil && len(clients) == 0 {
		err = UsageError{fmt.Sprintf("client %q is a draft; remove draft: true from its client.md first", id)}
	}
	return r.result(), err
}
