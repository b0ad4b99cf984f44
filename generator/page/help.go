package page

import "html/template"

// Help answers what is often asked.
type Help struct {
	FAQ      []Question
	Glossary []Question
	Channels []Channel
	Hours    Hours
}

// A Question is one with its answer, or a term with its meaning.
type Question struct{ Q, A template.HTML }

// help plans the page of what is often asked.
func (p *planner) help(at string) (head, *Help) {
	w := p.clientText(at)
	body := &Help{Channels: p.channels(at), Hours: p.openingHours(0, 0)}
	for _, q := range p.Client.FAQ {
		body.FAQ = append(body.FAQ, Question{Q: w.inline(q.Q), A: w.inline(q.A)})
	}
	ours := p.providerText(at)
	for _, q := range p.Provider.FAQ {
		body.FAQ = append(body.FAQ, Question{Q: ours.inline(q.Q), A: ours.inline(q.A)})
	}
	for _, t := range p.Client.Glossary {
		body.Glossary = append(body.Glossary, Question{Q: w.inline(t.Term), A: w.inline(t.Means)})
	}
	return p.head("page_help"), body
}
