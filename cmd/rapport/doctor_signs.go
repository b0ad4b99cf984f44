package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"rapport/generator/chromium"
	"rapport/generator/seal"
)

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
	if p.gitVersion == "" {
		return note("git", "not found", "without it check cannot tell which promises were changed; install git")
	}
	return ok("git", "%s", p.gitVersion)
}

// ofAuthor looks whether git knows whose commits are, and guesses nobody by the name of the machine.
func ofAuthor(p *patient) *sign {
	if p.gitVersion == "" {
		return nil
	}
	said, err := p.git("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
	if err != nil {
		return note("author", "git has not been told your name and address, which each commit says",
			`git config --global user.name "Your Name"; git config --global user.email you@example.org`)
	}
	name, _, _ := strings.Cut(said, "> ") // the time stands behind
	return ok("author", "%s>", name)
}

func ofRepository(p *patient) *sign {
	if p.gitVersion == "" || !p.here {
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
	if !p.here {
		return nil
	}
	if said, err := p.git("rev-parse", "--is-shallow-repository"); err == nil && said == "true" {
		return note("history", "only its end is here", "git fetch --unshallow; in CI, fetch-depth: 0")
	}
	return nil
}

func ofClock(p *patient) *sign {
	if !p.here {
		return nil
	}
	said, err := p.git("log", "-1", "--format=%ct")
	seconds, bad := strconv.ParseInt(said, 10, 64)
	if err != nil || bad != nil {
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
	if _, err := os.Stat(filepath.Join(p.dir, p.content, seal.KeysFolder, seal.Provider+".pub")); err != nil {
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
