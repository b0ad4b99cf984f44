package output

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOpenMarksANewFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "public")
	f := open(t, dir, Options{})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, dir, map[string]string{".rapport": markText})
	if strings.Count(markText, "\n") != 1 {
		t.Error("the mark is not one line")
	}
	// And again, now that it is marked.
	if err := open(t, dir, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	same(t, dir, map[string]string{".rapport": markText})
}

func TestOpenTakesOnlyWhatIsItsOwn(t *testing.T) {
	tests := []struct {
		name    string
		present map[string]string
		force   bool
		refused bool
		foreign bool
	}{
		{name: "empty"},
		{name: "dotfiles alone", present: map[string]string{".gitignore": "*", ".git/HEAD": "ref"}},
		{name: "marked", present: map[string]string{".rapport": "", "index.html": "x"}},
		{name: "a file", present: map[string]string{"index.html": "x"}, refused: true, foreign: true},
		{name: "a folder", present: map[string]string{"src/main.go": "x", ".gitignore": "*"}, refused: true, foreign: true},
		{name: "a file and force", present: map[string]string{"index.html": "x"}, force: true},
		{name: "the mark is a link", present: map[string]string{".rapport": "-> index.html", "index.html": "x"}, refused: true, foreign: true},
		{name: "a workspace", present: map[string]string{".rapport/keys/x": "secret", "content/provider.md": "x"}, refused: true},
		{name: "a workspace and force", present: map[string]string{".rapport/keys/x": "secret", "content/provider.md": "x"}, force: true, refused: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := folder(t, test.present)
			f, err := Open(context.Background(), dir, Options{Force: test.force})
			if err == nil {
				f.Close()
			}
			if (err != nil) != test.refused || errors.Is(err, ErrForeign) != test.foreign {
				t.Fatalf("error %v", err)
			}
			if test.foreign && !strings.Contains(err.Error(), "--force") {
				t.Errorf("error %q does not tell of --force", err)
			}
			want := test.present
			if !test.refused {
				want = merged(test.present, map[string]string{".rapport": markText})
				if mark, found := test.present[".rapport"]; found {
					want[".rapport"] = mark
				}
			}
			same(t, dir, want)
		})
	}
}

