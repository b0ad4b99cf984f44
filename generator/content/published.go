package content

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/picture"
	"rapport/generator/source"
)

// largestPicture is how large a picture may be, in bytes: it is read whole.
const largestPicture = 50 << 20

// pictures examines the pictures of the tree: all of them may be published.
func (r *reader) pictures() {
	for _, file := range r.tree.Files() {
		if !picture.Is(file.Name) {
			continue
		}
		at := diag.Position{File: file.Path}
		if file.Size > largestPicture {
			r.problems.Addf(at, BadPicture, "this picture is larger than %d MiB; make it smaller, or put it into a zip", largestPicture>>20)
			continue
		}
		body, err := r.tree.Read(file.Name)
		if err != nil {
			continue // said where it is published
		}
		if _, fault := picture.Examine(file.Name, body); fault != nil {
			at.Line, at.Col = fault.Line, fault.Col
			rule := BadPicture
			if fault.Harmless {
				rule = BadPicture.As(diag.Warning)
			}
			r.problems.Addf(at, rule, "%s", fault.Message)
		}
	}
}

// Runs reports whether a browser that opens the file would run what stands in it, or a host
// that serves it might.
func Runs(tree *source.Tree, file source.File) bool {
	ending := strings.ToLower(path.Ext(file.Name))
	switch {
	case slices.Contains(runnable, ending), strings.EqualFold(path.Base(file.Name), "web.config"):
		return true
	case slices.Contains(inert, ending):
		return false
	}
	from, err := tree.Open(file.Name)
	if err != nil {
		return false // said where it is published
	}
	defer from.Close()
	start := make([]byte, 512) // of which the standard looks at no more
	n, _ := io.ReadFull(from, start)
	start = start[:n]
	kind := http.DetectContentType(start)
	if ending == ".xml" || ending == ".xsl" || ending == ".xslt" || ending == ".rdf" || strings.HasPrefix(kind, "text/xml") {
		return xmlRuns(io.MultiReader(bytes.NewReader(start), from))
	}
	return strings.HasPrefix(kind, "text/html")
}

// runnable are the endings of files that browsers open as pages or take for scripts of their
// origin's pages, and of those that hosts of the common kinds run. A drawing in SVG is not among them, since one that could run is
// refused.
var runnable = []string{
	".html", ".htm", ".xhtml", ".xht", ".shtml", ".shtm", ".stm", ".mht", ".mhtml", ".hta", ".htc", ".svgz", ".js", ".mjs", ".cjs",
	".php", ".php3", ".php4", ".php5", ".php7", ".php8", ".phtml", ".phar", ".asp", ".aspx", ".ashx", ".asmx", ".jsp", ".jspx", ".cgi", ".fcgi", ".cfm",
}

// inert are the endings of files whose kind all hosts know, so that no browser guesses
// at it from what stands in them.
var inert = append([]string{
	".txt", ".csv", ".css", ".json", ".pdf", ".zip", ".gz", ".mp3", ".mp4", ".webm", ".ics", ".woff2",
	".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp",
}, picture.Endings()...)

// xmlRuns reports whether a browser would run what stands in a file of XML: elements of
// HTML or SVG in it, or what its styles make of it. What can't be read might.
func xmlRuns(r io.Reader) bool {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.ErrUnsupported }
	for {
		token, err := d.Token()
		if err != nil {
			return err != io.EOF
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Space == "http://www.w3.org/1999/xhtml" || t.Name.Space == "http://www.w3.org/2000/svg" {
				return true
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				return true
			}
		case xml.Directive:
			if bytes.ContainsRune(t, '[') {
				return true
			}
		}
	}
}

// running reports a file that runs in its readers' browsers. Where one portal of the host is
// sealed it could read that, and is refused; where it was accepted, in the file of that name, it is
// told of all the same.
func running(file source.File, sealed bool, accepting *File, in string) diag.Problem {
	at := diag.Position{File: file.Path}
	accepted := slices.ContainsFunc(accepting.Accept, func(a Acceptance) bool { return a.Rule == RunnableFile.Name })
	switch {
	case sealed:
		return RunnableFile.As(diag.Error).At(at, "this file could run in the browser, and read what is sealed at the same address; put it into a zip")
	case accepted:
		return RunnableFile.As(diag.Note).At(at, "this file runs in your clients' browsers, at the portals' own address, as %s accepts", in)
	}
	return RunnableFile.As(diag.Error).At(at, "this file could run in your clients' browsers, at the portals' own address; put it into a zip, or accept %s with a reason in %s", RunnableFile.Name, in)
}

// Running are the files of a client that a browser would run. Sealed says that a portal
// is sealed beside which they would be published.
func (c *Client) Running(sealed bool) (problems []diag.Problem) {
	for _, e := range c.Engagements {
		for _, a := range e.Files {
			if Runs(c.Tree, a.File) {
				problems = append(problems, running(a.File, sealed, &e.File, "engagement.md"))
			}
		}
	}
	return problems
}

// RunsAtRoot says that a file of static/ is one that a browser would run, if it is.
func (p *Provider) RunsAtRoot(file source.File, sealed bool) (diag.Problem, bool) {
	if !Runs(p.Tree, file) {
		return diag.Problem{}, false
	}
	return running(file, sealed, &p.File, "provider.md"), true
}
