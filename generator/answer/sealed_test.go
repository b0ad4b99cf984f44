package answer

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// armoured is an armour as age writes it, of so many bytes.
func armoured(n int, fill byte) string {
	body := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(string(rune(fill)), n)))
	var b strings.Builder
	for len(body) > 64 {
		b.WriteString(body[:64] + "\n")
		body = body[64:]
	}
	return armourBegins + "\n" + b.String() + body + "\n" + armourEnds + "\n"
}

func TestAnArmourIsFoundAgain(t *testing.T) {
	sent := armoured(700, 'k')
	for name, text := range map[string]string{
		"as it was written":            sent,
		"in a mail":                    "Hello,\n\n" + sent + "\nbye\n",
		"quoted":                       quote("> ", sent),
		"quoted three times":           quote(">>> ", sent),
		"quoted in steps":              quote("> > ", sent),
		"quoted with a bar":            quote("| ", sent),
		"indented":                     quote("    ", sent),
		"with CRLF":                    strings.ReplaceAll(sent, "\n", "\r\n"),
		"with spaces behind lines":     strings.ReplaceAll(sent, "\n", "  \n"),
		"with empty lines":             strings.ReplaceAll(sent, "\n", "\n\n"),
		"on one line":                  strings.ReplaceAll(sent, "\n", " "),
		"without its lines":            armourBegins + strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(sent, armourBegins), armourEnds+"\n"), "\n", "") + armourEnds,
		"wrapped and quoted":           quote("> ", strings.ReplaceAll(sent, "a2", "a\n2")),
		"with spaces that don't break": strings.ReplaceAll(sent, "AGE ENCRYPTED", "AGE\u00a0ENCRYPTED"),
		"with hyphens made dashes":     strings.ReplaceAll(sent, "-----", "—–-"),
		"with its ends wrapped":        strings.ReplaceAll(quote("> ", sent), "AGE ENCRYPTED", "AGE\n> ENCRYPTED"),
		"twice":                        sent + quote("> ", sent),
	} {
		if found, cut := FindArmours(text); len(found) != 1 || found[0] != sent || cut {
			t.Errorf("%s: %d found, cut %v: %.80q", name, len(found), cut, found)
		}
	}
	if found, _ := FindArmours(sent + quote("> ", armoured(300, 'x'))); len(found) != 2 || found[0] != sent {
		t.Errorf("of two armours %d are found", len(found))
	}
}

func TestWhatIsNoArmour(t *testing.T) {
	sent := armoured(700, 'k')
	for name, c := range map[string]struct {
		text string
		cut  bool
	}{
		"nothing":             {"", false},
		"words about it":      {"BEGIN AGE ENCRYPTED FILE", false},
		"cut":                 {sent[:400], true},
		"cut and begun again": {sent[:400] + "\n" + armourBegins, true},
		"without a beginning": {sent[60:], false},
		"with words in it":    {sent[:200] + "hello, you" + sent[200:], true},
		"empty":               {armourBegins + "\n" + armourEnds, true},
		"too long":            {armoured(MaxArmour, 'x'), true},
	} {
		if found, cut := FindArmours(c.text); len(found) > 0 || cut != c.cut {
			t.Errorf("%s: %d found, cut %v", name, len(found), cut)
		}
	}
}

// Texts that repeat an end of an armour cost no more than their length.
func TestArmoursWithoutEndCostLittle(t *testing.T) {
	began := time.Now()
	for _, text := range []string{strings.Repeat(armourBegins+"\n", 30_000), strings.Repeat(armourEnds+"\n", 30_000), strings.Repeat(armoured(40, 'x'), 8_000), strings.Repeat("-", 1<<20)} {
		if found, _ := FindArmours(text); len(found) > 1 {
			t.Errorf("%d found", len(found))
		}
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestWhatIsSealedIsAnAnswer(t *testing.T) {
	a, at, err := ReadSealed([]byte(`{"rapport":"1","client":"k","item":"kickoff","ask-want":"x","at":"2026-10-15T14:03:00.123Z","constructor":"y"}   `))
	if err != nil || a.Client != "k" || a.Item != "kickoff" || a.Get("ask-want") != "x" || at.Minute() != 3 {
		t.Errorf("%+v, %v, %v", a, at, err)
	}
	for _, text := range []string{"", "x", "[]", `{"rapport":"1"}`, `{"client":"k"}`, `{"rapport":"1","client":["k"]}`, `{"rapport":1,"client":"k"}`, strings.Repeat("[", 100_000),
		`{"rapport":"1","client":"k"` + manyFields(maxSealed) + "}"} {
		if a, _, err := ReadSealed([]byte(text)); err == nil {
			t.Errorf("%.40q is taken for %+v", text, a)
		}
	}
}

func manyFields(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`,"ask-` + strings.Repeat("x", i+1) + `":""`)
	}
	return b.String()
}

func FuzzFindArmours(f *testing.F) {
	sent := armoured(700, 'k')
	for _, seed := range []string{"", sent, quote("> ", sent), sent[:300], strings.ReplaceAll(sent, "-----", "—")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, _ := FindArmours(text)
		if len(found) > maxArmours {
			t.Fatalf("%d found", len(found))
		}
		for _, one := range found {
			again, cut := FindArmours("x\n" + quote("> ", strings.ReplaceAll(one, "\n", " \r\n")))
			if len(again) != 1 || again[0] != one || cut || len(one) > 2*MaxArmour {
				t.Fatalf("%q is found as %q", one, again)
			}
		}
	})
}
