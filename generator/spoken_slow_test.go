//go:build slow

package generator_test

import "testing"

func TestEveryCatalogueSpeaksItsLanguageInEachState(t *testing.T) {
	for state := range spokenStates {
		t.Run(state, func(t *testing.T) { hear(t, state, spokenTo(t)) })
	}
}
