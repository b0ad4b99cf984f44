package facts

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
)

// numbered gives the numbers of the points' periods, which differ by one from a period to
// the next. Periods that are not of the calendar are counted.
func numbered(points []Point) []int64 {
	numbers := make([]int64, len(points))
	for i, p := range points {
		if p.Period.Kind == calendar.Custom {
			numbers[i] = int64(i)
		} else {
			numbers[i] = int64(p.Period.Number())
		}
	}
	return numbers
}

// medianSlope is the median of the slopes between every two points, by the numbers of
// their periods. Most figures are small enough to be counted in machine words, and the
// rest of this file is for those that are not.
func medianSlope(points []Point, numbers []int64) *big.Rat {
	if slope, ok := smallMedianSlope(points, numbers); ok {
		return slope
	}
	return anyMedianSlope(points, numbers)
}

// Figures and spans up to these bounds let no product of smallMedianSlope pass 2^63.
const (
	maxSmallPlaces = 6          // decimals
	maxSmallDigits = 10         // of a figure in units of the last decimal
	maxSmallSpan   = 60_000_000 // of the multiple of all spans; six periods in a row have 60
)

// smallMedianSlope is medianSlope in machine words; ok is false where they could be too
// small for it.
func smallMedianSlope(points []Point, numbers []int64) (slope *big.Rat, ok bool) {
	var values [TrendFigures]int64 // in units of the last decimal that any has
	unit := int64(1)               // as many of these are 1
	places := int32(0)
	for _, p := range points {
		places = max(places, -p.Value.Exponent())
	}
	if places > maxSmallPlaces || len(points) > len(values) {
		return nil, false
	}
	for range places {
		unit *= 10
	}
	for i, p := range points {
		if values[i], ok = inUnits(p.Value, places); !ok {
			return nil, false
		}
	}
	multiple := int64(1) // of every span, so that each slope times it is whole
	for i := range points {
		for j := i + 1; j < len(points); j++ {
			span := numbers[j] - numbers[i]
			if multiple *= span / gcd(multiple, span); multiple > maxSmallSpan {
				return nil, false
			}
		}
	}
	var all [TrendFigures * (TrendFigures - 1) / 2]int64
	slopes := all[:0]
	for i := range points {
		for j := i + 1; j < len(points); j++ {
			slopes = append(slopes, (values[j]-values[i])*(multiple/(numbers[j]-numbers[i])))
		}
	}
	slices.Sort(slopes)
	half := len(slopes) / 2
	middle := slopes[half] * 2
	if len(slopes)%2 == 0 {
		middle = slopes[half-1] + slopes[half]
	}
	return big.NewRat(middle, 2*multiple*unit), true
}

// inUnits is a figure in units of so many decimals, where it is small.
func inUnits(d decimal.Decimal, places int32) (int64, bool) {
	if d.Exponent() > 0 || d.NumDigits()+int(places+d.Exponent()) > maxSmallDigits {
		return 0, false
	}
	n := d.CoefficientInt64()
	for range places + d.Exponent() {
		n *= 10
	}
	return n, true
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// anyMedianSlope is medianSlope of figures of any size. The slopes are counted times a
// multiple of every span, so that each is an exact decimal and only their median becomes
// a fraction.
func anyMedianSlope(points []Point, numbers []int64) *big.Rat {
	multiple := big.NewInt(1)
	for i := range points {
		for j := i + 1; j < len(points); j++ {
			span := big.NewInt(numbers[j] - numbers[i])
			multiple.Mul(multiple, new(big.Int).Quo(span, new(big.Int).GCD(nil, nil, multiple, span)))
		}
	}
	slopes := make([]decimal.Decimal, 0, len(points)*(len(points)-1)/2)
	for i := range points {
		for j := i + 1; j < len(points); j++ {
			times := new(big.Int).Quo(multiple, big.NewInt(numbers[j]-numbers[i]))
			slopes = append(slopes, points[j].Value.Sub(points[i].Value).Mul(decimal.NewFromBigInt(times, 0)))
		}
	}
	slope := median(slopes)
	return slope.Quo(slope, new(big.Rat).SetInt(multiple))
}

func median(values []decimal.Decimal) *big.Rat {
	slices.SortFunc(values, decimal.Decimal.Cmp)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half].Rat()
	}
	sum := values[half-1].Add(values[half]).Rat()
	return sum.Quo(sum, big.NewRat(2, 1))
}
