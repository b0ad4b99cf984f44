package cache

import (
	"io/fs"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// folder looks at what stands in a folder. Where that is one of the system's, each file costs one question at the
// folder at hand and no allocation but its name.
func (l *Look) folder(files fs.FS, dir string) error {
	opened, err := files.Open(dir)
	if err != nil {
		return err
	}
	defer opened.Close()
	file, ok := opened.(*os.File)
	if !ok {
		return l.anyFolder(files, dir)
	}
	names, err := file.Readdirnames(-1)
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		var stat unix.Stat_t
		err := unix.Fstatat(int(file.Fd()), name, &stat, unix.AT_SYMLINK_NOFOLLOW)
		if err != nil {
			return &fs.PathError{Op: "stat", Path: dir + "/" + name, Err: err}
		}
		switch stat.Mode & unix.S_IFMT {
		case unix.S_IFDIR:
			l.addFolder(dir, name)
			if err := l.folder(files, dir+"/"+name); err != nil {
				return err
			}
		case unix.S_IFREG:
			l.addFile(dir, name, said{uint64(stat.Mode), uint64(stat.Size), time.Unix(stat.Mtim.Unix()), time.Unix(stat.Ctim.Unix()), stat.Ino})
		default:
			return errOdd
		}
	}
	return nil
}
