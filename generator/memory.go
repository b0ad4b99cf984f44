package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rapport/generator/cache"
	"rapport/generator/check"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
)

// Remembering says what a run may know of the one before.
type Remembering struct {
	Binary  string // what tells this program from any other, also of its version; "" where that is not known, and then nothing is remembered
	NoCache bool   // nothing that is remembered counts; what is found and made now is remembered
}

// A memory is what a run knows of the one before, and keeps for the next. It is nil where nothing is
// remembered. That something can't be kept is no error: then the next run does more.
type memory struct {
	Remembering
	store    *cache.Store
	key      string      // of what is the same for all clients
	provider *cache.Look // at the provider's files
	began    time.Time   // when the first look was taken into the output, by the clock of its disk

	mu   sync.Mutex
	made map[string]time.Time // by client: when all of it that was made in this run was there, by the disk's clock
}

// remember opens what runs of a command remember of a workspace.
func remember(o Remembering, command string, w *press.Sources) *memory {
	if o.Binary == "" {
		return nil
	}
	store, err := cache.Open(w.Dir, command)
	if err != nil {
		return nil
	}
	return &memory{Remembering: o, store: store, made: map[string]time.Time{}}
}

func (m *memory) close() {
	if m != nil {
		m.store.Close()
	}
}

// isAbout says what else than the clients' files decides what is found and made: the program, the
// theme, the provider, and options.
func (m *memory) isAbout(r *run, options ...any) error {
	if m == nil {
		return nil
	}
	theme, err := r.press.Theme.Digest()
	if err != nil {
		return err
	}
	w := &r.sources.Workspace
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %t %t %t %q", m.Binary, w.Content, w.Theme, theme, w.Drafts, w.Copies, w.PDF, options))
	m.key = hex.EncodeToString(sum[:])
	m.provider = cache.LookAt(r.press.Provider.Tree, nil)
	return nil
}

// looksInto says in which folder what was made is looked at. A file that changes from now on is read.
func (m *memory) looksInto(folder *output.Folder) (err error) {
	if m != nil {
		m.began, err = folder.Now()
	}
	return err
}

// A visit is a look at a client before anything is read. It is nil where nothing is remembered.
type visit struct {
	look *cache.Look
	had  *cache.Manifest // of a run before; nil where that can't count
	seen cache.Manifest  // what it should say from now on
}

// visit looks at a client's files, and whether they are what the run before saw.
func (m *memory) visit(r *run, c *client, listed *press.Client) *visit {
	if m == nil {
		return nil
	}
	if c.Sealed {
		m.store.ForgetRows(c.ID) // which are in the clear
	}
	v := &visit{look: cache.LookAt(listed.Tree, listed.Listing)}
	had := m.load(r, c.ID, m.key)
	if had == nil || len(c.Clashes) > 0 || had.Beside != c.Beside {
		return v
	}
	now := m.store.Began()
	client, sameClient := v.look.Is(had.Client, now)
	provider, sameProvider := m.provider.Is(had.Provider, now)
	if sameClient && sameProvider {
		v.had, v.seen = had, *had
		v.seen.Client, v.seen.Provider = client, provider
	}
	return v
}

// load returns the manifest of a client where that is of the same program, options and theme, and of today.
func (m *memory) load(r *run, name, key string) *cache.Manifest {
	if m.NoCache {
		return nil
	}
	had, ok := m.store.Load(name)
	if !ok || !had.IsOf(key, r.asOf) {
		return nil
	}
	return had
}

// begin is called before anything is made of a client. The provider's files are summed up by then: if one
// changes later, the next run finds another sum.
func (m *memory) begin(v *visit) *visit {
	if v == nil {
		return nil
	}
	if _, err := m.provider.Sum(); err != nil {
		return nil
	}
	return v
}

// manifest begins what is to be remembered of a client that was visited; nil for nothing. The client's files
// are summed up by now, as they were when they were read; those that are only copied are copied later.
func (m *memory) manifest(r *run, c *client, v *visit) *cache.Manifest {
	if v == nil || c.failed || c.hidden {
		return nil
	}
	now := m.store.Began()
	kept := &cache.Manifest{
		Key: m.key, AsOf: r.asOf, Until: c.trueUntil, Problems: c.problems, Beside: c.Beside,
		Client: cache.Seen{Stamp: v.look.Stamp(now)}, Provider: cache.Seen{Stamp: m.provider.Stamp(now)},
	}
	var err error
	if kept.Client.Sum, err = v.look.Sum(); err != nil {
		return nil
	}
	if kept.Provider.Sum, err = m.provider.Sum(); err != nil {
		return nil
	}
	return kept
}

