package lsp

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator"
	"rapport/generator/calendar"
	"rapport/generator/check"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/history"
	"rapport/generator/press"
	"rapport/generator/source"
)

// run is the clerk's day.
func (f *folder) run() {
	defer f.clerk.end()
	for {
		select {
		case <-f.ctx.Done():
			return
		case <-f.wake:
		}
		for f.ctx.Err() == nil {
			var more bool
			err := f.server.guard("check "+f.dir, func() (err error) {
				more, err = f.clerk.step()
				return err
			})
			if err != nil {
				f.clerk.rest(err)
			}
			if err != nil || !more {
				break
			}
		}
	}
}

// A clerk finds what is wrong with a workspace, again and again. It belongs to one goroutine.
type clerk struct {
	*folder
	docs     map[string]*document
	held     map[string][]byte // of the documents that say something else than their files
	sources  *press.Sources    // with these
	theme    *press.Theme
	press    *press.Press
	asOf     time.Time
	sum      string         // of the provider's files
	provider []diag.Problem // what reading it found
	listing  []diag.Problem // of the folder of clients
	common   []diag.Problem // what all clients have in common
	accepted []check.Accepted
	root     []diag.Problem
	clients  map[string]*client
	late     map[string]bool          // clients to be checked
	keeps    map[string]*content.Keep // of clients with an open file
	past     *past
	moved    bool            // hints say something else
	changed  map[string]bool // clients, since git was asked
	asks     bool            // git is being asked
	ask      bool            // git is to be asked

	published map[string]note // by file
}

// A past is what git knew at one time.
type past struct {
	history  *history.History // nil where asking failed
	revision string
	changed  map[string]bool // clients of which something else may be known
	all      bool            // of all
}

// take takes what happened since the last step, and tells whether anything did.
func (c *clerk) take() (pending, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.pending
	if p.isNone() {
		return p, false
	}
	c.pending = pending{docs: p.docs}
	for id := range p.clients {
		c.late[id], c.changed[id] = true, true
	}
	c.found.late, c.found.busy = maps.Clone(c.late), p.provider || p.theme || p.listing
	return p, true
}

// step does a piece of work, lets others see it, and tells whether there is more.
func (c *clerk) step() (more bool, err error) {
	p, some := c.take()
	if some {
		if err := c.begin(&p); err != nil {
			return false, err
		}
	}
	c.askGit()
	ids := c.next()
	c.checkAll(ids)
	if some || len(ids) > 0 && (len(c.late) == 0 || c.isOpen(ids[0])) {
		c.publish()
	}
	if c.moved && c.server.client.Workspace.InlayHint.RefreshSupport {
		c.server.ask("workspace/inlayHint/refresh", nil)
	}
	c.moved = false
	c.show()
	return len(c.next()) > 0, nil
}

// rest leaves the work until something changes, and says why. Nobody waits for it meanwhile.
func (c *clerk) rest(err error) {
	c.server.complain(err)
	c.late = map[string]bool{}
	c.show()
}

// begin reads what all clients have in common, as far as that may have changed, and finds which clients are to be
// checked.
func (c *clerk) begin(p *pending) error {
	c.docs = p.docs
	c.hold()
	c.ask = c.ask || p.saved
	if p.past != nil {
		c.remember(p.past)
	}
	fresh, err := c.readProvider(p)
	if err != nil {
		return err
	}
	if c.press == nil {
		c.late = map[string]bool{}
		return nil
	}
	c.press = c.sources.Press(c.press.Provider, c.theme, c.server.options.BaseURL)
	before := c.asOf
	c.asOf = c.present()
	newDay := calendar.DateOf(before) != calendar.DateOf(c.asOf)
	if err := c.address(p, fresh); err != nil {
		return err
	}
	if fresh || p.past != nil || newDay {
		c.common, c.accepted = generator.CheckProvider(c.press, c.content(), c.asOf, c.history())
	}
	for id, one := range c.clients {
		if newDay || !one.until.IsZero() && !one.until.After(c.asOf) || p.unseen && c.isTouched(one) {
			c.late[id] = true
		}
	}
	return nil
}

// isTouched tells whether others changed the files of a client.
func (c *clerk) isTouched(one *client) bool {
	listed, err := c.press.List(one.address)
	if err != nil {
		return true // which checking it tells
	}
	defer listed.Close()
	return stamp(listed.Tree) != one.stamp
}

// stamp is another one where the files of a folder are others: by their names, sizes and times.
func stamp(t *source.Tree) string {
	sum := sha256.New()
	for _, file := range t.Files() {
		fmt.Fprintf(sum, "%q %d %d\n", file.Name, file.Size, file.ModTime.UnixNano())
	}
	return string(sum.Sum(nil))
}

