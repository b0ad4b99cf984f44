package front

import "testing"

func TestPlacesAreThoseOfTheNodes(t *testing.T) {
	doc, problems := Parse("x.md", []byte("---\ntitle: A shop\nplan:\n  - id: live\n    needs: [logo, words]\n  - {id: after, what: Care}\nempty:\nlist: []\n---\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	places := doc.Front.Places()
	for _, c := range []struct {
		path []any
		want Mark
	}{
		{nil, doc.Front.Mark},
		{[]any{"title"}, Mark{2, 8}},
		{[]any{"plan", 0}, Mark{4, 5}},
		{[]any{"plan", 0, "needs", 1}, Mark{5, 19}},
		{[]any{"plan", 1, "what"}, Mark{6, 23}},
		{[]any{"plan", 1, "due"}, Mark{6, 5}}, // which is not there
		{[]any{"plan", 2}, doc.Front.Get("plan").Mark},
		{[]any{"plan", "id"}, doc.Front.Get("plan").Mark},
		{[]any{"title", 0}, Mark{2, 8}},
		{[]any{"list", 0}, doc.Front.Get("list").Mark},
		{[]any{"nothing", "at all"}, doc.Front.Mark},
	} {
		if got := places.Of(c.path...); got != c.want {
			t.Errorf("%v stands at %v, want %v", c.path, got, c.want)
		}
		if got := doc.Front.Of(c.path...); got != c.want {
			t.Errorf("the node of %v stands at %v, want %v", c.path, got, c.want)
		}
	}
	if got := (Places{}).Of("title"); got != (Mark{}) {
		t.Errorf("nothing stands at %v", got)
	}
}
