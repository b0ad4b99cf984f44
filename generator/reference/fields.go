package reference

import (
	"slices"

	"rapport/generator/content"
)

// A Kind is a kind of file, with the fields of its front matter.
type Kind struct {
	Name   string // provider, service, client, engagement, report, or the kind of an entry
	Where  string // the file
	Fields []Field
}

// Kinds returns the kinds of file, entries by their kinds.
func Kinds() []Kind {
	kinds := []Kind{
		{"provider", "content/provider.md", provider},
		{"service", "content/services/<service>.md", service},
		{"client", "content/clients/<client>/client.md", client},
		{"engagement", "content/clients/<client>/<engagement>/engagement.md", engagement},
	}
	for _, info := range content.Kinds {
		kind := info.Kind
		fields := slices.Concat(entry, entries[kind])
		fields[0].Type = choice(string(kind))
		kinds = append(kinds, Kind{string(kind), "content/clients/<client>/<engagement>/journal/<date>-<slug>.md", fields})
	}
	kinds = append(kinds, Kind{"report", "content/clients/<client>/<engagement>/reports/<period>.md", report})
	for i := range kinds {
		kinds[i].Fields = slices.Concat(kinds[i].Fields, common)
	}
	return kinds
}

// common are the fields of every file.
var common = []Field{
	{"draft", truth, false, "A draft is published nowhere and enters no fact, unless --drafts is given. Of a client or engagement it hides the folder."},
	{"internal", free, false, "Notes for the provider alone, in any form. Nothing under it reaches a published file."},
	{"accept", maps(
		Field{"rule", line, true, "The name of the rule, as it stands in brackets behind the finding."},
		Field{"why", line, true, "Why it is right that the finding stands."},
	), false, "Findings of rapport check in this file that are accepted, each with the reason. engagement.md also answers for the engagement's data and attachments."},
	{"extra", own, false, "Keys of your own, handed to the theme as they are."},
}

// people are the fields of a person on either side.
var people = []Field{
	{"id", id, true, "The name by which other fields mean this person. It is unique among people and contacts."},
	{"name", line, true, "The person's name, as it is shown."},
	{"role", text, false, "What to call the person for."},
	{"email", email, false, "Where the person reads mail."},
	{"phone", line, false, "Where the person answers."},
	{"photo", picture, false, "The person's face."},
	{"hours", text, false, "When the person is there, where it differs from everybody's hours."},
	{"about", text, false, "A line that makes the person one."},
	{"decides", listOf(text), false, "What the person may decide alone."},
}

var brand = mapOf(
	Field{"color", stringType("a colour", `"#0b5c5a"`, "pattern", `^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`), false, "The colour of links and accents. It is made darker or lighter where text in it could not be read."},
	Field{"logo", picture, false, "The picture at the top of each page."},
)

var provider = []Field{
	{"name", line, true, "Who publishes the portals."},
	{"tagline", text, false, "What you do, in a line."},
	{"url", url, false, "Your own site."},
	{"email", email, true, "Where clients write to when nothing else is said."},
	{"timezone", stringType("the name of a time zone (IANA)", "Europe/Amsterdam"), true, "The zone of your hours, and of all times without an offset."},
	{"locale", stringType("a language tag (BCP 47)", "en-GB"), false, "The language of portals whose client has none of its own. The default is en."},
	{"currency", stringType("a currency (ISO 4217)", "EUR", "pattern", "^[A-Z]{3}$"), false, "The currency of amounts without one, unless the client has its own."},
	{"brand", brand, false, "How your portals look where a client has no brand."},
	{"hours", Type{name: "a map of days to opening hours", example: "mon-thu: [09:00-12:30, 13:00-17:30]", open: true,
		schema: map[string]any{"type": "object", "additionalProperties": map[string]any{"type": []any{"array", "null"}, "items": map[string]any{"type": "string", "pattern": `^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$`}}}}, true, "When you work. Days left out are closed. All working time is counted in these hours."},
	{"holidays", Type{name: "a country or region whose public holidays you keep, or a list of them", example: "nl or de-by",
		schema: map[string]any{"anyOf": []any{map[string]any{"type": []any{"string", "boolean"}}, map[string]any{"type": "array", "items": map[string]any{"type": []any{"string", "boolean"}}}}}}, false, "Days closed by the calendar of a country or region."},
	{"open", listOf(date), false, "Days that you work although the holidays say otherwise."},
	{"closures", maps(
		Field{"from", date, true, "The first closed day."},
		Field{"to", date, false, "The last closed day; where it is missing, the first."},
		Field{"note", line, false, "Why, for the client to read."},
	), false, "Stretches of closed days."},
	{"channels", maps(
		Field{"name", text, true, "What the channel is called."},
		Field{"for", text, false, "What to use it for."},
		Field{"answer_within", duration, false, "How soon it is answered."},
		Field{"address", line, false, "A mail address, a number, or a link."},
	), false, "How a client reaches you."},
	{"people", maps(people...), false, "Your people, as clients meet them."},
	{"processes", maps(
		Field{"name", text, true, "What the process is called."},
		Field{"how", text, false, "How it goes."},
	), false, "How you work, told once to every client."},
	{"tools", items, false, "What you work with."},
	{"feedback_to", Type{name: "a web address, or netlify", schema: map[string]any{"type": "string", "pattern": `^(netlify|https?://.+)$`}}, false, "Where the form for questions and feedback is sent. The default is a mail."},
}

