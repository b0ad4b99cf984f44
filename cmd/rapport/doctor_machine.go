package main

import (
	"context"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"rapport/generator/chromium"
	"rapport/generator/front"
	"rapport/generator/source"
)

// A machine is what doctor asks, so that a test can be one that lacks something.
type machine struct {
	run    func(name string, args ...string) (string, error) // what a program says, without the line's end
	chrome func() (chromium.Browser, error)
	free   func(dir string) (bytes uint64, err error) // errors.ErrUnsupported where nothing tells
	listen func(addr string) error
	zone   func(name string) error
	proc   fs.FS  // what Linux tells of itself
	system string // runtime.GOOS
	now    time.Time
}

func (c *common) machine(ctx context.Context) *machine {
	return &machine{
		run: func(name string, args ...string) (string, error) {
			ctx, stop := context.WithTimeout(ctx, 10*time.Second)
			defer stop()
			out, err := exec.CommandContext(ctx, name, args...).Output()
			return strings.TrimSpace(string(out)), err
		},
		chrome: func() (chromium.Browser, error) { return chromium.Find(ctx, c.env.getenv(chromium.Variable)) },
		free:   freeSpace,
		listen: func(addr string) error {
			listener, err := net.Listen("tcp", addr)
			if err == nil {
				err = listener.Close()
			}
			return err
		},
		zone:   func(name string) error { _, err := time.LoadLocation(name); return err },
		proc:   os.DirFS("/proc"),
		system: runtime.GOOS,
		now:    c.env.now(),
	}
}

// A patient is the workspace that doctor looks at.
type patient struct {
	*machine
	dir, content string
	here         bool     // there is one
	languages    []string // of its portals
	sealed       []string // clients whose portals are sealed
	gitVersion   string   // "" where there is no git
}

// newPatient looks which workspace there is.
func newPatient(m *machine, dir, content string) *patient {
	p := &patient{machine: m, dir: dir, content: content}
	if said, err := m.run("git", "--version"); err == nil {
		p.gitVersion = strings.TrimPrefix(said, "git version ")
	}
	folder, err := source.OpenFolder(filepath.Join(dir, content))
	if err != nil {
		return p
	}
	if _, err := fs.Stat(folder, "provider.md"); err != nil {
		return p
	}
	p.here = true
	p.speaks(fieldOf(folder, "provider.md", "locale"))
	clients, _ := fs.Glob(folder, "clients/*/client.md")
	for _, file := range clients {
		p.speaks(fieldOf(folder, file, "locale"))
		if isSealed(folder, file) {
			p.sealed = append(p.sealed, path.Base(path.Dir(file)))
		}
	}
	return p
}

func (p *patient) speaks(locale string) {
	if tag, _, _ := strings.Cut(strings.ToLower(locale), "-"); tag != "" && !slices.Contains(p.languages, tag) {
		p.languages = append(p.languages, tag)
	}
}

// isSealed reports whether a client's portal is sealed: access: sealed, or access: {sealed: …}.
func isSealed(folder fs.FS, file string) bool {
	access := nodeOf(folder, file, "access")
	return access != nil && (access.Raw == "sealed" || access.Get("sealed") != nil)
}

// fieldOf is a single value of a file's front matter, "" where there is none.
func fieldOf(folder fs.FS, file, key string) string {
	if n := nodeOf(folder, file, key); n != nil {
		return n.Raw
	}
	return ""
}

// nodeOf is what stands under a key of a file's front matter, nil for nothing.
func nodeOf(folder fs.FS, file, key string) *front.Node {
	data, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil
	}
	doc, _ := front.Parse(file, data)
	return doc.Front.Get(key)
}

// git asks git about the workspace.
func (p *patient) git(args ...string) (string, error) {
	return p.run("git", append([]string{"-C", p.dir}, args...)...)
}
