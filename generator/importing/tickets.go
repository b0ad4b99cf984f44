package importing

// Zendesk's "Exporting data to a JSON, CSV, or XML file" and its older reports (Id,
// Ticket type, Created at, First reply time in minutes), "Exporting a view to a CSV
// file" (Requested, Updated, Solved), and Explore's "Metrics and attributes for Zendesk
// Support" (Ticket created - Timestamp, written 2015-01-27T13:21:10). Times are on the
// account's clock. "Agent wait time" is what a ticket was pending, that is, waited for
// the requester; only that within business hours is working time. Statuses are those of
// "About ticket statuses"; on hold is waiting for somebody who is not the client.
var zendesk = &Program{
	Name: "zendesk", Title: "Zendesk", Kind: Requests,
	Columns: map[string][]string{
		"id":                {"Ticket ID", "Id", "Ticket"},
		"type":              {"Ticket type", "Type", "Ticket form", "Ticket priority", "Priority", "Ticket tags", "Tags"},
		"title":             {"Ticket subject", "Subject", "Raw subject"},
		"opened":            {"Ticket created - Timestamp", "Created at", "Created", "Requested", "created_at"},
		"responded_minutes": {"First reply time in minutes", "First reply time (min)"},
		"resolved":          {"Ticket solved - Timestamp", "Solved at", "Solved"},
		"waiting_minutes":   {"Agent wait time in minutes within business hours", "Agent wait time - Business hours (min)"},
		"status":            {"Ticket status", "Status", "Ticket status - Unsorted"},
		"updated":           {"Ticket updated - Timestamp", "Updated at", "Updated", "Latest update", "updated_at"},
	},
	Clients: []string{"Ticket organization name", "Organization", "Requester organization name"},
	Telling: [][]string{
		{"Id", "Subject", "Created at", "Solved at", "Status"}, {"Id", "Ticket type", "Created at", "Status"}, {"Id", "Subject", "Requester", "Requested", "Status"},
		{"Id", "Subject", "Requester", "Requested"}, {"Ticket ID", "Ticket subject", "Ticket status"}, {"Ticket ID", "Ticket created - Timestamp"},
		{"Id", "Subject", "Ticket type", "Status", "Requester", "Assignee"},
	},
	Statuses: map[string]Status{"new": Open, "open": Open, "pending": Open, "hold": Open, "on-hold": Open, "solved": Done, "closed": Done, "deleted": Done},
}

// Freshdesk's "Exporting ticket data" and the fields of its ticket list (Ticket ID,
// Created time, Initial response time, Resolved time), times as 2026-09-07 15:14:00 on
// the account's clock. Statuses are the default ones of "Ticket statuses".
var freshdesk = &Program{
	Name: "freshdesk", Title: "Freshdesk", Kind: Requests,
	Columns: map[string][]string{
		"id":        {"Ticket ID", "Ticket Id", "Id"},
		"type":      {"Type", "Priority", "Tags"},
		"title":     {"Subject"},
		"opened":    {"Created time", "Created Time", "Created at"},
		"responded": {"Initial response time", "First responded time", "First response time"},
		"resolved":  {"Resolved time", "Resolved at", "Closed time", "Closed at"},
		"status":    {"Status"},
		"updated":   {"Last update time", "Last updated time", "Updated at"},
	},
	Clients: []string{"Company Name", "Company", "Customer"},
	Telling: [][]string{{"Ticket ID", "Subject", "Status", "Created time"}, {"Ticket ID", "Created time", "Resolved time"}},
	Statuses: map[string]Status{"open": Open, "pending": Open, "waiting on customer": Open, "waiting on third party": Open, "resolved": Done, "closed": Done,
		"2": Open, "3": Open, "4": Done, "5": Done},
}

// Jira's "Export work items" and "Export search results to CSV": a column for each field
// (Issue key, Issue Type, Summary, Created, Resolved), some of them many times (Labels,
// Comment), times in the format of "Configure the look and feel" on the clock of who
// exports: 07/Sep/26 3:14 PM by default. Status Category is one of three words whatever
// the workflow calls its statuses; without it, those of the built-in workflows are known.
// Resolved is blank again after a ticket is opened again.
var jira = &Program{
	Name: "jira", Title: "Jira", Kind: Requests,
	Columns: map[string][]string{
		"id":       {"Issue key", "Work item key", "Key"},
		"type":     {"Issue Type", "Work type", "Custom field (Request Type)", "Request Type", "Priority", "Labels"},
		"title":    {"Summary"},
		"opened":   {"Created"},
		"resolved": {"Resolved"},
		"status":   {"Status Category", "Status"},
		"updated":  {"Updated"},
	},
	Clients:  []string{"Custom field (Organizations)", "Organizations"},
	Projects: []string{"Project key", "Project name"},
	Telling:  [][]string{{"Issue key", "Summary", "Issue Type"}, {"Issue key", "Summary", "Created"}, {"Key", "Summary", "Issue Type", "Status"}, {"Work item key", "Summary", "Work type"}},
	Statuses: map[string]Status{"to do": Open, "in progress": Open, "done": Done, "open": Open, "reopened": Open, "backlog": Open, "selected for development": Open,
		"in review": Open, "waiting for support": Open, "waiting for customer": Open, "waiting for approval": Open, "pending": Open, "escalated": Open,
		"resolved": Done, "closed": Done, "canceled": Done, "cancelled": Done, "declined": Done, "completed": Done},
}

