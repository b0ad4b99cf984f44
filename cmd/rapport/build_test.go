package main

import (
	"testing"

	"rapport/generator"
)

func TestABuildThatFailedSaysWhatStands(t *testing.T) {
	const withdrawn = "ada is to be sealed and cannot be yet: the open portal is no longer in public; publish it, or a host goes on showing the open one"
	for _, test := range []struct {
		result generator.Result
		want   string
	}{
		{generator.Result{}, "nothing was written: 0 errors; what was in public stands as it was"},
		{generator.Result{Portals: 3}, "0 errors, not of a client's: the portals in public are published"},
		{generator.Result{Failed: []string{"ada"}}, "ada not published: what public had of it stands as it was"},
		{generator.Result{Failed: []string{"ada", "bo"}}, "2 clients not published: what public had of them stands as it was"},
		{generator.Result{Failed: []string{"ada"}, Withdrawn: []string{"ada"}}, withdrawn},
		{generator.Result{Failed: []string{"ada", "bo"}, Withdrawn: []string{"ada"}}, withdrawn + "\nbo not published: what public had of it stands as it was"},
		{generator.Result{Failed: []string{"ada", "bo"}, Withdrawn: []string{"ada", "bo"}}, "ada, bo are to be sealed and cannot be yet: the open portals are no longer in public; publish it, or a host goes on showing the open ones"},
	} {
		if got := kept(&test.result, "public"); got != test.want {
			t.Errorf("%+v:\n%s\nwant\n%s", test.result, got, test.want)
		}
	}
}
