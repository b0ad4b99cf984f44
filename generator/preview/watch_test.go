package preview

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rapport/generator/effort"
	"rapport/generator/live"
	"rapport/generator/press"
	"rapport/generator/sample"
	"rapport/generator/testprogram"
)

// updates waits for the first update, and then for the watcher to be quiet, and returns
// the updates that there were.
func (s *site) updates(first, quiet time.Duration) [][]string {
	var all [][]string
	for wait := first; ; {
		select {
		case clients := <-s.updated:
			if len(clients) > 0 {
				all = append(all, clients)
				wait = quiet
			}
		case <-time.After(wait):
			return all
		}
	}
}

const report = "content/clients/client-00001/main/reports/2026-08.md"
const reportPage = "/client-00001/main/reports/2026-08.html"

func TestEveryWayOfSavingShows(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	text := s.read(report)
	for _, way := range []struct {
		name string
		save func(text string)
	}{
		{"in place", func(text string) { s.write(report, text) }},
		{"renamed into place", func(text string) { s.save(report, text) }},
		{"removed, then written", func(text string) { os.Remove(s.path(report)); s.write(report, text) }},
		{"with a copy of what was", func(text string) {
			s.rename(s.path(report), s.path(report)+"~")
			s.write(report, text)
		}},
		{"in two halves", func(text string) {
			f, err := os.Create(s.path(report))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			f.WriteString(text[:len(text)/2])
			f.Sync()
			time.Sleep(30 * time.Millisecond)
			f.WriteString(text[len(text)/2:])
		}},
		{"with the time of before", func(text string) {
			info, err := os.Stat(s.path(report))
			if err != nil {
				t.Fatal(err)
			}
			s.write(report, text)
			os.Chtimes(s.path(report), info.ModTime(), info.ModTime())
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			mark := "Saved " + way.name + "."
			way.save(text + "\n" + mark + "\n")
			s.shows(reportPage, mark)
		})
	}
}

func TestFoldersThatComeGoAndMoveAreFollowed(t *testing.T) {
	dir := workspace(t, small)
	s := serve(t, dir, nil)
	client := "content/clients/client-00001"
	t.Run("renamed, and edited under the new name", func(t *testing.T) {
		s.rename(s.path(client), s.path("content/clients/renamed"))
		s.gone("/client-00001/index.html")
		s.shows("/renamed/index.html", "")
		file := "content/clients/renamed/main/reports/2026-08.md"
		s.write(file, s.read(file)+"\nEdited after the move.\n")
		s.shows("/renamed/main/reports/2026-08.html", "Edited after the move.")
	})
	t.Run("moved in as a whole, and edited deep in it", func(t *testing.T) {
		aside := filepath.Join(dir, "aside")
		if err := os.CopyFS(aside, os.DirFS(s.path("content/clients/renamed"))); err != nil {
			t.Fatal(err)
		}
		s.rename(aside, s.path("content/clients/moved-in"))
		s.shows("/moved-in/index.html", "")
		file := "content/clients/moved-in/main/journal"
		file = s.files(file, "*.md")[0]
		s.write(file, s.read(file)+"\nEdited after it came.\n")
		s.shows("/moved-in/main/journal.html", "Edited after it came.")
	})
	t.Run("swapped", func(t *testing.T) {
		one, two, aside := s.path("content/clients/renamed"), s.path("content/clients/moved-in"), filepath.Join(dir, "aside")
		s.rename(one, aside)
		s.rename(two, one)
		s.rename(aside, two)
		for _, name := range []string{"renamed", "moved-in"} {
			file := "content/clients/" + name + "/main/reports/2026-08.md"
			s.write(file, s.read(file)+"\nThis is in "+name+" now.\n")
			s.shows("/"+name+"/main/reports/2026-08.html", "This is in "+name+" now.")
		}
	})
	t.Run("removed and made again", func(t *testing.T) {
		folder := "content/clients/renamed/main/reports"
		keep := s.read(folder + "/2026-08.md")
		os.RemoveAll(s.path(folder))
		s.gone("/renamed/main/reports/2026-08.html")
		s.write(folder+"/2026-08.md", keep+"\nMade again.\n")
		s.shows("/renamed/main/reports/2026-08.html", "Made again.")
		s.write(folder+"/2026-08.md", keep+"\nAnd once more.\n")
		s.shows("/renamed/main/reports/2026-08.html", "And once more.")
	})
	t.Run("all of the content away and back", func(t *testing.T) {
		s.rename(s.path("content"), filepath.Join(dir, "elsewhere"))
		s.until("that is a problem", func() bool { return len(s.errors("/")) > 0 })
		s.rename(filepath.Join(dir, "elsewhere"), s.path("content"))
		s.until("that is mended", func() bool { return len(s.errors("/")) == 0 })
		file := "content/clients/renamed/client.md"
		s.write(file, s.read(file)+"\nBack again.\n")
		s.shows("/renamed/index.html", "Back again.")
	})
	t.Run("a client removed", func(t *testing.T) {
		os.RemoveAll(s.path("content/clients/renamed"))
		s.gone("/renamed/index.html")
		s.gone("/renamed/")
	})
}

