package importing

import (
	"slices"
	"strings"
)

// A Program is another program whose export is read as it is. It is data: which of its
// columns hold what, under every name that its versions give them.
type Program struct {
	Name  string // as `like` names it
	Title string // as people call it
	Kind  Kind
	// Columns says for each of our columns which of theirs hold it: the first of the
	// names that the file has and whose cell is not blank. Names joined by " + " are
	// joined by a space; of types and items, all are looked at in order.
	Columns map[string][]string
	// Clients and Projects are the columns that say whose a row is.
	Clients, Projects []string
	// Telling are sets of columns each of which, all in one header, tells that the file
	// is this program's.
	Telling [][]string
	// Totals are columns of a report that adds up and has no days; where one of these
	// sets is the header, the file is the wrong one, and Instead says which is right.
	Totals  [][]string
	Instead string
	// UTC says that times without an offset are in UTC in a CSV file. In others they are
	// as they were shown, in the provider's zone.
	UTC bool
	// Statuses says what a status means: open or done.
	Statuses map[string]Status
	// None is how a blank cell is written; "" for as nothing.
	None string
	// Entries says that a row is one stretch of work, and no sum of several, so that more
	// than a day in it is a misreading.
	Entries bool
}

// Programs are all that `like` can name, by kind and name.
var Programs = []*Program{clockify, harvest, kimai, solidtime, toggl, freescout, freshdesk, github, gitlab, jira, linear, zammad, zendesk}

// ProgramNames returns the names of the programs of a kind, or of all for "".
func ProgramNames(kind Kind) []string {
	var names []string
	for _, p := range Programs {
		if kind == "" || p.Kind == kind {
			names = append(names, p.Name)
		}
	}
	return names
}

// Named returns the program with a name, or nil.
func Named(name string) *Program {
	i := slices.IndexFunc(Programs, func(p *Program) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return Programs[i]
}

// isTotals reports whether a sheet is the program's report that has no days.
func (p *Program) isTotals(s *Sheet) bool {
	return slices.ContainsFunc(p.Totals, func(set []string) bool { return s.hasAll(set) }) &&
		!slices.ContainsFunc(p.Telling, func(set []string) bool { return s.hasAll(set) })
}

// hasAll reports whether the sheet has columns of all the names.
func (s *Sheet) hasAll(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return len(s.find(name)) == 0 })
}

// Guess returns the program whose export a sheet is, and nil where none is told by its
// header: of several the one that is told by the most columns.
func Guess(s *Sheet) *Program {
	var best *Program
	most := 0
	for _, p := range Programs {
		for _, set := range slices.Concat(p.Telling, p.Totals) {
			if len(set) > most && s.hasAll(set) {
				best, most = p, len(set)
			}
		}
	}
	return best
}

// parts splits the names of columns that are joined.
func parts(name string) []string { return strings.Split(name, " + ") }

// A Status is what a status of a ticket means.
type Status string

// The statuses.
const (
	Open Status = "open"
	Done Status = "done"
)
