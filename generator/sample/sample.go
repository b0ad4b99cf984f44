// Package sample writes workspaces of any size, for tests and benchmarks: a
// provider with services, and clients that use every field and every kind of
// entry in turn, in three forms of front matter, with figures in the files
// themselves and in tables, and here and there a name or a line that a page has
// to escape, wrap or turn round.
//
// The content builds without errors and warnings and is true as of AsOf: what is
// old is settled, what is recent may be open, and the check of habits has a word
// to say on some clients, as it would have on real ones. A client's files depend
// on the client's number and the Spec's other fields alone, not on how many
// clients there are.
package sample

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"

	"rapport/generator/calendar"
)

// AsOf is the time at which a sample is to be shown, as --as-of takes it.
const AsOf = "2026-10-16 12:00"

// asOf is the day of AsOf.
var asOf = calendar.NewDate(2026, 10, 16)

// A Spec says how much to write.
type Spec struct {
	Clients int
	Reports int // of each client, a month each, up to September 2026
	Entries int // in each client's journal; every fifth client has three more, in an engagement of its own
	Seed    uint64
}

// A Client is how a client of a sample is known.
type Client struct {
	ID      string // of its folder in content/clients
	Name    string
	Address string // of its folder in the output
}

// Client returns the client of a number from 0. No client's name or id is part
// of another's.
func (s Spec) Client(n int) Client {
	c := Client{ID: fmt.Sprintf("client-%05d", n+1)}
	c.Address = c.ID
	if n%4 == 3 {
		c.Address = fmt.Sprintf("%s-%08x", c.ID, rand.New(rand.NewPCG(s.Seed, uint64(n))).Uint32())
	}
	place, trade := places[n%len(places)], trades[n/len(places)%len(trades)]
	if round := n / len(places) / len(trades); round > 0 {
		place += fmt.Sprintf(" %d", round+1)
	}
	c.Name = place + " " + trade
	return c
}

var (
	places = []string{"Aldermoor", "Björkö", "Castle & Keep", "Dúnleary", `"Eastern" Wharf`, "Fjällsta", "<Gable>", "Hollow's End", "Île Verte", "Jærvik", "Kingfisher 🐟", "ميناء النخيل", "Łąkowa", "Moss, Fern", "גן הדקל", "Östra"}
	trades = []string{"Bakers", "Boatyard", "Brewers", "Carpets", "Ceramics", "Chandlers", "Clinics", "Cycles", "Dairies", "Florists", "Foundry", "Gardens", "Glaziers", "Hotels", "Joiners", "Lamps", "Mills", "Museums", "Orchards", "Outfitters", "Printers", "Roasters", "Saddlers", "Tailors", "Tyres"}
)

// Write makes a workspace in dir, which it creates. The error is the disk's, or
// says that dir has content already.
func Write(dir string, spec Spec) error {
	root := filepath.Join(dir, "content")
	if _, err := os.Stat(root); err == nil {
		return fmt.Errorf("%s exists already; name another folder", root)
	}
	f := &folder{dir: root}
	writeProvider(f, &writer{Rand: rand.New(rand.NewPCG(spec.Seed, 1<<63))})
	for n := range spec.Clients {
		c := newClient(spec, n)
		c.folder = folder{dir: filepath.Join(root, "clients", c.ID)}
		c.write()
		if c.err != nil {
			return c.err
		}
	}
	return f.err
}

// A folder takes files until one fails.
type folder struct {
	dir  string
	last string // the folder made last
	err  error
}

func (f *folder) add(name string, data []byte) {
	if f.err != nil {
		return
	}
	path := filepath.Join(f.dir, filepath.FromSlash(name))
	if dir := filepath.Dir(path); dir != f.last {
		if f.err = os.MkdirAll(dir, 0o777); f.err != nil {
			return
		}
		f.last = dir
	}
	f.err = os.WriteFile(path, data, 0o666)
}

// A team is the provider's people.
var team = []struct{ id, name, role string }{
	{"ada", "Ada Lindqvist", "Account lead"},
	{"bo", "Bo O'Hara", "Engineer"},
	{"chiara", "Chiara <Chi> Conti", "Designer"},
	{"dov", "דב כהן", "Analyst & planner"},
}

var services = []string{"advice", "care-plan", "shop"}

func writeProvider(f *folder, w *writer) {
	people := make([]any, len(team))
	for i, p := range team {
		b := block{{"id", p.id}, {"name", p.name}, {"role", p.role}, {"email", p.id + "@provider.example"}}
		if i%2 == 0 {
			b.set("phone", fmt.Sprintf("+31 20 000 000%d", i))
			b.set("photo", "people/"+p.id+".png")
			b.set("hours", "Not on Wednesdays")
		}
		if i%3 == 0 {
			b.set("about", w.line())
		}
		people[i] = b
		if i%2 == 0 {
			f.add("people/"+p.id+".png", portrait(uint8(60*i)))
		}
	}
	front := block{
		{"name", `Fenwick & Daughters "Digital"`},
		{"tagline", w.line()},
		{"url", "https://provider.example"},
		{"email", "hello@provider.example"},
		{"timezone", "Europe/Amsterdam"},
		{"locale", "en-GB"},
		{"currency", "EUR"},
		{"brand", block{{"color", "#0b5c5a"}, {"logo", "logo.svg"}}},
		{"hours", block{
			{"mon-thu", texts[any](plain("09:00-12:30"), plain("13:00-17:30"))},
			{"fri", texts[any](plain("09:00-13:00"))},
		}},
		{"holidays", texts[any](plain("nl"), plain("de-by"))},
		{"open", texts[any](plain("2026-06-04"))},
		{"closures", texts[any](
			block{{"from", plain("2025-12-24")}, {"to", plain("2026-01-01")}, {"note", "Winter break"}},
			block{{"from", plain("2026-12-24")}, {"to", plain("2027-01-01")}, {"note", "Winter break"}},
		)},
		{"channels", texts[any](
			block{{"name", "E-mail"}, {"for", "Anything that can wait a day"}, {"answer_within", plain("1d")}, {"address", "hello@provider.example"}},
			block{{"name", "Phone"}, {"for", "Orders are failing & it is late"}, {"answer_within", plain("1h")}, {"address", "+31 20 000 0000"}},
		)},
		{"people", people},
		{"processes", texts[any](
			block{{"name", "Weekly planning"}, {"how", w.line()}},
			block{{"name", "Release day"}, {"how", w.line()}},
		)},
		{"tools", w.lineList(3)},
		{"internal", block{{"bank", "not for the public"}}},
		{"extra", block{{"slogan", "Small steps"}, {"founded", 1998}}},
	}
	f.add("provider.md", inYAML.file(front, w.paragraph(4)+w.list(3)))
	f.add("logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Logo</title><path d="M1 9L5 1L9 9Z"/></svg>`+"\n"))
	f.add("static/favicon.txt", []byte("none\n"))
	for i, id := range services {
		f.add("services/"+id+".md", form(i%3).file(block{
			{"name", upper(id) + " & more"},
			{"does", w.lineList(3)},
			{"does_not", w.lineList(2)},
			{"best_case", w.line()},
			{"worst_case", w.line()},
			{"suits", w.line()},
		}, w.paragraph(3)))
	}
}

// portrait is a small picture.
func portrait(shade uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: shade + uint8(i)}.Y
	}
	var b bytes.Buffer
	if png.Encode(&b, img) != nil {
		return nil // a picture of this size is always encoded
	}
	return b.Bytes()
}
