//go:build slow

package generator_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// allPortals is the example with the odd portals beside it, for a reader at the day at which
// both are told.
func allPortals(t *testing.T) (r *reader, example, odd string) {
	t.Helper()
	r, example = readExample(t)
	r.at(exampleDay, "Europe/Amsterdam")
	return r, example, oddPortals(t)
}

func (r *reader) width(wide, high int64) {
	r.Helper()
	must(r.T, r.ctx, chromedp.EmulateViewport(wide, high))
}

// The bar is one line at any width, and what does not fit in it opens with a button, without
// a script.
func TestTheBarIsOneLineAndOpens(t *testing.T) {
	r, example, odd := allPortals(t)
	script := func(on bool) {
		must(t, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
			return cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		})
	}
	const shown = `(e => e && e.checkVisibility() && e.getBoundingClientRect().top < innerHeight)`
	for _, portal := range []string{example + "/finch-marlowe-9t3w6c", example + "/dijkzicht-4m8q2x7k", odd + "/long", odd + "/overloaded"} {
		r.base = "file://" + portal + "/"
		for width, high := range map[int64]int{320: 64, 390: 57, 820: 57, 1280: 66} {
			r.width(width, 800)
			r.open("index.html")
			r.sees(true, fmt.Sprintf(`document.querySelector(".bar > div").getBoundingClientRect().height <= %d`, high))
			r.sees(true, fmt.Sprintf(`document.documentElement.scrollWidth <= %d`, width))
		}
	}
	r.base = "file://" + example + "/finch-marlowe-9t3w6c/"
	for _, on := range []bool{true, false} {
		script(on)
		r.width(390, 844)
		r.open("index.html")
		r.sees(false, shown+`(document.querySelector("#m_menu a"))`)
		must(t, r.ctx, chromedp.Click(".menu"))
		r.sees(true, `[...document.querySelectorAll("#m_menu a")].every(`+shown+`)`)
		r.press("\x1b")
		r.sees(false, shown+`(document.querySelector("#m_menu a"))`)

		r.width(1280, 800)
		r.open("index.html")
		r.sees(false, shown+`(document.querySelector("#m_work a"))`)
		must(t, r.ctx, chromedp.Click(`[popovertarget="m_work"]`))
		r.sees(true, `[...document.querySelectorAll("#m_work a")].every(`+shown+`)`)
		r.press("\x1b")
		r.sees(false, shown+`(document.querySelector("#m_work a"))`)
	}
	script(true)
	r.content()
}

// On a phone, what is needed first stands within the first screen, with its button where it
// has one.
func TestTheFirstNeedIsWithinTheFirstScreen(t *testing.T) {
	r, example, odd := allPortals(t)
	for _, portal := range []string{
		example + "/finch-marlowe-9t3w6c", example + "/dijkzicht-4m8q2x7k", example + "/hollenbeck",
		odd + "/begun", odd + "/paused", odd + "/proposed", odd + "/long", odd + "/overloaded", odd + "/kyoto", odd + "/cairo",
	} {
		r.base = "file://" + portal + "/"
		for _, screen := range [][2]int64{{390, 844}, {1280, 720}} {
			r.width(screen[0], screen[1])
			r.open("index.html")
			bottom, err := chromedp.Run(r.ctx, chromedp.Evaluate[float64](`(e => e ? e.getBoundingClientRect().bottom : 0)(document.querySelector(".answers > ul > li:first-child :is(.button, .first)"))`))
			if err != nil {
				t.Fatal(err)
			}
			if bottom == 0 || bottom > float64(screen[1]) {
				t.Errorf("%s at %d pixels: what is needed first ends at %.0f, below the first screen of %d", filepath.Base(portal), screen[0], bottom, screen[1])
			}
		}
	}
}

// screens are those of which pictures are kept: the first two of all pages, the others of the
// first few.
var screens = []struct {
	name       string
	wide, high int64
	by         int // how many times smaller the picture is
}{{"desktop", 1280, 800, 4}, {"phone", 390, 844, 3}, {"tablet", 820, 1180, 5}, {"wide", 1920, 1080, 6}}

// looks are the pages whose first screens are kept as pictures.
var looks = []struct{ name, portal, page string }{
	{"home", "finch-marlowe-9t3w6c", "index.html"},
	{"overview", "dijkzicht-4m8q2x7k", "webwinkel/index.html"},
	{"agreement", "hollenbeck", "buchhaltung/expectations.html"},
	{"progress", "dijkzicht-4m8q2x7k", "webwinkel/progress.html"},
	{"journal", "finch-marlowe-9t3w6c", "service-desk/journal.html"},
	{"report", "dijkzicht-4m8q2x7k", "webwinkel/reports/2026-09.html"},
	{"reports", "finch-marlowe-9t3w6c", "service-desk/reports.html"},
	{"money", "finch-marlowe-9t3w6c", "service-desk/money.html"},
	{"people", "hollenbeck", "people.html"},
	{"begun", "begun", "index.html"},
	{"closed", "closed", "work/index.html"},
	{"proposed", "proposed", "work/index.html"},
	{"overloaded", "overloaded", "stream-01/progress.html"},
	{"arabic", "cairo", "index.html"},
	{"japanese", "kyoto", "work/index.html"},
	{"long-words", "long", "work/progress.html"},
}

