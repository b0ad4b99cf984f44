package remind

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Compose makes a message in the format of the Internet (RFC 5322, MIME), the same
// one for the same mail at the same instant. What would break out of a header, of a
// name or a title, was taken out before and is encoded here.
func Compose(m *Mail, at time.Time) ([]byte, error) {
	msg, err := message(m, at)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("composing a mail: %w", err)
	}
	return b.Bytes(), nil
}

func message(m *Mail, at time.Time) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(oneLine(m.From.Name), m.From.Email); err != nil {
		return nil, fmt.Errorf("the sender: %w", err)
	}
	if err := msg.AddToFormat(oneLine(m.To.Name), m.To.Email); err != nil {
		return nil, fmt.Errorf("the receiver: %w", err)
	}
	if m.ReplyTo.Email != "" {
		if err := msg.ReplyToFormat(oneLine(m.ReplyTo.Name), m.ReplyTo.Email); err != nil {
			return nil, fmt.Errorf("the address for answers: %w", err)
		}
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{m.To.Email, m.On.String(), at.UTC().Format(time.RFC3339), m.Subject, m.Text}, "\x00")))
	_, domain, _ := strings.Cut(m.From.Email, "@")
	msg.SetMessageIDWithValue(hex.EncodeToString(sum[:16]) + "@" + domain)
	msg.SetBoundary("rapport-" + hex.EncodeToString(sum[16:28]))
	msg.SetDateWithValue(at)
	msg.Subject(oneLine(m.Subject))
	msg.SetGenHeader(mail.Header("Content-Language"), m.Locale)
	msg.SetGenHeader(mail.Header("Auto-Submitted"), "auto-generated")
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	return msg, nil
}

// A Server is where mails are handed over.
type Server struct {
	Host     string
	Port     int
	Implicit bool // TLS from the first byte, not after STARTTLS
	User     string
	Secret   string
	Roots    *x509.CertPool // nil for those of the system
	Dial     func(ctx context.Context, network, address string) (net.Conn, error)
}

// ParseServer reads smtp://user@host:587 (STARTTLS, which the server must offer) or
// smtps://user@host:465 (TLS at once). There is no way to send in the clear, and no
// place for a secret, which would end up in logs.
func ParseServer(text string) (Server, error) {
	bad := fmt.Errorf("%q is not a mail server; write it as smtp://user@host:587 or smtps://user@host:465", text)
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return Server{}, bad
	}
	s := Server{Host: u.Hostname(), Port: 587, User: u.User.Username()}
	if _, has := u.User.Password(); has {
		return Server{}, fmt.Errorf("the address of the mail server holds a secret; leave it out, and put it in RAPPORT_SMTP_SECRET")
	}
	switch u.Scheme {
	case "smtp":
	case "smtps":
		s.Implicit, s.Port = true, 465
	default:
		return Server{}, bad
	}
	if u.Port() != "" {
		if s.Port, err = strconv.Atoi(u.Port()); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, bad
		}
	}
	return s, nil
}

// Send hands mails over one after the other, on one connection. After each, done is
// called; where it fails, the rest is not sent.
func (s Server) Send(ctx context.Context, mails []Mail, at time.Time, done func(*Mail) error) (err error) {
	security := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	options := []mail.Option{
		mail.WithPort(s.Port), mail.WithTLSConfig(security), mail.WithTimeout(time.Minute),
		mail.WithDialContextFunc(s.connect(security)),
	}
	if s.Implicit {
		options = append(options, mail.WithSSL())
	} else {
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		// Both ways of saying it are under TLS, which holds at this point.
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthPlain), mail.WithUsername(s.User), mail.WithPassword(s.Secret))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return fmt.Errorf("the mail server: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("the mail server at %s: %w", s.Host, err)
	}
	defer client.Close()
	for i := range mails {
		if err := ctx.Err(); err != nil {
			return err
		}
		msg, err := message(&mails[i], at)
		if err != nil {
			return err
		}
		if err := client.Send(msg); err != nil {
			return fmt.Errorf("the mail to %s: %w", mails[i].To.Email, err)
		}
		if err := done(&mails[i]); err != nil {
			return err
		}
	}
	return nil
}

// connect dials, and speaks TLS at once where the server expects it.
func (s Server) connect(security *tls.Config) func(ctx context.Context, network, address string) (net.Conn, error) {
	if !s.Implicit {
		return s.Dial
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := s.Dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		secure := tls.Client(conn, security)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		return secure, nil
	}
}
