package theme

import (
	"fmt"
	"slices"
)

// Interpreted is the theme without what is compiled of it: html/template executes all.
func (t *Theme) Interpreted() *Theme {
	slow := *t
	slow.fast = nil
	return &slow
}

// LeftToInterpreter lists the templates that were executed and could not be compiled.
func (t *Theme) LeftToInterpreter() []string {
	var left []string
	t.fast.programs.Range(func(_, value any) bool {
		if p := value.(*program); !p.compiled(t.fast) {
			left = append(left, fmt.Sprintf("%s for %s", p.template, p.dot))
		}
		return true
	})
	slices.Sort(left)
	return left
}
