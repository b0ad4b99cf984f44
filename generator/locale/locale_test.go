package locale

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"

	"rapport/generator/calendar"
)

func TestParse(t *testing.T) {
	tests := []struct {
		tag  string
		want string // the canonical tag
		row  string
		dir  string
		err  string
	}{
		{tag: "nl-NL", want: "nl-NL", row: "nl", dir: "ltr"},
		{tag: "nl-be", want: "nl-BE", row: "nl-BE", dir: "ltr"},
		{tag: "en", want: "en", row: "en", dir: "ltr"},
		{tag: "en-SG", want: "en-SG", row: "en-GB", dir: "ltr"},
		{tag: "en-US", want: "en-US", row: "en-US", dir: "ltr"},
		{tag: "es-PE", want: "es-PE", row: "es-MX", dir: "ltr"},
		{tag: "pt-AO", want: "pt-AO", row: "pt-PT", dir: "ltr"},
		{tag: "pt-BR", want: "pt-BR", row: "pt", dir: "ltr"},
		{tag: "no", want: "no", row: "nb", dir: "ltr"},
		{tag: "nn-NO", want: "nn-NO", row: "nb", dir: "ltr"},
		{tag: "de-DE-1996", want: "de-DE-1996", row: "de", dir: "ltr"},
		{tag: "nl-u-nu-latn", want: "nl-u-nu-latn", row: "nl", dir: "ltr"},
		{tag: "zh-Hant-TW", want: "zh-Hant-TW", row: "en", dir: "ltr"},
		{tag: "ga", want: "ga", row: "en", dir: "ltr"},
		{tag: "ar-EG", want: "ar-EG", row: "ar", dir: "rtl"},
		{tag: "he", want: "he", row: "he", dir: "rtl"},
		{tag: "fa-IR", want: "fa-IR", row: "en", dir: "rtl"},
		{tag: "ur", want: "ur", row: "ur", dir: "rtl"},
		{tag: "az-Arab", want: "az-Arab", row: "en", dir: "rtl"},
		{tag: "en_GB", err: `"en_GB" is not a language tag; write it as en-GB`},
		{tag: "dutch", err: `"dutch" is not a language tag; write it as en-GB, nl or pt-BR`},
		{tag: "xx", err: `"xx" is not a language tag; write it as en-GB, nl or pt-BR`},
		{tag: "und", err: `"und" is not a language tag; write it as en-GB, nl or pt-BR`},
		{tag: "", err: `"" is not a language tag; write it as en-GB, nl or pt-BR`},
	}
	for _, test := range tests {
		l, err := parse(test.tag)
		if err != nil || test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("parse(%q): error %v, want %s", test.tag, err, test.err)
			}
			if row := localeOf(test.tag).data.tag; row != "en" {
				t.Errorf("localeOf(%q) formats as %s, want en", test.tag, row)
			}
			continue
		}
		if l.Tag() != test.want || l.data.tag != test.row || l.Dir() != test.dir {
			t.Errorf("parse(%q) is %s, as %s, %s; want %s, as %s, %s", test.tag, l.Tag(), l.data.tag, l.Dir(), test.want, test.row, test.dir)
		}
	}
}

func FuzzTag(f *testing.F) {
	for _, tag := range []string{"", "en", "nl-NL", "zh-Hant-TW-u-nu-latn", "x-private", "en_GB", "i-klingon", "de-DE-1996-x-a"} {
		f.Add(tag)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		l := localeOf(tag)
		if l.Tag() == "" || l.Date(calendar.NewDate(2026, time.October, 2)) == "" || l.Dir() == "" {
			t.Errorf("%q gives an empty text", tag)
		}
		if parsed, err := parse(tag); err == nil && parsed.Tag() != l.Tag() {
			t.Errorf("parse(%q) is %s, For is %s", tag, parsed.Tag(), l.Tag())
		}
	})
}

