// Package pdf prints pages of a portal as PDF, by a Chromium that is installed.
//
// A Printer prints several pages at a time, and keeps what it printed in the folder
// .rapport of the workspace, so that only pages that changed are printed again:
//
//	browser, err := chromium.Find(ctx, named)
//	printer, err := pdf.Open(ctx, dir, browser, jobs)
//	files, err := printer.Print(ctx, pdf.Job{Client: "korenaar", Files: portal, Pages: …})
//
// The numbers of the sheets, the running title and the contents are the style's and
// Chromium's. What a sheet must not have is taken out here: from the page its scripts and its
// relative links, which would name folders of the machine (see page.go), and from the PDF the
// time and the machine (see tidy.go). So the same page gives the same bytes.
//
// Chromium reads the page from a disk and reaches no network. The pages of a sealed portal
// lie in the clear in that folder, which only the user who builds may read, as the content
// does that they are made from.
package pdf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"

	"rapport/generator/chromium"
	"rapport/generator/output"
	"rapport/generator/place"
)

// form is raised when the same page is printed in another way.
const form = "2"

// An Error says that Chromium made no PDF of a page.
type Error struct{ Page, Reason string }

func (e *Error) Error() string { return fmt.Sprintf("no PDF of %s: %s", e.Page, e.Reason) }

// A Job is what is printed of a client.
type Job struct {
	Client string        // id, under which is kept what was printed
	Base   string        // URL of the portal's folder, to which relative links lead; "" if it is unknown
	Files  []output.File // of the portal
	Pages  []string      // the names of those that are printed

	Progress func(done, total int) // called after each page, by one goroutine at a time; may be nil
}

// A Printer prints pages. Several goroutines may use one; one at a time has the folder in
// which it keeps what it printed.
type Printer struct {
	Timeout time.Duration // of a page

	browser chromium.Browser
	dir     string // of kept, absolute
	kept    *os.Root
	lock    *flock.Flock
	slots   chan struct{} // as many as pages are printed at once

	mu   sync.Mutex
	used map[string][]string // by client: what it kept that is asked for
	runs int
}

// The folders of a printer: what was printed, by client, and what is at work.
const (
	folder  = "pdf"
	printed = "printed"
	work    = "work"
)

// Open opens the printer of the workspace at dir, which prints so many pages at once. It
// waits while another run has it, until ctx is done.
func Open(ctx context.Context, dir string, browser chromium.Browser, jobs int) (*Printer, error) {
	p := &Printer{
		Timeout: time.Minute,
		browser: browser, slots: make(chan struct{}, max(1, jobs)), used: map[string][]string{},
	}
	var err error
	if p.dir, err = filepath.Abs(filepath.Join(dir, output.Kept, folder)); err != nil {
		return nil, err
	}
	vault, err := output.OpenKept(dir)
	if err != nil {
		return nil, err
	}
	defer vault.Close()
	if err := vault.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if p.kept, err = vault.OpenRoot(folder); err != nil {
		return nil, err
	}
	p.lock = flock.New(filepath.Join(p.dir, "lock"))
	if _, err = p.lock.TryLockContext(ctx, 20*time.Millisecond); err == nil {
		err = p.kept.RemoveAll(work) // of a run that was killed
	}
	if err != nil {
		p.kept.Close()
		return nil, err
	}
	return p, nil
}

// Close gives the printer back.
func (p *Printer) Close() error {
	// A Chromium that was stopped may still be at it; the next Open removes the rest.
	p.kept.RemoveAll(work)
	return errors.Join(p.lock.Close(), p.kept.Close())
}

// Print returns the PDFs of pages, which are called as those are. The error is an *Error
// where Chromium made none.
func (p *Printer) Print(ctx context.Context, job Job) ([]output.File, error) {
	site, err := p.begin(job)
	if err != nil {
		return nil, err
	}
	defer site.end()
	files := make([]output.File, len(job.Pages))
	var mu sync.Mutex
	made := 0
	group, ctx := errgroup.WithContext(ctx)
	for i, name := range job.Pages {
		group.Go(func() error {
			body, err := p.print(ctx, site, name)
			files[i] = output.File{Name: place.PDF(name), Body: body}
			if err == nil && job.Progress != nil {
				mu.Lock()
				defer mu.Unlock()
				made++
				job.Progress(made, len(job.Pages))
			}
			return err
		})
	}
	return files, group.Wait()
}

