package main

import (
	"strings"
	"testing"
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
