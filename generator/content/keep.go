package content

import (
	"maps"
	"os"
	"slices"
	"sync"

	"rapport/generator/diag"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// A Keep holds what was made of a client's entries and reports, so that whoever reads the
// client again and again decodes only what changed since. A file has changed where it is
// another one, as the system tells, or another size or time; those of which that does not tell
// are left out by Without. The zero value holds nothing. A Keep may serve several readings at once.
type Keep struct {
	mu    sync.Mutex
	files map[string]keptFile // by name
}

// A keptFile is what was made of a file, and of what.
type keptFile struct {
	file  source.File
	with  keptWith
	made  any // a made[T]
	found []diag.Problem
	refs  []schema.Reference
}

// keptWith is what a value's meaning depends on beside its file.
type keptWith struct {
	drafts   bool
	zone     string
	currency string
	numbers  table.Mark
}

// Without returns a keep that holds the same, but nothing of some files, by their names.
func (k *Keep) Without(names []string) *Keep {
	k.mu.Lock()
	defer k.mu.Unlock()
	next := &Keep{files: maps.Clone(k.files)}
	for _, name := range names {
		delete(next.files, name)
	}
	return next
}

// of returns what is kept of a file, if that is as it was.
func (k *Keep) of(file source.File, with keptWith) (keptFile, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f, ok := k.files[file.Name]
	return f, ok && f.with == with && isSame(f.file, file)
}

func (k *Keep) put(f keptFile) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.files == nil {
		k.files = map[string]keptFile{}
	}
	k.files[f.file.Name] = f
}

// isSame tells whether a file is the one that it was. Bytes that only stand for those of a file are
// never known to be.
func isSame(a, b source.File) bool {
	return a.Path == b.Path && a.Size == b.Size && a.ModTime.Equal(b.ModTime) && a.Info != nil && b.Info != nil && os.SameFile(a.Info, b.Info)
}

// made is what was made of an entry or a report.
type made[T any] struct {
	value  *T // nil where it cannot be read
	body   []byte
	hidden bool // it is a draft, and drafts are passed over
}

// again returns what read makes of a file, which it is asked for only where that is not kept. What is
// made of files by others is not changed by the reader: it gets a copy.
func again[T any](r *clientReader, file source.File, read func(file source.File) made[T]) made[T] {
	if r.opts.Keep == nil {
		return read(file)
	}
	with := keptWith{r.opts.Drafts, r.zone.String(), r.currency, r.style.Numbers}
	kept, ok := r.opts.Keep.of(file, with)
	if !ok {
		kept = r.apart(func() any { return read(file) })
		kept.file, kept.with = file, with
		if !slices.ContainsFunc(kept.found, isPassing) {
			r.opts.Keep.put(kept)
		}
	}
	r.problems.Add(kept.found...)
	r.refs = append(r.refs, kept.refs...)
	m := kept.made.(made[T])
	if m.value != nil {
		value := *m.value
		m.value = &value
	}
	return m
}

// apart does a piece of reading, and returns the problems and the references that it found.
func (r *clientReader) apart(read func() any) (k keptFile) {
	problems, refs := r.problems, r.refs
	defer func() { r.problems, r.refs = problems, refs }()
	found := &diag.List{}
	r.problems, r.refs = found, nil
	k.made = read()
	k.found, k.refs = found.Take(), r.refs
	return k
}

// isPassing tells whether a problem may go away while its file stays what it is.
func isPassing(p diag.Problem) bool { return p.Rule == diag.Unreadable.Name }
