package facts

import (
	"math"
	"math/big"
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
		if want := anyMedianSlope(points, numbers); got.rat().Cmp(want) != 0 {
			t.Fatalf("slope of %v at %v is %v, want %v", points, numbers, got, want)
		} else if f, _ := want.Float64(); got.float() != f {
			t.Fatalf("slope of %v is %v, want %v", want, got.float(), f)
		} else {
			compareMoves(t, random, got, slope{any: want})
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
	if got, _ := medianSlope(points); got.rat().Cmp(decimal.RequireFromString("1e30").Rat()) != 0 {
		t.Errorf("slope is %v", got)
	}
}

// compareMoves compares both ways to tell a move from none: of distances at random, and of that
// which is just moved.
func compareMoves(t *testing.T, random *rand.Rand, words, any slope) {
	periods := 1 + random.Int64N(2*maxSmallSpan)
	moved := new(big.Rat).Mul(any.rat(), big.NewRat(periods, 1))
	exact := decimal.NewFromBigRat(moved.Abs(moved), int32(random.IntN(8)))
	last := decimal.New(1, exact.Exponent())
	for _, distance := range []decimal.Decimal{decimal.Zero, exact, exact.Sub(last), exact.Add(last), decimal.New(random.Int64N(math.MaxInt64), int32(2-random.IntN(10)))} {
		if got, want := words.movesLess(periods, distance), any.movesLess(periods, distance); got != want {
			t.Fatalf("that %v moves less than %v over %d periods is %t", any.rat(), distance, periods, got)
		}
	}
}

// What is aimed at and a verdict are counted in machine words where they fit; in decimals they
// are the same.
func TestVerdictsInMachineWordsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	figure := func() decimal.Decimal {
		return decimal.New(random.Int64N(200_001)-100_000, int32(random.IntN(3)-4)).Mul(decimal.New(1, int32(random.IntN(3))))
	}
	small := 0
	for range 20_000 {
		base, target, value, near := figure(), figure(), figure(), figure().Abs()
		whole := 1 + random.Int64N(5000)
		passed := random.Int64N(whole + 1)
		if now, ok := smallTarget(base, target, passed, whole); ok {
			of := decimal.NewFromInt(whole)
			want := base.Mul(of).Add(target.Sub(base).Mul(decimal.NewFromInt(passed))).DivRound(of, targetPlaces)
			if !now.Equal(want) || now.Exponent() != want.Exponent() {
				t.Fatalf("%v of %v days from %v to %v is %v, want %v", passed, whole, base, target, now, want)
			}
			small++
		}
		if value.IsPositive() {
			got := grown(value, target)
			want := target.Shift(2).DivRound(value, 1)
			if (got != nil) != target.Shift(2).LessThanOrEqual(maxPercent.Mul(value)) || got != nil && (!got.Equal(want) || got.Exponent() != want.Exponent()) {
				t.Fatalf("%v beside %v grew %v per cent, want %v", target, value, got, want)
			}
		}
		low, high := decimal.Min(base, target), decimal.Max(base, target)
		if random.IntN(4) == 0 {
			value = low.Sub(near)
		}
		l, h, v, n, ok := smallFigures(low, high, value, near)
		if !ok {
			continue
		}
		small++
		if (l <= v) != low.LessThanOrEqual(value) || (v <= h) != value.LessThanOrEqual(high) || (l-n <= v) != low.Sub(near).LessThanOrEqual(value) || (v <= h+n) != value.LessThanOrEqual(high.Add(near)) {
			t.Fatalf("%v to %v and %v beside %v, in words %d to %d and %d beside %d", low, high, near, value, l, h, n, v)
		}
	}
	if small < 30_000 {
		t.Errorf("only %d were small enough: what is compared?", small)
	}
	if got := grown(decimal.RequireFromString("1e30"), decimal.RequireFromString("5e29")); got == nil || got.String() != "50" {
		t.Errorf("a half of a large figure is %v per cent", got)
	}
	for _, large := range []string{"1e12", "9999999999999", "123456789.12345"} {
		if _, ok := smallTarget(decimal.Zero, decimal.RequireFromString(large), 1, 2); ok {
			t.Errorf("%s is counted in machine words", large)
		}
	}
}
