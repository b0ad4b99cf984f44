package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/front"
)

// start is what a workspace begins with; shards stands in the place of its recipes where several machines build;
// trades are the examples.
//
//go:embed all:start all:shards all:trades
var start embed.FS

// A Start is what a new workspace is made of.
type Start struct {
	Name     string // of the provider
	Email    string
	Trade    Trade
	Country  Country // whose hours are usual
	Timezone string  // IANA
	Locale   string  // BCP 47
	Currency string  // ISO 4217
	Holidays string  // code of a calendar of public holidays; "" for none
	Person   string  // who looks after the example; "" for the provider itself
	Version  string  // of the release that recipes run, without the v of its tag; "" where the program is none
	Releases string  // the page of the releases; "" where the program knows none
	Shards   int     // machines that build side by side; 0 for one that builds all
	Today    calendar.Date
	Random   io.Reader // for the example's address
}

// ignored is the file that says what git leaves out, which a folder may have before it is a workspace.
const ignored = ".gitignore"

// Prose is the language that the example is told in: that of the locale where there is one.
func (s Start) Prose() string {
	tag, _, _ := strings.Cut(strings.ToLower(s.Locale), "-")
	if slices.Contains(s.Trade.Languages(), tag) {
		return tag
	}
	return wordless
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
	texts, err := s.Trade.wordsOf(s.Prose())
	if err != nil {
		return nil, err
	}
	open, err := s.calendar()
	if err != nil {
		return nil, err
	}
	values := example{Start: s, PersonID: person, Address: address, texts: texts, open: open, thursday: lastThursday(s.Today, open)}
	from, err := s.templates()
	if err != nil {
		return nil, err
	}
	var files []File
	for _, name := range slices.Sorted(maps.Keys(from)) {
		called := values.name(name)
		if called == "" {
			continue
		}
		f, err := values.file(called, from[name])
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// Vacant looks whether a new workspace, with so many shards, has a place in a folder, as far as that is known before the
// trade is; the error is that of Add.
func Vacant(root *os.Root, shards int) error {
	from, err := Start{Shards: shards}.templates()
	if err != nil {
		return err
	}
	var files []File
	for _, name := range slices.Sorted(maps.Keys(from)) {
		if !strings.Contains(name, "WORK") {
			files = append(files, File{Name: name, Lines: name == ignored})
		}
	}
	return vacant(root, files)
}

// calendar is when the provider works.
func (s Start) calendar() (*calendar.Calendar, error) {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return nil, err
	}
	spec := calendar.Spec{Zone: zone}
	if s.Holidays != "" {
		spec.Holidays = []string{s.Holidays}
	}
	days, hours := s.Country.Hours()
	on, err := calendar.ParseDays(days)
	if err != nil {
		return nil, err
	}
	for _, span := range strings.Split(strings.Trim(hours, "[]"), ", ") {
		open, err := calendar.ParseSpan(span)
		if err != nil {
			return nil, err
		}
		for _, day := range on {
			spec.Week[day] = append(spec.Week[day], open)
		}
	}
	return calendar.New(spec), nil
}

// templates are where the template of each file stands, by the file's name. What comes later lies
// over what came before.
func (s Start) templates() (map[string]string, error) {
	layers := [][2]string{ // a folder, and where its files go
		{"start", ""},
		{"trades/common/content", "content"},
	}
	if s.Trade.Name != "" {
		layers = append(layers, [2]string{"trades/" + s.Trade.Name, path.Join("content/clients/example", s.Trade.work)})
	}
	if s.Shards > 0 {
		layers = append(layers, [2]string{"shards", ""})
	}
	from := map[string]string{}
	for _, layer := range layers {
		err := fs.WalkDir(start, layer[0], func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "words":
				return fs.SkipDir
			case !d.IsDir():
				from[path.Join(layer[1], strings.TrimPrefix(name, layer[0]+"/"))] = name
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return from, nil
}

// file fills the template of a file.
func (e example) file(name, from string) (File, error) {
	text, err := fs.ReadFile(start, from)
	if err != nil {
		return File{}, err
	}
	// The recipes of hosts have braces of their own.
	t, err := template.New(from).Delims("<%", "%>").Funcs(template.FuncMap{
		"yaml": front.WriteText, "t": e.texts.word, "body": e.texts.body, "cell": e.texts.cell,
	}).Parse(string(text))
	if err != nil {
		return File{}, err
	}
	var body bytes.Buffer
	if err := t.Execute(&body, e); err != nil {
		return File{}, err
	}
	return File{Name: name, Body: body.Bytes(), Lines: name == ignored, Executable: bytes.HasPrefix(body.Bytes(), []byte("#!"))}, nil
}

var dayInName = regexp.MustCompile(`DAY(-?[0-9]+)_`)
var monthInName = regexp.MustCompile(`MONTH(-[0-9]+)`)

// name is what the file of a template is called; "" where there is none: of a month in which
// nothing had begun.
func (e example) name(name string) string {
	name = strings.Replace(name, "WORK", e.Trade.work, 1)
	if m := dayInName.FindStringSubmatch(name); m != nil {
		n, _ := strconv.Atoi(m[1]) // as the pattern has it
		name = strings.Replace(name, m[0], e.Day(n).String()+"-", 1)
	}
	if m := monthInName.FindStringSubmatch(name); m != nil {
		n, _ := strconv.Atoi(m[1])
		if e.Month(n).To < e.Begun() {
			return ""
		}
		name = strings.Replace(name, m[0], e.Month(n).String(), 1)
	}
	return name
}

// An example is what the templates are filled from. It is told around a Thursday, which is worked
// wherever Fridays are not, too.
type example struct {
	Start
	PersonID string
	Address  string
	texts    words
	open     *calendar.Calendar
	thursday calendar.Date
}

// lastThursday is the last one whose news fell due by today: on that day, or on the next that was
// worked.
func lastThursday(today calendar.Date, open *calendar.Calendar) calendar.Date {
	day := today
	for day.Weekday() != time.Thursday || open.NextOpen(day) > today {
		day--
	}
	return day
}

// Hours are those of the provider, as its file has them.
func (e example) Hours() string {
	days, hours := e.Country.Hours()
	return days + ": " + hours
}

// Numbers are those of the shards, as a list of YAML has them.
func (e example) Numbers() string {
	var all []string
	for i := range e.Shards {
		all = append(all, strconv.Itoa(i+1))
	}
	return strings.Join(all, ", ")
}

// Day is the day n days after the example's Thursday, or the next one that is worked.
func (e example) Day(n int) calendar.Date { return e.open.NextOpen(e.thursday + calendar.Date(n)) }

// In is the nth working day from today.
func (e example) In(n int) calendar.Date { return e.open.AddWorkingDays(e.Today, n) }

// Month is the month n months from that of the day before the example's Thursday.
func (e example) Month(n int) calendar.Period {
	p := calendar.PeriodOf(calendar.Month, e.thursday-1)
	for ; n < 0; n++ {
		p = p.Prev()
	}
	return p
}

// Begun is the day on which the example's work began: six weeks ago where it is a project with
// news every second week, or else with a month.
func (e example) Begun() calendar.Date {
	if e.Trade.Name == "freelancer" {
		return e.Day(-45) // a Monday
	}
	return e.open.NextOpen(e.Month(-2).From)
}

// Report is the day on which the report of a month came, which is due on a day of the next.
func (e example) Report(month, day int) calendar.Date {
	due := e.open.NextOpen(e.Month(month).To + calendar.Date(day))
	return min(due, e.Day(-1))
}

// Weeks are the Thursdays of the weeks of the work, up to the example's own.
func (e example) Weeks() (all []calendar.Date) {
	for day := e.thursday; day-3 >= e.Begun(); day -= 7 {
		all = append(all, day)
	}
	slices.Reverse(all)
	return all
}

// WorkDay is the working day n days from another, or the next.
func (e example) WorkDay(day calendar.Date, n int) calendar.Date {
	return e.open.NextOpen(day + calendar.Date(n))
}

// Received are the days of a rhythm until today, on each of which something came.
func (e example) Received(rhythm string) (string, error) {
	r, err := calendar.ParseRhythm(rhythm)
	if err != nil {
		return "", err
	}
	var days []string
	for _, o := range e.open.Occurrences(r, e.Begun(), e.Today) {
		if o.Day <= e.Today {
			days = append(days, o.Day.String())
		}
	}
	return strings.Join(days, ", "), nil
}

// Yearly is the rhythm of the day that is so many days ahead.
func (e example) Yearly(ahead int) string {
	_, month, day := (e.Today + calendar.Date(ahead)).Split()
	return fmt.Sprintf("yearly on %d %s", min(day, 28), strings.ToLower(month.String()))
}

// Money is a price of the size of one in euros.
func (e example) Money(euros int) int { return price(euros, e.Currency) }

// personID is the id of somebody: the first word of the name.
func personID(name string) string {
	first, _, _ := strings.Cut(Slug(name), "-")
	if first == "" {
		return "me"
	}
	return first
}
