package effort

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// A Trial is what a test tries at random, again and again. A round follows from the seed and its number alone, so that
// one which failed can be repeated by itself.
type Trial struct {
	t      testing.TB
	seed   uint64
	first  int
	rounds int
}

// NewTrial begins a trial of some rounds. In the environment TRIAL_SEED is another seed, TRIAL_ROUNDS another number of rounds
// and TRIAL_FIRST the round to begin with, as bench/soak sets them.
func NewTrial(t testing.TB, rounds int) *Trial {
	t.Helper()
	tr := &Trial{t: t, seed: 2026, rounds: rounds}
	for name, set := range map[string]func(int){
		"TRIAL_SEED":   func(n int) { tr.seed = uint64(n) },
		"TRIAL_FIRST":  func(n int) { tr.first = n },
		"TRIAL_ROUNDS": func(n int) { tr.rounds = n },
	} {
		if text := os.Getenv(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 0 {
				t.Fatalf("%s=%s is not a number", name, text)
			}
			set(n)
		}
	}
	t.Logf("seed %d, %d rounds from %d on", tr.seed, tr.rounds, tr.first)
	return tr
}

// Rounds are the numbers of the rounds, each with what is random in it.
func (tr *Trial) Rounds() iter.Seq2[int, *rand.Rand] {
	return func(yield func(int, *rand.Rand) bool) {
		for round := tr.first; round < tr.first+tr.rounds; round++ {
			if !yield(round, rand.New(rand.NewPCG(tr.seed, uint64(round)))) {
				return
			}
		}
	}
}

// Again says how one round is repeated.
func (tr *Trial) Again(round int) string {
	return fmt.Sprintf("TRIAL_SEED=%d TRIAL_FIRST=%d TRIAL_ROUNDS=1 go test -tags slow -run '^%s$'", tr.seed, round, tr.t.Name())
}
