// Package phrase says facts in a reader's language and on its clock: why a health is
// not green, what waits for whom, how long something takes, what a figure is. Pages,
// mails, calendar, news, the desk and what other programs are given all say it in these
// words.
//
// A Speaker speaks to one reader. What is absent is said as nothing: the zero date, no
// money, no rhythm give "". Sentences are plain text; a writer's Markdown in them is
// without its marks.
package phrase

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/locale"
)

// A Speaker says things to one reader.
type Speaker struct {
	*locale.Texts
	Today calendar.Date // dates of its year are said without the year
	Zone  *time.Location

	plain func(line string) string
}

// New returns the speaker to a reader whose interface has the texts and whose clock is
// that of the zone, on a day. Plain takes the marks from a line of Markdown.
func New(texts *locale.Texts, today calendar.Date, zone *time.Location, plain func(line string) string) *Speaker {
	return &Speaker{Texts: texts, Today: today, Zone: zone, plain: plain}
}

// Plain is a line of Markdown without its marks.
func (s *Speaker) Plain(t content.Text) string { return s.plain(t.Raw) }

// Occurrence is what a client owes, with the period where it recurs: "Bank statements
// (March 2026)".
func (s *Speaker) Occurrence(in *content.Input, period calendar.Period) string {
	return s.Plain(in.What) + s.ofPeriod(in, period)
}

// OfPeriod names the period of something that recurs, to stand behind its name; "" where
// it comes once.
func (s *Speaker) OfPeriod(in *facts.Input) string { return s.ofPeriod(in.Content, in.Period) }

func (s *Speaker) ofPeriod(in *content.Input, period calendar.Period) string {
	if in.Every.IsZero() || period.IsZero() || period.Kind == calendar.Custom {
		return ""
	}
	return " (" + s.Period(period) + ")"
}

// Subject is what an open item is about.
func (s *Speaker) Subject(item *facts.OpenItem) string {
	if item.Input != nil {
		return s.Occurrence(item.Input.Content, item.Input.Period)
	}
	return s.Plain(item.Subject)
}

// Quote puts a text in quotation marks, to stand in a sentence.
func (s *Speaker) Quote(text string) string {
	q := s.Quotes()
	return q.Open + text + q.Close
}

// Sentence makes a sentence of its own of what could stand within one: it begins with a
// capital and ends with a stop.
func (s *Speaker) Sentence(said string) string {
	if said == "" {
		return ""
	}
	if last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(said, "”»“’\"')")); !strings.ContainsRune(".!?…。！？؟", last) {
		said = s.Say("sentence", "said", said)
	}
	return Capital(said)
}

// Capital is a text with which something begins.
func Capital(said string) string {
	first, size := utf8.DecodeRuneInString(said)
	if size == 0 {
		return ""
	}
	return string(unicode.ToTitle(first)) + said[size:]
}

// Label says what a value is: "Agreed: 3 November".
func (s *Speaker) Label(key, value string) string {
	return s.Say("label_value", "label", s.Get(key), "value", value)
}

// Named says what a value is, by a name of its own: "October 2026: 4 hrs used".
func (s *Speaker) Named(name, value string) string {
	return s.Say("label_value", "label", name, "value", value)
}

// Blank is a text whose only place is filled in by a script: the place stays as it is
// written, in braces.
func (s *Speaker) Blank(key, place string) string { return s.Say(key, place, "{"+place+"}") }

// Date is a day in full.
func (s *Speaker) Date(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return s.Texts.Date(d)
}

// Day is a day with its year where that is not today's.
func (s *Speaker) Day(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return s.DayIn(d, s.Today)
}

// Time is an instant on the reader's clock.
func (s *Speaker) Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.Texts.Time(t.In(s.Zone))
}

// TimeIn is an instant on the reader's clock, with its year where that is not the one of a day.
func (s *Speaker) TimeIn(t time.Time, of calendar.Date) string {
	if t.IsZero() {
		return ""
	}
	return s.Texts.TimeIn(t.In(s.Zone), of)
}

// TimeOfDay is the time of day of an instant on the reader's clock.
func (s *Speaker) TimeOfDay(t time.Time) string {
	t = t.In(s.Zone)
	return s.Clock(t.Hour()*60 + t.Minute())
}

// Moment is a point in time as it was written: a day, or an instant on the reader's
// clock.
func (s *Speaker) Moment(m content.Moment) string {
	if m.At.IsZero() {
		return s.Date(m.Day)
	}
	return s.Say("date_at_time", "date", s.Date(calendar.DateOf(m.At.In(s.Zone))), "time", s.TimeOfDay(m.At))
}

// dayOf is the day of a moment on the reader's clock.
func (s *Speaker) dayOf(m content.Moment) calendar.Date {
	if m.At.IsZero() {
		return m.Day
	}
	return calendar.DateOf(m.At.In(s.Zone))
}

