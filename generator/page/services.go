package page

import (
	"cmp"
	"slices"

	"rapport/generator/content"
	"rapport/generator/place"
)

// Services is the page of what the provider does and does not.
type Services struct {
	Services []OfferedService
}

// An OfferedService is a service with what is usual for it. What it costs is agreed with each
// client, and told there.
type OfferedService struct {
	Service
	ID    string
	Usual []TurnaroundRow
	Works []Link // the client's engagements of it: what was agreed
}

// told of are the services that the client is told of: all, or those that its engagements name.
// Its own come first.
func (p *planner) toldServices() []*content.Service {
	own := func(id string) bool {
		return slices.ContainsFunc(p.Facts.Content.Engagements, func(e *content.Engagement) bool { return e.Service.ID == id })
	}
	var mine, others []*content.Service
	for i := range p.Provider.Services {
		s := &p.Provider.Services[i]
		switch {
		case own(s.ID):
			mine = append(mine, s)
		case !p.Client.OwnServices:
			others = append(others, s)
		}
	}
	return append(mine, others...)
}

// services plans the page of what the provider does and does not.
func (p *planner) services(at string) (head, *Services) {
	body := &Services{}
	for _, s := range p.toldServices() {
		offered := OfferedService{ID: s.ID, Service: *p.service(s, at, s.ID+"-", 3)}
		w := textContext{p: p, at: at, file: s.Path}
		for i := range s.Defaults.Turnaround() {
			t := &s.Defaults.Turnaround()[i]
			offered.Usual = append(offered.Usual, TurnaroundRow{
				Request: w.inline(t.Request), Respond: p.say.Duration(t.Respond, t.Always), Resolve: p.say.Duration(t.Resolve, t.Always), Clock: p.turnaroundClock(t),
			})
		}
		for _, e := range p.Facts.Content.Engagements {
			if e.Service.ID == s.ID {
				title := p.text(at, &e.File, e.ID+"/engagement.md").inline(e.Title)
				offered.Works = append(offered.Works, Link{Text: title, Href: place.Expectations.Of(e.ID).From(at)})
			}
		}
		body.Services = append(body.Services, offered)
	}
	return p.head("page_services"), body
}

// serviceOf is the service of an id; nil for none.
func (p *planner) serviceOf(id string) *content.Service {
	for i := range p.Provider.Services {
		if p.Provider.Services[i].ID == id {
			return &p.Provider.Services[i]
		}
	}
	return nil
}

// serviceName is what a service is called; "" for none.
func (p *planner) serviceName(id string) string {
	if s := p.serviceOf(id); s != nil {
		return cmp.Or(s.Name, s.ID)
	}
	return ""
}

// service explains a service on a page, where the ids of its body get the prefix and its
// outermost headings the level.
func (p *planner) service(s *content.Service, at, prefix string, level int) *Service {
	w := textContext{p: p, at: at, file: s.Path}
	body := p.Markdown.Convert(s.Body.Source, p.providerContext(s.BodyPath(), s.Body.Line, at, prefix, level), p.problems)
	return &Service{
		Name: s.Name, Does: w.items(s.Does), DoesNot: w.items(s.DoesNot),
		BestCase: w.inline(s.BestCase), WorstCase: w.inline(s.WorstCase), Suits: w.inline(s.Suits),
		Body: body.HTML,
	}
}
