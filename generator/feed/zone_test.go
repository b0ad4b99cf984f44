package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
)

// testUID makes an id as its documentation says.
func (in Input) testUID(kind, id, day string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"rapport", in.Address, "shop", kind, id, day}, "\x00")))
	return hex.EncodeToString(sum[:])[:32]
}

// A readRule is a STANDARD or DAYLIGHT part of a file, read without any of the code
// that wrote it.
type readRule struct {
	from, to time.Duration
	on       []time.Time // wall clock before the change, in UTC
}

type readRules []readRule

// offset is the zone's at a wall-clock time: that of the last change before it.
func (rules readRules) offset(wall time.Time) time.Duration {
	var last time.Time
	var offset time.Duration
	for _, r := range rules {
		for _, on := range r.on {
			// Where clocks go forward the hour in between belongs to nobody.
			begins := on.Add(r.to - r.from)
			if r.to < r.from {
				begins = on // the second of the two hours is not meant
			}
			if !begins.After(wall) && on.After(last) {
				last, offset = on, r.to
			}
		}
	}
	return offset
}

// at is the offset at an instant.
func (rules readRules) at(t time.Time) time.Duration {
	var last time.Time
	var offset time.Duration
	for _, r := range rules {
		for _, on := range r.on {
			if at := on.Add(-r.from); !at.After(t) && at.After(last) {
				last, offset = at, r.to
			}
		}
	}
	return offset
}

func readZone(t *testing.T, file string) readRules {
	t.Helper()
	var rules readRules
	var rule *readRule
	var start time.Time
	var recurs string
	for line := range strings.SplitSeq(file, "\r\n") {
		key, value, _ := strings.Cut(line, ":")
		switch {
		case line == "BEGIN:STANDARD" || line == "BEGIN:DAYLIGHT":
			rule, recurs = &readRule{}, ""
		case line == "END:STANDARD" || line == "END:DAYLIGHT":
			rule.on = []time.Time{start}
			if recurs != "" {
				option, err := rrule.StrToROption(recurs)
				if err != nil {
					t.Fatal(err)
				}
				option.Dtstart = start
				r, err := rrule.NewRRule(*option)
				if err != nil {
					t.Fatal(err)
				}
				rule.on = r.Between(start, start.AddDate(12, 0, 0), true)
			}
			rules, rule = append(rules, *rule), nil
		case rule == nil:
		case key == "DTSTART":
			var err error
			if start, err = time.Parse(wallFormat, value); err != nil {
				t.Fatal(err)
			}
		case key == "RRULE":
			recurs = value
		case key == "TZOFFSETFROM":
			rule.from = readOffset(t, value)
		case key == "TZOFFSETTO":
			rule.to = readOffset(t, value)
		}
	}
	return rules
}

func readOffset(t *testing.T, value string) time.Duration {
	t.Helper()
	at, err := time.Parse("-0700", value)
	if err != nil {
		t.Fatal(err)
	}
	_, seconds := at.Zone()
	return time.Duration(seconds) * time.Second
}

// TestZonesAreRightInEveryHour compares the rules in a file with the zone itself.
func TestZonesAreRightInEveryHour(t *testing.T) {
	for _, c := range []struct {
		zone        string
		first, last int
		ruled       bool // by rules alone, as the programs expect that know no others
	}{
		{zone: "Europe/Amsterdam", first: 2026, last: 2027, ruled: true},
		{zone: "America/New_York", first: 2026, last: 2027, ruled: true},
		{zone: "Europe/Dublin", first: 2026, last: 2027, ruled: true},
		{zone: "Australia/Sydney", first: 2026, last: 2027, ruled: true},
		{zone: "Australia/Lord_Howe", first: 2026, last: 2027, ruled: true},
		{zone: "America/Santiago", first: 2026, last: 2027},
		{zone: "America/Nuuk", first: 2026, last: 2027},
		{zone: "Asia/Jerusalem", first: 2026, last: 2027},
		{zone: "Africa/Casablanca", first: 2026, last: 2027},
		{zone: "Africa/Cairo", first: 2023, last: 2026},
		{zone: "America/Mexico_City", first: 2021, last: 2024},
		{zone: "Europe/Istanbul", first: 2015, last: 2017},
		{zone: "Asia/Kolkata", first: 2026, last: 2027},
		{zone: "UTC", first: 2026, last: 2027},
		{zone: "Europe/Berlin", first: 2039, last: 2041, ruled: true},
		{zone: "America/New_York", first: 2044, last: 2044, ruled: true},
	} {
		t.Run(c.zone, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			file := timezone(zone, c.first, c.last)
			if err := file.SerializeTo(&b, &ics.SerializationConfiguration{MaxLength: 75, NewLine: "\r\n"}); err != nil {
				t.Fatal(err)
			}
			if c.ruled && strings.Count(b.String(), "BEGIN:") != strings.Count(b.String(), "RRULE:")+1 {
				t.Errorf("more than yearly rules:\n%s", b.String())
			}
			rules := readZone(t, b.String())
			end := time.Date(c.last+1, 1, 1, 0, 0, 0, 0, zone)
			for at := time.Date(c.first, 1, 1, 0, 0, 0, 0, zone); at.Before(end); at = at.Add(30 * time.Minute) {
				_, want := at.Zone()
				if got := rules.at(at); got != time.Duration(want)*time.Second {
					t.Fatalf("at %s the offset is %s\n%s", at, got, b.String())
				}
			}
		})
	}
}