// How far a picture may be from the one that is kept: browsers of other versions draw letters
// a little differently.
const (
	meanDifference = 4.0  // of 255, over all pixels
	farPixels      = 0.03 // share of those that differ by more than farBy
	farBy          = 64
)

// Pages look as they did when somebody looked at them last: -update keeps what they look like
// now, and is to be followed by a look.
func TestPagesLookAsTheyDid(t *testing.T) {
	r, example, odd := allPortals(t)
	for i, look := range looks {
		base := odd
		if _, err := os.Stat(filepath.Join(example, look.portal)); err == nil {
			base = example
		}
		r.base = "file://" + filepath.Join(base, look.portal) + "/"
		for at, screen := range screens {
			if at >= 2 && i >= 6 {
				break
			}
			scheme := "light"
			if (i+int(screen.by))%4 == 0 {
				scheme = "dark"
			}
			r.width(screen.wide, screen.high)
			must(t, r.ctx, prefer(scheme))
			r.open(look.page)
			r.sees(true, `document.fonts.status === "loaded" && document.readyState === "complete"`)
			shot, err := chromedp.Run(r.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			compareLook(t, look.name+"-"+screen.name, shot, screen.by)
		}
	}
	r.content()
}

func compareLook(t *testing.T, name string, shot []byte, by int) {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	got := shrink(full, by)
	file := filepath.Join("testdata", "looks", name+".png")
	if *update {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
		return
	}
	want, err := png.Decode(bytes.NewReader(kept))
	if err != nil || want.Bounds() != got.Bounds() {
		t.Errorf("%s is of another size than it was (%v)", name, err)
		return
	}
	sum, far := 0, 0
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			d := apart(got.At(x, y), want.At(x, y))
			sum += d
			if d > farBy {
				far++
			}
		}
	}
	n := float64(got.Bounds().Dx() * got.Bounds().Dy())
	if mean := float64(sum) / n; mean > meanDifference || float64(far)/n > farPixels {
		t.Errorf("%s looks different: %.1f of 255 on average, %.1f%% of it far (run with -update, and look at %s)", name, mean, 100*float64(far)/n, file)
	}
}

// shrink is a picture a few times smaller, each pixel the mean of a square.
func shrink(full image.Image, by int) *image.RGBA {
	small := image.NewRGBA(image.Rect(0, 0, full.Bounds().Dx()/by, full.Bounds().Dy()/by))
	for y := range small.Bounds().Dy() {
		for x := range small.Bounds().Dx() {
			var sum [3]uint32
			for i := range by * by {
				r, g, b, _ := full.At(x*by+i%by, y*by+i/by).RGBA()
				sum[0], sum[1], sum[2] = sum[0]+r>>8, sum[1]+g>>8, sum[2]+b>>8
			}
			n := uint32(by * by)
			small.SetRGBA(x, y, color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255})
		}
	}
	return small
}

// apart is by how much two colours differ in the channel in which they do most.
func apart(a, b color.Color) int {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	most := 0
	for _, pair := range [][2]uint32{{ar, br}, {ag, bg}, {ab, bb}} {
		most = max(most, int(pair[0]>>8)-int(pair[1]>>8), int(pair[1]>>8)-int(pair[0]>>8))
	}
	return most
}

// A workspace changes the typefaces, corners, colours and density of all pages with the file
// that the manual of themes shows.
func TestAWorkspaceHasALookOfItsOwn(t *testing.T) {
	manual, err := os.ReadFile("../docs/reference/theme.md")
	if err != nil {
		t.Fatal(err)
	}
	_, own, ok := strings.Cut(string(manual), "goes before the built-in theme:\n\n")
	if !ok {
		t.Fatal("the manual shows no file")
	}
	own, _, _ = strings.Cut(own, "\n\nThe colour")
	font, err := os.ReadFile("../themes/default/assets/inter.woff2")
	if err != nil {
		t.Fatal(err)
	}
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, busyWorkspace+"-- themes/default/parts/own.css --\n"+own)
	if err := os.MkdirAll(filepath.Join(dir, "themes/default/assets"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "themes/default/assets/studio-sans.woff2"), font, 0o644); err != nil {
		t.Fatal(err)
	}
	build(t, options(t, dir, exampleDay), out)
	r := newReader(t)
	r.base = "file://" + out + "/acme/"
	r.open("index.html")
	for want, expression := range map[string]string{
		"Georgia, serif":            `getComputedStyle(document.querySelector("h1")).fontFamily`,
		`"Studio Sans", sans-serif`: `getComputedStyle(document.body).fontFamily`,
		"rgb(255, 255, 255)":        `getComputedStyle(document.body).backgroundColor`,
		"0px":                       `getComputedStyle(document.querySelector(".answers > ul")).borderRadius`,
		"9.6px":                     `getComputedStyle(document.querySelector(".needs > li")).paddingTop`,
	} {
		r.sees(want, expression)
	}
	r.sees(true, `[...document.fonts].some(f => f.family.toLowerCase().includes("studio sans") && f.status === "loaded")`)
	r.content()
}