var service = []Field{
	{"name", line, false, "What the service is called. The default is the file's name."},
	{"does", items, false, "What it does."},
	{"does_not", items, false, "What it does not do, shown just as clearly."},
	{"best_case", text, false, "How well it can turn out."},
	{"worst_case", text, false, "How badly it can turn out."},
	{"suits", text, false, "For whom it is right."},
}

var client = []Field{
	{"name", line, true, "The client's name, as it is shown."},
	{"since", date, false, "Since when you work together."},
	{"timezone", stringType("the name of a time zone (IANA)", "Europe/London"), false, "The zone in which the client reads your hours. The default is yours."},
	{"locale", stringType("a language tag (BCP 47)", "nl-NL"), false, "The language of the portal, and how it writes dates, numbers and money."},
	{"currency", stringType("a currency (ISO 4217)", "GBP", "pattern", "^[A-Z]{3}$"), false, "The currency of this client's amounts without one."},
	{"brand", brand, false, "How the portal looks."},
	{"address", stringType("the name of a folder", "korenaar-7f3k9q2m", "pattern", `^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`), false, "The folder of the published portal; the default is the client's id. One that nobody can guess keeps an open portal unlisted."},
	{"access", orMap(choice("open", "sealed"),
		Field{"sealed", mapOf(Field{"title", line, false, "What the locked door may show."}), false, "Only people with a key can read the portal."},
	), true, "Who can read the portal: everybody with the address, or only people with a key. It has no default."},
	{"contacts", maps(people...), false, "The client's people."},
	{"goals", maps(
		Field{"id", id, true, "The name by which engagements and KPIs mean this goal."},
		Field{"want", text, true, "The result that the client wants, in its words."},
		Field{"why", text, false, "Why it matters to the client."},
		Field{"priority", whole(1, 1_000_000, "a whole number"), false, "The goal's weight: 1 comes first."},
	), false, "The results that the client wants, whichever engagement brings them."},
	{"faq", maps(
		Field{"q", text, true, "What this client asks."},
		Field{"a", text, true, "The answer."},
	), false, "Questions that the client asked twice."},
	{"glossary", maps(
		Field{"term", text, true, "A word that the client may not know."},
		Field{"means", text, true, "What it means."},
	), false, "Words of your trade."},
}

