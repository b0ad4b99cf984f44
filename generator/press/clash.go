package press

import (
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
)

// FindClashes gives the addresses that are taken a problem. Where two clients share one,
// both have it; where the earlier address of one is the address of another, the one that
// redirects has to give way. It notes as well which of them stand beside a sealed one.
func (p *Press) FindClashes(all []Address) {
	sealed := slices.ContainsFunc(all, func(a Address) bool { return a.Sealed })
	s := search{reserved: p.rootNames(), owners: map[string]*Address{}, aliases: map[string]aliased{}}
	for i := range all {
		all[i].Clashes, all[i].Beside = nil, sealed
		s.address(&all[i])
	}
	for i := range all {
		for _, alias := range all[i].Aliases {
			s.alias(&all[i], alias)
		}
	}
}

// A search looks for names that two want, whatever the case of their letters: some
// hosts tell none.
type search struct {
	reserved map[string]string   // the names of the root, with what they are
	owners   map[string]*Address // by the folded address
	aliases  map[string]aliased  // by the folded alias
}

// aliased is an alias with the client whose it is.
type aliased struct {
	content.Alias
	of *Address
}

// has tells whether a folder of the output is the client's.
func (a *Address) has(folder string) bool {
	return slices.ContainsFunc(a.Folders(), func(own string) bool { return strings.EqualFold(own, folder) })
}

func (a *Address) clash(at diag.Position, format string, args ...any) {
	a.Clashes = append(a.Clashes, content.DuplicateURL.At(at, format, args...))
}

func (s *search) address(a *Address) {
	folded := strings.ToLower(a.Folder)
	if first := s.owners[folded]; first != nil {
		first.clash(first.At, "address %q is also that of client %q; give one of them another", a.Folder, a.ID)
		a.clash(a.At, "address %q is also that of client %q; give one of them another", a.Folder, first.ID)
	} else {
		s.owners[folded] = a
	}
	if what := s.reserved[folded]; what != "" {
		a.clash(a.At, "address %q is taken by %s; choose another", a.Folder, what)
	}
}

func (s *search) alias(a *Address, alias content.Alias) {
	folded := strings.ToLower(alias.Name)
	owner, first := s.owners[folded], s.aliases[folded]
	switch {
	case strings.EqualFold(a.Folder, alias.Name):
		a.clash(alias.At, "alias %q is the address itself; list earlier addresses only", alias.Name)
	case owner != nil:
		a.clash(alias.At, "alias %q is the address of client %q; remove it", alias.Name, owner.ID)
	case first.of == a:
		a.clash(alias.At, "alias %q stands in the list twice; remove one of them", alias.Name)
	case first.of != nil:
		first.of.clash(first.At, "alias %q is also one of client %q; remove one of them", first.Name, a.ID)
		a.clash(alias.At, "alias %q is also one of client %q; remove one of them", alias.Name, first.of.ID)
	default:
		s.aliases[folded] = aliased{alias, a}
	}
	if what := s.reserved[folded]; what != "" {
		a.clash(alias.At, "alias %q is taken by %s; remove it", alias.Name, what)
	}
}
