package theme_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rapport/generator/theme"
)

func TestFingerprintFollowsTheBody(t *testing.T) {
	if got, want := theme.Fingerprint("style.css", nil), "style.e3b0c44298.css"; got != want {
		t.Errorf("Fingerprint = %q, want %q", got, want)
	}
	if got, want := theme.Fingerprint("fonts/LICENSE", []byte("x")), "fonts/LICENSE.2d711642b7"; got != want {
		t.Errorf("Fingerprint = %q, want %q", got, want)
	}
}

func TestAssetsAreMinifiedAndNameEachOther(t *testing.T) {
	all, err := theme.Assets(files(
		"assets/style.css", "/*! Face: OFL */\n/**/\n/* url(none.svg) */\n@import url('parts/more.css');\n.a { color: #ff0000; background: url( \"mark.svg#a\" ) }\n.b { background: url(data:image/png;base64,AA==), url(#c) }\n",
		"assets/parts/more.css", "b { background: url(../mark.svg) }",
		"assets/mark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">\n  <!-- note -->\n  <path d=\"M 0 0 L 1 1\"/>\n</svg>",
		"assets/app.js", "// says hello\nconst   hello = 1;\nconsole.log(hello)\n",
		"assets/face.woff2", "not to be touched ",
	))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]theme.Asset{}
	for _, a := range all {
		got[a.Logical] = a
		if a.Name != theme.Fingerprint(a.Logical, a.Body) {
			t.Errorf("%s is published as %s, not by its fingerprint", a.Logical, a.Name)
		}
	}
	css, more, mark := string(got["style.css"].Body), string(got["parts/more.css"].Body), got["mark.svg"].Name
	for what, ok := range map[string]bool{
		"names the picture":     strings.Contains(css, "url("+mark+"#a)") || strings.Contains(css, `url("`+mark+`#a")`),
		"names the other sheet": strings.Contains(css, got["parts/more.css"].Name),
		"names it from below":   strings.Contains(more, "../"+mark),
		"keeps a licence":       strings.Contains(css, "Face: OFL"),
		"keeps data":            strings.Contains(css, "data:image/png") && strings.Contains(css, "#c"),
		"is smaller":            strings.Contains(css, "color:red") && !strings.Contains(css, "none.svg"),
		"shrinks pictures":      !strings.Contains(string(got["mark.svg"].Body), "note"),
		"shrinks scripts":       !strings.Contains(string(got["app.js"].Body), "says"),
		"leaves others":         string(got["face.woff2"].Body) == "not to be touched ",
	} {
		if !ok {
			t.Errorf("not so: %s\n%s\n%s", what, css, more)
		}
	}
}

// What a script says is in the language of its theme, and its name follows.
func TestScriptsSayTextsOfTheCatalogue(t *testing.T) {
	fsys := files("base.js", "const tell = (text) => document.title = text;\n", "parts/a.js", "// tells\ntell(say(\"found\").replace(\"{n}\", 3));\n",
		"parts/b.js", "tell(document.body ? say(\"yes\") : say(\"no\") + '`');\n")
	all, err := theme.Assets(fsys)
	if err != nil {
		t.Fatal(err)
	}
	in := func(catalogue map[string]string) (theme.Asset, error) {
		texts := func(key string) (string, bool) { text, ok := catalogue[key]; return text, ok }
		said, err := theme.Speak(fsys, all, texts, slices.Sorted(maps.Keys(catalogue)))
		return said[0], err
	}
	english, err := in(map[string]string{"found": `Found: "{n}" </script>`, "yes": "It's ${so}", "no": "`"})
	if err != nil {
		t.Fatal(err)
	}
	if body := string(english.Body); !strings.Contains(body, `"Found: \"{n}\" \u003c/script\u003e".replace("{n}",3)`) || strings.Contains(body, "say") || !strings.Contains(body, `It\u0027s \u0024{so}`) {
		t.Errorf("the script is %s", body)
	}
	dutch, err := in(map[string]string{"found": "Gevonden: {n}", "yes": "ja", "no": "nee"})
	if err != nil || dutch.Name == english.Name || dutch.Name != theme.Fingerprint("app.js", dutch.Body) {
		t.Errorf("%v: in Dutch it is published as %s, in English as %s", err, dutch.Name, english.Name)
	}
	_, err = in(map[string]string{"fund": "x", "yes": "", "no": ""})
	if want := `parts/a.js:2:11: unknown text "found"; did you mean "fund"?`; err == nil || err.Error() != want {
		t.Errorf("an unknown text: %v, want %s", err, want)
	}
}