func TestWhatEditorsLeaveChangesNothing(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	s.get(reportPage)
	before := s.state(reportPage).Generation
	folder := "content/clients/client-00001/main/reports/"
	for _, name := range []string{".2026-08.md.swp", "2026-08.md~", "4913", ".#2026-08.md", "#2026-08.md#", ".DS_Store"} {
		s.write(folder+name, "x")
		os.Remove(s.path(folder + name))
		s.write(folder+name, "x")
	}
	for _, clients := range s.updates(300*time.Millisecond, 300*time.Millisecond) {
		t.Errorf("made anew: %q", clients)
	}
	if after := s.state(reportPage).Generation; after != before {
		t.Errorf("the page would be loaded again: %d, %d", before, after)
	}
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@a.example", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@a.example")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func TestAGitCheckoutIsOneChange(t *testing.T) {
	spec, changed, rounds := sample.Spec{Clients: 2, Reports: 6, Entries: 12, Seed: 1}, 20, 2
	if effort.Slow {
		spec, changed, rounds = sample.Spec{Clients: 6, Reports: 60, Entries: 40, Seed: 1}, 500, 4
	}
	testprogram.Find(t, "git", "")
	dir := workspace(t, spec)
	git(t, dir, "init", "-q", "-b", "one")
	git(t, dir, "add", "content")
	git(t, dir, "commit", "-q", "-m", "one")
	git(t, dir, "checkout", "-q", "-b", "two")
	here := &site{t: t, dir: dir}
	files := here.files("content/clients", "20*.md")[:changed]
	for _, name := range files {
		here.write(name, here.read(name)+"\nThis is of the second branch.\n")
	}
	git(t, dir, "commit", "-q", "-a", "-m", "two")
	s := serve(t, dir, nil)
	seen := map[string]bool{}
	for round := range rounds {
		branch := []string{"one", "two"}[round%2]
		git(t, dir, "checkout", "-q", branch)
		updates := s.updates(patience, time.Second)
		if len(updates) != 1 {
			t.Errorf("the switch to %s led to %d updates: %q", branch, len(updates), updates)
		}
		s.agrees(seen, "the switch to "+branch)
	}
}

func TestLostEventsLeadToALookAtEverything(t *testing.T) {
	dir := workspace(t, small)
	s := serve(t, dir, nil)
	// Other portals stand for the one that lost events: nothing tells it of a change.
	var changed atomic.Int64
	portals, err := live.Open(live.Options{Workspace: s.build.Workspace, AsOf: s.build.AsOf, Now: time.Now, Patience: patience, Changed: func() { changed.Add(1) }})
	if err != nil {
		t.Fatal(err)
	}
	defer portals.Close()
	before, err := portals.Find("client-00001", "", "main/reports/2026-08.html")
	if err != nil {
		t.Fatal(err)
	}
	s.write(report, s.read(report)+"\nNobody told of this.\n")
	if err := os.RemoveAll(s.path("content/clients/client-00002")); err != nil {
		t.Fatal(err)
	}
	if got := portals.Update(live.Change{All: true}); !slices.Contains(got, "client-00001") {
		t.Errorf("made anew: %q", got)
	}
	after, err := portals.Find("client-00001", "", "main/reports/2026-08.html")
	if err != nil || string(after.Body) == string(before.Body) || changed.Load() == 0 {
		t.Errorf("the page is as it was (%v)", err)
	}
	if _, err := portals.Find("client-00002", "", "index.html"); err != live.ErrUnknown {
		t.Errorf("the client that was removed: %v", err)
	}
}

