package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// verify compares a release with what tells of it: the sums in checksums.txt, and where Homebrew, Scoop and winget look for
// which archive.
func verify(dist, version, repository string) error {
	r := release{dist: dist, version: version, at: repository + "/releases/download/"}
	if err := r.readSums(); err != nil {
		return err
	}
	return errors.Join(r.complete(), r.homebrew(), r.scoop(), r.winget())
}

// A release is what lies in a folder.
type release struct {
	dist, version, at string

	sums map[string]string // of files, by name
}

// readSums reads checksums.txt, and finds it true.
func (r *release) readSums() error {
	text, err := os.ReadFile(filepath.Join(r.dist, "checksums.txt"))
	if err != nil {
		return err
	}
	r.sums = map[string]string{}
	for line := range strings.Lines(string(text)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			return fmt.Errorf("checksums.txt: %q is no sum of a file", line)
		}
		data, err := os.ReadFile(filepath.Join(r.dist, name))
		if err != nil {
			return err
		}
		if is := sha256.Sum256(data); sum != hex.EncodeToString(is[:]) {
			return fmt.Errorf("checksums.txt: the sum of %s is another", name)
		}
		r.sums[name] = sum
	}
	return nil
}

// complete finds for each system an archive and a bill of materials, and for each machine with Linux a package of each kind.
func (r *release) complete() error {
	var missing []string
	expect := func(pattern string, n int) {
		found := 0
		for name := range r.sums {
			if ok, _ := path.Match(pattern, name); ok {
				found++
			}
		}
		if found != n {
			missing = append(missing, fmt.Sprintf("%d of %d %s", found, n, pattern))
		}
	}
	for _, t := range targets {
		expect(t.archive(r.version), 1)
		expect(fmt.Sprintf("rapport_%s_%s_%s.cdx.json", r.version, t.os, t.arch), 1)
	}
	for _, kind := range []string{"*.deb", "*.rpm", "*.apk"} {
		expect(kind, 2)
	}
	if len(missing) > 0 {
		return fmt.Errorf("checksums.txt has %s", strings.Join(missing, ", "))
	}
	return nil
}

// lists finds that something names archives, each by its address and sum, and these alone.
func (r *release) lists(who string, sums map[string]string, systems ...string) error {
	var want []string
	for _, t := range targets {
		if slices.Contains(systems, t.os) {
			want = append(want, t.archive(r.version))
		}
	}
	var found []string
	for address, sum := range sums {
		name := path.Base(address)
		if !strings.HasPrefix(address, r.at) || !strings.EqualFold(r.sums[name], sum) {
			return fmt.Errorf("%s: %s is not where it is released, or has not the sum %s", who, address, sum)
		}
		found = append(found, name)
	}
	slices.Sort(want)
	slices.Sort(found)
	if !slices.Equal(want, found) {
		return fmt.Errorf("%s: names %q, want %q", who, found, want)
	}
	return nil
}

var formulaArchive = regexp.MustCompile(`(?m)^\s*url "([^"]*)"\n\s*sha256 "([0-9a-f]*)"$`)

func (r *release) homebrew() error {
	name := filepath.Join("homebrew", "Formula", "rapport.rb")
	text, err := os.ReadFile(filepath.Join(r.dist, name))
	if err != nil {
		return err
	}
	sums := map[string]string{}
	for _, found := range formulaArchive.FindAllStringSubmatch(string(text), -1) {
		sums[found[1]] = found[2]
	}
	return r.lists(name, sums, "linux", "macos")
}

func (r *release) scoop() error {
	name := filepath.Join("scoop", "rapport.json")
	text, err := os.ReadFile(filepath.Join(r.dist, name))
	if err != nil {
		return err
	}
	var app struct {
		Version, Homepage, License, Description string
		Architecture                            map[string]struct {
			URL, Hash string
			Bin       []string
		}
	}
	if err := json.Unmarshal(text, &app); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if systems := slices.Sorted(maps.Keys(app.Architecture)); app.Version != r.version || app.Homepage == "" || app.License == "" || app.Description == "" || !slices.Equal(systems, []string{"64bit", "arm64"}) {
		return fmt.Errorf("%s: something is missing", name)
	}
	sums := map[string]string{}
	for _, a := range app.Architecture {
		if !slices.Equal(a.Bin, []string{"rapport.exe"}) {
			return fmt.Errorf("%s: runs %q", name, a.Bin)
		}
		sums[a.URL] = a.Hash
	}
	return r.lists(name, sums, "windows")
}

// A wingetManifest is any of the three files that winget wants.
type wingetManifest struct {
	ManifestType, ManifestVersion, PackageIdentifier, PackageVersion string

	DefaultLocale, PackageLocale, Publisher, PackageName, License, ShortDescription, InstallerType string

	Installers []struct {
		Architecture, NestedInstallerType, InstallerUrl, InstallerSha256 string
		NestedInstallerFiles                                             []struct{ RelativeFilePath, PortableCommandAlias string }
	}
}

func (r *release) winget() error {
	found := map[string]wingetManifest{}
	err := filepath.WalkDir(filepath.Join(r.dist, "winget"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var fields map[string]any // its keys begin with capitals, which decoding into a struct wants to be told of one by one
		if err := yaml.Unmarshal(text, &fields); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		asJSON, err := json.Marshal(fields)
		if err != nil {
			return err
		}
		var m wingetManifest
		if err := json.Unmarshal(asJSON, &m); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if m.PackageIdentifier == "" || m.PackageVersion != r.version || m.ManifestVersion == "" {
			return fmt.Errorf("%s: something is missing", name)
		}
		found[m.ManifestType] = m
		return nil
	})
	if err != nil {
		return err
	}
	locale, installer := found["defaultLocale"], found["installer"]
	if len(found) != 3 || found["version"].DefaultLocale != locale.PackageLocale || locale.Publisher == "" || locale.PackageName == "" || locale.License == "" || locale.ShortDescription == "" || installer.InstallerType != "zip" {
		return fmt.Errorf("winget: something is missing of its three manifests: %+v", found)
	}
	sums := map[string]string{}
	for _, i := range installer.Installers {
		if i.NestedInstallerType != "portable" || len(i.NestedInstallerFiles) != 1 || i.NestedInstallerFiles[0].RelativeFilePath != "rapport.exe" || i.NestedInstallerFiles[0].PortableCommandAlias != "rapport" {
			return fmt.Errorf("winget: installs %+v", i)
		}
		sums[i.InstallerUrl] = i.InstallerSha256
	}
	return r.lists("winget", sums, "windows")
}
