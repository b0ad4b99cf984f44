package lsp

import (
	"context"
	"strings"

	"rapport/generator/front"
)

// symbols are what a file holds, as a tree: the keys of its front matter, and the headings of its text.
func symbols(_ context.Context, q *inquiry) (any, error) {
	all := []documentSymbol{}
	if tree := q.library.tree(q.file); tree != nil {
		all = append(all, q.doc.symbolsIn(tree)...)
	}
	all = append(all, q.doc.headings()...)
	if q.server.client.TextDocument.DocumentSymbol.Hierarchical {
		return all, nil
	}
	return flat(q.doc.uri, "", all), nil
}

// symbolsIn returns the keys of a map, or the elements of a list by what they are about.
func (d *document) symbolsIn(n *front.Node) []documentSymbol {
	var all []documentSymbol
	for i, kid := range n.Kids {
		s := documentSymbol{Kind: symbolProperty}
		from := d.offsetOf(kid.Mark)
		switch {
		case n.Kind == front.Map:
			s.Name, from = n.Keys[i].Name, d.offsetOf(n.Keys[i].Mark)
			if kid.Kind == front.Scalar {
				s.Detail = kid.Raw
			}
		case kid.Kind == front.Map:
			if s.Name, s.Detail = titleOf(kid), ""; kid.Get("id") != nil {
				s.Name, s.Detail = kid.Get("id").Raw, s.Name
			}
		}
		if s.Name == "" {
			continue // an element without a name is seen in its list
		}
		switch kid.Kind {
		case front.Map:
			s.Kind = symbolObject
		case front.List:
			s.Kind = symbolArray
		}
		end := max(from, d.endOf(kid))
		s.Range = d.span(from, max(from, d.lineEnd(end)))
		s.SelectionRange = d.span(from, d.wordEnd(from, false))
		if kid.Kind == front.Map && n.Kind == front.List {
			s.Children = nil // its keys are the same in each
		} else if kid.Kind != front.Scalar {
			s.Children = d.symbolsIn(kid)
		}
		all = append(all, s)
	}
	return all
}

// lineEnd returns the end of the line that holds an offset, its CR apart.
func (d *document) lineEnd(at int) int {
	rest := d.text[at:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return at + len(strings.TrimRight(rest, "\r"))
}

// A heading is one of a text.
type heading struct {
	level, line, end int // the last line of its section
	title            string
}

// sections finds the headings of the text below front matter. Those within fences of code are none.
func (d *document) sections() []heading {
	first := 0
	if f, ok := front.RegionOf([]byte(d.text)); ok {
		first = d.position(f.To).Line + 1
	}
	var all []heading
	fence := ""
	last := len(d.lines) - 1
	for last > first && strings.TrimSpace(d.line(last)) == "" {
		last--
	}
	for n := first; n <= last; n++ {
		line := d.line(n)
		mark := strings.TrimLeft(line, " ")
		switch {
		case fence != "":
			if strings.HasPrefix(mark, fence) {
				fence = ""
			}
			continue
		case strings.HasPrefix(mark, "```"), strings.HasPrefix(mark, "~~~"):
			fence = mark[:3]
			continue
		}
		title := strings.TrimLeft(mark, "#")
		level := len(mark) - len(title)
		if level == 0 || level > 6 || title != "" && title[0] != ' ' || len(line)-len(mark) > 3 {
			continue
		}
		for i := range all {
			if all[i].end < 0 && all[i].level >= level {
				all[i].end = n - 1
			}
		}
		all = append(all, heading{level, n, -1, strings.Trim(title, " #")})
	}
	for i := range all {
		if all[i].end < 0 {
			all[i].end = last
		}
	}
	return all
}

// headings are the sections as symbols, each with those within.
func (d *document) headings() []documentSymbol {
	all, _ := d.nested(d.sections(), 0)
	return all
}

func (d *document) nested(all []heading, level int) (symbols []documentSymbol, rest []heading) {
	for len(all) > 0 && all[0].level > level {
		h := all[0]
		line := position{h.line, 0}
		end := d.position(d.offset(position{h.end, 1 << 30}))
		s := documentSymbol{Name: h.title, Kind: symbolText, Range: span{line, end}, SelectionRange: span{line, d.position(d.offset(position{h.line, 1 << 30}))}}
		if s.Name == "" {
			s.Name = "#"
		}
		s.Children, all = d.nested(all[1:], h.level)
		symbols = append(symbols, s)
	}
	return symbols, all
}

// flat lists symbols for clients that know no trees.
func flat(uri, within string, all []documentSymbol) []symbolInformation {
	list := []symbolInformation{}
	for _, s := range all {
		list = append(list, symbolInformation{s.Name, s.Kind, location{uri, s.Range}, within})
		list = append(list, flat(uri, s.Name, s.Children)...)
	}
	return list
}

// folds are what can be folded: front matter, each of its keys, and the sections of the text.
func folds(_ context.Context, q *inquiry) (any, error) {
	all := []foldingRange{}
	add := func(from, to int, kind string) {
		if to > from {
			all = append(all, foldingRange{from, to, kind})
		}
	}
	f, ok := front.RegionOf([]byte(q.doc.text))
	if ok && f.Closed && f.Fence != "{" {
		add(q.doc.position(f.From).Line-1, q.doc.position(f.To).Line, "region")
	}
	if tree := q.library.tree(q.file); tree != nil {
		q.doc.foldsIn(tree, add)
	}
	for _, h := range q.doc.sections() {
		end := h.end
		for end > h.line && strings.TrimSpace(q.doc.line(end)) == "" {
			end--
		}
		add(h.line, end, "")
	}
	return all, nil
}

func (d *document) foldsIn(n *front.Node, add func(from, to int, kind string)) {
	for i, kid := range n.Kids {
		if len(kid.Kids) == 0 {
			continue
		}
		from := d.offsetOf(kid.Mark)
		if n.Kind == front.Map {
			from = d.offsetOf(n.Keys[i].Mark)
		}
		add(d.position(from).Line, d.position(d.endOf(kid)).Line, "")
		d.foldsIn(kid, add)
	}
}
