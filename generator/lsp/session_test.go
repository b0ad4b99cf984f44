package lsp_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rapport/generator/front"
)

var update = flag.Bool("update", false, "rewrite what the sessions of testdata expect")

// TestSessions plays the sessions in testdata: what an editor does, and behind it, in lines that begin with =, what it
// then knows. The workspace is that of the tests of check, with the files of the archive in it. An editor does this:
//
//	open FILE                  opens a file as it stands
//	write FILE                 opens a file that is not there yet
//	change FILE "OLD" "NEW"    replaces a text, which stands there once, as an editor does who types
//	save FILE, close FILE
//	remove FILE                removes it from the disk
//	problems                   shows what it was told is wrong
//	complete FILE "TEXT"       asks what can be written behind a text; the first of several counts
//	hover, definition, references FILE "TEXT"
//	rename FILE "TEXT" NEW     renames what stands there, and shows what that changes
//	actions FILE "TEXT"        shows what can be done there
//	do FILE "TEXT" "ACTION"    does it, and shows what that changes
//	hints, symbols, folds FILE
//
// A file of the archive that is called crlf has a BOM, and CRLF at the ends of its lines.
//
// Files are named below content/clients/acme/shop, or with a slash before them below content.
func TestSessions(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(err, names)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("../check/testdata/clean")); err != nil {
				t.Fatal(err)
			}
			s := &session{t: t}
			for _, f := range archive.Files {
				body := string(f.Data)
				if strings.Contains(f.Name, "crlf") {
					body = "\uFEFF" + strings.ReplaceAll(body, "\n", "\r\n")
				}
				s.put(filepath.Join(dir, s.path(f.Name)), body)
			}
			s.editor = start(t, dir, nil)
			s.docs = map[string]*text{}
			played := s.play(string(archive.Comment))
			if *update {
				archive.Comment = []byte(played)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(strings.Split(string(archive.Comment), "\n"), strings.Split(played, "\n")); diff != "" {
				t.Errorf("session (-want +got):\n%s", diff)
			}
		})
	}
}

type session struct {
	*editor
	t    *testing.T
	docs map[string]*text // that are open
}

// A text is a document as an editor has it.
type text struct {
	version int
	body    string
}

func (s *session) put(name, body string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) path(name string) string {
	if rest, ok := strings.CutPrefix(name, "/"); ok {
		return "content/" + rest
	}
	return "content/clients/acme/shop/" + name
}

func (s *session) short(file string) string {
	if rest, ok := strings.CutPrefix(file, "content/clients/acme/shop/"); ok {
		return rest
	}
	return "/" + strings.TrimPrefix(file, "content/")
}

// play does what the lines of a script say, and returns them with what came of it.
func (s *session) play(script string) string {
	var out strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "= ") || line == "=" {
			continue
		}
		out.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for shown := range strings.Lines(s.do(line)) {
			out.WriteString(strings.TrimRight("= "+shown, " \n") + "\n")
		}
	}
	return out.String()
}

// words parts a line, in which a word may stand between quotes as Go has them.
func (s *session) words(line string) []string {
	var all []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		word, rest, _ := strings.Cut(line, " ")
		if line[0] == '"' {
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				s.t.Fatalf("%s: %v", line, err)
			}
			rest = line[len(quoted):]
			if word, err = strconv.Unquote(quoted); err != nil {
				s.t.Fatal(err)
			}
		}
		all, line = append(all, word), rest
	}
	return append(all, "", "", "")
}

