// Package published remembers what a build published, and compares it with what a host serves.
//
// A Record has the SHA-256 of each file of a portal, or of what stands beside the portals. Records
// stand in the folder .rapport/published of the workspace, a file each, which sha256sum reads as well. A Site is
// where something is published: a folder, a zip, or an address of the web. Compare finds
// every file that is not what was built, each that no build made where the site can list them, and in the
// headers that a host sends what is missing of those that were asked for, and what was added that
// weakens a page or tells others of its readers.
package published

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"rapport/generator/headers"
	"rapport/generator/output"
)

// Root is the name of the record of what stands beside the portals. No client is called so.
const Root = ".root"

// A Record is the SHA-256 of files, by their paths in the output.
type Record map[string]string

// Add adds files that stand in a folder of the output, "" for its top.
func (r Record) Add(folder string, files []output.File) error {
	for i := range files {
		sum, err := sumOf(&files[i])
		if err != nil {
			return err
		}
		r[path.Join(folder, files[i].Name)] = sum
	}
	return nil
}

func sumOf(f *output.File) (string, error) {
	if f.From == nil {
		sum := sha256.Sum256(f.Body)
		return hex.EncodeToString(sum[:]), nil
	}
	from, err := f.From()
	if err != nil {
		return "", err
	}
	defer from.Close()
	return sumFrom(from)
}

func sumFrom(r io.Reader) (string, error) {
	hash := sha256.New()
	if _, err := io.Copy(hash, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// Names are the paths of the record's files, sorted.
func (r Record) Names() []string { return slices.Sorted(maps.Keys(r)) }

// text is the record as sha256sum writes it.
func (r Record) text() []byte {
	var b bytes.Buffer
	for _, name := range r.Names() {
		fmt.Fprintf(&b, "%s  %s\n", r[name], name)
	}
	return b.Bytes()
}

func parse(text []byte) (Record, error) {
	r := Record{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if raw, err := hex.DecodeString(sum); !ok || err != nil || len(raw) != sha256.Size || !fs.ValidPath(name) {
			return nil, fmt.Errorf("line %d is no line of a record", len(r)+1)
		}
		r[name] = sum
	}
	return r, lines.Err()
}

// A Store keeps the records of a workspace. Several goroutines may use it.
type Store struct{ root *os.Root }

const folder = "published"

// OpenStore opens the records of the workspace at dir, and makes their folder where there is none.
func OpenStore(dir string) (*Store, error) {
	kept, err := output.OpenKept(dir)
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	if err := kept.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	root, err := kept.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	return &Store{root}, nil
}

// Close releases the store.
func (s *Store) Close() error { return s.root.Close() }

// Keep keeps a record under a name, in the place of the one before.
func (s *Store) Keep(name string, r Record) error { return s.replace(name, r.text()) }

func (s *Store) replace(name string, text []byte) error {
	err := s.root.WriteFile(name+draft, text, 0o600)
	if err == nil {
		err = s.root.Rename(name+draft, name)
	}
	if err != nil {
		s.root.Remove(name + draft)
		return fmt.Errorf("note what is published of %s: %w", name, err)
	}
	return nil
}

// Load returns the record under a name; none where nothing was published under it.
func (s *Store) Load(name string) (Record, error) {
	text, err := s.root.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; build again", path.Join(output.Kept, folder, name), err)
	}
	return r, nil
}

// Names are those under which there is a record, Root first.
func (s *Store) Names() (all []string, err error) {
	entries, err := fs.ReadDir(s.root.FS(), ".") // sorted, and a dot stands before letters
	for _, e := range entries {
		if e.Name() == Root || e.Name()[0] != '.' && !strings.HasSuffix(e.Name(), draft) {
			all = append(all, e.Name())
		}
	}
	return all, err
}

// draft ends the names of records that are not whole yet.
const draft = ".new"

// headersFile has the headers that hosts were asked for, as in _headers.
const headersFile = ".headers"

// KeepHeaders notes the headers that hosts were asked for.
func (s *Store) KeepHeaders(rules []headers.Rule) error {
	return s.replace(headersFile, headers.File(rules))
}

// Headers are those that hosts were asked for at last; none where nothing was built.
func (s *Store) Headers() ([]headers.Rule, error) {
	text, err := s.root.ReadFile(headersFile)
	if err != nil {
		return nil, err
	}
	return headers.Parse(text), nil
}

// Forget removes the records of all names but those that are held.
func (s *Store) Forget(held func(name string) bool) error {
	entries, err := fs.ReadDir(s.root.FS(), ".")
	for _, e := range entries {
		if e.Name()[0] != '.' && !held(e.Name()) {
			if err := s.root.Remove(e.Name()); err != nil {
				return err
			}
		}
	}
	return err
}