// assetsOf are the assets of a theme by logical name.
func assetsOf(t *testing.T, pairs ...string) map[string]string {
	t.Helper()
	all, err := theme.Assets(files(pairs...))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, a := range all {
		got[a.Logical] = string(a.Body)
	}
	return got
}

func TestFilesBesideLayoutsAreJoinedInOrder(t *testing.T) {
	got := assetsOf(t,
		"pages/x/x.css", "x{color:red}", "charts/a.css", "c{color:red}", "parts/b.css", "b{color:red}", "parts/base.css", "p{color:red}",
		"parts/a.css", "a{background:url(../assets/mark.png)}", "frame.css", "f{color:red}", "base.css", "@layer one,two;", "assets/mark.png", "",
		"pages/x/x.js", "last(shared)", "parts/a.js", "first(shared)", "base.js", "const shared = 1;",
	)
	if want := `@layer one,two;f{color:red}p{color:red}a{background:url(mark.e3b0c44298.png)}b{color:red}c{color:red}x{color:red}`; got["style.css"] != want {
		t.Errorf("style.css = %s\nwant        %s", got["style.css"], want)
	}
	if js := got["app.js"]; !regexp.MustCompile(`^\(\(\)=>\{"use strict";const (\w+)=1;first\(\w+\),last\(\w+\)\}\)\(\)$`).MatchString(strings.TrimRight(js, ";")) {
		t.Errorf("app.js = %s", js)
	}
}

func TestAThemeMayBringItsStyleAndScriptWhole(t *testing.T) {
	got := assetsOf(t, "parts/a.css", "a{color:red}", "parts/a.js", "first()", "assets/style.css", "b{color:red}", "assets/app.js", "own()")
	if got["style.css"] != "b{color:red}" || got["app.js"] != "own()" {
		t.Errorf("assets = %q", got)
	}
	if got := assetsOf(t); len(got) != 0 {
		t.Errorf("a theme without any has assets %q", got)
	}
}

func TestAssetsThatAreNotThere(t *testing.T) {
	for _, test := range []struct{ name, css, want string }{
		{"missing", "a{}\nb{background:url(mork.svg)}", `assets/style.css:2: there is no asset "assets/mork.svg"; did you mean "assets/mark.svg"?`},
		{"circle", "@import url(style.css);", "assets/style.css: it names itself through others; break the circle"},
	} {
		_, err := theme.Assets(files("assets/style.css", test.css, "assets/mark.svg", "<svg/>"))
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: error = %v\nwant %s", test.name, err, test.want)
		}
	}
}

func TestAJoinedFileIsWrongAtItsPlace(t *testing.T) {
	for _, test := range []struct{ file, source, want string }{
		{"parts/b.css", "a{}\nb{background:url(mark.svg)}", `parts/b.css:2: there is no asset "parts/mark.svg"; did you mean "assets/mark.svg"?`},
		{"parts/b.js", "first();\n  second(;", `parts/b.js:2:10: `},
	} {
		_, err := theme.Assets(files("parts/a.js", "zero()", test.file, test.source, "assets/mark.svg", "<svg/>"))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error = %v\nwant    %s", err, test.want)
		}
	}
}

