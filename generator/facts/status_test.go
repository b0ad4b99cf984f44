package facts

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestStatusIsWrittenInItsStableForm(t *testing.T) {
	// The figures are worked out in the tests of each fact.
	c := deriveClient(t, "2026-10-05 12:00", `title: Web shop <relaunch>
end: 2026-12-18
plan: [{id: live, what: a, due: 2026-09-14, forecast: 2026-10-19, needs: [texts]}, {id: design, what: a, due: 2026-04-10, done: 2026-04-10}]
inputs: [{id: texts, what: a, from: joost, due: 2026-08-31, received: 2026-09-07}]
pricing: [{id: care, item: a, model: retainer, amount: 1, per: week, includes: 90m}]
rhythm: {update: monthly on 1}
kpis:
  - {id: orders, name: O, direction: up, target: 400, baseline: {value: 240, at: 2026-03-01}, by: 2026-12-31, series: {2026-06: 280.50, 2026-07: 300, 2026-08: 309, 2026-09: 362}}
  - {id: load, name: L, direction: within, target: [0.2, 0.80], series: {2026-09: 0.5}}
  - {id: none, name: N, direction: up}
-- journal/2026-10-01-now.md --
kind: update
title: T
health: green
-- journal/2026-09-01-f.md --
kind: feedback
title: F
asked: 2026-09-01
given: 2026-09-02
nps: 9
-- data/requests.csv --
id,type,title,opened,responded,resolved
a,change,x,2026-09-07 09:00,2026-09-07 10:00,2026-09-08 10:00
b,change,x,2026-09-08 09:00,2026-09-08 10:00,2026-09-11 10:00
c,change,x,2026-09-09 09:00,2026-09-09 10:00,2026-09-11 10:00
d,,x,2026-10-05 09:00,,
`)
	describe := func(e *Engagement, r *Reason) string {
		return c.Content.Name + "/" + e.Content.ID + ": " + string(r.Kind)
	}
	var got bytes.Buffer
	encode(t, &got, c, describe)
	const golden = "testdata/status.json"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	check(t, strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")...)
}

// encode writes the status of one client.
func encode(t testing.TB, w io.Writer, c *Client, describe func(*Engagement, *Reason) string) {
	t.Helper()
	one, err := ClientStatus(c, c.AsOf.Location(), describe)
	if err != nil {
		t.Fatal(err)
	}
	if err := EncodeStatus(w, c.AsOf, c.TrueUntil, [][]byte{one}); err != nil {
		t.Fatal(err)
	}
}

func TestStatusOfNothing(t *testing.T) {
	var got bytes.Buffer
	if err := EncodeStatus(&got, time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC), time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	check(t, []string{got.String()}, "{\n  \"as_of\": \"2026-10-05T12:00:00Z\",\n  \"true_until\": null,\n  \"clients\": []\n}\n")
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestStatusReturnsTheErrorOfWriting(t *testing.T) {
	if err := EncodeStatus(brokenPipe{}, time.Now(), time.Time{}, nil); err == nil || err.Error() != "broken pipe" {
		t.Errorf("error %v", err)
	}
}
