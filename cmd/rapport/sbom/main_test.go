package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"rapport/generator/effort"
)

const bill = `{"bomFormat": "CycloneDX", "metadata": {"tools": [{"name": "x", "hashes": []}], "component": {"bom-ref": "rapport"}},
"components": [{"name": "cobra"}], "dependencies": [{"ref": "rapport", "dependsOn": ["cobra"]}, {"ref": "cobra"}]}`

func TestABillHasWhatBrowsersLoad(t *testing.T) {
	var out bytes.Buffer
	if err := run(os.DirFS(root), strings.NewReader(bill), &out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Metadata   struct{ Tools []map[string]any }
		Components []struct {
			Name, Version, Purl string
			Hashes              []struct{ Alg, Content string }
		}
		Dependencies []struct {
			Ref       string
			DependsOn []string
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, c := range got.Components {
		found[c.Purl] = len(c.Hashes) == 1 && c.Hashes[0].Alg == "SHA-512" && len(c.Hashes[0].Content) == 128
	}
	for _, url := range got.Dependencies[0].DependsOn[1:] {
		if !found[url] {
			t.Errorf("the program depends on %s, of which there is no component with a checksum", url)
		}
	}
	for _, name := range []string{"minisearch@", "age-encryption@", "%40noble/curves@", "%40fontsource-variable/inter@"} {
		if !strings.Contains(fmt.Sprint(got.Dependencies[0].DependsOn), "pkg:npm/"+name) {
			t.Errorf("the program does not depend on %s", name)
		}
	}
	for _, name := range []string{"post-quantum", "subset-font"} { // which no browser loads
		if strings.Contains(out.String(), name) {
			t.Errorf("the bill has %s", name)
		}
	}
	if len(got.Metadata.Tools) != 1 || got.Metadata.Tools[0]["hashes"] != nil {
		t.Errorf("the tools are %v", got.Metadata.Tools)
	}
	if err := run(os.DirFS(root), strings.NewReader(`{"components": []}`), &out); err == nil {
		t.Error("what is no bill is one")
	}
}

// The bill of the program holds to the schema of CycloneDX, has the Go modules too, and is the same whenever it is made.
func TestTheBillOfTheProgramIsWhole(t *testing.T) {
	schemas := os.Getenv("CYCLONEDX")
	if !effort.Slow || schemas == "" {
		if os.Getenv("CI") == "true" && effort.Slow {
			t.Fatal("CYCLONEDX names no folder with the schemas of npm @cyclonedx/cyclonedx-library")
		}
		t.Skip("it compiles the tool that reads programs; it runs with the tag slow, where CYCLONEDX names the schemas of npm @cyclonedx/cyclonedx-library (res/schema)")
	}
	program := filepath.Join(t.TempDir(), "rapport")
	command(t, root, nil, "go", "build", "-buildvcs=false", "-o", program, "./cmd/rapport")
	var made [2][]byte
	for i := range made {
		c := exec.CommandContext(t.Context(), "bash", filepath.Join(root, ".ci/sbom"), program, "v1.2.3")
		var said bytes.Buffer
		c.Stderr = &said
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, &said)
		}
		made[i] = out
	}
	if !bytes.Equal(made[0], made[1]) {
		t.Error("two bills of one program differ")
	}
	for _, want := range []string{`"pkg:golang/github.com/spf13/cobra@v`, `"pkg:npm/minisearch@`, `"v1.2.3"`} {
		if !bytes.Contains(made[0], []byte(want)) {
			t.Errorf("the bill has no %s", want)
		}
	}
	compiler := jsonschema.NewCompiler()
	for id, file := range map[string]string{"bom-1.6": "bom-1.6", "spdx": "spdx", "jsf-0.82": "jsf-0.82"} {
		text, err := os.ReadFile(filepath.Join(schemas, file+".SNAPSHOT.schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err == nil {
			err = compiler.AddResource("http://cyclonedx.org/schema/"+id+".SNAPSHOT.schema.json", doc)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	schema, err := compiler.Compile("http://cyclonedx.org/schema/bom-1.6.SNAPSHOT.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(made[0]))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
}
