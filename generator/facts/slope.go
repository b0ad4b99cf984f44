package facts

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
)

// A slope is a fraction: of machine words, or of numbers of any size.
type slope struct {
	num, den int64    // den is positive, and 0 where any says it
	any      *big.Rat // nil where these do
}

func (s slope) sign() int {
	if s.any != nil {
		return s.any.Sign()
	}
	return cmp.Compare(s.num, 0)
}

func (s slope) rat() *big.Rat {
	if s.any != nil {
		return s.any
	}
	return big.NewRat(s.num, s.den)
}

// exactFloat is up to where all whole numbers are floats, so that a quotient of two is the
// float next to it.
const exactFloat = 1 << 53

func (s slope) float() float64 {
	if s.any == nil && max(s.num, -s.num) <= exactFloat && s.den <= exactFloat {
		return float64(s.num) / float64(s.den)
	}
	f, _ := s.rat().Float64()
	return f
}

// movesLess tells whether it moves less than a distance over so many periods.
func (s slope) movesLess(periods int64, distance decimal.Decimal) bool {
	if s.any == nil && periods <= 2*maxSmallSpan {
		if far, ok := inUnits(distance, maxSmallPlaces, maxJudgedDigits); ok && far >= 0 {
			// |num|/den * periods < far/unit, each side in two machine words.
			moved, movedLow := bits.Mul64(uint64(max(s.num, -s.num)), uint64(periods*smallUnit))
			room, roomLow := bits.Mul64(uint64(far), uint64(s.den))
			return moved < room || moved == room && movedLow < roomLow
		}
	}
	moved := new(big.Rat).Mul(s.rat(), big.NewRat(periods, 1))
	return moved.Abs(moved).Cmp(distance.Rat()) < 0
}

// numbered gives the numbers of at most TrendFigures points' periods, which differ by one from
// a period to the next. Periods that are not of the calendar are counted.
func numbered(points []Point) (numbers [TrendFigures]int64) {
	for i := range points {
		if p := points[i].Period; p.Kind == calendar.Custom {
			numbers[i] = int64(i)
		} else {
			numbers[i] = int64(p.Number())
		}
	}
	return numbers
}

// medianSlope is the median of the slopes between every two points, by the numbers of
// their periods, and how many periods lie between the first and the last of them. Most figures
// are small enough to be counted in machine words, and the rest of this file is for those that
// are not.
func medianSlope(points []Point) (median slope, span int64) {
	numbers := numbered(points)
	median, ok := smallMedianSlope(points, numbers[:])
	if !ok {
		median = slope{any: anyMedianSlope(points, numbers[:])}
	}
	return median, numbers[len(points)-1] - numbers[0]
}

// Figures and spans up to these bounds let no product of smallMedianSlope pass 2^63.
const (
	maxSmallPlaces = 6          // decimals
	smallUnit      = 1_000_000  // as many of the last of these are 1
	maxSmallDigits = 10         // of a figure in units of the last decimal
	maxSmallSpan   = 60_000_000 // of the multiple of all spans; six periods in a row have 60
)

// smallMedianSlope is medianSlope in machine words; ok is false where they could be too
// small for it.
func smallMedianSlope(points []Point, numbers []int64) (median slope, ok bool) {
	var values [TrendFigures]int64 // in units of the last decimal that any has
	unit := int64(1)               // as many of these are 1
	places := int32(0)
	for _, p := range points {
		places = max(places, -p.Value.Exponent())
	}
	if places > maxSmallPlaces || len(points) > len(values) {
		return slope{}, false
	}
	for range places {
		unit *= 10
	}
	for i, p := range points {
		if values[i], ok = inUnits(p.Value, places, maxSmallDigits); !ok {
			return slope{}, false
		}
	}
	multiple := int64(1) // of every span, so that each slope times it is whole
	for i := range points {
		for j := i + 1; j < len(points); j++ {
			span := numbers[j] - numbers[i]
			if multiple *= span / gcd(multiple, span); multiple > maxSmallSpan {
				return slope{}, false
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
	return slope{num: middle, den: 2 * multiple * unit}, true
}

// inUnits is a figure in units of so many decimals, where it has no more digits in them.
func inUnits(d decimal.Decimal, places int32, digits int) (int64, bool) {
	if d.Exponent() > 0 || d.Exponent() < -places || d.NumDigits()+int(places+d.Exponent()) > digits {
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
