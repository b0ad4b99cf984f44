package generator_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"rapport/generator"
	"rapport/generator/effort"
	"rapport/generator/press"
	"rapport/generator/sample"
)

// Of a day a portal says the day, and nothing that changes before its true until.
func TestWithinADayAPortalIsTheSameUntilItSaysThatItChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 16))
	tried, rounds := 0, 1
	if effort.Slow {
		rounds = 5
	}
	across := func(t *testing.T, dir string, clients []string) {
		w := press.Workspace{Dir: dir, Content: "content", Theme: "default", Copies: true}
		for range rounds {
			at := time.Date(2026, 10, 16, 0, 0, 0, 0, time.UTC).Add(-time.Duration(random.IntN(200*24*3600)) * time.Second)
			for _, id := range clients {
				files, until := portalAt(t, w, id, at)
				last := until.Add(-time.Second)
				if !last.After(at) {
					continue
				}
				tried++
				later, _ := portalAt(t, w, id, last)
				for name, body := range files {
					if later[name] != body {
						t.Errorf("%s of %s as of %v is another at %v", name, id, at, last)
					}
				}
				if len(later) != len(files) {
					t.Errorf("%s has %d files at %v, and %d at %v", id, len(files), at, len(later), last)
				}
			}
		}
	}
	across(t, "..", []string{"dijkzicht", "finch-marlowe", "hollenbeck"})
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Spec{Clients: 5, Reports: 1, Entries: 10, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range 5 {
		ids = append(ids, fmt.Sprintf("client-%05d", i+1))
	}
	across(t, dir, ids)
	ended := t.TempDir()
	writeFiles(t, ended, closedBase)
	across(t, ended, []string{"acme"})
	if tried < 5 {
		t.Errorf("%d portals were compared", tried)
	}
}

// portalAt returns the files of a portal as of an instant, and until when they are to be as they
// are: its true until, or the end of the day.
func portalAt(t *testing.T, w press.Workspace, id string, at time.Time) (files map[string]string, until time.Time) {
	t.Helper()
	files = map[string]string{}
	result, err := generator.WithPortal(context.Background(), w, id, press.At(at), func(p *generator.Portal) error {
		year, month, day := p.AsOf.Date()
		until = time.Date(year, month, day+1, 0, 0, 0, 0, p.AsOf.Location())
		for _, f := range p.Files {
			if f.From == nil {
				files[f.Name] = string(f.Body)
				continue
			}
			from, err := f.From()
			if err != nil {
				return err
			}
			defer from.Close()
			body, err := io.ReadAll(from)
			if err != nil {
				return err
			}
			files[f.Name] = string(body)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if changes := result.TrueUntil; !changes.IsZero() && changes.Before(until) {
		until = changes
	}
	return files, until
}
