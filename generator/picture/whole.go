package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// wholePNG walks the chunks: length, name, data, CRC-32 (ISO/IEC 15948, clause 5.3), up to IEND. One without
// data is none.
func wholePNG(body []byte) bool {
	data := false
	for rest := body[8:]; len(rest) >= 12; {
		n := int64(binary.BigEndian.Uint32(rest))
		if n+12 > int64(len(rest)) || crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
			return false
		}
		switch string(rest[4:8]) {
		case "IDAT":
			data = true
		case "IEND":
			return data
		}
		rest = rest[12+n:]
	}
	return false
}

// wholeJPEG walks the segments (ISO/IEC 10918-1, annex B) up to the first scan, behind which
// the mark of the end has to come.
func wholeJPEG(body []byte) bool {
	const scan, filler = 0xda, 0xff
	for rest := body[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		if rest[1] == filler {
			rest = rest[1:]
			continue
		}
		n := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if n < 4 || n > len(rest) {
			return false
		}
		if rest[1] == scan {
			return bytes.Contains(rest[n:], []byte("\xff\xd9"))
		}
		rest = rest[n:]
	}
	return false
}

// wholeGIF walks the blocks (GIF89a, appendix A) up to the trailer.
func wholeGIF(body []byte) bool {
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	const head = 13
	if len(body) < head {
		return false
	}
	at := head + table(body[10])
	for at < len(body) {
		switch body[at] {
		case 0x3b: // trailer
			return true
		case 0x21: // extension: its label, then sub-blocks
			at += 2
		case 0x2c: // picture: its place, perhaps colours, the size of its codes, then sub-blocks
			if at+10 >= len(body) {
				return false
			}
			at += 11 + table(body[at+9])
		default:
			return false
		}
		for at < len(body) && body[at] != 0 {
			at += 1 + int(body[at])
		}
		at++
	}
	return false
}

// wholeWebP compares the length in the head (RFC 9649, section 2.4) with the file's.
func wholeWebP(body []byte) bool {
	return int64(binary.LittleEndian.Uint32(body[4:]))+8 <= int64(len(body))
}

// readAVIF walks the boxes of the file (ISO/IEC 14496-12), all of which have to be there. The
// size of the picture stands in the property ispe (ISO/IEC 23008-12, 6.5.3); a file may have
// several, of a picture and its parts, of which the largest counts. The picture itself stands in
// mdat, or in idat within meta.
func readAVIF(body []byte) (size Size, whole bool) {
	for rest := body; len(rest) > 0; {
		if len(rest) < 8 {
			return Size{}, false
		}
		n, head := uint64(binary.BigEndian.Uint32(rest)), uint64(8)
		switch {
		case n == 0: // up to the end of the file
			n = uint64(len(rest))
		case n == 1 && len(rest) >= 16:
			n, head = binary.BigEndian.Uint64(rest[8:]), 16
		}
		if n < head || n > uint64(len(rest)) {
			return Size{}, false
		}
		switch string(rest[4:8]) {
		case "meta":
			size = largest(rest[head:n])
			whole = whole || bytes.Contains(rest[head:n], []byte("idat"))
		case "mdat":
			whole = true
		}
		rest = rest[n:]
	}
	return size, whole && size.Width > 0 && size.Height > 0
}

func largest(meta []byte) (size Size) {
	for {
		_, after, found := bytes.Cut(meta, []byte("ispe"))
		if !found || len(after) < 12 {
			return size
		}
		width, height := int(binary.BigEndian.Uint32(after[4:])), int(binary.BigEndian.Uint32(after[8:]))
		if width > size.Width {
			size = Size{width, height}
		}
		meta = after
	}
}
