package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/effort"
	"rapport/generator/testprogram"
)

var update = flag.Bool("update", false, "write the checksums of what is vendored anew")

const (
	root = "../../.."
	sums = "themes/vendor/SHA256SUMS" // for sha256sum -c, in the repository
)

// made are the files that are made of packages of npm.
var made = []string{
	"generator/seal/web/age-licence.txt", "generator/seal/web/age.js", "generator/seal/web/passkey.js",
	"themes/default/assets/inter-more.woff2", "themes/default/assets/inter.woff2", "themes/default/assets/minisearch.js",
	"themes/default/assets/source-serif-4-more.woff2", "themes/default/assets/source-serif-4.woff2",
	"themes/vendor/inter-LICENSE.txt", "themes/vendor/source-serif-4-LICENSE.txt",
}

// Nobody has edited what is vendored, and all that tells of it tells of the same versions.
func TestVendoredFilesAreAsTheyWereTaken(t *testing.T) {
	var b strings.Builder
	for _, name := range made {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(text), name)
	}
	if *update && effort.Slow {
		return // once they were made anew
	}
	if want, err := os.ReadFile(filepath.Join(root, sums)); err != nil || string(want) != b.String() {
		t.Errorf("what is vendored is not what was taken (%v); take it anew as themes/vendor/README.md says:\n%s", err, b.String())
	}
	packages, err := vendored(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	table := read(t, "themes/vendor/README.md")
	banners := read(t, "generator/seal/web/age.js") + read(t, "generator/seal/web/age-licence.txt") + read(t, "themes/default/assets/minisearch.js")
	for _, p := range packages {
		line := ""
		for l := range strings.Lines(table) {
			if strings.Contains(l, "npm `"+p.Name+"`") {
				line = l
			}
		}
		named := strings.Contains(line, "| "+p.Version+" |") || strings.Contains(strings.ToLower(banners), p.Name+" "+p.Version)
		if !named {
			t.Errorf("%s is locked at %s, and nothing that is vendored says so", p.Name, p.Version)
		}
	}
	if len(packages) != 8 {
		t.Errorf("%d packages are vendored: %v", len(packages), packages)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is vendored is made anew of what npm has under the checksums of the lock files, and is the same to the byte.
func TestVendoredFilesAreMadeOfThePackages(t *testing.T) {
	if !effort.Slow {
		t.Skip("it takes packages from npm; it runs with the tag slow")
	}
	node := testprogram.Find(t, "node", "")
	there, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	fonts := install(t, filepath.Join(there, "themes/vendor"))
	command(t, fonts, nil, node, filepath.Join(there, "themes/vendor/take.mjs"), filepath.Join(out, "themes"))
	web := filepath.Join(out, "generator/seal/web")
	if err := os.MkdirAll(web, 0o755); err != nil {
		t.Fatal(err)
	}
	modules := filepath.Join(install(t, filepath.Join(there, "generator/seal/bundle")), "node_modules")
	command(t, there, []string{"NODE_MODULES=" + modules}, "go", "run", "./generator/seal/bundle", web)
	var b strings.Builder
	for _, name := range made {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Error(err)
		}
		if got := read(t, name); got != string(text) {
			t.Errorf("%s is not what its package makes it", name)
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(text), name)
	}
	found := 0
	if err := filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found++
		}
		return err
	}); err != nil || found != len(made) {
		t.Errorf("%d files are made, and %d are known (%v)", found, len(made), err)
	}
	if *update {
		if err := os.WriteFile(filepath.Join(there, sums), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// install installs the packages of a lock file elsewhere; npm compares each with its checksum.
func install(t *testing.T, from string) (dir string) {
	t.Helper()
	npm := testprogram.Find(t, "npm", "")
	dir = t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	install := exec.CommandContext(t.Context(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries", "1")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		if os.Getenv("CI") != "true" && bytes.Contains(out, []byte("network")) {
			t.Skipf("npm's registry is not to be reached from here: %.300s", out)
		}
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	return dir
}

func command(t *testing.T, dir string, env []string, name string, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir, c.Env = dir, append(os.Environ(), env...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}
