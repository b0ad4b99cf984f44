//go:build slow

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"rapport/generator/testprogram"
)

// An actionStep is a step of action.yml.
type actionStep struct {
	ID, If, Uses, Shell, Run string
	Env                      map[string]string
}

// An action plays the steps of action.yml that are ours as GitHub does, in a repository with a workspace in a folder.
type action struct {
	t       *testing.T
	dir     string // of everything
	repo    string
	inputs  map[string]string
	steps   []actionStep
	known   map[string]string // what stands for an expression
	machine []string          // variables of the machine
}

func newAction(t *testing.T) *action {
	t.Helper()
	testprogram.Find(t, "git", "")
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Inputs map[string]struct{ Default string }
		Runs   struct{ Steps []actionStep }
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	a := &action{t: t, dir: dir, repo: filepath.Join(dir, "repo"), inputs: map[string]string{}, steps: file.Runs.Steps, known: map[string]string{}}
	for name, input := range file.Inputs {
		a.inputs[name] = input.Default
	}
	a.inputs["working-directory"] = "site"
	for _, folder := range []string{"temp", "bin"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	path, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	a.machine = append(os.Environ(), "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"),
		"GITHUB_ACTION_PATH="+path, "GITHUB_WORKSPACE="+a.repo, "GITHUB_REPOSITORY=noord/portals", "GITHUB_OUTPUT="+a.file("output"), "GITHUB_STEP_SUMMARY="+a.file("summary"),
		"RUNNER_TEMP="+a.file("temp"), "RAPPORT_AS_OF=2026-10-16T12:00:00+02:00", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@a.example", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@a.example")
	if err := os.CopyFS(filepath.Join(a.repo, "site"), os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	a.sh("git init -q -b main && git add . && git commit -q -m One")
	return a
}

func (a *action) file(name string) string { return filepath.Join(a.dir, name) }

func (a *action) read(name string) string {
	text, _ := os.ReadFile(a.file(name))
	return string(text)
}

// sh runs a command in the repository, and returns what it says.
func (a *action) sh(script string) string {
	a.t.Helper()
	command := exec.CommandContext(a.t.Context(), "sh", "-c", script)
	command.Dir, command.Env = a.repo, a.machine
	out, err := command.CombinedOutput()
	if err != nil {
		a.t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return strings.TrimSpace(string(out))
}

var expression = regexp.MustCompile(`\$\{\{ (.*?) \}\}`)

// step runs the one of its name, or the nth of those that run something, and returns what it says and its status.
func (a *action) step(nth int) (string, int) {
	a.t.Helper()
	var ours []actionStep
	for _, s := range a.steps {
		if s.Run != "" {
			ours = append(ours, s)
		}
	}
	s := ours[nth]
	command := exec.CommandContext(a.t.Context(), s.Shell, "-ec", s.Run)
	command.Dir, command.Env = a.repo, a.machine
	for name, value := range s.Env {
		command.Env = append(command.Env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
			e = expression.FindStringSubmatch(e)[1]
			if input, ok := strings.CutPrefix(e, "inputs."); ok {
				if _, known := a.inputs[input]; !known {
					a.t.Fatalf("there is no input %s", input)
				}
				return a.inputs[input]
			}
			value, ok := a.known[e]
			if !ok {
				a.t.Fatalf("nobody says what %s is", e)
			}
			return value
		}))
	}
	out, err := command.CombinedOutput()
	if command.ProcessState == nil {
		a.t.Fatal(err)
	}
	return string(out), command.ProcessState.ExitCode()
}

const (
	actionRuns = iota
	actionCompares
	actionComments
)

// No input is put into a script, where it could give orders.
func TestTheActionPutsNoInputIntoAScript(t *testing.T) {
	for _, s := range newAction(t).steps {
		if strings.Contains(s.Run, "${{") || s.Run != "" && s.Shell == "" {
			t.Errorf("a step runs %q in %q", s.Run, s.Shell)
		}
	}
}

