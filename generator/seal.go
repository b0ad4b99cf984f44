package generator

import (
	"slices"

	"rapport/generator/headers"
	"rapport/generator/press"
	"rapport/generator/seal"
)

// A Sealed is a client whose portal is sealed.
type Sealed struct {
	ID      string
	Address string // of its folder in the output
	Readers seal.Readers
}

// SealedPortals lists the clients whose portals are sealed, by id, with who may
// read each; one that is named in the workspace's Clients need not be sealed yet. What
// is wrong with a key is in the result.
func SealedPortals(w press.Workspace) ([]Sealed, *Result, error) {
	r, err := open(w, press.AsOf{}, "")
	if err != nil || r.failed() {
		return nil, r.result(), err
	}
	defer r.close()
	var portals []Sealed
	for _, c := range r.clients {
		readers, problems, err := r.press.Readers(c.Address)
		if err != nil {
			return nil, r.result(), err
		}
		r.collect(slices.Concat(c.Clashes, problems))
		if c.Sealed || slices.Contains(w.Clients, c.ID) {
			portals = append(portals, Sealed{c.ID, c.Folder, readers})
		}
	}
	return portals, r.result(), nil
}

// Policy is what pages that the workspace publishes may do.
func Policy(w press.Workspace) (headers.Policy, *Result, error) {
	w.Theme = "default"
	r, err := open(w, press.AsOf{}, "")
	if err != nil || r.failed() {
		return headers.Policy{}, r.result(), err
	}
	defer r.close()
	return r.press.Policy(slices.ContainsFunc(r.clients, func(c *client) bool { return c.Sealed })), r.result(), nil
}
