// Package export makes the archive that a client takes along: the portal in the
// clear, the client's content without what was never meant for its eyes, the facts
// for other programs, and a README in the client's language that says what is what.
//
//	<client>/README.txt
//	<client>/portal/index.html …   opens from the disk
//	<client>/content/client.md …   what the portal shows, as it was written
//	<client>/facts/facts.json      everything; a table each in facts/*.csv
//
// Of the content, only files that the portal shows something of are taken: no
// draft, no entry or report that has not come, no key. Front matter loses
// "internal", "accept", what is for the provider alone, what has not come, and its comments; tables lose
// the rows of days and months to come, and exports of other programs all that the portal is not made from: the rows
// of other clients, columns that nothing reads. A table that the portal shows nothing of is not taken. The rest stands as it was written. The
// same content at the same instant gives the same bytes.
package export

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/output"
	"rapport/generator/phrase"
	"rapport/generator/place"
	"rapport/generator/source"
)

// Input is what an archive is made from.
type Input struct {
	Provider *content.Provider
	Facts    *facts.Client
	AsOf     time.Time
	Say      *phrase.Speaker // to the client
	Portal   []output.File
}

// A file of the archive.
type file struct {
	name string
	body []byte
	from func() (io.ReadCloser, error) // in place of body
}

// Zip writes the archive. The error names the file that cannot be taken along, or is
// that of writing.
func Zip(w io.Writer, in Input) error {
	files, err := in.files()
	if err != nil {
		return err
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	archive := zip.NewWriter(w)
	for _, f := range files {
		header := &zip.FileHeader{Name: in.Facts.Content.ID + "/" + f.name, Method: zip.Deflate, Modified: in.AsOf.UTC().Truncate(2 * time.Second)}
		header.SetMode(0o644)
		to, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if err := f.copy(to); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return archive.Close()
}

func (f *file) copy(to io.Writer) error {
	if f.from == nil {
		_, err := to.Write(f.body)
		return err
	}
	from, err := f.from()
	if err != nil {
		return err
	}
	defer from.Close()
	_, err = io.Copy(to, from)
	return err
}

func (in *Input) files() ([]file, error) {
	files := []file{{name: "README.txt", body: in.readme()}}
	for _, f := range in.Portal {
		files = append(files, file{"portal/" + f.Name, f.Body, f.From})
	}
	written, err := in.content()
	if err != nil {
		return nil, err
	}
	tables, err := in.facts()
	if err != nil {
		return nil, err
	}
	return slices.Concat(files, written, tables), nil
}

// content are the files that the client's portal shows something of.
func (in *Input) content() ([]file, error) {
	client := in.Facts.Content
	tree := client.Tree
	pages := map[string]bool{"client.md": true}
	others := map[string]bool{client.Brand.Logo: true}
	for _, c := range client.Contacts {
		others[c.Photo] = true
	}
	for _, e := range client.Engagements {
		pages[in.name(e.Path)] = true
		for _, n := range e.Entries {
			pages[in.name(n.Path)] = true
		}
		for _, r := range e.Reports {
			pages[in.name(r.Path)] = true
		}
		for _, f := range e.Files {
			others[f.File.Name] = true
		}
	}
	files, err := in.data()
	if err != nil {
		return nil, err
	}
	for _, f := range tree.Files() {
		name := "content/" + f.Name
		switch {
		case pages[f.Name]:
			text, err := tree.Read(f.Name)
			if err != nil {
				return nil, err
			}
			kept, err := in.asWritten(f.Name, text)
			if err != nil {
				return nil, fmt.Errorf("%s: what is internal cannot be told from the rest (%w); write internal: as a key on lines of its own, without an anchor", f.Path, err)
			}
			files = append(files, file{name: name, body: kept})
		case others[f.Name]:
			files = append(files, file{name: name, from: opener(tree, f.Name)})
		}
	}
	return files, nil
}

// data are the tables under data/, with no more of each than the portal is made from.
func (in *Input) data() ([]file, error) {
	var files []file
	for _, e := range in.Facts.Content.Engagements {
		portions, _, err := in.Facts.Content.Portions(in.Provider, e, in.came)
		if err != nil {
			return nil, err
		}
		for _, p := range portions {
			files = append(files, file{name: "content/" + p.Name, body: in.rowsThatCame(p.CSV)})
		}
	}
	return files, nil
}

// LeftOut returns the files under data/, by their paths, that the archive lacks: workbooks, of which no part can be
// taken, and what the portal shows nothing of.
func (in *Input) LeftOut() ([]string, error) {
	var all []string
	for _, e := range in.Facts.Content.Engagements {
		_, without, err := in.Facts.Content.Portions(in.Provider, e, in.came)
		if err != nil {
			return nil, err
		}
		for _, name := range without {
			all = append(all, in.Facts.Content.Tree.Prefix()+"/"+name)
		}
	}
	return all, nil
}

func opener(tree *source.Tree, name string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return tree.Open(name) }
}

// name is a file's name in the client's folder, from its path in the workspace.
func (in *Input) name(p string) string {
	return strings.TrimPrefix(p, in.Facts.Content.Tree.Prefix()+"/")
}

// readme says what is in the archive.
func (in *Input) readme() []byte {
	say, client := in.Say, in.Facts.Content
	var b bytes.Buffer
	para := func(text string) { fmt.Fprintf(&b, "%s\r\n\r\n", text) }
	title := say.Say("export_title", "client", client.Name)
	para(title)
	para(say.Say("export_about", "provider", in.Provider.Name, "client", client.Name, "date", say.Date(in.Facts.Today)))
	para(say.Say("export_open", "file", "portal/"+place.Home.Place().File))
	para(say.Say("export_content", "folder", "content"))
	para(say.Say("export_facts", "folder", "facts", "json", "facts.json"))
	for _, e := range client.Engagements {
		if e.Status == content.Closed && !e.Closing.Brought.IsZero() {
			para(say.Plain(e.Title) + "\r\n" + say.Plain(e.Closing.Brought))
		}
	}
	para(say.Get("export_thanks"))
	fmt.Fprintf(&b, "%s\r\n%s\r\n", in.Provider.Name, in.Provider.Email)
	return b.Bytes()
}
