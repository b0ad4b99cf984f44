package diag

import "testing"

func TestAFixFindsItsPlaceOrNone(t *testing.T) {
	const text = "\ufeffaé: 1\r\n日本: acess\nlast"
	for _, test := range []struct {
		fix      Fix
		from, to int
	}{
		{Fix{1, 1, "a", "b"}, 3, 4},
		{Fix{1, 5, "1", "2"}, 8, 9},
		{Fix{2, 5, "acess", "access"}, 19, 24},
		{Fix{3, 1, "last", ""}, 25, 29},
		{Fix{3, 5, "", "."}, 29, 29},
		{Fix{2, 5, "access", "x"}, -1, 0}, // it says something else
		{Fix{1, 9, "日本", "x"}, -1, 0},     // not over the end of a line
		{Fix{4, 1, "", "x"}, -1, 0},
		{Fix{}, -1, 0},
	} {
		from, to, ok := test.fix.Find([]byte(text))
		if ok != (test.from >= 0) || ok && (from != test.from || to != test.to) {
			t.Errorf("%+v is at %d to %d, %v", test.fix, from, to, ok)
		}
	}
}

func TestAFixSaysWhatItDoes(t *testing.T) {
	for fix, want := range map[Fix]string{
		{1, 1, "acess", "access"}: `write "access" in place of "acess"`,
		{1, 1, "shop ", "shop"}:   `take away the space around "shop"`,
		{1, 1, "\u200b", ""}:      `delete "\u200b"`,
		{1, 1, "", `"`}:           `write "\""`,
	} {
		if got := fix.Title(); got != want {
			t.Errorf("it says %s, want %s", got, want)
		}
	}
}
