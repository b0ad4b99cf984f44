package check

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/history"
	"rapport/generator/markdown"
	"rapport/generator/theme"
)

// tooLarge is the size in bytes above which hosts of static files refuse one.
const tooLarge = 25 << 20

// publishing are the rules about what is about to be read by everybody. The
// last two are found when pages are planned, by other packages.
func publishing() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "internal-words", Severity: diag.Warning,
				Summary: "an open portal has words that look internal",
				Why:     "Whoever has the address of an open portal can read it: a note to a colleague, or a password, is public the moment that it is built.",
				Mend:    "Move the words under internal:, which is published nowhere, or say the same to the client's face. A password belongs in no portal.",
				Found: "A text or body of an open portal (and of the provider and its services, which every portal shows) has TODO, FIXME, INTERNAL, CONFIDENTIAL or DO NOT SHARE in capitals, or a phrase of the list for English or for the client's language; " +
					"those with a colon count at the beginning of a text or line, and words for password where a colon or an equals sign and a value follow. The list: " + phraseList() + ".",
			},
			provider: func(f *finder, p *content.Provider) {
				w := wordsOf(p.Locale)
				f.internalWords(w, &p.File, p)
				for i := range p.Services {
					f.internalWords(w, &p.Services[i].File, p.Services[i])
				}
			},
			client: func(f *finder, in Input) {
				if in.Client.Access.Sealed {
					return
				}
				w := wordsOf(in.Client.Locale)
				bare := *in.Client
				bare.Engagements = nil
				f.internalWords(w, &in.Client.File, bare)
				for _, e := range in.Client.Engagements {
					agreement := *e
					agreement.Entries, agreement.Reports, agreement.Requests = nil, nil, nil
					f.internalWords(w, &e.File, agreement)
					for _, entry := range e.Entries {
						f.internalWords(w, &entry.File, entry)
					}
					for _, r := range e.Reports {
						f.internalWords(w, &r.File, r)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "address-without-alias", Severity: diag.Warning,
				Summary: "the address of a portal changed, and the earlier one leads nowhere",
				Why:     "The client kept the link that you sent it. One day it opens a page that does not exist, and nobody knows why.",
				Mend:    "Add the earlier address to aliases in client.md. If nobody is to find the portal there any more, send the client the new link and accept the finding with that reason.",
				Found:   "git has an earlier version of client.md with another address (or with none, where the folder's name served), which is not among its aliases.",
			},
			client:  addressesLeft,
			asksGit: true,
		},
		{
			Rule: diag.Rule{
				Name: "attachment-too-large", Severity: diag.Warning,
				Summary: "an attachment is larger than 25 MB",
				Why:     "Some hosts refuse such a file, and with it the whole portal; and a client on a train never gets it.",
				Mend:    "Make it smaller, split it, or link to where it lies.",
				Found:   "A file in files/ has more than 25 MiB. To accept one, write so in engagement.md.",
			},
			client: func(f *finder, in Input) {
				for _, e := range in.Client.Engagements {
					for _, a := range e.Files {
						if a.File.Size > tooLarge {
							f.found(diag.Position{File: a.File.Path}, "the file has %d MB, and hosts refuse more than 25; make it smaller, or link to where it lies", a.File.Size>>20)
						}
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "address-names-client", Severity: diag.Warning,
				Summary: "the address of a sealed portal tells whose it is",
				Why:     "The door says nothing, and the address says it all: it stands in mails, in logs, and in the history of each browser.",
				Mend:    "Write address: with letters and digits that nobody can guess, such as k7f3-9q2m.",
				Found:   "A sealed client has no address, and the folder's name, which counts then, has a word of the client's name in it, or no digit.",
			},
			client: func(f *finder, in Input) {
				if c := in.Client; c.Access.Sealed && !isWritten(&c.File, "address") && namesClient(c) {
					f.found(c.Pos("access"), "the address of this sealed portal is the folder's name, %s, which tells whose it is; write address: with letters and digits that nobody can guess", quoted(c.ID))
				}
			},
		},
		untranslated,
		{
			Rule: diag.Rule{
				Name: "locale-without-texts", Severity: diag.Note,
				Summary: "a client's language is none that the theme has texts in",
				Why:     "The portal's own words are English then, and so are its dates: its readers meet two languages on each page.",
				Mend:    "Write the texts of the theme in that language, in texts/ of a theme of your own, or give the client a locale that its people read as well.",
				Found:   "The theme has no texts in the language of the client's locale.",
			},
			client: func(f *finder, in Input) {
				if in.Texts != nil && !in.Texts.Spoken() {
					f.found(in.Client.Pos("locale"), "no texts in %s: the portal will be in English; write texts/%s.toml in a theme of your own, or choose a language that the client reads as well", languageName(in.Client.Locale), baseOf(in.Client.Locale))
				}
			},
		},
		{Rule: *markdown.ImageWithoutAlt},
		{Rule: *theme.BrandAdjusted},
	}
}

// shortest is the length in letters of a word of a name that gives it away.
const shortest = 3

// namesClient reports whether a client's address tells its name. One without a
// digit is a word, of whatever language.
func namesClient(c *content.Client) bool {
	if !strings.ContainsAny(c.Address, "0123456789") {
		return true
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(c.Name))
	for _, word := range strings.FieldsFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(word) >= shortest && strings.Contains(c.Address, word) {
			return true
		}
	}
	return false
}

// addressesLeft finds where a portal was, and nothing leads on from there.
func addressesLeft(f *finder, in Input) {
	if in.History == nil {
		return
	}
	file := in.History.Of(in.Client.Path)
	if file == nil || file.Line("address") == nil {
		return
	}
	values := file.Line("address").Values
	known := append([]string{in.Client.Address}, in.Client.Aliases...)
	if first := values[0].Commit; first.Nth > file.Born.Nth {
		values = append([]history.Value{{Commit: file.Born}}, values...)
	}
	for _, v := range values {
		was := cmp.Or(v.Text, in.Client.ID)
		if !slices.ContainsFunc(known, func(name string) bool { return strings.EqualFold(name, was) }) {
			known = append(known, was)
			f.found(in.Client.Pos("address"), "the address was %s before, and nothing leads on from there; add it to aliases:", quoted(was))
		}
	}
}
