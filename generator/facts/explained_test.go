package facts_test

import (
	"slices"
	"testing"

	"rapport/generator/facts"
	"rapport/generator/reference"
)

// Whoever reads a key in the JSON asks `rapport explain` for it. What is computed has to
// be told as a fact; what stands there as it was written may be told as a field.
func TestEveryKeyOfTheStatusIsExplained(t *testing.T) {
	written := []string{"by", "came", "currency", "done", "id", "item", "name", "on", "opened", "period", "plan", "received", "since", "target", "title", "type", "why"}
	for _, key := range facts.StatusKeys() {
		topics := reference.Explain(key)
		if len(topics) == 0 {
			t.Errorf("nothing explains %s", key)
		}
		if !slices.Contains(written, key) && !slices.ContainsFunc(topics, func(topic reference.Topic) bool { return topic.Kind == "fact" }) {
			t.Errorf("no fact explains %s", key)
		}
	}
}
