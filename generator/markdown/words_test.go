package markdown

import (
	"html/template"
	"testing"
)

func TestWordsOfRenderedMarkdown(t *testing.T) {
	for _, test := range []struct {
		name     string
		rendered template.HTML
		want     string
	}{
		{"plain", "A shop", "A shop"},
		{"entities", "Cakes &amp; <em>tea</em> &lt;daily&gt;", "Cakes & tea <daily>"},
		{"marks within a word", "<p>un<strong>believ</strong>able</p>", "unbelievable"},
		{"blocks stand apart", "<h3>One</h3><p>Two</p><ul><li>Three</li><li>Four</li></ul>", "One Two Three Four"},
		{"addresses are no words", `<p>See <a href="a.html#b">there</a>.</p>`, "See there."},
		{"charts are no words", `<p>Before</p><figure class="chart"><svg><text>352</text></svg></figure><p>after</p>`, "Before after"},
		{"a chart without an end", `<p>Before</p><figure class="chart">352`, "Before"},
		{"nothing", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Words(test.rendered); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
