package content

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// IsReserved reports whether an engagement cannot have a name, since the portal has
// a folder of it, or the client.
func IsReserved(name string) bool {
	return slices.Contains([]string{"assets", "data", "people", "keys"}, name)
}

// A Publication is the little of client.md that says where a client will be
// published and who may read it.
type Publication struct {
	Address string
	At      diag.Position // of Address, or the whole file where the folder's name serves as address
	Aliases []Alias
	Access  Access
	Draft   bool // and so nowhere
	Unread  bool // client.md cannot be read, so that there may be another address and aliases
}

// An Alias is an earlier address of a client.
type Alias struct {
	Name string
	At   diag.Position
}

// ReadPublication reads where a client will be published, and reports nothing: two
// clients with one address are to be found before either is built.
func ReadPublication(id string, tree *source.Tree, opts Options) Publication {
	at := diag.Position{File: path.Join(tree.Prefix(), "client.md")}
	p := Publication{Address: id, At: at, Unread: true}
	file, ok := tree.Lookup("client.md")
	if !ok || file.Size > maxMarkdown {
		return p
	}
	data, err := tree.Read(file.Name)
	if err != nil {
		return p
	}
	doc, wrong := front.Parse("", data)
	if doc.Front == nil || doc.Front.Kind != front.Map {
		return p
	}
	p.Unread = len(wrong) > 0
	p.Draft = isDraft(doc.Front) && !opts.Drafts
	d := &schema.Decoder{Problems: &diag.List{}}
	if n := doc.Front.Get("access"); !n.IsBlank() {
		accessForm.Read(d, n, schema.At("access"), &p.Access)
	}
	if n := doc.Front.Get("address"); !n.IsBlank() && folder.Read(d, n, schema.At("address"), &p.Address) && p.Address != id {
		p.At.Line, p.At.Col = n.Line, n.Col
	}
	if n := doc.Front.Get("aliases"); n != nil && n.Kind == front.List {
		for _, kid := range n.Kids {
			alias := Alias{At: diag.Position{File: at.File, Line: kid.Line, Col: kid.Col}}
			if folder.Read(d, kid, schema.At("aliases").Element(), &alias.Name) {
				p.Aliases = append(p.Aliases, alias)
			}
		}
	}
	return p
}

