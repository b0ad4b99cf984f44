package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// A trip is what the tests declare.
type trip struct {
	front.Mark
	Name   string
	Class  string
	Bags   int
	Booked bool
	Starts calendar.Date
	Paid   calendar.Date
	By     string
	Price  int
	Stops  []stop
}

type stop struct {
	At      string
	Arrived calendar.Date
	Left    calendar.Date
}

var (
	word = schema.Form[string]{Shape: schema.Shape{Words: "a word"}, Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) (ok bool) {
		*v, ok = d.Line(n, at)
		return ok
	}}
	day = func() schema.Form[calendar.Date] {
		form := schema.Parsed(schema.Shape{Words: "a day"}, schema.BadRange, calendar.ParseDate)
		form.When = func(v *calendar.Date) schema.When { return schema.When{Day: *v} }
		return form
	}()
	stops = schema.New(
		schema.Key("at", word, func(s *stop) *string { return &s.At }, "Where.").Required(),
		schema.Key("arrived", day, func(s *stop) *calendar.Date { return &s.Arrived }, "When one came.").Begins(),
		schema.Key("left", day, func(s *stop) *calendar.Date { return &s.Left }, "When one went.").Comes(),
	).Either("arrived", "left")
	trips = schema.New(
		schema.Key("name", word, func(t *trip) *string { return &t.Name }, "What it is called.").Required(),
		schema.Key("class", schema.Choice("first", "second"), func(t *trip) *string { return &t.Class }, "Where one sits.").Default(func(t *trip) { t.Class = "second" }),
		schema.Key("bags", schema.Whole(0, 3, "a number of bags"), func(t *trip) *int { return &t.Bags }, "How many."),
		schema.Key("booked", schema.Truth(), func(t *trip) *bool { return &t.Booked }, "Whether it is."),
		schema.Key("starts", day, func(t *trip) *calendar.Date { return &t.Starts }, "When.").Due(),
		schema.Key("paid", day, func(t *trip) *calendar.Date { return &t.Paid }, "When it was.").Comes("by", "class", "price").News(),
		schema.Key("by", word, func(t *trip) *string { return &t.By }, "Who did."),
		schema.Key("price", schema.Whole(1, 1_000_000, "a sum"), func(t *trip) *int { return &t.Price }, "What it cost.").Before(func(t *trip) { t.Price = -1 }),
		schema.Key("stops", schema.List(schema.MapOf(stops)), func(t *trip) *[]stop { return &t.Stops }, "Between.").Required(),
	).Marked(func(t *trip) *front.Mark { return &t.Mark }).Check(func(d *schema.Decoder, n *front.Node, at schema.Where, t *trip) {
		if t.Bags > 0 && t.Class == "first" {
			d.Errorf(n.Get("bags").Mark, schema.BadChoice, "%s has bags; carry none", at)
		}
	})
)

