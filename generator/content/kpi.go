package content

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/table"
)

var ten = Tolerance{Value: decimal.NewFromInt(10), Percent: true, Default: true}

var kpi = schema.New(
	schema.Key("id", id, func(k *KPI) *string { return &k.ID }, "The name by which reports mean this figure. It is unique among plan, inputs and kpis.").Required(),
	schema.Key(since, date, func(k *KPI) *calendar.Date { return &k.Since }, sinceDoc).Due(),
	schema.Key("name", text, func(k *KPI) *Text { return &k.Name }, "What is measured.").Required(),
	schema.Key("goal", refer(toGoal, "an id"), func(k *KPI) *Ref { return &k.Goal }, "The goal that it measures.").Holds(schema.Free),
	schema.Key("unit", line, func(k *KPI) *string { return &k.Unit }, "What is counted.").Complete(),
	schema.Key("direction", schema.Choice(Up, Down, Within), func(k *KPI) *Direction { return &k.Direction }, "Where it should go; the default is up.").
		Default(func(k *KPI) { k.Direction = Up }),
	schema.Key("target", target, func(k *KPI) *Target { return &k.Target }, "What is aimed at. Without it there is no status.").Complete().ReadWith(readTarget),
	schema.Key("baseline", schema.MapOf(baseline), func(k *KPI) *Baseline { return &k.Baseline }, "Where it started. With by it draws the line to the target.").Complete(),
	schema.Key("by", date, func(k *KPI) *calendar.Date { return &k.By }, "When the target should be reached.").Complete(),
	schema.Key("tolerance", tolerance, func(k *KPI) *Tolerance { return &k.Tolerance }, "How far from the target a figure still counts as near. The default is 10%.").
		Default(func(k *KPI) { k.Tolerance = ten }),
	schema.Key("series", series, func(k *KPI) *[]Figure { return &k.Series }, "The figures, a period each.").Comes().ReadWith(readSeries).Holds(schema.Recorded),
	schema.Key("over", schema.Choice(Sum, Mean, Last, Min, Max), func(k *KPI) *Over { return &k.Over }, "How the figures of several periods make that of a longer one, in a report on that; the default is last.").
		StandsFor(string(Last)),
	schema.Key("decimals", schema.Whole(0, 10, "a number of decimals"), func(k *KPI) *int { return &k.Decimals }, "How many decimals are shown; the default is those of the figures, and for money those of its currency.").
		Default(func(k *KPI) { k.Decimals = -1 }).Holds(schema.Free),
	schema.Key("means", text, func(k *KPI) *Text { return &k.Means }, "What the figure says, in plain words.").Holds(schema.Told),
).Holds(schema.Agreed).Marked(func(k *KPI) *Mark { return &k.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, k *KPI) {
	if k.By != 0 && k.Baseline.At != 0 && k.By <= k.Baseline.At {
		d.Errorf(n.Get("by").Mark, BadOrder, "by, %s, is not after the baseline, %s; write a later date in \"by\"", k.By, k.Baseline.At)
	}
})

var baseline = schema.New(
	schema.Key("value", number, func(b *Baseline) *decimal.Decimal { return &b.Value }, "The figure at the start.").Required(),
	schema.Key("at", date, func(b *Baseline) *calendar.Date { return &b.At }, "The day of that figure.").Required(),
).Holds(schema.Agreed)

var tolerance = sure(schema.Parsed(schema.Shape{Words: "a percentage of the target, or a number in the KPI's unit", Example: "10%", Sample: "5%",
	JSON: map[string]any{"anyOf": []any{map[string]any{"type": "number", "minimum": 0}, matching(`^[0-9]+(\.[0-9]+)? *%?$`)}}}, schema.BadNumber, parseTolerance))

func parseTolerance(s string) (Tolerance, error) {
	number, percent := strings.CutSuffix(s, "%")
	v, err := parseNumber(strings.TrimSpace(number))
	if err != nil || v.IsNegative() {
		return Tolerance{}, fmt.Errorf("%s is not a tolerance; write a percentage of the target, 10%%, or a number in the KPI's unit", diag.Quote(s))
	}
	return Tolerance{Value: v, Percent: percent}, nil
}

// target is a number, or [low, high] where the direction is within.
var target = schema.Form[Target]{
	Shape: schema.Shape{Words: "a number, or [low, high] where direction is within", Sample: "362",
		JSON: map[string]any{"anyOf": []any{anyNumber, map[string]any{"type": "array", "items": anyNumber, "minItems": 2, "maxItems": 2}}}},
}

