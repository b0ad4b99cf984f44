// Command sbom adds to the software bill of materials of a program, as cyclonedx-gomod reads it out of the program, what
// browsers load of others' making, which no Go module is. It reads CycloneDX as JSON and writes it. .ci/sbom runs both.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	if err := run(os.DirFS("."), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(repository fs.FS, from io.Reader, to io.Writer) error {
	packages, err := vendored(repository)
	if err != nil {
		return err
	}
	var bill map[string]any
	if err := json.NewDecoder(from).Decode(&bill); err != nil {
		return err
	}
	if err := add(bill, packages); err != nil {
		return err
	}
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", "  ")
	return encoder.Encode(bill)
}

// A pkg is a package of npm of which something is vendored.
type pkg struct {
	Name, Version, License string
	Sum                    []byte // the SHA-512 of what the registry has
}

// locks are the lock files of what is vendored, and for each the file that says which of their packages it is made of; ""
// for all that are not for development alone.
var locks = []struct{ lock, says string }{
	{"themes/vendor/package-lock.json", ""},
	{"generator/seal/bundle/package-lock.json", "generator/seal/web/age.js"},
}

// vendored are the packages that are vendored, by name.
func vendored(repository fs.FS) ([]pkg, error) {
	var all []pkg
	for _, from := range locks {
		locked, err := readLock(repository, from.lock)
		if err != nil {
			return nil, err
		}
		var says []byte
		if from.says != "" {
			if says, err = fs.ReadFile(repository, from.says); err != nil {
				return nil, err
			}
		}
		for _, p := range locked {
			if from.says == "" || strings.Contains(string(says), fmt.Sprintf("\n * %s %s (", p.Name, p.Version)) {
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, func(a, b pkg) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// readLock reads the packages of a lock file that are not for development alone.
func readLock(repository fs.FS, name string) ([]pkg, error) {
	text, err := fs.ReadFile(repository, name)
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, Integrity, License string
			Dev                         bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var all []pkg
	for _, path := range slices.Sorted(maps.Keys(lock.Packages)) {
		p := lock.Packages[path]
		if path == "" || p.Dev {
			continue
		}
		sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(p.Integrity, "sha512-"))
		if err != nil || len(sum) != 64 {
			return nil, fmt.Errorf("%s: %s has no SHA-512", name, path)
		}
		all = append(all, pkg{path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):], p.Version, p.License, sum})
	}
	return all, nil
}

// url is the package URL, by which programs that look for faults know a package.
func (p pkg) url() string {
	return "pkg:npm/" + strings.Replace(p.Name, "@", "%40", 1) + "@" + p.Version
}

func (p pkg) component() map[string]any {
	return map[string]any{
		"bom-ref": p.url(), "type": "library", "name": p.Name, "version": p.Version, "scope": "required", "purl": p.url(),
		"hashes":   []any{map[string]any{"alg": "SHA-512", "content": hex.EncodeToString(p.Sum)}},
		"licenses": []any{map[string]any{"license": map[string]any{"id": p.License}}},
	}
}

// add adds packages to a bill, and that the program depends on them. It takes out the checksums of the tool that
// wrote the bill, which are those of where it was compiled.
func add(bill map[string]any, packages []pkg) error {
	metadata, _ := bill["metadata"].(map[string]any)
	program, _ := metadata["component"].(map[string]any)
	components, _ := bill["components"].([]any)
	dependencies, _ := bill["dependencies"].([]any)
	if program == nil || len(components) == 0 || len(dependencies) == 0 {
		return errors.New("what is read is no bill of a program's")
	}
	tools, _ := metadata["tools"].([]any)
	for _, tool := range tools {
		if tool, ok := tool.(map[string]any); ok {
			delete(tool, "hashes")
		}
	}
	var own map[string]any
	for _, d := range dependencies {
		if d, ok := d.(map[string]any); ok && d["ref"] == program["bom-ref"] {
			own = d
		}
	}
	if own == nil {
		return errors.New("the bill does not say what the program depends on")
	}
	needs, _ := own["dependsOn"].([]any)
	for _, p := range packages {
		components = append(components, p.component())
		dependencies = append(dependencies, map[string]any{"ref": p.url()})
		needs = append(needs, p.url())
	}
	own["dependsOn"], bill["components"], bill["dependencies"] = needs, components, dependencies
	return nil
}
