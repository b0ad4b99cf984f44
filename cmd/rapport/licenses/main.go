// Command licenses writes the licences of all that the program is made of into a file: of the
// modules that it is linked from, as they stand in the module cache, of what browsers load, and of tables that are made of
// others' data.
//
//	go generate ./cmd/rapport
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	parts, err := modules()
	if err != nil {
		return err
	}
	others, err := vendored("../..")
	if err != nil {
		return err
	}
	return os.WriteFile(file, text(append(parts, others...)), 0o644)
}

// A part is one of those that the program is made of.
type part struct{ name, version, licence string }

// modules are those that the program is linked from on all systems that it is made for, but for itself.
func modules() (parts []part, err error) {
	known := map[string]bool{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		command := exec.Command("go", "list", "-deps", "-json=Module", ".")
		command.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		command.Stderr = os.Stderr
		out, err := command.Output()
		if err != nil {
			return nil, fmt.Errorf("list what the program is linked from: %w", err)
		}
		for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
			var pkg struct {
				Module *struct {
					Path, Version, Dir string
					Main               bool
				}
			}
			if err := decoder.Decode(&pkg); err == io.EOF {
				break
			} else if err != nil {
				return nil, err
			}
			m := pkg.Module
			if m == nil || m.Main || known[m.Path] {
				continue
			}
			known[m.Path] = true
			licence, err := licenceIn(m.Dir)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", m.Path, err)
			}
			parts = append(parts, part{m.Path, m.Version, licence})
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	goRoot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	licence, err := licenceIn(strings.TrimSpace(string(goRoot)))
	return append([]part{{"The Go standard library and runtime", "", licence}}, parts...), err
}

// names are those under which a licence stands, and what goes with it.
var names = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)(\.(md|txt))?$`)

func licenceIn(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, e := range entries {
		if names.MatchString(e.Name()) && !e.IsDir() {
			body, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return "", err
			}
			texts = append(texts, strings.TrimSpace(string(body)))
		}
	}
	if len(texts) == 0 {
		return "", errors.New("it has no licence; see whether it may be used")
	}
	return strings.Join(texts, "\n\n"), nil
}

// vendored is what browsers load of others' making, and the data of tables, with the licences that stand beside them.
func vendored(root string) ([]part, error) {
	files := os.DirFS(root)
	var parts []part
	for _, from := range []struct{ file, name string }{
		{"generator/seal/web/age-licence.txt", "npm age-encryption, in the browser"},
		{"themes/vendor/source-serif-4-LICENSE.txt", "npm @fontsource-variable/source-serif-4, in the browser"},
		{"themes/vendor/inter-LICENSE.txt", "npm @fontsource-variable/inter, in the browser"},
		{"generator/locale/cldr-LICENSE.txt", "Unicode CLDR, how days, numbers, countries and languages are written"}, // of npm cldr-core
	} {
		body, err := fs.ReadFile(files, from.file)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{from.name, "", strings.TrimSpace(string(body))})
	}
	script, err := fs.ReadFile(files, path.Join("themes", "default", "assets", "minisearch.js"))
	if err != nil {
		return nil, err
	}
	_, comment, found := strings.Cut(string(script), "/*!")
	comment, _, closed := strings.Cut(comment, "*/")
	if !found || !closed {
		return nil, errors.New("minisearch.js does not begin with its licence")
	}
	return append(parts, part{"npm minisearch, in the browser", "", strings.TrimSpace(comment)}), nil
}

func text(parts []part) []byte {
	var b bytes.Buffer
	b.WriteString("Rapport is made of what follows, beside its own code (MIT).\n\n")
	for _, p := range parts {
		fmt.Fprintln(&b, strings.TrimSpace("- "+p.name+" "+p.version))
	}
	for _, p := range parts {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), strings.TrimSpace(p.name+" "+p.version), strings.ReplaceAll(p.licence, "\r\n", "\n"))
	}
	return b.Bytes()
}
