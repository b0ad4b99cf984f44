package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"rapport/generator/front"
)

// Limits of a workbook. What lies beyond them was made to be too large, or by mistake.
const (
	maxParts     = 10_000    // files in it
	maxPart      = 64 << 20  // bytes of each, unpacked
	maxUnzipped  = 256 << 20 // bytes of all, unpacked
	maxSheets    = 1_000
	maxRelations = 100_000   // of a part to others: each link in a sheet is one
	maxElements  = 1_200_000 // of a part's XML, beside what is in its cells: more than a sheet may have rows
	maxCells     = 2_000_000 // of a sheet, with those that are left out in its rows
	maxTexts     = 64 << 20  // bytes of all texts of a sheet: many cells may share a long one

	// For each row without a number, excelize moves all that follow. No spreadsheet writes such rows.
	maxUnnumbered = 50_000_000 // times the rows of the sheet

	// What a cell is depends on all that is merged, which takes longer to look at, and on the columns that have
	// a style; excelize may look at the cells before it in its row, too, and at the names of the sheets.
	maxSteps   = 1_000_000_000 // some seconds
	mergeSteps = 20
)

// A refusal is why a workbook is not read.
type refusal string

func (r refusal) Error() string { return string(r) }

const (
	errNone   refusal = "it is no XLSX file"
	errOld    refusal = "it is an XLS file of old, or has a password"
	errBroken refusal = "it is not whole"
	errWide   refusal = "its rows are too wide, or too many of its cells are merged"
)

func tooMany(limit int, of string) refusal {
	return refusal(fmt.Sprintf("it has more than %d %s", limit, of))
}

func tooLarge(what string, limit int) refusal {
	return refusal(fmt.Sprintf("%s larger than %d MiB when unpacked", what, limit>>20))
}

// A part is a file of a workbook: what excelize does not tell of it, or only once it has loaded it.
type part struct {
	width    int                 // of its widest row
	stored   int                 // cells that hold something
	text     int                 // bytes of the longest text that cells share
	isShared bool                // its cells share texts
	unstored map[front.Mark]bool // formulas that were never calculated
	isSheet  bool
	cells    []storedCell // that hold something, row by row
	spans    []span       // columns that have a style
	merges   []area       // ranges of cells that are merged
}

// A storedCell is what the value of a cell is, without the value.
type storedCell struct {
	line  int32
	col   uint16
	kind  excelize.CellType
	style int32 // its own, or its row's; 0 for none
}

// A span is columns of a style.
type span struct{ from, to, style int }

// An area is a range of cells.
type area struct{ from, to front.Mark }

func (a area) covers(m front.Mark) bool {
	return m != a.from && a.from.Line <= m.Line && m.Line <= a.to.Line && a.from.Col <= m.Col && m.Col <= a.to.Col
}

// styleOf returns the style of a cell, which may be that of its column.
func (p *part) styleOf(c storedCell) int {
	if c.style != 0 {
		return int(c.style)
	}
	for _, s := range p.spans {
		if s.from <= int(c.col) && int(c.col) <= s.to && s.style != 0 {
			return s.style
		}
	}
	return 0
}

// isCovered reports whether a cell is hidden by one with which it is merged.
func (p *part) isCovered(m front.Mark) bool {
	for _, a := range p.merges {
		if a.covers(m) {
			return true
		}
	}
	return false
}

// cellTypes are the kinds of cells, by how a workbook names them.
var cellTypes = map[string]excelize.CellType{"b": excelize.CellTypeBool, "d": excelize.CellTypeDate, "n": excelize.CellTypeNumber, "e": excelize.CellTypeError,
	"s": excelize.CellTypeSharedString, "str": excelize.CellTypeFormula, "inlineStr": excelize.CellTypeInlineString}