// present is the time of which the workspace is looked at.
func (c *clerk) present() time.Time {
	o := c.server.options
	if o.AsOf != (press.AsOf{}) {
		return o.AsOf.In(c.press.Provider.Zone)
	}
	return press.At(o.Now()).In(c.press.Provider.Zone)
}

// hold finds the documents that say something else than their files.
func (c *clerk) hold() {
	c.held = map[string][]byte{}
	for file, doc := range c.docs {
		if data, err := fs.ReadFile(c.files, file); err != nil || string(data) != doc.text {
			c.held[file] = []byte(doc.text)
		}
	}
	c.sources = c.disk.With(c.held)
}

// readProvider reads the provider and the theme where they changed, and tells whether they did.
func (c *clerk) readProvider(p *pending) (fresh bool, err error) {
	if !p.provider && !p.theme {
		return false, nil
	}
	sum, err := c.providerSum()
	if err != nil {
		return false, err
	}
	if sum == c.sum && !p.theme && c.press != nil {
		return false, nil
	}
	if c.sum = sum; p.theme || c.theme == nil {
		if c.theme, err = c.sources.Theme(); err != nil {
			return false, err
		}
	}
	provider, problems, err := c.sources.Provider()
	if err != nil {
		return false, err
	}
	if c.provider, c.press = problems, nil; provider != nil {
		c.press = c.sources.Press(provider, c.theme, c.server.options.BaseURL)
	}
	return true, nil
}

// providerSum sums up the provider's files: what Markdown says, and of others name, size and time.
func (c *clerk) providerSum() (string, error) {
	tree, err := c.sources.ProviderTree(&diag.List{})
	if err != nil {
		return "", err
	}
	defer tree.Close()
	sum := sha256.New()
	for _, file := range tree.Files() {
		if path.Ext(file.Name) != ".md" {
			fmt.Fprintf(sum, "%q %d %d\n", file.Name, file.Size, file.ModTime.UnixNano())
			continue
		}
		data, err := tree.Read(file.Name)
		fmt.Fprintf(sum, "%q %d %t\n", file.Name, len(data), err == nil)
		sum.Write(data)
	}
	return string(sum.Sum(nil)), nil
}

// address finds the clients and their addresses, where one of these may be another.
func (c *clerk) address(p *pending, fresh bool) error {
	if !fresh && !p.listing && !c.isMoved(p.clients) {
		for id := range c.late {
			if c.clients[id] == nil {
				delete(c.late, id)
			}
		}
		return nil
	}
	ids, problems, err := c.sources.Clients()
	if err != nil {
		return fmt.Errorf("list the clients: %w", err)
	}
	c.listing = problems
	var all []press.Address
	for _, id := range ids {
		a, shown, err := c.press.Address(id)
		if err != nil {
			continue // it has gone meanwhile
		}
		if shown {
			all = append(all, a)
		}
	}
	c.press.FindClashes(all)
	c.settle(all, fresh)
	_, c.root, err = c.press.Root(all)
	return err
}

// isMoved tells whether one of the clients has another address than is known.
func (c *clerk) isMoved(ids map[string]bool) bool {
	for id := range ids {
		now, shown, err := c.press.Address(id)
		had := c.clients[id]
		if err != nil || had == nil {
			if err == nil && shown || had != nil {
				return true
			}
			continue
		}
		now.Clashes, now.Beside = had.address.Clashes, had.address.Beside
		if !shown || !reflect.DeepEqual(now, had.address) {
			return true
		}
	}
	return false
}

// settle takes the addresses of all clients. Those that are new, or have another one, are to be checked.
func (c *clerk) settle(all []press.Address, fresh bool) {
	there := map[string]bool{}
	for _, a := range all {
		there[a.ID] = true
		had := c.clients[a.ID]
		if had == nil {
			c.clients[a.ID], c.late[a.ID] = &client{address: a}, true
			continue
		}
		if fresh || !reflect.DeepEqual(a, had.address) {
			moved := *had
			moved.address = a
			c.clients[a.ID], c.late[a.ID] = &moved, true
		}
	}
	for id, one := range c.clients {
		if !there[id] {
			one.release()
			delete(c.clients, id)
		}
	}
	for id := range c.late {
		if !there[id] {
			delete(c.late, id)
		}
	}
}

func (c *client) release() {
	if c.read != nil {
		c.read.Close()
	}
}

// remember takes what git knows.
func (c *clerk) remember(p *past) {
	c.past, c.asks = p, false
	for id := range c.clients {
		if p.all || p.changed[id] {
			c.late[id] = true
		}
	}
}

