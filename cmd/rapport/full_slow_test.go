//go:build linux && slow

package main

import (
	"bytes"
	"crypto/rand"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rapport/generator/effort"
)

// TestAFullDiskIsSaidAndLosesNothing runs commands on a disk that fills up while they write. They say which file could not be written and
// why, end with the status of the machine, and leave the portals and the content whole; with room again they do what they were to.
func TestAFullDiskIsSaidAndLosesNothing(t *testing.T) {
	trial := effort.NewTrial(t, 2)
	for _, command := range []string{
		"build", "build --changes changes", "check", "status", "new update Kept --client acme", "key add --provider --print", "key rotate acme joost --print",
		"intake", "remind --eml mails --base-url https://portals.example/", "export acme --to acme.zip",
	} {
		t.Run(command, func(t *testing.T) {
			full := 0
			for round, random := range trial.Rounds() {
				d := newDisk(t, command)
				most := d.needs
				if round%2 == 0 {
					most = min(most, 3) // what writes little
				}
				d.fill(random.IntN(most + 1))
				if d.try(command) == statusMachine {
					full++
				}
				d.isWhole(command)
				d.empty()
				d.again(command)
				d.unmount()
			}
			t.Logf("%d times the disk was full", full)
		})
	}
}

// A disk of a few megabytes has a workspace.
type disk struct {
	*host
	mount         string
	ends          int   // the exit status of the command where there is room
	needs         int   // pages that the command takes where there is room
	before, after files // the content and what stands beside it, and what the command makes of it
	portals       [2]files
}

const pageSize = 4 << 10

func newDisk(t *testing.T, command string) *disk {
	d := &disk{host: &host{t: t, work: quickWork}, mount: t.TempDir()}
	if err := syscall.Mount("tmpfs", d.mount, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("this test mounts a small disk, as root: %v", err)
	}
	t.Cleanup(d.unmount)
	d.dir = filepath.Join(d.mount, "w")
	if err := os.CopyFS(d.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	d.edit("content/clients/acme/client.md", "access: open", "access: sealed\naddress: p7k2")
	d.must("key add acme joost --print")
	d.must("build")
	d.write("intake/1.eml", []byte(mailOfJoost))
	d.write("content/clients/birch/desk/journal/2026-10-14-more.md", []byte("---\nkind: update\ntitle: More\n---\nMore.\n"))
	d.portals[0], d.before = readAll(t, d.path("public")), d.beside()

	// What the command makes where there is room shows what it needs.
	free := d.free()
	copied := filepath.Join(t.TempDir(), "w")
	if err := os.CopyFS(copied, os.DirFS(d.dir)); err != nil {
		t.Fatal(err)
	}
	stays := d.dir
	d.dir = copied
	d.ends, _ = d.run(command)
	if d.ends > statusContent {
		t.Fatalf("rapport %s ends with %d", command, d.ends)
	}
	d.after, d.portals[1] = d.beside(), readAll(t, d.path("public"))
	d.needs = 8
	for name, text := range merged(readAll(t, copied)) {
		if was, err := os.ReadFile(filepath.Join(stays, name)); err != nil || string(was) != text {
			d.needs += len(text)/pageSize + 1
		}
	}
	d.dir = stays
	d.needs = min(d.needs, free-1)
	return d
}

const mailOfJoost = "From: Joost de Wit <joost@acme.example>\r\nTo: hello@studio.example\r\nMessage-ID: <full@mail.example>\r\nDate: Thu, 15 Oct 2026 14:03:00 +0200\r\nSubject: Colours\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBlue is better, we think.\r\n"

// beside is all of the workspace but the portals and what is kept for the next run.
func (d *disk) beside() files {
	all := readAll(d.t, d.dir)
	maps.DeleteFunc(all, func(name, _ string) bool {
		return strings.HasPrefix(name, "public/") || strings.HasPrefix(name, ".rapport/") || strings.HasPrefix(name, "changes")
	})
	return all
}

func (d *disk) run(command string) (status int, said string) {
	var out, errors bytes.Buffer
	status = run(d.t.Context(), append([]string{"-C", d.dir}, strings.Fields(command)...), environment{
		stdout: &out, stderr: &errors, stdin: strings.NewReader(""),
		getenv:      func(name string) string { return map[string]string{"RAPPORT_AS_OF": exampleDay}[name] },
		now:         func() time.Time { return time.Date(2026, 10, 16, 10, 0, 0, 0, time.UTC) },
		terminal:    func(io.Writer) (int, bool) { return 0, false },
		interactive: func() bool { return false },
		random:      rand.Reader,
		work:        quickWork,
	})
	return status, errors.String()
}

func (d *disk) must(command string) {
	d.t.Helper()
	if status, said := d.run(command); status != statusDone {
		d.t.Fatalf("rapport %s ends with %d: %s", command, status, said)
	}
}

// free is how many pages are free.
func (d *disk) free() int {
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.mount, &s); err != nil {
		d.t.Fatal(err)
	}
	return int(s.Bavail)
}

