package history

import "testing"

// Numbers and lengths of time are no slips of the pen and no better words, however they
// are written.
func TestOtherNumbersInWordsAreOtherPromises(t *testing.T) {
	for _, c := range [][2]string{
		{"kept for ninety days", "kept for thirty days"},
		{"Answers within the hour", "Answers within the day"},
		{"Antwort innerhalb der Stunde, nicht später", "Antwort innerhalb der Woche, nicht später"},
		{"Achtunddreißig Ordner", "Achtundzwanzig Ordner"},
		{"binnen vierentwintig uur", "binnen achtenveertig uur"},
		{"em quinze dias", "em vinte dias"},
		{"en quince días", "en treinta días"},
		{"entro quindici giorni", "entro venti giorni"},
		{"sous trente jours", "sous soixante jours"},
		{"inom femton dagar", "inom trettio dagar"},
		{"w ciągu piętnastu dni, czyli trzydzieści godzin", "w ciągu piętnastu dni, czyli czterdzieści godzin"},
	} {
		if SameWords(c[0], c[1]) || SameClaims(c[0], c[1]) {
			t.Errorf("%q promises the same as %q: %v, claims %v", c[0], c[1], SameWords(c[0], c[1]), SameClaims(c[0], c[1]))
		}
	}
	for _, c := range [][2]string{
		{"kept for ninety days", "held for ninety days"},
		{"Achtunddreißig Ordner, Blatt für Blatt", "Achtunddreißig Ordner, Blatt um Blatt"},
		{"All in the hour of need", "All in the need of the hour"},
	} {
		if !SameClaims(c[0], c[1]) {
			t.Errorf("%q claims other than %q", c[0], c[1])
		}
	}
}
