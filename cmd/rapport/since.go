package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rapport/generator"
	"rapport/generator/desk"
	"rapport/generator/facts"
	"rapport/generator/history"
	"rapport/generator/output"
)

// mostTold is how many rows are told where others read them, in a summary or a comment of some length.
const mostTold = 100

// since tells what the content changes on the desk, compared with what a commit has of it. Clients of which
// nothing changed are not read as they were.
func (c *common) since(ctx context.Context, o generator.RowsOptions, revision string, public bool, tell func(*generator.Result, error) error) (*generator.Result, error) {
	d, err := history.Since(ctx, c.dir, c.content, revision)
	if errors.Is(err, history.ErrUnknown) {
		return nil, tell(nil, usagef("--since %q: %w; a shallow clone has few, which git fetch --unshallow mends", revision, err))
	} else if err != nil {
		return nil, tell(nil, fmt.Errorf("--since %s: %w", revision, err))
	}
	before, old, err := c.earlierDesk(ctx, o, d)
	if err != nil {
		return nil, tell(nil, err)
	}
	found, after, result, err := deskOf(ctx, o)
	if err := tell(result, err); err != nil || found == nil {
		return result, err
	}
	failed := slices.Concat(result.Failed, old.Failed)
	slices.Sort(failed)
	v := desk.Versions{Since: d.Commit, AsOf: found.AsOf, Failed: slices.Compact(failed), Public: public}
	if public {
		v.Most = mostTold
	}
	read := func(clients []*desk.Client) []*desk.Client {
		return slices.DeleteFunc(clients, func(c *desk.Client) bool {
			return slices.Contains(failed, c.ID) || !d.Shared && !slices.Contains(d.Clients, c.ID)
		})
	}
	return result, desk.WriteChanges(c.env.stdout, desk.Changes(read(before), read(after)), v)
}

// deskOf gathers what the desk keeps of each client.
func deskOf(ctx context.Context, o generator.RowsOptions) (*generator.Desk, []*desk.Client, *generator.Result, error) {
	found, rows, result, err := generator.EachRow(ctx, o, func(d *generator.Desk, f *facts.Client) ([]byte, error) {
		return json.Marshal(desk.Of(d.Provider, f, d.Say))
	})
	clients := make([]*desk.Client, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal(row, &clients[i]); err != nil {
			return found, nil, result, err
		}
	}
	return found, clients, result, err
}

// earlierDesk is the desk as a commit has it, as of the same moment, of the clients that differ. Where the commit has no
// content there is none, and where its provider has errors that is an error.
func (c *common) earlierDesk(ctx context.Context, o generator.RowsOptions, d *history.Difference) ([]*desk.Client, *generator.Result, error) {
	kept, err := output.OpenKept(c.dir)
	if err != nil {
		return nil, nil, err
	}
	defer kept.Close()
	removeLeft(kept, c.env.now())
	name := fmt.Sprintf("%s%x", earlierFolders, rand.Uint64())
	if err := kept.Mkdir(name, 0o700); err != nil {
		return nil, nil, err
	}
	defer kept.RemoveAll(name)
	to, err := kept.OpenRoot(name)
	if err != nil {
		return nil, nil, err
	}
	defer to.Close()
	if there, err := history.Earlier(ctx, c.dir, c.content, d, to); err != nil || !there {
		return nil, &generator.Result{}, err
	}
	if !d.Shared || len(c.clients) > 0 {
		if o.Clients = c.earlierClients(to, d); len(o.Clients) == 0 {
			return nil, &generator.Result{}, nil
		}
	}
	o.Remembering, o.Progress = generator.Remembering{}, nil
	o.Dir, o.Theme = filepath.Join(c.dir, output.Kept, name), "default"
	found, clients, result, err := deskOf(ctx, o)
	if err == nil && found == nil {
		err = usagef("the content of %s cannot be compared with, since its provider has errors", d.Commit)
	}
	return clients, result, err
}

// earlierClients are those that are wanted and that the earlier version has: one may be new.
func (c *common) earlierClients(earlier *os.Root, d *history.Difference) []string {
	wanted := c.clients
	if !d.Shared {
		wanted = slices.DeleteFunc(slices.Clone(d.Clients), func(id string) bool {
			return len(c.clients) > 0 && !slices.Contains(c.clients, id)
		})
	}
	return slices.DeleteFunc(slices.Clone(wanted), func(id string) bool {
		_, err := earlier.Lstat(path.Join(c.content, "clients", id))
		return err != nil
	})
}

// earlierFolders begin the names of folders in which earlier versions are laid out for a moment.
const earlierFolders = "since-"

// removeLeft removes those that a command left behind that was killed.
func removeLeft(kept *os.Root, now time.Time) {
	folder, err := kept.Open(".")
	if err != nil {
		return
	}
	defer folder.Close()
	all, _ := folder.ReadDir(-1)
	for _, e := range all {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), earlierFolders) && now.Sub(info.ModTime()) > time.Hour {
			kept.RemoveAll(e.Name())
		}
	}
}
