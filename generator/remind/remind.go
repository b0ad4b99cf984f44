// Package remind writes the mails that keep an engagement moving: to the people
// of a client a reminder of what is needed from them and, where asked for, a
// digest of what changed; to the provider the list of its morning.
//
// Share says what a client has of a day, from its facts and the record of what was sent before,
// and Plan who gets which mail of it. They are pure. Attach says which reports come along as PDFs. Compose makes a
// message of a mail, in plain text and HTML, in the reader's language. Sender hands
// messages to a mail server. What was sent is added to the Record by Sent, one mail at a
// time, so that a run that breaks off and is begun again sends nothing twice.
//
// A thing that the client owes by a day is asked for three days before, on the
// day, 3 and 7 working days after it, and then each week until it comes; each step
// falls on a working day, and nothing is sent on others. A step that passed while
// nobody ran the command is made up for by the latest one alone. What has no day of
// its own is asked for too, by the day that facts gives it. So whatever check
// calls overdue of the client's is asked for here. Nobody gets more than one mail a
// day, whatever is due. What a sealed portal holds is not in its mails.
//
// How somebody likes to hear is obeyed. Who likes to be called gets no mail: on the days on
// which it would have come, the provider's list says whom to call and what for. Who reads
// the portal gets no mail, and stands on that list with what is overdue alone. News are told
// each time, once a week on the first day that the provider works in it, or not at all.
package remind

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/desk"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// Input is what mails are made from.
type Input struct {
	Provider *content.Provider
	AsOf     time.Time                                 // in the provider's zone
	Base     string                                    // absolute URL of the folder that holds the portals
	Digest   bool                                      // tell what changed also to those who never said how often
	Speak    func(tag string) (*phrase.Speaker, error) // in a language
}

// A Mail is one to one person.
type Mail struct {
	Client  string        `json:"client"` // id; "" for the provider's own
	Person  string        `json:"person"` // id; "" for the provider as a whole
	To      Address       `json:"to"`
	From    Address       `json:"from"`
	ReplyTo Address       `json:"reply_to"`
	Locale  string        `json:"locale"` // BCP 47
	Subject string        `json:"subject"`
	Asks    []Ask         `json:"asks"`
	News    []News        `json:"news"`
	Calls   []Call        `json:"calls,omitempty"` // of the provider's own
	Text    string        `json:"text"`
	HTML    string        `json:"-"`
	On      calendar.Date `json:"-"`

	Attached []Attachment `json:"attached,omitempty"`
}

// An Address is where a mail goes to or comes from.
type Address struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// An Ask is one thing that somebody is reminded of.
type Ask struct {
	Engagement string         `json:"engagement"` // id
	Kind       facts.ItemKind `json:"kind"`       // input, question, decision, action, review or feedback
	Ref        string         `json:"ref"`        // id of the input, entry or report
	Index      int            `json:"index"`      // of an action in its meeting
	What       string         `json:"what"`       // plain text
	Due        calendar.Date  `json:"-"`          // zero where no day was agreed
	DueText    string         `json:"due"`        // ISO; "" where no day was agreed
	Step       string         `json:"step"`
	Overdue    int            `json:"overdue"` // working days
	Age        int            `json:"age"`     // working days
	Link       string         `json:"link"`
	File       string         `json:"-"` // of an input: where it stands, in the workspace

	by    calendar.Date // by when it is asked for
	notes []string      // what waits for it, what came of it, where to send it
}

// News is something that happened.
type News struct {
	Engagement string `json:"engagement"`
	Ref        string `json:"ref"` // journal/… or reports/…
	What       string `json:"what"`
	Link       string `json:"link"`

	kind  string // in the reader's language
	on    calendar.Date
	notes []string // of a report: its summary, and what its figures mean
}

// A Missing is somebody who should be reminded and has no e-mail address.
type Missing struct{ Client, Person, What string }

// A Step is one of the times at which a thing is asked for, in their order. Those
// from Weekly on are a week apart.
type Step int

// The steps.
const (
	Never Step = iota - 1
	Before
	On
	After3
	After7
	Weekly
)

