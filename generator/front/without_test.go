package front

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsForItsWritersAloneIsTakenOut(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"a line", "---\ntitle: A\ninternal: hush\nstatus: active\n---\nBody.\n", "---\ntitle: A\nstatus: active\n---\nBody.\n"},
		{"lines", "---\ninternal:\n  margin: hush\n  more:\n  - hush\ntitle: A\n---\n", "---\ntitle: A\n---\n"},
		{"at the end", "---\ntitle: A\ninternal: >\n  hush\n\n  hush\n---\n", "---\ntitle: A\n---\n"},
		{"alone", "---\ninternal: hush\n---\nBody.\n", "---\n---\nBody.\n"},
		{"none, with an extra of that name", "---\nextra: {internal: shown}\n---\n", "---\nextra: {internal: shown}\n---\n"},
		{"comments", "---\n# hush\ntitle: A # hush\n  # hush\nlist: [a, # hush\n  'b # shown', c#shown]\n---\n# Heading\n", "---\ntitle: A\nlist: [a,\n  'b # shown', c#shown]\n---\n# Heading\n"},
		{"comments in blocks of text", "---\na: |\n  # shown\n  'tis\n\n  # shown\nlist:\n  - what: >-\n      # shown\n    detail: x # hush\n  - |\n    # shown\n# hush\nz: it's # hush\n---\n",
			"---\na: |\n  # shown\n  'tis\n\n  # shown\nlist:\n  - what: >-\n      # shown\n    detail: x\n  - |\n    # shown\nz: it's\n---\n"},
		{"a text in quotes over lines", "---\na: \"one\n  # shown\n  two\" # hush\nb: 1\n---\n", "---\na: \"one\n  # shown\n  two\"\nb: 1\n---\n"},
		{"CRLF", "---\r\ntitle: A # hush\r\ninternal: hush\r\nb: 1\r\n---\r\n", "---\r\ntitle: A\r\nb: 1\r\n---\r\n"},
		{"TOML", "+++\ninternal.note = \"hush\"\ntitle = \"A # shown\" # hush\ninternals = 1\n[extra]\ninternal = 1\n[[inputs]]\nid = 'a'\n+++\n", "+++\ntitle = \"A # shown\"\ninternals = 1\n[extra]\ninternal = 1\n[[inputs]]\nid = 'a'\n+++\n"},
		{"TOML tables", "+++\ntitle = 'A'\n[internal]\na = 'hush'\n[internal.more]\nb = 'hush'\n[extra]\nc = 1\n+++\n", "+++\ntitle = 'A'\n[extra]\nc = 1\n+++\n"},
		{"TOML over lines", "+++\ninternal = [\n  \"hush\", # hush\n]\ntitle = \"\"\"\n# shown\n\"\"\"\n+++\n", "+++\ntitle = \"\"\"\n# shown\n\"\"\"\n+++\n"},
		{"JSON", "{\n  \"title\": \"A\",\n  \"internal\": {\"a\": [\"hush }\"]},\n  \"status\": \"active\"\n}\nBody.\n", "{\n  \"title\": \"A\",\n  \"status\": \"active\"\n}\nBody.\n"},
		{"JSON, last", "{\"title\": \"A\", \"internal\": \"hush\"}\n", "{\"title\": \"A\"}\n"},
		{"hidden in the text", "---\ntitle: A\n---\nOne <!-- hush --> two.\n<!-- hush\n", "---\ntitle: A\n---\nOne  two.\n"},
		{"between braces", "---\n{title: A, internal: hush}\n---\n", "---\n{title: A}\n---\n"},
		{"with an anchor", "---\ninternal: &x shown here\ntitle: *x\n---\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Without([]byte(test.text), "internal", "accept")
			if test.want == "" {
				if err == nil {
					t.Fatalf("it became\n%s", got)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if strings.Contains(string(got), "hush") {
				t.Error("what nobody may see is still there")
			}
		})
	}
}

func TestTheStylesOfDatesLoseNothingButComments(t *testing.T) {
	for name, text := range styles() {
		got, err := Without([]byte(text), "internal")
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
			continue
		}
		if doc, _ := Parse("", got); isCommented(got) || doc.format == inTOML && strings.Contains(string(got), "by phone") {
			t.Errorf("%s: a comment is left:\n%s", name, got)
		}
	}
}
