package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/svg"

	"rapport/generator/diag"
)

// An Asset is a file that pages load.
type Asset struct {
	Name    string // as published: style.4f9a1c02e1.css
	Logical string // as in the theme, below assets/: style.css
	Body    []byte
}

// Fingerprint puts the first ten hex digits of the SHA-256 of body before the
// extension of name, so that a file's name changes with what it holds and a
// browser may keep it for ever.
func Fingerprint(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

// Assets returns the theme's assets by logical name. Style sheets, scripts and
// pictures are minified, and a style sheet names the others as they are
// published.
func (t *Theme) Assets() []Asset { return slices.Clone(t.assets) }

type assetReader struct {
	fsys  fs.FS
	names []string
	done  map[string]*Asset // nil while it is read, to find circles
}

func assets(fsys fs.FS) ([]Asset, error) {
	sub, err := fs.Sub(fsys, "assets")
	if err != nil {
		return nil, err
	}
	r := &assetReader{fsys: sub, done: map[string]*Asset{}}
	err = fs.WalkDir(sub, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if name == "." {
				return fs.SkipAll // a theme may do without assets
			}
			return err
		}
		if entry.Type().IsRegular() {
			r.names = append(r.names, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := make([]Asset, len(r.names))
	for i, name := range r.names {
		a, err := r.read(name)
		if err != nil {
			return nil, err
		}
		all[i] = *a
	}
	return all, nil
}

var (
	// cssURL is url(name) or an @import of a plain string.
	cssURL    = regexp.MustCompile(`url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)`)
	hasScheme = regexp.MustCompile(`^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|#)`)
	cssNotes  = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

func (r *assetReader) read(name string) (*Asset, error) {
	if a, ok := r.done[name]; ok {
		if a == nil {
			return nil, fmt.Errorf("assets/%s: it names itself through others; break the circle", name)
		}
		return a, nil
	}
	r.done[name] = nil
	body, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		return nil, err
	}
	if path.Ext(name) == ".css" {
		if body, err = r.rename(name, body); err != nil {
			return nil, err
		}
	}
	if body, err = shrink(name, body); err != nil {
		return nil, fmt.Errorf("assets/%s: %w", name, err)
	}
	a := &Asset{Name: Fingerprint(name, body), Logical: name, Body: body}
	r.done[name] = a
	return a, nil
}

// rename writes the published names of other assets into a style sheet.
func (r *assetReader) rename(name string, body []byte) ([]byte, error) {
	text := cssNotes.ReplaceAllString(string(body), "")
	var wrong error
	text = cssURL.ReplaceAllStringFunc(text, func(ref string) string {
		m := cssURL.FindStringSubmatch(ref)
		to := m[1] + m[2] + m[3]
		if hasScheme.MatchString(to) || wrong != nil {
			return ref
		}
		file, fragment, _ := strings.Cut(to, "#")
		target := path.Join(path.Dir(name), file)
		if !slices.Contains(r.names, target) {
			at := strings.Index(string(body), ref)
			line := strings.Count(string(body[:max(0, at)]), "\n") + 1
			mend := diag.DidYouMean(target, r.names)
			if mend == "" {
				mend = "; add it to assets"
			}
			wrong = fmt.Errorf("assets/%s:%d: there is no asset %q%s", name, line, target, mend)
			return ref
		}
		a, err := r.read(target)
		if err != nil {
			wrong = err
			return ref
		}
		published := strings.Repeat("../", strings.Count(name, "/")) + a.Name
		if fragment != "" {
			published += "#" + fragment
		}
		return `url("` + published + `")`
	})
	return []byte(text), wrong
}

// shrink minifies the kinds of asset that there is a minifier for. The
// minifiers write into what they read.
func shrink(name string, body []byte) ([]byte, error) {
	m := minify.New()
	switch path.Ext(name) {
	case ".css":
		m.AddFunc("x/x", css.Minify)
	case ".js":
		m.AddFunc("x/x", js.Minify)
	case ".svg":
		m.AddFunc("x/x", svg.Minify)
	default:
		return body, nil
	}
	return m.Bytes("x/x", slices.Clone(body))
}

// MinifySVG makes a picture smaller and keeps what it shows. One that can't be
// read is returned as it is: browsers are the better judges.
func MinifySVG(body []byte) []byte {
	small, err := shrink("x.svg", body)
	if err != nil {
		return body
	}
	return small
}