const weekDays = 7

// String returns the step's name: before, on, after-3, after-7, weekly-1, weekly-2
// and so on.
func (s Step) String() string {
	if s >= Weekly {
		return fmt.Sprintf("weekly-%d", s-After7)
	}
	return [...]string{"never", "before", "on", "after-3", "after-7"}[s-Never]
}

// parseStep reads a step's name, Never where it is none.
func parseStep(name string) Step {
	var n int
	if _, err := fmt.Sscanf(name, "weekly-%d", &n); err == nil && n > 0 {
		return After7 + Step(n)
	}
	for s := Before; s < Weekly; s++ {
		if s.String() == name {
			return s
		}
	}
	return Never
}

// step returns the latest step whose day has come, and that day.
func step(cal *calendar.Calendar, due, today calendar.Date) (Step, calendar.Date) {
	before := due - 3
	for n := 0; n < 30 && !cal.Open(before); n++ {
		before--
	}
	days := []calendar.Date{before, cal.NextOpen(due), cal.AddWorkingDays(due, 3), cal.AddWorkingDays(due, 7)}
	for s := After7; s >= Before; s-- {
		if days[s] > today {
			continue
		}
		if s == After7 {
			for week := (today - days[s]) / weekDays; week > 0; week-- {
				if day := cal.NextOpen(days[s] + week*weekDays); day <= today {
					return After7 + Step(week), day
				}
			}
		}
		return s, days[s]
	}
	return Never, 0
}

// A Share is what one client has of a day: little, whatever its content is.
type Share struct {
	Client string // id
	Sealed bool   // its portal is

	mails   []Mail
	calls   []Call
	missing []Missing
	quiet   map[diag.Position]bool // what waits for people who read the portal, and is not overdue
	reached []string               // addresses to which a mail went on this day already
	rows    []desk.Row             // of the provider's own list
	toSay   []line                 // of money
}

// Share plans what a client's people get on a day, and what the provider's own list has of it.
// There is nothing of that on a day that is not worked. Several goroutines may call it.
func (in *Input) Share(f *facts.Client, record *Record) (*Share, error) {
	s := &Share{Client: f.Content.ID, Sealed: f.Content.Access.Sealed}
	today := calendar.DateOf(in.AsOf)
	if !in.Provider.Calendar.Open(today) {
		return s, nil
	}
	say, err := in.Speak(f.Content.Speech())
	if err != nil {
		return nil, err
	}
	english, err := in.Speak(ownTag)
	if err != nil {
		return nil, err
	}
	s.quiet = map[diag.Position]bool{}
	p := planner{Input: in, Share: s, today: today, f: f, say: say, record: record}
	p.plan()
	for _, c := range f.Content.Contacts {
		if record.Mailed[key(f.Content.ID, c.ID)] == today.String() {
			s.reached = append(s.reached, strings.ToLower(c.Email))
		}
	}
	if !record.toldProvider(today) {
		s.rows = desk.RowsOf(in.Provider, f, english)
		p.say = english
		s.toSay = p.moneyLines()
	}
	return s, nil
}

// Plan returns the mails of a day, by client and person, the provider's last, and
// whom none could be written to. On a day that is not worked there are none. The shares
// are those of the clients, in their order.
func Plan(in Input, record *Record, shares []*Share) ([]Mail, []Missing, error) {
	today := calendar.DateOf(in.AsOf)
	if !in.Provider.Calendar.Open(today) {
		return nil, nil, nil
	}
	d := day{Input: in, today: today, shares: shares}
	for _, s := range shares {
		d.mails = append(d.mails, s.mails...)
		d.calls = append(d.calls, s.calls...)
		d.missing = append(d.missing, s.missing...)
	}
	d.oneEach(record)
	morning, err := d.morning(record)
	if err != nil {
		return nil, nil, err
	}
	if morning != nil {
		d.mails = append(d.mails, *morning)
	}
	return d.mails, d.missing, nil
}

