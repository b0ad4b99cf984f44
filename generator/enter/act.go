package enter

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/facts"
	"rapport/generator/front"
)

// day is the question on which day something came to be; it begins with today.
func (d *Desk) day(name, label string) Field {
	return Field{Name: name, Label: label, Kind: Day, Required: true, Values: []string{d.today().String()}}
}

func (d *Desk) moment(name, label string) Field {
	return Field{Name: name, Label: label, Kind: Moment, Required: true, Values: []string{d.Now.Format("2006-01-02 15:04")}}
}

func words(name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Kind: Words}
}

func (f Field) required() Field {
	f.Required = true
	return f
}

// who is the question which of the client's people said so: of whom it was asked, who stands in
// for them, or where nobody was named who decides.
func (d *Desk) who(name, label string, asked ...string) Field {
	f := Field{Name: name, Label: label, Kind: Choice, Required: true}
	named := slices.ContainsFunc(asked, func(id string) bool { return id != "" })
	c := d.Client.Content
	for i := range c.Contacts {
		p := &c.Contacts[i]
		if !p.Left(d.today()) && (named && slices.Contains(asked, p.ID) || !named && c.Decides(p)) {
			f.Options = append(f.Options, Option{p.ID, p.Name})
		}
	}
	if len(f.Options) == 1 {
		f.Values = []string{f.Options[0].Value}
	}
	return f
}

// colleagues is the question which of the provider's people it was.
func (d *Desk) colleagues(name, label, asked string) Field {
	f := Field{Name: name, Label: label, Kind: Choice, Required: true}
	for i := range d.Provider.People {
		if p := &d.Provider.People[i]; !p.Left(d.today()) {
			f.Options = append(f.Options, Option{p.ID, p.Name})
		}
	}
	if f.has(asked) {
		f.Values = []string{asked}
	}
	return f
}

func (d *Desk) input(in *facts.Input) []Act {
	id, what := in.Content.ID, quote(d.Say.Plain(in.Content.What))
	on := d.within("inputs", id)
	received := []Field{d.day("received", "Received on")}
	partly := []Field{d.day("partly", "A part came on")}
	returned := []Field{d.day("came", "It came on"), d.day("on", "You sent it back on"), words("why", "What is missing or wrong", "so that the client can mend it")}
	return []Act{
		d.act("received", "Received", what+" received", on, received, func(v Values, e *edits.Editor) {
			d.receive(e, in, front.Bare(v.Get("received")))
		}),
		d.act("partly", "A part came", "a part of "+what+" received", on, partly, func(v Values, e *edits.Editor) {
			e.Append("partly", partly[0].node(v))
		}),
		d.act("returned", "It cannot be used", what+" sent back", on, returned, func(v Values, e *edits.Editor) {
			back := front.MapOf()
			for i := range returned {
				if n := returned[i].node(v); n != nil {
					back = back.With(returned[i].Name, n)
				}
			}
			e.Append("returned", back)
		}),
	}
}

// receive says on which day an input came. That of a recurring one belongs to its occurrence, in
// the way in which those before it do.
func (d *Desk) receive(e *edits.Editor, in *facts.Input, day *front.Node) {
	if in.Period.IsZero() {
		e.Set("received", day)
		return
	}
	byPlace := slices.ContainsFunc(in.Content.Received, func(r content.Receipt) bool { return r.For.IsZero() })
	if !byPlace {
		e.Append("received", front.MapOf().With("for", front.Bare(in.PeriodName())).With("on", day))
		return
	}
	place := 0
	for i := range d.Engagement.Inputs {
		other := &d.Engagement.Inputs[i]
		if other.Content == in.Content && other.Due < in.Due {
			place++
		}
	}
	e.Edits = append(e.Edits, edits.Edit{File: e.File, At: e.Below.Key("received").Index(place), Value: day})
}

func (d *Desk) milestone(m *facts.Milestone) []Act {
	what, on := quote(d.Say.Plain(m.Content.What)), d.within("plan", m.Content.ID)
	done := []Field{d.day("done", "Reached on")}
	forecast := []Field{{Name: "forecast", Label: "You now expect it on", Kind: Day, Required: true}}
	if m.Expected != 0 {
		forecast[0].Values = []string{m.Expected.String()}
	}
	return []Act{
		d.act("done", "Reached", what+" reached", on, done, func(v Values, e *edits.Editor) { set(e, v, done) }),
		d.act("forecast", "Expect another day", "another day expected for "+what, on, forecast, func(v Values, e *edits.Editor) { set(e, v, forecast) }, "forecast"),
	}
}

