package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	oci "github.com/opencontainers/image-spec/specs-go/v1"
)

const (
	tried  = "1.2.0"
	hosted = "https://github.com/example/rapport"
)

// inRepository goes where LICENSE and .goreleaser.yaml are.
func inRepository(t *testing.T) {
	t.Helper()
	t.Chdir("..")
}

// distOf makes the archives of a release of all targets.
func distOf(t *testing.T) string {
	t.Helper()
	dist := t.TempDir()
	for _, each := range targets {
		name, program := filepath.Join(dist, each.archive(tried)), []byte("program for "+each.os+" "+each.arch)
		if each.os != "windows" {
			if err := writeTarGz(name, []file{{"README.md", 0o644, []byte("read")}, {each.program(), 0o755, program}}, packed); err != nil {
				t.Fatal(err)
			}
			continue
		}
		var out bytes.Buffer
		archive := zip.NewWriter(&out)
		w, err := archive.Create(each.program())
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Write(program)
		if err := errors.Join(err, archive.Close(), os.WriteFile(name, out.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dist
}

// unpacked are the headers and texts of a tar.gz, by name.
func unpacked(t *testing.T, data []byte) (map[string]string, map[string]*tar.Header) {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	texts, headers := map[string]string{}, map[string]*tar.Header{}
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return texts, headers
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		texts[header.Name], headers[header.Name] = string(text), header
	}
}

func read(t *testing.T, name ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What goreleaser is told has to fit what the program, recipes and npm's packages go by.
func TestGoreleaserIsToldWhatOthersRelyOn(t *testing.T) {
	inRepository(t)
	c, err := readConfig(read(t, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	at := commit{ProjectName: c.ProjectName, Version: tried, ShortCommit: "97501d2", CommitDate: "2026-11-30T22:21:22Z", CommitTimestamp: "1796077282",
		Env: map[string]string{"RELEASE_OWNER": "example", "RELEASE_NAME": "rapport"}}
	for _, each := range targets {
		at.Os, at.Arch = strings.Replace(each.os, "macos", "darwin", 1), each.arch
		name, err := at.expand(c.Archives[0].NameTemplate)
		if ending := strings.TrimPrefix(each.archive(tried), name); err != nil || ending != ".tar.gz" && ending != ".zip" {
			t.Errorf("the archive for %s is called %s (%v)", each.os, name, err)
		}
	}
	var flags []string
	for _, flag := range c.Builds[0].Ldflags {
		flag, err := at.expand(flag)
		if err != nil {
			t.Fatal(err)
		}
		flags = append(flags, flag)
	}
	want := []string{"-s -w", "-X main.releaseVersion=1.2.0", "-X main.releaseCommit=97501d2", "-X main.releaseDay=2026-11-30", "-X main.releases=" + hosted}
	if !slices.Equal(flags, want) {
		t.Errorf("the linker is told %q, want %q", flags, want)
	}
	source := read(t, "cmd", "rapport", "release.go")
	for _, flag := range want[1:] { // the linker takes a name that is not there in silence
		name, _, _ := strings.Cut(strings.TrimPrefix(flag, "-X main."), "=")
		if !regexp.MustCompile(`(?m)^\t` + name + ` +string`).Match(source) {
			t.Errorf("the program has no %s", name)
		}
	}
	for version, want := range map[string]string{tried: "1.2.1-SNAPSHOT-97501d2", "1.2.9": "1.2.10-SNAPSHOT-97501d2", "1.2.0-rc.1": "1.2.0-SNAPSHOT-97501d2"} {
		at.Version = version
		if snapshot, err := at.expand(c.Snapshot.VersionTemplate); err != nil || snapshot != want {
			t.Errorf("a snapshot after %s is %s (%v), want %s", version, snapshot, err, want)
		}
	}
}

func TestNpmInstallsTheProgramOfItsSystem(t *testing.T) {
	inRepository(t)
	dist := distOf(t)
	if err := npm(dist, tried, "@example", hosted); err != nil {
		t.Fatal(err)
	}
	texts, headers := unpacked(t, read(t, dist, "npm", "example-rapport-1.2.0.tgz"))
	var main manifest
	if err := json.Unmarshal([]byte(texts["package/package.json"]), &main); err != nil {
		t.Fatal(err)
	}
	if main.Name != "@example/rapport" || main.Bin["rapport"] != "bin/rapport.js" || headers["package/bin/rapport.js"].Mode != 0o755 || texts["package/LICENSE"] == "" || !strings.Contains(texts["package/README.md"], "npx @example/rapport init") {
		t.Errorf("the package that is named: %+v, with %q", main, slices.Sorted(maps.Keys(texts)))
	}
	if len(main.Optional) != len(targets) {
		t.Errorf("it depends on %v", main.Optional)
	}
	for _, each := range targets {
		texts, headers := unpacked(t, read(t, dist, "npm", fmt.Sprintf("example-rapport-%s-%s-1.2.0.tgz", each.nodeOS, each.nodeArch)))
		var m manifest
		if err := json.Unmarshal([]byte(texts["package/package.json"]), &m); err != nil {
			t.Fatal(err)
		}
		if main.Optional[m.Name] != tried || m.Version != tried || !slices.Equal(m.OS, []string{each.nodeOS}) || !slices.Equal(m.CPU, []string{each.nodeArch}) || !m.Unplugged || m.Repository["url"] != "git+"+hosted+".git" {
			t.Errorf("%s: %+v", each.os, m)
		}
		program := "package/bin/" + each.program()
		if texts[program] != "program for "+each.os+" "+each.arch || headers[program].Mode != 0o755 {
			t.Errorf("%s on %s has the program %q", each.os, each.arch, texts[program])
		}
	}
	if err := npm(dist, tried, "example", hosted); err == nil {
		t.Error("a scope without @ is taken: the name without one belongs to somebody else")
	}
	if err := npm(dist, "1.2.1", "@example", hosted); err == nil {
		t.Error("packages of no program are made")
	}
}

// An archive that is there and holds no program is not taken for one that is not there: its package would be missing in silence.
func TestAnArchiveWithoutAProgramIsAnError(t *testing.T) {
	inRepository(t)
	for _, each := range targets {
		dist := distOf(t)
		name := filepath.Join(dist, each.archive(tried))
		if each.os == "windows" {
			if err := os.WriteFile(name, []byte("PK\x05\x06"+strings.Repeat("\x00", 18)), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if err := writeTarGz(name, []file{{"README.md", 0o644, []byte("read")}}, packed); err != nil {
			t.Fatal(err)
		}
		if err := npm(dist, tried, "@example", hosted); err == nil || !strings.Contains(err.Error(), each.archive(tried)+": no "+each.program()) {
			t.Errorf("%s on %s: %v", each.os, each.arch, err)
		}
	}
}

func TestTheImageHoldsTheProgramAndNothingThatItDoesWithout(t *testing.T) {
	dist := distOf(t)
	if err := image(dist, tried, hosted); err != nil {
		t.Fatal(err)
	}
	var index oci.Index
	if err := json.Unmarshal(read(t, dist, "image", "index.json"), &index); err != nil {
		t.Fatal(err)
	}
	var machines []string
	for _, d := range index.Manifests {
		machines = append(machines, d.Platform.OS+"/"+d.Platform.Architecture)
		var m oci.Manifest
		var config oci.Image
		blobOf(t, dist, d, &m)
		blobOf(t, dist, m.Config, &config)
		layer := blobOf(t, dist, m.Layers[0], nil)
		unzipped, err := gzip.NewReader(bytes.NewReader(layer))
		if err != nil {
			t.Fatal(err)
		}
		system, err := io.ReadAll(unzipped)
		if err != nil {
			t.Fatal(err)
		}
		if is := sha256.Sum256(system); config.RootFS.DiffIDs[0].Encoded() != hex.EncodeToString(is[:]) || config.Architecture != d.Platform.Architecture {
			t.Errorf("the configuration is of another layer or machine: %+v", config)
		}
		if config.Config.User != "65532:65532" || !slices.Equal(config.Config.Entrypoint, []string{"/usr/bin/rapport"}) || config.Config.WorkingDir != "/workspace" || !slices.Contains(config.Config.Env, "HOME=/tmp") {
			t.Errorf("it runs %+v", config.Config)
		}
		texts, headers := unpacked(t, layer)
		if texts["usr/bin/rapport"] != "program for linux "+d.Platform.Architecture || headers["usr/bin/rapport"].Mode != 0o755 || headers["tmp/"].Mode != 0o1777 || headers["workspace/"].Mode != 0o777 {
			t.Errorf("the layer has %q", slices.Sorted(maps.Keys(texts)))
		}
		if n := certificates(t, texts["etc/ssl/certs/ca-certificates.crt"]); n < 50 {
			t.Errorf("only %d authorities are known", n)
		}
	}
	if !slices.Equal(machines, []string{"linux/amd64", "linux/arm64"}) {
		t.Errorf("there are images for %q", machines)
	}
}

// blobOf reads what a descriptor says, which has to be true of it.
func blobOf(t *testing.T, dist string, d oci.Descriptor, into any) []byte {
	t.Helper()
	data := read(t, dist, "image", "blobs", d.Digest.Algorithm().String(), d.Digest.Encoded())
	if is := sha256.Sum256(data); d.Digest.Encoded() != hex.EncodeToString(is[:]) || d.Size != int64(len(data)) {
		t.Errorf("%s is not what is said of it", d.Digest)
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

func certificates(t *testing.T, text string) (n int) {
	t.Helper()
	for rest := []byte(text); ; n++ {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return n
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			t.Error(err)
		}
	}
}

func TestPackagesAndImagesOfOneReleaseAreTheSame(t *testing.T) {
	inRepository(t)
	var made [2]map[string]string
	for i := range made {
		dist := distOf(t)
		if err := errors.Join(npm(dist, tried, "@example", hosted), image(dist, tried, hosted)); err != nil {
			t.Fatal(err)
		}
		made[i] = filesOf(t, dist)
	}
	if !maps.Equal(made[0], made[1]) || len(made[0]) < 20 {
		t.Errorf("two are not the same, or there are only %d files", len(made[0]))
	}
}

func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[strings.TrimPrefix(name, dir)] = string(read(t, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
