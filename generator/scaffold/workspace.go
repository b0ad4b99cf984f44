package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"text/template"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/front"
)

//go:embed all:start
var start embed.FS

// A Start is what a new workspace is made of.
type Start struct {
	Name     string // of the provider
	Email    string
	Timezone string // IANA
	Locale   string // BCP 47
	Currency string // ISO 4217
	Holidays string // code of a calendar of public holidays; "" for none
	Person   string // who looks after the example; "" for the provider itself
	Today    calendar.Date
	Random   io.Reader // for the example's address
}

// Workspace returns the files of a new workspace, sorted by name. Texts of the
// caller's are put in as text, whatever is in them.
func Workspace(s Start) ([]File, error) {
	person := personID(s.Person)
	if s.Person == "" {
		s.Person, person = s.Name, "me"
	}
	address, err := Address("example", s.Random)
	if err != nil {
		return nil, err
	}
	// The example is told around a Friday, on which its updates fall due.
	friday := s.Today
	for friday.Weekday() != time.Friday {
		friday--
	}
	values := example{Start: s, PersonID: person, Address: address, friday: friday}
	var files []File
	err = fs.WalkDir(start, "start", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(start, name)
		if err != nil {
			return err
		}
		// The recipes of hosts have braces of their own.
		t, err := template.New(name).Delims("<%", "%>").Funcs(template.FuncMap{"yaml": front.WriteText}).Parse(string(text))
		if err != nil {
			return err
		}
		var body bytes.Buffer
		if err := t.Execute(&body, values); err != nil {
			return err
		}
		name = strings.TrimPrefix(name, "start/")
		if day, rest, ok := strings.Cut(name, "DAY"); ok {
			var n int
			number, slug, _ := strings.Cut(rest, "_")
			if _, err := fmt.Sscanf(number, "%d", &n); err != nil {
				return err
			}
			name = day + values.Day(n).String() + "-" + slug
		}
		name = strings.Replace(name, "LASTMONTH", values.Month(-1).String(), 1)
		files = append(files, File{Name: name, Body: body.Bytes(), Executable: bytes.HasPrefix(body.Bytes(), []byte("#!"))})
		return nil
	})
	return files, err
}

// An example is what the templates are filled from.
type example struct {
	Start
	PersonID string
	Address  string
	friday   calendar.Date
}

// Day is the day n days after the example's Friday, or the next one from Monday to
// Friday.
func (e example) Day(n int) calendar.Date {
	day := e.friday + calendar.Date(n)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day++
	}
	return day
}

// Month is the month n months from that of the day before the example's Friday.
func (e example) Month(n int) calendar.Period {
	p := calendar.PeriodOf(calendar.Month, e.friday-1)
	for ; n < 0; n++ {
		p = p.Prev()
	}
	return p
}

// personID is the id of somebody: the first word of the name.
func personID(name string) string {
	first, _, _ := strings.Cut(Slug(name), "-")
	if first == "" {
		return "me"
	}
	return first
}
