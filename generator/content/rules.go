package content

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with the form of content.
func Rules() []diag.Rule { return rules.All() }

// What the form of a file can break: the file as a whole, its columns, its values, ids and what refers to them, and its place.
var (
	TooLarge        = rules.New("too-large", diag.Error, "a file is too large to be read", "Split it, or put it under files/.")
	UnknownColumn   = rules.New("unknown-column", diag.Error, "a column is not known here", "Mend its name, or remove the column.")
	MissingColumn   = rules.New("missing-column", diag.Error, "a table lacks a column", "Add the column to the header, and its values to each row.")
	BadDate         = rules.New("bad-date", diag.Error, "a date cannot be read", "Write year-month-day, such as 2026-10-02.")
	BadTime         = rules.New("bad-time", diag.Error, "a time cannot be read", "Write it as 2026-10-02 16:00, or hours as 09:00-17:00.")
	BadPeriod       = rules.New("bad-period", diag.Error, "a period cannot be read", "Write it as 2026-09, 2026-Q3, 2026-W40, 2026, or {from: …, to: …}.")
	BadOrder        = rules.New("bad-order", diag.Error, "what ends is before what begins", "Mend one of the two dates.")
	BadDuration     = rules.New("bad-duration", diag.Error, "a duration cannot be read", "Write it as 30m, 4h or 2d.")
	BadRhythm       = rules.New("bad-rhythm", diag.Error, "a recurrence cannot be read", "Write it as weekly on friday, monthly on 5, or as the message says.")
	BadTimezone     = rules.New("bad-timezone", diag.Error, "a time zone is not known", "Write its IANA name, such as Europe/Amsterdam.")
	BadMoney        = rules.New("bad-money", diag.Error, "an amount cannot be read", "Write it as 1200, 95.50 or \"1200.00 EUR\".")
	BadCurrency     = rules.New("bad-currency", diag.Error, "a currency is not known", "Write its three letters, such as EUR.")
	CurrencyMissing = rules.New("currency-missing", diag.Error, "an amount has no currency", "Write it behind the amount, or give the client or the provider a currency.")
	BadLocale       = rules.New("bad-locale", diag.Error, "a language tag is not known", "Write it as en, en-GB or nl-NL.")
	BadColor        = rules.New("bad-color", diag.Error, "a colour cannot be read", "Write it in quotes, as \"#0b5c5a\".")
	BadURL          = rules.New("bad-url", diag.Error, "a web address cannot be read", "Write it with https:// in front.")
	BadEmail        = rules.New("bad-email", diag.Error, "a mail address cannot be read", "Write it as name@example.org.")
	BadAccess       = rules.New("bad-access", diag.Error, "nothing says who may read a portal", "Write access: open, or access: sealed.")
	ClosedMissing   = rules.New("closed-missing", diag.Error, "a closed engagement does not say since when", "Add closed: with its date.")
	DuplicateID     = rules.New("duplicate-id", diag.Error, "two things have one id", "Give one of them another.")
	UnknownID       = rules.New("unknown-id", diag.Error, "nothing has this id", "Mend its spelling, or add what it names.")
	BadSource       = rules.New("bad-source", diag.Error, "what says where a client's word came from can't be read", "Leave the line as rapport intake wrote it: {by: mail, id: …, at: 2026-10-03T14:03:00+02:00}.")
	NotTheirsToSay  = rules.New("not-theirs-to-say", diag.Error, "somebody is named for a word of the other side's", "Name a person of the side whose word it is: who accepts, decides for the client, reviews or gives feedback is a contact.")
	AcceptedMissing = rules.New("accepted-missing", diag.Error, "an accepted change does not say who accepted it, and when", "Add accepted_by: with a contact, and accepted: with the day.")
	NeedsCycle      = rules.New("needs-cycle", diag.Error, "milestones wait for each other", "Remove one of the needs on the path that the message shows.")
	MissingFile     = rules.New("missing-file", diag.Error, "a file that another names is not there", "Add it, or mend the name.")
	MissingPicture  = rules.New("missing-picture", diag.Error, "a picture is not there", "Add it, or mend the name.")
	BadPicture      = rules.New("bad-picture", diag.Error, "a file is no picture, or one that may not be published", "Name one that ends in .svg, .png, .jpg, .webp, .gif or .avif, that is whole, and that holds nothing which runs or loads something from elsewhere.")
	RunnableFile    = rules.New("runnable-file", diag.Warning, "a file could run in the browsers of its readers", "Put it into a zip. Where it has to be opened in the browser, accept the rule with a reason in engagement.md, or in provider.md for static/: it can then read and change what else stands at the portals' address. Without that it is an error. Beside a sealed portal none is published.")
	MisplacedFile   = rules.New("misplaced-file", diag.Error, "a Markdown file has no place in the tree", "Move it to services/, journal/ or reports/, or away.")
	AnswerUnasked   = rules.New("answer-unasked", diag.Warning, "an answer of the kickoff is to a question that nobody asks", "Name the question as service/id, as the service's asks have it, or remove the answer.")
	FieldInText     = rules.New("field-in-text", diag.Warning, "a field stands in the text, where readers see it as words", "Move it up, above the line that ends the front matter. Where it is text, begin the line with another word.")
	DuplicateURL    = rules.New("duplicate-url", diag.Error, "two things would be published at one address", "Rename one of them.")
)
