package page

import (
	"encoding/json"
	"html/template"
	"sort"
	"strings"
	"time"

	"rapport/generator/calendar"
)

// A Channel is a way to reach the provider.
type Channel struct {
	Name, For template.HTML
	Within    string
	Address   string
	Href      template.URL
}

// Hours is when the provider works.
type Hours struct {
	Zone       string // "Amsterdam time"
	Rows       []HoursRow
	Client     []HoursRow // the same in the client's time zone, where that differs
	ClientZone string
	Closed     []ClosedDay
	Data       string // for a script that tells whether the provider is open now: JSON

	OpenNow, ClosedNow string // what the script says, with {time} to fill in
	YourZone           string // the same where the reader's clock is another, with {zone}
}

// An HoursRow is the hours of a day or of days alike.
type HoursRow struct{ Days, Hours string }

// A ClosedDay is a holiday or closure ahead.
type ClosedDay struct{ When, Name string }

// channels lists the ways to reach the provider.
func (p *planner) channels(page string) []Channel {
	w := p.providerText(page)
	var all []Channel
	for _, ch := range p.Provider.Channels {
		row := Channel{Name: w.inline(ch.Name), For: w.inline(ch.For), Address: ch.Address, Within: p.say.Duration(ch.AnswerWithin, false)}
		switch {
		case strings.HasPrefix(ch.Address, "https://"), strings.HasPrefix(ch.Address, "http://"):
			row.Href = template.URL(ch.Address)
		case strings.Contains(ch.Address, "@") && !strings.ContainsAny(ch.Address, " /:"):
			row.Href = template.URL("mailto:" + ch.Address)
		case strings.IndexFunc(ch.Address, func(r rune) bool { return !strings.ContainsRune("+0123456789 ()-./", r) }) < 0:
			row.Href = telephone(ch.Address)
		}
		all = append(all, row)
	}
	return all
}

// openingHours is when the provider works, and the days on which it does not: those
// of the as-of year and the January after it, so that pages that don't depend
// on the day change once a year (see until).
func (p *planner) openingHours(from, to calendar.Date) Hours {
	h := Hours{
		Zone: p.zoneName(p.Provider.Zone), Rows: p.week(p.Provider.Zone),
		OpenNow: p.say.Blank("hours_open_now", "time"), ClosedNow: p.say.Blank("hours_closed_now", "time"),
		YourZone: p.say.Blank("hours_your_zone", "zone"),
	}
	if !sameClock(p.Provider.Zone, p.Client.Zone, p.Facts.AsOf) {
		h.ClientZone, h.Client = p.zoneName(p.Client.Zone), p.week(p.Client.Zone)
	}
	year, _, _ := p.Facts.Today.Split()
	start := max(calendar.NewDate(year, time.January, 1), from)
	end := calendar.NewDate(year+1, time.January, 31)
	if to != 0 {
		end = min(end, to)
	}
	for _, d := range p.Provider.Calendar.ClosedDays(start, end) {
		row := ClosedDay{When: p.say.Date(d.From), Name: d.Name}
		if d.To != d.From {
			row.When = p.say.Say("from_to", "from", p.say.Date(d.From), "to", p.say.Date(d.To))
		}
		if row.Name == "" {
			row.Name = p.say.Get("hours_closure")
		}
		h.Closed = append(h.Closed, row)
	}
	h.Data = p.hoursData(start, end)
	return h
}

// until is the first instant after as-of at which a page changes by itself: a fact
// does, or what is shown of the hours does. That is at the new year, and when a
// change of the clocks moves the client's against the provider's.
func (p *planner) until() time.Time {
	first := p.hoursUntil()
	for _, t := range []time.Time{p.Facts.TrueUntil, p.FeedsUntil} {
		if !t.IsZero() && t.Before(first) {
			first = t
		}
	}
	return first
}

