package generator

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rapport/generator/cache"
	"rapport/generator/calendar"
	"rapport/generator/check"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/history"
	"rapport/generator/press"
	"rapport/generator/reference"
)

// CheckOptions say what to look at, and for what.
type CheckOptions struct {
	press.Workspace
	Remembering
	AsOf    press.AsOf
	BaseURL string   // where the output will be published; "" if unknown
	Rules   []string // only these; empty for all
	Jobs    int      // clients at once; 0 for one a processor

	Progress func(Progress) // called after each client, by one goroutine at a time; may be nil
}

// Check finds what is wrong with the content, all that Build would, and the
// habits that are neglected: the rules of package check. It makes no page and
// writes nothing; what is wrong with a theme is found when that is loaded. What a
// file accepts with a reason is taken away. Where Rules are named, only their
// findings stay, and the errors that keep a client from being looked at.
//
// Git is asked for the promises of the past where there is one. Of a client of which nothing changed, and neither
// what git knows, what was found before is told again.
func Check(ctx context.Context, o CheckOptions) (*Result, error) {
	if err := knownRules(o.Rules); err != nil {
		return nil, err
	}
	witnessed, notes := check.Witnessed()
	asksGit := len(o.Rules) == 0 || slices.ContainsFunc(slices.Concat(witnessed, notes), func(rule string) bool { return slices.Contains(o.Rules, rule) })
	if asksGit && len(o.Rules) > 0 {
		o.Rules = slices.Concat(o.Rules, notes) // or a rule that could not look would seem content
	}
	r, err := openRemembering(o.Remembering, "check", o.Workspace, o.AsOf, o.BaseURL)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	r.track.begin(o.Progress, len(r.clients)) // git may take long, before the first client
	past := sync.OnceValues(func() (*history.History, error) { return nil, nil })
	state := "not asked"
	if asksGit {
		past = sync.OnceValues(func() (*history.History, error) {
			h, err := history.Read(ctx, r.past(o.Dir, o.Jobs))
			if err != nil {
				err = fmt.Errorf("read the history: %w", err)
			}
			return h, err
		})
		if r.memory != nil {
			if state, err = history.State(ctx, r.past(o.Dir, o.Jobs)); err != nil {
				return r.result(), fmt.Errorf("ask git: %w", err)
			}
		}
	}
	if err := r.memory.isAbout(r, o.BaseURL, state); err != nil {
		return r.result(), err
	}
	shared, err := r.checkShared(past)
	if err != nil {
		return r.result(), err
	}
	accepted := shared.Accepted
	var read []string // languages of the portals
	err = r.each(ctx, o.Jobs, o.Progress, func(c *client) error {
		found, err := r.check(c, past)
		if err != nil {
			return err
		}
		r.collect(found.Problems)
		r.mu.Lock()
		defer r.mu.Unlock()
		accepted = append(accepted, found.Accepted...)
		read = append(read, found.Language)
		return nil
	})
	if o.IsWhole() {
		r.memory.forget(r)
	}
	var untranslated diag.List
	check.Languages(r.press.Provider, read, &untranslated)
	r.collect(untranslated.Sorted())
	if err == nil && (o.IsWhole() || o.Shard.Index == 1) {
		_, _, err = r.root()
	}
	result := r.result()
	result.Problems = o.chosen(check.Accept(result.Problems, accepted, reference.Advice(), func(rule string) bool {
		all := o.IsWhole() || !slices.Contains(check.OfAllClients(), rule)
		return all && o.looksFor(rule) && (!slices.Contains(witnessed, rule) || shared.Missing == "")
	}))
	result.Problems = o.own(result.Problems)
	return result, err
}

// past says whose history is asked for.
func (r *run) past(dir string, n int) history.Workspace {
	zone := r.press.Provider.Zone
	return history.Workspace{Dir: dir, Files: r.sum.files, Zone: zone, Today: calendar.DateOf(r.asOf.In(zone)), Jobs: jobs(n)}
}

// own returns the problems that a shard tells of: those of its clients. What all clients have in common the first
// shard tells of, save what each finds for its own.
func (o *CheckOptions) own(problems []diag.Problem) []diag.Problem {
	if o.Shard.Index <= 1 {
		return problems
	}
	clients := path.Join(filepath.ToSlash(o.Content), "clients") + "/"
	return slices.DeleteFunc(problems, func(p diag.Problem) bool {
		return !strings.HasPrefix(p.File, clients) && !slices.Contains(check.OfAllClients(), p.Rule)
	})
}

// knownRules reports the first name that is no rule's, or that of an error of the content, which is found whatever is asked for.
func knownRules(names []string) error {
	known := reference.Advice()
	for _, name := range names {
		if slices.Contains(known, name) {
			continue
		}
		if slices.ContainsFunc(reference.Rules(), func(r diag.Rule) bool { return r.Name == name }) {
			return diag.Usagef("%s is an error of the content, which check shows whatever rules are asked for; name a habit or a warning (rapport explain lists them), or leave --rule out", name)
		}
		mend := diag.DidYouMean(name, known).Or("; see rapport explain")
		return diag.Usagef("there is no rule %q%s", name, mend)
	}
	return nil
}

