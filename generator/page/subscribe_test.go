package page

import (
	"testing"

	"rapport/generator/place"
)

func TestACalendarIsSubscribedToWhereItsAddressIsKnown(t *testing.T) {
	p := &planner{portal: &Portal{}}
	if s := p.subscription(place.Calendar, "shop/progress.html", "Subscribe", "Download"); s.Href != "../calendar.ics" || s.Webcal+s.Google+s.Outlook != "" {
		t.Errorf("without an address: %+v", s)
	}
	p.Base = "https://portals.example/k%20x/"
	s := p.subscription(place.CalendarOf("gwen"), "people.html", "Subscribe", "Download")
	for got, want := range map[string]string{
		s.Href:            "calendar-gwen.ics",
		string(s.Webcal):  "webcal://portals.example/k%20x/calendar-gwen.ics",
		string(s.Google):  "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fportals.example%2Fk%2520x%2Fcalendar-gwen.ics",
		string(s.Outlook): "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fportals.example%2Fk%2520x%2Fcalendar-gwen.ics",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	p.portal.Sealed = true
	if s := p.subscription(place.Calendar, "index.html", "Subscribe", "Download"); s.Webcal+s.Google+s.Outlook != "" || !s.Sealed {
		t.Errorf("on a sealed portal: %+v", s)
	}
}
