package seal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"

	"rapport/generator/output"
)

// A record is what a build published of a portal.
type record struct {
	Address string            `json:"address"`
	Files   map[string]string `json:"files"` // SHA-256 by name
	Earlier []string          `json:"earlier,omitempty"`
	Moved   map[string]string `json:"moved,omitempty"` // what stands at each earlier address, as Files
}

const recordFile = "published.json"

// keepRecord notes what is about to be published of a portal, files in its own place.
func keepRecord(folder *os.Root, p *Portal, files []output.File) (err error) {
	r := record{Address: p.Address, Earlier: p.Earlier}
	if r.Files, err = sums(files); err != nil {
		return err
	}
	if r.Moved, err = sums(p.Moved); err != nil {
		return err
	}
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return replace(folder, recordFile, text)
}

// sums are the SHA-256 of files, by name.
func sums(files []output.File) (map[string]string, error) {
	all := make(map[string]string, len(files))
	for _, f := range files {
		hash := sha256.New()
		if f.From == nil {
			hash.Write(f.Body)
		} else if err := func() error {
			from, err := f.From()
			if err != nil {
				return err
			}
			defer from.Close()
			_, err = io.Copy(hash, from)
			return err
		}(); err != nil {
			return nil, err
		}
		all[f.Name] = hex.EncodeToString(hash.Sum(nil))
	}
	return all, nil
}

// Verify compares a published portal with what the last build of it made: every
// file is there, byte for byte, and every sealed one opens and holds what its name
// says. It returns a line for each that is not so, and the number of files. Where
// all is a list of the published files, one that no build made is such a line too.
func (v *Vault) Verify(ctx context.Context, client string, fetch Fetch, all []string) (faults []string, n int, err error) {
	folder, err := v.folder(client)
	if err != nil {
		return nil, 0, err
	}
	defer folder.Close()
	var r record
	var keys portalKeys
	if err := built(folder, client, map[string]any{recordFile: &r, keysFile: &keys}); err != nil {
		return nil, 0, err
	}
	if err := keys.parse(); err != nil {
		return nil, 0, err
	}
	for _, name := range slices.Sorted(maps.Keys(r.Files)) {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		if fault := keys.verify(ctx, fetch, name, r.Files[name]); fault != "" {
			faults = append(faults, name+": "+fault)
		}
	}
	return append(faults, strangers(r.Files, all)...), len(r.Files), nil
}

// VerifyEarlier compares what stands at the earlier addresses of a portal, from where readers
// are led to its door, with what its last build made. At tells how to fetch from an
// address, and which files there are if that is known.
func (v *Vault) VerifyEarlier(ctx context.Context, client string, at func(address string) (Fetch, []string)) (faults []string, n int, err error) {
	folder, err := v.folder(client)
	if err != nil {
		return nil, 0, err
	}
	defer folder.Close()
	var r record
	if err := built(folder, client, map[string]any{recordFile: &r}); err != nil {
		return nil, 0, err
	}
	for _, address := range r.Earlier {
		fetch, all := at(address)
		var found []string
		for _, name := range slices.Sorted(maps.Keys(r.Moved)) {
			if fault := same(ctx, fetch, name, r.Moved[name]); fault != "" {
				found = append(found, name+": "+fault)
			}
		}
		for _, fault := range append(found, strangers(r.Moved, all)...) {
			faults = append(faults, address+"/"+fault)
		}
		n += len(r.Moved)
	}
	return faults, n, ctx.Err()
}

// built reads what the last build noted of a portal.
func built(folder *os.Root, client string, files map[string]any) error {
	for name, into := range files {
		text, err := folder.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			return fmt.Errorf("what was built of %s is not known here; build first, in the folder whose %s made what is published", client, output.Kept)
		}
	}
	return nil
}

// strangers is a line for each published file that no build made.
func strangers(made map[string]string, all []string) (faults []string) {
	for _, name := range all {
		if made[name] == "" {
			faults = append(faults, name+": no build made this file; whoever put it there can read and change what is published")
		}
	}
	return faults
}

// same says what is wrong with a file that is published in the clear; "" where nothing is.
func same(ctx context.Context, fetch Fetch, name, sum string) string {
	file, err := fetch(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "not published"
	}
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return err.Error()
	}
	if hex.EncodeToString(hash.Sum(nil)) != sum {
		return "not what was built"
	}
	return ""
}

func (k *portalKeys) verify(ctx context.Context, fetch Fetch, name, sum string) string {
	file, err := fetch(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "not published"
	}
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	hash := sha256.New()
	r := io.TeeReader(file, hash)
	fault := ""
	if nameOf(name) != "" {
		start := make([]byte, len(Magic))
		n, _ := io.ReadFull(r, start)
		if string(start[:n]) != Magic {
			return "not sealed: everybody can read what stands there"
		}
		var within string
		err := open(func(h head) (io.Writer, error) { within = h.Path; return io.Discard, nil }, io.MultiReader(bytes.NewReader(start), r), k.identity)
		switch {
		case err != nil:
			fault = "does not open; it was changed or is damaged"
		case k.name(within) != name:
			fault = "another file stands in its place"
		}
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err.Error()
	}
	if fault == "" && hex.EncodeToString(hash.Sum(nil)) != sum {
		fault = "not what was built"
	}
	return fault
}
