package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/docs"
	"rapport/generator/effort"
)

// TestTheDocumentsWork follows each document of docs/ to the letter, in an empty folder of its own. What a block of code
// is stands behind its fence:
//
//	```console               commands behind "$ ", each with what it prints; … stands for any text
//	```console exits=1       the last of them ends with this status
//	```console norun=WHY     is not run, since it needs a network, a browser or time; commands of ours are parsed
//	```yaml file=PATH        is a file, which is written
//	```yaml in=PATH          stands in the front matter of a file, in the place of the same keys
//	```csv append=PATH       is written behind what a file has
//	```sh                    is commands for somewhere else, which are parsed
//	```text, ```lua …        is there to be looked at, and so is a block that is indented
//
// Without the build tag slow, of all documents but the tutorial the commands are parsed alone.
//
// The lines of a comment that begins with "try:" are commands that the reader is spared; "after PAGE" is for a
// document that goes on from where that page ended: its files are written, and of its commands those of ours
// that only show something are left out.
func TestTheDocumentsWork(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the documents speak to a shell of Unix")
	}
	err := fs.WalkDir(docs.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" || strings.HasPrefix(name, "reference/") {
			return err
		}
		text, err := fs.ReadFile(docs.FS, name)
		if err != nil {
			return err
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &newcomer{t: t, name: name, state: t.TempDir(), dir: t.TempDir()}
			for _, s := range stepsOf(t, name, string(text)) {
				if effort.Slow || name == "tutorial.md" {
					r.follow(s)
				} else {
					r.parse(fmt.Sprintf("docs/%s:%d", name, s.line), s)
				}
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A step is a block of code in a document, or a hidden comment with commands.
type step struct {
	line  int
	kind  string // console, yaml …; try
	with  map[string]string
	body  []string
	above string // all text before it, from the heading on
}

var attribute = regexp.MustCompile(`(\w+)=("[^"]*"|\S+)`)

func stepsOf(t *testing.T, name, text string) (steps []step) {
	var open *step
	var above strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if open == nil && strings.HasPrefix(line, "#") {
			above.Reset()
		}
		if !strings.HasPrefix(line, "```") {
			above.WriteString(line + "\n")
		}
		switch {
		case open == nil && strings.HasPrefix(line, "<!-- try:"):
			open = &step{line: i + 1, kind: "try"}
			rest := strings.TrimPrefix(line, "<!-- try:")
			if command, ends := strings.CutSuffix(rest, "-->"); ends {
				open.body = []string{strings.TrimSpace(command)}
				steps, open = append(steps, *open), nil
			} else if strings.TrimSpace(rest) != "" {
				open.body = []string{strings.TrimSpace(rest)}
			}
		case open == nil && strings.HasPrefix(line, "```"):
			info := strings.TrimPrefix(line, "```")
			kind, _, _ := strings.Cut(info, " ")
			open = &step{line: i + 1, kind: kind, with: map[string]string{}, above: above.String()}
			for _, m := range attribute.FindAllStringSubmatch(info, -1) {
				open.with[m[1]] = strings.Trim(m[2], `"`)
			}
		case open != nil && (open.kind == "try" && strings.TrimSpace(line) == "-->" || open.kind != "try" && line == "```"):
			steps, open = append(steps, *open), nil
		case open != nil:
			open.body = append(open.body, line)
		}
	}
	if open != nil {
		t.Fatalf("%s:%d: the block has no end", name, open.line)
	}
	return steps
}

// A newcomer does what a document says.
type newcomer struct {
	t     *testing.T
	name  string
	state string // a folder, for what a shell has to know of the one before it
	dir   string
}

func (r *newcomer) follow(s step) {
	r.t.Helper()
	// Readers don't see what stands behind a fence.
	if file := cmp.Or(s.with["file"], s.with["append"], path.Base(s.with["in"])); file != "." && !strings.Contains(s.above, file) {
		r.t.Errorf("docs/%s:%d: nothing above the block names the file %s", r.name, s.line, file)
	}
	where := fmt.Sprintf("docs/%s:%d", r.name, s.line)
	if _, norun := s.with["norun"]; norun {
		r.parse(where, s)
		return
	}
	text := strings.Join(s.body, "\n") + "\n"
	switch {
	case s.with["file"] != "":
		r.write(where, s.with["file"], text)
	case s.with["append"] != "":
		r.write(where, s.with["append"], r.read(where, s.with["append"])+text)
	case s.with["in"] != "":
		r.write(where, s.with["in"], withKeys(r.read(where, s.with["in"]), s.body))
	case s.kind == "try":
		for _, command := range s.body {
			if page, ok := strings.CutPrefix(command, "after "); ok {
				r.catchUp(where, page)
				continue
			}
			if out, status := r.run(command); status != 0 {
				r.t.Fatalf("%s: %s: status %d\n%s", where, command, status, out)
			}
		}
	case s.kind == "console":
		r.console(where, s)
	case s.kind == "sh":
		r.parse(where, s)
	case !slices.Contains([]string{"console", "yaml", "markdown", "csv"}, s.kind):
	default:
		r.t.Errorf("%s: a block of %q is neither tried nor said not to be", where, s.kind)
	}
}

// catchUp does what another document says, but for what it only looks at.
func (r *newcomer) catchUp(where, page string) {
	r.t.Helper()
	text, err := fs.ReadFile(docs.FS, page)
	if err != nil {
		r.t.Fatalf("%s: %v", where, err)
	}
	before := &newcomer{t: r.t, name: page, state: r.state, dir: r.dir}
	for _, s := range stepsOf(r.t, page, string(text)) {
		if s.kind != "console" {
			before.follow(s)
			continue
		}
		if _, norun := s.with["norun"]; norun {
			continue
		}
		for _, c := range before.typed(where, s) {
			if strings.HasPrefix(c.command, "rapport ") && !strings.HasPrefix(c.command, "rapport init ") {
				continue
			}
			if out, status := before.run(c.command); status != 0 {
				r.t.Fatalf("%s: %s: %s: status %d\n%s", where, page, c.command, status, out)
			}
		}
	}
}

// An entered is a command in a document, with what it is said to print.
type entered struct {
	command string
	prints  []string
}

// typed returns the commands of a block.
func (r *newcomer) typed(where string, s step) (all []entered) {
	r.t.Helper()
	for i := 0; i < len(s.body); {
		command, ok := strings.CutPrefix(s.body[i], "$ ")
		if !ok {
			r.t.Fatalf("%s: %q is no command; begin it with $", where, s.body[i])
		}
		for i++; strings.HasSuffix(command, `\`) && i < len(s.body); i++ {
			command += "\n" + s.body[i]
		}
		from := i
		for i < len(s.body) && !strings.HasPrefix(s.body[i], "$ ") {
			i++
		}
		all = append(all, entered{command, s.body[from:i]})
	}
	return all
}

// console runs commands, and compares what each prints.
func (r *newcomer) console(where string, s step) {
	r.t.Helper()
	all := r.typed(where, s)
	for i, c := range all {
		out, status := r.run(c.command)
		wanted := "0"
		if i == len(all)-1 && s.with["exits"] != "" {
			wanted = s.with["exits"]
		}
		if fmt.Sprint(status) != wanted {
			r.t.Fatalf("%s: %s: status %d, want %s\n%s", where, c.command, status, wanted, out)
		}
		if want := strings.Join(c.prints, "\n"); len(c.prints) > 0 && !matches(want, out) {
			r.t.Errorf("%s: %s prints\n%s\nand not\n%s", where, c.command, out, want)
		}
	}
}

// matches compares what a command prints with what a document shows of it.
func matches(shown, printed string) bool {
	var pattern strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(shown), "\n") {
		line = strings.TrimRight(line, " ")
		if i > 0 {
			pattern.WriteString(`\n`)
		}
		if line == "…" {
			pattern.WriteString(`(?s:.*)`)
			continue
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*"))
	}
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(printed)) {
		lines = append(lines, strings.TrimRight(line, " \r\n"))
	}
	return regexp.MustCompile(`\A(?:` + pattern.String() + `)\z`).MatchString(strings.Join(lines, "\n"))
}

// run runs a command in the shell that ran the one before.
func (r *newcomer) run(command string) (out string, status int) {
	r.t.Helper()
	script := `[ ! -f "$STATE/env" ] || . "$STATE/env"
[ ! -f "$STATE/at" ] || cd "$(cat "$STATE/at")" || exit 99
` + command + `
s=$?
export -p >"$STATE/env"; pwd >"$STATE/at"
exit $s
`
	cmd := exec.Command("sh", "-c", script)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "STATE="+r.state, "LANG=C.UTF-8", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@a.example", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@a.example", "GIT_CONFIG_GLOBAL=/dev/null")
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		r.t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

// at returns where a file of the reader's stands: where the shell is.
func (r *newcomer) at(name string) string {
	at, err := os.ReadFile(filepath.Join(r.state, "at"))
	if err != nil {
		at = []byte(r.dir)
	}
	return filepath.Join(strings.TrimSpace(string(at)), filepath.FromSlash(name))
}

func (r *newcomer) read(where, name string) string {
	r.t.Helper()
	text, err := os.ReadFile(r.at(name))
	if err != nil {
		r.t.Fatalf("%s: %v", where, err)
	}
	return string(text)
}

func (r *newcomer) write(where, name, text string) {
	r.t.Helper()
	if err := writeScriptFile(r.at(name), []byte(text)); err != nil {
		r.t.Fatalf("%s: %v", where, err)
	}
}

// withKeys puts lines into front matter, a key in the place of the same one.
func withKeys(file string, lines []string) string {
	key := regexp.MustCompile(`^[a-z_]+:`)
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && !key.MatchString(lines[to]) {
			to++
		}
		block := strings.Join(lines[from:to], "\n") + "\n"
		if name := key.FindString(lines[from]); name != "" {
			old := regexp.MustCompile(`(?m)^` + name + `.*\n(?:[ \t#-].*\n)*?((?m:^[a-z_-]))`)
			if m := old.FindStringSubmatchIndex(file); m != nil {
				file = file[:m[0]] + block + file[m[2]:]
			} else {
				end := strings.LastIndex(file, "\n---") + 1
				if second := strings.Index(file[3:], "\n---"); second >= 0 {
					end = second + 4
				}
				file = file[:end] + block + file[end:]
			}
		}
		from = to
	}
	return file
}

// parse has our commands in a block that is not run understand their flags.
func (r *newcomer) parse(where string, s step) {
	r.t.Helper()
	for _, line := range s.body {
		command, isCommand := strings.CutPrefix(line, "$ ")
		_, after, ours := strings.Cut(" "+command, " rapport ")
		if !ours || s.kind == "console" && !isCommand || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		var args []string
		for _, word := range regexp.MustCompile(`'[^']*'|"[^"]*"|\S+`).FindAllString(after, -1) {
			if strings.ContainsAny(word[:1], "|&#>;<") {
				break
			}
			args = append(args, strings.Trim(word, `'"`))
		}
		cmd, rest, err := newRoot(environment{}).Find(args)
		if err == nil {
			cmd.InitDefaultHelpFlag()
			err = cmd.ParseFlags(rest)
		}
		if err != nil || cmd.Name() == "rapport" {
			r.t.Errorf("%s: %q: %v", where, line, err)
		}
	}
}

// The documents open where there is no workspace, and print their address for who has no browser.
func TestDocsNeedNoWorkspace(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	var out, errors screen
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"docs", "--no-open", "--addr", "127.0.0.1:0"}, environment{
			stdin: strings.NewReader(""), stdout: &out, stderr: &errors, getenv: func(string) string { return "" },
			now: time.Now, terminal: func(io.Writer) (int, bool) { return 0, false },
		})
	}()
	url := out.until(t, `the documents are at (http://[^;]+/); stop with Ctrl-C`)
	if page := get(t, url); !strings.Contains(page, "<h1>Documents</h1>") || !strings.Contains(page, "Your first portal in fifteen minutes") {
		t.Errorf("the first page is\n%.1000s", page)
	}
	cancel()
	select {
	case status := <-ended:
		if status != statusDone || errors.String() != "" {
			t.Errorf("exit status %d\n%s", status, errors.String())
		}
	case <-time.After(time.Minute):
		t.Error("docs does not stop")
	}
}
