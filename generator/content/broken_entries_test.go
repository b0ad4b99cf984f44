package content

import "strings"

// brokenEntries are front matter that cannot be read, entries and reports.
var brokenEntries = []brokenFile{
	{name: "front matter without an end", file: engagementFile, old: "\n---\nThe brief.", new: "\nThe brief.", want: []string{
		`clients/acme/shop/engagement.md:1:1: error: the front matter has no end; close it with a line --- [unclosed-front-matter]`,
	}},
	{name: "no front matter", file: reportFile, old: "---\ntitle: September\ndate: 2026-10-05\nkpis: {orders: 362}\n---\n", new: "", want: []string{
		`clients/acme/shop/reports/2026-09.md:1:1: error: the file does not begin with front matter; put it first, between two lines --- [no-front-matter]`,
	}},
	{name: "empty file", file: entryFile, old: "---\nkind: update\ntitle: A quiet week\nby: mara\n---\nAll is well.\n", new: "", want: []string{
		`clients/acme/shop/journal/2026-09-04-week.md:1:1: error: the file does not begin with front matter; put it first, between two lines --- [no-front-matter]`,
	}},
	{name: "broken YAML", file: engagementFile, old: "goals: [online]", new: "goals: [online", want: []string{
		`clients/acme/shop/engagement.md:9:8: error: the [ that opens here is never closed; close it with ], and put a text that has a comma, bracket, brace or quote of its own in quotes [bad-yaml]`,
	}},
	{name: "colon in a text without quotes", file: engagementFile, old: "title: Web shop", new: "title: Web shop: the relaunch", want: []string{
		`clients/acme/shop/engagement.md:2:16: error: a text that has a colon with a space behind it has to be in quotes: title: "…" [bad-yaml]`,
	}},
	{name: "tab that indents", file: engagementFile, old: "  update: weekly", new: "\tupdate: weekly", want: []string{
		`clients/acme/shop/engagement.md:25:1: error: a tab stands in the indentation; indent with spaces [bad-yaml]`,
	}},
	{name: "unknown alias", file: engagementFile, old: "title: Web shop", new: "title: *shop", want: []string{
		`clients/acme/shop/engagement.md:2:8: error: a text cannot begin with *; put it in quotes: title: "…" [bad-yaml]`,
	}},
	{name: "broken YAML in client.md hides no other file", file: clientFile, old: "name: Acme", new: "name: \"Acme", want: []string{
		`clients/acme/client.md:2:7: error: the quote that opens here is never closed; close it with " where the text ends [bad-yaml]`,
	}},
	{name: "front matter that is a list", file: entryFile, old: "kind: update\ntitle: A quiet week\nby: mara", new: "- kind: update", want: []string{
		`clients/acme/shop/journal/2026-09-04-week.md:2:1: error: front matter is made of keys, and this is a list; put a key on a line of its own above it [bad-yaml]`,
	}},
	{name: "not UTF-8", file: entryFile, old: "All is well.", new: "All is w\xffll.", want: []string{
		`clients/acme/shop/journal/2026-09-04-week.md:6:9: error: this is not UTF-8 text; save the file as UTF-8 [not-utf8]`,
	}},
	{name: "broken TOML", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
+++
kind = "update"
title = Week
+++
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:3:9: error: a text has to be in double quotes; write "…" [bad-toml]`,
	}},
	{name: "key twice in TOML", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
+++
kind = "update"
title = "Week"
title = "Week"
[extra]
a = 1
[extra]
b = 2
+++
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:1: error: key "title" stands here twice, first on line 3; keep one [duplicate-key]`,
		`clients/acme/shop/journal/2026-09-18-x.md:7:2: error: key "extra" is set already; keep one [duplicate-key]`,
	}},
	{name: "wrong values in TOML", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
+++
kind = "change"
title = "Week"
price = 1e3
accepted = 2026-02-30
days = 1_0.5
adds = "one"
[internal]
x = 1
+++
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "1e3" is not an amount of money; write it as 1200, 95.50 or "1200.00 EUR" [bad-money]`,
		`clients/acme/shop/journal/2026-09-18-x.md:5:12: error: "2026-02-30" does not exist; the last day of that month is 2026-02-28 [bad-date]`,
		`clients/acme/shop/journal/2026-09-18-x.md:6:8: error: "10.5" is not a whole number; write days as a whole number from -1000 to 1000 [bad-number]`,
		`clients/acme/shop/journal/2026-09-18-x.md:7:8: error: adds must be a list; write it as a list: adds: [..] [wrong-type]`,
	}},
	{name: "broken JSON", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update",
  "title": "Week",
}

Text.
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:1: error: a comma stands before this }; remove the comma [bad-json]`,
	}},
	{name: "key twice in JSON", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update", "title": "Week",
  "title": "Month", "helth": 1
}

