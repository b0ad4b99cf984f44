package content_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/sample"
	"rapport/generator/schema"
	"rapport/generator/source"
)

// The files of the filled sample are dated long before the days in them, which
// are all one.
var (
	written = calendar.NewDate(2026, 1, 5)
	day     = calendar.NewDate(2026, 10, 2)
)

// filled are the values that the filled sample needs to be whole; those of a plain
// day or time are day.
func filled(own map[string]string) map[string]string {
	all := map[string]string{
		"provider.people.id": "mara", "provider.people.photo": "picture.svg", "engagement.lead": "mara", "engagement.service": "care",
		"provider.data.dates": "dd/mm/yy", "service.name": "Care", "client.answers.to": "acme-provider-asks-id", "client.access": "{sealed: {title: Title, rotate: quarterly on 1}}", "client.address": "acme-address",
		"engagement.start": "2026-01-01", "engagement.status": "closed", "engagement.end": "2027-01-01", "engagement.closed": "2026-10-02",
		"engagement.paused":        "[{from: 2026-02-02, to: 2026-10-02}, {from: 2026-10-02}]",
		"engagement.pricing.model": "retainer", "engagement.pricing.per": "month",
		"engagement.pricing.over": "acme-extra", "engagement.pricing+": "{id: acme-extra, item: Extra work, model: hourly, amount: 95}",
		"engagement.kpis.direction": "down", "engagement.kpis.baseline": "{value: 1, at: 2026-01-01}", "engagement.kpis.series": "{2026-01: 1, 2026-10: 2}",
		"engagement.inputs.due": "2026-03-09", "engagement.inputs.since": "2026-01-02", "engagement.plan.since": "2026-01-02", "engagement.inputs.every": "monthly on 3", "engagement.inputs.received": "[2026-02-03, 2026-10-02]",
		"engagement.inputs.reminded": "[2026-02-02, 2026-10-02]",
		"engagement.data.time":       "{file: data/hours.csv, sheet: One, like: toggl, map: {note: Words}, where: {Project: Shop}, items: {Design: acme-extra}, people: {M: mara}, item: acme-extra}",
		"engagement.data.requests":   "{file: data/tickets.csv, map: {id: No, title: Words, opened: Came}, types: {Bug: acme-engagement-turnaround-id}, type: acme-engagement-turnaround-id, statuses: {Odd: open}}",
		"engagement.data.units":      "{file: data/photos.csv, map: {date: Day, count: Qty}, item: acme-extra}",
		"engagement.data.invoices":   "{file: data/bills.csv, map: {number: No, date: Sent, amount: Net}}",
		"request.opened":             "2026-01-06 10:00", "request.waiting": "[{from: 2026-01-07, to: 2026-10-02}, {from: 2026-10-02}]", "incident.started": "2026-01-06",
		"report.kpis": "{acme-engagement-kpis-id: 3}", "report.date": written.String(), "report.period": "2026-01",
	}
	for _, kind := range content.FileKinds() {
		all[kind.Name+".draft"] = sample.LeftOut
		if kind.Entry {
			all[kind.Name+".date"] = written.String()
		}
	}
	for path, value := range own {
		all[path] = value
	}
	return all
}

// read writes a workspace of the filled sample, and reads it.
func read(t *testing.T, own map[string]string) (*content.Provider, *content.Client) {
	t.Helper()
	return open(t, writeFilled(t, own), "acme")
}

// writeFilled writes a workspace of the filled sample, and returns its folder.
func writeFilled(t *testing.T, own map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, "content", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("picture.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	write("clients/acme/picture.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	write("clients/acme/shop/data/hours.csv", "Project,Start date,Start time,Duration,Words\nShop,2026-01-06,09:00:00,1:00:00,Some\n")
	write("clients/acme/shop/data/photos.csv", "Day,Qty\n")
	write("clients/acme/shop/data/bills.csv", "No,Sent,Net\n1,2026-01-06,95\n")
	write("clients/acme/shop/data/tickets.csv", "No,Words,Came\n1,Some,2026-01-06\n")
	places := map[string]string{"provider": "provider.md", "service": "services/care.md", "client": "clients/acme/client.md", "engagement": "clients/acme/shop/engagement.md", "report": "clients/acme/shop/reports/r.md"}
	for _, kind := range content.FileKinds() {
		place := places[kind.Name]
		if kind.Entry {
			place = "clients/acme/shop/journal/" + kind.Name + ".md"
		}
		write(place, sample.Front(kind, "acme", filled(own)))
	}
	return dir
}

// open reads the provider and a client of a workspace without problems.
func open(t *testing.T, dir, id string) (*content.Provider, *content.Client) {
	t.Helper()
	ws, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	var problems diag.List
	tree, err := ws.Provider(&problems)
	if err != nil {
		t.Fatal(err)
	}
	provider := content.ParseProvider(tree, &problems, content.Options{})
	clientTree, err := ws.Client(id, &problems)
	if err != nil {
		t.Fatal(err)
	}
	client := content.ParseClient(id, clientTree, provider, content.Options{}, &problems)
	for _, p := range problems.Sorted() {
		t.Error(p)
	}
	if t.Failed() {
		t.FailNow()
	}
	return provider, client
}

// A field of a type that no file can fill is one that nobody declares, or whose
// declaration leads elsewhere.
func TestEveryFieldOfTheTypesIsDeclared(t *testing.T) {
	f := set{}
	for dir, id := range map[string]string{writeFilled(t, nil): "acme", "testdata/sample": "kade"} {
		provider, client := open(t, dir, id)
		f.visit(reflect.ValueOf(provider))
		f.visit(reflect.ValueOf(client))
	}
	notAuthored := []string{"Draft"} // drafts are left out of the sample
	for typ, fields := range f {
		for i := range typ.NumField() {
			if field := typ.Field(i); field.IsExported() && !fields[i] && !slices.Contains(notAuthored, field.Name) {
				t.Errorf("no file sets %s.%s", typ.Name(), field.Name)
			}
		}
	}
}

// set holds which fields of which types were ever not zero.
type set map[reflect.Type]map[int]bool

func (f set) visit(v reflect.Value) {
	switch v.Interface().(type) {
	case decimal.Decimal, time.Time, *time.Location, *calendar.Calendar, calendar.Rhythm, calendar.Period, *source.Tree, source.File:
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			f.visit(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			f.visit(v.Index(i))
		}
	case reflect.Struct:
		if f[v.Type()] == nil {
			f[v.Type()] = map[int]bool{}
		}
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() || v.Field(i).IsZero() {
				continue
			}
			f[v.Type()][i] = true
			f.visit(v.Field(i))
		}
	}
}

