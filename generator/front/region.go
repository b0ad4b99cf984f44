package front

import "bytes"

// A Region is where the front matter of a file stands, be it whole or not: while it is written, it seldom is.
type Region struct {
	Fence    string // "---", "+++", or "{" of a JSON object
	From, To int    // without fences; with the braces of an object
	Closed   bool   // else To is the end of the file
}

// RegionOf finds the region by its fences alone. It is false where a file does not begin with front matter.
func RegionOf(data []byte) (Region, bool) {
	rest := bytes.TrimPrefix(data, []byte("\uFEFF"))
	skipped := len(data) - len(rest)
	f, opening, ok := findFormat(rest)
	if !ok {
		return Region{}, false
	}
	r := Region{Fence: f.fence, From: skipped + opening, To: len(data)}
	if f == inJSON {
		if doc, _ := Parse("", rest); doc.Front != nil {
			r.To, r.Closed = skipped+doc.to, true
		}
		return r, true
	}
	_, start := LineAt(rest, opening)
	if r.From = skipped + start; data[r.From-1] != '\n' {
		return Region{}, false // the fence is still being written
	}
	if closing := closingFence(rest, f.fence, opening); closing >= 0 {
		r.To, r.Closed = skipped+closing, true
	}
	return r, true
}
