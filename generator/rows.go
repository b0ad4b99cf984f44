package generator

import (
	"context"
	"fmt"

	"rapport/generator/cache"
	"rapport/generator/facts"
	"rapport/generator/history"
)

// RowsOptions say whose rows to make, and what to know of the run before.
type RowsOptions struct {
	FactsOptions
	Remembering
	Form string // of the rows, in a word: none of another form counts
}

// EachRow is EachFacts for what is kept as bytes. These rows are remembered: of a client of which nothing
// changed the row of the run before is given, and nothing is read. A row has words of the content, so that
// none is remembered of a client whose portal is sealed.
func EachRow(ctx context.Context, o RowsOptions, row func(*Desk, *facts.Client) ([]byte, error)) (*Desk, [][]byte, *Result, error) {
	d, err := openFacts(ctx, o.FactsOptions, o.Remembering, cache.Rows+o.Form)
	if err != nil || d.desk == nil {
		return nil, nil, d.result(), err
	}
	defer d.close()
	state, err := d.state(ctx)
	if err == nil {
		err = d.memory.isAbout(d.run, o.Known, state)
	}
	if err != nil {
		return nil, nil, d.result(), err
	}
	all, err := eachKept(ctx, d, func(c *client) (*[]byte, error) { return d.row(c, row) })
	if o.IsWhole() {
		d.memory.forget(d.run)
	}
	return d.desk, all, d.result(), err
}

// state is what git knows, in short, where it is asked and what follows from that is remembered.
func (d *derivation) state(ctx context.Context) (string, error) {
	if !d.Known || d.memory == nil {
		return "", nil
	}
	state, err := history.State(ctx, d.run.past(d.Dir, d.Jobs))
	if err != nil {
		return "", fmt.Errorf("ask git: %w", err)
	}
	return state, nil
}

// row gives the row of a client, or nil where it has errors or is a draft.
func (d *derivation) row(c *client, row func(*Desk, *facts.Client) ([]byte, error)) (*[]byte, error) {
	listed, err := d.list(c)
	if err != nil {
		return nil, err
	}
	defer listed.Close()
	v := d.memory.visit(d.run, c, listed)
	if c.Sealed {
		v = nil // of it no row is kept
	}
	if v != nil && v.had != nil {
		if !v.seen.IsAs(v.had) {
			d.memory.keep(d.run, c, &v.seen)
		}
		d.knows(c, &v.seen)
		return &v.had.Row, nil
	}
	v = d.memory.begin(v)
	derived, err := d.facts(c, listed)
	if err != nil || derived == nil {
		return nil, err
	}
	made, err := row(d.desk, derived)
	if err != nil {
		return nil, err
	}
	if kept := d.memory.manifest(d.run, c, v); kept != nil {
		kept.Row = made
		d.memory.keep(d.run, c, kept)
	}
	return &made, nil
}
