//go:build slow

package generator_test

import (
	"path/filepath"
	"testing"
)

// A link to an entry from before its journal was parted leads on to the page of its year.
func TestALinkIntoALongJournalLeadsOn(t *testing.T) {
	dir := manyEntries(t, append(each(300, "2026-05-04"), each(210, "2026-06-01")...)...)
	out := t.TempDir()
	o := options(t, dir, "2026-07-01")
	build(t, o, out)
	r := newReader(t)
	r.base = "file://" + filepath.Join(out, "acme") + "/"
	r.open("shop/journal.html#2026-05-04-7")
	r.sees(true, `location.pathname.endsWith("/journal-2026.html") && location.hash === "#2026-05-04-7"`)
	r.sees(true, `document.getElementById("2026-05-04-7").checkVisibility()`)
	r.open("shop/journal.html#2026-06-01-509") // which is shown there
	r.sees(true, `location.pathname.endsWith("/journal.html")`)
	r.content()
}
