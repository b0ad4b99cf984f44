package markdown

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A section is a heading of a body with what follows from its place among the
// others.
type section struct {
	node  *ast.Heading
	id    string // without prefix
	inert string // the words, where they are the same in HTML; else ""
	level int    // of the HTML element
}

// outlineOf lists the headings of a body in order. It comes before rendering,
// because a link may lead to a heading further down.
func outlineOf(r *renderer, root ast.Node) []section {
	base := cmp.Or(r.ctx.HeadingBase, 2)
	var sections []section
	var open []int // levels, as written, of the headings that the next one may stand under
	var ids anchors
	smart := r.smart
	r.smart = false // an id is made of what was typed
	var walk func(ast.Node)
	walk = func(parent ast.Node) {
		for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
			switch n := n.(type) {
			case *ast.Heading:
				inert := r.inertText(n)
				name := inert
				if inert == "" {
					name = r.plainText(n)
				}
				if strings.TrimSpace(name) == "" {
					continue
				}
				for len(open) > 0 && open[len(open)-1] >= n.Level {
					open = open[:len(open)-1]
				}
				sections = append(sections, section{n, ids.add(name), inert, min(base+len(open), 6)})
				open = append(open, n.Level)
			case *ast.Blockquote, *ast.List, *ast.ListItem, *extast.Footnote:
				walk(n)
			}
		}
	}
	walk(root)
	r.smart = smart
	return sections
}

// inertText returns what a heading says, where it is one text that is the same in HTML; else "".
func (r *renderer) inertText(n *ast.Heading) string {
	words, ok := n.FirstChild().(*ast.Text)
	if !ok || n.ChildCount() > 1 || words.IsRaw() || words.Segment.Padding > 0 {
		return ""
	}
	if s := string(words.Segment.Value(r.src)); isInert(s) {
		return s
	}
	return ""
}

// anchors makes ids of headings, each once. The zero value is ready.
type anchors struct {
	used map[string]int // how often a name was asked for, or a suffixed one given
}

// add returns the id for a heading: its letters, digits, marks, hyphens and
// underscores of any script, in lower case, with hyphens for spaces; "section"
// where that leaves nothing. Later ones of a name end in -1, -2 and so on.
func (a *anchors) add(heading string) string {
	var b strings.Builder
	b.Grow(len(heading))
	for _, c := range strings.TrimSpace(heading) {
		switch {
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsMark(c), c == '-', c == '_':
			b.WriteRune(unicode.ToLower(c))
		case unicode.IsSpace(c):
			b.WriteByte('-')
		}
	}
	name := b.String()
	if strings.Trim(name, "-") == "" {
		name = "section"
	}
	if a.used == nil {
		a.used = make(map[string]int)
	}
	id := name
	for {
		if _, taken := a.used[id]; !taken {
			break
		}
		a.used[name]++
		id = name + "-" + strconv.Itoa(a.used[name])
	}
	a.used[id] = 0
	return id
}
