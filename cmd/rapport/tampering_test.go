package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"rapport/generator/effort"
	"rapport/generator/headers"
)

// A tampering is a kind of it: with what was published, or with what a host answers. It is found by verify, by the browser
// that opens a sealed portal, by both or by neither, and THREATS.md tells by whom.
type tampering struct {
	kind   string                        // as THREATS.md has it
	folder func(p *scene)                // what is done to the files,
	host   func(p *scene, a *reply)      // or to what a host answers,
	pack   func(p *scene, w *zip.Writer) // or to a zip
	says   string                        // what stands in a line of verify's; "" where it finds nothing
	sent   string                        // what it says at an address, where that is something else
	hidden bool                          // verify finds nothing at an address
	shows  string                        // what the browser shows of the journal, by outcomes; "" for what it does not notice
}

// The outcomes in a browser, and the conditions that tell them.
const (
	damaged = "not shown: damaged"
	mixed   = "not shown: parts of two versions"
	missing = "not shown: nothing there"
	offline = "not shown: no connection"
	older   = "shown with the day, and that it is an older version"
	same    = "shown as it was built"
)

// outcomes are conditions of scripts. What can't be opened for want of the portal's key is said in words of the worker's own.
var outcomes = map[string]string{
	damaged: heading("changed or damaged|^Damaged"),
	mixed:   heading("parts of two versions"),
	missing: heading("There is no page|^Not found"),
	offline: heading("connection|^Offline"),
	older:   `document.querySelector(".seal-warn")?.textContent.includes("17 October 2026")`,
	same:    `document.querySelector("main")?.textContent.includes("Anders") && !document.querySelector(".seal-warn")`,
}

func heading(says string) string {
	return "/" + says + "/.test(document.querySelector('h1')?.textContent)"
}

const (
	notBuilt = "not what was built"
	gone     = "not published"
	stranger = "no build made this file"
	journal  = "shop/journal.html" // of the sealed portal
	people   = "people.html"       // of it too
	openIn   = "birch-7k2m9q/"     // the portal that all may read
	sealedIn = "p7k2/"
)

// A scene is a copy of what was published of a workspace, to be tampered with.
type scene struct {
	*host
	dir    string
	before string // what a build of the day before published
	left   map[string]bool
}

func newScene(t *testing.T, work int) *scene {
	h := newHost(t, work)
	p := &scene{host: h, before: h.path("before")}
	if err := os.CopyFS(p.before, os.DirFS(h.path("public"))); err != nil {
		t.Fatal(err)
	}
	h.edit("content/clients/acme/shop/journal/2026-10-15-zwelfert.md", "title: Zwelfert", "title: Anders")
	h.asOf = "2026-10-17T09:00:00+02:00"
	h.rapport("build")
	return p
}

// forTest is the scene of another test.
func (p *scene) forTest(t *testing.T) *scene {
	own := &host{t: t, dir: p.host.dir, work: p.work, login: p.login, password: p.password, asOf: p.asOf}
	return &scene{host: own, dir: p.dir, before: p.before, left: map[string]bool{}}
}

