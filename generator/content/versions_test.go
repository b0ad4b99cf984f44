package content

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"
)

// What is remembered from another version of a file says the same as the whole file read
// anew, in whatever way it is written.
func TestAPastVersionSaysWhatTheWholeFileSays(t *testing.T) {
	files := map[string]string{}
	example := os.DirFS("../../content")
	err := fs.WalkDir(example, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && VersionedFileAt(name) != "" {
			data, err := fs.ReadFile(example, name)
			files[name] = string(data)
			return err
		}
		return err
	})
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	const plan = "plan: [{id: live, what: Live, due: 2026-09-14}]\n"
	for name, front := range map[string]string{
		"nothing":                         "",
		"a comment above":                 "# agreed\n\n" + plan + "# in March\nstart: 2026-03-02\n",
		"a list at the margin":            "plan:\n- {id: live, what: Live, due: 2026-09-14}\nstart: 2026-03-02\n",
		"a key that stands twice":         plan + "start: 2026-03-02\nplan: []\n",
		"a quoted key":                    "\"start\": 2026-03-02\n" + plan,
		"an anchor of another key":        "start: &day 2026-03-02\nend: *day\n" + plan,
		"a key inside a text":             "value: \"a\nstart: 2026-03-02\n b\"\n" + plan,
		"a bracket closed at the margin":  "plan: [\n  {id: live, what: Live, due: 2026-09-14}\n]\nstart: 2026-03-02\n",
		"a key inside a bracket":          "plan: [{id: live,\nwhat: Live,\ndue: 2026-09-14}]\n",
		"a text of several lines":         "value: |\n  a\n  start: 2026-03-02\n" + plan,
		"no YAML":                         "plan: [\n",
		"two documents":                   plan + "...\n" + plan,
		"CRLF":                            strings.ReplaceAll("start: 2026-03-02\n"+plan, "\n", "\r\n"),
		"no line break at the end of all": plan,
	} {
		files["content/clients/acme/"+strings.ReplaceAll(name, " ", "-")+"/engagement.md"] = "---\n" + front + "---\nThe brief.\n"
	}
	reader := NewVersionReader(time.UTC)
	for range 2 { // the second time all is remembered
		for name, text := range files {
			want, ok := reader.Read(name, []byte(text))
			got, pastOK := reader.ReadPast(name, []byte(text))
			if ok != pastOK || got.Draft != want.Draft || got.Proposed != want.Proposed || ok && (got.Said.Signature() != want.Said.Signature() || got.Said.Day != want.Said.Day) {
				t.Errorf("%s: read by its keys it says otherwise: %v, %v", name, ok, pastOK)
			}
		}
	}
}
