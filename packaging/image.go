package main

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	oci "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// nonroot is whom a container runs as unless it is told otherwise, as images without a system call it.
const nonroot = "65532"

// image writes an image for each Linux whose archive is in dist, under one index, as an OCI layout: the program, the
// certificates of authorities, and nothing else. The program has the time zones in itself.
func image(dist, version, repository string) error {
	to := layout(filepath.Join(dist, "image"))
	if err := os.RemoveAll(string(to)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(string(to), oci.ImageBlobsDir, "sha256"), 0o755); err != nil {
		return err
	}
	index := oci.Index{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: oci.MediaTypeImageIndex}
	for _, t := range targets {
		if t.os != "linux" {
			continue
		}
		program, err := t.unpack(dist, version)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		manifest, err := to.image(program, t.arch, version, repository)
		if err != nil {
			return err
		}
		index.Manifests = append(index.Manifests, manifest)
	}
	if len(index.Manifests) == 0 {
		return fmt.Errorf("no archive of version %s for Linux in %s", version, dist)
	}
	if err := to.write(oci.ImageLayoutFile, oci.ImageLayout{Version: oci.ImageLayoutVersion}); err != nil {
		return err
	}
	return to.write(oci.ImageIndexFile, index)
}

// rootfs is what stands in the container.
func rootfs(program []byte) []file {
	return []file{
		{"etc/", 0o755, nil}, {"etc/ssl/", 0o755, nil}, {"etc/ssl/certs/", 0o755, nil},
		{"etc/group", 0o644, []byte("root:x:0:\nnonroot:x:" + nonroot + ":\n")},
		{"etc/passwd", 0o644, []byte("root:x:0:0:root:/:/sbin/nologin\nnonroot:x:" + nonroot + ":" + nonroot + ":nonroot:/tmp:/sbin/nologin\n")},
		{"etc/ssl/certs/ca-certificates.crt", 0o644, authorities()},
		{"tmp/", 0o1777, nil},
		{"usr/", 0o755, nil}, {"usr/bin/", 0o755, nil},
		{"usr/bin/rapport", 0o755, program},
		{"workspace/", 0o777, nil},
	}
}

// authorities are the certificates that Mozilla trusts without further conditions, which a file can't hold.
func authorities() []byte {
	var out bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint == nil {
			_ = pem.Encode(&out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}) // a buffer takes it
		}
	}
	return out.Bytes()
}

// A layout is the folder of an OCI image layout.
type layout string

func (l layout) write(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(string(l), name), data, 0o644)
}

func (l layout) blob(mediaType string, data []byte) (oci.Descriptor, error) {
	sum := digest.FromBytes(data)
	name := filepath.Join(string(l), oci.ImageBlobsDir, sum.Algorithm().String(), sum.Encoded())
	return oci.Descriptor{MediaType: mediaType, Digest: sum, Size: int64(len(data))}, os.WriteFile(name, data, 0o644)
}

func (l layout) json(mediaType string, v any) (oci.Descriptor, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return oci.Descriptor{}, err
	}
	return l.blob(mediaType, data)
}

// image writes the image of one architecture.
func (l layout) image(program []byte, arch, version, repository string) (oci.Descriptor, error) {
	epoch := time.Unix(0, 0).UTC()
	system, err := packTar(rootfs(program), epoch)
	if err != nil {
		return oci.Descriptor{}, err
	}
	compressed, err := zipped(system)
	if err != nil {
		return oci.Descriptor{}, err
	}
	layer, err := l.blob(oci.MediaTypeImageLayerGzip, compressed)
	if err != nil {
		return oci.Descriptor{}, err
	}
	platform := oci.Platform{OS: "linux", Architecture: arch}
	config, err := l.json(oci.MediaTypeImageConfig, oci.Image{
		Created: &epoch, Platform: platform,
		Config: oci.ImageConfig{
			User: nonroot + ":" + nonroot, Entrypoint: []string{"/usr/bin/rapport"}, WorkingDir: "/workspace",
			Env: []string{"PATH=/usr/bin", "HOME=/tmp"},
			Labels: map[string]string{
				oci.AnnotationTitle: "Rapport", oci.AnnotationVersion: version, oci.AnnotationLicenses: "MIT",
				oci.AnnotationSource: repository, oci.AnnotationDescription: "Portals for clients, built from a folder of Markdown",
			},
		},
		RootFS: oci.RootFS{Type: "layers", DiffIDs: []digest.Digest{digest.FromBytes(system)}},
	})
	if err != nil {
		return oci.Descriptor{}, err
	}
	manifest, err := l.json(oci.MediaTypeImageManifest, oci.Manifest{
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: oci.MediaTypeImageManifest, Config: config, Layers: []oci.Descriptor{layer},
	})
	manifest.Platform = &platform
	return manifest, err
}
