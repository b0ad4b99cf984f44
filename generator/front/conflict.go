package front

import (
	"bytes"

	"rapport/generator/diag"
)

// Conflicts returns what git left in a file that it could not merge, at its lines: in
// front matter, in Markdown and in tables alike. Seven of these signs at the left, with
// nothing or a space behind them, begin no line that a person writes.
func Conflicts(file string, data []byte) []diag.Problem {
	if !bytes.Contains(data, ours) && !bytes.Contains(data, theirs) {
		return nil
	}
	var problems []diag.Problem
	inConflict := false
	for at, number := 0, 1; at < len(data); number++ {
		line, next := LineAt(data, at)
		at = next
		line = bytes.TrimRight(bytes.TrimPrefix(line, []byte("\uFEFF")), "\r")
		switch {
		case isMarker(line, ours):
			inConflict = true
			problems = append(problems, MergeConflict.At(Mark{number, 1}.In(file), "git left a conflict here; keep one of the two versions, and remove the lines <<<<<<<, ======= and >>>>>>>"))
		case isMarker(line, theirs) && inConflict:
			inConflict = false
		case isMarker(line, theirs):
			problems = append(problems, MergeConflict.At(Mark{number, 1}.In(file), "git left the end of a conflict here; remove the line"))
		}
	}
	return problems
}

var ours, theirs = []byte("<<<<<<<"), []byte(">>>>>>>")

func isMarker(line, marker []byte) bool {
	rest, ok := bytes.CutPrefix(line, marker)
	return ok && (len(rest) == 0 || rest[0] == ' ')
}
