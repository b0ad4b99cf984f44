// Package handbook makes the documents of docs/ into pages: rendered, linked with each
// other, and searched. It serves nothing; that is preview's to do.
package handbook

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"rapport/generator/diag"
	"rapport/generator/markdown"
)

// Index is the page that leads to all others, a group of them under each heading.
const Index = "README.md"

// A Book is a set of documents. It is not changed once it is open.
type Book struct {
	pages  map[string]*Page
	groups []Group
	words  []string // of all pages, folded, the most frequent first
}

// A Page is one document.
type Page struct {
	Name  string // how-to/hosts.md
	Title string
	HTML  template.HTML // without the title
	TOC   []markdown.Heading
	parts []part
	links []string // to headings of other pages: how-to/hosts.md#netlify
}

// A Group is what stands under a heading of the index.
type Group struct {
	Title string
	Pages []*Page
}

// A part is what stands under a heading of a page, for the search.
type part struct {
	id, heading string
	words       string // folded, heading and text
	text        string
}

// Open reads and renders all documents of a file system, and the recipes to which they lead. A link that leads nowhere, and a page to
// which the index does not lead, is an error.
func Open(files fs.FS) (*Book, error) {
	b := &Book{pages: map[string]*Page{}}
	converter := markdown.New()
	texts := map[string][]byte{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" && path.Ext(name) != ".yml" {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if path.Ext(name) == ".yml" {
			text = recipe(name, text)
		}
		texts[name] = text
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, text := range texts {
		page, err := render(converter, files, name, text)
		if err != nil {
			return nil, err
		}
		b.pages[name] = page
	}
	for _, name := range slices.Sorted(maps.Keys(b.pages)) {
		for _, link := range b.pages[name].links {
			if to, id, _ := strings.Cut(link, "#"); !b.pages[to].has(id) {
				return nil, fmt.Errorf("%s: %s has no heading #%s; mend the link", name, to, id)
			}
		}
	}
	b.words = b.vocabulary()
	return b, b.index(texts[Index])
}

// has reports whether a heading of the page has an id.
func (p *Page) has(id string) bool {
	return slices.ContainsFunc(p.TOC, func(h markdown.Heading) bool { return h.ID == id })
}

// recipe makes a page of a file of YAML, which is shown as it is.
func recipe(name string, text []byte) []byte {
	return fmt.Appendf(nil, "# %s\n\n~~~~yaml\n%s\n~~~~\n", path.Base(name), bytes.TrimSpace(text))
}

// abroad is a link to a file of the repository that is no document. The program doesn't have it.
var abroad = regexp.MustCompile(`\[([^\]]*)\]\((?:\.\./)+([^)#]*)[^)]*\)`)

// named tells of links that lead out of the documents in words: which file of the repository it is.
func named(name, body string) string {
	return abroad.ReplaceAllStringFunc(body, func(link string) string {
		m := abroad.FindStringSubmatch(link)
		dest := link[strings.Index(link, "](")+2 : len(link)-1]
		if !strings.HasPrefix(path.Join(path.Dir(name), dest), "../") {
			return link
		}
		return fmt.Sprintf("%s (`%s` in Rapport’s repository)", m[1], m[2])
	})
}

// render renders a document. Its first line is its title.
func render(converter *markdown.Converter, files fs.FS, name string, text []byte) (*Page, error) {
	heading, body, _ := strings.Cut(string(text), "\n")
	title, ok := strings.CutPrefix(heading, "# ")
	if !ok {
		return nil, fmt.Errorf("%s:1: the first line is not a title; begin it with #", name)
	}
	body = named(name, body)
	page := &Page{Name: name, Title: title}
	problems := new(diag.List)
	doc := converter.Convert([]byte(body), markdown.Context{File: name, Line: 2, Resolve: func(l markdown.Link) (markdown.Target, error) {
		dest, id, _ := strings.Cut(l.Dest, "#")
		at := path.Join(path.Dir(name), dest)
		if _, err := fs.Stat(files, at); err != nil {
			return markdown.Target{}, fmt.Errorf("there is no %s; mend the link", at)
		}
		if id != "" {
			page.links = append(page.links, at+"#"+id)
		}
		return markdown.Target{Href: l.Dest}, nil
	}}, problems)
	for _, p := range problems.Sorted() {
		if p.Severity == diag.Error {
			return nil, fmt.Errorf("%s", p)
		}
	}
	page.HTML, page.TOC, page.parts = doc.HTML, doc.TOC, partsOf(title, doc)
	return page, nil
}

