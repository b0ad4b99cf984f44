// Package cache remembers of each client what the last run made of it, so that a client of
// which nothing changed is neither read nor made again.
//
// A Manifest is what a run keeps of a client: what it was made from, as of when, what was found
// wrong, and what was made. It never decides alone. A Look at files asks the system for their
// names, sizes, times and places on the disk; where that is what the manifest has Seen, they are
// the same. Where it isn't, as in a fresh checkout, or can't tell, their bytes decide.
//
// What the system says is relied on only where every change of a file shows in it. That
// is so where it keeps the time at which a file was last changed in any way (ctime), which no
// program can set, and where all of these lie so far back when the look is taken that the clock has gone on
// since: a change in the same tick of the clock would not show. Elsewhere, as on Windows, the
// bytes are read each time.
//
// A manifest is written last, as a whole, and counts no more where it is cut off or of another
// program. It has digests of what was read and made, problems in words, and what status shows of a client whose portal is
// not sealed, but of nothing else a word. It stands in the folder Kept of the workspace, beside a build's other memories, and never in the output.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync/atomic"
	"time"

	"rapport/generator/check"
	"rapport/generator/diag"
	"rapport/generator/output"
)

// A Manifest is what a run keeps of a client.
type Manifest struct {
	Key   string    // of all that is the same for all clients: the program, its options, the theme
	AsOf  time.Time // as of which it was made
	Until time.Time // the first instant at which it changes by itself; zero if none will

	Provider, Client Seen // what it was made from
	Made             Seen // of it
	Kept             Seen // beside the output, where that can't be made without
	Beside           bool `json:",omitempty"` // a sealed portal stands at the same origin

	Problems []diag.Problem // what is wrong with it

	// Of a portal.
	Pages, Files int   `json:",omitempty"`
	Bytes        int64 `json:",omitempty"`

	// Of what stands beside the portals.
	Names []string `json:",omitempty"` // at the top of the output

	// Of a command whose name begins with Rows.
	Row []byte `json:",omitempty"` // what it shows of the client

	// Of a check.
	Accepted []check.Accepted `json:",omitempty"`
	Language string           `json:",omitempty"` // that its portal is in
	Missing  string           `json:",omitempty"` // why nothing is known of the past
}

// IsOf tells whether a manifest is of a run with this key, and whether what it tells is as true as of
// another instant: one of the same day by that instant's clock, not before, and before it changes by itself.
func (m *Manifest) IsOf(key string, asOf time.Time) bool {
	return m.Key == key && !asOf.Before(m.AsOf) && (m.Until.IsZero() || asOf.Before(m.Until)) &&
		m.AsOf.In(asOf.Location()).Format(time.DateOnly) == asOf.Format(time.DateOnly)
}

// IsAs tells whether two manifests say the same of what was seen.
func (m *Manifest) IsAs(other *Manifest) bool {
	return m.Provider == other.Provider && m.Client == other.Client && m.Made == other.Made && m.Kept == other.Kept
}

// A Store keeps the manifests of one command in a workspace. Several goroutines may use it.
type Store struct {
	root   *os.Root // Kept
	folder string   // in it
	now    time.Time
	drafts atomic.Int64
}

// Open opens the manifests of a command of the workspace at dir, and makes their folder where
// there is none.
func Open(dir, command string) (*Store, error) {
	root, err := output.OpenKept(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{root: root, folder: path.Join("cache", command)}
	if err = root.MkdirAll(s.folder, 0o700); err == nil {
		err = root.WriteFile("cache/.gitignore", []byte("*\n"), 0o600) // also where nobody told git to pass over it
	}
	if err == nil {
		s.now, err = output.Now(root, path.Join("cache", fmt.Sprintf("now-%d", os.Getpid())))
	}
	if err != nil {
		root.Close()
		return nil, fmt.Errorf("open %s: %w", path.Join(output.Kept, s.folder), err)
	}
	return s, nil
}

// Close releases the store.
func (s *Store) Close() error { return s.root.Close() }

// Began is when the store was opened, by the clock of the disk that it is on.
func (s *Store) Began() time.Time { return s.now }

// Files are those of the folder in which manifests stand, and what else is kept of clients.
func (s *Store) Files() fs.FS { return s.root.FS() }

// Load returns the manifest of a client, and false where there is none that is whole.
func (s *Store) Load(client string) (*Manifest, bool) {
	text, err := s.root.ReadFile(path.Join(s.folder, client))
	if err != nil {
		return nil, false
	}
	sum, body, _ := strings.Cut(string(text), "\n")
	m := &Manifest{}
	if sum != sumOf(body) || json.Unmarshal([]byte(body), m) != nil {
		return nil, false
	}
	return m, true
}

// Save keeps the manifest of a client in the place of the one before.
func (s *Store) Save(client string, m *Manifest) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	draft := path.Join("cache", fmt.Sprintf("draft-%d-%d", os.Getpid(), s.drafts.Add(1)))
	if err = s.root.WriteFile(draft, []byte(sumOf(string(body))+"\n"+string(body)), 0o600); err == nil {
		err = s.root.Rename(draft, path.Join(s.folder, client))
	}
	if err != nil {
		s.root.Remove(draft)
		return fmt.Errorf("keep what was made of client %s: %w", client, err)
	}
	return nil
}

// Forget removes the manifest of a client, if there is one.
func (s *Store) Forget(client string) error {
	if err := s.root.Remove(path.Join(s.folder, client)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget what was made of client %s: %w", client, err)
	}
	return nil
}

// Rows begins the names of all commands whose manifests have rows.
const Rows = "status"

// ForgetRows removes what any command keeps of a client that has rows.
func (s *Store) ForgetRows(client string) error {
	folders, err := fs.Glob(s.root.FS(), path.Join("cache", Rows+"*"))
	for _, folder := range folders {
		if gone := s.root.Remove(path.Join(folder, client)); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// Clients lists the clients of which there is a manifest, and what killed runs left behind is removed.
func (s *Store) Clients() ([]string, error) {
	drafts, err := fs.Glob(s.root.FS(), "cache/draft-*")
	for _, name := range drafts {
		s.root.Remove(name)
	}
	entries, err2 := fs.ReadDir(s.root.FS(), s.folder)
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all, errors.Join(err, err2)
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
