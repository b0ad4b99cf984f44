package calendar

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rapport/generator/testprogram"
)

// The years that are compared.
const oracleFirst, oracleLast = 2020, 2035

// A difference is a line of testdata/holidays-differences.txt: days that we have and
// date-holidays has not, or the other way round, and the law that says so.
type difference struct {
	line   int
	places []string // codes; de* is de and its regions
	ours   bool
	rule   holidayRule
	all    bool // of the years of the rule, every day
	used   bool
}

func (d *difference) concerns(code string) bool {
	return slices.ContainsFunc(d.places, func(p string) bool {
		country, all := strings.CutSuffix(p, "*")
		return p == code || all && (code == country || strings.HasPrefix(code, country+"-"))
	})
}

func readDifferences(t *testing.T) []*difference {
	t.Helper()
	text, err := os.ReadFile("testdata/holidays-differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	var differences []*difference
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		left, law, ok := strings.Cut(line, ": ")
		words := strings.Fields(left)
		if !ok || law == "" || len(words) < 3 || words[1] != "we" && words[1] != "they" {
			t.Fatalf("line %d: %q is not CODES we|they DAY: LAW", n, line)
		}
		all := words[2] == "all"
		if all {
			words[2] = "01-01"
		}
		rule, err := holidayTables().dates.rule(words[2:], law)
		if err != nil {
			t.Fatalf("line %d: %v", n, err)
		}
		differences = append(differences, &difference{line: n, places: strings.Split(words[0], ","), ours: words[1] == "we", all: all, rule: rule})
	}
	return differences
}

// An otherSource is date-holidays, asked a place at a time.
type otherSource struct {
	ask    io.Writer
	answer *bufio.Scanner
}

func newOtherSource(t *testing.T) *otherSource {
	t.Helper()
	node := testprogram.Find(t, "node", "")
	folder := testprogram.Find(t, "date-holidays", "DATE_HOLIDAYS")
	cmd := exec.Command(node, "testdata/public.cjs", folder, strconv.Itoa(oracleFirst), strconv.Itoa(oracleLast))
	cmd.Stderr = os.Stderr
	ask, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ask.Close()
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	scanner := bufio.NewScanner(answer)
	scanner.Buffer(nil, 1<<20)
	return &otherSource{ask, scanner}
}

// days returns the days that date-holidays has for a place, nil for one that it does not know.
func (o *otherSource) days(t *testing.T, code string) map[Date]bool {
	t.Helper()
	if _, err := fmt.Fprintln(o.ask, code); err != nil {
		t.Fatal(err)
	}
	if !o.answer.Scan() {
		t.Fatal("date-holidays does not answer for ", code)
	}
	if o.answer.Text() == "unknown" {
		return nil
	}
	days := map[Date]bool{}
	for _, day := range strings.Fields(o.answer.Text()) {
		days[date(t, day)] = true
	}
	return days
}

func TestHolidaysAreThoseOfDateHolidaysButForWhatTheLawSays(t *testing.T) {
	other := newOtherSource(t)
	differences := readDifferences(t)
	for _, code := range HolidayCodes() {
		t.Run(code, func(t *testing.T) {
			theirs := other.days(t, code)
			if theirs == nil {
				t.Skip("unknown to date-holidays")
			}
			compare(t, code, theirs, differences)
		})
	}
	for _, d := range differences {
		if !d.used {
			t.Errorf("testdata/holidays-differences.txt:%d: no such difference", d.line)
		}
	}
}

func compare(t *testing.T, code string, theirs map[Date]bool, differences []*difference) {
	t.Helper()
	for year := oracleFirst; year <= oracleLast; year++ {
		ours := holidaysOf([]string{code}, year)
		for d := NewDate(year, 1, 1); d < NewDate(year+1, 1, 1); d++ {
			has := ours[d] != ""
			if has == theirs[d] || explained(differences, code, d, has) {
				continue
			}
			who := "they"
			if has {
				who = "we"
			}
			t.Errorf("%s have %v, %v %s", who, d, d.Weekday(), ours[d])
		}
	}
}

func explained(differences []*difference, code string, d Date, ours bool) bool {
	year, _, _ := d.Split()
	for _, diff := range differences {
		if diff.ours != ours || !diff.concerns(code) {
			continue
		}
		for y := year - 1; y <= year+1; y++ {
			if diff.all && y == year && diff.rule.years.hold(year) || !diff.all && slices.Contains(diff.rule.days(y), d) {
				diff.used = true
				return true
			}
		}
	}
	return false
}
