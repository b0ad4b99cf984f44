package seal

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/source"
)

// LogFile in a folder of keys tells of each change of who may read, a line each. It is written by
// rapport key alone, is not read by a build, and is in nothing that is published.
const LogFile = "log.txt"

// LogHead is the first line of a log.
const LogHead = "# who may read, and since when; written by rapport key, a change a line\n"

// LogMerge has git keep the lines of both sides where two persons added some; it stands in .gitattributes beside the log.
const LogMerge = LogFile + " merge=union\n"

// A Deed is what a change does.
type Deed string

// The deeds.
const (
	Added   Deed = "added"   // a person was let in
	Rekeyed Deed = "rekeyed" // a person got a new key
	Limited Deed = "until"   // a person's last day was set, changed or dropped
	Removed Deed = "removed" // a person was shut out
	Rotated Deed = "rotated" // the portal was to get a new key
)

// Deeds are all of them.
var Deeds = []string{string(Added), string(Rekeyed), string(Limited), string(Removed), string(Rotated)}

// Never is how a log says that there is no last day.
const Never = "never"

// byHand ends the line of a change that was found, and not made by the command.
const byHand = "by hand"

// A Change is one of who may read.
type Change struct {
	Day       calendar.Date
	Deed      Deed
	Person    string        // "" for the portal
	Recipient string        // of one who was added or rekeyed
	Until     calendar.Date // of one who was added, rekeyed or limited; zero for none
	Epoch     string        // of a portal
	Found     bool          // it was made by hand, and found on Day

	line int
}

// String is the line of a change.
func (c Change) String() string {
	words := []string{c.Day.String(), string(c.Deed)}
	for _, word := range []string{c.Person, c.Recipient, c.Epoch} {
		if word != "" {
			words = append(words, word)
		}
	}
	switch {
	case c.Deed == Limited && c.Until == 0:
		words = append(words, Never)
	case c.Deed == Limited:
		words = append(words, c.Until.String())
	case c.Until != 0:
		words = append(words, "until", c.Until.String())
	}
	if c.Found {
		words = append(words, byHand)
	}
	return strings.Join(words, " ")
}

// parseChange reads the line of a change.
func parseChange(line string) (c Change, err error) {
	line, c.Found = strings.CutSuffix(strings.Join(strings.Fields(line), " "), " "+byHand)
	words := strings.Fields(line)
	if len(words) < 2 {
		return c, fmt.Errorf("%s is no change of who may read; remove the line", diag.Quote(line))
	}
	if c.Day, err = calendar.ParseDate(words[0]); err != nil {
		return c, err
	}
	c.Deed, words = Deed(words[1]), words[2:]
	next := func() (word string) {
		if len(words) > 0 {
			word, words = words[0], words[1:]
		}
		return word
	}
	until := func(day string) {
		if day != Never && err == nil {
			c.Until, err = calendar.ParseDate(day)
		}
	}
	switch c.Deed {
	case Added, Rekeyed:
		c.Person = next()
		if c.Recipient, err = ParseRecipient(next()); err == nil && len(words) > 0 && next() == "until" {
			until(next())
		}
	case Limited:
		c.Person = next()
		until(next())
	case Removed:
		c.Person = next()
	case Rotated:
		c.Epoch = next()
	default:
		return c, diag.Errorf("%s is not what can be done with a key%s", diag.Quote(string(c.Deed)), diag.DidYouMean(string(c.Deed), Deeds))
	}
	if err == nil && (len(words) > 0 || c.Person == "" && c.Epoch == "") {
		err = fmt.Errorf("%s is no change of who may read; it has words too many, or too few", diag.Quote(line))
	}
	return c, err
}

// ReadLog reads the log of a folder of keys, in the order of the days. Lines that can't be read are told of.
func ReadLog(tree *source.Tree, problems *diag.List) []Change {
	name := path.Join(KeysFolder, LogFile)
	if _, ok := tree.Lookup(name); !ok {
		return nil
	}
	at := diag.Position{File: path.Join(tree.Prefix(), name)}
	text, err := tree.Read(name)
	if err != nil {
		problems.Addf(at, KeyLog, "the log cannot be read: %v", err)
		return nil
	}
	var log []Change
	at.Col = 1
	for line := range strings.Lines(string(text)) {
		at.Line++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, "=======") || strings.HasPrefix(line, ">>>>>>>") {
			problems.Addf(at, KeyLog, "git left a conflict here; keep the lines of both sides, and remove this one")
			continue
		}
		c, err := parseChange(line)
		if err != nil {
			problems.Addf(at, KeyLog, "%v", err)
			continue
		}
		c.line = at.Line
		log = append(log, c)
	}
	slices.SortStableFunc(log, func(a, b Change) int { return cmp.Compare(a.Day, b.Day) })
	return log
}