func readTarget(d *schema.Decoder, _, n *front.Node, k *KPI) {
	switch {
	case n.Kind != front.List && k.Direction == Within:
		d.Errorf(n.Mark, schema.BadRange, "target must be a range where direction is within; write it as [low, high]")
	case n.Kind != front.List:
		number.Read(d, n, schema.At("target"), &k.Target.Low)
		k.Target.High = k.Target.Low
		k.Target.Set = !n.IsBlank()
	case k.Direction != Within:
		d.Errorf(n.Mark, schema.BadRange, "target is a range, but direction is %s; write one number, or direction: within", k.Direction)
	case len(n.Kids) != 2:
		d.Errorf(n.Mark, schema.BadRange, "target has %d numbers; write it as [low, high]", len(n.Kids))
	default:
		var ends []decimal.Decimal
		if schema.List(number).Read(d, n, schema.At("target"), &ends); len(ends) < 2 {
			return
		}
		if !ends[0].LessThan(ends[1]) {
			d.Errorf(n.Mark, schema.BadRange, "the range from %s to %s is empty; write the lower number first", ends[0], ends[1])
			return
		}
		k.Target = Target{true, ends[0], ends[1]}
	}
}

// series is the figures of a KPI, be it in the file itself or in a table beside it,
// which is read when the engagement has been. A figure has no date but its
// period: it counts as dated the day on which that ends, since that is when it can
// become the current one.
var series = schema.Form[[]Figure]{
	Shape: schema.Shape{Words: "a file of figures, a part of one, or a map of periods to figures", Example: "data/orders.csv, {file: data/pnl.xlsx, sheet: 2026, row: Net profit} or {2026-08: 310}", Sample: "{2026-08: 310}", Spread: true,
		JSON: map[string]any{"anyOf": []any{matching(`\.(csv|xlsx)$`), partJSON, map[string]any{"type": "object", "additionalProperties": anyNumber}}}},
	AsOf: func(v *[]Figure, came schema.Came) *[]Figure {
		later := func(f Figure) bool { return !came(schema.When{Day: f.Period.To}) }
		if !slices.ContainsFunc(*v, later) {
			return v
		}
		stood := slices.DeleteFunc(slices.Clone(*v), later)
		return &stood
	},
	Visit: func(i *schema.Info, v *[]Figure, visit func(schema.Value)) {
		for j := range *v {
			visit(schema.Value{Info: i, Of: &(*v)[j], When: schema.When{Day: (*v)[j].Period.To}})
		}
	},
}

// hasPoint reports whether a value is a number that can only be read with a point before its decimals, so that
// those beside it are read likewise.
func hasPoint(n *front.Node) bool {
	point, comma := table.Readings(strings.TrimSpace(n.Raw))
	return n.Kind == front.Scalar && point != "" && comma == "" && strings.Contains(n.Raw, ".")
}

var partJSON = map[string]any{"type": "object", "required": []any{"file"}, "additionalProperties": false, "properties": map[string]any{
	"file": matching(`\.(csv|xlsx)$`), "sheet": anyID, "row": anyScalar, "column": anyScalar, "range": matching(`^\$?[A-Za-z]{1,3}\$?[0-9]+:\$?[A-Za-z]{1,3}\$?[0-9]+$`),
}}

func readSeries(d *schema.Decoder, _, n *front.Node, k *KPI) {
	switch n.Kind {
	case front.Scalar:
		k.SeriesFile = Ref{strings.TrimSpace(n.Raw), n.Mark}
	case front.List:
		d.Errorf(n.Mark, schema.WrongType, "series must be a file or a map, not a list; write it as data/%s.csv or {2026-08: 310}", k.ID)
	case front.Map:
		if n.Get("file") != nil {
			partOf.Decode(d, n, schema.At("series"), k)
			return
		}
		pointed := slices.ContainsFunc(n.Kids, hasPoint)
		figures := figureTable{d: d}
		for i, key := range n.Keys {
			if d.IsCut(n, i, nil) {
				continue
			}
			raw, ok := d.Scalar(n.Kids[i], schema.At("a figure of series"))
			if ok && (pointed || !isUnsure(d, n.Kids[i], raw)) {
				figures.add(strings.TrimSpace(key.Name), key.Mark, raw, n.Kids[i].Mark, "")
			}
		}
		k.Series = figures.sorted()
	}
}