// Between says from when to when something is done, the day once where it begins and ends
// on one: "Sat 31 October 2026, 08:00–12:00".
func (s *Speaker) Between(from, to content.Moment) string {
	timed := !from.At.IsZero() && !to.At.IsZero()
	switch day := s.dayOf(from); {
	case day != s.dayOf(to) || !timed && from.At.IsZero() != to.At.IsZero():
		return s.Say("from_to", "from", s.Moment(from), "to", s.Moment(to))
	case !timed:
		return s.Date(day)
	default:
		return s.Date(day) + s.Get("comma") + s.TimeOfDay(from.At) + "–" + s.TimeOfDay(to.At)
	}
}

// Run says from when to when an engagement runs. One that closed ran to that day, whatever
// was planned; what is proposed has not begun, even where its day passed, and what is paused
// goes on later.
func (s *Speaker) Run(e *content.Engagement) string {
	end := e.End
	if e.Status == content.Closed {
		end = e.Closed
	}
	if end != 0 {
		return s.Span(e.Start, end)
	}
	key := "engagement_open_end"
	switch e.Status {
	case content.Proposed:
		key = "engagement_would_begin"
		if e.Start < s.Today {
			key = "engagement_was_to_begin"
		}
	case content.Paused:
		key = "engagement_began"
	}
	return s.Say(key, "start", s.Date(e.Start))
}

// Span is a stretch of days: "2 March 2026 to 18 December 2026".
func (s *Speaker) Span(from, to calendar.Date) string {
	return s.Say("engagement_dates", "start", s.Date(from), "end", s.Date(to))
}

// WorkingDays is a number of working days.
func (s *Speaker) WorkingDays(n int) string { return s.Plural("working_days", n) }

// SignedDays is a number of working days with its sign.
func (s *Speaker) SignedDays(n int) string {
	if n < 0 {
		return "−" + s.WorkingDays(-n)
	}
	return s.Plus(s.WorkingDays(n))
}

// Duration is a promised length of working time, or of time round the clock.
func (s *Speaker) Duration(d calendar.Duration, always bool) string {
	switch {
	case d.IsZero() && d.Unit != calendar.Days:
		return ""
	case d.Unit == calendar.Days && d.N == 0:
		return s.Get("same_day")
	case d.Unit == calendar.Days:
		return s.WorkingDays(d.N)
	case d.N%60 != 0 && d.N > 60:
		return s.Hours(d.N)
	}
	unit, n := "hours", d.N/60
	if d.N%60 != 0 {
		unit, n = "minutes", d.N
	}
	if always {
		return s.Plural("clock_"+unit, n)
	}
	return s.Plural("working_"+unit, n)
}

// Worked is a number of hours.
func (s *Speaker) Worked(hours decimal.Decimal) string {
	return s.Hours(int(hours.Mul(decimal.NewFromInt(60)).Round(0).IntPart()))
}

// Money is an amount.
func (s *Speaker) Money(m content.Money) string {
	if m.Currency == "" {
		return ""
	}
	return s.Texts.Money(m.Amount, m.Currency)
}

// Share is a share of 1 in whole per cent.
func (s *Speaker) Share(share float64) string {
	return s.Percent(decimal.NewFromFloat(share * 100).Round(0))
}

// Figure is a KPI's figure with its unit.
func (s *Speaker) Figure(v decimal.Decimal, unit string) string {
	switch {
	case unit == "":
		return s.Number(v)
	case unit == "%":
		return s.Percent(v)
	case isCode(unit):
		return s.Texts.Money(v, unit)
	case isSign(unit):
		return s.MoneyOf(v, unit)
	}
	return s.Say("kpi_unit", "value", s.Number(v), "unit", s.unitOf(v, unit))
}

// Bounds are the two ends of a range of figures, to stand in one sentence: the unit stands
// with the second alone, unless it belongs to each figure as a currency does.
func (s *Speaker) Bounds(low, high decimal.Decimal, unit string) (from, to string) {
	if IsMoney(unit) {
		return s.Figure(low, unit), s.Figure(high, unit)
	}
	return s.Number(low), s.Figure(high, unit)
}

// FigureRange is a range of figures in short: "2–4 months".
func (s *Speaker) FigureRange(low, high decimal.Decimal, unit string) string {
	from, to := s.Bounds(low, high, unit)
	return from + "–" + to
}

// IsMoney tells whether a unit is a currency.
func IsMoney(unit string) bool { return isCode(unit) || isSign(unit) }

