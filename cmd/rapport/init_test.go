package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// desktop runs the program as somebody at a terminal does who types these answers.
func desktop(t *testing.T, dir, answers string, variables map[string]string, args ...string) (out, problems string, code int, edited []string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), append(args, "-C", dir), environment{
		stdout: &stdout, stderr: &stderr,
		getenv:      func(name string) string { return variables[name] },
		now:         func() time.Time { return time.Date(2026, 10, 14, 12, 0, 0, 0, time.UTC) },
		terminal:    func(io.Writer) (int, bool) { return 80, true },
		stdin:       strings.NewReader(answers),
		interactive: func() bool { return true },
		random:      strings.NewReader(strings.Repeat("chance", 99)),
		edit: func(_ context.Context, editor, file string) error {
			edited = append(edited, editor+" "+file)
			return nil
		},
	})
	return stdout.String(), stderr.String(), code, edited
}

func TestInitAsksAndTakesWhatIsUsual(t *testing.T) {
	dir := t.TempDir()
	out, problems, code, _ := desktop(t, dir, "Studio Noord\nnobody\nhi@noord.example\n\n\n\nnone\n", map[string]string{"TZ": "Europe/Berlin", "LANG": "de_DE.UTF-8"}, "init", "work")
	if code != statusDone || problems != "" {
		t.Fatalf("%d: %s", code, problems)
	}
	for _, asked := range []string{"[My Studio]", "[hello@studio-noord.example]", `"nobody" is not an e-mail address`, "[Europe/Berlin]", "[de-DE]", "[EUR]", "[de]"} {
		if !strings.Contains(out, asked) {
			t.Errorf("the questions lack %q:\n%s", asked, out)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "work/content/provider.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"\nname: Studio Noord\n", "\nemail: hi@noord.example\n", "\ntimezone: Europe/Berlin #", "\nlocale: de-DE #", "\ncurrency: EUR\n", "\n# holidays: nl #"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("provider.md lacks %q:\n%s", line, text)
		}
	}
}

func TestInitThatIsLeftWritesNothing(t *testing.T) {
	dir := t.TempDir()
	_, problems, code, _ := desktop(t, dir, "Studio Noord\n", nil, "init", "work")
	if code != statusUsage || !strings.Contains(problems, "nothing was written") {
		t.Errorf("%d: %s", code, problems)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("%v stand there", entries)
	}
}

func TestNewOpensTheEditorAtATerminal(t *testing.T) {
	dir := t.TempDir()
	if _, problems, code, _ := desktop(t, dir, strings.Repeat("\n", 9), nil, "init", "."); code != statusDone {
		t.Fatal(problems)
	}
	tests := []struct {
		name      string
		variables map[string]string
		want      string
	}{
		{"visual first", map[string]string{"VISUAL": "code -w", "EDITOR": "vi"}, "code -w"},
		{"editor", map[string]string{"EDITOR": "vi"}, "vi"},
		{"none", nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, problems, code, edited := desktop(t, dir, "", test.variables, "new", "question", test.name)
			if code != statusDone {
				t.Fatal(problems)
			}
			file := filepath.Join(dir, strings.TrimSpace(out))
			if _, err := os.Stat(file); err != nil {
				t.Error(err)
			}
			switch {
			case test.want == "" && len(edited) > 0:
				t.Errorf("%v was opened", edited)
			case test.want != "" && (len(edited) != 1 || edited[0] != test.want+" "+file):
				t.Errorf("%v was opened, want %s %s", edited, test.want, file)
			}
		})
	}
}
