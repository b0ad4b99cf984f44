//go:build linux && slow

package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/content"
	"rapport/generator/sample"
)

// TestNothingThatIsHushedLeavesTheContent plants words in each place of which nothing may be published, and looks for them in all that
// the program writes and prints, in what is packed in it too.
func TestNothingThatIsHushedLeavesTheContent(t *testing.T) {
	w := newWhispers(t)
	w.run("build", "--pdf", "--changes", "changes")
	w.silent("public", "changes")
	w.run("build", "--out", "shards/1", "--shard", "1/2")
	w.run("build", "--out", "shards/2", "--shard", "2/2")
	w.silent("shards")
	w.run("merge", w.path("shards/1"), w.path("shards/2"), "--out", "merged")
	w.silent("merged")
	w.run("export", "quokka", "--to", "quokka.zip")
	w.silent("quokka.zip")
	w.nothingOf("wombat", "quokka.zip")
	w.run("remind", "--eml", "mails", "--base-url", "https://portals.example/")
	w.silent("mails")
	w.run("month")
	for _, format := range []string{"text", "json", "github", "sarif"} {
		w.run("check", "--format", format)
	}
	w.run("status")
	w.run("status", "--json")
	w.run("status", "--csv")

	// With what hushes them taken away, the words are told: they were rightly looked for.
	for _, client := range []string{"quokka", "wombat", "hushed-ghost"} {
		if err := os.RemoveAll(w.path("content/clients/" + client + "/hushed-plans")); err != nil { // which is not whole
			t.Fatal(err)
		}
	}
	w.loud = true
	w.run("build", "--drafts", "--as-of", "2026-12-31", "--out", "loud")
	loud := strings.Join(slices.Collect(w.texts("loud")), "\n")
	for _, kind := range content.FileKinds() {
		for _, word := range []string{"hushed-drawn-", "hushed-later-"} {
			if kind.Entry && !strings.Contains(loud, word+kind.Name) {
				t.Errorf("no %s would tell %s…", kind.Name, word)
			}
		}
	}
	if n := strings.Count(loud, "hushed-brought-"); n < 5 {
		t.Errorf("days that come bring %d words", n)
	}
}

// TestASealedPortalAndWhatIsKeptOfItTellNothing seals the clients of which each word is known.
func TestASealedPortalAndWhatIsKeptOfItTellNothing(t *testing.T) {
	w := newWhispers(t)
	for _, client := range []string{"quokka", "wombat"} {
		w.edit("content/clients/"+client+"/client.md", "access: open", "access: sealed")
		w.edit("content/clients/"+client+"/client.md", "address: "+client+"-address", "address: "+map[string]string{"quokka": "p7k2m9", "wombat": "r4t8x1"}[client])
		w.edit("content/clients/"+client+"/client.md", "aliases: ["+client+"-alias]\n", "")
	}
	w.run("key", "add", "--provider", "--print")
	w.run("key", "add", "quokka", "quokka-client-contacts-id", "--print")
	w.run("key", "add", "wombat", "wombat-client-contacts-id", "--print")
	w.run("build")
	w.run("check")
	w.run("status", "--json")
	w.run("status")
	w.silent("public")
	for _, client := range []string{"quokka", "wombat"} {
		w.nothingOf(client, "public", ".rapport")
	}
}

// Whispers are a workspace with two clients and words that nobody may hear.
type whispers struct {
	*host
	loud bool // nothing is hushed any more
}

func newWhispers(t *testing.T) *whispers {
	w := &whispers{host: &host{t: t, dir: t.TempDir(), work: quickWork}}
	w.plant(sample.WordsProvider)
	for _, client := range []string{"quokka", "wombat"} {
		w.plant(strings.ReplaceAll(sample.Words(nil)+sample.Hushed(), "WORD", client))
	}
	ghost := strings.ReplaceAll(sample.Words(map[string]string{"client.draft": "true"}), "WORD", "hushed-ghost")
	w.plant(ghost)
	return w
}

var fence = regexp.MustCompile(`\A---\n`)

