package main

import (
	"bytes"
	"context"
	"errors"
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
	answers := "Studio Noord\nbookkeper\nbookkeeper\n\nMara Visser\nen\nEngland\nthe moon\nnl\n\nnobody\nhi@noord.example\nn\n"
	out, problems, code, _ := desktop(t, dir, answers, map[string]string{"TZ": "Europe/Berlin", "LANG": "de_DE.UTF-8"}, "init", "work")
	if code != statusDone || problems != "" {
		t.Fatalf("%d: %s", code, problems)
	}
	for _, asked := range []string{
		"[My Studio]", "[freelancer]", `there is no example of "bookkeper"; did you mean "bookkeeper"?`, "[de]", `"England" is not a country; did you mean "gb"?`,
		`"the moon" is not a country`, "Who do clients talk to (first and last name)?   an answer is needed; it can be changed later", `"nobody" is not an e-mail address`,
		"Taken as usual: Europe/Amsterdam, en-NL, EUR, public holidays of nl, mon-fri [09:00-12:30, 13:00-17:30]", "rapport serve --open", "See it in a browser now? [Y/n]",
	} {
		if !strings.Contains(out, asked) {
			t.Errorf("the questions lack %q:\n%s", asked, out)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "work/content/provider.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"\nname: Studio Noord\n", "\nemail: hi@noord.example\n", "\ntimezone: Europe/Amsterdam #", "\nlocale: en-NL #", "\ncurrency: EUR\n", "\nholidays: nl #", "role: Keeps your books", "{id: mara, name: Mara Visser"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("provider.md lacks %q:\n%s", line, text)
		}
	}
}

func TestInitTakesWhatTheTerminalSays(t *testing.T) {
	for _, test := range []struct {
		variables map[string]string
		flags     []string
		want      string
	}{
		{map[string]string{"TZ": "Europe/Berlin", "LANG": "de_AT.UTF-8"}, nil, "Taken as usual: Europe/Berlin, de-DE, EUR, public holidays of de, "},
		{map[string]string{"LANG": "de_AT.UTF-8"}, nil, "Taken as usual: Europe/Vienna, de-AT, EUR, public holidays of at, "},
		{nil, nil, "Taken as usual: Europe/London, en-GB, GBP, public holidays of gb, mon-fri [09:00-17:00]"},
		{nil, []string{"--language", "ja"}, "Taken as usual: Asia/Tokyo, ja-JP, JPY, public holidays of jp, "},
		{nil, []string{"--language", "pt-BR"}, "Taken as usual: America/Sao_Paulo, pt-BR, BRL, public holidays of br, "},
		{map[string]string{"TZ": "America/Denver"}, []string{"--country", "us"}, "Taken as usual: America/Denver, en-US, USD, public holidays of us, "},
		{nil, []string{"--country", "il"}, "sun-thu ["},
		{nil, []string{"--locale", "nl-BE", "--holidays", "none", "--currency", "USD"}, "Taken as usual: Europe/Brussels, nl-BE, USD, no public holidays, "},
		{nil, []string{"--timezone", "Europe/Lisbon", "--locale", "en"}, "Taken as usual: Europe/Lisbon, en, EUR, public holidays of pt, "},
		{nil, []string{"--language", "fi"}, "The example is told in English, since there is none in your language yet."},
	} {
		out, problems, code, _ := desktop(t, t.TempDir(), "", test.variables, append([]string{"init", ".", "--yes"}, test.flags...)...)
		if code != statusDone || problems != "" || !strings.Contains(out, test.want) {
			t.Errorf("%v %v: %d, want %s\n%s%s", test.variables, test.flags, code, test.want, out, problems)
		}
		if strings.Contains(out, "  cd ") || strings.Contains(out, "?") {
			t.Errorf("%v: it asks, or leads into this folder:\n%s", test.flags, out)
		}
	}
}

// A freelancer or a consultant may be called as the person is; a company never is. Where nothing is asked, the name stands for both.
func TestInitKnowsWhoClientsTalkTo(t *testing.T) {
	for _, test := range []struct {
		answers string
		flags   []string
		want    string
	}{
		{"Noor Bakker\nfreelancer\n\n\n\nhi@noor.example\nn\n", nil, "{id: noor, name: Noor Bakker,"},
		{"Noor Bakker\nconsultant\nSam Okafor\n\n\nhi@noor.example\nn\n", nil, "{id: sam, name: Sam Okafor,"},
		{"Studio\nagency\n\nEva Mulder\n\n\nhi@studio.example\nn\n", nil, "{id: eva, name: Eva Mulder,"},
		{"Studio\nagency\n\n\nhi@studio.example\nn\n", []string{"--person", "Eva Mulder"}, "{id: eva, name: Eva Mulder,"},
		{"", []string{"--yes", "--name", "Studio", "--trade", "agency"}, "{id: me, name: Studio,"},
	} {
		dir := t.TempDir()
		out, problems, code, _ := desktop(t, dir, test.answers, nil, append([]string{"init", "."}, test.flags...)...)
		text, err := os.ReadFile(filepath.Join(dir, "content/provider.md"))
		if code != statusDone || err != nil || !strings.Contains(string(text), test.want) {
			t.Errorf("%d, want %s\n%s%s\n%s", code, test.want, out, problems, text)
		}
	}
}