func (c *clerk) history() *history.History {
	if c.past == nil {
		return nil
	}
	return c.past.history
}

// askGit has git asked in the background, where it may know something new.
func (c *clerk) askGit() {
	if !c.ask || c.asks || c.press == nil {
		return
	}
	files, err := c.sources.Files()
	if err != nil {
		return
	}
	c.ask, c.asks = false, true
	w := history.Workspace{Dir: c.disk.Dir, Files: files, Zone: c.press.Provider.Zone, Today: calendar.DateOf(c.asOf), Jobs: c.jobs()}
	had, changed := c.past, c.changed
	c.changed = map[string]bool{}
	c.done.Go(func() {
		now := &past{changed: changed}
		c.server.guard("ask git", func() (err error) {
			now.revision = history.Revision(c.ctx, w.Dir, ".")
			now.history, err = history.Read(c.ctx, w)
			return err
		})
		now.all = had == nil || now.revision != had.revision || (now.history == nil) != (had.history == nil)
		c.folder.change(func(p *pending) { p.past = now })
	})
}

func (c *clerk) jobs() int { return cmp.Or(c.server.options.Jobs, runtime.GOMAXPROCS(0)) }

// isOpen tells whether a file of a client is open.
func (c *clerk) isOpen(id string) bool { return c.openClients()[id] }

func (c *clerk) openClients() map[string]bool {
	open := map[string]bool{}
	for file := range c.docs {
		open[c.clientOf(file)] = true
	}
	return open
}

// next returns the clients that are to be checked next: those with an open file, or else some of the others, once
// it is known what git says of them.
func (c *clerk) next() []string {
	open := c.openClients()
	var now, then []string
	for id := range c.late {
		if open[id] {
			now = append(now, id)
		} else {
			then = append(then, id)
		}
	}
	if len(now) == 0 && c.past != nil {
		slices.Sort(then)
		now = then[:min(len(then), c.jobs())] // few, so that a change waits for no more than that
	}
	slices.Sort(now)
	return now
}

// checkAll checks clients side by side.
func (c *clerk) checkAll(ids []string) {
	open := c.openClients()
	checked := make([]*client, len(ids))
	var group errgroup.Group
	group.SetLimit(c.jobs())
	for i, id := range ids {
		keep := c.keeps[id]
		if !open[id] {
			keep = nil
			delete(c.keeps, id)
		} else if keep == nil {
			keep = &content.Keep{}
			c.keeps[id] = keep
		}
		had := c.clients[id]
		group.Go(func() error {
			err := c.server.guard("check "+id, func() (err error) {
				checked[i], err = c.check(had, keep)
				return err
			})
			switch {
			case errors.Is(err, fs.ErrNotExist): // it has gone
				c.folder.change(func(p *pending) { p.listing = true })
			case err != nil:
				at := diag.Position{File: c.content() + "/clients/" + id}
				checked[i] = &client{address: had.address, known: true, wrong: []diag.Problem{diag.Failed.At(at, "%v", err)}}
			}
			return nil
		})
	}
	group.Wait()
	for i, id := range ids {
		delete(c.late, id)
		if checked[i] != nil {
			c.clients[id].release()
			c.moved = c.moved || checked[i].read != nil && checked[i].hinted != c.clients[id].hinted
			c.clients[id] = checked[i]
		}
	}
}

// check checks a client. What was read of it stays with it where something is kept of it.
func (c *clerk) check(had *client, keep *content.Keep) (*client, error) {
	listed, err := c.press.List(had.address)
	if err != nil {
		return nil, err
	}
	c.press.ParseAgain(listed, keep, nil)
	found := &client{address: had.address, known: true, stamp: stamp(listed.Tree), checked: generator.CheckClient(c.press, listed, c.asOf, c.history()), read: listed}
	found.wrong = slices.Concat(listed.Problems(), found.checked.Wrong)
	if found.facts = found.checked.Facts; found.facts != nil {
		found.until = found.facts.TrueUntil
	} else {
		found.facts = had.facts
	}
	found.checked.Facts = nil
	if keep == nil {
		listed.Close()
		found.read, found.facts = nil, nil
	}
	found.hinted = hinted(found.facts)
	return found, nil
}

// show lets others read what was found.
func (c *clerk) show() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found = found{press: c.press, read: true, asOf: c.asOf, clients: maps.Clone(c.clients), late: maps.Clone(c.late)}
	c.told()
}

// end closes the books.
func (c *clerk) end() {
	for _, one := range c.clients {
		one.release()
	}
}
