package markdown

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"rapport/generator/diag"
)

// footnotes parses the footnotes themselves. They stay where they were written
// in the tree; the renderer numbers them by their marks and puts them last.
type footnotes struct{ parser.BlockParser }

func (p footnotes) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	if !bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("[^")) || tooDeep(reader, pc) {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

func (p footnotes) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	note, state := node.(*extast.Footnote), stateOf(pc)
	if _, taken := state.notes[string(note.Ref)]; taken {
		state.add(note.Pos(), DuplicateFootnote,
			fmt.Sprintf("a footnote %q is there already; give this one another label", clip(string(note.Ref))))
		return
	}
	if state.notes == nil {
		state.notes = make(map[string]*extast.Footnote)
	}
	state.notes[string(note.Ref)] = note
	state.order = append(state.order, note)
}

// A footnoteMark is the place in the text that a footnote belongs to.
type footnoteMark struct {
	ast.BaseInline
	note *extast.Footnote
}

var kindFootnoteMark = ast.NewNodeKind("FootnoteMark")

func (*footnoteMark) Kind() ast.NodeKind            { return kindFootnoteMark }
func (n *footnoteMark) Dump(source []byte, lvl int) { ast.DumpHelper(n, source, lvl, nil, nil) }

type footnoteMarks struct{}

// Trigger holds the exclamation mark for "really![^1]", which would otherwise
// begin an image.
func (footnoteMarks) Trigger() []byte { return []byte{'[', '!'} }

func (footnoteMarks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	before := 0
	if line[0] == '!' {
		before = 1
	}
	label, ok := bytes.CutPrefix(line[before:], []byte("[^"))
	if !ok {
		return nil
	}
	end := bytes.IndexAny(label[:min(len(label), 100)], "]^[ \t\r\n")
	if end <= 0 || label[end] != ']' {
		return nil
	}
	label = label[:end]
	at, state := segment.Start+before, stateOf(pc)
	note, ok := state.notes[string(label)]
	if !ok {
		if !bytes.HasPrefix(line[before+len("[^")+end:], []byte("](")) {
			var labels []string
			for _, n := range state.order {
				labels = append(labels, string(n.Ref))
			}
			state.add(at, UndefinedFootnote,
				diag.Errorf("no footnote is defined for %q%s", clip(string(label)),
					didYouMean(string(label), labels, fmt.Sprintf("; add a line [^%s]: with its text", clip(string(label))))))
		}
		return nil
	}
	if before > 0 {
		ast.MergeOrAppendTextSegment(parent, segment.WithStop(at))
	}
	block.Advance(before + len("[^") + end + 1)
	mark := &footnoteMark{note: note}
	mark.SetPos(at)
	return mark
}

// A noteUse is a footnote that the text has marks for.
type noteUse struct {
	note  *extast.Footnote
	marks int
}

// mark writes the number that leads to a footnote. Numbers follow the first
// marks, in the order of the page.
func (r *renderer) mark(n *footnoteMark) {
	if r.plain || r.quiet {
		return
	}
	if n.note.Index < 0 {
		r.notes = append(r.notes, noteUse{note: n.note})
		n.note.Index = len(r.notes)
	}
	use := &r.notes[n.note.Index-1]
	use.marks++
	number := strconv.Itoa(n.note.Index)
	r.tag(`<sup class="footnote-ref" id="`)
	r.markID(n.note.Index, use.marks)
	if r.inLink {
		r.tag(`">`, number, `</sup>`)
		return
	}
	r.tag(`"><a href="#`)
	r.attribute(r.ctx.IDPrefix)
	r.tag(`fn:`, number, `" role="doc-noteref">`, number, `</a></sup>`)
}

// markID writes the id of a footnote's mark. The colon keeps the ids of
// footnotes apart from those of headings, which have none.
func (r *renderer) markID(number, nth int) {
	r.attribute(r.ctx.IDPrefix)
	r.tag("fnref:", strconv.Itoa(number))
	if nth > 1 {
		r.tag("-", strconv.Itoa(nth))
	}
}

// footnotes writes the footnotes that have marks, and reports those that have
// none. A footnote's text may hold the first mark of another, which is then
// written after it.
func (r *renderer) footnotes(state *parseState) {
	for i := 0; i < len(r.notes); i++ {
		if i == 0 {
			r.tag(`<div class="footnotes"><ol>`)
		}
		note := r.notes[i].note
		r.tag(`<li id="`)
		r.attribute(r.ctx.IDPrefix)
		r.tag("fn:", strconv.Itoa(i+1), `">`)
		last, inline := note.LastChild().(*ast.Paragraph)
		for n := note.FirstChild(); n != nil; n = n.NextSibling() {
			if n == ast.Node(last) {
				r.start()
				r.tag("<p>")
				r.inlines(n)
				r.tag(" ")
				break
			}
			r.block(n)
		}
		if !inline {
			r.tag("<p>")
		}
		for nth := 1; nth <= r.notes[i].marks; nth++ {
			if nth > 1 {
				r.tag(" ")
			}
			r.tag(`<a class="footnote-back" href="#`)
			r.markID(i+1, nth)
			r.tag(`" role="doc-backlink" aria-label="`)
			r.attribute(r.labels.FootnoteBack)
			if nth > 1 {
				r.tag(` `, strconv.Itoa(nth), `">↩︎<sup>`, strconv.Itoa(nth), `</sup></a>`)
			} else {
				r.tag(`">↩︎</a>`)
			}
		}
		r.tag("</p></li>")
	}
	if len(r.notes) > 0 {
		r.tag("</ol></div>")
	}
	for _, note := range state.order {
		if note.Index < 0 {
			r.report(note.Pos(), UnusedFootnote,
				fmt.Sprintf("no text has a mark [^%s], so this footnote is not shown; add the mark or remove the footnote", clip(string(note.Ref))))
		}
	}
}
