package page

import (
	"cmp"
	"encoding/json"
	"html/template"
	"sort"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/phrase"
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
	Ahead      []HoursAhead
	Closed     []ClosedDay
	None       string      // that no closed day lies ahead; ""
	Theirs     []ClosedDay // on which the client is closed, which count in nothing that it owes
	Data       string      // for a script that tells whether the provider is open now: JSON

	OpenNow, ClosedNow string // what the script says, with {time} to fill in
	YourZone           string // the same where the reader's clock is another, with {zone}
}

// An HoursRow is the hours of a day or of days alike.
type HoursRow struct{ Days, Hours string }

// HoursAhead are hours that are announced for a day to come.
type HoursAhead struct {
	Since string // "From 1 January 2027"
	Rows  []HoursRow
}

// A ClosedDay is a holiday or closure ahead.
type ClosedDay struct{ When, Name string }

// channels lists the ways to reach the provider.
func (p *planner) channels(page string) []Channel {
	w := p.providerText(page)
	var all []Channel
	for _, ch := range p.Provider.Channels {
		row := Channel{Name: w.inline(ch.Name), For: w.inline(ch.For), Address: ch.Address, Within: p.say.Duration(ch.AnswerWithin, ch.Always)}
		switch {
		case strings.HasPrefix(ch.Address, "https://"), strings.HasPrefix(ch.Address, "http://"):
			row.Href = template.URL(ch.Address)
		case strings.Contains(ch.Address, "@") && !strings.ContainsAny(ch.Address, " /:"):
			row.Href = template.URL("mailto:" + ch.Address)
		default:
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
		Zone: phrase.ZoneName(p.Provider.Zone), Rows: p.week(p.Provider.Zone, p.Facts.Today),
		OpenNow: p.say.Blank("hours_open_now", "time"), ClosedNow: p.say.Blank("hours_closed_now", "time"),
		YourZone: p.say.Blank("hours_your_zone", "zone"),
	}
	if !sameClock(p.Provider.Zone, p.Client.Zone, p.Facts.AsOf) {
		h.ClientZone, h.Client = phrase.ZoneName(p.Client.Zone), p.week(p.Client.Zone, p.Facts.Today)
	}
	for _, later := range p.hoursAhead() {
		h.Ahead = append(h.Ahead, HoursAhead{Since: p.say.Say("hours_since", "date", p.say.Date(later.Since)), Rows: p.week(p.Provider.Zone, later.Since)})
	}
	year, _, _ := p.Facts.Today.Split()
	start := max(calendar.NewDate(year, time.January, 1), from)
	end := calendar.NewDate(year+1, time.January, 31)
	if to != 0 {
		end = min(end, to)
	}
	if h.Closed = p.closedDays(p.Provider.Calendar, start, end); h.Closed == nil {
		h.None = p.say.Get("hours_closed_none")
	}
	h.Theirs = p.closedDays(calendar.New(calendar.Spec{
		Zone: p.Provider.Zone, Week: p.Provider.Hours, Later: p.Provider.Later, Holidays: p.Client.Holidays, Closures: p.Client.Closures,
	}), start, end)
	h.Data = p.hoursData(start, end)
	return h
}

// closedDays names the holidays and closures of a calendar.
func (p *planner) closedDays(cal *calendar.Calendar, from, to calendar.Date) []ClosedDay {
	var closed []ClosedDay
	for _, d := range cal.ClosedDays(from, to) {
		row := ClosedDay{When: p.say.Date(d.From), Name: d.Name}
		if d.To != d.From {
			row.When = p.say.Say("from_to", "from", p.say.Date(d.From), "to", p.say.Date(d.To))
		}
		row.Name = cmp.Or(row.Name, p.say.Get("hours_closure"))
		closed = append(closed, row)
	}
	return closed
}

// until is the first instant after as-of at which a page changes by itself: a fact
// does, or what is shown of the hours does. That is at the new year, and when a
// change of the clocks moves the client's against the provider's.
func (p *planner) until() time.Time {
	first := p.hoursUntil()
	for _, t := range []time.Time{p.Facts.TrueUntil, p.FeedsUntil, p.absencesUntil()} {
		if !t.IsZero() {
			first = earlier(first, t)
		}
	}
	return first
}

func (p *planner) hoursUntil() time.Time {
	year, _, _ := p.Facts.Today.Split()
	end := calendar.NewDate(year+1, time.January, 1).In(p.Provider.Zone, 0)
	for _, later := range p.hoursAhead() {
		end = earlier(end, later.Since.In(p.Provider.Zone, 0))
	}
	apart := func(t time.Time) int {
		_, ours := t.In(p.Provider.Zone).Zone()
		_, theirs := t.In(p.Client.Zone).Zone()
		return theirs - ours
	}
	now := apart(p.Facts.AsOf)
	for t := p.Facts.AsOf; t.Before(end); t = t.AddDate(0, 0, 1) {
		if next := t.AddDate(0, 0, 1); apart(next) != now {
			minutes := sort.Search(24*60, func(i int) bool { return apart(t.Add(time.Duration(i)*time.Minute)) != now })
			return earlier(end, t.Add(time.Duration(minutes)*time.Minute).Truncate(time.Minute))
		}
	}
	return end
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// hoursSince is the day from which the week of a day holds; zero for from the start.
func (p *planner) hoursSince(day calendar.Date) calendar.Date {
	var since calendar.Date
	for _, later := range p.Provider.Later {
		if later.Since <= day {
			since = later.Since
		}
	}
	return since
}

// hoursAhead are the weeks that begin to hold after today.
func (p *planner) hoursAhead() []calendar.Hours {
	all := p.Provider.Later
	for len(all) > 0 && all[0].Since <= p.Facts.Today {
		all = all[1:]
	}
	return all
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

// rhythm says a rhythm, by the clocks of both sides where it has an hour.
func (p *planner) rhythm(r calendar.Rhythm) string { return p.say.RhythmIn(r, p.Provider.Zone) }

// week is the provider's week that holds on a day, on the clock of a zone, days
// alike in one row.
func (p *planner) week(zone *time.Location, on calendar.Date) []HoursRow {
	hours := p.Provider.Calendar.Week(on)
	var rows []HoursRow
	first, before := 0, ""
	for i := range 8 {
		words := ""
		if i < 7 {
			words = p.spans(hours[(i+1)%7], zone)
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

// spans is the hours of a day on the clock of a zone.
func (p *planner) spans(hours []calendar.Span, zone *time.Location) string {
	var spans []string
	for _, s := range hours {
		spans = append(spans, p.say.Clock(p.shift(s.From, zone))+"–"+p.say.Clock(p.shift(s.To, zone)))
	}
	if spans == nil {
		return p.say.Get("hours_closed")
	}
	return strings.Join(spans, p.say.Get("comma"))
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

// weekData is a week for the script: by day of the week, of each span the minutes
// after midnight at which it begins and ends.
type weekData [7][][2]int

func dataOf(week [7][]calendar.Span) weekData {
	var data weekData
	for day, spans := range week {
		data[day] = [][2]int{}
		for _, s := range spans {
			data[day] = append(data[day], [2]int{s.From, s.To})
		}
	}
	return data
}

// hoursData is the weeks and the closed days for a script that tells whether the
// provider is open now.
func (p *planner) hoursData(from, to calendar.Date) string {
	type ahead struct {
		Since string   `json:"since"`
		Week  weekData `json:"week"`
	}
	cal := p.Provider.Calendar
	data := struct {
		Zone   string   `json:"zone"`
		Week   weekData `json:"week"`
		Ahead  []ahead  `json:"ahead,omitempty"`
		Closed []string `json:"closed"`
	}{Zone: p.Provider.Zone.String(), Week: dataOf(cal.Week(p.Facts.Today)), Closed: []string{}}
	for _, later := range p.hoursAhead() {
		data.Ahead = append(data.Ahead, ahead{later.Since.String(), dataOf(later.Week)})
	}
	for d := from; d <= to; d++ {
		if len(cal.Week(d)[d.Weekday()]) > 0 && !cal.Open(d) {
			data.Closed = append(data.Closed, d.String())
		}
	}
	text, err := json.Marshal(data)
	if err != nil {
		p.fail(err)
	}
	return string(text)
}
