package pdf_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/chromium"
	"rapport/generator/output"
	"rapport/generator/pdf"
	"rapport/generator/testprogram"
)

// In place of a Chromium the tests start themselves.
func TestMain(m *testing.M) {
	if os.Getenv(testprogram.StandIn) != "" {
		os.Exit(testprogram.StandInChromium(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// A bench is a workspace with a printer.
type bench struct {
	t    *testing.T
	dir  string
	runs string
}

func newBench(t *testing.T, how string) *bench {
	t.Helper()
	b := &bench{t, t.TempDir(), t.TempDir()}
	t.Setenv(testprogram.StandIn, how)
	t.Setenv(testprogram.Tally, b.runs)
	return b
}

func (b *bench) open(version string) *pdf.Printer {
	b.t.Helper()
	p, err := pdf.Open(b.t.Context(), b.dir, chromium.Browser{Path: os.Args[0], Version: version}, 2)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { p.Close() })
	return p
}

// job is a portal with pages of these texts.
func job(client string, pages map[string]string) pdf.Job {
	j := pdf.Job{Client: client, Files: []output.File{{Name: "assets/style.css", Body: []byte("p{}")}, {Name: "assets/app.js", Body: []byte("alert()")}}}
	for name, text := range pages {
		j.Pages = append(j.Pages, name)
		j.Files = append(j.Files, output.File{Name: name, Body: []byte("<!doctype html><html><head><title>T</title></head><body>" + text + "</body></html>")})
	}
	return j
}

// prints prints with a printer of its own, and tells how often Chromium was started.
func (b *bench) prints(version string, j pdf.Job) (files map[string]string, started int) {
	b.t.Helper()
	p := b.open(version)
	defer p.Close()
	had := b.started()
	made, err := p.Print(b.t.Context(), j)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := p.Forget(j.Client); err != nil {
		b.t.Fatal(err)
	}
	files = map[string]string{}
	for _, f := range made {
		files[f.Name] = string(f.Body)
	}
	return files, b.started() - had
}

func (b *bench) started() int {
	b.t.Helper()
	entries, err := os.ReadDir(b.runs)
	if err != nil {
		b.t.Fatal(err)
	}
	return len(entries)
}

// kept lists what the printer keeps, and checks that others cannot read it.
func (b *bench) kept() (names []string) {
	b.t.Helper()
	root := filepath.Join(b.dir, output.Kept)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 && d.Name() != "lock" {
			b.t.Errorf("others may read %s: %v", name, info.Mode())
		}
		if !d.IsDir() && d.Name() != "lock" {
			rel, _ := filepath.Rel(root, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return names
}

func TestOnlyPagesThatChangedArePrintedAgain(t *testing.T) {
	b := newBench(t, "works")
	pages := map[string]string{"shop/summary.html": "one", "shop/reports/2026-09.html": "two"}
	first, started := b.prints("148", job("acme", pages))
	if started != 2 || len(first) != 2 || !strings.Contains(first["shop/reports/2026-09.pdf"], "two") {
		t.Fatalf("started %d times: %v", started, first)
	}
	if again, started := b.prints("148", job("acme", pages)); started != 0 || again["shop/summary.pdf"] != first["shop/summary.pdf"] {
		t.Errorf("what is the same was printed %d times: %v", started, again)
	}
	pages["shop/summary.html"] = "three"
	if _, started := b.prints("148", job("acme", pages)); started != 1 {
		t.Errorf("one page changed, and %d were printed", started)
	}
	if kept := b.kept(); len(kept) != 2 {
		t.Errorf("what is no longer asked for is kept: %v", kept)
	}
	if _, started := b.prints("149", job("acme", pages)); started != 2 {
		t.Errorf("another version of Chromium printed %d pages again", started)
	}
}

func TestOneClientIsForgottenAndOthersAreNot(t *testing.T) {
	b := newBench(t, "works")
	b.prints("148", job("acme", map[string]string{"a.html": "one"}))
	b.prints("148", job("birch", map[string]string{"a.html": "one"}))
	if err := b.open("148").ForgetOthers([]string{"birch", "cedar"}); err != nil {
		t.Fatal(err)
	}
	kept := b.kept()
	if len(kept) != 1 || !strings.HasPrefix(kept[0], "pdf/printed/birch/") {
		t.Errorf("kept: %v", kept)
	}
}

func TestWhatIsKeptAndNotWholeIsPrintedAgain(t *testing.T) {
	b := newBench(t, "works")
	first, _ := b.prints("148", job("acme", map[string]string{"a.html": "one"}))
	name := filepath.Join(b.dir, output.Kept, filepath.FromSlash(b.kept()[0]))
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range []string{"", "short", string(text[:len(text)-9]), strings.Replace(string(text), "one", "two", 1)} {
		if err := os.WriteFile(name, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if files, started := b.prints("148", job("acme", map[string]string{"a.html": "one"})); started != 1 || files["a.pdf"] != first["a.pdf"] {
			t.Errorf("%d bytes of it were taken for the PDF", len(broken))
		}
	}
}

func TestAChromiumThatFailsNamesThePage(t *testing.T) {
	for how, want := range map[string]string{
		"crashes":        "no PDF of shop/summary.html: printing failed: exit status 139; Chromium said: received signal 11",
		"writes nothing": "no PDF of shop/summary.html: none was written",
		"writes half":    "no PDF of shop/summary.html: what Chromium wrote is no whole PDF",
		"hangs":          "no PDF of shop/summary.html: printing was not done after 300ms",
	} {
		t.Run(how, func(t *testing.T) {
			b := newBench(t, how)
			p := b.open("148")
			p.Timeout = time.Minute
			if how == "hangs" {
				p.Timeout = 300 * time.Millisecond
			}
			_, err := p.Print(t.Context(), job("acme", map[string]string{"shop/summary.html": "difficult"}))
			if failed := (*pdf.Error)(nil); !errors.As(err, &failed) || err.Error() != want {
				t.Errorf("%v, want %s", err, want)
			}
			p.Close()
			if kept := b.kept(); len(kept) > 0 {
				t.Errorf("something is left: %v", kept)
			}
		})
	}
}

func TestAChromiumThatFellOverIsStartedOnceMore(t *testing.T) {
	b := newBench(t, "crashes once")
	if files, started := b.prints("148", job("acme", map[string]string{"shop/summary.html": "difficult"})); len(files) != 1 || started != 2 {
		t.Errorf("%d files were made by %d starts", len(files), started)
	}
}

func TestPrintingIsBrokenOff(t *testing.T) {
	b := newBench(t, "hangs")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	p := b.open("148")
	_, err := p.Print(ctx, job("acme", map[string]string{"a.html": "difficult", "b.html": "difficult", "c.html": "difficult"}))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestWhatAKilledRunLeftIsRemoved(t *testing.T) {
	b := newBench(t, "works")
	b.open("148").Close()
	left := filepath.Join(b.dir, output.Kept, "pdf", "work", "1", "shop", "summary.html")
	if err := os.MkdirAll(filepath.Dir(left), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.open("148")
	if kept := b.kept(); len(kept) > 0 {
		t.Errorf("it is still there: %v", kept)
	}
}

func TestTwoRunsDoNotPrintAtOnce(t *testing.T) {
	b := newBench(t, "works")
	b.open("148")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := pdf.Open(ctx, b.dir, chromium.Browser{Path: os.Args[0], Version: "148"}, 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second began: %v", err)
	}
}

func TestAChromiumIsFoundOrSaidToBeMissing(t *testing.T) {
	t.Setenv(testprogram.StandIn, "works")
	found, err := chromium.Find(t.Context(), os.Args[0])
	if err != nil || found.Version != "148.0.1.2" {
		t.Errorf("%v: %v", found, err)
	}
	t.Setenv(testprogram.StandIn, "version 130.0.1.2")
	if _, err := chromium.Find(t.Context(), os.Args[0]); err == nil || !strings.Contains(err.Error(), "is Chromium 130.0.1.2, which prints nothing at the foot of sheets; version 133 can: update it, or name another in RAPPORT_CHROMIUM") {
		t.Errorf("an old one: %v", err)
	}
	t.Setenv(testprogram.StandIn, "version unknown")
	if _, err := chromium.Find(t.Context(), os.Args[0]); err == nil || !strings.Contains(err.Error(), "does not say its version: there is no number in its answer") {
		t.Errorf("another program: %v", err)
	}
	if _, err := chromium.Find(t.Context(), "no-such-chromium"); err == nil || err.Error() != "RAPPORT_CHROMIUM names no-such-chromium, which is not a program here; install it, or name another" {
		t.Errorf("one that is named and missing: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	_, err = chromium.Find(t.Context(), "")
	if err == nil {
		t.Skip("one is installed where PATH does not matter")
	}
	if !errors.Is(err, chromium.ErrMissing) {
		t.Errorf("none at all: %v", err)
	}
}

func TestEachPageThatIsThereIsTold(t *testing.T) {
	b := newBench(t, "works")
	j := job("acme", map[string]string{"a.html": "A", "b.html": "B", "c.html": "C"})
	var told []int
	j.Progress = func(done, total int) {
		if total != 3 {
			t.Errorf("%d of %d", done, total)
		}
		told = append(told, done)
	}
	b.prints("1", j) // printed
	b.prints("1", j) // kept
	if !slices.Equal(told, []int{1, 2, 3, 1, 2, 3}) {
		t.Errorf("told %v", told)
	}
}
