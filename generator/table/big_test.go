package table_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"rapport/generator/table"
)

// large returns a workbook of so many rows of times, as a program exports them.
func large(t testing.TB, rows int) []byte {
	t.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	format := "yyyy-mm-dd"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	header := []any{"Date", "Person", "Project", "Task", "Hours", "Rate", "Amount", "Billable"}
	for i := range rows {
		row := header
		if i > 0 {
			day := excelize.Cell{StyleID: style, Value: time.Date(2026, 1, 1+i%365, 0, 0, 0, 0, time.UTC)}
			row = []any{day, fmt.Sprint("Person ", i%40), fmt.Sprint("Project ", i%7), "Support", float64(i%32) / 4, 95.5, float64(i) * 1.25, i%2 == 0}
		}
		if err := w.SetRow(fmt.Sprint("A", i+1), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A workbook of 100,000 rows of 8 columns, from the file to its rows.
func BenchmarkWorkbook(b *testing.B) {
	data := large(b, 100_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		sheet, wrong := openSheet(data, "")
		if wrong != "" {
			b.Fatal(wrong)
		}
		t, _ := sheet.Table()
		columns, _ := t.Columns(table.Style{}, table.Column{Index: t.Index("hours"), Kind: table.Hours})
		rows := 0
		for row := range t.Rows() {
			columns.Read(0, row)
			rows++
		}
		if rows != 99_999 {
			b.Fatal(rows)
		}
	}
}
