package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/live"
	"rapport/generator/press"
	"rapport/generator/preview"
	"rapport/generator/source"
)

// defaultEditor opens a file in VS Code.
const defaultEditor = "vscode"

// previewAddress is where the preview listens where nobody says otherwise.
const previewAddress = "127.0.0.1:8080"

// portsTried is how many ports above a taken one are tried.
const portsTried = 50

func newServe(c *common) *cobra.Command {
	var addr, editor string
	var poll time.Duration
	var open, write bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the portals in a browser while you write them",
		Long: `Serve renders the portals in memory, drafts included, and shows them in a browser. A saved file shows at
once; what is wrong with one stands over the page, with the lines and how to mend them, until it is mended.
Nothing is written, unless --write is given.

The first page is the desk: all clients, and what wants attention. The bar at the foot switches between
clients, shows a portal as of another day, on a phone, and on paper.

Serve answers this machine alone, unless --addr says otherwise.

With --write the desk writes: what came and what was answered, decided or done, new entries, and the messages in
intake/. Each change is one of the lines that it must be; its difference is shown, it can be taken back, and it can be
committed in git. A file that was changed meanwhile is not written over. Only a browser on this machine that opened
the address which is printed at the start can write.`,
		Example: `  rapport serve --open
  rapport serve --addr 127.0.0.1:3000 --as-of 2026-10-02
  rapport serve --editor 'idea://open?file={file}&line={line}'
  rapport serve --poll            # for network disks, which tell nobody that a file changed`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, asOf, err := c.workspace()
			if err != nil {
				return err
			}
			if c.asOf == "" && c.env.getenv("SOURCE_DATE_EPOCH") == "" {
				asOf = press.AsOf{} // the present moves on
			}
			link, err := editorURL(editor)
			if err != nil {
				return err
			}
			if poll < 0 {
				return usagef("--poll %s makes no sense; write how long to wait between two looks, such as 1s", poll)
			}
			found, err := source.Open(w.Dir, w.Content) // before anything is said to be served
			if err != nil {
				return diag.UsageError{Err: err}
			}
			found.Close()
			listener, err := listen(addr)
			if err != nil {
				return err
			}
			url := address(listener.Addr())
			var writing *preview.Writing
			if write {
				if writing, err = c.writing(listener); err != nil {
					listener.Close()
					return err
				}
				defer writing.Root.Close()
			}
			c.announce(addr, listener, url)
			if write {
				url += preview.WriteAddress(writing.Token)
				fmt.Fprintf(c.env.stdout, "to write from the desk, open %s\n", url)
			}
			if open {
				if write {
					if url, err = c.doorstep(writing.Root, url); err != nil {
						return err
					}
					defer writing.Root.Remove(doorstepFile)
				}
				if err := openBrowser(url); err != nil {
					fmt.Fprintf(c.env.stderr, "cannot open a browser: %v; open %s yourself\n", err, url)
				}
			}
			host, _, _ := net.SplitHostPort(addr)
			told := &readings{c: c}
			defer told.end()
			return preview.Serve(cmd.Context(), listener, preview.Options{
				Workspace: w, AsOf: asOf, BaseURL: c.baseURL, Jobs: c.jobs,
				Now: c.env.now, Host: host, Editor: link, Poll: poll, Waits: c.waitingMessages, Write: writing,
				Report: told.aside(c.reporter()), Updated: c.updates(), Reading: told.step,
			})
		},
	}
	c.rendering(cmd, "theme", "client", "as-of", "base-url", "jobs") // drafts are shown
	cmd.Flags().StringVar(&addr, "addr", previewAddress, "where to listen; the next free port serves if this one is taken")
	cmd.Flags().BoolVar(&open, "open", false, "open the browser")
	cmd.Flags().StringVar(&editor, "editor", defaultEditor, "what links to files open: an editor of the vscode: kind (vscode, vscodium, cursor), or a URL with {file}, {line} and {column}")
	cmd.Flags().BoolVar(&write, "write", false, "let the desk write, for a browser on this machine that opens the address that is printed")
	cmd.Flags().DurationVar(&poll, "poll", 0, "look at all files this often, for disks that tell nobody of changes")
	cmd.Flags().Lookup("poll").NoOptDefVal = "1s"
	return cmd
}

