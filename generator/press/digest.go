package press

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
)

// Digests are hashes of all that portals are made of beside their clients' own folders.
func (p *Press) Digests() (provider, theme string, err error) {
	tree := p.Provider.Tree
	hash := sha256.New()
	for _, f := range tree.Files() {
		if err := digest(hash, f.Name, func() (io.ReadCloser, error) { return tree.Open(f.Name) }); err != nil {
			return "", "", fmt.Errorf("read %s: %w", f.Path, err)
		}
	}
	provider = hex.EncodeToString(hash.Sum(nil))
	theme, err = p.Theme.Digest()
	return provider, theme, err
}

// Digest is a hash of the theme's files that are not part of the program.
func (t *Theme) Digest() (string, error) {
	hash := sha256.New()
	for i, layer := range t.layers[1:] {
		fmt.Fprintf(hash, "layer %d\n", i)
		err := fs.WalkDir(layer.FS, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return digest(hash, name, func() (io.ReadCloser, error) { return layer.FS.Open(name) })
		})
		if err != nil {
			return "", fmt.Errorf("read theme %s: %w", layer.Name, err)
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// digest adds a file to a hash.
func digest(to io.Writer, name string, open func() (io.ReadCloser, error)) error {
	file, err := open()
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(to, "%q %x\n", name, hash.Sum(nil))
	return err
}
