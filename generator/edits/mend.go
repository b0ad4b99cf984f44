package edits

import (
	"slices"

	"rapport/generator/diag"
)

// Mend makes the changes of the problems' fixes that cannot be wrong, a file each, in the order of the files, and returns the problems
// that they mend. One whose file says something else by now, or that meets another, is left out.
func Mend(problems []diag.Problem, read func(name string) ([]byte, error)) (changes []Change, mended []diag.Problem, err error) {
	var fixable []diag.Problem
	for _, p := range problems {
		if p.Fix.IsSure() {
			fixable = append(fixable, p)
		}
	}
	diag.Sort(fixable)
	for len(fixable) > 0 {
		file := fixable[0].File
		n := slices.IndexFunc(fixable, func(p diag.Problem) bool { return p.File != file })
		if n < 0 {
			n = len(fixable)
		}
		data, err := read(file)
		if err != nil {
			return nil, nil, err
		}
		after, done := mendFile(data, fixable[:n])
		if len(done) > 0 {
			changes, mended = append(changes, Change{File: file, Before: data, After: after}), append(mended, done...)
		}
		fixable = fixable[n:]
	}
	return changes, mended, nil
}

// mendFile makes the fixes of one file.
func mendFile(data []byte, problems []diag.Problem) (after []byte, done []diag.Problem) {
	last := 0
	for _, p := range problems {
		from, to, ok := p.Fix.Find(data)
		if !ok || from < last || from == last && to == from && len(done) > 0 {
			continue
		}
		after = append(append(after, data[last:from]...), p.Fix.Text...)
		last = to
		done = append(done, p)
	}
	return append(after, data[last:]...), done
}
