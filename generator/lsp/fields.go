package lsp

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// kindOf returns the kind of a file by its place: that of an entry is what its front matter says. It is "" for
// what is no Markdown of ours.
func (f *folder) kindOf(file string) string {
	inside, ok := strings.CutPrefix(file, f.content()+"/")
	if !ok || path.Ext(file) != ".md" {
		return ""
	}
	parts := strings.Split(inside, "/")
	switch {
	case inside == "provider.md":
		return "provider"
	case len(parts) == 2 && parts[0] == "services":
		return "service"
	case len(parts) < 3 || parts[0] != "clients":
		return ""
	case len(parts) == 3 && parts[2] == "client.md":
		return "client"
	case len(parts) == 4 && parts[3] == "engagement.md":
		return "engagement"
	case len(parts) == 5 && parts[3] == "journal":
		return "entry"
	case len(parts) == 5 && parts[3] == "reports":
		return "report"
	}
	return ""
}

var kindLine = regexp.MustCompile(`(?m)^\s*"?kind"?\s*[:=]\s*["']?([a-z]+)`)

// fieldsOf returns the fields of a file of a kind.
func fieldsOf(kind, text string) []schema.Info {
	if kind == "entry" {
		if f, ok := front.RegionOf([]byte(text)); ok {
			if m := kindLine.FindStringSubmatch(text[f.From:f.To]); m != nil && content.Kind(m[1]).Info() != nil {
				kind = m[1]
			}
		}
	}
	kinds := fileKinds()
	if kind == "entry" { // which it is, is not said yet
		var of []string
		for _, k := range content.Kinds {
			of = append(of, string(k.Kind))
		}
		fields := slices.Clone(kinds[of[0]])
		fields[0].Shape = schema.Choice(of...).Shape
		return slices.DeleteFunc(fields, func(i schema.Info) bool {
			return slices.ContainsFunc(of, func(k string) bool { return keyOf(kinds[k], i.Key) == nil })
		})
	}
	return kinds[kind]
}

func fileKinds() map[string][]schema.Info {
	all := map[string][]schema.Info{}
	for _, k := range content.FileKinds() {
		all[k.Name] = k.Fields
	}
	return all
}

func keyOf(fields []schema.Info, key string) *schema.Info {
	i := slices.IndexFunc(fields, func(i schema.Info) bool { return i.Key == key })
	if i < 0 {
		return nil
	}
	return &fields[i]
}

// infoAt returns what is known of the key at the end of a path, and nil of one that is not known.
func infoAt(fields []schema.Info, path []string) *schema.Info {
	var info *schema.Info
	for _, key := range path {
		if info = keyOf(fields, key); info == nil {
			return nil
		}
		fields = slices.Concat(info.Fields, info.Elements)
	}
	return info
}
