package content

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var suggested = regexp.MustCompile(`^(content/[^:]+):(\d+):(\d+): error: (.*); did you mean "([^"]+)"\?`)
var quotedToken = regexp.MustCompile(`"([^"]+)"`)

// Whoever writes what a message suggests is not told the same again.
func TestSuggestionsMend(t *testing.T) {
	tried := 0
	for _, test := range slices.Concat(brokenFields, brokenEntries, brokenTables, brokenTerms, brokenDefaults, brokenPeople) {
		if test.remove || !strings.Contains(strings.Join(test.want, "\n"), "did you mean") {
			continue
		}
		t.Run(test.name, func(t *testing.T) {
			dir := writeWorkspace(t, base, test.add)
			if test.old != "" {
				edit(t, filepath.Join(dir, "content", test.file), func(s string) string { return strings.Replace(s, test.old, test.new, 1) })
			}
			for _, message := range lines(t, dir, Options{}) {
				found := suggested.FindStringSubmatch(message)
				if found == nil {
					continue
				}
				tried++
				file := filepath.Join(dir, found[1])
				before, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				edit(t, file, func(s string) string { return mendedAt(t, s, found[2], found[3], found[4], found[5]) })
				for _, after := range lines(t, dir, Options{}) {
					if again := suggested.FindStringSubmatch(after); after == message || again != nil && again[4] == found[4] {
						t.Errorf("%s\nis told again when that is written:\n%s", message, after)
					}
				}
				writeFile(t, file, before)
			}
		})
	}
	if tried < 20 {
		t.Errorf("only %d suggestions were tried", tried)
	}
}

func edit(t *testing.T, file string, change func(string) string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, file, []byte(change(string(data))))
}

// mendedAt puts a suggestion in the place of the token that a message quotes, behind a
// line and column.
func mendedAt(t *testing.T, text, line, column, message, suggestion string) string {
	t.Helper()
	all := strings.Split(text, "\n")
	l, _ := strconv.Atoi(line)
	c, _ := strconv.Atoi(column)
	runes := []rune(all[l-1])
	head, tail := string(runes[:c-1]), string(runes[c-1:])
	for _, token := range quotedToken.FindAllStringSubmatch(message, -1) {
		if strings.Contains(tail, token[1]) {
			all[l-1] = head + strings.Replace(tail, token[1], suggestion, 1)
			return strings.Join(all, "\n")
		}
	}
	t.Fatalf("nothing that %s quotes stands in %q", message, tail)
	return ""
}
