package locale

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// A Layer is a theme's folder that may hold catalogue files, texts/<tag>.toml.
type Layer struct {
	FS   fs.FS
	Name string // of the folder, as problems show it: "themes/default"
}

// splitRegister takes from a tag the register that may stand behind it for private use:
// de-CH-x-informal is de-CH and informal.
func splitRegister(tag string) (language, register string) {
	language, register, _ = strings.Cut(tag, "-x-")
	return language, register
}

// LoadTexts reads the texts for a tag (of BCP 47; else English) from
// the layers, bottom first: for nl-BE those of en.toml, then of nl.toml, then of
// nl-BE.toml, and of each file first the bottom layer's. A text replaces the one
// before it, key by key.
//
// A tag may name a register behind it, formal or informal, as in nl-NL-x-formal. Then
// nl.formal.toml follows nl.toml: it has those texts that address the reader, where nl.toml speaks
// in the other register. A language that does not tell registers apart has no such file.
//
// A catalogue file is TOML of keys and texts. A text that depends on a number has
// a table of plural forms, and one that depends on a weekday a table with the
// weekdays that differ:
//
//	skip_link = "Skip to the content"
//	working_days = {one = "{n} working day", other = "{n} working days"}
//	weekly_on = {other = "w {weekday}", tuesday = "we {weekday}"}
//
// English at the bottom layer says which keys there are, which placeholders each
// may use, and whether it has plural forms. Other layers may add keys of
// their own if these begin with x_. What departs from that goes to problems, and
// the text is left out; a text that is missing in a language is no problem, see
// Texts.Missing. The error is for an English file that cannot be read.
//
// Where there is no file of the language, all is English: the texts, their direction, and
// how dates and figures are written; see Texts.Spoken.
//
// Reading takes about a millisecond a language; a caller with many clients keeps
// the Texts of each tag.
func LoadTexts(layers []Layer, tag string, problems *diag.List) (*Texts, error) {
	tag, register := splitRegister(tag)
	asked, err := parseTag(tag)
	if err != nil {
		asked = language.English
	}
	english, err := fs.ReadFile(layers[0].FS, "texts/en.toml")
	if err != nil {
		return nil, fmt.Errorf("reading the English texts: %w", err)
	}
	reference := reader{file: path.Join(layers[0].Name, "texts/en.toml"), data: english, in: language.English, problems: problems}
	texts := &Texts{Locale: nearest(asked), entries: reference.read(nil)}
	known := maps.Clone(texts.entries)
	base, _ := asked.Base()
	spoken := base.String() == "en"

	own := map[string]bool{} // keys with a text in the reader's language
	names := chain(asked)
	slices.Reverse(names)
	if !slices.Contains(names, "en") {
		names = append([]string{"en"}, names...)
	}
	if register != "" {
		names = withRegister(names, register)
	}
	for _, name := range names {
		for i, layer := range layers {
			if i == 0 && name == "en" {
				continue
			}
			file := "texts/" + name + ".toml"
			data, err := fs.ReadFile(layer.FS, file)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			spoken = spoken || name != "en"
			r := reader{file: path.Join(layer.Name, file), data: data, in: language.Make(strings.TrimSuffix(name, "."+register)), problems: problems}
			if err != nil {
				problems.Addf(diag.Position{File: r.file}, diag.Unreadable, "the texts cannot be read: %v", errors.Unwrap(err))
				continue
			}
			for key, e := range r.read(known) {
				texts.entries[key] = e
				own[key] = r.in != language.English
			}
		}
	}
	if !spoken {
		// Names of months in one language between words of another help nobody.
		texts.Locale, texts.unspoken = newLocale(language.English, nearest(language.BritishEnglish).data), true
	}
	if base.String() != "en" {
		for key := range known {
			if !own[key] {
				texts.missing = append(texts.missing, key)
			}
		}
		slices.Sort(texts.missing)
	}
	return texts, nil
}

// withRegister puts behind the name of each file that of the same language's register.
func withRegister(names []string, register string) []string {
	var all []string
	for _, name := range names {
		all = append(all, name, name+"."+register)
	}
	return all
}

// A reader reads one catalogue file.
type reader struct {
	file     string
	data     []byte
	in       language.Tag
	problems *diag.List

	parser  unstable.Parser
	known   map[string]entry // English; nil while English itself is read
	at      map[string]int   // where a key was first seen
	entries map[string]entry
}

