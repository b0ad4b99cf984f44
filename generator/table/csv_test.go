package table_test

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"rapport/generator/diag"
	"rapport/generator/table"
)

// show writes a sheet as text: its rows on a line each, their cells with their places.
func show(s *table.Sheet) string {
	var lines []string
	for row := range s.Rows() {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, fmt.Sprintf("%s@%d:%d", c.Text, c.Line, c.Col))
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return strings.Join(lines, "\n")
}

// said writes problems as text.
func said(problems []diag.Problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

func inUTF16(text string, order binary.AppendByteOrder) []byte {
	var data []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + text)) {
		data = order.AppendUint16(data, unit)
	}
	return data
}

func TestCSVIsReadAsPeopleHaveIt(t *testing.T) {
	const plain = "a@1:1 b@1:3\n1@2:1 2@2:3"
	for _, test := range []struct{ name, file, want string }{
		{"commas", "a,b\n1,2\n", plain},
		{"semicolons", "a;b\n1;2\n", plain},
		{"tabs", "a\tb\n1\t2", plain},
		{"CRLF", "a,b\r\n1,2\r\n", plain},
		{"CR", "a,b\r1,2\r", plain},
		{"a mark of byte order", "\uFEFFa,b\n1,2\n", plain},
		{"UTF-16, little end first", string(inUTF16("a,b\r\n1,2\r\n", binary.LittleEndian)), plain},
		{"UTF-16, big end first", string(inUTF16("a\tb\r\n1\t2\r\n", binary.BigEndian)), plain},
		{"nothing", "", ""},
		{"nothing but blank lines", "\uFEFF\n \r\n\t\n", ""},
		{"blank lines", "\n\na,b\n\n1,2\n\n", "a@3:1 b@3:3\n1@5:1 2@5:3"},
		{"a line that says what separates", "sep=;\na,x;b\n1;2\n", "a,x@2:1 b@2:5\n1@3:1 2@3:3"},
		{"such a line in quotes, filled up", "\"sep=;\";\na;b\n1;2\n", "a@2:1 b@2:3\n1@3:1 2@3:3"},
		{"such a line with a tab", "sep=\t\na,b\tc\n", "a,b@2:1 c@2:5"},
		{"such a line with a bar", "SEP=|\na|b\n", "a@2:1 b@2:3"},
		{"commas in a quoted header", "\"a, net, EUR\";\"b, c\"\n1;2\n", "a, net, EUR@1:1 b, c@1:15\n1@2:1 2@2:3"},
		{"commas in a header without quotes", "Day;Amount (net, EUR, no VAT)\n1;2,50\n", "Day@1:1 Amount (net, EUR, no VAT)@1:5\n1@2:1 2,50@2:3"},
		{"decimal commas", "a;b;c\n1,5;2,5;3,5\n", "a@1:1 b@1:3 c@1:5\n1,5@2:1 2,5@2:5 3,5@2:9"},
		{"short rows", "a,b,c\n1\n1,2\n", "a@1:1 b@1:3 c@1:5\n1@2:1\n1@3:1 2@3:3"},
		{"trailing separators", "a,b,,\n1,2,,\n,,,\n", "a@1:1 b@1:3 @1:5 @1:6\n1@2:1 2@2:3 @2:5 @2:6"},
		{"space around values", " a , b \n 1 ,\t2\u00a0\n", "a@1:2 b@1:6\n1@2:2 2@2:6"},
		{"quotes", "\"a\",b\n\" 1 \", \"2\"\n", "a@1:1 b@1:5\n1@2:1 2@2:8"},
		{"doubled quotes", "a,b\n\"say \"\"x\"\"\",\n", "a@1:1 b@1:3\nsay \"x\"@2:1 @2:13"},
		{"line ends in a value", "a,b\n\"1\r\n2\r3\n4\",5\n", "a@1:1 b@1:3\n1\r\n2\r3\n4@2:1 5@5:4"},
		{"characters of several bytes", "é,ü\nñ,😀,z\n", "é@1:1 ü@1:3\nñ@2:1 😀@2:3 z@2:5"},
		{"comments above the header", "# ----\n# Orders\n# From, to\n#\n\nDay,Orders\n1,2\n", "Day@6:1 Orders@6:5\n1@7:1 2@7:3"},
		{"a hash that is part of the header", "#,b\n1,2\n", "#@1:1 b@1:3\n1@2:1 2@2:3"},
		{"one column", "a\n1\n", "a@1:1\n1@2:1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sheet, problems := table.CSV("x.csv", []byte(test.file))
			if got := show(sheet); got != test.want || len(problems) > 0 {
				t.Errorf("got\n%s\n%s\nwant\n%s", got, said(problems), test.want)
			}
		})
	}
}

