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
	r, err := open(o.Workspace, o.AsOf, "")
	if err != nil || r.failed() {
		return nil, nil, r.result(), err
	}
	defer r.close()
	desk, err := r.desk()
	if err != nil {
		return nil, nil, r.result(), err
	}
	var past *history.History // nil where it is not asked
	if o.Known {
		if past, err = history.Read(ctx, r.past(o.Dir, o.Jobs)); err != nil {
			return nil, nil, r.result(), err
		}
	}
	kept := make([]*T, len(r.clients))
	err = r.each(ctx, o.Jobs, o.Progress, func(c *client) error {
		derived, err := r.facts(c)
		if err != nil || derived == nil {
			return err
		}
		if past != nil {
			know(derived, past)
		}
		one, err := keep(desk, derived)
		kept[slices.Index(r.clients, c)] = &one
		return err
	})
	var all []T
	for _, one := range kept {
		if one != nil {
			all = append(all, *one)
		}
	}
	return desk, all, r.result(), err
}

// desk is where the facts of the run's clients meet.
func (r *run) desk() (*Desk, error) {
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

// facts are those of a client; nil where it has errors or is a draft.
func (r *run) facts(c *client) (*facts.Client, error) {
	authored, err := r.read(c)
	if err != nil {
		return nil, err
	}
	defer authored.Close()
	if authored.Content == nil || c.failed {
		return nil, nil
	}
	derived := facts.Derive(authored.Content, r.press.Provider.Calendar, r.asOf)
	c.trueUntil = derived.TrueUntil
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
