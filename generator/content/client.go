package content

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/source"
)

// reserved are names of folders that an engagement cannot have.
var reserved = []string{"assets", "data", "people", "keys"}

// ReadAddress reads the little of client.md that says where a client will be
// published and who may read it, and reports nothing: two clients with one
// address are to be found before either is built. Pos is where the address
// stands, or the whole file where the folder's name serves as address.
func ReadAddress(id string, tree *source.Tree, opts Options) (address string, access Access, draft bool, pos diag.Position) {
	pos = diag.Position{File: path.Join(tree.Prefix(), "client.md")}
	address = id
	file, ok := tree.Lookup("client.md")
	if !ok || file.Size > maxMarkdown {
		return address, access, false, pos
	}
	data, err := tree.Read(file.Name)
	if err != nil {
		return address, access, false, pos
	}
	doc, _ := front.Parse("", data)
	if doc.Front == nil || doc.Front.Kind != front.Map {
		return address, access, false, pos
	}
	draft = isDraft(doc.Front) && !opts.Drafts
	d := &decoder{file: file.Path, problems: &diag.List{}}
	o := &object{d: d, n: doc.Front}
	o.access(&access)
	if o.address(&address); address != id {
		m := doc.Front.Get("address").Mark
		pos.Line, pos.Col = m.Line, m.Col
	}
	return address, access, draft, pos
}

// ParseClient reads one client: client.md and its engagements. It returns nil
// for a draft that is passed over, and where client.md is missing or cannot be
// read; what is wrong in the client's other files is reported even then.
func ParseClient(id string, tree *source.Tree, provider *Provider, opts Options, problems *diag.List) *Client {
	if provider == nil {
		// What the client may take from the provider is not known; XXX stands
		// for no currency in ISO 4217.
		r := clientReader{reader: reader{tree, opts, settings{time.UTC, "XXX"}, problems}, provider: &Provider{Zone: time.UTC}, scope: scope{}}
		return r.client(id)
	}
	r := clientReader{
		reader:   reader{tree, opts, settings{provider.Zone, provider.Currency}, problems},
		provider: provider,
		scope:    scope{toPerson: nil, toService: nil},
	}
	for _, p := range provider.People {
		r.scope[toPerson] = append(r.scope[toPerson], p.ID)
	}
	for _, s := range provider.Services {
		r.scope[toService] = append(r.scope[toService], s.ID)
	}
	for _, name := range provider.Hidden {
		r.drafts = append(r.drafts, strings.TrimSuffix(strings.TrimPrefix(name, "services/"), ".md"))
	}
	return r.client(id)
}

// A clientReader reads the tree of one client.
type clientReader struct {
	reader
	provider *Provider
	scope    scope
	drafts   []string // ids of services that are hidden
	refs     []pending
	used     []string // files that have a place because another names them
}

