package generator_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// floors lists the packages from top to bottom. A package may import what stands below
// it, and nothing beside or above it.
var floors = [][]string{
	{"cmd/rapport"},
	{"generator/preview", "generator/lsp"},
	{"generator", "generator/live"},
	{"generator/press", "generator/reference", "generator/queue"},
	{"generator/cache", "generator/pdf", "generator/seal", "generator/remind", "generator/export", "generator/intake", "generator/enter"},
	{"generator/published"},
	{"generator/handbook", "generator/output", "generator/feed", "generator/page", "generator/desk", "generator/check", "generator/scaffold", "generator/month"},
	{"generator/theme", "generator/place", "generator/phrase", "generator/inbox"},
	{"generator/chart", "generator/markdown", "generator/facts", "generator/history", "generator/edits"},
	{"generator/content"},
	{"generator/schema", "generator/importing"},
	{"generator/table"},
	{"generator/locale"},
	{"generator/calendar", "generator/source", "generator/front", "generator/picture"},
	{"generator/diag", "generator/answer", "generator/chromium", "generator/headers", "themes", "docs"},
}

// besides are for tests and benchmarks, and import what they like.
var besides = []string{"generator/sample", "generator/sitetest", "generator/testprogram", "generator/testheap", "generator/effort", "generator/sample/make", "generator/seal/bundle", "cmd/rapport/licenses", "cmd/rapport/sbom", "themes/manual"}

func floor(pkg string) int {
	return slices.IndexFunc(floors, func(floor []string) bool { return slices.Contains(floor, pkg) })
}

func packages(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	root := ".."
	for _, top := range []string{"cmd", "generator", "themes", "docs"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return fs.SkipDir
			}
			if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
				rel, err := filepath.Rel(root, name)
				if err != nil {
					return err
				}
				pkg := path.Dir(filepath.ToSlash(rel))
				found[pkg] = append(found[pkg], name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestImportsPointDown(t *testing.T) {
	for pkg, files := range packages(t) {
		if slices.Contains(besides, pkg) {
			continue
		}
		at := floor(pkg)
		if at < 0 {
			t.Errorf("package %s stands on no floor: add it to the list, and to ARCHITECTURE.md", pkg)
			continue
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range file.Imports {
				imported, ok := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), "rapport/")
				if !ok {
					continue
				}
				below := floor(imported)
				if below <= at {
					t.Errorf("%s imports %s, which does not stand below it", name, imported)
				}
			}
		}
	}
}

func TestEveryPackageHasAManual(t *testing.T) {
	for pkg, files := range packages(t) {
		documented := false
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.PackageClauseOnly)
			if err != nil {
				t.Fatal(err)
			}
			documented = documented || file.Doc != nil
		}
		if !documented {
			t.Errorf("package %s has no doc comment", pkg)
		}
	}
}

// Only source and the theme's own folder are read from, only output writes, only
// cmd asks the clock and the environment, and opens the folders that its commands
// begin, add to and leave with.
func TestTheWorldIsAskedInOnePlace(t *testing.T) {
	allowed := map[string][]string{
		"os.ReadFile": {}, "os.WriteFile": {}, "os.Create": {}, "os.Getenv": {},
		"os.MkdirAll": {"generator/output", "cmd/rapport"}, "os.OpenRoot": {"generator/source", "generator/output", "generator/published", "generator/seal", "cmd/rapport"},
		"time.Now": {"cmd/rapport"}, "http.": {},
		"exec.Command": {"cmd/rapport"}, "exec.CommandContext": {"generator/history", "generator/chromium", "cmd/rapport"},
	}
	for pkg, files := range packages(t) {
		if slices.Contains(besides, pkg) || pkg == "generator/sample/make" {
			continue
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for call, where := range allowed {
				if strings.Contains(string(text), call+"(") && !slices.Contains(where, pkg) && !(pkg == "cmd/rapport" && call == "os.Getenv") {
					t.Errorf("%s calls %s; see rule 3 of ARCHITECTURE.md", name, call)
				}
			}
		}
	}
}
