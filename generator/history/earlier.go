package history

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// ErrUnknown says that git knows no commit of a name.
var ErrUnknown = errors.New("git knows no such commit here")

// Earlier lays out a folder of the workspace at dir as a commit has it, in the place where it stands in the
// workspace, below to, and returns the short name of the commit. Where the commit does not have the folder,
// nothing is laid out. The error is ErrUnknown where there is no such commit.
func Earlier(ctx context.Context, dir, folder, revision string, to *os.Root) (commit string, err error) {
	g := repository{ctx, dir}
	out, err := g.command("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}").Output()
	if commit = strings.TrimSpace(string(out)); err != nil || commit == "" {
		if inRepository := g.command("rev-parse", "--git-dir"); inRepository.Run() != nil {
			return "", explained("rev-parse", errors.New("the workspace is not in a git repository, or git is missing"))
		}
		return "", ErrUnknown
	}
	short := commit[:min(shortName, len(commit))]
	folder = filepath.ToSlash(folder)
	if g.command("rev-parse", "--verify", "--quiet", commit+":./"+folder).Run() != nil {
		return short, nil
	}
	cmd := g.command("archive", "--format=tar", commit, "--", folder)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", explained("archive", err)
	}
	err = layOut(tar.NewReader(pipe), to)
	if err != nil {
		cmd.Cancel()
	} else {
		io.Copy(io.Discard, pipe) // what fills the last block
	}
	if ended := cmd.Wait(); err == nil {
		err = explained("archive", ended)
	}
	return short, err
}

// layOut writes the files of an archive. What is neither a file, a folder nor a link is no content.
func layOut(archive *tar.Reader, to *os.Root) error {
	for {
		head, err := archive.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("git archive: %w", err)
		}
		name := path.Clean(head.Name)
		if err := to.MkdirAll(path.Dir(name), 0o700); err != nil {
			return err
		}
		switch head.Typeflag {
		case tar.TypeDir:
			err = to.MkdirAll(name, 0o700)
		case tar.TypeSymlink:
			if to.Symlink(head.Linkname, name) != nil { // as on Windows
				continue // then what it leads to is missing, which is told
			}
		case tar.TypeReg:
			err = write(to, name, archive)
		}
		if err != nil {
			return err
		}
	}
}

func write(to *os.Root, name string, text io.Reader) error {
	file, err := to.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fs.FileMode(0o600))
	if err != nil {
		return err
	}
	_, err = io.Copy(file, text)
	return errors.Join(err, file.Close())
}
