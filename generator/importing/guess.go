package importing

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/table"
)

// usual are the names that people give to columns, in several languages, by kind and
// column of ours; the likeliest first.
var usual = map[Kind]map[string][]string{
	Time: {
		"id":      {"ID", "Entry ID", "Nr", "Nr."},
		"date":    {"Date", "Day", "Start date", "Start", "Datum", "Tag", "Dag", "Fecha", "Día", "Jour", "Data", "Dia", "Giorno", "Dzień", "Dato"},
		"hours":   {"Hours", "Duration", "Time spent", "Stunden", "Std", "Std.", "Dauer", "Uren", "Duur", "Heures", "Durée", "Horas", "Duración", "Ore", "Durata", "Duração", "Godziny", "Czas", "Timer", "Timmar", "時間"},
		"minutes": {"Minutes", "Min", "Minuten", "Minutos", "Minuti", "Minuty", "Minutter"},
		"seconds": {"Seconds", "Sekunden", "Seconden", "Secondes"},
		"person":  {"Person", "Who", "User", "Employee", "Email", "E-mail", "Name", "Consultant", "Mitarbeiter", "Wer", "Benutzer", "Medewerker", "Wie", "Personne", "Utilisateur", "Persona", "Usuario", "Empleado", "Utente", "Pessoa", "Osoba", "Pracownik", "担当者"},
		"item":    {"Item", "Task", "Activity", "Service", "Project", "Leistung", "Tätigkeit", "Aufgabe", "Projekt", "Taak", "Activiteit", "Tâche", "Activité", "Projet", "Tarea", "Actividad", "Proyecto", "Attività", "Tarefa", "Zadanie"},
		"note":    {"Note", "Notes", "Description", "Comment", "Details", "Notiz", "Beschreibung", "Bemerkung", "Kommentar", "Omschrijving", "Opmerking", "Commentaire", "Nota", "Descripción", "Descrizione", "Descrição", "Opis", "備考"},
	},
	Requests: {
		"id":        {"ID", "Ticket ID", "Ticket", "Number", "No", "No.", "Key", "#", "Nr", "Nr.", "Nummer", "Vorgang", "Numéro", "Número", "Numero", "Numer", "番号"},
		"type":      {"Type", "Category", "Priority", "Kind", "Typ", "Kategorie", "Priorität", "Soort", "Categorie", "Prioriteit", "Catégorie", "Priorité", "Tipo", "Categoría", "Prioridad", "Categoria", "Priorità", "Kategoria", "Priorytet"},
		"title":     {"Title", "Subject", "Summary", "Request", "Titel", "Betreff", "Onderwerp", "Titre", "Sujet", "Objet", "Título", "Asunto", "Titolo", "Oggetto", "Assunto", "Tytuł", "Temat", "件名"},
		"opened":    {"Opened", "Created", "Created at", "Created time", "Opened at", "Reported", "Received", "Date", "Erstellt", "Eröffnet", "Gemeldet", "Aangemaakt", "Geopend", "Ouvert", "Créé", "Creado", "Abierto", "Creato", "Aperto", "Criado", "Utworzono", "作成日"},
		"responded": {"Responded", "First response", "First reply", "First response at", "Answered", "Beantwortet", "Erste Antwort", "Beantwoord", "Répondu", "Respondido", "Risposto", "Odpowiedź"},
		"resolved":  {"Resolved", "Solved", "Closed", "Done", "Resolved at", "Closed at", "Completed", "Gelöst", "Erledigt", "Geschlossen", "Opgelost", "Gesloten", "Résolu", "Fermé", "Resuelto", "Cerrado", "Risolto", "Chiuso", "Resolvido", "Fechado", "Rozwiązano", "Zamknięto", "完了日"},
		"status":    {"Status", "State", "Zustand", "Toestand", "Statut", "État", "Estado", "Stato", "Stan", "状態"},
		"updated":   {"Updated", "Updated at", "Last updated", "Aktualisiert", "Geändert", "Bijgewerkt", "Mis à jour", "Actualizado", "Aggiornato", "Zmieniono"},
	},
	Units: {
		"date":  {"Date", "Day", "Datum", "Fecha", "Jour", "Data", "Dato"},
		"item":  {"Item", "Product", "Service", "Artikel", "Leistung", "Product name", "Article", "Artículo", "Articolo", "Produkt"},
		"count": {"Count", "Quantity", "Qty", "Amount", "Units", "Anzahl", "Menge", "Aantal", "Quantité", "Cantidad", "Quantità", "Quantidade", "Ilość", "数量"},
		"note":  {"Note", "Notes", "Description", "Beschreibung", "Omschrijving", "Descripción", "Opis"},
	},
	Invoices: {
		"number":   {"Invoice number", "Invoice no", "Invoice No.", "Invoice #", "InvoiceNumber", "Invoice", "Number", "Rechnungsnummer", "Rechnung", "Factuurnummer", "Factuur", "Numéro de facture", "Facture", "Número de factura", "Factura", "Numero fattura", "Fattura", "Fatura", "Numer faktury", "Faktura", "請求書番号"},
		"date":     {"Invoice date", "InvoiceDate", "Issue date", "Date", "Rechnungsdatum", "Factuurdatum", "Date de facture", "Fecha", "Data fattura", "Data wystawienia", "Datum", "Data"},
		"amount":   {"Net amount", "Subtotal", "Net", "Amount", "Total", "Netto", "Nettobetrag", "Betrag", "Bedrag", "Montant HT", "Montant", "Importe", "Base imponible", "Imponibile", "Importo", "Valor", "Kwota netto", "Kwota", "金額"},
		"currency": {"Currency", "Währung", "Valuta", "Devise", "Moneda", "Moeda", "Waluta"},
		"due":      {"Due date", "DueDate", "Due", "Fällig", "Fälligkeit", "Vervaldatum", "Échéance", "Vencimiento", "Scadenza", "Vencimento", "Termin płatności"},
		"paid":     {"Paid", "Paid date", "Paid on", "Payment date", "Bezahlt am", "Bezahlt", "Betaald op", "Payé le", "Pagado", "Pagato il", "Pago em", "Zapłacono"},
	},
}

