package chart

import (
	"html/template"
	"strings"
)

// Picture draws a Line: the labels of the value axis, the plot, and what the lines are at
// their ends, as three SVGs beside each other. It is here and not in a layout because a
// report has a hundred points: written by html/template, they take longer than the rest
// of the page. Elements have classes for style sheets: left (and above), plot and ends; in the plot
// band, grid, leader, bars or value, previous, budget, target, dots, newest, lone, and, in
// letters, ticks, axis, said, mark and break. What is of class wide or narrow stands
// only in pictures that are. It is written as short as HTML allows, since a report has
// several: attributes without quotes where their values need none, table cells without end
// tags. A layout that wants a picture of its own has all fields of
// the Line.
func (l *Line) Picture() template.HTML { return template.HTML(l.appendPicture(make([]byte, 0, 3072))) }

// AppendHTML appends what Picture returns.
func (l *Line) AppendHTML(method string, b []byte) []byte {
	if method != "Picture" {
		return nil
	}
	return l.appendPicture(b)
}

func (l *Line) appendPicture(b []byte) []byte {
	b = append(append(append(b, `<svg class=left width=`...), l.Left...), '>')
	if l.Above != "" {
		b = append(appendEscaped(append(b, `<text class=above>`...), l.Above), "</text>"...)
	}
	b = append(b, `</svg><svg class=plot><svg viewBox="0 0 1000 1000" preserveAspectRatio=none>`...)
	b = appendPath(b, "band", l.Band)
	b = appendPath(b, "grid", l.Grid)
	if l.Bar != "" {
		b = l.appendBars(b, l.Path)
		b = l.appendBars(b, l.Newest) // once more, to stand out
	}
	b = appendPath(b, "previous", l.Previous)
	b = appendPath(b, "budget", l.Budget)
	b = appendPath(b, "target", l.Target)
	if l.Bar == "" {
		b = appendPath(b, "value", l.Path)
	}
	leader := "leader"
	if l.NotesNarrow {
		leader = "leader narrow"
	}
	b = appendPath(b, leader, l.Leaders)
	b = appendPath(b, "dots", l.Dots)
	if l.Bar == "" {
		b = appendPath(b, "newest", l.Newest)
	}
	if l.Lone != "" { // a ring: a dot in a dot
		b = appendPath(appendPath(b, "lone", l.Lone), "hole", l.Lone)
	}
	b = append(b, "</svg>"...)
	if l.Broken {
		b = append(b, `<svg class=break y=100%><path d="M-6 4 6 1M-6 8 6 5"/></svg>`...)
	}
	b = append(b, `<g class=ticks>`...)
	for _, t := range l.Ticks {
		b = append(appendEscaped(appendTextAt(b, "", "", t.Y, ""), t.Text), "</text>"...)
	}
	b = l.appendAxis(append(b, "</g>"...))
	b = l.appendNotes(b)
	b = append(append(append(b, `</svg><svg class=ends width=`...), l.Right...), '>')
	for _, e := range l.Ends {
		b = append(appendEscaped(appendTextAt(b, e.Kind, "", e.Y, ""), e.Text), "</text>"...)
	}
	return append(b, "</svg>"...)
}

func (l *Line) appendBars(b []byte, d string) []byte {
	b = append(append(b, `<path class=bars stroke-width=`...), l.Bar...)
	return append(append(append(b, ` d="`...), d...), `"/>`...)
}

func (l *Line) appendAxis(b []byte) []byte {
	b = append(b, `<svg class=axis y=100%>`...)
	for _, p := range l.Axis {
		class := ""
		if p.Wide {
			class = "wide"
		}
		b = append(appendEscaped(appendTextAt(b, class, p.X, "", p.Anchor), p.Text), "</text>"...)
	}
	return append(b, "</svg>"...)
}

func (l *Line) appendNotes(b []byte) []byte {
	for _, s := range l.Said {
		class := "said"
		if s.Wide {
			class = "said wide"
		}
		b = append(appendEscaped(appendTextAt(b, class, s.X, s.Y, s.Anchor), s.Text), "</text>"...)
	}
	if len(l.Marks) == 0 {
		return b
	}
	class := "mark"
	if l.NotesNarrow {
		class = "mark narrow"
	}
	b = append(appendAttr(append(b, "<g"...), "class", class), '>')
	for _, m := range l.Marks {
		b = append(append(append(b, `<circle r=7 cx="`...), m.X...), `"/>`...)
		b = append(append(appendTextAt(b, "", m.X, "", ""), m.N...), "</text>"...)
	}
	return append(b, "</g>"...)
}

// appendTextAt begins a text at a place.
func appendTextAt(b []byte, class, x, y, anchor string) []byte {
	b = append(b, "<text"...)
	for _, attr := range [...][2]string{{"class", class}, {"x", x}, {"y", y}, {"text-anchor", anchor}} {
		if attr[1] != "" {
			b = appendAttr(b, attr[0], attr[1])
		}
	}
	return append(b, '>')
}

// appendAttr appends an attribute, whose value has nothing to escape.
func appendAttr(b []byte, name, value string) []byte {
	b = append(append(append(b, ' '), name...), '=')
	if strings.IndexByte(value, ' ') < 0 {
		return append(b, value...)
	}
	return append(append(append(b, '"'), value...), '"')
}

func appendPath(b []byte, class, d string) []byte {
	if d == "" {
		return b
	}
	b = appendAttr(append(b, "<path"...), "class", class)
	return append(append(append(b, ` d="`...), d...), `"/>`...)
}

// HTML writes the parts of the table: its caption, head and body. Of what cells they are
// the headings, their places tell; the empty cells at a row's end are left out.
func (t *Table) HTML() template.HTML {
	return template.HTML(t.append(make([]byte, 0, 48*(len(t.Rows)+2))))
}

// AppendHTML appends what HTML returns.
func (t *Table) AppendHTML(method string, b []byte) []byte {
	if method != "HTML" {
		return nil
	}
	return t.append(b)
}

func (t *Table) append(b []byte) []byte {
	b = append(appendEscaped(append(b, "<caption>"...), t.Caption), "</caption><thead><tr>"...)
	for _, h := range t.Headings {
		b = appendEscaped(append(b, "<th>"...), h)
	}
	b = append(b, "<tbody>"...)
	for _, row := range t.Rows {
		for len(row) > 1 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		for i, cell := range row {
			begin := "<td>"
			if i == 0 {
				begin = "<tr><th>"
			}
			b = appendEscaped(append(b, begin...), cell)
		}
	}
	return b
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