var engagement = []Field{
	{"title", text, true, "What the engagement is called."},
	{"status", choice("proposed", "active", "paused", "closed"), true, "Where the engagement stands. A proposed one has no commitments, a paused one neither, a closed one is frozen on its last day."},
	{"paused", maps(
		Field{"from", date, true, "The first day of the pause."},
		Field{"to", date, false, "The last day; missing while the pause lasts."},
	), false, "Stretches in which nothing is promised. No rhythm occurs on paused days."},
	{"closed", date, false, "The day on which it ended; required where status is closed."},
	{"start", date, true, "The first day."},
	{"end", date, false, "The last day that is planned."},
	{"lead", person, true, "Who answers for it."},
	{"team", listOf(person), false, "Who works on it."},
	{"service", Type{name: "the name of a file in services/", schema: ref.schema}, false, "The service that it is one of."},
	{"goals", listOf(ref), false, "The client's goals that it serves."},
	{"value", text, false, "Why it matters, from the client's side."},
	{"scope", mapOf(
		Field{"includes", items, true, "What is done."},
		Field{"excludes", items, false, "What is not done, shown just as clearly."},
		Field{"deliverables", items, false, "What the client has in its hands at the end."},
		Field{"assumptions", items, false, "What has to be true for the plan to hold."},
		Field{"best_case", text, false, "How well it can turn out."},
		Field{"worst_case", text, false, "How badly it can turn out."},
	), true, "What was agreed to be done, and what was not."},
	{"turnaround", maps(
		Field{"id", id, true, "The name by which requests mean this kind."},
		Field{"request", text, true, "What is asked."},
		Field{"respond", duration, false, "How soon it is answered. It or resolve is required."},
		Field{"resolve", duration, false, "How soon it is done."},
		Field{"clock", choice("working", "always"), false, "What counts: working time (the default), or every hour of every day."},
	), true, "How soon each kind of request is answered and done."},
	{"pricing", maps(
		Field{"id", id, true, "The name by which time.csv means this price."},
		Field{"item", text, true, "What is paid for."},
		Field{"model", choice("fixed", "retainer", "hourly", "unit"), true, "How it is paid."},
		Field{"amount", money, true, "What it costs."},
		Field{"per", line, false, "For which length of time (hour, day, week, month, quarter, year), or for unit any word; missing where it is paid once."},
		Field{"includes", hours, false, "The hours that a retainer includes."},
	), true, "What it costs, extra work too."},
	{"duties", mapOf(
		Field{"ours", items, false, "What the provider does."},
		Field{"yours", items, false, "What the client does."},
	), false, "Who does what."},
	{"kpis", maps(
		Field{"id", id, true, "The name by which reports mean this figure. It is unique among plan, inputs and kpis."},
		Field{"name", text, true, "What is measured."},
		Field{"goal", ref, false, "The goal that it measures."},
		Field{"unit", line, false, "What is counted."},
		Field{"direction", choice("up", "down", "within"), false, "Where it should go; the default is up."},
		Field{"target", Type{name: "a number, or [low, high] where direction is within", schema: map[string]any{"anyOf": []any{number.schema, map[string]any{"type": "array", "items": number.schema, "minItems": 2, "maxItems": 2}}}}, false, "What is aimed at. Without it there is no status."},
		Field{"baseline", mapOf(
			Field{"value", number, true, "The figure at the start."},
			Field{"at", date, true, "The day of that figure."},
		), false, "Where it started. With by it draws the line to the target."},
		Field{"by", date, false, "When the target should be reached."},
		Field{"tolerance", Type{name: "a percentage of the target, or a number in the KPI's unit", example: "10%", schema: map[string]any{"anyOf": []any{map[string]any{"type": "number", "minimum": 0}, map[string]any{"type": "string", "pattern": `^[0-9]+(\.[0-9]+)? *%?$`}}}}, false, "How far from the target a figure still counts as near. The default is 10%."},
		Field{"series", Type{name: "a CSV file of figures, or a map of periods to figures", example: "data/orders.csv or {2026-08: 310}", open: true,
			schema: map[string]any{"anyOf": []any{map[string]any{"type": "string", "pattern": `\.csv$`}, map[string]any{"type": "object", "additionalProperties": number.schema}}}}, false, "The figures, a period each."},
		Field{"means", text, false, "What the figure says, in plain words."},
	), false, "Figures that tell whether a goal is reached."},
	{"plan", maps(
		Field{"id", id, true, "The name by which needs and affects mean this milestone."},
		Field{"what", text, true, "What is reached."},
		Field{"due", date, true, "The day that was agreed. It stays as it is: accepted changes and late inputs move it by themselves."},
		Field{"done", date, false, "The day on which it was reached."},
		Field{"forecast", date, false, "The day on which you now expect it."},
		Field{"owner", person, false, "Who sees to it."},
		Field{"needs", listOf(ref), false, "The inputs and milestones that it waits for."},
	), false, "Milestones: the provider's dated promises."},
	{"inputs", maps(
		Field{"id", id, true, "The name by which needs and affects mean this input."},
		Field{"what", text, true, "What the client sends."},
		Field{"from", person, true, "Who sends it."},
		Field{"due", date, false, "The day on which it is needed. It or every is required."},
		Field{"every", rhythm, false, "When it is needed, again and again."},
		Field{"received", Type{name: "a day, or where every is given a list of days, one an occurrence in order, null for one not received", schema: map[string]any{"anyOf": []any{date.schema, map[string]any{"type": "array", "items": map[string]any{"anyOf": []any{date.schema, map[string]any{"type": "null"}, map[string]any{"const": ""}}}}}}}, false, "When it came."},
		Field{"reminded", Type{name: "a day, or a list of days", schema: map[string]any{"anyOf": []any{date.schema, map[string]any{"type": "array", "items": date.schema}}}}, false, "When the client was reminded."},
	), false, "What the client owes."},
	{"rhythm", mapOf(
		Field{"update", rhythm, false, "When updates are published."},
		Field{"report", rhythm, false, "When reports are published."},
		Field{"feedback", rhythm, false, "When feedback is asked for."},
		Field{"meeting", mapOf(
			Field{"every", rhythm, true, "When you meet."},
			Field{"length", hours, false, "How long."},
			Field{"where", line, false, "A link or a place."},
		), false, "The standing meeting."},
	), false, "What comes again and again."},
	{"quiet", choice("say-so", "off"), false, "What the portal says of an update that did not come: “no change since” (say-so, the default), or nothing (off)."},
	{"closing", mapOf(
		Field{"handover", Type{name: "a line of inline Markdown", list: true, schema: text.schema, fields: []Field{
			{"what", text, true, "What was given into the client's hands."},
			{"done", date, false, "When."},
		}}, false, "What the client got at the end."},
		Field{"brought", text, false, "What the engagement brought the client."},
	), false, "How it ended; shown where status is closed."},
}

