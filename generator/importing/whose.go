package importing

import (
	"maps"
	"slices"

	"rapport/generator/table"
)

// owners are the words of rows that say whose they are.
type owners struct {
	clients, projects words
}

// owners returns those of the files of a rule, which have seen no row yet.
func (t *translation) owners() *owners {
	p := t.program()
	return &owners{words{of: p.Clients, none: p.None}, words{of: p.Projects, none: p.None}}
}

// program is the rule's program, or what is known of files of none.
func (t *translation) program() *Program {
	if t.rule.Program == nil {
		return &Program{Clients: usualClients}
	}
	return t.rule.Program
}

func (o *owners) see(s *Sheet, row table.Row) {
	o.clients.see(s, row)
	o.projects.see(s, row)
}

// words are what the first of some columns that a file has holds, each once.
type words struct {
	of     []string
	none   string // how a blank cell is written
	column string // by the name that the last file gives it

	sheet *Sheet
	at    int // in the sheet; -1 for nowhere
	all   map[string]bool
}

func (w *words) see(s *Sheet, row table.Row) {
	if w.sheet != s {
		w.sheet, w.at = s, -1
		for _, name := range w.of {
			if found := s.find(name); len(found) > 0 {
				w.at, w.column = found[0], s.Header[found[0]].Text
				break
			}
		}
	}
	if w.at < 0 {
		return
	}
	if word := row.At(w.at).Text; word != "" && (w.none == "" || word != w.none) && !w.all[word] {
		if w.all == nil {
			w.all = map[string]bool{}
		}
		w.all[word] = true
	}
}

func (w *words) sorted() []string { return slices.Sorted(maps.Keys(w.all)) }

// foreign reports rows of several clients, of which others may be somebody else's: the
// columns that say whose a row is may hold one name, unless the rule says which ones it
// wants. Several projects may be one client's; they too have to be chosen once, where
// no column says whose they are.
func (t *translation) foreign(whose *owners) {
	p := t.program()
	if t.asks(p.Clients) {
		return
	}
	clients := whose.clients.sorted()
	if column := whose.clients.column; len(clients) > 1 {
		t.fail(SeveralClients, "the rows are of several clients: %s is %s; choose with where: {%s: …}, so that nobody reads what is another's", column, listed(quoted(clients), 3), column)
		return
	}
	if len(clients) == 1 || t.asks(p.Projects) {
		return
	}
	if projects, column := whose.projects.sorted(), whose.projects.column; len(projects) > 1 {
		t.fail(SeveralClients, "the rows are of several projects, and nothing says whose they are: %s is %s; choose with where: {%s: …}, a list where all are this client's",
			column, listed(quoted(projects), 3), column)
	}
}

// usualClients are the columns that say whose a row is in a file of no known program.
var usualClients = []string{"Client", "Customer", "Company", "Organization", "Organisation", "Kunde", "Klant", "Cliente", "Klient", "Client name", "Customer name"}

// asks reports whether the rule chooses by one of some columns.
func (t *translation) asks(names []string) bool {
	return slices.ContainsFunc(t.rule.Where, func(w Choice) bool {
		return slices.ContainsFunc(names, func(n string) bool { return table.Fold(n) == table.Fold(w.Column) })
	})
}
