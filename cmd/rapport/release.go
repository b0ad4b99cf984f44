package main

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// What the linker says of a release, as .goreleaser.yaml tells it; all are "" in a program that was built from source.
var (
	releaseVersion string // 1.2.0, without the v of its tag
	releaseCommit  string // that it was built from, in short
	releaseDay     string // of that commit, as 2026-12-01
	releases       string // the repository whose releases these are: https://HOST/OWNER/NAME
)

// version is the release's version, or else the module's, as far as the program knows it.
func version() string {
	if releaseVersion != "" {
		return releaseVersion
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// isPublished reports whether a version names one program and no other: not those that are built of whatever a folder holds.
func isPublished(version string) bool {
	return version != "(devel)" && !strings.HasSuffix(version, "+dirty") && !strings.Contains(version, "SNAPSHOT")
}

// fullVersion is the version with what it was built from.
func fullVersion() string {
	if releaseCommit == "" || releaseDay == "" {
		return version()
	}
	return fmt.Sprintf("%s (%s, %s)", version(), releaseCommit, releaseDay)
}

// releasesPage shows which releases there are; it is "" where the program does not know. Nothing here ever asks the network.
func releasesPage() string {
	if releases == "" {
		return ""
	}
	return strings.TrimSuffix(releases, "/") + "/releases"
}