// entry are the fields of every entry of the journal. The first is its kind.
var entry = []Field{
	{"kind", line, true, "What the entry tells."},
	{"date", date, false, "The day of the entry. The default is that of the file's name."},
	{"title", text, true, "The headline."},
	{"by", person, false, "Who says it."},
	{"affects", listOf(ref), false, "The milestones, inputs and KPIs that it tells about. An entry that affects a milestone counts as notice of its slip."},
}

var entries = map[content.Kind][]Field{
	content.UpdateKind: {
		{"health", choice("green", "amber", "red"), false, "The provider's own word for how things stand. It is shown beside the computed one."},
		{"next", text, false, "What comes next."},
	},
	content.DecisionKind: {
		{"to", person, false, "Whose decision it is; the default is the client's."},
		{"options", items, false, "Between what."},
		{"needed_by", date, false, "The day by which it has to be taken."},
		{"decided", date, false, "The day on which it was taken."},
		{"decided_by", person, false, "Who took it."},
		{"outcome", text, false, "What was decided."},
	},
	content.QuestionKind: {
		{"to", person, false, "Who is asked."},
		{"needed_by", date, false, "The day by which the answer is needed."},
		{"answered", date, false, "The day of the answer."},
		{"answer", text, false, "The answer."},
	},
	content.RequestKind: {
		{"type", Type{name: "the id of a turnaround", schema: ref.schema}, false, "Which kind of request it is."},
		{"goal", ref, false, "The goal that it serves."},
		{"opened", moment, false, "When it was asked; a day alone means opening time."},
		{"responded", moment, false, "When it was answered; a day alone means closing time."},
		{"resolved", moment, false, "When it was done; a day alone means closing time."},
		{"waiting", maps(
			Field{"from", moment, true, "Since when you wait for the client."},
			Field{"to", moment, false, "Until when; missing while you wait."},
		), false, "When the clock stood still, because you waited for the client."},
	},
	content.RiskKind: {
		{"likelihood", whole(1, 3, "1, 2 or 3"), false, "How likely it is, 3 the most."},
		{"impact", whole(1, 3, "1, 2 or 3"), false, "How much it would hurt, 3 the most."},
		{"response", text, false, "What is done about it."},
		{"closed", date, false, "Since when it is no risk any more."},
	},
	content.IncidentKind: {
		{"started", moment, false, "When it began."},
		{"resolved", moment, false, "When it was over."},
		{"ours", truth, false, "Whether any part of it was the provider's doing."},
		{"cause", text, false, "What led to it."},
		{"remedy", text, false, "What was done."},
		{"prevention", text, false, "What keeps it from happening again."},
	},
	content.ConcernKind: {
		{"raised_by", person, false, "Who raised it."},
		{"about", choice("price", "delivery", "cooperation", "quality", "other"), false, "What it is about."},
		{"settled", date, false, "When it was settled."},
		{"outcome", text, false, "How."},
	},
	content.ChangeKind: {
		{"adds", items, false, "What comes to the scope."},
		{"removes", items, false, "What leaves it."},
		{"price", money, false, "What it costs."},
		{"days", whole(-1000, 1000, "a whole number of working days"), false, "By how much what it affects is due later, once it is accepted."},
		{"state", choice("proposed", "accepted", "declined"), false, "Whether it was agreed."},
		{"accepted_by", person, false, "Who agreed."},
		{"accepted", date, false, "When."},
	},
	content.FeedbackKind: {
		{"from", person, false, "Who was asked."},
		{"asked", date, false, "When it was asked for. It counts for the rhythm of feedback."},
		{"given", date, false, "When it was given."},
		{"nps", whole(0, 10, "a whole number from 0 to 10"), false, "How likely the client is to recommend you."},
		{"csat", whole(1, 5, "a whole number from 1 to 5"), false, "How content the client is."},
		{"well", text, false, "What goes well."},
		{"better", text, false, "What could be better."},
		{"reply", text, false, "What you answered."},
		{"changed", text, false, "What changed because of it."},
	},
	content.MeetingKind: {
		{"attended", listOf(person), false, "Who was there."},
		{"actions", maps(
			Field{"what", text, true, "What was promised."},
			Field{"who", person, false, "Who promised it; the default is the provider."},
			Field{"due", date, false, "Until when."},
			Field{"done", date, false, "When it was done."},
		), false, "What was promised in the meeting."},
	},
	content.LessonKind: {
		{"side", choice("ours", "yours", "both"), false, "Who learnt it."},
	},
}

