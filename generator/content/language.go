package content

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
)

// authored are the files of a provider as they were written: each text in one language
// or in several.
type authored struct {
	tree     *source.Tree
	opts     Options
	locale   string // of the provider
	provider authoredFile
	services []authoredFile
	hidden   []string // names of the services that are drafts

	mu     sync.Mutex
	spoken map[string]*Provider // by the tag of the language
}

// An authoredFile is one of them.
type authoredFile struct {
	File
	decoder *schema.Decoder
	id      string // of a service
	bodies  []authoredBody
}

// An authoredBody is the body of a file in another language, which stands in a file beside
// it: provider.nl.md, services/care.nl.md.
type authoredBody struct {
	tag, path string
	Body
}

// In returns the provider as it speaks to the readers of a language, a tag of BCP 47: of
// each text that is written once a language the one in theirs, or else in one that is near
// to it, or else in the provider's own.
func (p *Provider) In(tag string) *Provider {
	if p.authored == nil || !p.authored.isInSeveral() {
		return p
	}
	tag, _, _ = strings.Cut(tag, "-x-")
	return p.authored.in(tag)
}

func (a *authored) in(tag string) *Provider {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.spoken[tag] == nil {
		a.spoken[tag] = a.decode(tag, &diag.List{})
	}
	return a.spoken[tag]
}

// isInSeveral reports whether anything is written in more than one language.
func (a *authored) isInSeveral() bool { return len(a.languages()) > 0 }

// Languages are the tags of those in which texts of the provider stand beside others.
func (p *Provider) Languages() []string {
	if p.authored == nil {
		return nil
	}
	return p.authored.languages()
}

