package content

import (
	"bytes"
	"regexp"

	"rapport/generator/front"
	"rapport/generator/schema"
)

// aField is a line that looks like one of front matter.
var aField = regexp.MustCompile(`^([a-z_]+):(?: |$)`)

// findBelow reports the first field of a file that stands in its text, where it would be published as words: a paragraph
// that begins with the key of one, outside of code.
func findBelow[T any](d *schema.Decoder, body Body, m *schema.Map[T]) {
	begins, fence := true, ""
	for i, line := range bytes.Split(body.Source, []byte("\n")) {
		switch mark := fenceOf(line); {
		case fence != "":
			if mark == fence {
				fence = ""
			}
			begins = false
			continue
		case mark != "":
			fence = mark
			continue
		}
		if found := aField.FindSubmatch(line); begins && found != nil {
			if key := string(found[1]); m.Has(key) || common.Has(key) {
				d.Errorf(front.Mark{Line: body.Line + i, Col: 1}, FieldInText, "%s: stands in the text, and readers see it as words; move it up into the front matter, above the line that ends it", key)
				return
			}
		}
		begins = len(bytes.TrimSpace(line)) == 0
	}
}

// fenceOf is what opens or closes a block of code on a line, "" for nothing.
func fenceOf(line []byte) string {
	for _, mark := range []string{"```", "~~~"} {
		if bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte(mark)) {
			return mark
		}
	}
	return ""
}