// writing returns what the desk needs to write. It refuses to where other machines reach the desk.
func (c *common) writing(listener net.Listener) (*preview.Writing, error) {
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return nil, usagef("--write: %w, and %s is reached from others; leave --addr out, or write --addr 127.0.0.1:8080", preview.ErrPublic, listener.Addr())
	}
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return nil, usagef("there is no workspace %q; name its folder with -C, or make one with rapport init", c.dir)
	}
	token, err := preview.NewToken(c.env.random)
	if err != nil {
		root.Close()
		return nil, err
	}
	return &preview.Writing{Root: root, Token: token, Random: c.env.random, Git: func(ctx context.Context, provider *content.Provider) (preview.Git, error) {
		return openCommitter(ctx, c.dir, provider)
	}}, nil
}

// doorstepFile leads to the desk with the secret.
const doorstepFile = ".rapport/desk.html"

// doorstep writes a file that only its owner can read and that leads to a URL, and returns its path: what
// a program is started with, everybody on the machine can read.
func (c *common) doorstep(root *os.Root, url string) (string, error) {
	if err := root.MkdirAll(path.Dir(doorstepFile), 0o700); err != nil {
		return "", err
	}
	if err := root.Remove(doorstepFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	file, err := root.OpenFile(doorstepFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(file, "<!doctype html><meta http-equiv=refresh content='0;url=%s'><a href='%s'>To the desk</a>\n", url, url)
	if err := errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	return filepath.Abs(filepath.Join(c.dir, filepath.FromSlash(doorstepFile)))
}

// editorURL returns the URL that opens a place in a file.
func editorURL(editor string) (string, error) {
	scheme, _, isURL := strings.Cut(editor, ":")
	for _, r := range scheme {
		if !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '+' || r == '.') {
			return "", usagef("--editor %q is not an editor; write vscode, or a URL such as idea://open?file={file}&line={line}", editor)
		}
	}
	switch {
	case scheme == "javascript", scheme == "data":
		return "", usagef("--editor %q is a script; write vscode, or a URL such as idea://open?file={file}&line={line}", editor)
	case !isURL:
		return scheme + "://file{file}:{line}:{column}", nil
	case !strings.Contains(editor, "{file}"):
		return "", usagef("--editor %q has no {file}; write a URL such as idea://open?file={file}&line={line}", editor)
	}
	return editor, nil
}

// listen listens at an address, or at the next port that is free.
func listen(addr string) (net.Listener, error) {
	host, port, err := splitAddress(addr)
	if err != nil {
		return nil, err
	}
	addr = net.JoinHostPort(host, strconv.FormatUint(port, 10))
	listener, taken := net.Listen("tcp", addr)
	for next := port + 1; next <= port+portsTried && next < 1<<16 && errors.Is(taken, syscall.EADDRINUSE); next++ {
		if listener, err = net.Listen("tcp", net.JoinHostPort(host, strconv.FormatUint(next, 10))); err == nil {
			return listener, nil
		}
	}
	if taken != nil {
		return nil, fmt.Errorf("cannot listen at %s: %w; choose another with --addr", addr, taken)
	}
	return listener, nil
}

// splitAddress parts an address to listen at, which may be a port alone, of this machine.
func splitAddress(addr string) (host string, port uint64, err error) {
	host, text := "127.0.0.1", addr
	if strings.Contains(addr, ":") {
		if host, text, err = net.SplitHostPort(addr); err != nil {
			return "", 0, usagef("--addr %q is not an address; write 127.0.0.1:8080, or [::1]:8080 for IPv6", addr)
		}
	}
	port, err = strconv.ParseUint(text, 10, 16)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return "", 0, usagef("--addr %q: there is no port %s; write one from 1 to 65535, as in 127.0.0.1:8080", addr, text)
	case err != nil:
		return "", 0, usagef("--addr %q has no port; write 127.0.0.1:8080", addr)
	}
	return host, port, nil
}

