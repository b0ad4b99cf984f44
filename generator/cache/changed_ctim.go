//go:build linux || openbsd || dragonfly || solaris || illumos

package cache

import (
	"io/fs"
	"syscall"
	"time"
)

// changed returns when a file was changed last in any way, and where it is on the disk.
func changed(info fs.FileInfo) (at time.Time, inode uint64, ok bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}, 0, false
	}
	return time.Unix(stat.Ctim.Unix()), uint64(stat.Ino), true
}