func TestDates(t *testing.T) {
	day := calendar.NewDate(2026, time.October, 2)
	at := time.Date(2026, time.October, 2, 16, 5, 0, 0, time.FixedZone("", 7200))
	tests := []struct {
		tag, date, day, short, time string
	}{
		{"en-GB", "Fri 2 October 2026", "Fri 2 October", "2 Oct", "Fri 2 October, 16:05"},
		{"en-US", "Fri, October 2, 2026", "Fri, October 2", "Oct 2", "Fri, October 2, 4:05 PM"},
		{"nl-NL", "vr 2 oktober 2026", "vr 2 oktober", "2 okt", "vr 2 oktober, 16:05"},
		{"de-DE", "Fr., 2. Oktober 2026", "Fr., 2. Oktober", "2. Okt.", "Fr., 2. Oktober, 16:05"},
		{"da", "fre. den 2. oktober 2026", "fre. 2. oktober", "2. okt.", "fre. 2. oktober, 16.05"},
		{"ja", "2026年10月2日(金)", "10月2日(金)", "10月2日", "10月2日(金) 16:05"},
	}
	for _, test := range tests {
		l := localeOf(test.tag)
		if got := l.Date(day); got != test.date {
			t.Errorf("%s: Date is %q, want %q", test.tag, got, test.date)
		}
		if got := l.Day(day); got != test.day {
			t.Errorf("%s: Day is %q, want %q", test.tag, got, test.day)
		}
		if got := l.Short(day); got != test.short {
			t.Errorf("%s: Short is %q, want %q", test.tag, got, test.short)
		}
		if got := l.Time(at); got != test.time {
			t.Errorf("%s: Time is %q, want %q", test.tag, got, test.time)
		}
	}
	l := localeOf("en-GB")
	if got := l.DayIn(day, calendar.NewDate(2026, time.January, 1)); got != "Fri 2 October" {
		t.Errorf("in its own year DayIn is %q", got)
	}
	if got := l.DayIn(day, calendar.NewDate(2027, time.January, 1)); got != "Fri 2 October 2026" {
		t.Errorf("in another year DayIn is %q", got)
	}
	if got := l.Date(0); got != "" {
		t.Errorf("no date is %q", got)
	}
}

