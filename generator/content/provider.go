package content

import (
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/source"
)

// Options say how to read.
type Options struct {
	Drafts bool // drafts are read like everything else; otherwise they are passed over, with what is wrong in them
}

// Limits on the size of what is read, in bytes. A file beyond them was put
// where it stands by mistake.
const (
	maxMarkdown = 2 << 20
	maxCSV      = 32 << 20
)

// A reader reads the files of one tree.
type reader struct {
	tree     *source.Tree
	opts     Options
	settings settings
	problems *diag.List
}

// open reads a Markdown file, and what all of them have, into f. It returns no
// decoder where the front matter cannot be read, and hidden where the file is a
// draft and drafts are passed over.
func (r *reader) open(file source.File, f *File, refs *[]pending) (d *decoder, hidden bool) {
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

func (r *reader) decoder(file source.File, refs *[]pending) *decoder {
	dir, _ := path.Split(file.Name)
	return &decoder{file: file.Path, dir: dir, tree: r.tree, settings: r.settings, problems: r.problems, refs: refs}
}

func (r *reader) read(file source.File, most int64, mostInWords string) ([]byte, bool) {
	if file.Size > most {
		r.problems.Addf(diag.Position{File: file.Path}, TooLarge, "the file is larger than %s; split it, or put it under files/", mostInWords)
		return nil, false
	}
	data, err := r.tree.Read(file.Name)
	if err != nil {
		r.problems.Addf(diag.Position{File: file.Path}, diag.Unreadable, "the file cannot be read (%s); look at its permissions", err)
		return nil, false
	}
	return data, true
}

func isDraft(root *front.Node) bool {
	n := root.Get("draft")
	return n != nil && n.Kind == front.Scalar && n.Raw == "true" && !n.Quoted
}

// top begins to read the front matter of a file, with the keys that may stand
// in every file.
func (d *decoder) top(f *File, what string) (*object, bool) {
	o, ok := d.object(f.front, what)
	if !ok {
		return nil, false
	}
	o.truth("draft", &f.Draft)
	if n := o.get("internal"); n != nil {
		*n = front.Node{Mark: n.Mark}
	}
	list(o, "accept", &f.Accept, readAcceptance)
	if n := o.get("extra"); n != nil {
		if n.Kind == front.Map {
			f.Extra = free(n).(map[string]any)
		} else {
			d.errorf(n.Mark, WrongType, "extra must be a map of keys, not %s; write it as extra: {key: value}", n.Kind)
		}
	}
	return o, true
}

func readAcceptance(d *decoder, n *front.Node, what string, a *Acceptance) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	a.Mark = n.Mark
	o.line("rule", &a.Rule)
	o.line("why", &a.Why)
	o.end("rule", "why")
	return true
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
	r := reader{tree, opts, settings{zone: time.UTC}, problems}
	file, ok := tree.Lookup("provider.md")
	if !ok {
		problems.Addf(diag.Position{File: tree.Prefix()}, MissingField, "the content has no provider.md; write one that says who you are")
		r.services(nil)
		return nil
	}
	p := &Provider{Tree: tree}
	d, hidden := r.open(file, &p.File, nil)
	if hidden {
		problems.Addf(p.Pos("draft"), BadChoice, "the provider cannot be a draft; remove draft: true")
	}
	if d == nil {
		r.services(nil)
		return nil
	}
	d.provider(p)
	p.Calendar = calendar.New(calendar.Spec{Zone: p.Zone, Week: p.Hours, Holidays: p.Holidays, Open: p.Open, Closures: p.Closures})
	used := []string{p.Brand.Logo}
	for _, person := range p.People {
		used = append(used, person.Photo)
	}
	r.services(p)
	r.strays(used)
	return p
}

// provider reads provider.md.
func (d *decoder) provider(p *Provider) {
	p.Zone, p.Locale = time.UTC, "en"
	o, ok := d.top(&p.File, "provider.md")
	if !ok {
		return
	}
	o.line("name", &p.Name)
	o.text("tagline", &p.Tagline)
	value(o, "url", &p.URL, BadURL, parseURL)
	value(o, "email", &p.Email, BadEmail, parseEmail)
	value(o, "timezone", &p.Zone, BadTimezone, parseZone)
	value(o, "locale", &p.Locale, BadLocale, parseLocale)
	value(o, "currency", &p.Currency, BadCurrency, parseCurrency)
	o.brand(&p.Brand)
	o.hours(&p.Hours)
	o.holidays(&p.Holidays)
	o.dates("open", &p.Open)
	list(o, "closures", &p.Closures, readClosure)
	list(o, "channels", &p.Channels, readChannel)
	list(o, "people", &p.People, readPerson)
	d.distinct(map[string]Mark{}, "people", o.n.Get("people"))
	list(o, "processes", &p.Processes, readProcess)
	o.items("tools", &p.Tools)
	value(o, "feedback_to", &p.FeedbackTo, BadURL, func(s string) (string, error) {
		if s == "netlify" {
			return s, nil
		}
		return parseURL(s)
	})
	o.end("name", "email", "timezone", "hours")
}

func (o *object) brand(b *Brand) {
	n := o.get("brand")
	if n == nil {
		return
	}
	p, ok := o.d.object(n, "brand")
	if !ok {
		return
	}
	b.Mark = n.Mark
	if color := n.Get("color"); color.IsBlank() && color != nil {
		o.d.errorf(color.Mark, BadColor, "color is empty, since an unquoted # begins a comment; write it as \"#0b5c5a\"")
	}
	value(p, "color", &b.Color, BadColor, parseColor)
	p.picture("logo", &b.Logo)
	p.end()
}

