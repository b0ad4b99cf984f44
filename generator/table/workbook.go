package table

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// Limits of a workbook. What lies beyond them was made to be too large, or by mistake.
const (
	maxParts    = 10_000    // files in it
	maxUnzipped = 64 << 20  // bytes of each part that is read
	maxCells    = 5_000_000 // of a sheet, with those that are left out in its rows
	maxRows     = 1 << 20   // as every spreadsheet has it
	maxColumns  = 1 << 14
)

// A Workbook is an XLSX file. It is read by this package's own reader of its XML, as a stream:
// of each cell it takes the stored value, what kind of value that is, and how its style
// shows it. No formula is calculated, no macro run, no link followed.
//
// excelize reads more, but gives either the texts of cells as a stream, without what they
// are, or loads a sheet whole, padded to its last row and column: a hostile file of some
// kilobytes then fills the memory. The tests compare both on workbooks that excelize wrote.
type Workbook struct {
	file   string
	parts  map[string]*zip.File // by name in lower case
	sheets []sheetPart
	texts  []string
	styles []shown // how a cell of a style is shown
	since  int     // the day before serial 1, as a serial of the 1900 system: 0, or 1462
}

// A sheetPart is where a sheet is kept.
type sheetPart struct {
	name   string
	part   string
	hidden bool
}

// errBroken is what is wrong with a workbook that is none, or not whole.
var errBroken = errors.New("it is not whole")

// OpenWorkbook opens an XLSX file. What keeps it from being read is one problem.
func OpenWorkbook(file string, data []byte) (*Workbook, []diag.Problem) {
	w := &Workbook{file: file}
	if err := w.open(data); err != nil {
		mend := "save it anew as XLSX, or save the sheet as CSV"
		if bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}) {
			err, mend = errors.New("it is an XLS file of old, or has a password"), "save it as XLSX without a password, or save the sheet as CSV"
		}
		return nil, []diag.Problem{BadWorkbook.At(diag.Position{File: file}, "the workbook cannot be read (%s); %s", err, mend)}
	}
	return w, nil
}

func (w *Workbook) open(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return errors.New("it is no XLSX file")
	}
	if len(archive.File) > maxParts {
		return fmt.Errorf("it has more than %d parts", maxParts)
	}
	w.parts = make(map[string]*zip.File, len(archive.File))
	for _, f := range archive.File {
		w.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	main, err := w.related("", "officeDocument")
	if err != nil {
		return err
	}
	if len(main) == 0 {
		main = map[string]string{"": "xl/workbook.xml"}
	}
	for _, part := range main {
		return w.book(part)
	}
	return errBroken
}

