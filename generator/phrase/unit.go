package phrase

import (
	"strings"

	"github.com/shopspring/decimal"
)

// ofOne are units as they are written of several, with what they are called of one: lengths
// of time, which are what figures count most besides money and the things of a trade. Of
// the languages that portals speak only those are here that tell one from several.
var ofOne = map[string]string{
	"seconds": "second", "minutes": "minute", "hours": "hour", "days": "day", "weeks": "week", "months": "month", "years": "year",
	"working days": "working day", "working hours": "working hour",
	"seconden": "seconde", "minuten": "minuut", "uren": "uur", "dagen": "dag", "weken": "week", "maanden": "maand", "jaren": "jaar", "werkdagen": "werkdag",
	"Sekunden": "Sekunde", "Minuten": "Minute", "Stunden": "Stunde", "Tage": "Tag", "Wochen": "Woche", "Monate": "Monat", "Jahre": "Jahr", "Arbeitstage": "Arbeitstag", "Werktage": "Werktag",
	"secondes": "seconde", "heures": "heure", "jours": "jour", "semaines": "semaine", "années": "année", "ans": "an", "jours ouvrés": "jour ouvré",
	"segundos": "segundo", "minutos": "minuto", "horas": "hora", "días": "día", "semanas": "semana", "meses": "mes", "años": "año",
	"secondi": "secondo", "minuti": "minuto", "ore": "ora", "giorni": "giorno", "settimane": "settimana", "mesi": "mese", "anni": "anno",
	"dias": "dia", "anos": "ano", "dias úteis": "dia útil",
	"sekundy": "sekunda", "minuty": "minuta", "godziny": "godzina", "dni": "dzień", "tygodnie": "tydzień", "miesiące": "miesiąc", "lata": "rok",
	"sekunder": "sekund", "minuter": "minut", "timmar": "timme", "dagar": "dag", "veckor": "vecka", "månader": "månad", "arbetsdagar": "arbetsdag",
	"minutter": "minut", "timer": "time", "dage": "dag", "uger": "uge", "måneder": "måned", "arbejdsdage": "arbejdsdag",
}

// unitOf is what a unit is called beside a figure: one day, though it is counted in days.
func (s *Speaker) unitOf(v decimal.Decimal, unit string) string {
	if one := ofOne[unit]; one != "" && v.IsInteger() && v.Abs().Equal(decimal.NewFromInt(1)) {
		if unit == "meses" && strings.HasPrefix(s.Tag(), "pt") {
			return "mês"
		}
		return one
	}
	return unit
}