func (r *clientReader) client(id string) *Client {
	if !isFolderName(id) {
		r.problems.Addf(diag.Position{File: r.tree.Prefix()}, source.BadName, "%s cannot be the id of a client; name the folder with lower-case letters, digits and hyphens", diag.Quote(id))
	}
	c := &Client{ID: id, Address: id, Tree: r.tree, Zone: r.provider.Zone, Locale: r.provider.Locale, Currency: r.provider.Currency}
	readable := false
	if file, ok := r.tree.Lookup("client.md"); !ok {
		r.problems.Addf(diag.Position{File: r.tree.Prefix()}, MissingField, "the folder of a client has no client.md; write one, or move the folder away")
	} else if d, hidden := r.open(file, &c.File, &r.refs); hidden {
		return nil
	} else if d != nil {
		readable = r.head(d, c)
	}
	if !readable {
		delete(r.scope, toPerson)
	}
	for _, folder := range r.folders() {
		r.engagement(c, folder)
	}
	slices.SortStableFunc(c.Engagements, func(a, b *Engagement) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	r.strays()
	if !readable {
		return nil
	}
	return c
}

// head reads client.md and makes what it defines known to what follows.
func (r *clientReader) head(d *decoder, c *Client) bool {
	if !d.client(c, r.provider) {
		return false
	}
	if c.Currency != "" {
		r.settings.currency = c.Currency
	}
	for _, p := range c.Contacts {
		r.used = append(r.used, p.Photo)
		if _, ok := r.scope[toPerson]; ok {
			r.scope[toPerson] = append(r.scope[toPerson], p.ID)
		}
	}
	r.scope[toGoal] = nil
	for _, g := range c.Goals {
		r.scope[toGoal] = append(r.scope[toGoal], g.ID)
	}
	r.used = append(r.used, c.Brand.Logo)
	return true
}

// client reads client.md.
func (d *decoder) client(c *Client, provider *Provider) bool {
	o, ok := d.top(&c.File, "client.md")
	if !ok {
		return false
	}
	o.line("name", &c.Name)
	o.date("since", &c.Since)
	value(o, "timezone", &c.Zone, BadTimezone, parseZone)
	value(o, "locale", &c.Locale, BadLocale, parseLocale)
	value(o, "currency", &c.Currency, BadCurrency, parseCurrency)
	o.brand(&c.Brand)
	o.address(&c.Address)
	o.access(&c.Access)
	list(o, "contacts", &c.Contacts, readPerson)
	seen := map[string]Mark{}
	for _, p := range provider.People {
		seen[strings.ToLower(p.ID)] = Mark{}
	}
	d.distinct(seen, "people and contacts", o.n.Get("contacts"))
	list(o, "goals", &c.Goals, readGoal)
	d.distinct(map[string]Mark{}, "goals", o.n.Get("goals"))
	list(o, "faq", &c.FAQ, readQuestion)
	list(o, "glossary", &c.Glossary, readTerm)
	o.end("name", "access")
	return true
}

// address reads the folder of the published portal.
func (o *object) address(dst *string) {
	n, raw, ok := o.scalar("address")
	if !ok {
		return
	}
	for i := range len(raw) {
		c := raw[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || i > 0 && (c == '-' || c == '_')) || i == 100 {
			o.d.errorf(n.Mark, source.BadName, "the address cannot be the name of a folder on every host; use at most 100 letters, digits and hyphens")
			return
		}
	}
	*dst = raw
}

// access reads `open`, `sealed`, or {sealed: {title: }}.
func (o *object) access(a *Access) {
	const mend = "write access: open, access: sealed, or access: {sealed: {title: …}}"
	n := o.get("access")
	if n.IsBlank() {
		return
	}
	d := o.d
	switch n.Kind {
	case front.Scalar:
		switch strings.TrimSpace(n.Raw) {
		case "open":
		case "sealed":
			a.Sealed = true
		default:
			d.errorf(n.Mark, BadAccess, "%s says not who may read the portal; %s", diag.Quote(n.Raw), mend)
		}
	case front.Map:
		p, _ := d.object(n, "access")
		a.Sealed = true // whatever is wrong with it, it is not open
		if sealed := p.get("sealed"); sealed != nil {
			if q, ok := d.object(sealed, "sealed"); ok {
				q.line("title", &a.Title)
				q.end()
			}
		} else if n.Get("sealed") == nil {
			d.errorf(n.Mark, BadAccess, "access says not who may read the portal; %s", mend)
		}
		p.end()
	default:
		d.errorf(n.Mark, BadAccess, "access must not be a list; %s", mend)
	}
}

func readGoal(d *decoder, n *front.Node, what string, g *Goal) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	g.Mark = n.Mark
	o.id("id", &g.ID)
	o.text("want", &g.Want)
	o.text("why", &g.Why)
	o.whole("priority", &g.Priority, 1, 1_000_000)
	o.end("id", "want")
	return true
}

func readQuestion(d *decoder, n *front.Node, what string, q *Question) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.text("q", &q.Q)
	o.text("a", &q.A)
	o.end("q", "a")
	return true
}

func readTerm(d *decoder, n *front.Node, what string, t *Term) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.text("term", &t.Term)
	o.text("means", &t.Means)
	o.end("term", "means")
	return true
}

// folders returns the names of the folders that are or should be engagements:
// those with any Markdown file or with an engagement's folders.
func (r *clientReader) folders() []string {
	var folders []string
	for _, file := range r.tree.Files() {
		folder, rest, ok := strings.Cut(file.Name, "/")
		if !ok || folder == "people" || folder == "keys" || len(folders) > 0 && folders[len(folders)-1] == folder {
			continue
		}
		inner, _, _ := strings.Cut(rest, "/")
		if isMarkdown(rest) || inner == "journal" || inner == "reports" || inner == "data" || inner == "files" {
			if !slices.Contains(folders, folder) {
				folders = append(folders, folder)
			}
		}
	}
	return folders
}

// strays reports the client's files that have no place.
func (r *clientReader) strays() {
	folders := r.folders()
	for _, file := range r.tree.Files() {
		folder, name, ok := strings.Cut(file.Name, "/")
		switch {
		case file.Name == "client.md", ok && folder == "keys":
		case ok && slices.Contains(folders, folder):
			if !r.isPlaced(file, name) {
				r.stray(file, r.used)
			}
		default:
			r.stray(file, r.used)
		}
	}
}

// isPlaced reports whether a file of an engagement, by its name in the
// engagement's folder, has been read or is an attachment.
func (r *clientReader) isPlaced(file source.File, name string) bool {
	folder, rest, ok := strings.Cut(name, "/")
	switch {
	case !ok:
		return name == "engagement.md"
	case folder == "files":
		return true
	case folder == "journal", folder == "reports":
		return path.Ext(rest) == ".md" && !strings.Contains(rest, "/")
	}
	return slices.Contains(r.used, file.Name)
}
