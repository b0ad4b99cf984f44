package testprogram

import (
	"os"
	"runtime"
	"testing"
)

// A fake notes how a test would end.
type fake struct {
	testing.TB
	skipped, failed bool
}

func (f *fake) Helper() {}

func (f *fake) Skip(...any) {
	f.skipped = true
	runtime.Goexit()
}

func (f *fake) Fatal(...any) {
	f.failed = true
	runtime.Goexit()
}

func find(name, variable string) (path string, f fake) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		path = Find(&f, name, variable)
	}()
	<-done
	return path, f
}

func TestWhatIsMissingSkipsATestAndFailsItUnderCI(t *testing.T) {
	const missing = "a-program-that-nobody-has"
	t.Setenv("CI", "")
	if _, f := find(missing, ""); !f.skipped || f.failed {
		t.Errorf("without CI: skipped %v, failed %v", f.skipped, f.failed)
	}
	t.Setenv("CI", "true")
	if _, f := find(missing, "A_PROGRAM"); f.skipped || !f.failed {
		t.Errorf("under CI: skipped %v, failed %v", f.skipped, f.failed)
	}
	t.Setenv("A_PROGRAM", os.Args[0])
	if path, f := find(missing, "A_PROGRAM"); path != os.Args[0] || f.skipped || f.failed {
		t.Errorf("found %q: skipped %v, failed %v", path, f.skipped, f.failed)
	}
}
