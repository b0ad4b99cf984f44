package page

import (
	"encoding/json"
	"strconv"
	"sync"
	"unicode/utf8"

	"rapport/generator/locale"
	"rapport/generator/place"
)

// A foundAt is what is found as one thing.
type foundAt struct {
	href    string // below the portal's root; "" for nothing
	title   string
	section int // in the catalogue's
	when    string
	text    []string
	also    string // other words for it, which are not shown
}

// add puts what is found at a place into the last section.
func (k *catalogue) add(at place.Place, title, when string, text ...string) {
	k.keep()
	k.last = foundAt{href: at.From(""), title: title, section: len(k.sections) - 1, when: when, text: text}
}

// piece is how many bytes of docs are held together.
const piece = 64 << 10

// keep puts what was found last among the others.
func (k *catalogue) keep() {
	if k.last.href == "" {
		return
	}
	end := len(k.docs) - 1
	if end < 0 || len(k.docs[end]) >= piece {
		k.docs, end = append(k.docs, make([]byte, 0, piece+piece/8)), end+1
	}
	if end > 0 || len(k.docs[end]) > 0 {
		k.docs[end] = append(k.docs[end], ',')
	}
	k.docs[end], k.last = k.last.appendJSON(k.docs[end]), foundAt{}
}

// appendJSON appends what is found as search.js reads it.
func (f *foundAt) appendJSON(b []byte) []byte {
	b = appendJSON(append(b, `{"h":`...), f.href)
	b = appendJSON(append(b, `,"t":`...), f.title)
	b = strconv.AppendInt(append(b, `,"s":`...), int64(f.section), 10)
	if f.when != "" {
		b = appendJSON(append(b, `,"w":`...), f.when)
	}
	before := `,"x":"`
	for _, t := range f.text {
		if t != "" {
			b = appendInJSON(append(b, before...), t)
			before = `\n`
		}
	}
	if before == `\n` {
		b = append(b, '"')
	}
	if f.also != "" {
		b = appendJSON(append(b, `,"k":`...), f.also)
	}
	return append(b, '}')
}

func appendJSON(b []byte, text string) []byte {
	return append(appendInJSON(append(b, '"'), text), '"')
}

// inJSON is each character of ASCII as it stands in a string of JSON.
var inJSON = sync.OnceValue(func() *[utf8.RuneSelf]string {
	var all [utf8.RuneSelf]string
	for r := range all {
		all[r] = anyInJSON(string(rune(r)))
	}
	return &all
})

// appendInJSON appends a text without isolates as it stands in a string of JSON. That is done here since a portal of
// some years has a million words, of which nearly none has to be written in another way.
func appendInJSON(b []byte, text string) []byte {
	ascii, done := inJSON(), 0
	for i, r := range text {
		switch {
		case r >= utf8.RuneSelf:
			if r == utf8.RuneError || r == '\u2028' || r == '\u2029' || locale.IsIsolate(r) {
				return append(append(b, text[done:i]...), anyInJSON(text[i:])...)
			}
		case len(ascii[r]) > 1:
			b = append(append(b, text[done:i]...), ascii[r]...)
			done = i + 1
		}
	}
	return append(b, text[done:]...)
}

// anyInJSON is appendInJSON of any text.
func anyInJSON(text string) string {
	body, err := json.Marshal(text)
	if err != nil {
		panic(err) // there is no text that is none in JSON
	}
	return locale.Bare(string(body[1 : len(body)-1]))
}
