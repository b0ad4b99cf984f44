package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchange puts each of two names of a folder in the place of the other, in one step.
func exchange(root *os.Root, a, b string) error {
	folder, err := root.Open(".")
	if err != nil {
		return err
	}
	defer folder.Close()
	fd := int(folder.Fd())
	return unix.RenameatxNp(fd, a, fd, b, unix.RENAME_SWAP)
}
