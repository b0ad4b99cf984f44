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

func (w *writer) pick(from []string) string { return from[w.IntN(len(from))] }

// noun is a thing, often with what it is like.
func (w *writer) noun() string {
	if w.IntN(2) == 0 {
		return "the " + w.pick(things)
	}
	return "the " + w.pick(ways) + " " + w.pick(things)
}

// clause says what became of something.
func (w *writer) clause() string {
	return w.noun() + " " + w.pick(deeds) + " " + w.noun()
}

// words are a few words without an order, for what is short.
func (w *writer) words() string {
	return upper(w.pick(ways) + " " + w.pick(things) + " " + w.pick(deeds))
}

// line is a line of inline Markdown. One in nine is odd.
func (w *writer) line() string {
	w.lines++
	text := upper(w.clause())
	switch w.lines % 9 {
	case 2:
		return text + ", **" + w.pick(ways) + "** as ever"
	case 4:
		return text + " ([" + w.pick(things) + "](https://example.org/" + w.pick(things) + "))"
	case 7:
		return text + ": " + odd[w.lines/9%len(odd)]
	}
	return text
}

func (w *writer) sentence() string {
	text := upper(w.clause())
	if w.IntN(3) > 0 {
		text += " " + w.pick(links) + " " + w.clause()
	}
	switch w.IntN(12) {
	case 0:
		text += ", *" + w.pick(ways) + "* to the end"
	case 1:
		text += ", **" + w.pick(ways) + "** or not"
	case 2:
		text += ", says [the " + w.pick(things) + "](https://example.org/" + w.pick(things) + ")"
	case 3:
		text += ", as in `" + w.pick(things) + "." + w.pick(deeds) + "`"
	case 4:
		text += ": " + odd[w.IntN(len(odd))]
	}
	return text + "."
}

func (w *writer) paragraph(sentences int) string {
	all := make([]string, sentences)
	for i := range all {
		all[i] = w.sentence()
	}
	return strings.Join(all, " ") + "\n\n"
}

func (w *writer) list(items int) string {
	var b strings.Builder
	for range items {
		b.WriteString("- " + w.sentence() + "\n")
	}
	return b.String() + "\n"
}

func (w *writer) table(rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |\n| --- | :---: | ---: |\n", upper(w.pick(things)), upper(w.pick(things)), upper(w.pick(things)))
	for range rows {
		fmt.Fprintf(&b, "| %s | %s | %d |\n", w.words(), w.pick(ways), w.IntN(10_000))
	}
	return b.String() + "\n"
}

// lineList returns n lines as a list; every third has a detail.
func (w *writer) lineList(n int) []any {
	list := make([]any, n)
	for i := range list {
		if i%3 == 1 {
			list[i] = block{{"what", w.line()}, {"detail", w.line()}}
		} else {
			list[i] = w.line()
		}
	}
	return list
}

// moment is a time of a day in working hours.
func (w *writer) moment(day calendar.Date) plain {
	return plain(fmt.Sprintf("%s %02d:%02d", workday(day), 9+w.IntN(3), 5*w.IntN(12)))
}

func date(d calendar.Date) plain { return plain(d.String()) }

// workday returns the day, or the Monday after it.
func workday(d calendar.Date) calendar.Date {
	for d.Weekday() == 0 || d.Weekday() == 6 {
		d++
	}
	return d
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
