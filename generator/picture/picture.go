// Package picture tells whether a file may be published as a picture: whether it is what
// its name says, whole, of a size that browsers show, and, where it is an SVG, holds nothing
// that runs or that loads something from elsewhere.
//
// A portal asks hosts for headers under which nothing of that would run. Not all hosts send
// them, and a portal that is exported is opened from a disk, where there are none: so what
// could run is let in by what may stand in a picture, not kept out by what may not.
package picture

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // for the dimensions of pictures
	_ "image/jpeg"
	_ "image/png"
	"path"
	"slices"
	"strings"

	_ "golang.org/x/image/webp"
)

// Endings are those of the names of files that browsers show as pictures.
func Endings() []string { return slices.Clone(endings) }

var endings = []string{".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"}

// Is reports whether a file's name is that of a picture.
func Is(name string) bool { return slices.Contains(endings, ending(name)) }

// IsSVG reports whether a file's name is that of a drawing in SVG.
func IsSVG(name string) bool { return ending(name) == ".svg" }

func ending(name string) string { return strings.ToLower(path.Ext(name)) }

// Longest is how many pixels a side of a picture may have. Browsers show no more.
const Longest = 30_000

// A Size is that of a picture in CSS pixels; zeros where it does not tell.
type Size struct{ Width, Height int }

// A Fault is what is wrong with a file as a picture. Unless it is harmless, the file may not be
// published. In an SVG it has a place.
type Fault struct {
	Line, Col int  // from 1; 0 for the file as a whole
	Harmless  bool // it shows nothing, and does no harm
	Message   string
}

func faultf(format string, args ...any) *Fault { return &Fault{Message: fmt.Sprintf(format, args...)} }

// Examine returns the size of a picture, or what is wrong with it. Its name decides what it
// has to be: any bitmap that browsers show may have the ending of another, since they look
// into the file as well.
func Examine(name string, body []byte) (Size, *Fault) {
	if IsSVG(name) {
		return drawing(body)
	}
	is := bitmapOf(body)
	if is == nil {
		return Size{}, faultf("this is not a picture, though its name ends in %s; %s", ending(name), what(body))
	}
	size, whole := is.read(body)
	switch {
	case !whole:
		return Size{}, faultf("this %s is cut off or damaged; export or copy it again", is.name)
	case size.Width > Longest || size.Height > Longest:
		return Size{}, faultf("this picture is %d × %d pixels, and browsers show none with more than %d on a side; make it smaller", size.Width, size.Height, Longest)
	}
	return size, nil
}

// what says what else a file seems to be, with the mend.
func what(body []byte) string {
	start := strings.ToLower(string(bytes.TrimSpace(body[:min(len(body), 512)])))
	switch {
	case len(body) == 0:
		return "it is empty; export or copy it again"
	case strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") || strings.Contains(start, "<head"):
		return "it is a web page; save the picture itself"
	case strings.Contains(start, "<svg"):
		return "it is an SVG; rename it to .svg"
	case strings.HasPrefix(start, "%pdf-"):
		return "it is a PDF; rename it, or export it as a picture"
	}
	return "export it again as SVG, PNG, JPEG, WebP, GIF or AVIF"
}

// A bitmap is a format of pictures.
type bitmap struct {
	name string
	is   func(body []byte) bool
	read func(body []byte) (size Size, whole bool)
}

var bitmaps = []bitmap{
	{"PNG", begins("\x89PNG\r\n\x1a\n"), decoded(wholePNG)},
	{"JPEG", begins("\xff\xd8\xff"), decoded(wholeJPEG)},
	{"GIF", begins("GIF8"), decoded(wholeGIF)},
	{"WebP", func(b []byte) bool { return begins("RIFF")(b) && len(b) >= 12 && string(b[8:12]) == "WEBP" }, decoded(wholeWebP)},
	{"AVIF", func(b []byte) bool {
		return len(b) >= 12 && string(b[4:8]) == "ftyp" && (string(b[8:12]) == "avif" || string(b[8:12]) == "avis" || string(b[8:12]) == "mif1")
	}, readAVIF},
}

func begins(with string) func([]byte) bool {
	return func(body []byte) bool { return bytes.HasPrefix(body, []byte(with)) }
}

func bitmapOf(body []byte) *bitmap {
	for i := range bitmaps {
		if bitmaps[i].is(body) {
			return &bitmaps[i]
		}
	}
	return nil
}

// decoded reads the size by the library, which looks at a picture's head alone, and whether
// the file has its end by a look at how it is built.
func decoded(whole func([]byte) bool) func([]byte) (Size, bool) {
	return func(body []byte) (Size, bool) {
		config, _, err := image.DecodeConfig(bytes.NewReader(body))
		if err != nil || config.Width <= 0 || config.Height <= 0 {
			return Size{}, false
		}
		return Size{config.Width, config.Height}, whole(body)
	}
}
