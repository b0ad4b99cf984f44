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
	"rapport/generator/picture"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// Options say how to read.
type Options struct {
	Drafts bool // drafts are read like everything else; otherwise they are passed over, with what is wrong in them

	// For those who read a client again and again; both may be nil.
	Keep *Keep       // of the client's entries and reports
	Next func() bool // called before each of these is read; false ends the reading, and what it returns means nothing
}

// Limits on the size of what is read, in bytes. A file beyond them was put
// where it stands by mistake.
const (
	maxMarkdown = 2 << 20
	maxCSV      = 128 << 20
	maxWorkbook = 32 << 20
)

// A reader reads the files of one tree.
type reader struct {
	tree     *source.Tree
	files    *source.Reader // of the tree
	opts     Options
	zone     *time.Location // in which times without an offset are
	currency string         // of money without one; "" if none
	style    table.Style    // how tables write what could be read in two ways
	problems *diag.List
}

// open reads a Markdown file, and what all of them have, into f. It returns no
// decoder where the front matter cannot be read, and hidden where the file is a
// draft and drafts are passed over.
func (r *reader) open(file source.File, f *File, refs *[]schema.Reference) (d *schema.Decoder, hidden bool) {
	f.Path = file.Path
	data, ok := r.read(file, maxMarkdown, "2 MiB")
	if !ok {
		return nil, false
	}
	doc, found := front.Parse(file.Path, data)
	if doc.Front != nil && !r.opts.Drafts && isDraft(doc.Front) {
		f.Draft, f.front = true, doc.Front
		return nil, true
	}
	r.problems.Add(found...)
	if doc.Front == nil {
		return nil, false
	}
	f.front, f.Body = doc.Front, doc.Body
	return r.decoder(file, refs), false
}

func (r *reader) decoder(file source.File, refs *[]schema.Reference) *schema.Decoder {
	dir, _ := path.Split(file.Name)
	return &schema.Decoder{File: file.Path, Dir: dir, Tree: r.tree, Zone: r.zone, Currency: r.currency, Numbers: r.style.Numbers, Problems: r.problems, References: refs}
}

func (r *reader) read(file source.File, most int64, mostInWords string) ([]byte, bool) {
	if file.Size > most {
		r.problems.Addf(diag.Position{File: file.Path}, TooLarge, "the file is larger than %s; split it, or put it under files/", mostInWords)
		return nil, false
	}
	data, err := r.files.Read(file.Name)
	if err != nil {
		r.problems.Addf(diag.Position{File: file.Path}, diag.Unreadable, "the file cannot be read (%s); look at its permissions", err)
		return nil, false
	}
	if conflicts := front.Conflicts(file.Path, data); len(conflicts) > 0 {
		r.problems.Add(conflicts...)
		return nil, false
	}
	return data, true
}

func isDraft(root *front.Node) bool {
	n := root.Get("draft")
	return n != nil && n.Kind == front.Scalar && n.Raw == "true" && !n.Quoted
}

// decodeFile reads the front matter of a file into t, which what names in messages.
func decodeFile[T any](d *schema.Decoder, f *File, what string, m *schema.Map[T], t *T) bool {
	findBelow(d, f.Body, m)
	return schema.Decode(d, f.front, schema.At(what), common.Into(f), m.Into(t))
}

// common are the keys that may stand in every file.
var common = schema.New(
	schema.Key("draft", schema.Truth(), func(f *File) *bool { return &f.Draft }, "A draft is published nowhere and enters no fact, unless --drafts is given. Of a client or engagement it hides the folder."),
	schema.Key("internal", forgotten, func(*File) *struct{} { return nil }, "Notes for the provider alone, in any form. Nothing under it reaches a published file."),
	schema.Key("accept", schema.List(schema.MapOf(acceptance)), func(f *File) *[]Acceptance { return &f.Accept }, "Findings of rapport check in this file that are accepted, each with the reason. engagement.md also answers for the engagement's data and attachments."),
	schema.Key("extra", own, func(f *File) *map[string]any { return &f.Extra }, "Keys of your own, handed to the theme as they are."),
).Holds(schema.Free)

