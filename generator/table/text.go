package table

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding/charmap"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// decode returns the text of a file: UTF-8 with a mark of byte order or without,
// UTF-16 with one, or else Windows-1252, which is what spreadsheets of western Europe
// write when nobody asks. The last is told in a note, since nothing in the file says so.
func decode(file string, data []byte) (string, []diag.Problem) {
	first, invalid := front.Invalid(data)
	rest, marked := bytes.CutPrefix(data, []byte("\uFEFF"))
	switch {
	case !invalid:
		text := unsafe.String(unsafe.SliceData(rest), len(rest)) // nobody changes it, and a copy may be of a hundred megabytes
		return text, noText(file, text)
	case marked:
		return "", []diag.Problem{front.NotUTF8.At(first.In(file), "this is not UTF-8 text, though the file begins as such; save the file as UTF-8")}
	}
	if len(data) >= 2 {
		switch {
		case data[0] == 0xFF && data[1] == 0xFE:
			return fromUTF16(file, data[2:], binary.LittleEndian)
		case data[0] == 0xFE && data[1] == 0xFF:
			return fromUTF16(file, data[2:], binary.BigEndian)
		}
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			return "", []diag.Problem{front.NotUTF8.At(first.In(file), "this is not UTF-8 text; save the file as UTF-8")}
		}
		b.WriteRune(r)
	}
	text := b.String()
	if problems := noText(file, text); problems != nil {
		return "", problems
	}
	return text, []diag.Problem{Encoding.At(first.In(file), "this is not UTF-8 text, and is read as Windows-1252; save the file as UTF-8 if a letter is wrong")}
}

func fromUTF16(file string, data []byte, order binary.ByteOrder) (string, []diag.Problem) {
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	text := string(utf16.Decode(units))
	if at := strings.IndexRune(text, utf8.RuneError); at >= 0 || len(data) > 0 {
		if at < 0 {
			at = len(text)
		}
		return "", []diag.Problem{front.NotUTF8.At(markOf(text, at).In(file), "this is not UTF-16 text, though the file begins as such; save the file as UTF-8")}
	}
	return text, noText(file, text)
}

// noText reports a file that is no text at all, such as a workbook under the name of a CSV file.
func noText(file, text string) []diag.Problem {
	at := strings.IndexByte(text, 0)
	if at < 0 {
		return nil
	}
	mend := "save it as CSV in UTF-8"
	if strings.HasPrefix(text, "PK\x03\x04") {
		mend = "it looks like a workbook; name it with .xlsx, or save it as CSV in UTF-8"
	}
	return []diag.Problem{BadCSV.At(markOf(text, at).In(file), "this is no text (a zero byte); %s", mend)}
}

// markOf returns the place of an offset of a text, whichever way its lines end.
func markOf(text string, offset int) front.Mark {
	s := scanner{text: text, line: 1, col: 1}
	for i := 0; i < offset; i++ {
		if end := lineEnd(text, i); end > 0 && i+end <= offset {
			s.newLine(i + end)
			i += end - 1
		}
	}
	return s.mark(offset)
}

// lineEnd returns the length of the line end at an offset, 0 where none is.
func lineEnd(text string, at int) int {
	switch {
	case text[at] == '\n':
		return 1
	case text[at] != '\r':
		return 0
	case at+1 < len(text) && text[at+1] == '\n':
		return 2
	}
	return 1
}
