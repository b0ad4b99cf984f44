package scaffold

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/schema"
)

// Kinds lists what New makes, in the order in which one needs it.
var Kinds = append([]string{"client", "engagement", "report"}, content.KindNames()...)

// A Request says what to make, and what is known already. What is not known is
// left as a blank with a comment.
type Request struct {
	Kind  string
	Title string        // of the entry or report; the name of a client; "" to leave it blank
	ID    string        // of a client or engagement, for a report its period; "" to make one
	On    calendar.Date // of the entry or report; 0: the day that its rhythm names, or today
	Now   time.Time     // in the provider's zone

	Folder     string            // of all content, in the workspace
	Client     string            // id
	Engagement string            // id
	Provider   *content.Provider // nil if its file has errors
	Known      *facts.Client     // nil for a new client, and for one whose files have errors
	Say        *phrase.Speaker   // to the client; nil where Known is
	Random     io.Reader         // for a client's address
	Service    string            // of a new engagement, by id; "" to leave it blank
	Like       *Model            // of a new engagement; nil for none
	Said       []Said            // what the client answered before a new engagement
	Draft      bool              // it is published nowhere until a line is removed
	Template   []byte            // the provider's own for the kind; nil for ours
}

// New returns the file for a request. The error says what to give beside the kind.
func New(r Request) (File, error) {
	w := &writer{Request: r, today: calendar.DateOf(r.Now)}
	if r.Known != nil {
		for _, e := range r.Known.Engagements {
			if e.Content.ID == r.Engagement {
				w.e = e
			}
		}
	}
	kinds := content.FileKinds()
	kind := kinds[slices.IndexFunc(kinds, func(k content.FileKind) bool { return k.Name == r.Kind })]
	name, body, err := w.place(kind)
	if err != nil {
		return File{}, err
	}
	name = path.Join(w.Folder, "clients", name)
	if w.Template != nil && w.Like == nil && w.Said == nil {
		err := w.fill(w.Template)
		return File{Name: name, Body: []byte(w.text.String())}, err
	}
	w.line("---")
	if w.Draft {
		w.line(draftLine)
	}
	if w.Like != nil {
		w.like(kind.Fields)
	} else {
		w.fields("", kind.Fields)
	}
	w.line("---")
	if body != "" {
		w.line("%s", body)
	}
	return File{Name: name, Body: []byte(w.text.String())}, nil
}

// draftLine is what keeps a new file back.
const draftLine = "draft: true  # remove this line when it is finished"

// A writer writes one file.
type writer struct {
	Request
	today   calendar.Date
	e       *facts.Engagement // nil if not known
	address string            // of a new client
	period  calendar.Period   // of a report
	text    strings.Builder
}

// place returns the name of the file below the clients, and what stands in it
// beneath the front matter.
func (w *writer) place(kind content.FileKind) (name, body string, err error) {
	switch {
	case kind.Entry:
		w.On = w.dayOfEntry()
		slug := cmp.Or(Slug(w.Title), w.Kind)
		if w.Kind == string(content.MeetingKind) {
			body = w.agenda()
		}
		return path.Join(w.Client, w.Engagement, "journal", w.On.String()+"-"+slug+".md"), body, nil
	case kind.Name == "report":
		w.period, err = w.nextPeriod()
		body = w.story()
		return path.Join(w.Client, w.Engagement, "reports", w.period.String()+".md"), body, err
	}
	w.ID = cmp.Or(w.ID, Slug(w.Title))
	switch {
	case w.ID == "" && kind.Name == "client":
		return "", "", fmt.Errorf("a new client needs a name in Latin letters, or an id; write rapport new client \"Bakery Noord\" --id bakery")
	case w.ID == "":
		return "", "", fmt.Errorf("a new engagement needs a title in Latin letters, or an id; write rapport new engagement \"New web shop\" --client %s --id shop", w.Client)
	case kind.Name == "client":
		w.address, err = Address(w.ID, w.Random)
		return path.Join(w.ID, "client.md"), "", err
	case content.IsReserved(w.ID):
		return "", "", fmt.Errorf("an engagement cannot be called %q, since other files stand there; give it another id with --id", w.ID)
	}
	return path.Join(w.Client, w.ID, "engagement.md"), w.said(), nil
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.text, format+"\n", args...) }

