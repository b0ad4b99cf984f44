package check

import (
	"maps"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
)

var untranslated = Rule{Rule: diag.Rule{
	Name: "provider-text-untranslated", Severity: diag.Note,
	Summary: "a text of the provider stands in another language than the portal",
	Why:     "A tagline, a role or a note on a closed day in a language that is not the client's reads as if the portal had been made for somebody else.",
	Mend:    "Write the text once a language, as {en: …, nl: …}, and a body in a file beside its own: provider.nl.md, services/care.nl.md.",
	Found:   "A text of provider.md or of a service is shown to a client whose language is another, since it is not written in that. A file that has nothing in it for a language is named once.",
}}

// OfAllClients are the rules that look at all clients together. Where some of them are read, they may find less.
func OfAllClients() []string { return []string{untranslated.Name} }

// Languages finds which texts of the provider are read by clients of another language: read
// are the languages of all portals.
func Languages(p *content.Provider, read []string, problems *diag.List) {
	bases := map[string]bool{}
	for _, tag := range read {
		bases[baseOf(tag)] = true
	}
	f := finder{rule: untranslated, problems: problems}
	for _, text := range p.Untranslated(slices.Sorted(maps.Keys(bases))) {
		readers := named(text.Languages)
		switch {
		case text.Of > 1:
			f.found(text.At, "all %d texts of this file are in %s, also on portals in %s; write them once a language, as {%s: …, %s: …}", text.Of, languageName(p.Locale), readers, baseOf(p.Locale), text.Languages[0])
		case text.Body:
			f.found(text.At, "this text is shown in %s on portals in %s; write it again in %s", languageName(p.Locale), readers, besides(text, p.Tree.Prefix()))
		default:
			f.found(text.At, "this text is shown in %s on portals in %s; write it once a language, as {%s: …, %s: …}", languageName(p.Locale), readers, baseOf(p.Locale), text.Languages[0])
		}
	}
}

// besides names the file in which a body belongs in the first of the languages.
func besides(text content.Untranslated, prefix string) string {
	name := strings.TrimPrefix(text.At.File, prefix+"/")
	return strings.TrimSuffix(name, ".md") + "." + text.Languages[0] + ".md"
}

// baseOf is the language of a tag, without its region.
func baseOf(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(base)
}

func named(tags []string) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = languageName(tag)
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// languageNames are the languages that people are likely to have clients in.
var languageNames = map[string]string{
	"ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
	"es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician",
	"he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
	"ko": "Korean", "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian", "mt": "Maltese", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian",
	"no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
	"sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}

// languageName is the English name of a tag's language, and the tag for one of which it is
// not known.
func languageName(tag string) string {
	if name := languageNames[baseOf(tag)]; name != "" {
		return name
	}
	return tag
}
