package lsp

import (
	"bytes"
	"io/fs"
	"slices"

	"rapport/generator/check"
	"rapport/generator/diag"
	"rapport/generator/reference"
)

// A note is what the client was told of a file.
type note struct {
	uri      string
	problems []diag.Problem
	version  int // of the document; 0 for a file that is not open
}

// publish tells the client what is news, file by file: all that check would find.
func (c *clerk) publish() {
	byFile := map[string][]diag.Problem{}
	for _, p := range c.problems() {
		byFile[p.File] = append(byFile[p.File], p)
	}
	for file := range c.docs {
		if byFile[file] == nil {
			byFile[file] = []diag.Problem{}
		}
	}
	c.mu.Lock()
	c.wrong = byFile
	c.mu.Unlock()
	var files []string
	for file := range byFile {
		files = append(files, file)
	}
	for file := range c.published {
		if byFile[file] == nil {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	for _, file := range files {
		c.tell(file, byFile[file])
	}
}

// tell tells the client what is wrong with a file, where it does not know.
func (c *clerk) tell(file string, problems []diag.Problem) {
	now := note{uri: uriOf(c.dir + "/" + file), problems: problems}
	doc := c.docs[file]
	if doc != nil {
		now.uri, now.version = doc.uri, doc.version
	}
	had, told := c.published[file]
	if told && had.version == now.version && slices.Equal(had.problems, problems) || !told && doc == nil && len(problems) == 0 {
		return
	}
	if told && had.uri != now.uri && len(had.problems) > 0 {
		c.server.wire.notify("textDocument/publishDiagnostics", published{URI: had.uri, Diagnostics: []diagnostic{}})
	}
	params := published{URI: now.uri, Diagnostics: c.diagnostics(file, doc, problems)}
	if doc != nil {
		params.Version = &doc.version
	}
	c.server.wire.notify("textDocument/publishDiagnostics", params)
	if c.published[file] = now; len(problems) == 0 && doc == nil {
		delete(c.published, file)
	}
}

// withdraw takes back what the client was told. The clerk has gone home.
func (f *folder) withdraw() {
	for _, n := range f.clerk.published {
		f.server.wire.notify("textDocument/publishDiagnostics", published{URI: n.uri, Diagnostics: []diagnostic{}})
	}
}

// problems are all that is known to be wrong: what check would find.
func (c *clerk) problems() []diag.Problem {
	if c.press == nil {
		return c.provider
	}
	all := slices.Concat(c.provider, c.listing, c.common, c.root)
	accepted := slices.Clone(c.accepted)
	var languages []string
	for _, one := range c.clients {
		if one.known {
			all = append(append(all, one.wrong...), one.checked.Habits...)
			accepted = append(accepted, one.checked.Accepted...)
			languages = append(languages, one.checked.Language)
		}
	}
	var untranslated diag.List
	check.Languages(c.press.Provider, languages, &untranslated)
	all = append(all, untranslated.Sorted()...)
	witnessed, _ := check.Witnessed()
	h := c.history()
	return diag.Sort(check.Accept(all, accepted, reference.Advice(), func(rule string) bool {
		return len(c.late) == 0 && (!slices.Contains(witnessed, rule) || h != nil && h.Missing == "")
	}))
}

// diagnostics are problems of a file as the protocol has them. The document is nil where the file is not open.
func (c *clerk) diagnostics(file string, doc *document, problems []diag.Problem) []diagnostic {
	all := make([]diagnostic, len(problems))
	if doc == nil && len(problems) > 0 {
		data, _ := fs.ReadFile(c.files, file) // a folder, or what is gone, has no text
		if bytes.IndexByte(data, 0) >= 0 {
			data = nil // a workbook, or UTF-16: its lines are none of the protocol's
		}
		doc = newDocument("", 0, string(data))
	}
	for i, p := range problems {
		all[i] = diagnostic{Range: doc.stretch(p.Position), Severity: int(p.Severity) + 1, Code: p.Rule, Source: "rapport", Message: p.Message}
	}
	return all
}

// findings returns what is known to be wrong with a file, what it accepts aside.
func (f *folder) findings(file string) []diag.Problem {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wrong[file]
}