// GitHub has no export of issues in its pages. Read are the fields of `gh issue list
// --json` (GitHub CLI manual: number, title, state, createdAt, closedAt), those of the
// REST API ("List repository issues": created_at, closed_at), and a table that
// "Exporting your projects data" writes, where it has a column Created. Times are in UTC.
var github = &Program{
	Name: "github", Title: "GitHub", Kind: Requests, UTC: true,
	Columns: map[string][]string{
		"id":       {"number", "URL", "html_url"},
		"type":     {"labels", "type", "Issue type", "Priority"},
		"title":    {"title"},
		"opened":   {"createdAt", "created_at", "Created", "Created at"},
		"resolved": {"closedAt", "closed_at", "Closed", "Closed at"},
		"status":   {"state", "Status"},
		"updated":  {"updatedAt", "updated_at", "Updated", "Updated at"},
	},
	Projects: []string{"repository", "repo"},
	Telling:  [][]string{{"number", "title", "state", "createdAt"}, {"number", "title", "state", "created_at"}, {"number", "title", "createdAt", "closedAt"}, {"title", "url", "assignees", "status"}},
	Statuses: map[string]Status{"open": Open, "closed": Done, "todo": Open, "in progress": Open, "done": Done},
}

// GitLab's "Export issues to CSV": times as 2026-09-07 15:14:00, in UTC as the names of
// the columns say; Issue ID until 18.3, IID and Type since 18.4.
var gitlab = &Program{
	Name: "gitlab", Title: "GitLab", Kind: Requests, UTC: true,
	Columns: map[string][]string{
		"id":       {"IID", "Issue ID"},
		"type":     {"Labels", "Type"},
		"title":    {"Title"},
		"opened":   {"Created At (UTC)", "Created At"},
		"resolved": {"Closed At (UTC)", "Closed At"},
		"status":   {"State"},
		"updated":  {"Updated At (UTC)", "Updated At"},
	},
	Telling:  [][]string{{"Title", "State", "Created At (UTC)", "Closed At (UTC)"}, {"Issue ID", "URL", "Title", "State"}},
	Statuses: map[string]Status{"open": Open, "opened": Open, "reopened": Open, "closed": Done},
}

// Linear's "Exporting data": columns are added over time, times are
// 2026-09-07T13:14:00.000Z, and in older files as JavaScript prints them. What was
// canceled is done with. Statuses are those of "Issue status" in a new team.
var linear = &Program{
	Name: "linear", Title: "Linear", Kind: Requests, UTC: true,
	Columns: map[string][]string{
		"id":       {"ID"},
		"type":     {"Labels", "Priority"},
		"title":    {"Title"},
		"opened":   {"Created"},
		"resolved": {"Completed", "Canceled"},
		"status":   {"Status"},
		"updated":  {"Updated"},
	},
	Projects: []string{"Team"},
	Telling:  [][]string{{"ID", "Team", "Title", "Status", "Created", "Completed"}, {"ID", "Team", "Title", "Cycle Number"}},
	Statuses: map[string]Status{"triage": Open, "backlog": Open, "todo": Open, "in progress": Open, "in review": Open, "done": Done, "canceled": Done, "cancelled": Done, "duplicate": Done},
}

// Zammad's "Reporting" download, a sheet of tickets (#, Title, State, Created At, First
// Response At, Closed At), times on the clock of who downloads. States are those of
// "Ticket states".
var zammad = &Program{
	Name: "zammad", Title: "Zammad", Kind: Requests,
	Columns: map[string][]string{
		"id":        {"#", "Number"},
		"type":      {"Type", "Category", "Priority", "Tags", "Group"},
		"title":     {"Title"},
		"opened":    {"Created At", "Created at"},
		"responded": {"First Response At", "First response at"},
		"resolved":  {"Closed At", "Closed at"},
		"status":    {"State"},
		"updated":   {"Updated At", "Updated at"},
	},
	Clients:  []string{"Organization"},
	Telling:  [][]string{{"#", "Title", "State", "Created At"}, {"Title", "State", "First Response At", "Close In Min"}},
	Statuses: map[string]Status{"new": Open, "open": Open, "pending reminder": Open, "pending close": Open, "closed": Done, "merged": Done, "removed": Done},
}

// FreeScout has no export of tickets in its pages. Read are the fields of its API
// ("Conversations": number, subject, status, createdAt, closedAt, in UTC) and those of
// its table of conversations, as a query writes them. Statuses are its four.
var freescout = &Program{
	Name: "freescout", Title: "FreeScout", Kind: Requests, UTC: true,
	Columns: map[string][]string{
		"id":       {"number", "Conversation", "#"},
		"type":     {"tags", "type"},
		"title":    {"subject"},
		"opened":   {"createdAt", "created_at", "Created", "Created At"},
		"resolved": {"closedAt", "closed_at", "Closed", "Closed At"},
		"status":   {"status"},
		"updated":  {"updatedAt", "updated_at", "Updated", "Updated At"},
	},
	Projects: []string{"mailbox", "mailboxId", "mailbox_id"},
	Telling:  [][]string{{"number", "subject", "status", "createdAt"}, {"number", "subject", "status", "created_at"}, {"number", "subject", "mailbox", "status"}},
	Statuses: map[string]Status{"active": Open, "pending": Open, "closed": Done, "spam": Done, "1": Open, "2": Open, "3": Done, "4": Done},
}
