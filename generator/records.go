package generator

import (
	"slices"
	"strings"

	"rapport/generator/headers"
	"rapport/generator/output"
	"rapport/generator/published"
)

// records are what Verify compares with later. They are nil where the workspace can't be written to: what is published
// is as good without them, and Verify says that it knows of nothing.
type records struct{ store *published.Store }

func openRecords(dir string) *records {
	store, err := published.OpenStore(dir)
	if err != nil {
		return nil
	}
	return &records{store}
}

func (r *records) close() {
	if r != nil {
		r.store.Close()
	}
}

// has tells whether there is a record of a client, or none can be kept.
func (r *records) has(id string) bool {
	if r == nil {
		return true
	}
	_, err := r.store.Load(id)
	return err == nil
}

// folders are those of the output in which a client is published, and was by the build before.
func (r *records) folders(c *client) []string {
	names := slices.Clone(c.Folders())
	if r == nil {
		return names
	}
	record, err := r.store.Load(c.ID)
	if err != nil {
		return names // nothing is known of it
	}
	for file := range record {
		if top, _, within := strings.Cut(file, "/"); within && !slices.Contains(names, top) {
			names = append(names, top)
		}
	}
	return names
}

// keep notes what is about to be published of a client, by folder of the output.
func (r *records) keep(id string, folders map[string][]output.File) error {
	if r == nil {
		return nil
	}
	record := published.Record{}
	for folder, files := range folders {
		if err := record.Add(folder, files); err != nil {
			return err
		}
	}
	return r.store.Keep(id, record)
}

// keepRoot notes what is about to be published beside the clients' folders, and what hosts are asked for.
func (r *records) keepRoot(files []output.File) error {
	if r == nil {
		return nil
	}
	for _, f := range files {
		if f.Name == headersFile {
			if err := r.store.KeepHeaders(headers.Parse(f.Body)); err != nil {
				return err
			}
		}
	}
	return r.keep(published.Root, map[string][]output.File{"": files})
}

// forget removes what is known of clients that are no longer published.
func (r *records) forget(isPublished func(id string) bool) error {
	if r == nil {
		return nil
	}
	return r.store.Forget(isPublished)
}

const headersFile = "_headers"
