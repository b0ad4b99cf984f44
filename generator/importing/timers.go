package importing

// Toggl Track's "Exporting data" and "Detailed Report": User, Email, Client, Project,
// Task, Description, Billable, Start date, Start time, End date, End time, Duration,
// Tags, Amount; since 2024 Member, Stop date and Stop time, and a hyphen for nothing.
// Dates are 2026-09-07, durations 02:30:30. The Summary Report has sums without days.
var toggl = &Program{
	Name: "toggl", Title: "Toggl Track", Kind: Time, None: "-", Entries: true,
	Columns: map[string][]string{
		"date":   {"Start date"},
		"hours":  {"Duration"},
		"person": {"Email", "User", "Member"},
		"item":   {"Task", "Project", "Tags"},
		"note":   {"Description"},
	},
	Clients:  []string{"Client"},
	Projects: []string{"Project"},
	Telling:  [][]string{{"Start date", "Start time", "Duration"}, {"Description", "Start date", "Start time", "Stop date", "Stop time"}},
	Totals:   [][]string{{"Project", "Duration", "Description"}, {"Client", "Project", "Duration"}, {"Project", "Title", "Duration"}},
	Instead:  "the summary report has no days; export the detailed report",
}

// Harvest's "Detailed time report": Date, Client, Project, Project Code, Task, Notes,
// Hours, Hours Rounded, First Name, Last Name; Hours are decimal, and dates in the format
// of the account.
var harvest = &Program{
	Name: "harvest", Title: "Harvest", Kind: Time, Entries: true,
	Columns: map[string][]string{
		"date":   {"Date", "Spent Date"},
		"hours":  {"Hours"},
		"person": {"First Name + Last Name", "Person", "Employee"},
		"item":   {"Task", "Project", "Project Code"},
		"note":   {"Notes"},
	},
	Clients:  []string{"Client"},
	Projects: []string{"Project"},
	Telling:  [][]string{{"Date", "Client", "Project", "Task", "Hours", "First Name", "Last Name"}, {"Date", "Project", "Task", "Hours", "First Name"}},
	Totals:   [][]string{{"Client", "Project", "Hours", "Billable Hours"}, {"Task", "Hours", "Billable Hours"}},
	Instead:  "this report has sums without days; export the detailed time report",
}

// Clockify's "Export reports", detailed report: Project, Client, Description, Task, User,
// Group, Email, Tags, Billable, Start Date, Start Time, End Date, End Time, Duration (h),
// Duration (decimal); the names of the last two end in Time (h) in some versions. Dates
// are in the format of the workspace; the decimal is rounded, and read only where the
// exact one is missing.
var clockify = &Program{
	Name: "clockify", Title: "Clockify", Kind: Time, Entries: true,
	Columns: map[string][]string{
		"date":   {"Start Date", "Date"},
		"hours":  {"Duration (h)", "Time (h)", "Duration (decimal)", "Time (decimal)"},
		"person": {"Email", "User"},
		"item":   {"Task", "Project", "Tags"},
		"note":   {"Description"},
	},
	Clients:  []string{"Client"},
	Projects: []string{"Project"},
	Telling:  [][]string{{"Start Date", "Duration (h)"}, {"Start Date", "Duration (decimal)"}, {"Project", "Start Date", "Time (h)"}},
	Totals:   [][]string{{"Project", "Time (h)"}, {"User", "Time (h)"}, {"Project", "Duration (h)"}, {"User", "Duration (h)"}},
	Instead:  "the summary report has no days; export the detailed report",
}

// Kimai's "Export" with the columns of its default template (Date, Begin or From, End or
// To, Duration, User or Alias, Username, E-mail, Customer, Project, Activity,
// Description), in English and German; dates are 2026-09-07 or in the user's format,
// durations decimal or 2:30. Spreadsheets end in a row of sums.
var kimai = &Program{
	Name: "kimai", Title: "Kimai", Kind: Time, Entries: true,
	Columns: map[string][]string{
		"id":     {"ID"},
		"date":   {"Date", "Datum"},
		"hours":  {"Duration", "Dauer"},
		"person": {"Email", "E-mail", "E-Mail", "User", "Benutzer", "Alias", "Name", "Username", "Benutzername"},
		"item":   {"Activity", "Tätigkeit", "Project", "Projekt", "Tags", "Schlagworte"},
		"note":   {"Description", "Beschreibung"},
	},
	Clients:  []string{"Customer", "Kunde"},
	Projects: []string{"Project", "Projekt"},
	Telling: [][]string{{"Date", "Duration", "Customer", "Project", "Activity"}, {"Datum", "Dauer", "Kunde", "Projekt", "Tätigkeit"},
		{"Date", "Begin", "End", "Duration", "Activity"}, {"Date", "From", "To", "Duration", "Activity"}},
}

// solidtime's detailed export of time entries: Description, Task, Project, Client, User,
// Start, End, Duration, Duration (decimal), Billable, Tags. In CSV, times are in UTC
// (2026-09-07 13:14:00) and durations 2:30:30; in a spreadsheet, times are on the clock of
// who exports.
var solidtime = &Program{
	Name: "solidtime", Title: "solidtime", Kind: Time, UTC: true, Entries: true,
	Columns: map[string][]string{
		"date":   {"Start"},
		"hours":  {"Duration", "Duration (decimal)"},
		"person": {"User"},
		"item":   {"Task", "Project", "Tags"},
		"note":   {"Description"},
	},
	Clients:  []string{"Client"},
	Projects: []string{"Project"},
	Telling:  [][]string{{"Start", "End", "Duration", "Duration (decimal)"}, {"Description", "Project", "User", "Start", "End", "Duration"}},
}
