package source

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
)

// errNoFile is the error of what is neither a file nor a folder.
var errNoFile = errors.New("is no file")

// OpenIn opens a file or a folder of a root. What is neither, as a pipe, is an error: nobody may have to wait for who writes into it.
func OpenIn(root *os.Root, name string) (*os.File, error) {
	file, err := root.OpenFile(name, os.O_RDONLY|atOnce, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: errNoFile}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// ReadIn reads a file of a root.
func ReadIn(root *os.Root, name string) ([]byte, error) {
	file, err := OpenIn(root, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var body bytes.Buffer
	if info, err := file.Stat(); err == nil {
		body.Grow(int(info.Size()) + bytes.MinRead) // so as to meet the end
	}
	_, err = body.ReadFrom(file)
	return body.Bytes(), err
}

// inRoot are the files of a root, of which nobody has to wait for one.
type inRoot struct{ root *os.Root }

func (r inRoot) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return OpenIn(r.root, name)
}