// ParseClient reads one client: client.md and its engagements. It returns nil
// for a draft that is passed over, and where client.md is missing or cannot be
// read; what is wrong in the client's other files is reported even then.
func ParseClient(id string, tree *source.Tree, provider *Provider, opts Options, problems *diag.List) *Client {
	files := tree.Reader()
	defer files.Close()
	if provider == nil {
		// What the client may take from the provider is not known; XXX stands
		// for no currency in ISO 4217.
		r := clientReader{reader: reader{tree: tree, files: files, opts: opts, zone: time.UTC, currency: "XXX", problems: problems}, provider: &Provider{Zone: time.UTC}, scope: scope{}}
		return r.client(id)
	}
	r := clientReader{
		reader:   reader{tree: tree, files: files, opts: opts, zone: provider.Zone, currency: provider.Currency, style: table.Style{Numbers: provider.Data.Numbers}, problems: problems},
		provider: provider,
		scope:    scope{toPerson: idsOf(provider.People), toColleague: idsOf(provider.People), toService: nil},
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
	contacts []Person // of the client
	refs     []schema.Reference
	used     []string // files that have a place because another names them
}

func (r *clientReader) client(id string) *Client {
	if !isFolderName(id) {
		r.problems.Addf(diag.Position{File: r.tree.Prefix()}, source.BadName, "%s cannot be the id of a client; name the folder with lower-case letters, digits and hyphens", diag.Quote(id))
	}
	c := &Client{ID: id, Address: id, Tree: r.tree, Zone: r.provider.Zone, Locale: r.provider.Locale, Currency: r.provider.Currency}
	readable := false
	if file, ok := r.tree.Lookup("client.md"); !ok {
		r.problems.Addf(diag.Position{File: r.tree.Prefix()}, schema.MissingField, "the folder of a client has no client.md; write one, or move the folder away")
	} else if d, hidden := r.open(file, &c.File, &r.refs); hidden {
		return nil
	} else if d != nil {
		readable = r.head(d, c)
	}
	r.provider = r.provider.In(c.Speech())
	c.colleagues, c.offered, c.common = r.provider.People, r.provider.Services, r.provider.Asks
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
	r.pictures()
	if !readable {
		return nil
	}
	return c
}

// head reads client.md and makes what it defines known to what follows.
func (r *clientReader) head(d *schema.Decoder, c *Client) bool {
	if !decodeFile(d, &c.File, "client.md", client, c) {
		return false
	}
	seen := map[string]Mark{}
	for _, p := range r.provider.People {
		seen[strings.ToLower(p.ID)] = Mark{}
	}
	distinct(d, seen, "people and contacts", c.front.Get("contacts"))
	r.contacts = c.Contacts
	if c.Currency != "" {
		r.currency = c.Currency
	}
	for _, p := range c.Contacts {
		r.used = append(r.used, p.Photo)
	}
	if ours, ok := r.scope[toPerson]; ok {
		r.scope[toContact] = idsOf(c.Contacts)
		r.scope[toPerson] = slices.Concat(ours, r.scope[toContact])
	}
	r.scope[toGoal] = nil
	for _, g := range c.Goals {
		r.scope[toGoal] = append(r.scope[toGoal], g.ID)
	}
	r.used = append(r.used, c.Brand.Logo)
	resolve(r.refs, r.scope, r.drafts, r.problems)
	if r.provider.front != nil { // else it is not known what is asked
		r.unasked(c)
	}
	return true
}

// idsOf returns the ids of people.
func idsOf(people []Person) []string {
	ids := make([]string, len(people))
	for i := range people {
		ids[i] = people[i].ID
	}
	return ids
}

var client = schema.New(
	schema.Key("name", line, func(c *Client) *string { return &c.Name }, "The client's name, as it is shown.").
		Start("{{title}}", "what the client is called").Required(),
	schema.Key("since", date, func(c *Client) *calendar.Date { return &c.Since }, "Since when you work together.").
		Start("{{today}}", "the day on which you began to work together"),
	schema.Key("access", accessForm, func(c *Client) *Access { return &c.Access }, "Who can read the portal: everybody with the address, or only people with a key. It has no default.").
		Start("open", "open: readable with the address alone; sealed: with a key as well, see rapport help key").Required(),
	schema.Key("address", folder, func(c *Client) *string { return &c.Address }, "The folder of the published portal; the default is the client's id. One that nobody can guess keeps an open portal unlisted.").
		Start("{{address}}", "of the portal; nobody can guess it, so send it to this client alone").Holds(schema.Followed),
	schema.Key("aliases", schema.List(folder), func(c *Client) *[]string { return &c.Aliases }, "Earlier addresses of the portal. Each leads to the one of today, so that links and calendars go on; whoever knows one finds the portal.").
		Offer("[korenaar]"),
	schema.Key("locale", languageTag("nl-NL"), func(c *Client) *string { return &c.Locale }, "The language of the portal, and how it writes dates, numbers and money.").
		Start("{{locale}}", "the client's language and region: the portal speaks it"),
	schema.Key("register", schema.Choice(Formal, Informal), func(c *Client) *Register { return &c.Register }, "How the portal addresses its readers, in the languages that tell it apart: formal (Sie, u, vous) or informal (du, je, tu). The default is the one in which the theme's texts are written.").
		Offer("informal"),
	schema.Key("timezone", zone("Europe/London"), func(c *Client) **time.Location { return &c.Zone }, "The zone in which the client reads your hours. The default is yours.").
		Offer("{{timezone}}").Holds(schema.Agreed),
	schema.Key("currency", currencyCode("GBP"), func(c *Client) *string { return &c.Currency }, "The currency of this client's amounts without one.").
		Offer("{{currency}}").Holds(schema.Agreed),
	schema.Key("brand", schema.MapOf(brand), func(c *Client) *Brand { return &c.Brand }, "How the portal looks.").
		Offer(`{color: "#8a4b08", logo: logo.svg}`),
	schema.Key("holidays", holidays, func(c *Client) *[]string { return &c.Holidays }, "The public holidays on which the client does not work. What it owes is counted in days that are working days of both.").
		Offer("nl").Holds(schema.Agreed).Complete(),
	schema.Key("closures", closures, func(c *Client) *[]calendar.Closure { return &c.Closures }, "Stretches of days on which the client is closed, such as its summer break. They count in nothing that it owes.").Holds(schema.Agreed).Complete(),
	schema.Key("contacts", schema.List(schema.MapOf(contacts)), func(c *Client) *[]Person { return &c.Contacts }, "The client's people.").
		Start(`
  - id: contact  # a short name, for the other files
    name:  # fill in: the person's name
    role:  # what she or he does there
    email:  # where reminders go; without one none are sent
    decides: []  # such as scope, budget`, "who reads the portal; the first is whom you ask where nobody is named").Holds(schema.Followed),
	schema.Key("goals", schema.List(schema.MapOf(goal)), func(c *Client) *[]Goal { return &c.Goals }, "The results that the client wants, whichever engagement brings them.").
		Start(`[]
  # - {id: online, want: A third of revenue from online orders, why: The shop in town closes, priority: 1}`, "what the client wants; each goal's figures stand with it").Holds(schema.Recorded),
	schema.Key("constraints", schema.List(text), func(c *Client) *[]Text { return &c.Constraints }, "What must not happen, and what has to stay as it is, whichever engagement touches it.").
		Offer("[The old shop stays open until the new one has run for a week]").Holds(schema.Recorded),
	schema.Key("answers", schema.List(schema.MapOf(toldAnswer)), func(c *Client) *[]Answer { return &c.Answers }, "What the client answered to the questions that were asked before the work began, in its own words. A question that has an answer here is asked no more.").Holds(schema.Recorded),
	schema.Key("services", schema.Flag("all", "own"), func(c *Client) *bool { return &c.OwnServices }, "Of which services the client is told: all, or its own, which are those that its engagements name. The default is all."),
	schema.Key("faq", schema.List(schema.MapOf(question)), func(c *Client) *[]Question { return &c.FAQ }, "Questions that the client asked twice.").
		Start(`[]
  # - {q: Who owns the code?, a: "You do, from the first day."}`, "").Holds(schema.Told),
	schema.Key("glossary", schema.List(schema.MapOf(term)), func(c *Client) *[]Term { return &c.Glossary }, "Words of your trade.").Holds(schema.Told).
		Start(`[]
  # - {term: Fair date, means: The agreed date plus the days that we waited for you}`, ""),
).Holds(schema.Free).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, _ *Client) {
	distinct(d, map[string]Mark{}, "goals", n.Get("goals"))
})

