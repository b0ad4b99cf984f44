package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A target is a system that releases are made for, as Go, archives and Node call it.
type target struct {
	os, arch         string // in the names of archives
	nodeOS, nodeArch string
}

var targets = []target{
	{"linux", "amd64", "linux", "x64"}, {"linux", "arm64", "linux", "arm64"},
	{"macos", "amd64", "darwin", "x64"}, {"macos", "arm64", "darwin", "arm64"},
	{"windows", "amd64", "win32", "x64"}, {"windows", "arm64", "win32", "arm64"},
}

func (t target) program() string {
	if t.os == "windows" {
		return "rapport.exe"
	}
	return "rapport"
}

func (t target) archive(version string) string {
	ending := ".tar.gz"
	if t.os == "windows" {
		ending = ".zip"
	}
	return fmt.Sprintf("rapport_%s_%s_%s%s", version, t.os, t.arch, ending)
}

// unpack takes the program out of the archive of a target. The error is fs.ErrNotExist where there is no such archive, and
// another where there is one without a program.
func (t target) unpack(dist, version string) ([]byte, error) {
	name := filepath.Join(dist, t.archive(version))
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	take := fromTarGz
	if filepath.Ext(name) == ".zip" {
		take = fromZip
	}
	program, err := take(data, t.program())
	if err != nil {
		return nil, fmt.Errorf("%s: no %s can be taken out: %v", name, t.program(), err)
	}
	return program, nil
}

func fromZip(data []byte, name string) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(archive, name)
}

func fromTarGz(data []byte, name string) ([]byte, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if err != nil {
			return nil, err
		}
		if path.Clean(header.Name) == name {
			return io.ReadAll(archive)
		}
	}
}

// A file is one to be packed. A name with a slash at its end is a folder.
type file struct {
	name string
	mode int64
	data []byte
}

// packTar packs files as root's, all of one time, so that the same files make the same bytes.
func packTar(files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	archive := tar.NewWriter(&out)
	for _, f := range files {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: f.name, Mode: f.mode, Size: int64(len(f.data)), ModTime: at, Format: tar.FormatUSTAR}
		if strings.HasSuffix(f.name, "/") {
			header.Typeflag = tar.TypeDir
		}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return out.Bytes(), err
}

// writeTarGz packs files into a tar.gz of this name.
func writeTarGz(name string, files []file, at time.Time) error {
	data, err := packTar(files, at)
	if err != nil {
		return err
	}
	if data, err = zipped(data); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

func zipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}
