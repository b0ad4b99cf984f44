package source

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// With returns the workspace as it would be with other bytes in some of its files, by their
// paths in the workspace, be they new: as an editor has them that did not save them yet. It
// reads the rest from the same folder, and is closed with it.
func (w *Workspace) With(bodies map[string][]byte) *Workspace {
	with := *w
	with.held = bodies
	return &with
}

// with puts the bytes that stand for files of a tree in their places.
func (w *Workspace) with(t *Tree, except string) *Tree {
	var bodies map[string][]byte
	for name, body := range w.held {
		inside, ok := strings.CutPrefix(name, t.prefix+"/")
		if _, excepted := cut(inside, except); !ok || except != "" && excepted {
			continue
		}
		if _, known := t.Lookup(inside); !known && !isListed(inside) {
			continue
		}
		if bodies == nil {
			bodies = map[string][]byte{}
		}
		bodies[inside] = body
	}
	if bodies == nil {
		return t
	}
	return t.With(bodies)
}

// isListed tells whether a new file of this name would be on the list of its tree.
func isListed(name string) bool {
	static := strings.HasPrefix(name, "static/")
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || isJunk(part, static) || foreign(part) != "" || !isNameSound(part) || Unportable(part) != "" {
			return false
		}
	}
	return true
}

// heldFS is a file system with other bytes in some of its files.
type heldFS struct {
	fs.FS
	held map[string][]byte
}

// Open opens a file.
func (f heldFS) Open(name string) (fs.File, error) {
	if body, ok := f.held[name]; ok {
		return &heldFile{heldInfo{path.Base(name), int64(len(body))}, bytes.NewReader(body)}, nil
	}
	return f.FS.Open(name)
}

type heldFile struct {
	info heldInfo
	io.Reader
}

func (f *heldFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *heldFile) Close() error               { return nil }

type heldInfo struct {
	name string
	size int64
}

func (i heldInfo) Name() string       { return i.name }
func (i heldInfo) Size() int64        { return i.size }
func (i heldInfo) Mode() fs.FileMode  { return 0o644 }
func (i heldInfo) ModTime() time.Time { return time.Time{} }
func (i heldInfo) IsDir() bool        { return false }
func (i heldInfo) Sys() any           { return nil }
