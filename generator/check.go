package generator

import (
	"context"
	"fmt"
	"slices"

	"rapport/generator/check"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/history"
)

// Check does all of Build but the writing, and finds the habits that are
// neglected: the rules of package check. What a file accepts with a reason is
// taken away. Where Rules are named, only their findings stay, and the errors
// that keep a client from being looked at.
//
// Git is asked for the promises of the past where there is one.
func Check(ctx context.Context, o Options) (*Result, error) {
	if err := knownRules(o.Rules); err != nil {
		return nil, err
	}
	r, clients, err := open(o)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	var past *history.History
	if r.looksFor("promise-moved") {
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
		_, err = r.rootFiles()
	}
	result := r.result()
	result.Problems = r.chosen(check.Accept(result.Problems, accepting, func(rule string) bool {
		return r.looksFor(rule) && (rule != "promise-moved" || past.Missing == "")
	}))
	return result, err
}

// checkProvider finds what the provider neglects, and returns its files that
// accept anything.
func (r *run) checkProvider() []*content.File {
	var habits diag.List
	check.Provider(r.provider, &habits)
	r.keep(&habits, r.provider.Tree)
	files := []*content.File{&r.provider.File}
	for i := range r.provider.Services {
		files = append(files, &r.provider.Services[i].File)
	}
	return thatAccept(files)
}

// check looks at one client, and returns its files that accept anything.
func (r *run) check(c *client, past *history.History) ([]*content.File, error) {
	authored, done, err := r.parse(c)
	if err != nil {
		return nil, err
	}
	defer done()
	if authored == nil {
		return nil, nil
	}
	p := r.plan(c, authored, r.asOf)
	if p == nil {
		return nil, nil
	}
	if _, err := p.pages(); err != nil {
		r.theme.report(err, &c.problems)
	}
	if c.failed() {
		return nil, nil
	}
	c.pages, c.trueUntil = len(p.Pages), p.TrueUntil
	var habits diag.List
	check.Client(check.Input{Provider: r.provider, Client: authored, Facts: p.facts, History: past}, &habits)
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
	habits := check.Names()
	return slices.DeleteFunc(problems, func(p diag.Problem) bool {
		isHabit := p.Severity != diag.Error || slices.Contains(habits, p.Rule)
		return isHabit && !r.looksFor(p.Rule)
	})
}

// knownRules reports the first name that is no rule's.
func knownRules(names []string) error {
	known := check.Names()
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
