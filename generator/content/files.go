package content

import (
	"cmp"
	"slices"

	"rapport/generator/schema"
)

// A FileKind is a kind of Markdown file, with the fields of its front matter.
type FileKind struct {
	Name   string // provider, service, client, engagement, report, or the kind of an entry
	Where  string // its place in the workspace
	Entry  bool   // it is a kind of entry
	Fields []schema.Info
	Closed bool // a status of closed requires a day in closed
}

// FileKinds returns the kinds of file, entries by their kinds.
func FileKinds() []FileKind {
	kinds := []FileKind{
		{Name: "provider", Where: "content/provider.md", Fields: provider.Infos()},
		{Name: "service", Where: "content/services/<service>.md", Fields: service.Infos()},
		{Name: "client", Where: "content/clients/<client>/client.md", Fields: client.Infos()},
		{Name: "engagement", Where: "content/clients/<client>/<engagement>/engagement.md", Fields: engagement.Infos(), Closed: true},
	}
	for _, info := range Kinds {
		kinds = append(kinds, FileKind{Name: string(info.Kind), Where: "content/clients/<client>/<engagement>/journal/<date>-<slug>.md", Entry: true, Fields: info.Fields()})
	}
	kinds = append(kinds, FileKind{Name: "report", Where: "content/clients/<client>/<engagement>/reports/<period>.md", Fields: reportMap.Infos()})
	for i := range kinds {
		kinds[i].Fields = slices.Concat(kinds[i].Fields, common.Infos())
	}
	return kinds
}

// Fields returns the fields of an entry of the kind: those of all entries, and its
// own.
func (k *KindInfo) Fields() []schema.Info {
	all := slices.Concat(entry.Infos(), k.infos)
	all[0].Shape = schema.Choice(k.Kind).Shape
	for i := range all {
		all[i].Refers = cmp.Or(k.refers[all[i].Key], all[i].Refers)
	}
	return all
}

// AsOf returns an engagement's agreement as it stood when only what came had come:
// the engagement itself where nothing differs. Files beside engagement.md are
// as they are, and so is its status.
func (e *Engagement) AsOf(came schema.Came) *Engagement { return engagement.AsOf(e, came) }

// AsOf returns an entry as it stood, and nil where it was not there.
func (e *Entry) AsOf(came schema.Came) *Entry {
	stood := entry.AsOf(e, came)
	if stood == nil {
		return nil
	}
	return stood.Kind.Info().asOf(stood, came)
}

// AsOf returns a report as it stood, and nil where it was not there.
func (r *Report) AsOf(came schema.Came) *Report { return reportMap.AsOf(r, came) }

// AsOf returns a request as it stood, and nil where it was not there. Of one of the
// journal, the entry is as it is: see AsRequest.
func (r *Request) AsOf(came schema.Came) *Request { return requestColumns.AsOf(r, came) }

// AsOf returns time as it stood spent, and nil where it was not.
func (r *TimeRow) AsOf(came schema.Came) *TimeRow { return timeColumns.AsOf(r, came) }

// AsOf returns a count as it stood, and nil where it was not there.
func (r *UnitRow) AsOf(came schema.Came) *UnitRow { return unitColumns.AsOf(r, came) }

// AsOf returns an invoice as it stood, and nil where it had not been sent.
func (i *Invoice) AsOf(came schema.Came) *Invoice { return invoiceColumns.AsOf(i, came) }

// Visit visits the values of engagement.md.
func (e *Engagement) Visit(visit func(schema.Value)) { engagement.Visit(e, visit) }

// Singles visits those values of engagement.md that stand alone under their key.
func (e *Engagement) Singles(visit func(schema.Value)) { engagement.Singles(e, visit) }

// Visit visits the values of an entry's file.
func (e *Entry) Visit(visit func(schema.Value)) {
	entry.Visit(e, visit)
	e.Kind.Info().visit(e, visit)
}

// Visit visits the values of a report's file.
func (r *Report) Visit(visit func(schema.Value)) { reportMap.Visit(r, visit) }

// Visit visits the values of a row of requests.csv, and of a request of the journal
// those that such a row has.
func (r *Request) Visit(visit func(schema.Value)) { requestColumns.Visit(r, visit) }

// Visit visits the values of a row of time.csv.
func (r *TimeRow) Visit(visit func(schema.Value)) { timeColumns.Visit(r, visit) }

// Visit visits the values of a row of units.csv.
func (r *UnitRow) Visit(visit func(schema.Value)) { unitColumns.Visit(r, visit) }

// Visit visits the values of a row of invoices.csv.
func (i *Invoice) Visit(visit func(schema.Value)) { invoiceColumns.Visit(i, visit) }

// Visit visits the values of provider.md.
func (p *Provider) Visit(visit func(schema.Value)) { provider.Visit(p, visit) }

// Visit visits the values of a service's file.
func (s *Service) Visit(visit func(schema.Value)) { service.Visit(s, visit) }

// Visit visits the values of client.md.
func (c *Client) Visit(visit func(schema.Value)) { client.Visit(c, visit) }

// VisitColleagues visits the values of the provider's people.
func (c *Client) VisitColleagues(visit func(schema.Value)) {
	for i := range c.colleagues {
		colleagues.Visit(&c.colleagues[i], visit)
	}
}

// AsOf returns what client.md says as it stood when only what came had come: the client
// itself where nothing differs. Its engagements are as they are.
func (c *Client) AsOf(came schema.Came) *Client { return client.AsOf(c, came) }

// ReportFields returns the fields of a report.
func ReportFields() []schema.Info { return reportMap.Infos() }
