package content

import (
	"cmp"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/schema"
	"rapport/generator/table"
)

// Digits that a number may have, so that no figure costs more to compute or
// takes more room on a page than a figure may.
const (
	maxWhole    = 15
	maxFraction = 10
)

// parseNumber reads a decimal number, exactly.
func parseNumber(s string) (decimal.Decimal, error) {
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	switch {
	case !isDigits(whole) || hasPoint && !isDigits(fraction):
		if _, mend := schema.UnComma(s); mend != "" {
			return decimal.Decimal{}, fmt.Errorf("%s has a comma, which a number has not; write %s", diag.Quote(s), mend)
		}
		return decimal.Decimal{}, fmt.Errorf("%s is not a number; write it in digits, with a point before decimals: 1234.5", diag.Quote(s))
	case len(strings.TrimLeft(whole, "0")) > maxWhole || len(fraction) > maxFraction:
		return decimal.Decimal{}, fmt.Errorf("%s has too many digits; write at most %d before the point and %d after it", diag.Quote(s), maxWhole, maxFraction)
	}
	return decimal.NewFromString(s)
}

// isDigits reports whether a text is made of digits, and of one at least.
func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

var clockForm = regexp.MustCompile(`^(-?)(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$`)

// hourDigits are the decimals of a length of time in hours, of which most have no last
// one. It takes a sum of as many lengths as a file can hold to reach the tenth.
const hourDigits = 20

// parseHours reads a length of time in hours: a number, or hours and minutes.
func parseHours(s string) (decimal.Decimal, error) {
	var parts []string
	if strings.Contains(s, ":") {
		parts = clockForm.FindStringSubmatch(s)
	}
	if parts == nil {
		return parseNumber(s)
	}
	seconds := int64(0)
	for i, unit := range []int64{3600, 60, 1} {
		n, _ := strconv.ParseInt("0"+parts[i+2], 10, 64)
		seconds += n * unit
	}
	if parts[1] != "" {
		seconds = -seconds
	}
	return decimal.NewFromInt(seconds).DivRound(decimal.NewFromInt(3600), hourDigits), nil
}

// parseMoney reads an amount, with or without its currency. The rule is what the
// error breaks.
func parseMoney(s string) (amount decimal.Decimal, code string, rule *diag.Rule, err error) {
	number, code, _ := strings.Cut(s, " ")
	if amount, err = parseNumber(number); err != nil {
		if _, mend := schema.UnComma(s); mend != "" {
			mend, _, _ = strings.Cut(mend, " or ")
			return amount, "", BadMoney, fmt.Errorf("%s has a comma, which an amount has not; write %s", diag.Quote(s), mend)
		}
		return amount, "", BadMoney, fmt.Errorf("%s is not an amount of money; write it as 1200, 95.50 or \"1200.00 EUR\"", diag.Quote(s))
	}
	if code = strings.TrimSpace(code); code != "" {
		code, err = ParseCurrency(code)
	}
	return amount, code, BadCurrency, err
}

// ParseCurrency reads the code of a currency.
func ParseCurrency(s string) (string, error) {
	if unit, err := currency.ParseISO(s); err == nil && unit.String() == s && s != "XXX" {
		return s, nil
	}
	mend := meant(s, SuggestCurrency(s), "write its three letters, such as EUR")
	return "", diag.Errorf("%s is not an ISO 4217 currency%s", diag.Quote(s), mend)
}

// ParseLocale reads the tag of a language, and writes it as it is written: en-US for EN-us.
func ParseLocale(s string) (string, error) {
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return "", diag.Errorf("%s is not a language tag (BCP 47)%s", diag.Quote(s), meant(s, SuggestLocale(s), "write it as en, en-GB or nl-NL"))
	}
	return tag.String(), nil
}

// ParseZone reads the name of a time zone.
func ParseZone(s string) (*time.Location, error) {
	if zone, err := time.LoadLocation(s); err == nil && s != "" && s != "Local" {
		return zone, nil
	}
	return nil, diag.Errorf("%s is not a time zone%s", diag.Quote(s), meant(s, SuggestZone(s), "write its IANA name, such as Europe/Amsterdam"))
}

// parseDuration reads a duration above zero: a promise of none is no promise.
func parseDuration(s string) (calendar.Duration, error) {
	d, err := calendar.ParseDuration(s)
	if err == nil && d.IsZero() {
		return d, fmt.Errorf("%s is zero; write a length above zero, or leave it out", diag.Quote(s))
	}
	return d, err
}

func parseMinutes(s string) (calendar.Duration, error) {
	d, err := parseDuration(s)
	if err == nil && d.Unit == calendar.Days {
		return d, fmt.Errorf("%s is in days, where hours and minutes are wanted; write it as 4h or 30m", diag.Quote(s))
	}
	return d, err
}

