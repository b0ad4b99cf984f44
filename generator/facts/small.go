package facts

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// smallInHours is anyInHours in machine words; ok is false where they could be too small for it.
func smallInHours(seconds decimal.Decimal) (*big.Rat, bool) {
	places := -seconds.Exponent()
	n, ok := inUnits(seconds, places, maxSmallDigits)
	if !ok || places > maxSmallPlaces {
		return nil, false
	}
	hour := int64(3600)
	for range places {
		hour *= 10
	}
	return big.NewRat(n, hour), true
}

// smallRounded is decimal.NewFromBigRat.
func smallRounded(r *big.Rat, places int32) (decimal.Decimal, bool) {
	if r.Num().BitLen() > 40 || r.Denom().BitLen() > 60 || places > maxSmallPlaces {
		return decimal.Decimal{}, false
	}
	n := r.Num().Int64()
	for range places {
		n *= 10
	}
	return decimal.New(divided(n, r.Denom().Int64()), -places), true
}

// smallSum is anySum in machine words.
func smallSum(days []UsageDay, of func(*UsageDay) decimal.Decimal) (decimal.Decimal, bool) {
	places, sum := int32(0), int64(0)
	for i := range days {
		places = max(places, -of(&days[i]).Exponent())
	}
	if places > maxSmallPlaces || len(days) > 100_000_000 {
		return decimal.Decimal{}, false
	}
	for i := range days {
		n, ok := inUnits(of(&days[i]), places, maxSmallDigits)
		if !ok {
			return decimal.Decimal{}, false
		}
		sum += n
	}
	return decimal.New(sum, -places), true
}
