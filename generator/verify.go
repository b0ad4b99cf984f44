package generator

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/published"
	"rapport/generator/seal"
)

// VerifyOptions say what to compare with what was built.
type VerifyOptions struct {
	Dir     string   // the workspace that built it
	Clients []string // only these; empty for all, and for what stands beside them
	Site    *published.Site
	HTTP    *http.Client // that asks the site, where it is one of the web
	Lenient bool         // the host can send no headers of its own
}

// A Verified is what a comparison found.
type Verified struct {
	Portals, Files int
	Faults         []string // a line each
}

// Verify compares all that is published with what the last builds in the workspace made, and in a
// folder or a zip finds what no build made.
func Verify(ctx context.Context, o VerifyOptions) (*Verified, error) {
	store, err := published.OpenStore(o.Dir)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	vault, err := seal.OpenVault(o.Dir)
	if err != nil {
		return nil, err
	}
	defer vault.Close()
	names, err := store.Names()
	if err != nil {
		return nil, err
	}
	const unknown = "is not known here; build first, in the folder whose " + output.Kept + " made what is published"
	for _, id := range o.Clients {
		if !slices.Contains(names, id) {
			return nil, diag.Usagef("what was built of client %q %s", id, unknown)
		}
	}
	if names = o.wanted(names); len(names) == 0 {
		return nil, diag.Usagef("what was built %s", unknown)
	}
	found := &Verified{}
	c := published.Comparison{Site: o.Site, Lenient: o.Lenient}
	if c.Rules, err = store.Headers(); err != nil {
		c.Rules = nil // nothing was asked for, as by the build of one client
	}
	all := published.Record{}
	for _, name := range names {
		record, err := store.Load(name)
		if err != nil {
			return nil, diag.UsageError{Err: err}
		}
		c.Instead = nil
		if name != published.Root {
			found.Portals++
			c.Instead = func(file string, body io.Reader) (string, error) {
				_, within, _ := strings.Cut(file, "/")
				return vault.Fault(name, within, body)
			}
		}
		if err := c.Compare(ctx, record); err != nil {
			return nil, err
		}
		for file, sum := range record {
			all[file] = sum
		}
	}
	if err := c.Elsewhere(ctx, o.HTTP, all); err != nil {
		return nil, err
	}
	c.Strangers(func(file string) bool { return all[file] != "" || file == output.Mark || !isCovered(names, all, file) })
	found.Files, found.Faults = c.Files, c.Lines()
	return found, nil
}

func (o *VerifyOptions) wanted(names []string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return len(o.Clients) > 0 && !slices.Contains(o.Clients, name) })
}

// isCovered tells whether a file would be in one of the records if a build had made it: all are
// where the output as a whole is compared, and else those in the folders that are.
func isCovered(names []string, all published.Record, file string) bool {
	if names[0] == published.Root {
		return true
	}
	top, _, _ := strings.Cut(file, "/")
	for known := range all {
		if strings.HasPrefix(known, top+"/") {
			return true
		}
	}
	return false
}