// book reads the part that lists the sheets, and what all of them share.
func (w *Workbook) book(part string) error {
	sheets, err := w.related(part, "worksheet")
	if err != nil {
		return err
	}
	err = w.elements(part, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			if on := attribute(e, "date1904"); on == "1" || on == "true" {
				w.since = 1462
			}
		case "sheet":
			if at, ok := sheets[attribute(e, "id")]; ok {
				w.sheets = append(w.sheets, sheetPart{attribute(e, "name"), at, attribute(e, "state") != "" && attribute(e, "state") != "visible"})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(w.sheets) == 0 {
		return errors.New("it has no sheets")
	}
	for kind, read := range map[string]func(string) error{"styles": w.readStyles, "sharedStrings": w.readTexts} {
		found, err := w.related(part, kind)
		if err != nil {
			return err
		}
		for _, at := range found {
			if err := read(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// related returns the parts of a kind that a part refers to, by the ids it calls them by.
func (w *Workbook) related(part, kind string) (map[string]string, error) {
	folder, base := path.Split(part)
	name := path.Join(folder, "_rels", base+".rels")
	if _, ok := w.parts[strings.ToLower(name)]; !ok {
		return nil, nil
	}
	found := map[string]string{}
	err := w.elements(name, func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local == "Relationship" && strings.HasSuffix(attribute(e, "Type"), "/"+kind) && !strings.EqualFold(attribute(e, "TargetMode"), "External") {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			found[attribute(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	return found, err
}

// reader opens a part. What it gives is counted: the size that a file gives of itself may
// be wrong.
func (w *Workbook) reader(part string) (io.ReadCloser, error) {
	f, ok := w.parts[strings.ToLower(part)]
	if !ok {
		return nil, errBroken
	}
	r, err := f.Open()
	if err != nil {
		return nil, errBroken
	}
	return &counted{r, maxUnzipped}, nil
}

// A counted reader gives no more than so many bytes.
type counted struct {
	io.ReadCloser
	left int
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	if c.left -= n; c.left < 0 {
		return 0, fmt.Errorf("a part of it is larger than %d MiB when unpacked", maxUnzipped>>20)
	}
	return n, err
}

// elements calls read at the beginning of each element of a part.
func (w *Workbook) elements(part string, read func(xml.StartElement, *xml.Decoder) error) error {
	r, err := w.reader(part)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return readable(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := read(e, d); err != nil {
				return readable(err)
			}
		}
	}
}

// readable is an error in words for somebody who never saw the XML in a workbook.
func readable(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) {
		return errBroken
	}
	return err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// readTexts reads the texts that cells share.
func (w *Workbook) readTexts(part string) error {
	return w.elements(part, func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := richText(d)
		w.texts = append(w.texts, text)
		return err
	})
}

// richText reads the text of the element that has just begun, to its end, without the readings of Japanese
// words that stand beside them.
func richText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	inText, beside := false, 0
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			inText = t.Name.Local == "t"
			if t.Name.Local == "rPh" {
				beside = depth
			}
		case xml.EndElement:
			if depth == beside {
				beside = 0
			}
			depth--
			inText = false
		case xml.CharData:
			if inText && beside == 0 {
				b.Write(t)
			}
		}
	}
	return b.String(), nil
}

// Sheets returns the names of the sheets, those first that are not hidden.
func (w *Workbook) Sheets() []string {
	var shown, hidden []string
	for _, s := range w.sheets {
		if s.hidden {
			hidden = append(hidden, s.name)
		} else {
			shown = append(shown, s.name)
		}
	}
	return append(shown, hidden...)
}

// Sheet opens the sheet of a name, whatever its case; with "" the only one that is not hidden. What keeps
// it from being read is a problem at the file.
func (w *Workbook) Sheet(name string) (*Sheet, []diag.Problem) {
	found := w.find(name)
	if found == nil {
		var names []string
		for _, n := range w.Sheets() {
			names = append(names, diag.Quote(n))
		}
		at := diag.Position{File: w.file}
		if name == "" {
			return nil, []diag.Problem{BadWorkbook.At(at, "the workbook has several sheets; name one with sheet: %s", strings.Join(names, ", "))}
		}
		return nil, []diag.Problem{BadWorkbook.At(at, "the workbook has no sheet %s%s", diag.Quote(name), cmp.Or(diag.DidYouMean(name, w.Sheets()), "; it has "+strings.Join(names, ", ")))}
	}
	s := &Sheet{File: w.file, Name: found.name}
	s.rows = func(yield func(Row) bool) {
		_ = w.readSheet(found.part, yield) // what is wrong with it is told below
	}
	var bad []diag.Problem
	if err := w.readSheet(found.part, func(Row) bool { return true }); err != nil {
		s.rows = func(func(Row) bool) {}
		bad = append(bad, BadWorkbook.At(diag.Position{File: w.file}, "the sheet %s of the workbook cannot be read (%s); save it anew as XLSX, or save the sheet as CSV", diag.Quote(found.name), err))
	}
	return s, bad
}

func (w *Workbook) find(name string) *sheetPart {
	var only *sheetPart
	visible := 0
	for i := range w.sheets {
		s := &w.sheets[i]
		if name != "" && Fold(s.name) == Fold(name) {
			return s
		}
		if !s.hidden {
			only, visible = s, visible+1
		}
	}
	if name != "" || visible != 1 {
		return nil
	}
	return only
}

// readSheet reads the rows of a sheet, one after the other, that hold anything.
func (w *Workbook) readSheet(part string, yield func(Row) bool) error {
	r, err := w.reader(part)
	if err != nil {
		return err
	}
	defer r.Close()
	s := sheetReader{Workbook: w, d: xml.NewDecoder(r)}
	for {
		token, err := s.d.Token()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return readable(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local != "row" {
				continue
			}
			more, err := s.row(e, yield)
			if err != nil {
				return readable(err)
			}
			if !more {
				return nil
			}
		case xml.EndElement:
			if e.Name.Local == "sheetData" {
				return nil
			}
		}
	}
}

// A sheetReader reads the cells of a sheet.
type sheetReader struct {
	*Workbook
	d     *xml.Decoder
	line  int // of the row at hand
	cells []Cell
	count int // of the cells read
}

// row reads a row. It returns false where no more are wanted.
func (s *sheetReader) row(e xml.StartElement, yield func(Row) bool) (more bool, err error) {
	line := s.line + 1
	if r := attribute(e, "r"); r != "" {
		if n, err := strconv.Atoi(r); err != nil || n <= s.line {
			return false, errBroken
		} else {
			line = n
		}
	}
	if s.line = line; line > maxRows {
		return false, errBroken
	}
	s.cells = s.cells[:0]
	for {
		token, err := s.d.Token()
		if err != nil {
			return false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := s.d.Skip(); err != nil {
					return false, err
				}
				continue
			}
			if err := s.cell(t); err != nil {
				return false, err
			}
		case xml.EndElement: // of the row, as all others are read with what they end
			row := Row{s.cells, front.Mark{Line: line, Col: 1}}
			return row.isBlank() || yield(row), nil
		}
	}
}

// cell reads a cell.
func (s *sheetReader) cell(e xml.StartElement) error {
	s.count++
	col := len(s.cells) + 1
	if r := attribute(e, "r"); r != "" {
		named, ok := columnOf(r)
		if !ok || named < col || named > maxColumns {
			return errBroken
		}
		col = named
	}
	if s.count += col - 1 - len(s.cells); s.count > maxCells {
		return fmt.Errorf("it has more than %d cells", maxCells)
	}
	for len(s.cells) < col-1 {
		s.cells = append(s.cells, Cell{Mark: front.Mark{Line: s.line, Col: len(s.cells) + 1}})
	}
	value, isStored, isFormula, err := s.value()
	if err != nil {
		return err
	}
	style := 0
	if n, err := strconv.Atoi(attribute(e, "s")); err == nil {
		style = n
	}
	c := s.stored(attribute(e, "t"), value, style)
	if isFormula && (!isStored || value == "" && attribute(e, "t") != "str") {
		c = Cell{Text: "=", Form: Unstored}
	}
	c.Mark = front.Mark{Line: s.line, Col: col}
	s.cells = append(s.cells, c)
	return nil
}

// value reads what a cell holds, to its end.
func (s *sheetReader) value() (value string, isStored, isFormula bool, err error) {
	var b strings.Builder
	inValue := false
	for depth := 1; depth > 0; {
		token, err := s.d.Token()
		if err != nil {
			return "", false, false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch inValue = t.Name.Local == "v"; t.Name.Local {
			case "v":
				isStored = true
			case "f":
				isFormula = true
			case "is":
				text, err := richText(s.d)
				if err != nil {
					return "", false, false, err
				}
				b.WriteString(text)
				depth--
			}
		case xml.EndElement:
			depth--
			inValue = false
		case xml.CharData:
			if inValue {
				b.Write(t)
			}
		}
	}
	return b.String(), isStored, isFormula, nil
}

// columnOf returns the column of a cell's name, from 1.
func columnOf(name string) (col int, ok bool) {
	for i := range len(name) {
		c := name[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return col, i > 0 && i <= 3
		}
		col = 26*col + int(c-'A') + 1
	}
	return 0, false
}