// state is who may read by a log: the last change of each person who is in, and of the portal under "".
func state(log []Change) map[string]Change {
	in := map[string]Change{}
	for _, c := range log {
		switch had, known := in[c.Person]; {
		case c.Deed == Removed:
			delete(in, c.Person)
		case c.Deed == Limited && known:
			had.Until, had.line = c.Until, c.line
			in[c.Person] = had
		case c.Deed != Limited:
			in[c.Person] = c
		}
	}
	return in
}

// A Gap is a change that was made and that the log does not tell of.
type Gap struct {
	Change
	at   diag.Position
	says string
}

// Gaps are the differences between who may read by the keys in a tree and by its log.
func Gaps(tree *source.Tree, readers Readers, log []Change) []Gap {
	var gaps []Gap
	told := state(log)
	logAt := func(line int) diag.Position {
		return diag.Position{File: path.Join(tree.Prefix(), KeysFolder, LogFile), Line: line, Col: 1}
	}
	for _, r := range readers.People {
		if r.At.File != path.Join(tree.Prefix(), KeysFolder, r.Name+".pub") {
			continue // the provider's own is of another log
		}
		at := diag.Position{File: r.At.File, Line: 1, Col: 1}
		had, known := told[r.Name]
		change := Change{Person: r.Name, Recipient: r.Recipient, Until: r.Until, Found: true}
		switch {
		case !known:
			change.Deed = Added
			gaps = append(gaps, Gap{change, at, fmt.Sprintf("%q has a key, and the log does not say that it was added", r.Name)})
		case had.Recipient != r.Recipient:
			change.Deed = Rekeyed
			gaps = append(gaps, Gap{change, at, fmt.Sprintf("the key of %q is not the one in line %d of the log", r.Name, had.line)})
		case had.Until != r.Until:
			change.Deed, change.Recipient = Limited, ""
			gaps = append(gaps, Gap{change, r.At, fmt.Sprintf("%q may read %s, and %s by line %d of the log", r.Name, lastDay(r.Until), lastDay(had.Until), had.line)})
		}
	}
	var persons []string
	for person := range told {
		persons = append(persons, person)
	}
	slices.Sort(persons)
	for _, person := range persons {
		_, there := tree.Lookup(path.Join(KeysFolder, person+".pub")) // be it broken, of which ReadKeys tells
		if person != "" && !there {
			gaps = append(gaps, Gap{Change{Deed: Removed, Person: person, Found: true}, logAt(told[person].line), fmt.Sprintf("%q was added here, and has no key", person)})
		}
	}
	if epoch := told[""]; cmp.Or(readers.Epoch, Never) != cmp.Or(epoch.Epoch, Never) {
		at := diag.Position{File: path.Join(tree.Prefix(), KeysFolder, EpochFile), Line: 1, Col: 1}
		if readers.Epoch == "" {
			at = logAt(epoch.line)
		}
		gaps = append(gaps, Gap{Change{Deed: Rotated, Epoch: cmp.Or(readers.Epoch, Never), Found: true}, at, "the file " + EpochFile + ", by which the portal has a new key, is not what the log says of it"})
	}
	return gaps
}

// CheckLog finds what the log of a folder of keys does not tell of. Note is what rapport key note is told to
// write it down.
func CheckLog(tree *source.Tree, readers Readers, note string, problems *diag.List) {
	for _, gap := range Gaps(tree, readers, ReadLog(tree, problems)) {
		problems.Addf(gap.at, KeyLog, "%s; if it is meant, write it into the log with rapport key note %s", gap.says, note)
	}
}

func lastDay(day calendar.Date) string {
	if day == 0 {
		return "without a last day"
	}
	return "until " + day.String()
}
