package facts

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
)

// randomFigure is small as a rule, at the bounds of what is, or beyond them.
func randomFigure(random *rand.Rand) decimal.Decimal {
	bounds := []int64{3, 1000, 99_999, 9_999_999_999, 10_000_000_001}
	most := bounds[random.IntN(len(bounds))]
	value := random.Int64N(most)
	if random.IntN(5) == 0 {
		value = most
	}
	if random.IntN(3) == 0 {
		value = -value
	}
	return decimal.New(value, int32(2-random.IntN(10)))
}

// That hours are counted in machine words is an optimisation, and may be deleted with this test.
func TestHoursAreCountedInMachineWordsAsTheyAreInDecimals(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	inWords := 0
	count := func(d *UsageDay) decimal.Decimal { return d.Count }
	for range 20_000 {
		days := make([]UsageDay, random.IntN(4))
		for i := range days {
			days[i].Count = randomFigure(random)
		}
		if got, ok := smallSum(days, count); ok {
			inWords++
			if want := anySum(days, count); got.String() != want.String() || got.Exponent() != want.Exponent() {
				t.Fatalf("sum of %v is %v, want %v", days, got, want)
			}
		}
		seconds := randomFigure(random)
		hours := anyInHours(seconds)
		if got := inHours(seconds); got.Cmp(hours) != 0 {
			t.Fatalf("%v seconds are %v hours, want %v", seconds, got, hours)
		}
		for _, r := range []*big.Rat{hours, big.NewRat(random.Int64()-1<<62, 1+random.Int64N(1<<62)), big.NewRat(int64(random.IntN(400)-200), 20_000)} {
			if got, ok := smallRounded(r, 4); ok {
				inWords++
				if want := decimal.NewFromBigRat(r, 4); got.String() != want.String() || got.Exponent() != want.Exponent() {
					t.Fatalf("%v is %v, want %v", r, got, want)
				}
			}
		}
	}
	if inWords < 20_000 {
		t.Errorf("only %d were small enough: what is compared?", inWords)
	}
}