// copied is a fresh copy of what was published.
func (p *scene) copied(t *testing.T) *scene {
	t.Helper()
	c := p.forTest(t)
	c.dir = filepath.Join(t.TempDir(), "public")
	err := filepath.WalkDir(p.path("public"), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(p.path("public"), name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(c.dir, rel), 0o755)
		}
		return os.Link(name, filepath.Join(c.dir, rel)) // put makes another file
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (p *scene) at(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *scene) get(name string) []byte { return p.read(p.at(name)) }

func (p *scene) put(name string, body []byte) {
	p.t.Helper()
	if err := os.RemoveAll(p.at(name)); err != nil {
		p.t.Fatal(err)
	}
	p.write(p.at(name), body)
}

func (p *scene) remove(name string) {
	p.t.Helper()
	if err := os.Remove(p.at(name)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *scene) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// of is where a file of the sealed portal is published.
func (p *scene) of(name string) string { return p.sealed(name)[1:] }

// named is the one file of a folder whose name ends so.
func (p *scene) named(folder, ending string) string {
	p.t.Helper()
	found, err := filepath.Glob(p.at(folder + "*" + ending))
	if err != nil || len(found) == 0 {
		p.t.Fatalf("%s has no %s", folder, ending)
	}
	rel, err := filepath.Rel(p.dir, found[0])
	p.must(err)
	return filepath.ToSlash(rel)
}

// old is a file of the build before.
func (p *scene) old(name string) []byte { return p.read(filepath.Join(p.before, name)) }

// seal seals a file anew, as one who can read the portal can.
func (p *scene) seal(name string, change func(head map[string]any, body []byte) []byte) {
	p.t.Helper()
	var keys struct{ Key string }
	p.must(json.Unmarshal(p.read(".rapport/seal/acme/keys.json"), &keys))
	identity, err := age.ParseX25519Identity(keys.Key)
	p.must(err)
	opened, err := age.Decrypt(bytes.NewReader(p.get(p.of(name))), identity)
	p.must(err)
	text, err := io.ReadAll(opened)
	p.must(err)
	line, packed, _ := bytes.Cut(text, []byte("\n"))
	head := map[string]any{}
	p.must(json.Unmarshal(line, &head))
	packed = packed[:int(head["packed"].(float64))]
	if head["gzip"] == true {
		unpacked, err := gzip.NewReader(bytes.NewReader(packed))
		p.must(err)
		packed, err = io.ReadAll(unpacked)
		p.must(err)
	}
	body := change(head, packed)
	head["size"], head["packed"], head["gzip"] = len(body), len(body), false
	line, err = json.Marshal(head)
	p.must(err)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, identity.Recipient())
	p.must(err)
	_, err = w.Write(slices.Concat(line, []byte("\n"), body))
	p.must(err)
	p.must(w.Close())
	p.put(p.of(name), out.Bytes())
}

// A reply is what a host is about to send.
type reply struct {
	path   string
	asked  *http.Request
	status int
	header http.Header
	body   []byte
	early  string // a link that is sent ahead
}

// answers has a host serve the place, and change its answers.
func (p *scene) answers(change func(*scene, *reply)) http.Handler {
	rules := headers.Parse(p.get("_headers"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := p.honest(r, rules)
		if change != nil {
			change(p, a)
		}
		if a.early != "" {
			w.Header().Set("Link", a.early)
			w.WriteHeader(http.StatusEarlyHints)
			w.Header().Del("Link")
		}
		for name, values := range a.header {
			w.Header()[name] = values
		}
		w.WriteHeader(a.status)
		w.Write(a.body)
	})
}

// honest is what a host answers that does as it was asked, and lists no folders.
func (p *scene) honest(r *http.Request, rules []headers.Rule) *reply {
	a := &reply{path: r.URL.Path, asked: r, status: http.StatusOK, header: http.Header{"Cache-Control": {"no-cache"}}}
	for _, h := range headers.Of(rules, r.URL.Path) {
		a.header.Set(h.Name, h.Value)
	}
	name := path.Join("/", r.URL.Path)
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	info, err := os.Stat(p.at(name))
	if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(name, "/_") {
		a.status, name = http.StatusNotFound, "/404.html"
	}
	a.header.Set("Content-Type", or(mime.TypeByExtension(path.Ext(name)), "application/octet-stream"))
	if name == "/404.html" {
		if _, err := os.Stat(p.at(name)); err != nil {
			return a
		}
	}
	a.body = p.get(name)
	return a
}

// verify runs the command on a folder, a zip or an address, and returns what it finds.
func (p *scene) verify(what string) string {
	p.t.Helper()
	status, out, errors := p.try("verify", what)
	if status != statusDone && status != statusContent || (status == statusContent) != (out != "") {
		p.t.Errorf("verify %s ends with %d:\n%s%s", what, status, out, errors)
	}
	return out
}

// zipped is the place as a zip.
func (p *scene) zipped(more func(*scene, *zip.Writer)) string {
	p.t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	p.must(filepath.WalkDir(p.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(p.dir, name)
		if err == nil && !p.left[filepath.ToSlash(rel)] {
			err = addTo(w, &zip.FileHeader{Name: filepath.ToSlash(rel)}, p.read(name))
		}
		return err
	}))
	more(p, w)
	p.must(w.Close())
	p.write(p.dir+".zip", b.Bytes())
	return p.dir + ".zip"
}

func addTo(w *zip.Writer, header *zip.FileHeader, body []byte) error {
	to, err := w.CreateHeader(header)
	if err == nil {
		_, err = to.Write(body)
	}
	return err
}

// Changes of a file.
var (
	flip  = func(b []byte) []byte { b = slices.Clone(b); b[len(b)-1] ^= 1; return b }
	cut   = func(b []byte) []byte { return b[:len(b)-40] }
	empty = func([]byte) []byte { return nil }
	with  = func(more string) func([]byte) []byte {
		return func(b []byte) []byte { return append(slices.Clone(b), more...) }
	}
	each = func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(new)) }
	}
)

// changes is a tampering with one file, of which name is what stands in the place.
func changes(name string, change func([]byte) []byte) func(*scene) {
	return func(p *scene) { p.put(name, change(p.get(name))) }
}

// ofJournal is a tampering with what is sealed of the journal.
func ofJournal(change func([]byte) []byte) func(*scene) {
	return func(p *scene) { p.put(p.of(journal), change(p.get(p.of(journal)))) }
}

