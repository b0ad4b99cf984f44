package table_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/effort"
	"rapport/generator/table"
)

// A program writes values as a spreadsheet or another program does in a country.
type program struct {
	name           string
	mark, group    string
	indian         bool
	before, behind string // of amounts
	brackets       bool   // around what is below zero
	dates          []string
	months         []string
}

var programs = []program{
	{name: "Excel en-US", mark: ".", group: ",", before: "$", brackets: true, dates: []string{"1/2/2006", "01/02/2006", "2-Jan-06", "Jan 2, 2006", "January 2, 2006"}, months: []string{"Jan-06", "1/2006", "January 2006", "1/2/2006"}},
	{name: "Excel en-GB", mark: ".", group: ",", before: "£", dates: []string{"02/01/2006", "2 January 2006", "02-Jan-06"}, months: []string{"Jan-06", "01/2006", "Jan 2006", "02/01/2006"}},
	{name: "Excel de-DE", mark: ",", group: ".", behind: " €", dates: []string{"02.01.2006"}, months: []string{"01.2006", "01/2006", "02.01.2006"}},
	{name: "Excel fr-FR", mark: ",", group: "\u202f", behind: "\u00a0€", dates: []string{"02/01/2006"}, months: []string{"01/2006", "02/01/2006"}},
	{name: "Excel nl-NL", mark: ",", group: ".", before: "€ ", dates: []string{"2-1-2006", "02-01-2006"}, months: []string{"1-2006", "02-01-2006"}},
	{name: "Excel de-CH", mark: ".", group: "’", before: "CHF ", dates: []string{"02.01.2006"}, months: []string{"01.2006"}},
	{name: "Excel pl-PL", mark: ",", group: "\u00a0", behind: " zł", dates: []string{"02.01.2006", "2006-01-02"}, months: []string{"01.2006", "2006-01"}},
	{name: "Excel pt-BR", mark: ",", group: ".", before: "R$ ", dates: []string{"02/01/2006"}, months: []string{"01/2006"}},
	{name: "Excel sv-SE", mark: ",", group: "\u00a0", behind: " kr", dates: []string{"2006-01-02"}, months: []string{"2006-01"}},
	{name: "Excel ja-JP", mark: ".", group: ",", before: "¥", dates: []string{"2006/1/2", "2006年1月2日"}, months: []string{"2006年1月", "2006/01"}},
	{name: "Excel en-IN", mark: ".", group: ",", indian: true, before: "₹", dates: []string{"02-01-2006", "02/01/2006"}, months: []string{"Jan-06"}},
	{name: "Google Sheets", mark: ".", group: ",", before: "$", dates: []string{"1/2/2006", "2006-01-02 15:04:05"}, months: []string{"2006-01", "2006-01-02"}},
	{name: "Numbers", mark: ".", group: "", dates: []string{"2 Jan 2006", "2006-01-02"}, months: []string{"Jan 2006"}},
	{name: "Xero", mark: ".", group: ",", brackets: true, dates: []string{"2 Jan 2006", "02/01/2006"}, months: []string{"Jan-06", "Jan 2006"}},
	{name: "QuickBooks", mark: ".", group: ",", before: "$", dates: []string{"01/02/2006"}, months: []string{"Jan 2006", "January 2006"}},
	{name: "GA", mark: ".", group: "", dates: []string{"20060102"}, months: []string{"200601"}},
}

// number writes a number with so many decimals.
func (p *program) number(v decimal.Decimal, places int32) string {
	text := v.Abs().StringFixed(places)
	whole, fraction, _ := strings.Cut(text, ".")
	var groups []string
	for size := 3; len(whole) > size && p.group != ""; {
		groups = append([]string{whole[len(whole)-size:]}, groups...)
		whole = whole[:len(whole)-size]
		if p.indian {
			size = 2
		}
	}
	text = strings.Join(append([]string{whole}, groups...), p.group)
	if fraction != "" {
		text += p.mark + fraction
	}
	return text
}

