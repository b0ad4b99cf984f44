package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	htmlSpace  = "http://www.w3.org/1999/xhtml"
	mathSpace  = "http://www.w3.org/1998/Math/MathML"
	xlinkSpace = "http://www.w3.org/1999/xlink"
)

// elements are those of SVG 1.1 and 2 that draw. What links, runs, plays or holds another
// language is not among them: a, script, foreignObject, iframe, audio, video, handler, listener.
var elements = set(`svg g defs symbol use title desc metadata style switch view
	path rect circle ellipse line polyline polygon image marker pattern mask clipPath
	text tspan tref textPath altGlyph altGlyphDef altGlyphItem glyph glyphRef
	font font-face font-face-format font-face-name font-face-src hkern vkern missing-glyph
	linearGradient radialGradient stop meshgradient meshrow meshpatch mesh hatch hatchpath solidcolor solidColor
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
	feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
	animate animateColor animateMotion animateTransform set mpath
	flowRoot flowRegion flowRegionExclude flowPara flowSpan flowLine flowDiv`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// drawing reads an SVG and finds what may not stand in it.
func drawing(body []byte) (size Size, fault *Fault) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	r := reader{Decoder: xml.NewDecoder(bytes.NewReader(body))}
	err := r.read()
	var found *Fault
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &found):
		return Size{}, found
	case errors.As(err, &syntax):
		return Size{}, &Fault{syntax.Line, 1, false, "this SVG can't be read (" + syntax.Msg + "); export it again"}
	case err != nil:
		return Size{}, faultf("this SVG can't be read (%v); export it again, as UTF-8", err)
	case r.root == 0:
		return Size{}, faultf("this is not an SVG; %s", what(body))
	case r.nameless:
		return r.size, &Fault{1, 1, true, `browsers show nothing of this SVG, since it does not say what it is; write xmlns="` + svgSpace + `" into its <svg>`}
	}
	return r.size, nil
}

// Error makes a Fault pass through as one.
func (f *Fault) Error() string { return f.Message }

// A reader goes through an SVG.
type reader struct {
	*xml.Decoder
	size     Size
	root     int // how many elements stand outside of all others
	depth    int
	nameless bool // the outermost element does not say that it is SVG
	style    int  // the depth of the style element that is open; 0 for none
	css      strings.Builder

	line, col int // of the token at hand
}

func (r *reader) faultf(format string, args ...any) error {
	return &Fault{r.line, r.col, false, fmt.Sprintf(format, args...)}
}

func (r *reader) read() error {
	for {
		r.line, r.col = r.InputPos()
		token, err := r.Token()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = r.token(token)
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return r.element(t)
	case xml.EndElement:
		if r.style == r.depth {
			r.style = 0
			if err := r.styles(r.css.String(), false); err != nil {
				return err
			}
		}
		r.depth--
	case xml.CharData:
		if r.style > 0 {
			r.css.Write(t)
		}
	case xml.Directive:
		if bytes.ContainsRune(t, '[') {
			return r.faultf("this SVG defines entities, by which it can hold what nobody sees; save it as plain SVG")
		}
	case xml.ProcInst:
		if t.Target != "xml" {
			return r.faultf("this SVG asks for %s, which could load something from elsewhere; save it as plain SVG", strconv.Quote("<?"+t.Target))
		}
	}
	return nil
}

func (r *reader) element(e xml.StartElement) error {
	r.depth++
	if r.depth == 1 {
		r.root++
	}
	name := e.Name.Local
	switch {
	case r.depth == 1 && (name != "svg" || e.Name.Space != svgSpace && e.Name.Space != ""):
		return r.faultf("this is not an SVG: it begins with <%s>; export it again", name)
	case e.Name.Space == htmlSpace || e.Name.Space == mathSpace, isOwn(e.Name.Space) && !elements[name]:
		return r.faultf("<%s> may not stand in a picture: what runs, links or loads has no place there; remove it, or save the picture as plain SVG", name)
	case !isOwn(e.Name.Space):
		// A drawing program's own notes. Browsers know nothing of them.
	case name == "style":
		r.style = r.depth
		r.css.Reset()
	}
	if r.depth == 1 {
		r.nameless = e.Name.Space == ""
		if err := r.measure(e); err != nil {
			return err
		}
	}
	for _, a := range e.Attr {
		if err := r.attribute(name, a); err != nil {
			return err
		}
	}
	return nil
}

// isOwn reports whether elements of a namespace are taken for SVG; in a file that names none, all are.
func isOwn(space string) bool { return space == svgSpace || space == "" }

