package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
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

// planned are words in the headers of columns whose days are planned, and may lie ahead of a row that has come.
var planned = regexp.MustCompile(`(?i)due|until|deadline|planned|expected|expires|end`)

// rowsThatCame are the rows of a table of which no cell is a day or month that has not come, other than a planned
// one. What can't be read as a table is left out.
func (in *Input) rowsThatCame(text []byte) []byte {
	header, _, _ := bytes.Cut(text, []byte("\n"))
	rows := csv.NewReader(bytes.NewReader(text))
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	for _, separator := range ";\t|" {
		if bytes.Count(header, []byte(string(separator))) > bytes.Count(header, []byte(string(rows.Comma))) {
			rows.Comma = separator
		}
	}
	var kept bytes.Buffer
	var names []string
	for begin := int64(0); ; {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return kept.Bytes()
		}
		if err != nil {
			return nil
		}
		if names == nil {
			names = row
		}
		later := false
		for i, cell := range row {
			isPlanned := i < len(names) && planned.MatchString(names[i])
			later = later || !isPlanned && !in.came(strings.TrimSpace(cell))
		}
		end := rows.InputOffset()
		if !later {
			kept.Write(text[begin:end])
		}
		begin = end
	}
}
