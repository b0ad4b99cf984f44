package preview

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"rapport/generator/content"
	"rapport/generator/desk"
	"rapport/generator/facts"
	"rapport/generator/live"
	"rapport/generator/source"
)

// writePolicy is what pages that write may do.
const writePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// A deskWrite is what the desk has where one may write.
type deskWrite struct {
	Form    string // what tells our own forms
	Locked  bool   // this browser did not come in with the token
	Written *doneModel
	Pending int // changes that can be committed
	Intake  string
}

// A doneModel is what was written, as the desk tells it.
type doneModel struct {
	Number               int
	Title, Href, Dirty   string
	Lines                int
	Diffs                []string
	Undo, Undone, Commit bool
}

// A rowWrite is what can be done about a row of the desk.
type rowWrite struct {
	Href, Text string // to a form
	Quick      string // what a button says; "" for none
	Hidden     []link // of its form: names and values
}

// deskWrite returns what the desk has for a request; nil where nobody can write.
func (w *writer) deskWrite(r *http.Request) *deskWrite {
	if w == nil {
		return nil
	}
	if !w.isIn(r) {
		return &deskWrite{Locked: true}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	d := &deskWrite{Form: w.form, Pending: len(w.pending()), Intake: writeURL("intake")}
	if n, err := strconv.Atoi(r.URL.Query().Get("written")); err == nil && 1 <= n && n <= len(w.done) {
		d.Written = w.done[n-1].model(n)
	}
	return d
}

// past makes of what a commit says what was done.
func past(subject string) string {
	if rest, ok := strings.CutPrefix(subject, "Take in "); ok {
		return "Taken in: " + rest
	}
	return "Written " + strings.TrimPrefix(subject, "Enter ")
}

func (d *done) model(n int) *doneModel {
	m := &doneModel{Number: n, Title: past(d.Subject), Href: d.Href, Dirty: d.dirty, Undone: d.undone, Commit: d.committed, Undo: !d.undone && !d.committed}
	for i := range d.changes {
		c := &d.changes[i]
		in, out := c.Lines()
		m.Lines += max(in, out)
		m.Diffs = append(m.Diffs, c.Diff())
		m.Undo = m.Undo && c.Before != nil
	}
	return m
}

// quicks are what a press of a button can do about a row, with what a form would begin with.
var quicks = map[desk.Kind]struct{ act, text string }{
	desk.Kind(facts.InputItem):  {"received", "Received today"},
	desk.Kind(facts.ActionItem): {"done", "Done today"},
}

// rowWrite returns what can be done about a row; nil for nothing. sums names what each file says.
func (w *writer) rowWrite(row *desk.Row, sums map[string]string) *rowWrite {
	at := []string{"client", row.Client, "engagement", row.Engagement}
	switch {
	case row.Kind == desk.Milestone && row.Group == desk.Unsaid:
		return &rowWrite{Href: writeURL("new", append(at, "kind", string(content.UpdateKind), "tells", row.Item[len("plan/"):])...), Text: "Tell"}
	case row.Item == "" && (row.Kind == desk.Kind(facts.Updates) || row.Kind == desk.Kind(facts.Feedbacks)):
		return &rowWrite{Href: writeURL("new", append(at, "kind", string(row.Kind))...), Text: "Write"}
	case row.Item == "", row.Kind == desk.Renewal:
		return nil // a report, or a row of a table
	}
	write := &rowWrite{Href: writeURL("item", append(at, "item", row.Item)...), Text: "Enter"}
	if quick, ok := quicks[row.Kind]; ok {
		sum, known := sums[row.File]
		if !known {
			if text, err := source.ReadIn(w.Root, row.File); err == nil {
				sum = sumOf(text)
			}
			sums[row.File] = sum
		}
		write.Quick = quick.text
		for i := 0; i < len(at); i += 2 {
			write.Hidden = append(write.Hidden, link{Text: at[i], Href: at[i+1]})
		}
		write.Hidden = append(write.Hidden, link{Text: "item", Href: row.Item}, link{Text: "do", Href: quick.act}, link{Text: "step", Href: "quick"}, link{Text: "expect", Href: sum})
	}
	return write
}

// openHref leads to what is open in an engagement.
func openHref(o *live.Overview, engagement string) string {
	return writeURL("open", "client", o.ID, "engagement", engagement)
}

// show shows a page of the writer. It has no script: a page with a form must not be loaded again
// while somebody fills it in.
func (w *writer) show(rw http.ResponseWriter, r *http.Request, status int, name string, model any) {
	var buf bytes.Buffer
	if err := pages.ExecuteTemplate(&buf, name, model); err != nil {
		http.Error(rw, "the preview failed: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := rw.Header()
	h.Set("Content-Security-Policy", writePolicy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	if r.Method != http.MethodHead {
		rw.Write(buf.Bytes()) // an error means that the browser is gone
	}
}

// A diffLine is a line of a diff.
type diffLine struct{ Class, Text string }

// diffLines parts a diff in its lines.
func diffLines(diff string) []diffLine {
	var all []diffLine
	for line := range strings.SplitSeq(strings.TrimSuffix(diff, "\n"), "\n") {
		class := "same"
		switch {
		case len(all) < 2, strings.HasPrefix(line, "@@"): // the names of the file
			class = "head"
		case strings.HasPrefix(line, "+"):
			class = "in"
		case strings.HasPrefix(line, "-"):
			class = "out"
		}
		all = append(all, diffLine{class, line})
	}
	return all
}
