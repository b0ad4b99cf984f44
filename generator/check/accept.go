package check

import (
	"path"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
)

// The rules about accept itself.
var (
	unusedAcceptance = diag.Rule{
		Name: "unused-acceptance", Severity: diag.Warning,
		Summary: "an acceptance matches no finding",
		Why:     "What was accepted once and is mended now may be neglected again one day, and then nobody would hear of it.",
		Mend:    "Remove the element from accept.",
		Found: "An element of accept names a rule that finds nothing in what the file answers for: itself; for engagement.md also the engagement's data and attachments. " +
			"Rules that were not asked for (--rule), or could not look (those about promises, without git), are passed over.",
	}
	unknownRule = diag.Rule{
		Name: "unknown-rule", Severity: diag.Error,
		Summary: "an acceptance names a rule that does not exist, or that cannot be accepted",
		Why:     "An acceptance that accepts nothing looks like one that does.",
		Mend:    "Write the rule's name as it stands in brackets behind the finding. Errors of the content's form cannot be accepted: mend them.",
		Found:   "The rule of an element of accept is no rule of check, nor advice of a build.",
	}
)

func acceptance() []Rule { return []Rule{{Rule: unusedAcceptance}, {Rule: unknownRule}} }

// An Accepted is an element of accept: a rule that the file in which it stands may break.
type Accepted struct {
	Rule string
	At   diag.Position
}

// AcceptedBy returns what files accept.
func AcceptedBy(files []*content.File) []Accepted {
	var all []Accepted
	for _, f := range files {
		for _, a := range f.Accept {
			all = append(all, Accepted{a.Rule, f.At(a.Mark)})
		}
	}
	return all
}

// Accept takes away the findings that a file accepts: those of a rule named in
// accept, in that file. What stands in an engagement's folder but in no Markdown
// file (its tables and attachments), engagement.md answers for; for static/, provider.md does. It adds what is
// wrong with the acceptances themselves. Known are the names of the rules whose
// findings are advice, of this package and of others. Looked says which rules were
// asked to look; an acceptance of another is left alone.
func Accept(problems []diag.Problem, accepted []Accepted, known []string, looked func(rule string) bool) []diag.Problem {
	if len(accepted) == 0 {
		return problems
	}
	byFile := map[string][]Accepted{}
	for _, a := range accepted {
		byFile[a.At.File] = append(byFile[a.At.File], a)
	}
	used := map[Accepted]bool{}
	accepts := func(p diag.Problem) bool {
		if !slices.Contains(known, p.Rule) || p.Rule == unknownRule.Name {
			return false
		}
		for _, a := range byFile[Answers(p.File)] {
			if a.Rule == p.Rule {
				used[a] = true
				return true
			}
		}
		return false
	}
	kept := slices.DeleteFunc(slices.Clone(problems), accepts)
	for _, a := range accepted {
		switch {
		case !slices.Contains(known, a.Rule):
			mend := diag.DidYouMean(a.Rule, known).Or("; write the name that stands in brackets behind a finding of check")
			kept = append(kept, unknownRule.At(a.At, "there is no finding %s to accept%s", quoted(a.Rule), mend))
		case !used[a] && looked(a.Rule):
			kept = append(kept, unusedAcceptance.At(a.At, "nothing breaks rule %s here any more; remove this acceptance", quoted(a.Rule)))
		}
	}
	return diag.Sort(kept)
}

// quoted shows a name from a file, cut where it is long.
func quoted(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return `"` + s + `"`
}

// Answers returns the Markdown file whose acceptances count for a file.
func Answers(file string) string {
	if strings.HasSuffix(file, ".md") {
		return file
	}
	for folder, in := range map[string]string{"/data/": "engagement.md", "/files/": "engagement.md", "/static/": "provider.md"} {
		if i := strings.Index(file, folder); i >= 0 {
			return path.Join(file[:i], in)
		}
	}
	return file
}

// Files returns all Markdown files of a client.
func Files(c *content.Client) []*content.File {
	files := []*content.File{&c.File}
	for _, e := range c.Engagements {
		files = append(files, &e.File)
		for _, entry := range e.Entries {
			files = append(files, &entry.File)
		}
		for _, r := range e.Reports {
			files = append(files, &r.File)
		}
	}
	return files
}
