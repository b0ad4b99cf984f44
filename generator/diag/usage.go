package diag

import "fmt"

// A UsageError is a mistake in what a command was asked to do, as opposed to one in
// the content, which is a Problem, and to what the machine refused.
type UsageError struct{ Err error }

// Usagef makes a UsageError of a message as fmt.Errorf does.
func Usagef(format string, args ...any) error { return UsageError{fmt.Errorf(format, args...)} }

func (e UsageError) Error() string { return e.Err.Error() }

func (e UsageError) Unwrap() error { return e.Err }
