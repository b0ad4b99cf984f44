package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// releaseOf makes all that goreleaser leaves.
func releaseOf(t *testing.T) string {
	t.Helper()
	dist := distOf(t)
	for _, each := range targets {
		put(t, dist, fmt.Sprintf("rapport_%s_%s_%s.cdx.json", tried, each.os, each.arch), "{}")
	}
	for _, name := range []string{"rapport_1.2.0_amd64.deb", "rapport_1.2.0_arm64.deb", "rapport-1.2.0-1.x86_64.rpm", "rapport-1.2.0-1.aarch64.rpm", "rapport_1.2.0_x86_64.apk", "rapport_1.2.0_aarch64.apk"} {
		put(t, dist, name, name)
	}
	var sums strings.Builder
	sumOf := map[string]string{}
	entries, err := os.ReadDir(dist)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		sum := sha256.Sum256(read(t, dist, e.Name()))
		sumOf[e.Name()] = hex.EncodeToString(sum[:])
		fmt.Fprintf(&sums, "%s  %s\n", sumOf[e.Name()], e.Name())
	}
	put(t, dist, "checksums.txt", sums.String())

	at := func(t target) (address, sum string) {
		return hosted + "/releases/download/v" + tried + "/" + t.archive(tried), sumOf[t.archive(tried)]
	}
	var formula strings.Builder
	for _, each := range targets[:4] {
		address, sum := at(each)
		fmt.Fprintf(&formula, "    url %q\n    sha256 %q\n", address, sum)
	}
	put(t, dist, "homebrew/Formula/rapport.rb", formula.String())
	amd, amdSum := at(targets[4])
	arm, armSum := at(targets[5])
	put(t, dist, "scoop/rapport.json", fmt.Sprintf(`{"version": "1.2.0", "homepage": "h", "license": "MIT", "description": "d", "architecture": {
		"64bit": {"url": %q, "bin": ["rapport.exe"], "hash": %q}, "arm64": {"url": %q, "bin": ["rapport.exe"], "hash": %q}}}`, amd, amdSum, arm, armSum))
	head := "PackageIdentifier: example.Rapport\nPackageVersion: 1.2.0\nManifestVersion: 1.12.0\n"
	put(t, dist, "winget/e/Rapport.yaml", head+"DefaultLocale: en-US\nManifestType: version\n")
	put(t, dist, "winget/e/Rapport.locale.en-US.yaml", head+"PackageLocale: en-US\nPublisher: p\nPackageName: n\nLicense: MIT\nShortDescription: s\nManifestType: defaultLocale\n")
	installers := ""
	for _, i := range [][2]string{{amd, amdSum}, {arm, armSum}} {
		installers += fmt.Sprintf("  - NestedInstallerType: portable\n    NestedInstallerFiles: [{RelativeFilePath: rapport.exe, PortableCommandAlias: rapport}]\n    InstallerUrl: %s\n    InstallerSha256: %s\n", i[0], i[1])
	}
	put(t, dist, "winget/e/Rapport.installer.yaml", head+"InstallerType: zip\nInstallers:\n"+installers+"ManifestType: installer\n")
	return dist
}

func put(t *testing.T, dist, name, text string) {
	t.Helper()
	name = filepath.Join(dist, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAReleaseIsWhatIsSaidOfIt(t *testing.T) {
	if err := verify(releaseOf(t), tried, hosted); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []struct{ file, from, to, says string }{
		{"rapport_1.2.0_linux_amd64.tar.gz", "", "more", "the sum of rapport_1.2.0_linux_amd64.tar.gz is another"},
		{"checksums.txt", "rapport_1.2.0_arm64.deb", "", "deb"},
		{"homebrew/Formula/rapport.rb", "macos_arm64", "macos_amd64", "rapport.rb"},
		{"homebrew/Formula/rapport.rb", "example/rapport", "somebody/rapport", "not where it is released"},
		{"scoop/rapport.json", "arm64.zip", "amd64.zip", "scoop"},
		{"scoop/rapport.json", `"1.2.0"`, `"1.1.0"`, "something is missing"},
		{"scoop/rapport.json", "rapport.exe", "rapport", "runs"},
		{"winget/e/Rapport.installer.yaml", "windows_arm64", "windows_amd64", "winget"},
		{"winget/e/Rapport.installer.yaml", "portable", "exe", "installs"},
		{"winget/e/Rapport.locale.en-US.yaml", "License: MIT", "", "three manifests"},
	} {
		dist := releaseOf(t)
		text := string(read(t, dist, wrong.file))
		if wrong.from == "" {
			text += wrong.to
		}
		if wrong.to == "" && wrong.file == "checksums.txt" {
			for line := range strings.Lines(text) {
				if strings.Contains(line, wrong.from) {
					text = strings.Replace(text, line, "", 1)
				}
			}
		}
		if wrong.from != "" {
			text = strings.ReplaceAll(text, wrong.from, wrong.to)
		}
		put(t, dist, wrong.file, text)
		if err := verify(dist, tried, hosted); err == nil || !strings.Contains(err.Error(), wrong.says) {
			t.Errorf("%s with %q for %q: %v, want something of %q", wrong.file, wrong.to, wrong.from, err, wrong.says)
		}
	}
}
