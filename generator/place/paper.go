package place

import "strings"

// OnPaper tells whether a page is also made as a PDF where those are asked for.
func (p Page) OnPaper() bool { return p == OneReport || p == Summary || p == Expectations }

// PDF is the file of a page's PDF, which stands beside it.
func PDF(page string) string { return strings.TrimSuffix(page, ".html") + ".pdf" }
