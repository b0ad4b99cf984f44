package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestTheManualIsFresh(t *testing.T) {
	want, err := write("../..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/reference/theme.md")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/reference/theme.md is not what the models and the theme say now (%v); run go generate ./themes", err)
	}
}

func TestTheManualTellsOfEachLayoutFieldAndToken(t *testing.T) {
	text, err := write("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| `pages/journal/journal.html` | Journal |", "| `parts/day.html` | Day |", "| `charts/line.html` | Line |",
		"| `frame.html` | Page | `eyebrow` `heading` `main`", "| `--paper` | `light-dark(", "### Entry", "| `Rosier` | string | a sentence where that word",
		"- `waiting`: for the reader",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the manual does not say %q", want)
		}
	}
}
