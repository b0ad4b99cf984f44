package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// holidayOn returns the name that a day has by the holidays of a code, "" for none.
func holidayOn(code string, d Date) string {
	year, _, _ := d.Split()
	return holidaysOf([]string{code}, year)[d]
}

// What laws of single countries have of their own, by hand: changes of the law, days that
// move, and regions that differ.
func TestHolidaysFollowTheLaw(t *testing.T) {
	for _, tt := range []struct{ code, day, name string }{
		// GVOBl. M-V 2022: Women's Day from 2023 on.
		{"de-mv", "2022-03-08", ""}, {"de-mv", "2023-03-08", "Internationaler Frauentag"}, {"de-be", "2019-03-08", "Internationaler Frauentag"},
		{"de", "2026-03-08", ""}, {"de", "2017-10-31", "Reformationstag"}, {"de", "2026-10-31", ""}, {"de-ni", "2026-10-31", "Reformationstag"},
		{"de", "2026-01-06", ""}, {"de-by", "2026-01-06", "Heilige Drei Könige"}, {"de-sn", "2026-11-18", "Buß- und Bettag"},
		{"de-be", "2025-05-08", "Tag der Befreiung"}, {"de-be", "2026-05-08", ""}, {"de-by", "2026-08-15", ""}, {"de-sl", "2026-08-15", "Mariä Himmelfahrt"},
		{"md", "2023-06-01", ""}, {"md", "2024-06-01", "Ziua ocrotirii copilului"}, {"li", "2026-04-03", ""},
		// Dz.U. 2024 poz. 1965: Christmas Eve from 2025 on.
		{"pl", "2024-12-24", ""}, {"pl", "2025-12-24", "Wigilia Bożego Narodzenia"},
		// Legea 52/2023: from 2024 on.
		{"ro", "2023-01-06", ""}, {"ro", "2024-01-06", "Boboteaza"}, {"ro", "2024-01-07", "Sfântul Ioan Botezătorul"},
		// Lei 14.759/2023: from 2024 on; before it by laws of states.
		{"br", "2023-11-20", ""}, {"br", "2024-11-20", "Dia Nacional de Zumbi e da Consciência Negra"}, {"br-rj", "2022-11-20", "Consciência Negra"},
		{"br", "2026-02-17", ""}, {"br-rj", "2026-02-17", "Carnaval"},
		// Te Kāhui o Matariki Public Holiday Act 2022.
		{"nz", "2021-07-02", ""}, {"nz", "2022-06-24", "Matariki"}, {"nz", "2026-07-10", "Matariki"}, {"nz", "2052-06-21", "Matariki"},
		{"nz", "2026-04-27", "Anzac Day"}, {"nz", "2026-01-26", ""}, {"nz-auk", "2026-01-26", "Auckland Anniversary Day"},
		{"nz-ota", "2008-03-25", ""}, {"nz-can", "2026-11-13", "Canterbury Show Day"},
		// Law 2136-IX: no holidays while martial law holds.
		{"ua", "2021-08-24", "День незалежності України"}, {"ua", "2022-01-07", "Різдво Христове"}, {"ua", "2022-03-08", ""}, {"ua", "2026-08-24", ""},
		// Algemene termijnenwet, and the lustrum.
		{"nl", "2026-04-03", ""}, {"nl", "2026-05-05", ""}, {"nl", "2025-05-05", "Bevrijdingsdag"}, {"nl", "2025-04-26", "Koningsdag"}, {"nl", "2025-04-27", ""},
		// Lov 214/2023: Great Prayer Day abolished from 2024 on.
		{"dk", "2023-05-05", "Store bededag"}, {"dk", "2024-04-26", ""},
		// What is of all Switzerland, and what of cantons.
		{"ch", "2026-08-01", "Bundesfeiertag"}, {"ch", "2026-04-03", ""}, {"ch-zh", "2026-04-03", "Karfreitag"}, {"ch-ti", "2026-04-03", ""},
		{"ch-ge", "2026-09-10", "Jeûne genevois"}, {"ch-vd", "2026-09-21", "Lundi du Jeûne fédéral"}, {"ch-gl", "2026-04-09", "Näfelser Fahrt"},
		{"ch-gl", "2026-04-02", ""}, {"ch-ne", "2022-12-26", "26 décembre"}, {"ch-ne", "2023-12-26", ""}, {"ch-ge", "2026-01-01", "Nouvel An"},
		// And of Canada, and of provinces.
		{"ca", "2026-02-16", ""}, {"ca-on", "2026-02-16", "Family Day"}, {"ca-qc", "2026-06-24", "Fête nationale du Québec"}, {"ca", "2026-06-24", ""},
		{"ca", "2029-07-02", "Canada Day"}, {"ca-bc", "2022-09-30", ""}, {"ca-bc", "2023-09-30", "National Day for Truth and Reconciliation"},
		// The United Kingdom's days, and the days made up for.
		{"gb", "2027-12-27", "Christmas Day"}, {"gb", "2027-12-28", "Boxing Day"}, {"gb", "2020-05-04", ""}, {"gb", "2020-05-08", "Early May bank holiday"},
		{"gb", "2022-06-02", "Spring bank holiday"}, {"gb", "2022-05-30", ""}, {"gb", "2023-05-08", "Coronation of King Charles III"}, {"gb-sct", "2026-04-06", ""},
		{"gb-sct", "2022-01-04", "2nd January"}, {"gb-sct", "2026-11-30", "St Andrew’s Day"}, {"gb-nir", "2026-07-13", "Battle of the Boyne"}, {"gb-sct", "2026-08-31", ""},
		{"ie", "2022-02-07", ""}, {"ie", "2023-02-06", "St Brigid’s Day"}, {"ie", "2030-02-01", "St Brigid’s Day"}, {"ie", "2030-02-04", ""},
		// Federal days in a weekend; states without and with others.
		{"us", "2026-07-03", "Independence Day"}, {"us", "2021-12-31", "New Year’s Day"}, {"us", "2020-06-19", ""}, {"us", "2021-06-18", "Juneteenth"},
		{"us-ca", "2026-10-12", ""}, {"us-ca", "2026-03-31", "César Chávez Day"}, {"us-dc", "2033-01-20", "Inauguration Day"}, {"us-ma", "2026-04-20", "Patriots’ Day"},
		// Australia by state.
		{"au-vic", "2026-11-03", "Melbourne Cup"}, {"au-vic", "2026-09-25", "Friday before the AFL Grand Final"}, {"au", "2026-11-03", ""},
		{"au-nsw", "2026-04-27", "Additional day for Anzac Day"}, {"au-vic", "2026-04-27", ""}, {"au-wa", "2024-09-23", "King’s Birthday"}, {"au", "2021-12-28", "Boxing Day"},
		// Alsace and Moselle.
		{"fr", "2026-04-03", ""}, {"fr-67", "2026-04-03", "Vendredi saint"}, {"fr-972", "2026-05-22", "Abolition de l’esclavage"},
		// Communities of Spain, provinces and regions.
		{"es", "2026-09-11", ""}, {"es-ct", "2026-09-11", "Diada Nacional de Catalunya"}, {"es-md", "2021-05-03", "Fiesta de la Comunidad de Madrid"},
		{"es-cb", "2026-07-28", "Día de las Instituciones de Cantabria"}, {"it", "2025-10-04", ""}, {"it", "2026-10-04", "San Francesco d’Assisi"},
		{"it-bz", "2026-05-25", "Lunedì di Pentecoste / Pfingstmontag"}, {"pt-30", "2026-12-26", "Primeira Oitava"},
		// Days that move to Mondays.
		{"co", "2026-01-12", "Reyes Magos"}, {"co", "2026-01-06", ""}, {"ar", "2026-06-15", "Paso a la Inmortalidad del General Güemes"}, {"ar", "2026-06-17", ""},
		{"cl", "2024-06-20", "Día Nacional de los Pueblos Indígenas"}, {"cl", "2023-10-27", "Día de las Iglesias Evangélicas y Protestantes"},
		{"cl", "2026-09-18", "Independencia Nacional"}, {"ec", "2024-05-24", "Batalla de Pichincha"}, {"ec", "2023-05-26", "Batalla de Pichincha"},
		{"mx", "2024-10-01", "Transmisión del Poder Ejecutivo Federal"}, {"mx", "2026-10-01", ""},
		// Substitutes.
		{"jp", "2026-05-06", "憲法記念日"}, {"jp", "2026-09-22", "国民の休日"}, {"jp", "2024-05-06", "こどもの日"}, {"jp", "2019-12-23", ""},
		{"kr", "2025-03-03", "대체공휴일"}, {"kr", "2025-10-08", "대체공휴일"}, {"hk", "2026-04-07", "清明節"}, {"hk", "2022-09-12", "中秋節翌日"},
		{"il", "2024-05-14", "יום העצמאות"}, {"za", "2026-08-10", "National Women’s Day"}, {"bg", "2022-12-28", "Коледа"}, {"bg", "2021-05-04", "Ден на труда"},
		{"lv", "2024-11-18", "Latvijas Republikas proklamēšanas diena"}, {"gr", "2024-05-01", ""}, {"gr", "2024-05-07", "Εργατική Πρωτομαγιά"},
		{"cy", "2026-02-23", "Καθαρά Δευτέρα"}, {"sk", "2026-05-08", ""}, {"sk", "2027-05-08", "Deň víťazstva nad fašizmom"}, {"sk", "2025-11-17", ""},
	} {
		if got := holidayOn(tt.code, date(t, tt.day)); got != tt.name {
			t.Errorf("%s %s is %q, want %q", tt.code, tt.day, got, tt.name)
		}
	}
}

