package locale

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/testprogram"
)

var update = flag.Bool("update", false, "rewrite testdata/formats.txt")

// samples are what the package and Intl both format; the test's results and
// Intl's have the same shape.
type samples struct {
	Tags    []string    `json:"tags"`
	Days    []string    `json:"days"`
	Minutes []int       `json:"minutes"`
	Numbers []string    `json:"numbers"`
	Money   [][2]string `json:"money"`
	Lengths []int       `json:"lengths"`
	Tenths  []int       `json:"tenths"`
	Lists   [][]string  `json:"lists"`
	Counts  []int       `json:"counts"`
}

func newSamples() samples {
	random := rand.New(rand.NewPCG(1, 2))
	s := samples{
		Minutes: []int{0, 1, 59, 60, 9*60 + 5, 11*60 + 59, 12 * 60, 12*60 + 30, 13 * 60, 16 * 60, 23*60 + 59},
		Numbers: []string{"0", "0.00", "1", "-1", "5", "-5.5", "999", "1000", "-1000", "9999", "10000", "99999.9", "1234567", "-123456789.123456789", "12345678901234567890.01", "0.001", "-0.5", "17.2", "100", "3.10"},
		Lengths: []int{0, 1, 2, 5, 21, 30, 59, 60, 61, 90, 120, 270, 300, 1260, 6005, 60000, 100000},
		Lists:   [][]string{{"a"}, {"a", "b"}, {"a", "b", "c"}, {"a", "b", "c", "d"}, {"a", "iglesia"}, {"a", "hielo"}, {"a", "b", "hijo"}, {"a", "hiato"}},
	}
	for i := range table {
		s.Tags = append(s.Tags, table[i].tag)
	}
	for month := range time.Month(12) {
		s.Days = append(s.Days, calendar.NewDate(2026, month+1, 1+int(month)).String())
	}
	for range 100 {
		s.Days = append(s.Days, calendar.NewDate(1950+random.IntN(200), time.January, 1+random.IntN(365)).String())
	}
	for range 100 {
		n := decimal.New(random.Int64N(1e12)-5e11, -random.Int32N(6))
		s.Numbers = append(s.Numbers, n.StringFixed(max(0, -n.Exponent())))
	}
	amounts := []string{"0", "5", "-5", "18500", "-18500", "95.5", "95.50", "-1234.56", "0.125", "1234567.8", "10000"}
	for _, currency := range []string{"EUR", "USD", "GBP", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "BRL", "MXN", "CAD", "AUD", "CZK", "HUF", "KWD", "INR", "ILS", "XAF", "TRY", "ZAR", "CNY", "KRW", "XQQ"} {
		for _, amount := range amounts {
			s.Money = append(s.Money, [2]string{amount, currency})
		}
	}
	for n := range 121 {
		s.Tenths = append(s.Tenths, n)
		s.Counts = append(s.Counts, n)
	}
	return s
}

// pinned are those of the samples whose texts stand in testdata/formats.txt.
func pinned() samples {
	return samples{
		Tags:    newSamples().Tags,
		Days:    []string{"2026-10-10"},
		Minutes: []int{9*60 + 5, 16 * 60},
		Numbers: []string{"1234567", "-5.5"},
		Money:   [][2]string{{"18500", "EUR"}, {"-1234.56", "USD"}},
		Lengths: []int{90, 6005},
		Tenths:  []int{15},
		Lists:   [][]string{{"a", "b", "c"}},
		Counts:  []int{1},
	}
}

func (s samples) format(l *Locale) map[string][]string {
	out := map[string][]string{}
	add := func(name, value string) { out[name] = append(out[name], value) }
	for _, day := range s.Days {
		t, _ := time.Parse(time.DateOnly, day)
		d := calendar.DateOf(t)
		add("date", l.Date(d))
		add("day", l.Day(d))
		add("short", l.Short(d))
		add("month", l.Month(d))
		add("monthShort", l.MonthShort(d))
		add("weekday", l.Weekday(d.Weekday()))
	}
	for _, m := range s.Minutes {
		add("clock", l.Clock(m))
	}
	for _, n := range s.Numbers {
		d := decimal.RequireFromString(n)
		add("number", l.Number(d))
		add("percent", l.Percent(d))
	}
	for _, m := range s.Money {
		add("money", l.Money(decimal.RequireFromString(m[0]), m[1]))
	}
	for _, n := range s.Lengths {
		add("hours", l.Hours(n))
	}
	for _, n := range s.Tenths {
		add("megabytes", l.unit(l.bytes[2], n/10, n%10))
	}
	for _, items := range s.Lists {
		add("list", l.List(items))
	}
	for _, n := range s.Counts {
		add("count", l.Count(n))
	}
	return out
}

