// Package table reads tables as people and their programs have them: CSV in
// whatever encoding and with whatever separator, and the sheets of a workbook.
//
// It has two halves. The first finds the cells. CSV and OpenWorkbook give a Sheet:
// rows of cells with their places, one after the other, so that a file of a million
// rows costs no more memory than its bytes. A Sheet whose first row names the columns
// is a Table, whose rows are checked against that header; rows of sums are named and
// left out.
//
// The second half finds out what the cells mean. A cell such as 1.234 or 03/04/2026 has
// no meaning by itself: the column has, since one program wrote all of it, in one way.
// So a column is read as a whole. Columns looks at every cell of a column before it
// says what one of them is, and where two readings are left that differ, that is an
// error which names both and says how to settle it; never a guess. What comes out is
// each cell in the one way in which Rapport writes such a value: 1234.5, 2026-01-31,
// 2026-Q3.
//
//	sheet, problems := table.CSV(file, data)
//	t, more := sheet.Table()
//	columns, more := t.Columns(style, table.Column{Index: t.Index("amount"), Kind: table.Money, Currency: "EUR"})
//	for row := range t.Rows() {
//		amount := columns.Read(0, row) // 1234.50 GBP
//	}
//
// The package is pure. Line and column of a cell of a workbook are its row and
// column; Place writes them as a spreadsheet does.
package table