func (d *Desk) question(o *facts.OpenItem) []Act {
	fields := []Field{words("answer", "The answer", "").required(), d.day("answered", "Answered on")}
	return []Act{d.act("answered", "Answered", quote(d.Say.Plain(o.Subject))+" answered", of(o.Entry), fields, func(v Values, e *edits.Editor) {
		e.Set("answered", fields[1].node(v))
		e.Set("answer", fields[0].node(v))
	})}
}

func (d *Desk) decision(o *facts.OpenItem) []Act {
	n := o.Entry.Decision
	by := d.who("decided_by", "Who decided", n.To.ID, o.Who)
	if o.Side == facts.Provider {
		by = d.colleagues("decided_by", "Who decided", cmp.Or(o.Who, n.To.ID))
	}
	remark := words("outcome", "What was decided", "").required()
	fields := []Field{by, d.day("decided", "Decided on")}
	if len(n.Options) > 0 {
		choice := Field{Name: "choice", Label: "What was decided", Kind: Choice, Required: true}
		for _, option := range n.Options {
			choice.Options = append(choice.Options, Option{option.What.Raw, d.Say.Plain(option.What)})
		}
		remark = words("outcome", "A remark", "stands behind the choice")
		fields = append(fields, choice)
	}
	fields = append(fields, remark)
	return []Act{d.act("decided", "Decided", quote(d.Say.Plain(o.Subject))+" decided", of(o.Entry), fields, func(v Values, e *edits.Editor) {
		e.Set("decided", fields[1].node(v))
		e.Set("decided_by", by.node(v))
		e.Set("outcome", front.Text(joined(v.Get("choice"), v.Get("outcome"))))
	})}
}

// joined is a choice with a remark behind it.
func joined(choice, remark string) string {
	switch {
	case choice == "" || remark == "":
		return choice + remark
	case strings.ContainsAny(choice[len(choice)-1:], ".!?"):
		return choice + " " + remark
	}
	return choice + ". " + remark
}

func (d *Desk) change(o *facts.OpenItem) []Act {
	what := quote(d.Say.Plain(o.Subject))
	fields := []Field{d.who("accepted_by", "Who agreed"), d.day("accepted", "Agreed on")}
	return []Act{
		d.act("accepted", "Agreed", what+" agreed", of(o.Entry), fields, func(v Values, e *edits.Editor) {
			e.Set("state", front.Text(content.AcceptedChange))
			set(e, v, fields)
		}),
		d.act("declined", "Declined", what+" declined", of(o.Entry), nil, func(_ Values, e *edits.Editor) {
			e.Set("state", front.Text(content.DeclinedChange))
		}),
	}
}

func (d *Desk) report(o *facts.OpenItem) []Act {
	by := d.who("by", "Who read it", d.contactIDs()...)
	fields := []Field{by, d.day("on", "Read on")}
	on := func() *edits.Editor { return &edits.Editor{File: o.Report.Path, Fields: content.ReportFields()} }
	return []Act{d.act("reviewed", "The client read it", quote(d.Say.Plain(o.Subject))+" read", on, fields, func(v Values, e *edits.Editor) {
		e.Set("reviewed", front.MapOf().With("by", by.node(v)).With("on", fields[1].node(v)))
	})}
}

func (d *Desk) contactIDs() []string {
	var ids []string
	for _, p := range d.Client.Content.Contacts {
		ids = append(ids, p.ID)
	}
	return ids
}

func (d *Desk) feedback(o *facts.OpenItem) []Act {
	fields := []Field{
		d.day("given", "Given on"),
		{Name: "nps", Label: "Would they recommend you, 0 to 10", Kind: Choice, Options: numbers(0, 10)},
		{Name: "csat", Label: "How content are they, 1 to 5", Kind: Choice, Options: numbers(1, 5)},
		words("well", "What goes well", ""), words("better", "What could be better", ""), words("reply", "What you answered", ""),
	}
	return []Act{d.act("given", "Given", "feedback to "+quote(d.Say.Plain(o.Subject)), of(o.Entry), fields, func(v Values, e *edits.Editor) {
		for i := range fields {
			node := fields[i].node(v)
			if node != nil && fields[i].Kind == Choice {
				node = front.Bare(node.Raw)
			}
			if node != nil {
				e.Set(fields[i].Name, node)
			}
		}
	})}
}