Text.
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:3:3: error: key "title" stands here twice, first on line 2; keep one [duplicate-key]`,
		`clients/acme/shop/journal/2026-09-18-x.md:3:21: error: unknown key "helth" in an update; did you mean "health"? [unknown-key]`,
	}},
	{name: "JSON without an end", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update", "title": "Week"

Text.
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:1: error: neither a comma nor a closing } stands before this; write the one that is missing [bad-json]`,
	}},
	{name: "JSON that just ends", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update"
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:1:1: error: the front matter has no end; close its { [unclosed-front-matter]`,
	}},
	{name: "text behind JSON", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{"kind": "update", "title": "Week"} Text.
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:1:36: error: there is text behind the closing }; begin it on a new line [bad-json]`,
	}},
	{name: "entry without a kind", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
title: X
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:1:1: error: an entry has no "kind"; add it [missing-field]`,
	}},
	{name: "entry of an unknown kind", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: updates
title: X
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:2:7: error: "updates" is not one of ` + strings.Join(KindNames(), ", ") + `; did you mean "update"? [bad-choice]`,
	}},
	{name: "entry without a date", add: `
-- content/clients/acme/shop/journal/week.md --
---
kind: update
title: X
---
`, want: []string{
		`clients/acme/shop/journal/week.md:1:1: error: the entry has no date; write date:, or begin the file's name with it: 2026-10-02-week.md [missing-field]`,
	}},
	{name: "file named after a day that does not exist", add: `
-- content/clients/acme/shop/journal/2026-02-30-x.md --
---
kind: update
title: X
---
`, want: []string{
		`clients/acme/shop/journal/2026-02-30-x.md: error: the file's name begins with "2026-02-30", which is not a date; rename the file, or write date: [bad-date]`,
	}},
	{name: "key of another kind", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: decision
title: X
health: green
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:1: error: unknown key "health" in a decision; remove it, or put what is your own under "extra" [unknown-key]`,
	}},
	{name: "time that is none", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: yesterday
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "yesterday" is not a time; write year-month-day and the time, such as 2026-10-02 16:00 [bad-time]`,
	}},
	{name: "time of a day that does not exist", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: 2026-02-30 10:00
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "2026-02-30" does not exist; the last day of that month is 2026-02-28 [bad-time]`,
	}},
	{name: "hour that does not exist", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: 2026-02-03 25:00
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "2026-02-03 25:00" is not a time; write year-month-day and the time, such as 2026-10-02 16:00 [bad-time]`,
	}},
	{name: "request resolved before it was opened", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
type: change
opened: 2026-09-02 10:00
resolved: 2026-09-02 09:00
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:6:11: error: resolved is before opened; mend one of the times [bad-order]`,
	}},
	{name: "wait that ends before it begins", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: 2026-09-02
waiting: [{from: 2026-09-03 10:00, to: 2026-09-02 10:00}]
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:5:40: error: to is before from; mend one of the times [bad-order]`,
	}},
	{name: "unknown kind of request", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
type: chang
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: there is no turnaround "chang"; did you mean "change"? [unknown-id]`,
	}},
	{name: "likelihood out of range", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: risk
title: X
likelihood: 4
impact: 0
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:13: error: "4" is out of range; write likelihood as a whole number from 1 to 3 [bad-range]`,
		`clients/acme/shop/journal/2026-09-18-x.md:5:9: error: "0" is out of range; write impact as a whole number from 1 to 3 [bad-range]`,
	}},
	{name: "scores out of range", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: feedback
title: X
nps: 11
csat: 0
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:6: error: "11" is out of range; write nps as a whole number from 0 to 10 [bad-range]`,
		`clients/acme/shop/journal/2026-09-18-x.md:5:7: error: "0" is out of range; write csat as a whole number from 1 to 5 [bad-range]`,
	}},
	{name: "ours that is neither true nor false", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: incident
title: X
ours: yes
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: "yes" is neither true nor false; write ours: true, without quotes [wrong-type]`,
	}},
	{name: "days that are not whole", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: change
title: X
days: 1.5
state: agreed
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: "1.5" is not a whole number; write days as a whole number from -1000 to 1000 [bad-number]`,
		`clients/acme/shop/journal/2026-09-18-x.md:5:8: error: "agreed" is not one of proposed, accepted, declined; write one of these [bad-choice]`,
	}},
	{name: "concern about something else", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: concern
title: X
about: money
raised_by: nobody
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:8: error: "money" is not one of price, delivery, cooperation, quality, other; write one of these [bad-choice]`,
		`clients/acme/shop/journal/2026-09-18-x.md:5:12: error: there is no person "nobody"; there are joost, mara [unknown-id]`,
	}},
	{name: "action without a text", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: meeting
title: X
attended: [mara, jost]
actions: [{who: joost, due: soon}]
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:18: error: there is no person "jost"; did you mean "joost"? [unknown-id]`,
		`clients/acme/shop/journal/2026-09-18-x.md:5:11: error: an element of actions has no "what"; add it [missing-field]`,
		`clients/acme/shop/journal/2026-09-18-x.md:5:29: error: "soon" is not a date; write year-month-day, such as 2026-10-02 [bad-date]`,
	}},
	{name: "lesson of no side", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: lesson
title: X
side: theirs
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: "theirs" is not one of ours, yours, both; write one of these [bad-choice]`,
	}},
	{name: "acceptance without a reason", add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: lesson
title: X
accept: [{rule: raw-html}]
---
`, want: []string{
		`clients/acme/shop/journal/2026-09-18-x.md:4:10: error: an element of accept has no "why"; add it [missing-field]`,
	}},
	{name: "request in the journal and in the table", file: requestsFile, old: "q1,change", new: "2026-09-01-new,change", add: `
-- content/clients/acme/shop/journal/2026-09-01-new.md --
---
kind: request
title: X
---
`, want: []string{
		`clients/acme/shop/data/requests.csv:2:1: error: request "2026-09-01-new" stands in the journal already; give each its own id [duplicate-id]`,
	}},
	{name: "report of no period", add: `
-- content/clients/acme/shop/reports/autumn.md --
---
title: X
date: 2026-10-05
---
`, want: []string{
		`clients/acme/shop/reports/autumn.md:1:1: error: the report has no period, and its file's name is none; write period:, or call the file 2026-09.md [missing-field]`,
	}},
	{name: "report of a period that is none", add: `
-- content/clients/acme/shop/reports/autumn.md --
---
title: X
date: 2026-10-05
period: 2026-13
---
`, want: []string{
		`clients/acme/shop/reports/autumn.md:4:9: error: "2026-13" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026 [bad-period]`,
	}},
	{name: "report of a period that ends before it begins", add: `
-- content/clients/acme/shop/reports/autumn.md --
---
title: X
date: 2026-10-05
period: {from: 2026-09-10, to: 2026-09-01}
---
`, want: []string{
		`clients/acme/shop/reports/autumn.md:4:32: error: 2026-09-01 is before 2026-09-10, where it begins; write the later date in "to" [bad-range]`,
	}},
	{name: "two reports of one URL", add: `
-- content/clients/acme/shop/reports/autumn.md --
---
title: X
date: 2026-10-05
period: 2026-Q3
---
-- content/clients/acme/shop/reports/Autumn.md --
---
title: X
date: 2026-10-05
period: 2026-Q3
---
`, want: []string{
		`clients/acme/shop/reports/autumn.md: error: this file and Autumn.md have one URL; rename one of them [duplicate-url]`,
	}},
	{name: "two attachments of one URL", add: `
-- content/clients/acme/shop/files/Offer.pdf --
x
-- content/clients/acme/shop/files/offer.pdf --
x
`, want: []string{
		`clients/acme/shop/files/offer.pdf: error: this file and Offer.pdf have one URL; rename one of them [duplicate-url]`,
	}},
}
