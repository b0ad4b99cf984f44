package front

import (
	"bytes"
	"errors"
	"testing"
)

// FuzzSet edits whatever a file may hold, at any of its paths, with whatever a text may be:
// what comes out says what went in, but for what was asked.
func FuzzSet(f *testing.F) {
	for i, test := range edits {
		f.Add([]byte("---\n"+test.before+"---\nBody: x\n"), uint8(i), uint8(i), "a\nb: c")
	}
	for seed := range uint64(60) {
		a := newAuthor(seed)
		f.Add([]byte(a.write(a.tree())), uint8(seed), uint8(seed), a.word())
	}
	f.Add([]byte("---\n? a\n: b\nc: {? d : e, f}\n---\n"), uint8(1), uint8(3), "x")
	f.Add([]byte("---\na: !x\n  - &y\n  - *y\nb: \t- \n---\n"), uint8(2), uint8(4), "x")
	f.Add([]byte("+++\na.b.c = 1\n[x.y]\n[[x.z]]\n[x.z.w]\n+++\n"), uint8(5), uint8(1), "x")
	f.Fuzz(func(t *testing.T, data []byte, which, how uint8, text string) {
		before, problems := Parse("", data)
		if len(problems) > 0 {
			if _, err := Set(data, At("a"), Text(text)); err == nil {
				t.Error("a file that cannot be read was edited")
			}
			return
		}
		at := At("added")
		if all := paths(before.Front, nil); len(all) > 0 {
			at = all[int(which)%len(all)]
		}
		switch how / 8 % 4 {
		case 1:
			at = at[:len(at)-1].Key("added")
		case 2:
			at = at.Index(int(how / 32))
		case 3:
			at = at.Key("below").Key("below")
		}
		value := Text(text)
		switch how % 8 {
		case 1:
			value = Bare("2026-04-03")
		case 2:
			value = ListOf(Text(text), Bare("true"))
		case 3:
			value = MapOf().With("by", Text(text)).With("at", ListOf(Text(text)))
		case 4:
			value = ListOf(MapOf().With("id", Text(text)), MapOf().With("id", Text("x")))
		case 5:
			value = Bare(text)
		case 6:
			value = &Node{Kind: Null}
		}
		more := how%8 == 7
		set := Set
		if more {
			set = Append
		}
		given := bytes.Clone(data)
		edited, err := set(data, at, value)
		if !bytes.Equal(given, data) {
			t.Error("the input was changed")
		}
		if err != nil {
			return
		}
		after, problems := Parse("", edited)
		if len(problems) > 0 || !saysTheSame(model(before.Front, at, value, more), after.Front) || !bytes.Equal(before.Body.Source, after.Body.Source) {
			t.Fatalf("%s = %s, more: %v: %v\n%s", at, value.Write(), more, problems, Diff("x", data, edited))
		}
		for i, k := range before.Front.Keys {
			if k.Name != at[0].name && !before.Front.Kids[i].equal(after.Front.Get(k.Name)) {
				t.Errorf("%q changed:\n%s", k.Name, Diff("x", data, edited))
			}
		}
		if again, err := Set(edited, at, value); !more && after.Front.At(at) != nil && (err != nil || !bytes.Equal(again, edited)) {
			t.Errorf("a second time: %v\n%s", err, Diff("x", edited, again))
		}
		if longer, err := AppendBody(edited, text); err == nil {
			if whole, _ := Parse("", longer); !whole.Front.equal(after.Front) || !bytes.HasPrefix(whole.Body.Source, after.Body.Source) {
				t.Errorf("the text changed more than the end:\n%s", Diff("x", edited, longer))
			}
		} else if !errors.Is(err, ErrStyle) {
			t.Error(err)
		}
	})
}
