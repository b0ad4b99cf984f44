package remind

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// A parsed is a message as a reader takes it apart.
type parsed struct {
	header     mail.Header
	text, html string
	parts      int
}

func parse(t *testing.T, message []byte) parsed {
	t.Helper()
	for i, line := range bytes.Split(message, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("line %d is no line of a mail: %q", i+1, line)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatal(kind, err)
	}
	p := parsed{header: m.Header}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Errorf("a part is in %q", part.Header.Get("Content-Transfer-Encoding"))
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		p.parts++
		switch kind, params, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); {
		case strings.ToLower(params["charset"]) != "utf-8":
			t.Errorf("the charset is %q", params["charset"])
		case kind == "text/plain":
			p.text = string(text)
		case kind == "text/html":
			p.html = string(text)
		}
	}
	return p
}

func TestMessagesAreMIMEInEveryLanguage(t *testing.T) {
	for _, tag := range []string{"en-GB", "nl-NL", "de-DE", "fr-FR", "es-ES", "it-IT", "pt-PT", "pl-PL", "sv-SE", "da-DK", "ja-JP"} {
		t.Run(tag, func(t *testing.T) {
			in := workspace(t, map[string]string{
				"client.md": strings.Replace(acme, "en-GB", tag, 1), "shop/engagement.md": shop,
				"shop/journal/2026-10-14-new.md": "---\nkind: update\ntitle: Größe & 大きさ\n---\n",
			})
			in.Digest = true
			mails, _ := in.on(t, "2026-10-15", empty(t))
			at := time.Date(2026, 10, 15, 6, 0, 0, 0, time.UTC)
			for _, m := range mails {
				message, err := Compose(&m, at)
				if err != nil {
					t.Fatal(err)
				}
				again, err := Compose(&m, at)
				if err != nil || !bytes.Equal(message, again) {
					t.Error("the same mail is not the same message")
				}
				p := parse(t, message)
				if p.parts != 2 || strings.ReplaceAll(p.text, "\r\n", "\n") != m.Text {
					t.Errorf("%d parts; the text arrives as\n%q, sent was\n%q", p.parts, p.text, m.Text)
				}
				if got, err := new(mime.WordDecoder).DecodeHeader(p.header.Get("Subject")); err != nil || got != m.Subject {
					t.Errorf("the subject arrives as %q, %v", got, err)
				}
				if d, err := p.header.Date(); err != nil || !d.Equal(at) {
					t.Errorf("the date is %v, %v", d, err)
				}
				for _, line := range strings.Split(m.Text, "\n") {
					if strings.Contains(line, "{") {
						t.Errorf("a placeholder was not filled: %q", line)
					}
				}
				links := hrefs(t, p.html)
				if m.Client != "" && (len(links) < 2 || !strings.Contains(p.html, `lang="`+strings.Split(tag, "-")[0])) {
					t.Errorf("links %v in\n%s", links, p.html)
				}
				for _, link := range links {
					if !strings.HasPrefix(link, "https://portals.example/all/acme/") || !strings.Contains(p.text, link) {
						t.Errorf("a link leads to %q", link)
					}
				}
			}
		})
	}
}

// hrefs lists the links of a page, which must be well-formed.
func hrefs(t *testing.T, page string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" {
				all = append(all, a.Val)
			}
		}
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "img" || n.Data == "products") {
			t.Errorf("the mail has an element %s", n.Data)
		}
	}
	return all
}

func TestNamesAndTitlesCannotBreakOutOfHeaders(t *testing.T) {
	for _, attack := range []string{
		"x\r\nBcc: all@evil.example", "x\nSubject: y", "x\r\n\r\n<script>alert(1)</script>", "x\u2028Bcc: a@evil.example", "=?utf-8?q?x=0d=0aBcc:_a@evil.example?=",
		`"<a@evil.example>, "`, "a@evil.example, b", "\u202egnp.exe", strings.Repeat("long ", 400), "\x00\x01", "x\r Bcc: a@evil.example", "--rapport-",
	} {
		m := Mail{
			Client: "acme", Person: "joost", Locale: "en", Subject: attack, Text: attack + "\n.\r\n.\n", HTML: "<p>x</p>",
			To: Address{attack, "joost@acme.example"}, From: Address{attack, "hello@noord.example"}, ReplyTo: Address{attack, "mara@noord.example"},
		}
		message, err := Compose(&m, time.Unix(1_800_000_000, 0))
		if err != nil {
			t.Errorf("%q: %v", attack, err)
			continue
		}
		p := parse(t, message)
		for name := range p.header {
			switch name {
			case "From", "To", "Reply-To", "Subject", "Date", "Message-Id", "Mime-Version", "Content-Type", "Content-Language", "Auto-Submitted":
			default:
				t.Errorf("%q: a header %s: %q", attack, name, p.header[name])
			}
		}
		for name, want := range map[string]string{"From": "hello@noord.example", "To": "joost@acme.example", "Reply-To": "mara@noord.example"} {
			list, err := p.header.AddressList(name)
			if err != nil || len(list) != 1 || list[0].Address != want {
				t.Errorf("%q: %s is %v, %v", attack, name, list, err)
			}
		}
		subject, _ := new(mime.WordDecoder).DecodeHeader(p.header.Get("Subject"))
		if len(p.header["Subject"]) != 1 || strings.ContainsAny(subject, "\r\n\x00\u202e") {
			t.Errorf("%q: the subject is %q", attack, subject)
		}
	}
	for _, address := range []string{"a@x.example\r\nBcc: b@evil.example", "a@x.example, b@evil.example", "a@x.example> RCPT TO:<b@evil.example"} {
		m := Mail{To: Address{"A", address}, From: Address{"B", "b@noord.example"}}
		if message, err := Compose(&m, time.Unix(1_800_000_000, 0)); err == nil {
			t.Errorf("%q was taken for an address:\n%s", address, message)
		}
	}
}

func TestMailsOfASealedPortalSayNothingOfIt(t *testing.T) {
	in := workspace(t, map[string]string{
		"client.md": strings.Replace(acme, "access: open", "access: sealed", 1), "shop/engagement.md": strings.Replace(shop, "inputs:\n", "inputs:\n  - {id: fonts, what: Hush fonts, from: mute, due: 2026-10-15}\n", 1),
		"shop/journal/2026-10-14-hush.md": "---\nkind: update\ntitle: Hush\n---\n",
	})
	in.Digest = true
	mails, _ := in.on(t, "2026-10-15", empty(t))
	if len(mails) != 3 || mails[2].Client != "" {
		t.Fatalf("%d mails", len(mails))
	}
	for _, m := range mails {
		all := fmt.Sprint(m.Subject, m.Text, m.HTML)
		for _, word := range []string{"products", "Hush", "hush", "*live*", ".html"} {
			if strings.Contains(all, word) {
				t.Errorf("the mail to %s says %q:\n%s", m.Person, word, all)
			}
		}
		if m.Client != "" && !strings.Contains(m.Text, "https://portals.example/all/acme/") {
			t.Error("the mail has no link")
		}
	}
}
