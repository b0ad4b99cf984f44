package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator/chromium"
	"rapport/generator/front"
	"rapport/generator/source"
)

// How a sign is. A problem makes the exit status 3.
const (
	signOK      = "ok"
	signNote    = "note"
	signProblem = "problem"
)

// A sign is what doctor found of one thing.
type sign struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	State string `json:"state"`
	Says  string `json:"says"`
	Do    string `json:"do,omitempty"` // what to do about it
}

// A machine is what doctor asks, so that a test can be one that lacks something.
type machine struct {
	run    func(name string, args ...string) (string, error) // what a program says, without the line's end
	chrome func() (chromium.Browser, error)
	free   func(dir string) (bytes uint64, err error) // errors.ErrUnsupported where nothing tells
	listen func(addr string) error
	zone   func(name string) error
	proc   fs.FS  // what Linux tells of itself
	system string // runtime.GOOS
	now    time.Time
}

func (c *common) machine(ctx context.Context) *machine {
	return &machine{
		run: func(name string, args ...string) (string, error) {
			ctx, stop := context.WithTimeout(ctx, 10*time.Second)
			defer stop()
			out, err := exec.CommandContext(ctx, name, args...).Output()
			return strings.TrimSpace(string(out)), err
		},
		chrome: func() (chromium.Browser, error) { return chromium.Find(ctx, c.env.getenv(chromium.Variable)) },
		free:   freeSpace,
		listen: func(addr string) error {
			listener, err := net.Listen("tcp", addr)
			if err == nil {
				err = listener.Close()
			}
			return err
		},
		zone:   func(name string) error { _, err := time.LoadLocation(name); return err },
		proc:   os.DirFS("/proc"),
		system: runtime.GOOS,
		now:    c.env.now(),
	}
}

// A patient is the workspace that doctor looks at.
type patient struct {
	*machine
	dir, content string
	here         bool     // there is one
	languages    []string // of its portals
	sealed       []string // clients whose portals are sealed
}

func newDoctor(c *common) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at what is installed, what is missing, and what to do about it",
		Long: `Doctor looks at the machine and, where there is one, at the workspace: what is installed and what needs what is
missing, whether its history, its disk and its clock are as they should be. Each line is ok, a note, or a problem, with
what to do about it. Nothing is changed. The exit status is 3 where something is a problem.`,
		Example: "  rapport doctor\n  rapport doctor --json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			signs := examine(newPatient(c.machine(cmd.Context()), c.dir, c.content))
			var err error
			if asJSON {
				encoder := json.NewEncoder(c.env.stdout)
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				err = encoder.Encode(signs)
			} else {
				err = c.printSigns(signs)
			}
			if n := problemsIn(signs); err == nil && n > 0 {
				err = fmt.Errorf("%s found", count(n, "problem"))
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all as JSON")
	return cmd
}

func problemsIn(signs []sign) (n int) {
	for _, s := range signs {
		if s.State == signProblem {
			n++
		}
	}
	return n
}

