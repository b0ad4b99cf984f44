//go:build linux && slow

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"rapport/generator/effort"
)

// What no content may take, whatever stands in it: a command this long, and so much memory.
const (
	mostTime   = 5 * time.Second
	mostMemory = 1 << 30
)

// TestMutantsOfTheExampleAreShownOrRefused changes the example at random, as no person would, and has it built,
// checked and told of. Nothing panics, hangs or takes all memory, each error says where it is, and once the content is as it was, so is all
// that is published.
func TestMutantsOfTheExampleAreShownOrRefused(t *testing.T) {
	m := newMutants(t)
	trial := effort.NewTrial(t, 30)
	for round, random := range trial.Rounds() {
		change, kinds := m.change(random)
		m.round = kinds + "; again: " + trial.Again(round)
		fmt.Fprintf(os.Stderr, "round %d: %s\n", round, kinds) // where a panic ends all
		m.apply(change)
		m.try()
		m.restore(change)
		if round%10 == 9 {
			m.isAsBefore()
		}
	}
	m.isAsBefore()
	t.Logf("of %d commands none took longer than %v, nor more than %d MB; %d builds had errors", m.commands, m.slowest, m.largest>>20, m.refused)
}

// Mutants are made of a workspace.
type mutants struct {
	t     *testing.T
	dir   string
	files files // of the content
	names []string
	want  files  // that is published of it
	round string // what is tried, for what goes wrong

	commands, refused int
	slowest           time.Duration
	largest           int
}

