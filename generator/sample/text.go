package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"rapport/generator/calendar"
)

// A writer makes up text and figures. What it makes depends on its seed and on
// the order of the calls alone.
type writer struct {
	*rand.Rand
	lines int
}

var (
	things = strings.Fields(`anchor basket beacon bench binder boat bottle bridge bucket candle canvas cellar chalk chimney
		clock cloth compass counter crate cupboard curtain dairy drawer engine fence ferry flour forge garden gate glass glove
		grain hammer handle harbour hinge ink jar kettle kiln ladder lamp lantern lathe lock loom mast meadow mill mirror
		needle oar orchard oven paddle panel paper pencil pier plank plough pump quarry quay rail rope rudder sail saw shelf
		shutter sign spade spring stable stair stove thread tile timber tower tray tunnel valve vessel wall wheel winch yard`)
	deeds = strings.Fields(`answered balanced built carried checked cleaned counted covered delayed fitted followed found
		freed gathered held joined kept lifted listed loaded marked matched mended moved opened ordered packed painted paired
		placed planned reached saved shaped shared shipped sorted started steadied stopped tested tidied turned weighed`)
	ways  = strings.Fields(`broad calm careful clear early even firm fresh gentle handy late light narrow neat open plain proud quick quiet ready round sharp short simple slow small smooth steady strong warm`)
	links = strings.Fields(`and but so while since although because before until whenever`)

	// odd texts are those that a page must escape, wrap or turn round.
	odd = []string{
		`if 3 < 4 & 5 > 2`, `the "quiet" hour`, `O'Hara's *own* list`, `more ☕ and 🥐, please`, `مرحبا بكم في المتجر`, `שלום לכולם`,
		`50% of \<small> parcels`, `AT&amp;T, as it was typed`, `a back\\slash and a tilde~`, `Straßenbahnhaltestellenverzeichnis`, `日本語の題名`, "`code & <tag>`",
	}
)

func (w *writer) Pick(from []string) string { return from[w.IntN(len(from))] }

// noun is a thing, often with what it is like.
func (w *writer) noun() string {
	if w.IntN(2) == 0 {
		return "the " + w.Pick(things)
	}
	return "the " + w.Pick(ways) + " " + w.Pick(things)
}

// clause says what became of something.
func (w *writer) clause() string {
	return w.noun() + " " + w.Pick(deeds) + " " + w.noun()
}

// Words are a few words without an order, for what is short.
func (w *writer) Words() string {
	return upper(w.Pick(ways) + " " + w.Pick(things) + " " + w.Pick(deeds))
}

// Line is a quoted line of inline Markdown. One in nine is odd.
func (w *writer) Line() string {
	w.lines++
	text := upper(w.clause())
	switch w.lines % 9 {
	case 2:
		text += ", **" + w.Pick(ways) + "** as ever"
	case 4:
		text += " ([" + w.Pick(things) + "](https://example.org/" + w.Pick(things) + "))"
	case 7:
		text += ": " + odd[w.lines/9%len(odd)]
	}
	return quote(text)
}

// Lines returns n lines as a list; every third has a detail.
func (w *writer) Lines(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = w.Line()
		if i%3 == 1 {
			list[i] = "{what: " + list[i] + ", detail: " + w.Line() + "}"
		}
	}
	return "[" + strings.Join(list, ", ") + "]"
}

func (w *writer) Sentence() string {
	text := upper(w.clause())
	if w.IntN(3) > 0 {
		text += " " + w.Pick(links) + " " + w.clause()
	}
	switch w.IntN(12) {
	case 0:
		text += ", *" + w.Pick(ways) + "* to the end"
	case 1:
		text += ", **" + w.Pick(ways) + "** or not"
	case 2:
		text += ", says [the " + w.Pick(things) + "](https://example.org/" + w.Pick(things) + ")"
	case 3:
		text += ", as in `" + w.Pick(things) + "." + w.Pick(deeds) + "`"
	case 4:
		text += ": " + odd[w.IntN(len(odd))]
	}
	return text + "."
}

func (w *writer) Paragraph(sentences int) string {
	all := make([]string, sentences)
	for i := range all {
		all[i] = w.Sentence()
	}
	return strings.Join(all, " ") + "\n\n"
}

func (w *writer) List(items int) string {
	var b strings.Builder
	for range items {
		b.WriteString("- " + w.Sentence() + "\n")
	}
	return b.String() + "\n"
}

func (w *writer) Table(rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |\n| --- | :---: | ---: |\n", upper(w.Pick(things)), upper(w.Pick(things)), upper(w.Pick(things)))
	for range rows {
		fmt.Fprintf(&b, "| %s | %s | %d |\n", w.Words(), w.Pick(ways), w.IntN(10_000))
	}
	return b.String() + "\n"
}

// Between returns a number from low to below high.
func (w *writer) Between(low, high int) int { return low + w.IntN(high-low) }

// Contact is one of the client's people, Person one of the provider's.
func (w *writer) Contact() string { return w.Pick(contacts) }
func (w *writer) Person() string  { return w.Pick(team) }

// workday returns the day, or the Monday after it.
func workday(d calendar.Date) calendar.Date {
	for d.Weekday() == 0 || d.Weekday() == 6 {
		d++
	}
	return d
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
