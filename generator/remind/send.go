package remind

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"regexp"
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
	return settle(b.Bytes(), m, at), nil
}

// header is a text for a header: one line, and nothing in it looks encoded, or else
// readers would take it apart.
func header(text string) string { return strings.ReplaceAll(oneLine(text), "=?", "= ?") }

func message(m *Mail, at time.Time) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	type part struct {
		Address
		what string
		set  func(*netmail.Address)
	}
	parts := []part{{m.From, "sender", msg.FromMailAddress}, {m.To, "receiver", func(a *netmail.Address) { msg.ToMailAddress(a) }}}
	if m.ReplyTo.Email != "" {
		parts = append(parts, part{m.ReplyTo, "address for answers", func(a *netmail.Address) { msg.ReplyToMailAddress(a) }})
	}
	for _, a := range parts {
		// Names are quoted or encoded by the package; an address is one, and alone.
		if parsed, err := netmail.ParseAddress(a.Email); err != nil || parsed.Address != a.Email {
			return nil, fmt.Errorf("the %s: %q is not an e-mail address", a.what, a.Email)
		}
		a.set(&netmail.Address{Name: header(a.Name), Address: a.Email})
	}
	sum := fingerprint(m, at)
	_, domain, _ := strings.Cut(m.From.Email, "@")
	msg.SetMessageIDWithValue(hex.EncodeToString(sum[:16]) + "@" + domain)
	if len(m.Attached) == 0 {
		msg.SetBoundary(boundary(sum))
	} // else there are two, which may not be the same
	msg.SetDateWithValue(at)
	msg.Subject(header(m.Subject))
	msg.SetGenHeader(mail.Header("Content-Language"), m.Locale)
	msg.SetGenHeader(mail.Header("Auto-Submitted"), "auto-generated")
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	for _, a := range m.Attached {
		msg.AttachReadSeeker(a.Name, bytes.NewReader(a.Body), mail.WithFileContentType("application/pdf"))
	}
	return msg, nil
}

func fingerprint(m *Mail, at time.Time) [sha256.Size]byte {
	return sha256.Sum256([]byte(strings.Join([]string{m.To.Email, m.On.String(), at.UTC().Format(time.RFC3339), m.Subject, m.Text}, "\x00")))
}

func boundary(sum [sha256.Size]byte) string { return "rapport-" + hex.EncodeToString(sum[16:28]) }

// drawn is a boundary that was drawn at random.
var drawn = regexp.MustCompile(`boundary="?([0-9a-f]{60})`)

// settle puts boundaries that follow from a mail in the place of those that were drawn.
func settle(message []byte, m *Mail, at time.Time) []byte {
	for i, found := range drawn.FindAllSubmatch(message, len(m.Attached)+1) {
		message = bytes.ReplaceAll(message, found[1], fmt.Appendf(nil, "%s-%d", boundary(fingerprint(m, at)), i+1))
	}
	return message
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

// Send hands mails over one after the other, on one connection. After each that the
// server took, done is called; where done fails, the rest is not sent. One that the
// server refuses does not keep the others back: what was refused is the error.
func (s Server) Send(ctx context.Context, mails []Mail, at time.Time, done func(*Mail) error) error {
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
	var refused []error
	for i := range mails {
		if err := ctx.Err(); err != nil {
			return errors.Join(append(refused, err)...)
		}
		msg, err := message(&mails[i], at)
		if err == nil {
			err = client.Send(msg)
		}
		if err != nil {
			refused = append(refused, fmt.Errorf("the mail to %s was not sent: %w", mails[i].To.Email, err))
			continue
		}
		if err := done(&mails[i]); err != nil {
			return errors.Join(append(refused, err)...)
		}
	}
	return errors.Join(refused...)
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