// read returns the entries of the file that are sound.
func (r *reader) read(known map[string]entry) map[string]entry {
	r.known = known
	r.at = make(map[string]int, 1024)
	r.entries = make(map[string]entry, 1024)
	if !utf8.Valid(r.data) {
		r.problems.Addf(diag.Position{File: r.file}, front.BadTOML, "the file is not UTF-8; save it as UTF-8")
		return r.entries
	}
	r.parser.Reset(r.data)
	var table string // the [table] that the expressions stand in
	var tableAt int
	for r.parser.NextExpression() {
		e := r.parser.Expression()
		switch e.Kind {
		case unstable.Table:
			names, at := r.names(e.Key())
			table, tableAt = names[0], at
			if len(names) > 1 {
				r.errorf(at, BadText, "%q is a table in a table; texts have plural forms and nothing deeper", strings.Join(names, "."))
			}
		case unstable.ArrayTable:
			names, at := r.names(e.Key())
			table, tableAt = names[0], at
			r.errorf(at, BadText, "%q is a list; write [%s] for its plural forms", table, table)
		case unstable.KeyValue:
			names, at := r.names(e.Key())
			if table == "" {
				r.value(names, at, at, e.Value())
			} else {
				r.value(append([]string{table}, names...), tableAt, at, e.Value())
			}
		}
	}
	var bad *unstable.ParserError
	if errors.As(r.parser.Error(), &bad) {
		r.errorf(int(r.parser.Range(bad.Highlight).Offset), front.BadTOML, "%s; a line is written as key = \"text\"", strings.ReplaceAll(bad.Message, "\n", " "))
	}
	r.complete()
	return r.entries
}

// names returns the parts of a dotted key, and where it begins.
func (r *reader) names(key unstable.Iterator) (names []string, at int) {
	at = -1
	for key.Next() {
		if at < 0 {
			at = int(key.Node().Raw.Offset)
		}
		names = append(names, string(key.Node().Data))
	}
	return names, at
}

// value takes a text, in one form or as an inline table of forms. Its key stands
// at offset keyAt, its form at offset at.
func (r *reader) value(names []string, keyAt, at int, v *unstable.Node) {
	switch {
	case v.Kind == unstable.InlineTable && len(names) == 1:
		for i := v.Children(); i.Next(); {
			form, formAt := r.names(i.Node().Key())
			r.value(append(names[:1:1], form...), keyAt, formAt, i.Node().Value())
		}
	case len(names) > 2:
		r.errorf(at, BadText, "%q is a table in a table; texts have plural forms and nothing deeper", strings.Join(names, "."))
	case v.Kind != unstable.String:
		r.errorf(at, BadText, "%q is not a text; put it in quotation marks", strings.Join(names, "."))
	case len(names) == 2:
		r.add(names[0], names[1], keyAt, at, v)
	default:
		r.add(names[0], "other", keyAt, at, v)
	}
}

func (r *reader) add(key, form string, keyAt, at int, v *unstable.Node) {
	english, isKnown := r.known[key]
	if r.known != nil && !isKnown && !strings.HasPrefix(key, "x_") {
		// One message for all the forms of a key.
		if _, seen := r.at[key]; !seen {
			r.at[key] = keyAt
			r.errorf(keyAt, UnknownText, "unknown text %q%s", key, diag.DidYouMean(key, slices.Sorted(maps.Keys(r.known))).Or("; a key of your own begins with x_"))
		}
		return
	}
	if isKnown {
		allowed := english.allowed()
		if !slices.Contains(allowed, form) {
			r.errorf(at, UnknownForm, "%q has no form %q%s", key, form, diag.DidYouMean(form, allowed).Or("; a key of its own stands above the first [table]"))
			return
		}
	}
	if _, seen := r.at[key]; !seen {
		r.at[key] = keyAt
	}
	e, ok := r.entries[key]
	if !ok {
		e = entry{forms: map[string][]piece{}, in: r.in}
	}
	if _, twice := e.forms[form]; twice {
		r.errorf(at, front.BadTOML, "%q is there twice; leave one out", key)
		return
	}
	pieces := r.pieces(string(v.Data), int(v.Raw.Offset), english)
	if e.forms[form] = pieces; form == "other" {
		e.other = pieces
	}
	r.entries[key] = e
}

