package intake_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"rapport/generator/answer"
	"rapport/generator/inbox"
	"rapport/generator/intake"
	"rapport/generator/seal"
)

// ours is the key to which portals seal, theirs another's.
var ours, theirs = newKey(), newKey()

func newKey() *age.X25519Identity {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		panic(err)
	}
	return key
}

// sealed seals a text as a page does.
func sealed(to age.Recipient, text string, others ...age.Recipient) string {
	var b bytes.Buffer
	armoured := armor.NewWriter(&b)
	w, err := age.Encrypt(armoured, append(others, to)...)
	if err != nil {
		panic(err)
	}
	w.Write([]byte(text))
	w.Close()
	armoured.Close()
	return b.String() + "\n"
}

// sealedAnswer is an answer sealed by Joost, with other fields in the place of some.
func sealedAnswer(others map[string]string) string {
	fields := map[string]string{
		"rapport": "1", "client": "korenaar-7f3k9q2m", "engagement": "webshop", "item": "journal/2026-10-01-logo", "action": "decide", "choice": "Blue",
		"name": "Joost", "email": "joost@korenaar.example", "at": "2026-10-05T07:00:00Z",
	}
	for name, value := range others {
		fields[name] = value
	}
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return sealed(ours.Recipient(), string(text)+strings.Repeat(" ", 896-min(896, len(text))))
}