// fill leaves some pages free.
func (d *disk) fill(pages int) {
	if err := os.WriteFile(filepath.Join(d.mount, "filler"), bytes.Repeat([]byte("x"), max(0, d.free()-pages)*pageSize), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d *disk) empty() { os.Remove(filepath.Join(d.mount, "filler")) }

func (d *disk) unmount() { syscall.Unmount(d.mount, syscall.MNT_DETACH) }

// try runs the command, which may fail for want of room alone.
func (d *disk) try(command string) int {
	status, said := d.run(command)
	switch {
	case status == d.ends:
	case status != statusMachine || !strings.Contains(said, syscall.ENOSPC.Error()) || !strings.Contains(said, "rapport: "):
		d.t.Errorf("rapport %s ends with %d and says %q", command, status, said)
	case !strings.ContainsAny(strings.TrimPrefix(said, "rapport: "), "/.") || strings.Count(said, "\n") > 20:
		d.t.Errorf("rapport %s names no file: %q", command, said)
	}
	return status
}

// isWhole fails where a portal is not that of before nor of after, or anything of the content is neither.
func (d *disk) isWhole(command string) {
	for name, text := range d.beside() {
		was, wasThere := d.before[name]
		will, isMade := d.after[name]
		isNew := strings.HasPrefix(command, "key") && strings.Contains(name, "/keys/") && text != "" // is another each time
		if !(wasThere && was == text) && !(isMade && will == text) && !isNew {
			d.t.Errorf("a full disk left %s with %d bytes", name, len(text))
		}
	}
	now := d.beside()
	for name := range d.before {
		_, isThere := now[name]
		_, stays := d.after[name]
		if stays && !isThere {
			d.t.Errorf("a full disk lost %s", name)
		}
	}
	if key, public := now["content/clients/acme/keys/joost.age"], now["content/clients/acme/keys/joost.pub"]; strings.HasPrefix(command, "key") {
		changedKey, changedPublic := key != d.before["content/clients/acme/keys/joost.age"], public != d.before["content/clients/acme/keys/joost.pub"]
		if changedKey != changedPublic {
			d.t.Error("the halves of a key don't belong together")
		}
	}
	portals := readAll(d.t, d.path("public"))
	for _, top := range []string{"birch-7k2m9q"} { // what is sealed twice has other bytes each time
		of := func(all files) files {
			all = maps.Clone(all)
			maps.DeleteFunc(all, func(name, _ string) bool { return !strings.HasPrefix(name, top+"/") })
			return all
		}
		if has := of(portals); !maps.Equal(has, of(d.portals[0])) && !maps.Equal(has, of(d.portals[1])) {
			d.t.Errorf("a full disk left a portal that is neither the old one nor the new one: %q", differing(has, of(d.portals[1])))
		}
	}
}

// again runs the command with room, after which all is as if there had been room at once.
func (d *disk) again(command string) {
	if strings.HasPrefix(command, "new") && maps.Equal(d.beside(), d.after) {
		return // it was written
	}
	if command = strings.Replace(command, "key add", "key rotate", 1); d.beside()["content/keys/provider.pub"] == "" {
		command = strings.Replace(command, "rotate --provider", "add --provider", 1)
	}
	if status, said := d.run(command); status != d.ends {
		d.t.Errorf("with room again rapport %s ends with %d: %s", command, status, said)
	}
	if has := d.beside(); !strings.HasPrefix(command, "key") && !strings.HasPrefix(command, "remind") && !maps.Equal(has, d.after) {
		d.t.Errorf("with room again rapport %s makes something else of %q", command, differing(has, d.after))
	}
	d.must("build")
	if status, said := d.run("verify " + d.path("public")); status != statusDone {
		d.t.Errorf("after a full disk: %s", said)
	}
	if entries, _ := os.ReadDir(d.dir); slices.ContainsFunc(entries, func(e os.DirEntry) bool { return strings.HasSuffix(e.Name(), "~") }) {
		d.t.Errorf("a full disk left %v", entries)
	}
}