// hours reads the week: {mon-thu: [09:00-12:30, 13:00-17:30]}.
func (o *object) hours(week *[7][]calendar.Span) {
	n := o.get("hours")
	if n == nil {
		return
	}
	d := o.d
	if n.Kind != front.Map {
		d.errorf(n.Mark, WrongType, "hours must be a map of days, not %s; write it as {mon-thu: [09:00-17:00]}", n.Kind)
		return
	}
	var taken [7]bool
	for i, k := range n.Keys {
		days, err := calendar.ParseDays(k.Name)
		if err != nil {
			d.errorf(k.Mark, BadTime, "%s", err)
			continue
		}
		spans := d.spans(n.Kids[i], k.Name)
		for _, day := range days {
			if taken[day] {
				d.errorf(k.Mark, front.DuplicateKey, "%s stands in hours twice; say each day once", strings.ToLower(day.String()))
				break
			}
			taken[day] = true
			week[day] = spans
		}
	}
}

// spans reads the hours of a day, in order.
func (d *decoder) spans(n *front.Node, day string) []calendar.Span {
	if n.IsBlank() || !d.isList(n, day) {
		return nil
	}
	var spans []calendar.Span
	for _, kid := range n.Kids {
		raw, ok := d.scalar(kid, "an element of "+day)
		if !ok {
			continue
		}
		span, err := calendar.ParseSpan(raw)
		if err != nil {
			d.errorf(kid.Mark, BadTime, "%s", err)
			continue
		}
		for _, s := range spans {
			if span.From < s.To && s.From < span.To {
				d.errorf(kid.Mark, BadRange, "%s overlaps %s; write hours that follow each other", span, s)
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

// holidays reads one code or a list of them.
func (o *object) holidays(dst *[]string) {
	n := o.get("holidays")
	if n == nil {
		return
	}
	codes := []*front.Node{n}
	if n.Kind == front.List {
		codes = n.Kids
	}
	for _, code := range codes {
		raw, ok := o.d.scalar(code, "holidays")
		if !ok || raw == "" {
			continue
		}
		known := strings.ToLower(raw)
		if !calendar.KnownHolidays(known) {
			mend := diag.DidYouMean(known, calendar.HolidayCodes())
			if mend == "" {
				mend = "; write a country such as nl, or a region such as de-by"
			}
			o.d.errorf(code.Mark, BadChoice, "there is no calendar of holidays for %s%s", diag.Quote(raw), mend)
			continue
		}
		*dst = append(*dst, known)
	}
}

func readClosure(d *decoder, n *front.Node, what string, c *calendar.Closure) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.stretch(&c.From, &c.To)
	o.line("note", &c.Note)
	o.end("from")
	if c.To == 0 {
		c.To = c.From
	}
	return c.From != 0
}

func readChannel(d *decoder, n *front.Node, what string, c *Channel) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.text("name", &c.Name)
	o.text("for", &c.For)
	o.duration("answer_within", &c.AnswerWithin)
	o.line("address", &c.Address)
	o.end("name")
	return true
}

// readPerson reads one of the provider's people or of the client's contacts.
func readPerson(d *decoder, n *front.Node, what string, p *Person) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	p.Mark = n.Mark
	o.id("id", &p.ID)
	o.line("name", &p.Name)
	o.text("role", &p.Role)
	value(o, "email", &p.Email, BadEmail, parseEmail)
	o.line("phone", &p.Phone)
	o.picture("photo", &p.Photo)
	o.text("hours", &p.Hours)
	o.text("about", &p.About)
	o.texts("decides", &p.Decides)
	o.end("id", "name")
	return true
}

func readProcess(d *decoder, n *front.Node, what string, p *Process) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.text("name", &p.Name)
	o.text("how", &p.How)
	o.end("name")
	return true
}

// services reads services/*.md into p, which is nil where only their problems
// are of interest.
func (r *reader) services(p *Provider) {
	for _, file := range r.tree.Files() {
		name, ok := strings.CutPrefix(file.Name, "services/")
		if !ok || strings.Contains(name, "/") || path.Ext(name) != ".md" {
			continue
		}
		s := Service{ID: strings.TrimSuffix(name, ".md")}
		r.checkName(file, s.ID)
		d, hidden := r.open(file, &s.File, nil)
		if hidden && p != nil {
			p.Hidden = append(p.Hidden, file.Name)
		}
		if d == nil {
			continue
		}
		d.service(&s)
		if p != nil {
			p.Services = append(p.Services, s)
		}
	}
}

func (d *decoder) service(s *Service) {
	o, ok := d.top(&s.File, "a service")
	if !ok {
		return
	}
	o.line("name", &s.Name)
	o.items("does", &s.Does)
	o.items("does_not", &s.DoesNot)
	o.text("best_case", &s.BestCase)
	o.text("worst_case", &s.WorstCase)
	o.text("suits", &s.Suits)
	o.end()
	if s.Name == "" {
		s.Name = s.ID
	}
}

// checkName reports the name of a file that cannot be an id.
func (r *reader) checkName(file source.File, id string) {
	if !isName(id) {
		r.problems.Addf(diag.Position{File: file.Path}, source.BadName, "%s cannot be the name of a page; use letters, digits and hyphens", diag.Quote(id))
	}
}

// strays reports the provider's files that have no place.
func (r *reader) strays(used []string) {
	for _, file := range r.tree.Files() {
		folder, name, ok := strings.Cut(file.Name, "/")
		switch {
		case ok && (folder == "static" || folder == "keys"):
		case file.Name == "provider.md":
		case ok && folder == "services" && path.Ext(name) == ".md" && !strings.Contains(name, "/"):
		default:
			r.stray(file, used)
		}
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
	case isPicture(file.Name) && strings.HasPrefix(file.Name, "people/"):
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