func TestAMarkThatIsALinkIsNotWrittenThrough(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(outside, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := folder(t, map[string]string{".rapport": "-> " + outside})
	if err := open(t, dir, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	same(t, dir, map[string]string{".rapport": markText})
	if body, err := os.ReadFile(outside); err != nil || string(body) != "precious" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestOpenStaysApartFromWhatTheBuildIsMadeFrom(t *testing.T) {
	dir := folder(t, map[string]string{"content/provider.md": "p", "link": "-> content", "public/.gitignore": "*"})
	content := filepath.Join(dir, "content")
	for _, test := range []struct {
		out     string
		refused bool
	}{
		{out: "public"},
		{out: "new/public"},
		{out: "content-2"},
		{out: "..out"},
		{out: "content", refused: true},
		{out: "content/public", refused: true},
		{out: "link/public", refused: true},
		{out: "link/../content/new/public", refused: true},
		{out: ".", refused: true},
		{out: "..", refused: true},
	} {
		f, err := Open(context.Background(), filepath.Join(dir, test.out), Options{Force: true, Apart: []string{content}})
		if err == nil {
			f.Close()
		}
		if (err != nil) != test.refused {
			t.Errorf("--out %s: error %v", test.out, err)
		}
	}
	same(t, content, map[string]string{"provider.md": "p"})
}

func TestOpenTellsThatTheMachineFailedIt(t *testing.T) {
	dir := folder(t, map[string]string{"file": "x"})
	_, err := Open(context.Background(), filepath.Join(dir, "file"), Options{})
	var failed *MachineError
	if !errors.As(err, &failed) || failed.Path != filepath.Join(dir, "file") {
		t.Errorf("error %v", err)
	}
}

func TestOpenSweepsWhatAKilledBuildLeftAndNothingElse(t *testing.T) {
	mine := map[string]string{".rapport": markText, ".rapport-notes": "x", ".rapport-stage": "x", ".git/HEAD": "ref", "korenaar/index.html": "k"}
	dir := folder(t, merged(mine, map[string]string{
		".rapport-staging/7/index.html": "half", ".rapport-staging/8/0": "", ".rapport-staging-mark-77": markText,
	}))
	f := open(t, dir, Options{})
	defer f.Close()
	same(t, dir, mine)
}

func TestALinkInPlaceOfTheStagingFolderIsNotFollowed(t *testing.T) {
	outside := folder(t, map[string]string{"precious": "x"})
	dir := folder(t, map[string]string{".rapport": markText, ".rapport-staging": "-> " + outside})
	f := open(t, dir, Options{})
	publish(t, f, "korenaar", map[string]string{"index.html": "k"})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, dir, map[string]string{".rapport": markText, "korenaar/index.html": "k"})
	same(t, outside, map[string]string{"precious": "x"})
}

func TestASecondBuildWaitsForTheFirst(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	first := open(t, dir, Options{})
	waiting, opened := make(chan bool, 10), make(chan *Folder)
	go func() {
		second, err := Open(context.Background(), dir, Options{Waiting: func() { waiting <- true }})
		if err != nil {
			t.Error(err)
		}
		opened <- second
	}()
	<-waiting
	publish(t, first, "korenaar", map[string]string{"index.html": "k"})
	select {
	case <-opened:
		t.Fatal("the second build did not wait")
	case <-time.After(100 * time.Millisecond):
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := <-opened
	if len(waiting) > 0 {
		t.Error("told more than once that it waits")
	}
	publish(t, second, "korenaar", map[string]string{"index.html": "2"})
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, dir, map[string]string{".rapport": markText, "korenaar/index.html": "2"})
}

func TestWaitingEndsWhenItIsCancelled(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, Options{})
	defer first.Close()
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Open(ctx, dir, Options{Waiting: cancel})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	publish(t, first, "korenaar", map[string]string{"index.html": "k"})
}

func TestWaitingForAFolderThatIsRemovedBeginsAgain(t *testing.T) {
	for _, test := range []struct {
		name    string
		instead map[string]string // what stands there afterwards
		foreign bool
	}{
		{name: "removed"},
		{name: "made again by another build", instead: map[string]string{".rapport": markText, "index.html": "x"}},
		{name: "made again by somebody else", instead: map[string]string{"index.html": "x"}, foreign: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			first := open(t, dir, Options{})
			second, err := Open(context.Background(), dir, Options{Waiting: func() {
				if err := os.RemoveAll(dir); err != nil {
					t.Error(err)
				}
				if test.instead != nil {
					fill(t, dir, test.instead)
				}
				first.Close()
			}})
			if errors.Is(err, ErrForeign) != test.foreign || (err != nil) != test.foreign {
				t.Fatalf("error %v", err)
			}
			if test.foreign {
				same(t, dir, test.instead)
				return
			}
			publish(t, second, "korenaar", map[string]string{"index.html": "k"})
			if err := second.Close(); err != nil {
				t.Fatal(err)
			}
			same(t, dir, merged(test.instead, map[string]string{".rapport": markText, "korenaar/index.html": "k"}))
		})
	}
}

func TestTheMarkOfABuildThatCameFirstStays(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, Options{})
	defer first.Close()
	before, err := os.Stat(filepath.Join(dir, Mark))
	if err != nil {
		t.Fatal(err)
	}
	// The second has looked before the first marked the folder.
	if err := (&Folder{dir: dir, root: first.root}).makeMark(); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(filepath.Join(dir, Mark))
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) {
		t.Error("the locked mark was replaced")
	}
}

func TestBuildsThatMeetInANewFolderTakeTurns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	const builds = 8
	inside, done := make(chan bool, 1), make(chan bool)
	for range builds {
		go func() {
			defer func() { done <- true }()
			f, err := Open(context.Background(), dir, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			select {
			case inside <- true:
			default:
				t.Error("two builds at once")
			}
			if _, err := f.Publish("korenaar", []File{{Name: "index.html", Body: []byte("k")}}); err != nil {
				t.Error(err)
			}
			<-inside
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}()
	}
	for range builds {
		<-done
	}
	same(t, dir, map[string]string{".rapport": markText, "korenaar/index.html": "k"})
}
