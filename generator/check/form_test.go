package check_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/press"
)

// Check makes no pages; yet whatever would keep a portal from being built, it
// finds at the same place and in the same words.
func TestCheckFindsWhatWouldFailABuild(t *testing.T) {
	for _, test := range []struct{ name, file, text string }{
		{"a chart shown twice", "clients/acme/shop/reports/2026-09.md", "\n{{< kpi orders >}}\n\n{{< kpi orders >}}\n"},
		{"a chart of nothing", "clients/acme/shop/reports/2026-09.md", "\n{{< kpi order >}}\n"},
		{"a broken link in an entry", "clients/acme/shop/journal/2026-10-16-week.md", "\nSee [this](../nothing.md).\n"},
		{"a broken link of the client's", "clients/acme/client.md", "\nSee [this](nothing.md).\n"},
		{"a broken link of the provider's", "provider.md", "\nSee [this](nothing.md).\n"},
		{"a broken link of a service's", "services/care.md", "\nSee [this](nothing.md).\n"},
		{"a scheme that runs", "clients/acme/shop/engagement.md", "\n[x](javascript:alert)\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "clean"))); err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(dir, "content", test.file)
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			write(t, name, string(text)+test.text)
			at, err := press.ParseAsOf(asOf)
			if err != nil {
				t.Fatal(err)
			}
			built, err := generator.Build(context.Background(), generator.BuildOptions{Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, Out: "public", AsOf: at})
			if err != nil {
				t.Fatal(err)
			}
			want, got := errorsOf(built.Problems), errorsOf(checked(t, dir, asOf))
			if want == "" {
				t.Fatal("the build finds no error")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("errors (-build +check):\n%s", diff)
			}
		})
	}
}

func errorsOf(problems []diag.Problem) string {
	var lines []string
	for _, p := range problems {
		if p.Severity == diag.Error {
			lines = append(lines, p.String())
		}
	}
	return strings.Join(lines, "\n")
}
