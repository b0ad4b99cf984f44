package inbox

import (
	"encoding/base64"
	"os"
	"strconv"
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
	f.Add([]byte(sealedSeed(`{"rapport":"1","client":"k","item":"x","text":"hello\u0000\u202e","at":"2026-10-05T07:00:00Z"}`)))
	f.Add([]byte("From: a@b.example\nDate: Mon, 5 Oct 2026 09:30:00 +0200\n\n> " + strings.ReplaceAll(sealedSeed(`{"rapport":"1","client":"k"}`), "\n", "\n> ")))
	f.Add([]byte(`{"rapport":"1","client":"k","sealed":` + strconv.Quote(sealedSeed(`{"rapport":"1","client":"k","website":"x"}`)) + `}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		messages, _ := Read(data)
		for i := range messages {
			isSound(t, &messages[i])
			messages[i].Open(func(armour string) ([]byte, error) {
				_, body, _ := strings.Cut(strings.ReplaceAll(armour, "\n", ""), "FILE-----")
				body, _, _ = strings.Cut(body, "-----")
				return base64.StdEncoding.DecodeString(body)
			})
			isSound(t, &messages[i])
		}
	})
}

// sealedSeed is an armour that holds a text as it is.
func sealedSeed(text string) string {
	return "-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.StdEncoding.EncodeToString([]byte(text)) + "\n-----END AGE ENCRYPTED FILE-----\n"
}

// isSound checks that a message is text within its bounds.
func isSound(t *testing.T, m *Message) {
	t.Helper()
	if m.ID == "" || len(m.ID) > maxID || cleanID(m.ID) != m.ID {
		t.Errorf("the id is %q", m.ID)
	}
	if m.By != Mail && m.By != Form {
		t.Errorf("it came by %q", m.By)
	}
	for _, text := range []string{m.Words, m.Whole, m.Subject, m.From.Name, m.From.Address, m.Answer.Text, m.Answer.Item, m.Answer.Client} {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\x1b\r") {
			t.Errorf("%q is no text", text)
		}
	}
	if len(m.Whole) > 4*maxText+4*maxField {
		t.Errorf("%d bytes of text", len(m.Whole))
	}
	if m.Sealed != nil && m.IsAnswer != m.Sealed.Opened {
		t.Errorf("it is opened: %v, and an answer: %v", m.Sealed.Opened, m.IsAnswer)
	}
}