// isCode tells whether a unit is written as a currency's code: EUR.
func isCode(unit string) bool {
	return len(unit) == 3 && strings.Trim(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// isSign tells whether a unit is written as the sign of a currency: $, €, A$.
func isSign(unit string) bool {
	rest := strings.TrimLeft(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	r, size := utf8.DecodeRuneInString(rest)
	return len(unit)-len(rest) <= 3 && size == len(rest) && unicode.Is(unicode.Sc, r)
}

// Shown is a figure of a KPI with as many decimals as it says, if it says so.
func Shown(v decimal.Decimal, k *content.KPI) decimal.Decimal {
	if k.Decimals < 0 {
		return v
	}
	return v.Round(int32(k.Decimals))
}

// Counts tells whether a KPI's figures count things, so that a part of one says nothing:
// they have a unit, and they and what is aimed at are whole.
func Counts(k *facts.KPI) bool {
	c := k.Content
	if c.Unit == "" || c.Unit == "%" || IsMoney(c.Unit) || c.Decimals > 0 || len(k.Points) == 0 {
		return false
	}
	whole := func(v decimal.Decimal) bool { return v.IsInteger() }
	for i := range k.Points {
		if !whole(Shown(k.Points[i].Value, c)) {
			return false
		}
	}
	return whole(c.Target.Low) && whole(c.Target.High) && whole(c.Baseline.Value)
}

// few is what a part of a thing is seen beside.
var few = decimal.NewFromInt(10)

// Rounded is what was computed of a KPI, with the decimals that it says, or else with one
// more than its figures have, and an amount of money with those that its currency has;
// zeros at its end aside. Of what is counted it is whole, and of a few things the first
// number that reaches the aim, so that a figure and its verdict agree.
func Rounded(v decimal.Decimal, k *facts.KPI) decimal.Decimal {
	switch {
	case k.Content.Decimals >= 0:
		return Shown(v, k.Content)
	case !Counts(k):
	case v.Abs().GreaterThanOrEqual(few):
		return v.Round(0)
	case k.Content.Direction == content.Down:
		return v.Floor()
	default:
		return v.Ceil()
	}
	places := int32(0)
	for _, p := range k.Points {
		places = max(places, -p.Value.Exponent())
	}
	switch {
	case IsMoney(k.Content.Unit) && v.Abs().GreaterThanOrEqual(decimal.NewFromInt(1000)):
		places = 0 // cents of an aim on the way to a round sum tell nobody anything
	case IsMoney(k.Content.Unit):
		places = 2
	case places > 0 || v.Abs().LessThanOrEqual(decimal.NewFromInt(100)):
		places = min(places+1, 4)
	}
	return trimmed(v, places)
}

// trimmed is a figure rounded to so many decimals, without zeros at its end.
func trimmed(v decimal.Decimal, places int32) decimal.Decimal {
	if n, exact := inWord(v, places); exact {
		for places > 0 && n%10 == 0 {
			n, places = n/10, places-1
		}
		return decimal.New(n, -places)
	}
	v = v.Round(places)
	for places > 0 && v.Equal(v.Truncate(places-1)) {
		places--
		v = v.Truncate(places)
	}
	return v
}

// inWord is a figure in units of so many decimals, rounded, as a machine word; ok is false where
// it may be too small.
func inWord(v decimal.Decimal, places int32) (n int64, ok bool) {
	off := -v.Exponent() - places // so many decimals too many
	if v.NumDigits()+int(max(0, -off)) > maxWordDigits || off > maxWordDigits {
		return 0, false
	}
	n = v.CoefficientInt64()
	for range -off {
		n *= 10
	}
	if off <= 0 {
		return n, true
	}
	unit := int64(1)
	for range off {
		unit *= 10
	}
	rest := n % unit
	if n /= unit; 2*max(rest, -rest) >= unit {
		n += int64(v.Sign())
	}
	return n, true
}

// maxWordDigits are as many as every number of so many digits fits into a machine word with.
const maxWordDigits = 18

// When says how the day by which something is due lies to today: "today", "tomorrow",
// "3 working days late"; "" where it is far ahead.
func (s *Speaker) When(due calendar.Date, overdue int) string {
	switch {
	case due == 0:
		return ""
	case overdue > 0:
		return s.Plural("needed_overdue", overdue)
	case due == s.Today:
		return s.Get("needed_due_today")
	case due == s.Today+1:
		return s.Get("needed_due_tomorrow")
	case due > s.Today && due <= s.Today+14:
		return s.Plural("days_ahead", int(due-s.Today))
	}
	return ""
}

// DueBy says by which day something is needed.
func (s *Speaker) DueBy(due calendar.Date) string {
	switch due {
	case s.Today:
		return s.Get("needed_due_today")
	case s.Today + 1:
		return s.Get("needed_due_tomorrow")
	}
	return s.Say("needed_due", "date", s.Day(due))
}