// pieces takes a text apart. A placeholder that English does not have is left in
// as text.
func (r *reader) pieces(text string, at int, english entry) []piece {
	var pieces []piece
	literal := ""
	flush := func() {
		if literal != "" {
			pieces = append(pieces, piece{text: literal})
			literal = ""
		}
	}
	for rest := text; rest != ""; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			literal += rest
			break
		}
		literal += rest[:i]
		rest = rest[i:]
		end := strings.IndexByte(rest, '}')
		name := ""
		if end > 0 {
			name = rest[1:end]
		}
		switch {
		case name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "":
			r.errorf(r.find(at, rest[:1]), BadText, "a lone %q; a placeholder is a name in braces", rest[:1])
			literal += rest[:1]
			rest = rest[1:]
			continue
		case english.forms != nil && !english.has(name):
			r.errorf(r.find(at, rest[:end+1]), UnknownPlaceholder, "unknown placeholder {%s}%s", name, placeholderHint(name, english.placeholders()))
			literal += rest[:end+1]
		default:
			flush()
			pieces = append(pieces, piece{name, true})
		}
		rest = rest[end+1:]
	}
	flush()
	return pieces
}

func placeholderHint(name string, names []string) string {
	if near := diag.Nearest(name, names); near != "" {
		return "; did you mean {" + near + "}?"
	}
	if len(names) == 0 {
		return "; this text has none"
	}
	return "; this text has {" + strings.Join(names, "}, {") + "}"
}

// find returns where what first stands in the value that begins at offset at.
func (r *reader) find(at int, what string) int {
	if i := strings.Index(string(r.data[at:]), what); i >= 0 {
		return at + i
	}
	return at
}

// complete reports the plural forms that the language needs and the file has not.
func (r *reader) complete() {
	needed := map[*plural.Rules][]string{
		nil:             {"other"},
		plural.Cardinal: required(plural.Cardinal, r.in),
		plural.Ordinal:  required(plural.Ordinal, r.in),
	}
	for key, e := range r.entries {
		like := e
		if english, ok := r.known[key]; ok {
			like = english
		}
		for _, form := range needed[like.rules()] {
			if _, ok := e.forms[form]; !ok {
				r.errorf(r.at[key], MissingForm, "%q has no text for the plural form %q; add %s = \"...\"", key, form, form)
				delete(r.entries, key)
			}
		}
	}
}

func (r *reader) errorf(offset int, rule *diag.Rule, format string, args ...any) {
	before := string(r.data[:offset])
	line := strings.Count(before, "\n")
	col := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	r.problems.Addf(diag.Position{File: r.file, Line: line + 1, Col: col + 1}, rule, format, args...)
}

// rules returns the plural rules that the forms of an English text ask for, nil
// for a text that does not depend on a number. English has "two" in ordinals alone.
func (e entry) rules() *plural.Rules {
	if _, ok := e.forms["two"]; ok {
		return plural.Ordinal
	}
	if _, ok := e.forms["one"]; ok {
		return plural.Cardinal
	}
	return nil
}

// allowed returns the forms that a translation of the English e may have.
func (e entry) allowed() []string {
	if e.rules() != nil {
		return forms[:]
	}
	return append([]string{"other"}, weekdayForms[:]...)
}

// required returns the forms that a text with plural rules must have in a language:
// those that whole numbers take, and other, which serves where no form does.
func required(rules *plural.Rules, in language.Tag) []string {
	required := []string{"other"}
	for n := range 200 {
		if f := form(rules, in, n, 0); !slices.Contains(required, f) {
			required = append(required, f)
		}
	}
	return required
}

// has reports whether a translation of the English e may use a placeholder.
func (e entry) has(name string) bool {
	for _, pieces := range e.forms {
		if slices.Contains(pieces, piece{name, true}) {
			return true
		}
	}
	return name == "n" && e.rules() != nil
}

// placeholders returns the names that has knows, sorted.
func (e entry) placeholders() []string {
	names := map[string]bool{}
	for _, pieces := range e.forms {
		for _, p := range pieces {
			if p.placeholder {
				names[p.text] = true
			}
		}
	}
	if e.rules() != nil {
		names["n"] = true
	}
	return slices.Sorted(maps.Keys(names))
}
