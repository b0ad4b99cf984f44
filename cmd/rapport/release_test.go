package main

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asRelease has the program be a release for one test.
func asRelease(t *testing.T, v, at string) {
	t.Helper()
	was := [...]string{releaseVersion, releaseCommit, releaseDay, releases}
	t.Cleanup(func() { releaseVersion, releaseCommit, releaseDay, releases = was[0], was[1], was[2], was[3] })
	releaseVersion, releaseCommit, releaseDay, releases = v, "97501d2", "2026-11-30", at
}

func TestAReleaseSaysWhichItIsAndWhereOthersAre(t *testing.T) {
	asRelease(t, "1.2.0", "https://github.com/example/rapport")
	var out strings.Builder
	if status := run(t.Context(), []string{"version"}, environment{stdout: &out, stderr: &out, getenv: func(string) string { return "" }}); status != statusDone {
		t.Fatal(out.String())
	}
	want := "rapport 1.2.0 (97501d2, 2026-11-30)\nall releases: https://github.com/example/rapport/releases\n"
	if out.String() != want {
		t.Errorf("version prints %q, want %q", out.String(), want)
	}
}

func TestDoctorSaysWhereReleasesAre(t *testing.T) {
	if s := ofVersion(nil); strings.Contains(s.Says, "97501d2") || s.Do != "" {
		t.Errorf("of a program that was built from source it says %+v", s)
	}
	asRelease(t, "1.2.0", "https://github.com/example/rapport/")
	if s := ofVersion(nil); !strings.HasPrefix(s.Says, "1.2.0 (97501d2, 2026-11-30), made with ") || s.Do != "all releases: https://github.com/example/rapport/releases" {
		t.Errorf("it says %+v", s)
	}
}

func TestMachinesThatRunOneReleaseRunOneProgram(t *testing.T) {
	for v, alone := range map[string]bool{"1.2.0": true, "1.2.0-rc.1": true, "1.2.0-SNAPSHOT-97501d2": false} {
		asRelease(t, v, "")
		id, err := program()
		if err != nil {
			t.Fatal(err)
		}
		if (id == v) != alone || !strings.HasPrefix(id, v) {
			t.Errorf("of version %s the program is %q", v, id)
		}
	}
}

// begun is what init says, and the ci/rapport that it writes.
func begun(t *testing.T) (said, script string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "portals")
	var out strings.Builder
	status := run(t.Context(), []string{"init", dir, "--yes"}, environment{
		stdout: &out, stderr: &out, getenv: func(string) string { return "" }, now: time.Now, random: rand.Reader,
		interactive: func() bool { return false }, terminal: func(io.Writer) (int, bool) { return 0, false },
	})
	if status != statusDone {
		t.Fatalf("exit status %d\n%s", status, out.String())
	}
	text, err := os.ReadFile(filepath.Join(dir, "ci", "rapport"))
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), string(text)
}

// What init writes runs this release, and no other of the repository that it is from. Where there is no such
// release to fetch, it names none.
func TestARecipeRunsTheReleaseThatWroteIt(t *testing.T) {
	const page = "https://github.com/example/rapport"
	for version, names := range map[string]struct{ version, releases string }{
		"1.2.0":                  {"1.2.0", page + "/releases"},
		"1.2.0-rc.1":             {"1.2.0-rc.1", page + "/releases"},
		"1.2.1-SNAPSHOT-97501d2": {},
		"":                       {},
	} {
		asRelease(t, version, map[bool]string{true: page}[version != ""])
		said, script := begun(t)
		if none := names.releases == ""; strings.Contains(said, "tell it RAPPORT_VERSION") != none {
			t.Errorf("of version %q init says\n%s", version, said)
		}
		for _, line := range []string{"\nversion=${RAPPORT_VERSION:-'" + names.version + "'}\n", "\nreleases=${RAPPORT_RELEASES:-'" + names.releases + "'} #"} {
			if !strings.Contains(script, line) {
				t.Errorf("ci/rapport of version %q has no line %q", version, line)
			}
		}
	}
}
