package table_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/table"
)

// addSamples seeds a fuzz target with the columns of a kind.
func addSamples(f *testing.F, kinds ...table.Kind) {
	for _, s := range samples {
		if slices.Contains(kinds, s.kind) {
			f.Add(s.cells)
		}
	}
}

// digitsOf returns the digits of a text that count, without zeros at either end.
func digitsOf(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, text), "0")
}

func FuzzNumbers(f *testing.F) {
	addSamples(f, table.Numbers, table.Amounts, table.Hours)
	f.Fuzz(func(t *testing.T, cells string) {
		texts := strings.Split(cells, "|")
		for _, currency := range []string{"", "EUR", "JPY"} {
			read, wrong := readColumn(table.Numbers, table.Style{}, currency, texts)
			for i, text := range read {
				if text == texts[i] {
					continue
				}
				// What is read has the digits that were written, and nothing else.
				v, err := decimal.NewFromString(text)
				if err != nil {
					t.Fatalf("%q is read as %q", texts[i], text)
				}
				if mantissa, _, _ := strings.Cut(strings.ToLower(texts[i]), "e"); wrong == "" && digitsOf(v.String()) != digitsOf(mantissa) && digitsOf(v.String()) != digitsOf(texts[i]) {
					t.Fatalf("%q is read as %q", texts[i], text)
				}
			}
			// A column of what was read is read as that, whoever says that points begin decimals.
			again, wrongAgain := readColumn(table.Numbers, table.Style{Numbers: table.Point}, currency, read)
			if wrong == "" && wrongAgain == "" && !slices.Equal(read, again) && currency == "" {
				t.Fatalf("%q is read as %q, and that as %q", texts, read, again)
			}
			readColumn(table.Amounts, table.Style{}, currency, texts)
			readColumn(table.Hours, table.Style{}, currency, texts)
		}
	})
}

func FuzzDates(f *testing.F) {
	addSamples(f, table.Days, table.Moments)
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, cells string) {
		texts := strings.Split(cells, "|")
		for _, style := range []table.Style{{}, {Zone: zone, Dates: table.Dates{Order: table.DayFirst}}, {Dates: table.Dates{Order: table.MonthFirst, Short: true}}} {
			read, _ := readColumn(table.Days, style, "", texts)
			for i, text := range read {
				if _, err := calendar.ParseDate(text); err != nil && text != texts[i] {
					t.Fatalf("%q is read as %q", texts[i], text)
				}
			}
			if again, wrong := readColumn(table.Days, style, "", read); wrong == "" && !slices.Equal(read, again) {
				t.Fatalf("%q is read as %q, and that as %q", texts, read, again)
			}
			readColumn(table.Moments, style, "", texts)
		}
	})
}

func FuzzPeriods(f *testing.F) {
	addSamples(f, table.Periods)
	f.Fuzz(func(t *testing.T, cells string) {
		if !utf8.ValidString(cells) { // which no cell is
			return
		}
		texts := strings.Split(cells, "|")
		read, _ := readColumn(table.Periods, table.Style{}, "", texts)
		for i, text := range read {
			if _, err := calendar.ParsePeriod(text); err != nil && text != texts[i] {
				t.Fatalf("%q is read as %q", texts[i], text)
			}
		}
	})
}

// checkSheet fails where a sheet's cells or problems stand nowhere, or where it is read otherwise a second time.
func checkSheet(t *testing.T, sheet *table.Sheet, problems []diag.Problem) {
	t.Helper()
	last := 0
	for row := range sheet.Rows() {
		if row.Line < last || len(row.Cells) == 0 {
			t.Fatalf("row %d of %d cells stands behind row %d", row.Line, len(row.Cells), last)
		}
		last = row.Line
		for _, c := range row.Cells {
			if c.Line < 1 || c.Col < 1 || !utf8.ValidString(c.Text) {
				t.Fatalf("a cell is %q at %d:%d", c.Text, c.Line, c.Col)
			}
		}
	}
	if first, again := show(sheet), show(sheet); first != again {
		t.Fatal("the sheet is read in two ways")
	}
	tab, more := sheet.Table()
	var columns []table.Column
	for i := range tab.Header {
		columns = append(columns, table.Column{Index: i, Kind: table.Kind(i % 7)})
	}
	read, most := tab.Columns(table.Style{}, columns...)
	for row := range tab.Rows() {
		for i := range columns {
			read.Read(i, row)
		}
	}
	for _, p := range slices.Concat(problems, more, most) {
		if p.Message == "" || strings.HasSuffix(p.Message, ".") || p.Line < 0 {
			t.Fatalf("%q is no message for a person", p)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, file := range []string{"a,b\n1,2\n", "sep=;\r\na;b\r\n", "\"a\nb\",c\r\"\"\"\",\r", "\xff\xfea\x00,\x00", "# x\n# y\nz,\"q", "a\tb\n\n1\t2\t\t\n", "Total;5\n", "é,\x80\n", "<<<<<<< a\n=======\n>>>>>>> b"} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		sheet, problems := table.CSV("x.csv", data)
		checkSheet(t, sheet, problems)
	})
}

// The sheet of a workbook is fuzzed, and its list of sheets: packed, neither would be reached.
func FuzzWorkbook(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><f>1</f><v>46265.5</v></c></row></sheetData></worksheet>`, `<sst><si><t>a</t><rPh><t>b</t></rPh></si></sst>`, `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-809]d\ mmm;@"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>`)
	f.Add(`<worksheet><sheetData><row><c t="d"><v>2026-08-31T10:00:00</v></c><c t="e"><v>#N/A</v></c><c t="inlineStr"><is><r><t>x</t></r></is></c></row><row r="9"/></sheetData></worksheet>`, ``, `<styleSheet><cellXfs><xf numFmtId="17"/></cellXfs></styleSheet>`)
	f.Add(`<worksheet><sheetData><row><c r="ZZ1"><v>1e5</v></c></row><row><c><f/></c></row>`, `<sst><si>`, `<x`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		if len(sheet)+len(texts)+len(styles) > 1<<14 {
			return
		}
		rels := `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
		data := parts(t, map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": texts, "xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": rels})
		book, problems := table.OpenWorkbook("x.xlsx", data)
		if book == nil {
			return
		}
		one, more := book.Sheet("")
		checkSheet(t, one, append(problems, more...))
	})
}
