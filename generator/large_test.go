package generator

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/effort"
	"rapport/generator/facts"
	"rapport/generator/press"
	"rapport/generator/sample"
)

// hoursOf writes a workspace with one client of so many rows of hours.
func hoursOf(b *testing.B, rows int) press.Workspace {
	b.Helper()
	dir := b.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "cmd", "rapport", "testdata", "workspace"))); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "content", "clients", "acme", "shop", "data", "time.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "date,hours,person,item,note")
	for i := range rows {
		fmt.Fprintf(w, "%s,%g,mara,care,Work on page %d\n", calendar.NewDate(2026, 3, 2)+calendar.Date(i%220), float64(1+i%32)/4, i%5000)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return press.Workspace{Dir: dir, Content: "content", Theme: "default"}
}

// BenchmarkCheckOfManyHours is the whole of a check, from the file to the findings.
func BenchmarkCheckOfManyHours(b *testing.B) {
	asOf, err := press.ParseAsOf("2026-10-16T12:00:00+02:00")
	if err != nil {
		b.Fatal(err)
	}
	for _, rows := range effort.Sizes(10_000, 100_000, 1_000_000) {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			w := hoursOf(b, rows)
			b.ReportAllocs()
			for b.Loop() {
				result, err := Check(context.Background(), CheckOptions{Workspace: w, AsOf: asOf})
				if err != nil || result.Errors() > 0 {
					b.Fatal(err, result.Problems)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N*rows)*1e6, "µs/row")
		})
	}
}

// BenchmarkOneBigClient is what one client of many reports and entries takes: a time, and
// allocations, that grow with it and no faster.
func BenchmarkOneBigClient(b *testing.B) {
	asOf, err := press.ParseAsOf(sample.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	for _, reports := range effort.Sizes(50, 1250, 2500, 5000) {
		dir := b.TempDir()
		if err := sample.Write(dir, sample.Spec{Clients: 1, Reports: reports, Weekly: true, Entries: 4 * reports, Seed: 1}); err != nil {
			b.Fatal(err)
		}
		w := press.Workspace{Dir: dir, Content: "content", Theme: "default"}
		for _, command := range []struct {
			name string
			run  func() error
		}{
			{"build", func() error {
				_, err := Build(context.Background(), BuildOptions{Workspace: w, AsOf: asOf, Out: b.TempDir()})
				return err
			}},
			{"check", func() error {
				_, err := Check(context.Background(), CheckOptions{Workspace: w, AsOf: asOf})
				return err
			}},
			{"status", func() error {
				_, _, _, err := EachFacts(context.Background(), FactsOptions{Workspace: w, AsOf: asOf}, func(d *Desk, f *facts.Client) ([]byte, error) {
					return facts.ClientStatus(f, d.AsOf.Location(), d.Say.Reason)
				})
				return err
			}},
		} {
			b.Run(fmt.Sprintf("%s/reports=%d", command.name, reports), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := command.run(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(b.Elapsed().Seconds()/float64(b.N*reports)*1e3, "ms/report")
			})
		}
	}
}
