package content

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"rapport/generator/diag"
)

// writeWorkbook writes a workbook whose sheets hold the given lines, their cells separated by bars. A
// cell that begins with == is a formula that was never calculated.
func writeWorkbook(t *testing.T, name string, sheets map[string]string) {
	t.Helper()
	f := excelize.NewFile()
	for sheet, lines := range sheets {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for row, line := range strings.Split(lines, "\n") {
			for col, text := range strings.Split(line, "|") {
				cell, err := excelize.CoordinatesToCellName(col+1, row+1)
				if err != nil {
					t.Fatal(err)
				}
				var value any = text
				if number, err := strconv.ParseFloat(text, 64); err == nil {
					value = number
				}
				if formula, ok := strings.CutPrefix(text, "=="); ok {
					err = f.SetCellFormula(sheet, cell, formula)
				} else if text != "" {
					err = f.SetCellValue(sheet, cell, value)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	writeFile(t, name, b.Bytes())
}

func TestSeriesAreFoundInWorkbooksAndTables(t *testing.T) {
	const pnl = `P&L, in euros
|2026|||
|Jan|Feb|Mar|Total
Revenue|1000|1100|1200|3300
Costs|900.5|==B4-1|800|
Net profit|99.5|100|400|599.5
`
	const flat = "Account|Jan-26|Feb 2026|2026-03\nNet profit|1|2|3"
	const long = "Report\n\nMonth|Orders|Margin %|Note\n2026-01|10|1.5|a\n2026-02|20|2.5|\nTotal|30||"
	for _, test := range []struct{ name, csv, series, want string }{
		{"a row under months and a year", "", "{file: data/pnl.xlsx, sheet: P and L, row: net profit}", "2026-01=99.5@6:2 2026-02=100@6:3 2026-03=400@6:4"},
		{"a sheet that is named after its year", "", "{file: data/pnl.xlsx, sheet: 2026, row: Net profit}", "2026-01=7@2:2 2026-02=8@2:3"},
		{"a column", "", "{file: data/pnl.xlsx, sheet: Long, column: Margin %}", "2026-01=1.5@4:3 2026-02=2.5@5:3"},
		{"a column of which the sums have no period", "", "{file: data/pnl.xlsx, sheet: Long, column: Orders}", "2026-01=10@4:2 2026-02=20@5:2"},
		{"two rows", "", "{file: data/pnl.xlsx, sheet: P and L, range: B3:D4}", "2026-01=1000@4:2 2026-02=1100@4:3 2026-03=1200@4:4"},
		{"two columns", "", "{file: data/pnl.xlsx, sheet: Long, range: $A$4:$B$5}", "2026-01=10@4:2 2026-02=20@5:2"},
		{"a formula that was never calculated", "", "{file: data/pnl.xlsx, sheet: P and L, row: Costs}", "clients/acme/shop/data/pnl.xlsx:5:3: error: P and L!C5: the cell has a formula that was never calculated; open the workbook in a spreadsheet, and save it [no-stored-value]"},
		{"a row that is not there", "", "{file: data/pnl.xlsx, sheet: P and L, row: Net profits}", "clients/acme/shop/engagement.md:17:111: error: the table has no row \"Net profits\"; did you mean \"Net profit\"? [bad-choice]"},
		{"a sheet that is not there", "", "{file: data/pnl.xlsx, sheet: 2025, row: Net profit}", "clients/acme/shop/data/pnl.xlsx: error: the workbook has no sheet \"2025\"; did you mean \"2026\"? [bad-workbook]"},
		{"no sheet of several", "", "data/pnl.xlsx", "clients/acme/shop/data/pnl.xlsx: error: the workbook has several sheets; name one with sheet: "},
		{"a range that is none", "", "{file: data/pnl.xlsx, sheet: Long, range: B4-C5}", "error: \"B4-C5\" is not a range of cells; write two columns or two rows, such as A5:B16 or B4:M5 [bad-choice]"},
		{"a row and a column", "", "{file: data/pnl.xlsx, sheet: Long, row: x, column: y}", "error: the figures are named by row already; keep one of row and column [wrong-type]"},
		{"a sheet of a CSV file", "period,value\n", "{file: data/orders.csv, sheet: One}", "clients/acme/shop/data/orders.csv: error: a CSV file has no sheets; remove sheet: \"One\", or name the workbook [bad-workbook]"},
		{"text among figures", "", "{file: data/pnl.xlsx, sheet: Words, column: Odd}", "clients/acme/shop/data/pnl.xlsx:3:2: error: Words!B3: \"none\" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]"},
		{"a table of periods and values", "", "{file: data/pnl.xlsx, sheet: Plain}", "2026-01=5@2:2 2026-02=6@3:2"},
		{"a row of a CSV file", strings.ReplaceAll(flat, "|", ";"), "{file: data/orders.csv, row: Net profit}", "2026-01=1@2:12 2026-02=2@2:14 2026-03=3@2:16"},
		{"a column of a CSV file", strings.ReplaceAll(long, "|", ","), "{file: data/orders.csv, column: Orders}", "2026-01=10@4:9 2026-02=20@5:9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := writeWorkspace(t, base)
			engagement := filepath.Join(dir, "content", engagementFile)
			text, err := os.ReadFile(engagement)
			if err != nil {
				t.Fatal(err)
			}
			writeFile(t, engagement, bytes.Replace(text, []byte("series: data/orders.csv"), []byte("series: "+test.series), 1))
			data := filepath.Join(dir, "content/clients/acme/shop/data")
			writeWorkbook(t, filepath.Join(data, "pnl.xlsx"), map[string]string{"P and L": pnl, "2026": "Account|Jan|Feb\nNet profit|7|8", "Long": long, "Plain": "Period|Value\n2026-01|5\n2026-02|6", "Words": "Period|Odd\n2026-01|5\n2026-02|none"})
			if test.csv != "" {
				writeFile(t, filepath.Join(data, "orders.csv"), []byte(test.csv))
			}
			_, clients, problems := parseAll(t, dir, Options{})
			if !strings.Contains(test.want, "=") {
				if said := problemsOf(problems); !strings.Contains(said, test.want) {
					t.Errorf("said\n%s\nwant\n%s", said, test.want)
				}
				return
			}
			var got []string
			for _, f := range clients[0].Engagements[0].KPIs[0].Series {
				got = append(got, fmt.Sprintf("%s=%s@%d:%d", f.Period, f.Value, f.Line, f.Col))
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("got %s\nwant %s\n%s", text, test.want, problemsOf(problems))
			}
		})
	}
}

func problemsOf(problems []diag.Problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

func TestAFileSaysHowItsNumbersAndDatesAreWritten(t *testing.T) {
	for _, test := range []struct{ name, file, data, want string }{
		{"points, in the engagement", engagementFile, `{numbers: "1,234.5", dates: dd/mm/yyyy}`, "1.234 1.362 2026-09-01"},
		{"points, of the provider", "provider.md", `{numbers: "1,234.5", dates: mm/dd/yy}`, "1.234 1.362 2026-01-09"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := writeWorkspace(t, base)
			replace := func(name, old, new string) {
				t.Helper()
				name = filepath.Join(dir, "content", name)
				text, err := os.ReadFile(name)
				if err != nil || !bytes.Contains(text, []byte(old)) {
					t.Fatal(name, err)
				}
				writeFile(t, name, bytes.Replace(text, []byte(old), []byte(new), 1))
			}
			replace(test.file, "---\n", "---\ndata: "+test.data+"\n")
			replace(engagementFile, "target: 400", "target: 1.234")
			replace(ordersFile, "310", "1.362")
			date := "01/09/2026"
			if strings.Contains(test.data, "yy}") && !strings.Contains(test.data, "yyyy") {
				date = "01/09/26"
			}
			replace(timeFile, "2026-09-01", date)
			_, clients, problems := parseAll(t, dir, Options{})
			if len(problems) > 0 {
				t.Fatal(problemsOf(problems))
			}
			e := clients[0].Engagements[0]
			if got := fmt.Sprint(e.KPIs[0].Target.Low, " ", e.KPIs[0].Series[0].Value, " ", e.Time[0].Date); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