func TestInitRefusesBeforeItAsks(t *testing.T) {
	for _, file := range []string{"netlify.toml", "content/provider.md", "ci/rapport"} {
		dir := t.TempDir()
		name := filepath.Join(dir, file)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
		out, problems, code, _ := desktop(t, dir, "", nil, "init", ".")
		if code != statusUsage || out != "" || !strings.Contains(problems, file+" exists already in this folder; nothing was written") {
			t.Errorf("%s: %d, it asks %q and says %s", file, code, out, problems)
		}
	}
}

func TestInitTakesNamesForWhatTheyMean(t *testing.T) {
	for _, test := range []struct{ language, country, want string }{
		{"Dutch", "deutschland", "Europe/Berlin, nl-DE, EUR"},
		{"Nederlands", "Österreich", "Europe/Vienna, nl-AT, EUR"},
		{"deutsch", "Osterreich", "Europe/Vienna, de-AT, EUR"},
		{"français", "Belgique", "Europe/Brussels, fr-BE, EUR"},
		{"日本語", "日本", "Asia/Tokyo, ja-JP, JPY"},
		{"EN-us", "nl", "Europe/Amsterdam, en-US, EUR"},
	} {
		out, problems, code, _ := desktop(t, t.TempDir(), "", nil, "init", ".", "--yes", "--language", test.language, "--country", test.country)
		if code != statusDone || !strings.Contains(out, "Taken as usual: "+test.want) {
			t.Errorf("%s in %s: %d, want %s\n%s%s", test.language, test.country, code, test.want, out, problems)
		}
	}
	if out, problems, code, _ := desktop(t, t.TempDir(), "", nil, "init", ".", "--yes", "--locale", "NL-be"); code != statusDone || !strings.Contains(out, "nl-BE,") {
		t.Errorf("--locale: %d\n%s%s", code, out, problems)
	}
}

// An address that was made up is told of, since nobody's answers would come.
func TestInitTellsOfAnAddressThatIsNobodys(t *testing.T) {
	const told = "Nobody reads hello@my-studio.example: write an address of yours there, before clients see it."
	if out, _, _, _ := desktop(t, t.TempDir(), "", nil, "init", ".", "--yes"); !strings.Contains(out, told) {
		t.Errorf("it says %s", out)
	}
	if out, _, _, _ := desktop(t, t.TempDir(), "", nil, "init", ".", "--yes", "--email", "hello@my-studio.org"); strings.Contains(out, "Nobody reads") {
		t.Errorf("it says %s", out)
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
	if _, problems, code, _ := desktop(t, dir, "", nil, "init", ".", "--yes"); code != statusDone {
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

// At a terminal nothing is mended that nobody agreed to.
func TestFixAsksAtATerminal(t *testing.T) {
	for answer, want := range map[string]string{"n\n": "2026-3-9", "y\ny\n": "2026-03-09", "": "2026-3-9"} {
		dir := workspaceCopy(t, "content/clients/acme/client.md", "access: open", "access: open\nsince: 2026-3-9")
		out, beside, _, _ := desktop(t, dir, answer, nil, "check", "--fix", "--rule", "stray-file")
		text, err := os.ReadFile(filepath.Join(dir, "content/clients/acme/client.md"))
		if err != nil || !strings.Contains(string(text), "since: "+want+"\n") {
			t.Errorf("after %q it says %s", answer, text)
		}
		if !strings.Contains(out, "Mend 1 problem in 1 file? [Y/n]") || !strings.Contains(beside, "+since: 2026-03-09") {
			t.Errorf("it shows %s\nand asks %s", beside, out)
		}
	}
}

func TestANameIsALine(t *testing.T) {
	_, said, code, _ := desktop(t, t.TempDir(), "", nil, "init", "work", "--yes", "--name", "Studio\x07Noord")
	if code != statusUsage || !strings.Contains(said, "--name: a name is one line of text") {
		t.Errorf("%d: %s", code, said)
	}
}