// printSigns prints a line a sign, by group; with --quiet problems alone.
func (c *common) printSigns(signs []sign) error {
	group := ""
	for _, s := range signs {
		if c.quiet && s.State != signProblem {
			continue
		}
		if s.Group != group {
			if group != "" {
				fmt.Fprintln(c.env.stdout)
			}
			group = s.Group
			fmt.Fprintln(c.env.stdout, group)
		}
		line := fmt.Sprintf("  %-8s %s: %s", s.State, s.Name, s.Says)
		if s.Do != "" {
			line += "; " + s.Do
		}
		if _, err := fmt.Fprintln(c.env.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// newPatient looks which workspace there is.
func newPatient(m *machine, dir, content string) *patient {
	p := &patient{machine: m, dir: dir, content: content}
	folder, err := source.OpenFolder(filepath.Join(dir, content))
	if err != nil {
		return p
	}
	if _, err := fs.Stat(folder, "provider.md"); err != nil {
		return p
	}
	p.here = true
	p.speaks(fieldOf(folder, "provider.md", "locale"))
	clients, _ := fs.Glob(folder, "clients/*/client.md")
	for _, file := range clients {
		p.speaks(fieldOf(folder, file, "locale"))
		if isSealed(folder, file) {
			p.sealed = append(p.sealed, path.Base(path.Dir(file)))
		}
	}
	return p
}

func (p *patient) speaks(locale string) {
	if tag, _, _ := strings.Cut(strings.ToLower(locale), "-"); tag != "" && !slices.Contains(p.languages, tag) {
		p.languages = append(p.languages, tag)
	}
}

// isSealed reports whether a client's portal is sealed: access: sealed, or access: {sealed: …}.
func isSealed(folder fs.FS, file string) bool {
	access := nodeOf(folder, file, "access")
	return access != nil && (access.Raw == "sealed" || access.Get("sealed") != nil)
}

// fieldOf is a single value of a file's front matter, "" where there is none.
func fieldOf(folder fs.FS, file, key string) string {
	if n := nodeOf(folder, file, key); n != nil {
		return n.Raw
	}
	return ""
}

// nodeOf is what stands under a key of a file's front matter, nil for nothing.
func nodeOf(folder fs.FS, file, key string) *front.Node {
	data, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil
	}
	doc, _ := front.Parse(file, data)
	return doc.Front.Get(key)
}

// examine looks at everything, in groups.
func examine(p *patient) []sign {
	signs := []sign{}
	for _, group := range []struct {
		name  string
		looks []func(*patient) *sign
	}{
		{"Program", []func(*patient) *sign{ofVersion, ofZones}},
		{"Paper", []func(*patient) *sign{ofChromium, ofFonts}},
		{"History", []func(*patient) *sign{ofGit, ofAuthor, ofRepository, ofShallow, ofClock}},
		{"Workspace", []func(*patient) *sign{ofContent, ofOutput, ofRemembered, ofSpace, ofCase, ofProviderKey}},
		{"Preview", []func(*patient) *sign{ofPort, ofWatches}},
	} {
		for _, look := range group.looks {
			if s := look(p); s != nil {
				s.Group = group.name
				signs = append(signs, *s)
			}
		}
	}
	return signs
}

func ok(name, says string, args ...any) *sign {
	return &sign{Name: name, State: signOK, Says: fmt.Sprintf(says, args...)}
}

func note(name, says, do string) *sign {
	return &sign{Name: name, State: signNote, Says: says, Do: do}
}

func trouble(name, says, do string) *sign {
	return &sign{Name: name, State: signProblem, Says: says, Do: do}
}

func ofVersion(p *patient) *sign {
	sign := ok("rapport", "%s, made with %s for %s/%s", fullVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if at := releasesPage(); at != "" {
		sign.Do = "all releases: " + at // Rapport asks nobody whether there is a newer one
	}
	return sign
}

func ofZones(p *patient) *sign {
	if err := p.zone("Europe/Amsterdam"); err != nil {
		return trouble("time zones", "the names of time zones are not known", "install tzdata, or a Rapport that holds them")
	}
	return ok("time zones", "known")
}

func ofChromium(p *patient) *sign {
	browser, err := p.chrome()
	switch {
	case errors.Is(err, chromium.ErrMissing):
		return note("Chromium", "not found", "build --pdf needs it; install chromium or Chrome, or name one in "+chromium.Variable)
	case err != nil:
		return note("Chromium", err.Error(), "build --pdf needs it")
	}
	return ok("Chromium", "%s, %s", browser.Version, browser.Path)
}

// ofScript are the languages whose letters many machines have no font for.
var ofScript = map[string]string{"ja": "Japanese", "zh": "Chinese", "ko": "Korean", "ar": "Arabic", "he": "Hebrew", "fa": "Persian", "th": "Thai", "hi": "Hindi"}

func ofFonts(p *patient) *sign {
	var missing []string
	asked := false
	for _, tag := range p.languages {
		if ofScript[tag] == "" {
			continue
		}
		fonts, err := p.run("fc-list", ":lang="+tag, "family")
		if errors.Is(err, exec.ErrNotFound) {
			return note("fonts", "nothing tells which fonts there are", "for "+ofScript[tag]+" on paper, make sure that one is installed")
		}
		if asked = true; fonts == "" {
			missing = append(missing, ofScript[tag])
		}
	}
	switch {
	case len(missing) > 0:
		return note("fonts", "none has the letters of "+strings.Join(missing, ", "), "for PDFs, install one (Debian: fonts-noto)")
	case !asked:
		return nil
	}
	return ok("fonts", "all languages of the workspace can be printed")
}

func ofGit(p *patient) *sign {
	said, err := p.run("git", "--version")
	if err != nil {
		return note("git", "not found", "without it check cannot tell which promises were changed; install git")
	}
	return ok("git", "%s", strings.TrimPrefix(said, "git version "))
}

// ofAuthor looks whether git knows whose commits are.
func ofAuthor(p *patient) *sign {
	if _, err := p.git("--version"); err != nil {
		return nil
	}
	said, err := p.git("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
	if err != nil {
		return note("author", "git knows no name and address of yours, and commits nothing without",
			`git config --global user.name "Your Name"; git config --global user.email you@example.org`)
	}
	name, _, _ := strings.Cut(said, "> ") // the time stands behind
	return ok("author", "%s>", name)
}

// git asks git about the workspace.
func (p *patient) git(args ...string) (string, error) {
	return p.run("git", append([]string{"-C", p.dir}, args...)...)
}

func ofRepository(p *patient) *sign {
	if _, err := p.git("--version"); err != nil || !p.here {
		return nil
	}
	if said, err := p.git("rev-parse", "--is-inside-work-tree"); err != nil || said != "true" {
		return note("repository", "the workspace is in none", "with git init, and a commit a day, check is witness to what was promised")
	}
	if _, err := p.git("rev-parse", "--verify", "HEAD"); err != nil {
		return note("repository", "nothing is committed yet", "git add . && git commit")
	}
	return ok("repository", "the workspace is in one")
}

func ofShallow(p *patient) *sign {
	if said, err := p.git("rev-parse", "--is-shallow-repository"); err == nil && said == "true" && p.here {
		return note("history", "only its end is here", "git fetch --unshallow; in CI, fetch-depth: 0")
	}
	return nil
}

func ofClock(p *patient) *sign {
	said, err := p.git("log", "-1", "--format=%ct")
	seconds, bad := strconv.ParseInt(said, 10, 64)
	if err != nil || bad != nil || !p.here {
		return nil
	}
	if last := time.Unix(seconds, 0); last.After(p.now.Add(time.Hour)) {
		return trouble("clock", fmt.Sprintf("it says %s, and the last commit is of %s", p.now.UTC().Format(time.DateTime), last.UTC().Format(time.DateTime)),
			"set the clock: what portals show depends on the day")
	}
	return ok("clock", "not before the last commit")
}

func ofContent(p *patient) *sign {
	if !p.here {
		return note("content", "there is no workspace here", "name its folder with -C, or make one with rapport init")
	}
	return ok("content", "%s", filepath.Join(p.dir, p.content))
}

func ofOutput(p *patient) *sign     { return p.writable("output", "public") }
func ofRemembered(p *patient) *sign { return p.writable("memory", ".rapport") }

// writable tries whether a folder of the workspace can be written to: it, or the workspace where it is
// not there yet. What it writes, it takes away.
func (p *patient) writable(name, folder string) *sign {
	if !p.here {
		return nil
	}
	at := filepath.Join(p.dir, folder)
	if _, err := os.Stat(at); errors.Is(err, fs.ErrNotExist) {
		at = p.dir
	}
	file, err := os.CreateTemp(at, ".rapport-doctor-*")
	if err != nil {
		return trouble(name, folder+" cannot be written to", "give yourself the right to write there, or name another folder")
	}
	if err := errors.Join(file.Close(), os.Remove(file.Name())); err != nil {
		return trouble(name, err.Error(), "look at the disk")
	}
	return ok(name, "%s can be written to", folder)
}

// leastFree is what a build of many portals may need.
const leastFree = 200 << 20

func ofSpace(p *patient) *sign {
	if !p.here {
		return nil
	}
	switch free, err := p.free(p.dir); {
	case err != nil:
		return nil
	case free < leastFree:
		return trouble("disk", fmt.Sprintf("%d MB are free", free>>20), "make room: a build stages all that it writes")
	default:
		return ok("disk", "%d MB are free", free>>20)
	}
}

func ofCase(p *patient) *sign {
	if !p.here {
		return nil
	}
	as, err := os.Stat(filepath.Join(p.dir, p.content, "provider.md"))
	other, errOther := os.Stat(filepath.Join(p.dir, p.content, "PROVIDER.md"))
	if err == nil && errOther == nil && os.SameFile(as, other) {
		return note("capitals", "this disk takes names that differ in capitals for one", "write links and names of files as the files are called: hosts tell them apart")
	}
	return nil
}

func ofProviderKey(p *patient) *sign {
	if len(p.sealed) == 0 {
		return nil
	}
	if _, err := os.Stat(filepath.Join(p.dir, p.content, "keys", "provider.pub")); err != nil {
		return trouble("keys", fmt.Sprintf("%s sealed, and there is no key of your own", count(len(p.sealed), "portal")), "rapport key add --provider: with it you read them, and what clients answer there")
	}
	return ok("keys", "%s sealed, and you have a key", count(len(p.sealed), "portal"))
}

func ofPort(p *patient) *sign {
	if err := p.listen(previewAddress); err != nil {
		return note("port", previewAddress+" is taken", "serve takes the next one that is free")
	}
	return ok("port", "%s is free", previewAddress)
}

func ofWatches(p *patient) *sign {
	text, err := fs.ReadFile(p.proc, "sys/fs/inotify/max_user_watches")
	most, bad := strconv.Atoi(strings.TrimSpace(string(text)))
	if p.system != "linux" || err != nil || bad != nil || !p.here {
		return nil
	}
	folders := 0
	_ = filepath.WalkDir(filepath.Join(p.dir, p.content), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			folders++
		}
		return nil // what cannot be read, serve does not watch either
	})
	if folders > most/2 {
		return trouble("watching", fmt.Sprintf("%d folders are to be watched, and the system allows %d", folders, most),
			"rapport serve --poll, or raise fs.inotify.max_user_watches")
	}
	return ok("watching", "%d folders, of %d that the system allows", folders, most)
}
