package generator

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/markdown"
	"rapport/generator/output"
	"rapport/generator/seal"
	"rapport/generator/source"
)

// A run is one Build or Check under way.
type run struct {
	Options
	workspace *source.Workspace
	provider  *content.Provider
	asOf      time.Time
	markdown  *markdown.Converter
	theme     *themeSet
	sealed    bool // of the portals, one is, or more are

	mu       sync.Mutex // guards what follows
	problems diag.List
	sources  map[string][]byte // the files in which problems stand
	sum      Result
}

// A client is one client's part of a run.
type client struct {
	id       string
	address  string
	at       diag.Position // of the address
	problems diag.List
	hidden   bool // a draft
	sealed   bool
	door     *seal.Portal // of a sealed portal, once it is planned

	pages     int
	trueUntil time.Time
}

func (c *client) failed() bool { return c.problems.Errors() > 0 }

// open begins a run: it reads the provider, without whom there is no portal, and
// lists the clients. Where the provider has errors the run has failed, and there
// are no clients.
func open(o Options) (*run, []*client, error) {
	if o.Jobs == 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	workspace, err := source.Open(o.Dir, o.Content)
	if err != nil {
		return nil, nil, UsageError{err.Error()}
	}
	theme, err := openTheme(workspace, o.Dir, o.Theme)
	if err != nil {
		workspace.Close()
		return nil, nil, err
	}
	r := &run{Options: o, workspace: workspace, markdown: markdown.New(), theme: theme, sources: map[string][]byte{}}
	if err := r.readProvider(); err != nil || r.failed() {
		workspace.Close()
		return r, nil, err
	}
	clients, err := r.chooseClients()
	if err != nil {
		workspace.Close()
		return r, nil, err
	}
	return r, clients, nil
}

// failed tells whether there can be no portal at all.
func (r *run) failed() bool { return r.provider == nil }

func (r *run) close() { r.workspace.Close() }

// readProvider reads provider.md and the services. Where they have an error, there
// is no provider.
func (r *run) readProvider() error {
	var problems diag.List
	tree, err := r.workspace.Provider(&problems)
	if err != nil {
		return fmt.Errorf("read the provider: %w", err)
	}
	provider := content.ParseProvider(tree, &problems, content.Options{Drafts: r.Drafts})
	r.keep(&problems, tree)
	if problems.Errors() == 0 && provider != nil {
		r.provider = provider
		r.asOf = r.AsOf.in(provider.Zone)
	}
	return nil
}

// chooseClients lists the clients to build. Two clients with one address are
// an error of both, found before either is written.
func (r *run) chooseClients() ([]*client, error) {
	var problems diag.List
	ids, err := r.workspace.Clients(&problems)
	if err != nil {
		return nil, fmt.Errorf("list the clients: %w", err)
	}
	r.keep(&problems, nil)
	for _, wanted := range r.Clients {
		if !slices.Contains(ids, wanted) {
			return nil, UsageError{unknownClient(wanted, ids)}
		}
	}
	var all []*client
	for _, id := range ids {
		c, err := r.addressed(id)
		if err != nil {
			return nil, err
		}
		switch {
		case c != nil:
			all = append(all, c)
		case slices.Contains(r.Clients, id):
			return nil, UsageError{fmt.Sprintf("client %q is a draft; show drafts with --drafts, or leave --client out", id)}
		}
	}
	r.sealed = slices.ContainsFunc(all, func(c *client) bool { return c.sealed })
	r.findClashes(all)
	return slices.DeleteFunc(all, func(c *client) bool { return !r.wants(c.id) }), nil
}

// wants tells whether a client is to be built.
func (r *run) wants(id string) bool { return len(r.Clients) == 0 || slices.Contains(r.Clients, id) }

// addressed returns a client with its address. It is nil for a draft.
func (r *run) addressed(id string) (*client, error) {
	tree, err := r.workspace.Client(id, &diag.List{})
	if err != nil {
		return nil, fmt.Errorf("read client %s: %w", id, err)
	}
	defer tree.Close()
	address, access, draft, at := content.ReadAddress(id, tree, content.Options{Drafts: r.Drafts})
	if draft {
		return nil, nil
	}
	return &client{id: id, address: address, at: at, sealed: access.Sealed}, nil
}

// findClashes gives clients whose address is taken a problem.
func (r *run) findClashes(clients []*client) {
	reserved := r.rootNames()
	owners := map[string]*client{}
	for _, c := range clients {
		folded := strings.ToLower(c.address)
		if first := owners[folded]; first != nil {
			first.problems.Addf(first.at, content.DuplicateURL, "address %q is also that of client %q; give one of them another", c.address, c.id)
			c.problems.Addf(c.at, content.DuplicateURL, "address %q is also that of client %q; give one of them another", c.address, first.id)
		} else {
			owners[folded] = c
		}
		if what := reserved[folded]; what != "" {
			c.problems.Addf(c.at, content.DuplicateURL, "address %q is taken by %s; choose another", c.address, what)
		}
	}
}

// UsageError is a mistake in what a run was asked to do.
type UsageError struct{ Message string }

func (e UsageError) Error() string { return e.Message }

func unknownClient(id string, known []string) string {
	if mend := diag.DidYouMean(id, known); mend != "" {
		return fmt.Sprintf("there is no client %q%s", id, mend)
	}
	return fmt.Sprintf("there is no client %q; clients are the folders in content/clients", id)
}

// each works on the clients side by side, as many at once as there are jobs.
func (r *run) each(ctx context.Context, clients []*client, work func(*client) error) error {
	var done int
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.Jobs)
	for _, c := range clients {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := work(c); err != nil {
				return fmt.Errorf("client %s: %w", c.id, err)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			done++
			if r.Progress != nil {
				r.Progress(c.id, done, len(clients))
			}
			if c.failed() {
				r.sum.Failed = append(r.sum.Failed, c.id)
			} else if !c.hidden {
				r.sum.add(c)
			}
			return nil
		})
	}
	return group.Wait()
}

// keep takes over problems, with the files in which they stand.
func (r *run) keep(problems *diag.List, tree *source.Tree) {
	found := problems.Sorted()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.problems.Add(found...)
	for _, p := range found {
		if _, ok := r.sources[p.File]; ok || tree == nil || p.Line == 0 {
			continue
		}
		if text, err := tree.Read(strings.TrimPrefix(p.File, tree.Prefix()+"/")); err == nil {
			r.sources[p.File] = text
		}
	}
}

// wrote adds up what was written.
func (r *run) wrote(s output.Stats) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Stats.Add(s)
}

// result closes the books.
func (r *run) result() *Result {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.Sort(r.sum.Failed)
	r.sum.Problems = r.problems.Sorted()
	r.sum.sources = r.sources
	return &r.sum
}

// inFolder is a path as seen from where the command was started, where it was
// given as seen from the workspace.
func (r *run) inFolder(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(r.Dir, name)
}
