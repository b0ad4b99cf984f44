package seal

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"rapport/generator/output"
)

// A cache is the ciphertext of the files of a portal as they were last sealed: one
// file, since as many files again as are published would cost more than the
// sealing. It is the ciphertexts one behind the other, an index as JSON, and the
// index's length in 8 bytes. It is replaced as a whole.
type cache struct {
	file  *os.File // nil: nothing was sealed before
	index map[string]entry
}

const cacheFile = "sealed"

// An entry is one sealed file.
type entry struct {
	Key  []byte `json:"key"`  // what it was made from, see fill
	At   int64  `json:"at"`   // in the cache, bytes
	Size int64  `json:"size"` // bytes
	Sum  []byte `json:"sum"`  // SHA-256 of the ciphertext, lest a broken cache be published
	Body string `json:"body"` // what the index of the build has of the file, see bodySum

	body []byte       // the ciphertext, of a file that is held
	from *output.File // what is still to be sealed, of one that is not
}

// openCache opens what was last sealed. A cache that can't be read is none.
func openCache(folder *os.Root) *cache {
	c := &cache{index: map[string]entry{}}
	file, err := folder.Open(cacheFile)
	if err != nil {
		return c
	}
	entries, err := readIndex(file)
	if err != nil {
		file.Close()
		return c
	}
	c.file = file
	for _, e := range entries {
		c.index[string(e.Key)] = e
	}
	return c
}

func readIndex(file *os.File) ([]entry, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	var length [8]byte
	if _, err := file.ReadAt(length[:], info.Size()-8); err != nil {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint64(length[:]))
	end := info.Size() - 8
	if n < 0 || n > end {
		return nil, errors.New("the cache is cut off")
	}
	text := make([]byte, n)
	if _, err := file.ReadAt(text, end-n); err != nil {
		return nil, err
	}
	var entries []entry
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.At < 0 || e.Size < 0 || e.At+e.Size > end-n {
			return nil, errors.New("the cache is cut off")
		}
	}
	return entries, nil
}

func (c *cache) close() {
	if c.file != nil {
		c.file.Close()
	}
}

// section reads the ciphertext of an entry.
func (c *cache) section(e entry) io.Reader { return io.NewSectionReader(c.file, e.At, e.Size) }

// fill seals a file, or finds that it was sealed before. The key is a hash of the
// portal's key and of all that is in the file.
func (e *entry) fill(had *cache, keys *portalKeys, file *output.File) error {
	body, sum, err := bodySum(file)
	if err != nil {
		return err
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "rapport seal 2\n%s\n%q %q %x", keys.identity.Recipient(), file.Name, mediaType(file.Name), sum)
	key, name := hash.Sum(nil), hex.EncodeToString(sum[:bodySumSize])
	if found, ok := had.index[string(key)]; ok && had.sound(&found, body == nil) {
		*e = found
		return nil
	}
	e.Key, e.Body = key, name
	if body == nil {
		e.from = file
		return nil
	}
	if e.body, err = sealBody(file.Name, name, body, keys.identity.Recipient()); err != nil {
		return err
	}
	sealed := sha256.Sum256(e.body)
	e.Size, e.Sum, e.At = int64(len(e.body)), sealed[:], -1
	return nil
}

// bodySumSize is how many bytes of its SHA-256 tell a body from all others.
const bodySumSize = 16

// bodySum returns the bytes of a file, nil where there are too many to hold, and their SHA-256.
func bodySum(file *output.File) (body, sum []byte, err error) {
	if file.From == nil {
		sum := sha256.Sum256(file.Body)
		return append([]byte{}, file.Body...), sum[:], nil
	}
	from, err := file.From()
	if err != nil {
		return nil, nil, err
	}
	defer from.Close()
	hash := sha256.New()
	if file.Size > held {
		_, err := io.Copy(hash, from)
		return nil, hash.Sum(nil), err
	}
	body, err = io.ReadAll(from)
	hash.Write(body)
	return body, hash.Sum(nil), err
}

// sound tells whether an entry is as it was written, and reads it unless it is big.
func (c *cache) sound(e *entry, big bool) bool {
	hash := sha256.New()
	if big {
		_, err := io.Copy(hash, c.section(*e))
		return err == nil && string(hash.Sum(nil)) == string(e.Sum)
	}
	e.body = make([]byte, e.Size)
	if _, err := c.file.ReadAt(e.body, e.At); err != nil {
		return false
	}
	hash.Write(e.body)
	return string(hash.Sum(nil)) == string(e.Sum)
}

// replace writes a cache of exactly these entries, sealing those that are too big
// to hold, and returns it open. Where nothing changed it is the one there was.
func (c *cache) replace(folder *os.Root, keys *portalKeys, entries []entry) (*cache, error) {
	changed := len(entries) != len(c.index)
	for _, e := range entries {
		changed = changed || e.At < 0 || e.from != nil
	}
	if !changed {
		file, err := folder.Open(cacheFile)
		return &cache{file: file}, err
	}
	draft := fmt.Sprintf("%s.%d", cacheFile, os.Getpid())
	folder.Remove(draft) // of a build that was killed
	file, err := folder.OpenFile(draft, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep what was sealed: %w", err)
	}
	now := &cache{file: file}
	if err = now.write(c, keys, entries); err == nil {
		err = folder.Rename(draft, cacheFile)
	}
	if err != nil {
		file.Close()
		folder.Remove(draft)
		return nil, fmt.Errorf("keep what was sealed: %w", err)
	}
	return now, nil
}

// write fills the file of a new cache, and sets the places of entries.
func (c *cache) write(had *cache, keys *portalKeys, entries []entry) error {
	w := &counter{w: bufio.NewWriterSize(c.file, 1<<20)}
	for i := range entries {
		e := &entries[i]
		at := w.n
		switch {
		case e.body != nil:
			if _, err := w.Write(e.body); err != nil {
				return err
			}
		case e.from != nil:
			hash := sha256.New()
			if err := sealStream(io.MultiWriter(w, hash), e.from, e.Body, keys.identity.Recipient()); err != nil {
				return err
			}
			e.Size, e.Sum, e.from = w.n-at, hash.Sum(nil), nil
		default:
			if _, err := io.Copy(w, had.section(*e)); err != nil {
				return err
			}
		}
		e.At = at
	}
	index, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	index = binary.BigEndian.AppendUint64(index, uint64(len(index)))
	if _, err := w.Write(index); err != nil {
		return err
	}
	return w.w.Flush()
}

// A counter knows how many bytes were written.
type counter struct {
	w *bufio.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// replace writes a small file of the vault as a whole.
func replace(folder *os.Root, name string, text []byte) error {
	if had, err := folder.ReadFile(name); err == nil && string(had) == string(text) {
		return nil
	}
	draft := fmt.Sprintf("%s.%d", name, os.Getpid())
	if err := folder.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := folder.WriteFile(draft, text, 0o600); err != nil {
		return err
	}
	return folder.Rename(draft, name)
}