// vet refuses what excelize would not, before it opens a file. excelize reads on where a part breaks off, and
// passes over checksums. It pads each row to its last cell, and a sheet to its last row, so that a file of some
// kilobytes fills the memory. vet returns the parts by their names.
func vet(data []byte) (map[string]part, error) {
	if bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}) {
		return nil, errOld
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errNone
	}
	if len(archive.File) > maxParts {
		return nil, tooMany(maxParts, "parts")
	}
	parts := make(map[string]part, len(archive.File))
	left := uint64(maxUnzipped)
	for _, f := range archive.File {
		// No more is unpacked of a file than the size that it states.
		switch size := f.UncompressedSize64; {
		case size > maxPart:
			return nil, tooLarge("a part of it is", maxPart)
		case size > left:
			return nil, tooLarge("it is", maxUnzipped)
		default:
			left -= size
		}
		v := vetting{relations: map[string]bool{}}
		if err := v.file(f); err != nil {
			return nil, err
		}
		parts[strings.ReplaceAll(f.Name, `\`, "/")] = v.part
	}
	return parts, nil
}

// A vetting goes through a file of a workbook, in whatever role excelize may read it.
type vetting struct {
	part
	elements, sheets, held int
	steps, merged, columns int             // see maxSteps; ranges of merged cells, and of columns that have a width or a style
	relations              map[string]bool // the ids of those met

	root     string // the outermost element
	inTable  bool   // within the rows of a sheet
	inShared bool   // within a text that cells share
	shared   int    // bytes of it
	row      int    // at hand
	rowStyle int
	bare     int // rows without a number
	cell     vettedCell
}

// A vettedCell is the cell at hand.
type vettedCell struct {
	col       int
	kind      string
	style     int
	isFormula bool
	hasValue  bool
	inValue   bool
	isStored  bool // the value is not empty
}

// file reads a file to its end. One that is no XML need only be whole.
func (v *vetting) file(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return errBroken
	}
	defer r.Close()
	err = v.xml(xml.NewDecoder(r))
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) && !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
		err = nil // excelize stops at the same place
	}
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	if err == nil && v.steps+v.stored*(mergeSteps*v.merged+v.columns) > maxSteps {
		err = errWide
	}
	var refused refusal
	if err != nil && !errors.As(err, &refused) {
		return errBroken
	}
	return err
}

func (v *vetting) xml(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if v.inTable {
				err = v.beginInTable(t)
			} else {
				err = v.begin(t)
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			v.end(t.Name.Local)
		case xml.CharData:
			if v.inShared {
				v.shared += len(t)
			}
			v.cell.isStored = v.cell.isStored || v.cell.inValue && len(t) > 0
		}
	}
}

func (v *vetting) begin(e xml.StartElement) error {
	if v.root == "" {
		v.root = e.Name.Local
		v.isSheet = v.root == "worksheet"
	}
	if v.root == "pivotCacheRecords" && len(e.Name.Local) == 1 {
		return nil // a value that a pivot table keeps; excelize passes over it
	}
	switch e.Name.Local {
	case "sheetData":
		v.inTable = v.root == "worksheet"
	case "mergeCell":
		v.merged++
		v.merge(attribute(e, "ref"))
	case "col":
		v.columns++
		v.spans = append(v.spans, span{number(e, "min"), number(e, "max"), number(e, "style")})
	case "si":
		v.inShared, v.shared = true, 0
	case "sheet":
		if v.sheets++; v.sheets > maxSheets {
			return tooMany(maxSheets, "sheets")
		}
	case "Relationship":
		id := attribute(e, "Id")
		if v.relations[id] {
			return errBroken
		}
		if v.relations[id] = true; len(v.relations) > maxRelations {
			return tooMany(maxRelations, "links")
		}
	}
	return v.element()
}

// merge takes note of merged cells.
func (v *vetting) merge(ref string) {
	first, last, _ := strings.Cut(ref, ":")
	from, ok := ParseCellName(first)
	to, also := ParseCellName(last)
	if ok && also {
		v.merges = append(v.merges, area{
			front.Mark{Line: min(from.Line, to.Line), Col: min(from.Col, to.Col)}, front.Mark{Line: max(from.Line, to.Line), Col: max(from.Col, to.Col)},
		})
	}
}

func (v *vetting) element() error {
	if v.elements++; v.elements > maxElements {
		return tooMany(maxElements, "parts in a part")
	}
	return nil
}

func (v *vetting) beginInTable(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		return v.beginRow(e)
	case "c":
		return v.beginCell(e)
	case "f":
		v.cell.isFormula = true
	case "v":
		v.cell.hasValue, v.cell.inValue = true, true
	case "is", "t":
	default:
		return v.element()
	}
	return nil
}

// beginRow and beginCell demand that rows and cells follow each other: excelize finds a cell that does
// not stand where its name says by one of its functions, and not by another.
func (v *vetting) beginRow(e xml.StartElement) error {
	row := v.row + 1
	if r := attribute(e, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < row {
			return errBroken
		}
		row = n
	} else {
		v.bare++
	}
	if v.bare*row > maxUnnumbered {
		return refusal("its rows have no numbers")
	}
	if row > excelize.TotalRows {
		return errBroken
	}
	v.row, v.rowStyle, v.cell = row, number(e, "s"), vettedCell{}
	return v.element()
}

func (v *vetting) beginCell(e xml.StartElement) error {
	before := v.cell.col
	v.cell = vettedCell{col: before + 1, kind: attribute(e, "t"), style: number(e, "s")}
	if name := attribute(e, "r"); name != "" {
		at, ok := ParseCellName(name)
		if !ok || at.Line != v.row || at.Col <= before || name != CellName(at) {
			return errBroken
		}
		v.cell.col = at.Col
	}
	if v.cell.col > excelize.MaxColumns {
		return errBroken
	}
	v.width = max(v.width, v.cell.col)
	if v.held += v.cell.col - before; v.held > maxCells {
		return tooMany(maxCells, "cells")
	}
	return nil
}

func (v *vetting) end(name string) {
	switch name {
	case "sheetData":
		v.inTable = false
	case "si":
		v.inShared, v.text = false, max(v.text, v.shared)
	case "v":
		v.cell.inValue = false
	case "c":
		c := v.cell
		v.isShared = v.isShared || v.inTable && c.isStored && c.kind == "s"
		if v.inTable && c.isStored {
			v.stored++
			v.steps += c.col
		}
		if v.inTable && (c.isStored || c.kind == "inlineStr") {
			style := c.style
			if style == 0 {
				style = v.rowStyle
			}
			v.cells = append(v.cells, storedCell{int32(v.row), uint16(c.col), cellTypes[c.kind], int32(style)})
		}
		if !v.inTable || !c.isFormula || c.isStored || c.hasValue && c.kind == "str" {
			return
		}
		if v.unstored == nil {
			v.unstored = map[front.Mark]bool{}
		}
		v.unstored[front.Mark{Line: v.row, Col: c.col}] = true
	}
}

// number returns an attribute that is a number, and 0 for any other.
func number(e xml.StartElement, name string) int {
	n, err := strconv.ParseInt(attribute(e, name), 10, 32)
	if err != nil {
		return 0
	}
	return int(n)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
