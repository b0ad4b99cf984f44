package generator

import (
	"context"
	"slices"
	"sync"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/history"
	"rapport/generator/locale"
	"rapport/generator/phrase"
	"rapport/generator/press"
)

// FactsOptions say whose facts to derive, and as of when.
type FactsOptions struct {
	press.Workspace
	AsOf press.AsOf
	Jobs int // clients at once; 0 for one a processor

	Known bool // tell since when a slip was known, which git is asked for

	Progress func(Progress) // called after each client, by one goroutine at a time; may be nil
}

// A Desk is where the facts of clients meet.
type Desk struct {
	Provider *content.Provider
	Clients  []*facts.Client // by id, where Facts derived them; one that has errors is missing
	AsOf     time.Time       // in the provider's zone

	Say *phrase.Speaker // to the provider, in English
	// Speak returns a speaker to the readers of a language, with the theme's texts. Several
	// goroutines may call it.
	Speak func(tag string) (*phrase.Speaker, error)
}

// Facts derives the facts of every client, and holds all of them: it is for the clients that
// a command names. The rest is as EachFacts has it.
func Facts(ctx context.Context, o FactsOptions) (*Desk, *Result, error) {
	desk, clients, result, err := EachFacts(ctx, o, func(_ *Desk, c *facts.Client) (*facts.Client, error) { return c, nil })
	if desk != nil {
		desk.Clients = clients
	}
	return desk, result, err
}

// EachFacts derives the facts of every client, and renders and writes nothing. It keeps, by
// the clients' ids, what keep makes of each client's, and forgets the facts: what is kept should
// hold on to little, since memory grows with it. Keep is called by several goroutines; of a
// client that has errors it is not. The desk is nil where the provider has errors; the result has
// the instant until which the facts hold.
func EachFacts[T any](ctx context.Context, o FactsOptions, keep func(*Desk, *facts.Client) (T, error)) (*Desk, []T, *Result, error) {
	d, err := openFacts(ctx, o, Remembering{}, "")
	if err != nil || d.desk == nil {
		return nil, nil, d.result(), err
	}
	defer d.close()
	all, err := eachKept(ctx, d, func(c *client) (*T, error) {
		listed, err := d.list(c)
		if err != nil {
			return nil, err
		}
		defer listed.Close()
		derived, err := d.facts(c, listed)
		if err != nil || derived == nil {
			return nil, err
		}
		one, err := keep(d.desk, derived)
		return &one, err
	})
	return d.desk, all, d.result(), err
}

// A derivation is a run that derives facts.
type derivation struct {
	*run
	FactsOptions
	desk *Desk                            // nil where the provider has errors; then the run is closed
	past func() (*history.History, error) // nil where it is not asked
}

// openFacts begins a derivation, which may remember the one before of a command.
func openFacts(ctx context.Context, o FactsOptions, remembering Remembering, command string) (*derivation, error) {
	r, err := openRemembering(remembering, command, o.Workspace, o.AsOf, "")
	d := &derivation{run: r, FactsOptions: o}
	if err != nil || r.failed() {
		return d, err
	}
	if o.Known {
		d.past = sync.OnceValues(func() (*history.History, error) { return history.Read(ctx, r.past(o.Dir, o.Jobs)) })
	}
	if d.desk, err = r.newDesk(); err != nil {
		d.desk = nil
		r.close()
	}
	return d, err
}

// eachKept collects what is kept of each client, by their ids; nil for nothing.
func eachKept[T any](ctx context.Context, d *derivation, one func(*client) (*T, error)) ([]T, error) {
	kept := make([]*T, len(d.clients))
	err := d.each(ctx, d.Jobs, d.Progress, func(c *client) (err error) {
		kept[slices.Index(d.clients, c)], err = one(c)
		return err
	})
	var all []T
	for _, one := range kept {
		if one != nil {
			all = append(all, *one)
		}
	}
	return all, err
}

// newDesk is where the facts of the run's clients meet.
func (r *run) newDesk() (*Desk, error) {
	var texts sync.Map // of languages, since many clients share few of them
	speak := func(tag string) (*phrase.Speaker, error) {
		loaded, known := texts.Load(tag)
		if !known {
			read, err := r.press.Theme.Texts(tag)
			if err != nil {
				return nil, err
			}
			loaded, _ = texts.LoadOrStore(tag, read)
		}
		return phrase.New(loaded.(*locale.Texts), calendar.DateOf(r.asOf), r.press.Provider.Zone, r.press.Markdown.Plain), nil
	}
	english, err := speak("en-GB")
	return &Desk{Provider: r.press.Provider, AsOf: r.asOf, Say: english, Speak: speak}, err
}

// facts are those of a client whose folder was listed; nil where it has errors or is a draft.
func (d *derivation) facts(c *client, listed *press.Client) (*facts.Client, error) {
	d.parse(c, listed)
	if listed.Content == nil || c.failed {
		return nil, nil
	}
	derived := facts.Derive(listed.Content, d.press.Provider.Calendar, d.asOf)
	c.trueUntil = derived.TrueUntil
	if d.past == nil {
		return derived, nil
	}
	past, err := d.past()
	if err != nil {
		return nil, err
	}
	know(derived, past)
	return derived, nil
}

// know tells of each milestone that was or will be done after its fair due since when
// its provider knew. Facts follow from content alone; what git witnessed stands outside.
func know(c *facts.Client, past *history.History) {
	for _, e := range c.Engagements {
		for i := range e.Milestones {
			if m := &e.Milestones[i]; m.State == facts.DoneLate || m.State == facts.Late || m.State == facts.Slipping {
				m.Known = past.Known(e.Content.Path, m.Content.ID, m.FairDue, e.Today)
			}
		}
	}
}
