// Package generator turns a workspace into portals. Build is the story; the
// packages under this one are its chapters.
package generator

import (
	"context"
	"errors"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/output"
	"rapport/generator/phrase"
)

// Options say what to build from what.
type Options struct {
	Dir     string   // the workspace
	Content string   // the content's folder in it
	Out     string   // the output folder; relative to the workspace unless absolute
	Theme   string   // a name in themes/, or a folder
	Clients []string // only these; empty for all
	AsOf    AsOf
	Rules   []string // of Check, only these; empty for all
	BaseURL string   // where the output will be published; "" if unknown
	Drafts  bool
	Jobs    int  // clients at once; 0 for one a processor
	Force   bool // take over a foreign output folder

	Waiting  func()                               // called when another build has the output folder; may be nil
	Progress func(client string, done, total int) // called after each client, by one goroutine at a time; may be nil
}

// Build reads the workspace and writes the portal of each client into the
// output folder. Clients are built side by side and forgotten as soon as they
// are written, so that memory does not grow with their number. A client with
// an error in its content keeps the portal that it had.
//
// The result is what was done, also beside an error; nil where nothing was. The
// error is the machine's, or a UsageError; what is wrong with the content is in
// the result.
func Build(ctx context.Context, o Options) (*Result, error) {
	r, clients, err := open(o)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	folder, err := output.Open(ctx, r.inFolder(o.Out), output.Options{Force: o.Force, Waiting: o.Waiting, Apart: r.inputs()})
	if err != nil {
		var machine *output.MachineError
		if !errors.As(err, &machine) && ctx.Err() == nil {
			err = UsageError{err.Error()}
		}
		return r.result(), err
	}
	defer folder.Close()
	err = r.each(ctx, clients, func(c *client) error {
		portal, done, err := r.render(c)
		if err != nil {
			return err
		}
		defer done()
		if portal == nil {
			return nil
		}
		if c.sealed || c.door != nil {
			sealed, done, err := r.seal(c, portal)
			if err != nil {
				return err
			}
			defer done()
			portal = sealed
		}
		stats, err := folder.Publish(c.address, portal)
		r.wrote(stats)
		return err
	})
	if err == nil && len(o.Clients) == 0 {
		err = r.publishRoot(folder, clients)
	}
	return r.result(), err
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
// desk is nil where the provider has errors; what is wrong with the content is in
// the result, with the instant until which the facts hold.
func Facts(ctx context.Context, o Options) (*Desk, *Result, error) {
	r, clients, err := open(o)
	if err != nil || r.failed() {
		return nil, r.result(), err
	}
	defer r.close()
	speak := func(tag string) (*phrase.Speaker, error) {
		texts, err := locale.LoadTexts(r.theme.layers, tag, &diag.List{})
		return phrase.New(texts, calendar.DateOf(r.asOf), r.provider.Zone, r.markdown.Plain), err
	}
	english, err := speak("en-GB")
	if err != nil {
		return nil, r.result(), err
	}
	desk := &Desk{Provider: r.provider, AsOf: r.asOf, Say: english, Speak: speak}
	derived := make([]*facts.Client, len(clients))
	err = r.each(ctx, clients, func(c *client) error {
		authored, done, err := r.parse(c)
		if err != nil {
			return err
		}
		defer done()
		if authored != nil && !c.failed() {
			at := slices.Index(clients, c)
			derived[at] = facts.Derive(authored, r.provider.Calendar, r.asOf)
			c.trueUntil = derived[at].TrueUntil
		}
		return nil
	})
	desk.Clients = slices.DeleteFunc(derived, func(f *facts.Client) bool { return f == nil })
	return desk, r.result(), err
}

// A Result is what became of a run.
type Result struct {
	Portals   int      // rendered without an error
	Pages     int      // of those portals
	Failed    []string // ids of the clients that have errors
	Stats     output.Stats
	TrueUntil time.Time // the first instant at which a portal changes by itself; zero if none will
	Problems  []diag.Problem

	sources map[string][]byte // by path
}

// Errors counts the problems that keep a portal from being published.
func (r *Result) Errors() int { return r.count(diag.Error) }

// Warnings counts the problems that are advice.
func (r *Result) Warnings() int { return r.count(diag.Warning) }

func (r *Result) count(s diag.Severity) int {
	n := 0
	for _, p := range r.Problems {
		if p.Severity == s {
			n++
		}
	}
	return n
}

// Source returns the bytes of a file in which a problem stands, or nil.
func (r *Result) Source(file string) []byte { return r.sources[file] }

// add counts a portal in.
func (r *Result) add(c *client) {
	r.Portals++
	r.Pages += c.pages
	if r.TrueUntil.IsZero() || !c.trueUntil.IsZero() && c.trueUntil.Before(r.TrueUntil) {
		r.TrueUntil = c.trueUntil
	}
}
