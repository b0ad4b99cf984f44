package diag

import (
	"fmt"
	"testing"
)

// What a message says was meant, its problem has as an edit, be it that an error says so.
func TestAProblemHasWhatItsMessageSuggests(t *testing.T) {
	keys := []string{"excludes", "includes"}
	at := Position{"a.md", 3, 5}
	near := DidYouMean("exclude", keys).Or("; remove it")
	want := Fix{Line: 3, Col: 5, Was: "exclude", Text: "excludes", Guess: true}
	for name, p := range map[string]Problem{
		"a mend":          rule.At(at, "unknown key %s%s", Quote("exclude"), near),
		"an error":        rule.At(at, "%s", Errorf("unknown key %q%s", "exclude", near)),
		"a wrapped error": rule.At(at, "%v", fmt.Errorf("in scope: %w", Errorf("%s", near))),
	} {
		if p.Fix != want {
			t.Errorf("%s: %+v, want %+v", name, p.Fix, want)
		}
	}
	if p := rule.At(at, "unknown key%s", DidYouMean("zzz", keys).Or("; remove it")); !p.Fix.IsZero() || p.Message != "unknown key; remove it" {
		t.Errorf("advice is made an edit: %+v", p)
	}
	if p := rule.At(Position{File: "a.md"}, "%s", near); !p.Fix.IsZero() {
		t.Errorf("a file as a whole is edited: %+v", p.Fix)
	}
	var list List
	list.AddFixable(at, "exclude", "excludes", rule, "unknown key%s", near)
	if got := list.Sorted()[0].Fix; !got.IsSure() {
		t.Errorf("what is certain is a guess: %+v", got)
	}
}
