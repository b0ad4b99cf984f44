package desk

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"rapport/generator/diag"
)

// WriteCSV writes rows as a table for spreadsheets, by RFC 4180, with a header.
// Days are ISO 8601, late and open count working days. A text that a spreadsheet
// would take for a formula has an apostrophe before it. The error is that of
// writing.
func WriteCSV(w io.Writer, rows []Row) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	header := []string{"group", "client", "engagement", "kind", "what", "due", "time", "late", "since", "open", "file", "line"}
	if err := table.Write(header); err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		clock := ""
		if !r.At.IsZero() {
			clock = r.At.Format("15:04")
		}
		fields := []string{
			r.Group.String(), r.Client, r.Engagement, string(r.Kind), r.Text, r.Due.String(), clock, strconv.Itoa(r.Late),
			r.Since.String(), strconv.Itoa(r.Open), r.File, strconv.Itoa(r.Line),
		}
		for i, f := range fields {
			fields[i] = harmless(diag.Visible(f))
		}
		if err := table.Write(fields); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// harmless keeps a spreadsheet from computing a field. Some take the wide forms
// of the signs for the signs, and most pass over spaces.
func harmless(field string) string {
	start := strings.TrimSpace(field)
	for _, sign := range "=+-@＝＋－＠" {
		if strings.HasPrefix(start, string(sign)) {
			return "'" + field
		}
	}
	return field
}
