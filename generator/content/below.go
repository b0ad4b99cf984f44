package content

import (
	"bytes"

	"rapport/generator/front"
	"rapport/generator/schema"
)

// findBelow reports the first field of a file that stands in its text, where it would be published as words: a paragraph
// that begins with the key of one, outside of code.
func findBelow[T any](d *schema.Decoder, body Body, m *schema.Map[T]) {
	begins, code, line := true, "", body.Line-1
	for text := range bytes.SplitSeq(body.Source, []byte("\n")) {
		line++
		if mark := fenceOf(text); code != "" || mark != "" {
			switch {
			case code == "":
				code = mark
			case code == mark:
				code = ""
			}
			begins = true // a paragraph may stand right below
			continue
		}
		if key, value, ok := bytes.Cut(text, []byte(":")); begins && ok && (len(value) == 0 || value[0] == ' ') && (m.Has(string(key)) || common.Has(string(key))) {
			d.Errorf(front.Mark{Line: line, Col: 1}, FieldInText, "%s: stands in the text, and readers see it as words; move it up into the front matter, above the line that ends it", key)
			return
		}
		begins = len(bytes.TrimSpace(text)) == 0
	}
}

// fenceOf is what opens or closes a block of code on a line, "" for nothing.
func fenceOf(line []byte) string {
	line = bytes.TrimLeft(line, " ")
	for _, mark := range []string{"```", "~~~"} {
		if bytes.HasPrefix(line, []byte(mark)) {
			return mark
		}
	}
	return ""
}
