package content

// brokenFields are wrong keys and values.
var brokenFields = []brokenFile{
	{name: "hours beyond a retainer's at a price that is none", file: engagementFile, old: "includes: 10h}", new: "includes: 10h, over: extr}\n  - {id: extra, item: More, model: hourly, amount: 95}", want: []string{
		`clients/acme/shop/engagement.md:15:96: error: there is no pricing item "extr"; did you mean "extra"? [unknown-id]`,
	}},
	{name: "hours beyond a retainer's at its own price", file: engagementFile, old: "includes: 10h}", new: "includes: 10h, over: care}", want: []string{
		`clients/acme/shop/engagement.md:15:96: error: the hours beyond "care" cannot cost "care" again; name a price by the hour [unknown-id]`,
	}},
	{name: "hours beyond a retainer's at a price that is not by use, and in another currency", file: engagementFile, old: "includes: 10h}",
		new: "includes: 10h, over: once}\n  - {id: more, item: More care, model: retainer, amount: 1, per: month, includes: 1h, over: extra}\n  - {id: once, item: Once, model: fixed, amount: 95}\n  - {id: extra, item: Extra, model: hourly, amount: 95 GBP}", want: []string{
			`clients/acme/shop/engagement.md:15:96: error: "once" is a fixed price, and hours beyond those included are paid by the hour or unit; name such a price [bad-choice]`,
			`clients/acme/shop/engagement.md:16:93: error: "extra" is in GBP and this price in EUR; write both in one currency [bad-currency]`,
		}},
	{name: "a version of a price in another currency", file: engagementFile, old: "includes: 10h}", new: "includes: 10h}\n  - {id: care, since: 2026-06-01, amount: 900 GBP}", want: []string{
		`clients/acme/shop/engagement.md:16:5: error: this version of "care" is in GBP, and the one before in EUR; stay with that, or make it a price of its own [bad-currency]`,
	}},
	{name: "use of what has none", file: engagementFile, old: "includes: 10h}",
		new: "carry: 1, over: extra}\n  - {id: extra, item: Extra, model: hourly, amount: 95, carry: 1, over: care}\n  - {id: once, item: Once, model: fixed, amount: 95, cap: 100}", want: []string{
			`clients/acme/shop/engagement.md:15:82: error: carry says what becomes of included hours, and the retainer includes none; add includes: with the hours [missing-field]`,
			`clients/acme/shop/engagement.md:15:91: error: over says what becomes of included hours, and the retainer includes none; add includes: with the hours [missing-field]`,
			`clients/acme/shop/engagement.md:16:64: error: only a retainer has hours beyond which anything begins, and this price is paid by the hour; remove carry, or write model: retainer [bad-choice]`,
			`clients/acme/shop/engagement.md:16:73: error: only a retainer has hours beyond which anything begins, and this price is paid by the hour; remove over, or write model: retainer [bad-choice]`,
			`clients/acme/shop/engagement.md:17:59: error: a fixed price never costs more than its amount; remove cap, or write another model [bad-choice]`,
		}},
	{name: "carry and caps that are none", file: engagementFile, old: "includes: 10h}",
		new: "includes: 10h, carry: -1, cap: 0}\n  - {id: a, item: A, model: hourly, amount: 95, cap: 100 GBP}\n  - {id: b, item: B, model: retainer, per: month, amount: 95, includes: 1h, carry: 1h}", want: []string{
			`clients/acme/shop/engagement.md:15:97: error: "-1" is out of range; write carry as 0 or more [bad-range]`,
			`clients/acme/shop/engagement.md:15:106: error: "0" is no ceiling; write a cap above zero, or leave it out [bad-range]`,
			`clients/acme/shop/engagement.md:16:54: error: the cap is in GBP and the amount in EUR; write both in one currency [bad-currency]`,
			`clients/acme/shop/engagement.md:17:84: error: "1h" is not a whole number; write carry as 0 or more [bad-number]`,
		}},
	{name: "unknown key at the top", file: engagementFile, old: "status: active", new: "status: active\nstat: active", want: []string{
		`clients/acme/shop/engagement.md:4:1: error: unknown key "stat" in engagement.md; did you mean "start"? [unknown-key]`,
	}},
	{name: "unknown key in a map", file: engagementFile, old: "  includes: [Design]", new: "  includes: [Design]\n  exclude: [Photos]", want: []string{
		`clients/acme/shop/engagement.md:12:3: error: unknown key "exclude" in scope; did you mean "excludes"? [unknown-key]`,
	}},
	{name: "unknown key in a list", file: engagementFile, old: "{id: logo, what: Logo, from: joost, due: 2026-03-09}", new: "{id: logo, what: Logo, form: joost, from: joost, due: 2026-03-09}", want: []string{
		`clients/acme/shop/engagement.md:22:28: error: unknown key "form" in inputs; did you mean "from"? [unknown-key]`,
	}},
	{name: "unknown key far from all known ones", file: clientFile, old: "access: open", new: "access: open\nzebra: 1", want: []string{
		`clients/acme/client.md:4:1: error: unknown key "zebra" in client.md; remove it, or put what is your own under "extra" [unknown-key]`,
	}},
	{name: "comma that ends a text in a flow map", file: clientFile, old: "want: More orders, priority", new: "want: More orders, fewer calls, priority", want: []string{
		`clients/acme/client.md:7:37: error: unknown key "fewer calls" in goals; put a text that holds a comma or a colon in quotes [unknown-key]`,
	}},
	{name: "duplicate key", file: engagementFile, old: "lead: mara", new: "lead: mara\nlead: tijn", want: []string{
		`clients/acme/shop/engagement.md:7:1: error: key "lead" stands here twice, first on line 6; keep one [duplicate-key]`,
	}},
	{name: "list where a text is wanted", file: engagementFile, old: "title: Web shop", new: "title: [Web, shop]", want: []string{
		`clients/acme/shop/engagement.md:2:8: error: title must be a single value, not a list; write one value [wrong-type]`,
	}},
	{name: "map where a text is wanted", file: engagementFile, old: "title: Web shop", new: "title: {Web: shop}", want: []string{
		`clients/acme/shop/engagement.md:2:8: error: title must be a single value, not a map of keys; put the line in quotes if it holds a colon [wrong-type]`,
	}},
	{name: "text of several lines", file: engagementFile, old: "title: Web shop", new: "title: |\n  Web\n  shop", want: []string{
		`clients/acme/shop/engagement.md:2:8: error: title must be one line; join the lines, or move the text to the body [wrong-type]`,
	}},
	{name: "control character in a text", file: engagementFile, old: "title: Web shop", new: "title: \"Web\\x07 shop\"", want: []string{
		`clients/acme/shop/engagement.md:2:8: error: title holds a control character (U+0007); remove it [wrong-type]`,
	}},
	{name: "single value where a list is wanted", file: engagementFile, old: "team: [mara]", new: "team: mara", want: []string{
		`clients/acme/shop/engagement.md:7:7: error: team must be a list; write it as a list: team: [..] [wrong-type]`,
	}},
	{name: "single value where a map is wanted", file: engagementFile, old: "scope:\n  includes: [Design]", new: "scope: Design", want: []string{
		`clients/acme/shop/engagement.md:10:8: error: scope must be a map of keys, not a single value; write it as {key: value, …} [wrong-type]`,
	}},
	{name: "element that is a map by accident", file: engagementFile, old: "includes: [Design]", new: "includes: [\"a\", Design: front]", want: []string{
		`clients/acme/shop/engagement.md:11:19: error: an element of includes must be a text or {what: …, detail: …}; put the line in quotes if it holds a colon [wrong-type]`,
	}},
	{name: "quoted truth", file: clientFile, old: "access: open", new: "access: open\ndraft: \"true\"", want: []string{
		`clients/acme/client.md:4:8: error: "true" is neither true nor false; write draft: true, without quotes [wrong-type]`,
	}},
	{name: "extra that is no map", file: clientFile, old: "access: open", new: "access: open\nextra: 5", want: []string{
		`clients/acme/client.md:4:8: error: extra must be a map of keys, not a single value; write it as extra: {key: value} [wrong-type]`,
	}},
	{name: "day that does not exist", file: engagementFile, old: "start: 2026-03-02", new: "start: 2026-02-30", want: []string{
		`clients/acme/shop/engagement.md:4:8: error: "2026-02-30" does not exist; the last day of that month is 2026-02-28 [bad-date]`,
	}},
	{name: "amount with a comma in braces", file: engagementFile, old: "amount: 950,", new: "amount: 9,600,", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: the comma of "9,600" ends the value here; write amount: 9600 [bad-number]`,
	}},
	{name: "amount with a comma before its decimals in braces", file: engagementFile, old: "amount: 950,", new: "amount: 290,00,", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: the comma of "290,00" ends the value here; write amount: 290.00 [bad-number]`,
	}},
	{name: "amount with two commas and a currency in braces", file: engagementFile, old: "amount: 950,", new: "amount: 1,250,000.50 EUR,", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: the comma of "1,250,000.50 EUR" ends the value here; write amount: 1250000.50 EUR [bad-number]`,
	}},
	{name: "amount with a comma in quotes", file: engagementFile, old: "amount: 950,", new: `amount: "9,600 EUR",`, want: []string{
		`clients/acme/shop/engagement.md:15:58: error: "9,600 EUR" has a comma, which an amount has not; write 9600 EUR [bad-money]`,
	}},
	{name: "target and figures with commas in braces", file: engagementFile, old: "target: 400, series: data/orders.csv", new: "target: 1,250, series: {2026-07: 1,200, 2026-08: 290,5}", want: []string{
		`clients/acme/shop/data/orders.csv: warning: this table is used nowhere; name it in the series of a KPI, or move it away [stray-file]`,
		`clients/acme/shop/engagement.md:17:55: error: the comma of "1,250" ends the value here; write target: 1250 or 1.25 [bad-number]`,
		`clients/acme/shop/engagement.md:17:80: error: the comma of "1,200" ends the value here; write 2026-07: 1200 or 1.2 [bad-number]`,
		`clients/acme/shop/engagement.md:17:96: error: the comma of "290,5" ends the value here; write 2026-08: 290.5 [bad-number]`,
	}},
	{name: "date in another order", file: engagementFile, old: "start: 2026-03-02", new: "start: 02-03-2026", want: []string{
		`clients/acme/shop/engagement.md:4:8: error: "02-03-2026" is not a date; write year-month-day, such as 2026-10-02 [bad-date]`,
	}},
	{name: "date in an order that can be but one", file: engagementFile, old: "start: 2026-03-02", new: "start: 30-03-2026", want: []string{
		`clients/acme/shop/engagement.md:4:8: error: "30-03-2026" is not a date; did you mean "2026-03-30"? [bad-date]`,
	}},
	{name: "date with the name of its month", file: engagementFile, old: "start: 2026-03-02", new: "start: 2 March 2026", want: []string{
		`clients/acme/shop/engagement.md:4:8: error: "2 March 2026" is not a date; did you mean "2026-03-02"? [bad-date]`,
	}},
	{name: "date with a time", file: engagementFile, old: "start: 2026-03-02", new: "start: 2026-03-02 10:00", want: []string{
		`clients/acme/shop/engagement.md:4:8: error: "2026-03-02 10:00" is not a date; write year-month-day, such as 2026-10-02 [bad-date]`,
	}},
	{name: "duration that is none", file: engagementFile, old: "respond: 4h", new: "respond: 4 hours", want: []string{
		`clients/acme/shop/engagement.md:13:46: error: "4 hours" is not a working duration; write it as 30m, 4h or 2d [bad-duration]`,
	}},
	{name: "duration of nothing", file: engagementFile, old: "respond: 4h", new: "respond: 0m", want: []string{
		`clients/acme/shop/engagement.md:13:46: error: "0m" is zero; write a length above zero, or leave it out [bad-duration]`,
	}},
	{name: "retainer in days", file: engagementFile, old: "includes: 10h", new: "includes: 2d", want: []string{
		`clients/acme/shop/engagement.md:15:85: error: "2d" is in days, where hours and minutes are wanted; write it as 4h or 30m [bad-duration]`,
	}},
	{name: "round the clock in days", file: engagementFile, old: "resolve: 2d}", new: "resolve: 2d, clock: always}", want: []string{
		`clients/acme/shop/engagement.md:13:59: error: 2d is in days, but the clock runs always; write it in hours, such as 48h [bad-duration]`,
	}},
	{name: "rhythm that is none", file: engagementFile, old: "weekly on friday", new: "fridays", want: []string{
		`clients/acme/shop/engagement.md:25:11: error: "fridays" is not a rhythm; write it as daily, weekly on friday, every 2 weeks on tuesday, monthly on 5, monthly on first monday, quarterly on 10 or yearly on 3 march, followed by at 10:00 if it has a time, or as rrule: FREQ=MONTHLY;BYDAY=2TU [bad-rhythm]`,
	}},
	{name: "recurrence rule that is none", file: engagementFile, old: "update: weekly on friday", new: "update: {rrule: FREQ=NEVER}", want: []string{
		`clients/acme/shop/engagement.md:25:19: error: "FREQ=NEVER" is not a part of a recurrence rule; write it as RFC 5545 has it, such as FREQ=MONTHLY;BYDAY=2TU [bad-rhythm]`,
	}},
	{name: "money that is none", file: engagementFile, old: "amount: 950", new: "amount: \"1.200,00\"", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: "1.200,00" has a comma, which an amount has not; write 1200.00 [bad-money]`,
	}},
	{name: "money that may be a thousand times as much", file: engagementFile, old: "amount: 950", new: "amount: 4.800", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: "4.800" can be read as 4800 or as 4.800; write 4800 or 4.8, or say with data: {numbers: "1,234.5"} that a point begins decimals [two-readings]`,
	}},
	{name: "money of more decimals than its currency has", file: engagementFile, old: "amount: 950", new: "amount: 0.1255", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: "0.1255" has more decimals than EUR has; write at most 2 [bad-money]`,
	}},
	{name: "a target that may be a thousand times as much", file: engagementFile, old: "target: 400", new: "target: 1.234, baseline: {value: -12.500, at: 2026-01-01}, tolerance: 1.250", want: []string{
		`clients/acme/shop/engagement.md:17:55: error: "1.234" can be read as 1234 or as 1.234; write 1234 or 1.2340, or say with data: {numbers: "1,234.5"} that a point begins decimals [two-readings]`,
		`clients/acme/shop/engagement.md:17:80: error: "-12.500" can be read as -12500 or as -12.500; write -12500 or -12.5, or say with data: {numbers: "1,234.5"} that a point begins decimals [two-readings]`,
		`clients/acme/shop/engagement.md:17:117: error: "1.250" can be read as 1250 or as 1.250; write 1250 or 1.25, or say with data: {numbers: "1,234.5"} that a point begins decimals [two-readings]`,
	}},
	{name: "figures of a map that may be a thousand times as much", file: engagementFile, old: "series: data/orders.csv", new: "series: {2026-08: 310, 2026-09: 1.362}", want: []string{
		`clients/acme/shop/data/orders.csv: warning: this table is used nowhere; name it in the series of a KPI, or move it away [stray-file]`,
		`clients/acme/shop/engagement.md:17:92: error: "1.362" can be read as 1362 or as 1.362; write 1362 or 1.3620, or say with data: {numbers: "1,234.5"} that a point begins decimals [two-readings]`,
	}},
	{name: "figures of a map of which one has a point alone", file: engagementFile, old: "series: data/orders.csv", new: "series: {2026-08: 310.5, 2026-09: 1.362}", want: []string{
		`clients/acme/shop/data/orders.csv: warning: this table is used nowhere; name it in the series of a KPI, or move it away [stray-file]`,
	}},
	{name: "a figure pinned that may be a thousand times as much", file: "clients/acme/shop/reports/2026-09.md", old: "kpis: {orders: 362}", new: "kpis: {orders: 1.362}", want: []string{
		`clients/acme/shop/reports/2026-09.md:4:16: error: "1.362" can be read as 1362 or as 1.362; write 1362 or 1.3620, or say with data: {numbers: "1,234.5"} that a point begins decimals [two-readings]`,
	}},
	{name: "money in an unknown currency", file: engagementFile, old: "amount: 950", new: "amount: 950 EUX", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: "EUX" is not an ISO 4217 currency; write its three letters, such as EUR [bad-currency]`,
	}},
	{name: "money without any currency", file: "provider.md", old: "currency: EUR\n", new: "", want: []string{
		`clients/acme/shop/engagement.md:15:58: error: "950" has no currency; write it as "950 EUR", or give the client or the provider a currency [currency-missing]`,
	}},
	{name: "number that is none", file: engagementFile, old: "target: 400", new: "target: many", want: []string{
		`clients/acme/shop/engagement.md:17:55: error: "many" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
	}},
	{name: "number with an exponent", file: engagementFile, old: "target: 400", new: "target: 4e2", want: []string{
		`clients/acme/shop/engagement.md:17:55: error: "4e2" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
	}},
	{name: "range where one number is wanted", file: engagementFile, old: "target: 400", new: "target: [300, 400]", want: []string{
		`clients/acme/shop/engagement.md:17:55: error: target is a range, but direction is up; write one number, or direction: within [bad-range]`,
	}},
	{name: "one number where a range is wanted", file: engagementFile, old: "direction: up", new: "direction: within", want: []string{
		`clients/acme/shop/engagement.md:17:59: error: target must be a range where direction is within; write it as [low, high] [bad-range]`,
	}},
	{name: "range that is empty", file: engagementFile, old: "direction: up, target: 400", new: "direction: within, target: [400, 300]", want: []string{
		`clients/acme/shop/engagement.md:17:59: error: the range from 400 to 300 is empty; write the lower number first [bad-range]`,
	}},
	{name: "tolerance that is none", file: engagementFile, old: "target: 400", new: "target: 400, tolerance: ten", want: []string{
		`clients/acme/shop/engagement.md:17:71: error: "ten" is not a tolerance; write a percentage of the target, 10%, or a number in the KPI's unit [bad-number]`,
	}},
	{name: "word that is not one of the choices", file: engagementFile, old: "status: active", new: "status: activ", want: []string{
		`clients/acme/shop/engagement.md:3:9: error: "activ" is not one of proposed, active, paused, closed; did you mean "active"? [bad-choice]`,
	}},
	{name: "clock that is none", file: engagementFile, old: "resolve: 2d}", new: "resolve: 2d, clock: sometimes}", want: []string{
		`clients/acme/shop/engagement.md:13:70: error: "sometimes" is not one of working, always; write one of these [bad-choice]`,
	}},
	{name: "priority below one", file: clientFile, old: "priority: 1", new: "priority: 0", want: []string{
		`clients/acme/client.md:7:47: error: "0" is out of range; write priority as 1 or more [bad-range]`,
	}},
	{name: "priority that is not whole", file: clientFile, old: "priority: 1", new: "priority: 1.5", want: []string{
		`clients/acme/client.md:7:47: error: "1.5" is not a whole number; write priority as 1 or more [bad-number]`,
	}},
	{name: "locale that is none", file: clientFile, old: "access: open", new: "access: open\nlocale: english please", want: []string{
		`clients/acme/client.md:4:9: error: "english please" is not a language tag (BCP 47); write it as en, en-GB or nl-NL [bad-locale]`,
	}},
	{name: "currency in lower case", file: clientFile, old: "access: open", new: "access: open\ncurrency: eur", want: []string{
		`clients/acme/client.md:4:11: error: "eur" is not an ISO 4217 currency; did you mean "EUR"? [bad-currency]`,
	}},
	{name: "time zone that is none", file: clientFile, old: "access: open", new: "access: open\ntimezone: Amsterdam", want: []string{
		`clients/acme/client.md:4:11: error: "Amsterdam" is not a time zone; did you mean "Europe/Amsterdam"? [bad-timezone]`,
	}},
	{name: "time zone of the machine", file: "provider.md", old: "timezone: Europe/Amsterdam", new: "timezone: Local", want: []string{
		`provider.md:4:11: error: "Local" is not a time zone; write its IANA name, such as Europe/Amsterdam [bad-timezone]`,
	}},
	{name: "colour that is none", file: clientFile, old: "access: open", new: "access: open\nbrand: {color: brown}", want: []string{
		`clients/acme/client.md:4:16: error: "brown" is not a colour; write it as "#0b5c5a" [bad-color]`,
	}},
	{name: "colour that became a comment", file: clientFile, old: "access: open", new: "access: open\nbrand:\n  color: #8a4b08", want: []string{
		`clients/acme/client.md:5:10: error: the # begins a comment here, which takes away the rest of the line; put the text in quotes, or a space behind the # of a comment [lost-words]`,
	}},
	{name: "colour behind a comment", file: clientFile, old: "access: open", new: "access: open\nbrand:\n  color: # 8a4b08", want: []string{
		`clients/acme/client.md:5:9: error: color is empty, since an unquoted # begins a comment; write it as "#0b5c5a" [bad-color]`,
	}},
	{name: "words behind a hash", file: "provider.md", old: "holidays: nl", new: "holidays: nl\ntools:\n  - Ticket #4 and #5\n  - Linear # for tasks\nextra: {team: Call #slack\n  }", want: []string{
		`provider.md:10:12: error: the # begins a comment here, which takes away the rest of the line; put the text in quotes, or a space behind the # of a comment [lost-words]`,
		`provider.md:12:20: error: the # begins a comment here, which takes away the rest of the line; put the text in quotes, or a space behind the # of a comment [lost-words]`,
	}},
	{name: "an element that is a comment", file: "provider.md", old: "holidays: nl", new: "holidays: nl\ntools:\n  - #4\n  -", want: []string{
		`provider.md:10:5: error: the # begins a comment here, which takes away the rest of the line; put the text in quotes, or a space behind the # of a comment [lost-words]`,
		`provider.md:11:4: error: an element of tools is empty; fill it in or remove it [missing-field]`,
	}},
	{name: "an honest comment without a space", file: clientFile, old: "access: open", new: "access: open #for now"},
	{name: "a list without spaces behind its hyphens", file: "provider.md", old: "holidays: nl", new: "holidays: nl\ntools:\n  -One", want: []string{
		`provider.md:10:3: error: tools must be a list; begin each element with a hyphen and a space [wrong-type]`,
	}},
	{name: "what comes with pasted text", file: clientFile, old: "access: open", new: "access: open\nsince: \"2023-04-01\u200b\"\nlocale: “nl-NL”", want: []string{
		`clients/acme/client.md:4:8: error: in this value stands a zero-width space (U+200B), which cannot be seen; delete it [invisible-character]`,
		`clients/acme/client.md:5:9: error: “ does not quote a value; type straight quotes, or none [wrong-type]`,
	}},
	{name: "a path of Windows that turned into a tab", file: "provider.md", old: "holidays: nl", new: "holidays: nl\ntools: [\"The files stay in D:\\temp\"]", want: []string{
		`provider.md:9:9: error: an element of tools has a tab or a line's end where a backslash seems to be meant; write \\ for a backslash between double quotes [wrong-type]`,
	}},
	{name: "a key with a capital", file: "clients/acme/shop/journal/2026-09-04-week.md", old: "kind: update", new: "Kind: update", want: []string{
		`clients/acme/shop/journal/2026-09-04-week.md:1:1: error: an entry has no "kind"; add it [missing-field]`,
		`clients/acme/shop/journal/2026-09-04-week.md:2:1: error: unknown key "Kind" in an entry; did you mean "kind"? [unknown-key]`,
	}},
	{name: "web address that is none", file: "provider.md", old: "holidays: nl", new: "holidays: nl\nurl: northlight.example", want: []string{
		`provider.md:9:6: error: "northlight.example" is not a web address; write it with https:// in front [bad-url]`,
	}},
	{name: "web address with a script", file: "provider.md", old: "holidays: nl", new: "holidays: nl\nurl: javascript:alert(1)", want: []string{
		`provider.md:9:6: error: "javascript:alert(1)" is not a web address; write it with https:// in front [bad-url]`,
	}},
	{name: "web address with a port that is none", file: "provider.md", old: "holidays: nl", new: "holidays: nl\nurl: https://northlight.example:99999", want: []string{
		`provider.md:9:6: error: "99999" is not a port; write one from 1 to 65535, or none [bad-url]`,
	}},
	{name: "mail address that is none", file: "provider.md", old: "hello@northlight.example", new: "hello at northlight", want: []string{
		`provider.md:3:8: error: "hello at northlight" is not an e-mail address; write it as name@example.org [bad-email]`,
	}},
	{name: "form address that is none", file: "provider.md", old: "holidays: nl", new: "holidays: nl\nfeedback_to: netlfy", want: []string{
		`provider.md:9:14: error: "netlfy" is not a web address; write it with https:// in front [bad-url]`,
	}},
	{name: "access that says nothing", file: clientFile, old: "access: open", new: "access: public", want: []string{
		`clients/acme/client.md:3:9: error: "public" does not say who may read the portal; write access: open, access: sealed, or access: {sealed: {title: …}} [bad-access]`,
	}},
	{name: "access of an unknown form", file: clientFile, old: "access: open", new: "access: {seald: {}}", want: []string{
		`clients/acme/client.md:3:9: error: access does not say who may read the portal; write access: open, access: sealed, or access: {sealed: {title: …}} [bad-access]`,
		`clients/acme/client.md:3:10: error: unknown key "seald" in access; did you mean "sealed"? [unknown-key]`,
	}},
	{name: "a key that is to be new at a time", file: clientFile, old: "access: open", new: "access: {sealed: {rotate: monthly on 1 at 10:00}}", want: []string{
		`clients/acme/client.md:3:27: error: a key is made anew by a build on or after a day; write that day as monthly on 1, quarterly on 1, yearly on 3 march or every 2 weeks on monday [bad-rhythm]`,
	}},
	{name: "a key that is to be new now and then", file: clientFile, old: "access: open", new: "access: {sealed: {rotate: 90 days}}", want: []string{
		`clients/acme/client.md:3:27: error: "90 days" is not a rhythm; write it as daily, weekly on friday, every 2 weeks on tuesday, monthly on 5, monthly on first monday, quarterly on 10 or yearly on 3 march, followed by at 10:00 if it has a time, or as rrule: FREQ=MONTHLY;BYDAY=2TU [bad-rhythm]`,
	}},
	{name: "address that is no folder", file: clientFile, old: "access: open", new: "access: open\naddress: ../other", want: []string{
		`clients/acme/client.md:4:10: error: the address cannot be the name of a folder on every host; use at most 100 letters, digits and hyphens [bad-name]`,
	}},
	{name: "hours of a day that is none", file: "provider.md", old: "mon-fri:", new: "mon-fry:", want: []string{
		`provider.md:7:3: error: "mon-fry" is not a day of the week; did you mean "mon-fri"? [bad-time]`,
	}},
	{name: "hours that are none", file: "provider.md", old: "09:00-12:30", new: "9-12", want: []string{
		`provider.md:7:13: error: "9-12" is not a span of hours; write it as 09:00-12:30 [bad-time]`,
	}},
	{name: "hours that overlap", file: "provider.md", old: "13:00-17:30", new: "12:00-17:30", want: []string{
		`provider.md:7:26: error: 12:00-17:30 overlaps 09:00-12:30; write hours that follow each other [bad-range]`,
	}},
	{name: "hours of one day twice", file: "provider.md", old: "  mon-fri: [09:00-12:30, 13:00-17:30]", new: "  mon-fri: [09:00-12:30, 13:00-17:30]\n  wed: [09:00-10:00]", want: []string{
		`provider.md:8:3: error: wednesday stands in hours twice; say each day once [duplicate-key]`,
	}},
	{name: "hours known ahead without their day", file: "provider.md", old: "hours:\n  mon-fri: [09:00-12:30, 13:00-17:30]", new: "hours:\n  - {mon-fri: [09:00-17:00]}\n  - {mon-thu: [09:00-17:00]}", want: []string{
		`provider.md:8:5: error: these hours have no "since"; add the day from which on they hold [missing-field]`,
	}},
	{name: "hours known ahead out of order", file: "provider.md", old: "hours:\n  mon-fri: [09:00-12:30, 13:00-17:30]", new: "hours:\n  - {mon-fri: [09:00-17:00]}\n  - {since: 2027-01-01, mon-thu: [09:00-17:00]}\n  - {since: 2027-01-01, mon: [09:00-17:00]}", want: []string{
		`provider.md:9:13: error: these hours hold since 2027-01-01, no later than those before them; write the earlier ones first [bad-order]`,
	}},
	{name: "first hours with a day", file: "provider.md", old: "hours:\n  mon-fri: [09:00-12:30, 13:00-17:30]", new: "hours:\n  - {since: 2027-01-01, mon-fri: [09:00-17:00]}", want: []string{
		`provider.md:7:13: error: the first hours hold from the beginning; remove since, or put the hours before them in front [bad-order]`,
	}},
	{name: "only hours with a day", file: "provider.md", old: "  mon-fri: [09:00-12:30, 13:00-17:30]", new: "  since: 2027-01-01\n  mon-fri: [09:00-12:30, 13:00-17:30]", want: []string{
		`provider.md:7:10: error: no hours come before these; remove since, or write a list with the hours before them in front [bad-order]`,
	}},
	{name: "unknown holidays of a client", file: clientFile, old: "access: open", new: "access: open\nholidays: xx", want: []string{
		`clients/acme/client.md:4:11: error: there is no calendar of holidays for "xx"; write a country such as nl, or a region such as de-by (rapport explain holidays lists them), or the days off of any other as closures [bad-choice]`,
	}},
	{name: "unknown holidays", file: "provider.md", old: "holidays: nl", new: "holidays: [nl, xx]", want: []string{
		`provider.md:8:16: error: there is no calendar of holidays for "xx"; write a country such as nl, or a region such as de-by (rapport explain holidays lists them), or the days off of any other as closures [bad-choice]`,
	}},
	{name: "holidays by another name", file: "provider.md", old: "holidays: nl", new: "holidays: [UK, Bavaria, tr]", want: []string{
		`provider.md:8:12: error: there is no calendar of holidays for "UK"; did you mean "gb"? [bad-choice]`,
		`provider.md:8:16: error: there is no calendar of holidays for "Bavaria"; did you mean "de-by"? [bad-choice]`,
		`provider.md:8:25: error: there is no calendar of holidays for "tr": those of Türkiye are announced from year to year; write its days off as closures [bad-choice]`,
	}},
	{name: "closure that ends before it begins", file: "provider.md", old: "holidays: nl", new: "holidays: nl\nclosures: [{from: 2026-12-24, to: 2026-12-20}]", want: []string{
		`provider.md:9:35: error: 2026-12-20 is before 2026-12-24, where it begins; write the later date in "to" [bad-range]`,
	}},
	{name: "picture that is missing", file: clientFile, old: "access: open", new: "access: open\nbrand: {logo: logo.svg}", want: []string{
		`clients/acme/client.md:4:15: error: there is no picture "logo.svg"; add the file or remove this line [missing-picture]`,
	}},
	{name: "picture that is none", file: clientFile, old: "access: open", new: "access: open\nbrand: {logo: client.md}", want: []string{
		`clients/acme/client.md:4:15: error: "client.md" is not a picture; name a file that ends in .svg, .png, .jpg, .jpeg, .webp, .gif, .avif [bad-picture]`,
	}},
	{name: "picture outside the folder", file: clientFile, old: "access: open", new: "access: open\nbrand: {logo: ../../logo.svg}", want: []string{
		`clients/acme/client.md:4:15: error: "../../logo.svg" is not in this folder; copy it here and name it by its path from here [missing-picture]`,
	}},
	{name: "missing name", file: clientFile, old: "name: Acme\n", new: "", want: []string{
		`clients/acme/client.md:1:1: error: client.md has no "name"; add it [missing-field]`,
	}},
	{name: "empty title", file: engagementFile, old: "title: Web shop", new: "title: \"\"", want: []string{
		`clients/acme/shop/engagement.md:2:8: error: "title" in engagement.md is empty; fill it in [missing-field]`,
	}},
	{name: "missing access", file: clientFile, old: "access: open\n", new: "", want: []string{
		`clients/acme/client.md:1:1: error: client.md has no "access"; add it [missing-field]`,
	}},
	{name: "missing scope", file: engagementFile, old: "scope:\n  includes: [Design]\n", new: "", want: []string{
		`clients/acme/shop/engagement.md:1:1: error: engagement.md has no "scope"; add it [missing-field]`,
	}},
	{name: "empty list that must not be", file: engagementFile, old: "includes: [Design]", new: "includes: []", want: []string{
		`clients/acme/shop/engagement.md:11:13: error: includes in scope is empty; add at least one [missing-field]`,
	}},
	{name: "no turnaround at all", file: engagementFile, old: "turnaround:\n  - {id: change, request: A change, respond: 4h, resolve: 2d}\n", new: "turnaround: []\n", want: []string{
		`clients/acme/shop/data/requests.csv:2:4: error: there is no turnaround "change"; none is defined yet, add it [unknown-id]`,
		`clients/acme/shop/engagement.md:12:13: error: turnaround in engagement.md is empty; add at least one [missing-field]`,
	}},
	{name: "turnaround that promises nothing", file: engagementFile, old: ", respond: 4h, resolve: 2d}", new: "}", want: []string{
		`clients/acme/shop/engagement.md:13:5: error: an element of turnaround has neither "respond" nor "resolve"; add one of them [missing-field]`,
	}},
	{name: "input without a day", file: engagementFile, old: "from: joost, due: 2026-03-09", new: "from: joost", want: []string{
		`clients/acme/shop/engagement.md:22:5: error: an element of inputs has neither "due" nor "every"; add one of them [missing-field]`,
	}},
	{name: "contact without a name", file: clientFile, old: "{id: joost, name: Joost de Wit, email", new: "{id: joost, email", want: []string{
		`clients/acme/client.md:5:5: error: an element of contacts has no "name"; add it [missing-field]`,
	}},
	{name: "closed without a day", file: engagementFile, old: "status: active", new: "status: closed", want: []string{
		`clients/acme/shop/engagement.md:3:9: error: the engagement is closed, and no day says since when; add closed: with its date [closed-missing]`,
	}},
	{name: "retainer without a period", file: engagementFile, old: "per: month, ", new: "", want: []string{
		`clients/acme/shop/engagement.md:15:5: error: a retainer that includes hours has no "per"; write per: month, or what it is [missing-field]`,
	}},
	{name: "hours included in a fixed price", file: engagementFile, old: "model: retainer", new: "model: fixed", want: []string{
		`clients/acme/shop/engagement.md:15:82: error: only a retainer includes hours, and this price is fixed; remove includes, or write model: retainer [bad-choice]`,
	}},
	{name: "per that is no period", file: engagementFile, old: "per: month", new: "per: moon", want: []string{
		`clients/acme/shop/engagement.md:15:68: error: "moon" is not one of hour, day, week, month, quarter, year; write one of these [bad-choice]`,
	}},
	{name: "received as a list where due once", file: engagementFile, old: "due: 2026-03-09", new: "due: 2026-03-09, received: [2026-03-10]", want: []string{
		`clients/acme/shop/engagement.md:22:68: error: received must be one date where an input is due once; write received: 2026-03-13, or give the input a rhythm with every: [wrong-type]`,
	}},
	{name: "received by a period of another length", file: engagementFile, old: "received: [null, 2026-04-03]", new: "received: [{for: 2026-W15, on: 2026-04-03}]", want: []string{
		`clients/acme/shop/engagement.md:23:81: error: "2026-W15" is no occurrence of an input that is due monthly on 3; write for: 2026-04, or which it was [bad-period]`,
	}},
	{name: "received of one period twice", file: engagementFile, old: "received: [null, 2026-04-03]", new: "received: [{for: 2026-04, on: 2026-04-03}, {for: 2026-04, on: 2026-05-03}]", want: []string{
		`clients/acme/shop/engagement.md:23:113: error: 2026-04 stands in received twice; remove one of them [duplicate-key]`,
	}},
	{name: "received before the start", file: engagementFile, old: "received: [null, 2026-04-03]", new: "received: [{for: 2026-02, on: 2026-04-03}]", want: []string{
		`clients/acme/shop/engagement.md:23:75: error: 2026-02 is before the start, 2026-03-02, and nothing was due then; mend the period [bad-order]`,
	}},
	{name: "received by place and by period", file: engagementFile, old: "received: [null, 2026-04-03]", new: "received: [2026-03-03, {for: 2026-04, on: 2026-04-03}]", want: []string{
		`clients/acme/shop/engagement.md:23:75: error: this day has no period, and others in received have one; write each as {for: 2026-10, on: 2026-10-05} [wrong-type]`,
	}},
	{name: "due before it was agreed on", file: engagementFile, old: "due: 2026-03-09", new: "due: 2026-03-09, since: 2026-04-01", want: []string{
		`clients/acme/shop/engagement.md:22:65: error: it is due on 2026-03-09, before it was agreed on, 2026-04-01; mend one of the dates [bad-order]`,
	}},
	{name: "taken out before it was agreed on", file: engagementFile, old: "due: 2026-03-09", new: "due: 2026-05-04, since: 2026-04-01, until: 2026-03-31", want: []string{
		`clients/acme/shop/engagement.md:22:84: error: until, 2026-03-31, is before since, 2026-04-01; mend one of the dates [bad-order]`,
	}},
	{name: "returned before it came", file: engagementFile, old: "due: 2026-03-09", new: "due: 2026-03-09, returned: [{came: 2026-03-10, on: 2026-03-09, why: Too small}]", want: []string{
		`clients/acme/shop/engagement.md:22:92: error: returned on 2026-03-09, before it came, on 2026-03-10; mend one of the dates [bad-order]`,
	}},
	{name: "returned without a day", file: engagementFile, old: "due: 2026-03-09", new: "due: 2026-03-09, returned: [{came: 2026-03-10, why: Too small}]", want: []string{
		`clients/acme/shop/engagement.md:22:69: error: an element of returned has no "on"; add it [missing-field]`,
	}},
	{name: "sent to nowhere", file: engagementFile, old: "due: 2026-03-09", new: "due: 2026-03-09, send_to: the office", want: []string{
		`clients/acme/shop/engagement.md:22:67: error: "the office" is not a web address; write it with https:// in front [bad-url]`,
	}},
	{name: "reports read within hours", file: engagementFile, old: "rhythm:\n", new: "review_within: 10h\nrhythm:\n", want: []string{
		`clients/acme/shop/engagement.md:24:16: error: "10h" is in hours, where working days are wanted; write it as 10d [bad-duration]`,
	}},
	{name: "received as a date where it recurs", file: engagementFile, old: "received: [null, 2026-04-03]", new: "received: 2026-04-03", want: []string{
		`clients/acme/shop/engagement.md:23:74: error: received must be a list; write it as a list: received: [..] [wrong-type]`,
	}},
	{name: "end before start", file: engagementFile, old: "end: 2026-12-18", new: "end: 2026-01-18", want: []string{
		`clients/acme/shop/engagement.md:5:6: error: the end, 2026-01-18, is before the start, 2026-03-02; write the later date in "end" [bad-order]`,
	}},
	{name: "goal date before the baseline", file: engagementFile, old: "target: 400", new: "target: 400, baseline: {value: 1, at: 2026-05-01}, by: 2026-04-01", want: []string{
		`clients/acme/shop/engagement.md:17:102: error: by, 2026-04-01, is not after the baseline, 2026-05-01; write a later date in "by" [bad-order]`,
	}},
	{name: "id with a space", file: engagementFile, old: "id: change,", new: "id: a change,", want: []string{
		`clients/acme/shop/data/requests.csv:2:4: error: there is no turnaround "change"; did you mean "a change"? [unknown-id]`,
		`clients/acme/shop/engagement.md:13:10: error: "a change" cannot be an id; use letters, digits and hyphens [bad-name]`,
	}},
	{name: "one id for a milestone and an input", file: engagementFile, old: "id: logo, what: Logo", new: "id: design, what: Logo", want: []string{
		`clients/acme/shop/engagement.md:19:57: error: there is no milestone or input "logo"; there are design, live, sales [unknown-id]`,
		`clients/acme/shop/engagement.md:22:10: error: id "design" stands on line 19 already; ids are unique across plan, inputs and kpis, so choose another [duplicate-id]`,
	}},
	{name: "one id for a contact and a colleague", file: clientFile, old: "id: joost", new: "id: mara", want: []string{
		`clients/acme/client.md:5:10: error: id "mara" is one of the provider's people; ids are unique across people and contacts, so choose another [duplicate-id]`,
		`clients/acme/shop/engagement.md:22:34: error: there is no contact "joost"; there are mara [unknown-id]`,
		`clients/acme/shop/engagement.md:23:36: error: there is no contact "joost"; there are mara [unknown-id]`,
	}},
	{name: "ids that differ in case alone", file: engagementFile, old: "id: logo, what: Logo", new: "id: Design, what: Logo", want: []string{
		`clients/acme/shop/engagement.md:19:57: error: there is no milestone or input "logo"; there are Design, design, live, sales [unknown-id]`,
		`clients/acme/shop/engagement.md:22:10: error: id "Design" stands on line 19 already; ids are unique across plan, inputs and kpis, so choose another [duplicate-id]`,
	}},
	{name: "service that is a draft", file: engagementFile, old: "service: care", new: "service: old", add: `
-- content/services/old.md --
---
name: Old
draft: true
---
`, want: []string{
		`clients/acme/shop/engagement.md:8:10: error: service "old" is a draft; finish it, or build with --drafts [unknown-id]`,
	}},
	{name: "provider that is a draft", file: "provider.md", old: "holidays: nl", new: "holidays: nl\ndraft: true", want: []string{
		`provider.md:9:8: error: the provider cannot be a draft; remove draft: true [bad-choice]`,
	}},
	{name: "one id for two goals", file: clientFile, old: "priority: 1}", new: "priority: 1}\n  - {id: online, want: Again}", want: []string{
		`clients/acme/client.md:8:10: error: id "online" stands on line 7 already; ids are unique across goals, so choose another [duplicate-id]`,
	}},
	{name: "unknown person", file: engagementFile, old: "lead: mara", new: "lead: marra", want: []string{
		`clients/acme/shop/engagement.md:6:7: error: there is no person "marra"; did you mean "mara"? [unknown-id]`,
	}},
	{name: "unknown goal", file: engagementFile, old: "goals: [online]", new: "goals: [offline]", want: []string{
		`clients/acme/shop/engagement.md:9:9: error: there is no goal "offline"; did you mean "online"? [unknown-id]`,
	}},
	{name: "unknown service", file: engagementFile, old: "service: care", new: "service: carre", want: []string{
		`clients/acme/shop/engagement.md:8:10: error: there is no service "carre"; did you mean "care"? [unknown-id]`,
	}},
	{name: "unknown need", file: engagementFile, old: "needs: [design]", new: "needs: [desing]", want: []string{
		`clients/acme/shop/engagement.md:20:53: error: there is no milestone or input "desing"; did you mean "design"? [unknown-id]`,
	}},
	{name: "needs in a circle", file: engagementFile, old: "needs: [logo]", new: "needs: [logo, live]", want: []string{
		`clients/acme/shop/engagement.md:19:63: error: milestones need each other: design → live → design; remove one of these needs [needs-cycle]`,
	}},
	{name: "milestone that needs itself", file: engagementFile, old: "needs: [design]", new: "needs: [live]", want: []string{
		`clients/acme/shop/engagement.md:20:53: error: milestones need each other: live → live; remove one of these needs [needs-cycle]`,
	}},
	{name: "unknown KPI in a report", file: reportFile, old: "kpis: {orders: 362}", new: "kpis: {order: 362}", want: []string{
		`clients/acme/shop/reports/2026-09.md:4:8: error: there is no KPI "order"; did you mean "orders"? [unknown-id]`,
	}},
	{name: "unknown affected item", file: entryFile, old: "by: mara", new: "by: mara\naffects: [livve]", want: []string{
		`clients/acme/shop/journal/2026-09-04-week.md:5:11: error: there is no milestone, input, KPI or price "livve"; did you mean "live"? [unknown-id]`,
	}},
	{name: "figure that is none in a report", file: reportFile, old: "orders: 362", new: "orders: lots", want: []string{
		`clients/acme/shop/reports/2026-09.md:4:16: error: "lots" is not a number; write it in digits, with a point before decimals: 1234.5 [bad-number]`,
	}},
}