// checkShared looks at what all clients have in common, and tells of it what is remembered of a client.
func (r *run) checkShared(past func() (*history.History, error)) (*cache.Manifest, error) {
	known, seen := r.memory.shared(r)
	if known {
		r.collect(seen.Problems)
		return seen, nil
	}
	h, err := past()
	if err != nil {
		return nil, err
	}
	if h != nil {
		seen.Missing = h.Missing
	}
	seen.Problems, seen.Accepted = CheckProvider(r.press, r.sources.Content, r.asOf, h)
	r.collect(seen.Problems)
	r.memory.keepShared(seen)
	return seen, nil
}

// check looks at one client, and tells what is remembered of it, kept or not.
func (r *run) check(c *client, past func() (*history.History, error)) (*cache.Manifest, error) {
	listed, err := r.list(c)
	if err != nil {
		return nil, err
	}
	defer listed.Close()
	v := r.memory.visit(r, c, listed)
	if v != nil && v.had != nil {
		if !v.seen.IsAs(v.had) {
			r.memory.keep(r, c, &v.seen)
		}
		r.known()
		return v.had, nil
	}
	v = r.memory.begin(v)
	h, err := past()
	if err != nil {
		return nil, err
	}
	r.parse(c, listed)
	checked := CheckClient(r.press, listed, r.asOf, h)
	r.found(c, checked.Wrong)
	found := &cache.Manifest{Language: checked.Language, Problems: checked.Habits, Accepted: checked.Accepted}
	if checked.Facts == nil {
		return found, nil
	}
	if kept := r.memory.manifest(r, c, v); kept != nil {
		kept.Problems = append(kept.Problems, found.Problems...)
		kept.Accepted, kept.Language, kept.Until = found.Accepted, found.Language, checked.Facts.TrueUntil
		r.memory.keep(r, c, kept)
	}
	return found, nil
}

// Checked is what Check finds of a client whose content was read, beside what was wrong with the reading.
type Checked struct {
	Wrong    []diag.Problem // with its prose, its keys and its look
	Habits   []diag.Problem // those neglected; none where anything is an error
	Accepted []check.Accepted
	Language string        // in which the portal speaks
	Facts    *facts.Client // nil where anything is an error, and for a draft that is passed over
}

// CheckClient checks a client whose content was read. The history is nil where git was not asked.
func CheckClient(p *press.Press, c *press.Client, asOf time.Time, h *history.History) Checked {
	found := Checked{Wrong: p.Check(c, asOf), Language: p.Provider.Locale}
	if c.Content == nil || c.Broken() || diag.Errors(found.Wrong) > 0 {
		return found
	}
	found.Facts = facts.Derive(c.Content, p.Provider.Calendar, asOf)
	texts := p.Theme.In(c.Content.Speech()).Texts
	if found.Language = c.Content.Locale; texts != nil {
		found.Language = texts.Tag()
	}
	var habits diag.List
	check.Client(check.Input{Provider: p.Provider, Client: c.Content, Facts: found.Facts, History: h, Texts: texts}, &habits)
	found.Habits, found.Accepted = habits.Sorted(), check.AcceptedBy(check.Files(c.Content))
	return found
}

// CheckProvider checks what all clients have in common, and returns what the provider's files accept. Folder is that
// of the content; the history is nil where git was not asked.
func CheckProvider(p *press.Press, folder string, asOf time.Time, h *history.History) ([]diag.Problem, []check.Accepted) {
	var found, habits diag.List
	if h != nil {
		found.Add(check.Witness(h, folder)...)
	}
	check.Provider(p.Provider, h, calendar.DateOf(asOf.In(p.Provider.Zone)), &habits)
	files := []*content.File{&p.Provider.File}
	for i := range p.Provider.Services {
		files = append(files, &p.Provider.Services[i].File)
	}
	found.Add(p.CheckProvider()...)
	found.Add(habits.Sorted()...)
	return found.Sorted(), check.AcceptedBy(files)
}

// looksFor reports whether a rule was asked for.
func (o *CheckOptions) looksFor(rule string) bool {
	return len(o.Rules) == 0 || slices.Contains(o.Rules, rule)
}

// chosen returns the findings of the rules that were asked for, and the errors of
// the content: a client that has one was not looked at.
func (o *CheckOptions) chosen(problems []diag.Problem) []diag.Problem {
	if len(o.Rules) == 0 {
		return problems
	}
	advice := reference.Advice()
	return slices.DeleteFunc(problems, func(p diag.Problem) bool {
		isAdvice := p.Severity != diag.Error || slices.Contains(advice, p.Rule)
		return isAdvice && !o.looksFor(p.Rule)
	})
}