// A declaration whose accessor leads elsewhere, or whose form reads nothing, leaves
// its field as it was.
func TestEveryFieldIsReadIntoItsPlace(t *testing.T) {
	provider, client := read(t, nil)
	e := client.Engagements[0]
	visits := map[string]func(func(schema.Value)){"provider": provider.Visit, "service": provider.Services[0].Visit, "client": client.Visit, "engagement": e.Visit, "report": e.Reports[0].Visit}
	for _, entry := range e.Entries {
		visits[string(entry.Kind)] = entry.Visit
	}
	for _, kind := range content.FileKinds() {
		visit := visits[kind.Name]
		if visit == nil {
			t.Errorf("no file of kind %s was read", kind.Name)
			continue
		}
		read, dated := map[string]bool{}, map[string]bool{}
		visit(func(v schema.Value) {
			of := reflect.ValueOf(v.Of).Elem()
			if !of.IsZero() && (of.Kind() != reflect.Slice || of.Len() > 0) {
				read[v.Info.Key] = true
			}
			if v.When.Day != 0 {
				dated[v.Info.Key] = true
			}
		})
		own := slices.Clone(kind.Fields[:len(kind.Fields)-4]) // without those of all files
		// What a service's defaults hold is read where an engagement takes it over.
		own = slices.DeleteFunc(own, func(i schema.Info) bool { return kind.Name == "service" && i.Key == "defaults" })
		each(own, func(_ []schema.Info, i schema.Info) {
			if !read[i.Key] && (i.Fields == nil || i.JSON != nil && !i.List) {
				t.Errorf("%s: %s is written, and was not read", kind.Name, i.Key)
			}
			if (i.Begins || i.Comes || i.Due) && !dated[i.Key] {
				t.Errorf("%s: %s is said to come on a day, and names none", kind.Name, i.Key)
			}
		})
	}
}

// each visits the fields of a map, with those beside them, and those of all maps in
// it that do not stand for one value.
func each(fields []schema.Info, visit func(beside []schema.Info, i schema.Info)) {
	for _, i := range fields {
		visit(fields, i)
		if i.JSON == nil || i.List {
			each(i.Fields, visit)
		}
	}
}

func TestDeclarationsAreWhole(t *testing.T) {
	for _, kind := range content.FileKinds() {
		each(kind.Fields, func(beside []schema.Info, i schema.Info) {
			if !strings.HasSuffix(i.Doc, ".") {
				t.Errorf("%s: %s is not explained in a sentence: %q", kind.Name, i.Key, i.Doc)
			}
			for _, key := range slices.Concat(i.Brings, i.Either) {
				within := beside
				if slices.Contains(i.Either, key) {
					within = i.Fields
				}
				if !slices.ContainsFunc(within, func(b schema.Info) bool { return b.Key == key }) {
					t.Errorf("%s: %s names a key %q that is not there", kind.Name, i.Key, key)
				}
			}
			if i.Words == "" && i.Fields == nil || i.JSON == nil && i.Fields == nil {
				t.Errorf("%s: how %s is written cannot be said", kind.Name, i.Key)
			}
			for _, b := range beside {
				if b.Key == i.Key && !reflect.DeepEqual(b, i) {
					t.Errorf("%s: %s is declared twice", kind.Name, i.Key)
				}
			}
		})
	}
}

var sameButPlaces = cmp.Options{
	cmpopts.IgnoreTypes(content.Mark{}, &source.Tree{}, content.File{}), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(content.Provider{}, content.Engagement{}, content.Defaults{}),
	cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) }),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b calendar.Rhythm) bool { return a.String() == b.String() }),
}

