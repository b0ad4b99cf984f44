package check_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rapport/generator"
	"rapport/generator/check"
	"rapport/generator/diag"
	"rapport/generator/edits"
	"rapport/generator/press"
	"rapport/generator/reference"
)

var update = flag.Bool("update", false, "rewrite what cases expect")

// asOf is the Friday noon at which the workspace in testdata/clean is clean.
const asOf = "2026-10-16 12:00"

// TestRules runs testdata/rules/RULE.txtar for each habit. Each file of an archive is
// a case, whose name says what it shows. A rule has a case in which it finds
// something, and one in which it does not.
func TestRules(t *testing.T) {
	bench := newBench(t, filepath.Join("testdata", "clean"))
	for _, rule := range check.Rules() {
		if witnessed, notes := check.Witnessed(); slices.Contains(slices.Concat(witnessed, notes), rule.Name) {
			continue // they are of the tests that have a repository
		}
		t.Run(rule.Name, func(t *testing.T) {
			cases := readCases(t, filepath.Join("rules", rule.Name+".txtar"))
			found, silent := false, false
			for i := range cases.Files {
				t.Run(cases.Files[i].Name, func(t *testing.T) {
					got := expect(t, bench, rule.Name, &cases.Files[i])
					found, silent = found || len(got) > 0, silent || len(got) == 0
				})
			}
			if !found || !silent {
				t.Error("no case finds something, or none does not")
			}
		})
	}
}

// TestEveryRuleOfFormIsFound runs testdata/form.txtar, which has a case for each rule
// that is not one of check's own, by the rule's name.
func TestEveryRuleOfFormIsFound(t *testing.T) {
	cases := readCases(t, "form.txtar")
	bench := newBench(t, filepath.Join("testdata", "clean"))
	unseen := map[string]bool{
		"rapport-failed": true, // found by the preview alone, which goes on after a panic
		"no-pdf":         true, // found by builds with --pdf alone, which start Chromium
		"invalid-utf8":   true, // content refuses such a file before its Markdown is read
	}
	for _, rule := range reference.Rules() {
		if rule.Group != "" || unseen[rule.Name] {
			continue
		}
		t.Run(rule.Name, func(t *testing.T) {
			at := slices.IndexFunc(cases.Files, func(f txtar.File) bool { return f.Name == rule.Name })
			if at < 0 {
				t.Fatal("no case breaks it")
			}
			if got := expect(t, bench, rule.Name, &cases.Files[at]); len(got) == 0 {
				t.Error("its case does not break it")
			}
		})
	}
}

// readCases reads an archive of cases, and writes what they then expect to it where
// that is asked for.
func readCases(t *testing.T, name string) *txtar.Archive {
	t.Helper()
	name = filepath.Join("testdata", name)
	cases, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		t.Cleanup(func() {
			if err := os.WriteFile(name, txtar.Format(cases), 0o644); err != nil {
				t.Error(err)
			}
		})
	}
	return cases
}

// expect runs a case, and returns what the rule finds in it. A case begins with the
// workspace of testdata/clean, edits that, and lists what the rule finds then. It
// consists of these lines:
//
//	edit FILE         names the file of content/ that is edited; new FILE writes one
//	< TEXT            stands in the file once; lines that follow each other are one text
//	> TEXT            is what it is replaced with, or what a new file holds;
//	                  lines that nothing replaces are deleted
//	large N FILE      writes a file of so many MiB
//	bytes FILE "TEXT" writes a file of these bytes, as Go quotes them
//	link TARGET FILE  writes a symbolic link
//	remove FILE       removes a file or folder
//	as-of TIME        the time to look at, if not that of the clean workspace
//	build             looks at what a build finds, not a check
//	= FINDING         what the rule finds, all of it, as it is printed
func expect(t *testing.T, bench *bench, rule string, test *txtar.File) []string {
	t.Helper()
	got := findings(t, bench, rule, string(test.Data))
	var body, want []string
	for line := range strings.Lines(string(test.Data)) {
		line = strings.TrimSuffix(line, "\n")
		if finding, ok := strings.CutPrefix(line, "= "); ok {
			want = append(want, finding)
		} else {
			body = append(body, line)
		}
	}
	if *update {
		for _, finding := range got {
			body = append(body, "= "+finding)
		}
		test.Data = nil
		for _, line := range body {
			test.Data = append(test.Data, line+"\n"...)
		}
	} else if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	return got
}

