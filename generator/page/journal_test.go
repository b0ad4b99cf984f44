package page

import (
	"strings"
	"testing"

	"rapport/generator/content"
)

func TestTheFilterHidesWhatIsOfAnotherKind(t *testing.T) {
	style := FilterStyle()
	for _, info := range content.Kinds {
		rule := "main:has(#k_" + string(info.Kind) + ":checked) .journal>li:not(." + string(info.Kind) + ",:target)"
		if !strings.Contains(style, rule) {
			t.Errorf("choosing %s hides nothing", info.Kind)
		}
	}
	if !strings.HasSuffix(style, "{display:none}") {
		t.Errorf("got %q", style)
	}
}