func newMutants(t *testing.T) *mutants {
	m := &mutants{t: t, dir: t.TempDir()}
	if err := os.CopyFS(filepath.Join(m.dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	m.files = readAll(t, filepath.Join(m.dir, "content"))
	m.names = slices.Sorted(maps.Keys(m.files))
	if status, out, err := m.run("build"); status != statusDone {
		t.Fatalf("the example is not built: %s%s", out, err)
	}
	m.want = readAll(t, filepath.Join(m.dir, "public"))
	return m
}

func (m *mutants) errorf(format string, args ...any) {
	m.t.Helper()
	m.t.Errorf("%s: %s", m.round, fmt.Sprintf(format, args...))
}

// run runs a command in this process, which must end in time and with little memory.
func (m *mutants) run(args ...string) (status int, stdout, stderr string) {
	m.t.Helper()
	hangs := time.AfterFunc(5*time.Minute, func() { // on a machine that does much else
		debug.SetTraceback("all")
		panic("it hangs: rapport " + strings.Join(args, " "))
	})
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak of memory begins anew
	began, used := time.Now(), processorTime()
	var out, errors bytes.Buffer
	status = run(context.Background(), append([]string{"-C", m.dir}, args...), environment{
		stdout: &out, stderr: &errors, stdin: strings.NewReader(""),
		getenv:   func(name string) string { return map[string]string{"RAPPORT_AS_OF": exampleDay}[name] },
		now:      time.Now,
		terminal: func(io.Writer) (int, bool) { return 0, false },
		work:     quickWork,
	})
	hangs.Stop()
	// Whatever else keeps the machine busy counts for nothing.
	took, peak := min(time.Since(began), processorTime()-used), effort.PeakMemory(m.t)
	m.commands++
	m.slowest, m.largest = max(m.slowest, took), max(m.largest, peak)
	if took > mostTime {
		m.errorf("rapport %s took %v", strings.Join(args, " "), took)
	}
	if peak > mostMemory {
		m.errorf("rapport %s took %d MB", strings.Join(args, " "), peak>>20)
	}
	if peak > mostMemory/4 {
		debug.FreeOSMemory() // which the next would answer for
	}
	return status, out.String(), errors.String()
}

const exampleDay = "2026-10-16T12:00:00+02:00"

func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A problem as check tells it.
type told struct {
	File                    string
	Line, Column            int
	Severity, Rule, Message string
}

// try runs the commands on a mutant.
func (m *mutants) try() {
	status, _, said := m.run("build")
	checked, out, saidOfCheck := m.run("check", "--format", "json")
	rows, facts, saidOfStatus := m.run("status", "--json")
	var problems []told
	if err := json.Unmarshal([]byte(out), &problems); err != nil {
		m.errorf("check ends with %d and prints no JSON: %v\n%s", checked, err, saidOfCheck)
	}
	errors := 0
	for _, p := range problems {
		m.isSound(p)
		if p.Severity == "error" {
			errors++
		}
	}
	if want := min(errors, 1); checked != want || status != statusDone && status != want { // some errors check alone has
		m.errorf("%d errors, and check ends with %d, build with %d\n%s", errors, checked, status, said)
	}
	if errors > 0 {
		m.refused++
	}
	if rows != statusDone && rows != statusContent || rows == statusDone && !json.Valid([]byte(facts)) {
		m.errorf("status ends with %d: %s", rows, saidOfStatus)
	}
	for _, text := range []string{said, saidOfCheck, saidOfStatus} {
		if i := strings.Index(text, "%!"); i >= 0 || strings.Contains(text, "runtime error") || !utf8.ValidString(text) || strings.Contains(text, m.dir) {
			m.errorf("a message is no sentence: %q", text)
		}
	}
}

// isSound fails unless a problem says where it is and what.
func (m *mutants) isSound(p told) {
	info, err := os.Lstat(filepath.Join(m.dir, p.File))
	hasLines := err == nil && info.Mode().IsRegular() && slices.Contains([]string{".md", ".csv"}, path.Ext(p.File))
	switch {
	case p.File == "" || p.Rule == "" || p.Message == "":
		m.errorf("a problem says too little: %+v", p)
	case p.Severity == "error" && hasLines && (p.Line == 0 || p.Column == 0) && !ofWholeFiles[p.Rule]:
		m.errorf("an error has no line: %+v", p)
	case len(p.Message) > 1000:
		m.errorf("a message is %d bytes long: %.300q", len(p.Message), p.Message)
	case strings.ContainsFunc(p.Message, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }):
		m.errorf("a message gives orders to a terminal: %q", p.Message)
	}
}

// ofWholeFiles are the rules whose errors are of a file, and of no line in it.
var ofWholeFiles = map[string]bool{"misplaced-file": true, "bad-name": true}

// apply writes a change into the content.
func (m *mutants) apply(change map[string]*string) {
	for name, text := range change {
		to := filepath.Join(m.dir, "content", name)
		if text == nil {
			if err := os.Remove(to); err != nil {
				m.t.Fatal(err)
			}
			continue
		}
		writeTo(m.t, to, *text)
	}
}

// restore undoes a change.
func (m *mutants) restore(change map[string]*string) {
	for name := range change {
		to := filepath.Join(m.dir, "content", name)
		if text, there := m.files[name]; there {
			writeTo(m.t, to, text)
		} else if err := os.Remove(to); err != nil {
			m.t.Fatal(err)
		}
	}
}

// isAsBefore fails unless a build makes again what it made of the example.
func (m *mutants) isAsBefore() {
	status, _, said := m.run("build", "--quiet")
	if has := readAll(m.t, filepath.Join(m.dir, "public")); status != statusDone || !maps.Equal(m.want, has) {
		m.errorf("the example is as it was, and its build ends with %d and something else in %q\n%s", status, differing(m.want, has), said)
	}
}

// A mutation changes the text of a file; it may take something of another. Pieces are of text, of tables or of pictures.
type mutation struct {
	name string
	of   string // which files it is for, by their extension; "" for all
	do   func(random *rand.Rand, text, other string) string
}

// change makes a change of one file or several, and says what it is.
func (m *mutants) change(random *rand.Rand) (change map[string]*string, said string) {
	change = map[string]*string{}
	for range 1 + random.IntN(5)/3*random.IntN(3) {
		name := m.pick(random)
		if random.IntN(12) == 0 {
			said += "; " + m.move(random, name, change)
			continue
		}
		text := m.files[name]
		if had, changed := change[name]; changed {
			if had == nil {
				continue
			}
			text = *had
		}
		fits := slices.DeleteFunc(slices.Clone(mutations), func(x mutation) bool { return x.of != "" && !strings.Contains(x.of, path.Ext(name)) })
		x := fits[random.IntN(len(fits))]
		text = x.do(random, text, m.files[m.names[random.IntN(len(m.names))]])
		change[name] = &text
		said += "; " + x.name + " in " + name
	}
	return change, strings.TrimPrefix(said, "; ")
}

// pick picks a file, more often one on which much depends, or a table.
func (m *mutants) pick(random *rand.Rand) string {
	most := [][]string{{"client.md", "engagement.md", "provider.md"}, {".csv"}, {".svg", ".png"}, {".md"}, {""}}[max(0, random.IntN(10)-5)]
	return oneOf(random, slices.DeleteFunc(slices.Clone(m.names), func(name string) bool {
		return !slices.ContainsFunc(most, func(end string) bool { return strings.HasSuffix(name, end) })
	}))
}

// move moves a file, or puts it in the place of another.
func (m *mutants) move(random *rand.Rand, name string, change map[string]*string) string {
	text, other := m.files[name], m.names[random.IntN(len(m.names))]
	switch random.IntN(4) {
	case 0:
		change[name] = nil
		return "no " + name
	case 1:
		to := path.Join(path.Dir(name), oneOf(random, oddNames)+path.Ext(name))
		change[name], change[to] = nil, &text
		return fmt.Sprintf("%s is %q", name, to)
	case 2:
		change[other] = &text
		return name + " in the place of " + other
	default:
		swapped := m.files[other]
		change[name], change[other] = &swapped, &text
		return name + " and " + other + " swapped"
	}
}

var oddNames = []string{" ", "-", "..a", "a b", "ü", "u\u0308", "A", "con", "a:b", "2026-02-30-x", "2026-10-16", "9999-12-31-x", strings.Repeat("n", 200), "%2e%2e", "<script>", "a'b\"c", "\u202egnp", "engagement", "client", "index", "_seal", "assets", "a\nb", "a\\b"}

func oneOf[T any](random *rand.Rand, all []T) T { return all[random.IntN(len(all))] }

// somewhere is a random place of a text.
func somewhere(random *rand.Rand, text string) int { return random.IntN(len(text) + 1) }

func insert(text string, at int, what string) string { return text[:at] + what + text[at:] }

// lineAt returns the start and the end, its line feed counted, of a random line.
func lineAt(random *rand.Rand, text string) (start, end int) {
	at := somewhere(random, text)
	start = strings.LastIndexByte(text[:at], '\n') + 1
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		return start, start + i + 1
	}
	return start, len(text)
}

