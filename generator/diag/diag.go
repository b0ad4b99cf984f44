// Package diag is how Rapport tells a writer what is wrong with a file: a
// problem stands at a file, line and column, has the name of the rule that it
// breaks, and says how to mend it.
//
// Problems are collected in a List while a client is read, so that one run
// shows them all; the list sorts them by position and drops doubles, so that
// what is printed does not depend on the order in which files were read.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
)

// A Position is a place in a file of the workspace. Line and Col count from 1,
// Col in characters; a Line of 0 means the file as a whole.
type Position struct {
	File string // slash-separated, relative to the workspace
	Line int
	Col  int
}

func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// A Severity says what a problem does to a run: an error keeps a client from
// being published, the others are advice.
type Severity int

// The severities, gravest first.
const (
	Error Severity = iota
	Warning
	Note
)

func (s Severity) String() string {
	return [...]string{"error", "warning", "note"}[s]
}

// A Problem is one thing to mend.
type Problem struct {
	Position
	Severity Severity
	Rule     string // stable name: "unknown-key"
	Message  string // lower case, no full stop, ends with how to mend it
	Fix      Fix    `json:",omitzero"` // the mend as an edit, where only one can be meant
}

func (p Problem) String() string {
	return fmt.Sprintf("%s: %s: %s [%s]", p.Position, p.Severity, p.Message, p.Rule)
}

// A List collects problems. The zero value is ready to use, and several
// goroutines may add to one list.
type List struct {
	mu  sync.Mutex
	all []Problem
}

// Add appends problems as they are.
func (l *List) Add(problems ...Problem) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, problems...)
}

// Addf adds the problem that something breaks a rule at a position.
func (l *List) Addf(at Position, rule *Rule, format string, args ...any) {
	l.Add(rule.At(at, format, args...))
}

// AddFixable adds the problem that something breaks a rule at a position, with the mend that puts one text in the
// place of another there. Without another text it has none.
func (l *List) AddFixable(at Position, was, text string, rule *Rule, format string, args ...any) {
	p := rule.At(at, format, args...)
	if text != "" && text != was {
		p.Fix = Replace(at, was, text)
	}
	l.Add(p)
}

// Sorted returns the problems by file, line, column, severity, rule and
// message, each once.
func (l *List) Sorted() []Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Sort(slices.Clone(l.all))
}

// Take returns what Sorted does, and empties the list.
func (l *List) Take() []Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.all
	l.all = nil
	return Sort(all)
}

// Sort sorts problems in place, and returns each once.
func Sort(all []Problem) []Problem {
	slices.SortFunc(all, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(all)
}

// Errors counts the errors in the list.
func (l *List) Errors() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Errors(l.all)
}

// Errors counts the errors among problems.
func Errors(problems []Problem) int {
	n := 0
	for _, p := range problems {
		if p.Severity == Error {
			n++
		}
	}
	return n
}