func TestEndOfDayHasAClock(t *testing.T) {
	for tag, want := range map[string]string{"nl": "24:00", "en-US": "12:00 AM", "da": "24.00"} {
		if got := localeOf(tag).Clock(1440); got != want {
			t.Errorf("%s: 1440 minutes are %q, want %q", tag, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	tests := []struct {
		tag, amount, currency, want string
	}{
		{"en-GB", "18500", "EUR", "€18,500"},
		{"en-GB", "18500.00", "EUR", "€18,500"},
		{"en-GB", "95.5", "GBP", "£95.50"},
		{"en-GB", "-1200", "GBP", "-£1,200"},
		{"en-GB", "0.125", "GBP", "£0.125"},
		{"en-GB", "100", "CHF", "CHF\u00a0100"},
		{"en-GB", "10", "XQQ", "XQQ\u00a010"},
		{"nl", "1234.5", "EUR", "€\u00a01.234,50"},
		{"nl", "-5", "EUR", "€\u00a0-5"},
		{"de", "1234.5", "EUR", "1.234,50\u00a0€"},
		{"de-AT", "1234.5", "EUR", "€\u00a01.234,50"},
		{"de-CH", "1234.5", "CHF", "CHF\u00a01'234.50"},
		{"fr", "1234567", "EUR", "1\u202f234\u202f567\u00a0€"},
		{"es", "1234", "EUR", "1234\u00a0€"},
		{"es", "12345", "EUR", "12.345\u00a0€"},
		{"pl", "1234.5", "PLN", "1234,50\u00a0zł"},
		{"sv", "-1234", "SEK", "−1\u00a0234\u00a0kr"},
		{"ja", "1234", "JPY", "￥1,234"},
		{"ja", "1234.5", "JPY", "￥1,234.5"},
		{"en-GB", "1.5", "KWD", "KWD\u00a01.500"},
	}
	for _, test := range tests {
		if got := localeOf(test.tag).Money(decimal.RequireFromString(test.amount), test.currency); got != test.want {
			t.Errorf("%s: %s %s is %+q, want %+q", test.tag, test.amount, test.currency, got, test.want)
		}
	}
}

func TestNumberKeepsEveryDigit(t *testing.T) {
	s := newSamples()
	for i := range table {
		l := localeOf(table[i].tag)
		for _, n := range s.Numbers {
			back := ""
			for _, r := range l.Number(decimal.RequireFromString(n)) {
				switch {
				case r >= '0' && r <= '9':
					back += string(r)
				case string(r) == l.decimal:
					back += "."
				case r == '-' || r == '−':
					back += "-"
				}
			}
			if back != n {
				t.Errorf("%s: %s came back as %s", l.Tag(), n, back)
			}
		}
	}
}

func TestRounding(t *testing.T) {
	l := localeOf("en-GB")
	tests := []struct{ name, got, want string }{
		{"French per cent", localeOf("fr").Percent(decimal.RequireFromString("17.2")), "17,2\u00a0%"},
		{"rounded", l.Round(decimal.RequireFromString("17.25"), 1), "17.3"},
		{"rounded to a whole", l.Round(decimal.RequireFromString("16.96"), 1), "17"},
		{"not padded", l.Round(decimal.RequireFromString("1200"), 2), "1,200"},
		{"lakh", localeOf("en-IN").Number(decimal.NewFromInt(1234567)), "12,34,567"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: got %+q, want %+q", test.name, test.got, test.want)
		}
	}
}

func TestHoursAndBytes(t *testing.T) {
	tests := []struct{ name, got, want string }{
		{"hours and minutes", localeOf("en-GB").Hours(270), "4 hrs 30 mins"},
		{"one hour", localeOf("en-GB").Hours(60), "1 hr"},
		{"less than nothing", localeOf("en-GB").Hours(-90), "-1 hr 30 mins"},
		{"German", localeOf("de").Hours(270), "4 Std. 30 Min."},
		{"bytes", localeOf("en-GB").Bytes(999), "999 byte"},
		{"a kilobyte", localeOf("en-GB").Bytes(1000), "1 kB"},
		{"tenths", localeOf("nl").Bytes(1_234_567), "1,2 MB"},
		{"no tenths from ten on", localeOf("nl").Bytes(12_345_678), "12 MB"},
		{"just under ten", localeOf("nl").Bytes(9_949_999), "9,9 MB"},
		{"rounded to ten", localeOf("nl").Bytes(9_950_000), "10 MB"},
		{"rounded into the next unit", localeOf("nl").Bytes(999_500), "1 MB"},
		{"French", localeOf("fr").Bytes(2_500), "2,5\u202fko"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: got %+q, want %+q", test.name, test.got, test.want)
		}
	}
}

func TestQuotes(t *testing.T) {
	for tag, want := range map[string]string{"en-US": "“a ‘b’”", "nl": "“a ‘b’”", "de-DE": "„a ‚b‘“", "de-CH": "«a ‹b›»", "fr-BE": "«\u202fa “b”\u202f»", "ja": "「a 『b』」", "es-AR": "“a ‘b’”"} {
		q := localeOf(tag).Quotes()
		if got := q.Open + "a " + q.OpenInner + "b" + q.CloseInner + q.Close; got != want {
			t.Errorf("%s: quoted %+q, want %+q", tag, got, want)
		}
	}
	for tag := range quotes {
		if row := localeOf(tag).data.tag; row != tag {
			t.Errorf("quotes of %s are never used: it is formatted as %s", tag, row)
		}
	}
}

// parse returns the supported locale that is nearest to a tag.
func parse(tag string) (*Locale, error) {
	t, err := parseTag(tag)
	if err != nil {
		return nil, err
	}
	return nearest(t), nil
}

// localeOf is that of a tag that was checked before: English where it is no tag.
func localeOf(tag string) *Locale {
	t, err := parseTag(tag)
	if err != nil {
		t = language.English
	}
	return nearest(t)
}

// That digits are written one by one is an optimisation, and may be deleted with this test:
// what is put together of texts is the same.
func FuzzDigits(f *testing.F) {
	for _, text := range []string{"0", "-0", "0e5", "0.05", "-1234.50", "1e3", "123456789012345678", "999999999999999999.9", "-98765432109876543210987.125", "0.0000000000000000000001"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := decimal.NewFromString(text)
		if err != nil || d.Exponent() < -1000 || d.Exponent() > 1000 {
			return
		}
		for i := range table {
			l := newLocale(language.Und, &table[i])
			if got, want := string(l.appendDigits(nil, d, l.group, l.decimal)), digits(l, d); got != want {
				t.Errorf("%s: %s is written %s, want %s", l.data.tag, text, got, want)
			}
		}
	})
}

// digits writes the absolute value of d the slow way.
func digits(l *Locale, d decimal.Decimal) string {
	whole, fraction, _ := strings.Cut(d.Abs().StringFixed(max(0, -d.Exponent())), ".")
	if len(whole) >= l.groupFrom && l.group != "" {
		rest, size := whole, l.groupSize
		for whole = ""; len(rest) > size; size = l.groupSizeNext {
			whole, rest = l.group+rest[len(rest)-size:]+whole, rest[:len(rest)-size]
		}
		whole = rest + whole
	}
	if fraction == "" {
		return whole
	}
	return whole + l.decimal + fraction
}