// keep keeps a manifest, unless it would say in the clear what is wrong with a portal that is sealed: problems have
// words of the files in which they stand.
func (m *memory) keep(r *run, c *client, kept *cache.Manifest) bool {
	if kept == nil {
		return false
	}
	folder := path.Join(filepath.ToSlash(r.sources.Content), "clients", c.ID) + "/"
	isOf := func(at diag.Position) bool { return strings.HasPrefix(at.File, folder) }
	if c.Sealed && (slices.ContainsFunc(kept.Problems, func(p diag.Problem) bool { return isOf(p.Position) }) ||
		slices.ContainsFunc(kept.Accepted, func(a check.Accepted) bool { return isOf(a.At) })) {
		m.store.Forget(c.ID)
		return false
	}
	return m.store.Save(c.ID, kept) == nil
}

// forget removes what is remembered of clients that are no more.
func (m *memory) forget(r *run) {
	if m == nil {
		return
	}
	there := map[string]bool{all: true}
	for _, c := range r.clients {
		there[c.ID] = true
	}
	known, _ := m.store.Clients()
	for _, id := range known {
		if !there[id] {
			m.store.Forget(id)
		}
	}
}

// all is under what is remembered of all clients together; no client is called so.
const all = ".all"

// stands tells whether the portal of a client that was visited stands in the output as it would be made
// now, and then counts it in.
func (m *memory) stands(r *run, folder *output.Folder, c *client, v *visit) (bool, error) {
	if v == nil || v.had == nil {
		return false, nil
	}
	seen, ok := m.seen(folder, c, m.began, v.seen)
	if !ok {
		return false, nil
	}
	for _, name := range c.Folders() {
		if err := folder.Keep(name); err != nil {
			return false, err
		}
	}
	if !seen.IsAs(v.had) {
		m.store.Save(c.ID, &seen)
	}
	r.knows(c, &seen)
	r.wrote(output.Stats{Files: seen.Files, Unchanged: seen.Files, Bytes: seen.Bytes})
	return true, nil
}

// knows counts in what is known of a client without a look at what it wrote.
func (r *run) knows(c *client, had *cache.Manifest) {
	r.found(c, had.Problems)
	c.pages = had.Pages
	if !had.Until.IsZero() {
		c.trueUntil = had.Until.In(r.asOf.Location())
	}
	r.known()
}

// known counts a client in of which nothing changed.
func (r *run) known() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Known++
}

// seen returns what a manifest should say from now on, where all that was made is as it says.
func (m *memory) seen(folder *output.Folder, c *client, now time.Time, seen cache.Manifest) (_ cache.Manifest, ok bool) {
	made, kept, err := m.lookAtMade(folder, c)
	if err != nil {
		return seen, false
	}
	if seen.Made, ok = made.Is(seen.Made, now); ok && kept != nil {
		seen.Kept, ok = kept.Is(seen.Kept, m.store.Began())
	}
	return seen, ok
}

// lookAtMade looks at what was made of a client: its folders in the output and, where it is sealed, what is kept
// of it beside the manifest, without which nobody could seal or verify it again.
func (m *memory) lookAtMade(folder *output.Folder, c *client) (made, kept *cache.Look, err error) {
	if made, err = cache.LookInto(folder.Files(), c.Folders()...); err == nil && c.Sealed {
		kept, err = cache.LookInto(m.store.Files(), path.Join("seal", c.ID))
	}
	return made, kept, err
}

// note begins what is to be remembered of a portal that is about to be published: its files, by folder.
func (m *memory) note(r *run, c *client, v *visit, folders map[string][]output.File) *cache.Manifest {
	kept := m.manifest(r, c, v)
	if kept == nil {
		return nil
	}
	var err error
	if kept.Made.Sum, err = cache.SumOf(folders); err != nil {
		return nil
	}
	if c.Sealed {
		vault, err := cache.LookInto(m.store.Files(), path.Join("seal", c.ID))
		if err != nil {
			return nil
		}
		if kept.Kept.Sum, err = vault.Sum(); err != nil {
			return nil
		}
	}
	kept.Pages = c.pages
	return kept
}

// published keeps what was noted of a portal, now that it is.
func (m *memory) published(r *run, folder *output.Folder, c *client, kept *cache.Manifest, stats output.Stats) {
	if kept == nil {
		return
	}
	kept.Files, kept.Bytes = stats.Files, stats.Bytes
	if !m.keep(r, c, kept) {
		return
	}
	if now, err := folder.Now(); err == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.made[c.ID] = now
	}
}

