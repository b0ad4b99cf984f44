package scaffold

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"rapport/generator/effort"
	"rapport/generator/testprogram"
)

// A published release is a host of releases with one that the script takes for this machine.
type published struct {
	URL   string
	host  net.Listener
	mu    sync.Mutex
	files map[string][]byte // by path
	asked []string
}

const releasedProgram = "#!/bin/sh\necho \"released: $*\"\nexit 7\n"

func publish(t *testing.T) *published {
	t.Helper()
	p := &published{files: map[string][]byte{}}
	var archive bytes.Buffer
	packed := gzip.NewWriter(&archive)
	files := tar.NewWriter(packed)
	for _, f := range [][2]string{{"LICENSE", "MIT"}, {"rapport", releasedProgram}} {
		if err := files.WriteHeader(&tar.Header{Name: f[0], Mode: 0o755, Size: int64(len(f[1]))}); err != nil {
			t.Fatal(err)
		}
		files.Write([]byte(f[1]))
	}
	files.Close()
	packed.Close()
	name := fmt.Sprintf("rapport_1.2.0_linux_%s.tar.gz", runtime.GOARCH)
	p.files["/releases/download/v1.2.0/"+name] = archive.Bytes()
	p.files["/releases/download/v1.2.0/checksums.txt"] = fmt.Appendf(nil, "%064d  rapport_1.2.0_linux_other.tar.gz\n%x  %s\n", 0, sha256.Sum256(archive.Bytes()), name)
	var err error
	if p.host, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	p.URL = "http://" + p.host.Addr().String()
	var serving sync.WaitGroup
	serving.Go(func() { http.Serve(p.host, http.HandlerFunc(p.serve)) })
	t.Cleanup(func() { p.Close(); serving.Wait() })
	return p
}

func (p *published) Close() { p.host.Close() }

func (p *published) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.URL.Path)
	if text, ok := p.files[r.URL.Path]; ok {
		w.Write(text)
		return
	}
	http.NotFound(w, r)
}

// A runner runs ci/rapport as init writes it, with a path of its own that has no rapport.
type runner struct {
	t      *testing.T
	shell  []string
	script string
	path   string
	cache  string
}

func newRunner(t *testing.T, version, releases string, shell ...string) *runner {
	t.Helper()
	s := plainStart
	s.Version, s.Releases, s.Random = version, releases, bytes.NewReader(make([]byte, 99))
	files, err := Workspace(s)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	r := &runner{t: t, shell: shell, script: filepath.Join(dir, "ci-rapport"), path: filepath.Join(dir, "bin"), cache: filepath.Join(dir, "cache of the machine")}
	for _, f := range files {
		if f.Name == "ci/rapport" {
			put(t, r.script, string(f.Body))
		}
	}
	for _, tool := range strings.Fields("uname mkdir mktemp rm mv sed cut tar gzip chmod sha256sum curl") {
		at := testprogram.Find(t, tool, "")
		if err := os.MkdirAll(r.path, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(at, filepath.Join(r.path, tool)); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// run returns what the script says and its exit status.
func (r *runner) run(env ...string) (out string, status int) {
	r.t.Helper()
	command := exec.CommandContext(r.t.Context(), r.shell[0], append(r.shell[1:len(r.shell):len(r.shell)], r.script, "check", "two words")...)
	command.Env = append([]string{"PATH=" + r.path, "RAPPORT_CACHE=" + r.cache}, env...)
	text, err := command.CombinedOutput()
	if command.ProcessState == nil {
		r.t.Fatal(err)
	}
	return string(text), command.ProcessState.ExitCode()
}

// left are the files in the cache, but for the programs of releases.
func (r *runner) left() []string {
	all, _ := filepath.Glob(filepath.Join(r.cache, "new.*"))
	return all
}

// shells are those that hosts have as sh; without the build tag slow, this machine's alone.
func shells(t *testing.T) map[string][]string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the release is for Linux")
	}
	all := map[string][]string{"sh": {testprogram.Find(t, "sh", "")}}
	if effort.Slow {
		all["bash"] = []string{testprogram.Find(t, "bash", ""), "--posix"}
		all["busybox"] = []string{testprogram.Find(t, "busybox", ""), "sh"}
	}
	return all
}

const released = "released: check two words\n"

// The release that init named is fetched, held against its sum, and run; the next time it is there.
func TestTheRecipeRunsTheRelease(t *testing.T) {
	for name, shell := range shells(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := publish(t)
			r := newRunner(t, "1.2.0", p.URL+"/releases", shell...)
			if out, status := r.run(); out != released || status != 7 {
				t.Fatalf("status %d\n%s", status, out)
			}
			p.Close()
			if out, status := r.run(); out != released || status != 7 || len(p.asked) != 2 {
				t.Errorf("the second time: status %d after %v\n%s", status, p.asked, out)
			}
			if left := r.left(); len(left) > 0 {
				t.Errorf("it leaves %v behind", left)
			}
			put(t, filepath.Join(r.path, "rapport"), "#!/bin/sh\necho \"installed: $*\"\n")
			if out, status := r.run(); out != "installed: check two words\n" || status != 0 {
				t.Errorf("where one is installed: status %d\n%s", status, out)
			}
			if out, status := r.run("RAPPORT_VERSION=v1.2.0"); out != released || status != 7 {
				t.Errorf("where a release is asked for by its tag: status %d\n%s", status, out)
			}
		})
	}
}

