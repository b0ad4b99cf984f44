package diag

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var rule = &Rule{Name: "r", Severity: Error}

func TestListSortsByPositionAndDropsDoubles(t *testing.T) {
	var list List
	list.Addf(Position{"b.md", 1, 1}, rule, "m")
	list.Addf(Position{"a.md", 2, 1}, rule.As(Warning), "m")
	list.Addf(Position{"a.md", 10, 1}, rule, "m")
	list.Addf(Position{"a.md", 2, 1}, rule, "m %q", "x")
	list.Addf(Position{"b.md", 1, 1}, rule, "m")
	want := []string{
		`a.md:2:1: error: m "x" [r]`,
		`a.md:2:1: warning: m [r]`,
		`a.md:10:1: error: m [r]`,
		`b.md:1:1: error: m [r]`,
	}
	var got []string
	for _, p := range list.Sorted() {
		got = append(got, p.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestListTakesProblemsFromSeveralGoroutines(t *testing.T) {
	var list List
	var group sync.WaitGroup
	for line := range 100 {
		group.Go(func() { list.Addf(Position{"a.md", line, 1}, rule, "m") })
	}
	group.Wait()
	if n := list.Errors(); n != 100 {
		t.Errorf("%d errors", n)
	}
}

func TestErrorsCountsErrorsAlone(t *testing.T) {
	var list List
	list.Addf(Position{}, rule, "m")
	list.Addf(Position{}, rule.As(Warning), "m")
	list.Add(Problem{Severity: Note})
	if n := list.Errors(); n != 1 {
		t.Errorf("%d errors", n)
	}
}

func TestNearestSuggestsOnlyWhatIsNear(t *testing.T) {
	keys := []string{"excludes", "includes", "title", "id", "kpis"}
	for _, test := range []struct{ name, want string }{
		{"exclude", "excludes"},
		{"titel", "title"}, // two letters swapped
		{"kpi", "kpis"},
		{"title", "title"},
		{"xx", ""},
		{"assumptions", ""},
		{"", ""},
	} {
		if got := Nearest(test.name, keys); got != test.want {
			t.Errorf("Nearest(%q) = %q, want %q", test.name, got, test.want)
		}
	}
	if got, want := DidYouMean("titel", keys).String(), `; did you mean "title"?`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := DidYouMean("zzz", keys); !got.IsZero() {
		t.Errorf("got %q", got)
	}
}

func TestTakeLeavesTheListEmpty(t *testing.T) {
	var list List
	list.Addf(Position{File: "b.md"}, rule, "m")
	list.Addf(Position{File: "a.md"}, rule, "m")
	if got := list.Take(); len(got) != 2 || got[0].File != "a.md" {
		t.Errorf("took %v", got)
	}
	if left := list.Take(); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestAUsageErrorKeepsItsCause(t *testing.T) {
	cause := errors.New("foreign")
	err := Usagef("%w: out", cause)
	var usage UsageError
	if !errors.As(err, &usage) || !errors.Is(err, cause) || err.Error() != "foreign: out" {
		t.Errorf("got %#v", err)
	}
}