// decode reads YAML as a trip, and returns the problems as text.
func decode(t *testing.T, yaml string) (trip, string) {
	t.Helper()
	doc, problems := front.Parse("trip.md", []byte("---\n"+yaml+"\n---\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var list diag.List
	var v trip
	trips.Decode(&schema.Decoder{File: "trip.md", Problems: &list, Zone: time.UTC}, doc.Front, schema.At("trip.md"), &v)
	var said []string
	for _, p := range list.Sorted() {
		said = append(said, fmt.Sprintf("%d:%d %s [%s]", p.Line, p.Col, p.Message, p.Rule))
	}
	return v, strings.Join(said, "\n")
}

const whole = "name: Alps\nstops: [{at: Bern, arrived: 2026-05-01}]"

func TestMapsAreReadStrictly(t *testing.T) {
	for _, test := range []struct{ name, yaml, want string }{
		{"whole", whole, ""},
		{"null is nothing", whole + "\nbags: null\nclass:", ""},
		{"a missing key", "stops: [{at: Bern, left: 2026-05-01}]", `1:1 trip.md has no "name"; add it [missing-field]`},
		{"an empty key", strings.Replace(whole, "Alps", `""`, 1), `2:7 "name" in trip.md is empty; fill it in [missing-field]`},
		{"a required list without elements", "name: Alps\nstops: []", `3:8 stops in trip.md is empty; add at least one [missing-field]`},
		{"a missing key of an element", "name: Alps\nstops: [{left: 2026-05-01}]", `3:9 an element of stops has no "at"; add it [missing-field]`},
		{"neither of two keys", "name: Alps\nstops: [{at: Bern}]", `3:9 an element of stops has neither "arrived" nor "left"; add one of them [missing-field]`},
		{"a key that is nearly one", whole + "\nbag: 1", `4:1 unknown key "bag" in trip.md; did you mean "bags"? [unknown-key]`},
		{"a key that is none, of few", strings.Replace(whole, "at: Bern", "at: Bern, zebra: 1", 1), `3:20 unknown key "zebra" in stops; known here: at, arrived, left [unknown-key]`},
		{"a key that is none, of many", whole + "\nzebra: 1", `4:1 unknown key "zebra" in trip.md; remove it, or put what is your own under "extra" [unknown-key]`},
		{"a text cut by a comma", strings.Replace(whole, "at: Bern", "at: Bern, the old town", 1), `3:20 unknown key "the old town" in stops; put a text that holds a comma or a colon in quotes [unknown-key]`},
		{"a list for a value", strings.Replace(whole, "Alps", "[a]", 1), `2:7 name must be a single value, not a list; write one value [wrong-type]`},
		{"a map for a value", strings.Replace(whole, "Alps", "{a: b}", 1), `2:7 name must be a single value, not a map of keys; put the line in quotes if it holds a colon [wrong-type]`},
		{"a value for a list", "name: Alps\nstops: Bern", `3:8 stops must be a list; write it as a list: stops: [..] [wrong-type]`},
		{"a map for a list", "name: Alps\nstops: {at: Bern}", `3:8 stops must be a list, not a map of keys; begin each element with a hyphen [wrong-type]`},
		{"a value for a map", "name: Alps\nstops: [Bern]", `3:9 an element of stops must be a map of keys, not a single value; write it as {key: value, …} [wrong-type]`},
		{"lines", strings.Replace(whole, "Alps", `"a\nb"`, 1), `2:7 name must be one line; join the lines, or move the text to the body [wrong-type]`},
		{"a control character", strings.Replace(whole, "Alps", `"a\x07"`, 1), `2:7 name holds a control character (U+0007); remove it [wrong-type]`},
		{"a word that is nearly one", whole + "\nclass: frist", `4:8 "frist" is not one of first, second; did you mean "first"? [bad-choice]`},
		{"a word that is none", whole + "\nclass: hold", `4:8 "hold" is not one of first, second; write one of these [bad-choice]`},
		{"a number that is none", whole + "\nbags: two", `4:7 "two" is not a whole number; write bags as a whole number from 0 to 3 [bad-number]`},
		{"a number out of range", whole + "\nbags: 4", `4:7 "4" is out of range; write bags as a whole number from 0 to 3 [bad-range]`},
		{"a bound that nobody meets", whole + "\nprice: 0", `4:8 "0" is out of range; write price as 1 or more [bad-range]`},
		{"a quoted truth", whole + "\nbooked: 'true'", `4:9 "true" is neither true nor false; write booked: true, without quotes [wrong-type]`},
		{"a check between keys", whole + "\nclass: first\nbags: 1", `5:7 trip.md has bags; carry none [bad-choice]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, got := decode(t, test.yaml); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestValuesGoWhereTheyAreDeclared(t *testing.T) {
	got, said := decode(t, whole+"\nbags: 2\nbooked: true\nstarts: 2026-04-30\npaid: 2026-03-01\nby: Ann\nprice: 90")
	want := trip{
		Mark: front.Mark{Line: 1, Col: 1}, Name: "Alps", Class: "second", Bags: 2, Booked: true, Starts: calendar.NewDate(2026, 4, 30),
		Paid: calendar.NewDate(2026, 3, 1), By: "Ann", Price: 90, Stops: []stop{{At: "Bern", Arrived: calendar.NewDate(2026, 5, 1)}},
	}
	if diff := cmp.Diff(want, got); diff != "" || said != "" {
		t.Errorf("%s (-want +got):\n%s", said, diff)
	}
}

func TestAsOfTakesBackWhatHasNotCome(t *testing.T) {
	before := func(d calendar.Date) schema.Came { return func(w schema.When) bool { return w.Day < d } }
	v, _ := decode(t, "name: Alps\nclass: first\nstarts: 2026-04-30\npaid: 2026-03-01\nby: Ann\nprice: 90\nstops: [{at: Bern, left: 2026-05-02}, {at: Como, arrived: 2026-05-03}, {at: Rome, left: 2026-05-04}]")
	kept := v
	if stood := trips.AsOf(&v, before(calendar.NewDate(2027, 1, 1))); stood != &v {
		t.Error("what has all come was copied")
	}
	stood := trips.AsOf(&v, before(calendar.NewDate(2026, 2, 1)))
	want := v
	want.Paid, want.By, want.Class, want.Price = 0, "", "second", -1
	want.Stops = []stop{{At: "Bern"}, {At: "Rome"}}
	if diff := cmp.Diff(&want, stood); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	stood = trips.AsOf(&v, before(calendar.NewDate(2026, 5, 1)))
	if stood.Paid == 0 || stood.Class != "first" || len(stood.Stops) != 2 {
		t.Errorf("what has come is gone: %v", stood)
	}
	if diff := cmp.Diff(kept, v); diff != "" {
		t.Errorf("what AsOf was given is changed:\n%s", diff)
	}
	if stops.AsOf(&v.Stops[1], before(calendar.NewDate(2026, 5, 3))) != nil {
		t.Error("what begins is there before its day")
	}
}

func TestVisitSeesEachValueWithItsDay(t *testing.T) {
	v, _ := decode(t, whole+"\npaid: 2026-03-01")
	var got []string
	trips.Visit(&v, func(v schema.Value) {
		if v.When.Day != 0 {
			got = append(got, fmt.Sprint(v.Info.Key, " ", v.When.Day, " ", v.Info.Begins, v.Info.Comes, v.Info.News))
		}
		if name, ok := v.Of.(*string); ok && v.Info.Key == "at" {
			got = append(got, *name)
		}
	})
	want := []string{"paid 2026-03-01 false true true", "Bern", "arrived 2026-05-01 true false false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPartsShareANode(t *testing.T) {
	for _, test := range []struct {
		name, yaml string
		others     bool
		want       string
	}{
		{"keys of both", "name: Alps\nleft: 2026-05-01\nat: Bern\nstops: [{at: Bern, left: 2026-05-01}]", false, ""},
		{"a key of neither", "name: Alps\nlift: 2026-05-01\nat: Bern\narrived: 2026-05-01\nstops: [{at: Bern, left: 2026-05-01}]", false, `unknown key "lift" in x; did you mean "left"?`},
		{"others may be there", "name: Alps\nzebra: 1\nat: Bern\narrived: 2026-05-01\nstops: [{at: Bern, left: 2026-05-01}]", true, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, _ := front.Parse("", []byte("---\n"+test.yaml+"\n---\n"))
			var list diag.List
			var v trip
			var s stop
			parts := []schema.Part{stops.Into(&s), trips.Into(&v)}
			if test.others {
				parts = append(parts, schema.OtherKeys())
			}
			schema.Decode(&schema.Decoder{Problems: &list}, doc.Front, schema.At("x"), parts...)
			var said []string
			for _, p := range list.Sorted() {
				said = append(said, p.Message)
			}
			if got := strings.Join(said, "\n"); got != test.want || v.Name != "Alps" || s.At != "Bern" {
				t.Errorf("got %q, %v %v; want %q", got, v, s, test.want)
			}
		})
	}
}

func TestReviseSharesWhatDoesNotDiffer(t *testing.T) {
	list := []int{1, 2, 3, 4}
	odd := func(v *int) *int {
		switch {
		case *v == 2:
			return nil
		case *v == 3:
			return new(30)
		}
		return v
	}
	if stood, changed := schema.Revise(list, odd); !changed || fmt.Sprint(stood, list) != "[1 30 4] [1 2 3 4]" {
		t.Errorf("got %v of %v", stood, list)
	}
	if stood, changed := schema.Revise(list[:1], odd); changed || &stood[0] != &list[0] {
		t.Error("a list that stands as it is was copied")
	}
}
