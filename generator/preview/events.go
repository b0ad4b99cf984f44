package preview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rapport/generator/diag"
	"rapport/generator/live"
)

// A state is all that a page should know. It is sent whole, so that a page that
// missed one knows all with the next.
type state struct {
	Generation int64     `json:"generation"` // of what the page shows; a page of a lower one is old
	Styles     []string  `json:"styles"`     // the theme's stylesheets as they are called now
	Problems   []problem `json:"problems"`   // the errors, then the advice
	Today      string    `json:"today"`      // the day that is shown without an as-of
	Reading    *reading  `json:"reading"`    // how far it is with what is not shown yet; null where nothing is waited for
}

// A reading is how far it is with something.
type reading struct {
	Text string `json:"text"`
	Done int    `json:"done"`
	All  int    `json:"all"` // 0 where nobody knows
}

// readingFiles tells of the files of a client.
func readingFiles(at live.Progress) reading {
	switch {
	case at.All == 0:
		return reading{Text: "Reading…"}
	case at.Done >= at.All:
		return reading{"Putting the pages together…", at.All, at.All}
	}
	return reading{fmt.Sprintf("Reading %s of %s files…", grouped(at.Done), grouped(at.All)), at.Done, at.All}
}

// readingClients tells of the clients on the desk.
func readingClients(at live.Progress) reading {
	return reading{fmt.Sprintf("Reading %s of %s clients…", grouped(at.Done), grouped(at.All)), at.Done, at.All}
}

// grouped writes a number with commas: 12,431.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
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
	step        = 250 * time.Millisecond // between two words on how far a reading is
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
	at := placeOf(strings.TrimPrefix(u.Path, "/"))
	var last []byte
	for {
		st := s.state(at)
		now, err := json.Marshal(st)
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
		var further <-chan time.Time
		if st.Reading != nil {
			further = time.After(step)
		}
		select {
		case <-r.Context().Done():
			return
		case <-told:
		case <-further:
		case <-pulse.C:
			if _, err := w.Write([]byte(":\n\n")); err != nil || control.Flush() != nil {
				return
			}
		}
	}
}

// state is what a page should know that is of a client's or, else, one of the preview's own.
func (s *server) state(at place) state {
	client := at.client
	st := state{Generation: s.portals.Generation(client), Styles: s.portals.Styles(), Problems: []problem{}}
	if today := s.portals.Today(); !today.IsZero() {
		st.Today = today.Format(time.DateOnly)
	}
	st.Reading = s.reading(at)
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

// reading is how far it is with what a page shows; nil where nothing is waited for.
func (s *server) reading(at place) *reading {
	if at.client == "" {
		if far := s.portals.Surveyed(); at.name == "" && at.asOf == "" && far.Done < far.All {
			r := readingClients(far)
			return &r
		}
		return nil
	}
	if _, far, ok := s.portals.Reading(at.client, at.asOf); ok {
		r := readingFiles(far)
		return &r
	}
	return nil
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
