//go:generate go run ./bundle web

// Package seal encrypts a client's portal, so that it can be published to the
// world and read by the few.
//
// The format is age (age-encryption.org/v1) throughout, and any age program
// opens what this package makes. Keys stand in a row:
//
//	passphrase, link or passkey  ->  person's key  ->  portal's key  ->  files
//
// A person's key is an X25519 identity. Its public half is keys/<person>.pub in
// the client's folder, one line; its secret half, wrapped under a passphrase,
// is keys/<person>.age. Both may be committed. Under a passkey it is wrapped in the reader's browser alone. Who may read is who has a .pub;
// the provider's own is keys/provider.pub in the content folder, and reads every
// sealed portal. A .pub may say until when (public.go), and log.txt beside them tells of each change (log.go).
//
// The portal's key, with one for the names of files, stands in portal.age,
// encrypted to everybody who may read. Files are encrypted to the portal's key
// alone. It is made by the first build and kept in the Vault, the folder
// .rapport of the workspace, beside the ciphertext of files that have not
// changed. Without that folder a build makes a new key: nothing breaks, every
// file changes once. So no secret is needed to build, to let a person in or to
// shut one out; a person who goes has the next build make a new key and new
// names.
//
// Seal turns the files of a portal into what is published:
//
//	index.html           the locked door: a form, and no word of the portal
//	sw.js                the service worker that opens files in the browser
//	_seal/…              its parts
//	_seal/look/…         the provider's style, typefaces and logo, in which the door stands
//	_seal/k/<slot>.age   a person's wrapped key; the slot is a hash of the file
//	_seal/portal.age     the portal's key, to all persons and to decoys
//	_seal/d/<name>.age   a file; its name is an HMAC of its path
//
// A sealed file holds one line of JSON (path, type, sizes, a sum), the body, mostly
// through gzip, and zeros, so that its size tells little (see pad). Whoever
// opens one checks that the path inside is the path that was asked for, and the sum that of the
// build's index, which is sealed as well: the host can't put one file in the place of another, nor an
// old one beside new ones. Where it puts back a whole build, the index has an older date.
//
// THREATS.md beside this file says what this protects from and what it does not.
package seal

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"filippo.io/age"
	"golang.org/x/sync/errgroup"

	"rapport/generator/locale"
	"rapport/generator/output"
)

// A Vault keeps the portals' keys and the ciphertext of unchanged files. Only the
// user who builds may read it.
type Vault struct{ root *os.Root }

// OpenVault opens the vault of the workspace at dir, and makes one where there is
// none.
func OpenVault(dir string) (*Vault, error) {
	root, err := output.OpenKept(dir)
	if err != nil {
		return nil, err
	}
	return &Vault{root}, nil
}

// Close releases the vault.
func (v *Vault) Close() error { return v.root.Close() }

// A Portal is what is to be sealed.
type Portal struct {
	Client   string // id, under which the vault keeps the portal's keys
	Address  string // of its folder in the output
	Provider string // name, which the locked door shows
	Title    string // what else the door shows; "" for nothing
	Look     Look   // of the door
	Policy   string // the Content-Security-Policy of its pages
	Texts    *locale.Texts
	Readers  Readers
	Files    []output.File
	AsOf     time.Time // of what stands in them
	Jobs     int       // files sealed at once, at least 1

	Progress func(done, total int) // called as files are sealed, by one goroutine at a time; may be nil
}

// Seal returns the files to publish in the place of the portal's. They may be read
// until done is called.
func (v *Vault) Seal(p Portal) (files []output.File, done func(), err error) {
	folder, err := v.folder(p.Client)
	if err != nil {
		return nil, nil, err
	}
	defer folder.Close()
	keys, err := loadKeys(folder, p.Readers)
	if err != nil {
		return nil, nil, err
	}
	bodies, done, err := p.sealAll(folder, keys)
	if err != nil {
		return nil, nil, err
	}
	files, err = p.assemble(folder, keys, bodies)
	if err != nil {
		done()
		return nil, nil, err
	}
	return files, done, nil
}

// folder opens the folder of one client in the vault.
func (v *Vault) folder(client string) (*os.Root, error) {
	name := filepath.Join("seal", client)
	if err := v.root.MkdirAll(name, 0o700); err != nil {
		return nil, fmt.Errorf("make %s: %w", filepath.Join(output.Kept, name), err)
	}
	return v.root.OpenRoot(name)
}

