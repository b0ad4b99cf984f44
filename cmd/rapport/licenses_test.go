package main

import (
	"os/exec"
	"strings"
	"testing"
)

// What is linked into the program has its licence in it: go generate ./cmd/rapport writes it anew.
func TestTheLicencesAreOfWhatTheProgramIsMadeOf(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	listed, _, _ := strings.Cut(licenses, "\n=")
	modules := strings.Fields(strings.ReplaceAll(strings.TrimSpace(string(out)), " ", "@"))
	if len(modules) < 20 {
		t.Fatalf("the program is linked from %q", modules)
	}
	if !strings.Contains(licenses, "\n- Unicode CLDR,") || !strings.Contains(licenses, "UNICODE LICENSE V3") {
		t.Error("the data that tables of days, countries and languages are made of has no licence; run go generate ./cmd/rapport")
	}
	for _, m := range modules {
		if name := strings.Replace(m, "@", " ", 1); !strings.Contains(listed, "\n- "+name+"\n") || !strings.Contains(licenses, "=\n"+name+"\n\n") {
			t.Errorf("%s has no licence; run go generate ./cmd/rapport", name)
		}
	}
}
