package answer

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Where the block of a mail begins and ends. No square bracket stands in its values.
const (
	blockBegins = "[rapport:"
	blockEnds   = "[/rapport]"
)

// ruler is the line between what a client writes and what it should leave as it is.
const ruler = "----------------------------------------"

// Block returns the lines that tell where an answer in a mail belongs, without what the client
// has yet to say.
func (a Answer) Block() string {
	var b strings.Builder
	b.WriteString(blockBegins + Version + "]\n")
	for _, f := range []Field{{ClientField, a.Client}, {EngagementField, a.Engagement}, {ItemField, a.Item}, {ActionField, string(a.Action)}, {AboutField, a.About}, {ChoiceField, a.Choice}} {
		if f.Value != "" {
			b.WriteString(f.Name + ": " + oneLine(f.Value) + "\n")
		}
	}
	b.WriteString(blockEnds + "\n")
	return b.String()
}

// A Prompt is a question in a mail that is already written, with the field that its answer fills.
type Prompt struct{ Field, Question string }

// Mail returns the text of a mail that is already written: the questions with room for the
// client's words under each, a line, the sentence that asks to leave what follows as it is, and
// the block. A question stands in brackets behind the name of its field, as
// [nps: How likely …?], so that ReadText finds what was written below it in any language.
func (a Answer) Mail(prompts []Prompt, leave string) string {
	var b strings.Builder
	for _, p := range prompts {
		b.WriteString("[" + p.Field + ": " + oneLine(p.Question) + "]\n\n\n")
	}
	b.WriteString(ruler + "\n" + leave + "\n" + a.Block())
	return b.String()
}

// oneLine keeps a value on its line, and brackets out of it.
func oneLine(s string) string {
	return strings.NewReplacer("[", "(", "]", ")").Replace(strings.Join(strings.Fields(s), " "))
}

// longest is how many bytes may stand between the ends of a block.
const longest = 4000

// A Found is a block with what stands around it.
type Found struct {
	Answer       Answer
	Above, Below string // the text before the block, without the line and the sentence over it, and the text after
	Others       int    // how many blocks of the same text say something else
}

var (
	block = regexp.MustCompile(`(?is)\[\s*rapport\s*:\s*([0-9]{1,4})\s*\]([^\[\]]*)\[\s*/\s*rapport\s*\]`)
	// quoted is what mail programs put before each line of what they quote.
	quoted = regexp.MustCompile(`(?m)^[ \t]*(?:[>|][ \t]?)+`)
	named  = regexp.MustCompile(`(?i)(?:^| )(` + ClientField + `|` + EngagementField + `|` + ItemField + `|` + ActionField + `|` + AboutField + `|` + ChoiceField + `) ?:(?: |$)`)
	// ruled is the line that closes what the client writes, also where all was run together on one.
	ruled = regexp.MustCompile(`(?m)^[ \t>|]*[-–—―_]{3,}[ \t]*$|[-–—―]{20,}`)
)

// ReadBlock finds the first block in a text that has passed through mail programs: quoted,
// wrapped anywhere between two words, run together on one line, with spaces that do not break and
// hyphens that were made dashes. It reports whether there is one. The choice is given with its
// spaces made one; whoever compares it should let quotation marks be equal.
func ReadBlock(text string) (Found, bool) {
	text = straight(text)
	places := slices.DeleteFunc(block.FindAllStringSubmatchIndex(text, -1), func(place []int) bool { return place[5]-place[4] > longest })
	if len(places) == 0 {
		return Found{}, false
	}
	first := places[0]
	found := Found{Answer: readFields(text[first[2]:first[3]], text[first[4]:first[5]]), Above: above(text[:first[0]]), Below: text[first[1]:]}
	for _, place := range places[1:] {
		if other := readFields(text[place[2]:place[3]], text[place[4]:place[5]]); other.Block() != found.Answer.Block() {
			found.Others++
		}
	}
	return found, true
}

// straight undoes what programs do to spaces, brackets and line ends.
func straight(text string) string {
	return strings.NewReplacer(
		"\r\n", "\n", "\r", "\n",
		"\u00a0", " ", "\u202f", " ", "\u2007", " ", "\u3000", " ",
		"\u200b", "", "\u2060", "", "\ufeff", "", "\u00ad", "",
		"［", "[", "］", "]",
	).Replace(text)
}

// readFields reads what stands between the ends of a block. A name counts once, so that a choice,
// which comes last, may hold any word.
func readFields(version, text string) Answer {
	a := Answer{Version: version}
	text = strings.Join(strings.Fields(quoted.ReplaceAllString(text, "")), " ")
	set := map[string]bool{}
	name, from := "", 0
	keep := func(to int) {
		if name == "" {
			return
		}
		value := strings.TrimSpace(text[from:to])
		if name != ChoiceField {
			value = id(value)
		}
		a.Set(name, value)
	}
	for _, place := range named.FindAllStringSubmatchIndex(text, -1) {
		next := strings.ToLower(text[place[2]:place[3]])
		if set[next] || set[ChoiceField] {
			continue
		}
		keep(place[0])
		name, from, set[next] = next, place[1], true
	}
	keep(len(text))
	return a
}

// id reads a value that is written without spaces and in plain characters.
func id(value string) string {
	value = norm.NFKC.String(value)
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ':
			return -1
		case '‐', '‑', '‒', '–', '—', '―', '−':
			return '-'
		}
		return r
	}, value)
}

// above returns what stands over the line that closes what the client writes, where that line
// is near the end; else all.
func above(text string) string {
	places := ruled.FindAllStringIndex(text, -1)
	if len(places) == 0 {
		return text
	}
	last := places[len(places)-1]
	if rest := quoted.ReplaceAllString(text[last[1]:], ""); len(strings.Fields(rest)) > 60 {
		return text
	}
	return text[:last[0]]
}

// prompt is a question of Mail, which may have been wrapped and quoted.
// It is compiled when the first mail is read: that takes longer than all else at the start of the program.
var prompt = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t>|]*\[([a-z0-9-]{1,120}):\s([^\]\[]{0,1000})\]`)
})

// ReadText puts what a client wrote, in the place of a mail's questions, into the fields that
// these name. What stands before the first question is the text.
func (a *Answer) ReadText(written string) {
	written = straight(written)
	places := prompt().FindAllStringSubmatchIndex(written, -1)
	name, from := TextField, 0
	keep := func(to int) {
		value := strings.TrimSpace(written[from:to])
		if before := a.Get(name); before != "" && value != "" {
			value = before + "\n\n" + value
		}
		if value != "" {
			a.Set(name, value)
		}
	}
	for _, place := range places {
		if next := written[place[2]:place[3]]; asked(next) {
			keep(place[0])
			name, from = next, place[1]
		}
	}
	keep(len(written))
}

// asked reports whether a field is one that a mail asks for; what says where the answer belongs
// stands in the block alone.
func asked(name string) bool {
	switch name {
	case VersionField, ClientField, EngagementField, ItemField, ActionField, ChoiceField, NameField, EmailField, TrapField:
		return false
	}
	return Known(name)
}
