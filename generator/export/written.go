package export

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"rapport/generator/content"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// asWritten is a file as it was written, without what is for the provider alone and what has not come.
func (in *Input) asWritten(name string, text []byte) ([]byte, error) {
	doc, _ := front.Parse(name, text)
	fields := fieldsOf(name, doc.Front)
	private := []string{"internal", "accept"}
	for _, f := range fields {
		if f.Private {
			private = append(private, f.Key)
		}
	}
	if stood := schema.Stood(doc.Front, fields, in.came); stood != nil && stood != doc.Front {
		var err error
		if text, err = front.Restate(text, stood); err != nil {
			return nil, err
		}
	}
	return front.Without(text, private...)
}

// fieldsOf are the keys of a file of a client.
func fieldsOf(name string, n *front.Node) []schema.Info {
	is := ""
	switch base := path.Base(name); {
	case base == "client.md", base == "engagement.md":
		is = strings.TrimSuffix(base, ".md")
	case path.Base(path.Dir(name)) == "reports":
		is = "report"
	case n != nil && n.Get("kind") != nil:
		is = n.Get("kind").Raw
	}
	for _, kind := range content.FileKinds() {
		if kind.Name == is {
			return kind.Fields
		}
	}
	return nil
}

// aDay is a day as it is written, or the month, and the time of it.
var aDay = regexp.MustCompile(`^(\d{4}-\d\d(?:-\d\d)?)(?:[T ](\d\d:\d\d))?`)

// came tells whether a point in time has come, as which a word may be read.
func (in *Input) came(word string) bool {
	m := aDay.FindStringSubmatch(word)
	if m == nil {
		return true
	}
	now := in.AsOf.In(in.Provider.Zone)
	today := now.Format("2006-01-02")
	if day := m[1]; day != today {
		return day < today
	}
	return m[2] <= now.Format("15:04")
}

// rowsThatCame are the lines of a table of which no cell is a day or month that has not come.
func (in *Input) rowsThatCame(table []byte) []byte {
	var kept bytes.Buffer
	for line := range bytes.Lines(table) {
		later := false
		for _, cell := range strings.FieldsFunc(string(line), func(r rune) bool { return strings.ContainsRune(",;\t|\"\r\n", r) }) {
			later = later || !in.came(strings.TrimSpace(cell))
		}
		if !later {
			kept.Write(line)
		}
	}
	return kept.Bytes()
}
