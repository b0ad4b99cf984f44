package content

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// The models of a price.
const (
	FixedPrice    = "fixed"
	RetainerPrice = "retainer"
	HourlyPrice   = "hourly"
	UnitPrice     = "unit"
)

// said are the models in a message.
var said = map[string]string{FixedPrice: "a fixed price", RetainerPrice: "a retainer", HourlyPrice: "paid by the hour", UnitPrice: "paid by the unit"}

// checkUse reports what a price says of use that its model or its amount does not bear.
func checkUse(d *schema.Decoder, n *front.Node, _ schema.Where, p *Price) {
	for _, key := range []string{"carry", "over"} {
		v := n.Get(key)
		switch {
		case v.IsBlank() || p.Model == "":
		case p.Model != RetainerPrice:
			d.Errorf(v.Mark, schema.BadChoice, "only a retainer has hours beyond which anything begins, and this price is %s; remove %s, or write model: retainer", said[p.Model], key)
		case n.Get("includes").IsBlank():
			d.Errorf(v.Mark, schema.MissingField, "%s says what becomes of included hours, and the retainer includes none; add includes: with the hours", key)
		}
	}
	limit := n.Get("cap")
	switch {
	case limit.IsBlank() || p.Cap.Currency == "":
	case p.Model == FixedPrice:
		d.Errorf(limit.Mark, schema.BadChoice, "a fixed price never costs more than its amount; remove cap, or write another model")
	case !p.Cap.Amount.IsPositive():
		d.Errorf(limit.Mark, schema.BadRange, "%s is no ceiling; write a cap above zero, or leave it out", diag.Quote(limit.Raw))
	case p.Amount.Currency != "" && p.Cap.Currency != p.Amount.Currency:
		d.Errorf(limit.Mark, BadCurrency, "the cap is in %s and the amount in %s; write both in one currency", p.Cap.Currency, p.Amount.Currency)
	}
}

// checkPrices reports what does not fit between prices and between their versions: a
// version in another currency, whose amounts nobody can add up, and for the hours beyond
// a retainer's the retainer itself, a price that is not paid by use, or one in
// another currency. Those that are nowhere are found where references are resolved.
func checkPrices(d *schema.Decoder, prices Terms[Price]) {
	for i := range prices {
		p := &prices[i]
		if before := prices.of(p.ID, p.Since-1); before != nil && p.Since != 0 && p.Amount.Currency != "" && before.Amount.Currency != p.Amount.Currency {
			d.Errorf(p.Mark, BadCurrency, "this version of %s is in %s, and the one before in %s; stay with that, or make it a price of its own", diag.Quote(p.ID), p.Amount.Currency, before.Amount.Currency)
		}
		beyond := prices.of(p.Over.ID, p.Since)
		switch {
		case p.Over.IsZero() || p.Model != RetainerPrice || beyond == nil || beyond.Model == "":
		case beyond.ID == p.ID:
			d.Errorf(p.Over.Mark, UnknownID, "the hours beyond %s cannot cost %s again; name a price by the hour", diag.Quote(p.ID), diag.Quote(p.ID))
		case beyond.Model != HourlyPrice && beyond.Model != UnitPrice:
			d.Errorf(p.Over.Mark, schema.BadChoice, "%s is %s, and hours beyond those included are paid by the hour or unit; name such a price", diag.Quote(beyond.ID), said[beyond.Model])
		case p.Amount.Currency != "" && beyond.Amount.Currency != "" && beyond.Amount.Currency != p.Amount.Currency:
			d.Errorf(p.Over.Mark, BadCurrency, "%s is in %s and this price in %s; write both in one currency", diag.Quote(beyond.ID), beyond.Amount.Currency, p.Amount.Currency)
		}
	}
}

// units reads the counts of what is paid for by the piece.
func (r *clientReader) units(e *Engagement) {
	file, ok := r.ours(e, "data/units.csv")
	if !ok {
		return
	}
	t, d, ok := r.table(file, &unitTable, "")
	if !ok {
		return
	}
	for row := range t.rows() {
		unit := readUnit(d, row)
		checkUnit(d, row, e, &unit)
		e.Units = append(e.Units, unit)
	}
	slices.SortStableFunc(e.Units, func(a, b UnitRow) int { return int(a.Date - b.Date) })
}

// checkUnit reports a count of what is not paid for by the unit.
func checkUnit(d *schema.Decoder, row *front.Node, e *Engagement, u *UnitRow) {
	if p := e.PriceOn(u.Item, u.Date); p != nil && p.Model != UnitPrice && p.Model != "" {
		d.Errorf(row.Get("item").Mark, schema.BadChoice, "%s is %s, and this table counts what is paid for by the unit; name such a price, or write its hours to time.csv", diag.Quote(u.Item), said[p.Model])
	}
}

var unitColumns = schema.New(
	schema.Key("date", schema.Repeating(date), func(r *UnitRow) *calendar.Date { return &r.Date }, "The day on which it was delivered.").Required().Begins(),
	schema.Key("item", named(toPrice), func(r *UnitRow) *string { return &r.Item }, "The price by the unit.").Required(),
	schema.Key("count", number, func(r *UnitRow) *decimal.Decimal { return &r.Count }, "How many.").Required(),
	schema.Key("note", line, func(r *UnitRow) *string { return &r.Note }, "What it was.").Holds(schema.Free),
).Holds(schema.Recorded).Marked(func(r *UnitRow) *Mark { return &r.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, r *UnitRow) {
	if count := n.Get("count"); r.Count.IsNegative() {
		d.Errorf(count.Mark, schema.BadRange, "%s is negative; write a count of 0 or more", diag.Quote(count.Raw))
	}
})

