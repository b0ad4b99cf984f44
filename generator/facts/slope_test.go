package facts

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
)

// That slopes are counted in machine words is an optimisation, and may be deleted with
// this test: what is counted for figures of any size is the same.
func TestSlopesInMachineWordsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	inWords := 0
	check := func(points []Point, numbers []int64) {
		t.Helper()
		got, ok := smallMedianSlope(points, numbers)
		if !ok {
			return
		}
		inWords++
		if want := anyMedianSlope(points, numbers); got.Cmp(want) != 0 {
			t.Fatalf("slope of %v at %v is %v, want %v", points, numbers, got, want)
		}
	}
	bounds := []int64{10, 1000, 99_999, 9_999_999_999, 10_000_000_000, math.MaxInt64}
	for range 40_000 {
		n := minTrend + random.IntN(TrendFigures-minTrend+1)
		most := bounds[random.IntN(len(bounds))]
		points, numbers := make([]Point, n), make([]int64, n)
		at := random.Int64N(30_000)
		for i := range points {
			value := random.Int64N(most)
			if random.IntN(3) == 0 {
				value = most // at the very bound
			}
			if random.IntN(2) == 0 {
				value = -value
			}
			points[i].Value = decimal.New(value, int32(2-random.IntN(10)))
			at += 1 + random.Int64N(1+int64(random.IntN(60)))
			numbers[i] = at
		}
		check(points, numbers)
	}
	if inWords < 2_500 {
		t.Errorf("only %d were small enough: what is compared?", inWords)
	}
}

func TestFiguresTooLargeForMachineWordsAreCountedExactly(t *testing.T) {
	points := make([]Point, 3)
	for i := range points {
		points[i].Value = decimal.RequireFromString("1e30").Mul(decimal.NewFromInt(int64(i)))
	}
	numbers := []int64{1, 2, 3}
	if _, ok := smallMedianSlope(points, numbers); ok {
		t.Error("they were counted in machine words")
	}
	if got := medianSlope(points, numbers); got.Cmp(decimal.RequireFromString("1e30").Rat()) != 0 {
		t.Errorf("slope is %v", got)
	}
}
