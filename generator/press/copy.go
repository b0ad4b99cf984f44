package press

import (
	"bytes"
	"time"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/export"
	"rapport/generator/facts"
	"rapport/generator/output"
	"rapport/generator/place"
)

// largestCopied is how many bytes of files a client may have for a copy of its portal to stand
// in the portal: the copy is held in memory while it is made.
const largestCopied = 32 << 20

// copied tells whether a portal leads to a file to keep: all work has ended, and nothing is
// sealed, since the file is in the clear.
func (p *Press) copied(c *Client, as *facts.Client) bool {
	if !p.copies || c.Content.Access.Sealed || len(as.Engagements) == 0 {
		return false
	}
	for _, e := range as.Engagements {
		if e.Content.Status != content.Closed {
			return false
		}
	}
	size := int64(0)
	for _, f := range c.Tree.Files() {
		size += f.Size
	}
	return size <= largestCopied
}

// Copy makes the file to keep that a portal leads to. Its own portal has none, or it would
// hold itself.
func (p *Press) Copy(c *Client, asOf time.Time) (output.File, []diag.Problem, error) {
	plain := *p
	plain.copies, plain.pdf = false, false
	portal, problems := plain.Portal(c, asOf)
	if portal == nil {
		return output.File{}, problems, nil
	}
	files, found, err := portal.Files()
	if err != nil || diag.Errors(found) > 0 {
		return output.File{}, found, err
	}
	var b bytes.Buffer
	ofDay := AsOf{day: portal.Facts.Today}.In(p.Provider.Zone) // like the pages, the same all day
	err = export.Zip(&b, export.Input{Provider: p.Provider, Facts: portal.Facts, AsOf: ofDay, Say: portal.Say, Portal: files})
	return output.File{Name: place.Copy.File, Body: b.Bytes()}, nil, err
}
