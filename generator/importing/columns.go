package importing

// A Kind is a table of ours into which an export is translated.
type Kind string

// The kinds.
const (
	Time     Kind = "time"
	Requests Kind = "requests"
	Units    Kind = "units"
	Invoices Kind = "invoices"
)

// Kinds are all kinds.
var Kinds = []Kind{Time, Requests, Units, Invoices}

// A form says how the cells of a column are read.
type form uint8

const (
	asText    form = iota
	asDay          // of a time, the day on the provider's clock
	asTime         // an instant, or a day
	asHours        // 1.5, 1:30, 01:30:00 or 1h 30m
	asMinutes      // a number of minutes
	asSeconds      // a number of seconds
	asNumber
	asMoney
	asPeriod
	asPerson
	asItem
	asType
	asStatus
)

// A column is one of ours.
type column struct {
	name     string
	form     form
	required bool
	doc      string
}

// columns are ours by kind: those of the tables that one writes, and some that only an
// export has. Of hours, minutes and seconds one is required.
var columns = map[Kind][]column{
	Time: {
		{"id", asText, false, "what tells a row from all others"},
		{"date", asDay, true, "the day, or when the work began"},
		{"hours", asHours, false, "how long it took"},
		{"minutes", asMinutes, false, "how long it took, in minutes"},
		{"seconds", asSeconds, false, "how long it took, in seconds"},
		{"person", asPerson, false, "who did it, by id, full name or mail"},
		{"item", asItem, false, "the price, by id or name"},
		{"note", asText, false, "what was done"},
		{"updated", asTime, false, "when the row was last changed"},
	},
	Requests: {
		{"id", asText, true, "the name of the request"},
		{"type", asType, false, "the kind of request, by id or name"},
		{"title", asText, true, "what was asked"},
		{"opened", asTime, true, "when it was asked"},
		{"responded", asTime, false, "when it was answered"},
		{"responded_minutes", asMinutes, false, "how many minutes after the opening it was answered"},
		{"resolved", asTime, false, "when it was done"},
		{"waiting_minutes", asMinutes, false, "how many working minutes it waited for the client"},
		{"status", asStatus, false, "whether it is open or done"},
		{"updated", asTime, false, "when the row was last changed"},
	},
	Units: {
		{"id", asText, false, "what tells a row from all others"},
		{"date", asDay, true, "the day on which it was delivered"},
		{"item", asItem, true, "the price, by id or name"},
		{"count", asNumber, true, "how many"},
		{"note", asText, false, "what it was"},
		{"updated", asTime, false, "when the row was last changed"},
	},
	Invoices: {
		{"number", asText, true, "the invoice's number"},
		{"date", asDay, true, "the day on which it was sent"},
		{"amount", asMoney, true, "what it asks for"},
		{"currency", asText, false, "of the amount"},
		{"item", asItem, false, "the price that it bills, by id or name"},
		{"period", asPeriod, false, "the period that it bills"},
		{"due", asDay, false, "the day by which it is to be paid"},
		{"paid", asDay, false, "the day on which it was paid"},
		{"file", asText, false, "the invoice itself, under files/"},
		{"updated", asTime, false, "when the row was last changed"},
	},
}

// ColumnNames returns the names of our columns of a kind.
func ColumnNames(kind Kind) []string {
	var names []string
	for _, c := range columns[kind] {
		names = append(names, c.name)
	}
	return names
}

// idColumn is the column that names a row of a kind.
func idColumn(kind Kind) string {
	if kind == Invoices {
		return "number"
	}
	return "id"
}
