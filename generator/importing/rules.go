package importing

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with an export.
func Rules() []diag.Rule { return rules.All() }

// What an export can break, and what the rule that reads it can leave open.
var (
	BadExport      = rules.New("bad-export", diag.Error, "an export cannot be read", "Export it anew as the message says, or name its columns with map:.")
	ExportColumn   = rules.New("export-column", diag.Error, "an export lacks a column", "Name the column that holds it with map:, or export it with that column.")
	SeveralClients = rules.New("several-clients", diag.Error, "an export holds the rows of several clients", "Choose this client's rows with where:, so that no other client's work is shown.")
	ChangedEntry   = rules.New("changed-entry", diag.Warning, "an entry stands in two exports in two versions, and counts twice", "Remove the row that is out of date, or the older export.")
	NotPlaced      = rules.New("not-placed", diag.Warning, "rows of an export that no rule places", "Add the line that the message shows under data:.")
)