// Suggest guesses by which rule a sheet is to be read: as the export of a program that its
// header tells, or by its columns' names and values. It returns nil where it looks like
// no table of ours. Client and title are what the client and the engagement are called,
// by which rows are chosen that say whose they are.
func Suggest(s *Sheet, like *Program, names Names, client, title string) *Rule {
	r := &Rule{Program: like, Names: names}
	if like == nil {
		r.Program = Guess(s)
	}
	if r.Program != nil {
		r.Kind = r.Program.Kind
	} else if r.Kind, r.Columns = mapping(s); r.Kind == "" {
		return nil
	}
	r.Where = ours(r, s, client, title)
	return r
}

// mapping guesses which columns hold what: for the kind of which most columns are found,
// and all that are required.
func mapping(s *Sheet) (best Kind, columnsOf []Pair) {
	for _, kind := range []Kind{Requests, Invoices, Time, Units} {
		pairs := named(s, kind)
		if isEnough(kind, pairs) && len(pairs) > len(columnsOf) {
			best, columnsOf = kind, pairs
		}
	}
	return best, columnsOf
}

// named finds the columns of a kind by their names, and a day by its values where no name
// tells. No column holds two things.
func named(s *Sheet, kind Kind) []Pair {
	var pairs []Pair
	taken := map[string]bool{}
	for _, c := range columns[kind] {
		for _, name := range usual[kind][c.name] {
			at := s.find(name)
			if len(at) == 0 || taken[table.Fold(name)] || c.form == asDay && !isDated(s, at[0]) || (c.name == "minutes" || c.name == "seconds") && has(pairs, "hours") {
				continue
			}
			taken[table.Fold(name)] = true
			pairs = append(pairs, Pair{From: c.name, To: s.Header[at[0]].Text})
			break
		}
		if c.form == asDay && c.required && !has(pairs, c.name) {
			for i, h := range s.Header {
				if h.Text != "" && isDated(s, i) {
					pairs = append(pairs, Pair{From: c.name, To: h.Text})
					break
				}
			}
		}
	}
	return pairs
}

func has(pairs []Pair, name string) bool {
	return slices.ContainsFunc(pairs, func(p Pair) bool { return p.From == name })
}

// isEnough reports whether all required columns of a kind are found.
func isEnough(kind Kind, pairs []Pair) bool {
	for _, c := range columns[kind] {
		if c.required && !has(pairs, c.name) {
			return false
		}
	}
	return kind != Time || has(pairs, "hours") || has(pairs, "minutes") || has(pairs, "seconds")
}

// isDated reports whether at least half of what stands in a column are days or times. The
// rest, such as a range of days among them, is told when the rows are read.
func isDated(s *Sheet, at int) bool {
	var cells []table.Cell
	seen := map[string]bool{}
	for _, row := range s.rows() {
		if c := row.At(at); c.Text != "" && !seen[c.Text] {
			seen[c.Text] = true
			c, _ = splitClock(c)
			cells = append(cells, c)
		}
	}
	read, _ := s.of.Read(table.Style{Dates: table.Dates{Short: true}}, table.Days, "", slices.Values(cells))
	dated := 0
	for _, c := range cells {
		if _, err := calendar.ParseDate(read(c)); err == nil {
			dated++
		}
	}
	return dated > 0 && 2*dated >= len(cells)
}

// ours chooses the rows that are this client's by the columns that say whose they are,
// where one of their words is in the client's name or the engagement's title, or has it.
func ours(r *Rule, s *Sheet, client, title string) []Choice {
	p := r.Program
	if p == nil {
		p = &Program{Clients: usualClients}
	}
	for _, by := range []struct {
		columns []string
		names   []string
	}{{p.Clients, []string{client}}, {p.Projects, []string{title, client}}} {
		there := words{of: by.columns, none: p.None}
		for _, row := range s.rows() {
			there.see(s, row)
		}
		for _, name := range by.names {
			for _, v := range there.sorted() {
				if isLike(v, name) {
					return []Choice{{Column: there.column, Values: []string{v}}}
				}
			}
		}
	}
	return nil
}

// isLike reports whether two names are one, or one is all of the other's beginning.
func isLike(a, b string) bool {
	a, b = table.Fold(a), table.Fold(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a != "" && (a == b || strings.HasPrefix(b, a+" "))
}

// dated are the days and months in a file's name, and what stands between two of them.
var dated = regexp.MustCompile(`\d{4}[-_.]?\d{2}(?:[-_.]?\d{2})?(?:T?\d{4,6})?`)

// Pattern returns the pattern of the names of exports such as one: any days may stand
// where its own do, so that the next month's file is read without a change.
func Pattern(name string) string {
	escaped := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path.Base(name))
	all := dated.FindAllStringIndex(escaped, -1)
	if all == nil {
		return "data/" + escaped
	}
	before, after := escaped[:all[0][0]], escaped[all[len(all)-1][1]:]
	if before == "" {
		return "data/" + escaped // or every other file would be one of them
	}
	return "data/" + before + "*" + after
}
