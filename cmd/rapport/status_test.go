package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var updateStatus = flag.Bool("update", false, "rewrite the goldens of testdata/status*")

// status runs `rapport status` over the example as it stood on 16 October 2026, with
// standard output a terminal of so many columns, or none for 0.
func status(t *testing.T, width int, args ...string) (out, problems string, code int) {
	t.Helper()
	dir := t.TempDir() // since something is remembered there
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), append([]string{"status", "-C", dir}, args...), environment{
		stdout: &stdout,
		stderr: &stderr,
		getenv: func(name string) string {
			return map[string]string{"RAPPORT_AS_OF": "2026-10-16T12:00:00+02:00"}[name]
		},
		now: func() time.Time { return time.Unix(0, 0) },
		terminal: func(w io.Writer) (int, bool) {
			return width, width > 0 && w == &stdout
		},
	})
	return stdout.String(), stderr.String(), code
}

func TestStatusOfTheExample(t *testing.T) {
	tests := []struct {
		golden string
		width  int
		args   []string
	}{
		{"status-80.txt", 80, []string{"--color", "never"}},
		{"status-140.txt", 140, []string{"--color", "never"}},
		{"status-color.txt", 80, nil},
		{"status.json", 0, []string{"--client", "hollenbeck", "--json"}},
		{"status.csv", 0, []string{"--csv"}},
	}
	for _, test := range tests {
		t.Run(test.golden, func(t *testing.T) {
			got, problems, code := status(t, test.width, test.args...)
			if code != statusDone || problems != "" {
				t.Fatalf("exit status %d, standard error:\n%s", code, problems)
			}
			golden := filepath.Join("testdata", test.golden)
			if *updateStatus {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("go test ./cmd/rapport -run Status -update, if this is as it should be (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStatusIsAsWideAsTheTerminalAndPlainElsewhere(t *testing.T) {
	piped, _, _ := status(t, 0)
	wide, _, _ := status(t, 80)
	if strings.Contains(piped, "\x1b") || !strings.Contains(wide, "\x1b") {
		t.Error("colours belong to a terminal, and nowhere else")
	}
	plain, _, _ := status(t, 10_000, "--color", "never")
	if diff := cmp.Diff(plain, piped); diff != "" {
		t.Errorf("a pipe cuts what a wide terminal shows (-terminal +pipe):\n%s", diff)
	}
}

// Every row of the desk names a file and a line that exist.
func TestStatusSaysWhereToMend(t *testing.T) {
	out, _, _ := status(t, 0, "--csv", "--as-of", "2026-11-22")
	table, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string]bool{}
	for _, row := range table[1:] {
		groups[row[0]] = true
		text, err := os.ReadFile(filepath.Join("../..", row[10]))
		if err != nil {
			t.Error(err)
			continue
		}
		if line, err := strconv.Atoi(row[11]); err != nil || line < 1 || line > strings.Count(string(text), "\n") {
			t.Errorf("%s has no line %s", row[10], row[11])
		}
	}
	for _, group := range []string{"late", "unsaid", "waiting", "week", "unreviewed", "feedback"} {
		if !groups[group] {
			t.Errorf("the example has nothing %s on that day", group)
		}
	}
}

func TestStatusIsTheSameHoweverManyJobs(t *testing.T) {
	for _, form := range []string{"--json", "--csv", "--color=never"} {
		one, _, _ := status(t, 0, form, "--jobs", "1")
		four, _, _ := status(t, 0, form, "--jobs", "4")
		if one == "" || one != four {
			t.Errorf("status %s with one job and with four differ, or say nothing", form)
		}
	}
}

// The keys are a contract with other programs, at every level and in this order.
func TestStatusJSONHasTheKeysOfTheContract(t *testing.T) {
	out, _, _ := status(t, 0, "--json")
	want := map[string]string{
		"":                                                "as_of true_until clients",
		"clients":                                         "client name engagements",
		"clients.engagements":                             "engagement title status agreement health milestones inputs requests turnaround kpis rhythm retainer money record feedback",
		"clients.engagements.health":                      "state stated reasons",
		"clients.engagements.health.reasons":              "reason ref state text",
		"clients.engagements.milestones":                  "id agreed due fair_due expected done state moved_by_client late_by notice told known untold",
		"clients.engagements.inputs":                      "id period due received partly returned state lateness",
		"clients.engagements.requests":                    "id type opened respond_due resolve_due response resolution",
		"clients.engagements.turnaround":                  "type response resolution",
		"clients.engagements.turnaround.response":         "met missed running attainment",
		"clients.engagements.turnaround.resolution":       "met missed running attainment",
		"clients.engagements.inputs.returned":             "came on why",
		"clients.engagements.kpis":                        "id period value target target_now status change change_percent favourable year_before change_year trend forecast",
		"clients.engagements.rhythm":                      "kind due state entry",
		"clients.engagements.retainer":                    "item period included used burn pace",
		"clients.engagements.money":                       "item period used included carried over amount cap currency state",
		"clients.engagements.record":                      "provider client",
		"clients.engagements.agreement":                   "version since fingerprint",
		"clients.engagements.feedback":                    "answers nps csat",
		"clients.engagements.record.provider":             "kept broken by",
		"clients.engagements.record.provider.by":          "plan requests answers rhythm",
		"clients.engagements.record.provider.by.plan":     "kept broken",
		"clients.engagements.record.provider.by.requests": "kept broken",
		"clients.engagements.record.provider.by.answers":  "kept broken",
		"clients.engagements.record.provider.by.rhythm":   "kept broken",
		"clients.engagements.record.client":               "kept broken by",
		"clients.engagements.record.client.by":            "plan requests answers rhythm",
		"clients.engagements.record.client.by.plan":       "kept broken",
		"clients.engagements.record.client.by.requests":   "kept broken",
		"clients.engagements.record.client.by.answers":    "kept broken",
		"clients.engagements.record.client.by.rhythm":     "kept broken",
	}
	got := map[string]string{}
	decoder := json.NewDecoder(strings.NewReader(out))
	if err := keysOf(decoder, "", got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// keysOf reads a JSON value that stands under a path of keys, and notes the keys of
// each object in it by the path under which the object stands. Objects under one path
// must have the same.
func keysOf(d *json.Decoder, under string, found map[string]string) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		var keys []string
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return err
			}
			keys = append(keys, key.(string))
			if err := keysOf(d, strings.TrimPrefix(under+"."+key.(string), "."), found); err != nil {
				return err
			}
		}
		if all := strings.Join(keys, " "); found[under] == "" || found[under] == all {
			found[under] = all
		} else {
			found[under] += " or " + all
		}
		_, err = d.Token()
	case json.Delim('['):
		for d.More() {
			if err := keysOf(d, under, found); err != nil {
				return err
			}
		}
		_, err = d.Token()
	}
	return err
}
