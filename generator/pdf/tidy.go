package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
)

var (
	infoRef = regexp.MustCompile(`/Info (\d+) (\d+) R`)
	moments = regexp.MustCompile(`/(?:CreationDate|ModDate) \(D:[0-9+'\-Z]*\)`)
	// A text in brackets, in which a backslash takes the meaning from the next byte.
	maker = regexp.MustCompile(`/Creator \((?:[^\\()]|\\.)*\)`)
)

const creator = "/Creator (Rapport)"

// tidy takes out of a PDF when, how and on which machine it was made. Blanks take the place, so
// that everything else stands where the PDF's own table says.
func tidy(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(body), []byte("%%EOF")) {
		return nil, errors.New("what Chromium wrote is no whole PDF")
	}
	if bytes.Contains(body, []byte("(file:")) {
		return nil, errors.New("a link leads to a file of this machine; give it an address that readers can open")
	}
	info := information(body)
	if info == nil {
		return nil, errors.New("this Chromium says elsewhere when a PDF was made; use another version")
	}
	for _, span := range moments.FindAllIndex(info, -1) {
		blank(info[span[0]:span[1]], "")
	}
	if span := maker.FindIndex(info); span != nil && span[1]-span[0] >= len(creator) {
		blank(info[span[0]:span[1]], creator)
	}
	renumber(body)
	return body, nil
}

// node is the name of an element that others refer to, such as the head of a column.
var node = regexp.MustCompile(`\(node(\d{8})\)`)

// renumber numbers the named elements from 1 on, in the order that their names had: Chromium
// counts among them what comes and goes while it reads the page.
func renumber(body []byte) {
	var names []string
	spans := node.FindAllSubmatchIndex(body, -1)
	for _, span := range spans {
		names = append(names, string(body[span[2]:span[3]]))
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	for i, span := range spans {
		n, _ := slices.BinarySearch(sorted, names[i])
		copy(body[span[2]:span[3]], fmt.Sprintf("%08d", n+1))
	}
}

// information is the part of a PDF that says when, where and by what it was made; nil where
// it is not found.
func information(body []byte) []byte {
	trailer := body[bytes.LastIndex(body, []byte("trailer"))+1:]
	ref := infoRef.FindSubmatch(trailer)
	if ref == nil {
		return nil
	}
	_, info, found := bytes.Cut(body, fmt.Appendf(nil, "\n%s %s obj", ref[1], ref[2]))
	if !found {
		return nil
	}
	info, _, _ = bytes.Cut(info, []byte("endobj"))
	return info
}

// blank writes a text over a longer one.
func blank(place []byte, text string) {
	n := copy(place, text)
	for i := n; i < len(place); i++ {
		place[i] = ' '
	}
}