func parseDays(s string) (calendar.Duration, error) {
	d, err := parseDuration(s)
	if err == nil && d.Unit != calendar.Days {
		return d, fmt.Errorf("%s is in hours, where working days are wanted; write it as 10d", diag.Quote(s))
	}
	return d, err
}

var colorForm = regexp.MustCompile(`^#(?:[0-9a-f]{3}|[0-9a-f]{6})$`)

func parseColor(s string) (string, error) {
	c := strings.ToLower(s)
	if !colorForm.MatchString(c) {
		return "", fmt.Errorf("%s is not a colour; write it as \"#0b5c5a\"", diag.Quote(s))
	}
	if len(c) == 4 {
		c = string([]byte{'#', c[1], c[1], c[2], c[2], c[3], c[3]})
	}
	return c, nil
}

// hostForm is what a host is called: names of letters (of any script), digits, hyphens and
// underscores, or an IPv6 address.
var hostForm = regexp.MustCompile(`^(?:[\pL\pM\pN_-]+(?:\.[\pL\pM\pN_-]+)*\.?|[0-9A-Fa-f:.]+)$`)

func parseURL(s string) (string, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || strings.IndexFunc(s, unicode.IsSpace) >= 0:
		return "", fmt.Errorf("%s is not a web address; write it with https:// in front", diag.Quote(s))
	case !hostForm.MatchString(u.Hostname()):
		return "", fmt.Errorf("%s is not the name of a host; mend what stands between https:// and the next slash", diag.Quote(u.Hostname()))
	case u.Port() != "" && !isPort(u.Port()):
		return "", fmt.Errorf("%s is not a port; write one from 1 to 65535, or none", diag.Quote(u.Port()))
	case u.User != nil:
		return "", fmt.Errorf("%s holds a name or password, which every reader would see; remove what stands before the @", diag.Quote(s))
	}
	return s, nil
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// parseFeedbackTo reads where a form is sent.
func parseFeedbackTo(s string) (string, error) {
	if s == "netlify" {
		return s, nil
	}
	return parseURL(s)
}

// ParseEmail reads the mail address of a person.
func ParseEmail(s string) (string, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || strings.ContainsAny(s, "\"()<> ") {
		return "", fmt.Errorf("%s is not an e-mail address; write it as name@example.org", diag.Quote(s))
	}
	return s, nil
}

var timeForm = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:\s?([Zz]|[+-]\d{2}:\d{2}))?)?$`)

// parseMoment reads a time: a date, with a clock time, with an offset. Seconds
// are kept, parts of one are not.
func parseMoment(s string, zone *time.Location) (Moment, error) {
	date, clock, seconds, offset, ok := momentParts(s)
	if !ok {
		return Moment{}, noMoment(s)
	}
	day, err := calendar.ParseDate(date)
	if err != nil || clock == "" {
		return Moment{Day: day}, err
	}
	layout, text := "2006-01-02 15:04:05", date+" "+clock+":"+cmp.Or(seconds, "00")
	if offset != "" {
		layout, text = layout+"Z07:00", text+offset
	}
	at, err := time.Parse(layout, text)
	switch {
	case err != nil:
		return Moment{}, noMoment(s)
	case offset == "":
		at = day.At(zone, at.Sub(day.Midnight()))
	default:
		at = at.In(zone)
	}
	return Moment{Day: calendar.DateOf(at), At: at}, nil
}

func noMoment(s string) error {
	mend := diag.Meant(s, table.Meant(s)).Or("; write year-month-day and the time, such as 2026-10-02 16:00")
	return diag.Errorf("%s is not a time%s", diag.Quote(s), mend)
}

// momentParts takes a time apart. Most are 2026-10-02 16:00, for which no expression is needed.
func momentParts(s string) (date, clock, seconds, offset string, ok bool) {
	const day, minute = len("2026-10-02"), len("2026-10-02 16:00")
	if len(s) == minute && s[day] == ' ' && isDay(s[:day]) && isDigits(s[day+1:day+3]) && s[day+3] == ':' && isDigits(s[day+4:]) {
		return s[:day], s[day+1:], "", "", true
	}
	parts := timeForm.FindStringSubmatch(s)
	if parts == nil {
		return "", "", "", "", false
	}
	return parts[1], parts[2], parts[3], strings.ToUpper(parts[4]), true
}

// isDay reports whether a text of ten signs has the form of a day.
func isDay(s string) bool {
	return isDigits(s[:4]) && s[4] == '-' && isDigits(s[5:7]) && s[7] == '-' && isDigits(s[8:])
}
