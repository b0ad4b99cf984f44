package inbox

import (
	"regexp"
	"sync"
)

// pattern compiles an expression when it is first asked for: they are many, and few runs
// read mail.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
