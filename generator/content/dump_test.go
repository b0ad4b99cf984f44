package content

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDump(t *testing.T) {
	out := map[string][]string{}
	for _, test := range brokenFiles {
		t.Run(test.name, func(t *testing.T) {
			dir := writeWorkspace(t, base, alsoBroken, test.add)
			file := filepath.Join(dir, "content", test.file)
			if test.remove {
				os.RemoveAll(file)
			} else if test.old != "" {
				data, _ := os.ReadFile(file)
				if strings.Count(string(data), test.old) != 1 {
					t.Fatalf("%q must stand in %s once", test.old, test.file)
				}
				writeFile(t, file, []byte(strings.Replace(string(data), test.old, test.new, 1)))
			}
			n := 0
			for _, l := range lines(t, dir, Options{}) {
				if l == alsoFirst || l == alsoDate {
					n++
					continue
				}
				out[test.name] = append(out[test.name], strings.TrimPrefix(l, "content/"))
			}
			if n != 2 {
				t.Errorf("only %d of the others shown: %v", n, lines(t, dir, Options{}))
			}
			if len(out[test.name]) == 0 {
				t.Errorf("no problem found")
			}
		})
	}
	data, _ := json.Marshal(out)
	os.WriteFile("/tmp/content/want.json", data, 0o644)
}
