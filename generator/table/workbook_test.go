package table_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"rapport/generator/table"
)

// made returns a workbook that excelize writes.
func made(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// set fills cells, and shows each as a format does.
func set(t testing.TB, f *excelize.File, cell string, value any, format string) {
	t.Helper()
	if err := f.SetCellValue("Sheet1", cell, value); err != nil {
		t.Fatal(err)
	}
	if format == "" {
		return
	}
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
		t.Fatal(err)
	}
}

// locked returns a workbook with a password.
func locked(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := excelize.NewFile().Write(&b, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ns is the name space of what is in a workbook.
const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

// parts returns a workbook of parts as they are given, with what else one needs. Their name
// space is put in.
func parts(t testing.TB, own map[string]string) []byte { return packed(t, zip.Deflate, own) }

// stored is parts without compression.
func stored(t testing.TB, own map[string]string) []byte { return packed(t, zip.Store, own) }

func packed(t testing.TB, method uint16, own map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	}
	maps.Copy(all, own)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		text := spaced.Replace(all[name])
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var spaced = strings.NewReplacer("<worksheet>", "<worksheet "+ns+">", "<workbook ", "<workbook "+ns+" ", "<styleSheet>", "<styleSheet "+ns+">", "<sst>", "<sst "+ns+">",
	"<Relationships>", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)

// openSheet opens a sheet, and returns what is wrong as text.
func openSheet(data []byte, name string) (*table.Sheet, string) {
	book, problems := table.OpenWorkbook("x.xlsx", data)
	if book == nil {
		return &table.Sheet{}, said(problems)
	}
	sheet, problems := book.Sheet(name)
	return sheet, said(problems)
}

func TestCellsOfWorkbooksAreWhatTheSheetShows(t *testing.T) {
	day := time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC)
	data := made(t, func(f *excelize.File) {
		for i, c := range []struct {
			value  any
			format string
		}{
			{"text", ""}, {"  Ä \u00a0", ""}, {1234.5, ""}, {1234.5, "#,##0.00"}, {0.1 + 0.2, ""}, {2.0 / 3, ""}, {-3, "0;[Red]-0"},
			{0.58, "0%"}, {0.1234567, "0.0%"}, {day, "dd/mm/yyyy"}, {day, "mmm-yy"}, {day, `[$-809]d mmmm yyyy`}, {day.Add(14*time.Hour + 30*time.Minute), "yyyy-mm-dd hh:mm"},
			{1.5, "[h]:mm"}, {0.25, "h:mm AM/PM"}, {true, ""}, {5, `"d" 0`}, {5, `0 "days"`}, {7, `_-* #,##0.00\ "zł"_-`}, {"1.234", "@"}, {12, "General"},
		} {
			set(t, f, "A"+strconv.Itoa(i+1), c.value, c.format)
		}
	})
	sheet, wrong := openSheet(data, "")
	if wrong != "" {
		t.Fatal(wrong)
	}
	var got []string
	for row := range sheet.Rows() {
		got = append(got, fmt.Sprint(row.Cells[0].Text, "/", row.Cells[0].Form))
	}
	want := []string{
		"text/0", "Ä/0", "1234.5/1", "1234.5/1", "0.3/1", "0.6666666667/1", "-3/1", "58/2", "12.34567/2", "2026-08-31/3", "2026-08-31/4", "2026-08-31/3", "2026-08-31 14:30:00/5",
		"36:00:00/6", "6:00:00/6", "true/7", "5/1", "5/1", "7/1", "1.234/0", "12/1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWorkbooksCountDaysInTwoSystems(t *testing.T) {
	styles := `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	rels := `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/></Relationships>`
	sheet := `<worksheet><sheetData><row><c s="1"><v>1</v></c><c s="1"><v>59</v></c><c s="1"><v>60</v></c><c s="1"><v>61</v></c><c s="1"><v>46265</v></c><c s="1"><v>-1</v></c><c s="1"><v>1e99</v></c></row></sheetData></worksheet>`
	for _, test := range []struct{ name, property, want string }{
		{"1900", "", "1900-01-01 1900-02-28 60 1900-03-01 2026-08-31 -1 1e99"},
		{"1904", `<workbookPr date1904="1"/>`, "1904-01-02 1904-02-29 1904-03-01 1904-03-02 2030-09-01 -1 1e99"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := parts(t, map[string]string{
				"xl/workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` + test.property + `<sheets><sheet name="One" r:id="r1"/></sheets></workbook>`, "xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": styles, "xl/worksheets/sheet1.xml": sheet,
			})
			s, wrong := openSheet(data, "one")
			var got []string
			for row := range s.Rows() {
				for _, c := range row.Cells {
					got = append(got, c.Text)
				}
			}
			if text := strings.Join(got, " "); text != test.want || wrong != "" {
				t.Errorf("got %s %s, want %s", text, wrong, test.want)
			}
		})
	}
}

