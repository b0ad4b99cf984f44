package schema

import (
	"slices"

	"rapport/generator/front"
)

// Stood is what front matter with these keys said when only some points in time had come, each as it is written: without the days that
// had not, and what they bring. It is n itself where nothing differs, and nil where n was not there. What AsOf does to values, this does to
// what was written.
func Stood(n *front.Node, fields []Info, came func(word string) bool) *front.Node {
	if n == nil || n.Kind == front.Scalar {
		return n
	}
	if n.Kind == front.List {
		return stood(n, func(int) []Info { return fields }, came)
	}
	infoOf := func(i int) Info {
		at := slices.IndexFunc(fields, func(f Info) bool { return f.Key == n.Keys[i].Name })
		if at < 0 {
			return Info{}
		}
		return fields[at]
	}
	gone := map[string]bool{}
	for i, value := range n.Kids {
		info := infoOf(i)
		if value.Kind != front.Scalar || came(value.Raw) {
			continue
		}
		if info.Begins {
			return nil
		}
		if info.Comes {
			gone[info.Key] = true
			for _, key := range info.Brings {
				gone[key] = true
			}
		}
	}
	if len(gone) > 0 {
		kept := &front.Node{Kind: front.Map, Mark: n.Mark}
		for i, key := range n.Keys {
			if !gone[key.Name] {
				kept.Keys, kept.Kids = append(kept.Keys, key), append(kept.Kids, n.Kids[i])
			}
		}
		n = kept
	}
	return stood(n, func(i int) []Info { return slices.Concat(infoOf(i).Fields, infoOf(i).Elements) }, came)
}

// stood is a map or list with its values as they stood.
func stood(n *front.Node, fields func(i int) []Info, came func(word string) bool) *front.Node {
	result := &front.Node{Kind: n.Kind, Mark: n.Mark}
	same := true
	for i, value := range n.Kids {
		was := Stood(value, fields(i), came)
		same = same && was == value
		if was == nil {
			continue
		}
		if n.Kind == front.Map {
			result.Keys = append(result.Keys, n.Keys[i])
		}
		result.Kids = append(result.Kids, was)
	}
	if same {
		return n
	}
	return result
}
