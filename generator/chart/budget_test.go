package chart

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestABudgetHasALineOfItsOwnAndAColumn(t *testing.T) {
	l := NewLine(LineSpec{ID: "k", Head: []string{"Period", "Value", "Target", "Note", "A year before", "Budget"}, Points: []Value{
		{Label: "August", V: 10, Text: "10"},
		{Label: "September", V: 12, Text: "12", HasBudget: true, Budget: 40, BudgetText: "40"},
		{Label: "October", V: 11, Text: "11", HasBudget: true, Budget: 20, BudgetText: "20"},
	}})
	if strings.Count(l.Budget, "M") != 1 || strings.Count(l.Budget, "l") != 1 || !strings.Contains(string(l.Picture()), `<path class=budget`) {
		t.Errorf("the line of the budget is %q", l.Budget)
	}
	if n := len(l.Ends); n != 2 || l.Ends[1].Kind != "budget" || l.Ends[1].Text != "20" {
		t.Errorf("the ends of the lines are %v", l.Ends)
	}
	if diff := cmp.Diff([][]string{{"August", "10", ""}, {"September", "12", "40"}, {"October", "11", "20"}}, l.Table.Rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if top := l.Ticks[len(l.Ticks)-1].Text; top != "40" {
		t.Errorf("the scale ends at %s, below the budget", top)
	}
}
