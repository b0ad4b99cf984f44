package headers_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/headers"
)

var (
	policy = headers.Policy{Forms: "https://forms.example"}
	rules  = headers.Rules(policy)
)

func value(path, name string) string {
	var all []string
	for _, h := range headers.Of(rules, path) {
		if h.Name == name {
			all = append(all, h.Value)
		}
	}
	return strings.Join(all, ", ")
}

func TestARuleIsOfItsPaths(t *testing.T) {
	const never = "public, max-age=31536000, immutable"
	for path, want := range map[string]string{
		"/":                          "",
		"/index.html":                "",
		"/assets/style.1.css":        never,
		"/acme/assets/style.1.css":   never,
		"/acme/assets/fonts/a.woff2": never,
		"/acme/x/assets/style.1.css": "",
		"/acme/assets":               "",
		"/acme/sw.js":                "no-cache",
		"/sw.js":                     "",
		"/acme/x/sw.js":              "",
		"//assets/a.css":             "",
		"/acme/assetsx/style.1.css":  "",
	} {
		if got := value(path, "Cache-Control"); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
		if got := value(path, "X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: %q", path, got)
		}
	}
}

func TestTheFileIsReadAsItWasWritten(t *testing.T) {
	if diff := cmp.Diff(rules, headers.Parse(headers.File(rules))); diff != "" {
		t.Error(diff)
	}
}

// Each host is told of each header, and of each path but where it can't be.
func TestEveryHostIsToldOfEveryHeader(t *testing.T) {
	for _, h := range headers.Hosts() {
		if h.Name == "github" {
			continue // sends none
		}
		text := h.Write(policy)
		for _, r := range rules {
			for _, sent := range r.Headers {
				if h.Name == "s3" && sent.Name == "Cache-Control" {
					if !strings.Contains(h.File, sent.Value) {
						t.Errorf("nothing says how to have %s kept %s", r.Path, sent.Value)
					}
					continue // told where files are copied
				}
				name := sent.Name
				if h.Name == "s3" {
					name = map[string]string{"Content-Security-Policy": "ContentSecurityPolicy", "X-Frame-Options": "FrameOption", "X-Content-Type-Options": "ContentTypeOptions", "Referrer-Policy": "ReferrerPolicy"}[name]
				}
				if !strings.Contains(text, name) || sent.Name != "X-Content-Type-Options" && !strings.Contains(text, sent.Value) {
					t.Errorf("%s is not told of %s: %s", h.Name, sent.Name, sent.Value)
				}
			}
		}
		if (h.Name == "vercel" || h.Name == "s3") && !json.Valid([]byte(text)) {
			t.Errorf("%s: no JSON:\n%s", h.Name, text)
		}
		for _, e := range regexp.MustCompile(`(?m)\^/\S*`).FindAllString(text, -1) {
			if _, err := regexp.Compile(strings.TrimSuffix(e, `#">`)); err != nil {
				t.Errorf("%s: %v", h.Name, err)
			}
		}
	}
}

func TestAHostThatSendsNoneIsSaidToAndWhatPagesHaveInstead(t *testing.T) {
	for _, h := range headers.Hosts() {
		if h.Name != "github" {
			continue
		}
		for _, want := range []string{"sends no headers", "form-action 'self' https://forms.example", `content="no-referrer"`, "frames it"} {
			if text := h.Write(policy); !strings.Contains(text, want) {
				t.Errorf("nothing of %q in\n%s", want, text)
			}
		}
	}
}
