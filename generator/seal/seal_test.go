package seal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/locale"
	"rapport/generator/output"
	"rapport/generator/published"
	"rapport/generator/source"
	"rapport/generator/testprogram"
)

// person makes a reader and its secret key, once for each name.
func person(t testing.TB, name string) (Reader, string, string) {
	t.Helper()
	people.Lock()
	defer people.Unlock()
	if p, ok := people.known[name]; ok {
		return p.Reader, p.passphrase, p.secret
	}
	r, passphrase, secret := newPerson(t, name)
	people.known[name] = known{r, passphrase, secret}
	return r, passphrase, secret
}

type known struct {
	Reader
	passphrase, secret string
}

var people = struct {
	sync.Mutex
	known map[string]known
}{known: map[string]known{}}

func newPerson(t testing.TB, name string) (Reader, string, string) {
	t.Helper()
	r, passphrase, err := NewReader(name, 10)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := Unwrap(r.Wrapped, func() (string, error) { return passphrase, nil })
	if err != nil {
		t.Fatal(err)
	}
	return r, passphrase, secret
}

func english(t testing.TB) *locale.Texts {
	t.Helper()
	var problems diag.List
	texts, err := locale.LoadTexts([]locale.Layer{{FS: os.DirFS("../../themes/default"), Name: "themes/default"}}, "en-GB", &problems)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func portal(t testing.TB, readers []Reader, files ...output.File) Portal {
	return Portal{
		Client: "korenaar", Address: "k7", Provider: "Studio Noord", Policy: "default-src 'none'",
		Texts: english(t), Readers: Readers{People: readers}, Files: files, Jobs: 2,
	}
}

func vault(t testing.TB, dir string) *Vault {
	t.Helper()
	v, err := OpenVault(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// sealed seals a portal and returns what would be published.
func sealed(t testing.TB, v *Vault, p Portal) map[string][]byte {
	t.Helper()
	files, done, err := v.Seal(p)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	all := map[string][]byte{}
	for _, f := range files {
		if f.From == nil {
			all[f.Name] = f.Body
			continue
		}
		r, err := f.From()
		if err != nil {
			t.Fatal(err)
		}
		if all[f.Name], err = io.ReadAll(r); err != nil || int64(len(all[f.Name])) != f.Size {
			t.Fatalf("%s: %d bytes, not %d (%v)", f.Name, len(all[f.Name]), f.Size, err)
		}
	}
	return all
}

func from(all map[string][]byte) published.Fetch {
	return func(_ context.Context, name string) (io.ReadCloser, error) {
		if body, ok := all[name]; ok {
			return io.NopCloser(bytes.NewReader(body)), nil
		}
		return nil, fs.ErrNotExist
	}
}

// opened opens a published portal with a key, and returns its files.
func opened(t *testing.T, all map[string][]byte, secret string) (map[string]string, error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "open")
	if _, err := Unseal(t.Context(), from(all), secret, dir); err != nil {
		return nil, err
	}
	got := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			text, _ := os.ReadFile(filepath.Join(dir, name))
			got[name] = string(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, nil
}

func film() output.File {
	body := make([]byte, held+12345)
	random := rand.NewChaCha8([32]byte{1})
	random.Read(body)
	return output.File{
		Name: "shop/files/film.mp4", Size: int64(len(body)),
		From: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil },
	}
}

var pages = []output.File{
	{Name: "index.html", Body: []byte("<h1>Korenaar</h1> 12,345 orders")},
	{Name: "shop/index.html", Body: bytes.Repeat([]byte("<p>Winterberry</p>"), 700)},
	{Name: "assets/logo.png", Body: []byte("\x89PNG\r\n")},
	{Name: "empty.txt"},
}

func TestReadersOpenWhatWasSealed(t *testing.T) {
	ada, _, secret := person(t, "ada")
	bo, _, other := person(t, "bo")
	all := sealed(t, vault(t, t.TempDir()), portal(t, []Reader{ada, bo}, append(pages, film())...))
	want := map[string]string{"shop/files/film.mp4": string(must(io.ReadAll(must(film().From()))))}
	for _, p := range pages {
		want[p.Name] = string(p.Body)
	}
	for _, key := range []string{secret, other} {
		got, err := opened(t, all, key)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("opened (-want +got):\n%.2000s", diff)
		}
	}
	_, _, stranger := person(t, "eve")
	if _, err := opened(t, all, stranger); !errors.Is(err, ErrNotReader) {
		t.Errorf("a stranger's key: %v", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestNothingOfThePortalCanBeRead(t *testing.T) {
	reader, passphrase, secret := person(t, "adelheid-van-amerongen")
	p := portal(t, []Reader{reader}, pages...)
	all := sealed(t, vault(t, t.TempDir()), p)
	for name, body := range all {
		// Words of seven letters and more: shorter ones occur in random bytes.
		for _, word := range []string{"Korenaar", "korenaar", "12,345 orders", "Winterberry", "shop/index", "logo.png", "empty.txt", reader.Name, passphrase, secret, reader.Recipient} {
			if name != "_seal/age.js" && name != "_seal/age-licence.txt" && (bytes.Contains(body, []byte(word)) || strings.Contains(name, word)) && !isScript(name) {
				t.Errorf("%s holds %q", name, word)
			}
		}
		if strings.HasSuffix(name, ".age") && !bytes.HasPrefix(body, []byte(Magic)) {
			t.Errorf("%s is not a file of age", name)
		}
	}
	if n := bytes.Count(all["_seal/portal.age"], []byte("-> X25519 ")); n != decoys {
		t.Errorf("portal.age tells how many may read it: %d", n)
	}
}

func isScript(name string) bool { return parts[name] != "" }

func TestUnchangedFilesKeepTheirCiphertext(t *testing.T) {
	dir := t.TempDir()
	ada, _, _ := person(t, "ada")
	files := append(pages, film())
	first := sealed(t, vault(t, dir), portal(t, []Reader{ada}, files...))
	again := sealed(t, vault(t, dir), portal(t, []Reader{ada}, files...))
	if changed := differing(first, again); len(changed) > 0 {
		t.Errorf("nothing changed, and these did: %v", changed)
	}
	files[1].Body = []byte("<p>Other</p>")
	defer func() { files[1].Body = bytes.Repeat([]byte("<p>Winterberry</p>"), 700) }()
	edited := sealed(t, vault(t, dir), portal(t, []Reader{ada}, files...))
	if changed := differing(again, edited); len(changed) != 2 {
		t.Errorf("one page changed, so that it and the index do, and these did: %v", changed)
	}
	if err := os.RemoveAll(filepath.Join(dir, output.Kept)); err != nil {
		t.Fatal(err)
	}
	anew := sealed(t, vault(t, dir), portal(t, []Reader{ada}, files...))
	for name := range edited {
		if nameOf(name) != "" && anew[name] != nil {
			t.Errorf("without the vault %s has the name that it had", name)
		}
	}
}

func differing(a, b map[string][]byte) (names []string) {
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			names = append(names, name)
		}
	}
	for name := range b {
		if a[name] == nil {
			names = append(names, name)
		}
	}
	return names
}

func TestABrokenCacheIsNotPublished(t *testing.T) {
	dir := t.TempDir()
	ada, _, secret := person(t, "ada")
	sealed(t, vault(t, dir), portal(t, []Reader{ada}, append(pages, film())...))
	name := filepath.Join(dir, output.Kept, "seal", "korenaar", cacheFile)
	text := must(os.ReadFile(name))
	for _, c := range []struct {
		name  string
		broke func([]byte) []byte
	}{
		{"flipped", func(b []byte) []byte { b[100] ^= 1; b[len(b)/2] ^= 1; return b }},
		{"cut", func(b []byte) []byte { return b[:len(b)/2] }},
		{"empty", func(b []byte) []byte { return nil }},
		{"absurd", func(b []byte) []byte { return bytes.Repeat([]byte{255}, 64) }},
	} {
		if err := os.WriteFile(name, c.broke(bytes.Clone(text)), 0o600); err != nil {
			t.Fatal(err)
		}
		all := sealed(t, vault(t, dir), portal(t, []Reader{ada}, append(pages, film())...))
		if _, err := opened(t, all, secret); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWhoLeavesOpensNothingNewAndTheOthersNoticeNothing(t *testing.T) {
	dir := t.TempDir()
	var readers []Reader
	var secrets []string
	for i := range 10 {
		// Scrypt takes its time: nine keep a key of their own.
		identity := must(age.GenerateX25519Identity())
		r, secret := Reader{Name: fmt.Sprintf("p%d", i), Recipient: identity.Recipient().String()}, identity.String()
		if i == 0 {
			r, _, secret = person(t, "p0")
		}
		readers, secrets = append(readers, r), append(secrets, secret)
	}
	before := sealed(t, vault(t, dir), portal(t, readers, pages...))
	if _, err := opened(t, before, secrets[9]); err != nil {
		t.Fatal(err)
	}
	oldRing := must(openRing(before["_seal/portal.age"], secrets[9]))
	after := sealed(t, vault(t, dir), portal(t, readers[:9], pages...))
	if _, err := opened(t, after, secrets[9]); !errors.Is(err, ErrNotReader) {
		t.Errorf("the one who left: %v", err)
	}
	identity, naming, err := oldRing.keys()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if after[sealedName(naming, p.Name)] != nil {
			t.Errorf("%s has the name that it had", p.Name)
		}
	}
	for name, body := range after {
		if nameOf(name) == "" {
			continue
		}
		if open(func(head) (io.Writer, error) { return io.Discard, nil }, bytes.NewReader(body), identity) == nil {
			t.Errorf("the portal's old key opens %s", name)
		}
	}
	for i, secret := range secrets[:9] {
		if _, err := opened(t, after, secret); err != nil {
			t.Errorf("p%d: %v", i, err)
		}
		if readers[i].Wrapped != nil && !bytes.Equal(before["_seal/k/"+readers[i].Slot()+".age"], after["_seal/k/"+readers[i].Slot()+".age"]) {
			t.Errorf("p%d has another key to unlock", i)
		}
	}
	ada, _, _ := person(t, "ada")
	more := sealed(t, vault(t, dir), portal(t, append(readers[:9:9], ada), pages...))
	for name := range after {
		if nameOf(name) != "" && !bytes.Equal(after[name], more[name]) {
			t.Errorf("somebody came, and %s changed", name)
		}
	}
	rotated := portal(t, append(readers[:9:9], ada), pages...)
	rotated.Readers.Epoch = NewEpoch()
	for name := range sealed(t, vault(t, dir), rotated) {
		if nameOf(name) != "" && more[name] != nil {
			t.Errorf("after rotating, %s has the name that it had", name)
		}
	}
}

func TestWhatTheHostChangesIsFoundOut(t *testing.T) {
	ada, _, secret := person(t, "ada")
	dir := t.TempDir()
	v := vault(t, dir)
	all := sealed(t, v, portal(t, []Reader{ada}, append(pages, film())...))
	_, naming, err := must(openRing(all["_seal/portal.age"], secret)).keys()
	if err != nil {
		t.Fatal(err)
	}
	home, shop, film := sealedName(naming, "index.html"), sealedName(naming, "shop/index.html"), sealedName(naming, "shop/files/film.mp4")
	clone := func() map[string][]byte {
		c := map[string][]byte{}
		for name, body := range all {
			c[name] = bytes.Clone(body)
		}
		return c
	}
	for _, c := range []struct {
		name, fault string
		change      func(map[string][]byte)
		opens       bool // since it is not the reader's key that finds it
	}{
		{"swapped", home + ": another file stands in its place", func(a map[string][]byte) { a[home], a[shop] = a[shop], a[home] }, false},
		{"flipped", home + ": does not open; it was changed or is damaged", func(a map[string][]byte) { a[home][len(a[home])-1] ^= 1 }, false},
		{"cut", film + ": does not open; it was changed or is damaged", func(a map[string][]byte) { a[film] = a[film][:len(a[film])-100000] }, false},
		{"in the clear", home + ": not sealed: everybody can read what stands there", func(a map[string][]byte) { a[home] = pages[0].Body }, false},
		{"another worker", "sw.js: ", func(a map[string][]byte) { a["sw.js"] = append(a["sw.js"], "steal()"...) }, true},
	} {
		changed := clone()
		c.change(changed)
		_, err := opened(t, changed, secret)
		if (err == nil) != c.opens {
			t.Errorf("%s: unseal says %v", c.name, err)
		}
		name, want, _ := strings.Cut(c.fault, ": ")
		if fault, err := v.Fault("korenaar", name, bytes.NewReader(changed[name])); err != nil || fault != want {
			t.Errorf("%s: %q, %v", c.name, fault, err)
		}
		if fault, err := v.Fault("korenaar", name, bytes.NewReader(all[name])); err != nil || fault != "" {
			t.Errorf("%s as built: %q, %v", c.name, fault, err)
		}
	}
}

func TestAFileOfAnEarlierBuildIsRefused(t *testing.T) {
	ada, _, secret := person(t, "ada")
	dir := t.TempDir()
	before := sealed(t, vault(t, dir), portal(t, []Reader{ada}, append(pages, film())...))
	files := append(slices.Clone(pages), film())
	files[1].Body = []byte("<p>Other</p>")
	after := sealed(t, vault(t, dir), portal(t, []Reader{ada}, files...))
	_, naming, err := must(openRing(after["_seal/portal.age"], secret)).keys()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{files[1].Name, indexFile} {
		mixed := maps.Clone(after)
		mixed[sealedName(naming, name)] = before[sealedName(naming, name)]
		if _, err := opened(t, mixed, secret); err == nil || !strings.Contains(err.Error(), "a file of another build stands in its place") {
			t.Errorf("with an old %s: %v", name, err)
		}
	}
	if _, err := opened(t, before, secret); err != nil {
		t.Errorf("all of an earlier build: %v", err)
	}
}

func TestTheIndexIsOfTheFirstBuildThatMadeIt(t *testing.T) {
	ada, _, secret := person(t, "ada")
	dir := t.TempDir()
	at := func(day int, files ...output.File) time.Time {
		p := portal(t, []Reader{ada}, files...)
		p.AsOf = time.Date(2026, 10, day, 12, 0, 0, 0, time.UTC)
		all := sealed(t, vault(t, dir), p)
		identity, naming, err := must(openRing(all["_seal/portal.age"], secret)).keys()
		if err != nil {
			t.Fatal(err)
		}
		found, err := opener{t.Context(), from(all), identity, naming, nil}.index()
		if err != nil {
			t.Fatal(err)
		}
		return found.AsOf
	}
	if got := []int{at(1, pages...).Day(), at(2, pages...).Day(), at(3, pages[:2]...).Day(), at(4, pages[:2]...).Day()}; !slices.Equal(got, []int{1, 1, 3, 3}) {
		t.Errorf("days %v", got)
	}
}

func TestSizesTellLittle(t *testing.T) {
	seen := map[int64]bool{}
	for n := int64(1); n < 1_000_000; n += 7 {
		p := pad(n)
		if p < n || float64(p) > 1.12*float64(n)+1 || pad(p) != p {
			t.Fatalf("%d is padded to %d", n, p)
		}
		seen[p] = true
	}
	if len(seen) > 400 {
		t.Errorf("%d lengths can be told apart", len(seen))
	}
}

func TestTheVaultIsTheBuildersOwn(t *testing.T) {
	dir := t.TempDir()
	ada, _, _ := person(t, "ada")
	sealed(t, vault(t, dir), portal(t, []Reader{ada}, pages...))
	err := filepath.WalkDir(filepath.Join(dir, output.Kept), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read %s: %v", name, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPassphrasesAreReadHoweverTheyAreTyped(t *testing.T) {
	r, passphrase, secret := person(t, "ada")
	if words := strings.Split(passphrase, "-"); len(words) < Words {
		t.Errorf("the passphrase has %d words", len(words))
	}
	for _, between := range []string{"-", " ", "\r\n", " – ", ". ", "_", "\u00ad-"} {
		typed := "  " + strings.ToUpper(strings.ReplaceAll(passphrase, "-", between)) + "\n"
		got, err := Unwrap(r.Wrapped, func() (string, error) { return typed, nil })
		if err != nil || got != secret {
			t.Errorf("%q opens nothing: %v", typed, err)
		}
	}
	if _, err := Unwrap(r.Wrapped, func() (string, error) { return "wrong", nil }); !errors.Is(err, ErrPassphrase) {
		t.Errorf("a wrong passphrase: %v", err)
	}
}

// A passphrase must not be weaker than five words of a list of 7,776.
func TestPassphrasesAreStrong(t *testing.T) {
	if n := len(strings.Fields(wordList)); Words*math.Log2(float64(n)) < 5*math.Log2(7776) {
		t.Errorf("%d words of %d can be guessed", Words, n)
	}
}

// A word is read to somebody on the telephone, and typed on one.
func TestWordsOfPassphrasesAreEasy(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]{4,8}$`)
	var unfit []string
	for _, word := range strings.Fields(wordList) {
		if !form.MatchString(word) || slices.Contains([]string{
			"prozac", "contempt", "sassy", "impure", "kidnap", "naked", "corpse", "obese", "chaplain", "sharpie", "earlobe",
			"mollusk", "paycheck", "granddad", "savanna", "cymbal", "edition", "clause", "cash", "ferry", "petal",
		}, word) {
			unfit = append(unfit, word)
		}
	}
	if unfit != nil {
		t.Error(unfit)
	}
}

// Whoever hears or types one word of the list does not write another one.
func TestWordsOfPassphrasesAreNotMistakenForOneAnother(t *testing.T) {
	words := strings.Fields(wordList)
	sounds := map[string]string{}
	for i, a := range words {
		if other := sounds[consonants(a)]; other != "" {
			t.Errorf("%s sounds like %s", a, other)
		}
		sounds[consonants(a)] = a
		for _, b := range words[i+1:] {
			switch {
			case strings.HasPrefix(b, a) || strings.HasPrefix(a, b):
				t.Errorf("%s begins %s", a, b)
			case isSlip(a, b):
				t.Errorf("%s is one slip from %s", a, b)
			case areForms(a, b):
				t.Errorf("%s and %s are forms of one word", a, b)
			}
		}
	}
	// The measures find what they are for.
	if consonants("canal") != consonants("kennel") || consonants("knight") != consonants("night") || consonants("phase") != consonants("faze") ||
		!isSlip("altitude", "latitude") || !isSlip("form", "from") || isSlip("form", "farms") || !areForms("create", "creation") || areForms("carpet", "carbon") {
		t.Error("words that are alike are not told")
	}
}

// spellings are letters that sound like others, in the order in which they are replaced.
var spellings = strings.NewReplacer("tch", "C", "ch", "C", "sh", "C", "dge", "J", "ph", "f", "ck", "k", "kn", "n", "wr", "r", "wh", "w", "gh", "g", "qu", "kw", "x", "ks")

var (
	softC    = regexp.MustCompile(`c([eiy])`)
	softG    = regexp.MustCompile(`g([eiy])`)
	lastMB   = regexp.MustCompile(`mb$`)
	vowelEnd = regexp.MustCompile(`[aeiouy]+$`)
	vowels   = regexp.MustCompile(`[aeiouyw]+`)
)

// consonants is how a word sounds with its vowels told only by where they stand.
func consonants(word string) string {
	sound := spellings.Replace(word)
	sound = softC.ReplaceAllString(sound, "s$1")
	sound = softG.ReplaceAllString(sound, "J$1")
	sound = strings.NewReplacer("j", "J", "c", "k", "q", "k", "z", "s").Replace(lastMB.ReplaceAllString(sound, "m"))
	var single []rune
	for _, r := range sound {
		if len(single) == 0 || single[len(single)-1] != r {
			single = append(single, r)
		}
	}
	return vowels.ReplaceAllString(vowelEnd.ReplaceAllString(string(single), ""), "a")
}

// isSlip tells whether one letter more, less, other or in its neighbour's place makes one word of another.
func isSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	from := 0
	for from < len(a) && a[from] == b[from] {
		from++
	}
	a, b = a[from:], b[from:]
	switch len(b) - len(a) {
	case 0:
		return a == "" || a[1:] == b[1:] || len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
	case 1:
		return a == b[1:]
	}
	return false
}

// endings are those by which words of one stem differ.
var endings = strings.Fields(`e y s es ed er or ing ion ive ity ate al ally ic ical ist ism ian ance ence ment ness ful ous ary ery ure acy
	ation ator itor en ly ible able age est ine ies ual ular le tion tor ty ious iac atic etic nal cian ess ey eous rous`)

// areForms tells whether two words are of one stem of four letters or more.
func areForms(a, b string) bool {
	for n := 4; n <= len(a) && n <= len(b) && a[:n] == b[:n]; n++ {
		if isEnding(a[n:]) && isEnding(b[n:]) {
			return true
		}
	}
	return false
}

func isEnding(text string) bool { return text == "" || slices.Contains(endings, text) }

// All words are equally likely, and no two are alike.
func TestPassphrasesAreDrawnFromALongList(t *testing.T) {
	words := strings.Fields(wordList)
	if n := len(words); !slices.IsSorted(words) || len(slices.Compact(words)) != n {
		t.Fatal("the list holds a word twice, or is not sorted")
	}
	seen := map[string]bool{}
	for i := range 40 {
		_, passphrase, err := NewReader(fmt.Sprint("p", i), 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Split(passphrase, "-") {
			seen[word] = true
		}
	}
	if len(seen) < 220 {
		t.Errorf("40 passphrases have only %d words", len(seen))
	}
}

func TestKeysThatAreNoneAreErrors(t *testing.T) {
	good, _, secret := person(t, "ada")
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("keys/provider.pub", good.Recipient+"\n")
	write("clients/acme/keys/ada.pub", good.Recipient)
	write("clients/acme/keys/ada.age", string(good.Wrapped))
	write("clients/acme/keys/bad.pub", "age1nonsense")
	write("clients/acme/keys/open.pub", good.Recipient)
	write("clients/acme/keys/open.age", secret)
	write("clients/acme/keys/secret.pub", secret)
	write("clients/acme/keys/epoch", "one\n")
	w := must(source.Open(dir, "content"))
	defer w.Close()
	var problems diag.List
	client, provider := must(w.Client("acme", &problems)), must(w.Provider(&problems))
	readers := ReadKeys(client, provider, &problems)
	var names []string
	for _, p := range readers.People {
		names = append(names, p.Name)
	}
	if diff := cmp.Diff([]string{"ada", "provider"}, names); diff != "" || readers.Epoch != "one" {
		t.Errorf("readers: %s, epoch %q", diff, readers.Epoch)
	}
	var got []string
	for _, p := range problems.Sorted() {
		got = append(got, p.String())
		if strings.Contains(p.Message, secret) {
			t.Error("a message repeats a secret key")
		}
	}
	want := []string{
		"content/clients/acme/keys/bad.pub:1:1: error: not a public key of age; write one line that begins with age1, as age-keygen prints it [bad-key]",
		"content/clients/acme/keys/open.age: error: the file is not a key under a passphrase; make one with rapport key add, or remove it [bad-key]",
		"content/clients/acme/keys/secret.pub:1:1: error: this is a secret key, which nobody but its owner should have; write the public one, age1…, and have the owner make a new pair [bad-key]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// A line that was meant to limit who may read does so, or is an error where it stands.
func TestTheLastDayOfAPersonIsReadOrRefused(t *testing.T) {
	r, _, secret := person(t, "ada")
	day := must(calendar.ParseDate("2027-03-31"))
	for _, c := range []struct{ name, text, want string }{
		{"none", r.Recipient, ""},
		{"a last day", r.Recipient + "\n# until: 2027-03-31\n", "until 2:10"},
		{"other comments, and ends of lines of Windows", "\ufeff# Ada, of the board\r\n\r\n# until: 2027-03-31\r\n" + r.Recipient + "\r\n", "until 3:10"},
		{"another day than there is", r.Recipient + "\n# until: 2027-02-29", `2:10: "2027-02-29" does not exist`},
		{"another form", r.Recipient + "\n  # until: 31.3.2027", `2:12: "31.3.2027" is not a date`},
		{"no space", r.Recipient + "\n#until:2027-03-31", "2:1: this line does not say until when"},
		{"no colon", r.Recipient + "\n# Until 2027-03-31", "2:1: this line does not say until when"},
		{"a slip", r.Recipient + "\n# untill: 2027-03-31", "2:1: this line does not say until when"},
		{"another word for it", r.Recipient + "\n# expires: 2027-03-31", "2:1: this line does not say until when"},
		{"two days", r.Recipient + "\n# until: 2027-03-31\n# until: 2027-04-30", "3:1: a second until"},
		{"two keys", r.Recipient + "\n" + r.Recipient, "2:1: a person has one key"},
		{"no key", "# until: 2027-03-31", "1:1: not a public key"},
		{"a secret", "# until: 2027-03-31\n" + secret, "2:1: this is a secret key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, fault := parsePublic(c.text, diag.Position{File: "f"})
			says := ""
			switch {
			case fault != nil:
				says = fmt.Sprintf("%d:%d: %v", fault.at.Line, fault.at.Col, fault)
			case got.Until != 0:
				says = fmt.Sprintf("until %d:%d", got.At.Line, got.At.Col)
			}
			if !strings.HasPrefix(says, c.want) || c.want == "" && says != "" || fault == nil && got.Recipient != r.Recipient {
				t.Errorf("says %q, want %q", says, c.want)
			}
		})
	}
	r.Until = day
	text := "# Ada's\n" + r.Public()
	if got, fault := parsePublic(text, diag.Position{}); fault != nil || got.Until != day || got.Recipient != r.Recipient {
		t.Errorf("%q is read as %v, %v", text, got, fault)
	}
	if got := SetUntil(text, 0); got != "# Ada's\n"+r.Recipient+"\n" {
		t.Errorf("without a last day it is %q", got)
	}
	if recipients, err := age.ParseRecipients(strings.NewReader(text)); err != nil || len(recipients) != 1 {
		t.Errorf("age itself reads %v of it: %v", recipients, err)
	}
	all := Readers{People: []Reader{{Name: "ada", Until: day}, {Name: "bo"}, {Name: "eve", Until: day + 30}}}
	for _, c := range []struct {
		on   calendar.Date
		in   int
		next calendar.Date
	}{{day - 1, 3, day + 1}, {day, 3, day + 1}, {day + 1, 2, day + 31}, {day + 31, 1, 0}} {
		if in, next := len(all.On(c.on).People), all.Next(c.on); in != c.in || next != c.next {
			t.Errorf("on %v there are %d, and fewer on %v; want %d and %v", c.on, in, next, c.in, c.next)
		}
	}
}

// A log is read as it was written, by whom and in which order ever.
func TestTheLogTellsOfEachChange(t *testing.T) {
	r, _, _ := person(t, "ada")
	bo, _, _ := person(t, "bo")
	day := must(calendar.ParseDate("2026-10-16"))
	changes := []Change{
		{Day: day, Deed: Added, Person: "ada", Recipient: r.Recipient},
		{Day: day, Deed: Added, Person: "bo", Recipient: bo.Recipient, Until: day + 90},
		{Day: day + 1, Deed: Rekeyed, Person: "ada", Recipient: bo.Recipient, Until: day + 9, Found: true},
		{Day: day + 2, Deed: Limited, Person: "ada", Until: day + 60},
		{Day: day + 3, Deed: Limited, Person: "ada"},
		{Day: day + 4, Deed: Removed, Person: "bo"},
		{Day: day + 5, Deed: Rotated, Epoch: "abc"},
	}
	for _, c := range changes {
		if got, err := parseChange(c.String()); err != nil || got != c {
			t.Errorf("%v is read as %v: %v", c, got, err)
		}
	}
	in := state(changes)
	if in["ada"].Recipient != bo.Recipient || in["ada"].Until != 0 || in["bo"].Person != "" || in[""].Epoch != "abc" {
		t.Errorf("by the log may read %v", in)
	}
}

func TestThePublishedListOfPathsStaysInTheFolder(t *testing.T) {
	ada, _, secret := person(t, "ada")
	p := portal(t, []Reader{ada}, output.File{Name: "../evil.txt", Body: []byte("x")})
	if _, err := opened(t, sealed(t, vault(t, t.TempDir()), p), secret); err == nil {
		t.Error("a path led out of the folder")
	}
}

// The program age opens portal.age with a person's key, and a file with the
// portal's.
func TestTheStockProgramOpensThem(t *testing.T) {
	program := testprogram.Find(t, "age", "")
	ada, _, secret := person(t, "ada")
	all := sealed(t, vault(t, t.TempDir()), portal(t, []Reader{ada}, pages...))
	dir := t.TempDir()
	run := func(key string, file []byte) []byte {
		t.Helper()
		name := filepath.Join(dir, "key.txt")
		if err := os.WriteFile(name, []byte(key+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program, "-d", "-i", name)
		cmd.Stdin = bytes.NewReader(file)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	var ring keyring
	if err := json.Unmarshal(run(secret, all["_seal/portal.age"]), &ring); err != nil {
		t.Fatal(err)
	}
	_, naming, err := ring.keys()
	if err != nil {
		t.Fatal(err)
	}
	plain := run(ring.Key, all[sealedName(naming, "shop/index.html")])
	cmd := exec.Command("sh", "-c", "sed 1d | gunzip")
	cmd.Stdin = bytes.NewReader(plain)
	got, err := cmd.Output()
	if err != nil || !bytes.Equal(got, pages[1].Body) {
		t.Errorf("age -d | sed 1d | gunzip gives %.80q (%v)", got, err)
	}
}

func TestTheDoorHasTheFormsThatTheHostLooksFor(t *testing.T) {
	ada, _, _ := person(t, "ada")
	page := output.File{Name: "help.html", Body: []byte(`<form name="question" method="post" action="thanks.html" data-netlify="true">
<input type="hidden" name="form-name" value="question"><textarea name="question">Winterberry</textarea><input name="email"></form><form name="mine"><input name="x"></form>
<form name="question" data-netlify="true"><textarea name="question"></textarea><select name="engagement"></select></form>`)}
	door := string(sealed(t, vault(t, t.TempDir()), portal(t, []Reader{ada}, page))["index.html"])
	want := `<form name="question" data-netlify="true" netlify-honeypot="website" hidden><input type="hidden" name="question"><input type="hidden" name="email"><input type="hidden" name="engagement"></form>`
	if !strings.Contains(door, want) || strings.Contains(door, "mine") || strings.Contains(door, "Winterberry") {
		t.Errorf("the door is\n%s", door)
	}
}
