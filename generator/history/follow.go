package history

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/schema"
)

// A File is a file of the content, followed through all commits.
type File struct {
	*Thing
	Kind  content.VersionedFile
	Path  string // in the workspace: now, or before it was gone
	Owner *File  // the engagement.md of the folder in which it stands, for one that itself the client.md; nil for none

	Formerly []string // the paths that it had before

	// Hidden says that the file is gone from the portal only: it stands there as a draft.
	Hidden bool

	commits []Commit // that changed it or what stands in its folder, in their order
	blob    string
	waiting *waiting // the last version, not looked at before the next

	amounts  *schema.Record // the last version, where it has amounts without a currency
	currency string         // that they were given
	proposed *schema.Record // the last version of what never was more
}

// A waiting version is one of which it is not known yet how much of it had come
// before the next replaced it.
type waiting struct {
	version  content.Version
	commit   Commit
	currency string // of amounts without one
}

// A follower strings versions together, in the order of the commits.
type follower struct {
	zone  *time.Location
	today calendar.Date
	days  bool // the days of the commits tell what had come; they don't where all are of one day
	live  map[string]*File
	gone  []*File
}

// A changed file is one that a commit changed, with its new version.
type changed struct {
	path    string
	blob    string // "" where the file was removed
	last    bool   // no later commit changed it
	version content.Version
	ok      bool // the version could be read
}

// isThere reports whether the commit left a file that is published.
func (c *changed) isThere() bool { return c.blob != "" && (!c.ok || !c.version.Draft) }

// commit takes in what a commit changed. What it removed under one name and added
// under another was moved.
func (f *follower) commit(c Commit, all []changed) {
	by := f.by(c)
	slices.SortStableFunc(all, func(a, b changed) int { return rank(a.path) - rank(b.path) })
	var removed []*File
	for i := range all {
		file := f.live[all[i].path]
		if file != nil && !all[i].isThere() {
			f.settle(file, by)
			delete(f.live, file.Path)
			file.Hidden = all[i].blob != ""
			removed = append(removed, file)
		}
	}
	moved, removed := f.moved(all, removed)
	for i := range all {
		v := &all[i]
		if !v.isThere() {
			continue
		}
		file := f.live[v.path]
		switch {
		case file != nil:
			f.settle(file, by)
		case !v.ok:
			continue
		default:
			if file = moved[v.path]; file == nil {
				file, removed = f.before(v, removed)
			}
			if file.Path != "" && file.Path != v.path {
				file.Formerly = append(file.Formerly, file.Path)
			}
			file.Path, file.Hidden = v.path, false
			f.live[v.path] = file
			file.Owner = cmp.Or(f.owner(file), file.Owner)
		}
		file.note(c)
		file.blob = v.blob
		if v.ok {
			file.waiting = &waiting{version: v.version, commit: c}
		}
	}
	for i := range all {
		if file := f.live[all[i].path]; file != nil && file.waiting != nil {
			file.waiting.currency, _ = f.currency(file)
		}
	}
	for _, file := range removed {
		if file.said == nil {
			continue // nothing of it was ever published
		}
		file.leave(c)
		f.gone = append(f.gone, file)
	}
}

// moved returns the files that a commit moved as they were, by their new paths, and
// the rest of what it removed. Of several that are alike the one of the same name is
// it.
func (f *follower) moved(all []changed, removed []*File) (map[string]*File, []*File) {
	to := map[string]*File{}
	for _, sameName := range []bool{true, false} {
		for i := range all {
			v := &all[i]
			if !v.isThere() || f.live[v.path] != nil || to[v.path] != nil {
				continue
			}
			at := slices.IndexFunc(removed, func(file *File) bool {
				return file.blob == v.blob && (!sameName || path.Base(file.Path) == path.Base(v.path))
			})
			if at >= 0 {
				to[v.path] = removed[at]
				removed = slices.Delete(removed, at, at+1)
			}
		}
	}
	return to, removed
}

// note notes a commit that changed the file, at it and at what answers for it.
func (file *File) note(c Commit) {
	for of := file; of != nil; of = of.Owner {
		if n := len(of.commits); n == 0 || of.commits[n-1].Nth != c.Nth {
			of.commits = append(of.commits, c)
		}
	}
}

// rank has what other files depend on come first: the currency, and the folder.
func rank(name string) int {
	switch content.VersionedFileAt(name) {
	case content.ProviderFile:
		return 0
	case content.ClientFile:
		return 1
	case content.EngagementFile:
		return 2
	}
	return 3
}

// by returns the day up to which things had come when a commit replaced them.
func (f *follower) by(c Commit) calendar.Date {
	if !f.days || c.IsZero() {
		return f.today
	}
	return min(f.today, calendar.DateOf(c.landed.In(f.zone)))
}

// settle takes in what had come of a file's last version by a day. An engagement
// that was never more than proposed has promised nothing.
func (f *follower) settle(file *File, by calendar.Date) {
	w := file.waiting
	file.waiting = nil
	if w == nil {
		return
	}
	if w.version.Proposed && file.said == nil {
		file.proposed = w.version.Said
		return
	}
	file.currency = w.currency
	said := came(w.version.Said, by, file.currency)
	if said == nil {
		return
	}
	file.amounts = nil
	if file.currency != "" && hasAmounts(w.version.Said) {
		file.amounts = w.version.Said
	}
	if file.said == nil {
		file.Born = w.commit
	}
	file.apply(said, w.commit)
}