// asset is a tampering with the file of a folder whose name ends so.
func asset(folder, ending string, change func([]byte) []byte) func(*scene) {
	return func(p *scene) { changes(p.named(folder, ending), change)(p) }
}

// adds is a tampering with one more file.
func adds(name, body string) func(*scene) {
	return func(p *scene) { p.put(name, []byte(body)) }
}

// sends is a host that sends a header with everything, or with paths that end so; "" for none of it.
func sends(header, value string, endings ...string) func(*scene, *reply) {
	return func(_ *scene, a *reply) {
		if a.status != http.StatusOK || len(endings) > 0 && !slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(a.path, e) }) {
			return
		}
		if a.header.Set(header, value); value == "" {
			a.header.Del(header)
		}
	}
}

// gives is a host that answers otherwise at one path.
func gives(at string, change func(p *scene, a *reply)) func(*scene, *reply) {
	return func(p *scene, a *reply) {
		if a.path == "/"+at {
			change(p, a)
		}
	}
}

// showing is a change of what a host shows.
func showing(status int, body string) func(*scene, *reply) {
	return func(_ *scene, a *reply) { a.status, a.body = status, []byte(body) }
}

// ofSealed has a host change its answer at what is sealed of the journal.
func ofSealed(change func(p *scene, a *reply)) func(*scene, *reply) {
	return func(p *scene, a *reply) {
		if a.path == "/"+p.of(journal) {
			change(p, a)
		}
	}
}

func leads(to string) func(*scene, *reply) {
	return func(_ *scene, a *reply) {
		a.status = http.StatusFound
		a.header.Set("Location", to)
	}
}

const script = `<script src="https://count.example/count.js"></script>`

