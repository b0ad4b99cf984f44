package seal

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"

	"rapport/generator/published"
)

// ErrNotReader is returned for a key that does not open the portal.
var ErrNotReader = errors.New("this key does not open the portal; ask its provider whether you may still read it")

// WrappedKey fetches the wrapped key that belongs to a login (see Reader.Login).
func WrappedKey(ctx context.Context, fetch published.Fetch, login string) ([]byte, error) {
	slot := strings.ToLower(strings.TrimSpace(login))
	slot = slot[strings.LastIndexByte(slot, '-')+1:]
	file, err := read(ctx, fetch, "_seal/k/"+slot+".age")
	if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.HasPrefix(file, []byte(Magic)) {
		return nil, errors.New("the portal knows nobody of that name; write it as it stands in the invitation")
	}
	return file, err
}

// maxSmall bounds files that are read into memory, in bytes.
const maxSmall = 16 << 20

func read(ctx context.Context, fetch published.Fetch, name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	file, err := fetch(ctx, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxSmall))
}

// Unseal opens the whole portal with a person's secret key, and writes it into
// the folder dir, which it makes or which is empty. It returns the number of files.
// Nothing of a file is kept that is not whole and in its place.
func Unseal(ctx context.Context, fetch published.Fetch, secret, dir string) (int, error) {
	sealed, err := read(ctx, fetch, ringFile)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.HasPrefix(sealed, []byte(Magic)) {
		return 0, errors.New("there is no sealed portal; name its folder or its address, in which sw.js stands")
	}
	if err != nil {
		return 0, err
	}
	ring, err := openRing(sealed, secret)
	if err != nil {
		return 0, err
	}
	identity, naming, err := ring.keys()
	if err != nil {
		return 0, err
	}
	out, err := emptyFolder(dir)
	if err != nil {
		return 0, err
	}
	defer out.Close()
	opener := opener{ctx, fetch, identity, naming, out}
	all, err := opener.index()
	if err != nil {
		return 0, err
	}
	for n, name := range slices.Sorted(maps.Keys(all.Files)) {
		if err := opener.file(name, all.Files[name]); err != nil {
			return n, err
		}
	}
	return len(all.Files), nil
}

// index opens the index of the build.
func (o opener) index() (*index, error) {
	sealed, err := o.fetch(o.ctx, sealedName(o.naming, indexFile))
	if err != nil {
		return nil, fmt.Errorf("the portal's index: %w", err)
	}
	defer sealed.Close()
	var text bytes.Buffer
	err = open(func(h head) (io.Writer, error) { return &text, h.is(indexFile, h.Sum) }, sealed, o.identity)
	all := &index{}
	if err == nil {
		err = json.Unmarshal(text.Bytes(), all)
	}
	if err != nil {
		return nil, fmt.Errorf("the portal's index: %w", err)
	}
	return all, nil
}

// is tells of a file that stands in the place of another, or of another build.
func (h head) is(path, sum string) error {
	switch {
	case h.Path != path:
		return errors.New("another file stands in its place; the host changed the portal")
	case h.Sum != sum:
		return errors.New("a file of another build stands in its place; where a deploy is under way, try again later")
	}
	return nil
}

func openRing(sealed []byte, secret string) (*keyring, error) {
	identity, err := age.ParseX25519Identity(secret)
	if err != nil {
		return nil, errors.New("not a secret key of age; it begins with AGE-SECRET-KEY-1")
	}
	plain, err := age.Decrypt(bytes.NewReader(sealed), identity)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrNotReader
	}
	if err != nil {
		return nil, fmt.Errorf("portal.age was changed or is damaged: %w", err)
	}
	var ring keyring
	if err := json.NewDecoder(plain).Decode(&ring); err != nil {
		return nil, fmt.Errorf("portal.age was changed or is damaged: %w", err)
	}
	return &ring, nil
}

func (r *keyring) keys() (*age.X25519Identity, []byte, error) {
	k := portalKeys{Key: r.Key, Names: r.Names}
	if err := k.parse(); err != nil {
		return nil, nil, fmt.Errorf("portal.age holds no key: %w", err)
	}
	return k.identity, k.naming, nil
}

func emptyFolder(dir string) (*os.Root, error) {
	parent, err := os.OpenRoot(filepath.Dir(filepath.Clean(dir)))
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	name := filepath.Base(filepath.Clean(dir))
	if err := parent.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	out, err := parent.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(out.FS(), ".")
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s holds files already; name an empty folder, or one that is not there", dir)
	}
	if err != nil {
		out.Close()
		return nil, err
	}
	return out, nil
}

// An opener opens the files of a portal into a folder.
type opener struct {
	ctx      context.Context
	fetch    published.Fetch
	identity *age.X25519Identity
	naming   []byte
	out      *os.Root
}

func (o opener) file(name, sum string) error {
	if !fs.ValidPath(name) {
		return fmt.Errorf("%q is no path of a portal; nothing was written there", name)
	}
	sealed, err := o.fetch(o.ctx, sealedName(o.naming, name))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer sealed.Close()
	if folder := path.Dir(name); folder != "." {
		if err := o.out.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	draft := name + ".part"
	to, err := o.out.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = open(func(h head) (io.Writer, error) {
		return to, h.is(name, sum)
	}, sealed, o.identity)
	if closed := to.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = o.out.Rename(draft, name)
	}
	if err != nil {
		o.out.Remove(draft)
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// nameOf is the name of a sealed file in hexadecimal, "" for another file.
func nameOf(published string) string {
	name, ok := strings.CutPrefix(published, "_seal/d/")
	if name, whole := strings.CutSuffix(name, ".age"); ok && whole {
		if _, err := hex.DecodeString(name); err == nil {
			return name
		}
	}
	return ""
}
