// Package chromium finds the Chromium that is installed, or a kin of it, and has it print
// pages.
package chromium

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Variable is the variable of the environment that names a Chromium.
const Variable = "RAPPORT_CHROMIUM"

// oldest is the first version that prints in a sheet's margins what a page says in an
// attribute, as what stands beside the page numbers.
const oldest = 133

// names are what Chromium and its kin are called, the plainest first.
var names = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	`C:\Program Files\Google\Chrome\Application\chrome.exe`,
	`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
}

// A Browser is a Chromium that is installed.
type Browser struct {
	Path    string
	Version string // in any form; another one may print another way
}

// ErrMissing says that no Chromium is installed.
var ErrMissing = errors.New("PDFs are printed by Chromium, and none was found; install chromium (or Chrome), or name one in " + Variable)

// Find finds Chromium: the program that is named, or where none is, one that is installed.
func Find(ctx context.Context, named string) (Browser, error) {
	path, err := find(named)
	if err != nil {
		return Browser{}, err
	}
	version, err := version(ctx, path)
	if err != nil {
		return Browser{}, fmt.Errorf("%s does not say its version: %w; install it anew, or name another Chromium in %s", path, err, Variable)
	}
	major, _, _ := strings.Cut(version, ".")
	if n, err := strconv.Atoi(major); err == nil && n < oldest {
		return Browser{}, fmt.Errorf("%s is Chromium %s, which prints nothing at the foot of sheets; version %d can: update it, or name another in %s", path, version, oldest, Variable)
	}
	return Browser{path, version}, nil
}

func find(named string) (string, error) {
	if named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("%s names %s, which is not a program here; install it, or name another", Variable, named)
		}
		return filepath.Abs(path)
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

var number = regexp.MustCompile(`\d+(?:\.\d+){2,3}`)

// version asks a Chromium for its version. On Windows it opens a window instead, so that
// there the file's own time has to do.
func version(ctx context.Context, path string) (string, error) {
	if runtime.GOOS == "windows" {
		info, err := os.Stat(path)
		if err != nil {
			return "", err
		}
		return info.ModTime().UTC().Format(time.RFC3339), nil
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--version")
	cmd.WaitDelay = time.Second
	said, err := cmd.Output()
	if err != nil {
		return "", err
	}
	found := number.Find(said)
	if found == nil {
		return "", errors.New("there is no number in its answer")
	}
	return string(found), nil
}

// Print prints a page to a file, with a profile of its own. It returns what Chromium said
// last, for one who wants to know why nothing came of it.
func (b Browser) Print(ctx context.Context, page, to, profile string) (said string, err error) {
	address := filepath.ToSlash(page)
	if !strings.HasPrefix(address, "/") { // C:/
		address = "/" + address
	}
	args := []string{
		"--headless", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-extensions", "--disable-sync",
		"--disable-breakpad", "--disable-component-update", "--disable-dev-shm-usage",
		// No network: no name is found, and all else is asked of a proxy that is not there.
		"--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
		"--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
		"--user-data-dir=" + profile, "--print-to-pdf=" + to,
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // Chromium refuses to start with one for root
	}
	cmd := exec.CommandContext(ctx, b.Path, append(args, (&url.URL{Scheme: "file", Path: address}).String())...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.WaitDelay = time.Second
	together(cmd)
	if err = cmd.Run(); err != nil {
		err = fmt.Errorf("printing failed: %w", err)
	}
	return last(stderr.String()), err
}

// last is the last line that Chromium said, other than about the desktop that it misses
// on a server.
func last(said string) string {
	var found string
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(line, "dbus") {
			found = line
		}
	}
	return found
}