// What comes on a day is, before it, as if neither the day nor what it brings had been
// written: for every field that says it comes, in every map.
func TestBeforeItsDayNothingIsThereThatCameWithIt(t *testing.T) {
	without := map[string]string{
		"engagement.status": "active", // whose being closed brought the day
		"change.state":      "proposed",
		"engagement.paused": "[{from: 2026-02-02, to: 2026-10-02}]", "request.waiting": "[{from: 2026-01-07}]",
		"engagement.kpis.series": "{2026-01: 1}", "engagement.inputs.received": "[2026-02-03, null]", "engagement.inputs.reminded": "2026-02-02",
	}
	for _, kind := range content.FileKinds() {
		var drop func(path string, fields []schema.Info)
		drop = func(path string, fields []schema.Info) {
			for _, i := range fields {
				if i.Key == "source" { // which needs its day
					without[path+".source"] = sample.LeftOut
					continue
				}
				keys := i.Brings
				if i.Comes {
					keys = append(slices.Clone(keys), i.Key)
				}
				for _, key := range keys {
					if _, set := without[path+"."+key]; !set {
						without[path+"."+key] = sample.LeftOut
					}
				}
				drop(path+"."+i.Key, i.Fields)
			}
		}
		drop(kind.Name, kind.Fields)
	}
	without["report.reviewed"], without["report.corrections"] = sample.LeftOut, sample.LeftOut // which need their day
	without["engagement.inputs.returned"] = sample.LeftOut

	_, client := read(t, nil)
	_, before := read(t, without)
	came := func(w schema.When) bool { return w.Day < day }
	e, want := client.Engagements[0], before.Engagements[0]
	stood := *e.AsOf(came)
	stood.Status = want.Status
	stood.Entries, stood.Reports, stood.Requests = nil, nil, nil
	agreed := *want
	agreed.Entries, agreed.Reports, agreed.Requests = nil, nil, nil
	if diff := cmp.Diff(&agreed, &stood, sameButPlaces); diff != "" {
		t.Errorf("the agreement (-not written +not come):\n%s", diff)
	}
	for i, entry := range e.Entries {
		if diff := cmp.Diff(want.Entries[i], entry.AsOf(came), sameButPlaces); diff != "" {
			t.Errorf("%s (-not written +not come):\n%s", entry.Kind, diff)
		}
	}
	if diff := cmp.Diff(want.Reports[0], e.Reports[0].AsOf(came), sameButPlaces); diff != "" {
		t.Errorf("the report (-not written +not come):\n%s", diff)
	}
}

// What begins on a day is not there before it, and nothing that has all come is copied.
func TestWhatBeginsIsNotThereBeforeItsDay(t *testing.T) {
	_, client := read(t, nil)
	e := client.Engagements[0]
	all := func(schema.When) bool { return true }
	none := func(schema.When) bool { return false }
	for _, entry := range e.Entries {
		if entry.AsOf(all) != entry {
			t.Errorf("%s was copied although all of it came", entry.Kind)
		}
		if entry.AsOf(none) != nil {
			t.Errorf("%s is there before its day", entry.Kind)
		}
	}
	if e.AsOf(all) != e || e.Reports[0].AsOf(all) != e.Reports[0] {
		t.Error("what has all come was copied")
	}
	if e.Reports[0].AsOf(none) != nil || e.Requests[0].AsOf(none) != nil || len(e.AsOf(none).Paused) != 0 {
		t.Error("a report, request or pause is there before its day")
	}
}

// What a table tells came on its day, and an invoice is not paid before it was.
func TestRowsComeOnTheirDays(t *testing.T) {
	_, client := open(t, "testdata/sample", "kade")
	shop := client.Engagements[1]
	by := func(d calendar.Date) schema.Came { return func(w schema.When) bool { return w.Day <= d } }
	unit, invoice := &shop.Units[0], &shop.Invoices[0]
	if unit.AsOf(by(unit.Date-1)) != nil || unit.AsOf(by(unit.Date)) != unit {
		t.Errorf("a count of %s is there on another day", unit.Date)
	}
	if invoice.AsOf(by(invoice.Date-1)) != nil || invoice.AsOf(by(invoice.Paid)) != invoice {
		t.Errorf("an invoice of %s is there on another day", invoice.Date)
	}
	sent := invoice.AsOf(by(invoice.Paid - 1))
	if sent.Paid != 0 || sent.Due != invoice.Due || invoice.Paid == 0 {
		t.Errorf("before it was paid, the invoice is %+v", sent)
	}
}

// A key of which nobody said what others rely on would be changed in silence.
func TestEveryKeySaysWhatOthersRelyOn(t *testing.T) {
	for _, kind := range content.FileKinds() {
		each(kind.Fields, func(_ []schema.Info, i schema.Info) {
			if i.Role == schema.Unclassified {
				t.Errorf("%s: whether %s may change once it was published is not said; give its map or the key Holds", kind.Name, i.Key)
			}
		})
	}
}
