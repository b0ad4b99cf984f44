package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Kept is the folder of a workspace that holds what one run keeps for the next. It can be
// removed without harm.
const Kept = ".rapport"

// OpenKept opens the folder Kept of the workspace at dir, and makes it where there is
// none. Only the user who builds may read it.
func OpenKept(dir string) (*os.Root, error) {
	workspace, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer workspace.Close()
	if err := workspace.Mkdir(Kept, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make %s: %w", filepath.Join(dir, Kept), err)
	}
	root, err := workspace.OpenRoot(Kept)
	if err != nil {
		return nil, fmt.Errorf("open %s, which keeps what builds need again: %w", filepath.Join(dir, Kept), err)
	}
	return root, nil
}
