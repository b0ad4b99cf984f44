package headers_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/headers"
)

// means says what a policy lets a page do: of each kind of what is fetched, from where, as browsers
// read it (w3.org/TR/CSP3, 6.8.3).
func means(policy string) map[string]string {
	said := map[string]string{}
	for directive := range strings.SplitSeq(policy, ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(directive), " ")
		said[name] = sources
	}
	for name, instead := range map[string][]string{
		"connect-src": nil, "font-src": nil, "frame-src": {"child-src"}, "img-src": nil, "media-src": nil,
		"object-src": nil, "script-src": nil, "style-src": nil, "worker-src": {"child-src", "script-src"},
	} {
		for _, n := range slices.Concat([]string{name}, instead, []string{"default-src"}) {
			if sources, ok := said[n]; ok {
				said[name] = sources
				break
			}
		}
	}
	delete(said, "default-src") // a manifest, which no page has, is all that is left of it
	return said
}

var content = regexp.MustCompile(`^<meta http-equiv="Content-Security-Policy" content="([^"]*)"><meta name="referrer" content="no-referrer">$`)

func TestAPageSaysWhatAHostIsAskedToSay(t *testing.T) {
	for _, forms := range []string{"", "https://forms.example"} {
		policy := headers.Policy{Forms: forms}
		found := content.FindStringSubmatch(string(policy.Meta()))
		if found == nil {
			t.Fatalf("no policy in %s", policy.Meta())
		}
		want := means(policy.Header())
		if want["frame-ancestors"] != "'none'" {
			t.Errorf("a host lets others frame pages: %q", policy.Header())
		}
		delete(want, "frame-ancestors") // no page can say so
		if diff := cmp.Diff(want, means(found[1])); diff != "" {
			t.Error(diff)
		}
		if size := len(policy.Meta()) - len(forms); size > 200 {
			t.Errorf("it takes %d bytes of each page", size)
		}
		if got := slices.Collect(maps.Values(want)); !slices.Contains(got, strings.TrimSpace("'self' "+forms)) {
			t.Errorf("forms go nowhere: %q", got)
		}
	}
}

func TestAFormsAddressCannotEndThePolicy(t *testing.T) {
	if got := string(headers.Policy{Forms: `https://x"><script>`}.Meta()); strings.Contains(got, "<script>") || strings.Count(got, `"`) != 8 {
		t.Error(got)
	}
}
