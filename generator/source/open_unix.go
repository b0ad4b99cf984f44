//go:build unix

package source

import "syscall"

// atOnce has the system open a pipe although nobody writes into it.
const atOnce = syscall.O_NONBLOCK
