package diag

import "testing"

func TestAFixFindsItsPlaceOrNone(t *testing.T) {
	const text = "\ufeffaé: 1\r\n日本: acess\nlast"
	for _, test := range []struct {
		fix      Fix
		from, to int
	}{
		{Fix{Line: 1, Col: 1, Was: "a", Text: "b"}, 3, 4},
		{Fix{Line: 1, Col: 5, Was: "1", Text: "2"}, 8, 9},
		{Fix{Line: 2, Col: 5, Was: "acess", Text: "access"}, 19, 24},
		{Fix{Line: 3, Col: 1, Was: "last", Text: ""}, 25, 29},
		{Fix{Line: 3, Col: 5, Was: "", Text: "."}, 29, 29},
		{Fix{Line: 2, Col: 5, Was: "access", Text: "x"}, -1, 0}, // it says something else
		{Fix{Line: 1, Col: 9, Was: "日本", Text: "x"}, -1, 0},     // not over the end of a line
		{Fix{Line: 4, Col: 1, Was: "", Text: "x"}, -1, 0},
		{Fix{}, -1, 0},
		{Fix{Line: 2, Col: 1, Was: "acess", Text: "access", Guess: true}, 19, 24}, // a guess may stand further on
		{Fix{Line: 2, Col: 1, Was: "last", Text: "least", Guess: true}, -1, 0},
	} {
		from, to, ok := test.fix.Find([]byte(text))
		if ok != (test.from >= 0) || ok && (from != test.from || to != test.to) {
			t.Errorf("%+v is at %d to %d, %v", test.fix, from, to, ok)
		}
	}
}

func TestAFixSaysWhatItDoes(t *testing.T) {
	for fix, want := range map[Fix]string{
		{Line: 1, Col: 1, Was: "acess", Text: "access"}: `write "access" in place of "acess"`,
		{Line: 1, Col: 1, Was: "shop ", Text: "shop"}:   `take away the space around "shop"`,
		{Line: 1, Col: 1, Was: "\u200b", Text: ""}:      `delete "\u200b"`,
		{Line: 1, Col: 1, Was: "", Text: `"`}:           `write "\""`,
	} {
		if got := fix.Title(); got != want {
			t.Errorf("it says %s, want %s", got, want)
		}
	}
}
