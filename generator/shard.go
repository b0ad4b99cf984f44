package generator

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"rapport/generator/diag"
	"rapport/generator/history"
	"rapport/generator/output"
	"rapport/generator/press"
)

// A fragment is what a shard notes of what it built: of what, for whom to join it with the others.
type fragment struct {
	Form    int         `json:"form"`
	Shard   press.Shard `json:"shard"`
	Origin  origin      `json:"origin"`
	Clients []built     `json:"clients"`

	files *output.Fragment // where it was read from
}

// fragmentForm is raised when fragments change, so that no version takes those of another for its own.
const fragmentForm = 1

// An origin is what all shards of one output have in common.
type origin struct {
	Program  string    `json:"program"`
	Content  string    `json:"content"`
	Revision string    `json:"revision"` // of the content, by git; "" where git does not know
	Provider string    `json:"provider"` // digest
	Theme    string    `json:"theme"`
	Look     string    `json:"look"` // digest of the theme
	BaseURL  string    `json:"base_url"`
	Drafts   bool      `json:"drafts"`
	PDF      bool      `json:"pdf"`
	AsOf     time.Time `json:"as_of"`
}

// A built is what became of one client.
type built struct {
	ID        string                 `json:"id"`
	Failed    bool                   `json:"failed,omitempty"`
	Hidden    bool                   `json:"hidden,omitempty"`
	Pages     int                    `json:"pages,omitempty"`
	TrueUntil time.Time              `json:"true_until,omitzero"`
	Folders   map[string]output.Size `json:"folders,omitempty"`
}

// origin is that of the run.
func (r *run) origin(ctx context.Context, program, baseURL string) (o origin, err error) {
	w := r.sources.Workspace
	o = origin{
		Program: program, Content: w.Content, Revision: history.Revision(ctx, w.Dir, w.Content),
		Theme: cmp.Or(w.Theme, "default"), BaseURL: baseURL, Drafts: w.Drafts, PDF: w.PDF, AsOf: r.asOf,
	}
	o.Provider, o.Look, err = r.press.Digests()
	return o, err
}

// noteFragment makes what a shard built a fragment.
func (r *run) noteFragment(ctx context.Context, o *BuildOptions, folder *output.Folder) error {
	from, err := r.origin(ctx, o.Program, o.BaseURL)
	if err != nil {
		return err
	}
	f := fragment{Form: fragmentForm, Shard: o.Shard, Origin: from, Clients: []built{}}
	for _, c := range r.clients {
		b := built{ID: c.ID, Failed: c.failed, Hidden: c.hidden, Pages: c.pages, TrueUntil: c.trueUntil}
		if !c.failed && !c.hidden {
			b.Folders = map[string]output.Size{}
			for _, name := range c.Folders() {
				if b.Folders[name], err = folder.Measure(name); err != nil {
					return err
				}
			}
		}
		f.Clients = append(f.Clients, b)
	}
	note, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	return folder.NoteFragment(append(note, '\n'))
}

// openFragment reads what a shard noted.
func openFragment(dir string) (*fragment, error) {
	files, err := output.OpenFragment(dir)
	if err != nil {
		return nil, err
	}
	f := fragment{files: files}
	if err := json.Unmarshal(files.Note, &f); err != nil || f.Form != fragmentForm {
		files.Close()
		return nil, diag.Usagef("%s/%s was written by another version of rapport, or by hand; build the shard again", dir, output.FragmentNote)
	}
	return &f, nil
}

// name is what a fragment is called in messages.
func (f *fragment) name() string { return fmt.Sprintf("shard %s in %s", f.Shard, f.files.Dir) }
