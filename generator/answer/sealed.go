package answer

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"time"
)

// An answer from a sealed portal travels as a file of age in its armour: in the field SealedField
// of a form, beside the format's version and the portal's address, or in the text of a mail,
// beside nothing. What is sealed are the fields of the answer as one object of JSON, SealedAt
// among them, with spaces behind it so that its size tells little.
const (
	SealedField = "sealed"
	SealedAt    = "at" // when the browser sealed it, in RFC 3339
)

// The ends of an armour.
const (
	armourBegins = "-----BEGIN AGE ENCRYPTED FILE-----"
	armourEnds   = "-----END AGE ENCRYPTED FILE-----"
)

// Limits of sealed answers. The armour of the longest answer to the longest kickoff is shorter.
const (
	MaxArmour  = 256 << 10 // bytes
	maxArmours = 20        // in one text
	maxSealed  = 400       // fields of an answer
)

// MarksArmour reports whether a text begins as an armour does.
func MarksArmour(text string) bool { return strings.HasPrefix(text, armourBegins) }

// armourMark is an end of an armour as mail programs leave it: quoted, wrapped between two words,
// with its hyphens made dashes.
var armourMark = func() *regexp.Regexp {
	const hyphens, gap = `[-‐‑‒–—―−]{2,}`, `[\s>|]{1,20}`
	return regexp.MustCompile(hyphens + `\s{0,2}(BEGIN|END)` + gap + "AGE" + gap + "ENCRYPTED" + gap + "FILE" + `\s{0,2}` + hyphens)
}()

// FindArmours finds the armours in a text that has passed through mail programs: quoted, wrapped
// elsewhere or run together, with spaces at the ends of lines. It returns each once, as age writes
// it, the first first. Cut is whether one begins that does not end, or holds what no armour does,
// or is longer than an answer: that can't be opened.
func FindArmours(text string) (found []string, cut bool) {
	text = straight(text)
	seen := map[string]bool{}
	from := -1 // where the armour begins that is read; -1 for none
	for _, mark := range armourMark.FindAllStringSubmatchIndex(text, -1) {
		begins := text[mark[2]:mark[3]] == "BEGIN"
		if from >= 0 {
			one, ok := "", false
			if !begins { // else another begins before this one ends
				one, ok = armour(text[from:mark[0]])
			}
			cut = cut || !ok
			if ok && !seen[one] && len(found) < maxArmours {
				seen[one] = true
				found = append(found, one)
			}
		}
		from = -1
		if begins {
			from = mark[1]
		}
	}
	return found, cut || from >= 0
}

// armour sets what stands between the ends of an armour in lines of 64 letters. It reports
// whether nothing but letters of an armour stood there.
func armour(body string) (string, bool) {
	if len(body) > 2*MaxArmour {
		return "", false
	}
	body = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '>', '|':
			return -1
		}
		return r
	}, body)
	letters := strings.TrimRight(body, "=")
	if letters == "" || len(body) > MaxArmour || strings.Trim(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") != "" {
		return "", false
	}
	var b strings.Builder
	b.WriteString(armourBegins + "\n")
	for len(body) > 64 {
		b.WriteString(body[:64] + "\n")
		body = body[64:]
	}
	b.WriteString(body + "\n" + armourEnds + "\n")
	return b.String(), true
}

// ReadSealed reads what was sealed: the fields of an answer that names its portal, and when it was
// sealed, zero where that is not said.
func ReadSealed(plain []byte) (a Answer, at time.Time, err error) {
	var fields map[string]string
	switch err := json.Unmarshal(plain, &fields); {
	case err != nil:
		return Answer{}, at, errors.New("what is sealed is not an answer")
	case len(fields) > maxSealed:
		return Answer{}, at, errors.New("what is sealed has more fields than an answer")
	case fields[VersionField] == "" || fields[ClientField] == "":
		return Answer{}, at, errors.New("what is sealed does not say which portal it answers")
	}
	for name, value := range fields {
		if name == SealedAt {
			at, _ = time.Parse(time.RFC3339, value)
			continue
		}
		a.Set(name, value)
	}
	return a, at, nil
}
