// Package testprogram finds the programs that some tests need beside Go: git, Node, a
// browser. Where one is missing a test is skipped and says so; where the environment
// variable CI is "true" it fails, since nothing else would tell that it no longer runs.
package testprogram

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// Find returns the path of a program: what the environment variable says, where one is
// named and set, or the program of that name.
func Find(t testing.TB, name, variable string) string {
	t.Helper()
	missing := name + " is not installed; install it"
	if variable != "" {
		if path := os.Getenv(variable); path != "" {
			return path
		}
		missing += fmt.Sprintf(", or name it in %s", variable)
	}
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatal(missing)
	default:
		t.Skip(missing)
	}
	return path
}
