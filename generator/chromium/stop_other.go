//go:build !unix

package chromium

import "os/exec"

// together is for systems on which a program that is stopped stops what it started.
func together(*exec.Cmd) {}
