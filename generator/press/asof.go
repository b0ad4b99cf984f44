package press

import (
	"fmt"
	"strconv"
	"time"

	"rapport/generator/calendar"
)

// AsOf is the instant at which portals are shown. What it names may depend on
// the provider's time zone, which is known only once the provider is read.
type AsOf struct {
	at   time.Time     // an instant, or
	wall time.Time     // a wall-clock time in the provider's zone (kept in UTC), or
	day  calendar.Date // a day, meaning its last second in the provider's zone
}

// At is an instant.
func At(t time.Time) AsOf { return AsOf{at: t.Truncate(time.Second)} }

// ParseAsOf reads 2026-10-02, "2026-10-02 16:00" or an RFC 3339 time.
func ParseAsOf(text string) (AsOf, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return At(t), nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return AsOf{wall: t}, nil
		}
	}
	day, err := calendar.ParseDate(text)
	if err != nil {
		return AsOf{}, fmt.Errorf("%q is not a time; write 2026-10-02, 2026-10-02 16:00 or 2026-10-02T16:00:00+02:00", text)
	}
	return AsOf{day: day}, nil
}

// ParseEpoch reads seconds since 1970, as SOURCE_DATE_EPOCH gives them.
func ParseEpoch(text string) (AsOf, error) {
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds < 0 || seconds > 1e11 {
		return AsOf{}, fmt.Errorf("%q is not a number of seconds since 1970", text)
	}
	return At(time.Unix(seconds, 0)), nil
}

// In returns the instant for a provider in a zone.
func (a AsOf) In(zone *time.Location) time.Time {
	switch {
	case a.day != 0:
		return (a.day + 1).In(zone, 0).Add(-time.Second)
	case !a.wall.IsZero():
		w := a.wall
		return calendar.DateOf(w).At(zone, w.Sub(w.Truncate(24*time.Hour)))
	}
	return a.at.In(zone)
}
