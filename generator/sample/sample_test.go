package sample_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/press"
	"rapport/generator/sample"
	"rapport/generator/sitetest"
	_ "rapport/generator/testheap"
)

// Fifteen clients have their turn at everything that rotates.
var spec = sample.Spec{Clients: 15, Reports: 4, Entries: 22, Seed: 1}

func build(t *testing.T, dir, out string) *generator.Result {
	t.Helper()
	asOf, err := press.ParseAsOf(sample.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	result, err := generator.Build(context.Background(), generator.BuildOptions{
		Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, Out: out, AsOf: asOf,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestSampleBecomesASoundSite(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	if err := sample.Write(dir, spec); err != nil {
		t.Fatal(err)
	}
	result := build(t, dir, out)
	for _, p := range result.Problems {
		if p.Severity != diag.Note {
			t.Error(p)
		}
	}
	if result.Portals != spec.Clients {
		t.Errorf("%d portals, want %d", result.Portals, spec.Clients)
	}
	secrets := map[string][]string{}
	for n := range spec.Clients {
		c := spec.Client(n)
		secrets[c.Address] = []string{c.ID, c.Name}
		if _, err := os.Stat(filepath.Join(out, c.Address, "index.html")); err != nil {
			t.Error(err)
		}
	}
	sitetest.Check(t, out, secrets)

	again := build(t, dir, out)
	if again.Stats.Written != 0 || again.Stats.Removed != 0 || again.Stats.Unchanged != result.Stats.Written {
		t.Errorf("the second build wrote %d files, left %d and removed %d; the first wrote %d",
			again.Stats.Written, again.Stats.Unchanged, again.Stats.Removed, result.Stats.Written)
	}
}

// TestClientsDependOnNoOtherClient also shows that a sample is the same each time.
func TestClientsDependOnNoOtherClient(t *testing.T) {
	few, many := t.TempDir(), t.TempDir()
	for dir, clients := range map[string]int{few: 2, many: 5} {
		if err := sample.Write(dir, sample.Spec{Clients: clients, Reports: 2, Entries: 5, Seed: 7}); err != nil {
			t.Fatal(err)
		}
	}
	a, b := read(t, few), read(t, many)
	if len(a) < 40 {
		t.Errorf("a sample of 2 clients has %d files only", len(a))
	}
	for name, text := range a {
		if b[name] != text {
			t.Errorf("%s differs where there are more clients", name)
		}
	}
}

func TestSeedChangesTheText(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for dir, seed := range map[string]uint64{a: 1, b: 2} {
		if err := sample.Write(dir, sample.Spec{Clients: 1, Reports: 1, Entries: 1, Seed: seed}); err != nil {
			t.Fatal(err)
		}
	}
	const name = "content/clients/client-00001/main/reports/2026-09.md"
	if read(t, a)[name] == read(t, b)[name] {
		t.Error("two seeds made the same report")
	}
}

func TestWriteLeavesAWorkspaceAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := sample.Write(dir, spec); err == nil {
		t.Error("a sample was written into a workspace")
	}
	if files := read(t, dir); len(files) > 0 {
		t.Errorf("%d files were written", len(files))
	}
}

func TestClientsAreToldApart(t *testing.T) {
	names, addresses := map[string]int{}, map[string]int{}
	for n := range 2000 {
		c := spec.Client(n)
		if other, double := names[c.Name]; double {
			t.Errorf("clients %d and %d are both %s", other, n, c.Name)
		}
		if other, double := addresses[c.Address]; double {
			t.Errorf("clients %d and %d are both at %s", other, n, c.Address)
		}
		names[c.Name], addresses[c.Address] = n, n
	}
}

func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
