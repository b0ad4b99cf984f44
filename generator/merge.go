package generator

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
)

// MergeOptions say what to join, and where.
type MergeOptions struct {
	Dir       string // the workspace that the shards were built from
	Program   string // as BuildOptions has it
	Fragments []string
	Out       string // as BuildOptions has it
	Force     bool
	Changes   string
	Move      bool // take folders from the fragments, where that saves a copy, and do not ask how long each file is
	Jobs      int  // clients at once; 0 for one a processor

	Waiting  func()         // called when another build has the output folder; may be nil
	CutOff   func()         // called when the build before was cut off while it wrote there; may be nil
	Progress func(Progress) // called whenever a client is done, by one goroutine at a time; may be nil
}

// Merge makes of the outputs of all shards what one build makes: it puts the clients' folders
// side by side, writes the root, and removes what is left over. A client that had errors keeps the portal that
// it had, as with Build. Fragments that don't belong together, or are not whole, are refused before anything is changed.
// The fragments stay as they are, unless they are moved; where the disk can, their files are one with those of the output.
func Merge(ctx context.Context, o MergeOptions) (*Result, error) {
	m, err := openFragments(o.Fragments)
	defer m.close()
	if err != nil {
		return nil, err
	}
	from := m.fragments[0].Origin
	w := press.Workspace{Dir: o.Dir, Content: from.Content, Theme: from.Theme, Drafts: from.Drafts, PDF: from.PDF}
	r, err := open(w, press.At(from.AsOf), from.BaseURL)
	if err != nil || r.failed() {
		return r.result(), err
	}
	defer r.close()
	if err := m.belongTo(ctx, r, o.Program); err != nil {
		return r.result(), err
	}
	if err := m.areWhole(o.Jobs, o.Move); err != nil {
		return r.result(), err
	}
	folder, err := openOutput(ctx, w, o.Out, output.Options{Force: o.Force, Waiting: o.Waiting, CutOff: o.CutOff, Changes: o.Changes, Apart: o.Fragments})
	if err != nil {
		return r.result(), err
	}
	defer folder.Close()
	r.records = openRecords(o.Dir)
	err = r.each(ctx, o.Jobs, o.Progress, func(c *client) error { return m.publish(r, folder, c, o.Move) })
	if err == nil {
		err = r.publishRoot(folder)
	}
	if err == nil {
		err = folder.TellChanges()
	}
	return r.result(), err
}

// A merge is fragments that are joined.
type merge struct {
	fragments []*fragment          // by shard, once they are all there
	of        map[string]*fragment // by client
	clients   map[string]*built
}

func (m *merge) close() {
	for _, f := range m.fragments {
		f.files.Close()
	}
}

// openFragments opens the fragments of all shards.
func openFragments(dirs []string) (*merge, error) {
	m := &merge{of: map[string]*fragment{}, clients: map[string]*built{}}
	for _, dir := range dirs {
		f, err := openFragment(dir)
		if err != nil {
			return m, err
		}
		m.fragments = append(m.fragments, f)
	}
	if err := m.areAll(); err != nil {
		return m, err
	}
	first := m.fragments[0]
	for _, f := range m.fragments[1:] {
		if said := first.Origin.differs(f.Origin); said != "" {
			return m, diag.Usagef("%s and %s don't belong together: %s; build all shards anew, alike", first.name(), f.name(), said)
		}
	}
	for _, f := range m.fragments {
		for i := range f.Clients {
			m.of[f.Clients[i].ID], m.clients[f.Clients[i].ID] = f, &f.Clients[i]
		}
	}
	return m, nil
}

// areAll reports a shard that is missing, or there twice.
func (m *merge) areAll() error {
	if len(m.fragments) == 0 {
		return diag.Usagef("merge takes the output folders of all shards: rapport merge shards/*")
	}
	first := m.fragments[0]
	there := map[int]*fragment{}
	for _, f := range m.fragments {
		if f.Shard.Of != first.Shard.Of {
			return diag.Usagef("%s and %s are not of as many shards; build all of them anew, with one number", first.name(), f.name())
		}
		if other := there[f.Shard.Index]; other != nil {
			return diag.Usagef("shard %s is there twice, in %s and in %s; leave one of them out", f.Shard, other.files.Dir, f.files.Dir)
		}
		there[f.Shard.Index] = f
	}
	var missing []string
	for i := 1; i <= first.Shard.Of; i++ {
		if there[i] == nil {
			missing = append(missing, strconv.Itoa(i))
		}
	}
	if len(missing) > 0 {
		return diag.Usagef("of %d shards these are missing: %s; build them, or name their folders too", first.Shard.Of, strings.Join(missing, ", "))
	}
	slices.SortFunc(m.fragments, func(a, b *fragment) int { return a.Shard.Index - b.Shard.Index })
	return nil
}

