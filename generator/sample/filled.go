package sample

import (
	"strings"

	"rapport/generator/content"
	"rapport/generator/schema"
)

// LeftOut is the value of a field that Front is to leave out.
const LeftOut = "\x00"

// Front returns front matter of a kind of file that has every field declared,
// whatever it is: a text is a word that tells its place, behind the given one
// (acme-engagement-scope-includes-what), and so is an id; what names something
// names what Front writes there. Own has values to write instead, in YAML, by the
// path of the field (engagement.status), and LeftOut for none. Behind the path of a
// list and a plus sign are elements that it has as well (engagement.pricing+).
//
// The files of a client, made by Front for each kind, fit together, as long as
// pictures and a service of the name are there.
func Front(kind content.FileKind, word string, own map[string]string) string {
	var b strings.Builder
	b.WriteString("---\n")
	f := filling{word, own}
	for _, field := range kind.Fields {
		if value, ok := f.value(kind.Name+"."+field.Key, field); ok {
			b.WriteString(field.Key + ": " + value + "\n")
		}
	}
	b.WriteString("---\n")
	return b.String()
}

type filling struct {
	word string
	own  map[string]string
}

// named tells where stands what is referred to.
var named = map[schema.Target]string{
	"person": "client.contacts.id", "contact": "client.contacts.id", "colleague": "provider.people.id", "part of the agreement": "engagement.plan.id",
	"goal": "client.goals.id", "turnaround": "engagement.turnaround.id", "pricing item": "engagement.pricing.id",
	"KPI": "engagement.kpis.id", "milestone": "engagement.plan.id", "milestone or input": "engagement.inputs.id", "milestone, input, KPI or price": "engagement.plan.id",
}

// value returns what to write under a key, and false for nothing.
func (f filling) value(path string, i schema.Info) (string, bool) {
	if own, ok := f.own[path]; ok {
		return own, own != LeftOut
	}
	value := f.one(path, i)
	if i.List {
		if more := f.own[path+"+"]; more != "" {
			value += ", " + more
		}
		value = "[" + value + "]"
	}
	return value, true
}

// one returns one value of a field.
func (f filling) one(path string, i schema.Info) string {
	switch at, ok := named[i.Refers]; {
	case ok && f.own[at] != "":
		return f.own[at]
	case ok:
		return f.at(at)
	case i.Sample != "":
		return i.Sample
	case i.Fields == nil:
		return f.at(path)
	}
	var keys []string
	for _, field := range i.Fields {
		if value, ok := f.value(path+"."+field.Key, field); ok {
			keys = append(keys, field.Key+": "+value)
		}
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

// at is the word of a path.
func (f filling) at(path string) string {
	return f.word + "-" + strings.NewReplacer(".", "-", "_", "-").Replace(path)
}
