package phrase

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
)

// That figures are rounded in machine words is an optimisation, and may be deleted with this
// test: in decimals they are the same.
func FuzzTrimmed(f *testing.F) {
	f.Add(int64(1250), int32(-2), uint8(1))
	f.Add(int64(-995), int32(-3), uint8(2))
	f.Add(int64(5), int32(-1), uint8(0))
	f.Add(int64(50), int32(1), uint8(4))
	f.Add(int64(0), int32(-20), uint8(3))
	f.Add(int64(999_999_999_999_999_999), int32(-18), uint8(4))
	f.Add(int64(math.MaxInt64), int32(2), uint8(2))
	f.Fuzz(func(t *testing.T, coefficient int64, exponent int32, decimals uint8) {
		if exponent < -100 || exponent > 100 {
			return
		}
		v, places := decimal.New(coefficient, exponent), int32(decimals%5)
		want := v.Round(places)
		for n := places; n > 0 && want.Equal(want.Truncate(n-1)); n-- {
			want = want.Truncate(n - 1)
		}
		if got := trimmed(v, places); !got.Equal(want) || got.Exponent() != want.Exponent() {
			t.Errorf("%v to %d decimals is %v, want %v", v, places, got, want)
		}
	})
}
