package preview

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/facts"
	"rapport/generator/inbox"
	"rapport/generator/intake"
	"rapport/generator/queue"
)

// An intakePage shows the messages that wait, with what would become of each.
type intakePage struct {
	writePage
	Messages []waiting
	Unread   []string // files that cannot be read
	Broken   []string // ids of clients whose content has errors
	Expect   string   // of all together
	Writes   int      // messages that can be taken in
	Stale    bool
}

// A waiting is a message that waits.
type waiting struct {
	ID, File, From, When, Outcome string
	Draft                         bool
	Diffs                         []string
	Expect                        string
	Button                        string // "" where nothing can be done about it here
}

// errSealed is why sealed answers are left: no passphrase is asked for in a browser.
var errSealed = errors.New("it is sealed, and waits for your key; take it in with rapport intake, which asks for the passphrase")

// A planned is what would become of what waits.
type planned struct {
	facts   *generator.Desk
	broken  []string
	files   []queue.File
	results []intake.Result
}

// plan reads what waits, and says what becomes of it: of one message, or with "" of all, as the
// command would take them in one after the other.
func (w *writer) plan(ctx context.Context, only string) (*planned, error) {
	all, clients, result, err := generator.EachFacts(ctx, generator.FactsOptions{Workspace: w.workspaceOf(), AsOf: w.asOf(), Jobs: w.Jobs},
		func(_ *generator.Desk, f *facts.Client) (*content.Client, error) { return f.Content, nil })
	if err == nil && all == nil {
		err = errProvider
	}
	if err != nil {
		return nil, err
	}
	p := &planned{facts: all, broken: result.Failed}
	if p.files, err = queue.Waiting(w.Root); err != nil {
		return nil, err
	}
	for _, f := range p.files {
		for i := range f.Messages {
			f.Messages[i].Open(func(string) ([]byte, error) { return nil, errSealed })
		}
	}
	in := intake.Input{Provider: all.Provider, Clients: clients, AsOf: all.AsOf, Speak: all.Speak}
	files := p.files
	if only != "" {
		files = slices.Clone(files)
		for i := range files {
			files[i].Messages = slices.DeleteFunc(slices.Clone(files[i].Messages), func(m inbox.Message) bool { return m.ID != only })
		}
	}
	p.results, err = queue.Plan(w.Root, in, files)
	return p, err
}

func (p *planned) teller() *queue.Teller {
	return &queue.Teller{Say: p.facts.Say, Zone: p.facts.Provider.Zone, AsOf: p.facts.AsOf}
}

// expect names all that would be written.
func (p *planned) expect() string {
	var all []edits.Change
	for _, r := range p.results {
		all = append(all, r.Changes...)
	}
	return edits.Sum(all)
}

func (w *writer) intakePage(p *planned) intakePage {
	page := intakePage{writePage: w.page(nil, "Messages to take in"), Broken: p.broken, Expect: p.expect()}
	for _, f := range p.files {
		if f.Wrong != nil {
			page.Unread = append(page.Unread, f.Name+": "+f.Wrong.Error())
		}
	}
	for i := range p.results {
		r := &p.results[i]
		m := waiting{
			ID: r.Message.ID, From: r.Message.From.Address, When: p.teller().When(r), Outcome: queue.Outcome(r),
			Draft: r.Outcome == intake.Drafted, Expect: edits.Sum(r.Changes),
		}
		if f := queue.In(p.files, r); f != nil {
			m.File = f.Name
		}
		for j := range r.Changes {
			m.Diffs = append(m.Diffs, r.Changes[j].Diff())
		}
		switch r.Outcome {
		case intake.Written:
			m.Button = "Take it in"
		case intake.Drafted:
			m.Button = "Take it in as a draft"
		case intake.Nothing:
			m.Button = "Throw it away"
		case intake.Already:
			m.Button = "Put it away"
		}
		if m.Button != "" {
			page.Writes++
		}
		page.Messages = append(page.Messages, m)
	}
	return page
}

func (w *writer) showIntake(rw http.ResponseWriter, r *http.Request) {
	p, err := w.plan(r.Context(), "")
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	w.show(rw, r, http.StatusOK, "write-intake.html", w.intakePage(p))
}

// postIntake takes in one message, or all of them, as they were shown.
func (w *writer) postIntake(rw http.ResponseWriter, r *http.Request) {
	unlock, err := queue.Lock(w.Root)
	if err != nil {
		w.refuse(rw, r, http.StatusConflict, "Nothing was taken in", "Another rapport intake is at work here; wait until it is done.")
		return
	}
	defer unlock()
	p, err := w.asShown(r)
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	if len(p.results) == 0 {
		w.missing(rw, r)
		return
	}
	stale := func() {
		page := w.intakePage(p)
		page.Stale = true
		w.show(rw, r, http.StatusConflict, "write-intake.html", page)
	}
	if r.PostForm.Get("expect") != p.expect() {
		stale()
		return
	}
	if err := w.takeIn(r.Context(), p); errors.As(err, new(*edits.StaleError)) {
		stale()
		return
	} else if err != nil {
		w.failed(rw, r, err)
		return
	}
	if err := w.putAway(r.Context(), p); err != nil {
		w.failed(rw, r, err)
		return
	}
	w.written(rw)
}

// asShown plans what a form asks for: all messages, or one, be it behind those before it, as all are
// shown together, or alone.
func (w *writer) asShown(r *http.Request) (*planned, error) {
	p, err := w.plan(r.Context(), "")
	only := r.PostForm.Get("message")
	if err != nil || only == "" {
		return p, err
	}
	p.results = slices.DeleteFunc(p.results, func(one intake.Result) bool { return one.Message.ID != only })
	if len(p.results) == 0 || p.expect() == r.PostForm.Get("expect") {
		return p, nil
	}
	return w.plan(r.Context(), only)
}

// takeIn writes what was planned, a message after the other.
func (w *writer) takeIn(ctx context.Context, p *planned) error {
	for i := range p.results {
		r := &p.results[i]
		if len(r.Changes) == 0 {
			continue
		}
		d := &done{Subject: p.teller().Subject(r), changes: r.Changes}
		if r.Client != nil {
			d.Href = "/" + r.Client.Address + "/"
		}
		if err := w.write(ctx, p.facts.Provider, d); err != nil {
			return err
		}
	}
	return nil
}

// putAway moves away the files of which nothing is left: what was taken in now, or before.
func (w *writer) putAway(ctx context.Context, p *planned) error {
	after, err := w.plan(ctx, "")
	if err != nil {
		return err
	}
	handled := slices.Clone(p.results)
	for _, r := range after.results {
		if r.Outcome == intake.Already {
			handled = append(handled, r)
		}
	}
	return queue.MoveAway(w.Root, p.files, handled)
}
