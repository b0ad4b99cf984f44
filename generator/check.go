package generator

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

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
// Git is asked for the promises of the past where there is one.
func Check(ctx context.Context, o CheckOptions) (*Result, error) {
	if err := knownRules(o.Rules); err != nil {
		return nil, err
	}
	witnessed, notes := check.Witnessed()
	asksGit := len(o.Rules) == 0 || slices.ContainsFunc(slices.Concat(witnessed, notes), func(rule string) bool { return slices.Contains(o.Rules, rule) })
	if asksGit && len(o.Rules) > 0 {
		o.Rules = slices.Concat(o.Rules, notes) // or a rule that could not look would seem content
	}
	r, err := open(o.Workspace, o.AsOf, o.BaseURL)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	r.track.begin(o.Progress, len(r.clients)) // git may take long, before the first client
	var past *history.History
	if asksGit {
		if past, err = history.Read(ctx, r.past(o.Dir, o.Jobs)); err != nil {
			return r.result(), fmt.Errorf("read the history: %w", err)
		}
		r.collect(check.Witness(past, o.Content))
	}
	accepting := r.checkProvider(past)
	var read []string // languages of the portals
	err = r.each(ctx, o.Jobs, o.Progress, func(c *client) error {
		files, reads, err := r.check(c, past)
		r.mu.Lock()
		defer r.mu.Unlock()
		accepting = append(accepting, files...)
		read = append(read, reads)
		return err
	})
	var untranslated diag.List
	check.Languages(r.press.Provider, read, &untranslated)
	r.collect(untranslated.Sorted())
	if err == nil && (o.IsWhole() || o.Shard.Index == 1) {
		_, err = r.root()
	}
	result := r.result()
	result.Problems = o.chosen(check.Accept(result.Problems, accepting, reference.Advice(), func(rule string) bool {
		all := o.IsWhole() || !slices.Contains(check.OfAllClients(), rule)
		return all && o.looksFor(rule) && (!slices.Contains(witnessed, rule) || past.Missing == "")
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

// knownRules reports the first name that is no rule's.
func knownRules(names []string) error {
	known := reference.Advice()
	for _, name := range names {
		if !slices.Contains(known, name) {
			mend := cmp.Or(diag.DidYouMean(name, known), "; see rapport explain")
			return diag.Usagef("there is no rule %q%s", name, mend)
		}
	}
	return nil
}

// checkProvider looks at the provider, and returns its files that accept anything.
func (r *run) checkProvider(past *history.History) []*content.File {
	provider := r.press.Provider
	r.collect(r.press.CheckProvider())
	var habits diag.List
	check.Provider(provider, past, calendar.DateOf(r.asOf.In(provider.Zone)), &habits)
	r.collect(habits.Sorted())
	files := []*content.File{&provider.File}
	for i := range provider.Services {
		files = append(files, &provider.Services[i].File)
	}
	return accepting(files)
}

// check looks at one client, and returns its files that accept anything, and in which
// language its portal is.
func (r *run) check(c *client, past *history.History) ([]*content.File, string, error) {
	authored, err := r.read(c)
	if err != nil {
		return nil, "", err
	}
	defer authored.Close()
	r.found(c, r.press.Check(authored))
	if authored.Content == nil || c.failed {
		return nil, r.press.Provider.Locale, nil
	}
	provider := r.press.Provider
	derived := facts.Derive(authored.Content, provider.Calendar, r.asOf)
	var habits diag.List
	texts, reads := r.press.Theme.In(authored.Content.Speech()).Texts, authored.Content.Locale
	if texts != nil {
		reads = texts.Tag()
	}
	check.Client(check.Input{Provider: provider, Client: authored.Content, Facts: derived, History: past, Texts: texts}, &habits)
	r.collect(habits.Sorted())
	return accepting(check.Files(authored.Content)), reads, nil
}

// accepting returns the files that accept a finding, which are few, without what else stands in
// them.
func accepting(files []*content.File) []*content.File {
	var all []*content.File
	for _, f := range files {
		if len(f.Accept) > 0 {
			all = append(all, &content.File{Path: f.Path, Accept: f.Accept})
		}
	}
	return all
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
