package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// refer takes note of the label by which a link or an image names its address.
func (r *renderer) refer(reference *ast.ReferenceLink) {
	if reference == nil {
		return
	}
	if r.referred == nil {
		r.referred = map[string]bool{}
	}
	r.referred[util.ToLinkReference(reference.Value)] = true
}

// unused reports the lines that define links which no text uses. They are not shown, and
// "[Robin]: yes" is often meant as words.
func (r *renderer) unused() {
	seen := map[string]bool{}
	for _, n := range r.defined {
		label := util.ToLinkReference(n.Label)
		switch {
		case !r.referred[label]:
			r.report(n.Pos(), UnusedReference, fmt.Sprintf("this line gives the address of a link %q that no text has, so it is not shown; write \\[ where words are meant, or remove the line", clip(string(n.Label))))
		case seen[label]:
			r.report(n.Pos(), UnusedReference, fmt.Sprintf("the link %q has an address already, so this line is not shown; write \\[ where words are meant, or remove the line", clip(string(n.Label))))
		}
		seen[label] = true
	}
}

// lostCells reports the cells of a table's row that have no column.
func (r *renderer) lostCells(row ast.Node, columns int) {
	from := row.Pos()
	if from < 0 || from >= len(r.src) {
		return
	}
	line := r.src[from:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	body := bytes.TrimSpace(line)
	at := from + bytes.Index(line, body)
	body = bytes.TrimPrefix(body, []byte("|"))
	at += len(bytes.TrimSpace(line)) - len(body)
	body = bytes.TrimSuffix(body, []byte("|"))
	cells, extra := 1, -1
	for i, c := range body {
		if c == '|' && (i == 0 || body[i-1] != '\\') {
			if cells++; cells == columns+1 {
				extra = i + 1
			}
		}
	}
	if extra >= 0 && len(bytes.TrimSpace(body[extra:])) > 0 {
		r.report(at+extra, LostCells, fmt.Sprintf("this row has %d cells and the table %d columns, so what stands from here on is not shown; write \\| for a stroke within a cell, or give the header more columns", cells, columns))
	}
}
