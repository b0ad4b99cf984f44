package importing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// tell makes findings of what is left.
func (t *translation) tell() {
	for _, l := range t.left {
		var b strings.Builder
		b.WriteString(rowsOf(l.rows))
		if l.hours.Sign() > 0 {
			fmt.Fprintf(&b, " (%s h)", plain(l.hours))
		}
		b.WriteString(" " + l.why)
		if len(l.words) > 0 {
			b.WriteString(": ")
			if l.column != "" {
				fmt.Fprintf(&b, "%s is ", l.column)
			}
			b.WriteString(listed(quoted(l.words), 3))
		}
		fmt.Fprintf(&b, ", first at %s", l.first)
		if mend := t.mend(l); mend != "" {
			fmt.Fprintf(&b, "; add %s", mend)
		} else {
			b.WriteString("; mend the export")
		}
		t.Found = append(t.Found, NotPlaced.At(diag.Position{}, "%s", b.String()))
		t.ask(l)
	}
}

// A Blank is words of an export that nobody but the provider can tell the meaning of.
type Blank struct {
	Key    string   // of the rule that would say it: people, items, types or statuses
	Column string   // theirs, where the words stand
	Words  []string // each once
	IDs    []string // what they can mean
}

// ask takes note of a blank.
func (t *translation) ask(l *leftover) {
	ids := t.meanings(l.mend)
	if ids == nil || len(l.words) == 0 {
		return
	}
	t.Blanks = append(t.Blanks, Blank{Key: l.mend, Column: l.column, Words: l.words, IDs: ids})
}

// meanings returns what the words under a key of a rule can mean; nil for no such key.
func (t *translation) meanings(key string) []string {
	switch key {
	case "items":
		return idsOf(t.rule.Names.Prices)
	case "types":
		return idsOf(t.rule.Names.Turnarounds)
	case "people":
		return idsOf(t.rule.Names.People)
	case "statuses":
		return []string{string(Done), string(Open)}
	}
	return nil
}

// Line returns the line of a rule that says what a word means, were it the first of IDs.
func (b Blank) Line(word string) string {
	return fmt.Sprintf("%s: {%s: %s}", b.Key, front.WriteText(word), b.IDs[0])
}

// mend returns the line that would place what is left; "" where there is none.
func (t *translation) mend(l *leftover) string {
	ids := t.meanings(l.mend)
	constant := map[string]string{"items": "item", "types": "type"}[l.mend]
	switch {
	case ids == nil && !slices.Contains([]string{"items", "types", "people"}, l.mend):
		return l.mend
	case len(ids) == 0:
		ids = []string{"…"}
	}
	line := fmt.Sprintf("%s: %s", constant, ids[0])
	if len(l.words) > 0 {
		line = fmt.Sprintf("%s: {%s: %s}", l.mend, front.WriteText(l.words[0]), ids[0])
	}
	if len(ids) > 1 {
		line += " (or " + listed(ids[1:], 8) + ")"
	}
	return line
}

// idsOf returns the ids of names, each once.
func idsOf(names []Name) []string {
	var ids []string
	for _, n := range names {
		if !slices.Contains(ids, n.ID) {
			ids = append(ids, n.ID)
		}
	}
	return ids
}

func rowsOf(n int) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.Itoa(n) + " rows"
}

func quoted(all []string) []string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = diag.Quote(s)
	}
	return words
}

// listed lists some words, and says how many more there are.
func listed(all []string, most int) string {
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return strings.Join(all[:most], ", ") + " and " + strconv.Itoa(len(all)-most) + " more"
}

// nearest is the mend for a name that is none of some.
func nearest(name string, there []string) string {
	if mend := strings.TrimPrefix(diag.DidYouMean(name, there).String(), "; "); mend != "" {
		return mend
	}
	return "there are " + listed(quoted(slices.DeleteFunc(slices.Clone(there), func(s string) bool { return s == "" })), 12)
}
