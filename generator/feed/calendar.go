package feed

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/place"
)

// refresh is how often a subscribed calendar should be fetched again.
const refresh = "PT12H"

// The formats of dates and times; the wall clock's belongs to a TZID.
const (
	dayFormat  = "20060102"
	wallFormat = "20060102T150405"
	utcFormat  = "20060102T150405Z"
)

// Calendar returns calendar.ics: the meetings of the client's engagements, the
// nearest with its agenda; the dates by which either side owes something; the
// days of reports; the days on which the provider is closed, and those on which
// somebody who answers for the work is away.
//
// It holds the year of the as-of time (of the day of closing, for an engagement
// that has closed) and the year after it: a window that moves once a year, so
// that nothing comes or goes from one day to the next. Milestones and single
// deadlines ahead stand in it however far they are. A proposed engagement has no
// dates, a closed one none ahead, and nothing recurs on paused days.
//
// Times are on the provider's wall clock, with the rules of its time zone in the
// file. Ids of events tell nothing, and those of milestones and single deadlines
// stay the same while their date moves. DTSTAMP is not the time of the build, for
// that would change the file every time: it is the start of the last day on
// which something was entered, settled or met about.
//
// The error is one of serialization.
func Calendar(in Input) ([]byte, error) { return gather(in).file("", "") }

// A Personal calendar is of what one person of the client's has to do and to attend.
type Personal struct {
	ID   string // of the person
	Body []byte
}

// Calendars returns what Calendar does, and with it the calendar of each of the Owners: the
// meetings, and the dates by which something is due of that person, or of nobody in
// particular. Its events are those of the whole one, with their ids.
func Calendars(in Input) (whole []byte, own []Personal, err error) {
	d := gather(in)
	if whole, err = d.file("", ""); err != nil {
		return nil, nil, err
	}
	for _, who := range Owners(in.Facts) {
		body, err := d.file(who.ID, who.Name)
		if err != nil {
			return nil, nil, err
		}
		own = append(own, Personal{who.ID, body})
	}
	return whole, own, nil
}

// Owners are the people of the client who have a calendar of their own: all who are there,
// as long as anything goes on.
func Owners(client *facts.Client) []*content.Person {
	if !slices.ContainsFunc(client.Engagements, running) {
		return nil
	}
	var all []*content.Person
	for i := range client.Content.Contacts {
		if who := &client.Content.Contacts[i]; who.ID != "" && !who.Left(client.Today) {
			all = append(all, who)
		}
	}
	return all
}

// gather finds the events of all engagements, by day.
func gather(in Input) *eventList {
	d := &eventList{Input: in}
	for _, f := range in.Facts.Engagements {
		d.engagement(f)
	}
	d.closedDays()
	d.absences()
	slices.SortFunc(d.events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.minute, b.minute), cmp.Compare(a.uid, b.uid))
	})
	if zone := d.timezone(); zone != nil {
		d.zone = &once{Component: zone}
	}
	stamp := d.stamp().Format(utcFormat)
	d.written = make([]*once, len(d.events))
	for i := range d.events {
		d.written[i] = &once{Component: d.vevent(&d.events[i], stamp)}
	}
	return d
}

// once is a part of several calendars, which is written in the same way each time.
type once struct {
	ics.Component
	text bytes.Buffer
}

// SerializeTo is what an ics.Calendar calls.
func (o *once) SerializeTo(w io.Writer, config *ics.SerializationConfiguration) error {
	if o.text.Len() == 0 {
		if err := o.Component.SerializeTo(&o.text, config); err != nil {
			return err
		}
	}
	_, err := w.Write(o.text.Bytes())
	return err
}

// file writes the calendar of a person, by id and name; of everybody where there is no id.
func (d *eventList) file(id, name string) ([]byte, error) {
	in, title := d.Input, d.Say.Say("title_page", "page", d.Provider.Name, "site", d.Facts.Content.Name)
	if id != "" {
		title = d.Say.Say("title_page", "page", title, "site", name)
	}
	var cal ics.Calendar
	cal.SetVersion("2.0")
	cal.SetProductId("-//Rapport//Client portal//EN")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(oneLine(title))
	cal.SetXWRTimezone(in.Provider.Zone.String())
	cal.SetRefreshInterval(refresh)
	cal.SetXPublishedTTL(refresh)
	if d.zone != nil {
		cal.Components = append(cal.Components, d.zone)
	}
	for i := range d.events {
		if id == "" || d.events[i].concerns(id) {
			cal.Components = append(cal.Components, d.written[i])
		}
	}
	var file bytes.Buffer
	if err := cal.SerializeTo(&file, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("write calendar.ics: %w", err)
	}
	return file.Bytes(), nil
}