// address is the URL at which a listener is reached from this machine.
func address(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d/", tcp.Port)
	}
	return "http://" + a.String() + "/"
}

// announce says where the portals are.
func (c *common) announce(wanted string, listener net.Listener, url string) {
	_, port, _ := net.SplitHostPort(wanted)
	port = cmp.Or(port, wanted)
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok {
		if port != "0" && strconv.Itoa(tcp.Port) != port {
			fmt.Fprintf(c.env.stderr, "%s is taken; using the next free port, %d\n", wanted, tcp.Port)
		}
		if !tcp.IP.IsLoopback() {
			fmt.Fprintln(c.env.stderr, "whoever reaches this machine can read all portals and the desk; write --addr 127.0.0.1:8080 to keep them to yourself")
		}
	}
	fmt.Fprintf(c.env.stdout, "serving at %s; stop with Ctrl-C\n", url)
}

// manyFiles is how many files a client has of which it is worth telling that they are read.
const manyFiles = 1000

// readings tell how far it is with a client whose reading takes long; with one at a time.
type readings struct {
	c *common

	mu     sync.Mutex
	client string
	line   *progress
}

// step is told of each file. The last one ends the line, as does another client, whose turn it then is.
func (r *readings) step(client string, at live.Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.c.verbose || at.All < manyFiles {
		return
	}
	if r.line == nil || r.client != client && at.Done == 1 {
		r.stop()
		r.client, r.line = client, r.c.progress("file")
	}
	if r.client != client {
		return
	}
	r.line.step(generator.Progress{Done: at.Done, Total: at.All})
	if at.Done >= at.All {
		r.stop()
	}
}

// aside returns a report before which the line is taken away.
func (r *readings) aside(report func([]diag.Problem, func(string) []byte)) func([]diag.Problem, func(string) []byte) {
	return func(problems []diag.Problem, source func(string) []byte) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.line != nil {
			r.line.clear()
		}
		report(problems, source)
	}
}

func (r *readings) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stop()
}

func (r *readings) stop() {
	if r.line != nil {
		r.line.done()
		r.line = nil
	}
}

// reporter returns what prints problems as they come, and says when the errors are
// mended.
func (c *common) reporter() func([]diag.Problem, func(string) []byte) {
	told := map[diag.Problem]bool{}
	errorsBefore := 0
	return func(problems []diag.Problem, source func(string) []byte) {
		var fresh []diag.Problem
		now := map[diag.Problem]bool{}
		errors := 0
		for _, p := range problems {
			now[p] = true
			if p.Severity == diag.Error {
				errors++
			}
			if !told[p] && !(c.quiet && p.Severity == diag.Note) {
				fresh = append(fresh, p)
			}
		}
		told = now
		width, isTerminal := c.env.terminal(c.env.stderr)
		p := diag.PrintOptions{Color: c.colored(c.env.stderr), Width: width}
		if isTerminal {
			p.Source = source
		}
		diag.Print(c.env.stderr, fresh, p)
		if errorsBefore > 0 && errors == 0 {
			fmt.Fprintln(c.env.stderr, "all errors are mended")
		}
		errorsBefore = errors
	}
}

// updates returns what names the clients that were made anew, where that is asked for.
func (c *common) updates() func([]string) {
	return func(clients []string) {
		if c.verbose && len(clients) > 0 {
			fmt.Fprintf(c.env.stderr, "%s changed: %s\n", count(len(clients), "client"), strings.Join(slices.Sorted(slices.Values(clients)), ", "))
		}
	}
}

// openBrowser asks the desktop to show a page.
func openBrowser(url string) error {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", url)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	default:
		cmd = exec.Command("xdg-open", url)
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // it ends when it likes; nobody needs to know how
	return nil
}