func TestPollingFindsWhatTheSystemDoesNotTell(t *testing.T) {
	s := serve(t, workspace(t, small), func(o *Options) { o.Poll = 20 * time.Millisecond })
	s.write(report, s.read(report)+"\nFound by looking.\n")
	s.shows(reportPage, "Found by looking.")
	os.Remove(s.path(report))
	s.gone(reportPage)
	s.rename(s.path("content/clients/client-00001"), s.path("content/clients/renamed"))
	s.shows("/renamed/index.html", "")
	s.gone("/client-00001/index.html")
	s.write("themes/default/assets/style.css", "body{margin:123px}")
	s.until("the style is exchanged", func() bool {
		for _, name := range s.state("/").Styles {
			if _, body := s.get("/renamed/assets/" + name); strings.Contains(string(body), "123px") {
				return true
			}
		}
		return false
	})
}

func TestTheStyleOfAPartIsExchanged(t *testing.T) {
	dir := workspace(t, small)
	(&site{t: t, dir: dir}).write("themes/default/parts/nav.css", "nav{margin:320px}")
	s := serve(t, dir, nil)
	s.get(reportPage)
	generation := s.state(reportPage).Generation
	s.write("themes/default/parts/nav.css", "nav{margin:321px}")
	s.until("the style is exchanged", func() bool {
		return slices.ContainsFunc(s.state(reportPage).Styles, func(name string) bool {
			_, body := s.get("/client-00001/assets/" + name)
			return strings.Contains(string(body), "321px")
		})
	})
	if after := s.state(reportPage).Generation; after != generation {
		t.Errorf("the page would be loaded again for a style: %d, %d", generation, after)
	}
}

func TestEditsOfTheThemeShow(t *testing.T) {
	dir := workspace(t, small)
	(&site{t: t, dir: dir}).write("themes/default/assets/style.css", "body{margin:320px}")
	s := serve(t, dir, nil)
	s.get(reportPage)
	generation := s.state(reportPage).Generation
	s.write("themes/default/assets/style.css", "body{margin:321px}")
	s.until("the style is exchanged", func() bool {
		return slices.ContainsFunc(s.state(reportPage).Styles, func(name string) bool {
			_, body := s.get("/client-00001/assets/" + name)
			return strings.Contains(string(body), "321px")
		})
	})
	s.write("themes/default/assets/style.css", "body{margin:322px}")
	s.until("the next style is exchanged", func() bool {
		return slices.ContainsFunc(s.state(reportPage).Styles, func(name string) bool {
			_, body := s.get("/client-00001/assets/" + name)
			return strings.Contains(string(body), "322px")
		})
	})
	if after := s.state(reportPage).Generation; after != generation {
		t.Errorf("the page would be loaded again for a style: %d, %d", generation, after)
	}
	s.write("themes/default/parts/nav.html", "<p>Our own navigation.</p>")
	s.shows(reportPage, "Our own navigation.")
	s.write("themes/default/parts/nav.html", "{{.Nonsense}}")
	s.until("that is a problem", func() bool { return strings.Contains(strings.Join(s.errors(reportPage), "\n"), "nav.html:1:") })
	s.shows(reportPage, "Our own navigation.")
	os.RemoveAll(s.path("themes"))
	s.until("it is mended", func() bool { return len(s.errors(reportPage)) == 0 })
	s.until("the page is as it was", func() bool {
		_, body := s.get(reportPage)
		return !strings.Contains(string(body), "Our own navigation.")
	})
}

func TestTheServerStopsThoughBrowsersListen(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	for range 5 {
		r, err := http.Get(s.url + "/@rapport/events?page=/")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
	}
	ended := make(chan error, 1)
	go func() { ended <- s.stop() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("it does not stop")
	}
}

func TestWhatCannotBeServedIsSaid(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		name   string
		change func(*press.Workspace)
		want   string
	}{
		{"no workspace", func(w *press.Workspace) { w.Dir = filepath.Join(dir, "none") }, "does not exist"},
		{"no content", func(*press.Workspace) {}, "does not exist"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := press.Workspace{Dir: dir, Content: "content", Theme: "default"}
			test.change(&w)
			_, err := live.Open(live.Options{Workspace: w, Now: time.Now, Changed: func() {}})
			if err == nil || !strings.Contains(fmt.Sprint(err), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