// depart makes of Intl's text what the package writes on purpose.
func depart(tag, kind, text string) string {
	switch {
	case (kind == "date" || kind == "day") && strings.HasPrefix(tag, "en-"):
		if weekday, rest, ok := strings.Cut(text, ", "); ok && rest[0] <= '9' {
			return weekday + " " + rest
		}
	case kind == "money":
		text = strings.TrimRight(text, "\u200f")                  // a mark of direction behind Arabic currencies
		return strings.ReplaceAll(text, "\u200eCN¥\u200e", "CN¥") // and around one in Hebrew
	case kind == "megabytes" && tag == "he":
		// Of a part of one, CLDR has the unit in front of the figure.
		if unit, n, ok := strings.Cut(text, "\u200f"); ok {
			return n + " " + unit
		}
	}
	return text
}

// The table is compared with Intl where Node has its version of CLDR; whatever Node is
// there, some texts of each locale are as they were when they were compared.
func TestFormatsStayAsTheyWereCompared(t *testing.T) {
	s := pinned()
	var b strings.Builder
	for _, tag := range s.Tags {
		fmt.Fprintf(&b, "[%s]\n", tag)
		texts := s.format(localeOf(tag))
		for _, kind := range slices.Sorted(maps.Keys(texts)) {
			fmt.Fprintf(&b, "%s = %+q\n", kind, texts[kind])
		}
	}
	got := b.String()
	const name = "testdata/formats.txt"
	if *update {
		compareWithIntl(t, s)
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}

func TestFormatsAreThoseOfIntl(t *testing.T) {
	compareWithIntl(t, newSamples())
}

// compareWithIntl compares the texts of samples with those of Node, if it has the version
// of CLDR from which the table was read: other versions write other texts.
func compareWithIntl(t *testing.T, s samples) {
	t.Helper()
	node := testprogram.Find(t, "node", "")
	input, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, "testdata/intl.mjs")
	command.Stdin = bytes.NewReader(input)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var intl struct {
		CLDR    string                         `json:"cldr"`
		Formats map[string]map[string][]string `json:"formats"`
	}
	if err := json.Unmarshal(output, &intl); err != nil {
		t.Fatal(err)
	}
	if intl.CLDR != cldr {
		t.Logf("node has CLDR %s and table.go is of %s, so only what is pinned was compared; go generate brings the table up to date", intl.CLDR, cldr)
		return
	}
	want := intl.Formats
	for _, tag := range s.Tags {
		t.Run(tag, func(t *testing.T) {
			got := s.format(localeOf(tag))
			if len(got) != len(want[tag]) {
				t.Errorf("compared %d kinds of text, Intl has %d", len(got), len(want[tag]))
			}
			for kind, texts := range want[tag] {
				for i, text := range texts {
					if want := depart(tag, kind, text); got[kind][i] != want {
						t.Errorf("%s of %v: got %+q, Intl has %+q", kind, s.sample(kind, i), got[kind][i], want)
						break
					}
				}
			}
		})
	}
}

func (s samples) sample(kind string, i int) string {
	switch kind {
	case "clock":
		return fmt.Sprint(s.Minutes[i])
	case "number", "percent":
		return s.Numbers[i]
	case "money":
		return strings.Join(s.Money[i][:], " ")
	case "hours":
		return fmt.Sprint(s.Lengths[i])
	case "megabytes", "count":
		return fmt.Sprint(i)
	case "list":
		return strings.Join(s.Lists[i], "|")
	}
	return s.Days[i]
}
