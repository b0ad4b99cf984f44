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

	// To find a cell, excelize looks at those before it in its row, at all that is merged, which takes longer, at
	// the columns that have a style, and at the names of the sheets.
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
}

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
	elements, sheets, cells int
	steps, merged, columns  int             // see maxSteps; ranges of merged cells, and of columns that have a width or a style
	relations               map[string]bool // the ids of those met

	root     string // the outermost element
	inTable  bool   // within the rows of a sheet
	inShared bool   // within a text that cells share
	shared   int    // bytes of it
	row      int    // at hand
	bare     int    // rows without a number
	cell     vettedCell
}

// A vettedCell is the cell at hand.
type vettedCell struct {
	col       int
	kind      string
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
	}
	if v.root == "pivotCacheRecords" && len(e.Name.Local) == 1 {
		return nil // a value that a pivot table keeps; excelize passes over it
	}
	switch e.Name.Local {
	case "sheetData":
		v.inTable = v.root == "worksheet"
	case "mergeCell":
		v.merged++
	case "col":
		v.columns++
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
	v.row, v.cell = row, vettedCell{}
	return v.element()
}

func (v *vetting) beginCell(e xml.StartElement) error {
	before := v.cell.col
	v.cell = vettedCell{col: before + 1, kind: attribute(e, "t")}
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
	if v.cells += v.cell.col - before; v.cells > maxCells {
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
		if !v.inTable || !c.isFormula || c.isStored || c.hasValue && c.kind == "str" {
			return
		}
		if v.unstored == nil {
			v.unstored = map[front.Mark]bool{}
		}
		v.unstored[front.Mark{Line: v.row, Col: c.col}] = true
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
