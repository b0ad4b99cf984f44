package enter

import "rapport/generator/content"

// named are what a key can name that refers to something else; nil for what is not listed.
func (d *Desk) named(target string) []Option {
	switch target {
	case "person":
		return append(d.ours(), d.theirs()...)
	case "contact":
		return d.theirs()
	case "colleague":
		return d.ours()
	case "goal":
		return d.goals()
	case "turnaround":
		return d.turnarounds()
	case "milestone":
		return d.milestones()
	case "milestone, input, KPI or price":
		return d.parts()
	case "part of the agreement":
		all := append(d.parts(), d.turnarounds()...)
		for _, part := range content.Parts {
			all = append(all, Option{part, part})
		}
		return all
	}
	return nil
}

func (d *Desk) ours() []Option {
	all := []Option{}
	for i := range d.Provider.People {
		if p := &d.Provider.People[i]; !p.Left(d.today()) {
			all = append(all, Option{p.ID, p.Name})
		}
	}
	return all
}

func (d *Desk) theirs() []Option {
	all := []Option{}
	for i := range d.Client.Content.Contacts {
		if p := &d.Client.Content.Contacts[i]; !p.Left(d.today()) {
			all = append(all, Option{p.ID, p.Name})
		}
	}
	return all
}

func (d *Desk) goals() []Option {
	all := []Option{}
	for _, g := range d.Client.Content.Goals {
		all = append(all, Option{g.ID, d.Say.Plain(g.Want)})
	}
	return all
}

func (d *Desk) turnarounds() []Option {
	all := []Option{}
	for _, t := range d.Engagement.Content.Turnaround.On(d.Engagement.InForce()) {
		all = append(all, Option{t.ID, d.Say.Plain(t.Request)})
	}
	return all
}

func (d *Desk) milestones() []Option {
	all := []Option{}
	for i := range d.Engagement.Milestones {
		m := d.Engagement.Milestones[i].Content
		all = append(all, Option{m.ID, d.Say.Plain(m.What)})
	}
	return all
}

func (d *Desk) parts() []Option {
	e, all := d.Engagement.Content, d.milestones()
	for i := range e.Inputs {
		all = append(all, Option{e.Inputs[i].ID, d.Say.Plain(e.Inputs[i].What)})
	}
	for _, k := range e.KPIs.On(d.Engagement.InForce()) {
		all = append(all, Option{k.ID, d.Say.Plain(k.Name)})
	}
	for _, p := range e.Pricing.On(d.Engagement.InForce()) {
		all = append(all, Option{p.ID, d.Say.Plain(p.Item)})
	}
	return all
}
