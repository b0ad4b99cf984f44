// Package effort tells tests how long to go on: for long with the build tag slow, as before a change lands, and no longer than
// they must under the race detector, where all takes ten times as long and one more round of what one goroutine
// does proves nothing.
package effort

import (
	"flag"
	"testing"
)

// Slow is set by the build tag of the same name; CONTRIBUTING.md tells when. No file is built without the tag
// alone, so that whoever vets with it has seen all.
var Slow bool

// Race is set where the race detector runs.
var Race bool

// NothingAtOnce skips a test under the race detector in which one thing comes after another, or which does nothing at once
// that shorter ones don't: there it would take minutes and tell nothing.
func NothingAtOnce(t testing.TB) {
	t.Helper()
	if Race {
		t.Skip("nothing here is done at once that shorter tests don't do")
	}
}

// Rounds is how often something is tried.
func Rounds(quick, slow int) int {
	switch {
	case Race:
		return max(1, quick/4)
	case Slow:
		return slow
	}
	return quick
}

// Sizes are those that a benchmark measures: the first alone where each is run but once (-benchtime 1x), which
// measures nothing and proves that it runs.
func Sizes(sizes ...int) []int {
	if once := flag.Lookup("test.benchtime"); once != nil && once.Value.String() == "1x" {
		return sizes[:1]
	}
	return sizes
}