func (a *authored) languages() []string {
	known := map[string]bool{}
	a.eachText(func(_ *authoredFile, text *front.Node) {
		for _, k := range text.Keys {
			known[k.Name] = true
		}
	})
	for _, f := range a.files() {
		for _, b := range f.bodies {
			known[b.tag] = true
		}
	}
	var tags []string
	for tag := range known {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

func (a *authored) files() []*authoredFile {
	all := []*authoredFile{&a.provider}
	for i := range a.services {
		all = append(all, &a.services[i])
	}
	return all
}

// eachText visits all texts that may be written in several languages.
func (a *authored) eachText(visit func(f *authoredFile, text *front.Node)) {
	provider.Texts(a.provider.front, func(text *front.Node) { visit(&a.provider, text) })
	for i := range a.services {
		f := &a.services[i]
		service.Texts(f.front, func(text *front.Node) { visit(f, text) })
	}
}

// An Untranslated text of the provider is shown to readers of another language.
type Untranslated struct {
	At        diag.Position
	Languages []string // of those readers
	Body      bool     // it is the text under the front matter
	Of        int      // how many texts of the file they read so, where it has none for them; else 1
}

// Untranslated returns what readers of some languages, tags of BCP 47, read in another one.
// A file that has nothing for any of them is told of once.
func (p *Provider) Untranslated(readers []string) []Untranslated {
	var all []Untranslated
	for _, f := range p.authored.files() {
		all = append(all, p.authored.untranslated(f, readers)...)
	}
	return all
}

func (a *authored) untranslated(of *authoredFile, readers []string) []Untranslated {
	var all []Untranslated
	texts := 0
	add := func(at Mark, body bool, tags []string) {
		texts++
		missing := slices.DeleteFunc(slices.Clone(readers), func(reader string) bool {
			return slices.ContainsFunc(tags, func(tag string) bool { return sameLanguage(tag, reader) })
		})
		if len(missing) > 0 {
			all = append(all, Untranslated{of.At(at), missing, body, 1})
		}
	}
	a.eachText(func(f *authoredFile, text *front.Node) {
		switch {
		case f != of || text.IsBlank():
		case text.Kind == front.Map:
			add(text.Mark, false, tagsOf(text))
		default:
			add(text.Mark, false, []string{a.locale})
		}
	})
	if len(strings.TrimSpace(string(of.Body.Source))) > 0 {
		tags := []string{a.locale}
		for _, b := range of.bodies {
			tags = append(tags, b.tag)
		}
		add(Mark{Line: of.Body.Line, Col: 1}, true, tags)
	}
	if len(all) > 1 && len(all) == texts && !slices.ContainsFunc(all, func(u Untranslated) bool { return !slices.Equal(u.Languages, all[0].Languages) }) {
		return []Untranslated{{of.At(Mark{Line: 1, Col: 1}), all[0].Languages, false, texts}}
	}
	return all
}

// sameLanguage reports whether two tags are of one language, be it of two regions.
func sameLanguage(a, b string) bool {
	base := func(tag string) string {
		name, _, _ := strings.Cut(tag, "-")
		return strings.ToLower(name)
	}
	return base(a) == base(b)
}

// tagsOf are the languages in which a text stands.
func tagsOf(text *front.Node) []string {
	var tags []string
	for i, k := range text.Keys {
		if !text.Kids[i].IsBlank() {
			tags = append(tags, k.Name)
		}
	}
	return tags
}

// nearest returns which of the tags is nearest to a language: the same, that without a
// region, or the first of another region; -1 for none.
func nearest(tags []string, to string) int {
	asked, err := language.Parse(to)
	if err != nil {
		return -1
	}
	for t := asked; t != language.Und; t = t.Parent() {
		at := slices.IndexFunc(tags, func(tag string) bool {
			known, err := language.Parse(tag)
			return err == nil && known == t
		})
		if at >= 0 {
			return at
		}
	}
	return slices.IndexFunc(tags, func(tag string) bool { return sameLanguage(tag, to) })
}

// chooser returns what chooses among the languages of a text the one for a reader.
func (a *authored) chooser(reader string) func(text *front.Node) *front.Node {
	return func(text *front.Node) *front.Node {
		var tags []string
		for _, k := range text.Keys {
			tags = append(tags, k.Name)
		}
		for _, wanted := range []string{reader, a.locale} {
			if at := nearest(tags, wanted); at >= 0 && !text.Kids[at].IsBlank() {
				return text.Kids[at]
			}
		}
		if len(tags) > 0 && isTag(tags[0]) {
			return text.Kids[0]
		}
		return text // no language: what stands there is said where it is decoded
	}
}

// checkTexts reports what is wrong with the texts that are written in several languages,
// but for those in the provider's own, which are decoded.
func (a *authored) checkTexts(problems *diag.List) {
	choose := a.chooser(a.locale)
	a.eachText(func(f *authoredFile, text *front.Node) {
		if text.Kind != front.Map || !slices.ContainsFunc(text.Keys, func(k front.Key) bool { return isTag(k.Name) }) {
			return
		}
		own := choose(text)
		for i, k := range text.Keys {
			if _, err := ParseLocale(k.Name); err != nil {
				problems.Addf(f.At(k.Mark), BadLocale, "%s; a text is one line, or a map of languages to lines such as {en: …, nl: …}", err)
			} else if kid := text.Kids[i]; kid != own {
				d := *f.decoder
				d.Problems = problems
				d.Line(kid, schema.At(k.Name))
			}
		}
		if nearest(tagsOf(text), a.locale) < 0 {
			problems.Addf(f.At(text.Mark), schema.MissingField, "this text is not there in the provider's own language, %s; add it, or put the line in quotes if it holds a colon", a.locale)
		}
	})
}

func isTag(name string) bool {
	_, err := ParseLocale(name)
	return err == nil
}

// decode reads the provider as it speaks to the readers of a language.
func (a *authored) decode(tag string, problems *diag.List) *Provider {
	p := &Provider{File: a.provider.in(tag), Tree: a.tree, Zone: time.UTC, Locale: "en", Hidden: a.hidden, authored: a}
	p.front = provider.Chosen(p.front, a.chooser(tag))
	var refs []schema.Reference
	d := *a.provider.decoder
	d.Problems, d.References = problems, &refs
	decodeFile(&d, &p.File, "provider.md", provider, p)
	resolve(refs, scope{toColleague: idsOf(p.People)}, nil, problems)
	p.Calendar = calendar.New(calendar.Spec{Zone: p.Zone, Week: p.Hours, Later: p.Later, Holidays: p.Holidays, Open: p.Open, Closures: p.Closures})
	for i := range a.services {
		f := &a.services[i]
		s := Service{ID: f.id, File: f.in(tag)}
		s.front = service.Chosen(s.front, a.chooser(tag))
		d := *f.decoder
		d.Problems = problems
		decodeFile(&d, &s.File, "a service", service, &s)
		s.Name = cmp.Or(s.Name, s.ID)
		p.Services = append(p.Services, s)
	}
	return p
}

// in returns the file with the body that is nearest to a language.
func (f *authoredFile) in(tag string) File {
	spoken := f.File
	var tags []string
	for _, b := range f.bodies {
		tags = append(tags, b.tag)
	}
	if at := nearest(tags, tag); at >= 0 {
		spoken.Body, spoken.bodyPath = f.bodies[at].Body, f.bodies[at].path
	}
	return spoken
}

// bodies reads the texts in other languages that stand beside the files which they are
// the bodies of.
func (a *authored) readBodies(r *reader) {
	for _, f := range a.files() {
		if f.decoder == nil {
			continue
		}
		for _, file := range r.tree.Files() {
			if tag, ok := translates(file.Name, f.name(r.tree)); ok {
				if body, ok := r.body(file); ok {
					f.bodies = append(f.bodies, authoredBody{tag, file.Path, body})
				}
			}
		}
	}
}

// name is the file's name in the tree.
func (f *authoredFile) name(tree *source.Tree) string {
	if f.id == "" {
		return "provider.md"
	}
	return "services/" + f.id + ".md"
}

// translates returns in which language a file holds the body of another.
func translates(name, of string) (tag string, ok bool) {
	rest, begins := strings.CutPrefix(name, strings.TrimSuffix(of, ".md")+".")
	tag, ok = strings.CutSuffix(rest, ".md")
	if !begins || !ok {
		return "", false
	}
	_, err := ParseLocale(tag)
	return tag, err == nil
}

// isTranslation reports whether a file holds the body of another one of the tree.
func isTranslation(tree *source.Tree, name string) bool {
	dir, file := path.Split(name)
	of, _, ok := strings.Cut(file, ".")
	if !ok {
		return false
	}
	_, there := tree.Lookup(dir + of + ".md")
	_, ok = translates(name, dir+of+".md")
	return there && ok
}

// body reads a file that is a body and nothing else.
func (r *reader) body(file source.File) (Body, bool) {
	data, ok := r.read(file, maxMarkdown, "2 MiB")
	if !ok {
		return Body{}, false
	}
	if at, bad := front.Invalid(data); bad {
		r.problems.Addf(at.In(file.Path), front.NotUTF8, "this is not UTF-8 text; save the file as UTF-8")
		return Body{}, false
	}
	if front.Begins(data) {
		r.problems.Addf(diag.Position{File: file.Path, Line: 1, Col: 1}, MisplacedFile, "a text in another language has no front matter; write its values once a language, as {en: …, nl: …}, where they stand")
		return Body{}, false
	}
	return Body{Source: data, Line: 1}, true
}