// findings returns what a rule finds in the workspace of a case.
func findings(t *testing.T, bench *bench, rule, script string) []string {
	t.Helper()
	defer bench.restore(t)
	dir := bench.dir
	when, run := asOf, command(checkAll)
	if rule != "unused-acceptance" && slices.Contains(reference.Advice(), rule) { // that asks for all the others
		run = checkFor(rule)
	}
	var file string
	var before, after []string
	isNew := false
	apply := func() {
		if before == nil && after == nil {
			return
		}
		old, text := strings.Join(before, "\n"), strings.Join(after, "\n")
		if after == nil {
			old += "\n"
		}
		name := filepath.Join(dir, "content", filepath.FromSlash(file))
		if isNew {
			write(t, name, text+"\n")
		} else {
			whole, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(whole), old); n != 1 {
				t.Fatalf("%q stands in %s %d times", old, file, n)
			}
			write(t, name, strings.Replace(string(whole), old, text, 1))
		}
		before, after = nil, nil
	}
	for line := range strings.Lines(script) {
		word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch word {
		case "edit", "new":
			apply()
			file, isNew = rest, word == "new"
		case "<":
			if after != nil {
				apply()
			}
			before = append(before, rest)
		case ">":
			after = append(after, rest)
		case "as-of":
			when = rest
		case "large":
			size, name, _ := strings.Cut(rest, " ")
			megabytes, err := strconv.ParseInt(size, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			name = filepath.Join(dir, "content", filepath.FromSlash(name))
			write(t, name, "")
			if err := os.Truncate(name, megabytes<<20); err != nil {
				t.Fatal(err)
			}
		case "bytes":
			name, quoted, _ := strings.Cut(rest, " ")
			text, err := strconv.Unquote(quoted)
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "content", filepath.FromSlash(name)), text)
		case "link":
			target, name, _ := strings.Cut(rest, " ")
			if err := os.Symlink(target, filepath.Join(dir, "content", filepath.FromSlash(name))); err != nil {
				t.Skip(err)
			}
		case "remove":
			if err := os.RemoveAll(filepath.Join(dir, "content", filepath.FromSlash(rest))); err != nil {
				t.Fatal(err)
			}
		case "build":
			run = build
		case "=":
		default:
			t.Fatalf("cannot read %q", line)
		}
	}
	apply()
	var lines []string
	problems := problemsOf(t, run, dir, when)
	defer mends(t, run, dir, when, problems)
	suggests(t, dir, problems)
	for _, p := range problems {
		if !slices.ContainsFunc(reference.Rules(), func(r diag.Rule) bool { return r.Name == p.Rule }) {
			t.Errorf("nothing explains rule %s", p.Rule)
		}
		if p.Rule == rule {
			lines = append(lines, p.String())
		}
	}
	return lines
}

// suggests fails where a message says what was meant, and its problem has no edit that writes it.
func suggests(t *testing.T, dir string, problems []diag.Problem) {
	t.Helper()
	for _, p := range problems {
		if !strings.Contains(p.Message, "did you mean") || p.Line == 0 {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.File)))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, ok := p.Fix.Find(text); !ok {
			t.Errorf("it has no edit (%+v): %s", p.Fix, p)
		}
	}
}

// mends makes the mends of problems that have one, and fails where one of these is found again, where that brings an error, or
// where something is left that could be mended so.
func mends(t *testing.T, run command, dir, when string, problems []diag.Problem) {
	t.Helper()
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Fix.IsSure() }) {
		return
	}
	at, err := press.ParseAsOf(when)
	if err != nil {
		t.Fatal(err)
	}
	w := press.Workspace{Dir: dir, Content: "content", Theme: "default"}
	changes, mended, err := generator.Fix(context.Background(), w, at, problems)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := edits.Write(root, changes); err != nil {
		t.Fatal(err)
	}
	after := problemsOf(t, run, dir, when)
	isOld := func(p diag.Problem) bool {
		return slices.ContainsFunc(problems, func(old diag.Problem) bool { return old.Rule == p.Rule && old.Message == p.Message })
	}
	for _, p := range after {
		switch {
		case slices.Contains(mended, p):
			t.Errorf("it is found again when it is mended: %s", p)
		case p.Severity == diag.Error && !isOld(p):
			t.Errorf("a mend brings %s", p)
		}
	}
	if changes, _, err := generator.Fix(context.Background(), w, at, after); err != nil || len(changes) > 0 {
		t.Errorf("what is mended can be mended again: %v %v", changes, err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A command finds problems in a workspace.
type command func(context.Context, press.Workspace, press.AsOf) (*generator.Result, error)

func checkAll(ctx context.Context, w press.Workspace, asOf press.AsOf) (*generator.Result, error) {
	return generator.Check(ctx, generator.CheckOptions{Workspace: w, AsOf: asOf})
}

// checkFor looks for one rule alone. Git is then asked only where the rule asks it.
func checkFor(rule string) command {
	return func(ctx context.Context, w press.Workspace, asOf press.AsOf) (*generator.Result, error) {
		return generator.Check(ctx, generator.CheckOptions{Workspace: w, AsOf: asOf, Rules: []string{rule}})
	}
}

func build(ctx context.Context, w press.Workspace, asOf press.AsOf) (*generator.Result, error) {
	return generator.Build(ctx, generator.BuildOptions{Workspace: w, AsOf: asOf, Out: "public"})
}

func checked(t *testing.T, dir, when string) []diag.Problem {
	t.Helper()
	return problemsOf(t, checkAll, dir, when)
}

func problemsOf(t *testing.T, run command, dir, when string) []diag.Problem {
	t.Helper()
	at, err := press.ParseAsOf(when)
	if err != nil {
		t.Fatal(err)
	}
	result, err := run(context.Background(), press.Workspace{Dir: dir, Content: "content", Theme: "default"}, at)
	if err != nil {
		t.Fatal(err)
	}
	return result.Problems
}

func TestTheCleanWorkspaceIsClean(t *testing.T) {
	dir := t.TempDir() // where the history of this repository is not its own
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "clean"))); err != nil {
		t.Fatal(err)
	}
	for _, p := range checked(t, dir, asOf) {
		if p.Rule != "no-history" {
			t.Error(p)
		}
	}
}

func TestRulesAreExplained(t *testing.T) {
	var names []string
	for _, r := range reference.Rules() {
		names = append(names, r.Name)
		for what, text := range map[string]string{"Why": r.Why, "Mend": r.Mend, "Found": r.Found} {
			if r.Group == "" && what != "Mend" {
				continue
			}
			if len(text) < 8 || !strings.HasSuffix(text, ".") {
				t.Errorf("%s of rule %s is no sentence: %q", what, r.Name, text)
			}
		}
		if r.Summary == "" || strings.HasSuffix(r.Summary, ".") {
			t.Errorf("the summary of rule %s is %q", r.Name, r.Summary)
		}
	}
	slices.Sort(names)
	if twice := slices.Compact(slices.Clone(names)); len(twice) != len(names) {
		t.Errorf("two rules have one name: %v", names)
	}
}
