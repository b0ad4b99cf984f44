package table

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with a table, whatever its columns are.
func Rules() []diag.Rule { return rules.All() }

// What a table can break.
var (
	BadCSV      = rules.New("bad-csv", diag.Error, "a table is not CSV", "Write a header row, and as many values in each row.")
	BadWorkbook = rules.New("bad-workbook", diag.Error, "a workbook cannot be read", "Save it anew as XLSX, or save the sheet as CSV.")
	NoValue     = rules.New("no-stored-value", diag.Error, "a cell of a workbook holds no value that can be read", "Open the workbook in a spreadsheet, let it calculate, and save it.")
	TwoReadings = rules.New("two-readings", diag.Error, "a value can be read in two ways that differ", "Write it so that it can only be read in one way, or say with data: in engagement.md or provider.md how the file writes numbers or dates.")
	Mixed       = rules.New("mixed-column", diag.Error, "a column writes its values in two ways that do not go together", "Write the whole column in one way.")
	Encoding    = rules.New("text-encoding", diag.Note, "a table is not UTF-8 text, and was read as Windows-1252", "Look at its letters, and save the file as UTF-8.")
	TotalRow    = rules.New("total-row", diag.Note, "a row of sums was passed over", "Nothing, or remove the row.")
)
