// Package queue holds the messages that wait to be taken in: it reads the files in which they stand,
// asks package intake what becomes of them, writes that, and moves away the files of which nothing
// is left. The command and the desk take in by the same steps:
//
//	unlock, err := queue.Lock(root)
//	files, err := queue.Waiting(root)
//	results, err := queue.Plan(root, in, files)
//	err = queue.Write(root, &results[i])
//	err = queue.MoveAway(root, files, results)
package queue

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"rapport/generator/edits"
	"rapport/generator/inbox"
	"rapport/generator/intake"
	"rapport/generator/source"
)

// Where messages wait, and where they go once they were taken in, in the workspace.
const (
	Folder     = "intake"
	DoneFolder = "intake/done"
)

// lockFile keeps two runs from taking in the same messages.
const lockFile = ".rapport/intake.lock"

// ErrBusy is returned where another run takes in what waits.
var ErrBusy = errors.New("another rapport intake is at work here; wait until it is done")

// Lock keeps others from taking in the messages of a workspace until unlock is called.
func Lock(root *os.Root) (unlock func(), err error) {
	if err := root.MkdirAll(path.Dir(lockFile), 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(root.Name(), filepath.FromSlash(lockFile)))
	got, err := lock.TryLock()
	if err == nil && !got {
		err = ErrBusy
	}
	return func() { lock.Unlock() }, err
}

// A File holds messages.
type File struct {
	Name     string // as it was named; in the folder intake/ its slash path in the workspace
	Messages []inbox.Message
	Wrong    error // what could not be read; nil for all that was
	Waits    bool  // it goes to done/ once it was taken in
}

// Read reads the messages of a file.
func Read(name string, open func() (io.ReadCloser, error)) File {
	f := File{Name: name}
	file, err := open()
	if err != nil {
		f.Wrong = err
		return f
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, inbox.MaxFile+1))
	if err == nil {
		f.Messages, err = inbox.Read(data)
	}
	for i := range f.Messages {
		f.Messages[i].File = name
	}
	f.Wrong = err
	return f
}

// Waiting reads the files that wait in the folder intake/ of a workspace.
func Waiting(root *os.Root) ([]File, error) {
	files, err := in(root, Folder)
	for i := range files {
		files[i].Waits = true
	}
	return files, err
}

// Count counts the messages that wait. What can't be read counts as one: it waits as well.
func Count(root *os.Root) int {
	files, err := in(root, Folder)
	if err != nil {
		return 0
	}
	n := 0
	for _, f := range files {
		n += len(f.Messages)
		if f.Wrong != nil {
			n++
		}
	}
	return n
}

// in reads the files of a folder of the workspace; none where there is no such folder.
func in(root *os.Root, folder string) ([]File, error) {
	names, err := Names(root.FS(), folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	files := make([]File, len(names))
	for i, name := range names {
		files[i] = Read(name, func() (io.ReadCloser, error) { return source.OpenIn(root, name) })
	}
	return files, err
}

// Names lists the files of a folder, without what is hidden and what is in folders below.
func Names(files fs.FS, folder string) ([]string, error) {
	entries, err := fs.ReadDir(files, folder)
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, path.Join(folder, e.Name()))
		}
	}
	return names, err
}

// Plan says what becomes of the messages of all files. What was moved to done/ is known, beside what
// in.Taken says.
func Plan(root *os.Root, in intake.Input, files []File) ([]intake.Result, error) {
	var messages []inbox.Message
	for _, f := range files {
		messages = append(messages, f.Messages...)
	}
	var err error
	if in.Taken, err = Known(root); err != nil {
		return nil, err
	}
	in.Read = root.ReadFile
	return intake.Plan(in, messages)
}

// Known returns the ids of the messages that were taken in and moved away.
func Known(root *os.Root) (map[string]bool, error) {
	files, err := in(root, DoneFolder)
	known := map[string]bool{}
	for _, f := range files {
		for _, m := range f.Messages {
			known[m.ID] = true
		}
	}
	return known, err
}

// In returns the file in which the message of a result stands, nil for none.
func In(files []File, r *intake.Result) *File {
	for i := range files {
		if files[i].Name == r.Message.File {
			return &files[i]
		}
	}
	return nil
}

// Write puts the changes of a message into the files, which must still say what they said: or else
// the error is an *edits.StaleError.
func Write(root *os.Root, r *intake.Result) error { return edits.Write(root, r.Changes) }

// MoveAway moves the files of intake/ in which nothing is left to done/. A message without a result
// is left.
func MoveAway(root *os.Root, files []File, results []intake.Result) error {
	taken := map[string]bool{}
	for _, r := range results {
		done, seen := taken[r.Message.ID]
		taken[r.Message.ID] = r.Outcome != intake.Left && (done || !seen)
	}
	for _, f := range files {
		if !f.Waits || f.Wrong != nil || slices.ContainsFunc(f.Messages, func(m inbox.Message) bool { return !taken[m.ID] }) {
			continue
		}
		if err := moveAway(root, f.Name); err != nil {
			return err
		}
	}
	return nil
}

func moveAway(root *os.Root, name string) error {
	if err := root.MkdirAll(DoneFolder, 0o700); err != nil {
		return err
	}
	to := path.Join(DoneFolder, path.Base(name))
	for n := 2; ; n++ {
		if _, err := root.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			break
		}
		ext := path.Ext(name)
		to = path.Join(DoneFolder, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path.Base(name), ext), n, ext))
	}
	return root.Rename(name, to)
}