func readUnit(d *schema.Decoder, row *front.Node) UnitRow {
	var r UnitRow
	schema.Decode(d, row, schema.Row(), unitColumns.Into(&r), schema.OtherKeys())
	r.Item, r.Note = d.Rows.Keep(r.Item), d.Rows.Keep(r.Note)
	return r
}

// invoices reads what was billed.
func (r *clientReader) invoices(e *Engagement) {
	file, ok := r.ours(e, "data/invoices.csv")
	if !ok {
		return
	}
	t, d, ok := r.table(file, &invoiceTable, r.currency)
	if !ok {
		return
	}
	seen := map[string]Mark{}
	for row := range t.rows() {
		invoice := readInvoice(d, row, seen)
		r.invoiceFits(d, row, e, &invoice)
		e.Invoices = append(e.Invoices, invoice)
	}
	slices.SortStableFunc(e.Invoices, func(a, b Invoice) int { return byDate(a.Date, b.Date, a.Number, b.Number) })
}

var invoiceColumns = schema.New(
	schema.Key("number", line, func(i *Invoice) *string { return &i.Number }, "The invoice's number.").Required(),
	schema.Key("date", date, func(i *Invoice) *calendar.Date { return &i.Date }, "The day on which it was sent.").Required().Begins(),
	schema.Key("amount", money, func(i *Invoice) *Money { return &i.Amount }, "What it asks for, without taxes where prices are without them; below zero for a credit.").Required(),
	schema.Key("item", named(toPrice), func(i *Invoice) *string { return &i.Item }, "The price that it bills; missing where it bills all of the period."),
	schema.Key("period", period, func(i *Invoice) *calendar.Period { return &i.Period }, "The period that it bills."),
	schema.Key("due", date, func(i *Invoice) *calendar.Date { return &i.Due }, "The day by which it is to be paid.").Due(),
	schema.Key("paid", date, func(i *Invoice) *calendar.Date { return &i.Paid }, "The day on which it was paid.").Comes(),
	schema.Key("file", attachment, func(i *Invoice) *Ref { return &i.File }, "The invoice itself, among the attachments: files/2026-014.pdf.").Holds(schema.Free),
).Holds(schema.Recorded).Marked(func(i *Invoice) *Mark { return &i.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, i *Invoice) {
	for key, day := range map[string]calendar.Date{"due": i.Due, "paid": i.Paid} {
		if day != 0 && i.Date != 0 && day < i.Date {
			d.Errorf(n.Get(key).Mark, BadOrder, "%s on %s, before the invoice's date, %s; mend one of the dates", key, day, i.Date)
		}
	}
})

// attachment is the path of a file under files/, of which only the name is read.
var attachment = schema.Form[Ref]{
	Shape: schema.Shape{Words: "the path of an attachment", Example: "files/2026-014.pdf", JSON: matching(`^files/`), Sample: "files/2026-014.pdf"},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Ref) bool {
		raw, ok := d.Line(n, at)
		if ok && raw != "" {
			*v = Ref{path.Clean(raw), n.Mark}
		}
		return ok && raw != ""
	},
}

func readInvoice(d *schema.Decoder, row *front.Node, seen map[string]Mark) Invoice {
	var i Invoice
	schema.Decode(d, row, schema.Row(), invoiceColumns.Into(&i), schema.OtherKeys())
	i.once(d, row, seen)
	return i
}

// once reports an invoice whose number stands in a row before, of which seen has the places.
func (i *Invoice) once(d *schema.Decoder, row *front.Node, seen map[string]Mark) {
	first, double := seen[i.Number]
	switch number := row.Get("number"); {
	case i.Number == "":
	case double:
		d.Errorf(number.Mark, DuplicateID, "invoice %s stands on line %d already; give each its own number", diag.Quote(i.Number), first.Line)
	default:
		seen[i.Number] = number.Mark
	}
}

// invoiceFits reports an invoice that names a file which is none of the attachments, or
// that is in another currency than what it bills.
func (r *clientReader) invoiceFits(d *schema.Decoder, row *front.Node, e *Engagement, i *Invoice) {
	if p := e.PriceOn(i.Item, cmp.Or(i.Period.To, i.Date)); p != nil && i.Amount.Currency != "" && p.Amount.Currency != "" && p.Amount.Currency != i.Amount.Currency {
		d.Errorf(row.Get("amount").Mark, BadCurrency, "the invoice is in %s, and %s is agreed in %s; write the currency behind the amount: \"%s %s\"",
			i.Amount.Currency, diag.Quote(i.Item), p.Amount.Currency, i.Amount.Amount, p.Amount.Currency)
	}
	if i.File.IsZero() || e.Attachment(i.File.ID) != nil {
		return
	}
	names := make([]string, len(e.Files))
	for j := range e.Files {
		names[j] = e.Files[j].Name
	}
	d.Errorf(i.File.Mark, MissingFile, "there is no attachment %s%s", diag.Quote(i.File.ID), beside(i.File.ID, names).Or(addFile))
	i.File = Ref{}
}

// beside is the mend for the name of an attachment: with its folder, or one that is near.
func beside(name string, names []string) diag.Mend {
	if full := "files/" + strings.TrimPrefix(name, "./"); slices.Contains(names, full) {
		return diag.Meant(name, full)
	}
	return diag.DidYouMean(name, names)
}

// Attachment returns the attachment with a name, or nil.
func (e *Engagement) Attachment(name string) *Attachment {
	return find(e.Files, func(a *Attachment) bool { return a.Name == name })
}
