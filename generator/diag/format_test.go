package diag

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrintGitHubWritesACommandAProblem(t *testing.T) {
	tests := []struct {
		name    string
		problem Problem
		folder  string
		want    string
	}{
		{name: "error", problem: Problem{Position{"content/provider.md", 14, 5}, Error, "unknown-key", `unknown key "nam"`, Fix{}},
			want: `::error file=content/provider.md,line=14,col=5,title=unknown-key::unknown key "nam"`},
		{name: "warning without a column", problem: Problem{Position{"content/provider.md", 14, 0}, Warning, "r", "m", Fix{}},
			want: "::warning file=content/provider.md,line=14,title=r::m"},
		{name: "note of a whole file", problem: Problem{Position{File: "content/x.csv"}, Note, "r", "m", Fix{}},
			want: "::notice file=content/x.csv,title=r::m"},
		{name: "in a folder of the repository", problem: Problem{Position{"content/provider.md", 1, 1}, Error, "r", "m", Fix{}}, folder: "site",
			want: "::error file=site/content/provider.md,line=1,col=1,title=r::m"},
		{name: "no text begins a command", problem: Problem{Position{"a,line=9::b\n::error::x", 1, 1}, Error, "r:,%", "100%\n::set-output name=a::b\r", Fix{}},
			want: `::error file=a%2Cline=9%3A%3Ab%0A%3A%3Aerror%3A%3Ax,line=1,col=1,title=r%3A%2C%25::100%25\x0a::set-output name=a::b\x0d`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := PrintGitHub(&out, []Problem{test.problem}, test.folder); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want+"\n", out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPrintSARIFHasTheStructureOfItsSchema checks what SARIF 2.1.0 requires of
// the parts that are written, by the numbers of its chapters.
func TestPrintSARIFHasTheStructureOfItsSchema(t *testing.T) {
	problems := []Problem{
		{Position{"content/provider.md", 14, 5}, Error, "unknown-key", `unknown key "<b>"`, Fix{}},
		{Position{"content/süß und: so.md", 2, 0}, Warning, "no-excludes", "nothing\x1b is excluded", Fix{}},
		{Position{File: "a:b.csv"}, Note, "no-excludes", "m", Fix{}},
	}
	rules := []Rule{
		{Name: "no-excludes", Severity: Warning, Summary: "nothing is left out", Why: "Why.", Mend: "Mend."},
		{Name: "unused", Severity: Note, Summary: "s", Mend: "h"},
	}
	var out bytes.Buffer
	if err := PrintSARIF(&out, problems, rules, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name, Version string
					Rules         []struct {
						ID                     string
						ShortDescription, Help *struct{ Text string }
						DefaultConfiguration   struct{ Level string }
					}
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI, URIBaseID string }
						Region           *struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	text := out.String()
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 { // 3.13.2, 3.13.4
		t.Fatalf("version %q, %d runs", log.Version, len(log.Runs))
	}
	run := log.Runs[0]
	driver := run.Tool.Driver
	if driver.Name != "rapport" || driver.Version != "1.2.3" || run.ColumnKind != "unicodeCodePoints" { // 3.19.8, 3.19.13, 3.14.17
		t.Errorf("driver %q %q, columns in %q", driver.Name, driver.Version, run.ColumnKind)
	}
	seen := map[string]bool{}
	for _, r := range driver.Rules { // 3.49.3: each id once
		if seen[r.ID] {
			t.Errorf("rule %s twice", r.ID)
		}
		seen[r.ID] = true
	}
	type result struct {
		Rule, Level, Message, URI string
		Line, Col                 int
	}
	var got []result
	for _, r := range run.Results {
		if driver.Rules[r.RuleIndex].ID != r.RuleID { // 3.27.6
			t.Errorf("rule %s has the index of %s", r.RuleID, driver.Rules[r.RuleIndex].ID)
		}
		place := r.Locations[0].PhysicalLocation
		one := result{Rule: r.RuleID, Level: r.Level, Message: r.Message.Text, URI: place.ArtifactLocation.URI}
		if place.Region != nil {
			one.Line, one.Col = place.Region.StartLine, place.Region.StartColumn
		}
		got = append(got, one)
	}
	want := []result{
		{"unknown-key", "error", `unknown key "<b>"`, "content/provider.md", 14, 5},
		{"no-excludes", "warning", `nothing\x1b is excluded`, "content/s%C3%BC%C3%9F%20und:%20so.md", 2, 0},
		{"no-excludes", "note", "m", "./a:b.csv", 0, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(text, `"startColumn": 0`) || strings.Contains(text, `"startLine": 0`) { // 3.30.5, 3.30.6: at least 1
		t.Error("a line or column of 0 is written")
	}
}

func TestPrintSARIFOfNothingIsALogWithoutResults(t *testing.T) {
	var out bytes.Buffer
	if err := PrintSARIF(&out, nil, nil, ""); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `"results": []`) { // 3.14.23: null means that the tool did not run
		t.Errorf("got %s", out.String())
	}
}

// What GitLab's documents ask of a report of code quality: these keys, a line from 1 on, a severity of theirs, and
// fingerprints that stay where the lines move, and are of one finding each.
func TestPrintGitLabWritesAReportOfCodeQuality(t *testing.T) {
	report := func(problems ...Problem) (issues []map[string]any) {
		t.Helper()
		var out bytes.Buffer
		if err := PrintGitLab(&out, problems, "site"); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out.Bytes(), &issues); err != nil || issues == nil {
			t.Fatalf("%v in %s", err, out.String())
		}
		return issues
	}
	report() // of nothing is a list
	at := func(line int) []Problem {
		one := Problem{Position: Position{"content/a.md", line, 5}, Severity: Error, Rule: "unknown-key", Message: "unknown <b>\x1b"}
		another := one
		another.Line++
		return []Problem{one, another, {Position: Position{File: "x.csv"}, Severity: Note, Rule: "r", Message: "m"}}
	}
	first, moved := report(at(14)...), report(at(20)...)
	var prints []any
	for i := range first {
		if first[i]["fingerprint"] != moved[i]["fingerprint"] || slices.Contains(prints, first[i]["fingerprint"]) {
			t.Errorf("the fingerprint of %d is that of another, or another once it is moved", i)
		}
		prints = append(prints, first[i]["fingerprint"])
		delete(first[i], "fingerprint")
	}
	want := []map[string]any{
		{"description": `unknown <b>\x1b`, "check_name": "unknown-key", "severity": "critical", "location": map[string]any{"path": "site/content/a.md", "lines": map[string]any{"begin": 14.0}}},
		{"description": `unknown <b>\x1b`, "check_name": "unknown-key", "severity": "critical", "location": map[string]any{"path": "site/content/a.md", "lines": map[string]any{"begin": 15.0}}},
		{"description": "m", "check_name": "r", "severity": "info", "location": map[string]any{"path": "site/x.csv", "lines": map[string]any{"begin": 1.0}}},
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
}

func TestFormatsReportThatTheyCouldNotWrite(t *testing.T) {
	problems := []Problem{{Position{"a.md", 1, 1}, Error, "r", "m", Fix{}}}
	if err := PrintGitHub(broken{}, problems, ""); err == nil {
		t.Error("no error from PrintGitHub")
	}
	if err := PrintGitLab(broken{}, problems, ""); err == nil {
		t.Error("no error from PrintGitLab")
	}
	if err := PrintSARIF(broken{}, problems, nil, ""); err == nil {
		t.Error("no error from PrintSARIF")
	}
}