// plant writes the files of an archive, with a comment in all front matter and in each table one more figure, of a month to come.
func (w *whispers) plant(archive string) {
	for _, part := range strings.Split("\n"+archive, "\n-- ")[1:] {
		name, text, _ := strings.Cut(part, " --\n")
		text = fence.ReplaceAllString(text, "---\n# hushed-comment\n") + "\n"
		if strings.HasSuffix(name, "-series.csv") {
			text = strings.TrimRight(text, "\n") + "\n2026-12,98765432,hushed-figure\n"
		}
		if strings.HasSuffix(name, ".md") {
			text += "\n<!-- hushed-remark -->\n"
		}
		w.write(name, []byte(text))
	}
}

// run runs the program, which may find what is wrong; what it prints is silent too.
func (w *whispers) run(args ...string) {
	w.t.Helper()
	standIn, err := exec.LookPath("stand-in")
	if err != nil {
		w.t.Fatal(err)
	}
	var out, said bytes.Buffer
	status := run(w.t.Context(), append([]string{"-C", w.dir}, args...), environment{
		stdout: &out, stderr: &said, stdin: strings.NewReader(""),
		getenv: func(name string) string {
			return map[string]string{"RAPPORT_AS_OF": exampleDay, "RAPPORT_CHROMIUM": standIn}[name]
		},
		now:      time.Now,
		terminal: func(io.Writer) (int, bool) { return 0, false },
		random:   rand.Reader,
		work:     quickWork,
	})
	if status != statusDone && !slices.Contains([]string{"check", "month"}, args[0]) {
		w.t.Fatalf("rapport %s ends with %d: %s", strings.Join(args, " "), status, &said)
	}
	w.hears("what rapport "+strings.Join(args, " ")+" prints", paths.ReplaceAllString(out.String()+said.String(), ""))
}

// paths are those of files, which a provider has to be told.
var paths = regexp.MustCompile(`(content|intake)/[^\s:,"]*`)

// silent fails for each hushed word in files and folders.
func (w *whispers) silent(names ...string) {
	w.t.Helper()
	for _, name := range names {
		n := 0
		for text := range w.texts(name) {
			n++
			first, _, _ := strings.Cut(text, "\n")
			w.hears(name+": "+first, text)
		}
		if n == 0 {
			w.t.Errorf("%s has nothing", name)
		}
	}
}

var figure = regexp.MustCompile(`98[.,\x{a0}\x{202f} ]?765[.,\x{a0}\x{202f} ]?432`)

func (w *whispers) hears(what, text string) {
	w.t.Helper()
	lower := strings.ToLower(text)
	at := strings.Index(lower, "hushed")
	if found := figure.FindStringIndex(lower); at < 0 && found != nil {
		at = found[0]
	}
	if at >= 0 && !w.loud {
		w.t.Errorf("%s tells what is hushed: %q", what, lower[max(0, at-60):min(len(lower), at+60)])
	}
}

// nothingOf fails for each word of a client, the names of its folder and its files of keys aside.
func (w *whispers) nothingOf(client string, names ...string) {
	w.t.Helper()
	word := regexp.MustCompile(client + `-[a-z]+`)
	for _, name := range names {
		for text := range w.texts(name) {
			first, _, _ := strings.Cut(text, "\n")
			if found := word.FindString(text); found != "" {
				w.t.Errorf("%s in %s tells %q", first, name, found)
			}
		}
	}
}

// texts are the names and bytes of a file, or of all in a folder, and of what is packed in them.
func (w *whispers) texts(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		err := filepath.WalkDir(w.path(name), func(at string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := os.ReadFile(at)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(w.dir, at)
			for _, text := range unpacked(w.t, rel, body) {
				if !yield(text) {
					return fs.SkipAll
				}
			}
			return err
		})
		if err != nil {
			w.t.Error(err)
		}
	}
}

// unpacked are the name and bytes of a file, and those of each that is packed in it.
func unpacked(t *testing.T, name string, body []byte) []string {
	all := []string{filepath.ToSlash(name) + "\n" + string(body)}
	if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
		if inner, err := io.ReadAll(z); err == nil {
			all = append(all, unpacked(t, name+" unpacked", inner)...)
		}
	}
	if z, err := zip.NewReader(bytes.NewReader(body), int64(len(body))); err == nil {
		for _, f := range z.File {
			from, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			inner, err := io.ReadAll(from)
			from.Close()
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, unpacked(t, name+"/"+f.Name, inner)...)
		}
	}
	return all
}
