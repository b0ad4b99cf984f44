package content

import "slices"

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// A brokenFile is the base workspace with one thing broken: old replaced by new
// in file, file removed, or the files of add put in.
type brokenFile struct {
	name     string
	file     string // below content/
	old, new string
	remove   bool
	add      string
	want     []string // lines as printed, without content/ in front
}

const (
	clientFile     = "clients/acme/client.md"
	engagementFile = "clients/acme/shop/engagement.md"
	reportFile     = "clients/acme/shop/reports/2026-09.md"
	entryFile      = "clients/acme/shop/journal/2026-09-04-week.md"
	ordersFile     = "clients/acme/shop/data/orders.csv"
	requestsFile   = "clients/acme/shop/data/requests.csv"
	timeFile       = "clients/acme/shop/data/time.csv"
)

var brokenFiles = []brokenFile{
	{
		name: "unknown key at the top",
		file: engagementFile,
		old:  "status: active",
		new:  "status: active\nstat: active",
		want: []string{
			`clients/acme/shop/engagement.md:4:1: error: unknown key "stat" in engagement.md; did you mean "start"? [unknown-key]`,
		},
	},
	{
		name: "unknown key in a map",
		file: engagementFile,
		old:  "  includes: [Design]",
		new:  "  includes: [Design]\n  exclude: [Photos]",
		want: []string{
			`clients/acme/shop/engagement.md:12:3: error: unknown key "exclude" in scope; did you mean "excludes"? [unknown-key]`,
		},
	},
	{
		name: "unknown key in a list",
		file: engagementFile,
		old:  "{id: logo, what: Logo, from: joost, due: 2026-03-09}",
		new:  "{id: logo, what: Logo, form: joost, from: joost, due: 2026-03-09}",
		want: []string{
			`clients/acme/shop/engagement.md:22:28: error: unknown key "form" in inputs; did you mean "from"? [unknown-key]`,
		},
	},
	{
		name: "unknown key far from all known ones",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nzebra: 1",
		want: []string{
			`clients/acme/client.md:4:1: error: unknown key "zebra" in client.md; remove it, or put what is your own under "extra" [unknown-key]`,
		},
	},
	{
		name: "comma that ends a text in a flow map",
		file: clientFile,
		old:  "want: More orders, priority",
		new:  "want: More orders, fewer calls, priority",
		want: []string{
			`clients/acme/client.md:7:37: error: unknown key "fewer calls" in goals; put a text that holds a comma or a colon in quotes [unknown-key]`,
		},
	},
	{
		name: "duplicate key",
		file: engagementFile,
		old:  "lead: mara",
		new:  "lead: mara\nlead: tijn",
		want: []string{
			`clients/acme/shop/engagement.md:7:1: error: key "lead" stands here twice, first on line 6; keep one [duplicate-key]`,
		},
	},
	{
		name: "list where a text is wanted",
		file: engagementFile,
		old:  "title: Web shop",
		new:  "title: [Web, shop]",
		want: []string{
			`clients/acme/shop/engagement.md:2:8: error: title must be a single value, not a list; write one value [wrong-type]`,
		},
	},
	{
		name: "map where a text is wanted",
		file: engagementFile,
		old:  "title: Web shop",
		new:  "title: {Web: shop}",
		want: []string{
			`clients/acme/shop/engagement.md:2:8: error: title must be a single value, not a map of keys; put the line in quotes if it holds a colon [wrong-type]`,
		},
	},
	{
		name: "text of several lines",
		file: engagementFile,
		old:  "title: Web shop",
		new:  "title: |\n  Web\n  shop",
		want: []string{
			`clients/acme/shop/engagement.md:2:8: error: title must be one line; join the lines, or move the text to the body [wrong-type]`,
		},
	},
	{
		name: "control character in a text",
		file: engagementFile,
		old:  "title: Web shop",
		new:  "title: \"Web\\x07 shop\"",
		want: []string{
			`clients/acme/shop/engagement.md:2:8: error: title holds a control character (U+0007); remove it [wrong-type]`,
		},
	},
	{
		name: "single value where a list is wanted",
		file: engagementFile,
		old:  "team: [mara]",
		new:  "team: mara",
		want: []string{
			`clients/acme/shop/engagement.md:7:7: error: team must be a list; write it as a list: team: [..] [wrong-type]`,
		},
	},
	{
		name: "single value where a map is wanted",
		file: engagementFile,
		old:  "scope:\n  includes: [Design]",
		new:  "scope: Design",
		want: []string{
			`clients/acme/shop/engagement.md:10:8: error: scope must be a map of keys, not a single value; write it as {key: value, …} [wrong-type]`,
		},
	},
	{
		name: "element that is a map by accident",
		file: engagementFile,
		old:  "includes: [Design]",
		new:  "includes: [\"a\", Design: front]",
		want: []string{
			`clients/acme/shop/engagement.md:11:19: error: an element of includes must be a text or {what: …, detail: …}; put the line in quotes if it holds a colon [wrong-type]`,
		},
	},
	{
		name: "quoted truth",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\ndraft: \"true\"",
		want: []string{
			`clients/acme/client.md:4:8: error: "true" is neither true nor false; write draft: true, without quotes [wrong-type]`,
		},
	},
	{
		name: "extra that is no map",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nextra: 5",
		want: []string{
			`clients/acme/client.md:4:8: error: extra must be a map of keys, not a single value; write it as extra: {key: value} [wrong-type]`,
		},
	},
	{
		name: "day that does not exist",
		file: engagementFile,
		old:  "start: 2026-03-02",
		new:  "start: 2026-02-30",
		want: []string{
			`clients/acme/shop/engagement.md:4:8: error: "2026-02-30" does not exist; the last day of that month is 2026-02-28 [bad-date]`,
		},
	},
	{
		name: "date in another order",
		file: engagementFile,
		old:  "start: 2026-03-02",
		new:  "start: 02-03-2026",
		want: []string{
			`clients/acme/shop/engagement.md:4:8: error: "02-03-2026" is not a date; write it as 2026-10-02 [bad-date]`,
		},
	},
	{
		name: "duration that is none",
		file: engagementFile,
		old:  "respond: 4h",
		new:  "respond: 4 hours",
		want: []string{
			`clients/acme/shop/engagement.md:13:46: error: "4 hours" is not a working duration; write it as 30m, 4h or 2d [bad-duration]`,
		},
	},
	{
		name: "duration of nothing",
		file: engagementFile,
		old:  "respond: 4h",
		new:  "respond: 0m",
		want: []string{
			`clients/acme/shop/engagement.md:13:46: error: "0m" is no time at all; write a length above zero, or leave it out [bad-duration]`,
		},
	},
	{
		name: "retainer in days",
		file: engagementFile,
		old:  "includes: 10h",
		new:  "includes: 2d",
		want: []string{
			`clients/acme/shop/engagement.md:15:85: error: "2d" is in days, where hours and minutes are wanted; write it as 4h or 30m [bad-duration]`,
		},
	},
	{
		name: "round the clock in days",
		file: engagementFile,
		old:  "resolve: 2d}",
		new:  "resolve: 2d, clock: always}",
		want: []string{
			`clients/acme/shop/engagement.md:13:59: error: 2d is in days, but the clock runs always; write it in hours, such as 48h [bad-duration]`,
		},
	},
	{
		name: "rhythm that is none",
		file: engagementFile,
		old:  "weekly on friday",
		new:  "fridays",
		want: []string{
			`clients/acme/shop/engagement.md:25:11: error: "fridays" is not a rhythm; write it as daily, weekly on friday, every 2 weeks on tuesday, monthly on 5, monthly on first monday, quarterly on 10 or yearly on 3 march, each with at 10:00 where it has a time, or as rrule: FREQ=… [bad-rhythm]`,
		},
	},
	{
		name: "recurrence rule that is none",
		file: engagementFile,
		old:  "update: weekly on friday",
		new:  "update: {rrule: FREQ=NEVER}",
		want: []string{
			`clients/acme/shop/engagement.md:25:19: error: "FREQ=NEVER" is not a part of a recurrence rule; write it as RFC 5545 has it, such as FREQ=MONTHLY;BYDAY=2TU [bad-rhythm]`,
		},
	},
	{
		name: "money that is none",
		file: engagementFile,
		old:  "amount: 950",
		new:  "amount: \"1.200,00\"",
		want: []string{
			`clients/acme/shop/engagement.md:15:64: error: unknown key "00" in pricing; known here: id, item, model, amount, per, includes [unknown-key]`,
		},
	},
	{
		name: "money in an unknown currency",
		file: engagementFile,
		old:  "amount: 950",
		new:  "amount: 950 EUX",
		want: []string{
			`clients/acme/shop/engagement.md:15:58: error: "EUX" is not an ISO 4217 currency; write its three letters, such as EUR [bad-currency]`,
		},
	},
	{
		name: "money without any currency",
		file: "provider.md",
		old:  "currency: EUR\n",
		new:  "",
		want: []string{
			`clients/acme/shop/engagement.md:15:58: error: "950" has no currency; write it as "950 EUR", or give the client or the provider a currency [currency-missing]`,
		},
	},
	{
		name: "number that is none",
		file: engagementFile,
		old:  "target: 400",
		new:  "target: many",
		want: []string{
			`clients/acme/shop/engagement.md:17:55: error: "many" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
		},
	},
	{
		name: "number with an exponent",
		file: engagementFile,
		old:  "target: 400",
		new:  "target: 4e2",
		want: []string{
			`clients/acme/shop/engagement.md:17:55: error: "4e2" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
		},
	},
	{
		name: "range where one number is wanted",
		file: engagementFile,
		old:  "target: 400",
		new:  "target: [300, 400]",
		want: []string{
			`clients/acme/shop/engagement.md:17:55: error: target is a range, but direction is up; write one number, or direction: within [bad-range]`,
		},
	},
	{
		name: "one number where a range is wanted",
		file: engagementFile,
		old:  "direction: up",
		new:  "direction: within",
		want: []string{
			`clients/acme/shop/engagement.md:17:59: error: target must be a range where direction is within; write it as [low, high] [bad-range]`,
		},
	},
	{
		name: "range that is empty",
		file: engagementFile,
		old:  "direction: up, target: 400",
		new:  "direction: within, target: [400, 300]",
		want: []string{
			`clients/acme/shop/engagement.md:17:59: error: the range from 400 to 300 is empty; write the lower number first [bad-range]`,
		},
	},
	{
		name: "tolerance that is none",
		file: engagementFile,
		old:  "target: 400",
		new:  "target: 400, tolerance: ten",
		want: []string{
			`clients/acme/shop/engagement.md:17:71: error: "ten" is not a tolerance; write a percentage of the target, 10%, or a number in the KPI's unit [bad-number]`,
		},
	},
	{
		name: "word that is not one of the choices",
		file: engagementFile,
		old:  "status: active",
		new:  "status: activ",
		want: []string{
			`clients/acme/shop/engagement.md:3:9: error: "activ" is not one of proposed, active, paused, closed; did you mean "active"? [bad-choice]`,
		},
	},
	{
		name: "clock that is none",
		file: engagementFile,
		old:  "resolve: 2d}",
		new:  "resolve: 2d, clock: sometimes}",
		want: []string{
			`clients/acme/shop/engagement.md:13:70: error: "sometimes" is not one of working, always; write one of these [bad-choice]`,
		},
	},
	{
		name: "priority below one",
		file: clientFile,
		old:  "priority: 1",
		new:  "priority: 0",
		want: []string{
			`clients/acme/client.md:7:47: error: "0" is out of range; write priority as 1 or more [bad-range]`,
		},
	},
	{
		name: "priority that is not whole",
		file: clientFile,
		old:  "priority: 1",
		new:  "priority: 1.5",
		want: []string{
			`clients/acme/client.md:7:47: error: "1.5" is not a whole number; write priority as 1 or more [bad-number]`,
		},
	},
	{
		name: "locale that is none",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nlocale: english please",
		want: []string{
			`clients/acme/client.md:4:9: error: "english please" is not a language tag (BCP 47); write it as en, en-GB or nl-NL [bad-locale]`,
		},
	},
	{
		name: "currency in lower case",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\ncurrency: eur",
		want: []string{
			`clients/acme/client.md:4:11: error: "eur" is not an ISO 4217 currency; write it as EUR [bad-currency]`,
		},
	},
	{
		name: "time zone that is none",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\ntimezone: Amsterdam",
		want: []string{
			`clients/acme/client.md:4:11: error: "Amsterdam" is not a time zone; write its IANA name, such as Europe/Amsterdam [bad-timezone]`,
		},
	},
	{
		name: "time zone of the machine",
		file: "provider.md",
		old:  "timezone: Europe/Amsterdam",
		new:  "timezone: Local",
		want: []string{
			`provider.md:4:11: error: "Local" is not a time zone; write its IANA name, such as Europe/Amsterdam [bad-timezone]`,
		},
	},
	{
		name: "colour that is none",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nbrand: {color: brown}",
		want: []string{
			`clients/acme/client.md:4:16: error: "brown" is not a colour; write it as "#0b5c5a" [bad-color]`,
		},
	},
	{
		name: "colour that became a comment",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nbrand:\n  color: #8a4b08",
		want: []string{
			`clients/acme/client.md:5:9: error: color is empty, since an unquoted # begins a comment; write it as "#0b5c5a" [bad-color]`,
		},
	},
	{
		name: "web address that is none",
		file: "provider.md",
		old:  "holidays: nl",
		new:  "holidays: nl\nurl: northlight.example",
		want: []string{
			`provider.md:9:6: error: "northlight.example" is not a web address; write it with https:// in front [bad-url]`,
		},
	},
	{
		name: "web address with a script",
		file: "provider.md",
		old:  "holidays: nl",
		new:  "holidays: nl\nurl: javascript:alert(1)",
		want: []string{
			`provider.md:9:6: error: "javascript:alert(1)" is not a web address; write it with https:// in front [bad-url]`,
		},
	},
	{
		name: "mail address that is none",
		file: "provider.md",
		old:  "hello@northlight.example",
		new:  "hello at northlight",
		want: []string{
			`provider.md:3:8: error: "hello at northlight" is not an e-mail address; write it as name@example.org [bad-email]`,
		},
	},
	{
		name: "form address that is none",
		file: "provider.md",
		old:  "holidays: nl",
		new:  "holidays: nl\nfeedback_to: netlfy",
		want: []string{
			`provider.md:9:14: error: "netlfy" is not a web address; write it with https:// in front [bad-url]`,
		},
	},
	{
		name: "access that says nothing",
		file: clientFile,
		old:  "access: open",
		new:  "access: public",
		want: []string{
			`clients/acme/client.md:3:9: error: "public" says not who may read the portal; write access: open, access: sealed, or access: {sealed: {title: …}} [bad-access]`,
		},
	},
	{
		name: "access of an unknown form",
		file: clientFile,
		old:  "access: open",
		new:  "access: {seald: {}}",
		want: []string{
			`clients/acme/client.md:3:9: error: access says not who may read the portal; write access: open, access: sealed, or access: {sealed: {title: …}} [bad-access]`,
			`clients/acme/client.md:3:10: error: unknown key "seald" in access; did you mean "sealed"? [unknown-key]`,
		},
	},
	{
		name: "address that is no folder",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\naddress: ../other",
		want: []string{
			`clients/acme/client.md:4:10: error: the address cannot be the name of a folder on every host; use at most 100 letters, digits and hyphens [bad-name]`,
		},
	},
	{
		name: "hours of a day that is none",
		file: "provider.md",
		old:  "mon-fri:",
		new:  "mon-fry:",
		want: []string{
			`provider.md:7:3: error: "mon-fry" is not a day of the week; write it as mon, tue, wed, thu, fri, sat or sun, or as a range such as mon-thu [bad-time]`,
		},
	},
	{
		name: "hours that are none",
		file: "provider.md",
		old:  "09:00-12:30",
		new:  "9-12",
		want: []string{
			`provider.md:7:13: error: "9-12" is not a span of hours; write it as 09:00-12:30 [bad-time]`,
		},
	},
	{
		name: "hours that overlap",
		file: "provider.md",
		old:  "13:00-17:30",
		new:  "12:00-17:30",
		want: []string{
			`provider.md:7:26: error: 12:00-17:30 overlaps 09:00-12:30; write hours that follow each other [bad-range]`,
		},
	},
	{
		name: "hours of one day twice",
		file: "provider.md",
		old:  "  mon-fri: [09:00-12:30, 13:00-17:30]",
		new:  "  mon-fri: [09:00-12:30, 13:00-17:30]\n  wed: [09:00-10:00]",
		want: []string{
			`provider.md:8:3: error: wednesday stands in hours twice; say each day once [duplicate-key]`,
		},
	},
	{
		name: "unknown holidays",
		file: "provider.md",
		old:  "holidays: nl",
		new:  "holidays: [nl, xx]",
		want: []string{
			`provider.md:8:16: error: there is no calendar of holidays for "xx"; write a country such as nl, or a region such as de-by [bad-choice]`,
		},
	},
	{
		name: "closure that ends before it begins",
		file: "provider.md",
		old:  "holidays: nl",
		new:  "holidays: nl\nclosures: [{from: 2026-12-24, to: 2026-12-20}]",
		want: []string{
			`provider.md:9:35: error: 2026-12-20 is before 2026-12-24, where it begins; write the later date in "to" [bad-range]`,
		},
	},
	{
		name: "picture that is missing",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nbrand: {logo: logo.svg}",
		want: []string{
			`clients/acme/client.md:4:15: error: there is no picture "logo.svg"; add the file or remove this line [missing-picture]`,
		},
	},
	{
		name: "picture that is none",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nbrand: {logo: client.md}",
		want: []string{
			`clients/acme/client.md:4:15: error: "client.md" is not a picture; name a file that ends in .svg, .png, .jpg, .jpeg, .webp, .gif, .avif [bad-picture]`,
		},
	},
	{
		name: "picture outside the folder",
		file: clientFile,
		old:  "access: open",
		new:  "access: open\nbrand: {logo: ../../logo.svg}",
		want: []string{
			`clients/acme/client.md:4:15: error: "../../logo.svg" is not in this folder; copy it here and name it by its path from here [missing-picture]`,
		},
	},
	{
		name: "missing name",
		file: clientFile,
		old:  "name: Acme\n",
		new:  "",
		want: []string{
			`clients/acme/client.md:1:1: error: client.md has no "name"; add it [missing-field]`,
		},
	},
	{
		name: "empty title",
		file: engagementFile,
		old:  "title: Web shop",
		new:  "title: \"\"",
		want: []string{
			`clients/acme/shop/engagement.md:2:8: error: "title" in engagement.md is empty; fill it in [missing-field]`,
		},
	},
	{
		name: "missing access",
		file: clientFile,
		old:  "access: open\n",
		new:  "",
		want: []string{
			`clients/acme/client.md:1:1: error: client.md has no "access"; add it [missing-field]`,
		},
	},
	{
		name: "missing scope",
		file: engagementFile,
		old:  "scope:\n  includes: [Design]\n",
		new:  "",
		want: []string{
			`clients/acme/shop/engagement.md:1:1: error: engagement.md has no "scope"; add it [missing-field]`,
		},
	},
	{
		name: "empty list that must not be",
		file: engagementFile,
		old:  "includes: [Design]",
		new:  "includes: []",
		want: []string{
			`clients/acme/shop/engagement.md:11:13: error: includes in scope is empty; add at least one [missing-field]`,
		},
	},
	{
		name: "no turnaround at all",
		file: engagementFile,
		old:  "turnaround:\n  - {id: change, request: A change, respond: 4h, resolve: 2d}\n",
		new:  "turnaround: []\n",
		want: []string{
			`clients/acme/shop/data/requests.csv:2:4: error: there is no turnaround "change"; none is defined yet, add it [unknown-id]`,
			`clients/acme/shop/engagement.md:12:13: error: turnaround in engagement.md is empty; add at least one [missing-field]`,
		},
	},
	{
		name: "turnaround that promises nothing",
		file: engagementFile,
		old:  ", respond: 4h, resolve: 2d}",
		new:  "}",
		want: []string{
			`clients/acme/shop/engagement.md:13:5: error: turnaround has neither "respond" nor "resolve"; add one of them [missing-field]`,
		},
	},
	{
		name: "input without a day",
		file: engagementFile,
		old:  "from: joost, due: 2026-03-09",
		new:  "from: joost",
		want: []string{
			`clients/acme/shop/engagement.md:22:5: error: inputs has neither "due" nor "every"; add one of them [missing-field]`,
		},
	},
	{
		name: "contact without a name",
		file: clientFile,
		old:  "{id: joost, name: Joost de Wit, email",
		new:  "{id: joost, email",
		want: []string{
			`clients/acme/client.md:5:5: error: contacts has no "name"; add it [missing-field]`,
		},
	},
	{
		name: "closed without a day",
		file: engagementFile,
		old:  "status: active",
		new:  "status: closed",
		want: []string{
			`clients/acme/shop/engagement.md:3:9: error: the engagement is closed, and no day says since when; add closed: with its date [closed-missing]`,
		},
	},
	{
		name: "retainer without a period",
		file: engagementFile,
		old:  "per: month, ",
		new:  "",
		want: []string{
			`clients/acme/shop/engagement.md:15:5: error: a retainer that includes hours has no "per"; write per: month, or what it is [missing-field]`,
		},
	},
	{
		name: "hours included in a fixed price",
		file: engagementFile,
		old:  "model: retainer",
		new:  "model: fixed",
		want: []string{
			`clients/acme/shop/engagement.md:15:82: error: only a retainer includes hours, and this price is fixed; remove includes, or write model: retainer [bad-choice]`,
		},
	},
	{
		name: "per that is no period",
		file: engagementFile,
		old:  "per: month",
		new:  "per: moon",
		want: []string{
			`clients/acme/shop/engagement.md:15:68: error: "moon" is not one of hour, day, week, month, quarter, year; write one of these [bad-choice]`,
		},
	},
	{
		name: "received as a list where due once",
		file: engagementFile,
		old:  "due: 2026-03-09",
		new:  "due: 2026-03-09, received: [2026-03-10]",
		want: []string{
			`clients/acme/shop/engagement.md:22:68: error: received must be one date where an input is due once; write received: 2026-03-13, or give the input a rhythm with every: [wrong-type]`,
		},
	},
	{
		name: "received as a date where it recurs",
		file: engagementFile,
		old:  "received: [null, 2026-04-03]",
		new:  "received: 2026-04-03",
		want: []string{
			`clients/acme/shop/engagement.md:23:74: error: received must be a list; write it as a list: received: [..] [wrong-type]`,
		},
	},
	{
		name: "end before start",
		file: engagementFile,
		old:  "end: 2026-12-18",
		new:  "end: 2026-01-18",
		want: []string{
			`clients/acme/shop/engagement.md:5:6: error: the end, 2026-01-18, is before the start, 2026-03-02; write the later date in "end" [bad-order]`,
		},
	},
	{
		name: "goal date before the baseline",
		file: engagementFile,
		old:  "target: 400",
		new:  "target: 400, baseline: {value: 1, at: 2026-05-01}, by: 2026-04-01",
		want: []string{
			`clients/acme/shop/engagement.md:17:102: error: by, 2026-04-01, is not after the baseline, 2026-05-01; write a later date in "by" [bad-order]`,
		},
	},
	{
		name: "id with a space",
		file: engagementFile,
		old:  "id: change,",
		new:  "id: a change,",
		want: []string{
			`clients/acme/shop/data/requests.csv:2:4: error: there is no turnaround "change"; there are  [unknown-id]`,
			`clients/acme/shop/engagement.md:13:10: error: "a change" cannot be an id; use letters, digits and hyphens [bad-name]`,
		},
	},
	{
		name: "one id for a milestone and an input",
		file: engagementFile,
		old:  "id: logo, what: Logo",
		new:  "id: design, what: Logo",
		want: []string{
			`clients/acme/shop/engagement.md:19:57: error: there is no milestone or input "logo"; there are design, live, design, sales [unknown-id]`,
			`clients/acme/shop/engagement.md:22:10: error: id "design" stands on line 19 already; ids are unique across plan, inputs and kpis, so choose another [duplicate-id]`,
		},
	},
	{
		name: "one id for a contact and a colleague",
		file: clientFile,
		old:  "id: joost",
		new:  "id: mara",
		want: []string{
			`clients/acme/client.md:5:10: error: id "mara" is one of the provider's people; ids are unique across people and contacts, so choose another [duplicate-id]`,
			`clients/acme/shop/engagement.md:22:34: error: there is no person "joost"; there are mara, mara [unknown-id]`,
			`clients/acme/shop/engagement.md:23:36: error: there is no person "joost"; there are mara, mara [unknown-id]`,
		},
	},
	{
		name: "one id for two goals",
		file: clientFile,
		old:  "priority: 1}",
		new:  "priority: 1}\n  - {id: online, want: Again}",
		want: []string{
			`clients/acme/client.md:8:10: error: id "online" stands on line 7 already; ids are unique across goals, so choose another [duplicate-id]`,
		},
	},
	{
		name: "unknown person",
		file: engagementFile,
		old:  "lead: mara",
		new:  "lead: marra",
		want: []string{
			`clients/acme/shop/engagement.md:6:7: error: there is no person "marra"; did you mean "mara"? [unknown-id]`,
		},
	},
	{
		name: "unknown goal",
		file: engagementFile,
		old:  "goals: [online]",
		new:  "goals: [offline]",
		want: []string{
			`clients/acme/shop/engagement.md:9:9: error: there is no goal "offline"; did you mean "online"? [unknown-id]`,
		},
	},
	{
		name: "unknown service",
		file: engagementFile,
		old:  "service: care",
		new:  "service: carre",
		want: []string{
			`clients/acme/shop/engagement.md:8:10: error: there is no service "carre"; did you mean "care"? [unknown-id]`,
		},
	},
	{
		name: "unknown need",
		file: engagementFile,
		old:  "needs: [design]",
		new:  "needs: [desing]",
		want: []string{
			`clients/acme/shop/engagement.md:20:53: error: there is no milestone or input "desing"; did you mean "design"? [unknown-id]`,
		},
	},
	{
		name: "needs in a circle",
		file: engagementFile,
		old:  "needs: [logo]",
		new:  "needs: [logo, live]",
		want: []string{
			`clients/acme/shop/engagement.md:19:63: error: milestones need each other: design → live → design; remove one of these needs [needs-cycle]`,
		},
	},
	{
		name: "milestone that needs itself",
		file: engagementFile,
		old:  "needs: [design]",
		new:  "needs: [live]",
		want: []string{
			`clients/acme/shop/engagement.md:20:53: error: milestones need each other: live → live; remove one of these needs [needs-cycle]`,
		},
	},
	{
		name: "unknown KPI in a report",
		file: reportFile,
		old:  "kpis: {orders: 362}",
		new:  "kpis: {order: 362}",
		want: []string{
			`clients/acme/shop/reports/2026-09.md:4:8: error: there is no KPI "order"; did you mean "orders"? [unknown-id]`,
		},
	},
	{
		name: "unknown affected item",
		file: entryFile,
		old:  "by: mara",
		new:  "by: mara\naffects: [livve]",
		want: []string{
			`clients/acme/shop/journal/2026-09-04-week.md:5:11: error: there is no milestone, input or KPI "livve"; did you mean "live"? [unknown-id]`,
		},
	},
	{
		name: "figure that is none in a report",
		file: reportFile,
		old:  "orders: 362",
		new:  "orders: lots",
		want: []string{
			`clients/acme/shop/reports/2026-09.md:4:16: error: "lots" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
		},
	},
	{
		name: "front matter without an end",
		file: engagementFile,
		old:  "\n---\nThe brief.",
		new:  "\nThe brief.",
		want: []string{
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/engagement.md:1:1: error: the front matter has no end; close it with a line --- [unclosed-front-matter]`,
		},
	},
	{
		name: "no front matter",
		file: reportFile,
		old:  "---\ntitle: September\ndate: 2026-10-05\nkpis: {orders: 362}\n---\n",
		new:  "",
		want: []string{
			`clients/acme/shop/reports/2026-09.md:1:1: error: invalid character '{'; mend the JSON here [bad-json]`,
		},
	},
	{
		name: "empty file",
		file: entryFile,
		old:  "---\nkind: update\ntitle: A quiet week\nby: mara\n---\nAll is well.\n",
		new:  "",
		want: []string{
			`clients/acme/shop/journal/2026-09-04-week.md:1:1: error: the file does not begin with front matter; put it first, between two lines --- [no-front-matter]`,
		},
	},
	{
		name: "broken YAML",
		file: engagementFile,
		old:  "goals: [online]",
		new:  "goals: [online",
		want: []string{
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/engagement.md:10:6: error: did not find expected ',' or ']'; close the bracket, and put a text that has a comma, bracket or # in quotes [bad-yaml]`,
		},
	},
	{
		name: "colon in a text without quotes",
		file: engagementFile,
		old:  "title: Web shop",
		new:  "title: Web shop: the relaunch",
		want: []string{
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/engagement.md:2:16: error: mapping values are not allowed in this context; put a text that has a colon in quotes [bad-yaml]`,
		},
	},
	{
		name: "tab that indents",
		file: engagementFile,
		old:  "  update: weekly",
		new:  "\tupdate: weekly",
		want: []string{
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/engagement.md:25:1: error: found character that cannot start any token; put the text in quotes, and indent with spaces [bad-yaml]`,
		},
	},
	{
		name: "unknown alias",
		file: engagementFile,
		old:  "title: Web shop",
		new:  "title: *shop",
		want: []string{
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/engagement.md:2:8: error: unknown anchor 'shop' referenced; put a text that begins with * in quotes [bad-yaml]`,
		},
	},
	{
		name: "broken YAML in client.md hides no other file",
		file: clientFile,
		old:  "name: Acme",
		new:  "name: \"Acme",
		want: []string{
			`clients/acme/client.md:8:1: error: found unexpected end of stream; close the quotes [bad-yaml]`,
		},
	},
	{
		name: "front matter that is a list",
		file: entryFile,
		old:  "kind: update\ntitle: A quiet week\nby: mara",
		new:  "- kind: update",
		want: []string{
			`clients/acme/shop/journal/2026-09-04-week.md:1:1: error: an entry must be a map of keys, not a list; write it as {key: value, …} [wrong-type]`,
		},
	},
	{
		name: "not UTF-8",
		file: entryFile,
		old:  "All is well.",
		new:  "All is w\xffll.",
		want: []string{
			`clients/acme/shop/journal/2026-09-04-week.md:6:9: error: this is not UTF-8 text; save the file as UTF-8 [not-utf8]`,
		},
	},
	{
		name: "broken TOML",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
+++
kind = "update"
title = Week
+++
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:3:9: error: unexpected character U+0057 'W' at start of value; put a text in quotes [bad-toml]`,
		},
	},
	{
		name: "key twice in TOML",
		add: `
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
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:1: error: key "title" stands here twice, first on line 3; keep one [duplicate-key]`,
			`clients/acme/shop/journal/2026-09-18-x.md:7:2: error: key "extra" is set already; keep one [duplicate-key]`,
		},
	},
	{
		name: "wrong values in TOML",
		add: `
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
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "1e3" is not an amount of money; write it as 1200, 95.50 or "1200.00 EUR" [bad-money]`,
			`clients/acme/shop/journal/2026-09-18-x.md:5:12: error: "2026-02-30" does not exist; the last day of that month is 2026-02-28 [bad-date]`,
			`clients/acme/shop/journal/2026-09-18-x.md:6:8: error: "10.5" is not a whole number; write days as a whole number from -1000 to 1000 [bad-number]`,
			`clients/acme/shop/journal/2026-09-18-x.md:7:8: error: adds must be a list; write it as a list: adds: [..] [wrong-type]`,
		},
	},
	{
		name: "broken JSON",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update",
  "title": "Week",
}