func TestHolidaysAreAlsoClosedOnTheDayThatMakesUpForThem(t *testing.T) {
	week := weekdays(Span{540, 1020})
	week[time.Saturday], week[time.Sunday] = week[time.Monday], week[time.Monday]
	for _, tt := range []struct {
		code, day, why string
		open           bool
	}{
		{"gb", "2027-12-25", "Christmas Day on a Saturday", false},
		{"gb", "2027-12-27", "made up for on Monday", false},
		{"gb", "2027-12-28", "Boxing Day made up for on Tuesday", false},
		{"gb", "2027-12-29", "an ordinary day", true},
		{"us", "2026-07-03", "4 July on a Saturday, made up for on Friday", false},
		{"us", "2021-12-31", "New Year's Day 2022 made up for in the old year", false},
		{"nl", "2025-04-26", "King's Day a day early", false},
		{"de", "2026-01-06", "Epiphany, not in all of Germany", true},
		{"de-by", "2026-01-06", "Epiphany in Bavaria", false},
		{"au-qld", "2026-04-27", "Anzac Day on a Saturday", true},
	} {
		c := New(Spec{Zone: time.UTC, Week: week, Holidays: []string{tt.code}})
		if got := c.Open(date(t, tt.day)); got != tt.open {
			t.Errorf("%s %s, %s: open is %v", tt.code, tt.day, tt.why, got)
		}
	}
	both := New(Spec{Zone: time.UTC, Week: week, Holidays: []string{"nl", "de-by"}})
	if both.Open(date(t, "2026-01-06")) || both.Open(date(t, "2026-04-27")) {
		t.Error("of two lists of holidays both should count")
	}
}