// enveloped is what a form service passes on of a sealed answer.
func enveloped(id, client, armour string) string {
	text, err := json.Marshal(map[string]any{"id": id, "created_at": "2026-10-05T07:30:00Z", "data": map[string]string{
		"rapport": "1", "client": client, "sealed": armour, "email": "eve@evil.example", "item": "journal/2026-10-01-domain", "action": "answer", "text": "No",
	}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// mailed is a mail of Joost's with a text.
func mailed(text string) string {
	return "From: Joost de Wit <joost@korenaar.example>\nDate: Mon, 5 Oct 2026 09:30:00 +0200\nMessage-ID: <1@x>\n" + text
}

// opened reads messages and opens what is sealed in them with our key.
func opened(t *testing.T, texts ...string) []inbox.Message {
	t.Helper()
	decrypt, err := seal.OpenAnswers(ours.String())
	if err != nil {
		t.Fatal(err)
	}
	var all []inbox.Message
	for _, text := range texts {
		messages, err := inbox.Read([]byte(text))
		if err != nil {
			t.Fatalf("%.80q: %v", text, err)
		}
		for i := range messages {
			messages[i].Open(decrypt)
		}
		all = append(all, messages...)
	}
	return all
}

// plan says what becomes of messages, and writes nothing.
func plan(t *testing.T, in intake.Input, messages []inbox.Message) []intake.Result {
	t.Helper()
	results, err := intake.Plan(in, messages)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// quotedPrintable breaks lines as a mail program does in that encoding.
func quotedPrintable(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "=", "=3D"), "K", "K=\n")
}

func TestASealedAnswerIsOpenedHoweverItTravels(t *testing.T) {
	a := sealedAnswer(nil)
	quoted := "> " + strings.ReplaceAll(strings.TrimSuffix(a, "\n"), "\n", "\n> ") + "\n"
	var b64 strings.Builder
	for line := base64.StdEncoding.EncodeToString([]byte(a)); line != ""; line = line[min(76, len(line)):] {
		b64.WriteString(line[:min(76, len(line))] + "\n")
	}
	for name, text := range map[string]string{
		"a form":             enveloped("s-1", "korenaar-7f3k9q2m", a),
		"a form, CRLF":       enveloped("s-1", "korenaar-7f3k9q2m", strings.ReplaceAll(a, "\n", "\r\n")),
		"a form, one line":   enveloped("s-1", "korenaar-7f3k9q2m", strings.ReplaceAll(a, "\n", " ")),
		"CSV":                "id,created_at,rapport,client,sealed\ns-1,2026-10-05T07:30:00Z,1,korenaar-7f3k9q2m,\"" + a + "\"\n",
		"a file":             a,
		"a file, CRLF":       strings.ReplaceAll(a, "\n", "\r\n"),
		"a mail":             mailed("\n" + a),
		"a mail with words":  mailed("\nHi Mara,\n\n" + a + "\nJoost\n"),
		"quoted":             mailed("\nSee below.\n\n" + quoted),
		"quoted-printable":   mailed("Content-Transfer-Encoding: quoted-printable\n\n" + quotedPrintable(a)),
		"base64":             mailed("Content-Transfer-Encoding: base64\n\n" + b64.String()),
		"flowed":             mailed("Content-Type: text/plain; format=flowed\n\n" + strings.ReplaceAll(a, "\n", " \n")),
		"HTML":               mailed("Content-Type: text/html\n\n<div>" + strings.ReplaceAll(a, "\n", "<br>\n") + "</div>"),
		"HTML without lines": mailed("Content-Type: text/html\n\n<p>" + a + "</p>"),
		"attached":           mailed(multipart("mixed", "Content-Type: text/plain\n\nSee the file.\n", "Content-Type: application/octet-stream; name=answer.age\nContent-Disposition: attachment; filename=answer.age\nContent-Transfer-Encoding: base64\n\n"+b64.String())),
		"forwarded":          "From: Mara <mara@studio.example>\nDate: Mon, 5 Oct 2026 11:30:00 +0200\n\n---------- Forwarded message ---------\nFrom: Joost de Wit <joost@korenaar.example>\nDate: Mon, 5 Oct 2026 09:30:00 +0200\nSubject: A sealed answer\nTo: studio@studio.example\n\n" + a,
	} {
		in := known(t, workspace(t, nil))
		results := plan(t, in, opened(t, strings.ReplaceAll(text, "mara@studio.example", in.Provider.Email)))
		if len(results) != 1 || results[0].Outcome != intake.Written || results[0].What != "decision on “Colour of the logo”" || !strings.Contains(string(results[0].Changes[0].After), "decided: 2026-10-05\n") {
			t.Errorf("%s: %s", name, told(results))
		}
	}
}

// What can't be opened, or is somebody else's, is said and left; and nothing is written.
func TestASealedAnswerThatIsNotOneIsLeft(t *testing.T) {
	a := sealedAnswer(nil)
	in := known(t, workspace(t, nil))
	mid := len(a) / 2
	flipped := a[:mid] + map[bool]string{true: "B", false: "A"}[a[mid] == 'A'] + a[mid+1:]
	for name, c := range map[string]struct{ armour, reason string }{
		"sealed to another":        {sealed(theirs.Recipient(), "{}"), "it is sealed to another key; if it is an old one of yours, name its file with --key"},
		"flipped":                  {flipped, "its sealed answer was cut off or changed on the way; ask for it again, as a file"},
		"cut off":                  {a[:mid], "its sealed answer was cut off or changed on the way; ask for it again, as a file"},
		"cut within":               {a[:mid] + a[mid+64:], "its sealed answer was cut off or changed on the way; ask for it again, as a file"},
		"no armour":                {"hello", "its sealed answer was cut off or changed on the way; ask for it again, as a file"},
		"no answer":                {sealed(ours.Recipient(), "hello"), "what is sealed is not an answer"},
		"without a portal":         {sealedAnswer(map[string]string{"client": ""}), "what is sealed does not say which portal it answers"},
		"replayed for another":     {sealedAnswer(map[string]string{"client": "other-portal"}), "it was sealed on another portal than the one that its form names"},
		"with thousands of fields": {sealed(ours.Recipient(), `{"rapport":"1","client":"korenaar-7f3k9q2m"`+many(3000)+"}"), "what is sealed has more fields than an answer"},
		"longer than an answer":    {sealedAnswer(map[string]string{"text": strings.Repeat("x", 300_000)}), "its sealed answer was cut off or changed on the way; ask for it again, as a file"},
		"under a passphrase":       {sealed(passphrase(), "{}"), "it is sealed to another key; if it is an old one of yours, name its file with --key"},
		"sealed to a crowd":        {sealed(ours.Recipient(), "{}", crowd(20)...), "it is sealed to another key; if it is an old one of yours, name its file with --key"},
		"nested beyond measure":    {sealed(ours.Recipient(), strings.Repeat("[", 100_000)), "what is sealed is not an answer"},
	} {
		results := plan(t, in, opened(t, enveloped("s-1", "korenaar-7f3k9q2m", c.armour)))
		if len(results) != 1 || results[0].Outcome != intake.Left || results[0].Reason != c.reason || len(results[0].Changes) > 0 {
			t.Errorf("%s: %s", name, told(results))
		}
	}
	if results := plan(t, in, opened(t, mailed("\n"+sealedAnswer(map[string]string{"client": "other-portal"})))); results[0].Outcome != intake.Left || results[0].Reason != "no client has the portal that it names" {
		t.Errorf("of a portal that there is not: %s", told(results))
	}
	messages, err := inbox.Read([]byte(mailed("\n" + a)))
	if err != nil {
		t.Fatal(err)
	}
	if results := plan(t, in, messages); results[0].Outcome != intake.Left || results[0].Reason != "it is sealed; rapport intake asks for the passphrase of your key, and opens it" {
		t.Errorf("without a key: %s", told(results))
	}
}

func passphrase() age.Recipient {
	r, err := age.NewScryptRecipient("x")
	if err != nil {
		panic(err)
	}
	r.SetWorkFactor(1)
	return r
}

// crowd are recipients, each of whom costs whoever opens a trial.
func crowd(n int) []age.Recipient {
	all := make([]age.Recipient, n)
	for i := range all {
		all[i] = theirs.Recipient()
	}
	return all
}

// Of thousands of blocks one is opened, and no more is written than of two.
func TestThousandsOfSealedAnswersInAMailAreOneDraft(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		b.WriteString("-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%030d", i)) + "\n-----END AGE ENCRYPTED FILE-----\n")
	}
	opens := 0
	messages, err := inbox.Read([]byte(mailed("\n" + sealedAnswer(nil) + b.String())))
	if err != nil {
		t.Fatal(err)
	}
	decrypt, err := seal.OpenAnswers(ours.String())
	if err != nil {
		t.Fatal(err)
	}
	messages[0].Open(func(armour string) ([]byte, error) { opens++; return decrypt(armour) })
	results := plan(t, known(t, workspace(t, nil)), messages)
	if opens != 1 || len(results) != 1 || results[0].Outcome != intake.Drafted || results[0].Reason != "it answers several things at once" {
		t.Errorf("%d were opened; %s", opens, told(results))
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"ask-%d":""`, i)
	}
	return b.String()
}

// What stands inside decides, and passes the same examination as what comes in the clear.
func TestWhatIsSealedIsBelievedNoMoreThanWhatIsOpen(t *testing.T) {
	in := known(t, workspace(t, nil))
	form := func(others map[string]string) string {
		return enveloped("s-1", "korenaar-7f3k9q2m", sealedAnswer(others))
	}
	for name, c := range map[string]struct {
		text    string
		outcome intake.Outcome
		reason  string
	}{
		"of a stranger":         {form(map[string]string{"email": "eve@evil.example"}), intake.Drafted, "its sender is no contact of this client"},
		"of nobody":             {form(map[string]string{"email": ""}), intake.Drafted, "its sender is no contact of this client"},
		"sent by another":       {strings.Replace(mailed("\n"+sealedAnswer(nil)), "joost@", "anna@", 1), intake.Drafted, ""},
		"another's, by mail":    {mailed("\n" + sealedAnswer(map[string]string{"email": "eve@evil.example"})), intake.Drafted, "it is sealed as the answer of eve@evil.example, and another address sent it"},
		"of no item":            {form(map[string]string{"item": "../../etc/passwd"}), intake.Drafted, "there is no such item in the portal"},
		"of no option":          {form(map[string]string{"choice": "Purple"}), intake.Drafted, "it chooses none of the options"},
		"of another version":    {form(map[string]string{"rapport": "7"}), intake.Drafted, "it is written in another version of the format, which this version of rapport does not read"},
		"two in one mail":       {mailed("\n" + sealedAnswer(nil) + "\n" + sealedAnswer(map[string]string{"choice": "Green"})), intake.Drafted, "it answers several things at once"},
		"beside one that isn't": {mailed("\n" + sealedAnswer(nil) + "\n" + answer.Answer{Client: "korenaar-7f3k9q2m", Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Green"}.Block()), intake.Drafted, "it answers several things at once"},
		"forged":                {strings.Replace(mailed("\n"+sealedAnswer(nil)), "Date:", "Authentication-Results: mx; dmarc=fail\nDate:", 1), intake.Drafted, "the server that received it says dmarc=fail, so that its sender may be forged"},
		"of an absence":         {strings.Replace(mailed("\n> "+strings.ReplaceAll(sealedAnswer(nil), "\n", "\n> ")), "Date:", "Auto-Submitted: auto-replied\nDate:", 1), intake.Nothing, "an answer that a program made while nobody was there"},
	} {
		results := plan(t, in, opened(t, c.text))
		if len(results) != 1 || results[0].Outcome != c.outcome || c.reason != "" && results[0].Reason != c.reason {
			t.Errorf("%s: %s", name, told(results))
		}
		for _, change := range results[0].Changes {
			if change.Before != nil {
				t.Errorf("%s: a field is written: %s", name, told(results))
			}
		}
	}
}

// Whoever saw a sealed answer pass can send it again, and changes nothing by that.
func TestASealedAnswerThatIsSentAgainIsTheSame(t *testing.T) {
	a := sealedAnswer(map[string]string{"action": "question", "item": "", "choice": "", "text": "When?"})
	in := known(t, workspace(t, nil))
	results := plan(t, in, opened(t, enveloped("s-1", "korenaar-7f3k9q2m", a), enveloped("s-2", "korenaar-7f3k9q2m", a), strings.Replace(mailed("\n"+a), "<1@x>", "<2@x>", 1)))
	attached := "From: Mara <" + in.Provider.Email + ">\nDate: Mon, 5 Oct 2026 11:30:00 +0200\nMessage-ID: <3@x>\n" + multipart("mixed", "Content-Type: text/plain\n\nFyi\n", "Content-Type: message/rfc822\n\n"+mailed("\n"+a))
	both := plan(t, known(t, workspace(t, nil)), opened(t, mailed("\n"+a), attached))
	if both[0].Outcome != intake.Written || both[1].Outcome != intake.Already {
		t.Errorf("%s", told(both))
	}
	if len(results) != 3 || results[0].Outcome != intake.Written || results[1].Outcome != intake.Already || results[2].Outcome != intake.Already {
		t.Errorf("%s", told(results))
	}
}

// The words of a sealed answer are shown as words, and what does harm in the clear does none under seal.
func TestHostileSealedAnswersWriteNoField(t *testing.T) {
	dir := workspace(t, nil)
	in := known(t, dir)
	n := 0
	for _, trick := range tricks {
		for _, field := range []string{answer.ClientField, answer.EngagementField, answer.ItemField, answer.ActionField, answer.ChoiceField, answer.EmailField} {
			n++
			text := mailed("\n" + sealedAnswer(map[string]string{field: trick}))
			if n%2 == 0 {
				text = enveloped(fmt.Sprint(n), "korenaar-7f3k9q2m", sealedAnswer(map[string]string{field: trick}))
			}
			results := plan(t, in, opened(t, text))
			for _, r := range results {
				if r.Outcome == intake.Written {
					t.Errorf("%s %q: written: %s", field, trick, told(results))
				}
				for _, change := range r.Changes {
					if change.Before != nil || !strings.Contains(string(change.After), "\ndraft: true\n") || !strings.HasPrefix(change.File, shop+"journal/2026-1") {
						t.Errorf("%s %q: %s is no draft", field, trick, change.File)
					}
				}
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d", n)
	}
}