// differs says in what two origins are not the same; "" for nothing.
func (o origin) differs(other origin) string {
	switch {
	case o.Program != other.Program:
		return fmt.Sprintf("one was built by rapport %s, the other by %s", o.Program, other.Program)
	case !o.AsOf.Equal(other.AsOf):
		return fmt.Sprintf("one is as of %s, the other as of %s, and as-of has to be fixed before the first shard begins", o.AsOf.Format(asOfLayout), other.AsOf.Format(asOfLayout))
	case o.Revision != other.Revision && o.Revision != "" && other.Revision != "":
		return fmt.Sprintf("their content was not checked out at one commit (git knows the one as %.10s, the other as %.10s)", o.Revision, other.Revision)
	case o.Content != other.Content:
		return fmt.Sprintf("their content is in %s and in %s", o.Content, other.Content)
	case o.Provider != other.Provider:
		return fmt.Sprintf("the provider's files differ, those in %s outside clients/", o.Content)
	case o.Theme != other.Theme:
		return fmt.Sprintf("their themes are %s and %s", o.Theme, other.Theme)
	case o.Look != other.Look:
		return fmt.Sprintf("the files of the theme %s differ", o.Theme)
	case o.BaseURL != other.BaseURL:
		return fmt.Sprintf("they have different addresses (--base-url), %q and %q", o.BaseURL, other.BaseURL)
	case o.Drafts != other.Drafts:
		return "one shows drafts (--drafts), the other does not"
	case o.PDF != other.PDF:
		return "one has PDFs (--pdf), the other has none"
	}
	return ""
}

const asOfLayout = "2006-01-02T15:04:05Z07:00"

// belongTo reports fragments that were made from another workspace than the run's, as that may be
// by now.
func (m *merge) belongTo(ctx context.Context, r *run, program string) error {
	first := m.fragments[0]
	own, err := r.origin(ctx, program, first.Origin.BaseURL)
	if err != nil {
		return err
	}
	if said := first.Origin.differs(own); said != "" {
		return diag.Usagef("%s was not built from this workspace as it is now: %s; merge where the shards were built from, or build them anew", first.name(), said)
	}
	known := map[string]*client{}
	for _, c := range r.clients {
		known[c.ID] = c
		if m.clients[c.ID] == nil {
			return diag.Usagef("client %s is in none of the shards, which were built from other content than this workspace has now; build them anew", c.ID)
		}
	}
	for _, f := range m.fragments {
		for _, b := range f.Clients {
			if c := known[b.ID]; c == nil || !f.Shard.Has(b.ID) || !b.isAt(c.Folders()) {
				return diag.Usagef("client %s, as it is in %s, is not so in this workspace as it is now; build all shards anew", b.ID, f.name())
			}
		}
	}
	return nil
}

// isAt tells whether these are the folders of the client in the output.
func (b *built) isAt(folders []string) bool {
	for _, name := range folders {
		if _, ok := b.Folders[name]; !ok && b.Folders != nil {
			return false
		}
	}
	return b.Folders == nil || len(b.Folders) == len(folders)
}

// areWhole reports a fragment that lacks some of what its shard built. Of what is moved it looks for the files, and not
// how long each is: moving takes no time for a file, and neither may this.
func (m *merge) areWhole(limit int, move bool) error {
	var mu sync.Mutex
	var broken []string
	group := errgroup.Group{}
	group.SetLimit(jobs(limit))
	for _, f := range m.fragments {
		for _, b := range f.Clients {
			for name, want := range b.Folders {
				group.Go(func() error {
					got, err := f.size(name, want, move)
					if err == nil && got != want {
						mu.Lock()
						defer mu.Unlock()
						broken = append(broken, fmt.Sprintf("%s has %d files of %d bytes in %s, and built %d of %d", f.name(), got.Files, got.Bytes, name, want.Files, want.Bytes))
					}
					return err
				})
			}
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if len(broken) > 0 {
		return diag.Usagef("%s; bring it here whole, or build the shard again", slices.Min(broken))
	}
	return nil
}

// size is that of a folder in the fragment, which is taken to be what it was, if as many files are there and no more is
// asked for.
func (f *fragment) size(name string, was output.Size, count bool) (output.Size, error) {
	if count {
		if files, err := f.files.Count(name); err != nil || files == was.Files {
			return was, err
		}
	}
	return f.files.Measure(name)
}

// publish publishes a client as its shard built it.
func (m *merge) publish(r *run, folder *output.Folder, c *client, move bool) error {
	b := m.clients[c.ID]
	c.failed, c.hidden, c.pages, c.trueUntil = b.Failed, b.Hidden, b.Pages, b.TrueUntil
	if b.Folders == nil {
		return r.withdraw(folder, c)
	}
	for _, name := range c.Folders() {
		stats, err := m.of[c.ID].put(name, b.Folders[name], folder, move)
		r.wrote(stats)
		if err != nil {
			return err
		}
	}
	return nil
}

// put puts a folder of the fragment into the output.
func (f *fragment) put(name string, size output.Size, folder *output.Folder, move bool) (output.Stats, error) {
	if move {
		if stats, moved, err := f.files.Move(name, size, folder); moved || err != nil {
			return stats, err
		}
	}
	files, err := f.files.Files(name)
	if err != nil {
		return output.Stats{}, err
	}
	return folder.Publish(name, files)
}
