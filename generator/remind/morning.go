package remind

import (
	"fmt"
	"maps"
	"slices"

	"rapport/generator/desk"
	"rapport/generator/diag"
	"rapport/generator/phrase"
)

// ownTag is the language of what the provider itself reads.
const ownTag = "en-GB"

// groups are the headings of the provider's list.
var groups = map[desk.Group]string{
	desk.Late: "Late", desk.Unsaid: "Not said yet", desk.Today: "Due today", desk.Waiting: "Waiting for the client",
	desk.Week: "In the next seven days", desk.Unreviewed: "Reports nobody reviewed", desk.Feedback: "Feedback not asked for",
	desk.Ideas: "Ideas and renewals",
}

// morning is the provider's own list of the day; nil where it was sent, or nothing
// waits.
func (d *day) morning(record *Record) (*Mail, error) {
	english, err := d.Speak(ownTag)
	if err != nil || record.toldProvider(d.today) {
		return nil, err
	}
	sealed := map[string]bool{}
	var rows []desk.Row
	quiet := map[diag.Position]bool{}
	var money []line
	for _, s := range d.shares {
		sealed[s.Client] = s.Sealed
		rows = append(rows, s.rows...)
		maps.Copy(quiet, s.quiet)
		money = append(money, s.toSay...)
	}
	slices.SortFunc(rows, desk.Compare)
	// What waits for people who read the portal and is not overdue is left to them.
	rows = slices.DeleteFunc(rows, func(r desk.Row) bool { return quiet[r.Position] && r.Late == 0 })
	waits := listed("Call", d.callLines(sealed))
	waits = append(waits, deskLines(rows, english, sealed)...)
	waits = append(waits, listed("Money to speak of", money)...)
	if len(waits) == 0 && len(d.missing) == 0 {
		return nil, nil
	}
	from := Address{oneLine(d.Provider.Name), d.Provider.Email}
	m := &Mail{To: from, From: from, Locale: english.Tag(), On: d.today, Subject: "Your desk on " + english.Date(d.today), Calls: d.calls}
	b := body{Lang: english.Tag(), Dir: english.Dir(), Title: m.Subject, Sections: waits}
	b.Sections = append(b.Sections, listed("Written to today", d.writtenLines())...)
	b.Sections = append(b.Sections, listed("Not reached: these have no e-mail address", d.missingLines(sealed))...)
	m.Text, m.HTML, err = b.render()
	return m, err
}

// listed is a section of lines; none where there are no lines.
func listed(heading string, lines []line) []section {
	if len(lines) == 0 {
		return nil
	}
	return []section{{Heading: heading, Lines: lines}}
}

// callLines say whom to call, what for, and in which words.
func (d *day) callLines(sealed map[string]bool) []line {
	var all []line
	for _, c := range d.calls {
		number := c.Phone
		if number == "" {
			number = "whose number is missing"
		}
		what := fmt.Sprintf("Call %s, %s: %s", c.Name, number, c.purpose(sealed[c.Client]))
		all = append(all, line{What: what, When: c.Client, Notes: c.words})
	}
	return all
}

// purpose is what a call is for: the thing itself, or how many there are.
func (c *Call) purpose(sealed bool) string {
	count := func(n int, one, more string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %s", n, more)
	}
	needed := ""
	switch {
	case len(c.Asks) == 1 && !sealed:
		needed = c.Asks[0].What
	case len(c.Asks) > 0:
		needed = count(len(c.Asks), "thing that we need", "things that we need")
	}
	news := ""
	switch {
	case len(c.News) == 1 && !sealed:
		news = c.News[0].What
	case len(c.News) > 0:
		news = count(len(c.News), "piece of news", "pieces of news")
	}
	return said(", and ", needed, news)
}

// deskLines are what waits for the provider, a section each group.
func deskLines(rows []desk.Row, english *phrase.Speaker, sealed map[string]bool) []section {
	var all []section
	last := desk.Group(-1)
	for _, r := range rows {
		if r.Group != last {
			all = append(all, section{Heading: groups[r.Group]})
			last = r.Group
		}
		l := line{What: oneLine(r.Text), Notes: []string{r.Client + ", " + r.Position.String()}}
		if sealed[r.Client] { // its files' names tell of it, too
			l.What, l.Notes = string(r.Kind), []string{r.Client}
		}
		switch {
		case r.Due != 0 && r.Late > 0:
			l.When = fmt.Sprintf("%s, %s late", english.Day(r.Due), english.WorkingDays(r.Late))
		case r.Due != 0:
			l.When = english.Day(r.Due)
		case r.Open > 0:
			l.When = english.Plural("open_for_days", r.Open)
		}
		s := &all[len(all)-1]
		s.Lines = append(s.Lines, l)
	}
	return all
}

// moneyLines say what should be said of money. Of a sealed portal they do not say what.
func (p *planner) moneyLines() []line {
	all := p.money()
	for i := range all {
		if p.Sealed {
			all[i] = line{What: "money", Href: all[i].Href}
		}
		all[i].Notes = append(all[i].Notes, p.Client)
	}
	return all
}

// writtenLines say who gets a mail today.
func (d *day) writtenLines() []line {
	var all []line
	for _, m := range d.mails {
		all = append(all, line{What: m.To.Name + ", " + m.Client, When: m.Subject})
	}
	return all
}

// missingLines say who should be reminded and cannot be.
func (d *day) missingLines(sealed map[string]bool) []line {
	var all []line
	for _, m := range d.missing {
		l := line{What: m.Person + ", " + m.Client, When: m.What}
		if sealed[m.Client] {
			l.When = ""
		}
		all = append(all, l)
	}
	return all
}
