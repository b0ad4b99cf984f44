package scaffold

import (
	"regexp"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/front"
)

// A Said is what the client answered to a question before the work began.
type Said struct {
	Question string // plain
	Into     content.Into
	Words    string // the client's own, plain
	Who      string // ""
	On       calendar.Date
}

// said is the part of a brief in which the client's words stand as quotations, with what must
// not happen; "" where the client said nothing.
func (w *writer) said() string {
	if len(w.Said) == 0 {
		return ""
	}
	heading, never, date := "What you told us", "What must not happen", calendar.Date.String
	if w.Say != nil {
		heading, never, date = w.Say.Get("told_heading"), w.Say.Get("constraints_heading"), w.Say.Date
	}
	var b strings.Builder
	b.WriteString("## " + heading + "\n")
	for _, s := range w.Said {
		b.WriteString("\n**" + plainMarkdown(s.Question) + "**\n\n")
		for _, line := range strings.Split(strings.TrimSpace(s.Words), "\n") {
			b.WriteString(strings.TrimRight("> "+plainMarkdown(strings.TrimSpace(line)), " ") + "\n")
		}
		var mark []string
		if s.Who != "" {
			mark = append(mark, plainMarkdown(s.Who))
		}
		if s.On != 0 {
			mark = append(mark, date(s.On))
		}
		if mark != nil {
			b.WriteString(">\n> – " + strings.Join(mark, ", ") + "\n")
		}
	}
	if w.Known != nil && len(w.Known.Content.Constraints) > 0 {
		b.WriteString("\n### " + never + "\n\n")
		for _, c := range w.Known.Content.Constraints {
			b.WriteString("- " + c.Raw + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// ownDuties are what the client said that it would do itself, as YAML; nil where it said
// nothing of that.
func (w *writer) ownDuties() []string {
	var lines []string
	for _, s := range w.Said {
		if s.Into == content.IntoDuties {
			lines = append(lines, front.WriteText(plainMarkdown(strings.Join(strings.Fields(s.Words), " "))))
		}
	}
	return lines
}

var (
	marks   = regexp.MustCompile("[\\\\`*_{}\\[\\]<>#|~&!:@]|www\\.")
	bullets = regexp.MustCompile(`^([-+]|[0-9]+[.)])`)
)

// plainMarkdown is a line of Markdown that shows a text as it is: words of somebody else are no
// links, headings or pictures.
func plainMarkdown(line string) string {
	line = marks.ReplaceAllStringFunc(line, func(mark string) string {
		if mark == "www." {
			return `www\.`
		}
		return `\` + mark
	})
	return bullets.ReplaceAllStringFunc(line, func(bullet string) string {
		return bullet[:len(bullet)-1] + `\` + bullet[len(bullet)-1:]
	})
}
