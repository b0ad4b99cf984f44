package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"go.yaml.in/yaml/v4"
)

// A config is what the short form needs of .goreleaser.yaml.
type config struct {
	ProjectName string `yaml:"project_name"`
	Before      struct {
		Hooks []string
	}
	Builds []struct {
		Main                string
		Env, Flags, Ldflags []string
	}
	Archives []struct {
		NameTemplate string `yaml:"name_template"`
		Files        []struct {
			Src, Dst string
		}
	}
	Snapshot struct {
		VersionTemplate string `yaml:"version_template"`
	}
}

// A commit is what is built, as templates of goreleaser's call it.
type commit struct {
	ProjectName, Version, ShortCommit, CommitDate, CommitTimestamp, Os, Arch string

	Env map[string]string
}

// short makes of the commit that is checked out what goreleaser does with --snapshot --single-target by .goreleaser.yaml: this
// machine's archive, in dist. It returns the version.
func short(dist string) (version string, err error) {
	if runtime.GOOS == "windows" {
		return "", errors.New("the short form packs no zip; run goreleaser itself")
	}
	text, err := os.ReadFile(".goreleaser.yaml")
	if err != nil {
		return "", err
	}
	c, err := readConfig(text)
	if err != nil {
		return "", err
	}
	at, err := readCommit(c)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return "", err
	}
	program := filepath.Join(dist, "rapport")
	if err := c.build(at, program); err != nil {
		return "", err
	}
	for _, hook := range c.Before.Hooks {
		line, err := at.expand(hook)
		if err != nil {
			return "", err
		}
		if _, err := command([]string{"RAPPORT=" + program}, strings.Fields(line)...); err != nil {
			return "", err
		}
	}
	return at.Version, c.archive(at, dist, program)
}

func readConfig(text []byte) (config, error) {
	var c config
	if err := yaml.Unmarshal(text, &c); err != nil {
		return c, err
	}
	if len(c.Builds) != 1 || len(c.Archives) != 1 || c.Snapshot.VersionTemplate == "" {
		return c, errors.New(".goreleaser.yaml: the short form knows one build, one archive and a version of snapshots")
	}
	return c, nil
}

func readCommit(c config) (commit, error) {
	said, err := command(nil, "git", "log", "-1", "--abbrev=7", "--format=%h %ct")
	if err != nil {
		return commit{}, err
	}
	short, seconds, _ := strings.Cut(said, " ")
	epoch, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return commit{}, err
	}
	at := commit{
		ProjectName: c.ProjectName, Version: "0.0.0", ShortCommit: short, CommitDate: time.Unix(epoch, 0).UTC().Format(time.RFC3339), CommitTimestamp: seconds,
		Os: runtime.GOOS, Arch: runtime.GOARCH,
		Env: map[string]string{"RELEASE_OWNER": os.Getenv("RELEASE_OWNER"), "RELEASE_NAME": os.Getenv("RELEASE_NAME")},
	}
	if tag, err := command(nil, "git", "describe", "--tags", "--abbrev=0", "--match=v*"); err == nil {
		at.Version = strings.TrimPrefix(tag, "v")
	}
	at.Version, err = at.expand(c.Snapshot.VersionTemplate)
	return at, err
}

// expand fills in a template of goreleaser's.
func (at commit) expand(text string) (string, error) {
	t, err := template.New("").Option("missingkey=error").Funcs(template.FuncMap{"incpatch": nextPatch}).Parse(text)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = t.Execute(&out, at)
	return out.String(), err
}

// nextPatch is the version after one, which for one that is yet to come is itself without the hyphen and what follows, as goreleaser has it.
func nextPatch(version string) (string, error) {
	if version, _, early := strings.Cut(version, "-"); early {
		return version, nil
	}
	start, last := version[:strings.LastIndexByte(version, '.')+1], version[strings.LastIndexByte(version, '.')+1:]
	n, err := strconv.Atoi(last)
	return start + strconv.Itoa(n+1), err
}

func (c config) build(at commit, program string) error {
	var ldflags []string
	for _, flag := range c.Builds[0].Ldflags {
		flag, err := at.expand(flag)
		if err != nil {
			return err
		}
		ldflags = append(ldflags, flag)
	}
	// .ci/run has compiled all of it, but not so: it would be two minutes more
	flags := slices.DeleteFunc(c.Builds[0].Flags, func(flag string) bool { return flag == "-trimpath" })
	args := slices.Concat([]string{"go", "build"}, flags, []string{"-ldflags=" + strings.Join(ldflags, " "), "-o", program, c.Builds[0].Main})
	_, err := command(c.Builds[0].Env, args...)
	return err
}

func (c config) archive(at commit, dist, program string) error {
	name, err := at.expand(c.Archives[0].NameTemplate)
	if err != nil {
		return err
	}
	var files []file
	for _, from := range c.Archives[0].Files {
		names, err := filepath.Glob(from.Src)
		if err != nil {
			return fmt.Errorf(".goreleaser.yaml: %s: %w", from.Src, err)
		}
		if len(names) == 0 {
			return fmt.Errorf(".goreleaser.yaml: there is no %s; mend archives.files, or have a hook make it", from.Src)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			files = append(files, file{path.Join(from.Dst, filepath.Base(name)), 0o644, data})
		}
	}
	data, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	made, err := time.Parse(time.RFC3339, at.CommitDate)
	if err != nil {
		return err
	}
	return writeTarGz(filepath.Join(dist, name+".tar.gz"), append(files, file{"rapport", 0o755, data}), made)
}

// command runs a program and returns what it prints, without the end of the last line.
func command(env []string, args ...string) (string, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, said.String())
	}
	return strings.TrimSpace(string(out)), nil
}
