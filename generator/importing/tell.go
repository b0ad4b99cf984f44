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
	}
}

// mend returns the line that would place what is left; "" where there is none.
func (t *translation) mend(l *leftover) string {
	var ids []string
	constant := ""
	switch l.mend {
	case "items":
		ids, constant = idsOf(t.rule.Names.Prices), "item"
	case "types":
		ids, constant = idsOf(t.rule.Names.Turnarounds), "type"
	case "people":
		ids = idsOf(t.rule.Names.People)
	case "statuses":
		ids = []string{string(Done), string(Open)}
	default:
		return l.mend
	}
	if len(ids) == 0 {
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
	if mend := strings.TrimPrefix(diag.DidYouMean(name, there), "; "); mend != "" {
		return mend
	}
	return "there are " + listed(quoted(slices.DeleteFunc(slices.Clone(there), func(s string) bool { return s == "" })), 12)
}