var report = []Field{
	{"title", text, true, "The report's title."},
	{"period", Type{name: "a month, quarter, week or year", example: "2026-09, 2026-Q3, 2026-W40 or 2026", schema: map[string]any{"anyOf": []any{
		map[string]any{"type": "string", "pattern": `^[0-9]{4}(-[0-9]{2}|-Q[1-4]|-W[0-9]{2})?$`}, map[string]any{"type": "integer", "minimum": 1900, "maximum": 2199}}},
		fields: []Field{{"from", date, true, "The first day."}, {"to", date, true, "The last day."}}}, false, "What it reports on. The default is the file's name."},
	{"date", date, true, "The day on which it was published."},
	{"by", person, false, "Who wrote it."},
	{"summary", text, false, "The report in a line."},
	{"kpis", Type{name: "a map of the ids of KPIs to figures", example: "{orders: 362}", open: true, schema: map[string]any{"type": "object", "additionalProperties": number.schema}}, false, "Figures that the report gives itself, where a KPI has no series or the report pins one."},
	{"insights", maps(
		Field{"what", text, true, "What the figures show."},
		Field{"so", text, false, "What that means for the client."},
		Field{"next", text, false, "What follows."},
	), false, "What the figures mean."},
	{"done", items, false, "What was done."},
	{"next", items, false, "What comes next."},
	{"asks", items, false, "What you need from the client."},
	{"reviewed", mapOf(
		Field{"by", person, false, "Who read it."},
		Field{"on", date, true, "When."},
	), false, "The client's word that it read the report."},
}
