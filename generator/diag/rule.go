package diag

import (
	"fmt"
	"strings"
)

// A Rule is what a problem breaks: its name, which stands in brackets behind the
// problem's message, how grave it is to break it, and what a reader may be told
// who has just met the name.
type Rule struct {
	Name     string // stable: "unknown-key"
	Severity Severity
	Summary  string // what is wrong, in a line: lower case, no full stop
	Mend     string // what to do, in a sentence

	// Of the rules of check, whose findings are advice and can be accepted:
	Group string // the chapter of habits that it belongs to
	Why   string // why it matters to the client
	Found string // how it is found, with all bounds
}

// At returns the problem that something breaks the rule at a position. The
// message says what is wrong and how to mend it; where that is a Mend, the problem has it as an edit.
func (r *Rule) At(at Position, format string, args ...any) Problem {
	return Problem{Position: at, Severity: r.Severity, Rule: r.Name, Message: shortened(fmt.Sprintf(format, args...)), Fix: mendOf(args).guess(at)}
}

// longest is how many bytes a message has at most: it has words of the content, which may be of any length.
const longest = 800

// shortened is a message without its middle where that is long: its start says what is wrong, its end how to mend it.
func shortened(message string) string {
	if len(message) <= longest {
		return message
	}
	const end = 200
	return strings.ToValidUTF8(message[:longest-end], "") + " … " + strings.ToValidUTF8(message[len(message)-end:], "")
}

// As returns the rule with another severity, for the one way to break it that is
// graver than the others.
func (r *Rule) As(s Severity) *Rule {
	graver := *r
	graver.Severity = s
	return &graver
}

// Rules are those of one package, in the order in which they are declared:
//
//	var rules diag.Rules
//
//	var UnknownKey = rules.New("unknown-key", diag.Error, "a key is not known here", "Mend its spelling.")
//
// What declares a rule lists it too, so that none can be left out of what the
// package's Rules returns. Only the initializers of package-level variables
// declare rules: after them, nothing changes.
type Rules struct{ all []*Rule }

// New declares a rule of the form of files, and returns it.
func (r *Rules) New(name string, s Severity, summary, mend string) *Rule {
	return r.Declare(Rule{Name: name, Severity: s, Summary: summary, Mend: mend})
}

// Declare declares a rule, and returns it.
func (r *Rules) Declare(rule Rule) *Rule {
	r.all = append(r.all, &rule)
	return &rule
}

// All returns the rules that were declared.
func (r *Rules) All() []Rule {
	all := make([]Rule, len(r.all))
	for i, rule := range r.all {
		all[i] = *rule
	}
	return all
}

var common Rules

// Rules that several packages find.
var (
	Unreadable = common.New("unreadable", Error, "a file cannot be read", "Look at its permissions.")
	Failed     = common.New("rapport-failed", Error, "rapport itself failed", "Undo the last edit, and report what it was.")
)

// Common returns the rules of this package, which several others find.
func Common() []Rule { return common.All() }
