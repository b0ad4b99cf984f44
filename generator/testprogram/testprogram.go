// Package testprogram finds the programs that some tests need beside Go: git, Node, a
// browser. Where one is missing a test is skipped and says so; where the environment
// variable CI is "true" it fails, since nothing else would tell that it no longer runs.
package testprogram

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"rapport/generator/chromium"
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
	if err != nil {
		without(t, missing)
	}
	return path
}

// Chromium returns the browser of tests: the build of it that knows no windows, where that is installed, since the engine
// is the same and starts in half the time; or the one that the program itself would print with.
func Chromium(t testing.TB) chromium.Browser {
	t.Helper()
	named := os.Getenv(chromium.Variable)
	if named == "" {
		named, _ = exec.LookPath("chromium-headless-shell")
	}
	browser, err := chromium.Find(t.Context(), named)
	if err != nil {
		without(t, err.Error())
	}
	return browser
}

func without(t testing.TB, missing string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(missing)
	}
	t.Skip(missing)
}