// forgotten is what is checked for its form and then forgotten.
var forgotten = schema.Form[struct{}]{
	Shape: schema.Shape{Words: "anything", JSON: map[string]any{"type": []any{"object", "array", "string", "number", "boolean"}}},
	Read: func(_ *schema.Decoder, n *front.Node, _ schema.Where, _ *struct{}) bool {
		*n = front.Node{Mark: n.Mark}
		return false
	},
	Visit: func(*schema.Info, *struct{}, func(schema.Value)) {},
}

var own = schema.Form[map[string]any]{
	Shape: schema.Shape{Words: "a map of keys of your own", JSON: map[string]any{"type": "object"}, Sample: "{}"},
	Read: func(d *schema.Decoder, n *front.Node, _ schema.Where, v *map[string]any) bool {
		if n.Kind != front.Map {
			d.Errorf(n.Mark, schema.WrongType, "extra must be a map of keys, not %s; write it as extra: {key: value}", n.Kind)
			return false
		}
		whole(d, n)
		*v = free(n).(map[string]any)
		return true
	},
}

var acceptance = schema.New(
	schema.Key("rule", line, func(a *Acceptance) *string { return &a.Rule }, "The name of the rule, as it stands in brackets behind the finding.").Required(),
	schema.Key("why", line, func(a *Acceptance) *string { return &a.Why }, "Why it is right that the finding stands.").Required(),
).Holds(schema.Free).Marked(func(a *Acceptance) *Mark { return &a.Mark })

// whole reports what a # takes away from values of which nothing is known.
func whole(d *schema.Decoder, n *front.Node) {
	if n.Cut.Line > 0 {
		d.Errorf(n.Cut, front.LostWords, front.CutMessage)
	}
	for _, kid := range n.Kids {
		whole(d, kid)
	}
}

// free turns a node of free form into plain values.
func free(n *front.Node) any {
	switch n.Kind {
	case front.Map:
		m := make(map[string]any, len(n.Keys))
		for i, k := range n.Keys {
			m[k.Name] = free(n.Kids[i])
		}
		return m
	case front.List:
		l := make([]any, len(n.Kids))
		for i, kid := range n.Kids {
			l[i] = free(kid)
		}
		return l
	case front.Scalar:
		if n.Quoted {
			return n.Raw
		}
		switch n.Raw {
		case "true":
			return true
		case "false":
			return false
		}
		if number, err := parseNumber(n.Raw); err == nil {
			return number
		}
		return n.Raw
	}
	return nil
}

// ParseProvider reads provider.md and the services beside it. It returns what
// can be read; nil only where provider.md is missing or has no front matter
// that can be read.
func ParseProvider(tree *source.Tree, problems *diag.List, opts Options) *Provider {
	r := reader{tree: tree, files: tree.Reader(), opts: opts, zone: time.UTC, problems: problems}
	defer r.files.Close()
	file, ok := tree.Lookup("provider.md")
	if !ok {
		problems.Addf(diag.Position{File: tree.Prefix()}, schema.MissingField, "the content has no provider.md; write one that says who you are")
		r.services(&authored{tree: tree})
		return nil
	}
	a := &authored{tree: tree, opts: opts, locale: "en", spoken: map[string]*Provider{}}
	var hidden bool
	a.provider.decoder, hidden = r.open(file, &a.provider.File, &[]schema.Reference{})
	if hidden {
		problems.Addf(a.provider.Pos("draft"), schema.BadChoice, "the provider cannot be a draft; remove draft: true")
	}
	if a.provider.decoder == nil {
		r.services(a)
		return nil
	}
	if tag := a.provider.front.Get("locale"); !tag.IsBlank() && isTag(tag.Raw) {
		a.locale = tag.Raw
	}
	r.services(a)
	a.readBodies(&r)
	a.checkTexts(problems)
	p := a.decode(a.locale, problems)
	used := []string{p.Brand.Logo}
	for _, person := range p.People {
		used = append(used, person.Photo)
	}
	askedFields(p.Services, problems)
	r.strays(used)
	r.pictures()
	return p
}

