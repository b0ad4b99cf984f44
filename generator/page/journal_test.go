package page

import (
	"strings"
	"testing"

	"rapport/generator/content"
)

func TestTheFilterHidesWhatIsOfAnotherKind(t *testing.T) {
	style := FilterStyle()
	for _, info := range content.Kinds {
		chosen, kind := "main:has(#k_"+string(info.Kind)+":checked) ", string(info.Kind)
		for _, rule := range []string{chosen + ".journal>li:not(." + kind + ",:target)", chosen + ".month:not(:has(." + kind + ",:target))"} {
			if !strings.Contains(style, rule) {
				t.Errorf("choosing %s does not hide what is of another kind: no %s", kind, rule)
			}
		}
	}
	if !strings.HasSuffix(style, "{display:none}") {
		t.Errorf("got %q", style)
	}
}