Text.
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:3:19: error: invalid character '}' looking for beginning of object key string; mend the JSON here [bad-json]`,
		},
	},
	{
		name: "key twice in JSON",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update", "title": "Week",
  "title": "Month", "helth": 1
}

Text.
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:3:3: error: key "title" stands here twice, first on line 2; keep one [duplicate-key]`,
			`clients/acme/shop/journal/2026-09-18-x.md:3:21: error: unknown key "helth" in an update; did you mean "health"? [unknown-key]`,
		},
	},
	{
		name: "JSON without an end",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update", "title": "Week"

Text.
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:3:1: error: invalid character 'T' after object key:value pair; mend the JSON here [bad-json]`,
		},
	},
	{
		name: "JSON that just ends",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{
  "kind": "update"
`,
		want: []string{},
	},
	{
		name: "text behind JSON",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
{"kind": "update", "title": "Week"} Text.
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:1:36: error: there is text behind the closing }; begin it on a new line [bad-json]`,
		},
	},
	{
		name: "entry without a kind",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
title: X
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:1:1: error: an entry has no "kind"; add it [missing-field]`,
		},
	},
	{
		name: "entry of an unknown kind",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: updates
title: X
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:2:7: error: "updates" is not one of update, decision, question, request, risk, incident, concern, change, feedback, meeting, lesson; did you mean "update"? [bad-choice]`,
		},
	},
	{
		name: "entry without a date",
		add: `
-- content/clients/acme/shop/journal/week.md --
---
kind: update
title: X
---
`,
		want: []string{
			`clients/acme/shop/journal/week.md:1:1: error: the entry has no date; write date:, or begin the file's name with it: 2026-10-02-week.md [missing-field]`,
		},
	},
	{
		name: "file named after a day that does not exist",
		add: `
-- content/clients/acme/shop/journal/2026-02-30-x.md --
---
kind: update
title: X
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-02-30-x.md: error: the file's name begins with "2026-02-30", and that is no day; rename the file, or write date: [bad-date]`,
		},
	},
	{
		name: "key of another kind",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: decision
title: X
health: green
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:1: error: unknown key "health" in a decision; remove it, or put what is your own under "extra" [unknown-key]`,
		},
	},
	{
		name: "time that is none",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: yesterday
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "yesterday" is not a time; write it as 2026-10-02 16:00 [bad-time]`,
		},
	},
	{
		name: "time of a day that does not exist",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: 2026-02-30 10:00
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "2026-02-30" does not exist; the last day of that month is 2026-02-28 [bad-time]`,
		},
	},
	{
		name: "hour that does not exist",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: 2026-02-03 25:00
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:9: error: "2026-02-03 25:00" is not a time; write it as 2026-10-02 16:00 [bad-time]`,
		},
	},
	{
		name: "request resolved before it was opened",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
type: change
opened: 2026-09-02 10:00
resolved: 2026-09-02 09:00
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:6:11: error: resolved is before opened; mend one of the times [bad-order]`,
		},
	},
	{
		name: "wait that ends before it begins",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
opened: 2026-09-02
waiting: [{from: 2026-09-03 10:00, to: 2026-09-02 10:00}]
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:5:40: error: to is before from; mend one of the times [bad-order]`,
		},
	},
	{
		name: "unknown kind of request",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: request
title: X
type: chang
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: there is no turnaround "chang"; did you mean "change"? [unknown-id]`,
		},
	},
	{
		name: "likelihood out of range",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: risk
title: X
likelihood: 4
impact: 0
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:13: error: "4" is out of range; write likelihood as a whole number from 1 to 3 [bad-range]`,
			`clients/acme/shop/journal/2026-09-18-x.md:5:9: error: "0" is out of range; write impact as a whole number from 1 to 3 [bad-range]`,
		},
	},
	{
		name: "scores out of range",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: feedback
title: X
nps: 11
csat: 0
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:6: error: "11" is out of range; write nps as a whole number from 0 to 10 [bad-range]`,
			`clients/acme/shop/journal/2026-09-18-x.md:5:7: error: "0" is out of range; write csat as a whole number from 1 to 5 [bad-range]`,
		},
	},
	{
		name: "ours that is neither true nor false",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: incident
title: X
ours: yes
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: "yes" is neither true nor false; write ours: true, without quotes [wrong-type]`,
		},
	},
	{
		name: "days that are not whole",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: change
title: X
days: 1.5
state: agreed
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: "1.5" is not a whole number; write days as a whole number from -1000 to 1000 [bad-number]`,
			`clients/acme/shop/journal/2026-09-18-x.md:5:8: error: "agreed" is not one of proposed, accepted, declined; write one of these [bad-choice]`,
		},
	},
	{
		name: "concern about something else",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: concern
title: X
about: money
raised_by: nobody
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:8: error: "money" is not one of price, delivery, cooperation, quality, other; write one of these [bad-choice]`,
			`clients/acme/shop/journal/2026-09-18-x.md:5:12: error: there is no person "nobody"; there are mara, joost [unknown-id]`,
		},
	},
	{
		name: "action without a text",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: meeting
title: X
attended: [mara, jost]
actions: [{who: joost, due: soon}]
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:18: error: there is no person "jost"; did you mean "joost"? [unknown-id]`,
			`clients/acme/shop/journal/2026-09-18-x.md:5:11: error: actions has no "what"; add it [missing-field]`,
			`clients/acme/shop/journal/2026-09-18-x.md:5:29: error: "soon" is not a date; write it as 2026-10-02 [bad-date]`,
		},
	},
	{
		name: "lesson of no side",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: lesson
title: X
side: theirs
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:7: error: "theirs" is not one of ours, yours, both; write one of these [bad-choice]`,
		},
	},
	{
		name: "acceptance without a reason",
		add: `
-- content/clients/acme/shop/journal/2026-09-18-x.md --
---
kind: lesson
title: X
accept: [{rule: raw-html}]
---
`,
		want: []string{
			`clients/acme/shop/journal/2026-09-18-x.md:4:10: error: accept has no "why"; add it [missing-field]`,
		},
	},
	{
		name: "request in the journal and in the table",
		file: requestsFile,
		old:  "q1,change",
		new:  "2026-09-01-new,change",
		add: `
-- content/clients/acme/shop/journal/2026-09-01-new.md --
---
kind: request
title: X
---
`,
		want: []string{},
	},
	{
		name: "report of no period",
		add: `
-- content/clients/acme/shop/reports/autumn.md --
---
title: X
date: 2026-10-05
---
`,
		want: []string{
			`clients/acme/shop/reports/autumn.md:1:1: error: the report has no period, and its file's name is none; write period:, or call the file 2026-09.md [missing-field]`,
		},
	},
	{
		name: "report of a period that is none",
		add: `
-- content/clients/acme/shop/reports/autumn.md --
---
title: X
date: 2026-10-05
period: 2026-13
---
`,
		want: []string{
			`clients/acme/shop/reports/autumn.md:4:9: error: "2026-13" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026 [bad-period]`,
		},
	},
	{
		name: "report of a period that ends before it begins",
		add: `
-- content/clients/acme/shop/reports/autumn.md --
---
title: X
date: 2026-10-05
period: {from: 2026-09-10, to: 2026-09-01}
---
`,
		want: []string{
			`clients/acme/shop/reports/autumn.md:4:32: error: 2026-09-01 is before 2026-09-10, where it begins; write the later date in "to" [bad-range]`,
		},
	},
	{
		name: "two reports of one URL",
		add: `
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
`,
		want: []string{
			`clients/acme/shop/reports/autumn.md: error: this file and Autumn.md have one URL; rename one of them [duplicate-url]`,
		},
	},
	{
		name: "two attachments of one URL",
		add: `
-- content/clients/acme/shop/files/Offer.pdf --
x
-- content/clients/acme/shop/files/offer.pdf --
x
`,
		want: []string{
			`clients/acme/shop/files/offer.pdf: error: this file and Offer.pdf have one URL; rename one of them [duplicate-url]`,
		},
	},
	{
		name: "unknown column",
		file: ordersFile,
		old:  "period,value,note",
		new:  "period,value,notes",
		want: []string{
			`clients/acme/shop/data/orders.csv:1:14: error: unknown column "notes"; did you mean "note"? [unknown-column]`,
		},
	},
	{
		name: "missing column",
		file: ordersFile,
		old:  "period,value,note",
		new:  "period,note,x",
		want: []string{
			`clients/acme/shop/data/orders.csv:1:1: error: the table has no column "value"; begin it with the header period,value [missing-column]`,
			`clients/acme/shop/data/orders.csv:1:13: error: unknown column "x"; known here: period, value, note [unknown-column]`,
		},
	},
	{
		name: "column twice",
		file: timeFile,
		old:  "date,hours,person,item,note",
		new:  "date,hours,person,item,item",
		want: []string{
			`clients/acme/shop/data/time.csv:1:24: error: column "item" stands here twice; keep one [duplicate-key]`,
		},
	},
	{
		name: "cell that is no number",
		file: ordersFile,
		old:  "310",
		new:  "3I0",
		want: []string{
			`clients/acme/shop/data/orders.csv:2:9: error: "3I0" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
		},
	},
	{
		name: "cell that is empty but required",
		file: ordersFile,
		old:  "310",
		new:  "",
		want: []string{
			`clients/acme/shop/data/orders.csv:2:9: error: the row has no value; fill it in, or remove the row [missing-field]`,
		},
	},
	{
		name: "decimal comma where commas separate",
		file: ordersFile,
		old:  "310",
		new:  "\"310,5\"",
		want: []string{
			`clients/acme/shop/data/orders.csv:2:9: error: "310,5" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
		},
	},
	{
		name: "row with a cell too many",
		file: ordersFile,
		old:  "2026-08,310,",
		new:  "2026-08,310,a,b",
		want: []string{
			`clients/acme/shop/data/orders.csv:2:1: error: the row has 4 cells, the header 3; put a value that holds the separator in quotes [bad-csv]`,
		},
	},
	{
		name: "quote that does not end",
		file: ordersFile,
		old:  "New pages",
		new:  "\"New pages",
		want: []string{
			`clients/acme/shop/data/orders.csv:4:1: error: a value in quotes does not end with its quote; close it, and double the quotes within [bad-csv]`,
		},
	},
	{
		name: "quote within a cell",
		file: ordersFile,
		old:  "New pages",
		new:  "New \"pages\"",
		want: []string{
			`clients/acme/shop/data/orders.csv:3:17: error: a quote stands within a value; double it, and put the whole value in quotes [bad-csv]`,
		},
	},
	{
		name: "period twice in a series",
		file: ordersFile,
		old:  "2026-08",
		new:  "2026-09",
		want: []string{
			`clients/acme/shop/data/orders.csv:3:1: error: period 2026-09 stands on line 2 already; keep one [duplicate-id]`,
		},
	},
	{
		name: "periods of two lengths in a series",
		file: ordersFile,
		old:  "2026-08",
		new:  "2026-Q2",
		want: []string{
			`clients/acme/shop/data/orders.csv:3:1: error: 2026-09 is not as long as 2026-Q2, with which the series begins; write periods of one length [bad-period]`,
		},
	},
	{
		name: "period that is none in a series",
		file: ordersFile,
		old:  "2026-08",
		new:  "August",
		want: []string{
			`clients/acme/shop/data/orders.csv:2:1: error: "August" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026 [bad-period]`,
		},
	},
	{
		name: "series that is missing",
		file: engagementFile,
		old:  "data/orders.csv",
		new:  "data/order.csv",
		want: []string{
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/engagement.md:17:68: error: there is no table "data/order.csv" beside engagement.md; did you mean "data/orders.csv"? [missing-file]`,
		},
	},
	{
		name: "figures in the file that are none",
		file: engagementFile,
		old:  "series: data/orders.csv",
		new:  "series: {2026-08: x, 2026-13: 4, 2026-Q1: 5}",
		want: []string{
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/engagement.md:17:78: error: "x" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
			`clients/acme/shop/engagement.md:17:81: error: "2026-13" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026 [bad-period]`,
		},
	},
	{
		name: "request of an unknown kind in the table",
		file: requestsFile,
		old:  "q1,change",
		new:  "q1,chnge",
		want: []string{
			`clients/acme/shop/data/requests.csv:2:4: error: there is no turnaround "chnge"; did you mean "change"? [unknown-id]`,
		},
	},
	{
		name: "request with wrong times in the table",
		file: requestsFile,
		old:  "2026-09-01 10:00,2026-09-01 11:00",
		new:  "2026-09-01 10:00,2026-08-01",
		want: []string{
			`clients/acme/shop/data/requests.csv:2:37: error: responded is before opened; mend one of the times [bad-order]`,
		},
	},
	{
		name: "request that waited for days",
		file: requestsFile,
		old:  "30m",
		new:  "2d",
		want: []string{
			`clients/acme/shop/data/requests.csv:2:71: error: "2d" is in days, where hours and minutes are wanted; write it as 4h or 30m [bad-duration]`,
		},
	},
	{
		name: "request without an opening",
		file: requestsFile,
		old:  "2026-09-01 10:00",
		new:  "",
		want: []string{
			`clients/acme/shop/data/requests.csv:2:20: error: the row has no opened; fill it in, or remove the row [missing-field]`,
		},
	},
	{
		name: "request twice in the table",
		file: requestsFile,
		old:  "q1,change",
		new:  "q1,change,Old,2026-08-01,,,\nq1,change",
		want: []string{
			`clients/acme/shop/data/requests.csv:3:1: error: request "q1" stands on line 2 already; give each its own id [duplicate-id]`,
		},
	},
	{
		name: "time of nobody and for nothing",
		file: timeFile,
		old:  "mara,care",
		new:  "mrara,car",
		want: []string{
			`clients/acme/shop/data/time.csv:2:16: error: there is no person "mrara"; did you mean "mara"? [unknown-id]`,
			`clients/acme/shop/data/time.csv:2:22: error: there is no pricing item "car"; did you mean "care"? [unknown-id]`,
		},
	},
	{
		name: "time that is negative on no day",
		file: timeFile,
		old:  "2026-09-01,1.5",
		new:  "2026-09-31,-1",
		want: []string{
			`clients/acme/shop/data/time.csv:2:1: error: "2026-09-31" does not exist; the last day of that month is 2026-09-30 [bad-date]`,
			`clients/acme/shop/data/time.csv:2:12: error: "-1" is less than no time; write hours of 0 or more [bad-range]`,
		},
	},
	{
		name: "table that is not UTF-8",
		file: ordersFile,
		old:  "New pages",
		new:  "New p\xe9ges",
		want: []string{
			`clients/acme/shop/data/orders.csv:3:18: error: this is not UTF-8 text; save the file as UTF-8 [not-utf8]`,
		},
	},
	{
		name:   "no provider.md",
		file:   "provider.md",
		remove: true,
		want: []string{
			`content: error: the content has no provider.md; write one that says who you are [missing-field]`,
			`clients/acme/shop/data/time.csv:2:16: error: there is no person "mara"; there are joost [unknown-id]`,
			`clients/acme/shop/engagement.md:6:7: error: there is no person "mara"; there are joost [unknown-id]`,
			`clients/acme/shop/engagement.md:7:8: error: there is no person "mara"; there are joost [unknown-id]`,
			`clients/acme/shop/engagement.md:8:10: error: there is no service "care"; none is defined yet, add it [unknown-id]`,
			`clients/acme/shop/engagement.md:15:58: error: "950" has no currency; write it as "950 EUR", or give the client or the provider a currency [currency-missing]`,
			`clients/acme/shop/journal/2026-09-04-week.md:4:5: error: there is no person "mara"; there are joost [unknown-id]`,
		},
	},
	{
		name:   "no client.md",
		file:   clientFile,
		remove: true,
		want: []string{
			`clients/acme: error: the folder of a client has no client.md; write one, or move the folder away [missing-field]`,
		},
	},
	{
		name:   "no engagement.md",
		file:   engagementFile,
		remove: true,
		want: []string{
			`clients/acme/shop: error: the folder of an engagement has no engagement.md; write one, or move the folder away [missing-field]`,
			`clients/acme/shop/data/orders.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
		},
	},
	{
		name: "Markdown file without a place",
		add: `
-- content/notes.md --
x
-- content/clients/acme/notes.md --
x
-- content/clients/acme/shop/journal/2026/x.md --
x
`,
		want: []string{
			`clients/acme/notes.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
			`clients/acme/shop/journal/2026/x.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
			`notes.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
		},
	},
	{
		name: "stray file",
		add: `
-- content/notes.txt --
x
-- content/clients/acme/shop/data/old.csv --
x
-- content/clients/acme/people/list.txt --
x
`,
		want: []string{
			`clients/acme/people/list.txt: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`clients/acme/shop/data/old.csv: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
			`notes.txt: warning: this file is used nowhere; move it to files/, or away [stray-file]`,
		},
	},
	{
		name: "engagement with a reserved name",
		add: `
-- content/clients/acme/data/notes.md --
x
`,
		want: []string{
			`clients/acme/data: error: an engagement cannot be called "data", since the portal has a folder of that name; rename it [bad-name]`,
			`clients/acme/data: error: the folder of an engagement has no engagement.md; write one, or move the folder away [missing-field]`,
			`clients/acme/data/notes.md: error: a Markdown file has no place here; move it to services/, journal/ or reports/, or away [misplaced-file]`,
		},
	},
	{
		name: "client with a name that cannot be an id",
		add: `
-- content/clients/Acme_2/client.md --
---
name: Acme
access: open
---
`,
		want: []string{
			`clients/Acme_2: error: "Acme_2" cannot be the id of a client; name the folder with lower-case letters, digits and hyphens [bad-name]`,
		},
	},
	{
		name: "page with a name that cannot be an id",
		add: `
-- content/services/care & more.md --
---
name: X
---
`,
		want: []string{
			`services/care & more.md: error: "care & more" cannot be the name of a page; use letters, digits and hyphens [bad-name]`,
		},
	},
	{
		name: "service with everything wrong",
		add: `
-- content/services/x.md --
---
name: [X]
does: Updates
suit: all
---
`,
		want: []string{
			`services/x.md:2:7: error: name must be a single value, not a list; write one value [wrong-type]`,
			`services/x.md:3:7: error: does must be a list; write it as a list: does: [..] [wrong-type]`,
			`services/x.md:4:1: error: unknown key "suit" in a service; did you mean "suits"? [unknown-key]`,
		},
	},
}