func TestAHolidayOfSeveralListsHasTheNameOfTheFirst(t *testing.T) {
	d := NewDate(2026, time.January, 1)
	for codes, want := range map[[2]string]string{{"nl", "de"}: "Nieuwjaarsdag", {"de", "nl"}: "Neujahr"} {
		if got := holidaysOf(codes[:], 2026)[d]; got != want {
			t.Errorf("%v: %q, want %q", codes, got, want)
		}
	}
}

func TestHolidayPlacesAreKnownAndHaveHolidays(t *testing.T) {
	places := HolidayPlaces()
	countries := 0
	for i, p := range places {
		if p.Code != strings.ToLower(p.Code) || !KnownHolidays(p.Code) || p.Name == "" || i > 0 && places[i-1].Code >= p.Code {
			t.Errorf("%v after %v", p, places[max(0, i-1)])
		}
		country, _, isRegion := strings.Cut(p.Code, "-")
		if !isRegion {
			countries++
		}
		if !KnownHolidays(country) {
			t.Errorf("%s is known and its country is not", p.Code)
		}
		// India has three that are of all of it; Ukraine keeps none in a war.
		if p.Code != "in" && p.Code != "ua" && len(holidaysOf([]string{p.Code}, 2026)) < 5 {
			t.Errorf("%s has too few holidays", p.Code)
		}
	}
	if countries < 60 || len(places)-countries < 180 {
		t.Errorf("%d countries and %d regions", countries, len(places)-countries)
	}
	for _, code := range []string{"", "NL", "aa", "ecb", "de-xx", "nl-nh", "ch.fr", "tr"} {
		if KnownHolidays(code) {
			t.Errorf("%q should not be known", code)
		}
	}
	for _, p := range HolidaysAnnounced() {
		if KnownHolidays(p.Code) || p.Name == "" {
			t.Errorf("%v is both known and announced from year to year", p)
		}
	}
}