var tamperings = []tampering{
	// What is sealed.
	{kind: "one bit of a sealed file is turned", folder: ofJournal(flip), says: "does not open; it was changed or is damaged", shows: damaged},
	{kind: "a sealed file is cut short", folder: ofJournal(cut), says: "does not open; it was changed or is damaged", shows: damaged},
	{kind: "something is put behind a sealed file", folder: ofJournal(with("x")), says: "does not open; it was changed or is damaged", shows: damaged},
	{kind: "a sealed file is empty", folder: ofJournal(empty), says: "not sealed: everybody can read what stands there", shows: missing},
	{kind: "a page stands where a sealed file was", folder: ofJournal(func([]byte) []byte { return []byte("<!doctype html>" + script) }), says: "not sealed: everybody can read what stands there", shows: missing},
	{kind: "a sealed file is missing", folder: func(p *scene) { p.remove(p.of(journal)) }, says: gone, shows: missing},
	{kind: "a sealed file has another name", folder: func(p *scene) {
		p.put(sealedIn+"_seal/d/0123456789012345678901234567890123456789.age", p.get(p.of(journal)))
		p.remove(p.of(journal))
	}, says: gone, shows: missing},
	{kind: "two sealed files stand in each other's place", folder: func(p *scene) {
		one, other := p.get(p.of(journal)), p.get(p.of(people))
		p.put(p.of(journal), other)
		p.put(p.of(people), one)
	}, says: "another file stands in its place", shows: damaged},
	{kind: "a sealed file of the build before stands beside those of today", folder: func(p *scene) { p.put(p.of(journal), p.old(p.of(journal))) }, says: notBuilt, shows: mixed},
	{kind: "a file that is sealed for somebody else", folder: ofJournal(func([]byte) []byte {
		identity, err := age.GenerateX25519Identity()
		if err != nil {
			panic(err) // of chance alone
		}
		var b bytes.Buffer
		w, err := age.Encrypt(&b, identity.Recipient())
		if err == nil {
			_, err = io.WriteString(w, "{}\n")
		}
		if err != nil || w.Close() != nil {
			panic(err) // into memory
		}
		return b.Bytes()
	}), says: "does not open; it was changed or is damaged", shows: damaged},
	{kind: "a reader who has the host's account seals another page", folder: func(p *scene) {
		p.seal(journal, func(head map[string]any, body []byte) []byte {
			head["sum"] = "forged"
			return each("Anders", "Gefälscht")(body)
		})
	}, says: notBuilt, shows: mixed},
	{kind: "a reader who has the host's account seals another page, and an index that names it", folder: func(p *scene) {
		p.seal(journal, func(head map[string]any, body []byte) []byte {
			head["sum"] = "forged"
			return each("Anders", "Gefälscht")(body)
		})
		p.seal(".index", func(head map[string]any, body []byte) []byte {
			var index map[string]any
			p.must(json.Unmarshal(body, &index))
			index["files"].(map[string]any)[journal] = "forged"
			body, err := json.Marshal(index)
			p.must(err)
			return body
		})
	}, says: notBuilt},
	{kind: "the index of the build before stands beside the files of today", folder: func(p *scene) { p.put(p.of(".index"), p.old(p.of(".index"))) }, says: notBuilt, shows: mixed},
	{kind: "the index is damaged", folder: func(p *scene) { p.put(p.of(".index"), flip(p.get(p.of(".index")))) }, says: "does not open; it was changed or is damaged", shows: damaged},
	{kind: "the portal's key is damaged (`portal.age`)", folder: changes(sealedIn+"_seal/portal.age", flip), says: notBuilt, shows: damaged},
	{kind: "the portal's key is missing", folder: func(p *scene) { p.remove(sealedIn + "_seal/portal.age") }, says: gone, shows: missing},
	{kind: "a person's wrapped key is changed (`_seal/k`)", folder: func(p *scene) { changes(p.named(sealedIn+"_seal/k/", ".age"), flip)(p) }, says: notBuilt, shows: same},
	{kind: "a whole deploy of the day before", folder: func(p *scene) {
		p.must(os.RemoveAll(p.dir))
		p.must(os.CopyFS(p.dir, os.DirFS(p.before)))
	}, says: notBuilt, shows: older},
	{kind: "half of the deploy before, half of today's", folder: func(p *scene) {
		for _, name := range []string{journal, "index.html", "shop/index.html"} {
			p.put(p.of(name), p.old(p.of(name)))
		}
	}, says: notBuilt, shows: mixed},

	// What runs on the origin of a sealed portal, and could take the next passphrase.
	{kind: "the door is changed", folder: changes(sealedIn+"index.html", with(script)), says: notBuilt},
	{kind: "the worker is changed (`sw.js`)", folder: changes(sealedIn+"sw.js", with("steal()")), says: notBuilt},
	{kind: "the worker is missing", folder: func(p *scene) { p.remove(sealedIn + "sw.js") }, says: gone},
	{kind: "the script that takes the passphrase is changed (`unlock.js`)", folder: changes(sealedIn+"_seal/unlock.js", with("steal()")), says: notBuilt},
	{kind: "what decrypts is changed (`portal.js`, `age.js`)", folder: changes(sealedIn+"_seal/age.js", with("steal()")), says: notBuilt},
	{kind: "what asks for a passkey is changed (`device.js`, `passkey.js`)", folder: changes(sealedIn+"_seal/passkey.js", with("steal()")), says: notBuilt},
	{kind: "the style or a typeface of the door is changed", folder: asset(sealedIn+"_seal/look/style", ".css", with("main{display:none}")), says: notBuilt},
	{kind: "the page of missing addresses is changed (`404.html`)", folder: changes("404.html", with(script)), says: notBuilt},
	{kind: "its script is changed (`deep.js`)", folder: asset("assets/deep", ".js", with("steal()")), says: notBuilt},

	// Open portals, and what stands beside them.
	{kind: "a script is put into a page", folder: changes(openIn+"index.html", with(script)), says: notBuilt},
	{kind: "a host counts visits: a line of its own in each page", folder: func(p *scene) {
		for _, name := range []string{"index.html", "people.html", "help.html"} {
			changes(openIn+name, each("</head>", script+"</head>"))(p)
		}
	}, says: notBuilt},
	{kind: "a figure is changed", folder: changes(openIn+"desk/data/agreement-1.txt", with("1")), says: notBuilt},
	{kind: "a byte order mark is put in front", folder: changes(openIn+"people.html", func(b []byte) []byte { return slices.Concat([]byte("\ufeff"), b) }), says: notBuilt},
	{kind: "line ends are changed", folder: changes(openIn+"people.html", each("\n", "\r\n")), says: notBuilt},
	{kind: "a page is minified again", folder: changes(openIn+"people.html", each(">\n", ">")), says: notBuilt},
	{kind: "a page is written in another encoding", folder: changes(openIn+"people.html", func(b []byte) []byte {
		var wide []byte
		for _, c := range b {
			wide = append(wide, c, 0)
		}
		return wide
	}), says: notBuilt},
	{kind: "a page is empty", folder: changes(openIn+"people.html", empty), says: notBuilt},
	{kind: "a page is missing", folder: func(p *scene) { p.remove(openIn + "people.html") }, says: gone},
	{kind: "a page of another portal stands in the place of one", folder: func(p *scene) { p.put(openIn+"index.html", p.get("index.html")) }, says: notBuilt},
	{kind: "the case of a name is changed", folder: func(p *scene) {
		p.put(openIn+"People.html", p.get(openIn+"people.html"))
		p.remove(openIn + "people.html")
	}, says: gone},
	{kind: "the search index is changed", folder: changes(openIn+"search.js", with("//")), says: notBuilt},
	{kind: "a script of the theme is changed", folder: asset(openIn+"assets/app", ".js", with("steal()")), says: notBuilt},
	{kind: "a stylesheet is changed", folder: asset(openIn+"assets/style", ".css", with("p{display:none}")), says: notBuilt},
	{kind: "a typeface is changed", folder: asset("assets/inter.", ".woff2", flip), says: notBuilt},
	{kind: "a picture is changed", folder: asset("assets/icon", ".svg", each("</svg>", "<script>steal()</script></svg>")), says: notBuilt},
	{kind: "the icon is changed (`favicon`)", folder: changes("favicon.svg", each("</svg>", "<script>steal()</script></svg>")), says: notBuilt},
	{kind: "a calendar is changed", folder: changes(openIn+"calendar.ics", each("SUMMARY:", "SUMMARY:Pay first. ")), says: notBuilt},
	{kind: "the news are changed (`feed.xml`)", folder: changes(openIn+"feed.xml", each("<title>", "<title>Pay first. ")), says: notBuilt},
	{kind: "the page at the root is changed", folder: changes("index.html", with(script)), says: notBuilt},
	{kind: "search engines are let in (`robots.txt`)", folder: changes("robots.txt", empty), says: notBuilt},
	{kind: "`_headers` asks for less", folder: changes("_headers", each("default-src 'none'", "default-src *")), says: notBuilt, sent: "Content-Security-Policy is \"default-src *;"},
	{kind: "`_redirects` leads elsewhere", folder: changes("_redirects", with("/p7k2/* https://elsewhere.example/:splat 200!\n")), says: notBuilt, hidden: true},
	{kind: "`.nojekyll` is missing, so that a host leaves out what begins with `_`", folder: func(p *scene) { p.remove(".nojekyll") }, says: gone, hidden: true},

	// What no build made.
	{kind: "one more page", folder: adds(openIn+"invoice.html", script), says: stranger, hidden: true},
	{kind: "one more script", folder: adds(openIn+"assets/spy.js", "steal()"), says: stranger, hidden: true},
	{kind: "one more sealed file", folder: adds(sealedIn+"_seal/d/0123456789012345678901234567890123456789.age", "x"), says: stranger, hidden: true},
	{kind: "a worker in the place of none", folder: adds(openIn+"sw.js", "steal()"), says: stranger, hidden: true},
	{kind: "a hidden file", folder: adds(openIn+".htaccess", "Header unset Content-Security-Policy"), says: stranger, hidden: true},
	{kind: "`.well-known`", folder: adds(".well-known/assetlinks.json", "[]"), says: stranger, hidden: true},
	{kind: "a file in a folder with a name of Rapport's own", folder: adds(".rapport-staging/invoice.html", script), says: stranger, hidden: true},
	{kind: "a name that looks like another (accents in two ways, a letter of another alphabet)", folder: adds(openIn+"peоple.html", script), says: stranger, hidden: true},
	{kind: "the folder of another client, or of one that was removed", folder: adds("kestrel/index.html", script), says: stranger, hidden: true},
	{kind: "a link to a folder elsewhere", folder: func(p *scene) { p.must(os.Symlink(os.TempDir(), p.at("more"))) }, says: stranger, hidden: true},
	{kind: "a link out of the folder in the place of a file", folder: func(p *scene) {
		p.write(p.dir+".html", p.get(openIn+"people.html"))
		p.remove(openIn + "people.html")
		p.must(os.Symlink(p.dir+".html", p.at(openIn+"people.html")))
	}, says: openIn + "people.html: ", hidden: true},
	{kind: "a folder in the place of a file", folder: func(p *scene) {
		p.remove(openIn + "people.html")
		p.put(openIn+"people.html/index.html", nil)
	}, says: gone},
	{kind: "a second name for a file, or a link to it beside it, of the same bytes", folder: func(p *scene) {
		p.remove("robots.txt")
		p.put("robots.txt", p.read("public/robots.txt"))
		p.must(os.Rename(p.at("robots.txt"), p.dir+".txt"))
		p.must(os.Link(p.dir+".txt", p.at("robots.txt")))
	}},

	// A zip.
	{kind: "a zip with two files of one name", pack: func(p *scene, w *zip.Writer) { p.must(addTo(w, &zip.FileHeader{Name: "robots.txt"}, nil)) }, says: "robots.txt: stands in the zip more than once"},
	{kind: "a zip with a name that leads out of it", pack: func(p *scene, w *zip.Writer) { p.must(addTo(w, &zip.FileHeader{Name: "../robots.txt"}, nil)) }, says: `"../robots.txt": the name leads out of the zip`},
	{kind: "a zip with a name of another system (`a\\b`, `/a`)", pack: func(p *scene, w *zip.Writer) { p.must(addTo(w, &zip.FileHeader{Name: `x\robots.txt`}, nil)) }, says: `the name leads out of the zip, or means something else`},
	{kind: "a zip of which a file is encrypted", pack: func(p *scene, w *zip.Writer) {
		p.must(addTo(w, &zip.FileHeader{Name: "robots.txt", Flags: 1}, p.get("robots.txt")))
	}, says: "robots.txt: is encrypted, so that nobody can tell what it is"},
	{kind: "a zip with a link in the place of a file", pack: func(p *scene, w *zip.Writer) {
		h := &zip.FileHeader{Name: "robots.txt"}
		h.SetMode(fs.ModeSymlink | 0o777)
		p.must(addTo(w, h, []byte("/etc/hosts")))
	}, says: "robots.txt: " + gone},
	{kind: "a zip with one more folder", pack: func(p *scene, w *zip.Writer) { p.must(addTo(w, &zip.FileHeader{Name: "more/x.html"}, nil)) }, says: "more/x.html: " + stranger},
	{kind: "a zip with a comment, or something in front of it", pack: func(p *scene, w *zip.Writer) { p.must(w.SetComment("x")) }},

	// Headers.
	{kind: "a host sends none of the headers", host: func(_ *scene, a *reply) { a.header = http.Header{"Content-Type": a.header["Content-Type"]} }, says: "Content-Security-Policy is not sent", shows: same},
	{kind: "no `Content-Security-Policy`", host: sends("Content-Security-Policy", ""), says: "Content-Security-Policy is not sent", shows: same},
	{kind: "a policy that lets scripts run that stand in pages (`'unsafe-inline'`)", host: sends("Content-Security-Policy", "default-src 'self' 'unsafe-inline'", ".html"), says: "Content-Security-Policy is \"default-src 'self' 'unsafe-inline'\", and not", shows: same},
	{kind: "a policy that lets everything load (`*`)", host: sends("Content-Security-Policy", "default-src *", ".html"), says: "Content-Security-Policy is \"default-src *\", and not", shows: same},
	{kind: "two policies", host: func(_ *scene, a *reply) { a.header.Add("Content-Security-Policy", "img-src *") }, says: "Content-Security-Policy is ", shows: same},
	{kind: "a policy that only reports", host: sends("Content-Security-Policy-Report-Only", "default-src 'self'; report-uri https://count.example"), says: "Content-Security-Policy-Report-Only: default-src 'self'; report-uri https://count.example was added, which has browsers tell somebody else", shows: same},
	{kind: "no `X-Content-Type-Options`", host: sends("X-Content-Type-Options", ""), says: "X-Content-Type-Options is not sent", shows: same},
	{kind: "no `X-Frame-Options`", host: sends("X-Frame-Options", ""), says: "X-Frame-Options is not sent"},
	{kind: "no `Referrer-Policy`, or one that tells addresses", host: sends("Referrer-Policy", "unsafe-url"), says: `Referrer-Policy is "unsafe-url", and not "no-referrer"`, shows: same},
	{kind: "no `X-Robots-Tag`", host: sends("X-Robots-Tag", ""), says: "X-Robots-Tag is not sent"},
	{kind: "no `Permissions-Policy`", host: sends("Permissions-Policy", ""), says: "Permissions-Policy is not sent"},
	{kind: "an old worker is kept (`Cache-Control` of `sw.js`)", host: sends("Cache-Control", "max-age=86400", "sw.js"), says: `p7k2/sw.js: Cache-Control is "max-age=86400", and not "no-cache"`, shows: same},
	{kind: "old pages are kept (`Cache-Control`, `Expires`)", host: sends("Cache-Control", "public, max-age=31536000", ".html"), says: "Cache-Control: public, max-age=31536000 was added, so that readers see for more than a day what was replaced"},
	{kind: "what never changes is not kept", host: func(_ *scene, a *reply) {
		if strings.Contains(a.path, "/assets/") {
			a.header.Set("Cache-Control", "no-store")
		}
	}, says: `Cache-Control is "no-store", and not "public, max-age=31536000, immutable"`},
	{kind: "a worker may serve other portals (`Service-Worker-Allowed`)", host: sends("Service-Worker-Allowed", "/"), says: "Service-Worker-Allowed: / was added, which lets a worker of one portal serve the others"},
	{kind: "a cookie", host: sends("Set-Cookie", "id=7"), says: "Set-Cookie: id=7 was added, which gives each reader a mark"},
	{kind: "other pages may read (`Access-Control-Allow-Origin`)", host: sends("Access-Control-Allow-Origin", "*"), says: "Access-Control-Allow-Origin: * was added, which lets pages of other hosts read this"},
	{kind: "something is loaded with the page (`Link`)", host: sends("Link", "<https://count.example/count.js>; rel=preload; as=script"), says: "rel=preload; as=script was added, which has browsers load something else"},
	{kind: "something is loaded before the page (`103 Early Hints`)", host: func(_ *scene, a *reply) { a.early = "<https://count.example/count.js>; rel=preload; as=script" }, says: "rel=preload; as=script was added, which has browsers load something else"},
	{kind: "pages are loaded that nobody opened (`Speculation-Rules`)", host: sends("Speculation-Rules", `"/rules.json"`), says: "Speculation-Rules: \"/rules.json\" was added, which has browsers load something else"},
	{kind: "readers are led elsewhere (`Refresh`)", host: sends("Refresh", "0; url=https://elsewhere.example"), says: "Refresh: 0; url=https://elsewhere.example was added, which leads readers elsewhere"},
	{kind: "browsers tell what is read (`NEL`, `Report-To`, `Reporting-Endpoints`)", host: sends("NEL", `{"report_to":"x","success_fraction":1}`), says: "Nel: ", shows: same},
	{kind: "browsers forget keys (`Clear-Site-Data`)", host: sends("Clear-Site-Data", `"*"`), says: "Clear-Site-Data: \"*\" was added, which has browsers forget keys"},
	{kind: "browsers are asked for more about the machine (`Accept-CH`)", host: sends("Accept-CH", "Sec-CH-UA-Model"), says: "Accept-Ch: Sec-CH-UA-Model was added"},
	{kind: "another server is named for what comes later (`Alt-Svc`)", host: sends("Alt-Svc", `h2="elsewhere.example:443"`)},

	// Types.
	{kind: "a picture is sent as a page", host: sends("Content-Type", "text/html", ".svg"), says: `Content-Type is "text/html", so that browsers run what stands in it`},
	{kind: "a text is sent as a page", host: sends("Content-Type", "application/xhtml+xml", ".txt"), says: `Content-Type is "application/xhtml+xml", so that browsers run what stands in it`},
	{kind: "a sealed file is sent as a page", host: sends("Content-Type", "text/html", ".age"), says: `Content-Type is "text/html", so that browsers run what stands in it`, shows: same},
	{kind: "a page is sent as text", host: sends("Content-Type", "text/plain", ".html"), says: `Content-Type is "text/plain", and not "text/html"`},
	{kind: "a script or a style is sent as text", host: sends("Content-Type", "text/plain", ".css", ".js"), says: `Content-Type is "text/plain", and not "text/`},
	{kind: "pages are sent as of another encoding (`charset`)", host: sends("Content-Type", "text/html; charset=iso-2022-jp", ".html"), says: `Content-Type is "text/html; charset=iso-2022-jp", so that browsers read other letters in it`, shows: same},
	{kind: "two types", host: func(_ *scene, a *reply) {
		if strings.HasSuffix(a.path, ".svg") {
			a.header.Add("Content-Type", "text/html")
		}
	}, says: "Content-Type is sent more than once"},
	{kind: "pages are saved in the place of shown (`Content-Disposition`)", host: sends("Content-Disposition", "attachment", ".html"), says: "Content-Disposition: attachment was added"},

	// Answers.
	{kind: "readers are led to another host", host: gives(openIn+"people.html", leads("https://elsewhere.example/people.html")), says: "the host leads elsewhere"},
	{kind: "readers are led to another page of the host", host: gives(openIn+"people.html", leads("/"+openIn+"help.html")), says: notBuilt},
	{kind: "readers are led round and round", host: gives(openIn+"people.html", leads("/"+openIn+"people.html")), says: "the host leads elsewhere"},
	{kind: "a sealed file leads elsewhere", host: ofSealed(leads("/" + openIn + "people.html")), says: "not sealed: everybody can read what stands there", shows: offline},
	{kind: "another page where a folder's is asked for by its whole name (`index.html`)", host: gives(openIn+"index.html", showing(200, script)), says: notBuilt + ", where it is asked for by its whole name"},
	{kind: "a part in the place of the whole (206)", host: gives(openIn+"people.html", func(_ *scene, a *reply) { a.status, a.body = http.StatusPartialContent, a.body[:99] }), says: "the host answers 206 Partial Content"},
	{kind: "a part of a sealed file in the place of the whole", host: ofSealed(func(_ *scene, a *reply) { a.status, a.body = http.StatusPartialContent, a.body[:999] }), says: "the host answers 206 Partial Content", shows: damaged},
	{kind: "an answer breaks off", host: gives(openIn+"people.html", func(_ *scene, a *reply) {
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		a.body = a.body[:99]
	}), says: "unexpected EOF"},
	{kind: "a sealed file is packed and does not say so", host: ofSealed(func(_ *scene, a *reply) { a.body = packed(a.body) }), says: "not sealed", shows: missing},
	{kind: "a page is packed in a way that nobody asked for", host: gives(openIn+"people.html", func(_ *scene, a *reply) { a.header.Set("Content-Encoding", "br") }), says: "the answer is packed (br)"},
	{kind: "the host fails (500)", host: gives(openIn+"people.html", showing(502, "")), says: "the host answers 502 Bad Gateway"},
	{kind: "the host fails to give a sealed file", host: ofSealed(showing(502, "")), says: "the host answers 502 Bad Gateway", shows: offline},
	{kind: "the host asks for a password", host: func(_ *scene, a *reply) { a.status = http.StatusUnauthorized }, says: "the host answers 401 Unauthorized"},
	{kind: "a page for every address (404 as 200)", host: func(_ *scene, a *reply) {
		if a.status == http.StatusNotFound {
			a.status = http.StatusOK
		}
	}, says: "for an address at which nothing stands the host answers 200, and not 404"},
	{kind: "a page of the host's where nothing stands", host: func(_ *scene, a *reply) {
		if a.status == http.StatusNotFound {
			a.body = []byte("Not found")
		}
	}, says: "the host shows a page of its own"},
	{kind: "the host lists its folders", host: gives("assets/", showing(200, "<a href=app.js>app.js</a>")), says: "the host lists what stands in a folder"},
	{kind: "the workspace is published, with its content and keys", host: gives("content/provider.md", showing(200, "---")), says: "/content/provider.md: the workspace itself is published"},
	{kind: "another answer to some readers, by browser, network or cookie", host: func(_ *scene, a *reply) {
		if strings.Contains(a.asked.UserAgent(), "Mozilla") && a.path == "/"+openIn+"people.html" {
			a.body = []byte(script)
		}
	}},
	{kind: "a page at an address to which nothing leads", host: func(_ *scene, a *reply) {
		if a.path == "/"+openIn+"invoice" {
			a.status, a.body = http.StatusOK, []byte(script)
		}
	}},
}

