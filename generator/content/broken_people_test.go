package content

const (
	decisionFile = "content/clients/acme/shop/journal/2026-09-08-which.md"
	changeFile   = "content/clients/acme/shop/journal/2026-09-09-more.md"
)

// changed is a change that was accepted, with more of its fields.
func changed(fields string) string {
	return "-- " + changeFile + " --\n---\nkind: change\ntitle: More\nstate: accepted\n" + fields + "---\n"
}

// decided is a decision that was taken, with more of its fields.
func decided(fields string) string {
	return "-- " + decisionFile + " --\n---\nkind: decision\ntitle: Which\ndecided: 2026-09-09\n" + fields + "---\n"
}

// brokenPeople names people for words that are not theirs, or for nothing.
var brokenPeople = []brokenFile{
	{name: "accepted by nobody and never", add: changed(""), want: []string{
		`clients/acme/shop/journal/2026-09-09-more.md:4:8: error: the change is accepted, and nothing says by whom and when; add accepted_by: with a contact, and accepted: with the day [accepted-missing]`,
	}},
	{name: "accepted by nobody", add: changed("accepted: 2026-09-10\n"), want: []string{
		`clients/acme/shop/journal/2026-09-09-more.md:4:8: error: the change is accepted, and nothing says by whom; add accepted_by: with a contact [accepted-missing]`,
	}},
	{name: "accepted on no day", add: changed("accepted_by: joost\n"), want: []string{
		`clients/acme/shop/journal/2026-09-09-more.md:4:8: error: the change is accepted, and no day says since when; add accepted: with it [accepted-missing]`,
	}},
	{name: "accepted by the provider for the client", add: changed("accepted: 2026-09-10\naccepted_by: mara\n"), want: []string{
		`clients/acme/shop/journal/2026-09-09-more.md:6:14: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "accepted by somebody who is not there", add: changed("accepted: 2026-09-10\naccepted_by: jost\n"), want: []string{
		`clients/acme/shop/journal/2026-09-09-more.md:6:14: error: there is no contact "jost"; did you mean "joost"? [unknown-id]`,
	}},
	{name: "a change of what is not agreed", add: changed("accepted: 2026-09-10\naccepted_by: joost\naffects: [change, care, orders, live, logo, scope, duties, hours, rhythm, budget]\n"), want: []string{
		`clients/acme/shop/journal/2026-09-09-more.md:7:75: error: there is no part of the agreement "budget"; write an id that is defined, or define it [unknown-id]`,
	}},
	{name: "an update of a turnaround", file: entryFile, old: "by: mara", new: "by: mara\naffects: [change]", want: []string{
		`clients/acme/shop/journal/2026-09-04-week.md:5:11: error: there is no milestone, input, KPI or price "change"; there are care, design, live, logo, orders, sales [unknown-id]`,
	}},
	{name: "the provider's word by a contact", file: entryFile, old: "by: mara", new: "by: joost", want: []string{
		`clients/acme/shop/journal/2026-09-04-week.md:4:5: error: "joost" is one of the client's contacts, and this is the provider's to say or do; name one of your own people: mara [not-theirs-to-say]`,
	}},
	{name: "decided for the client", add: decided("decided_by: mara\n"), want: []string{
		`clients/acme/shop/journal/2026-09-08-which.md:5:13: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "decided for a contact", add: decided("to: joost\ndecided_by: mara\n"), want: []string{
		`clients/acme/shop/journal/2026-09-08-which.md:6:13: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "decided for the provider", add: decided("to: mara\ndecided_by: joost\n"), want: []string{
		`clients/acme/shop/journal/2026-09-08-which.md:6:13: error: "joost" is one of the client's contacts, and this is the provider's to say or do; name one of your own people: mara [not-theirs-to-say]`,
	}},
	{name: "reviewed by who wrote it", file: reportFile, old: "kpis:", new: "reviewed: {by: mara, on: 2026-10-06}\nkpis:", want: []string{
		`clients/acme/shop/reports/2026-09.md:4:16: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "a report by a contact", file: reportFile, old: "kpis:", new: "by: joost\nkpis:", want: []string{
		`clients/acme/shop/reports/2026-09.md:4:5: error: "joost" is one of the client's contacts, and this is the provider's to say or do; name one of your own people: mara [not-theirs-to-say]`,
	}},
	{name: "feedback of the provider's", add: "-- content/clients/acme/shop/journal/2026-09-08-how.md --\n---\nkind: feedback\ntitle: How\nfrom: mara\n---\n", want: []string{
		`clients/acme/shop/journal/2026-09-08-how.md:4:7: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "an input of the provider's", file: engagementFile, old: "what: Logo, from: joost", new: "what: Logo, from: mara", want: []string{
		`clients/acme/shop/engagement.md:22:34: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "a goal in the provider's words", file: clientFile, old: "{id: online, ", new: "{id: online, by: mara, ", want: []string{
		`clients/acme/client.md:7:22: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "the other side stands in", file: clientFile, old: "{id: joost, ", new: "{id: joost, backup: mara, ", want: []string{
		`clients/acme/client.md:5:25: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "nobody stands in", file: "provider.md", old: "{id: mara, ", new: "{id: mara, backup: tijn, ", want: []string{
		`provider.md:10:24: error: there is no colleague "tijn"; there are mara [unknown-id]`,
	}},
	{name: "back before leaving", file: "provider.md", old: "{id: mara, ", new: "{id: mara, away: [{from: 2026-10-20, to: 2026-10-10}], ", want: []string{
		`provider.md:10:46: error: 2026-10-10 is before 2026-10-20, where it begins; write the later date in "to" [bad-range]`,
	}},
	{name: "a way to hear that there is not", file: clientFile, old: "{id: joost, ", new: "{id: joost, prefers: {by: fax, news: daily}, ", want: []string{
		`clients/acme/client.md:5:31: error: "fax" is not one of mail, phone, portal; write one of these [bad-choice]`,
		`clients/acme/client.md:5:42: error: "daily" is not one of each, weekly, none; write one of these [bad-choice]`,
	}},
	{name: "a register that there is not", file: clientFile, old: "access: open", new: "access: open\nregister: polite", want: []string{
		`clients/acme/client.md:4:11: error: "polite" is not one of formal, informal; write one of these [bad-choice]`,
	}},
	{name: "some of the services", file: clientFile, old: "access: open", new: "access: open\nservices: mine", want: []string{
		`clients/acme/client.md:4:11: error: "mine" is not one of all, own; write one of these [bad-choice]`,
	}},
	{name: "an answer to what nobody asks", file: clientFile, old: "access: open", new: "access: open\nanswers: [{to: wants, words: More}, {to: yourselves, words: Bake}]", want: []string{
		`clients/acme/client.md:4:11: warning: nobody asks "wants"; did you mean "want"? [answer-unasked]`,
	}},
	{name: "an answer without words, and one of the provider's", file: clientFile, old: "access: open", new: "access: open\nanswers: [{to: want}, {to: why, words: Calm, by: mara}]", want: []string{
		`clients/acme/client.md:4:11: error: an element of answers has no "words"; add it [missing-field]`,
		`clients/acme/client.md:4:50: error: "mara" is one of the provider's people, and this is the client's to say or do; name a contact: joost [not-theirs-to-say]`,
	}},
	{name: "two questions with one name", file: "provider.md", old: "people:", new: "asks: [{id: want, q: What?}, {id: want, q: And what else?, into: goal}, {id: who}]\npeople:", want: []string{
		`provider.md:9:35: error: id "want" stands on line 9 already; ids are unique across asks, so choose another [duplicate-id]`,
		`provider.md:9:66: error: "goal" is not one of goals, why, constraints, contacts, prefers, duties; did you mean "goals"? [bad-choice]`,
		`provider.md:9:73: error: an element of asks has no "q"; add it [missing-field]`,
	}},
	{name: "questions of two services whose answers have one name", add: "-- content/services/web.md --\n---\nasks: [{id: shop-want, q: What?}]\n---\n-- content/services/web-shop.md --\n---\nasks: [{id: want, q: What?}]\n---\n", want: []string{
		`services/web.md:2:8: error: the answers to web-shop/want and web/shop-want could not be told apart; give this question another id [duplicate-id]`,
	}},
}
