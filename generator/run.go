package generator

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
)

// A run is one command under way.
type run struct {
	sources *press.Sources
	press   *press.Press   // nil where the provider has errors
	folder  *output.Folder // nil where nothing is written
	asOf    time.Time
	clients []*client // those that are wanted, by id
	track   tracker
	memory  *memory // of the runs before; nil for none
	records *records

	collector
}

// A client is one client's part of a run.
type client struct {
	press.Address
	failed bool // it has errors
	hidden bool // it is a draft

	withdrawn bool           // it has errors and is to be sealed, and its open portal is no longer published
	problems  []diag.Problem // what is wrong with it; nil once it is done
	holder    *output.Holder // of its pages; nil where nothing is written
	pages     int
	trueUntil time.Time
}

// open begins a run: it reads the provider, without whom there is no portal, and
// lists the clients. Where the provider has errors the run has failed, and there
// are no clients.
func open(w press.Workspace, asOf press.AsOf, baseURL string) (*run, error) {
	return openRemembering(Remembering{}, "", w, asOf, baseURL)
}

// openRemembering begins a run of a command that remembers the one before.
func openRemembering(o Remembering, command string, w press.Workspace, asOf press.AsOf, baseURL string) (*run, error) {
	w.Sums = o.Binary != ""
	sources, err := w.Open()
	if err != nil {
		return nil, err
	}
	r := &run{sources: sources, memory: remember(o, command, sources)}
	theme, err := sources.Theme()
	if err != nil {
		r.close()
		return nil, err
	}
	if r.sum.files, err = sources.Files(); err == nil {
		err = r.begin(theme, asOf, baseURL)
	}
	if err != nil || r.failed() {
		r.close()
	}
	return r, err
}

func (r *run) close() {
	r.memory.close()
	r.records.close()
	r.sources.Close()
}

// failed tells whether there can be no portal at all.
func (r *run) failed() bool { return r.press == nil }

// begin reads the provider and chooses the clients.
func (r *run) begin(theme *press.Theme, asOf press.AsOf, baseURL string) error {
	provider, problems, err := r.sources.Provider()
	r.collect(problems)
	if err != nil || provider == nil {
		return err
	}
	r.asOf = asOf.In(provider.Zone)
	r.press = r.sources.Press(provider, theme, baseURL)
	return r.chooseClients()
}

// chooseClients lists the clients to work on. Two clients with one address are
// an error of both, found before either is written.
func (r *run) chooseClients() error {
	ids, problems, err := r.sources.Clients()
	if err != nil {
		return fmt.Errorf("list the clients: %w", err)
	}
	r.collect(problems)
	if err := r.sources.Require(ids); err != nil {
		return err
	}
	var all []press.Address
	for _, id := range ids {
		a, shown, err := r.press.Address(id)
		switch {
		case err != nil:
			return err
		case shown:
			all = append(all, a)
		case slices.Contains(r.sources.Workspace.Clients, id):
			return diag.Usagef("client %q is a draft; show drafts with --drafts, or leave --client out", id)
		}
	}
	r.press.FindClashes(all)
	for _, a := range all {
		if r.sources.Wants(a.ID) {
			r.clients = append(r.clients, &client{Address: a})
		}
	}
	return nil
}

// each works on the clients side by side, as many at once as there are jobs.
func (r *run) each(ctx context.Context, limit int, tell func(Progress), work func(*client) error) error {
	r.track.begin(tell, len(r.clients))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(jobs(limit))
	for _, c := range r.clients {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := work(c); err != nil {
				return fmt.Errorf("client %s: %w", c.ID, err)
			}
			r.track.finish(c)
			c.problems = nil
			r.mu.Lock()
			defer r.mu.Unlock()
			r.sum.add(c)
			return nil
		})
	}
	return group.Wait()
}

// jobs is how much is done at once: what was asked for, or one a processor.
func jobs(wanted int) int {
	if wanted == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return wanted
}

// A collector adds up what the goroutines of a run come to.
type collector struct {
	mu       sync.Mutex
	problems diag.List
	sum      Result
}

// found collects what is wrong with a client.
func (r *collector) found(c *client, problems []diag.Problem) {
	r.collect(problems)
	c.problems = append(c.problems, problems...)
	c.failed = c.failed || diag.Errors(problems) > 0
}

func (r *collector) collect(problems []diag.Problem) { r.problems.Add(problems...) }

func (r *collector) wrote(s output.Stats) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Stats.Add(s)
}

// result closes the books. There is none where nothing could be opened.
func (r *run) result() *Result {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.Sort(r.sum.Failed)
	r.sum.Problems = r.problems.Sorted()
	return &r.sum
}

// A Result is what became of a run.
type Result struct {
	Portals   int      // rendered without an error, or known to be as they would be
	Known     int      // of them: those of which nothing changed since the run before
	RootKnown bool     // neither did what stands beside them
	Pages     int      // of those portals
	Failed    []string // ids of the clients that have errors
	Withdrawn []string // of them: those that are to be sealed, whose open portals are no longer published
	Stats     output.Stats
	TrueUntil time.Time // the first instant at which a portal changes by itself; zero if none will
	Problems  []diag.Problem

	files fs.FS // of the workspace
}

// add counts a client in.
func (r *Result) add(c *client) {
	switch {
	case c.failed:
		r.Failed = append(r.Failed, c.ID)
		if c.withdrawn {
			r.Withdrawn = append(r.Withdrawn, c.ID)
		}
		return
	case c.hidden:
		return
	}
	r.Portals++
	r.Pages += c.pages
	if r.TrueUntil.IsZero() || !c.trueUntil.IsZero() && c.trueUntil.Before(r.TrueUntil) {
		r.TrueUntil = c.trueUntil
	}
}

// Errors counts the problems that keep a portal from being published.
func (r *Result) Errors() int { return diag.Errors(r.Problems) }

// Warnings counts the problems that are advice.
func (r *Result) Warnings() int {
	n := 0
	for _, p := range r.Problems {
		if p.Severity == diag.Warning {
			n++
		}
	}
	return n
}

// Source returns the bytes of a file in which a problem stands, or nil.
func (r *Result) Source(file string) []byte {
	text, err := fs.ReadFile(r.files, file)
	if err != nil {
		return nil
	}
	return text
}