// Check notes what it finds beside the lines of the repository; other commands take arguments, as words.
func TestTheActionRunsACommand(t *testing.T) {
	a := newAction(t)
	if out, status := a.step(actionRuns); status != 0 || !strings.Contains(out, "::warning file=site/content/clients/birch/desk/engagement.md,line=7,col=3,title=no-excludes::") {
		t.Errorf("status %d\n%s", status, out)
	}
	a.inputs["annotations"] = "false"
	if out, status := a.step(actionRuns); status != 0 || strings.Contains(out, "::warning") || !strings.Contains(out, "warning: the scope does not say") {
		t.Errorf("without annotations: status %d\n%s", status, out)
	}
	a.inputs["args"] = "--fail-on warning"
	if out, status := a.step(actionRuns); status != statusContent {
		t.Errorf("with --fail-on warning: status %d\n%s", status, out)
	}
	a.inputs["args"] = "--client *"
	if out, status := a.step(actionRuns); status != statusUsage || !strings.Contains(out, `there is no client "*"`) {
		t.Errorf("of a pattern: status %d\n%s", status, out)
	}
	a.inputs["command"], a.inputs["args"] = "build", "--out other --quiet"
	if out, status := a.step(actionRuns); status != 0 || a.sh("ls site/other/index.html") == "" {
		t.Errorf("of build: status %d\n%s", status, out)
	}
	a.inputs["args"] = "$(touch hacked) `touch hacked` ; touch hacked *"
	if out, status := a.step(actionRuns); status != statusUsage || a.sh("ls -A") != ".git\nsite" {
		t.Errorf("of orders: status %d\n%s", status, out)
	}
}

// The summary says what a change to the content changes on the desk, also where the clone has no history.
func TestTheActionSaysWhatChangesOnTheDesk(t *testing.T) {
	a := newAction(t)
	const base = "github.event.pull_request.base.sha || github.event.before"
	a.known[base] = a.sh("git rev-parse HEAD")
	a.sh("sed -i 's/needed_by: 2026-10-20/needed_by: 2026-10-14/' site/content/clients/acme/shop/journal/2026-10-12-colours.md && git commit -qam Two")
	a.sh("cd .. && git clone -q --depth 1 file://$PWD/repo shallow && rm -r repo/* && mv repo hosted && mv shallow repo && git -C repo remote set-url origin file://$PWD/hosted")
	if out, status := a.step(actionCompares); status != 0 || out != "" {
		t.Fatalf("status %d\n%s", status, out)
	}
	if got := a.read("summary"); !strings.Contains(got, "### What this changes on the desk\n") || !strings.Contains(got, "- changed: Joost to decide: Which colours; ") {
		t.Errorf("the summary is\n%s", got)
	}
	changes := strings.TrimSuffix(strings.TrimPrefix(a.read("output"), "file="), "\n")
	if text, err := os.ReadFile(changes); err != nil || string(text) != a.read("summary") {
		t.Errorf("the output names %q: %v", changes, err)
	}

	a.known["steps.changes.outputs.file"], a.known["github.event.pull_request.number"] = changes, "7"
	if err := writeScriptFile(a.file("bin/gh"), []byte("#!/bin/sh\necho \"$@\"; echo \"$GH_TOKEN\"\n")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(a.file("bin/gh"), 0o755); err != nil {
		t.Fatal(err)
	}
	a.inputs["token"] = "secret"
	want := fmt.Sprintf("pr comment 7 --repo noord/portals --edit-last --create-if-none --body-file %s\nsecret\n", changes)
	if out, status := a.step(actionComments); status != 0 || out != want {
		t.Errorf("it comments by (status %d)\n%s", status, out)
	}

	// A first push, a schedule, and what is no commit have nothing to compare with.
	os.Remove(a.file("summary"))
	for _, nothing := range []string{"", strings.Repeat("0", 40), "--upload-pack=x"} {
		a.known[base] = nothing
		if out, status := a.step(actionCompares); status != 0 || out != "" || a.read("summary") != "" {
			t.Errorf("with %q: status %d\n%s%s", nothing, status, out, a.read("summary"))
		}
	}
}

// At a tag the action runs that release, of the repository that it is from, unless it is told otherwise.
func TestTheActionRunsTheReleaseThatItIsOf(t *testing.T) {
	a := newAction(t)
	at := a.file("_actions/example/rapport/v1.2.0")
	for _, name := range []string{"ci/action", "generator/scaffold/start/ci/rapport"} {
		text, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := writeScriptFile(filepath.Join(at, name), text); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeScriptFile(a.file("bin/curl"), []byte("#!/bin/sh\nfor last; do :; done\necho \"asks for $last\"; exit 22\n")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(a.file("bin/curl"), 0o755); err != nil {
		t.Fatal(err)
	}
	a.machine = append(a.machine, "GITHUB_ACTION_PATH="+at+"/", "RAPPORT_CACHE="+a.file("cache"))
	if out, _ := a.step(actionRuns); !strings.Contains(out, "asks for https://github.com/example/rapport/releases/download/v1.2.0/checksums.txt\n") {
		t.Errorf("it runs\n%s", out)
	}
	a.inputs["version"], a.inputs["releases"] = "1.3.0", "https://mirror.example/releases"
	if out, _ := a.step(actionRuns); !strings.Contains(out, "asks for https://mirror.example/releases/download/v1.3.0/checksums.txt\n") {
		t.Errorf("it runs\n%s", out)
	}
}
