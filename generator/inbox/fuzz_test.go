package inbox

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// FuzzRead reads whatever comes: it ends, and what it returns is text within its bounds.
func FuzzRead(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/seeds.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range archive.Files {
		f.Add(seed.Data)
		f.Add([]byte(strings.ReplaceAll(string(seed.Data), "\n", "\r\n")))
	}
	if own, err := os.ReadFile("fuzz_test.go"); err == nil {
		f.Add(own)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		messages, _ := Read(data)
		for _, m := range messages {
			if m.ID == "" || len(m.ID) > maxID || cleanID(m.ID) != m.ID {
				t.Errorf("the id is %q", m.ID)
			}
			if m.By != Mail && m.By != Form {
				t.Errorf("it came by %q", m.By)
			}
			for _, text := range []string{m.Words, m.Whole, m.Subject, m.From.Name, m.From.Address, m.Answer.Text, m.Answer.Item} {
				if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\x1b\r") {
					t.Errorf("%q is no text", text)
				}
			}
			if len(m.Whole) > 4*maxText+4*maxField {
				t.Errorf("%d bytes of text", len(m.Whole))
			}
		}
	})
}
