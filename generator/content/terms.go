package content

import (
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// Terms are what is agreed under ids, such as the lines of a price list, as they
// stand in the file. One id may stand several times: each time but the first is a
// version, which holds from its day on in place of the one before, and has all
// values, be they its own or taken over. The versions of one id are in the order of
// their days.
//
// What is judged is judged by the version in force on its own day. A version whose
// day has not come is known, and judges nothing.
type Terms[T versioned] []T

// A versioned term is what has an id, and a day from which on it holds; zero for from the
// start.
type versioned interface {
	holds() (id string, since calendar.Date)
}

func (t Turnaround) holds() (string, calendar.Date) { return t.ID, t.Since }
func (p Price) holds() (string, calendar.Date)      { return p.ID, p.Since }
func (k KPI) holds() (string, calendar.Date)        { return k.ID, k.Since }

// On returns the terms in force on a day, each id once, in the order in which the
// ids first stand. An id of which no version holds yet is not among them.
func (all Terms[T]) On(day calendar.Date) []*T {
	var ids []string
	inForce := make([]*T, 0, len(all))
	for i := range all {
		id, _ := all[i].holds()
		if slices.Contains(ids, id) {
			continue
		}
		ids = append(ids, id)
		if t := all.of(id, day); t != nil {
			inForce = append(inForce, t)
		}
	}
	return inForce
}

// Versions returns every version of an id, those that have not come too, by their
// days.
func (all Terms[T]) Versions(id string) []*T {
	var versions []*T
	for i := range all {
		if has, _ := all[i].holds(); has == id {
			versions = append(versions, &all[i])
		}
	}
	return versions
}

// Has reports whether any version of an id is there.
func (all Terms[T]) Has(id string) bool {
	return slices.ContainsFunc(all, func(t T) bool {
		has, _ := t.holds()
		return has == id
	})
}

// of returns the version of an id in force on a day; nil where none is.
func (all Terms[T]) of(id string, day calendar.Date) *T {
	var inForce *T
	for i := range all {
		if has, since := all[i].holds(); has == id && since <= day {
			inForce = &all[i]
		}
	}
	return inForce
}

// TurnaroundOn returns the turnaround with an id as it holds on a day, or nil.
func (e *Engagement) TurnaroundOn(id string, day calendar.Date) *Turnaround {
	return e.Turnaround.of(id, day)
}

// PriceOn returns the line of the price list with an id as it holds on a day, or nil.
func (e *Engagement) PriceOn(id string, day calendar.Date) *Price { return e.Pricing.of(id, day) }

// KPIOn returns the KPI with an id as it holds on a day, or nil.
func (e *Engagement) KPIOn(id string, day calendar.Date) *KPI { return e.KPIs.of(id, day) }

const sinceDoc = "The day from which it holds. One id may stand several times: each but the first has since, and takes over from the one before what it does not restate. What happened before that day is judged by what held then."

// terms is a list of maps of which one id may stand several times: each but the
// first is a version of it, and what it does not restate it takes over from the one
// before.
func terms[T versioned](m *schema.Map[T]) schema.Form[Terms[T]] {
	list := schema.List(schema.MapOf(m))
	list.Versions = true
	return schema.Form[Terms[T]]{
		Shape: list.Shape,
		Read: func(d *schema.Decoder, n *front.Node, at schema.Where, all *Terms[T]) bool {
			if !d.IsList(n, at) {
				return false
			}
			r := termReader[T]{Decoder: d, m: m, at: at.Element(), last: map[string]*version{}}
			*all = make(Terms[T], 0, len(n.Kids))
			for _, kid := range n.Kids {
				var t T
				if r.read(kid, &t) {
					*all = append(*all, t)
				}
			}
			return true
		},
		AsOf: func(v *Terms[T], came schema.Came) *Terms[T] {
			stood, changed := schema.Revise(*v, func(t *T) *T { return m.AsOf(t, came) })
			if !changed {
				return v
			}
			return (*Terms[T])(&stood)
		},
		Visit: func(_ *schema.Info, v *Terms[T], visit func(schema.Value)) {
			for i := range *v {
				m.Visit(&(*v)[i], visit)
			}
		},
	}
}

// A version is one version of a term while its list is read.
type version struct {
	whole *front.Node // with what it takes over
	line  int
	since calendar.Date
	wrong []diag.Problem // what is wrong with it as a whole
}

// A termReader reads the terms of a list, one after the other.
type termReader[T versioned] struct {
	*schema.Decoder
	m    *schema.Map[T]
	at   schema.Where
	last map[string]*version // by id
}

// read reads a term, be it the first or a later version. It returns false, with a
// problem, for what is neither.
func (r *termReader[T]) read(n *front.Node, t *T) bool {
	name := idOf(n)
	before := r.last[name]
	if before == nil || name == "" {
		v := r.whole(n, n, nil, t)
		if v != nil && name != "" {
			r.last[name] = v
		}
		return v != nil
	}
	v, from := r.whole(n, n.Over(before.whole, since), before, t), n.Get(since)
	if from.IsBlank() {
		r.Errorf(n.Get("id").Mark, DuplicateID, "id %s stands on line %d already; write since: with the day from which this version of it holds, or choose another id", diag.Quote(name), before.line)
		return false
	}
	if v.since != 0 && v.since <= before.since {
		r.Errorf(from.Mark, BadOrder, "since, %s, is not after %s, from which the version on line %d holds; write the versions in the order of their days", v.since, before.since, before.line)
		return false
	}
	if len(n.Keys) == 2 {
		r.Errorf(n.Mark, schema.MissingField, "this version of %s changes nothing; write what is other than on line %d, or remove it", diag.Quote(name), before.line)
	}
	r.last[name] = v
	return true
}

// whole reads a node together with what it takes over from the version before. What was
// said of that one as a whole is not said again. It returns nil for what is no map.
func (r *termReader[T]) whole(own, all *front.Node, before *version, t *T) *version {
	v := &version{whole: all, line: own.Line}
	d := *r.Decoder
	d.Problems = &diag.List{}
	ok := r.m.Decode(&d, all, r.at, t)
	_, v.since = (*t).holds()
	for _, p := range d.Problems.Take() {
		if p.Line != own.Line || p.Col != own.Col {
			r.Problems.Add(p)
			continue
		}
		v.wrong = append(v.wrong, p)
		same := func(q diag.Problem) bool { return q.Rule == p.Rule && q.Message == p.Message }
		if before == nil || !slices.ContainsFunc(before.wrong, same) {
			r.Problems.Add(p)
		}
	}
	if !ok {
		return nil
	}
	return v
}

// idOf returns the id of a map; "" where there is none.
func idOf(n *front.Node) string {
	id := n.Get("id")
	if id == nil || id.Kind != front.Scalar {
		return ""
	}
	return strings.TrimSpace(id.Raw)
}

// firsts returns a list of terms without the later versions of each.
func firsts(list *front.Node) *front.Node {
	if list == nil || list.Kind != front.List {
		return list
	}
	first := &front.Node{Kind: front.List, Mark: list.Mark}
	seen := map[string]bool{}
	for _, kid := range list.Kids {
		if name := idOf(kid); name == "" || !seen[name] {
			seen[name] = true
			first.Kids = append(first.Kids, kid)
		}
	}
	return first
}
