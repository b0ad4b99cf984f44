// Command rapport builds portals for clients out of a folder of Markdown.
//
// See README.md for what it is for, and `rapport help` for its commands.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // a workspace names its time zones; the machine may not know them

	"golang.org/x/term"
)

// A build makes much and keeps little: collecting less often takes a quarter of
// its time away. The limit keeps the whole in 150 MB where clients are large; what a
// client needs beyond it is still had.
const (
	collectAt   = 400 // per cent
	memoryLimit = 100 << 20
)

func main() {
	debug.SetGCPercent(collectAt)
	debug.SetMemoryLimit(memoryLimit)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], environment{
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		getenv:   os.Getenv,
		now:      time.Now,
		terminal: func(w io.Writer) (width int, ok bool) { return terminal(w) },
	}))
}

// terminal tells whether w is a terminal, and how many columns it has.
func terminal(w io.Writer) (width int, ok bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	return width, err == nil
}
