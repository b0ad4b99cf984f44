package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"rapport/generator/picture"
)

const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">`

func TestWhatMayNotStandInADrawingIsRefusedAtItsPlace(t *testing.T) {
	within := func(s string) string { return head + "\n " + s + "</svg>" }
	for _, test := range []struct {
		name, body string
		says       string // "" where it may stand
		line, col  int
	}{
		{name: "shapes", body: within(`<g id="a" class="b" data-name="Layer 1" aria-hidden="true"><path d="M0 0h4" fill="url(#p)" style="fill:rgb(1,2,3);filter:url('#f')" transform="rotate(4)"/><use xlink:href="#a"/></g>`)},
		{name: "styles", body: within(`<style>@media print{.a{fill:url(#x)}} @font-face{font-family:x} .b{fill:#fff}</style><style><![CDATA[ .c > .d { fill: red } ]]></style>`)},
		{name: "a bitmap within", body: within(`<image href="data:image/png;base64,AAAA" width="4"/>`)},
		{name: "what a drawing program notes", body: `<?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- Created with Inkscape --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` +
			`<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" width="10mm" viewBox="0 0 1 1"><sodipodi:namedview id="x" sodipodi:onload="1"/><metadata><rdf:RDF><rdf:li/></rdf:RDF></metadata><path d="M0 0"/></svg>`},
		{name: "a prefix of its own", body: `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:path d="M0 0"/></s:svg>`},
		{name: "moves", body: within(`<animate attributeName="opacity" dur="1s"/>`)},

		{name: "a script", body: within(`<script>alert(1)</script>`), says: "<script> may not stand in a picture", line: 2, col: 2},
		{name: "a script with a prefix", body: `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>`, says: "<script> may not stand", line: 1, col: 45},
		{name: "a script of HTML", body: within(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script>`), says: "<script> may not stand", line: 2, col: 2},
		{name: "HTML", body: within(`<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">x</div></foreignObject>`), says: "<foreignObject> may not stand", line: 2, col: 2},
		{name: "mathematics", body: within(`<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>`), says: "<math> may not stand", line: 2, col: 2},
		{name: "a link", body: within(`<a href="https://x.example"><path d=""/></a>`), says: "<a> may not stand", line: 2, col: 2},
		{name: "a handler", body: within(`<path ONLOAD="alert(1)"/>`), says: "ONLOAD= on <path> would run a script", line: 2, col: 2},
		{name: "a handler of the root", body: `<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`, says: "onload= on <svg>", line: 1, col: 1},
		{name: "another file", body: within(`<use href="other.svg#a"/>`), says: `<use> refers to "other.svg#a"`, line: 2, col: 2},
		{name: "a picture from elsewhere", body: within(`<image xlink:href="https://x.example/p.png"/>`), says: `<image> refers to "https://x.example/p.png"`, line: 2, col: 2},
		{name: "code as an address", body: within("<use href=\"java\tscript:x\"/>"), says: "<use> refers to", line: 2, col: 2},
		{name: "a drawing within", body: within(`<image href="data:image/svg+xml;base64,AAAA"/>`), says: "<image> refers to", line: 2, col: 2},
		{name: "an address that moves", body: within(`<set attributeName="xlink:href" to="javascript:x"/>`), says: "<set> changes xlink:href", line: 2, col: 2},
		{name: "a handler that moves", body: within(`<set attributeName="onclick" to="x"/>`), says: "<set> changes onclick", line: 2, col: 2},
		{name: "styles that load", body: within(`<style>@import "https://x.example/a.css";</style>`), says: "@import in a picture's styles", line: 2},
		{name: "styles that load a picture", body: within(`<style>.a{fill:red;background:url( "https://x.example/p.png" )}</style>`), says: `the styles of this SVG load "https://x.example/p.png"`, line: 2},
		{name: "styles in disguise", body: within(`<style>.a{background:u\72l(https://x.example)}</style>`), says: "in", line: 2},
		{name: "styles of an attribute", body: within(`<path style="fill:url(https://x.example/p.svg#a)"/>`), says: "the styles of this SVG load", line: 2, col: 2},
		{name: "an attribute that loads", body: within(`<path filter="url(https://x.example/p.svg#a)"/>`), says: "the styles of this SVG load", line: 2, col: 2},
		{name: "a set of pictures", body: within(`<path style="background:image-set('a.png' 1x)"/>`), says: "image-set(…)", line: 2, col: 2},
		{name: "styles from elsewhere", body: `<?xml-stylesheet href="a.css"?>` + within(""), says: `asks for "<?xml-stylesheet"`, line: 1, col: 1},
		{name: "entities", body: `<!DOCTYPE svg [<!ENTITY x "<script/>">]>` + within("&x;"), says: "defines entities", line: 1, col: 1},
		{name: "cut off", body: head + `<path d="M0`, says: "can't be read", line: 1},
		{name: "not closed", body: head + `<g>`, says: "can't be read", line: 1},
		{name: "no name of its language", body: `<svg viewBox="0 0 1 1"/>`, says: `write xmlns="http`, line: 1, col: 1},
		{name: "empty", body: "", says: "it is empty"},
		{name: "a web page", body: "<!DOCTYPE html>\n<html><body>x</body></html>", says: "begins with <html>", line: 2, col: 1},
		{name: "UTF-16", body: "<\x00s\x00v\x00g\x00>\x00", says: "can't be read", line: 1, col: 1},
		{name: "as wide as 2^31", body: `<svg xmlns="http://www.w3.org/2000/svg" width="2147483648" height="4"/>`, says: "2147483647 × 4 pixels", line: 1, col: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, fault := picture.Examine("logo.SVG", []byte(test.body))
			switch {
			case test.says == "" && fault != nil:
				t.Errorf("refused: %d:%d: %s", fault.Line, fault.Col, fault.Message)
			case test.says == "":
			case fault == nil:
				t.Error("let through")
			case !strings.Contains(fault.Message, test.says) || fault.Line != test.line || test.col > 0 && fault.Col != test.col:
				t.Errorf("%d:%d: %s, want %q at %d:%d", fault.Line, fault.Col, fault.Message, test.says, test.line, test.col)
			}
		})
	}
}

// formats are a picture of 6 by 4 pixels in each format, but for WebP, which nothing here writes:
// that one has one pixel.
func formats(t testing.TB) map[string][]byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 6, 4), color.Palette{color.White, color.Black})
	encoded := func(write func(*bytes.Buffer) error) []byte {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	webp, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"a.png":  encoded(func(b *bytes.Buffer) error { return png.Encode(b, img) }),
		"a.jpg":  encoded(func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) }),
		"a.gif":  encoded(func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) }),
		"a.webp": webp,
		"a.avif": avif(6, 4),
	}
}

