package page

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"rapport/generator/locale"
)

func TestWhatIsFoundIsWrittenAsJSON(t *testing.T) {
	f := foundAt{href: "a.html#b", title: "Cakes & \"tea\"", section: 2, when: "3 May", text: []string{"", "one\ntwo", "", "\u2068three\u2069"}, also: "bread"}
	var got, want any
	if err := json.Unmarshal(f.appendJSON(nil), &got); err != nil {
		t.Fatalf("%v: %s", err, f.appendJSON(nil))
	}
	if err := json.Unmarshal([]byte(`{"h":"a.html#b","t":"Cakes & \"tea\"","s":2,"w":"3 May","x":"one\ntwo\nthree","k":"bread"}`), &want); err != nil {
		t.Fatal(err)
	}
	if gotJSON, wantJSON := marshal(t, got), marshal(t, want); gotJSON != wantJSON {
		t.Errorf("got %s, want %s", gotJSON, wantJSON)
	}
	f = foundAt{href: "a.html"}
	if got := string(f.appendJSON(nil)); got != `{"h":"a.html","t":"","s":0}` {
		t.Errorf("of nothing else: %s", got)
	}
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	body, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestManyThingsThatAreFoundStandBesideEachOther(t *testing.T) {
	k := &catalogue{sections: []string{"one"}}
	long := strings.Repeat("words ", 1000)
	for range 100 {
		k.last = foundAt{href: "a.html", text: []string{long}}
		k.keep()
	}
	if len(k.docs) < 5 {
		t.Errorf("they are in %d pieces", len(k.docs))
	}
	var all []struct{ X string }
	text := "["
	for _, piece := range k.docs {
		text += string(piece)
	}
	if err := json.Unmarshal([]byte(text+"]"), &all); err != nil || len(all) != 100 || all[99].X != long {
		t.Errorf("%d were found: %v", len(all), err)
	}
}

// That texts are written here and not by encoding/json is an optimisation, and may be deleted with this test.
func FuzzTextsAreWrittenAsJSONHasThem(f *testing.F) {
	for _, text := range []string{"", "plain", "<a href=\"x\">&'\\</a>", "\x00\x1f\x7f\n\t", "“é” – …", "a\u2028b\u2029c", "x\u2068<\u2069y", "\xff\xe2\x81", "\uFFFD\U0001F600"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		body, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		want := locale.Bare(string(body))
		if got := string(appendJSON(nil, text)); got != want {
			t.Errorf("%q is %s, want %s (valid: %t)", text, got, want, utf8.ValidString(text))
		}
	})
}
