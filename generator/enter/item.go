package enter

import (
	"slices"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/edits"
	"rapport/generator/facts"
	"rapport/generator/front"
)

// An Item is something open, with what can be done about it.
type Item struct {
	Address string // where it stands in the content, below the engagement
	Kind    string // "input", "milestone", …
	Text    string // what it is, without Markdown
	Due     string // "" for none
	Acts    []Act
	diag.Position
}

// An Act is one thing that can be done about an item.
type Act struct {
	Name   string // "received"
	Title  string // "Received"
	Fields []Field

	check func(v Values) error
	make  func(v Values, e *edits.Editor)
	on    func() *edits.Editor
	said  string // the subject of a commit
}

// Edits makes edits of the answers. The error is Mistakes where they cannot stand.
func (a *Act) Edits(v Values) (Made, error) {
	if err := a.check(v); err != nil {
		return Made{}, err
	}
	e := a.on()
	a.make(v, e)
	return Made{e.Edits, a.said}, nil
}

// Act returns what can be done by its name, nil for nothing.
func (i *Item) Act(name string) *Act {
	at := slices.IndexFunc(i.Acts, func(a Act) bool { return a.Name == name })
	if at < 0 {
		return nil
	}
	return &i.Acts[at]
}

// Find returns the item at an address; nil where nothing is open there.
func (d *Desk) Find(address string) *Item {
	items := d.Items()
	at := slices.IndexFunc(items, func(i Item) bool { return i.Address == address })
	if at < 0 || address == "" {
		return nil
	}
	return &items[at]
}

// Items lists what is open in the engagement and can be entered: what waits for somebody, the
// milestones that are not done, incidents, risks and ideas without an end, and drafts.
func (d *Desk) Items() []Item {
	var all []Item
	e := d.Engagement
	for i := range e.Open {
		if acts := d.open(&e.Open[i]); acts != nil {
			o := &e.Open[i]
			item := Item{Address: o.Address(), Kind: string(o.Kind), Text: d.Say.Plain(o.Subject), Acts: acts, Position: o.At}
			if o.Due != 0 {
				item.Due = o.Due.String()
			}
			all = append(all, item)
		}
	}
	for i := range e.Milestones {
		if m := &e.Milestones[i]; m.Done == 0 && e.Content.Status != content.Closed {
			all = append(all, Item{Address: m.Address(), Kind: "milestone", Text: d.Say.Plain(m.Content.What), Due: m.Due.String(),
				Acts: d.milestone(m), Position: e.Content.At(m.Content.Mark)})
		}
	}
	for _, n := range e.Content.Entries {
		acts, address := d.entry(n), "journal/"+n.ID
		at := slices.IndexFunc(all, func(i Item) bool { return i.Address == address })
		if at < 0 && (acts != nil || n.Draft) {
			at, all = len(all), append(all, Item{Address: address, Kind: string(n.Kind), Text: d.Say.Plain(n.Title), Acts: acts, Position: n.Pos("title")})
		}
		if n.Draft {
			all[at].Kind += ", draft"
			all[at].Acts = append(all[at].Acts, d.publish(n))
		}
	}
	return all
}

// open returns what can be done about an open item; nil for nothing that can be entered here.
func (d *Desk) open(o *facts.OpenItem) []Act {
	switch {
	case o.Input != nil:
		return d.input(o.Input)
	case o.Report != nil:
		return d.report(o)
	case o.Request != nil:
		if n := o.Request.Content.Entry; n != nil {
			return d.request(n, o.Request)
		}
		return nil // a row of a table
	case o.Kind == facts.QuestionItem:
		return d.question(o)
	case o.Kind == facts.DecisionItem:
		return d.decision(o)
	case o.Kind == facts.ChangeItem:
		return d.change(o)
	case o.Kind == facts.FeedbackItem:
		return d.feedback(o)
	case o.Kind == facts.ConcernItem:
		return d.concern(o)
	case o.Kind == facts.ActionItem:
		return d.action(o)
	}
	return nil
}

// entry returns what can be done about an entry for which nobody waits.
func (d *Desk) entry(n *content.Entry) []Act {
	switch {
	case d.Engagement.Content.Status == content.Closed:
	case n.Incident != nil && n.Incident.Resolved.IsZero():
		return d.incident(n)
	case n.Risk != nil && n.Risk.Closed == 0:
		return d.risk(n)
	case n.Idea != nil && n.Idea.Outcome.IsZero():
		return d.idea(n)
	}
	return nil
}

// of returns an editor of an entry's fields.
func of(n *content.Entry) func() *edits.Editor {
	return func() *edits.Editor {
		return &edits.Editor{File: n.Path, Fields: n.Kind.Info().Fields()}
	}
}

// within returns an editor of one element of a list of engagement.md.
func (d *Desk) within(list, id string) func() *edits.Editor {
	return func() *edits.Editor {
		e := &edits.Editor{File: d.Engagement.Content.Path, Below: front.At(list).ID(id)}
		for _, kind := range content.FileKinds() {
			if kind.Name != "engagement" {
				continue
			}
			for _, info := range kind.Fields {
				if info.Key == list {
					e.Fields = info.Fields
				}
			}
		}
		return e
	}
}

// act makes an act. Days of the fields named by ahead may lie in the future.
func (d *Desk) act(name, title, said string, on func() *edits.Editor, fields []Field, put func(v Values, e *edits.Editor), ahead ...string) Act {
	return Act{
		Name: name, Title: title, Fields: fields, said: d.subject(said), on: on, make: put,
		check: func(v Values) error { return check(fields, v, d.today(), ahead...) },
	}
}

// set puts the answers of fields that have one under the keys that are called like them.
func set(e *edits.Editor, v Values, fields []Field) {
	for i := range fields {
		if node := fields[i].node(v); node != nil {
			e.Set(fields[i].Name, node)
		}
	}
}

// node is the answer as a value; nil for none.
func (f *Field) node(v Values) *front.Node {
	given := v.Get(f.Name)
	switch {
	case f.Kind == Choices:
		var all []*front.Node
		for _, one := range v[f.Name] {
			if one != "" {
				all = append(all, front.Text(one))
			}
		}
		if all == nil {
			return nil
		}
		return front.ListOf(all...)
	case given == "":
		return nil
	case f.Kind == Day, f.Kind == Moment:
		return front.Bare(clock.ReplaceAllStringFunc(given, func(in string) string {
			m := clock.FindStringSubmatch(in)
			if m[2] == "" {
				return m[1]
			}
			return m[1] + " " + m[2]
		}))
	case f.Kind == Yes:
		return front.Bare("true")
	}
	return front.Text(given)
}