func TestMinifySVGKeepsWhatItCannotRead(t *testing.T) {
	if got := string(theme.MinifySVG([]byte("<svg viewBox=\"0 0 2 2\">\n <rect width=\"2.0\" height=\"2\"/>\n</svg>"))); got != `<svg viewBox="0 0 2 2"><path d="M0 0h2v2H0z"/></svg>` && !strings.Contains(got, "viewBox") {
		t.Errorf("got %s", got)
	}
	for _, odd := range []string{"", "not a picture", "<svg", "<svg><path d=\"nonsense\""} {
		theme.MinifySVG([]byte(odd))
	}
}

var property = regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]{6})`)

// ratio is the contrast of WCAG 2.2, written down a second time.
func ratio(t *testing.T, a, b string) float64 {
	luminance := func(hex string) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			v := float64(n) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestBrandHasContrast(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	colours := []string{"", "#000000", "#ffffff", "#ffff00", "#0000ff", "#808080", "#ff0000", "#0b5c5a", "#8a4b08", "#777777", "#00ff00"}
	for range 3000 {
		colours = append(colours, fmt.Sprintf("#%06x", chance.IntN(1<<24)))
	}
	for _, c := range colours {
		css, adjusted := theme.Brand("", c)
		light, dark, ok := strings.Cut(string(css), "@media screen and (prefers-color-scheme:dark)")
		if !ok {
			t.Fatalf("%s: no dark scheme in %s", c, css)
		}
		for i, scheme := range []string{light, dark} {
			p := map[string]string{}
			for _, m := range property.FindAllStringSubmatch(scheme, -1) {
				p[m[1]] = m[2]
			}
			grounds := [][]string{{"#ffffff", "#fbfaf7", "#f1efe9", p["accent-wash"]}, {"#000000", "#16181b", "#212429", p["accent-wash"]}}[i]
			for _, ground := range grounds {
				if r := ratio(t, p["accent"], ground); r < 4.5 {
					t.Errorf("%s: accent %s on %s has %.2f", c, p["accent"], ground, r)
				}
			}
			if r := ratio(t, p["accent-fill"], p["on-accent"]); r < 4.5 {
				t.Errorf("%s: %s on %s has %.2f", c, p["on-accent"], p["accent-fill"], r)
			}
			if r := ratio(t, p["accent-wash"], []string{"#1d1f21", "#e8e6e1"}[i]); r < 7 {
				t.Errorf("%s: text on the tint %s has %.2f", c, p["accent-wash"], r)
			}
			if r := ratio(t, p["accent-fill"], grounds[2]); r < 3 {
				t.Errorf("%s: area %s on %s has %.2f", c, p["accent-fill"], grounds[2], r)
			}
		}
		if again, _ := theme.Brand("", c); string(again) != string(css) {
			t.Errorf("%s comes out differently", c)
		}
		if c == "" && len(adjusted) > 0 {
			t.Errorf("no colour was adjusted: %q", adjusted)
		}
	}
}

func TestBrandSaysWhatItAdjusted(t *testing.T) {
	for _, test := range []struct {
		name, provider, client string
		adjusted               int
		has                    string
	}{
		{"the client's comes first", "#ff0000", "#0b5c5a", 1, "--accent:#0b5c5a"},
		{"the provider's without one", "#0b5c5a", "", 1, "--accent:#0b5c5a"},
		{"a colour that is none", "#0b5c5a", "teal", 1, "--accent:#0b5c5a"},
		{"neither", "", "", 0, "--accent:#1f5673"},
		{"too light for text", "", "#f5c400", 1, "--accent-fill:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			css, adjusted := theme.Brand(test.provider, test.client)
			if len(adjusted) != test.adjusted || !strings.Contains(string(css), test.has) {
				t.Errorf("adjusted = %q\ncss = %s", adjusted, css)
			}
		})
	}
	_, adjusted := theme.Brand("", "#f5c400")
	if want := "brand colour #f5c400 has a contrast of 1.4:1 in the light scheme; text uses #"; len(adjusted) != 1 || !strings.HasPrefix(adjusted[0], want) {
		t.Errorf("adjusted = %q, want %q", adjusted, want)
	}
}
