package front

import (
	"bytes"
	"strings"
)

// AppendBody returns a file with a text behind its Markdown, as a paragraph of its own. What
// is there stays as it is. The text is Markdown too: who adds words of others has to see to
// it that none of them means more than it says.
func AppendBody(data []byte, text string) ([]byte, error) {
	e, err := newEditor(data)
	if err != nil {
		return nil, err
	}
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if text == "" {
		return data, nil
	}
	end := e.firstEnd()
	added := strings.ReplaceAll(text+"\n", "\n", end)
	body := e.doc.Body.Source
	if len(bytes.TrimSpace(body)) > 0 && !bytes.HasSuffix(body, []byte("\n\n")) {
		added = end + added
	}
	if !bytes.HasSuffix(data, []byte("\n")) {
		added = end + added
	}
	edited := append(bytes.Clone(data), added...)
	doc, problems := Parse("", edited)
	if len(problems) > 0 || !e.doc.Front.equal(doc.Front) || !bytes.HasPrefix(doc.Body.Source, body) {
		return nil, e.refuse(len(e.data), "the text cannot be added at the end of this file; do it by hand")
	}
	return edited, nil
}
