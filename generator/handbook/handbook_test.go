package handbook

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"rapport/docs"
)

func book(t *testing.T, files map[string]string) (*Book, error) {
	t.Helper()
	fs := fstest.MapFS{}
	for name, text := range files {
		fs[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Open(fs)
}

func TestTheDocumentsOpen(t *testing.T) {
	b, err := Open(docs.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Groups()) < 5 || b.Page("tutorial.md") == nil {
		t.Errorf("%d groups of pages, and the tutorial is %v", len(b.Groups()), b.Page("tutorial.md"))
	}
}

func TestTheIndexOrdersThePages(t *testing.T) {
	b, err := book(t, map[string]string{
		"README.md": "# Documents\n\nNothing [here](b.md) yet.\n\n## First\n\n- [the B](b.md), see [a](a.md)\n\n## Second\n\n[c](sub/c.md#x) [b again](b.md)\n",
		"a.md":      "# A\n", "b.md": "# B\n", "sub/c.md": "# C\n\n## X\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range b.Groups() {
		for _, p := range g.Pages {
			got = append(got, g.Title+" "+p.Title)
		}
	}
	if want := "First B, First A, Second C"; strings.Join(got, ", ") != want {
		t.Errorf("pages are %q, want %s", got, want)
	}
}

func TestWhatDoesNotFitTogetherIsAnError(t *testing.T) {
	for name, test := range map[string]struct{ index, page, says string }{
		"a page that the index leaves out": {"# I\n\n## G\n", "# A\n", "a.md: no line of README.md leads here"},
		"a link to no page":                {"# I\n\n## G\n\n[a](a.md)\n", "# A\n\n[b](b.md)\n", "there is no b.md"},
		"a link to no heading":             {"# I\n\n## G\n\n[a](a.md#there)\n", "# A\n", "a.md has no heading #there"},
		"a picture that is not there":      {"# I\n\n## G\n\n[a](a.md)\n", "# A\n\n![A](pictures/a.png)\n", "there is no pictures/a.png"},
		"a page without a title":           {"# I\n\n## G\n\n[a](a.md)\n", "A\n", "a.md:1: the first line is not a title"},
	} {
		_, err := book(t, map[string]string{"README.md": test.index, "a.md": test.page})
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %q", name, err, test.says)
		}
	}
	if _, err := book(t, map[string]string{"a.md": "# A\n"}); err == nil {
		t.Error("there is no index, and nobody says so")
	}
}

func TestALinkOutOfTheDocumentsIsToldInWords(t *testing.T) {
	b, err := book(t, map[string]string{"README.md": "# I\n\n## G\n\n[a](how/a.md)\n", "how/a.md": "# A\n\nThe [threats](../../generator/seal/THREATS.md#keys), and [all](../README.md).\n"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `The threats (<code>generator/seal/THREATS.md</code> in Rapport’s repository), and <a href="../README.md">all</a>.`; !strings.Contains(string(b.Page("how/a.md").HTML), want) {
		t.Errorf("the page is %s, want %s", b.Page("how/a.md").HTML, want)
	}
}

func TestARecipeIsAPageWithoutALineInTheIndex(t *testing.T) {
	b, err := book(t, map[string]string{"README.md": "# I\n\n## G\n\n[a](a.md)\n", "a.md": "# A\n\n[it](r/x.yml)\n", "r/x.yml": "# first\nwhen: <now>\n"})
	if err != nil {
		t.Fatal(err)
	}
	page := b.Page("r/x.yml")
	if page == nil || page.Title != "x.yml" || !strings.Contains(string(page.HTML), "# first\nwhen: &lt;now&gt;") {
		t.Errorf("the page is %+v", page)
	}
}

func TestASearchHasTitlesFirstAndTellsThePlace(t *testing.T) {
	b, err := book(t, map[string]string{
		"README.md": "# Documents\n\n## G\n\n[a](a.md) [b](b.md) [c](c.md) [d](d.md)\n",
		"a.md":      "# Portals\n\nA café’s “menu” is sealed, sealed, and sealed again.\n",
		"b.md":      "# Keys\n\nNothing.\n\n## Sealed portals\n\nWho may read.\n\n```console\n# not a heading\n$ rapport key add zuid\n```\n\n~~~yaml\n# nor this\nname: Tilde\n~~~\n\n## Later\n\nMore.\n",
		"c.md":      "# Other\n\nOne sealed word.\n\n## Last\n\nA door.\n",
		"d.md":      "# Doors\n\nWood.\n\n## Last\n\nA door.\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"sealed":           "b.md#sealed-portals a.md# c.md#",
		"SEALED  Portals":  "b.md#sealed-portals a.md#",
		"cafe":             "a.md#",
		"CAFÉ":             "a.md#",
		`café's "menu"`:    "a.md#",
		"rapport key":      "b.md#sealed-portals", // what stands in blocks of code is found
		"name tilde":       "b.md#sealed-portals",
		"a door":           "d.md#last c.md#last", // of a page about doors
		"sealed elsewhere": "",
		" ":                "",
	} {
		var got []string
		hits, _ := b.Search(query)
		for _, h := range hits {
			got = append(got, h.Page.Name+"#"+h.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// A letter that is wrong, missing, too many or has changed places is forgiven, where a word stands nowhere as it was
// typed; of two words that it may be, the more frequent is meant.
func TestASearchForgivesASlip(t *testing.T) {
	b, err := book(t, map[string]string{"README.md": "# I\n\n## G\n\n[a](a.md)\n", "a.md": "# Passphrases\n\nA passphrase is seven words. Portals, portals; the porters. House, mouse, mouse. See `--base-url`, 2026.\n"})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"passprase": "passphrase", "pasphrase": "passphrase", "passphrsae": "passphrase", "Pàssphraze  wordz": "passphrase words", "words passphrasse": "words passphrase",
		"portxls": "portals", "base-ulr": "base-url", "xouse": "mouse",
		"Passphrase": "", "phrase": "", "portals;": "", "zwelfert": "", "wrds": "", "": "",
	} {
		hits, instead := b.Search(query)
		if found := !strings.Contains("zwelfert wrds", query); instead != want || found != (len(hits) > 0) {
			t.Errorf("%q is taken for %q and finds %d places, want %q", query, instead, len(hits), want)
		}
	}
}

func TestAHitShowsTheWordsAroundIt(t *testing.T) {
	long := strings.Repeat("before ", 40) + "the Äpfel are here " + strings.Repeat("after ", 40)
	b, err := book(t, map[string]string{"README.md": "# I\n\n## G\n\n[a](a.md)\n", "a.md": "# A\n\n" + long + "\n"})
	if err != nil {
		t.Fatal(err)
	}
	hits, _ := b.Search("apfel")
	if len(hits) != 1 || !strings.HasPrefix(hits[0].Text, "… before") || !strings.Contains(hits[0].Text, "Äpfel") || !strings.HasSuffix(hits[0].Text, "after …") {
		t.Errorf("it shows %+v", hits)
	}
}

func TestASearchShowsNoMoreThanAnybodyReads(t *testing.T) {
	files := map[string]string{}
	index := "# I\n\n## G\n\n"
	for i := range 2 * Most {
		name := fmt.Sprintf("p%d.md", i)
		files[name] = "# P\n\nword\n"
		index += "[p](" + name + ")\n"
	}
	files["README.md"] = index
	b, err := book(t, files)
	if err != nil {
		t.Fatal(err)
	}
	if hits, _ := b.Search("word"); len(hits) != Most {
		t.Errorf("%d hits, want %d", len(hits), Most)
	}
}
