package generator_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/sample"
	"rapport/generator/sitetest"
)

// TestAPortalHoldsNothingOfAnotherClientAndNothingInternal builds two clients who
// differ in every word.
func TestAPortalHoldsNothingOfAnotherClientAndNothingInternal(t *testing.T) {
	dir := t.TempDir()
	clients := []string{"quokka", "wombat"}
	writeFiles(t, dir, sample.WordsProvider)
	for _, word := range clients {
		writeFiles(t, dir, strings.ReplaceAll(sample.Words(nil), "WORD", word))
	}
	build(t, options(t, dir, exampleDay), "public")
	files := read(t, filepath.Join(dir, "public"))
	for _, word := range clients { // whose pages lead out of their folder
		if err := os.RemoveAll(filepath.Join(dir, "public", word+"-alias")); err != nil {
			t.Fatal(err)
		}
	}
	sitetest.Check(t, filepath.Join(dir, "public"), nil) // so each layout has drawn each field
	owners := map[string]int{}
	for name, text := range files {
		owner, _, _ := strings.Cut(name, "/")
		owners[owner]++
		text = strings.ToLower(name + "\n" + text)
		if at := strings.Index(text, "hushed"); at >= 0 {
			t.Errorf("%s holds what nobody may see: %q", name, text[max(0, at-40):min(len(text), at+40)])
		}
		for _, word := range clients {
			if at := strings.Index(text, word); at >= 0 && owner != word+"-address" && owner != word+"-alias" {
				t.Errorf("%s holds a word of the client %s: %q", name, word, text[max(0, at-40):min(len(text), at+40)])
			}
		}
	}
	if owners["quokka-address"] < 10 || owners["quokka-address"] != owners["wombat-address"] {
		t.Errorf("the portals are of %v files", owners)
	}

	// Each word is in its own portal, or else its absence elsewhere says nothing.
	silent := []string{"quokka-series", "quokka-row"} // a file that is named after its KPI, and an id that no page needs
	own := strings.Builder{}
	for name, text := range files {
		if strings.HasPrefix(name, "quokka-address/") || strings.HasPrefix(name, "quokka-alias/") {
			own.WriteString(name + "\n" + text + "\n")
		}
	}
	for _, word := range words("quokka") {
		kept := strings.HasSuffix(word, "-source-id") // of a message, by which it is known again
		if !strings.Contains(own.String(), word) && !slices.Contains(silent, word) && !kept {
			t.Errorf("the portal says %q nowhere", word)
		}
	}
}

// words returns the words of a client's files.
func words(client string) []string {
	text := strings.ReplaceAll(sample.Words(nil), "WORD", client)
	found := map[string]bool{}
	for _, word := range regexp.MustCompile(`\b`+client+`-[a-z-]+`).FindAllString(text, -1) {
		found[word] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// TestAPortalIsTheSameWhoeverTheOtherClientsAre builds a client beside others, and
// alone.
func TestAPortalIsTheSameWhoeverTheOtherClientsAre(t *testing.T) {
	portal := func(clients ...string) map[string]string {
		dir := t.TempDir()
		writeFiles(t, dir, sample.WordsProvider)
		for _, word := range clients {
			writeFiles(t, dir, strings.ReplaceAll(sample.Words(nil), "WORD", word))
		}
		build(t, options(t, dir, exampleDay), "public")
		return read(t, filepath.Join(dir, "public", "quokka-address"))
	}
	alone := portal("quokka")
	compare(t, alone, portal("numbat", "quokka", "wombat"))
}

// TestAProblemOfOneClientTellsNothingOfAnother breaks the files of both.
func TestAProblemOfOneClientTellsNothingOfAnother(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, sample.WordsProvider)
	for _, word := range []string{"quokka", "wombat"} {
		broken := strings.ReplaceAll(sample.Words(nil), "lead: mara", "lead: WORD-nobody")
		broken = strings.ReplaceAll(broken, "[WORD-link](../files/", "[WORD-link](../files/WORD-lost-")
		writeFiles(t, dir, strings.ReplaceAll(broken, "WORD", word))
	}
	o := options(t, dir, exampleDay)
	o.Out = "public"
	result, err := generator.Build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, problem := range result.Problems {
		p := problem.String()
		for _, word := range []string{"quokka", "wombat"} {
			if strings.HasPrefix(p, "content/clients/"+word+"/") {
				seen[word]++
			} else if strings.Contains(p, word) {
				t.Errorf("a problem of one client names the other: %s", p)
			}
		}
		if strings.Contains(p, "hushed") {
			t.Errorf("a problem holds what nobody may see: %s", p)
		}
	}
	if seen["quokka"] < 2 || seen["quokka"] != seen["wombat"] {
		t.Errorf("problems by client: %v", seen)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "public")); err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return strings.HasSuffix(e.Name(), "-address") }) {
		t.Errorf("a client with errors was published: %v %v", entries, err)
	}
}
