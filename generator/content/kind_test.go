package content

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var rewrite = flag.Bool("update", false, "rewrite the list in README.md")

func TestTheREADMEListsTheKindsOfEntry(t *testing.T) {
	const name = "../../README.md"
	readme, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	list := "(`" + strings.Join(KindNames(), "`, `") + "`)"
	if strings.Contains(strings.Join(strings.Fields(string(readme)), " "), list) {
		return
	}
	first := "\\(`" + KindNames()[0] + "`,[^)]*\\)"
	listed := regexp.MustCompile(first).ReplaceAllLiteral(readme, []byte(list))
	if !*rewrite {
		t.Errorf("README.md does not list the kinds as %s; run the test with -update", list)
	} else if err := os.WriteFile(name, listed, 0o644); err != nil {
		t.Fatal(err)
	}
}
