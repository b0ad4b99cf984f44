package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/generator"
)

// watched is work whose progress is told, on a clock that a test moves.
type watched struct {
	*progress
	common  *common
	told    bytes.Buffer
	now     time.Time
	tick    func() // what is called every second; nil where nothing is
	stopped bool
}

// watch begins to tell of the progress of work; a width of 0 is that of no terminal.
func watch(width int, vars map[string]string, change func(*common)) *watched {
	w := &watched{now: time.Date(2026, 10, 16, 10, 0, 0, 0, time.UTC)}
	c := &common{env: environment{
		stderr:   &w.told,
		getenv:   func(name string) string { return vars[name] },
		now:      func() time.Time { return w.now },
		terminal: func(io.Writer) (int, bool) { return width, width > 0 },
		every: func(_ time.Duration, do func()) func() {
			w.tick = do
			return func() { w.stopped = true }
		},
	}}
	if change != nil {
		change(c)
	}
	w.common, w.progress = c, c.progress("portal")
	return w
}

// after lets time pass, and then so much be done of 400.
func (w *watched) after(span time.Duration, done int, part float64) {
	w.now = w.now.Add(span)
	w.step(generator.Progress{Client: "acme", Done: done, Total: 400, Part: part})
}

// says fails unless this was told since the last look.
func (w *watched) says(t *testing.T, want string) {
	t.Helper()
	if got := strings.ReplaceAll(w.told.String(), "\r\x1b[K", "<"); got != want {
		t.Errorf("told %q, want %q", got, want)
	}
	w.told.Reset()
}

func TestProgressTellsHowFarHowFastAndHowLongYet(t *testing.T) {
	w := watch(80, nil, nil)
	w.after(0, 0, 0)
	w.after(900*time.Millisecond, 40, 0)
	w.says(t, "") // less than a second: nothing
	w.after(100*time.Millisecond, 50, 0)
	w.says(t, "<50 of 400 portals, 50 a second, 7 s left")
	w.after(50*time.Millisecond, 60, 0)
	w.says(t, "") // not more often than an eye follows
	w.after(2950*time.Millisecond, 100, 0)
	w.says(t, "<100 of 400 portals, 25 a second, 12 s left")
	w.done()
	w.says(t, "<")
	w.tick() // one that was under way
	w.says(t, "")
	if !w.stopped {
		t.Error("the ticks go on")
	}
}

func TestProgressOfAQuickRunLeavesNoTrace(t *testing.T) {
	w := watch(80, nil, nil)
	w.after(0, 0, 0)
	w.after(500*time.Millisecond, 400, 0)
	w.done()
	w.says(t, "")
}

func TestProgressIsToldWhileOneClientTakesLong(t *testing.T) {
	w := watch(80, nil, nil)
	w.after(0, 0, 0)
	w.now = w.now.Add(time.Second)
	w.tick()
	w.says(t, "<0 of 400 portals")
	w.after(time.Second, 0, 0.5) // half of the first
	w.says(t, "<0 of 400 portals, 15 a minute, 27 min left")
	w.now = w.now.Add(2 * time.Second)
	w.step(generator.Progress{Done: 1, Total: 400, PDFs: 12})
	w.says(t, "<1 of 400 portals, 15 a minute, 27 min left, 12 PDFs")
}

// The clients of which nothing changed are done at once, and say nothing of the others.
func TestProgressGoesByThePaceOfTheLastWhile(t *testing.T) {
	w := watch(80, nil, nil)
	w.after(0, 0, 0)
	w.after(time.Second, 300, 0)
	for i := range 40 {
		w.told.Reset()
		w.after(time.Second, 300+i+1, 0)
	}
	w.says(t, "<340 of 400 portals, 1 a second, 60 s left")
}

func TestProgressFitsTheTerminal(t *testing.T) {
	for width, want := range map[int]string{
		80: "<50 of 400 portals, 50 a second, 7 s left", 40: "<50 of 400 portals, 50 a second", 20: "<50 of 400 portals", 10: "<50 of 400", 1: "<",
	} {
		w := watch(width, nil, nil)
		w.after(time.Second, 50, 0)
		w.says(t, want)
	}
}

func TestProgressIsPlainLinesWhereNobodyWatches(t *testing.T) {
	for name, w := range map[string]*watched{"a log": watch(0, nil, nil), "a dumb terminal": watch(80, map[string]string{"TERM": "dumb"}, nil)} {
		t.Run(name, func(t *testing.T) {
			w.after(9*time.Second, 90, 0)
			w.says(t, "")
			w.after(time.Second, 100, 0)
			w.says(t, "100 of 400 portals, 10 a second, 30 s left\n")
			w.after(9*time.Second, 150, 0)
			w.says(t, "")
			w.now = w.now.Add(time.Second)
			w.tick()
			w.says(t, "150 of 400 portals, 7.5 a second, 33 s left\n")
			w.done()
			w.says(t, "")
		})
	}
}

func TestProgressIsNotToldToWhomAskedForQuietOrNames(t *testing.T) {
	w := watch(80, nil, func(c *common) { c.quiet = true })
	w.after(time.Minute, 50, 0)
	w.done()
	w.says(t, "")
	w = watch(80, nil, func(c *common) { c.verbose = true })
	w.step(generator.Progress{Total: 400})
	w.after(time.Minute, 50, 0)
	w.done()
	w.says(t, "acme (50 of 400)\n")
}

// What a program reads is on standard output, and there progress never is.
func TestProgressStaysOutOfWhatProgramsRead(t *testing.T) {
	dir := workspaceCopy(t, "content/provider.md", "About us.", "About you.")
	for _, args := range [][]string{
		{"build", "--format", "json", "--out", filepath.Join(t.TempDir(), "public")}, {"check", "--format", "json"}, {"status", "--json"},
	} {
		args = append(args, "-C", dir, "--jobs", "1", "--as-of", "2026-10-16")
		slow, beside, _ := atTerminal(t, 600*time.Millisecond, nil, args...)
		quick, _, _ := atTerminal(t, 0, nil, args...)
		if !strings.Contains(beside, " of 2 ") {
			t.Errorf("%s tells of no progress: %s", args[0], beside)
		}
		if slow != quick {
			t.Errorf("%s prints\n%s\nwhere it is slow, and else\n%s", args[0], slow, quick)
		}
	}
}