// Whatever fetches and sums on a machine.
func TestTheRecipeTakesWhatAMachineHas(t *testing.T) {
	for _, swap := range [][2]string{{"curl", "wget"}, {"sha256sum", "openssl"}, {"sha256sum", "shasum"}} {
		t.Run(swap[1], func(t *testing.T) {
			t.Parallel()
			shell := shells(t)["sh"]
			with, err := exec.LookPath(swap[1])
			if err != nil {
				t.Skip(swap[1] + " is not installed")
			}
			p := publish(t)
			r := newRunner(t, "1.2.0", p.URL+"/releases", shell...)
			if err := os.Remove(filepath.Join(r.path, swap[0])); err != nil {
				t.Fatal(err)
			}
			put(t, filepath.Join(r.path, swap[1]), "#!/bin/sh\nPATH=/usr/bin:/bin exec "+with+" \"$@\"\n")
			if out, status := r.run(); out != released || status != 7 {
				t.Errorf("status %d\n%s", status, out)
			}
		})
	}
}

// What is not as it was released is not run, and what is missing is said, with nothing left behind.
func TestTheRecipeRunsNothingElse(t *testing.T) {
	archive := "/releases/download/v1.2.0/rapport_1.2.0_linux_" + runtime.GOARCH + ".tar.gz"
	sums := "/releases/download/v1.2.0/checksums.txt"
	for name, test := range map[string]struct {
		spoil func(*published, *runner)
		env   string
		says  string
	}{
		"changed":    {func(p *published, _ *runner) { p.files[archive] = append(p.files[archive], ' ') }, "", "is not what was released: its sum differs from that in checksums.txt"},
		"no sum":     {func(p *published, _ *runner) { p.files[sums] = []byte("\n") }, "", "checksums.txt of release 1.2.0 does not name rapport_1.2.0_linux_"},
		"no release": {func(*published, *runner) {}, "RAPPORT_VERSION=9.9.9", "is there a release 9.9.9?"},
		"no network": {func(p *published, _ *runner) { p.Close() }, "", "cannot fetch http://127.0.0.1:"},
		"no version": {func(*published, *runner) {}, "RAPPORT_VERSION=../../x", "set RAPPORT_VERSION to the release to run, such as 1.2.0"},
		"other system": {func(_ *published, r *runner) {
			os.Remove(filepath.Join(r.path, "uname"))
			put(t, filepath.Join(r.path, "uname"), "#!/bin/sh\necho Plan9\n")
		}, "", "no release is for Plan9; install rapport from source"},
		"other machine": {func(_ *published, r *runner) {
			os.Remove(filepath.Join(r.path, "uname"))
			put(t, filepath.Join(r.path, "uname"), "#!/bin/sh\n[ \"$1\" = -s ] && echo Linux || echo mips\n")
		}, "", "no release is for mips; install rapport from source"},
		"nothing to fetch with": {func(_ *published, r *runner) { os.Remove(filepath.Join(r.path, "curl")) }, "", "neither curl nor wget is installed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for shell, command := range shells(t) {
				p := publish(t)
				r := newRunner(t, "1.2.0", p.URL+"/releases", command...)
				test.spoil(p, r)
				out, status := r.run(test.env)
				if status != 3 || !strings.Contains(out, "ci/rapport: ") || !strings.Contains(out, test.says) || strings.Contains(out, released) {
					t.Errorf("%s: status %d, and not %q:\n%s", shell, status, test.says, out)
				}
				if left := r.left(); len(left) > 0 {
					t.Errorf("%s: it leaves %v behind", shell, left)
				}
			}
		})
	}
}

// A program that knows of no release writes a recipe that asks for one.
func TestTheRecipeAsksForWhatInitDidNotKnow(t *testing.T) {
	p := publish(t)
	r := newRunner(t, "", "", shells(t)["sh"]...)
	for _, test := range []struct{ env, says string }{
		{"X=", "ci/rapport: set RAPPORT_VERSION to the release to run, such as 1.2.0, or install rapport\n"},
		{"RAPPORT_VERSION=1.2.0", "ci/rapport: set RAPPORT_RELEASES to the page of the releases: https://HOST/OWNER/NAME/releases\n"},
	} {
		if out, status := r.run(test.env); status != 3 || out != test.says {
			t.Errorf("status %d\n%s", status, out)
		}
	}
	if out, status := r.run("RAPPORT_VERSION=1.2.0", "RAPPORT_RELEASES="+p.URL+"/releases"); status != 7 || out != released {
		t.Errorf("status %d\n%s", status, out)
	}
}

// Two at once, as hooks and jobs on one machine are, run a whole program each.
func TestTwoRecipesAtOnce(t *testing.T) {
	p := publish(t)
	r := newRunner(t, "1.2.0", p.URL+"/releases", shells(t)["sh"]...)
	var both sync.WaitGroup
	for range 4 {
		both.Go(func() {
			if out, status := r.run(); out != released || status != 7 {
				t.Errorf("status %d\n%s", status, out)
			}
		})
	}
	both.Wait()
	if left := r.left(); len(left) > 0 {
		t.Errorf("they leave %v behind", left)
	}
}

// The component for GitLab, of which a host takes one file alone, has the script in it that init writes. In it nobody
// knows of a release but who includes it.
func TestTheComponentHasTheScript(t *testing.T) {
	script, err := start.ReadFile("start/ci/rapport")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/component.yml")
	if err != nil {
		t.Fatal(err)
	}
	indented := strings.TrimSuffix(regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(string(script), "      $1"), "\n")
	want := strings.Replace(string(text), "<% .Script %>", indented, 1)
	const component = "../../templates/portals/template.yml"
	if *update {
		if err := os.WriteFile(component, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(component); err != nil || string(got) != want {
		t.Errorf("%s is not testdata/component.yml with ci/rapport (%v); write it with -update", component, err)
	}
}
