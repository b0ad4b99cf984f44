package table_test

import (
	"slices"
	"strings"
	"testing"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/table"
)

// readColumn reads cells as a column of a kind, and returns what they are, or else the errors.
func readColumn(kind table.Kind, style table.Style, currency string, texts []string) (read []string, wrong string) {
	var cells []table.Cell
	for i, text := range texts {
		cells = append(cells, table.Cell{Text: text, Mark: front.Mark{Line: i + 1, Col: 1}})
	}
	sheet := &table.Sheet{File: "x.csv"}
	reading, problems := sheet.Read(style, kind, currency, slices.Values(cells))
	for _, c := range cells {
		read = append(read, reading(c))
	}
	var lines []string
	for _, p := range problems {
		if p.Severity == diag.Error {
			lines = append(lines, p.Position.String()+" "+p.Message)
		}
	}
	return read, strings.Join(lines, "\n")
}

// Columns as programs and people write them: each is read as meant, or refused with the readings
// that it allows. What is no value of the kind stays as it is, and is refused by whoever wants one.
var samples = []struct {
	name     string
	kind     table.Kind
	currency string
	cells    string // separated by bars
	want     string // likewise; or behind ! parts of the error, separated by bars
}{
	// Numbers.
	{"whole numbers", table.Numbers, "", "1|20|300|-4|0", "1|20|300|-4|0"},
	{"points before decimals", table.Numbers, "", "1.5|20.25", "1.5|20.25"},
	{"commas before decimals", table.Numbers, "", "1,5|20,25", "1.5|20.25"},
	{"Excel, en-US", table.Numbers, "", "1,234.50|980.00|12,345,678.90", "1234.50|980.00|12345678.90"},
	{"Excel, de-DE", table.Numbers, "", "1.234,50|980,00|12.345.678,90", "1234.50|980.00|12345678.90"},
	{"Excel, fr-FR", table.Numbers, "", "1 234,50|980,00|12\u00a0345\u00a0678,90|1\u202f234,00", "1234.50|980.00|12345678.90|1234.00"},
	{"Excel, de-CH", table.Numbers, "", "1'234.50|980.00|12’345’678.90", "1234.50|980.00|12345678.90"},
	{"Excel, en-IN", table.Numbers, "", "1,23,456.00|12,34,567|98.00", "123456.00|1234567|98.00"},
	{"Excel, pl-PL", table.Numbers, "", "1\u00a0234,5|980|-12\u00a0345,00", "1234.5|980|-12345.00"},
	{"Excel, sv-SE", table.Numbers, "", "1\u00a0234,50|−980,00", "1234.50|-980.00"},
	{"Excel, pt-BR", table.Numbers, "", "1.234,50|0,75", "1234.50|0.75"},
	{"Excel, ja-JP", table.Numbers, "", "1,234|12,345,678", "1234|12345678"},
	{"groups of a space alone", table.Numbers, "", "1 234|12 345", "1234|12345"},
	{"two groups of points", table.Numbers, "", "1.234.567|1.234", "1234567|1234"},
	{"two groups of commas", table.Numbers, "", "1,234,567|1,234", "1234567|1234"},
	{"a group decided by its neighbour", table.Numbers, "", "980,50|1.234", "980.50|1234"},
	{"decimals decided by their neighbour", table.Numbers, "", "980.50|1.234", "980.50|1.234"},
	{"three decimals below one", table.Numbers, "", "0.125|1.234", "0.125|1.234"},
	{"three decimals behind four digits", table.Numbers, "", "1234.567|1.234", "1234.567|1.234"},
	{"a thousand or one", table.Numbers, "", "1.234|980", "!\"1.234\" can be read as 1.234 or as 1234|numbers: \"1,234.5\"|numbers: \"1.234,5\"|x.csv:1:1"},
	{"a thousand or one, with a comma", table.Numbers, "", "12|1,234", "!\"1,234\" can be read as 1234 or as 1.234|x.csv:2:1"},
	{"trailing zeros tell nothing", table.Numbers, "", "4.800", "!4.800 or as 4800"},
	{"a group with a sign", table.Numbers, "", "-1.234", "!-1.234 or as -1234"},
	{"a group in brackets", table.Numbers, "", "(1,250)", "!-1250 or as -1.250"},
	{"spaces beside a comma", table.Numbers, "", "1 234|1,234", "!\"1,234\" can be read as 1234 or as 1.234"},
	{"two marks in one column", table.Numbers, "", "980,50|12.5", "!\"12.5\" and \"980,50\"|x.csv:2:1"},
	{"two marks, the groups apart", table.Numbers, "", "1,234.50|1.234,50", "!write the whole column in one way"},
	{"brackets for less than nothing", table.Numbers, "", "(1,250.00)|300.00", "-1250.00|300.00"},
	{"a minus behind", table.Numbers, "", "1,250.00-|3.5", "-1250.00|3.5"},
	{"a minus of typography", table.Numbers, "", "−12|–3.5", "-12|-3.5"},
	{"a plus", table.Numbers, "", "+12|+3.5%", "!percentage"},
	{"percentages", table.Numbers, "", "58%|12.5%|0", "58|12.5|0"},
	{"percentages, de-DE", table.Numbers, "", "58 %|12,5\u00a0%", "58|12.5"},
	{"percentages, tr-TR", table.Numbers, "", "%58|%12,5", "58|12.5"},
	{"percentages and parts", table.Numbers, "", "58%|0.6", "!\"0.6\" and \"58%\"|percentage"},
	{"scientific", table.Numbers, "", "1.2E+05|2E-02", "120000|0.02"},
	{"scientific, de-DE", table.Numbers, "", "1,2E+05|3,45E-01", "120000|0.345"},
	{"scientific, written small", table.Numbers, "", "1e3|1.5e0", "1000|1.5"},
	{"pounds", table.Numbers, "", "£18,200.00|£950.00|-£5.50|£-0.50", "18200.00|950.00|-5.50|-0.50"},
	{"euros behind", table.Numbers, "", "18.200,00 €|950,00\u00a0€|-5,50 €", "18200.00|950.00|-5.50"},
	{"dollars", table.Numbers, "", "$1,234.50|($5.00)|$(6.00)|-$7.00", "1234.50|-5.00|-6.00|-7.00"},
	{"reals", table.Numbers, "", "R$ 1.234,50|R$ 0,99|-R$ 3,00", "1234.50|0.99|-3.00"},
	{"zlotys", table.Numbers, "", "1 234,50 zł|0,99 zł", "1234.50|0.99"},
	{"crowns", table.Numbers, "", "1 234,50 kr|12 kr.|kr 5,50", "1234.50|12|5.50"},
	{"francs", table.Numbers, "", "CHF 1’234.50|Fr. 12.00|CHF 5.–|25.--", "1234.50|12.00|5|25"},
	{"round prices", table.Numbers, "", "1.200,-|25,- kr|3,50", "1200|25|3.50"},
	{"yen", table.Numbers, "", "¥1,234,500|￥980|5,000円", "1234500|980|5000"},
	{"accounting, of nothing", table.Numbers, "", "£ 1,250.50|£ -|£(3.00)", "1250.50|0|-3.00"},
	{"two currencies in figures", table.Numbers, "", "£5.00|€6.00", "!two currencies"},
	{"points without digits in front", table.Numbers, "", ".5|-.25|5.", "0.5|-0.25|5"},
	{"what is no number", table.Numbers, "", "n/a|3I0|12:30|1.2.3,4|1 23|-|12 3456|1..2|--5|5%%", "n/a|3I0|12:30|1.2.3,4|1 23|-|12 3456|1..2|--5|5%%"},

	// Amounts of money.
	{"a currency's decimals tell groups", table.Amounts, "EUR", "1.234|980", "1234|980"},
	{"a currency's decimals tell groups of commas", table.Amounts, "EUR", "1,234", "1234"},
	{"yen have no decimals", table.Amounts, "JPY", "1.234|98.000", "1234|98000"},
	{"yen have no decimals, with commas", table.Amounts, "JPY", "1,234|980", "1234|980"},
	{"dinars have three decimals", table.Amounts, "KWD", "1.234", "!1.234 or as 1234"},
	{"figures in a currency", table.Numbers, "EUR", "1.234|5.678", "1234|5678"},
	{"a code in front", table.Amounts, "EUR", "GBP 1,200.00|EUR 5.00", "1200.00 GBP|5.00 EUR"},
	{"a code behind", table.Amounts, "EUR", "1200.00 GBP|5", "1200.00 GBP|5"},
	{"a sign of another currency", table.Amounts, "EUR", "£950.00|€5.00", "950.00 GBP|5.00 EUR"},
	{"the client's own dollars", table.Amounts, "CAD", "$950.00", "950.00 CAD"},
	{"anybody's dollars", table.Amounts, "EUR", "$950.00", "!\"$\" can stand for|USD|code"},
	{"dollars with a code", table.Amounts, "EUR", "US$ 950.00|$1,200.00 USD", "950.00 USD|1200.00 USD"},
	{"Xero, en-GB", table.Amounts, "GBP", "1,200.00|-95.50|0.00", "1200.00|-95.50|0.00"},
	{"QuickBooks, en-US", table.Amounts, "USD", "$1,200.00|($95.50)|$0.00", "1200.00 USD|-95.50 USD|0.00 USD"},

	// Hours.
	{"hours in decimals", table.Hours, "", "2.5|0.25|8", "2.5|0.25|8"},
	{"hours in decimals, de-DE", table.Hours, "", "2,5|0,25", "2.5|0.25"},
	{"hours as on a clock", table.Hours, "", "2:30|0:15|12:00|0:20", "2:30:00|0:15:00|12:00:00|0:20:00"},
	{"Toggl", table.Hours, "", "02:30:30|00:00:36", "2:30:30|0:00:36"},
	{"hours in words", table.Hours, "", "2h 30m|45 min|1h|2 h 15 min", "2:30:00|0:45:00|1:00:00|2:15:00"},
	{"hours on a clock and in decimals", table.Hours, "", "2:30|2.30", "!parts of an hour"},
	{"whole hours beside a clock", table.Hours, "", "2:30|2", "2:30:00|2"},
	{"what is no length of time", table.Hours, "", "2:75|x", "2:75|x"},

	// Days.
	{"ISO", table.Days, "", "2026-01-31|2026-02-01", "2026-01-31|2026-02-01"},
	{"ISO with slashes", table.Days, "", "2026/01/31|2026/2/1", "2026-01-31|2026-02-01"},
	{"Excel, en-GB", table.Days, "", "31/01/2026|03/02/2026", "2026-01-31|2026-02-03"},
	{"Excel, en-US", table.Days, "", "1/31/2026|2/3/2026", "2026-01-31|2026-02-03"},
	{"Excel, de-DE", table.Days, "", "31.01.2026|03.02.2026", "2026-01-31|2026-02-03"},
	{"Excel, de-DE, all days up to twelve", table.Days, "", "03.02.2026|1.2.2026", "2026-02-03|2026-02-01"},
	{"Excel, nl-NL", table.Days, "", "31-1-2026|3-2-2026", "2026-01-31|2026-02-03"},
	{"Excel, pl-PL", table.Days, "", "31.01.2026|2026-02-03", "2026-01-31|2026-02-03"},
	{"Excel, ja-JP", table.Days, "", "2026/1/31|2026年2月3日", "2026-01-31|2026-02-03"},
	{"Excel, ko and hu", table.Days, "", "2026. 1. 31.|2026.02.03.", "2026-01-31|2026-02-03"},
	{"all days up to twelve", table.Days, "", "03/04/2026|05/06/2026", "!\"03/04/2026\" can be read as 2026-04-03 or as 2026-03-04|dates: dd/mm/yyyy|dates: mm/dd/yyyy"},
	{"hyphens, all days up to twelve", table.Days, "", "03-04-2026", "!2026-04-03 or as 2026-03-04"},
	{"the same in both orders", table.Days, "", "01/01/2026|02/02/2026", "2026-01-01|2026-02-02"},
	{"both orders", table.Days, "", "31/01/2026|01/31/2026", "!\"01/31/2026\" and \"31/01/2026\"|another order"},
	{"a year of two digits", table.Days, "", "1/31/26", "!\"1/31/26\" can be read as 2026-01-31|two digits"},
	{"a year of two digits, unclear", table.Days, "", "01/02/26", "!2026-02-01|2026-01-02|2001-02-26"},
	{"a year of two digits, de-DE", table.Days, "", "31.01.26", "!2026-01-31 or as 1926-01-31"},
	{"names of months", table.Days, "", "31-Jan-26|5-Feb-2026|Jan 31, 2026|January 31, 2026|31 January 2026", "2026-01-31|2026-02-05|2026-01-31|2026-01-31|2026-01-31"},
	{"names of months, de", table.Days, "", "31. Januar 2026|3. März 2026|5. Mrz 26", "2026-01-31|2026-03-03|2026-03-05"},
	{"names of months, fr", table.Days, "", "31 janvier 2026|1er février 2026|14 août 2026|3-déc.-2026", "2026-01-31|2026-02-01|2026-08-14|2026-12-03"},
	{"names of months, es and pt", table.Days, "", "31 de enero de 2026|3 de março de 2026|5 ago 2026|6 de fev. de 2026", "2026-01-31|2026-03-03|2026-08-05|2026-02-06"},
	{"names of months, nl", table.Days, "", "31 januari 2026|3 mrt 2026|14-mei-2026", "2026-01-31|2026-03-03|2026-05-14"},
	{"names of months, it", table.Days, "", "31 gennaio 2026|3 mag 2026|14-giu-2026", "2026-01-31|2026-05-03|2026-06-14"},
	{"names of months, pl", table.Days, "", "31 stycznia 2026|3 paź 2026|14 lis 2026|1 wrz 2026", "2026-01-31|2026-10-03|2026-11-14|2026-09-01"},
	{"names of months, sv and da", table.Days, "", "31 januari 2026|3 maj 2026|14. oktober 2026", "2026-01-31|2026-05-03|2026-10-14"},
	{"with the day of the week", table.Days, "", "Saturday, 31 January 2026|Tue, Feb 3, 2026|lun. 2 févr. 2026", "2026-01-31|2026-02-03|2026-02-02"},
	{"with a time", table.Days, "", "2026-01-31 23:30|31/01/2026 09:00|2026-01-31T10:00:00Z", "2026-01-31|2026-01-31|2026-01-31"},
	{"GA", table.Days, "", "20260131|20260201", "2026-01-31|2026-02-01"},
	{"what is no date", table.Days, "", "31/02/2026|46053|soon|2026-13-01|before 31 Jan 2026|Jan 31|31-Jan-85", "31/02/2026|46053|soon|2026-13-01|before 31 Jan 2026|Jan 31|31-Jan-85"},

	// Points in time.
	{"times, ISO", table.Moments, "", "2026-01-31T14:30:00Z|2026-01-31 14:30|2026-01-31T14:30:00.123+01:00", "2026-01-31 14:30:00Z|2026-01-31 14:30:00|2026-01-31 14:30:00+01:00"},
	{"times, en-US", table.Moments, "", "1/31/2026 2:30 PM|1/31/2026 12:05:09 AM|2/3/2026, 11:00 am", "2026-01-31 14:30:00|2026-01-31 00:05:09|2026-02-03 11:00:00"},
	{"times, de-DE", table.Moments, "", "31.01.2026 14:30|31.01.2026, 09:05 Uhr", "2026-01-31 14:30:00|2026-01-31 09:05:00"},
	{"times, fr and da", table.Moments, "", "31/01/2026 14h30|31. januar 2026 kl. 14.30", "2026-01-31 14:30:00|2026-01-31 14:30:00"},
	{"times with offsets", table.Moments, "", "2026-01-31 14:30:00 UTC|2026-01-31 14:30:00 +0100|31/Jan/26 2:30 PM", "2026-01-31 14:30:00Z|2026-01-31 14:30:00+01:00|2026-01-31 14:30:00"},
	{"times, all days up to twelve", table.Moments, "", "03/04/2026 14:30", "!2026-04-03 or as 2026-03-04"},
	{"what is no time", table.Moments, "", "2026-01-31 25:00|2026-01-31 13:00 PM|2026-01-31 14:30 CET", "2026-01-31 25:00|2026-01-31 13:00 PM|2026-01-31 14:30 CET"},

	// Periods.
	{"our own", table.Periods, "", "2026-08|2026-Q3|2026-W40|2026", "2026-08|2026-Q3|2026-W40|2026"},
	{"months by name", table.Periods, "", "Jan-26|Aug 2026|August 2026|Sept. 2026|2026 Dec", "2026-01|2026-08|2026-08|2026-09|2026-12"},
	{"months by name, of others", table.Periods, "", "août 2026|März 2026|maj-26|agosto de 2026|sie 2026|2026年8月", "2026-08|2026-03|2026-05|2026-08|2026-08|2026-08"},
	{"months in digits", table.Periods, "", "08/2026|9/2026|10.2026|2026/11|12-2026", "2026-08|2026-09|2026-10|2026-11|2026-12"},
	{"quarters", table.Periods, "", "Q3 2026|2026Q4|3. Quartal 2026|T1 2026|Q2-2026|Q1/2026|K4 2026", "2026-Q3|2026-Q4|2026-Q3|2026-Q1|2026-Q2|2026-Q1|2026-Q4"},
	{"German weeks are no quarters", table.Periods, "", "KW 3 2026|2026 KW 4", "2026-W03|2026-W04"},
	{"Polish and Dutch quarters are no weeks", table.Periods, "", "kw. 3 2026|kw4 2026|2026 kw3", "2026-Q3|2026-Q4|2026 kw3"},
	{"what may be a week or a quarter is neither", table.Periods, "", "Kw 3 2026", "Kw 3 2026"},
	{"weeks in words", table.Periods, "", "Week 3, 2026|week 4 2026", "2026-W03|2026-W04"},
	{"hours with their unit", table.Hours, "", "2,5 Std.|1,25 h|2 h", "2.5|1.25|2:00:00"},
	{"hours and minutes in one", table.Hours, "", "2h30|PT2H30M|PT45M", "2:30:00|2:30:00|0:45:00"},
	{"weeks", table.Periods, "", "2026-W05|2026W6|KW 40/2026|W7 2026", "2026-W05|2026-W06|2026-W40|2026-W07"},
	{"GA, months", table.Periods, "", "202608|202609", "2026-08|2026-09"},
	{"GA, days that begin months", table.Periods, "", "20260801|20260901", "2026-08|2026-09"},
	{"first days", table.Periods, "", "2026-08-01|2026-09-01", "2026-08|2026-09"},
	{"last days", table.Periods, "", "31/08/2026|30/09/2026", "2026-08|2026-09"},
	{"first days, en-GB", table.Periods, "", "01/01/2026|01/02/2026|01/03/2026", "2026-01|2026-02|2026-03"},
	{"first days, en-US", table.Periods, "", "1/1/2026|2/1/2026|3/1/2026", "2026-01|2026-02|2026-03"},
	{"first days of quarters", table.Periods, "", "2026-01-01|2026-04-01", "!\"2026-01-01\" can be read as 2026-01 or as 2026-Q1"},
	{"the first day of a year", table.Periods, "", "01/01/2026", "!2026-01 or as 2026-Q1 or as 2026"},
	{"days that are no months", table.Periods, "", "2026-08-03|2026-08-10", "2026-08-03|2026-08-10"},
	{"fiscal years", table.Periods, "", "FY26|2025", "!\"FY26\" can be read as a year that begins in January or"},
	{"years of two", table.Periods, "", "2025/26", "!a year that begins in January or"},
	{"a year of two or a month", table.Periods, "", "2011/12", "!a year that begins in January or"},
	{"what is no period", table.Periods, "", "August|2026-13|13/2026|Week 60 2026|Q5 2026|Aug", "August|2026-13|13/2026|Week 60 2026|Q5 2026|Aug"},
}

func TestColumnsAreReadAsMeantOrRefused(t *testing.T) {
	if len(samples) < 100 {
		t.Errorf("only %d columns are tried", len(samples))
	}
	for _, test := range samples {
		t.Run(test.name, func(t *testing.T) {
			read, wrong := readColumn(test.kind, table.Style{}, test.currency, strings.Split(test.cells, "|"))
			if parts, refused := strings.CutPrefix(test.want, "!"); refused {
				for part := range strings.SplitSeq(parts, "|") {
					if !strings.Contains(wrong, part) {
						t.Errorf("%s is read as %v; the error %q does not say %q", test.cells, read, wrong, part)
					}
				}
				return
			}
			if got := strings.Join(read, "|"); got != test.want || wrong != "" {
				t.Errorf("%s is read as\n%s\n%s\nwant\n%s", test.cells, got, wrong, test.want)
			}
		})
	}
}