func TestEveryHolidayLiesInItsYearAndHasAName(t *testing.T) {
	for _, code := range HolidayCodes() {
		for year := firstYear; year <= lastYear; year++ {
			for d, name := range holidaysOf([]string{code}, year) {
				if of, _, _ := d.Split(); of != year || name == "" || strings.TrimSpace(name) != name {
					t.Errorf("%s %d has %v %q", code, year, d, name)
				}
			}
		}
	}
}

func TestListsOfDatesReachFarEnough(t *testing.T) {
	for name, dates := range holidayTables().dates {
		if first, _, _ := dates[0].Split(); first > 2022 {
			t.Errorf("%s begins in %d", name, first)
		}
		if last, _, _ := dates[len(dates)-1].Split(); last < 2040 {
			t.Errorf("%s ends in %d", name, last)
		}
	}
	for code, day := range map[string]string{"hk": "2040-02-13", "il": "2040-03-29", "jp": "2040-03-20", "kr": "2040-02-12"} {
		if holidayOn(code, date(t, day)) == "" {
			t.Errorf("%s has no holiday on %s", code, day)
		}
	}
}

func TestEasterIsThatOfTheChurches(t *testing.T) {
	for _, tt := range []struct {
		year              int
		western, orthodox string
	}{
		{1900, "1900-04-15", "1900-04-22"}, {1943, "1943-04-25", "1943-04-25"}, {1954, "1954-04-18", "1954-04-25"}, {1981, "1981-04-19", "1981-04-26"},
		{2008, "2008-03-23", "2008-04-27"}, {2019, "2019-04-21", "2019-04-28"}, {2024, "2024-03-31", "2024-05-05"}, {2025, "2025-04-20", "2025-04-20"},
		{2026, "2026-04-05", "2026-04-12"}, {2027, "2027-03-28", "2027-05-02"}, {2038, "2038-04-25", "2038-04-25"}, {2049, "2049-04-18", "2049-04-25"},
		{2100, "2100-03-28", "2100-05-02"}, {2199, "2199-04-14", "2199-04-21"},
	} {
		if got := easter(tt.year).String(); got != tt.western {
			t.Errorf("%d: %s, want %s", tt.year, got, tt.western)
		}
		if got := easternEaster(tt.year).String(); got != tt.orthodox {
			t.Errorf("%d: orthodox %s, want %s", tt.year, got, tt.orthodox)
		}
	}
	for year := firstYear; year <= lastYear; year++ {
		if easter(year).Weekday() != time.Sunday || easternEaster(year).Weekday() != time.Sunday {
			t.Errorf("%d: %v, %v", year, easter(year), easternEaster(year))
		}
	}
}