var provider = schema.New(
	schema.Key("name", line, func(p *Provider) *string { return &p.Name }, "Who publishes the portals.").Required(),
	schema.Key("tagline", text, func(p *Provider) *Text { return &p.Tagline }, "What you do, in a line."),
	schema.Key("url", webAddress, func(p *Provider) *string { return &p.URL }, "Your own site."),
	schema.Key("email", email, func(p *Provider) *string { return &p.Email }, "Where clients write to when nothing else is said.").Required(),
	schema.Key("timezone", zone("Europe/Amsterdam"), func(p *Provider) **time.Location { return &p.Zone }, "The zone of your hours, and of all times without an offset.").Required().Holds(schema.Agreed),
	schema.Key("locale", languageTag("en-GB"), func(p *Provider) *string { return &p.Locale }, "The language of portals whose client has none of its own. The default is en."),
	schema.Key("currency", currencyCode("EUR"), func(p *Provider) *string { return &p.Currency }, "The currency of amounts without one, unless the client has its own.").Holds(schema.Agreed),
	schema.Key("brand", schema.MapOf(brand), func(p *Provider) *Brand { return &p.Brand }, "How your portals look where a client has no brand."),
	schema.Key("hours", week, func(p *Provider) *[7][]calendar.Span { return &p.Hours }, "When you work. Days left out are closed. All working time is counted in these hours. Where they change, a list of them, each but the first with the day since which it holds: [{mon-fri: [09:00-17:00]}, {since: 2027-01-01, mon-thu: [09:00-17:00]}]. Hours known ahead move the deadlines ahead.").
		ReadWith(readHours).Required().Holds(schema.Agreed),
	schema.Key("holidays", holidays, func(p *Provider) *[]string { return &p.Holidays }, "Days closed by the calendar of a country or region; rapport explain holidays lists those that are known.").Holds(schema.Agreed).Complete(),
	schema.Key("open", schema.List(date), func(p *Provider) *[]calendar.Date { return &p.Open }, "Days that you work although the holidays say otherwise.").Holds(schema.Agreed).Complete(),
	schema.Key("closures", closures, func(p *Provider) *[]calendar.Closure { return &p.Closures }, "Stretches of closed days.").Holds(schema.Agreed).Complete(),
	schema.Key("channels", schema.List(schema.MapOf(channel)), func(p *Provider) *[]Channel { return &p.Channels }, "How a client reaches you.").Holds(schema.Agreed),
	schema.Key("people", schema.List(schema.MapOf(colleagues)), func(p *Provider) *[]Person { return &p.People }, "Your people, as clients meet them."),
	schema.Key("processes", schema.List(schema.MapOf(process)), func(p *Provider) *[]Process { return &p.Processes }, "How you work, told once to every client.").Holds(schema.Told),
	schema.Key("tools", items, func(p *Provider) *[]Item { return &p.Tools }, "What you work with."),
	schema.Key("feedback_to", schema.Parsed(schema.Shape{Words: "a web address, or netlify", JSON: matching(`^(netlify|https?://.+)$`), Sample: "netlify"}, BadURL, parseFeedbackTo), func(p *Provider) *string { return &p.FeedbackTo }, "Where the form for questions and feedback is sent. The default is a mail."),
	schema.Key("data", schema.MapOf(writes), func(p *Provider) *Writes { return &p.Data }, "How the tables of all engagements write what could be read in two ways; an engagement may say otherwise of its own.").Holds(schema.Recorded),
	schema.Key("faq", schema.List(schema.MapOf(question)), func(p *Provider) *[]Question { return &p.FAQ }, "Questions that every client asks. They stand behind those of the client.").Holds(schema.Told),
	schema.Key("asks", asks, func(p *Provider) *[]Ask { return &p.Asks }, "What a client is asked before the work begins, where its service asks nothing of its own. The default is seven questions in the client's language: what it wants, why, by when, what must not happen, who decides, how it likes to hear from you, what it does itself. An empty list asks nothing."),
).Holds(schema.Free).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, p *Provider) {
	distinct(d, map[string]Mark{}, "people", n.Get("people"))
	distinctAsks(d, n)
}).InLanguages()

