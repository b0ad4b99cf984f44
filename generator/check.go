package generator

import (
	"context"
	"fmt"
	"slices"

	"rapport/generator/check"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/history"
	"rapport/generator/page"
	"rapport/generator/reference"
)

// Check finds what is wrong with the content, all that Build would, and the
// habits that are neglected: the rules of package check. It makes no page and
// writes nothing, so that of a theme it finds what is wrong with its texts, and
// not with its layouts. What a file accepts with a reason is taken away. Where Rules are named, only their findings stay, and the errors
// that keep a client from being looked at.
//
// Git is asked for the promises of the past where there is one.
func Check(ctx context.Context, o Options) (*Result, error) {
	if err := knownRules(o.Rules); err != nil {
		return nil, err
	}
	witnessed, notes := check.Witnessed()
	asksGit := len(o.Rules) == 0 || slices.ContainsFunc(slices.Concat(witnessed, notes), func(rule string) bool { return slices.Contains(o.Rules, rule) })
	if asksGit && len(o.Rules) > 0 {
		o.Rules = slices.Concat(o.Rules, notes) // or a rule that could not look would seem content
	}
	r, clients, err := open(o)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	var past *history.History
	if asksGit {
		if past, err = history.Read(ctx, o.Dir, r.Jobs); err != nil {
			return r.result(), fmt.Errorf("read the history: %w", err)
		}
		r.problems.Add(check.Witness(past, o.Content)...)
	}
	accepting := r.checkProvider()
	err = r.each(ctx, clients, func(c *client) error {
		files, err := r.check(c, past)
		r.mu.Lock()
		defer r.mu.Unlock()
		accepting = append(accepting, files...)
		return err
	})
	if err == nil && len(o.Clients) == 0 {
		_, err = r.rootFiles(clients)
	}
	result := r.result()
	result.Problems = r.chosen(check.Accept(result.Problems, accepting, reference.Advice(), func(rule string) bool {
		return r.looksFor(rule) && (!slices.Contains(witnessed, rule) || past.Missing == "")
	}))
	return result, err
}

// checkProvider looks at the provider, and returns its files that accept anything.
func (r *run) checkProvider() []*content.File {
	var problems diag.List
	if spoken := r.theme.in(r.provider.Locale); spoken.Theme != nil {
		nobody := &content.Client{File: content.File{Path: r.provider.Path}, Tree: r.provider.Tree, Locale: r.provider.Locale, Zone: r.provider.Zone}
		page.CheckProvider(page.Input{Provider: r.provider, Client: nobody, Texts: spoken.texts, Markdown: r.markdown, Draw: spoken.Partial}, &problems)
	}
	check.Provider(r.provider, &problems)
	r.keep(&problems, r.provider.Tree)
	files := []*content.File{&r.provider.File}
	for i := range r.provider.Services {
		files = append(files, &r.provider.Services[i].File)
	}
	return thatAccept(files)
}

// check looks at one client, and returns its files that accept anything. It makes
// no page: those of a client of some years take longer than all the rest.
func (r *run) check(c *client, past *history.History) ([]*content.File, error) {
	authored, done, err := r.parse(c)
	if err != nil {
		return nil, err
	}
	defer done()
	if authored == nil {
		return nil, nil
	}
	r.closeDoor(c, authored)
	spoken := r.theme.in(authored.Locale)
	if spoken.Theme == nil {
		c.problems.Add(spoken.problems...)
		return nil, nil
	}
	page.CheckProse(page.Input{Provider: r.provider, Client: authored, Texts: spoken.texts, Markdown: r.markdown, Draw: spoken.Partial}, &c.problems)
	if c.failed() {
		return nil, nil
	}
	r.brand(c, authored)
	derived := facts.Derive(authored, r.provider.Calendar, r.asOf)
	var habits diag.List
	check.Client(check.Input{Provider: r.provider, Client: authored, Facts: derived, History: past}, &habits)
	r.keep(&habits, authored.Tree)
	return thatAccept(check.Files(authored)), nil
}

// thatAccept returns the files that accept a finding, which are few.
func thatAccept(files []*content.File) []*content.File {
	return slices.DeleteFunc(files, func(f *content.File) bool { return len(f.Accept) == 0 })
}

// looksFor reports whether a rule was asked for.
func (r *run) looksFor(rule string) bool {
	return len(r.Rules) == 0 || slices.Contains(r.Rules, rule)
}

// chosen returns the findings of the rules that were asked for, and the errors of
// the content: a client that has one was not looked at.
func (r *run) chosen(problems []diag.Problem) []diag.Problem {
	if len(r.Rules) == 0 {
		return problems
	}
	advice := reference.Advice()
	return slices.DeleteFunc(problems, func(p diag.Problem) bool {
		isAdvice := p.Severity != diag.Error || slices.Contains(advice, p.Rule)
		return isAdvice && !r.looksFor(p.Rule)
	})
}

// knownRules reports the first name that is no rule's.
func knownRules(names []string) error {
	known := reference.Advice()
	for _, name := range names {
		if !slices.Contains(known, name) {
			mend := diag.DidYouMean(name, known)
			if mend == "" {
				mend = "; see rapport explain"
			}
			return UsageError{fmt.Sprintf("there is no rule %q%s", name, mend)}
		}
	}
	return nil
}
