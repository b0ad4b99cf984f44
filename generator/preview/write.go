package preview

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"rapport/generator/content"
)

// Writing lets whoever has the address that is printed at the start write from the desk.
type Writing struct {
	Root   *os.Root  // of the workspace
	Token  string    // the secret in that address; see NewToken
	Random io.Reader // nobody can guess what it gives

	// Git returns what commits as the provider. Its error says why nothing can be committed.
	Git func(ctx context.Context, provider *content.Provider) (Git, error)
}

// A Git commits files, and nothing else.
type Git interface {
	// Clean reports an error where one of the files has changes that nobody committed.
	Clean(files []string) error
	Commit(files []string, message string) error
}

// NewToken makes a secret.
func NewToken(random io.Reader) (string, error) {
	bits := make([]byte, 32)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", fmt.Errorf("choosing a secret: %w", err)
	}
	return hex.EncodeToString(bits), nil
}

// writeFolder is below which all that writes stands.
const writeFolder = ownFolder + "/write/"

// WriteAddress is where a browser comes in that may write, below the server's own address.
func WriteAddress(token string) string { return writeFolder + "enter?token=" + token }

// ErrPublic is returned where a desk that writes would be reached from other machines.
var ErrPublic = errors.New("a desk that writes answers this machine alone")

// A writer is the part of the server that writes.
type writer struct {
	*server
	Writing
	port   string // at which the server listens
	cookie string // name of the cookie
	key    string // what is in it: the browser came in with the token
	form   string // what each form has, so that only our own pages can send one

	mu   sync.Mutex // one writes at a time
	done []*done
}

func newWriter(s *server, w Writing, address net.Addr) (*writer, error) {
	tcp, ok := address.(*net.TCPAddr)
	if !ok || !s.local {
		return nil, ErrPublic
	}
	key, err := NewToken(w.Random)
	if err != nil {
		return nil, err
	}
	form, err := NewToken(w.Random)
	port := fmt.Sprint(tcp.Port)
	return &writer{server: s, Writing: w, port: port, cookie: "rapport-write-" + port, key: key, form: form}, err
}

const (
	maxForm     = 1 << 20 // bytes that a form may have
	formTimeout = 10 * time.Second
)

// same compares two secrets in a time that tells nothing of them.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// isMachine tells whether a Host is this machine by a name that nobody else can have, at the port at
// which the server listens.
func (w *writer) isMachine(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = host, "80"
	}
	if port != w.port {
		return false
	}
	ip, err := netip.ParseAddr(name)
	return strings.EqualFold(name, "localhost") || err == nil && ip.IsLoopback()
}

// isIn tells whether a request comes from a page of ours, in a browser that came in with the token.
// What a script asks for is no such request: no page of the preview needs it, and those of a portal
// may hold what others wrote.
func (w *writer) isIn(r *http.Request) bool {
	if !w.isMachine(r.Host) {
		return false
	}
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" && mode != "navigate" {
		return false
	}
	if dest := r.Header.Get("Sec-Fetch-Dest"); dest != "" && dest != "document" {
		return false
	}
	c, err := r.Cookie(w.cookie)
	return err == nil && same(c.Value, w.key)
}

// isOwnForm tells why a form is not taken for one of ours, "" where it is.
func (w *writer) isOwnForm(r *http.Request) (why string) {
	if origin := r.Header["Origin"]; len(origin) != 1 || origin[0] != "http://"+r.Host {
		return "a form is taken from a page of this server alone"
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return "a form is taken from a page of this server alone"
	}
	if !same(r.PostForm.Get("form"), w.form) {
		return "this form is of another run of rapport serve; go back to the desk and load it again"
	}
	return ""
}

// serve answers what stands below writeFolder.
func (w *writer) serve(rw http.ResponseWriter, r *http.Request, name string) {
	h := rw.Header()
	h.Set("Content-Security-Policy", writePolicy)
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin") // without it a form has no origin
	if name == "enter" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		w.enter(rw, r)
		return
	}
	if !w.isIn(r) {
		w.refuse(rw, r, http.StatusForbidden, "You cannot write from here", "Open the address that rapport serve --write printed, in this browser.")
		return
	}
	pages, posts := w.routes()
	page, post := pages[name], posts[name]
	switch {
	case page == nil && post == nil:
		w.missing(rw, r)
	case page != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		page(rw, r)
	case post != nil && r.Method == http.MethodPost:
		w.post(rw, r, post)
	default:
		allow := []string{}
		if page != nil {
			allow = append(allow, "GET", "HEAD")
		}
		if post != nil {
			allow = append(allow, "POST")
		}
		h.Set("Allow", strings.Join(allow, ", "))
		w.refuse(rw, r, http.StatusMethodNotAllowed, "This is not how it is asked for", "Go back to the desk.")
	}
}

// routes are the pages, and what their forms lead to.
func (w *writer) routes() (pages, posts map[string]http.HandlerFunc) {
	return map[string]http.HandlerFunc{"open": w.showOpen, "item": w.showItem, "new": w.showNew, "intake": w.showIntake},
		map[string]http.HandlerFunc{"item": w.postItem, "new": w.postNew, "intake": w.postIntake, "undo": w.postUndo, "commit": w.postCommit}
}

// enter lets a browser in that has the token. The page leads on by itself: behind a redirect, a browser
// that came from elsewhere would not send the cookie.
func (w *writer) enter(rw http.ResponseWriter, r *http.Request) {
	if !w.isMachine(r.Host) || !same(r.URL.Query().Get("token"), w.Token) {
		w.refuse(rw, r, http.StatusForbidden, "You cannot write from here", "This is not the address that this run of rapport serve --write printed.")
		return
	}
	http.SetCookie(rw, &http.Cookie{Name: w.cookie, Value: w.key, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.show(rw, r, http.StatusOK, "write-enter.html", nil)
}

// post reads a form and hands it on, one at a time.
func (w *writer) post(rw http.ResponseWriter, r *http.Request, handle http.HandlerFunc) {
	http.NewResponseController(rw).SetReadDeadline(w.Now().Add(formTimeout)) // where it can be set
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/x-www-form-urlencoded" {
		w.refuse(rw, r, http.StatusUnsupportedMediaType, "This is no form of the desk", "Nothing was written. Go back to the desk.")
		return
	}
	r.Body = http.MaxBytesReader(rw, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		status, text := http.StatusBadRequest, "Nothing was written. Go back to the desk."
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			status, text = http.StatusRequestEntityTooLarge, "A form may have a megabyte. Nothing was written; enter so much with an editor."
		}
		w.refuse(rw, r, status, "The form cannot be read", text)
		return
	}
	if why := w.isOwnForm(r); why != "" {
		w.refuse(rw, r, http.StatusForbidden, "Nothing was written", strings.ToUpper(why[:1])+why[1:]+".")
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	handle(rw, r)
}

// refuse shows a page that says one thing, and has no script.
func (w *writer) refuse(rw http.ResponseWriter, r *http.Request, status int, title, text string) {
	w.show(rw, r, status, "plain.html", struct{ Title, Text string }{title, text})
}

// failed says what the machine or the workspace has against it.
func (w *writer) failed(rw http.ResponseWriter, r *http.Request, err error) {
	w.refuse(rw, r, http.StatusInternalServerError, "Nothing was written", "This stands in the way: "+err.Error()+".")
}

// writeURL is the address of a page that writes.
func writeURL(page string, query ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			v.Set(query[i], query[i+1])
		}
	}
	u := url.URL{Path: "/" + writeFolder + page, RawQuery: v.Encode()}
	return u.String()
}