func numbers(from, to int) []Option {
	var all []Option
	for n := from; n <= to; n++ {
		all = append(all, Option{strconv.Itoa(n), strconv.Itoa(n)})
	}
	return all
}

func (d *Desk) concern(o *facts.OpenItem) []Act {
	fields := []Field{d.day("settled", "Settled on"), words("outcome", "How", "").required()}
	return []Act{d.simple("settled", "Settled", "settled", o.Entry, fields)}
}

func (d *Desk) action(o *facts.OpenItem) []Act {
	fields := []Field{d.day("done", "Done on")}
	what := quote(d.Say.Plain(o.Subject))
	return []Act{d.act("done", "Done", what+" done", of(o.Entry), fields, func(v Values, e *edits.Editor) {
		e.Edits = append(e.Edits, edits.Edit{File: e.File, At: front.At("actions").Index(o.Index).Key("done"), Value: fields[0].node(v), After: []string{"what", "who", "due"}})
	})}
}

// simple is an act whose fields are keys of the entry.
func (d *Desk) simple(name, title, done string, n *content.Entry, fields []Field) Act {
	return d.act(name, title, quote(d.Say.Plain(n.Title))+" "+done, of(n), fields, func(v Values, e *edits.Editor) { set(e, v, fields) })
}

func (d *Desk) request(n *content.Entry, r *facts.Request) []Act {
	var acts []Act
	if r.Responded.IsZero() {
		acts = append(acts, d.simple("responded", "Answered", "answered", n, []Field{d.moment("responded", "Answered at")}))
	}
	acts = append(acts, d.simple("resolved", "Done", "done", n, []Field{d.moment("resolved", "Done at")}))
	what := quote(d.Say.Plain(n.Title))
	if last := len(n.Request.Waiting) - 1; last >= 0 && n.Request.Waiting[last].To.IsZero() {
		goes := []Field{d.moment("to", "The client answered at")}
		return append(acts, d.act("goes-on", "Wait no longer", "no longer waiting in "+what, of(n), goes, func(v Values, e *edits.Editor) {
			e.Edits = append(e.Edits, edits.Edit{File: e.File, At: front.At("waiting").Index(last).Key("to"), Value: goes[0].node(v), After: []string{"from"}})
		}))
	}
	waits := []Field{d.moment("from", "You wait since")}
	return append(acts, d.act("waits", "Wait for the client", "waiting for the client in "+what, of(n), waits, func(v Values, e *edits.Editor) {
		e.Append("waiting", front.MapOf().With("from", waits[0].node(v)))
	}))
}

func (d *Desk) incident(n *content.Entry) []Act {
	fields := []Field{d.moment("resolved", "Over at")}
	for _, f := range []struct {
		field Field
		has   bool
	}{
		{words("cause", "What led to it", ""), !n.Incident.Cause.IsZero()},
		{words("remedy", "What was done", ""), !n.Incident.Remedy.IsZero()},
		{words("prevention", "What keeps it from happening again", ""), !n.Incident.Prevention.IsZero()},
	} {
		if !f.has { // what was said is not said anew
			fields = append(fields, f.field)
		}
	}
	return []Act{d.simple("resolved", "Over", "over", n, fields)}
}

// publish makes of a draft what its reader sees.
func (d *Desk) publish(n *content.Entry) Act {
	return d.act("publish", "Publish it", quote(d.Say.Plain(n.Title))+" published", of(n), nil, func(_ Values, e *edits.Editor) {
		e.Set("draft", front.Bare("false"))
	})
}

func (d *Desk) risk(n *content.Entry) []Act {
	return []Act{d.simple("closed", "No risk any more", "no risk any more", n, []Field{d.day("closed", "Since")})}
}

func (d *Desk) idea(n *content.Entry) []Act {
	return []Act{d.simple("outcome", "What became of it", "came to an end", n, []Field{words("outcome", "What became of it", "").required()})}
}
