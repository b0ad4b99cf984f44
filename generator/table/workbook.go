package table

import (
	"bytes"
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
		return nil, []diag.Problem{BadWorkbook.At(at, "the workbook has no sheet %s%s", diag.Quote(name), diag.DidYouMean(name, w.Sheets()).Or("; it has "+strings.Join(names, ", ")))}
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
	next int // of the part's cells
}

func (r *sheetReader) read() error {
	if err := r.findPart(); err != nil {
		return err
	}
	return r.lines(func(number int, texts []string) {
		row := Row{Cells: make([]Cell, len(texts)), Mark: front.Mark{Line: number, Col: 1}}
		for i, text := range texts {
			row.Cells[i] = r.cell(front.Mark{Line: number, Col: i + 1}, text)
		}
		if !row.isBlank() {
			r.rows = append(r.rows, row)
		}
	})
}

var emptySheet = []byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>`)

// findPart finds the part that holds the sheet. No function says where a sheet is kept, and what excelize has
// loaded takes many times its size: so it loads an empty one, and that is the only one that is loaded.
func (r *sheetReader) findPart() error {
	whole := map[string]any{}
	for name, p := range r.parts {
		if body, ok := r.book.Pkg.Load(name); ok && p.isSheet {
			whole[name] = body
			r.book.Pkg.Store(name, emptySheet)
		}
	}
	_, err := r.book.GetCellType(r.name, "A1")
	r.book.Sheet.Range(func(name, _ any) bool {
		r.part = r.parts[name.(string)]
		return false
	})
	r.book.Sheet.Clear()
	for name, body := range whole {
		r.book.Pkg.Store(name, body)
	}
	if err != nil || !r.part.isSheet {
		return errBroken
	}
	return nil
}

// lines brings the rows as excelize streams them: the stored values, without what they are.
func (r *sheetReader) lines(bring func(number int, texts []string)) error {
	widest, longest := 0, 0
	for _, p := range r.parts {
		widest, longest = max(widest, p.width), max(longest, p.text)
	}
	if widest*longest > maxTexts { // a row is made of copies before its size is known
		return tooLarge("its texts are", maxTexts)
	}
	rows, err := r.book.Rows(r.name)
	if err != nil {
		return errBroken
	}
	defer rows.Close()
	size := 0
	for number := 1; rows.Next(); number++ {
		texts, err := rows.Columns()
		if err != nil {
			return errBroken
		}
		for _, text := range texts {
			size += len(text)
		}
		if size > maxTexts {
			return tooLarge("its texts are", maxTexts)
		}
		if len(texts) == 0 {
			continue
		}
		bring(number, texts)
	}
	if rows.Error() != nil {
		return errBroken
	}
	if texts := r.book.SharedStrings; r.part.isShared && (texts == nil || len(texts.SI) == 0) {
		return errBroken // excelize left out every text
	}
	return nil
}

// cell says what the stored value of a cell is. Cells come in the order in which they were vetted.
func (r *sheetReader) cell(at front.Mark, text string) Cell {
	if r.part.unstored[at] {
		return Cell{Text: "=", Form: Unstored, Mark: at}
	}
	cells := r.part.cells
	for r.next < len(cells) && (int(cells[r.next].line) < at.Line || int(cells[r.next].line) == at.Line && int(cells[r.next].col) < at.Col) {
		r.next++
	}
	if text == "" || r.next == len(cells) || int(cells[r.next].line) != at.Line || int(cells[r.next].col) != at.Col || r.part.isCovered(at) {
		return Cell{Mark: at}
	}
	c := r.stored(cells[r.next].kind, text, r.part.styleOf(cells[r.next]))
	c.Mark = at
	return c
}