// A day is what is planned for one, over all clients.
type day struct {
	Input
	today   calendar.Date
	shares  []*Share
	mails   []Mail
	calls   []Call
	missing []Missing
}

// oneEach leaves one mail to each address. Of several, for people who work with several of
// the provider's clients, that of whom wrote to them longest ago goes first; the others come
// on a later day.
func (d *day) oneEach(record *Record) {
	last := func(m *Mail) string { return record.Mailed[key(m.Client, m.Person)] }
	first := map[string]int{} // by address
	for _, s := range d.shares {
		for _, address := range s.reached {
			first[address] = -1
		}
	}
	for i := range d.mails {
		to := strings.ToLower(d.mails[i].To.Email)
		if other, found := first[to]; !found || other >= 0 && last(&d.mails[i]) < last(&d.mails[other]) {
			first[to] = i
		}
	}
	var kept []Mail
	for i := range d.mails {
		if first[strings.ToLower(d.mails[i].To.Email)] == i {
			kept = append(kept, d.mails[i])
		}
	}
	d.mails = kept
}

// A planner plans the mails to one client's people.
type planner struct {
	*Input
	*Share
	today  calendar.Date
	f      *facts.Client
	say    *phrase.Speaker
	record *Record
}

// A pending is something that waits for one of the client's people.
type pending struct {
	Ask
	today bool // it is asked for today
}

// plan plans the mails and calls to the client's people.
func (p *planner) plan() {
	waiting := p.waiting()
	for _, person := range p.f.Content.Contacts {
		if person.Left(p.today) || p.record.Mailed[key(p.f.Content.ID, person.ID)] == p.today.String() {
			continue
		}
		m := Mail{
			Client: p.f.Content.ID, Person: person.ID, Locale: p.say.Tag(), On: p.today,
			To:   Address{oneLine(person.Name), person.Email},
			From: Address{oneLine(p.Provider.Name), p.Provider.Email},
			News: p.newsFor(&person),
		}
		var open []Ask // and not asked for today
		for _, o := range waiting[person.ID] {
			if o.today {
				m.Asks = append(m.Asks, o.Ask)
			} else {
				open = append(open, o.Ask)
			}
		}
		switch {
		case len(m.Asks) == 0 && len(m.News) == 0:
		case person.Prefers.By == byPhone:
			p.calls = append(p.calls, p.call(&person, &m))
		case person.Prefers.By != byPortal && person.Email != "":
			m.ReplyTo = p.lead(m.Asks)
			p.write(&m, open)
			p.mails = append(p.mails, m)
		}
	}
}

// waiting is what waits for the client, by person. It takes note of what nobody can be
// asked for, and of what somebody is not to be troubled with.
func (p *planner) waiting() map[string][]pending {
	all := map[string][]pending{}
	for _, e := range p.f.Engagements {
		if e.Health == nil || e.Content.Status == content.Closed {
			continue
		}
		for _, o := range e.Open {
			if o.Side != facts.TheClient || o.Kind != facts.ChangeItem && !slices.Contains(asked, o.Kind) {
				continue
			}
			ask, today := p.ask(e, o)
			who, found := p.reader(o.Who)
			switch {
			case !found && today:
				p.missing = append(p.missing, Missing{p.f.Content.ID, cmp.Or(o.Who, "-"), ask.What})
			case found:
				all[who.ID] = append(all[who.ID], pending{ask, today})
				if who.Prefers.By == byPortal && o.Past == 0 {
					p.quiet[o.At] = true
				}
			}
		}
	}
	return all
}

