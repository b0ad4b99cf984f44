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
	"slices"
	"strings"
)

// ErrUnknown says that git knows no commit of a name.
var ErrUnknown = errors.New("git knows no such commit here")

// clients is the folder in the content in which each client has its own.
const clients = "clients"

// A Difference is where content differs from what a commit has of it.
type Difference struct {
	Commit  string   // in short
	Shared  bool     // what all clients have in common differs, too
	Clients []string // whose folders differ; of all it is nobody's
	missing bool     // the commit has no content
}

// Since compares the content in a folder of the workspace at dir with what a commit has of it. The error is ErrUnknown where there is
// no such commit.
func Since(ctx context.Context, dir, folder, revision string) (*Difference, error) {
	g, folder := repository{ctx, dir}, filepath.ToSlash(folder)
	out, err := g.command("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}").Output()
	commit := strings.TrimSpace(string(out))
	if err != nil || commit == "" {
		if _, err := g.place(); err != nil {
			return nil, errors.New(whyNot(err))
		}
		return nil, ErrUnknown
	}
	d := &Difference{Commit: commit[:min(shortName, len(commit))]}
	d.missing = g.command("rev-parse", "--verify", "--quiet", commit+":./"+folder).Run() != nil
	changed, err := g.names("diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", commit, "--", folder)
	if err != nil {
		return nil, err
	}
	added, err := g.names("ls-files", "--others", "-z", "--", folder)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Concat(changed, added) {
		id, inside := strings.CutPrefix(name, folder+"/"+clients+"/")
		if id, _, inFolder := strings.Cut(id, "/"); inside && inFolder {
			d.Clients = append(d.Clients, id)
		} else {
			d.Shared = true
		}
	}
	slices.Sort(d.Clients)
	d.Clients = slices.Compact(d.Clients)
	return d, nil
}

// names are what a command of git prints, each ended by a zero.
func (g repository) names(args ...string) ([]string, error) {
	out, err := g.command(args...).Output()
	if err != nil {
		return nil, explained(args[0], err)
	}
	return slices.DeleteFunc(strings.Split(string(out), "\x00"), func(name string) bool { return name == "" }), nil
}

// Earlier lays out the content as the commit of a difference has it, in the place where it stands in the workspace, below
// to: all of it where what is shared differs, or else what is shared and the clients that differ. It tells whether there is any.
func Earlier(ctx context.Context, dir, folder string, d *Difference, to *os.Root) (bool, error) {
	if d.missing {
		return false, nil
	}
	g, folder := repository{ctx, dir}, filepath.ToSlash(folder)
	wanted := []string{folder}
	if !d.Shared {
		shared, err := g.names("ls-tree", "-z", "--name-only", d.Commit, "./"+folder+"/")
		if err != nil {
			return false, err
		}
		there, err := g.names("ls-tree", "-z", "--name-only", d.Commit, "./"+folder+"/"+clients+"/")
		if err != nil {
			return false, err
		}
		wanted = slices.DeleteFunc(slices.Concat(shared, there), func(name string) bool {
			id, inside := strings.CutPrefix(name, folder+"/"+clients+"/")
			return name == folder+"/"+clients || inside && !slices.Contains(d.Clients, id)
		})
	}
	cmd := g.command(append([]string{"archive", "--format=tar", d.Commit, "--"}, wanted...)...)
	cmd.Env = append(cmd.Env, "GIT_LITERAL_PATHSPECS=1")
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, explained("archive", err)
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
	return true, err
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
