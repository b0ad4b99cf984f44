package content

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var rewrite = flag.Bool("update", false, "rewrite what exports bring, in testdata/exports")

func TestTheManualTellsOfEachKindOfEntry(t *testing.T) {
	manual, err := os.ReadFile("../../docs/how-to/writing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, entries, _ := strings.Cut(string(manual), "\n## Entries\n")
	entries, _, _ = strings.Cut(entries, "\n## ")
	for _, kind := range KindNames() {
		if !strings.Contains(entries, "`"+kind+"`") {
			t.Errorf("docs/how-to/writing.md says nothing of the kind %s under Entries", kind)
		}
	}
}
