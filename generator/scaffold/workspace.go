package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/front"
)

// start is what a workspace begins with; shards stands in the place of its recipes where several machines build.
//
//go:embed all:start all:shards
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
	Shards   int    // machines that build side by side; 0 for one that builds all
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
	folders := []string{"start"}
	if s.Shards > 0 {
		folders = append(folders, "shards") // over the first
	}
	from := map[string]string{} // where the template of each file stands
	for _, folder := range folders {
		err := fs.WalkDir(start, folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				from[strings.TrimPrefix(name, folder+"/")] = name
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	var files []File
	for _, name := range slices.Sorted(maps.Keys(from)) {
		f, err := values.file(name, from[name])
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// file fills the template of a file.
func (e example) file(name, from string) (File, error) {
	text, err := fs.ReadFile(start, from)
	if err != nil {
		return File{}, err
	}
	// The recipes of hosts have braces of their own.
	t, err := template.New(from).Delims("<%", "%>").Funcs(template.FuncMap{"yaml": front.WriteText}).Parse(string(text))
	if err != nil {
		return File{}, err
	}
	var body bytes.Buffer
	if err := t.Execute(&body, e); err != nil {
		return File{}, err
	}
	if day, rest, ok := strings.Cut(name, "DAY"); ok {
		var n int
		number, slug, _ := strings.Cut(rest, "_")
		if _, err := fmt.Sscanf(number, "%d", &n); err != nil {
			return File{}, err
		}
		name = day + e.Day(n).String() + "-" + slug
	}
	name = strings.Replace(name, "LASTMONTH", e.Month(-1).String(), 1)
	return File{Name: name, Body: body.Bytes(), Executable: bytes.HasPrefix(body.Bytes(), []byte("#!"))}, nil
}

// An example is what the templates are filled from.
type example struct {
	Start
	PersonID string
	Address  string
	friday   calendar.Date
}

// Numbers are those of the shards, as a list of YAML has them.
func (e example) Numbers() string {
	var all []string
	for i := range e.Shards {
		all = append(all, strconv.Itoa(i+1))
	}
	return strings.Join(all, ", ")
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
