package effort

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// PeakMemory is the most memory, in bytes, that this process has had since its peak last began anew. Linux tells it.
func PeakMemory(t testing.TB) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kB, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kB << 10
}
