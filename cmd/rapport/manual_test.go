package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// Whoever packs a release of one commit, whenever, writes the same manual.
func TestTheManualHasAPageACommandOfTheCommitsDay(t *testing.T) {
	write := func(now time.Time, epoch string) string {
		dir := filepath.Join(t.TempDir(), "man")
		env := environment{stdout: t.Output(), stderr: t.Output(), now: func() time.Time { return now }, getenv: func(name string) string {
			return map[string]string{"SOURCE_DATE_EPOCH": epoch}[name]
		}}
		if status := run(t.Context(), []string{"manual", dir}, env); status != statusDone {
			t.Fatalf("manual ends with %d", status)
		}
		return dir
	}
	one := write(time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC), "1796077282")
	another := write(time.Date(2029, 5, 1, 0, 0, 0, 0, time.UTC), "1796077282")
	pages := 0
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		page, err := os.ReadFile(filepath.Join(one, name))
		again, _ := os.ReadFile(filepath.Join(another, name))
		if err != nil || string(page) != string(again) || !strings.Contains(string(page), `"1" "Nov 2026"`) || !strings.Contains(string(page), ".SH SYNOPSIS") {
			t.Errorf("%s: %v, or not of the commit's day:\n%.200s", name, err, page)
		}
		pages++
		for _, sub := range cmd.Commands() {
			if !sub.Hidden {
				visit(sub)
			}
		}
	}
	visit(newRoot(environment{}))
	entries, err := os.ReadDir(one)
	if err != nil || len(entries) != pages {
		t.Errorf("there are %d pages for %d commands (%v)", len(entries), pages, err)
	}
	now, err := os.ReadFile(filepath.Join(write(time.Date(2029, 5, 1, 0, 0, 0, 0, time.UTC), ""), "rapport.1"))
	if err != nil || !strings.Contains(string(now), `"May 2029"`) {
		t.Errorf("without a commit it is not of today: %.100s", now)
	}
}
