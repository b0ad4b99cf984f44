package chart

import "testing"

func TestSpreadDrawsEachClassToOneScale(t *testing.T) {
	s := NewSpread(SpreadSpec{ID: "x", Classes: []Class{{Label: "a", Count: 4}, {Label: "b", Count: 1}, {Label: "c"}}})
	if len(s.Columns) != 3 {
		t.Fatalf("got %d columns, want 3", len(s.Columns))
	}
	for i, want := range []string{"96", "24", "0"} {
		if got := s.Columns[i].Height; got != want {
			t.Errorf("column %d is %s high, want %s", i, got, want)
		}
	}
	if s.Columns[0].Y != "22" || s.Columns[2].Y != s.Base {
		t.Errorf("the bars do not stand on the base line: %+v", s.Columns)
	}
}

func TestSpreadWithoutCountsIsFlat(t *testing.T) {
	for _, classes := range [][]Class{nil, {{Label: "a"}}} {
		for _, c := range NewSpread(SpreadSpec{Classes: classes}).Columns {
			if c.Height != "0" {
				t.Errorf("an empty class is %s high", c.Height)
			}
		}
	}
}
