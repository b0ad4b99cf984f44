package remind

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestServersAreAddressesWithoutSecrets(t *testing.T) {
	tests := []struct {
		text  string
		want  Server
		wrong string
	}{
		{"smtp://mail.example", Server{Host: "mail.example", Port: 587}, ""},
		{"smtp://me@mail.example:2525", Server{Host: "mail.example", Port: 2525, User: "me"}, ""},
		{"smtps://me%40x.example@mail.example", Server{Host: "mail.example", Port: 465, User: "me@x.example", Implicit: true}, ""},
		{"smtp://me:hush@mail.example", Server{}, "RAPPORT_SMTP_SECRET"},
		{"mail.example", Server{}, "smtp://user@host:587"},
		{"http://mail.example", Server{}, "smtp://user@host:587"},
		{"smtp://mail.example:0", Server{}, "smtp://user@host:587"},
		{"smtp://", Server{}, "smtp://user@host:587"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got, err := ParseServer(test.text)
			if test.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), test.wrong) || strings.Contains(err.Error(), "hush") {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || got.Host != test.want.Host || got.Port != test.want.Port || got.User != test.want.User || got.Implicit != test.want.Implicit {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestMailsArriveAtAServer(t *testing.T) {
	in := workspace(t, map[string]string{"client.md": acme, "shop/engagement.md": shop})
	mails, _ := in.on(t, "2026-10-15", empty(t))
	for _, implicit := range []bool{false, true} {
		t.Run(fmt.Sprintf("implicit=%v", implicit), func(t *testing.T) {
			s := serve(t, implicit)
			server := Server{Host: "127.0.0.1", Port: s.port, Implicit: implicit, User: "me", Secret: "hush", Roots: s.roots, Dial: s.dial}
			var done []string
			err := server.Send(t.Context(), mails, time.Unix(1_800_000_000, 0), func(m *Mail) error {
				done = append(done, m.To.Email)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"joost@acme.example", "hello@noord.example"}, done); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			got := s.received()
			if len(got) != 2 || got[0].to != "joost@acme.example" || got[0].from != "hello@noord.example" || !got[0].secure || got[0].user != "me" || got[0].secret != "hush" {
				t.Fatalf("%d arrived: %+v", len(got), got)
			}
			for i, g := range got {
				if p := parse(t, g.data); strings.ReplaceAll(p.text, "\r\n", "\n") != mails[i].Text {
					t.Errorf("the text arrived as\n%s", p.text)
				}
			}
		})
	}
}

func TestNothingIsSentInTheClearOrToAStranger(t *testing.T) {
	in := workspace(t, map[string]string{"client.md": acme, "shop/engagement.md": shop})
	mails, _ := in.on(t, "2026-10-15", empty(t))
	tests := []struct {
		name string
		bend func(*smtpServer, *Server)
	}{
		{"no STARTTLS", func(s *smtpServer, _ *Server) { s.plain = true }},
		{"an unknown certificate", func(_ *smtpServer, c *Server) { c.Roots = nil }},
		{"a certificate of another", func(_ *smtpServer, c *Server) { c.Host = "localhost" }},
		{"a wrong secret", func(_ *smtpServer, c *Server) { c.Secret = "wrong" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, false)
			server := Server{Host: "127.0.0.1", Port: s.port, User: "me", Secret: "hush", Roots: s.roots, Dial: s.dial}
			test.bend(s, &server)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := server.Send(ctx, mails, time.Unix(1_800_000_000, 0), func(*Mail) error {
				t.Error("a mail counts as sent")
				return nil
			})
			if err == nil || strings.Contains(err.Error(), "hush") {
				t.Errorf("the error is %v", err)
			}
			if got := s.received(); len(got) != 0 {
				t.Errorf("%d mails arrived", len(got))
			}
		})
	}
}

func TestARefusedReceiverKeepsNobodyElseBack(t *testing.T) {
	in := workspace(t, map[string]string{"client.md": acme, "shop/engagement.md": shop})
	mails, _ := in.on(t, "2026-10-15", empty(t))
	s := serve(t, false)
	s.refuse = "joost@acme.example"
	server := Server{Host: "127.0.0.1", Port: s.port, User: "me", Secret: "hush", Roots: s.roots, Dial: s.dial}
	var done []string
	err := server.Send(t.Context(), mails, time.Unix(1_800_000_000, 0), func(m *Mail) error {
		done = append(done, m.To.Email)
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "joost@acme.example was not sent") {
		t.Errorf("the error is %v", err)
	}
	if got := s.received(); len(got) != 1 || got[0].to != "hello@noord.example" || len(done) != 1 || done[0] != "hello@noord.example" {
		t.Errorf("%d mails arrived, sent are %v", len(got), done)
	}
}