func TestAHolidayThatIsMisspelledIsToldWithWhatWasMeant(t *testing.T) {
	for text, want := range map[string]string{
		"UK":          `; did you mean "gb"?`,
		"uk-sct":      `; did you mean "gb-sct"?`,
		"Germany":     `; did you mean "de"?`,
		"Bavaria":     `; did you mean "de-by"?`,
		"DE_BY":       `; did you mean "de-by"?`,
		"EL":          `; did you mean "gr"?`,
		"USA":         `; did you mean "us"?`,
		"be-xx":       "; the regions of be are be-bru, be-vlg, be-wal",
		"nl-nh":       "; nl has no regions here: write nl, and days off of its own as closures",
		"tr":          ": those of Türkiye are announced from year to year; write its days off as closures",
		"AE-DU":       ": those of United Arab Emirates are announced from year to year; write its days off as closures",
		"Switzerlend": "; write a country such as nl, or a region such as de-by (rapport explain holidays lists them), or the days off of any other as closures",
	} {
		_, err := ParseHolidays(text)
		if want = `there is no calendar of holidays for ` + quote(text) + want; err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %v", err, want)
		}
	}
	for text, want := range map[string]string{"nl": "nl", "NL": "nl", "De-By": "de-by", "no": "no"} {
		if code, err := ParseHolidays(text); code != want || err != nil {
			t.Errorf("%s: %q, %v", text, code, err)
		}
	}
}

func TestARuleOfATable(t *testing.T) {
	read := func(line string) (holidayRule, error) {
		lists := dateLists{"moon": {date(t, "2026-03-20"), date(t, "2026-12-30"), date(t, "2027-03-09")}}
		words, name, err := cutName(line)
		if err != nil {
			t.Fatal(err)
		}
		return lists.rule(words, name)
	}
	for _, tt := range []struct{ rule, days2026, days2027 string }{
		{"05-01: A", "2026-05-01", "2027-05-01"},
		{"05-01 +3: A", "2026-05-04", "2027-05-04"},
		{"easter-2: A", "2026-04-03", "2027-03-26"},
		{"orthodox+1: A", "2026-04-13", "2027-05-03"},
		{"3rd mon 01: A", "2026-01-19", "2027-01-18"},
		{"1st fri 05: A", "2026-05-01", "2027-05-07"},
		{"last mon 05: A", "2026-05-25", "2027-05-31"},
		{"last thu 12: A", "2026-12-31", "2027-12-30"},
		{"4th thu 11 +1: A", "2026-11-27", "2027-11-26"},
		{"fri from 05-01: A", "2026-05-01", "2027-05-07"},
		{"fri before 05-01: A", "2026-04-24", "2027-04-30"},
		{"mon near 01-29: A", "2026-01-26", "2027-02-01"},
		{"moon: A", "2026-03-20 2026-12-30", "2027-03-09"},
		{"moon-1: A", "2026-03-19 2026-12-29", "2027-03-08"},
		{"moon+2: A", "2026-03-22 2027-01-01", "2027-03-11"},
		{"on 2026-08-03 2026-08-04: A", "2026-08-03 2026-08-04", ""},
		{"08-01 sat+mon: A", "2026-08-03 2026-08-01", "2027-08-01"},
		{"08-01 sat,sun>mon: A", "2026-08-03", "2027-08-02"},
		{"08-01 sat-fri: A", "2026-07-31 2026-08-01", "2027-08-01"},
		{"08-01 sat<fri sun>mon: A", "2026-07-31", "2027-08-02"},
		{"08-01 except sat: A", "", "2027-08-01"},
		{"08-01 since 2027: A", "", "2027-08-01"},
		{"08-01 until 2026: A", "2026-08-01", ""},
		{"08-01 in 2020,2026: A", "2026-08-01", ""},
		{"08-01 not 2020,2026: A", "", "2027-08-01"},
		{"08-01 since 2022 every 5: A", "", "2027-08-01"},
		{"08-01 since 2024 until 2026 every 2: A", "2026-08-01", ""},
		{"01-01 since 2028 sat-fri: A", "", ""},
	} {
		rule, err := read(tt.rule)
		if err != nil {
			t.Errorf("%s: %v", tt.rule, err)
			continue
		}
		for year, want := range map[int]string{2026: tt.days2026, 2027: tt.days2027} {
			var got []string
			for _, d := range rule.days(year) {
				got = append(got, d.String())
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s in %d: %v, want %s", tt.rule, year, got, want)
			}
		}
	}
	for _, wrong := range []string{
		"13-01: A", "02-30: A", "1-1: A", "sun: A", "passover: A", "5th mon 01: A", "1st day 01: A", "1st mon 13: A", "mon on 01-01: A", "mon from 1-1: A",
		"on 2026-02-30: A", "on 2026-02-03 2026-02-01: A", "01-01 sat: A", "01-01 sat+: A", "01-01 sat+day: A", "01-01 day+mon: A", "01-01 since: A",
		"01-01 since soon: A", "01-01 except day: A", "01-01 +x: A",
	} {
		if _, err := read(wrong); err == nil {
			t.Errorf("%s is read", wrong)
		}
	}
}

func TestATableThatIsWrongSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"xx: X\n  01-01: A\n  01-32: B\n": `t:3: "01-32" is not a day`,
		"  01-01: A\n":                    `t:1: "01-01: A" belongs to no place`,
		"xx: X\n  01-01\n":                `t:2: "01-01" has no name after a colon`,
		"xx\n":                            `t:1: "xx" has no name after a colon`,
		"xx-a: X\n":                       "t:1: xx is not known before xx-a",
		"xx: X\nxx: X\n":                  "t:2: xx stands twice",
		"xx: X\nxy like xz: Y\n":          "t:2: xz is not known before xy",
		"xx: X\n  01-01: A\nxx-a: B\n  without: C\n":      `t:4: xx-a has no "C" to go without`,
		"xx: X\n  01-32: A\nxx-a: B\n":                    `t:2: "01-32" is not a day`,
		"xx yy: X\n":                                      `t:1: "xx yy: X" begins neither a place nor a list of dates`,
		"# a list\ndates d: X\n  2026-01-01 2025-01-01\n": "t:3: [2026-01-01 2025-01-01] are not in order",
	} {
		table := newHolidayTable()
		err := table.read("t", text)
		for i := 0; err == nil && i < len(table.places); i++ {
			_, err = table.blocks[table.places[i].Code].rules()
		}
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestARegionHasTheDaysOfItsCountryButThoseItIsWithout(t *testing.T) {
	table := newHolidayTable()
	if err := table.read("t", "xx: X\n  01-01: A\n  01-02: B\nxx-a: Y\n  without: A\n  01-03: C\nxy.z: Z\n  01-04: D\nxy like xy.z: Z\n"); err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string][]string{"xx": {"A", "B"}, "xx-a": {"B", "C"}, "xy": {"D"}} {
		var got []string
		for _, rule := range table.rules(code) {
			got = append(got, rule.name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", code, got, want)
		}
	}
	if len(table.places) != 3 {
		t.Errorf("places %v: what only others are like is none", table.places)
	}
}

func BenchmarkHolidaysOfAYear(b *testing.B) {
	for b.Loop() {
		holidaysOf([]string{"de-by"}, 2026)
	}
}