func (s *session) do(line string) string {
	w := s.words(line)
	file := s.path(w[1])
	switch w[0] {
	case "open":
		body, err := os.ReadFile(filepath.Join(s.dir, file))
		if err != nil {
			s.t.Fatal(err)
		}
		s.docs[file] = &text{1, string(body)}
		s.openWith(file, string(body))
		return ""
	case "write":
		s.docs[file] = &text{1, ""}
		s.openWith(file, "")
		return ""
	case "change":
		s.change(file, w[2], w[3])
		return ""
	case "save":
		s.put(filepath.Join(s.dir, file), s.docs[file].body)
		s.save(file)
		return ""
	case "remove":
		if err := os.Remove(filepath.Join(s.dir, file)); err != nil {
			s.t.Fatal(err)
		}
		s.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": s.uri(file), "type": 3}}})
		for open := range s.docs {
			s.settle(open)
			break
		}
		return ""
	case "close":
		delete(s.docs, file)
		s.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": s.uri(file)}})
		s.await("the file is looked at as it stands", func(told map[string]publication) bool { return told[file].Version == 0 })
		return ""
	case "problems":
		return s.problems()
	}
	params := map[string]any{"textDocument": map[string]any{"uri": s.uri(file)}}
	if w[2] != "" {
		at := s.at(file, w[2])
		params["position"], params["range"] = at, map[string]any{"start": at, "end": at}
	} else {
		params["range"] = map[string]any{"start": point{}, "end": point{1 << 20, 0}}
	}
	switch w[0] {
	case "complete":
		return s.completion(params)
	case "hover":
		var h struct{ Contents struct{ Value string } }
		s.get("textDocument/hover", params, &h)
		return h.Contents.Value
	case "definition", "references":
		params["context"] = map[string]any{"includeDeclaration": false}
		var all []struct {
			URI   string
			Range struct{ Start, End point }
		}
		s.get("textDocument/"+w[0], params, &all)
		var b strings.Builder
		for _, l := range all {
			fmt.Fprintf(&b, "%s:%d:%d-%d\n", s.short(s.file(l.URI)), l.Range.Start.Line+1, l.Range.Start.Character+1, l.Range.End.Character+1)
		}
		return b.String()
	case "rename":
		params["newName"] = w[3]
		return s.applied(s.call("textDocument/rename", params))
	case "actions", "do":
		return s.actions(params, file, w)
	case "hints":
		var all []struct {
			Position point
			Label    string
		}
		s.get("textDocument/inlayHint", params, &all)
		var b strings.Builder
		for _, h := range all {
			line := strings.Split(s.docs[file].body, "\n")[h.Position.Line]
			fmt.Fprintf(&b, "%d: %s‹%s›\n", h.Position.Line+1, strings.TrimSpace(line[:h.Position.Character]), h.Label)
		}
		return b.String()
	case "symbols":
		var all []symbol
		s.get("textDocument/documentSymbol", params, &all)
		return tree(all, "")
	case "folds":
		var all []struct{ StartLine, EndLine int }
		s.get("textDocument/foldingRange", params, &all)
		var b strings.Builder
		for _, f := range all {
			fmt.Fprintf(&b, "%d-%d\n", f.StartLine+1, f.EndLine+1)
		}
		return b.String()
	}
	s.t.Fatalf("unknown: %s", line)
	return ""
}

type point struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type symbol struct {
	Name, Detail string
	Range        struct{ Start, End point }
	Children     []symbol
}

func tree(all []symbol, indent string) string {
	var b strings.Builder
	for _, one := range all {
		detail := ""
		if one.Detail != "" {
			detail = ": " + one.Detail
		}
		fmt.Fprintf(&b, "%s%s%s [%d-%d]\n%s", indent, one.Name, detail, one.Range.Start.Line+1, one.Range.End.Line+1, tree(one.Children, indent+"  "))
	}
	return b.String()
}

func (s *session) get(method string, params, into any) {
	s.t.Helper()
	raw := s.call(method, params)
	if err := json.Unmarshal(raw, into); err != nil || strings.Contains(string(raw), `"error":`) {
		s.t.Fatalf("%s: %v: %s", method, err, raw)
	}
}

// pointOf is the position of an offset, counted without the server.
func pointOf(body string, offset int) point {
	before := body[:offset]
	line := strings.Count(before, "\n")
	return point{line, len(utf16.Encode([]rune(before[strings.LastIndex(before, "\n")+1:])))}
}

// at is the position behind a text.
func (s *session) at(file, needle string) point {
	s.t.Helper()
	doc := s.docs[file]
	if doc == nil {
		s.t.Fatalf("%s is not open", file)
	}
	i := strings.Index(doc.body, needle)
	if i < 0 {
		s.t.Fatalf("%s has no %q", file, needle)
	}
	return pointOf(doc.body, i+len(needle))
}

func (s *session) change(file, old, now string) {
	s.t.Helper()
	doc := s.docs[file]
	if n := strings.Count(doc.body, old); n != 1 && old != "" {
		s.t.Fatalf("%s has %q %d times", file, old, n)
	}
	i := strings.Index(doc.body, old)
	at := map[string]any{"start": pointOf(doc.body, i), "end": pointOf(doc.body, i+len(old))}
	doc.version++
	doc.body = strings.Replace(doc.body, old, now, 1)
	s.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": s.uri(file), "version": doc.version}, "contentChanges": []any{map[string]any{"range": at, "text": now}}})
}