// ask returns an open item as it is asked for, and whether that is today.
func (p *planner) ask(e *facts.Engagement, o facts.OpenItem) (Ask, bool) {
	at, day := Never, calendar.Date(0)
	if o.By != 0 {
		at, day = step(p.Provider.Calendar, o.By, p.today)
	}
	ask := Ask{
		Engagement: e.Content.ID, Kind: o.Kind, Ref: o.Ref, Index: o.Index, Due: o.Due, by: o.By,
		Step: at.String(), Overdue: o.Overdue, Age: o.Age, What: oneLine(p.say.Subject(&o)),
		Link: p.link(place.Answer(e.Content, &o)),
	}
	if o.Due != 0 {
		ask.DueText = o.Due.String()
	}
	byHand := false
	if o.Input != nil {
		ask.File = e.Content.Path
		for _, note := range append([]string{p.say.Blocks(e, o.Input)}, p.say.StillOwed(o.Input)...) {
			if note = oneLine(note); note != "" {
				ask.notes = append(ask.notes, note)
			}
		}
		byHand = slices.ContainsFunc(o.Input.Content.Reminded, func(d calendar.Date) bool { return d >= day && d <= p.today })
	}
	return ask, at != Never && !byHand && slices.Contains(asked, o.Kind) && !p.record.has(p.f.Content.ID, &ask)
}

// reader is who is asked: the person named, or the first who decides, or the first.
// Who has left is asked for nothing.
func (p *planner) reader(id string) (content.Person, bool) {
	var first, decides *content.Person
	for i := range p.f.Content.Contacts {
		c := &p.f.Content.Contacts[i]
		switch {
		case c.ID == id:
			return *c, reached(c)
		case !reached(c) || c.Left(p.today):
		case decides == nil && len(c.Decides) > 0:
			decides = c
		case first == nil:
			first = c
		}
	}
	if found := cmp.Or(decides, first); id == "" && found != nil {
		return *found, true
	}
	return content.Person{}, false
}

// lead is who answers: the lead of the engagement that all asks are of, or the
// provider.
func (p *planner) lead(asks []Ask) Address {
	lead := ""
	for i, ask := range asks {
		for _, e := range p.f.Engagements {
			if e.Content.ID == ask.Engagement {
				if i > 0 && e.Content.Lead.ID != lead {
					return Address{}
				}
				lead = e.Content.Lead.ID
			}
		}
	}
	for _, person := range p.Provider.People {
		if person.ID == lead && person.Email != "" {
			return Address{oneLine(person.Name), person.Email}
		}
	}
	return Address{}
}

// link is the address of a place on the portal. Within a sealed one pages have no
// addresses that a mail server should see.
func (p *planner) link(at place.Place) string {
	if p.f.Content.Access.Sealed {
		return p.portal()
	}
	return at.Under(p.portal())
}

// portal is the address of the client's portal.
func (p *planner) portal() string {
	return strings.TrimSuffix(p.Base, "/") + "/" + url.PathEscape(p.f.Content.Address) + "/"
}

// Days that a digest looks back: for somebody who never got one, and at most.
const (
	firstDigest = 7
	mostDigest  = 60
)

// reportRef begins what a report is called among news.
const reportRef = "reports/"

// news lists what somebody was not told yet, the newest first.
func (p *planner) news(told Told) []News {
	since := p.today - mostDigest
	if from, err := calendar.ParseDate(told.From); err == nil {
		since = max(since, from)
	} else {
		since = p.today - firstDigest
	}
	var all []News
	add := func(e *facts.Engagement, ref, kind string, title content.Text, on calendar.Date, at place.Place, notes []string) {
		if on <= since || slices.Contains(told.Refs, e.Content.ID+"/"+ref) {
			return
		}
		all = append(all, News{Engagement: e.Content.ID, Ref: ref, What: oneLine(p.say.Plain(title)), Link: p.link(at), kind: kind, on: on, notes: notes})
	}
	for _, e := range p.f.Engagements {
		for _, n := range e.Content.Entries {
			add(e, "journal/"+n.ID, p.say.Kind(n.Kind), n.Title, n.Date, place.Entry(e.Content, n), nil)
		}
		for _, r := range e.Content.Reports {
			add(e, reportRef+r.ID, p.say.Report(), r.Title, r.Date, place.Report(e.Content.ID, r.ID), p.told(r))
		}
	}
	slices.SortStableFunc(all, func(a, b News) int { return cmp.Compare(b.on, a.on) })
	return all
}

// oneLine is a text that may stand in a header: sound, without control characters or
// ends of lines.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(locale.Bare(text), "\uFFFD"))), " ")
}
