package lsp

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/table"
)

// A mention is a place at which a thing is named by its id.
type mention struct {
	id   string
	to   schema.Target
	file string
	from int // where the id stands in the file
	end  int
}

// mentions returns the places in a file at which things are named.
func (l *library) mentions(file string) []mention {
	doc := l.doc(file)
	if doc == nil {
		return nil
	}
	if path.Ext(file) == ".csv" {
		return mentionsInTable(file, doc)
	}
	var all []mention
	add := func(to schema.Target, id string, m front.Mark) {
		if from, end := doc.valueAt(m, id); from < end {
			all = append(all, mention{id, to, file, from, end})
		}
	}
	kind := l.kindOf(file)
	if kind == "" {
		return nil
	}
	if parsed, _ := front.Parse(file, []byte(doc.text)); parsed.Front != nil {
		refer(parsed.Front, fieldsOf(kind, doc.text), "", add)
	}
	return append(all, l.mentionsInBody(file, doc)...)
}

// refer walks front matter and finds what refers to something.
func refer(n *front.Node, fields []schema.Info, under string, add func(to schema.Target, id string, m front.Mark)) {
	switch n.Kind {
	case front.List:
		for _, kid := range n.Kids {
			refer(kid, fields, under, add)
		}
	case front.Map:
		for i, key := range n.Keys {
			info := keyOf(fields, key.Name)
			if info == nil {
				continue
			}
			kid := n.Kids[i]
			switch to := info.Refers; {
			case to != "":
				eachScalar(kid, func(one *front.Node) { add(to, strings.TrimSpace(one.Raw), one.Mark) })
			case info.Spread && kid.Kind == front.Map && key.Name == "kpis":
				for _, k := range kid.Keys {
					add("KPI", k.Name, k.Mark)
				}
			case info.Spread && meanings[key.Name] != "" && under == "data":
				for _, one := range kid.Kids {
					eachScalar(one, func(one *front.Node) { add(meanings[key.Name], strings.TrimSpace(one.Raw), one.Mark) })
				}
			}
			next := under
			if next == "" {
				next = key.Name
			}
			refer(kid, slices.Concat(info.Fields, info.Elements), next, add)
		}
	}
}

// meanings are what the words of another program's export are said to mean.
var meanings = map[string]schema.Target{"types": "turnaround", "items": "pricing item", "people": "person"}

func eachScalar(n *front.Node, do func(*front.Node)) {
	switch n.Kind {
	case front.Scalar:
		do(n)
	case front.List:
		for _, kid := range n.Kids {
			if kid.Kind == front.Scalar {
				do(kid)
			}
		}
	}
}

var (
	kpiShown = regexp.MustCompile(`\{\{<\s*kpi\s+([^\s>]+)\s*>\}\}`)
	linkedTo = regexp.MustCompile(`\]\(([^)\s#]*)#([^)\s]+)\)`)
)

// mentionsInBody finds the KPIs that a text shows, and the links to what engagement.md has.
func (l *library) mentionsInBody(file string, doc *document) []mention {
	from := 0
	if f, ok := front.RegionOf([]byte(doc.text)); ok {
		from = f.To
	}
	_, engagement := l.home(file)
	var all []mention
	for _, m := range kpiShown.FindAllStringSubmatchIndex(doc.text[from:], -1) {
		all = append(all, mention{doc.text[from+m[2] : from+m[3]], "KPI", file, from + m[2], from + m[3]})
	}
	for _, m := range linkedTo.FindAllStringSubmatchIndex(doc.text[from:], -1) {
		leads := path.Join(path.Dir(file), doc.text[from+m[2]:from+m[3]])
		if m[2] == m[3] {
			leads = file
		}
		if engagement != "" && leads == engagement+"/engagement.md" {
			all = append(all, mention{doc.text[from+m[4] : from+m[5]], "milestone, input, KPI or price", file, from + m[4], from + m[5]})
		}
	}
	return all
}

// mentionsInTable finds what the rows of a table of ours name.
func mentionsInTable(file string, doc *document) []mention {
	columns := content.TableColumns(path.Base(file))
	if columns == nil {
		return nil
	}
	sheet, _ := table.CSV(file, []byte(doc.text))
	var all []mention
	var targets []schema.Target
	for row := range sheet.Rows() {
		if targets == nil {
			for _, cell := range row.Cells {
				targets = append(targets, refersTo(columns, table.Fold(cell.Text)))
			}
			continue
		}
		for i, cell := range row.Cells {
			if i >= len(targets) || targets[i] == "" || cell.Text == "" {
				continue
			}
			if from, to := doc.valueAt(cell.Mark, cell.Text); from < to {
				all = append(all, mention{cell.Text, targets[i], file, from, to})
			}
		}
	}
	return all
}

// refersTo is what the values under a key refer to; "" for nothing.
func refersTo(fields []schema.Info, key string) schema.Target {
	if info := keyOf(fields, key); info != nil {
		return info.Refers
	}
	return ""
}