// replaceOne replaces a random match of a pattern.
func replaceOne(random *rand.Rand, text string, pattern *regexp.Regexp, with func(was string) string) string {
	all := pattern.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return text + with("")
	}
	at := oneOf(random, all)
	return text[:at[0]] + with(text[at[0]:at[1]]) + text[at[1]:]
}

var (
	aNumber = regexp.MustCompile(`\d+([.,]\d+)?`)
	aDate   = regexp.MustCompile(`\d{4}-\d\d(-\d\d)?( \d\d:\d\d)?`)
	aValue  = regexp.MustCompile(`(?m)[:-] [^\n]*$`)
	aKey    = regexp.MustCompile(`(?m)^\s*[a-z_]+:`)
)

const texts, tables = ".md", ".csv"

// mutations change files as no person would, or as a broken program, a bad merge or a hostile client might.
var mutations = []mutation{
	{"other bytes", "", func(random *rand.Rand, text, _ string) string {
		b := []byte(text)
		for range 1 + random.IntN(20) {
			if len(b) > 0 {
				b[random.IntN(len(b))] = byte(random.IntN(256))
			}
		}
		return string(b)
	}},
	{"cut off", "", func(random *rand.Rand, text, _ string) string { return text[:somewhere(random, text)] }},
	{"a piece of another file", "", func(random *rand.Rand, text, other string) string {
		from := somewhere(random, other)
		return insert(text, somewhere(random, text), other[from:min(len(other), from+random.IntN(2000))])
	}},
	{"no bytes that are UTF-8", "", func(random *rand.Rand, text, _ string) string {
		return insert(text, somewhere(random, text), oneOf(random, []string{"\xff\xfe", "\x00", "\ufeff", "\u202e", "\u0085", "\u2028", "\xed\xa0\x80", "\xc0\x80", "\x1b[2J", "\u009b", "\xf4\x90\x80\x80", "\u00ad", "\u200b"}))
	}},
	{"a line gone", texts + tables, func(random *rand.Rand, text, _ string) string {
		start, end := lineAt(random, text)
		return text[:start] + text[end:]
	}},
	{"a line doubled", texts + tables, func(random *rand.Rand, text, _ string) string {
		start, end := lineAt(random, text)
		return insert(text, end, text[start:end])
	}},
	{"a line a thousand times", texts + tables, func(random *rand.Rand, text, _ string) string {
		start, end := lineAt(random, text)
		return insert(text, end, strings.Repeat(text[start:end], 1000))
	}},
	{"a line elsewhere", texts + tables, func(random *rand.Rand, text, _ string) string {
		start, end := lineAt(random, text)
		line, rest := text[start:end], text[:start]+text[end:]
		to, _ := lineAt(random, rest)
		return insert(rest, to, line)
	}},
	{"a piece many times", texts, func(random *rand.Rand, text, _ string) string {
		from := somewhere(random, text)
		return insert(text, from, strings.Repeat(text[from:min(len(text), from+random.IntN(200))], 200))
	}},
	{"a long line", texts + tables, func(random *rand.Rand, text, _ string) string {
		return insert(text, somewhere(random, text), strings.Repeat(oneOf(random, []string{"a", "a ", "ü", "\"", "[", "*a ", "1", ",", "漢", "\u0301", "{", "<b>"}), 300_000))
	}},
	{"an odd number", texts + tables, func(random *rand.Rand, text, _ string) string {
		return replaceOne(random, text, aNumber, func(string) string {
			return oneOf(random, []string{"0", "-1", "-0", "999999999999999999999999", "1e999", "1e-400", "1e6", "0x7f", "1_000", "٣", "NaN", ".inf", "-.inf", strings.Repeat("9", 400), "0." + strings.Repeat("3", 400), "1.234.567,89", "9223372036854775808", "1e20", "", "²", "½"})
		})
	}},
	{"an odd date", texts + tables, func(random *rand.Rand, text, _ string) string {
		return replaceOne(random, text, aDate, func(string) string {
			return oneOf(random, []string{"0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "1900-01-01", "1582-10-10", "2026-13", "20261016", "2026-10-16 25:61", "2262-04-12", "10000-01-01", "2026-W53", "2026-Q5", "2026-03-29 02:30", "-2026-10-16", "2026-10", "2100-01", "0001-01", "2199-12-31 23:59"})
		})
	}},
	{"an odd value", texts, func(random *rand.Rand, text, _ string) string {
		return replaceOne(random, text, aValue, func(was string) string {
			return was[:min(2, len(was))] + oneOf(random, []string{"", "~", "null", "true", "[]", "{}", "[[]]", "!!binary aGk=", "!!set {a}", "&a [*a]", "*a", "|\n  a", ">-\n", "every second", "every 1 minute", "P999999999Y", "99999999h", "-5 days", "FREQ=SECONDLY", "1000000 working days", "every 99999 weeks", "daily", "\"\\u0000\"", "'", "\"", "@a", "%a", "`a`", "? a", "<<: 1", "https://[::1", "javascript:alert(1)", "../../../etc/passwd", "#fff", "1/0"})
		})
	}},
	{"the value of another", texts, func(random *rand.Rand, text, other string) string {
		return replaceOne(random, text, aValue, func(string) string {
			if all := aValue.FindAllString(other, -1); len(all) > 0 {
				return oneOf(random, all)
			}
			return ": x"
		})
	}},
	{"the key of another", texts, func(random *rand.Rand, text, other string) string {
		return replaceOne(random, text, aKey, func(was string) string {
			indent := was[:len(was)-len(strings.TrimLeft(was, " \n"))]
			if all := aKey.FindAllString(other, -1); len(all) > 0 {
				return indent + strings.TrimSpace(oneOf(random, all))
			}
			return "x:"
		})
	}},
	{"nested deep", texts, func(random *rand.Rand, text, _ string) string {
		n := oneOf(random, []int{100, 1000, 20_000})
		return replaceOne(random, text, aValue, func(string) string {
			return ": " + oneOf(random, []string{strings.Repeat("[", n) + strings.Repeat("]", n), strings.Repeat("{a: ", n) + "b" + strings.Repeat("}", n), strings.Repeat("[", n), "\n  " + strings.Repeat("- ", n) + "a"})
		})
	}},
	{"Markdown nested deep", texts, func(random *rand.Rand, text, _ string) string {
		return text + "\n" + strings.Repeat(oneOf(random, []string{">", "- ", "*a ", "[", "![a](", "`", "1. ", "<div>", "{{< kpi ", "[^a]", "|a", "\\", "&a;", "**a *", "_a", "~~", "http://a.", "#"}), oneOf(random, []int{100, 5000, 50_000}))
	}},
	{"many keys", texts, func(random *rand.Rand, text, _ string) string {
		var b strings.Builder
		for i := range 5000 {
			fmt.Fprintf(&b, "key%d: %d\n", i, i)
		}
		return strings.Replace(text, "---\n", "---\n"+b.String(), 1)
	}},
	{"aliases of aliases", texts, func(random *rand.Rand, text, _ string) string {
		var b strings.Builder
		b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x]\n")
		for i := range 12 {
			fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 9), ","))
		}
		return strings.Replace(text, "---\n", "---\n"+b.String(), 1)
	}},
	{"other white space", texts + tables, func(random *rand.Rand, text, _ string) string {
		return strings.ReplaceAll(text, oneOf(random, []string{"\n", "  ", " ", ": "}), oneOf(random, []string{"\r\n", "\r", "\t", "\u00a0", "\u3000", "", "\n\n"}))
	}},
	{"a conflict", texts + tables, func(random *rand.Rand, text, other string) string {
		start, end := lineAt(random, text)
		return text[:start] + "<<<<<<< HEAD\n" + text[start:end] + "=======\n" + other[:min(len(other), 50)] + "\n>>>>>>> b\n" + text[end:]
	}},
	{"other separators", tables, func(random *rand.Rand, text, _ string) string {
		return strings.ReplaceAll(text, ",", oneOf(random, []string{";", "\t", "|", "", ",,", ", ", "\",\"", "\n"}))
	}},
	{"quotes that do not end", tables, func(random *rand.Rand, text, _ string) string {
		return insert(text, somewhere(random, text), oneOf(random, []string{`"`, `""`, `"a"b`, `'`}))
	}},
	{"many columns", tables, func(random *rand.Rand, text, _ string) string {
		start, end := lineAt(random, text)
		return text[:start] + strings.Repeat("a,", 20_000) + text[start:end] + text[end:]
	}},
	{"many rows", tables, func(random *rand.Rand, text, _ string) string {
		start, end := lineAt(random, text)
		return text + strings.Repeat(text[start:end], 50_000)
	}},
	{"an odd drawing", ".svg", func(random *rand.Rand, text, _ string) string {
		at := strings.IndexByte(text, '>') + 1
		return insert(text, at, oneOf(random, []string{
			strings.Repeat("<g>", 50_000), "<script>alert(1)</script>", "<image href=\"https://x.example/a.png\"/>", "<!DOCTYPE svg [<!ENTITY a \"" + strings.Repeat("a", 1000) + "\">]>&a;", "<style>@import url(//x)</style>",
			"<a href=\"javascript:x\"/>", strings.Repeat("<path d=\"M0 0\"/>", 20_000), "<![CDATA[", "<foreignObject/>", "<use href=\"#a\"/>",
		}))
	}},
	{"an odd size", ".png", func(random *rand.Rand, text, _ string) string {
		if len(text) < 24 {
			return text
		}
		b := []byte(text)
		copy(b[16:], oneOf(random, []string{"\x7f\xff\xff\xff\x7f\xff\xff\xff", "\x00\x00\x00\x00", "\xff\xff\xff\xff", "\x00\x01\x00\x00\x00\x01\x00\x00"}))
		return string(b)
	}},
}
