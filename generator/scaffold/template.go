package scaffold

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// TemplateNames lists what stands between double braces in a template of one's own.
func TemplateNames() []string {
	w := &writer{}
	return slices.Sorted(maps.Keys(w.templateNames()))
}

// templateNames are what stands for what in a template: the names of new files, and of
// what New writes by itself beside them.
func (w *writer) templateNames() map[string]string {
	names := w.names()
	names["title"], names["client"], names["engagement"], names["lead"] = front.WriteText(w.Title), w.Client, w.Engagement, w.lead()
	names["agenda"] = w.agenda()
	delete(names, "wanted") // a comment within a list
	return names
}

// fill writes a template with its names replaced. The error says which of them there
// are not, and where.
func (w *writer) fill(template []byte) error {
	names := w.templateNames()
	for i, line := range bytes.Split(template, []byte("\n")) {
		for _, in := range placeholder.FindAll(line, -1) {
			if name := strings.Trim(string(in), "{} "); names[name] == "" && !slices.Contains(TemplateNames(), name) {
				mend := diag.DidYouMean(name, TemplateNames()).Or("; there are " + strings.Join(TemplateNames(), ", "))
				return fmt.Errorf("templates/%s.md:%d: nothing is called {{%s}}%s", w.Kind, i+1, name, mend)
			}
		}
	}
	if fence := []byte("---\n"); w.Draft && bytes.HasPrefix(template, fence) {
		template = slices.Concat(fence, []byte(draftLine+"\n"), template[len(fence):])
	}
	w.text.Write(placeholder.ReplaceAllFunc(template, func(in []byte) []byte {
		return []byte(names[strings.Trim(string(in), "{} ")])
	}))
	return nil
}