// assemble puts the door, the scripts and the keys beside the sealed files.
func (p Portal) assemble(folder *os.Root, keys *portalKeys, sealed []output.File) ([]output.File, error) {
	files := append(scripts(), p.Look.Files...)
	forms, err := skeletons(p.Files)
	if err != nil {
		return nil, err
	}
	shell, err := p.shell(forms)
	if err != nil {
		return nil, err
	}
	files = append(files, output.File{Name: "index.html", Body: shell})
	for _, r := range p.Readers.People {
		if r.Wrapped != nil {
			files = append(files, output.File{Name: "_seal/k/" + r.Slot() + ".age", Body: r.Wrapped})
		}
	}
	ring, err := keys.ring(folder, p)
	if err != nil {
		return nil, err
	}
	files = append(files, output.File{Name: ringFile, Body: ring})
	return append(files, sealed...), nil
}

// IsSealed reports whether what is published in a folder is sealed.
func IsSealed(files fs.FS, folder string) bool {
	_, err := fs.Stat(files, folder+"/"+ringFile)
	return err == nil
}

// A keyring is what portal.age holds.
type keyring struct {
	Key    string            `json:"key"`    // the portal's, AGE-SECRET-KEY-1…
	Names  string            `json:"names"`  // the key of names, in hexadecimal
	Policy string            `json:"policy"` // the Content-Security-Policy of pages
	Texts  map[string]string `json:"texts"`  // what the worker says by itself
}

// portalKeys are the keys of a portal as the vault keeps them.
type portalKeys struct {
	Key     string   `json:"key"`
	Names   string   `json:"names"`
	Readers []string `json:"readers"` // who could read when it was last used
	Epoch   string   `json:"epoch"`
	Ring    []byte   `json:"ring"`   // portal.age as it was last published
	RingOf  string   `json:"ringOf"` // a hash of what is in it and whom it is for

	identity *age.X25519Identity
	naming   []byte
}

// ringFile is where a sealed portal has its keyring.
const ringFile = "_seal/portal.age"

const keysFile = "keys.json"

