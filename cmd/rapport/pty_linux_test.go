package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"rapport/generator/seal"
)

// A session is the program at a terminal of its own, as somebody has it who types.
type session struct {
	t        *testing.T
	keyboard *os.File // the end of the terminal at which somebody sits
	screen   *os.File // that of the program
	cmd      *exec.Cmd
	mu       sync.Mutex
	shown    bytes.Buffer
	read     chan bool // closed when nothing more is shown
}

func newSession(t *testing.T, dir string, args ...string) *session {
	t.Helper()
	s := &session{t: t, read: make(chan bool)}
	s.open()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd = exec.Command(exe, args...)
	s.cmd.Args[0] = "rapport" // see TestMain
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), "LANG=en_GB.UTF-8", "TZ=Europe/London")
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.screen, s.screen, s.screen
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	go func() {
		defer close(s.read)
		for piece := make([]byte, 4096); ; {
			n, err := s.keyboard.Read(piece)
			s.mu.Lock()
			s.shown.Write(piece[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

// open makes a terminal.
func (s *session) open() {
	s.t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil && os.Getenv("CI") != "true" {
		s.t.Skip("there are no terminals here: ", err)
	} else if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { keyboard.Close() })
	fd := int(keyboard.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err := errors.Join(err, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)); err != nil {
		s.t.Fatal(err)
	}
	screen, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { screen.Close() })
	s.keyboard, s.screen = keyboard, screen
}

func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

// asked waits until something is shown.
func (s *session) asked(what string) {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); !strings.Contains(s.text(), what); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%q is not asked:\n%s", what, s.text())
		}
	}
}

func (s *session) types(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keyboard, keys); err != nil {
		s.t.Fatal(err)
	}
}

// ended is the exit status, after what ended the program.
func (s *session) ended() int {
	s.t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		s.t.Fatalf("it does not end:\n%s", s.text())
	}
	return s.cmd.ProcessState.ExitCode()
}

// shows reports whether the terminal shows what is typed.
func (s *session) shows() bool {
	s.t.Helper()
	state, err := unix.IoctlGetTermios(int(s.screen.Fd()), unix.TCGETS)
	if err != nil {
		s.t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

const ctrlC = "\x03"

func TestCtrlCEndsInitAtOnce(t *testing.T) {
	dir := t.TempDir()
	s := newSession(t, dir, "init", "portals")
	s.asked("What are you called")
	s.types("Studio Noord\n")
	s.asked("What do you do")
	s.types(ctrlC)
	if status := s.ended(); status != statusMachine {
		t.Errorf("exit status %d", status)
	}
	s.asked("rapport: stopped; nothing was written")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("%v stand there", entries)
	}
}

func TestCtrlCEndsThePassphraseAtOnce(t *testing.T) {
	dir := t.TempDir()
	reader, _, err := seal.NewReader("ada", 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"key.age": reader.Wrapped, "portal/_seal/x": nil} {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, text, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	s := newSession(t, dir, "unseal", "portal", "--key", "key.age", "--out", "open")
	s.asked("Passphrase: ")
	for end := time.Now().Add(20 * time.Second); s.shows() && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	s.types(ctrlC)
	if status := s.ended(); status != statusMachine {
		t.Errorf("exit status %d", status)
	}
	s.asked("rapport: stopped; nothing was written")
	if !s.shows() {
		t.Error("the terminal hides what is typed")
	}
	if _, err := os.Stat(filepath.Join(dir, "open")); err == nil {
		t.Error("something was written")
	}
}

// Whoever stops a command that asks finds all as it was.
func TestCtrlCLeavesAllAsItWas(t *testing.T) {
	h := newHost(t, quickWork)
	h.rapport("key", "add", "--provider", "--print")
	h.write("intake/1.age", h.sealAnswer(`{"rapport":"1","client":"p7k2","engagement":"shop","action":"question","text":"When?"}`))
	h.edit("content/clients/birch/client.md", "access: open", "access: open\nsince: 2026-3-9")
	for _, test := range []struct {
		asks string
		args []string
	}{
		{"Mend 1 problem in 1 file? [Y/n] ", []string{"check", "--fix"}},
		{"Passphrase: ", []string{"key", "link", "acme", "joost", "--with-key", "--base-url", "https://portals.example"}},
		{"Passphrase: ", []string{"intake"}},
	} {
		t.Run(test.args[0], func(t *testing.T) {
			before := filesBelow(t, h.path("content"), h.path("intake"))
			s := newSession(t, h.dir, test.args...)
			s.asked(test.asks)
			s.types(ctrlC)
			if status := s.ended(); status != statusMachine {
				t.Errorf("exit status %d", status)
			}
			s.asked("rapport: stopped; nothing was written")
			if !s.shows() {
				t.Error("the terminal hides what is typed")
			}
			if diff := cmp.Diff(before, filesBelow(t, h.path("content"), h.path("intake"))); diff != "" {
				t.Errorf("(-before +after):\n%s", diff)
			}
		})
	}

	h.edit("content/provider.md", "timezone: Europe/Amsterdam", "timezone: europe/amsterdam")
	s := newSession(t, h.dir, "check", "--fix")
	s.asked("Mend 1 problem in 1 file? [Y/n] ")
	s.types("y\n")
	s.asked("+since: 2026-03-09")
	s.types(ctrlC)
	s.ended()
	s.asked("rapport: stopped; what was mended before stays so")
	if !strings.Contains(string(h.read("content/provider.md")), "timezone: Europe/Amsterdam") {
		t.Error("what was agreed to is not mended")
	}
}

// filesBelow are the texts of all files in some folders.
func filesBelow(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(name)
			texts[name] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

func TestInitAtATerminal(t *testing.T) {
	dir := t.TempDir()
	s := newSession(t, dir, "init", ".")
	for _, step := range [][2]string{
		{"your company? [My Studio] ", "Bakker Bookkeeping\n"}, {"freelancer? [freelancer] ", "bookkeeper\n"},
		{"Who do clients talk to (first and last name)? ", "\n"}, {"an answer is needed", "Noor Bakker\n"},
		{"write to clients (nl, de …)? [en] ", "EN-us\n"}, {"do you work (nl, de …)? [us] ", "Nederland\n"},
		{"clients write to (name@example.org)? ", "\n"}, {"an answer is needed", "noor@bakker.example\n"},
		{"A workspace stands in this folder, with an example client.", ""}, {"See it in a browser now? [Y/n] ", ctrlC},
	} {
		s.asked(step[0])
		s.types(step[1])
	}
	if status := s.ended(); status != statusDone {
		t.Errorf("exit status %d:\n%s", status, s.text())
	}
	text, err := os.ReadFile(filepath.Join(dir, "content/provider.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"\nname: Bakker Bookkeeping\n", "{id: noor, name: Noor Bakker, ", "\nlocale: en-US #", "\ntimezone: Europe/Amsterdam #"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("provider.md lacks %q:\n%s", line, text)
		}
	}
}
