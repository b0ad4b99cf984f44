//go:build slow

package generator_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"rapport/generator/answer"
	"rapport/generator/sitetest"
)

// answerable builds the workspace with all its open items, for an endpoint.
func answerable(t *testing.T, to string) (workspace, out string) {
	t.Helper()
	workspace, out = t.TempDir(), t.TempDir()
	writeFiles(t, workspace, strings.Replace(openItems, "FEEDBACK_TO", "feedback_to: "+to, 1))
	build(t, options(t, workspace, "2026-10-14"), out)
	return workspace, out
}

// sendForm fills a form in, choosing the last of each choice, presses its button, and
// returns what it should send.
func (r *reader) sendForm(o offer) url.Values {
	r.Helper()
	want := url.Values{}
	for name, values := range o.fields {
		want.Set(name, values[len(values)-1])
		if slices.Contains([]string{answer.TextField, answer.WellField, answer.BetterField}, name) {
			want.Set(name, "Mine: “"+name+"” & <b>\r\nmore")
		}
	}
	want.Set(answer.NameField, "Joost")
	want.Set(answer.EmailField, "joost@acme.example")
	values := map[string]string{}
	for name := range want {
		values[name] = want.Get(name)
	}
	filled, err := json.Marshal(values)
	if err != nil {
		r.Fatal(err)
	}
	form := `document.getElementById("` + o.id + `").querySelector("form")`
	r.does(`for (const [name, value] of Object.entries(` + string(filled) + `)) {
		for (const field of ` + form + `.querySelectorAll("[name='" + name + "']")) {
			if (field.type === "radio") { if (field.value === value) field.checked = true; }
			else if (field.type !== "hidden") field.value = value;
		}
	}`)
	r.sees(true, form+`.checkValidity()`)
	r.does(form + `.querySelector("button").click()`) // no timer runs where no script does
	return want
}

func TestEachAnswerArrives(t *testing.T) {
	service := sitetest.NewForms(t)
	_, out := answerable(t, service.URL+"/answers")
	pages := map[string][]offer{}
	for name, body := range read(t, out) {
		if offers := offersOf(t, body); strings.HasSuffix(name, ".html") && offers != nil {
			pages[name] = offers
		}
	}
	r := newReader(t)
	site := published(t, out)
	for _, where := range []struct {
		name, base string
		script     bool
	}{
		{"served", site.URL + "/", true}, {"served, without script", site.URL + "/", false},
		{"from a disk", "file://" + out + "/", true}, {"from a disk, without script", "file://" + out + "/", false},
	} {
		t.Run(where.name, func(t *testing.T) {
			r := &reader{T: t, ctx: r.ctx, base: where.base}
			must(t, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
				return cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !where.script})
			})
			sent := 0
			for _, page := range slices.Sorted(maps.Keys(pages)) {
				for _, o := range pages[page] {
					r.open(page)
					want := r.sendForm(o)
					sent++
					select {
					case got := <-service.Taken:
						if diff := cmp.Diff(want, got); diff != "" {
							t.Errorf("%s of %s (-want +got):\n%s", o.id, page, diff)
						}
						r.sees(service.URL, `location.origin`)
					case <-time.After(time.Minute):
						t.Fatalf("%s of %s did not arrive", o.id, page)
					}
				}
			}
			if sent < 15 {
				t.Errorf("only %d answers were sent", sent)
			}
		})
	}
}

func TestADeviceRemembersWhatWasAnsweredUntilItIsTakenIn(t *testing.T) {
	service := sitetest.NewForms(t)
	workspace, out := answerable(t, service.URL+"/answers")
	r := newReader(t)
	r.base = published(t, out).URL + "/acme-7f3k9q2m/"
	r.at("2026-10-14T12:00:00+02:00", "Europe/Amsterdam")
	marked := `[...document.querySelectorAll(".answered")].map(p => p.closest("[data-item]").dataset.item + ": " + p.textContent)`
	words := ": You answered on this device on 14 October. We have not taken it in yet."
	for _, item := range []string{"2026-10-01-logo", "2026-10-02-texts"} {
		r.open("shop/journal.html")
		at := `document.getElementById("a_` + item + `")`
		r.does(at + `.querySelector("[type=radio]")?.click(); ` + at + `.querySelector("textarea").value = "x"`)
		if item == "2026-10-01-logo" {
			r.does(at + `.querySelector("[name=name]").value = "Joost"; ` + at + `.querySelector("[name=email]").value = "joost@acme.example"; ` + at + `.querySelector(".remember input").click()`)
		}
		r.leaves(at + `.querySelector("button").click()`)
		if got := <-service.Taken; got.Get(answer.EmailField) != "joost@acme.example" {
			t.Errorf("whoever was asked once is now %q", got.Get(answer.EmailField))
		}
		r.sees(service.URL, `location.origin`)
	}
	logo, texts := "shop/journal/2026-10-01-logo"+words, "shop/journal/2026-10-02-texts"+words
	r.open("shop/journal.html")
	r.sees([]string{texts, logo}, marked)
	r.open("index.html")
	r.sees([]string{texts, logo}, marked)
	r.sees(false, `JSON.stringify(localStorage).includes("logo")`)

	decided := filepath.Join(workspace, "content/clients/acme/shop/journal/2026-10-01-logo.md")
	text, err := os.ReadFile(decided)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(decided, []byte(strings.Replace(string(text), "needed_by", "decided: 2026-10-14\noutcome: Blue\nneeded_by", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	build(t, options(t, workspace, "2026-10-15"), out)
	r.open("index.html")
	r.sees([]string{texts}, marked)
	r.sees(1, `Object.keys(JSON.parse(localStorage.getItem("rapport:answered:/acme-7f3k9q2m/"))).length`)

	// Who does not want to be remembered any more is not.
	r.open("feedback.html")
	r.sees("Joost", `document.getElementById("f_ask_name").value`)
	r.does(`document.getElementById("f_ask_text").value = "x"; document.querySelector("#f_ask .remember input").click()`)
	r.leaves(`document.querySelector("#f_ask button").click()`)
	<-service.Taken
	r.sees(service.URL, `location.origin`)
	r.open("feedback.html")
	r.sees("", `document.getElementById("f_ask_name").value`)
	r.content()
}

// A form that only the site can take leads a reader of a copy on disk to the mail: at once where a script
// runs, else by the page that follows the form.
func TestAFormOnADiskLeadsToTheMail(t *testing.T) {
	_, out := answerable(t, "netlify")
	r := newReader(t)
	r.base = "file://" + out + "/acme-7f3k9q2m/"
	must(t, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	})
	r.open("shop/journal.html")
	r.does(`for (const field of document.querySelectorAll("#a_2026-10-02-texts [required]")) field.value = field.type === "email" ? "j@acme.example" : "We do"`)
	r.does(`document.querySelector("#a_2026-10-02-texts form button").click()`)
	r.sees(true, `location.pathname.endsWith("/thanks.html")`)
	r.sees(true, `document.body.innerText.includes("nothing was sent")`)
	r.sees("mailto:studio@studio.example", `document.querySelector(".note a").href`)
}