// signed writes the sign of a number around it.
func (p *program) signed(v decimal.Decimal, text string) string {
	switch {
	case !v.IsNegative():
		return text
	case p.brackets:
		return "(" + text + ")"
	}
	return "-" + text
}

// Whatever a program writes is read as it was meant, or refused.
func TestWhatProgramsWriteIsReadAsMeantOrRefused(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	refused := map[string]int{}
	rounds := 75
	if effort.Slow {
		rounds = 300
	}
	for i := range programs {
		p := &programs[i]
		for range rounds {
			places := int32(random.IntN(4))
			size := int64(1)
			for range random.IntN(9) {
				size *= 10
			}
			var meant, asNumbers, asAmounts []string
			for range 1 + random.IntN(6) {
				v := decimal.New(random.Int64N(20*size)-size, -places)
				meant = append(meant, v.StringFixed(places))
				text := p.number(v, places)
				asNumbers = append(asNumbers, p.signed(v, text))
				asAmounts = append(asAmounts, p.signed(v, p.before+text+p.behind))
			}
			for what, texts := range map[string][]string{"numbers": asNumbers, "amounts": asAmounts} {
				read, wrong := readColumn(table.Numbers, table.Style{}, "", texts)
				if wrong != "" {
					if refused[p.name]++; !strings.Contains(wrong, "can be read as") {
						t.Errorf("%s, %s: %q is refused without its readings: %s", p.name, what, texts, wrong)
					}
					continue
				}
				for j := range read {
					v, err := decimal.NewFromString(read[j])
					if err != nil || v.StringFixed(places) != meant[j] {
						t.Errorf("%s, %s: %q is read as %q, want %s", p.name, what, texts[j], read[j], meant[j])
					}
				}
			}
		}
		for _, layout := range p.dates {
			tryDates(t, random, p.name, layout, table.Days, refused)
		}
		for _, layout := range p.months {
			tryDates(t, random, p.name, layout, table.Periods, refused)
		}
		if refused[p.name] > rounds {
			t.Errorf("%s: %d columns are refused, which helps nobody", p.name, refused[p.name])
		}
	}
}

// tryDates tries columns of days, or of first days that stand for months.
func tryDates(t *testing.T, random *rand.Rand, name, layout string, kind table.Kind, refused map[string]int) {
	t.Helper()
	for range 50 {
		day := time.Date(2020+random.IntN(12), time.Month(1+random.IntN(12)), 1, 9, 30, 0, 0, time.UTC)
		var texts, meant []string
		for i := range 1 + random.IntN(8) {
			at := day.AddDate(0, i, 0)
			if kind == table.Days {
				at = day.AddDate(0, 0, i*random.IntN(9))
				meant = append(meant, at.Format("2006-01-02"))
			} else {
				meant = append(meant, calendar.PeriodOf(calendar.Month, calendar.DateOf(at)).String())
			}
			texts = append(texts, at.Format(layout))
		}
		read, wrong := readColumn(kind, table.Style{}, "", texts)
		if wrong != "" {
			if refused[name]++; !strings.Contains(wrong, "can be read as") {
				t.Errorf("%s: %q is refused without its readings: %s", name, texts, wrong)
			}
			continue
		}
		if fmt.Sprint(read) != fmt.Sprint(meant) {
			t.Errorf("%s: %q is read as %q", name, texts, read)
		}
	}
}

func TestMeantIsTheOnlyReadingOfADayOrATime(t *testing.T) {
	for text, want := range map[string]string{
		"2026-10-30": "2026-10-30", "30.10.2026": "2026-10-30", "20 oktober 2026": "2026-10-20", "Oct 20, 2026 4:30 pm": "2026-10-20 16:30",
		"30-10-2026 16:00:05": "2026-10-30 16:00:05", "2026/10/2 16:00+02:00": "2026-10-02 16:00+02:00", "10/10/2026": "2026-10-10",
		"3/9/2026": "", "30-10-26": "", "31.4.2026": "", "October": "", "": "",
	} {
		if got := table.Meant(text); got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
}
