package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var (
	//go:embed npm/rapport.js
	launcher []byte
	//go:embed npm/README.md
	npmReadme string
)

// packed is the time of all files in packages of npm's.
var packed = time.Date(1985, time.October, 26, 8, 15, 0, 0, time.UTC)

// A manifest is the package.json of a package.
type manifest struct {
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	Description string            `json:"description"`
	License     string            `json:"license"`
	Homepage    string            `json:"homepage"`
	Repository  map[string]string `json:"repository"`
	Bin         map[string]string `json:"bin,omitempty"`
	OS          []string          `json:"os,omitempty"`
	CPU         []string          `json:"cpu,omitempty"`
	Unplugged   bool              `json:"preferUnplugged,omitempty"` // Yarn is to leave it on the disk, where it can be run
	Optional    map[string]string `json:"optionalDependencies,omitempty"`
	Engines     map[string]string `json:"engines,omitempty"`
	Publish     map[string]string `json:"publishConfig"`
}

// npm packs SCOPE/rapport, which runs the program, and a package with the program for each system whose archive is in dist;
// npm installs that of its own system, which the first one names as an optional dependency.
func npm(dist, version, scope, repository string) error {
	if !strings.HasPrefix(scope, "@") || strings.ContainsAny(scope, "/ ") {
		return fmt.Errorf("%q is no scope of npm's; write it as @studio", scope)
	}
	to := filepath.Join(dist, "npm")
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	license, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	main := newManifest(scope+"/rapport", version, repository)
	main.Bin = map[string]string{"rapport": "bin/rapport.js"}
	main.Engines = map[string]string{"node": ">=18"}
	main.Optional = map[string]string{}
	found := 0
	for _, t := range targets {
		m := newManifest(fmt.Sprintf("%s/rapport-%s-%s", scope, t.nodeOS, t.nodeArch), version, repository)
		m.Description += fmt.Sprintf(" (the program for %s on %s)", t.nodeOS, t.nodeArch)
		m.OS, m.CPU, m.Unplugged = []string{t.nodeOS}, []string{t.nodeArch}, true
		main.Optional[m.Name] = version
		program, err := t.unpack(dist, version)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		found++
		if err := m.pack(to, license, file{"package/bin/" + t.program(), 0o755, program}); err != nil {
			return err
		}
	}
	if found == 0 {
		return fmt.Errorf("no archive of version %s in %s", version, dist)
	}
	readme := strings.NewReplacer("SCOPE", scope, "REPOSITORY", repository).Replace(npmReadme)
	return main.pack(to, license, file{"package/README.md", 0o644, []byte(readme)}, file{"package/bin/rapport.js", 0o755, launcher})
}

func newManifest(name, version, repository string) manifest {
	return manifest{
		Name: name, Version: version, License: "MIT", Homepage: repository,
		Description: "Portals for clients, built from a folder of Markdown",
		Repository:  map[string]string{"type": "git", "url": "git+" + repository + ".git"},
		Publish:     map[string]string{"access": "public"},
	}
}

// pack writes a package under the name that npm pack gives it.
func (m manifest) pack(to string, license []byte, files ...file) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	files = append([]file{{"package/package.json", 0o644, append(text, '\n')}, {"package/LICENSE", 0o644, license}}, files...)
	name := strings.NewReplacer("@", "", "/", "-").Replace(m.Name) + "-" + m.Version + ".tgz"
	return writeTarGz(filepath.Join(to, name), files, packed)
}