func packed(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(body) // into memory
	w.Close()
	return b.Bytes()
}

func TestTamperingIsFoundByWhomItIsSaidToBe(t *testing.T) {
	if len(tamperings) < 60 {
		t.Errorf("%d kinds are few", len(tamperings))
	}
	p := newScene(t, quickWork)
	untouched := p.copied(t)
	server := httptest.NewServer(untouched.answers(nil))
	defer server.Close()
	for _, what := range []string{untouched.dir, untouched.zipped(func(*scene, *zip.Writer) {}), server.URL} {
		if out := untouched.verify(what); out != "" {
			t.Errorf("of what nobody touched verify says:\n%s", out)
		}
	}
	for i, k := range tamperings {
		if !effort.Slow && i%3 != 0 {
			continue // all of them take some seconds
		}
		t.Run(k.kind, func(t *testing.T) {
			t.Parallel()
			if k.host != nil {
				finds(t, untouched.forTest(t).asked(k.host), k.says)
				return
			}
			p := p.copied(t)
			switch {
			case k.folder != nil:
				k.folder(p)
				finds(t, p.verify(p.dir), k.says)
				if effort.Slow {
					finds(t, p.asked(nil), map[bool]string{false: or(k.sent, k.says)}[k.hidden])
				}
			case k.pack != nil:
				p.left["robots.txt"] = strings.HasPrefix(k.says, "robots.txt: is") || strings.HasPrefix(k.says, "robots.txt: not")
				finds(t, p.verify(p.zipped(k.pack)), k.says)
			}
		})
	}
}

