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
)

var update = flag.Bool("update", false, "rewrite what cases expect")

// asOf is the Friday noon at which the workspace in testdata/clean is clean.
const asOf = "2026-10-16 12:00"

// TestRules runs testdata/rules/RULE.txtar. Each file of an archive is a case,
// whose name says what it shows. It begins with testdata/clean, edits that, and
// lists what the rule finds then. Cases consist of these lines:
//
//	edit FILE      names the file of content/ that is edited; new FILE writes one
//	< TEXT         stands in the file once; lines that follow each other are one text
//	> TEXT         is what it is replaced with, or what a new file holds;
//	               lines that nothing replaces are deleted
//	large N FILE   writes a file of so many MiB
//	as-of TIME     the time to look at, if not that of the clean workspace
//	= FINDING      what the rule finds, all of it, as it is printed
//
// A rule has a case in which it finds something, and one in which it does not.
func TestRules(t *testing.T) {
	for _, rule := range check.Rules() {
		if slices.Contains([]string{"no-history", "shallow-history", "promise-moved", "promise-withdrawn"}, rule.Name) {
			continue // they are of TestPromises, which has a repository
		}
		t.Run(rule.Name, func(t *testing.T) {
			name := filepath.Join("testdata", "rules", rule.Name+".txtar")
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found, silent := false, false
			for i := range archive.Files {
				test := &archive.Files[i]
				t.Run(test.Name, func(t *testing.T) {
					got := findings(t, rule.Name, string(test.Data))
					found, silent = found || len(got) > 0, silent || len(got) == 0
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
						return
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("findings (-want +got):\n%s", diff)
					}
				})
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if !found || !silent {
				t.Errorf("%s has no case that finds something, or none that does not", name)
			}
		})
	}
}

// findings returns what a rule finds in the workspace of a case.
func findings(t *testing.T, rule, script string) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "clean"))); err != nil {
		t.Fatal(err)
	}
	when := asOf
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
		case "=":
		default:
			t.Fatalf("cannot read %q", line)
		}
	}
	apply()
	var lines []string
	for _, p := range checked(t, dir, when) {
		if p.Rule == rule {
			lines = append(lines, p.String())
		}
	}
	return lines
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func checked(t *testing.T, dir, when string) []diag.Problem {
	t.Helper()
	at, err := generator.ParseAsOf(when)
	if err != nil {
		t.Fatal(err)
	}
	result, err := generator.Check(context.Background(), generator.Options{Dir: dir, Content: "content", Theme: "default", AsOf: at})
	if err != nil {
		t.Fatal(err)
	}
	return result.Problems
}

func TestTheCleanWorkspaceIsClean(t *testing.T) {
	for _, p := range checked(t, filepath.Join("testdata", "clean"), asOf) {
		if p.Rule != "no-history" {
			t.Error(p)
		}
	}
}

func TestRulesAreExplained(t *testing.T) {
	var names []string
	for _, r := range check.Rules() {
		names = append(names, r.Name)
		for what, text := range map[string]string{"Why": r.Why, "Mend": r.Mend, "Found": r.Found} {
			if len(text) < 20 || !strings.HasSuffix(text, ".") {
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
