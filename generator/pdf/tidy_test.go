package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// made is what a Chromium might write at a time.
func made(at string) []byte {
	return []byte("%PDF-1.4\n1 0 obj\n<</Title (CreationDate)\n/Creator (Mozilla/5.0 \\(X11; Linux\\) x)\n/Producer (Skia/PDF m148)\n" +
		"/CreationDate (D:" + at + "+00'00')\n/ModDate (D:" + at + "+00'00')>>\nendobj\n2 0 obj\n<</Note (/ModDate (D:2026))>>\nendobj\n" +
		"trailer\n<</Size 3\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n9\n%%EOF\n")
}

func TestAPDFDoesNotTellWhenAndWhereItWasMade(t *testing.T) {
	first, err := tidy(made("20261016120000"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := tidy(made("20270101000000"))
	if err != nil {
		t.Fatal(err)
	}
	if string(first) != string(second) {
		t.Errorf("two times differ:\n%s\n%s", first, second)
	}
	if len(first) != len(made("20261016120000")) {
		t.Error("what stands behind is moved")
	}
	for _, gone := range []string{"20261016", "Mozilla", "Linux", "CreationDate ("} {
		if strings.Contains(string(first), gone) {
			t.Errorf("it tells %s: %s", gone, first)
		}
	}
	for _, kept := range []string{"/Title (CreationDate)", "/Creator (Rapport)", "/Note (/ModDate (D:2026))", "/Producer (Skia/PDF m148)"} {
		if !strings.Contains(string(first), kept) {
			t.Errorf("%s is gone: %s", kept, first)
		}
	}
}

func TestElementsAreNumberedAlikeWhateverChromiumCounted(t *testing.T) {
	with := func(ids ...any) []byte {
		text := fmt.Sprintf("<</ID (node%08d)>> <</ID (node%08d)>> /Headers [(node%08d) (node%08d)] /Limits [(node%08d) (node%08d)]\ntrailer", ids...)
		return []byte(strings.Replace(string(made("20261016120000")), "trailer", text, 1))
	}
	first, err := tidy(with(267, 1300, 267, 268, 267, 1300))
	if err != nil {
		t.Fatal(err)
	}
	second, err := tidy(with(265, 1298, 265, 266, 265, 1298))
	if err != nil {
		t.Fatal(err)
	}
	if string(first) != string(second) {
		t.Errorf("they differ:\n%s\n%s", first, second)
	}
	if want := "<</ID (node00000001)>> <</ID (node00000003)>> /Headers [(node00000001) (node00000002)] /Limits [(node00000001) (node00000003)]"; !strings.Contains(string(first), want) {
		t.Errorf("want %s in %s", want, first)
	}
}

func TestWhatIsNoPDFIsRefused(t *testing.T) {
	whole := string(made("20261016120000"))
	for name, test := range map[string]struct{ body, want string }{
		"empty":                 {"", "no whole PDF"},
		"a page":                {"<!doctype html>", "no whole PDF"},
		"cut off":               {whole[:len(whole)-8], "no whole PDF"},
		"a link to the machine": {strings.Replace(whole, "(/ModDate", "(file:///home/ada/x.html) (", 1), "a link leads to a file of this machine"},
		"no information":        {strings.Replace(whole, "/Info 1 0 R", "", 1), "says elsewhere when"},
		"information elsewhere": {strings.Replace(whole, "/Info 1 0 R", "/Info 7 0 R", 1), "says elsewhere when"},
	} {
		if _, err := tidy([]byte(test.body)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}
