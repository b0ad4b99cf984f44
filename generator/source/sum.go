package source

import (
	"crypto/sha256"
	"errors"
	"io"
	"sync"
)

// ErrChanged is returned for a tree of which a file was not the same each time it was read.
var ErrChanged = errors.New("a file changed while it was read")

// sums are the SHA-256 of the files of a tree, as they were when they were read first.
type sums struct {
	mu      sync.Mutex
	of      map[string][sha256.Size]byte // by name
	changed bool
}

// note notes what was read of a file.
func (s *sums) note(name string, body []byte) {
	if s == nil {
		return
	}
	sum := sha256.Sum256(body)
	s.mu.Lock()
	defer s.mu.Unlock()
	if had, found := s.of[name]; found && had != sum {
		s.changed = true
	}
	s.of[name] = sum
}

// Sum returns the SHA-256 of all files of a tree whose workspace keeps sums, with their names.
// Of a file that was read it counts what was read, and not what stands there now; the
// others are read for it. The error is ErrChanged where one was read twice and had changed.
func (t *Tree) Sum() ([sha256.Size]byte, error) {
	all := sha256.New()
	for _, f := range t.files {
		sum, err := t.sumOf(f.Name)
		if err != nil {
			return [sha256.Size]byte{}, err
		}
		io.WriteString(all, f.Name+"\x00")
		all.Write(sum[:])
	}
	t.sums.mu.Lock()
	defer t.sums.mu.Unlock()
	if t.sums.changed {
		return [sha256.Size]byte{}, ErrChanged
	}
	return [sha256.Size]byte(all.Sum(nil)), nil
}

func (t *Tree) sumOf(name string) (sum [sha256.Size]byte, err error) {
	t.sums.mu.Lock()
	sum, found := t.sums.of[name]
	t.sums.mu.Unlock()
	if found {
		return sum, nil
	}
	file, err := t.Open(name)
	if err != nil {
		return sum, err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return sum, inPath("read", name, err)
	}
	sum = [sha256.Size]byte(hash.Sum(nil))
	t.sums.mu.Lock()
	defer t.sums.mu.Unlock()
	t.sums.of[name] = sum
	return sum, nil
}
