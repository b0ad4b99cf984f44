package remind

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// An smtpServer takes mails on the loopback, with a certificate for 127.0.0.1 alone.
type smtpServer struct {
	port   int
	roots  *x509.CertPool
	config *tls.Config
	plain  bool   // offers no STARTTLS
	refuse string // a receiver that is refused

	mu   sync.Mutex
	mail []arrived
}

// An arrived mail, with how it came.
type arrived struct {
	from, to, user, secret string
	secure                 bool
	data                   []byte
}

func serve(t *testing.T, implicit bool) *smtpServer {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s := &smtpServer{roots: x509.NewCertPool(), config: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: private}}}}
	s.roots.AddCert(cert)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	s.port = listener.Addr().(*net.TCPAddr).Port
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if implicit {
					s.talk(tls.Server(conn, s.config), true)
				} else {
					s.talk(conn, false)
				}
			}()
		}
	}()
	return s
}

// dial reaches the server, whatever its name.
func (s *smtpServer) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, fmt.Sprintf("127.0.0.1:%d", s.port))
}

func (s *smtpServer) received() []arrived {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mail
}

// talk is the server's half of a conversation (RFC 5321).
func (s *smtpServer) talk(conn net.Conn, secure bool) {
	conn.SetDeadline(time.Now().Add(time.Minute))
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	in := textproto.NewReader(bufio.NewReader(conn))
	now := arrived{secure: secure}
	say("220 test ESMTP")
	for {
		line, err := in.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			fmt.Fprint(conn, "250-test\r\n250-8BITMIME\r\n")
			if !now.secure && !s.plain {
				fmt.Fprint(conn, "250-STARTTLS\r\n")
			}
			say("250 AUTH PLAIN")
		case "STARTTLS":
			say("220 go on")
			secured := tls.Server(conn, s.config)
			if secured.Handshake() != nil {
				return
			}
			conn, in, now.secure = secured, textproto.NewReader(bufio.NewReader(secured)), true
		case "AUTH":
			_, initial, _ := strings.Cut(rest, " ")
			text, _ := base64.StdEncoding.DecodeString(initial)
			parts := strings.Split(string(text), "\x00")
			if len(parts) != 3 || parts[2] != "hush" {
				say("535 no")
				continue
			}
			now.user, now.secret = parts[1], parts[2]
			say("235 yes")
		case "MAIL":
			now.from = between(rest)
			say("250 ok")
		case "RCPT":
			if now.to = between(rest); now.to == s.refuse {
				say("550 no such person")
				continue
			}
			say("250 ok")
		case "DATA":
			if now.user == "" {
				say("530 who are you")
				continue
			}
			say("354 go on")
			data, err := in.ReadDotLines()
			if err != nil {
				return
			}
			now.data = []byte(strings.Join(data, "\r\n") + "\r\n")
			s.mu.Lock()
			s.mail = append(s.mail, now)
			s.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default: // RSET, NOOP
			say("250 ok")
		}
	}
}

// between is what stands between < and >.
func between(text string) string {
	_, text, _ = strings.Cut(text, "<")
	text, _, _ = strings.Cut(text, ">")
	return text
}
