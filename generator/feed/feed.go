// Package feed makes the two files of a portal that other programs read: the
// calendar (RFC 5545) with the dates of both sides, and the Atom feed (RFC 4287)
// of what was entered.
//
// The files follow from content and facts alone. As little of them as possible
// depends on the day, so that a build a day later writes the same bytes; where
// they do change by themselves, Until says when.
package feed

import (
	"strings"
	"time"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/phrase"
)

// Input is what the files of a client's portal are made from. Nothing in it is
// changed.
type Input struct {
	Provider *content.Provider
	Facts    *facts.Client
	Say      *phrase.Speaker // to the client
	Base     string          // absolute URL of the client's folder, with a slash at its end; "" if unknown
	Address  string          // the folder's name, which sets its ids apart from those of other clients

	Stylesheet string // in which a browser shows the news, below the client's folder; "" for none
}

// Until returns the first instant after as-of at which the calendar changes
// although no fact does: the window of years moves, or the agenda passes to
// another meeting. It is the zero time if neither will happen.
func Until(in Input) time.Time {
	var first calendar.Date
	for _, f := range in.Facts.Engagements {
		if !running(f) {
			continue
		}
		year, _, _ := f.Today.Split()
		change := calendar.NewDate(year+1, time.January, 1)
		w := window(f)
		if next := coming(meetings(in, f, w), f.Today); next != 0 {
			change = min(change, next+1)
		}
		if first == 0 || change < first {
			first = change
		}
	}
	if first == 0 {
		return time.Time{}
	}
	return first.In(in.Provider.Zone, 0)
}

// running reports whether an engagement has dates ahead of it.
func running(f *facts.Engagement) bool {
	return f.Content.Status == content.Active || f.Content.Status == content.Paused
}

// sound keeps of a text what both formats can carry: valid UTF-8, and no
// control characters but the line feed.
func sound(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		}
		return r
	}, text)
}

// oneLine is a sound text without line feeds.
func oneLine(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(sound(locale.Bare(text)), "\n", " "))
}