// fields writes the fields with which a new file starts.
func (w *writer) fields(indent string, fields []schema.Info) {
	for _, i := range fields {
		switch {
		case i.Start == nil:
		case indent == "" && w.Kind == "engagement" && w.defaults().Fill(i.Key):
			w.line("# %s: as in services/%s.md; write here what is other", i.Key, w.Service)
		case indent != "" && i.Key == "yours" && w.ownDuties() != nil:
			w.field(indent+i.Key, "\n"+indent+"  - "+strings.Join(w.ownDuties(), "\n"+indent+"  - "), "in the client's words")
		case i.Start.Offer:
			if value := w.expand(i.Start.Value); value != "" {
				w.line("%s# %s: %s", indent, i.Key, value)
			}
		case parts[i.Start.Value] != nil:
			parts[i.Start.Value](w, i)
		default:
			w.field(indent+i.Key, strings.ReplaceAll(w.expand(i.Start.Value), "\n", "\n"+indent), i.Start.Hint)
			if i.Start.Value == "" {
				w.fields(indent+"  ", i.Fields)
			}
		}
	}
}

// field writes a key with its value, as YAML, and a comment behind its line.
func (w *writer) field(key, value, comment string) {
	first, rest, more := strings.Cut(value, "\n")
	line := key + ":"
	if first != "" {
		line += " " + first
	}
	if comment != "" {
		line += "  # " + comment
	}
	if more {
		line += "\n" + rest
	}
	w.line("%s", line)
}

// nextPeriod is the period behind the last one reported, of the length that the
// rhythm of reports has; the first is that of the period before today.
func (w *writer) nextPeriod() (calendar.Period, error) {
	if w.ID != "" {
		return calendar.ParsePeriod(w.ID)
	}
	kind := calendar.Month
	var last calendar.Period
	if w.e != nil {
		switch w.e.Content.Rhythm.Report.Kind {
		case calendar.Weekly:
			kind = calendar.Week
		case calendar.Quarterly:
			kind = calendar.Quarter
		case calendar.Yearly:
			kind = calendar.Year
		}
		for _, r := range w.e.Content.Reports {
			if r.Period.Kind == kind && r.Period.From > last.From {
				last = r.Period
			}
		}
	}
	if !last.IsZero() {
		return last.Next(), nil
	}
	return calendar.PeriodOf(kind, w.today).Prev(), nil
}

// ahead is how far away a day that was announced may be to be the one that is meant.
const ahead = 7

// day is the one on which an entry of a rhythm is dated: the day that was announced,
// where it is near and nothing is overdue, or else today; never before the day
// behind after.
func (w *writer) day(kind facts.RhythmKind, after calendar.Date) calendar.Date {
	day := w.today
	if w.On != 0 {
		return w.On
	}
	if w.e != nil {
		for _, o := range w.e.Rhythm {
			switch {
			case o.Kind != kind:
			case o.State == facts.OverdueOn:
				return max(w.today, after+1)
			case o.State == facts.Upcoming && (o.Due <= w.today+ahead || after != 0):
				day = o.Due
			}
		}
	}
	return max(day, after+1)
}

// announced says on which day the client expects an entry of a rhythm.
func (w *writer) announced(kind facts.RhythmKind) string {
	if w.e != nil {
		for _, o := range w.e.Rhythm {
			if o.Kind == kind && o.State == facts.OverdueOn {
				return "was announced for " + o.Due.String()
			}
		}
		for _, o := range w.e.Rhythm {
			if o.Kind == kind && o.State == facts.Upcoming {
				return "announced for " + o.Due.String()
			}
		}
	}
	return ""
}

func (w *writer) plain(t content.Text) string {
	if w.Say == nil {
		return t.Raw
	}
	return w.Say.Plain(t)
}
