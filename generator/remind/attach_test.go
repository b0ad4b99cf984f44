package remind

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"
)

// attached are the mails of a day on which a report is new, with what comes along.
func attached(t *testing.T, access string) (mails []Mail, sealed []string) {
	t.Helper()
	in := told(t, access)
	in.Digest = true
	mails, _ = in.on(t, "2026-10-07", empty(t))
	return mails, Attach(mails, []*Share{{Client: "acme", Sealed: access == "sealed"}})
}

func TestReportsThatAMailTellsOfComeAlong(t *testing.T) {
	mails, sealed := attached(t, "open")
	if len(sealed) > 0 {
		t.Errorf("left out for being sealed: %v", sealed)
	}
	found := false
	for _, m := range mails {
		reports := slices.ContainsFunc(m.News, func(n News) bool { return n.Ref == "reports/2026-09" })
		found = found || reports
		want := 0
		if reports {
			want = 1
		}
		if len(m.Attached) != want || want == 1 && (m.Attached[0].Name != "shop-2026-09.pdf" || m.Attached[0].Page != "shop/reports/2026-09.html") {
			t.Errorf("with the mail to %q comes %v", m.Person, m.Attached)
		}
	}
	if !found {
		t.Error("no mail tells of the report")
	}
}

func TestOfASealedPortalNothingComesAlong(t *testing.T) {
	mails, sealed := attached(t, "sealed")
	if !slices.Equal(sealed, []string{"acme"}) {
		t.Errorf("said to be sealed: %v", sealed)
	}
	for _, m := range mails {
		if len(m.Attached) > 0 {
			t.Errorf("with the mail to %q comes %v", m.Person, m.Attached)
		}
	}
}

func TestAMailWithAttachmentsCanBeTakenApart(t *testing.T) {
	mails, _ := attached(t, "open")
	m := mails[slices.IndexFunc(mails, func(m Mail) bool { return len(m.Attached) > 0 })]
	m.Attached[0].Body = bytes.Repeat([]byte("%PDF \x00\xff\n"), 500)
	m.Attached = append(m.Attached, Attachment{Name: "shop-2026-08.pdf", Body: []byte("%PDF")})
	at := time.Date(2026, 10, 7, 6, 0, 0, 0, time.UTC)
	message, err := Compose(&m, at)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Compose(&m, at); err != nil || !bytes.Equal(again, message) {
		t.Error("the same mail is another message", err)
	}
	read, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	files := map[string]string{}
	var walk func(kind string, body io.Reader)
	walk = func(kind string, body io.Reader) {
		kind, params, err := mime.ParseMediaType(kind)
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, kind)
		if !strings.HasPrefix(kind, "multipart/") {
			return
		}
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if name := part.FileName(); name != "" {
				text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
				if err != nil {
					t.Fatal(err)
				}
				files[name] = string(text)
			}
			walk(part.Header.Get("Content-Type"), part)
		}
	}
	walk(read.Header.Get("Content-Type"), read.Body)
	if want := []string{"multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf", "application/pdf"}; !slices.Equal(kinds, want) {
		t.Errorf("its parts are %v, want %v", kinds, want)
	}
	for _, a := range m.Attached {
		if files[a.Name] != string(a.Body) {
			t.Errorf("%s arrives as %d bytes of %d", a.Name, len(files[a.Name]), len(a.Body))
		}
	}
}
