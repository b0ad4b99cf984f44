package phrase

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
)

// RhythmIn says a rhythm whose hour is one on the clocks of a place: on the reader's,
// with the other beside it where the two are not the same. Where the clocks of one side
// are changed on other days than those of the other, the reader's hour is another in the
// weeks between, and both are said.
func (s *Speaker) RhythmIn(r calendar.Rhythm, there *time.Location) string {
	if r.IsZero() || r.At < 0 {
		return s.Rhythm(r)
	}
	hours := s.hoursOf(r.At, there)
	if len(hours) == 0 {
		return s.Rhythm(r)
	}
	at := s.Clock(r.At)
	r.At = -1
	said := s.Say("rhythm_at", "rhythm", s.Rhythm(r), "time", hours[0])
	if len(hours) == 1 {
		return s.beside(said, at, there)
	}
	return s.Say("time_beside_varies", "said", said, "others", s.List(hours[1:]), "time", at, "place", ZoneName(there))
}

// HourIn is the hour of an instant on the reader's clock, with that of a place beside it
// where the two are not the same.
func (s *Speaker) HourIn(t time.Time, there *time.Location) string {
	local := t.In(there)
	here, at := s.hour(t, calendar.DateOf(local)), s.Clock(local.Hour()*60+local.Minute())
	if here == at {
		return here
	}
	return s.beside(here, at, there)
}

// beside is what was said on the reader's clock, with the time of another.
func (s *Speaker) beside(said, at string, there *time.Location) string {
	return s.Say("time_beside", "said", said, "time", at, "place", ZoneName(there))
}

// hoursOf are the hours that the reader's clock shows over the year when those of a place
// show a minute of the day, the most frequent first; none where it always shows the
// same.
func (s *Speaker) hoursOf(minute int, there *time.Location) []string {
	if there.String() == s.Zone.String() {
		return nil
	}
	year, _, _ := s.Today.Split()
	count := map[string]int{}
	var hours []string
	for d := calendar.NewDate(year, time.January, 1); d <= calendar.NewDate(year, time.December, 31); d++ {
		hour := s.hour(d.At(there, time.Duration(minute)*time.Minute), d)
		if count[hour]++; count[hour] == 1 {
			hours = append(hours, hour)
		}
	}
	// An hour of one day alone is that in which the clocks are changed.
	hours = slices.DeleteFunc(hours, func(hour string) bool { return count[hour] == 1 })
	slices.SortStableFunc(hours, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	if count[s.Clock(minute)] > 0 && len(hours) == 1 {
		return nil
	}
	return hours
}

// hour is the time of day of an instant on the reader's clock, by a day of somebody
// else's: it may be the day after, or before.
func (s *Speaker) hour(t time.Time, day calendar.Date) string {
	hour := s.TimeOfDay(t)
	switch here := calendar.DateOf(t.In(s.Zone)); {
	case here > day:
		return s.Say("time_next_day", "time", hour)
	case here < day:
		return s.Say("time_day_before", "time", hour)
	}
	return hour
}

// ZoneName is the place of a zone: "Amsterdam".
func ZoneName(zone *time.Location) string {
	_, city, found := strings.Cut(zone.String(), "/")
	if !found {
		return zone.String()
	}
	return strings.ReplaceAll(city[strings.LastIndex(city, "/")+1:], "_", " ")
}
