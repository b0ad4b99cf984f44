package check

import (
	"fmt"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/history"
	"rapport/generator/schema"
)

// said puts into words what is left when all explanations are heard: the moves of a
// value are one, from what it was before the first to what it is. What later versions
// of a term took over from the first is told of that one.
func (w *witness) said() []bent {
	var all []bent
	for _, b := range w.found {
		same := func(o bent) bool {
			return b.move != nil && o.move != nil && o.at == b.at && o.what == b.what && o.rule == b.rule
		}
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].move.To = b.move.To
			continue
		}
		all = append(all, b)
	}
	for i := range all {
		if m := all[i].move; m != nil {
			all[i].says = fmt.Sprintf("said %s (%s) and says %s %s", shown(m.From), w.commit(m.From.Commit), shown(m.To), w.since(m.To.Commit))
		}
	}
	told := map[string]bool{}
	return slices.DeleteFunc(all, func(b bent) bool {
		key := withoutVersion(b.what) + "\x00" + b.says
		again := told[key]
		told[key] = true
		return again
	})
}

// withoutVersion returns the name of something without the day of its version.
func withoutVersion(what string) string {
	before, rest, ok := strings.Cut(what, schema.Since)
	if !ok {
		return what
	}
	return before + strings.TrimLeft(rest, "0123456789-")
}

// since says since when something is as it is.
func (w *witness) since(c history.Commit) string {
	if c.IsZero() {
		return "now"
	}
	return "since commit " + c.Name + " of " + w.day(c).String()
}

// commit names a commit.
func (w *witness) commit(c history.Commit) string {
	if c.IsZero() {
		return "not committed yet"
	}
	return "commit " + c.Name + " of " + w.day(c).String()
}

// detailsOf says what a row or an element said, by its most telling values.
func detailsOf(t *history.Thing) string {
	var said []string
	for _, l := range t.Lines {
		if last := lastOf(l); last.Written != "" && len(said) < 3 && !strings.Contains(t.ID, last.Text) {
			said = append(said, l.Info.Key+": "+shown(last))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return " with " + strings.Join(said, ", ")
}

// The ways out for what was put in later than it says.
const (
	startAnew = "let it begin on the day on which it is told, or accept this and say why"
	takeOut   = "take it out, or accept this and say why"
)

// mendOf says how a finding of a rule is mended.
func (r root) mendOf(rule string, way []*history.Thing, info *schema.Info) string {
	top := ""
	switch {
	case len(way) > 0:
		top = way[0].Key
	case info != nil:
		top = info.Key
	}
	switch rule {
	case promiseMoved, promiseWithdrawn:
		return "no accepted change tells of it; put it back, or write the change that was agreed"
	case termsMoved, targetMoved:
		switch {
		case top == "hours":
			return "put it back, and write what holds now as hours with since:"
		case r.file.Kind != content.EngagementFile:
			return "put it back, or accept this and say why"
		case slices.Contains([]string{"turnaround", "pricing", "kpis"}, top):
			return "no accepted change tells of it; put it back, and add a version with since:, or write the change that was agreed"
		}
		return "no accepted change tells of it; put it back, or write the change that was agreed"
	case figureChanged:
		return "no report corrects it; put it back, or write the correction in corrections: with both figures"
	case claimChanged:
		if r.file.Kind == content.ReportFile {
			return "the client has read it otherwise; put it back, or say in corrections: what was wrong"
		}
		return "put it back, or accept this and say why"
	case entryRemoved:
		return "put it back, or accept this in engagement.md and say why"
	case backdated:
		return "give it the day on which it was written, or accept this and say why"
	}
	return "put it back, or accept this and say why"
}

// nouns name the elements of lists in messages.
var nouns = map[string]string{
	"plan": "milestone", "inputs": "input", "turnaround": "turnaround", "pricing": "price", "kpis": "KPI", "goals": "goal", "contacts": "contact",
	"includes": "what is included,", "excludes": "what is excluded,", "deliverables": "deliverable", "assumptions": "assumption",
	"ours": "our duty", "yours": "the client's duty", "waiting": "wait from", "paused": "pause from", "closures": "closure from", "open": "open day",
	"actions": "action", "needs": "need", "affects": "what it affects,", "tells": "what it tells of,", "channels": "channel", "handover": "handover", "corrections": "correction of", "returned": "return of", "partly": "part of", "row": "row",
	"series": "figure of", "received": "arrival", "reminded": "reminder of", "options": "option", "adds": "addition", "removes": "removal", "attended": "attendance of", "decides": "decision on",
	"faq": "answer to", "does": "what the service does,", "does_not": "what the service does not do,", "done": "what was done,", "next": "what comes next,", "asks": "what is asked for,", "insights": "insight", "glossary": "word",
	"time": "hours from", "requests": "requests from", "units": "counts from", "invoices": "invoices from", "where": "rows by the column", "map": "column of", "types": "kind", "statuses": "status", "items": "task",
}

// nounOf names what a thing is.
func nounOf(t *history.Thing) string {
	switch {
	case t.Key == "row" && t.Line("opened") != nil:
		return "request"
	case t.Key == "row" && t.Line("amount") != nil:
		return "invoice"
	case t.Key == "row" && t.Line("value") != nil:
		return "figure of"
	}
	if noun, ok := nouns[t.Key]; ok {
		return noun
	}
	return t.Key
}

// nameOf names what a way leads to, and the field of it.
func nameOf(way []*history.Thing, info *schema.Info) string {
	var b strings.Builder
	for _, t := range way {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(nounOf(t))
		switch name, day, isVersion := strings.Cut(t.Name, schema.Since); {
		case isVersion && name == t.Key:
			b.WriteString(schema.Since + day)
		case isVersion:
			b.WriteString(" " + quoted(name) + schema.Since + day)
		case t.Name != "":
			b.WriteString(" " + shownText(t.Name, strings.Trim(strings.TrimPrefix(t.Name, "number "), "0123456789-:.+ QWT") != ""))
		}
	}
	if len(way) > 0 && way[len(way)-1].Info == info {
		return b.String()
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	return b.String() + info.Key
}

// shown shows a value as it stands in the file, cut where it is long.
func shown(v history.Value) string {
	if v.Written == "" {
		return "nothing"
	}
	return shownText(v.Written, strings.ContainsAny(v.Written, " \t") && !calendarLike(v.Written) && !strings.ContainsAny(v.Written[:1], "[{"))
}

// longest is how much of a value is shown, in characters.
const longest = 60

func shownText(text string, inQuotes bool) string {
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	if inQuotes {
		return `"` + text + `"`
	}
	return text
}

// calendarLike reports whether a text is a time or an amount, and needs no quotes.
func calendarLike(text string) bool {
	return strings.ContainsAny(text[:1], "0123456789-") && len(text) <= 24
}
