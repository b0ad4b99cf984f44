package content

import (
	"os"
	"strings"
	"testing"
)

func TestTheREADMEListsTheKindsOfEntry(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	list := "(`" + strings.Join(KindNames(), "`, `") + "`)"
	if !strings.Contains(strings.Join(strings.Fields(string(readme)), " "), list) {
		t.Errorf("README.md does not list the kinds as %s", list)
	}
}
