// Package scaffold makes the files that a provider begins from.
//
// Workspace returns the files of a new workspace, which builds at once. New
// returns a client, an engagement, a report or an entry of the journal with
// everything filled in that follows from what is there, and a comment beside
// what is not; a value that has to be written before the file is whole is
// marked "fill in". Add writes such files and replaces none.
package scaffold

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A File is one to be written.
type File struct {
	Name       string // slash path in the workspace
	Body       []byte
	Executable bool
	Lines      bool // where the file is there, it gets those of these lines that it lacks
}

// ErrExists is returned where a file stands in the way of a new one.
var ErrExists = errors.New("exists already")

// vacant looks whether files have a place. Where one of them is, the error wraps ErrExists and names the first of them.
func vacant(root *os.Root, files []File) error {
	for _, f := range files {
		if there, err := root.Lstat(f.Name); err == nil && !(f.Lines && there.Mode().IsRegular()) {
			return fmt.Errorf("%s %w", f.Name, ErrExists)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Add writes files that are not there yet, all or none. Where one of them is, and lines cannot be added to it, the error
// wraps ErrExists and names the first of them.
func Add(root *os.Root, files []File) error {
	if err := vacant(root, files); err != nil {
		return err
	}
	var made []string
	for _, f := range files {
		created, err := create(root, f)
		if created {
			made = append(made, f.Name)
		}
		if err != nil {
			for _, name := range made { // some of them, or a half, are of no use
				root.Remove(name)
			}
			return err
		}
	}
	return nil
}

// create writes a file, and tells whether there was none.
func create(root *os.Root, f File) (created bool, err error) {
	if dir := path.Dir(f.Name); dir != "." {
		if err := root.MkdirAll(dir, 0o755); err != nil {
			return false, err
		}
	}
	mode := fs.FileMode(0o644)
	if f.Executable {
		mode = 0o755
	}
	file, err := root.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if f.Lines && errors.Is(err, fs.ErrExist) {
		return false, addLines(root, f)
	} else if err != nil {
		return false, err
	}
	_, err = file.Write(f.Body)
	return true, errors.Join(err, file.Close())
}

// addLines writes the lines that a file lacks behind those that it has, as they end there.
func addLines(root *os.Root, f File) error {
	text, err := root.ReadFile(f.Name)
	if err != nil {
		return err
	}
	more := lacking(string(text), string(f.Body))
	if more == "" {
		return nil
	}
	file, err := root.OpenFile(f.Name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	if _, err = file.WriteString(more); err != nil {
		err = errors.Join(err, file.Truncate(int64(len(text)))) // no half of a line stays
	}
	return errors.Join(err, file.Close())
}

// lacking is what is to be written behind a text so that it has all lines of another; comments go along with those.
func lacking(text, lines string) string {
	end := "\n"
	if strings.Contains(text, "\r\n") {
		end = "\r\n"
	}
	has := map[string]bool{}
	for line := range strings.Lines(text) {
		has[strings.TrimSpace(line)] = true
	}
	more, says := "", false
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); has[line] {
			continue
		}
		more += line + end
		says = says || !strings.HasPrefix(line, "#")
	}
	if !says {
		return ""
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		more = end + more
	}
	return more
}

// Slug makes a name for a file or folder of a title: lower-case letters, digits
// and hyphens, at most 60 of them. It is "" for a title without any.
func Slug(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
			continue
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		case letters[r] != "":
		default:
			gap = b.Len() > 0
			continue
		}
		if b.Len() >= 60 {
			break
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		if spelt := letters[r]; spelt != "" {
			b.WriteString(spelt)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// letters are the Latin ones that have no mark to take off.
var letters = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i"}

// alphabet has 32 letters and digits, of which none looks like another.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Address returns the address of a client's portal, which nobody can guess:
// 16 characters behind the id, of 5 random bits each.
func Address(id string, random io.Reader) (string, error) {
	bits := make([]byte, 16)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", fmt.Errorf("choosing an address: %w", err)
	}
	for i, b := range bits {
		bits[i] = alphabet[b%32]
	}
	return id + "-" + string(bits), nil
}
