package source

import (
	"os"
	"path"
	"syscall"
)

// A heldFolder is the one that was read from last.
type heldFolder struct {
	dir  string
	file *os.File // nil for none
}

// read reads a file of a root. os.Root leads into the folder, which so is within the root. The name in
// there has no slash, and where a link has taken its place it is not followed, so that it leads
// nowhere else. The runtime is not told of the file, which would ask the system five times more.
func (f *heldFolder) read(root *os.Root, real string) ([]byte, error) {
	dir, name := path.Split(real)
	if f.file == nil || f.dir != dir {
		f.close()
		file, err := root.Open(path.Join(".", dir))
		if err != nil {
			return nil, err
		}
		f.dir, f.file = dir, file
	}
	fd, err := again(func() (int, error) {
		return syscall.Openat(int(f.file.Fd()), name, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	return readAll(fd)
}

func (f *heldFolder) close() {
	if f.file != nil {
		f.file.Close()
		f.file = nil
	}
}

// readAll reads a file to its end.
func readAll(fd int) ([]byte, error) {
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return nil, err
	}
	if stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return nil, syscall.EINVAL
	}
	data := make([]byte, 0, stat.Size+1) // one more, so as to meet the end
	for {
		n, err := again(func() (int, error) { return syscall.Read(fd, data[len(data):cap(data)]) })
		if n <= 0 || err != nil {
			return data, err
		}
		if data = data[:len(data)+n]; len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

// again asks the system until no signal comes between.
func again(ask func() (int, error)) (int, error) {
	for {
		if n, err := ask(); err != syscall.EINTR {
			return n, err
		}
	}
}
