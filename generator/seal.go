package generator

import (
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/headers"
	"rapport/generator/press"
)

// A Sealed is a client whose portal is sealed.
type Sealed struct {
	ID      string
	Address string          // of its folder in the output
	Rotate  calendar.Rhythm // of its key; zero for none
	press.Keys
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
		keys, problems, err := r.press.Readers(c.Address)
		if err != nil {
			return nil, r.result(), err
		}
		r.collect(slices.Concat(c.Clashes, problems))
		if c.Sealed || slices.Contains(w.Clients, c.ID) {
			portals = append(portals, Sealed{c.ID, c.Folder, c.Rotate, keys})
		}
	}
	return portals, r.result(), nil
}

// OwnKey returns the provider's own key to all sealed portals, and what is told of it.
func OwnKey(w press.Workspace) (press.Keys, *Result, error) {
	r, err := open(w, press.AsOf{}, "")
	if err != nil || r.failed() {
		return press.Keys{}, r.result(), err
	}
	defer r.close()
	keys, problems := r.press.OwnKey()
	r.collect(problems)
	return keys, r.result(), nil
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