// print returns the PDF of a page: what was kept of it, or else what Chromium makes.
func (p *Printer) print(ctx context.Context, site *site, name string) ([]byte, error) {
	at := slices.IndexFunc(site.job.Files, func(f output.File) bool { return f.Name == name })
	if at < 0 {
		return nil, fmt.Errorf("there is no page %s", name)
	}
	body, err := site.job.Files[at].Bytes()
	if err != nil {
		return nil, err
	}
	page, err := forPaper(body, site.job.Base, name)
	if err != nil {
		return nil, &Error{name, err.Error()}
	}
	// What a page loads has a name that changes with what it holds.
	sum := sha256.Sum256([]byte(strings.Join([]string{form, p.browser.Version, name, string(page)}, "\x00")))
	key := path.Join(printed, site.job.Client, hex.EncodeToString(sum[:16]))
	p.mu.Lock()
	p.used[site.job.Client] = append(p.used[site.job.Client], path.Base(key))
	p.mu.Unlock()
	if body := p.had(key); body != nil {
		return body, nil
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := site.stage(name, page); err != nil {
		return nil, err
	}
	body, err = p.run(ctx, site, name)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && ctx.Err() == nil {
		body, err = p.run(ctx, site, name) // a browser falls over now and then, and not twice
	}
	if err == nil {
		body, err = tidy(body)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, &Error{name, err.Error()}
	}
	return body, p.keep(key, body)
}

// run has Chromium print a page, and takes what it made.
func (p *Printer) run(ctx context.Context, site *site, name string) ([]byte, error) {
	p.mu.Lock()
	p.runs++
	draft := path.Join(work, strconv.Itoa(p.runs))
	p.mu.Unlock()
	if err := p.kept.MkdirAll(draft, 0o700); err != nil {
		return nil, err
	}
	defer p.kept.RemoveAll(draft)
	ctx, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	said, err := p.browser.Print(ctx, p.path(path.Join(site.dir, name)), p.path(path.Join(draft, "page.pdf")), p.path(path.Join(draft, "profile")))
	if ctx.Err() != nil {
		return nil, fmt.Errorf("printing was not done after %v", p.Timeout)
	}
	body, missing := p.kept.ReadFile(path.Join(draft, "page.pdf"))
	if err == nil && missing != nil {
		err = errors.New("none was written")
	}
	if err != nil && said != "" {
		err = fmt.Errorf("%w; Chromium said: %s", err, said)
	}
	return body, err
}

// path is where Chromium finds a file of the printer.
func (p *Printer) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

// had returns what was kept under a key; nil where there is none, or it is not whole.
func (p *Printer) had(key string) []byte {
	text, err := p.kept.ReadFile(key)
	if err != nil || len(text) < sha256.Size {
		return nil
	}
	body := text[sha256.Size:]
	if sum := sha256.Sum256(body); string(sum[:]) != string(text[:sha256.Size]) {
		return nil
	}
	return body
}

// keep keeps a PDF behind its SHA-256.
func (p *Printer) keep(key string, body []byte) error {
	if err := p.kept.MkdirAll(path.Dir(key), 0o700); err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	if err := p.kept.WriteFile(key+".draft", slices.Concat(sum[:], body), 0o600); err != nil {
		return err
	}
	return p.kept.Rename(key+".draft", key)
}

// Forget removes what is kept of a client and was not asked for since Open.
func (p *Printer) Forget(client string) error {
	return p.forget(path.Join(printed, client), func(name string) bool { return slices.Contains(p.used[client], name) })
}

// ForgetOthers removes what is kept of all clients but these.
func (p *Printer) ForgetOthers(clients []string) error {
	return p.forget(printed, func(name string) bool { return slices.Contains(clients, name) })
}

func (p *Printer) forget(dir string, wanted func(name string) bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	entries, err := fs.ReadDir(p.kept.FS(), dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if !wanted(e.Name()) {
			err = errors.Join(err, p.kept.RemoveAll(path.Join(dir, e.Name())))
		}
	}
	return err
}

// A site is a portal as Chromium reads it: what its pages load, and those at work.
type site struct {
	job   Job
	kept  *os.Root
	dir   string
	ready func() error // puts what pages load in place, once
}

func (p *Printer) begin(job Job) (*site, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.runs++
	s := &site{job: job, kept: p.kept, dir: path.Join(work, strconv.Itoa(p.runs))}
	s.ready = sync.OnceValue(s.assets)
	return s, nil
}

func (s *site) end() { s.kept.RemoveAll(s.dir) }

// assets stages what pages load.
func (s *site) assets() error {
	for _, f := range s.job.Files {
		if !strings.HasPrefix(f.Name, "assets/") || path.Ext(f.Name) == ".js" {
			continue
		}
		body, err := f.Bytes()
		if err != nil {
			return err
		}
		if err := s.write(f.Name, body); err != nil {
			return err
		}
	}
	return nil
}

// stage puts a page in place, and what it loads.
func (s *site) stage(name string, page []byte) error {
	if err := s.ready(); err != nil {
		return err
	}
	return s.write(name, page)
}

func (s *site) write(name string, body []byte) error {
	name = path.Join(s.dir, name)
	if err := s.kept.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	return s.kept.WriteFile(name, body, 0o600)
}
