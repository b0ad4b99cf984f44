package generator

import (
	"context"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/history"
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

// A Desk is what the facts of all clients together tell the provider.
type Desk struct {
	Provider *content.Provider
	Clients  []*facts.Client // by id; one that has errors is missing
	AsOf     time.Time       // in the provider's zone

	Say *phrase.Speaker // to the provider, in English
	// Speak returns a speaker to the readers of a language, with the theme's texts.
	Speak func(tag string) (*phrase.Speaker, error)
}

// Facts derives the facts of every client, and renders and writes nothing. The
// desk is nil where the provider has errors; the result has the instant until which
// the facts hold.
func Facts(ctx context.Context, o FactsOptions) (*Desk, *Result, error) {
	r, err := open(o.Workspace, o.AsOf, "")
	if err != nil || r.failed() {
		return nil, r.result(), err
	}
	defer r.close()
	speak := func(tag string) (*phrase.Speaker, error) {
		texts, err := r.press.Theme.Texts(tag)
		return phrase.New(texts, calendar.DateOf(r.asOf), r.press.Provider.Zone, r.press.Markdown.Plain), err
	}
	english, err := speak("en-GB")
	if err != nil {
		return nil, r.result(), err
	}
	var past *history.History // nil where it is not asked
	if o.Known {
		if past, err = history.Read(ctx, r.past(o.Dir, o.Jobs)); err != nil {
			return nil, r.result(), err
		}
	}
	desk := &Desk{Provider: r.press.Provider, AsOf: r.asOf, Say: english, Speak: speak}
	derived := make([]*facts.Client, len(r.clients))
	err = r.each(ctx, o.Jobs, o.Progress, func(c *client) error {
		authored, err := r.read(c)
		if err != nil {
			return err
		}
		defer authored.Close()
		if authored.Content != nil && !c.failed {
			at := slices.Index(r.clients, c)
			derived[at] = facts.Derive(authored.Content, r.press.Provider.Calendar, r.asOf)
			c.trueUntil = derived[at].TrueUntil
			if past != nil {
				know(derived[at], past)
			}
		}
		return nil
	})
	desk.Clients = slices.DeleteFunc(derived, func(f *facts.Client) bool { return f == nil })
	return desk, r.result(), err
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
