package preview

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rapport/generator/diag"
)

// A state is all that a page should know. It is sent whole, so that a page that
// missed one knows all with the next.
type state struct {
	Generation int64     `json:"generation"` // of what the page shows; a page of a lower one is old
	Styles     []string  `json:"styles"`     // the theme's stylesheets as they are called now
	Problems   []problem `json:"problems"`   // the errors, then the advice
	Today      string    `json:"today"`      // the day that is shown without an as-of
}

// A problem is one as the overlay shows it.
type problem struct {
	At       string   `json:"at"` // file:line:col
	Severity string   `json:"severity"`
	Message  string   `json:"message"`
	Rule     string   `json:"rule"`
	Editor   string   `json:"editor"` // URL that opens the place; "" for a file that is not in the workspace
	First    int      `json:"first"`  // number of the first of Lines
	Lines    []string `json:"lines"`
	Line     int      `json:"line"`
	Col      int      `json:"col"`
}

const (
	maxProblems = 40
	around      = 2   // lines of source before and after that of a problem
	maxLine     = 400 // bytes of a line of source
	heartbeat   = 20 * time.Second
)

// events tells a page its state, at once and whenever it changed, until either side
// ends the connection.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.URL.Query().Get("page"))
	if err != nil {
		s.missing(w, r)
		return
	}
	control := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	told, stop := s.news.listen()
	defer stop()
	pulse := time.NewTicker(heartbeat)
	defer pulse.Stop()
	client := placeOf(strings.TrimPrefix(u.Path, "/")).client
	var last []byte
	for {
		now, err := json.Marshal(s.state(client))
		if err != nil {
			return
		}
		if !bytes.Equal(now, last) {
			last = now
			if _, err := w.Write(append(append([]byte("data: "), now...), "\n\n"...)); err != nil {
				return
			}
			if control.Flush() != nil {
				return
			}
		}
		select {
		case <-r.Context().Done():
			return
		case <-told:
		case <-pulse.C:
			if _, err := w.Write([]byte(":\n\n")); err != nil || control.Flush() != nil {
				return
			}
		}
	}
}

// state is what a page of a client should know; of none, one of the preview's own.
func (s *server) state(client string) state {
	st := state{Generation: s.portals.Generation(client), Styles: s.portals.Styles(), Problems: []problem{}}
	if today := s.portals.Today(); !today.IsZero() {
		st.Today = today.Format(time.DateOnly)
	}
	all := s.portals.Problems()
	if client != "" {
		all = s.portals.ProblemsOf(client)
	}
	for _, wanted := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		for _, p := range all {
			if p.Severity == wanted && len(st.Problems) < maxProblems {
				st.Problems = append(st.Problems, s.problem(p))
			}
		}
	}
	return st
}

// problem adds the lines of source around it.
func (s *server) problem(p diag.Problem) problem {
	shown := problem{
		At: p.Position.String(), Severity: p.Severity.String(), Message: p.Message, Rule: p.Rule,
		Line: p.Line, Col: p.Col, Lines: []string{}, Editor: s.editor(p.Position),
	}
	text := s.portals.Source(p.File)
	if p.Line < 1 || text == nil {
		return shown
	}
	lines := strings.Split(string(bytes.TrimPrefix(text, []byte("\ufeff"))), "\n")
	from := max(0, p.Line-1-around)
	for i := from; i < min(len(lines), p.Line+around); i++ {
		line := strings.TrimSuffix(lines[i], "\r")
		if len(line) > maxLine {
			line = line[:maxLine]
			for !utf8.ValidString(line) && len(line) > maxLine-utf8.UTFMax {
				line = line[:len(line)-1]
			}
		}
		shown.Lines = append(shown.Lines, strings.ToValidUTF8(line, "\ufffd"))
	}
	shown.First = from + 1
	return shown
}

// editor is the URL that opens a place in the writer's editor; "" for a file that is
// not there, as those of the built-in theme.
func (s *server) editor(at diag.Position) string {
	if s.Editor == "" || at.File == "" {
		return ""
	}
	file := filepath.FromSlash(at.File)
	if !filepath.IsAbs(file) {
		file = filepath.Join(s.folders.workspace, file)
	}
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	file = filepath.ToSlash(file)
	if !strings.HasPrefix(file, "/") {
		file = "/" + file // C:/…
	}
	return strings.NewReplacer(
		"{file}", (&url.URL{Path: file}).EscapedPath(),
		"{line}", strconv.Itoa(max(1, at.Line)),
		"{column}", strconv.Itoa(max(1, at.Col)),
	).Replace(s.Editor)
}
