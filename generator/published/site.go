package published

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"os"
	"strings"
)

// A Fetch opens a published file by its slash path. The error is fs.ErrNotExist where there is
// none.
type Fetch func(ctx context.Context, name string) (io.ReadCloser, error)

// A Site is where something is published.
type Site struct {
	get    func(ctx context.Context, address string) (*answer, error)
	Files  []string // all that there are, where they can be listed; nil where they can't
	Base   *url.URL // nil where it is no address of the web
	Faults []string // of the site as a whole, a line each
	Close  func() error
}

// addresses are those under which readers find a file, the first of them the one that is most usual: a page of a folder
// is linked by its name as well.
func (s *Site) addresses(name string) []string {
	if folder, ok := strings.CutSuffix("/"+name, "/index.html"); ok && s.Base != nil {
		return []string{strings.TrimPrefix(folder+"/", "/"), name}
	}
	return []string{name}
}

// An answer is what a site has under a path.
type answer struct {
	body   io.ReadCloser
	header http.Header // nil where no host answered
	status int         // 0 where no host answered
}

// Fetch opens a file of the site.
func (s *Site) Fetch(ctx context.Context, name string) (io.ReadCloser, error) {
	a, err := s.get(ctx, s.addresses(name)[0])
	if err != nil {
		return nil, err
	}
	return a.body, nil
}

// In is the Fetch of a folder of the site.
func (s *Site) In(folder string) Fetch {
	return func(ctx context.Context, name string) (io.ReadCloser, error) { return s.Fetch(ctx, folder+"/"+name) }
}

// FilesIn are those of a folder by their paths in it; nil where they can't be listed.
func (s *Site) FilesIn(folder string) []string {
	var all []string
	for _, f := range s.Files {
		if name, ok := strings.CutPrefix(f, folder+"/"); ok {
			all = append(all, name)
		}
	}
	return all
}

// OpenFolder opens what is published in a folder. Links that lead out of it lead nowhere.
func OpenFolder(dir string) (*Site, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return ofFiles(root.FS(), root.Close)
}

func ofFiles(files fs.FS, closing func() error) (*Site, error) {
	s := &Site{Files: []string{}, Close: closing, get: func(_ context.Context, name string) (*answer, error) {
		info, err := fs.Stat(files, name) // first, since to open a pipe waits until somebody writes into it
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, fs.ErrNotExist
		}
		file, err := files.Open(name)
		if err != nil {
			return nil, err
		}
		return &answer{body: file}, nil
	}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			s.Files = append(s.Files, name)
		}
		return err
	})
	if err != nil {
		closing()
		return nil, err
	}
	return s, nil
}

// OpenURL opens what is published at an address.
func OpenURL(client *http.Client, base *url.URL) *Site {
	base = base.JoinPath("/") // with a slash at its end
	s := &Site{Base: base, Close: func() error { return nil }}
	s.get = func(ctx context.Context, address string) (*answer, error) {
		a, err := s.ask(ctx, client, base.JoinPath(address))
		if err != nil {
			return nil, err
		}
		if a.status == http.StatusOK {
			return a, nil
		}
		a.body.Close()
		if a.status == http.StatusNotFound || a.status == http.StatusGone {
			return nil, fs.ErrNotExist
		}
		return nil, refusal(a.status)
	}
	return s
}

// A refusal is a status with which a host answers that shows nothing.
type refusal int

func (r refusal) Error() string {
	return fmt.Sprintf("the host answers %d %s", int(r), http.StatusText(int(r)))
}

// Is has a file that is denied be one that may not be read.
func (r refusal) Is(err error) bool { return err == fs.ErrPermission && r == http.StatusForbidden }

func (s *Site) ask(ctx context.Context, client *http.Client, at *url.URL) (*answer, error) {
	var early []string
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{Got1xxResponse: func(_ int, header textproto.MIMEHeader) error {
		early = append(early, header.Values("Link")...) // which browsers follow before the page comes
		return nil
	}})
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Cache-Control", "no-cache")
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	if how := response.Header.Get("Content-Encoding"); how != "" { // what was asked for is unpacked by now
		response.Body.Close()
		return nil, fmt.Errorf("the answer is packed (%s), which nobody asked for", how)
	}
	for _, link := range early {
		response.Header.Add("Link", link)
	}
	return &answer{response.Body, response.Header, response.StatusCode}, nil
}
