package theme

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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

// The style sheet and the script of a theme are joined from the files beside its
// layouts, in the order of joinOrder. A theme with one of that name in assets/ has
// that instead, whole.
const (
	styleName  = "style.css"
	scriptName = "app.js"
)

// joinOrder is the order in which files are joined: those that stand in one folder by
// name, and a base first. In style sheets it decides between rules of the same layer
// and weight; the order of layers is the first thing that base.css says.
var joinOrder = []string{"fonts", "base", "frame", "parts/base", "parts/*", "charts/base", "charts/*", "pages/*/*"}

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

// assetFolder holds what is published as it is, or smaller.
const assetFolder = "assets"

type assetReader struct {
	fsys  fs.FS
	names []string          // of files of assetFolder
	done  map[string]*Asset // nil while it is read, to find circles
}

// Assets returns the assets of a theme by logical name, the same in every language but
// for what the script says, which Speak puts in: what stands in assets/, the style sheet and the script. Style sheets, scripts and
// pictures are minified, and a style sheet names the others as they are published.
// What is wrong with one is an *Error.
func Assets(fsys fs.FS) ([]Asset, error) {
	r := &assetReader{fsys: fsys, done: map[string]*Asset{}}
	err := fs.WalkDir(fsys, assetFolder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if name == assetFolder {
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
	var all []Asset
	for _, name := range r.names {
		a, err := r.read(name)
		if err != nil {
			return nil, err
		}
		all = append(all, *a)
	}
	for _, name := range []string{styleName, scriptName} {
		if slices.Contains(r.names, path.Join(assetFolder, name)) {
			continue
		}
		a, err := r.join(name)
		if err != nil {
			return nil, err
		}
		if a != nil {
			all = append(all, *a)
		}
	}
	slices.SortFunc(all, func(a, b Asset) int { return cmp.Compare(a.Logical, b.Logical) })
	return all, nil
}

// join makes an asset of the files beside the layouts; nil where there are none.
// Scripts become one function, so that they share what base.js declares and leave
// nothing behind in the page.
func (r *assetReader) join(name string) (*Asset, error) {
	ext := path.Ext(name)
	var files []string
	for _, pattern := range joinOrder {
		found, err := fs.Glob(r.fsys, pattern+ext)
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	if len(files) == 0 {
		return nil, nil
	}
	bodies := make([][]byte, len(files))
	for i, file := range files {
		var err error
		if bodies[i], err = r.source(file); err != nil {
			return nil, err
		}
	}
	body := bytes.Join(bodies, []byte("\n"))
	if ext == ".js" {
		body = slices.Concat([]byte("(() => {\n\"use strict\";\n"), body, []byte("\n})();\n"))
	}
	small, err := shrink(name, body)
	if err != nil {
		for i, file := range files {
			if _, alone := shrink(file, bodies[i]); alone != nil {
				return nil, unreadable(file, alone)
			}
		}
		return nil, fmt.Errorf("the files %s together: %w", strings.Join(files, ", "), err)
	}
	return &Asset{Name: Fingerprint(name, small), Logical: name, Body: small}, nil
}

// source reads a file: a style sheet with the published names of what it names, a script
// with marks for the texts that it says, since a minifier takes calls apart.
func (r *assetReader) source(file string) ([]byte, error) {
	body, err := fs.ReadFile(r.fsys, file)
	if err != nil {
		return nil, err
	}
	switch path.Ext(file) {
	case ".css":
		return r.rename(file, body)
	case ".js":
		return scriptText.ReplaceAll(body, []byte(`"{{say $1}}"`)), nil
	}
	return body, nil
}

var (
	// cssURL is url(name) or an @import of a plain string.
	cssURL    = regexp.MustCompile(`url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)`)
	hasScheme = regexp.MustCompile(`^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|#)`)
	cssNotes  = regexp.MustCompile(`(?s)/\*(?:\*/|[^!].*?\*/)`) // but for licences, which begin with /*!
)

func (r *assetReader) read(file string) (*Asset, error) {
	if a, ok := r.done[file]; ok {
		if a == nil {
			return nil, &Error{Position: diag.Position{File: file}, Reason: "it names itself through others; break the circle"}
		}
		return a, nil
	}
	r.done[file] = nil
	body, err := r.source(file)
	if err != nil {
		return nil, err
	}
	if body, err = shrink(file, body); err != nil {
		return nil, unreadable(file, err)
	}
	name := strings.TrimPrefix(file, assetFolder+"/")
	a := &Asset{Name: Fingerprint(name, body), Logical: name, Body: body}
	r.done[file] = a
	return a, nil
}

// unreadable places what a minifier says of a file.
func unreadable(file string, err error) *Error {
	e := &Error{Position: diag.Position{File: file}, Reason: err.Error()}
	var at interface{ Position() (int, int, string) }
	if errors.As(err, &at) {
		e.Line, e.Col, _ = at.Position()
		e.Reason, _, _ = strings.Cut(e.Reason, " on line ")
	}
	return e
}

// rename writes the published names of other assets into a style sheet.
func (r *assetReader) rename(file string, body []byte) ([]byte, error) {
	up := "" // joined files become one that stands in the folder itself
	if name, ok := strings.CutPrefix(file, assetFolder+"/"); ok {
		up = strings.Repeat("../", strings.Count(name, "/"))
	}
	text := cssNotes.ReplaceAllString(string(body), "")
	var wrong error
	text = cssURL.ReplaceAllStringFunc(text, func(ref string) string {
		m := cssURL.FindStringSubmatch(ref)
		to := m[1] + m[2] + m[3]
		if hasScheme.MatchString(to) || wrong != nil {
			return ref
		}
		to, fragment, _ := strings.Cut(to, "#")
		target := path.Join(path.Dir(file), to)
		if !slices.Contains(r.names, target) {
			at := strings.Index(string(body), ref)
			line := strings.Count(string(body[:max(0, at)]), "\n") + 1
			mend := diag.DidYouMean(target, r.names).Or("; add it to " + assetFolder)
			wrong = &Error{Position: diag.Position{File: file, Line: line}, Reason: fmt.Sprintf("there is no asset %q%s", target, mend)}
			return ref
		}
		a, err := r.read(target)
		if err != nil {
			wrong = err
			return ref
		}
		published := up + a.Name
		if fragment != "" {
			published += "#" + fragment
		}
		return `url("` + published + `")`
	})
	return []byte(text), wrong
}

var (
	// scriptText is where a script says a text of the catalogue.
	scriptText = regexp.MustCompile(`\bsay\("([a-z0-9_]+)"\)`)
	// unsaid is where it does so once it is minified: in a string, of whichever quotes.
	unsaid = regexp.MustCompile(`\{\{say ([a-z0-9_]+)\}\}`)
	// asString escapes what ends strings of other quotes than JSON's.
	asString = strings.NewReplacer("'", `\u0027`, "`", `\u0060`, "$", `\u0024`)
)

// Speak returns the assets of a theme in one language: where a script says say("key"),
// it has the text of that key, with its places to fill. What is asked for and not there is
// an *Error each.
func Speak(fsys fs.FS, assets []Asset, texts func(key string) (text string, ok bool), keys []string) ([]Asset, error) {
	all := slices.Clone(assets)
	unknown := map[string]bool{}
	for i, a := range all {
		if path.Ext(a.Logical) != ".js" || !unsaid.Match(a.Body) {
			continue
		}
		body := unsaid.ReplaceAllFunc(a.Body, func(place []byte) []byte {
			key := string(unsaid.FindSubmatch(place)[1])
			text, ok := texts(key)
			unknown[key] = unknown[key] || !ok
			literal, _ := json.Marshal(text) // a text always can be one
			return []byte(asString.Replace(string(literal[1 : len(literal)-1])))
		})
		all[i] = Asset{Name: Fingerprint(a.Logical, body), Logical: a.Logical, Body: body}
	}
	var wrong []*Error
	for _, key := range slices.Sorted(maps.Keys(unknown)) {
		if unknown[key] {
			wrong = append(wrong, &Error{
				Position: findText(fsys, key),
				Reason:   fmt.Sprintf("unknown text %q%s", key, diag.DidYouMean(key, keys).Or("; add it to texts/en.toml of the theme")),
			})
		}
	}
	return all, join(wrong)
}

// findText is where a script first says a text.
func findText(fsys fs.FS, key string) diag.Position {
	for _, pattern := range append([]string{assetFolder + "/*"}, joinOrder...) {
		files, _ := fs.Glob(fsys, pattern+".js") // the patterns are well formed
		for _, file := range files {
			body, _ := fs.ReadFile(fsys, file) // it was read before
			for _, at := range scriptText.FindAllSubmatchIndex(body, -1) {
				if string(body[at[2]:at[3]]) == key {
					return position(file, string(body), at[2])
				}
			}
		}
	}
	return diag.Position{File: scriptName}
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
