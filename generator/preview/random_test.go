package preview

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/effort"
)

var (
	rounds = flag.Int("edits", 0, "how many random edits to make, if not 6, or 50 with the tag slow")
	pace   = flag.Duration("pace", 0, "how long to wait after each random edit")
	seed   = flag.Uint64("seed", 1, "of the random edits")
)

// An edit changes a workspace, and tells what it did. It returns "" where it could not.
type edit func(s *site, r *rand.Rand) string

func pick(r *rand.Rand, all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[r.IntN(len(all))]
}

// clientsOf are the folders of the clients.
func clientsOf(s *site) []string {
	entries, err := os.ReadDir(s.path("content/clients"))
	if err != nil {
		s.t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, "content/clients/"+e.Name())
	}
	return all
}

func within(names []string, part string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return !strings.Contains(name, part) })
}

var edited int

// mark is a text that stands nowhere else.
func mark() string {
	edited++
	return fmt.Sprintf("This is edit number %d.", edited)
}

// theEdits are what people and programs do to a workspace. Each leaves it in a
// state that a build accepts, or one that a later edit mends.
var theEdits = map[string]edit{
	"append to a report": func(s *site, r *rand.Rand) string {
		file := pick(r, within(s.files(pick(r, clientsOf(s)), "*.md"), "/reports/"))
		if file == "" {
			return ""
		}
		s.save(file, s.read(file)+"\n"+mark()+"\n")
		return file
	},
	"append to an entry, in place": func(s *site, r *rand.Rand) string {
		file := pick(r, within(s.files(pick(r, clientsOf(s)), "*.md"), "/journal/"))
		if file == "" {
			return ""
		}
		s.write(file, s.read(file)+"\n"+mark()+"\n")
		return file
	},
	"write a file in halves": func(s *site, r *rand.Rand) string {
		file := pick(r, s.files(pick(r, clientsOf(s)), "*.md"))
		text := s.read(file) + "\n" + mark() + "\n"
		s.write(file, text[:r.IntN(len(text))])
		time.Sleep(time.Duration(r.IntN(40)) * time.Millisecond)
		s.write(file, text)
		return file
	},
	"write twice at once": func(s *site, r *rand.Rand) string {
		file := pick(r, s.files("content/clients", "*.md"))
		text := s.read(file)
		one, two := mark(), mark()
		s.write(file, text+"\n"+one+"\n")
		s.write(file, text+"\n"+two+"\n")
		return file
	},
	"remove a report": func(s *site, r *rand.Rand) string {
		file := pick(r, within(s.files("content/clients", "*.md"), "/reports/"))
		if file == "" {
			return ""
		}
		os.Remove(s.path(file))
		return file
	},
	"rename an entry": func(s *site, r *rand.Rand) string {
		file := pick(r, within(s.files("content/clients", "*.md"), "/journal/"))
		if file == "" {
			return ""
		}
		to := strings.TrimSuffix(file, ".md") + "-x.md"
		s.rename(s.path(file), s.path(to))
		return file + " to " + to
	},
	"break a file": func(s *site, r *rand.Rand) string {
		file := pick(r, s.files("content/clients", "*.md"))
		s.save(file, strings.Replace(s.read(file), "\n", "\nnonsense: [\n", 1))
		return file
	},
	"add a broken link": func(s *site, r *rand.Rand) string {
		file := pick(r, s.files("content/clients", "*.md"))
		s.save(file, s.read(file)+"\nSee [this](a-file-that-nobody-ever-wrote-down.md).\n")
		return file
	},
	"mend all": func(s *site, r *rand.Rand) string {
		n := 0
		for _, file := range s.files("content", "*.md") {
			text := s.read(file)
			mended := strings.NewReplacer("nonsense: [\n", "", "\nSee [this](a-file-that-nobody-ever-wrote-down.md).\n", "").Replace(text)
			if mended != text {
				n++
				s.save(file, mended)
			}
		}
		return fmt.Sprint(n, " files")
	},
	"remove a client": func(s *site, r *rand.Rand) string {
		all := clientsOf(s)
		if len(all) < 3 {
			return ""
		}
		gone := pick(r, all)
		os.RemoveAll(s.path(gone))
		return gone
	},
	"move a client out, edit it and bring it back": func(s *site, r *rand.Rand) string {
		client := pick(r, clientsOf(s))
		aside := filepath.Join(s.dir, "aside")
		s.rename(s.path(client), aside)
		time.Sleep(time.Duration(r.IntN(30)) * time.Millisecond)
		for _, file := range s.files("aside", "client.md") {
			s.write(file, s.read(file)+"\n"+mark()+"\n")
		}
		s.rename(aside, s.path(client))
		return client
	},
	"rename a client and edit it under its new name": func(s *site, r *rand.Rand) string {
		client := pick(r, clientsOf(s))
		to := client + "b"
		s.rename(s.path(client), s.path(to))
		time.Sleep(time.Duration(r.IntN(30)) * time.Millisecond)
		s.write(to+"/client.md", s.read(to+"/client.md")+"\n"+mark()+"\n")
		return client + " to " + to
	},
	"new client": func(s *site, r *rand.Rand) string {
		all := clientsOf(s)
		if len(all) > 5 {
			return ""
		}
		to := fmt.Sprintf("content/clients/copy-%d", r.IntN(1000))
		if slices.Contains(all, to) {
			return ""
		}
		if err := os.CopyFS(s.path(to), os.DirFS(s.path(pick(r, all)))); err != nil {
			s.t.Fatal(err)
		}
		return to
	},
	"new folder with a file": func(s *site, r *rand.Rand) string {
		client := pick(r, clientsOf(s))
		engagements := within(s.files(client, "engagement.md"), "")
		from := pick(r, engagements)
		if from == "" {
			return ""
		}
		name := fmt.Sprintf("%s/files/deep-%d/deeper/note.txt", path.Dir(from), r.IntN(1000))
		s.write(name, mark())
		return name
	},
	"other picture": func(s *site, r *rand.Rand) string {
		file := pick(r, append(s.files("content/clients", "*.svg"), "content/logo.svg"))
		s.save(file, fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>%s</title><path d="M1 9L5 1L9 9Z"/></svg>`, mark()))
		return file
	},
	"other table": func(s *site, r *rand.Rand) string {
		file := pick(r, s.files("content/clients", "*.csv"))
		if file == "" {
			return ""
		}
		lines := strings.SplitAfter(s.read(file), "\n")
		if len(lines) < 4 {
			return ""
		}
		s.save(file, strings.Join(slices.Delete(lines, 1, 2), ""))
		return file
	},
	"provider's tagline": func(s *site, r *rand.Rand) string {
		file := "content/provider.md"
		s.save(file, strings.Replace(s.read(file), "founded:", fmt.Sprintf("founded%d:", r.IntN(1e6)), 1)+"\n"+mark()+"\n")
		return file
	},
	"static file": func(s *site, r *rand.Rand) string {
		s.write("content/static/note.txt", mark())
		return "content/static/note.txt"
	},
	"style of the theme": func(s *site, r *rand.Rand) string {
		s.write("themes/default/assets/style.css", fmt.Sprintf("body{margin:%dpx}", r.IntN(1000)))
		return "style.css"
	},
	"layout of the theme": func(s *site, r *rand.Rand) string {
		s.write("themes/default/parts/toc.html", fmt.Sprintf("<p>%s</p>", mark()))
		return "toc.html"
	},
	"no theme of our own": func(s *site, r *rand.Rand) string {
		os.RemoveAll(s.path("themes"))
		return "themes"
	},
	"what editors leave": func(s *site, r *rand.Rand) string {
		client := pick(r, clientsOf(s))
		s.write(client+"/.client.md.swp", mark())
		s.write(client+"/client.md~", mark())
		s.write(client+"/4913", "")
		os.Remove(s.path(client + "/4913"))
		return client
	},
}

// A thousand of these run with
//
//	go test ./generator/preview -run RandomEdits -edits 1000 -pace 1.2s -timeout 1h
func TestRandomEditsAlwaysLeadToWhatABuildMakes(t *testing.T) {
	edits := *rounds
	switch {
	case edits == 0 && effort.Slow:
		edits = 50
	case edits == 0:
		edits = 6
	}
	s := serve(t, workspace(t, small), nil)
	r := rand.New(rand.NewPCG(*seed, 0))
	names := make([]string, 0, len(theEdits))
	for name := range theEdits {
		names = append(names, name)
	}
	slices.Sort(names)
	seen := map[string]bool{}
	var memory, descriptors []uint64
	for n := range edits {
		did := ""
		for did == "" {
			name := pick(r, names)
			if n%8 == 7 {
				name = "mend all" // else all would be broken soon
			}
			if did = theEdits[name](s, r); did != "" {
				did = name + ": " + did
			}
		}
		t.Logf("%d %s", n, did)
		s.agrees(seen, fmt.Sprintf("edit %d (%s)", n, did))
		time.Sleep(*pace)
		if n%20 == 19 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			open, _ := os.ReadDir("/proc/self/fd")
			memory, descriptors = append(memory, m.HeapAlloc), append(descriptors, uint64(len(open)))
		}
	}
	if n := len(memory); n > 0 {
		t.Logf("heap after each 20 edits: %d; descriptors: %d", memory, descriptors)
	}
	if n := len(memory); n >= 10 {
		if early, late := slices.Max(memory[:n/2]), slices.Min(memory[n/2:]); late > early*3/2 {
			t.Errorf("the heap grows: at most %d bytes in the first half, at least %d in the second", early, late)
		}
		if early, late := slices.Max(descriptors[:n/2]), slices.Min(descriptors[n/2:]); late > early+10 {
			t.Errorf("descriptors grow: at most %d in the first half, at least %d in the second", early, late)
		}
	}
}

// agrees waits for the preview to be what a build makes. Seen are the paths that were
// there once.
func (s *site) agrees(seen map[string]bool, after string) {
	s.t.Helper()
	b := s.rebuild()
	built := map[string]bool{}
	for name := range b.files {
		top, _, _ := strings.Cut(name, "/")
		built[top] = true
	}
	kept := func(name string) bool { // of a client that failed, which keeps its last good pages
		top, _, inFolder := strings.Cut(name, "/")
		return inFolder && b.failed && !built[top]
	}
	deadline := time.Now().Add(patience)
	for {
		found := s.difference(b)
		if found == "" {
			slices.Sort(b.errors)
			got := s.errors("/")
			slices.Sort(got)
			found = cmp.Diff(b.errors, got)
		}
		if found == "" {
			found = s.ghost(b, seen, kept)
		}
		if found == "" {
			break
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("after %s, the preview is not what a build makes: %s", after, found)
		}
		time.Sleep(10 * time.Millisecond)
	}
	for name := range b.files {
		seen[name] = true
	}
}

// ghost finds a file that was removed and is still served.
func (s *site) ghost(b built, seen map[string]bool, kept func(string) bool) string {
	for name := range seen {
		if b.files[name] != nil || kept(name) || strings.Contains(name, "/assets/") {
			continue
		}
		if status, _ := s.get("/" + (&url.URL{Path: name}).EscapedPath()); status == http.StatusOK {
			return name + " is still served"
		}
		delete(seen, name)
	}
	return ""
}