func (r *reader) attribute(element string, a xml.Attr) error {
	name := strings.ToLower(a.Name.Local)
	switch {
	case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
		return nil
	case a.Name.Space != "" && a.Name.Space != xlinkSpace && a.Name.Space != svgSpace && a.Name.Space != htmlSpace:
		return nil // xml:space, and notes of drawing programs
	case strings.HasPrefix(name, "on"):
		return r.faultf("%s= on <%s> would run a script; remove it", a.Name.Local, element)
	case name == "href" || name == "src":
		return r.reference(element, a.Value)
	case name == "attributename" && (strings.HasSuffix(strings.ToLower(a.Value), "href") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Value)), "on")):
		return r.faultf("<%s> changes %s, by which a picture could lead elsewhere; remove it", element, a.Value)
	case name == "style":
		return r.styles(a.Value, true)
	case strings.Contains(a.Value, "("):
		return r.styles(name+":"+a.Value, true)
	}
	return nil
}

// reference examines what an element refers to: a part of the drawing itself, or a bitmap
// that stands within it.
func (r *reader) reference(element, to string) error {
	to = strings.TrimFunc(to, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) })
	switch {
	case to == "" || to[0] == '#':
		return nil
	case (element == "image" || element == "feImage") && isInnerBitmap(to):
		return nil
	}
	return r.faultf("<%s> refers to %q, which is not in this picture; embed it, or remove it", element, clip(to))
}

// isInnerBitmap reports whether an address holds a bitmap itself.
func isInnerBitmap(address string) bool {
	kind, is := strings.CutPrefix(strings.ToLower(address[:min(len(address), 40)]), "data:image/")
	return is && slices.ContainsFunc([]string{"png", "jpeg", "jpg", "gif", "webp", "avif"}, func(k string) bool {
		return strings.HasPrefix(kind, k+";base64,")
	})
}

// styles examines CSS: nothing in it may load anything.
func (r *reader) styles(text string, inline bool) error {
	lexer := css.NewLexer(parse.NewInputString(text))
	for {
		kind, data := lexer.Next()
		word := strings.ToLower(string(data))
		switch kind {
		case css.ErrorToken:
			if err := lexer.Err(); err != io.EOF {
				return r.faultf("the styles in this SVG can't be read (%v); export it again", err)
			}
			return nil
		case css.AtKeywordToken:
			if inline || word == "@import" || word == "@namespace" || strings.Contains(word, `\`) {
				return r.faultf("%s in a picture's styles loads something from elsewhere; remove it", data)
			}
		case css.URLToken, css.BadURLToken:
			address := inner(string(data))
			if kind == css.BadURLToken || address != "" && address[0] != '#' && !isInnerBitmap(address) {
				return r.faultf("the styles of this SVG load %q, which is not in it; embed it, or remove it", clip(address))
			}
		case css.FunctionToken:
			if strings.Contains(word, `\`) || slices.Contains([]string{"url(", "src(", "image(", "image-set(", "-webkit-image-set(", "cross-fade(", "expression("}, word) {
				return r.faultf("%s…) in a picture's styles can load something from elsewhere; remove it", data)
			}
		}
	}
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// measure reads the size from the outermost element.
func (r *reader) measure(root xml.StartElement) error {
	var box []string
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "width":
			r.size.Width = pixels(a.Value)
		case "height":
			r.size.Height = pixels(a.Value)
		case "viewBox":
			box = strings.FieldsFunc(a.Value, func(c rune) bool { return unicode.IsSpace(c) || c == ',' })
		}
	}
	if (r.size.Width == 0 || r.size.Height == 0) && len(box) == 4 {
		r.size = Size{pixels(box[2]), pixels(box[3])}
	}
	if r.size.Width > Longest || r.size.Height > Longest {
		return r.faultf("this picture is %d × %d pixels, and browsers show none with more than %d on a side; make it smaller", r.size.Width, r.size.Height, Longest)
	}
	return nil
}

// pixels reads a length in CSS pixels; 0 where it has none of its own, as 100% and 10mm.
func pixels(text string) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(text), "px"), 64)
	if err != nil || !(n > 0) {
		return 0
	}
	return int(math.Round(min(n, math.MaxInt32)))
}

// inner is the address that stands in url(…).
func inner(url string) string {
	_, within, _ := strings.Cut(url, "(")
	return strings.Trim(strings.TrimSpace(strings.TrimSuffix(within, ")")), `"' `)
}
