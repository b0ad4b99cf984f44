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
	"embed"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"text/template"

	"rapport/generator/calendar"
)

// AsOf is the time at which a sample is to be shown, as --as-of takes it.
const AsOf = "2026-10-16 12:00"

// asOf is the day of AsOf.
var asOf = calendar.NewDate(2026, 10, 16)

// A Spec says how much to write.
type Spec struct {
	Clients int
	Reports int  // of each client, a month each, up to September 2026
	Weekly  bool // the reports are of a week each: there are no more than 1,500 months of which one can report
	Entries int  // in each client's journal; every fifth client has three more, in an engagement of its own
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

// fill adds a file made by a template, with its front matter in a form.
func (f *folder) fill(name, layout string, data any, form form) {
	var b bytes.Buffer
	if f.err == nil {
		f.err = layouts.ExecuteTemplate(&b, layout, data)
	}
	if f.err == nil {
		var text []byte
		text, f.err = form.of(b.Bytes())
		f.add(name, text)
	}
}

// The files' layouts, with what their words are picked from.
var (
	//go:embed files
	files   embed.FS
	layouts = template.Must(template.New("").Funcs(template.FuncMap{
		"quote": quote,
		"add":   func(a, b int) int { return a + b },
		"mod":   func(a, b int) int { return a % b },
		"oneOf": func(n int, all ...string) string { return all[n%len(all)] },
		"plus":  func(d calendar.Date, days int) calendar.Date { return d + calendar.Date(days) },
		"today": func(days int) calendar.Date { return asOf + calendar.Date(days) },

		"things":  func() []string { return things },
		"healths": func() []string { return []string{"green", "green", "amber", "red"} },
		"stones":  func() []string { return []string{"kick-off", "design", "build", "payment", "live", "review"} },
	}).ParseFS(files, "files/*.md"))
)

var (
	team     = []string{"ada", "bo", "chiara", "dov"} // the provider's people
	contacts = []string{"joan", "kees", "lena"}       // each client's
)

func writeProvider(f *folder, w *writer) {
	f.fill("provider.md", "provider.md", w, inYAML)
	f.add("people/ada.png", portrait(0))
	f.add("people/chiara.png", portrait(120))
	f.add("logo.svg", logo)
	f.add("static/favicon.txt", []byte("none\n"))
	for i, id := range []string{"advice", "care-plan", "shop"} {
		f.fill("services/"+id+".md", "service.md", struct {
			*writer
			Name string
		}{w, upper(id)}, form(i%3))
	}
}

var logo = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Logo</title><path d="M1 9L5 1L9 9Z"/></svg>` + "\n")

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