// An eventList gathers what stands in a client's calendar.
type eventList struct {
	Input
	events []event
	last   calendar.Date // the last day on which something happened; zero if nothing did

	zone    *once   // nil where no event has a time
	written []*once // the events
}

// An event is a day, a stretch of days, or a meeting.
type event struct {
	uid      string
	from, to calendar.Date // both included
	minute   int           // after midnight, at which a meeting begins; -1 for whole days
	length   int           // minutes of a meeting
	summary  string
	details  []string // lines of the description
	location string
	place    place.Place
	whom     concern
	who      string // id of who acts, where that is somebody of the client's
}

// A concern is whose an event is, among the people of the client.
type concern int

const (
	information concern = iota // it is nobody's
	attendance                 // all are to be there
	duty                       // it is who's; everybody's where nobody is named
)

// concerns tells whether an event belongs into the calendar of a person.
func (e *event) concerns(id string) bool {
	return e.whom == attendance || e.whom == duty && (e.who == "" || e.who == id)
}

// uid makes the id of an event from what it is about and, where that recurs,
// its day. The address sets apart clients whose engagements have the same names, and
// the hash tells nobody any of it.
func (d *eventList) uid(engagement, kind, id string, day calendar.Date) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"rapport", d.Address, engagement, kind, id, day.String()}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// happened notes days that have come.
func (d *eventList) happened(today calendar.Date, days ...calendar.Date) {
	for _, day := range days {
		if day <= today {
			d.last = max(d.last, day)
		}
	}
}

// stamp is the DTSTAMP of all events.
func (d *eventList) stamp() time.Time {
	day := d.last
	if day == 0 {
		year, _, _ := d.Facts.Today.Split()
		day = calendar.NewDate(year, time.January, 1)
	}
	return day.In(d.Provider.Zone, 0).UTC()
}

// timezone describes the provider's zone over the years of the meetings; nil
// when no event has a time.
func (d *eventList) timezone() *ics.VTimezone {
	var first, last int
	for _, e := range d.events {
		if e.minute < 0 {
			continue
		}
		year, _, _ := e.from.Split()
		first = cmp.Or(first, year)
		last = year
	}
	if first == 0 {
		return nil
	}
	return timezone(d.Provider.Zone, first, last)
}

// vevent writes an event.
func (d *eventList) vevent(e *event, stamp string) *ics.VEvent {
	v := ics.NewEvent(e.uid)
	v.SetProperty(ics.ComponentPropertyDtstamp, stamp)
	if e.minute < 0 {
		day := ics.WithValue(string(ics.ValueDataTypeDate))
		v.SetProperty(ics.ComponentPropertyDtStart, e.from.Midnight().Format(dayFormat), day)
		v.SetProperty(ics.ComponentPropertyDtEnd, (e.to + 1).Midnight().Format(dayFormat), day)
		v.SetTimeTransparency(ics.TransparencyTransparent) // a deadline does not make a day busy
	} else {
		zone := ics.WithTZID(d.Provider.Zone.String())
		start := e.from.At(d.Provider.Zone, time.Duration(e.minute)*time.Minute)
		v.SetProperty(ics.ComponentPropertyDtStart, start.Format(wallFormat), zone)
		end := start.Add(time.Duration(e.length) * time.Minute)
		if calendar.DateOf(end).At(d.Provider.Zone, time.Duration(60*end.Hour()+end.Minute())*time.Minute).Equal(end) {
			v.SetProperty(ics.ComponentPropertyDtEnd, end.Format(wallFormat), zone)
		} else { // in the hour that the clocks show twice, and the second time
			v.SetProperty(ics.ComponentPropertyDtEnd, end.UTC().Format(utcFormat))
		}
		v.SetTimeTransparency(ics.TransparencyOpaque)
	}
	v.SetSummary(oneLine(e.summary))
	details := e.details
	if !e.place.IsZero() && d.Base != "" {
		address := e.place.Under(d.Base)
		details = append(slices.Clip(details), address) // not every program shows the URL
		v.SetURL(address)
	}
	if len(details) > 0 {
		v.SetDescription(sound(locale.Bare(strings.Join(details, "\n"))))
	}
	if e.location != "" {
		v.SetLocation(oneLine(e.location))
	}
	return v
}
