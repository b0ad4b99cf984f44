package chart

import "html/template"

// Picture draws what is inside the SVG of a Line, below its title and
// description. It is here and not in a layout because a report has a hundred
// points: written by html/template, they take longer than the rest of the page.
// Elements have classes for style sheets: band, grid (and zero), tick, axis,
// previous, budget, target, value, dot (and last), mark, newest. A layout that wants a
// picture of its own has all fields of the Line.
func (l *Line) Picture() template.HTML {
	b := make([]byte, 0, 4096)
	b = appendPath(b, "band", l.Band)
	for _, g := range l.Grid {
		class := "grid"
		if g.Zero {
			class = "grid zero"
		}
		b = appendPath(b, class, "M"+l.Left+" "+g.Y+"H"+l.Right)
		b = appendText(b, "tick", Label{X: l.Left, Y: g.LabelY, Text: g.Text})
	}
	for _, label := range l.Axis {
		b = appendText(b, "axis", label)
	}
	b = appendPath(b, "previous", l.Previous)
	b = appendPath(b, "budget", l.Budget)
	b = appendPath(b, "target", l.Target)
	b = appendPath(b, "value", l.Path)
	for i := range l.Dots {
		b = appendDot(b, &l.Dots[i])
	}
	if l.Last != nil {
		b = appendText(b, "newest", *l.Last)
	}
	return template.HTML(b)
}

func appendDot(b []byte, d *Dot) []byte {
	class, r := "dot", "3"
	if d.Last {
		class, r = "dot last", "5"
	}
	b = append(append(append(b, `<g class="`...), class...), `"><title>`...)
	b = append(appendEscaped(b, d.Title), `</title><circle cx="`...)
	b = append(append(b, d.X...), `" cy="`...)
	b = append(append(b, d.Y...), `" r="`...)
	b = append(append(b, r...), `"/>`...)
	if d.Note != "" {
		b = appendText(b, "mark", Label{X: d.X, Y: d.NoteY, Text: d.Note, Anchor: "middle"})
	}
	return append(b, "</g>"...)
}

func appendPath(b []byte, class, d string) []byte {
	if d == "" {
		return b
	}
	b = append(append(b, `<path class="`...), class...)
	b = append(append(b, `" d="`...), d...)
	return append(b, `"/>`...)
}

func appendText(b []byte, class string, l Label) []byte {
	b = append(append(b, `<text class="`...), class...)
	b = append(append(b, `" x="`...), l.X...)
	b = append(append(b, `" y="`...), l.Y...)
	if l.Anchor != "" {
		b = append(append(b, `" text-anchor="`...), l.Anchor...)
	}
	return append(appendEscaped(append(b, `">`...), l.Text), "</text>"...)
}

// HTML writes the parts of the table: its caption, head and body.
func (t *Table) HTML() template.HTML {
	b := make([]byte, 0, 64*(len(t.Rows)+2))
	b = append(appendEscaped(append(b, "<caption>"...), t.Caption), "</caption><thead><tr>"...)
	for _, h := range t.Headings {
		b = append(appendEscaped(append(b, `<th scope="col">`...), h), "</th>"...)
	}
	b = append(b, "</tr></thead><tbody>"...)
	for _, row := range t.Rows {
		b = append(b, "<tr>"...)
		for i, cell := range row {
			if i == 0 {
				b = append(appendEscaped(append(b, `<th scope="row">`...), cell), "</th>"...)
				continue
			}
			b = append(appendEscaped(append(b, "<td>"...), cell), "</td>"...)
		}
		b = append(b, "</tr>"...)
	}
	return template.HTML(append(b, "</tbody>"...))
}

// appendEscaped writes a text as it may stand in an element or an attribute.
func appendEscaped(b []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		var escape string
		switch text[i] {
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '&':
			escape = "&amp;"
		case '"':
			escape = "&#34;"
		default:
			continue
		}
		b = append(append(b, text[from:i]...), escape...)
		from = i + 1
	}
	return append(b, text[from:]...)
}
