package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// isWide reports whether a character is of a script that puts no spaces between
// words: Chinese or Japanese, with their punctuation and full-width forms.
func isWide(c rune) bool {
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		0x3000 <= c && c <= 0x303f || 0xff00 <= c && c <= 0xff60 || 0xffe0 <= c && c <= 0xffe6
}

// loosen lets marks of emphasis stand between punctuation and a letter of a script
// that puts no spaces there: in **重要。**次 the second mark closes, though
// CommonMark wants a space behind it. Underscores stay as they are.
func loosen(node ast.Node, before rune, line []byte) {
	d, ok := node.(*parser.Delimiter)
	if !ok || d.Char == '_' {
		return
	}
	after := ' '
	if d.OriginalLength < len(line) {
		after, _ = utf8.DecodeRune(line[d.OriginalLength:])
	}
	joins := func(c rune) bool { return isWide(c) || unicode.Is(unicode.Hangul, c) }
	if !util.IsSpaceRune(after) && joins(before) {
		d.CanOpen = true
	}
	if !util.IsSpaceRune(before) && joins(after) {
		d.CanClose = true
	}
	// Full-width punctuation has its own space about it: **重要。**API, API**（重要）**.
	if !util.IsSpaceRune(after) && isWidePunctuation(before) {
		d.CanClose = true
	}
	if !util.IsSpaceRune(before) && isWidePunctuation(after) {
		d.CanOpen = true
	}
}

func isWidePunctuation(c rune) bool { return isWide(c) && unicode.IsPunct(c) }

// firstCharacter is the character with which a node's text begins; a space where
// it has none.
func (r *renderer) firstCharacter(n ast.Node) rune {
	for n != nil {
		if t, ok := n.(*ast.Text); ok {
			c, _ := utf8.DecodeRune(t.Segment.Value(r.src))
			return c
		}
		n = n.FirstChild()
	}
	return ' '
}
