package front

import (
	"errors"
	"testing"
)

func TestAKeyIsAddedUnderAnotherByTheLine(t *testing.T) {
	for _, test := range []struct{ name, before, after string }{
		{"nothing is there", "---\ntitle: Shop # ours\n\n# the end\n---\nBody: x\n", "---\ntitle: Shop # ours\n\n# the end\ndata:\n  time: {file: data/x.csv}\n---\nBody: x\n"},
		{"lines end as Windows ends them", "---\r\ntitle: Shop\r\n---\r\n", "---\r\ntitle: Shop\r\ndata:\r\n  time: {file: data/x.csv}\r\n---\r\n"},
		{"the file begins with a mark of byte order", "\uFEFF---\ntitle: Shop\n---\n", "\uFEFF---\ntitle: Shop\ndata:\n  time: {file: data/x.csv}\n---\n"},
		{"the map has lines", "---\ndata: # exports\n    # tickets\n    requests: {file: data/y.csv}\ntitle: Shop\n---\n", "---\ndata: # exports\n    # tickets\n    time: {file: data/x.csv}\n    requests: {file: data/y.csv}\ntitle: Shop\n---\n"},
		{"the map is between braces", "---\ndata: {dates: dd/mm/yyyy} # so\n---\n", "---\ndata: {dates: dd/mm/yyyy, time: {file: data/x.csv}} # so\n---\n"},
		{"the key has no value", "---\ndata: # later\ntitle: Shop\n---\n", "---\ndata: # later\n  time: {file: data/x.csv}\ntitle: Shop\n---\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			edited, err := AddUnder([]byte(test.before), "data", "time", "{file: data/x.csv}")
			if err != nil || string(edited) != test.after {
				t.Errorf("%v:\n%q, want\n%q", err, edited, test.after)
			}
		})
	}
	for _, test := range []struct {
		name, before string
		want         error
	}{
		{"the key is there", "---\ndata: {time: {file: a}}\n---\n", ErrTaken},
		{"TOML", "+++\ntitle = 'x'\n+++\n", ErrStyle},
		{"JSON", "{\n\"title\": \"x\"\n}\n", ErrStyle},
		{"a list is there", "---\ndata: [1]\n---\n", ErrStyle},
	} {
		t.Run(test.name, func(t *testing.T) {
			if edited, err := AddUnder([]byte(test.before), "data", "time", "{file: data/x.csv}"); !errors.Is(err, test.want) {
				t.Errorf("%v:\n%s", err, edited)
			}
		})
	}
}
