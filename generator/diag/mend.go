package diag

import (
	"errors"
	"fmt"
	"strings"
)

// A Mend is the end of a message about what is not known: what was most likely meant, or else advice. The
// problem whose message is made with it has it as an edit too.
type Mend struct{ was, meant, advice string }

// DidYouMean is the mend of an unknown name: `; did you mean "excludes"?`, or nothing where no candidate
// is near.
func DidYouMean(name string, candidates []string) Mend { return Meant(name, Nearest(name, candidates)) }

// Meant is the mend that suggests one text in place of another; none where it is "".
func Meant(was, text string) Mend { return Mend{was: was, meant: text} }

// Or returns the mend, or advice where it suggests nothing.
func (m Mend) Or(advice string) Mend {
	if m.meant == "" && m.advice == "" {
		m.advice = advice
	}
	return m
}

// IsZero reports whether there is nothing to say.
func (m Mend) IsZero() bool { return m.meant == "" && m.advice == "" }

func (m Mend) String() string {
	if m.meant == "" {
		return m.advice
	}
	return fmt.Sprintf("; did you mean %q?", m.meant)
}

// Errorf makes an error as fmt does, which keeps the mend among the arguments for the problem that is made of it.
func Errorf(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	if m := mendOf(args); m.meant != "" {
		return &mendable{err, m}
	}
	return err
}

// A mendable is an error that says what was meant.
type mendable struct {
	error
	mend Mend
}

func (m *mendable) Unwrap() error { return m.error }

// mendOf is the mend among the arguments of a message; none where nothing is suggested.
func mendOf(args []any) Mend {
	for _, arg := range args {
		switch arg := arg.(type) {
		case Mend:
			return arg
		case error:
			if m, ok := errors.AsType[*mendable](arg); ok {
				return m.mend
			}
		}
	}
	return Mend{}
}

// guess is the fix of what was most likely meant at a position; none where nothing is suggested.
func (m Mend) guess(at Position) Fix {
	if at.Line == 0 || m.meant == "" || m.was == "" || strings.ContainsAny(m.was+m.meant, "\r\n") {
		return Fix{}
	}
	return Fix{Line: at.Line, Col: max(1, at.Col), Was: m.was, Text: m.meant, Guess: true}
}
