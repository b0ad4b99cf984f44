package table

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// IsWorkbook reports whether a file is a workbook by its name. Those of other programs and of old are among them:
// what is said when one is opened is how to save it.
func IsWorkbook(name string) bool {
	return slices.Contains([]string{".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}, strings.ToLower(path.Ext(name)))
}

// A Workbook is an XLSX file, with macros or without. excelize reads it; this package says what a cell is to a
// table: its stored value, what kind of value that is, and how its style shows it. No formula is calculated, no
// macro run, no link followed, and no file is written.
type Workbook struct {
	file   string
	book   *excelize.File
	parts  map[string]part // by their names
	names  []string        // of the sheets
	styles []shown         // how a cell of a style is shown
	since  int             // the day before serial 1, as a serial of the 1900 system: 0, or 1462
}

// OpenWorkbook opens an XLSX file. What keeps it from being read is one problem.
func OpenWorkbook(file string, data []byte) (*Workbook, []diag.Problem) {
	w := &Workbook{file: file}
	err := guarded(func() error { return w.open(data) })
	if err == nil {
		return w, nil
	}
	mend := "save it anew as XLSX, or save the sheet as CSV"
	if err == errOld {
		mend = "save it as XLSX without a password, or save the sheet as CSV"
	}
	return nil, []diag.Problem{BadWorkbook.At(diag.Position{File: file}, "the workbook cannot be read (%s); %s", err, mend)}
}

func (w *Workbook) open(data []byte) (err error) {
	if w.parts, err = vet(data); err != nil {
		return err
	}
	// excelize would unpack what is larger than its second limit to a file.
	w.book, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return errBroken
	}
	w.names = w.book.GetSheetList()
	if len(w.names) == 0 {
		return refusal("it has no sheets")
	}
	for _, p := range w.parts {
		if p.stored*len(w.names) > maxSteps {
			return errWide
		}
	}
	for i, name := range w.names {
		for _, other := range w.names[:i] {
			if strings.EqualFold(name, other) { // excelize would read either
				return errBroken
			}
		}
	}
	return w.readStyles()
}

// guarded calls read, and takes a panic for a broken workbook: excelize trusts a file to be what a spreadsheet
// writes, and reaches for parts of it that may not be there.
func guarded(read func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errBroken
		}
	}()
	return read()
}

// Sheets returns the names of the sheets, those first that are not hidden.
func (w *Workbook) Sheets() []string {
	var shown, hidden []string
	for _, name := range w.names {
		if visible, err := w.book.GetSheetVisible(name); visible || err != nil {
			shown = append(shown, name)
		} else {
			hidden = append(hidden, name)
		}
	}
	return append(shown, hidden...)
}

// Sheet reads the sheet of a name, whatever its case; with "" the only one that is not hidden. What keeps
// it from being read is a problem at the file.
func (w *Workbook) Sheet(name string) (*Sheet, []diag.Problem) {
	at := diag.Position{File: w.file}
	found := w.find(name)
	if found == "" {
		var names []string
		for _, n := range w.Sheets() {
			names = append(names, diag.Quote(n))
		}
		if name == "" {
			return nil, []diag.Problem{BadWorkbook.At(at, "the workbook has several sheets; name one with sheet: %s", strings.Join(names, ", "))}
		}
		return nil, []diag.Problem{BadWorkbook.At(at, "the workbook has no sheet %s%s", diag.Quote(name), cmp.Or(diag.DidYouMean(name, w.Sheets()), "; it has "+strings.Join(names, ", ")))}
	}
	r := sheetReader{Workbook: w, name: found}
	err := guarded(r.read)
	w.book.Sheet.Clear() // many times the size of what was read from it
	if err != nil {
		return &Sheet{File: w.file, Name: found, rows: func(func(Row) bool) {}}, []diag.Problem{
			BadWorkbook.At(at, "the sheet %s of the workbook cannot be read (%s); save it anew as XLSX, or save the sheet as CSV", diag.Quote(found), err),
		}
	}
	return &Sheet{File: w.file, Name: found, rows: func(yield func(Row) bool) {
		for _, row := range r.rows {
			if !yield(row) {
				return
			}
		}
	}}, nil
}

// find returns the name of a sheet as the workbook has it; "" where it has none, or several.
func (w *Workbook) find(name string) string {
	var visible []string
	for _, n := range w.names {
		if name != "" && Fold(n) == Fold(name) {
			return n
		}
		if shown, err := w.book.GetSheetVisible(n); shown || err != nil {
			visible = append(visible, n)
		}
	}
	if name != "" || len(visible) != 1 {
		return ""
	}
	return visible[0]
}

// A sheetReader reads a sheet.
type sheetReader struct {
	*Workbook
	name string
	part part
	rows []Row
}

func (r *sheetReader) read() error {
	// The texts come first, as a stream: what excelize has loaded, it writes anew to stream it.
	lines, err := r.lines()
	if err != nil {
		return err
	}
	if _, err := r.book.GetCellType(r.name, "A1"); err != nil {
		return errBroken
	}
	// No function says where a sheet is kept; this one is now the only one that is loaded.
	r.book.Sheet.Range(func(name, _ any) bool {
		r.part = r.parts[name.(string)]
		return false
	})
	if texts := r.book.SharedStrings; r.part.isShared && (texts == nil || len(texts.SI) == 0) {
		return errBroken // excelize would leave out every text
	}
	for _, line := range lines {
		row := Row{Cells: make([]Cell, len(line.texts)), Mark: front.Mark{Line: line.number, Col: 1}}
		for i, text := range line.texts {
			at := front.Mark{Line: line.number, Col: i + 1}
			if row.Cells[i], err = r.cell(at, text); err != nil {
				return errBroken
			}
			row.Cells[i].Mark = at
		}
		if !row.isBlank() {
			r.rows = append(r.rows, row)
		}
	}
	return nil
}

// A line is a row as excelize streams it: the stored values, without what they are.
type line struct {
	number int
	texts  []string
}

func (r *sheetReader) lines() (lines []line, err error) {
	widest, longest := 0, 0
	for _, p := range r.parts {
		widest, longest = max(widest, p.width), max(longest, p.text)
	}
	if widest*longest > maxTexts { // a row is made of copies before its size is known
		return nil, tooLarge("its texts are", maxTexts)
	}
	rows, err := r.book.Rows(r.name)
	if err != nil {
		return nil, errBroken
	}
	defer rows.Close()
	size := 0
	for number := 1; rows.Next(); number++ {
		texts, err := rows.Columns()
		if err != nil {
			return nil, errBroken
		}
		for _, text := range texts {
			size += len(text)
		}
		if size > maxTexts {
			return nil, tooLarge("its texts are", maxTexts)
		}
		if len(texts) > 0 {
			lines = append(lines, line{number, texts})
		}
	}
	if rows.Error() != nil {
		return nil, errBroken
	}
	return lines, nil
}

// cell says what the stored value of a cell is.
func (r *sheetReader) cell(at front.Mark, text string) (Cell, error) {
	if r.part.unstored[at] {
		return Cell{Text: "=", Form: Unstored}, nil
	}
	if text == "" {
		return Cell{}, nil
	}
	name := CellName(at)
	value, err := r.book.GetCellValue(r.name, name)
	if err != nil || value != text {
		return Cell{}, err // another value is that of the cell that covers this one, with which it is merged
	}
	kind, err := r.book.GetCellType(r.name, name)
	if err != nil {
		return Cell{}, err
	}
	style, err := r.book.GetCellStyle(r.name, name)
	return r.stored(kind, text, style), err
}