// problems shows what the editor was told of the documents as they are.
func (s *session) problems() string {
	s.await("all documents are checked", func(told map[string]publication) bool {
		for file, doc := range s.docs {
			if told[file].Version != doc.version {
				return false
			}
		}
		return len(told["content"].Diagnostics) > 0 // that there is no git is told at last
	})
	for file := range s.docs { // what is wrong with others is told behind it
		s.settle(file)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, file := range sortedKeys(s.told) {
		for _, d := range s.told[file].Diagnostics {
			if d.Code != "no-history" {
				fmt.Fprintf(&b, "%s:%d:%d-%d: %s [%s]\n", s.short(file), d.Range.Start.Line+1, d.Range.Start.Character+1, d.Range.End.Character+1, d.Message, d.Code)
			}
		}
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// completion shows what is offered: a few of many.
func (s *session) completion(params any) string {
	var list struct {
		Items []struct {
			Label, Detail string
			TextEdit      struct{ NewText string }
		}
	}
	s.get("textDocument/completion", params, &list)
	var b strings.Builder
	const most = 12
	for i, item := range list.Items {
		if i == most {
			fmt.Fprintf(&b, "and %d more\n", len(list.Items)-most)
			break
		}
		text := ""
		if item.TextEdit.NewText != item.Label {
			text = strconv.Quote(item.TextEdit.NewText)
		}
		fmt.Fprintf(&b, "%s\n", strings.TrimRight(fmt.Sprintf("%-14s %-14s %s", item.Label, text, item.Detail), " "))
	}
	return b.String()
}

func (s *session) actions(params map[string]any, file string, w []string) string {
	at := params["position"].(point)
	s.problems()
	var here []finding
	s.mu.Lock()
	for _, d := range s.told[file].Diagnostics {
		if d.Range.Start.Line <= at.Line && at.Line <= d.Range.End.Line {
			here = append(here, d)
		}
	}
	s.mu.Unlock()
	params["context"] = map[string]any{"diagnostics": lower(here)}
	var all []struct {
		Title string
		Edit  json.RawMessage
	}
	s.get("textDocument/codeAction", params, &all)
	var b strings.Builder
	for _, a := range all {
		if w[0] == "actions" {
			fmt.Fprintln(&b, a.Title)
		} else if a.Title == w[3] {
			return s.applied(a.Edit)
		}
	}
	return b.String()
}

// lower has findings as they came.
func lower(all []finding) []any {
	out := []any{}
	for _, d := range all {
		place := func(p struct{ Line, Character int }) any { return point{p.Line, p.Character} }
		out = append(out, map[string]any{"range": map[string]any{"start": place(d.Range.Start), "end": place(d.Range.End)}, "severity": d.Severity, "code": d.Code, "source": d.Source, "message": d.Message})
	}
	return out
}

// applied applies an edit of the workspace to its documents, and shows what it changes.
func (s *session) applied(raw json.RawMessage) string {
	var edit struct {
		Error           *struct{ Message string }
		DocumentChanges []struct {
			Kind, URI    string
			TextDocument struct {
				URI     string
				Version *int
			}
			Edits []struct {
				Range   struct{ Start, End point }
				NewText string
			}
		}
	}
	if err := json.Unmarshal(raw, &edit); err != nil {
		s.t.Fatalf("%v: %s", err, raw)
	}
	if edit.Error != nil {
		return edit.Error.Message
	}
	var b strings.Builder
	for _, c := range edit.DocumentChanges {
		if c.Kind == "create" {
			file := s.file(c.URI)
			if _, err := os.Stat(filepath.Join(s.dir, file)); err == nil {
				s.t.Errorf("%s is created, and is there already", file)
			}
			s.docs[file] = &text{1, ""}
			s.openWith(file, "")
			continue
		}
		file := s.file(c.TextDocument.URI)
		doc := s.docs[file]
		before := ""
		if doc != nil {
			before = doc.body
		} else {
			body, err := os.ReadFile(filepath.Join(s.dir, file))
			if err != nil {
				s.t.Fatal(err)
			}
			before = string(body)
		}
		after := before
		slices.SortFunc(c.Edits, func(a, b struct {
			Range   struct{ Start, End point }
			NewText string
		}) int {
			return offsetOf(before, b.Range.Start) - offsetOf(before, a.Range.Start)
		})
		for _, e := range c.Edits {
			from, to := offsetOf(before, e.Range.Start), offsetOf(before, e.Range.End)
			after = after[:from] + e.NewText + after[to:]
		}
		b.WriteString(front.Diff(s.short(file), []byte(before), []byte(after)))
		if doc != nil {
			doc.version++
			doc.body = after
			s.editor.write(file, doc.version, after)
		} else {
			s.put(filepath.Join(s.dir, file), after)
			s.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": s.uri(file), "type": 2}}})
		}
	}
	return b.String()
}

func offsetOf(body string, p point) int {
	at := 0
	for range p.Line {
		i := strings.IndexByte(body[at:], '\n')
		if i < 0 {
			return len(body)
		}
		at += i + 1
	}
	for units := 0; units < p.Character && at < len(body); {
		r := []rune(body[at:min(len(body), at+4)])[0]
		units += len(utf16.Encode([]rune{r}))
		at += len(string(r))
	}
	return at
}