func zone(example string) schema.Form[*time.Location] {
	return schema.Parsed(schema.Shape{Words: "the name of a time zone (IANA)", Example: example, JSON: map[string]any{"type": "string"}, Sample: example}, BadTimezone, ParseZone)
}

func languageTag(example string) schema.Form[string] {
	return schema.Parsed(schema.Shape{Words: "a language tag (BCP 47)", Example: example, JSON: map[string]any{"type": "string"}, Sample: example}, BadLocale, ParseLocale)
}

func currencyCode(example string) schema.Form[string] {
	return schema.Parsed(schema.Shape{Words: "a currency (ISO 4217)", Example: example, JSON: matching("^[A-Z]{3}$"), Sample: example}, BadCurrency, ParseCurrency)
}

var brand = schema.New(
	schema.Key("color", schema.Parsed(schema.Shape{Words: "a colour", Example: `"#0b5c5a"`, JSON: matching(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`), Sample: `"#0b5c5a"`}, BadColor, parseColor), func(b *Brand) *string { return &b.Color }, "The colour of links and accents. It is made darker or lighter where text in it could not be read."),
	schema.Key("logo", pictureFile, func(b *Brand) *string { return &b.Logo }, "The picture at the top of each page."),
).Holds(schema.Free).Marked(func(b *Brand) *Mark { return &b.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, b *Brand) {
	if color := n.Get("color"); color.IsBlank() && color != nil && color.Cut.Line == 0 {
		d.Errorf(color.Mark, BadColor, "color is empty, since an unquoted # begins a comment; write it as \"#0b5c5a\"")
	}
})

var weekJSON = map[string]any{"type": "object", "additionalProperties": map[string]any{"type": []any{"array", "null"}, "items": matching(`^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$`)}}

// week is the opening hours by day: {mon-thu: [09:00-12:30, 13:00-17:30]}.
var week = schema.Form[[7][]calendar.Span]{
	Shape: schema.Shape{Words: "a map of days to opening hours, or a list of such maps", Example: "mon-thu: [09:00-12:30, 13:00-17:30]", Sample: "{mon-fri: [09:00-17:00]}",
		JSON: map[string]any{"anyOf": []any{weekJSON, map[string]any{"type": "array", "minItems": 1, "items": map[string]any{"type": "object",
			"properties": map[string]any{since: date.JSON}, "additionalProperties": weekJSON["additionalProperties"]}}}}},
	Read: readWeek,
}

// since is the key of the day from which on a version holds.
const since = "since"

// readHours reads one week, or the weeks that follow each other.
func readHours(d *schema.Decoder, _, n *front.Node, p *Provider) {
	at := schema.At("hours")
	if n.Kind != front.List {
		if from := n.Get(since); from != nil {
			d.Errorf(from.Mark, BadOrder, "no hours come before these; remove since, or write a list with the hours before them in front")
		}
		readWeek(d, n, at, &p.Hours)
		return
	}
	var last calendar.Date
	for i, kid := range n.Kids {
		var hours calendar.Hours
		if !readWeek(d, kid, at, &hours.Week) {
			continue
		}
		from := kid.Get(since)
		switch {
		case i == 0 && from != nil:
			d.Errorf(from.Mark, BadOrder, "the first hours hold from the beginning; remove since, or put the hours before them in front")
		case i == 0:
			p.Hours = hours.Week
		case from.IsBlank():
			d.Errorf(kid.Mark, schema.MissingField, "these hours have no \"since\"; add the day from which on they hold")
		case date.Read(d, from, schema.At(since), &hours.Since) && hours.Since <= last:
			d.Errorf(from.Mark, BadOrder, "these hours hold since %s, no later than those before them; write the earlier ones first", hours.Since)
		case hours.Since != 0:
			last = hours.Since
			p.Later = append(p.Later, hours)
		}
	}
}

// readWeek reads the hours of each day.
func readWeek(d *schema.Decoder, n *front.Node, at schema.Where, week *[7][]calendar.Span) bool {
	if n.Kind != front.Map {
		d.Errorf(n.Mark, schema.WrongType, "%s must be a map of days, not %s; write it as {mon-thu: [09:00-17:00]}", at, n.Kind)
		return false
	}
	var taken [7]bool
	for i, k := range n.Keys {
		if k.Name == since {
			continue
		}
		days, err := calendar.ParseDays(k.Name)
		if err != nil {
			d.Errorf(k.Mark, BadTime, "%s", wordMend(err))
			continue
		}
		spans := readSpans(d, n.Kids[i], schema.At(k.Name))
		for _, day := range days {
			if taken[day] {
				d.Errorf(k.Mark, front.DuplicateKey, "%s stands in hours twice; say each day once", strings.ToLower(day.String()))
				break
			}
			taken[day] = true
			week[day] = spans
		}
	}
	return true
}

// readSpans reads the hours of a day, in order.
func readSpans(d *schema.Decoder, n *front.Node, day schema.Where) []calendar.Span {
	if n.IsBlank() || !d.IsList(n, day) {
		return nil
	}
	var spans []calendar.Span
	for _, kid := range n.Kids {
		raw, ok := d.Scalar(kid, day.Element())
		if !ok {
			continue
		}
		span, err := calendar.ParseSpan(raw)
		if err != nil {
			d.Errorf(kid.Mark, BadTime, "%s", err)
			continue
		}
		for _, s := range spans {
			if span.From < s.To && s.From < span.To {
				d.Errorf(kid.Mark, schema.BadRange, "%s overlaps %s; write hours that follow each other", span, s)
				ok = false
				break
			}
		}
		if ok {
			spans = append(spans, span)
		}
	}
	slices.SortFunc(spans, func(a, b calendar.Span) int { return a.From - b.From })
	return spans
}

// holidays is one code or a list of them.
var holidays = schema.Form[[]string]{
	Shape: schema.Shape{Words: "a country or region whose public holidays you keep, or a list of them", Example: "nl or de-by", Sample: "nl",
		JSON: map[string]any{"anyOf": []any{map[string]any{"type": []any{"string", "boolean"}}, map[string]any{"type": "array", "items": map[string]any{"type": []any{"string", "boolean"}}}}}},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, codes *[]string) bool {
		all := []*front.Node{n}
		if n.Kind == front.List {
			all = n.Kids
		}
		for _, code := range all {
			raw, ok := d.Scalar(code, at)
			if !ok || raw == "" {
				continue
			}
			known, err := calendar.ParseHolidays(raw)
			if err != nil {
				d.Errorf(code.Mark, schema.BadChoice, "%v", err)
				continue
			}
			*codes = append(*codes, known)
		}
		return true
	},
}

var closures = schema.List(schema.Only(schema.MapOf(closure), func(c *calendar.Closure) bool { return c.From != 0 }))

var closure = schema.New(
	schema.Key("from", date, func(c *calendar.Closure) *calendar.Date { return &c.From }, "The first closed day.").Required(),
	schema.Key("to", date, func(c *calendar.Closure) *calendar.Date { return &c.To }, "The last closed day; where it is missing, the first."),
	schema.Key("note", readable, func(c *calendar.Closure) *string { return &c.Note }, "Why, for the client to read.").Holds(schema.Free),
).Holds(schema.Agreed).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, c *calendar.Closure) {
	endsInOrder(d, n, &c.From, &c.To)
	c.To = cmp.Or(c.To, c.From)
})

var channel = schema.New(
	schema.Key("name", text, func(c *Channel) *Text { return &c.Name }, "What the channel is called.").Required(),
	schema.Key("for", text, func(c *Channel) *Text { return &c.For }, "What to use it for."),
	schema.Key("answer_within", duration, func(c *Channel) *calendar.Duration { return &c.AnswerWithin }, "How soon it is answered.").Holds(schema.Agreed),
	schema.Key("clock", schema.Flag("working", "always"), func(c *Channel) *bool { return &c.Always }, "What counts: working time (the default), or every hour of every day.").Holds(schema.Agreed),
	schema.Key("address", line, func(c *Channel) *string { return &c.Address }, "A mail address, a number, or a link."),
).Holds(schema.Free)

// colleagues are the provider's people.
var colleagues = schema.New(someone(colleague, schema.Free)...).Holds(schema.Free).Marked(func(p *Person) *Mark { return &p.Mark })

// contacts are the client's people.
var contacts = schema.New(append(someone(contact, schema.Recorded),
	schema.Key("prefers", schema.MapOf(preference), func(p *Person) *Preference { return &p.Prefers }, "How a contact likes to hear from you."),
)...).Holds(schema.Free).Marked(func(p *Person) *Mark { return &p.Mark })

// someone is what there is to say of a person on either side, for whom one of the
// same side stands in. A contact's name says whose word it is that was recorded.
func someone(ofSameSide schema.Form[Ref], name schema.Role) []schema.Field[Person] {
	return []schema.Field[Person]{
		schema.Key("id", id, func(p *Person) *string { return &p.ID }, "The name by which other fields mean this person. It is unique among people and contacts.").Required(),
		schema.Key("name", line, func(p *Person) *string { return &p.Name }, "The person's name, as it is shown.").Required().Holds(name),
		schema.Key("role", text, func(p *Person) *Text { return &p.Role }, "What to call the person for."),
		schema.Key("email", email, func(p *Person) *string { return &p.Email }, "Where the person reads mail."),
		schema.Key("phone", line, func(p *Person) *string { return &p.Phone }, "Where the person answers."),
		schema.Key("photo", pictureFile, func(p *Person) *string { return &p.Photo }, "The person's face."),
		schema.Key("hours", text, func(p *Person) *Text { return &p.Hours }, "When the person is there, where it differs from everybody's hours."),
		schema.Key("about", text, func(p *Person) *Text { return &p.About }, "A line that makes the person one."),
		schema.Key("decides", schema.List(text), func(p *Person) *[]Text { return &p.Decides }, "What the person may decide alone, such as scope, budget or plan. Who accepts a change for the client has to decide on what it touches.").Holds(schema.Recorded).Complete(),
		schema.Key("away", schema.List(schema.Only(schema.MapOf(absence), func(s *Stretch) bool { return s.From != 0 })), func(p *Person) *[]Stretch { return &p.Away }, "When the person is not there."),
		schema.Key("backup", ofSameSide, func(p *Person) *Ref { return &p.Backup }, "Who stands in while the person is away, and after it has left."),
		schema.Key("until", date, func(p *Person) *calendar.Date { return &p.Until }, "The last day of a person who leaves. It is still named in the past, and asked for nothing any more.").Due(),
	}
}

var preference = schema.New(
	schema.Key("by", schema.Choice("mail", "phone", "portal"), func(p *Preference) *string { return &p.By }, "The way that suits the person best: mail, which is the default; phone, for which reminders put a call on your own list; or portal, for which nothing is sent."),
	schema.Key("news", schema.Choice("each", "weekly", "none"), func(p *Preference) *string { return &p.News }, "How often reminders tell the person what is new: each time there is something, weekly on the first day of the week that you work, or none. Without it, where the command is run with --digest."),
).Holds(schema.Free)

var absence = schema.New(
	schema.Key("from", date, func(s *Stretch) *calendar.Date { return &s.From }, "The first day away.").Required().Due(),
	schema.Key("to", date, func(s *Stretch) *calendar.Date { return &s.To }, "The last day away; missing while nobody knows it.").Due(),
).Holds(schema.Free).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, s *Stretch) { endsInOrder(d, n, &s.From, &s.To) })

var process = schema.New(
	schema.Key("name", text, func(p *Process) *Text { return &p.Name }, "What the process is called.").Required(),
	schema.Key("how", text, func(p *Process) *Text { return &p.How }, "How it goes.").Holds(schema.Free),
).Holds(schema.Told)

var service = schema.New(
	schema.Key("name", readable, func(s *Service) *string { return &s.Name }, "What the service is called. The default is the file's name."),
	schema.Key("does", items, func(s *Service) *[]Item { return &s.Does }, "What it does.").Holds(schema.Told),
	schema.Key("does_not", items, func(s *Service) *[]Item { return &s.DoesNot }, "What it does not do, shown just as clearly.").Holds(schema.Told),
	schema.Key("best_case", text, func(s *Service) *Text { return &s.BestCase }, "How well it can turn out.").Holds(schema.Told),
	schema.Key("worst_case", text, func(s *Service) *Text { return &s.WorstCase }, "How badly it can turn out.").Holds(schema.Told),
	schema.Key("suits", text, func(s *Service) *Text { return &s.Suits }, "For whom it is right."),
	schema.Key("asks", asks, func(s *Service) *[]Ask { return &s.Asks }, "What a client is asked before the work begins. The default is what the provider asks; an empty list asks nothing."),
	schema.Key("defaults", defaults, func(s *Service) *Defaults { return &s.Defaults }, "What an engagement of this service takes over, element by element, unless it says otherwise: each id of turnaround, pricing and kpis that it does not have, each key of one that it has, and each key of duties and rhythm. An empty list or map there takes over nothing.").Holds(schema.Agreed),
).Holds(schema.Free).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, _ *Service) { distinctAsks(d, n) }).InLanguages()

// services reads services/*.md.
func (r *reader) services(a *authored) {
	for _, file := range r.tree.Files() {
		name, ok := strings.CutPrefix(file.Name, "services/")
		if !ok || strings.Contains(name, "/") || path.Ext(name) != ".md" || isTranslation(r.tree, file.Name) {
			continue
		}
		s := authoredFile{id: strings.TrimSuffix(name, ".md")}
		r.checkName(file, s.id)
		var hidden bool
		if s.decoder, hidden = r.open(file, &s.File, nil); hidden {
			a.hidden = append(a.hidden, file.Name)
		}
		if s.decoder != nil {
			a.services = append(a.services, s)
		}
	}
}

// checkName reports the name of a file that cannot be an id.
func (r *reader) checkName(file source.File, id string) {
	if !IsID(id) {
		r.problems.Addf(diag.Position{File: file.Path}, source.BadName, "%s cannot be the name of a page; use letters, digits and hyphens", diag.Quote(id))
	}
}

// strays reports the provider's files that have no place.
func (r *reader) strays(used []string) {
	for _, file := range r.tree.Files() {
		folder, name, ok := strings.Cut(file.Name, "/")
		switch {
		case ok && (folder == "static" || folder == "keys"):
		case file.Name == "provider.md", !ok && isTranslation(r.tree, file.Name):
		case ok && folder == "templates":
			r.template(file, name)
		case ok && folder == "services" && path.Ext(name) == ".md" && !strings.Contains(name, "/"):
		default:
			r.stray(file, used)
		}
	}
}

// template reports a file among the templates for new files that is none.
func (r *reader) template(file source.File, name string) {
	var kinds []string
	for _, k := range FileKinds() {
		if k.Name != "provider" && k.Name != "service" {
			kinds = append(kinds, k.Name)
		}
	}
	if kind, ok := strings.CutSuffix(name, ".md"); !ok || !slices.Contains(kinds, kind) {
		mend := diag.DidYouMean(kind, kinds).Or("; name it as the kind of file that it is for, such as update.md")
		r.problems.Addf(diag.Position{File: file.Path}, source.StrayFile, "there is no kind of file for this template%s", mend)
	}
}

// stray reports a file without a place, unless it is a picture that is used or
// stands where pictures do.
func (r *reader) stray(file source.File, used []string) {
	at := diag.Position{File: file.Path}
	switch {
	case isMarkdown(file.Name):
		r.problems.Addf(at, MisplacedFile, "a Markdown file has no place here; move it to services/, journal/ or reports/, or away")
	case slices.Contains(used, file.Name):
	case picture.Is(file.Name) && strings.HasPrefix(file.Name, "people/"):
	case path.Ext(file.Name) == ".csv":
		r.problems.Addf(at, source.StrayFile, "this table is used nowhere; name it in the series of a KPI, or move it away")
	default:
		r.problems.Addf(at, source.StrayFile, "this file is used nowhere; move it to files/, or away")
	}
}

func isMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".markdown"
}
