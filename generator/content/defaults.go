package content

import (
	"slices"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// Defaults are what a service says of every engagement of it, unless that says
// otherwise. They are kept as written, and read where they are taken over.
type Defaults struct {
	front  *front.Node
	usual  Terms[Turnaround]
	broken bool // what is wrong with them was said where they stand
}

// Fill reports whether something is taken over under a key of engagement.md.
func (d Defaults) Fill(key string) bool { return d.front.Get(key) != nil }

// Turnaround is how fast kinds of request are answered and done, where an engagement does not
// say otherwise.
func (d Defaults) Turnaround() Terms[Turnaround] { return d.usual }

// defaultKeys are the keys of engagement.md that a service may fill.
var defaultKeys = engagement.Pick("turnaround", "pricing", "duties", "kpis", "rhythm")

// defaults are checked where they stand for all that does not depend on the client:
// its goals, its figures and its currency are known where they are taken over.
var defaults = schema.Form[Defaults]{
	Shape: schema.Shape{Fields: defaultKeys.Infos(), Sample: "{rhythm: {report: monthly on 5}}"},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Defaults) bool {
		var refs []schema.Reference
		alone := *d
		alone.References, alone.Problems = &refs, &diag.List{}
		if alone.Currency == "" {
			alone.Currency = NoCurrency
		}
		var e Engagement
		isMap := defaultKeys.Decode(&alone, n, at, &e)
		*v = Defaults{n, e.Turnaround, alone.Problems.Errors() > 0}
		d.Problems.Add(alone.Problems.Take()...)
		return isMap
	},
	Visit: func(*schema.Info, *Defaults, func(schema.Value)) {}, // the engagements that take them over show them
}

// takeOver puts what the engagement's service says into its front matter, where the
// engagement does not say otherwise: of turnaround, pricing and kpis each id that it
// does not have, and each key of one that it has; of duties and rhythm each key. A list
// or map that is written and empty takes over nothing. What is taken over stands where
// the engagement names its service.
func (e *Engagement) takeOver(services []Service) {
	if e.front == nil || e.front.Kind != front.Map {
		return
	}
	name := e.front.Get("service")
	if name == nil || name.Kind != front.Scalar {
		return
	}
	at := slices.IndexFunc(services, func(s Service) bool { return s.ID == name.Raw })
	if at < 0 || services[at].Defaults.front == nil || services[at].Defaults.front.Kind != front.Map {
		return
	}
	e.inherits, e.fromBroken = name.Mark, services[at].Defaults.broken
	given := services[at].Defaults.front.Moved(name.Mark)
	whole := *e.front
	whole.Keys, whole.Kids = slices.Clone(whole.Keys), slices.Clone(whole.Kids)
	for i, k := range given.Keys {
		own := slices.IndexFunc(whole.Keys, func(has front.Key) bool { return has.Name == k.Name })
		switch {
		case own < 0:
			whole.Keys, whole.Kids = append(whole.Keys, k), append(whole.Kids, given.Kids[i])
		case whole.Kids[own].IsBlank():
			whole.Kids[own] = given.Kids[i]
		default:
			whole.Kids[own] = completed(whole.Kids[own], given.Kids[i])
		}
	}
	e.front = &whole
}

// completed returns a map with the keys, or a list of maps with the elements, that
// another has beyond it.
func completed(own, given *front.Node) *front.Node {
	switch {
	case own.Kind != given.Kind || len(own.Kids) == 0:
		return own
	case own.Kind == front.Map:
		return own.Over(given)
	}
	all := *own
	all.Kids = slices.Clone(own.Kids)
	for _, kid := range given.Kids {
		same := func(n *front.Node) bool { return idOf(n) == idOf(kid) }
		switch first := slices.IndexFunc(own.Kids, same); {
		case first < 0:
			all.Kids = append(all.Kids, kid)
		case kid.Get(since) == nil && own.Kids[first].Kind == front.Map:
			all.Kids[first] = own.Kids[first].Over(kid)
		}
	}
	return &all
}

// tellWhence adds problems to the client's, and says of each in what was taken over
// where that was written.
func (r *clientReader) tellWhence(e *Engagement, problems []diag.Problem) {
	for _, p := range problems {
		if e.inherits != (Mark{}) && p.Line == e.inherits.Line && p.Col == e.inherits.Col && p.File == e.Path {
			if e.fromBroken {
				continue
			}
			p.Message += " (taken over from the defaults in services/" + e.front.Get("service").Raw + ".md)"
		}
		r.problems.Add(p)
	}
}