// asked is what verify finds at a host.
func (p *scene) asked(change func(*scene, *reply)) string {
	server := httptest.NewServer(p.answers(change))
	defer server.Close()
	return p.verify(server.URL)
}

func finds(t *testing.T, out, says string) {
	t.Helper()
	if !strings.Contains(out, says) || says == "" && out != "" {
		t.Errorf("verify does not say %q:\n%.2000s", says, out)
	}
}

// The list of kinds is THREATS.md's.
func TestThreatsTellWhoFindsWhichTampering(t *testing.T) {
	const file, begin = "../../generator/seal/THREATS.md", "| what is done | `verify` | a browser, where a portal is sealed |\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, _ := strings.Cut("\n"+rest, "\n\n")
	var b strings.Builder
	b.WriteString("| --- | --- | --- |\n")
	for _, k := range tamperings {
		verify := "finds it"
		switch {
		case k.says == "":
			verify = "**no**"
		case k.hidden:
			verify = "finds it in a folder or a zip"
		}
		b.WriteString("| " + k.kind + " | " + verify + " | " + strings.TrimPrefix(k.shows+" |\n", " "))
	}
	want := before + begin + b.String() + "\n" + after
	if *updateStatus && found {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(text)); diff != "" || !found {
		t.Errorf("go test ./cmd/rapport -run Threats -update, if this is as it should be (-want +got):\n%s", diff)
	}
}