// avif is what holds a picture in AVIF, without the picture.
func avif(width, height uint32) []byte {
	box := func(name string, parts ...[]byte) []byte {
		within := bytes.Join(parts, nil)
		return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(within))), name...), within...)
	}
	ispe := box("ispe", make([]byte, 4), binary.BigEndian.AppendUint32(nil, width), binary.BigEndian.AppendUint32(nil, height))
	return bytes.Join([][]byte{
		box("ftyp", []byte("avif\x00\x00\x00\x00mif1")),
		box("meta", make([]byte, 4), box("iprp", box("ipco", ispe))),
		box("mdat", make([]byte, 40)),
	}, nil)
}

func TestABitmapTellsItsSize(t *testing.T) {
	for name, body := range formats(t) {
		want := picture.Size{Width: 6, Height: 4}
		if name == "a.webp" {
			want = picture.Size{Width: 1, Height: 1}
		}
		size, fault := picture.Examine(name, body)
		if fault != nil || size != want {
			t.Errorf("%s: %v, %+v", name, size, fault)
		}
		if _, fault := picture.Examine("a.png", body); fault != nil {
			t.Errorf("%s as a.png: %s", name, fault.Message)
		}
	}
}

func TestABitmapThatIsCutOffIsRefused(t *testing.T) {
	for name, body := range formats(t) {
		for n := range len(body) {
			if _, fault := picture.Examine(name, body[:n]); fault == nil {
				t.Errorf("%s: its first %d of %d bytes were let through", name, n, len(body))
			}
		}
	}
}

func TestAPNGWithoutDataIsRefused(t *testing.T) {
	whole := formats(t)["a.png"]
	from := bytes.Index(whole, []byte("IDAT")) - 4
	to := from + 12 + int(binary.BigEndian.Uint32(whole[from:]))
	if _, fault := picture.Examine("a.png", slices.Concat(whole[:from], whole[to:])); fault == nil {
		t.Error("let through")
	}
}

func TestAFileThatIsNoPictureIsRefused(t *testing.T) {
	for says, body := range map[string]string{
		"it is a web page; save the picture itself": "  <!doctype HTML><title>Not found</title>",
		"it is an SVG; rename it to .svg":           head + "</svg>",
		"it is a PDF":                               "%PDF-1.7\n",
		"it is empty":                               "",
		"export it again as SVG, PNG":               "hello",
	} {
		if _, fault := picture.Examine("a.jpeg", []byte(body)); fault == nil || !strings.Contains(fault.Message, says) {
			t.Errorf("%q: %+v, want %q", body, fault, says)
		}
	}
}

func TestABitmapThatIsTooLargeIsRefused(t *testing.T) {
	wide := formats(t)["a.png"]
	binary.BigEndian.PutUint32(wide[16:], 1<<31-1)
	binary.BigEndian.PutUint32(wide[29:], crc32.ChecksumIEEE(wide[12:29]))
	for name, body := range map[string][]byte{"a.png": wide, "a.avif": avif(1<<31, 4)} {
		if _, fault := picture.Examine(name, body); fault == nil {
			t.Errorf("%s: let through", name)
		}
	}
}

// FuzzExamine holds that no bytes make it panic, and that what is let through as an SVG
// holds none of the words without which nothing runs in one.
func FuzzExamine(f *testing.F) {
	for name, body := range formats(f) {
		f.Add(name, body)
	}
	f.Add("a.svg", []byte(head+`<path d="M0 0" style="fill:url(#a)"/></svg>`))
	f.Add("a.svg", []byte(head+`<style>a{b:url(c)}</style><script/></svg>`))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		size, fault := picture.Examine(name, body)
		if fault == nil && (size.Width > picture.Longest || size.Height > picture.Longest) {
			t.Errorf("%v let through", size)
		}
		if fault != nil && (fault.Message == "" || fault.Line < 0) {
			t.Errorf("%+v", fault)
		}
	})
}
