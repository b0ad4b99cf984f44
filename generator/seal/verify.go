package seal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"rapport/generator/output"
)

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

// Fault says what a published file that is not what was built is instead, by its path in the portal's
// folder: open to everybody, damaged, or another of the portal's; "" where it is none that was sealed.
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
	if err := built(folder, client, map[string]any{keysFile: &keys}); err != nil {
		return "", err
	}
	if err := keys.parse(); err != nil {
		return "", err
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
