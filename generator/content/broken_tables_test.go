package content

// brokenTables are CSV files, and files in the wrong place.
var brokenTables = []brokenFile{
	{name: "unknown column", file: ordersFile, old: "period,value,note", new: "period,value,notes", want: []string{
		`clients/acme/shop/data/orders.csv:1:14: error: unknown column "notes"; did you mean "note"? [unknown-column]`,
	}},
	{name: "missing column", file: ordersFile, old: "period,value,note", new: "period,note,x", want: []string{
		`clients/acme/shop/data/orders.csv:1:1: error: the table has no column "value"; begin it with the header period,value [missing-column]`,
		`clients/acme/shop/data/orders.csv:1:13: error: unknown column "x"; known here: period, value, note, budget, last_year [unknown-column]`,
	}},
	{name: "column twice", file: timeFile, old: "date,hours,person,item,note", new: "date,hours,person,item,item", want: []string{
		`clients/acme/shop/data/time.csv:1:24: error: column "item" stands here twice; keep one [duplicate-key]`,
	}},
	{name: "cell that is no number", file: ordersFile, old: "310", new: "3I0", want: []string{
		`clients/acme/shop/data/orders.csv:2:9: error: "3I0" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
	}},
	{name: "cell that is empty but required", file: ordersFile, old: "310", new: "", want: []string{
		`clients/acme/shop/data/orders.csv:2:9: error: the row has no value; fill it in, or remove the row [missing-field]`,
	}},
	{name: "figures that can be read in two ways", file: ordersFile, old: "310", new: "1.310", want: []string{
		`clients/acme/shop/data/orders.csv:2:9: error: "1.310" can be read as 1.310 or as 1310, and nothing else in the column tells which; say it with data: {numbers: "1,234.5"} or data: {numbers: "1.234,5"} in engagement.md or provider.md [two-readings]`,
	}},
	{name: "figures that are written in two ways", file: ordersFile, old: "310,\n2026-09,362", new: "310.5,\n2026-09,\"362,5\"", want: []string{
		`clients/acme/shop/data/orders.csv:3:9: error: "362,5" and "310.5" begin their decimals with another mark; write the whole column in one way [mixed-column]`,
	}},
	{name: "budgets that can be read in two ways", file: ordersFile, old: "period,value,note\n2026-08,310,", new: "period,value,note,budget\n2026-08,310,,1.310", want: []string{
		`clients/acme/shop/data/orders.csv:2:14: error: "1.310" can be read as 1.310 or as 1310, and nothing else in the column tells which; say it with data: {numbers: "1,234.5"} or data: {numbers: "1.234,5"} in engagement.md or provider.md [two-readings]`,
	}},
	{name: "days that can be read in two ways", file: timeFile, old: "2026-09-01", new: "01/09/2026", want: []string{
		`clients/acme/shop/data/time.csv:2:1: error: "01/09/2026" can be read as 2026-09-01 or as 2026-01-09, and nothing else in the column tells which; say it with data: {dates: dd/mm/yyyy} or data: {dates: mm/dd/yyyy} in engagement.md or provider.md [two-readings]`,
	}},
	{name: "a value in a column without a name", file: ordersFile, old: "period,value,note\n2026-08,310,", new: "period,value,note,,\n2026-08,310,,,x", want: []string{
		`clients/acme/shop/data/orders.csv:2:1: error: the row has 5 cells, the header 3; put a value that holds the separator in quotes [bad-csv]`,
	}},
	{name: "a style that shows nothing", file: engagementFile, old: "status: active", new: "status: active\ndata: {numbers: \"1,234\", dates: yyyy-mm-dd}", want: []string{
		`clients/acme/shop/engagement.md:4:17: error: "1,234" does not show how numbers are written; write "1,234.5" or "1.234,5" [bad-number]`,
		`clients/acme/shop/engagement.md:4:33: error: "yyyy-mm-dd" does not show how dates are written; write dd/mm/yyyy or mm/dd/yyyy [bad-date]`,
	}},
	{name: "row with a cell too many", file: ordersFile, old: "2026-08,310,", new: "2026-08,310,a,b", want: []string{
		`clients/acme/shop/data/orders.csv:2:1: error: the row has 4 cells, the header 3; put a value that holds the separator in quotes [bad-csv]`,
	}},
	{name: "quote that does not end", file: ordersFile, old: "New pages", new: "\"New pages", want: []string{
		`clients/acme/shop/data/orders.csv:3:13: error: a value in quotes does not end; close its quote, and double the quotes within [bad-csv]`,
	}},
	{name: "quote within a cell", file: ordersFile, old: "New pages", new: "New \"pages\"", want: []string{
		`clients/acme/shop/data/orders.csv:3:17: error: a quote stands within a value; double it, and put the whole value in quotes [bad-csv]`,
	}},
	{name: "period twice in a series", file: ordersFile, old: "2026-08", new: "2026-09", want: []string{
		`clients/acme/shop/data/orders.csv:3:1: error: period 2026-09 stands on line 2 already; keep one [duplicate-id]`,
	}},
	{name: "periods of two lengths in a series", file: ordersFile, old: "2026-08", new: "2026-Q2", want: []string{
		`clients/acme/shop/data/orders.csv:3:1: error: 2026-09 is not as long as 2026-Q2, with which the series begins; write periods of one length [bad-period]`,
		`clients/acme/shop/reports/2026-09.md:4:16: error: the figures of "orders" are of periods such as 2026-Q2, and this one is of 2026-09, which is shorter; leave it out, or report on 2026-Q2 [bad-period]`,
	}},
	{name: "figure of a longer period that no figures make", file: "clients/acme/shop/reports/2026-09.md", old: "title: September", new: "title: September\nperiod: 2026-Q3", want: []string{
		`clients/acme/shop/reports/2026-09.md:5:16: error: the figures of "orders" are of periods such as 2026-08, and this one is of 2026-Q3; give the KPI over: sum, mean, last, min or max, or leave the figure out [bad-period]`,
	}},
	{name: "period that is none in a series", file: ordersFile, old: "2026-08", new: "August", want: []string{
		`clients/acme/shop/data/orders.csv:2:1: error: "August" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026 [bad-period]`,
	}},
	{name: "series that is missing", file: engagementFile, old: "data/orders.csv", new: "data/order.csv", want: []string{
		`clients/acme/shop/data/orders.csv: warning: this table is used nowhere; name it in the series of a KPI, or move it away [stray-file]`,
		`clients/acme/shop/engagement.md:17:68: error: there is no table "data/order.csv" beside engagement.md; did you mean "data/orders.csv"? [missing-file]`,
	}},
	{name: "figures in the file that are none", file: engagementFile, old: "series: data/orders.csv", new: "series: {2026-08: x, 2026-13: 4, 2026-Q1: 5}", want: []string{
		`clients/acme/shop/data/orders.csv: warning: this table is used nowhere; name it in the series of a KPI, or move it away [stray-file]`,
		`clients/acme/shop/engagement.md:17:78: error: "x" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
		`clients/acme/shop/engagement.md:17:81: error: "2026-13" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026 [bad-period]`,
		`clients/acme/shop/engagement.md:17:93: error: 2026-Q1 is not as long as 2026-08, with which the series begins; write periods of one length [bad-period]`,
	}},
	{name: "request of an unknown kind in the table", file: requestsFile, old: "q1,change", new: "q1,chnge", want: []string{
		`clients/acme/shop/data/requests.csv:2:4: error: there is no turnaround "chnge"; did you mean "change"? [unknown-id]`,
	}},
	{name: "request with wrong times in the table", file: requestsFile, old: "2026-09-01 10:00,2026-09-01 11:00", new: "2026-09-01 10:00,2026-08-01", want: []string{
		`clients/acme/shop/data/requests.csv:2:37: error: responded is before opened; mend one of the times [bad-order]`,
	}},
	{name: "request that waited for days", file: requestsFile, old: "30m", new: "2d", want: []string{
		`clients/acme/shop/data/requests.csv:2:71: error: "2d" is in days, where hours and minutes are wanted; write it as 4h or 30m [bad-duration]`,
	}},
	{name: "request without an opening", file: requestsFile, old: "2026-09-01 10:00", new: "", want: []string{
		`clients/acme/shop/data/requests.csv:2:20: error: the row has no opened; fill it in, or remove the row [missing-field]`,
	}},
	{name: "request twice in the table", file: requestsFile, old: "q1,change", new: "q1,change,Old,2026-08-01,,,\nq1,change", want: []string{
		`clients/acme/shop/data/requests.csv:3:1: error: request "q1" stands on line 2 already; give each its own id [duplicate-id]`,
	}},
	{name: "somebody unknown in row after row", file: timeFile, old: "mara,care", new: "mrara,care\n2026-09-02,1,mrara,care\n2026-09-03,1,mrara,care", want: []string{
		`clients/acme/shop/data/time.csv:2:16: error: there is no person "mrara", which 2 more rows name; did you mean "mara"? [unknown-id]`,
	}},
	{name: "time of nobody and for nothing", file: timeFile, old: "mara,care", new: "mrara,car", want: []string{
		`clients/acme/shop/data/time.csv:2:16: error: there is no person "mrara"; did you mean "mara"? [unknown-id]`,
		`clients/acme/shop/data/time.csv:2:22: error: there is no pricing item "car"; did you mean "care"? [unknown-id]`,
	}},
	{name: "time that is negative on no day", file: timeFile, old: "2026-09-01,1.5", new: "2026-09-31,-1", want: []string{
		`clients/acme/shop/data/time.csv:2:1: error: "2026-09-31" does not exist; the last day of that month is 2026-09-30 [bad-date]`,
		`clients/acme/shop/data/time.csv:2:12: error: "-1" is negative; write hours of 0 or more [bad-range]`,
	}},
	{name: "units of what is not paid by the unit", add: `
-- content/clients/acme/shop/data/units.csv --
date;item;count
2026-09-01;care;2
2026-09-02;cre;1,5
2026-09-03;;-3
`, want: []string{
		`clients/acme/shop/data/units.csv:2:12: error: "care" is a retainer, and this table counts what is paid for by the unit; name such a price, or write its hours to time.csv [bad-choice]`,
		`clients/acme/shop/data/units.csv:3:12: error: there is no pricing item "cre"; did you mean "care"? [unknown-id]`,
		`clients/acme/shop/data/units.csv:4:12: error: the row has no item; fill it in, or remove the row [missing-field]`,
		`clients/acme/shop/data/units.csv:4:13: error: "-3" is negative; write a count of 0 or more [bad-range]`,
	}},
	{name: "invoices with everything wrong", add: `
-- content/clients/acme/shop/files/2026-14.pdf --
%PDF
-- content/clients/acme/shop/data/invoices.csv --
number,date,amount,item,period,due,paid,file
2026-14,2026-09-01,950,care,2026-08,2026-09-15,2026-08-30,2026-14.pdf
2026-14,2026-09-02,95O,cre,2026-8,2026-08-15,,files/2026-41.pdf
,2026-09-03,950 GBP,care,,,,
`, want: []string{
		`clients/acme/shop/data/invoices.csv:2:48: error: paid on 2026-08-30, before the invoice's date, 2026-09-01; mend one of the dates [bad-order]`,
		`clients/acme/shop/data/invoices.csv:2:59: error: there is no attachment "2026-14.pdf"; did you mean "files/2026-14.pdf"? [missing-file]`,
		`clients/acme/shop/data/invoices.csv:3:1: error: invoice "2026-14" stands on line 2 already; give each its own number [duplicate-id]`,
		`clients/acme/shop/data/invoices.csv:3:20: error: "95O" is not an amount of money; write it as 1200, 95.50 or "1200.00 EUR" [bad-money]`,
		`clients/acme/shop/data/invoices.csv:3:24: error: there is no pricing item "cre"; did you mean "care"? [unknown-id]`,
		`clients/acme/shop/data/invoices.csv:3:28: error: "2026-8" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026 [bad-period]`,
		`clients/acme/shop/data/invoices.csv:3:35: error: due on 2026-08-15, before the invoice's date, 2026-09-02; mend one of the dates [bad-order]`,
		`clients/acme/shop/data/invoices.csv:3:47: error: there is no attachment "files/2026-41.pdf"; did you mean "files/2026-14.pdf"? [missing-file]`,
		`clients/acme/shop/data/invoices.csv:4:1: error: the row has no number; fill it in, or remove the row [missing-field]`,
		`clients/acme/shop/data/invoices.csv:4:13: error: the invoice is in GBP, and "care" is agreed in EUR; write the currency behind the amount: "950 EUR" [bad-currency]`,
	}},
	{name: "table that is not UTF-8", file: ordersFile, old: "New pages", new: "New p\xe9ges", want: []string{
		`clients/acme/shop/data/orders.csv:3:18: note: this is not UTF-8 text, and is read as Windows-1252; save the file as UTF-8 if a letter is wrong [text-encoding]`,
	}},
	{name: "no provider.md", file: "provider.md", remove: true, want: []string{
		`content: error: the content has no provider.md; write one that says who you are [missing-field]`,
	}},
	{name: "no client.md", file: clientFile, remove: true, want: []string{
		`clients/acme: error: the folder of a client has no client.md; write one, or move the folder away [missing-field]`,
	}},
	{name: "no engagement.md", file: engagementFile, remove: true, want: []string{
		`clients/acme/shop: error: the folder of an engagement has no engagement.md; write one, or move the folder away [missing-field]`,
	}},
	{name: "Markdown file without a place", add: `
-- content/notes.md --
x
-- content/clients/acme/notes.md --
x
-- content/clients/acme/shop/journal/2026/x.md --
x
`, want: []string{
		`clients/acme/notes.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
		`clients/acme/shop/journal/2026/x.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
		`notes.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
	}},
	{name: "stray file", add: `
-- content/notes.txt --
x
-- content/clients/acme/shop/data/old.csv --
x
-- content/clients/acme/people/list.txt --
x
`, want: []string{
		`clients/acme/people/list.txt: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
		`clients/acme/shop/data/old.csv: warning: this table is used nowhere; name it in the series of a KPI, or move it away [stray-file]`,
		`notes.txt: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
	}},
	{name: "engagement with a reserved name", add: `
-- content/clients/acme/data/notes.md --
x
`, want: []string{
		`clients/acme/data: error: an engagement cannot be called "data", since the portal has a folder of that name; rename it [bad-name]`,
		`clients/acme/data/notes.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
	}},
	{name: "client with a name that cannot be an id", add: `
-- content/clients/Acme_2/client.md --
---
name: Acme
access: open
---
`, want: []string{
		`clients/Acme_2: error: "Acme_2" cannot be the id of a client; name the folder with lower-case letters, digits and hyphens [bad-name]`,
	}},
	{name: "page with a name that cannot be an id", add: `
-- content/services/care & more.md --
---
name: X
---
`, want: []string{
		`services/care & more.md: error: "care & more" cannot be the name of a page; use letters, digits and hyphens [bad-name]`,
	}},
	{name: "service with everything wrong", add: `
-- content/services/x.md --
---
name: [X]
does: Updates
suit: all
---
`, want: []string{
		`services/x.md:2:7: error: name must be a single value, not a list; write one value [wrong-type]`,
		`services/x.md:3:7: error: does must be a list; write it as a list: does: [..] [wrong-type]`,
		`services/x.md:4:1: error: unknown key "suit" in a service; did you mean "suits"? [unknown-key]`,
	}},
}
