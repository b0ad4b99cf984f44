package reference_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/reference"
)

func TestExplain(t *testing.T) {
	tests := []struct {
		name string
		want []string
	}{
		{"no-excludes", []string{"no-excludes"}},
		{"NO_EXCLUDES", []string{"no-excludes"}},
		{"unknown-key", []string{"unknown-key"}},
		{"fair-due", []string{"fair-due"}},
		{"fair_due", []string{"fair-due"}},
		{"engagement.plan.due", []string{"engagement.plan.due"}},
		{"plan.due", []string{"engagement.plan.due"}},
		{"due", []string{"due", "engagement.plan.due", "engagement.inputs.due", "meeting.actions.due"}},
		{"draft", []string{"provider.draft"}}, // the same in every file
		{"lan.due", nil},
		{"", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, topic := range reference.Explain(test.name) {
				got = append(got, topic.Name)
				if topic.Text == "" {
					t.Errorf("%s says nothing", topic.Name)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearestNamesWhatWasMeant(t *testing.T) {
	for name, want := range map[string]string{
		"fair-deu":   `; did you mean "fair-due"?`,
		"plan.dew":   `; did you mean "plan.due"?`,
		"no-exclude": `; did you mean "no-excludes"?`,
		"zebra":      "",
	} {
		if got := reference.Nearest(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestEveryTopicSpeaksInSentences(t *testing.T) {
	for _, topic := range reference.Topics() {
		for paragraph := range strings.SplitSeq(topic.Text, "\n\n") {
			if !strings.HasSuffix(paragraph, ".") && !strings.HasSuffix(paragraph, "?") {
				t.Errorf("%s: %q", topic.Name, paragraph)
			}
		}
	}
}
