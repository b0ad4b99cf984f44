package content

import (
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// received is the day on which an input came, or of a recurring one a list of
// receipts.
var received = schema.Form[[]Receipt]{
	Shape: schema.Shape{Elements: receipt.Infos(), Words: "a day, or where every is given a list of days, one an occurrence in order, null for one not received, or a list of {for: period, on: day}", Sample: "2026-10-02",
		JSON: map[string]any{"anyOf": []any{date.JSON,
			map[string]any{"type": "array", "items": map[string]any{"anyOf": []any{date.JSON, map[string]any{"type": "null"}, map[string]any{"const": ""}}}},
			map[string]any{"type": "array", "items": map[string]any{"type": "object", "required": []any{"for", "on"}, "additionalProperties": false,
				"properties": map[string]any{"for": occurrence.JSON, "on": date.JSON}}},
		}}},
	AsOf: func(v *[]Receipt, came schema.Came) *[]Receipt {
		later := func(r Receipt) bool { return r.On != 0 && !came(schema.When{Day: r.On}) }
		if !slices.ContainsFunc(*v, later) {
			return v
		}
		var stood []Receipt
		for _, r := range *v {
			switch {
			case !later(r):
				stood = append(stood, r)
			case r.For.IsZero():
				stood = append(stood, Receipt{Mark: r.Mark}) // the others keep their places
			}
		}
		return &stood
	},
	Visit: func(i *schema.Info, v *[]Receipt, visit func(schema.Value)) {
		for j := range *v {
			visit(schema.Value{Info: i, Of: &(*v)[j].On, When: schema.When{Day: (*v)[j].On}})
		}
	},
}

func readReceived(d *schema.Decoder, m, n *front.Node, i *Input) {
	at := schema.At("received")
	switch {
	case m.Get("every").IsBlank() && n.Kind == front.List:
		d.Errorf(n.Mark, schema.WrongType, "received must be one date where an input is due once; write received: 2026-03-13, or give the input a rhythm with every:")
	case m.Get("every").IsBlank():
		once := Receipt{Mark: n.Mark}
		if date.Read(d, n, at, &once.On) {
			i.Received = []Receipt{once}
		}
	case d.IsList(n, at):
		readReceipts(d, n, at, i)
	}
}

// readReceipts reads the receipts of an input that recurs.
func readReceipts(d *schema.Decoder, n *front.Node, at schema.Where, i *Input) {
	pairs := slices.ContainsFunc(n.Kids, func(kid *front.Node) bool { return kid.Kind == front.Map })
	seen := map[calendar.Period]bool{}
	for _, kid := range n.Kids {
		r := Receipt{Mark: kid.Mark}
		switch {
		case pairs && kid.Kind != front.Map:
			d.Errorf(kid.Mark, schema.WrongType, "this day has no period, and others in received have one; write each as {for: 2026-10, on: 2026-10-05}")
			continue
		case !pairs:
			if !kid.IsBlank() { // null, or an empty text, since TOML has no null
				date.Read(d, kid, at.Element(), &r.On)
			}
		case !receipt.Decode(d, kid, at, &r) || r.On == 0 || r.For.IsZero():
			continue
		case !i.Every.IsZero() && i.Every.Period(r.For.From) != r.For:
			d.Errorf(kid.Get("for").Mark, BadPeriod, "%s is no occurrence of an input that is due %s; write for: %s, or which it was",
				diag.Quote(strings.TrimSpace(kid.Get("for").Raw)), i.Every, nameOf(i.Every.Period(r.On)))
			continue
		case seen[r.For]:
			d.Errorf(kid.Get("for").Mark, front.DuplicateKey, "%s stands in received twice; remove one of them", nameOf(r.For))
			continue
		}
		seen[r.For] = true
		i.Received = append(i.Received, r)
	}
}

var receipt = schema.New(
	schema.Key("for", occurrence, func(r *Receipt) *calendar.Period { return &r.For }, "Which of the occurrences, by its period.").Required(),
	schema.Key("on", date, func(r *Receipt) *calendar.Date { return &r.On }, "The day on which it came.").Required(),
).Holds(schema.Recorded)

// occurrence is the period of an occurrence: that of the rhythm's length, and a day
// where it is daily.
var occurrence = schema.Parsed(
	schema.Shape{Words: "the period of an occurrence", Example: "2026-10, or a day where it is daily", JSON: matching(`^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-Q[1-4]|-W[0-9]{2})?$`)},
	BadPeriod, func(s string) (calendar.Period, error) {
		if day, err := calendar.ParseDate(s); err == nil {
			return calendar.Period{Kind: calendar.Custom, From: day, To: day}, nil
		}
		return calendar.ParsePeriod(s)
	})

// nameOf returns the period of an occurrence as it is written.
func nameOf(p calendar.Period) string {
	if p.Kind == calendar.Custom {
		return p.From.String()
	}
	return p.String()
}

var returned = schema.New(
	schema.Key("came", date, func(r *Return) *calendar.Date { return &r.Came }, "The day on which it came.").Required(),
	schema.Key("on", date, func(r *Return) *calendar.Date { return &r.On }, "The day on which you said that it cannot be used.").Required().Begins(),
	schema.Key("why", text, func(r *Return) *Text { return &r.Why }, "What is missing or wrong, so that the client can mend it."),
).Holds(schema.Recorded).Marked(func(r *Return) *Mark { return &r.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, r *Return) {
	if r.On != 0 && r.On < r.Came {
		d.Errorf(n.Get("on").Mark, BadOrder, "returned on %s, before it came, on %s; mend one of the dates", r.On, r.Came)
	}
})

// days is a day, or a list of days.
var days = schema.Form[[]calendar.Date]{
	Shape: schema.Shape{Words: "a day, or a list of days", JSON: map[string]any{"anyOf": []any{date.JSON, map[string]any{"type": "array", "items": date.JSON}}}, Sample: "2026-10-02"},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *[]calendar.Date) bool {
		if n.Kind != front.Scalar {
			return schema.List(date).Read(d, n, at, v)
		}
		var once calendar.Date
		if !date.Read(d, n, at, &once) {
			return false
		}
		*v = []calendar.Date{once}
		return true
	},
	AsOf: func(v *[]calendar.Date, came schema.Came) *[]calendar.Date {
		later := func(d calendar.Date) bool { return !came(schema.When{Day: d}) }
		if !slices.ContainsFunc(*v, later) {
			return v
		}
		stood := slices.DeleteFunc(slices.Clone(*v), later)
		return &stood
	},
	Visit: schema.List(date).Visit,
}

// sendTo is where something is sent.
var sendTo = schema.Parsed(
	schema.Shape{Words: "a web address, or an e-mail address", Example: "https://files.example/up", JSON: map[string]any{"anyOf": []any{webAddress.JSON, email.JSON}}, Sample: "https://files.example/up"},
	BadURL, func(s string) (string, error) {
		if strings.Contains(s, "@") && !strings.Contains(s, "://") {
			return ParseEmail(s)
		}
		return parseURL(s)
	})
