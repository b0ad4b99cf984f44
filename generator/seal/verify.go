package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
)

// Fault says what a published file that is not what was built is instead, by its path in the portal's
// folder: open to everybody, damaged, or another of the portal's; "" where it is none that was sealed, or the portal's
// key is not here.
func (v *Vault) Fault(client, name string, file io.Reader) (string, error) {
	if nameOf(name) == "" {
		return "", nil
	}
	folder, err := v.folder(client)
	if err != nil {
		return "", err
	}
	defer folder.Close()
	var keys portalKeys
	switch text, err := folder.ReadFile(keysFile); {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	default:
		if err := errors.Join(json.Unmarshal(text, &keys), keys.parse()); err != nil {
			return "", err
		}
	}
	start := make([]byte, len(Magic))
	n, _ := io.ReadFull(file, start)
	if string(start[:n]) != Magic {
		return "not sealed: everybody can read what stands there", nil
	}
	var within string
	err = open(func(h head) (io.Writer, error) { within = h.Path; return io.Discard, nil }, io.MultiReader(bytes.NewReader(start), file), keys.identity)
	switch {
	case err != nil:
		return "does not open; it was changed or is damaged", nil
	case keys.name(within) != name:
		return "another file stands in its place", nil
	}
	return "", nil
}
