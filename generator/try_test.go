package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/edits"
	"rapport/generator/press"
	"rapport/generator/sample"
)

func TestATrialShowsTheErrorsThatAChangeBrings(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Spec{Clients: 2, Reports: 1, Entries: 2, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	const client = "client-00001"
	name := "content/clients/" + client + "/client.md"
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	w := press.Workspace{Dir: dir, Content: "content", Theme: "default"}
	asOf, _ := press.ParseAsOf(sample.AsOf)
	try := func(file, from, to string) string {
		t.Helper()
		changes := []edits.Change{{File: file, Before: text, After: []byte(strings.Replace(string(text), from, to, 1))}}
		problems, err := generator.Try(t.Context(), w, asOf, client, changes)
		if err != nil {
			return err.Error()
		}
		var all []string
		for _, p := range problems {
			all = append(all, p.String())
		}
		return strings.Join(all, "\n")
	}
	if got := try(name, "", ""); got != "" {
		t.Errorf("nothing changes, and it says %s", got)
	}
	if got := try(name, "name:", "nam: x\nname:"); !strings.HasPrefix(got, name+":2:1: error: unknown key \"nam\"") || strings.Contains(got, "\n") {
		t.Errorf("it says %s", got)
	}
	if got := try("content/clients/client-00002/client.md", "", ""); !strings.Contains(got, "is not a file of the client") {
		t.Errorf("the file of another: %s", got)
	}
	// What is wrong already is not told of the change.
	if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Replace(string(text), "name:", "nam: x\nname:", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := try(name, "name:", "# more\nnam: x\nname:"); got != "" {
		t.Errorf("it says %s", got)
	}
}
