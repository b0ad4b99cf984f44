package preview

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/diag"
	"rapport/generator/live"
	"rapport/generator/press"
)

// Options are how a workspace is served.
type Options struct {
	press.Workspace
	AsOf    press.AsOf // zero for the present
	BaseURL string     // where the output will be published; "" if unknown
	Jobs    int        // clients made anew at once; 0 for what suits

	Now    func() time.Time
	Host   string        // a name by which the server may be called, beside this machine's own; "" for none
	Waits  func() int    // how many messages wait to be taken in; nil for none
	Editor string        // the URL that opens a file: {file}, {line} and {column} are put in
	Poll   time.Duration // look at all files this often; 0 to be told by the system
	Write  *Writing      // who may write from the desk; nil for nobody

	// Report is called with all that is wrong when that changed, by one goroutine at
	// a time; source gives the bytes of the files in which problems stand.
	Report func(problems []diag.Problem, source func(file string) []byte)
	// Updated is called after each change of files, by one goroutine at a time, with
	// the ids of the clients that were made anew.
	Updated func(clients []string)

	// Reading is called, by any goroutine, for each file of a client that is read to be shown, and at the end.
	Reading func(client string, at live.Progress)
	// Patience is how long a page is waited for before it is told how far the reading is; 0 for what suits.
	Patience time.Duration

	// Checked is called in the background, with the id of a client of which all pages were made.
	Checked func(client string)
}

// soon is how long a reader waits for a page before it is told how far that is.
const soon = 500 * time.Millisecond

// stopping is how long open connections may take to end.
const stopping = 500 * time.Millisecond

// Serve serves a workspace to the connections of listener until ctx is done, and
// closes the listener. The error is a diag.UsageError, or the machine's.
func Serve(ctx context.Context, listener net.Listener, o Options) error {
	defer listener.Close()
	if o.Write != nil && !isLoopback(listener.Addr()) {
		return ErrPublic
	}
	where, err := findFolders(o.Workspace)
	if err != nil {
		return err
	}
	var watch *watcher
	var before map[string]stamp
	if o.Poll == 0 {
		// Before anything is read, so that nothing changes unnoticed.
		if watch, err = newWatcher(where); err != nil {
			return err
		}
		defer watch.fs.Close()
	} else {
		before = stamps(where)
	}
	news := newNews()
	portals, err := live.Open(live.Options{Workspace: o.Workspace, AsOf: o.AsOf, BaseURL: o.BaseURL, Jobs: o.Jobs, Now: o.Now, Changed: news.spread, Checked: o.Checked, Reading: o.Reading, Patience: cmp.Or(o.Patience, soon)})
	if err != nil {
		return err
	}
	var updates sync.WaitGroup // each waits for its clients alone
	defer updates.Wait()
	defer portals.Close()
	s := &server{Options: o, portals: portals, folders: where, news: news}
	s.local = isLoopback(listener.Addr())
	if o.Write != nil {
		if s.write, err = newWriter(s, *o.Write, listener.Addr()); err != nil {
			return err
		}
	}

	group, ctx := errgroup.WithContext(ctx)
	web := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	group.Go(func() error {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopping)
		defer cancel()
		if web.Shutdown(late) != nil {
			return web.Close()
		}
		return nil
	})
	group.Go(func() error { s.report(ctx); return nil })
	group.Go(func() error {
		var telling sync.Mutex
		update := func(c live.Change) {
			updates.Go(func() {
				clients := portals.Update(c)
				telling.Lock()
				defer telling.Unlock()
				if o.Updated != nil {
					o.Updated(clients)
				}
			})
		}
		if watch != nil {
			return watch.run(ctx, update)
		}
		poll(ctx, o.Poll, where, before, update)
		return nil
	})
	return group.Wait()
}

// report tells what is wrong, until ctx is done.
func (s *server) report(ctx context.Context) {
	if s.Report == nil {
		return
	}
	told, stop := s.news.listen()
	defer stop()
	for {
		s.Report(s.portals.Problems(), s.portals.Source)
		select {
		case <-ctx.Done():
			return
		case <-told:
		}
	}
}

// A news tells those who listen that something changed. It holds nothing back for
// those who are slow: they look at what is, when they get to it.
type news struct {
	mu        sync.Mutex
	listeners map[chan struct{}]bool
}

func newNews() *news { return &news{listeners: map[chan struct{}]bool{}} }

func (n *news) spread() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.listeners {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (n *news) listen() (told <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listeners[c] = true
	return c, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.listeners, c)
	}
}
