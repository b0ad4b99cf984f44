package output

import (
	"bytes"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
)

// heldInMemory is how many bytes of a client's files are held until they are published. What is more
// waits on the disk: a client of 5,000 reports has 150 MB of pages.
const heldInMemory = 8 << 20

// A Holder holds a client's files from when they are made until they are published.
type Holder struct {
	folder *Folder
	bytes  int          // held in memory
	chunks []*heldChunk // for these
	rest   []byte       // of the last of them
	dir    *os.Root
	name   string // of dir, in the folder
	files  int    // in dir
}

// Chunks are used again for the next client's files: a collector that has to find out which pages nobody needs any more
// has little else to do.
var heldChunks = sync.Pool{New: func() any { return new(heldChunk) }}

type heldChunk [512 << 10]byte

// Hold returns what holds files until they are published in the folder. One goroutine at a time
// may use it.
func (f *Folder) Hold() *Holder { return &Holder{folder: f} }

// Hold returns the file of some bytes, which it does not keep. It can be read and published until Release.
func (h *Holder) Hold(name string, body []byte) (File, error) {
	if h.bytes += len(body); h.bytes <= heldInMemory {
		return File{Name: name, Body: h.clone(body)}, nil
	}
	if h.dir == nil {
		if err := h.open(); err != nil {
			return File{}, h.folder.failed("write", h.name, err)
		}
	}
	h.files++
	at := strconv.Itoa(h.files)
	if err := write(h.dir, at, &File{Body: body}); err != nil {
		return File{}, h.folder.failed("write", path.Join(h.name, at), err)
	}
	dir := h.dir
	return File{
		Name: name, Size: int64(len(body)), Link: filepath.Join(h.folder.dir, filepath.FromSlash(h.name), at),
		From: func() (io.ReadCloser, error) { return dir.Open(at) },
	}, nil
}

// clone returns a copy of some bytes that stands until Release.
func (h *Holder) clone(body []byte) []byte {
	if len(body) > len(heldChunk{}) {
		return bytes.Clone(body)
	}
	if len(body) > len(h.rest) {
		h.chunks = append(h.chunks, heldChunks.Get().(*heldChunk))
		h.rest = h.chunks[len(h.chunks)-1][:]
	}
	n := copy(h.rest, body)
	held := h.rest[:n:n]
	h.rest = h.rest[n:]
	return held
}

func (h *Holder) open() (err error) {
	h.name = path.Join(staging, strconv.FormatInt(h.folder.stages.Add(1), 10))
	if err := h.folder.root.MkdirAll(h.name, 0o755); err != nil {
		return err
	}
	h.dir, err = h.folder.root.OpenRoot(h.name)
	return err
}

// Release gives up what is held, and removes what of it is still on the disk.
func (h *Holder) Release() error {
	for _, c := range h.chunks {
		heldChunks.Put(c)
	}
	h.bytes, h.chunks, h.rest = 0, nil, nil
	if h.dir == nil {
		return nil
	}
	h.dir.Close()
	if _, err := remove(h.folder.root, h.name); err != nil {
		return h.folder.failed("remove", h.name, err)
	}
	return nil
}