// currency returns that of amounts without one in a file, with the commit that
// brought it.
func (f *follower) currency(file *File) (string, Commit) {
	client := file.Owner
	if client != nil && client.Kind == content.EngagementFile {
		client = client.Owner
	}
	var answers []*File // for the currency, the nearest first
	switch {
	case client != nil:
		answers = []*File{client, f.live[path.Join(client.Path, "../../../provider.md")]}
	case file.Kind == content.ServiceFile:
		answers = []*File{f.live[path.Join(file.Path, "../../provider.md")]}
	}
	for _, of := range answers {
		if of == nil {
			continue
		}
		if w := of.waiting; w != nil {
			if code := w.version.Said.Value("currency"); code != "" {
				return code, w.commit
			}
			continue
		}
		if l := of.Line("currency"); l != nil && l.Now().Text != "" {
			return l.Now().Text, l.Now().Commit
		}
	}
	return content.NoCurrency, Commit{}
}

// hasAmounts reports whether a record has amounts without a currency.
func hasAmounts(r *schema.Record) bool {
	return slices.ContainsFunc(r.Values, func(v schema.Said) bool { return strings.HasSuffix(v.Text, " "+content.NoCurrency) }) ||
		slices.ContainsFunc(r.Parts, hasAmounts)
}

// owner returns the file that answers for a file: engagement.md for what stands in
// its folder, and client.md for engagement.md.
func (f *follower) owner(file *File) *File {
	if file.Kind == content.ProviderFile || file.Kind == content.ClientFile {
		return nil
	}
	name, folder := "engagement.md", path.Dir(file.Path)
	if file.Kind == content.EngagementFile {
		name, folder = "client.md", path.Dir(folder)
	}
	for folder != "." && folder != "/" {
		if owner := f.live[path.Join(folder, name)]; owner != nil {
			return owner
		}
		folder = path.Dir(folder)
	}
	return nil
}

// leaveBehind takes for gone what was published, and was moved to where nothing is read:
// out of the content, or out of the folder of its engagement.
func (f *follower) leaveBehind() {
	for name, file := range f.live {
		if file.said == nil || f.isRead(file) {
			continue
		}
		delete(f.live, name)
		file.leave(file.commits[len(file.commits)-1])
		f.gone = append(f.gone, file)
	}
}

// isRead reports whether a file stands where files of its kind are read.
func (f *follower) isRead(file *File) bool {
	up := ""
	switch {
	case len(file.Formerly) == 0, file.Kind == content.ProviderFile:
		return true
	case file.Kind == content.ServiceFile:
		up = "../.."
	case file.Kind == content.ClientFile:
		if up = "../../.."; path.Base(path.Join(file.Path, "../..")) != "clients" {
			return false
		}
	}
	if up != "" {
		is, was := path.Join(file.Path, up), path.Join(file.Formerly[len(file.Formerly)-1], up)
		return is == was || f.live[path.Join(is, "provider.md")] != nil
	}
	return file.Owner != nil && f.live[file.Owner.Path] == file.Owner && f.owner(file) == file.Owner && f.isRead(file.Owner)
}

// before returns what a file was before the commit that added it: one that the
// commit removed, one that was removed earlier, or a new one; and the rest of what
// was removed.
func (f *follower) before(v *changed, removed []*File) (*File, []*File) {
	kind := v.version.File
	signature := v.version.Said.Signature()
	best, most := -1, 0.0
	for i, file := range removed {
		if file.Kind != kind {
			continue
		}
		likeness := 0.0
		if said := cmp.Or(file.said, file.proposed); said != nil {
			likeness = alike(said.Signature(), signature)
		}
		if likeness >= 0.5 && path.Base(file.Path) == path.Base(v.path) {
			likeness++ // the folder was moved
		}
		if likeness >= 0.5 && likeness > most {
			best, most = i, likeness
		}
	}
	if best >= 0 {
		file := removed[best]
		return file, slices.Delete(removed, best, best+1)
	}
	for i, file := range f.gone {
		if file.Kind == kind && (file.Path == v.path || file.blob == v.blob) {
			f.gone = slices.Delete(f.gone, i, i+1)
			return file, removed
		}
	}
	return &File{Thing: &Thing{}, Kind: kind}, removed
}

// alike returns how much of what two files say is the same, from 0 to 1.
func alike(a, b string) float64 {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	count := map[string]int{}
	for _, line := range x {
		count[line]++
	}
	same := 0
	for _, line := range y {
		if count[line] > 0 {
			count[line]--
			same++
		}
	}
	return float64(same) / float64(max(len(x), len(y)))
}

// finish takes in the versions that stand, what depends on others last.
func (f *follower) finish() {
	files := slices.Collect(maps.Values(f.live))
	slices.SortFunc(files, func(a, b *File) int { return cmp.Or(rank(a.Path)-rank(b.Path), cmp.Compare(a.Path, b.Path)) })
	for _, file := range files {
		f.settle(file, f.today)
	}
	for _, file := range files {
		// Amounts mean another sum where their currency is another now.
		if code, since := f.currency(file); file.amounts != nil && code != file.currency {
			if said := came(file.amounts, f.today, code); said != nil {
				file.apply(said, since)
			}
		}
	}
}
