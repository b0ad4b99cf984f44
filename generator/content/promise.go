package content

import (
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/front"
)

// A Promise is a date, a turnaround or a price as one version of an
// engagement.md gives it, in a form in which equal promises are equal texts.
type Promise struct {
	Kind  string // milestone, input, turnaround or price
	ID    string
	Field string // due, respond, resolve, amount, currency, per or includes
	Value string
}

// ReadPromises reads what a version of an engagement.md promises, in the order
// in which it stands there. It reports nothing: what cannot be read is no
// promise, and neither is what a draft or a proposal says.
func ReadPromises(data []byte) []Promise {
	doc, _ := front.Parse("", data)
	root := doc.Front
	if root == nil || root.Kind != front.Map || isDraft(root) {
		return nil
	}
	if status := root.Get("status"); status.IsBlank() || status.Raw == string(Proposed) {
		return nil
	}
	var all []Promise
	each := func(list, kind string, fields ...string) {
		n := root.Get(list)
		if n == nil || n.Kind != front.List {
			return
		}
		for _, kid := range n.Kids {
			id := kid.Get("id")
			if id.IsBlank() {
				continue
			}
			for _, field := range fields {
				if v := kid.Get(field); !v.IsBlank() && v.Kind == front.Scalar {
					all = append(all, promised(kind, strings.TrimSpace(id.Raw), field, strings.TrimSpace(v.Raw))...)
				}
			}
		}
	}
	each("plan", "milestone", "due")
	each("inputs", "input", "due")
	each("turnaround", "turnaround", "respond", "resolve")
	each("pricing", "price", "amount", "per", "includes")
	return all
}

// promised brings a value into the form in which it can be compared. An amount
// without a currency says nothing about the currency.
func promised(kind, id, field, raw string) []Promise {
	p := Promise{kind, id, field, raw}
	switch field {
	case "due":
		if _, err := calendar.ParseDate(raw); err != nil {
			return nil
		}
	case "respond", "resolve", "includes":
		d, err := calendar.ParseDuration(raw)
		if err != nil {
			return nil
		}
		p.Value = d.String()
	case "amount":
		amount, code, _, err := parseMoney(raw)
		if err != nil {
			return nil
		}
		p.Value = amount.String()
		if code != "" {
			return []Promise{p, {kind, id, "currency", code}}
		}
	}
	return []Promise{p}
}