func TestCSVThatCannotBeReadSaysWhere(t *testing.T) {
	for _, test := range []struct{ name, file, rows, want string }{
		{"Windows-1252", "a,b\nn\xe9e,\x80\n", "a@1:1 b@1:3\nnée@2:1 €@2:5", "x.csv:2:2: note: this is not UTF-8 text, and is read as Windows-1252; save the file as UTF-8 if a letter is wrong [text-encoding]"},
		{"neither UTF-8 nor Windows-1252", "a,b\nn\x81,\n", "", "x.csv:2:2: error: this is not UTF-8 text; save the file as UTF-8 [not-utf8]"},
		{"bytes that are not what the file begins as", "\uFEFFa\nb\xff", "", "x.csv:2:2: error: this is not UTF-8 text, though the file begins as such; save the file as UTF-8 [not-utf8]"},
		{"half a character of UTF-16", "\xff\xfea\x00\n\x00b", "", "x.csv:2:1: error: this is not UTF-16 text, though the file begins as such; save the file as UTF-8 [not-utf8]"},
		{"UTF-16 without a mark", "a\x00,\x00b\x00", "", "x.csv:1:2: error: this is no text (a zero byte); save it as CSV in UTF-8 [bad-csv]"},
		{"a workbook", "PK\x03\x04\x00", "", "x.csv:1:5: error: this is no text (a zero byte); it looks like a workbook; name it with .xlsx, or save it as CSV in UTF-8 [bad-csv]"},
		{"a separator that is none", "sep=x\na,b\n", "", "x.csv:1:1: error: the line sep= names no separator; write sep=; or sep=, or remove it [bad-csv]"},
		{"a quote within a value", "a,b\n1,x\"y\n2,z\n", "a@1:1 b@1:3\n2@3:1 z@3:3", "x.csv:2:4: error: a quote stands within a value; double it, and put the whole value in quotes [bad-csv]"},
		{"text behind a quote", "a,b\n\"1\"x,2\n2,z\n", "a@1:1 b@1:3\n2@3:1 z@3:3", "x.csv:2:4: error: a quote stands within a value; double it, and put the whole value in quotes [bad-csv]"},
		{"a quote that does not end", "a,b\n1,2\n3,\"4\n5,6\n", "a@1:1 b@1:3\n1@2:1 2@2:3", "x.csv:3:3: error: a value in quotes does not end; close its quote, and double the quotes within [bad-csv]"},
		{"marks of git's", "a,b\n<<<<<<< HEAD\n1,2\n", "a@1:1 b@1:3\n1@3:1 2@3:3", "x.csv:2:1: error: this line is a mark of git's, from a merge that is not finished; keep one of the two versions, and remove the marks [bad-csv]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sheet, problems := table.CSV("x.csv", []byte(test.file))
			if got := said(problems); got != test.want {
				t.Errorf("said\n%s\nwant\n%s", got, test.want)
			}
			if got := show(sheet); got != test.rows {
				t.Errorf("got\n%s\nwant\n%s", got, test.rows)
			}
		})
	}
}

func TestTablesNameTheirColumnsAndLeaveOutSums(t *testing.T) {
	sheet, problems := table.CSV("x.csv", []byte("Period, Net  Amount ,Note\n2026-01,5,Total\nTotal,,\n2026-02,6,a,b\nSumme:,\"1.234,50 €\",\n,Total,5\nTotal,5,of all\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tab, problems := sheet.Table()
	want := `x.csv:4:1: error: the row has 4 cells, the header 3; put a value that holds the separator in quotes [bad-csv]
x.csv:5:1: note: the row "Summe:" is passed over, since it sums up the others [total-row]
x.csv:6:1: note: the row "Total" is passed over, since it sums up the others [total-row]`
	if got := said(problems); got != want {
		t.Errorf("said\n%s\nwant\n%s", got, want)
	}
	if tab.Index("period") != 0 || tab.Index("NET AMOUNT") != 1 || tab.Index("amount") != -1 {
		t.Errorf("the header is %v", tab.Header)
	}
	var rows []string
	for row := range tab.Rows() {
		rows = append(rows, fmt.Sprintf("%d %s %s%s", row.Line, row.At(0).Text, row.At(2).Text, row.At(7).Text))
	}
	if got := strings.Join(rows, "; "); got != "2 2026-01 Total; 3 Total ; 7 Total of all" {
		t.Errorf("the rows are %s", got)
	}
}

// aMillion is a CSV file of a million rows.
func aMillion() []byte {
	var b strings.Builder
	b.WriteString("date,hours,person,item,note\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&b, "2026-%02d-%02d,%d.%d,mara,care,Row %d of many\n", i%12+1, i%28+1, i%9, i%10, i)
	}
	return []byte(b.String())
}

// A million rows are to be read in three seconds and 300 MB.
func BenchmarkAMillionRows(b *testing.B) {
	data := aMillion()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		sheet, _ := table.CSV("x.csv", data)
		tab, problems := sheet.Table()
		rows := 0
		for row := range tab.Rows() {
			if row.At(4).Text != "" {
				rows++
			}
		}
		if rows != 1_000_000 || len(problems) > 0 {
			b.Fatal(rows, problems)
		}
	}
}

func TestAMillionRowsTakeLittleMoreThanTheirBytes(t *testing.T) {
	data := aMillion()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	sheet, _ := table.CSV("x.csv", data)
	tab, _ := sheet.Table()
	rows := 0
	for range tab.Rows() {
		rows++
	}
	runtime.ReadMemStats(&after)
	if rows != 1_000_000 {
		t.Errorf("%d rows were read", rows)
	}
	if allocated := int(after.TotalAlloc - before.TotalAlloc); allocated > 2*len(data) {
		t.Errorf("%d MB took another %d MB", len(data)>>20, allocated>>20)
	}
}

func TestWhatIsWrongInRowAfterRowIsSaidOnce(t *testing.T) {
	sheet, problems := table.CSV("x.csv", []byte("a,b\n"+strings.Repeat("1,2,3\n", 1000)+strings.Repeat("1\"2,3\n", 30)))
	_, more := sheet.Table()
	if len(problems) != 20 || !strings.HasSuffix(problems[19].Message, "(and 10 more rows like it further down)") {
		t.Errorf("%d faults of rows, the last %v", len(problems), problems[len(problems)-1])
	}
	if len(more) != 20 || !strings.HasSuffix(more[19].Message, "(and 980 more rows like it further down)") {
		t.Errorf("%d rows that are too wide, the last %v", len(more), more[len(more)-1])
	}
}