func (p *planner) hoursUntil() time.Time {
	year, _, _ := p.Facts.Today.Split()
	newYear := calendar.NewDate(year+1, time.January, 1).In(p.Provider.Zone, 0)
	apart := func(t time.Time) int {
		_, ours := t.In(p.Provider.Zone).Zone()
		_, theirs := t.In(p.Client.Zone).Zone()
		return theirs - ours
	}
	now := apart(p.Facts.AsOf)
	for t := p.Facts.AsOf; t.Before(newYear); t = t.AddDate(0, 0, 1) {
		if next := t.AddDate(0, 0, 1); apart(next) != now {
			minutes := sort.Search(24*60, func(i int) bool { return apart(t.Add(time.Duration(i)*time.Minute)) != now })
			return t.Add(time.Duration(minutes) * time.Minute).Truncate(time.Minute)
		}
	}
	return newYear
}

// sameClock tells whether two zones show the same time now and half a year later.
func sameClock(a, b *time.Location, now time.Time) bool {
	for _, t := range []time.Time{now, now.AddDate(0, 6, 0)} {
		_, x := t.In(a).Zone()
		_, y := t.In(b).Zone()
		if x != y {
			return false
		}
	}
	return true
}

// zoneName is the city of a time zone: "Amsterdam".
func (p *planner) zoneName(zone *time.Location) string {
	_, city, found := strings.Cut(zone.String(), "/")
	if !found {
		return zone.String()
	}
	return strings.ReplaceAll(city[strings.LastIndex(city, "/")+1:], "_", " ")
}

// week is the provider's week on the clock of a zone, days alike in one row.
func (p *planner) week(zone *time.Location) []HoursRow {
	var rows []HoursRow
	first, before := 0, ""
	for i := range 8 {
		words := ""
		if i < 7 {
			words = p.dayHours(time.Weekday((i+1)%7), zone)
		}
		if i > 0 && (i == 7 || words != before) {
			days := p.say.Weekday(time.Weekday((first + 1) % 7))
			if i-first > 1 {
				days = p.say.Say("from_to", "from", days, "to", p.say.Weekday(time.Weekday(i%7)))
			}
			rows = append(rows, HoursRow{Days: days, Hours: before})
			first = i
		}
		before = words
	}
	return rows
}

// dayHours is the hours of a weekday on the clock of a zone.
func (p *planner) dayHours(day time.Weekday, zone *time.Location) string {
	var spans []string
	for _, s := range p.Provider.Hours[day] {
		spans = append(spans, p.say.Clock(p.shift(s.From, zone))+"–"+p.say.Clock(p.shift(s.To, zone)))
	}
	if spans == nil {
		return p.say.Get("hours_closed")
	}
	return strings.Join(spans, ", ")
}

// shift turns a minute on the provider's clock into one on that of a zone, as of now.
func (p *planner) shift(minute int, zone *time.Location) int {
	_, ours := p.Facts.AsOf.In(p.Provider.Zone).Zone()
	_, theirs := p.Facts.AsOf.In(zone).Zone()
	if ours == theirs {
		return minute
	}
	return ((minute+(theirs-ours)/60)%1440 + 1440) % 1440
}

// hoursData is the week and the closed days for a script that tells whether the
// provider is open now.
func (p *planner) hoursData(from, to calendar.Date) string {
	data := struct {
		Zone   string      `json:"zone"`
		Week   [7][][2]int `json:"week"`
		Closed []string    `json:"closed"`
	}{Zone: p.Provider.Zone.String(), Closed: []string{}}
	for day, spans := range p.Provider.Hours {
		data.Week[day] = [][2]int{}
		for _, s := range spans {
			data.Week[day] = append(data.Week[day], [2]int{s.From, s.To})
		}
	}
	for d := from; d <= to; d++ {
		if len(p.Provider.Hours[d.Weekday()]) > 0 && !p.Provider.Calendar.Open(d) {
			data.Closed = append(data.Closed, d.String())
		}
	}
	text, err := json.Marshal(data)
	if err != nil {
		p.fail(err)
	}
	return string(text)
}