// index reads the order of the pages from the index.
func (b *Book) index(text []byte) error {
	if text == nil {
		return fmt.Errorf("there is no %s", Index)
	}
	listed := map[string]bool{Index: true}
	for line := range strings.Lines(string(text)) {
		if title, ok := strings.CutPrefix(strings.TrimSpace(line), "## "); ok {
			b.groups = append(b.groups, Group{Title: title})
		}
		for rest, more := line, true; more && len(b.groups) > 0; {
			if _, rest, more = strings.Cut(rest, "]("); !more {
				break
			}
			dest, _, _ := strings.Cut(rest, ")")
			name, _, _ := strings.Cut(dest, "#")
			if page := b.pages[name]; page != nil && !listed[name] {
				listed[name] = true
				last := &b.groups[len(b.groups)-1]
				last.Pages = append(last.Pages, page)
			}
		}
	}
	for name := range b.pages {
		if !listed[name] && path.Ext(name) == ".md" {
			return fmt.Errorf("%s: no line of %s leads here; add one", name, Index)
		}
	}
	return nil
}

// Page returns a page by its name, nil for none.
func (b *Book) Page(name string) *Page { return b.pages[name] }

// Groups returns all pages but the index, in its order.
func (b *Book) Groups() []Group { return b.groups }

// partsOf cuts a page at its headings.
func partsOf(title string, doc markdown.Doc) []part {
	var parts []part
	id, heading, rest := "", title, string(doc.HTML)
	end := func(rendered string) {
		text := strings.Join(strings.Fields(markdown.Words(template.HTML(rendered))), " ")
		parts = append(parts, part{id: id, heading: heading, words: fold(heading + " " + text), text: text})
	}
	for _, h := range doc.TOC {
		before, after, _ := strings.Cut(rest, fmt.Sprintf(`<h%d id="%s">`, h.Level, h.ID))
		end(before)
		id, heading = h.ID, h.Text
		_, rest, _ = strings.Cut(after, fmt.Sprintf("</h%d>", h.Level))
	}
	end(rest)
	return parts
}

// fold returns text as it is compared: in small letters, without accents, and with the quotation marks of a keyboard.
func fold(text string) string {
	text = straight.Replace(strings.ToLower(text))
	bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		return text
	}
	return bare
}

var straight = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`)

// vocabulary returns the words of all pages, the most frequent first: of two that may be meant, that is the likelier.
func (b *Book) vocabulary() []string {
	count := map[string]int{}
	for _, page := range b.pages {
		for _, p := range page.parts {
			for _, word := range strings.FieldsFunc(p.words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' }) {
				count[strings.Trim(word, "-_")]++
			}
		}
	}
	return slices.SortedFunc(maps.Keys(count), func(x, y string) int { return cmp.Or(count[y]-count[x], strings.Compare(x, y)) })
}

// A Hit is a place that a search found.
type Hit struct {
	Page    *Page
	ID      string // of the heading; "" for the page's beginning
	Heading string
	Text    string // around the first word that was found
}

// Most is how many places a search shows.
const Most = 30

// Search returns the places in which all words stand, those with them in a title or heading first. Of a word that stands
// nowhere some letters may be wrong: it is taken for the one that is nearest to it, and instead has what was sought then.
func (b *Book) Search(query string) (hits []Hit, instead string) {
	words := strings.Fields(fold(query))
	if len(words) == 0 {
		return nil, ""
	}
	for i, word := range words {
		if words[i] = b.meant(word); words[i] != word {
			instead = strings.Join(words, " ")
		}
	}
	type ranked struct {
		Hit
		rank int
	}
	var found []ranked
	for _, page := range b.pages {
		for _, p := range page.parts {
			rank := 0
			for _, word := range words {
				n := strings.Count(p.words, word)
				if n == 0 {
					rank = 0
					break
				}
				rank += min(n, 5)
				rank += 10 * strings.Count(fold(p.heading), word)
				rank += 5 * strings.Count(fold(page.Title), word)
			}
			if rank > 0 {
				found = append(found, ranked{Hit{page, p.id, p.heading, around(p.text, words[0])}, rank})
			}
		}
	}
	slices.SortFunc(found, func(a, b ranked) int {
		return cmp.Or(b.rank-a.rank, strings.Compare(a.Page.Name, b.Page.Name), strings.Compare(a.ID, b.ID))
	})
	for _, f := range found[:min(len(found), Most)] {
		hits = append(hits, f.Hit)
	}
	return hits, instead
}

// meant is the word of the book that somebody meant by a word. Like the search of a portal, it takes short ones as they are.
func (b *Book) meant(word string) string {
	if utf8.RuneCountInString(word) <= 4 || b.has(word) {
		return word
	}
	return cmp.Or(diag.Nearest(word, b.words), word)
}

// has reports whether a word stands anywhere.
func (b *Book) has(word string) bool {
	for _, page := range b.pages {
		if slices.ContainsFunc(page.parts, func(p part) bool { return strings.Contains(p.words, word) }) {
			return true
		}
	}
	return false
}

// around returns some words of a text about the first of those in which a word stands.
func around(text, word string) string {
	all := strings.Fields(text)
	at := max(0, slices.IndexFunc(all, func(w string) bool { return strings.Contains(fold(w), word) }))
	from, to := max(0, at-8), min(len(all), at+22)
	shown := strings.Join(all[from:to], " ")
	if from > 0 {
		shown = "… " + shown
	}
	if to < len(all) {
		shown += " …"
	}
	return shown
}
