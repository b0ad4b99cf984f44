package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func printed(t *testing.T, options PrintOptions, problems ...Problem) string {
	t.Helper()
	var out bytes.Buffer
	if err := Print(&out, problems, options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPrintGivesOneLineAProblemAsCompilersDo(t *testing.T) {
	got := printed(t, PrintOptions{},
		Problem{Position{"content/provider.md", 14, 5}, Error, "unknown-key", `unknown key "nam"; did you mean "name"?`, Fix{}},
		Problem{Position{"content/provider.md", 20, 0}, Warning, "no-excludes", "nothing is excluded", Fix{}},
		Problem{Position{File: "content/notes.txt"}, Note, "stray-file", "not used", Fix{}})
	want := `content/provider.md:14:5: error: unknown key "nam"; did you mean "name"? [unknown-key]
content/provider.md:20: warning: nothing is excluded [no-excludes]
content/notes.txt: note: not used [stray-file]
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPrintShowsTheLineWithACaretUnderTheColumn(t *testing.T) {
	tests := []struct {
		name   string
		source string
		line   int
		col    int
		width  int
		want   string // below the first line
	}{
		{name: "plain", source: "a: 1\nnam: Mara\n", line: 2, col: 1,
			want: "    nam: Mara\n    ^\n"},
		{name: "within the line", source: "scope: {in: x}", line: 1, col: 9,
			want: "    scope: {in: x}\n            ^\n"},
		{name: "behind the end of the line", source: "title:\nx", line: 1, col: 7,
			want: "    title:\n          ^\n"},
		{name: "far behind the end of the line", source: "title:\nx", line: 1, col: 900,
			want: "    title:\n          ^\n"},
		{name: "tabs are kept on both lines", source: "\ta\tb", line: 1, col: 4,
			want: "    \ta\tb\n    \t \t^\n"},
		{name: "wide characters take two columns", source: "名前: x", line: 1, col: 5,
			want: "    名前: x\n          ^\n"},
		{name: "combining marks take none", source: "e\u0301a: x", line: 1, col: 5,
			want: "    e\u0301a: x\n       ^\n"},
		{name: "control characters are made visible", source: "a\x1b[31mb: x", line: 1, col: 7,
			want: "    a\\x1b[31mb: x\n             ^\n"},
		{name: "bytes that are not UTF-8 are made visible", source: "a\xff: x", line: 1, col: 3,
			want: "    a\\xff: x\n         ^\n"},
		{name: "characters that turn the direction are made visible", source: "a\u202eb: x", line: 1, col: 3,
			want: "    a\\u202eb: x\n           ^\n"},
		{name: "carriage return and byte order mark are not of the line", source: "\ufefftitel: x\r\nb\r\n", line: 1, col: 1,
			want: "    titel: x\n    ^\n"},
		{name: "long lines are cut on both sides", source: strings.Repeat("a", 50) + "X" + strings.Repeat("b", 50), line: 1, col: 51, width: 24,
			want: "    …aaaaaaaaaaaXbbbbbb…\n                ^\n"},
		{name: "long lines are cut at the end", source: "X" + strings.Repeat("b", 50), line: 1, col: 1, width: 24,
			want: "    Xbbbbbbbbbbbbbbbbb…\n    ^\n"},
		{name: "long lines are cut at the start", source: strings.Repeat("a", 50) + "X", line: 1, col: 51, width: 24,
			want: "    …aaaaaaaaaaaaaaaaaX\n                      ^\n"},
		{name: "no column, no caret", source: "a: 1", line: 1, col: 0,
			want: "    a: 1\n"},
		{name: "the file as a whole has no line", source: "a: 1", line: 0},
		{name: "an empty line is not shown", source: "a\n\nb", line: 2, col: 1},
		{name: "a line behind the end of the file", source: "a", line: 9, col: 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			options := PrintOptions{Width: test.width, Source: func(file string) []byte {
				if file != "a.md" {
					t.Errorf("asked for %q", file)
				}
				return []byte(test.source)
			}}
			got := printed(t, options, Problem{Position{"a.md", test.line, test.col}, Error, "r", "m", Fix{}})
			_, got, _ = strings.Cut(got, "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPrintReadsEachFileOnce(t *testing.T) {
	reads := 0
	options := PrintOptions{Source: func(string) []byte { reads++; return []byte("a\nb\n") }}
	printed(t, options,
		Problem{Position{"a.md", 1, 1}, Error, "r", "m", Fix{}},
		Problem{Position{"a.md", 2, 1}, Error, "r", "m", Fix{}})
	if reads != 1 {
		t.Errorf("read the file %d times", reads)
	}
}

func TestPrintSaysNothingOfAFileThatCannotBeRead(t *testing.T) {
	options := PrintOptions{Source: func(string) []byte { return nil }}
	if got, want := printed(t, options, Problem{Position{"a.md", 1, 1}, Error, "r", "m", Fix{}}), "a.md:1:1: error: m [r]\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPrintColorsBySeverity(t *testing.T) {
	options := PrintOptions{Color: true, Source: func(string) []byte { return []byte("abc") }}
	for _, test := range []struct {
		severity Severity
		want     string
	}{
		{Error, "\x1b[1ma.md:1:2:\x1b[0m \x1b[1;31merror:\x1b[0m m [r]\n    abc\n     \x1b[1;31m^\x1b[0m\n"},
		{Warning, "\x1b[1ma.md:1:2:\x1b[0m \x1b[33mwarning:\x1b[0m m [r]\n    abc\n     \x1b[33m^\x1b[0m\n"},
		{Note, "\x1b[1ma.md:1:2:\x1b[0m \x1b[36mnote:\x1b[0m m [r]\n    abc\n     \x1b[36m^\x1b[0m\n"},
	} {
		if diff := cmp.Diff(test.want, printed(t, options, Problem{Position{"a.md", 1, 2}, test.severity, "r", "m", Fix{}})); diff != "" {
			t.Error(diff)
		}
	}
}

func TestPrintNeverPassesControlCharactersOfFilesToTheTerminal(t *testing.T) {
	nasty := "x\x1b]0;owned\x07\u009b31m\n\r\u202e\xff"
	got := printed(t, PrintOptions{Source: func(string) []byte { return []byte(nasty) }},
		Problem{Position{nasty, 1, 1}, Error, nasty, nasty, Fix{}})
	if lines := strings.Count(got, "\n"); lines != 3 {
		t.Errorf("%d lines for a problem, its source line and its caret:\n%q", lines, got)
	}
	if strings.ContainsAny(got, "\x1b\x07\r\u009b\u202e") || !utf8.ValidString(got) {
		t.Errorf("raw control characters in %q", got)
	}
}

func TestPrintIsQuickOnAFileThatIsOneLine(t *testing.T) {
	line := []byte(strings.Repeat("ab\t", 1<<20))
	got := printed(t, PrintOptions{Source: func(string) []byte { return line }},
		Problem{Position{"a.json", 1, 1 << 20}, Error, "r", "m", Fix{}})
	if len(got) > 1000 {
		t.Errorf("%d bytes printed", len(got))
	}
}

func TestPrintJSONIsOneArrayWithStableKeys(t *testing.T) {
	var out bytes.Buffer
	err := PrintJSON(&out, []Problem{
		{Position{"content/provider.md", 14, 5}, Error, "unknown-key", `unknown key "<b>"`, Fix{}},
		{Position{File: "content/notes.txt"}, Warning, "stray-file", "not \x1b used", Fix{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `[
{"file":"content/provider.md","line":14,"column":5,"severity":"error","rule":"unknown-key","message":"unknown key \"<b>\""},
{"file":"content/notes.txt","line":0,"column":0,"severity":"warning","rule":"stray-file","message":"not \u001b used"}
]
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	if !json.Valid(out.Bytes()) {
		t.Error("not JSON")
	}
}

func TestPrintJSONOfNothingIsAnEmptyArray(t *testing.T) {
	var out bytes.Buffer
	if err := PrintJSON(&out, nil); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "[]\n" {
		t.Errorf("got %q", got)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("pipe closed") }

func TestPrintReportsThatItCouldNotWrite(t *testing.T) {
	problems := []Problem{{Position{"a.md", 1, 1}, Error, "r", "m", Fix{}}}
	if err := Print(broken{}, problems, PrintOptions{}); err == nil {
		t.Error("no error from Print")
	}
	if err := PrintJSON(broken{}, problems); err == nil {
		t.Error("no error from PrintJSON")
	}
}