func TestSheetsAreFoundByTheirNames(t *testing.T) {
	data := made(t, func(f *excelize.File) {
		set(t, f, "B7", 1, "")
		for _, name := range []string{"2026", "Notes"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetSheetVisible("Notes", false); err != nil {
			t.Fatal(err)
		}
	})
	for name, want := range map[string]string{
		"sheet1": "", "2026": "", "Notes": "",
		"":     `x.xlsx: error: the workbook has several sheets; name one with sheet: "Sheet1", "2026", "Notes" [bad-workbook]`,
		"2025": `x.xlsx: error: the workbook has no sheet "2025"; did you mean "2026"? [bad-workbook]`,
		"P&L":  `x.xlsx: error: the workbook has no sheet "P&L"; it has "Sheet1", "2026", "Notes" [bad-workbook]`,
	} {
		sheet, wrong := openSheet(data, name)
		if wrong != want {
			t.Errorf("%q: got %s, want %s", name, wrong, want)
		}
		if name == "sheet1" {
			for row := range sheet.Rows() {
				if got := sheet.Place(row.Cells[1].Mark); got != "Sheet1!B7" || row.Line != 7 || row.Cells[1].Text != "1" {
					t.Errorf("the only cell is %s", got)
				}
			}
		}
	}
	one := made(t, func(f *excelize.File) {
		if _, err := f.NewSheet("Hidden"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetVisible("Hidden", false); err != nil {
			t.Fatal(err)
		}
	})
	if sheet, wrong := openSheet(one, ""); wrong != "" || sheet.Name != "Sheet1" {
		t.Errorf("the only sheet that is not hidden is %q %s", sheet.Name, wrong)
	}
}

func TestFormulasHaveTheirStoredValues(t *testing.T) {
	data := parts(t, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>
		<row r="1"><c r="A1" t="inlineStr"><is><t>period</t></is></c><c r="B1" t="inlineStr"><is><r><t>val</t></r><r><t>ue</t></r><rPh><t>x</t></rPh></is></c></row>
		<row r="3"><c r="A3" t="str"><f>"2026-08"</f><v>2026-08</v></c><c r="B3"><f>1+1</f><v>2</v></c></row>
		<row r="4"><c r="A4" t="inlineStr"><is><t>2026-09</t></is></c><c r="B4"><f>SUM(B3)</f></c></row>
		<row r="6"><c r="A6" t="inlineStr"><is><t>2026-11</t></is></c><c r="B6" t="str"><f>B4</f></c></row>
		<row r="7"><c r="A7" t="inlineStr"><is><t>2026-12</t></is></c><c r="B7" t="str"><f>""</f><v></v></c></row>
		<row r="8"><c r="A8" t="inlineStr"><is><t>2027-01</t></is></c><c r="B8" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
	</sheetData></worksheet>`})
	sheet, wrong := openSheet(data, "")
	if wrong != "" {
		t.Fatal(wrong)
	}
	tab, _ := sheet.Table()
	columns, problems := tab.Columns(table.Style{}, table.Column{Index: tab.Index("Value"), Kind: table.Numbers})
	want := `x.xlsx:4:2: error: One!B4: the cell has a formula that was never calculated; open the workbook in a spreadsheet, and save it [no-stored-value]
x.xlsx:6:2: error: One!B6: the cell has a formula that was never calculated; open the workbook in a spreadsheet, and save it [no-stored-value]
x.xlsx:8:2: error: One!B8: the cell holds the error "#DIV/0!"; mend its formula, and save the workbook [no-stored-value]`
	if got := said(problems); got != want {
		t.Errorf("said\n%s\nwant\n%s", got, want)
	}
	for row := range tab.Rows() {
		if row.Line == 3 && columns.Read(0, row) != "2" {
			t.Errorf("the stored value is %q", columns.Read(0, row))
		}
	}
}

func TestHostileWorkbooksAreRefusedAtOnce(t *testing.T) {
	sheet := func(rows string) map[string]string {
		return map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}
	}
	wide := func(cell string, rows int) string {
		var b strings.Builder
		for i := range rows {
			fmt.Fprintf(&b, "<row>"+cell+"</row>", i+1)
		}
		return b.String()
	}
	zeros := strings.Repeat("0", 70<<20)
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "it is no XLSX file"},
		{"text", []byte("a,b\n"), "it is no XLSX file"},
		{"an XLS file", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an XLS file of old, or has a password"},
		{"no workbook", parts(t, map[string]string{"_rels/.rels": "<x/>", "xl/workbook.xml": "<x/>"}), "it is not whole"},
		{"no sheets", parts(t, map[string]string{"xl/workbook.xml": "<workbook ></workbook>"}), "it has no sheets"},
		{"a sheet that is missing", parts(t, nil), "it is not whole"},
		{"a sheet that breaks off", parts(t, sheet("<row><c><v>1")), "it is not whole"},
		{"entities", parts(t, map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`}), "it is not whole"},
		{"a part that unpacks to more than it may", parts(t, sheet("<row><c><v>"+zeros+"</v></c></row>")), "larger than 64 MiB when unpacked"},
		{"rows as wide as can be", parts(t, sheet(wide(`<c r="XFD%d" s="1"/>`, 400))), "more than 2000000 cells"},
		{"a row beyond the last", parts(t, sheet(`<row r="99999999"><c><v>1</v></c></row>`)), "it is not whole"},
		{"a column beyond the last", parts(t, sheet(`<row><c r="ZZZ1"><v>1</v></c></row>`)), "it is not whole"},
		{"rows that go back", parts(t, sheet(`<row r="5"/><row r="4"/>`)), "it is not whole"},
		{"cells that go back", parts(t, sheet(`<row><c r="B1"/><c r="A1"/></row>`)), "it is not whole"},
		{"rows that are as wide, with values", parts(t, sheet(strings.Repeat("<row>"+strings.Repeat("<c><v>1</v></c>", 1<<14)+"</row>", 8))), "its rows are too wide"},
		{"rows without numbers", parts(t, sheet(strings.Repeat(`<row><c><v>1</v></c></row>`, 100_000))), "its rows have no numbers"},
		{"rows without numbers before many", parts(t, sheet(strings.Repeat(`<row/>`, 1000)+`<row r="100000"><c><v>1</v></c></row>`)), "its rows have no numbers"},
		{"cells of another row", parts(t, sheet(`<row r="1"><c r="A2"><v>1</v></c></row>`)), "it is not whole"},
		{"a part under another name", parts(t, map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="media/a.png"/></Relationships>`, "xl/media/a.png": "<worksheet><sheetData>" + wide(`<c r="XFD%d"/>`, 400)}), "more than 2000000 cells"},
		{"merged cells beyond number", parts(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + wide(`<c r="A%d"><v>1</v></c>`, 2000) + "</sheetData><mergeCells>" + strings.Repeat(`<mergeCell ref="B1:B2"/>`, 30_000) + "</mergeCells></worksheet>"}), "too many of its cells are merged"},
		{"sheets beyond number", parts(t, map[string]string{"xl/workbook.xml": "<workbook ><sheets>" + strings.Repeat("<sheet/>", 1001) + "</sheets></workbook>"}), "more than 1000 sheets"},
		{"links of one name", parts(t, map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1"/><Relationship Id="r1"/></Relationships>`}), "it is not whole"},
		{"two sheets of one name", parts(t, map[string]string{"xl/workbook.xml": `<workbook ><sheets><sheet name="a"/><sheet name="A"/></sheets></workbook>`}), "it is not whole"},
		{"styles beyond number", parts(t, map[string]string{"xl/styles.xml": "<styleSheet><cellXfs>" + strings.Repeat("<xf/>", 1_200_001)}), "more than 1200000 parts in a part"},
		{"a long text in many cells", parts(t, map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + zeros[:1<<20] + "</t></si></sst>", "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>" + strings.Repeat(`<c t="s"><v>0</v></c>`, 300) + "</row></sheetData></worksheet>"}), "its texts are larger than 64 MiB"},
		{"a long text in many rows", parts(t, map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + zeros[:1<<20] + "</t></si></sst>", "xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 300) + "</sheetData></worksheet>"}), "its texts are larger than 64 MiB"},
		{"a wrong checksum", bytes.Replace(stored(t, sheet("<row><c><v>1234</v></c></row>")), []byte("1234"), []byte("9234"), 1), "it is not whole"},
		{"a password", locked(t), "an XLS file of old, or has a password"},
		{"texts that are not there", parts(t, sheet(`<row><c t="s"><v>7</v></c></row>`)), "it is not whole"},
		{"a relation that leads out", parts(t, map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>`}), "it is not whole"},
	} {
		t.Run(test.name, func(t *testing.T) {
			begun := time.Now()
			s, wrong := openSheet(test.data, "")
			if !strings.Contains(wrong, test.want) || !strings.Contains(wrong, "save") {
				t.Errorf("said %q, want %q", wrong, test.want)
			}
			if s != nil && s.Name != "" && !s.IsEmpty() {
				t.Error("it has rows")
			}
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	s, wrong := openSheet(parts(t, sheet(`<row><c s="99"><v>1</v></c><c t="s"><v></v></c></row>`)), "")
	if got := strings.TrimSpace(show(s)); wrong != "" || got != "1@1:1" {
		t.Errorf("a style that is not there: %s %s", got, wrong)
	}
}

// Each of these is why a workbook is looked at before excelize opens it.
func TestExcelizeAloneTakesWhatIsRefused(t *testing.T) {
	sheet := func(text string) map[string]string { return map[string]string{"xl/worksheets/sheet1.xml": text} }
	open := func(data []byte) *excelize.File {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for name, data := range map[string][]byte{
		"a sheet that breaks off": parts(t, sheet("<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2")),
		"a wrong checksum":        bytes.Replace(stored(t, sheet("<worksheet><sheetData><row><c><v>1234</v></c></row></sheetData></worksheet>")), []byte("1234"), []byte("1111"), 1),
	} {
		if rows, err := open(data).GetRows("One"); err != nil || len(rows) == 0 || !strings.HasPrefix(rows[0][0], "1") {
			t.Errorf("%s: excelize reads %v, %v", name, rows, err)
		}
		if _, wrong := openSheet(data, ""); !strings.Contains(wrong, "it is not whole") {
			t.Errorf("%s: said %q", name, wrong)
		}
	}
	var b strings.Builder
	for i := range 8 {
		fmt.Fprintf(&b, `<row><c r="XFD%d" s="1"/></row>`, i+1)
	}
	f := open(parts(t, sheet("<worksheet><sheetData>"+b.String()+"</sheetData></worksheet>")))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := f.GetCellType("One", "A1"); err != nil {
		t.Fatal(err)
	}
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc < 20<<20 {
		t.Errorf("excelize takes %d bytes for eight rows with one empty cell each", after.TotalAlloc-before.TotalAlloc)
	}
}

func TestNoFileIsWrittenToReadAWorkbook(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var rows strings.Builder
	for i := range 700 {
		fmt.Fprintf(&rows, `<row r="%d"><c t="inlineStr"><is><t>%030000d</t></is></c></row>`, i+1, i)
	}
	data := parts(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + rows.String() + "</sheetData></worksheet>"})
	sheet, wrong := openSheet(data, "")
	if wrong != "" || sheet.IsEmpty() {
		t.Fatal(wrong)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("%v are left %v", left, err)
	}
}

func TestACellThatOthersCoverHoldsNothing(t *testing.T) {
	data := parts(t, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>
		<row r="1"><c r="A1" t="inlineStr"><is><t>2026</t></is></c><c r="B1"><v>7</v></c><c r="C1"><v>8</v></c></row>
		<row r="2"><c r="A2"><v>9</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>`})
	sheet, wrong := openSheet(data, "")
	if got := show(sheet); got != "2026@1:1 @1:2 8@1:3" || wrong != "" {
		t.Errorf("read %s %s", got, wrong)
	}
}

// What a workbook keeps of other workbooks, and of pivot tables, is no sheet of its own.
func TestOtherPartsOfAWorkbookAreNoHindrance(t *testing.T) {
	data := parts(t, map[string]string{
		"xl/worksheets/sheet1.xml":               `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`,
		"xl/externalLinks/externalLink1.xml":     `<externalLink><externalBook><sheetDataSet><sheetData sheetId="0"><row r="9"><cell r="B9"/></row></sheetData><sheetData sheetId="1"><row r="1"><cell r="A1"/></row></sheetData></sheetDataSet></externalBook></externalLink>`,
		"xl/pivotCache/pivotCacheRecords1.xml":   "<pivotCacheRecords>" + strings.Repeat("<r><x/></r>", 700_000) + "</pivotCacheRecords>",
		"xl/calcChain.xml":                       `<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B2" i="1"/><c r="A1"/></calcChain>`,
		"xl/media/image1.png":                    "\x89PNG\r\n\x1a\n\x00",
		"xl/vbaProject.bin":                      "\xd0\xcf\x11\xe0<",
		"xl/printerSettings/printerSettings.bin": "<not XML",
	})
	if sheet, wrong := openSheet(data, ""); wrong != "" || show(sheet) != "1@1:1" {
		t.Errorf("read %q %s", show(sheet), wrong)
	}
}

func TestWorkbooksAreKnownByTheirNames(t *testing.T) {
	for name, want := range map[string]bool{"a.xlsx": true, "data/B.XLSM": true, "old.xls": true, "a.ods": true, "a.csv": false, "xlsx": false} {
		if got := table.IsWorkbook(name); got != want {
			t.Errorf("%s is a workbook: %v", name, got)
		}
	}
}

// What excelize writes is read as excelize itself reads it, cell by cell.
func TestWorkbooksAreReadAsExcelizeReadsThem(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		data := made(t, func(f *excelize.File) {
			for row := range 30 {
				for col := range 8 {
					if random.IntN(3) == 0 {
						continue
					}
					name, _ := excelize.CoordinatesToCellName(col+1, row+1)
					values := []any{random.IntN(1e6), float64(random.IntN(1e9)) / 1000, strconv.Itoa(row * col), "Ünï " + name, random.IntN(2) == 0, ""}
					set(t, f, name, values[random.IntN(len(values))], "")
				}
			}
		})
		sheet, wrong := openSheet(data, "")
		if wrong != "" {
			t.Fatal(wrong)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		want, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for row := range sheet.Rows() {
			for i, c := range row.Cells {
				other := ""
				if line := want[row.Line-1]; i < len(line) {
					other = line[i]
				}
				if c.Form == table.Truth {
					other = map[string]string{"1": "true", "0": "false"}[other]
				}
				if c.Text != other {
					t.Errorf("%s is %q, and %q for excelize", sheet.Place(c.Mark), c.Text, other)
				}
			}
		}
	}
}
