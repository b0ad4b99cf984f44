package feed

import (
	"fmt"
	"sort"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// timezone describes a zone so that every time from the year first to last, both
// included, is right.
//
// Where the clocks are set every year by the same rule (the last Sunday of
// March at 02:00), that rule is written, as programs expect that look at little
// else. Where they are not, each change stands for itself.
func timezone(zone *time.Location, first, last int) *ics.VTimezone {
	first-- // what holds at the start of a year was set in the year before
	v := ics.NewTimezone(zone.String())
	all := shifts(zone, first, last)
	if len(all) == 0 || all[0].wall().Year() > first {
		at := time.Date(first, time.January, 1, 0, 0, 0, 0, time.UTC).In(zone)
		name, offset := at.Zone()
		began := time.Date(first, time.January, 1, 0, 0, 0, 0, time.UTC)
		observance(v, at.IsDST(), began, offset, offset, name, "")
	}
	for len(all) > 0 {
		s := all[0]
		var same, others []shift
		for _, o := range all {
			if o.alike(s) {
				same = append(same, o)
			} else {
				others = append(others, o)
			}
		}
		if rule := yearly(same, last-first+1); rule != "" {
			observance(v, s.dst, s.wall(), s.from, s.to, s.name, rule)
			all = others
			continue
		}
		observance(v, s.dst, s.wall(), s.from, s.to, s.name, "")
		all = all[1:]
	}
	return v
}

// observance adds an offset from UTC, in seconds, and when it begins on the
// wall clock that ran before.
func observance(v *ics.VTimezone, dst bool, began time.Time, from, to int, name, rule string) {
	var c ics.ComponentBase
	c.AddProperty(ics.ComponentPropertyDtStart, began.Format(wallFormat))
	if rule != "" {
		c.AddProperty(ics.ComponentPropertyRrule, rule)
	}
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), offset(from))
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), offset(to))
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	if dst {
		v.Components = append(v.Components, &ics.Daylight{ComponentBase: c})
	} else {
		v.Components = append(v.Components, &ics.Standard{ComponentBase: c})
	}
}

// offset writes an offset from UTC, given in seconds.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += fmt.Sprintf("%02d", s)
	}
	return text
}

// A shift is an instant at which the clocks of a zone are set.
type shift struct {
	at       int64 // Unix seconds
	from, to int   // offsets from UTC in seconds
	name     string
	dst      bool
}

// wall is what the clocks showed, kept in UTC, had they not been set.
func (s shift) wall() time.Time { return time.Unix(s.at+int64(s.from), 0).UTC() }

// alike reports whether s and o may come from the same yearly rule.
func (s shift) alike(o shift) bool {
	a, b := s.wall(), o.wall()
	return s.from == o.from && s.to == o.to && s.name == o.name && s.dst == o.dst &&
		a.Month() == b.Month() && a.Weekday() == b.Weekday() && a.Format("150405") == b.Format("150405")
}

// shifts returns the times at which a zone's clocks are set in the years from
// first to last.
//
// It looks day by day, for Time.ZoneBounds is wrong about the last days of leap
// years after 2037.
func shifts(zone *time.Location, first, last int) []shift {
	const day = 24 * 60 * 60
	look := func(t int64) (name string, offset int, dst bool) {
		at := time.Unix(t, 0).In(zone)
		name, offset = at.Zone()
		return name, offset, at.IsDST()
	}
	var all []shift
	t := time.Date(first, time.January, 1, 0, 0, 0, 0, time.UTC).Unix() - day
	end := time.Date(last+1, time.January, 1, 0, 0, 0, 0, time.UTC).Unix() + day
	name, from, dst := look(t)
	for ; t < end; t += day {
		nextName, to, nextDST := look(t + day)
		if nextName == name && to == from && nextDST == dst {
			continue
		}
		after := sort.Search(day, func(i int) bool {
			n, o, d := look(t + 1 + int64(i))
			return n != name || o != from || d != dst
		})
		s := shift{at: t + 1 + int64(after), from: from, to: to, name: nextName, dst: nextDST}
		if year := s.wall().Year(); first <= year && year <= last {
			all = append(all, s)
		}
		name, from, dst = nextName, to, nextDST
	}
	return all
}

// yearly returns the rule that names all of the shifts, which are alike, one in
// each of so many years; "" if none does.
func yearly(same []shift, years int) string {
	if len(same) != years {
		return ""
	}
	lasts, nth := true, (same[0].wall().Day()+6)/7
	for i, s := range same {
		at := s.wall()
		if at.Year() != same[0].wall().Year()+i {
			return ""
		}
		if at.AddDate(0, 0, 7).Month() == at.Month() {
			lasts = false
		}
		if (at.Day()+6)/7 != nth {
			nth = 0
		}
	}
	if lasts {
		nth = -1
	}
	if nth == 0 {
		return ""
	}
	at := same[0].wall()
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", at.Month(), nth, strings.ToUpper(at.Weekday().String()[:2]))
}
