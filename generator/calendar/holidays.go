package calendar

import (
	"fmt"
	"slices"
	"strings"
)

// A HolidayPlace is a country or a part of one whose public holidays are known.
type HolidayPlace struct {
	Code string // lower-case ISO 3166: nl, de-by
	Name string // in English
}

// HolidayPlaces returns every country and region whose public holidays are known, sorted
// by code: a country stands before its regions.
func HolidayPlaces() []HolidayPlace {
	return slices.Clone(holidayTables().places)
}

// HolidayCodes returns the codes of HolidayPlaces.
func HolidayCodes() []string {
	var codes []string
	for _, p := range holidayTables().places {
		codes = append(codes, p.Code)
	}
	return codes
}

// KnownHolidays reports whether the public holidays of code, a lower-case ISO
// 3166 country (nl) or subdivision (de-by), are known.
func KnownHolidays(code string) bool {
	return holidayTables().blocks[code] != nil && !strings.Contains(code, ".")
}

// HolidaysAnnounced lists the countries whose public holidays nobody can know years
// ahead, as they are announced from year to year: by the sighting of the moon, or by decree.
func HolidaysAnnounced() []HolidayPlace {
	return slices.Clone(holidayTables().announced)
}

// ParseHolidays reads the code of a country or region whose public holidays are known, in
// letters of either case. The error says what was meant, or what else can be written.
func ParseHolidays(s string) (code string, err error) {
	code = strings.ToLower(s)
	if KnownHolidays(code) {
		return code, nil
	}
	return "", fmt.Errorf("there is no calendar of holidays for %s%s", quote(s), holidaysMend(code))
}

// holidaysMend is what to write in place of a code that is not known.
func holidaysMend(code string) string {
	tables := holidayTables()
	code = strings.ReplaceAll(strings.TrimSpace(code), "_", "-")
	if KnownHolidays(code) {
		return fmt.Sprintf("; did you mean %q?", code)
	}
	if meant := otherwiseCalled[code]; meant != "" {
		return fmt.Sprintf("; did you mean %q?", meant)
	}
	for _, p := range tables.places {
		if plain, _, _ := strings.Cut(strings.ToLower(p.Name), " ("); plain == code {
			return fmt.Sprintf("; did you mean %q?", p.Code)
		}
	}
	country, _, isRegion := strings.Cut(code, "-")
	for _, p := range tables.announced {
		if p.Code == country || strings.ToLower(p.Name) == code {
			return ": those of " + p.Name + " are announced from year to year; write its days off as closures"
		}
	}
	if isRegion && KnownHolidays(country) {
		if regions := regionsOf(country); len(regions) > 0 {
			return fmt.Sprintf("; the regions of %s are %s", country, strings.Join(regions, ", "))
		}
		return fmt.Sprintf("; %s has no regions here: write %s, and days off of its own as closures", country, country)
	}
	return "; write a country such as nl, or a region such as de-by (rapport explain holidays lists them), or the days off of any other as closures"
}

// otherwiseCalled has codes that are often written and are not those of ISO 3166.
var otherwiseCalled = map[string]string{
	"uk": "gb", "eng": "gb-eng", "sct": "gb-sct", "wls": "gb-wls", "nir": "gb-nir", "en": "gb", "great britain": "gb", "britain": "gb",
	"el": "gr", "usa": "us", "united states of america": "us", "holland": "nl", "the netherlands": "nl", "czech republic": "cz", "korea": "kr",
	"uk-eng": "gb-eng", "uk-sct": "gb-sct", "uk-wls": "gb-wls", "uk-nir": "gb-nir",
}

// regionsOf returns the codes of a country's known regions.
func regionsOf(country string) []string {
	var regions []string
	for _, p := range holidayTables().places {
		if strings.HasPrefix(p.Code, country+"-") {
			regions = append(regions, p.Code)
		}
	}
	return regions
}

// holidaysOf returns the names of a year's holidays by day: both the day itself and, where
// the law gives another day for one that falls in a weekend, that one. Of several
// names for a day the first stands.
func holidaysOf(codes []string, year int) map[Date]string {
	names := make(map[Date]string)
	for _, code := range codes {
		rules := holidayTables().rules(code)
		for i := range rules {
			// New Year's Day may be made up for in the old year, and
			// Christmas in the new one.
			for y := year - 1; y <= year+1; y++ {
				for _, d := range rules[i].days(y) {
					if of, _, _ := d.Split(); of == year && names[d] == "" {
						names[d] = rules[i].name
					}
				}
			}
		}
	}
	return names
}
