package press

import (
	"testing"
	"time"
)

func TestAnAsOfOnTheWallIsReadAsTheStandardHasIt(t *testing.T) {
	for _, c := range []struct{ text, zone, want string }{
		{"2026-10-02", "Europe/Amsterdam", "2026-10-02T21:59:59Z"},
		{"2026-10-02 16:00", "Europe/Amsterdam", "2026-10-02T14:00:00Z"},
		{"2026-10-25 02:30:15", "Europe/Amsterdam", "2026-10-25T00:30:15Z"}, // the first of two
		{"2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00Z"},
		{"2026-03-29 02:30", "Europe/Amsterdam", "2026-03-29T01:30:00Z"}, // skipped
		{"2026-03-08 02:30", "America/New_York", "2026-03-08T07:30:00Z"},
		{"2026-10-02T16:00:00+05:30", "Europe/Amsterdam", "2026-10-02T10:30:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		asOf, err := ParseAsOf(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := asOf.In(zone).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.text, c.zone, got, c.want)
		}
	}
}
