package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// sealAnswer seals an answer to the provider's key, as a page does.
func (h *host) sealAnswer(fields string) []byte {
	h.t.Helper()
	to, err := age.ParseX25519Recipient(strings.TrimSpace(string(h.read("content/keys/provider.pub"))))
	if err != nil {
		h.t.Fatal(err)
	}
	var b bytes.Buffer
	armoured := armor.NewWriter(&b)
	w, err := age.Encrypt(armoured, to)
	if err != nil {
		h.t.Fatal(err)
	}
	w.Write([]byte(fields))
	w.Close()
	armoured.Close()
	return append(b.Bytes(), '\n')
}

// letter is a mail of Joost's as a program writes it.
func letter(id int, subject, body string) []byte {
	return fmt.Appendf(nil, "From: Joost de Wit <joost@acme.example>\r\nTo: studio@studio.example\r\nSubject: %s\r\nDate: Thu, 15 Oct 2026 10:%02d:00 +0200\r\nMessage-ID: <m%d@acme.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", subject, id, id, body)
}

// A sealed answer waits for the key, and what is open does not wait with it.
func TestSealedAnswersWaitForTheKey(t *testing.T) {
	h := newHost(t, quickWork)
	passphrase := strings.Fields(h.rapport("key", "add", "--provider", "--print"))[3]
	h.write("intake/1.age", h.sealAnswer(`{"rapport":"1","client":"p7k2","engagement":"shop","item":"journal/2026-10-12-colours","action":"decide","text":"Blue","name":"Joost","email":"joost@acme.example","at":"2026-10-15T12:00:00Z"}`))
	h.write("intake/2.eml", letter(2, "Hello", "[rapport:1]\nclient: p7k2\nengagement: shop\naction: question\n[/rapport]\n\nMay we visit?"))
	const waits = "intake/1.age: left: it is sealed, and waits for your key; run rapport intake again with the passphrase of content/keys/provider.age, or name a file with the secret key with --key\n"
	h.edit("content/clients/acme/client.md", "name: Joost de Wit", "name: Joost de Wit, email: joost@acme.example")
	entry := "content/clients/acme/shop/journal/2026-10-12-colours.md"

	h.password = "wrong-words"
	if status, out, said := h.try("intake"); status != statusUsage || out != "" || !strings.Contains(said, "content/keys/provider.age: the passphrase does not open this key; nothing was taken in") {
		t.Errorf("with another passphrase: %d\n%s%s", status, out, said)
	}
	h.password = ""
	if status, out, said := h.try("intake"); status != statusContent || !strings.Contains(out, waits) || !strings.Contains(out, "intake/2.eml: question") || !strings.Contains(said, "1 answer is sealed. The passphrase of content/keys/provider.age opens it; without that it waits.\n") {
		t.Errorf("without a passphrase: %d\n%s%s", status, out, said)
	}
	if _, err := os.Stat(h.path("intake/1.age")); err != nil || strings.Contains(string(h.read(entry)), "decided") {
		t.Errorf("what is sealed did not wait: %v", err)
	}
	if _, err := os.Stat(h.path("intake/done/2.eml")); err != nil {
		t.Errorf("what is open waited with it: %v", err)
	}
	if out := h.rapport("status"); !strings.Contains(out, "1 message waits to be taken in") {
		t.Errorf("status says\n%s", out)
	}
	if status, out, said := h.try("intake", h.path("intake/1.age"), "-"); status != statusContent || !strings.Contains(out, "waits for your key") {
		t.Errorf("where standard input holds messages: %d\n%s%s", status, out, said)
	}

	if status, _, said := h.try("new", "engagement", "Care", "--client", "acme", "--from", h.path("intake/1.age")); status != statusUsage || !strings.Contains(said, "its answers are sealed; take them in with rapport intake, and write --from answers") {
		t.Errorf("a new engagement of what is sealed: %d %s", status, said)
	}

	h.password = strings.ToUpper(passphrase)
	h.rapport("intake", "--dry-run")
	if strings.Contains(string(h.read(entry)), "decided") {
		t.Error("a dry run wrote")
	}
	if out := h.rapport("intake"); !strings.Contains(string(h.read(entry)), "decided: 2026-10-15\ndecided_by: joost\noutcome: Blue\nsource: {by: form, id: sha256-") {
		t.Errorf("%s\n%s", out, h.read(entry))
	}
	h.password = ""
	if _, out, said := h.try("intake", h.path("intake/done/1.age")); !strings.Contains(out, "taken in already") || strings.Contains(said, "Passphrase") {
		t.Errorf("what was taken in asks for a passphrase: %s%s", out, said)
	}
	if err := os.Rename(h.path("intake/done/1.age"), h.path("1.age")); err != nil {
		t.Fatal(err)
	}
	if _, out, said := h.try("intake", h.path("1.age")); !strings.Contains(out, "taken in already") || strings.Contains(said, "Passphrase") {
		t.Errorf("what the content says was taken in asks for a passphrase: %s%s", out, said)
	}
}

// Somebody who has a key of age names it.
func TestSealedAnswersOpenWithAKeyOfAge(t *testing.T) {
	h := newHost(t, quickWork)
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	h.rapport("key", "add", "--provider", key.Recipient().String())
	h.write("intake/1.age", h.sealAnswer(`{"rapport":"1","client":"p7k2","engagement":"shop","action":"question","text":"When?","email":"joost@acme.example","at":"2026-10-15T12:00:00Z"}`))
	h.edit("content/clients/acme/client.md", "name: Joost de Wit", "name: Joost de Wit, email: joost@acme.example")
	if status, out, _ := h.try("intake"); status != statusContent || !strings.Contains(out, "which is not in this workspace; name a file with the secret key with --key") {
		t.Errorf("%d %s", status, out)
	}
	file, other := filepath.Join(t.TempDir(), "key.txt"), filepath.Join(t.TempDir(), "other.txt")
	stranger, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]*age.X25519Identity{file: key, other: stranger} {
		if err := os.WriteFile(name, []byte("# created\n"+k.String()+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if status, out, _ := h.try("intake", "--key", other); status != statusContent || !strings.Contains(out, "it is sealed to another key") {
		t.Errorf("%d %s", status, out)
	}
	if status, _, said := h.try("intake", "--key", h.path("content/provider.md")); status != statusUsage || !strings.Contains(said, "the file holds no key of age") {
		t.Errorf("%d %s", status, said)
	}
	if out := h.rapport("intake", "--key", file); !strings.Contains(out, "intake/1.age: question, Joost de Wit of Acme") {
		t.Errorf("%s", out)
	}
}