// folder is the name of the folder of a published portal.
var folder = schema.Form[string]{
	Shape: schema.Shape{Words: "the name of a folder", Example: "korenaar-7f3k9q2m", JSON: matching(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) bool {
		raw, ok := d.Scalar(n, at)
		if !ok || raw == "" {
			return false
		}
		for i := range len(raw) {
			c := raw[i]
			if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || i > 0 && (c == '-' || c == '_')) || i == 100 {
				d.Errorf(n.Mark, source.BadName, "the address cannot be the name of a folder on every host; use at most 100 letters, digits and hyphens")
				return false
			}
		}
		if why := source.Unportable(raw); why != "" {
			d.Errorf(n.Mark, source.BadName, "%s, so that no Windows can hold it; choose another address", why)
			return false
		}
		*v = raw
		return true
	},
}

// keyDays are days that come again and again, on the provider's calendar of days alone.
var keyDays = schema.Form[calendar.Rhythm]{
	Shape: schema.Shape{Words: "days that come again", Example: "monthly on 1, quarterly on 1, yearly on 3 march or every 2 weeks on monday", JSON: map[string]any{"type": "string"}, Sample: "quarterly on 1"},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *calendar.Rhythm) bool {
		if !rhythm.Read(d, n, at, v) {
			return false
		}
		if v.At >= 0 || v.Kind == calendar.Daily || v.Kind == calendar.Rule {
			d.Errorf(n.Mark, BadRhythm, "a key is made anew by a build on or after a day; write that day as monthly on 1, quarterly on 1, yearly on 3 march or every 2 weeks on monday")
			*v = calendar.Rhythm{}
			return false
		}
		return true
	},
}

