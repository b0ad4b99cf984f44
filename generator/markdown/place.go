package markdown

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"rapport/generator/diag"
)

// A place maps offsets in a text to positions in the file that it stands in.
type place struct {
	file      string
	line, col int // of the text's first character
	src       []byte
	starts    []int // offsets of the text's lines; nil until they are needed
}

func (p *place) at(offset int) diag.Position {
	if p.starts == nil {
		p.starts = make([]int, 1, bytes.Count(p.src, newline)+1)
		for i, c := range p.src {
			if c == '\n' {
				p.starts = append(p.starts, i+1)
			}
		}
	}
	offset = min(max(offset, 0), len(p.src))
	i := sort.SearchInts(p.starts, offset+1) - 1
	col := utf8.RuneCount(p.src[p.starts[i]:offset]) + 1
	if i == 0 {
		col += p.col - 1
	}
	return diag.Position{File: p.file, Line: p.line + i, Col: col}
}