// settle looks once more at what was made in this run, now that the clock has gone on, so that the next run can rely on
// what the system says of it and need not read it. What was changed since it was made is left to that run.
func (m *memory) settle(r *run, folder *output.Folder) {
	if m == nil {
		return
	}
	now, err := folder.Now()
	if err != nil {
		return
	}
	for _, c := range r.clients {
		made := m.made[c.ID]
		if made.IsZero() {
			continue
		}
		kept, ok := m.store.Load(c.ID)
		if !ok {
			continue
		}
		look, vault, err := m.lookAtMade(folder, c)
		if err != nil || look.Files() != kept.Files || look.Newest().After(made) {
			continue
		}
		if kept.Made.Stamp = look.Stamp(now); vault != nil {
			kept.Kept.Stamp = vault.Stamp(now)
		}
		if kept.Made.Stamp != "" {
			m.store.Save(c.ID, kept)
		}
	}
}

// shared returns what is remembered of all clients together, or begins it.
func (m *memory) shared(r *run) (known bool, seen *cache.Manifest) {
	if m == nil {
		return false, &cache.Manifest{}
	}
	now := m.store.Began()
	if had := m.load(r, all, m.key); had != nil {
		if _, same := m.provider.Is(had.Provider, now); same {
			return true, had
		}
	}
	return false, &cache.Manifest{Key: m.key, AsOf: r.asOf, Provider: cache.Seen{Stamp: m.provider.Stamp(now)}}
}

// keepShared keeps what shared began.
func (m *memory) keepShared(seen *cache.Manifest) {
	if m == nil {
		return
	}
	var err error
	if seen.Provider.Sum, err = m.provider.Sum(); err == nil {
		m.store.Save(all, seen)
	}
}

// rootKey says what else than the provider decides what stands beside the portals: the addresses of all clients,
// in whose folders no file of content/static can stand, and whether one is sealed.
func (m *memory) rootKey(r *run) string {
	sum := sha256.New()
	io.WriteString(sum, m.key)
	for _, c := range r.clients {
		fmt.Fprintf(sum, " %q %t", c.Folders(), c.Sealed)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// rootStands returns the names of what stands beside the portals where all of that stands there as it would be made
// now, and counts it in; nil where it has to be made.
func (m *memory) rootStands(r *run, folder *output.Folder) (names []string, err error) {
	if m == nil {
		return nil, nil
	}
	had := m.load(r, all, m.rootKey(r))
	if had == nil {
		return nil, nil
	}
	seen, same := *had, false
	if seen.Provider, same = m.provider.Is(had.Provider, m.store.Began()); !same {
		return nil, nil
	}
	made, err := cache.LookInto(folder.Files(), had.Names...)
	if err != nil {
		return nil, nil // what is odd or gone is made again
	}
	if seen.Made, same = made.Is(had.Made, m.began); !same {
		return nil, nil
	}
	if err := folder.KeepRoot(had.Names); err != nil {
		return nil, err
	}
	if !seen.IsAs(had) {
		m.store.Save(all, &seen)
	}
	r.collect(had.Problems)
	r.wrote(output.Stats{Files: had.Files, Unchanged: had.Files, Bytes: had.Bytes})
	r.sum.RootKnown = true
	return had.Names, nil
}

// beginRoot is called before what stands beside the portals is made, and tells whether it can be remembered: see begin.
func (m *memory) beginRoot() bool {
	if m == nil {
		return false
	}
	_, err := m.provider.Sum()
	return err == nil
}

// noteRoot begins what is to be remembered of what is about to be published beside the portals; nil for nothing.
func (m *memory) noteRoot(r *run, files []output.File, names []string, problems []diag.Problem) *cache.Manifest {
	kept := &cache.Manifest{Key: m.rootKey(r), AsOf: r.asOf, Names: names, Problems: problems, Provider: cache.Seen{Stamp: m.provider.Stamp(m.store.Began())}}
	var err error
	if kept.Provider.Sum, err = m.provider.Sum(); err != nil {
		return nil
	}
	if kept.Made.Sum, err = cache.SumOf(map[string][]output.File{".": files}); err != nil {
		return nil
	}
	return kept
}

// publishedRoot keeps what was noted, now that it is published.
func (m *memory) publishedRoot(kept *cache.Manifest, stats output.Stats) {
	if kept == nil {
		return
	}
	kept.Files, kept.Bytes = stats.Files, stats.Bytes
	m.store.Save(all, kept)
}