// accessForm is `open`, `sealed`, or {sealed: {title: , rotate: }}.
var accessForm = schema.Form[Access]{
	Shape: schema.Shape{Words: "one of open, sealed", JSON: map[string]any{"enum": []any{"open", "sealed"}}, Fields: accessMap.Infos(), Sample: "open"},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, a *Access) bool {
		const mend = "write access: open, access: sealed, or access: {sealed: {title: …}}"
		switch n.Kind {
		case front.Scalar:
			switch strings.TrimSpace(n.Raw) {
			case "open", "":
			case "sealed":
				a.Sealed = true
			default:
				d.Errorf(n.Mark, BadAccess, "%s does not say who may read the portal; %s", diag.Quote(n.Raw), mend)
			}
		case front.Map:
			a.Sealed = true // whatever is wrong with it, it is not open
			accessMap.Decode(d, n, at, a)
			if n.Get("sealed") == nil {
				d.Errorf(n.Mark, BadAccess, "access does not say who may read the portal; %s", mend)
			}
		default:
			d.Errorf(n.Mark, BadAccess, "access must not be a list; %s", mend)
		}
		return true
	},
}

var accessMap = schema.New(
	schema.Key("sealed", schema.MapOf(schema.New(
		schema.Key("title", line, func(a *Access) *string { return &a.Title }, "What the locked door may show."),
		schema.Key("rotate", keyDays, func(a *Access) *calendar.Rhythm { return &a.Rotate }, "The days from which the portal has a new key of its own and new names for its files, such as quarterly on 1. The first build on or after each makes them; readers notice nothing."),
	).Holds(schema.Free)), func(a *Access) *Access { return a }, "Only people with a key can read the portal."),
).Holds(schema.Free)

var goal = schema.New(
	schema.Key("id", id, func(g *Goal) *string { return &g.ID }, "The name by which engagements and KPIs mean this goal.").Required(),
	schema.Key("want", text, func(g *Goal) *Text { return &g.Want }, "The result that the client wants, in its words.").Required(),
	schema.Key("why", text, func(g *Goal) *Text { return &g.Why }, "Why it matters to the client."),
	schema.Key("priority", schema.Whole(1, 1_000_000, "a whole number"), func(g *Goal) *int { return &g.Priority }, "The goal's weight: 1 comes first."),
	schema.Key("by", contact, func(g *Goal) *Ref { return &g.By }, "Which of the client's people said so."),
	schema.Key("on", date, func(g *Goal) *calendar.Date { return &g.On }, "When.").Comes("by"),
	sourceOf(func(g *Goal) *Source { return &g.Source }),
).Holds(schema.Recorded).Marked(func(g *Goal) *Mark { return &g.Mark })

var question = schema.New(
	schema.Key("q", text, func(q *Question) *Text { return &q.Q }, "What is asked.").Required(),
	schema.Key("a", text, func(q *Question) *Text { return &q.A }, "The answer.").Required(),
).Holds(schema.Told)

var term = schema.New(
	schema.Key("term", text, func(t *Term) *Text { return &t.Term }, "A word that the client may not know.").Required(),
	schema.Key("means", text, func(t *Term) *Text { return &t.Means }, "What it means.").Required(),
).Holds(schema.Told)

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