// loadKeys returns the portal's keys: new ones where there are none, where
// somebody who could read no longer may, and where the provider asked for new
// ones.
func loadKeys(folder *os.Root, readers Readers) (*portalKeys, error) {
	now := readers.recipients()
	k := &portalKeys{}
	if text, err := folder.ReadFile(keysFile); err == nil {
		// One that can't be read is as good as none.
		if json.Unmarshal(text, k) != nil || k.parse() != nil {
			k = &portalKeys{}
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the portal's keys: %w", err)
	}
	gone := slices.ContainsFunc(k.Readers, func(r string) bool { return !slices.Contains(now, r) })
	if k.identity != nil && !gone && k.Epoch == readers.Epoch {
		k.Readers = now
		return k, nil
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make the portal's key: %w", err)
	}
	names, err := age.GenerateX25519Identity() // 32 random bytes in another form
	if err != nil {
		return nil, fmt.Errorf("make the key of names: %w", err)
	}
	sum := sha256.Sum256([]byte(names.String()))
	k = &portalKeys{Key: identity.String(), Names: hex.EncodeToString(sum[:]), Readers: now, Epoch: readers.Epoch}
	return k, k.parse()
}

func (k *portalKeys) parse() (err error) {
	if k.identity, err = age.ParseX25519Identity(k.Key); err != nil {
		return err
	}
	k.naming, err = hex.DecodeString(k.Names)
	if err == nil && len(k.naming) != 32 {
		k.identity, err = nil, errors.New("the key of names has another length")
	}
	return err
}

// name is where the file at path is published, in the portal's folder.
func (k *portalKeys) name(path string) string { return sealedName(k.naming, path) }

func sealedName(naming []byte, path string) string {
	mac := hmac.New(sha256.New, naming)
	io.WriteString(mac, path)
	return "_seal/d/" + hex.EncodeToString(mac.Sum(nil)[:20]) + ".age"
}

// decoys makes the number of recipients of portal.age a multiple of itself, so
// that it does not tell how many may read.
const decoys = 16

// ring returns portal.age, the bytes of the build before where nothing in it
// changed, and keeps the keys.
func (k *portalKeys) ring(folder *os.Root, p Portal) ([]byte, error) {
	texts := map[string]string{}
	for _, key := range []string{"missing", "broken", "mixed", "older", "offline", "home", "lock", "plain"} {
		texts[key] = p.Texts.Say("seal_"+key, "provider", p.Provider)
	}
	texts["lang"], texts["dir"] = p.Texts.Tag(), p.Texts.Dir()
	texts["styles"] = strings.Join(p.Look.Styles, " ")
	body, err := json.Marshal(keyring{k.Key, k.Names, p.Policy, texts})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s", body, strings.Join(k.Readers, "\n")))
	if of := hex.EncodeToString(sum[:]); k.RingOf != of {
		if k.Ring, err = sealRing(body, k.Readers); err != nil {
			return nil, err
		}
		k.RingOf = of
	}
	text, err := json.Marshal(k)
	if err != nil {
		return nil, err
	}
	return k.Ring, replace(folder, keysFile, text)
}

func sealRing(body []byte, readers []string) ([]byte, error) {
	// age gives every recipient a share of its own, in which nothing of the
	// recipient can be seen, so that decoys may stand last.
	var to []age.Recipient
	for _, r := range readers {
		recipient, err := age.ParseX25519Recipient(r)
		if err != nil {
			return nil, err
		}
		to = append(to, recipient)
	}
	for len(to)%decoys != 0 {
		nobody, err := age.GenerateX25519Identity()
		if err != nil {
			return nil, err
		}
		to = append(to, nobody.Recipient())
	}
	return encrypt(body, to...)
}

// encrypt returns body for recipients.
func encrypt(body []byte, to ...age.Recipient) ([]byte, error) {
	var sealed bytes.Buffer
	sealed.Grow(len(body) + 512*len(to))
	w, err := age.Encrypt(&sealed, to...)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if _, err := w.Write(body); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return sealed.Bytes(), nil
}

// indexFile is the path of the sealed index of a build, which no page can have.
const indexFile = ".index"

// An index binds the files of one build together: what is not in it, or is not what it says,
// is of another build. A browser that has seen a later one says so.
type index struct {
	AsOf  time.Time         `json:"asof"`  // of the first build that made just this
	Files map[string]string `json:"files"` // the sum of each body, by path
}

const stampFile = "stamp.json"

// A stamp is what is kept of the last index, so that a build in which nothing changed makes the same.
type stamp struct {
	AsOf time.Time `json:"asof"`
	Sum  string    `json:"sum"` // of the files
}

// newIndex makes the index of a build.
func newIndex(folder *os.Root, asOf time.Time, files []output.File, entries []entry) (output.File, error) {
	all := index{Files: map[string]string{}}
	for i := range files {
		all.Files[files[i].Name] = entries[i].Body
	}
	text, err := json.Marshal(all.Files)
	if err != nil {
		return output.File{}, err
	}
	sum := sha256.Sum256(text)
	now := stamp{asOf, hex.EncodeToString(sum[:])}
	var had stamp
	if kept, err := folder.ReadFile(stampFile); err == nil && json.Unmarshal(kept, &had) == nil && had.Sum == now.Sum {
		now = had
	}
	if text, err = json.Marshal(now); err == nil {
		err = replace(folder, stampFile, text)
	}
	if err != nil {
		return output.File{}, err
	}
	all.AsOf = now.AsOf
	text, err = json.Marshal(all)
	return output.File{Name: indexFile, Body: text}, err
}

// sealAll seals the files, those that changed side by side. The ones that are too
// big to hold are read from the cache until done is called.
func (p *Portal) sealAll(folder *os.Root, keys *portalKeys) (sealed []output.File, done func(), err error) {
	files := slices.SortedFunc(slices.Values(p.Files), func(a, b output.File) int { return cmp.Compare(a.Name, b.Name) })
	had := openCache(folder)
	defer had.close()
	entries := make([]entry, len(files))
	group := errgroup.Group{}
	group.SetLimit(max(1, p.Jobs))
	var mu sync.Mutex
	finished := 0
	const batch = 16
	for from := 0; from < len(files); from += batch {
		to := min(from+batch, len(files))
		group.Go(func() error {
			for i := from; i < to; i++ {
				if err := entries[i].fill(had, keys, &files[i]); err != nil {
					return fmt.Errorf("%s: %w", files[i].Name, err)
				}
			}
			if p.Progress != nil {
				mu.Lock()
				defer mu.Unlock()
				finished += to - from
				p.Progress(finished, len(files))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	list, err := newIndex(folder, p.AsOf, files, entries)
	if err != nil {
		return nil, nil, err
	}
	files, entries = append(files, list), append(entries, entry{})
	if err := entries[len(entries)-1].fill(had, keys, &list); err != nil {
		return nil, nil, err
	}
	now, err := had.replace(folder, keys, entries)
	if err != nil {
		return nil, nil, err
	}
	sealed = make([]output.File, len(entries))
	for i, e := range entries {
		sealed[i] = output.File{Name: keys.name(files[i].Name), Body: e.body}
		if e.body == nil {
			sealed[i].Size = e.Size
			sealed[i].From = func() (io.ReadCloser, error) { return io.NopCloser(now.section(e)), nil }
		}
	}
	return sealed, now.close, nil
}
