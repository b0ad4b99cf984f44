// Command rapport builds portals for clients out of a folder of Markdown.
//
// See README.md for what it is for, and `rapport help` for its commands.
package main

import (
	"context"
	"crypto/rand"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"
	_ "time/tzdata" // a workspace names its time zones; the machine may not know them

	"golang.org/x/term"

	"rapport/generator/seal"
)

func main() {
	boundMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	abandon := func() { abandonAfter(ctx, grace, os.Exit) }
	os.Exit(run(ctx, os.Args[1:], environment{
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		getenv:   os.Getenv,
		now:      time.Now,
		terminal: func(w io.Writer) (width int, ok bool) { return terminal(w) },
		every:    every,
		stdin:    os.Stdin,
		interactive: func() bool {
			return term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd()))
		},
		random: rand.Reader,
		work:   seal.WorkFactor,
		edit:   openEditor,
		dial:   new(net.Dialer).DialContext,

		abandon: abandon,
	}))
}

// grace is how long a command that is interrupted may go on, to clean up.
const grace = 700 * time.Millisecond

// abandonAfter ends the program when a command goes on for a while although it is interrupted: deep in a
// table of a million rows nothing looks up.
func abandonAfter(ctx context.Context, wait time.Duration, exit func(int)) {
	context.AfterFunc(ctx, func() {
		time.Sleep(wait)
		exit(statusMachine)
	})
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

// every does something again and again, until it is stopped.
func every(span time.Duration, do func()) (stop func()) {
	ticks, stopped := time.NewTicker(span), make(chan bool)
	go func() {
		for {
			select {
			case <-ticks.C:
				do()
			case <-stopped:
				return
			}
		}
	}()
	return func() { ticks.Stop(); close(stopped) }
}

// openEditor opens a file in an editor, which may be a command with arguments, and waits
// until it is closed.
func openEditor(ctx context.Context, editor, file string) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", editor+` "$1"`, "sh", file)
	if runtime.GOOS == "windows" {
		cmd = exec.CommandContext(ctx, "cmd", "/c", editor, file)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
