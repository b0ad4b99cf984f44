//go:build slow

package generator_test

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/sample"
	"rapport/generator/schema"
)

// unseen are the fields without which the sample's portal is the same, and why.
var unseen = map[string]string{
	"client.closures.to":       "the closures are written as a whole",
	"client.register":          "English tells no registers apart",
	"client.services":          "the sample has one service, and its client has it",
	".tells":                   "no milestone of the sample slips",
	"engagement.data.numbers":  "the sample has no table",
	"engagement.data.dates":    "the sample has no table",
	"engagement.data.time":     "the sample has no export",
	"engagement.data.requests": "the sample has no export",
	"engagement.data.units":    "the sample has no export",
	"engagement.data.invoices": "the sample has no export",
	"engagement.goals":         "its KPI names the goal as well",
	"engagement.paused.from":   "the pauses are written as a whole",
	"engagement.paused.to":     "the pauses are written as a whole",
}

// unseenBeside are the fields that only show without another one: what was taken out is
// neither expected nor asked for.
var unseenBeside = map[string]string{
	"engagement.plan.forecast":  "engagement.plan.until",
	"engagement.inputs.send_to": "engagement.inputs.until",
}

// A field that is no text, and changes nothing of what is published, is one that no
// page shows and no fact needs. Texts are looked for by their words, in
// TestAPortalHoldsNothingOfAnotherClientAndNothingInternal.
func TestEveryFieldChangesWhatIsPublished(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, sample.WordsProvider)
	o := options(t, dir, exampleDay)
	o.Out = "public"
	portal := func(left ...string) (files map[string]string, whole bool) {
		out := map[string]string{}
		for _, path := range left {
			out[path] = sample.LeftOut
		}
		writeFiles(t, dir, strings.ReplaceAll(sample.Words(out), "WORD", "quokka"))
		result, err := generator.Build(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return read(t, filepath.Join(dir, "public")), result.Errors() == 0
	}
	whole, _ := portal()
	var each func(path string, fields []schema.Info)
	each = func(path string, fields []schema.Info) {
		for _, i := range fields {
			path := path + "." + i.Key
			if i.Sample == "" && i.Refers == "" {
				each(path, i.Fields)
				continue
			}
			before, left := whole, []string{path}
			if other := unseenBeside[path]; other != "" {
				before, _ = portal(other)
				left = append(left, other)
			}
			if files, sound := portal(left...); sound {
				same := len(files) == len(before)
				for name, text := range files {
					same = same && before[name] == text
				}
				if why := cmp.Or(unseen[path], unseen["."+i.Key]); same && why == "" {
					t.Errorf("without %s the portal is the same", path)
				} else if !same && why != "" {
					t.Errorf("without %s the portal is another, although %s", path, why)
				}
			}
		}
	}
	for _, kind := range content.FileKinds() {
		if !slices.Contains([]string{"provider", "service"}, kind.Name) {
			each(kind.Name, kind.Fields[:len(kind.Fields)-4]) // without those of all files
		}
	}
}
