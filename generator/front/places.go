package front

// Places say where the values of front matter stand, once the values themselves were read: in a
// quarter of the room of its nodes, for files of which a client may have thousands.
type Places struct {
	all []spot // the root, and behind each value those within it
}

// A spot is where a value stands.
type spot struct {
	key       string // of a map's value
	line, col int32
	next      int32 // the spot behind it and what is within it
	kind      Kind
}

// Places returns where the values stand.
func (n *Node) Places() Places {
	p := Places{make([]spot, 0, n.count())}
	p.add("", n)
	return p
}

// count returns how many nodes there are.
func (n *Node) count() int {
	sum := 1
	for _, kid := range n.Kids {
		sum += kid.count()
	}
	return sum
}

func (p *Places) add(key string, n *Node) {
	at := len(p.all)
	p.all = append(p.all, spot{key: key, line: int32(n.Line), col: int32(n.Col), kind: n.Kind})
	for i, kid := range n.Kids {
		key := ""
		if n.Kind == Map {
			key = n.Keys[i].Name
		}
		p.add(key, kid)
	}
	p.all[at].next = int32(len(p.all))
}

// Of is as that of the node; the zero Mark where there is no front matter.
func (p Places) Of(path ...any) Mark {
	if len(p.all) == 0 {
		return Mark{}
	}
	at := 0
	for _, step := range path {
		next, ok := p.within(at, step)
		if !ok {
			break
		}
		at = next
	}
	return Mark{int(p.all[at].line), int(p.all[at].col)}
}

// within returns the spot of a step below another.
func (p Places) within(at int, step any) (int, bool) {
	parent, n := p.all[at], 0
	for kid := at + 1; kid < int(parent.next); kid = int(p.all[kid].next) {
		switch step := step.(type) {
		case string:
			if parent.kind == Map && p.all[kid].key == step {
				return kid, true
			}
		case int:
			if parent.kind == List && n == step {
				return kid, true
			}
		}
		n++
	}
	return 0, false
}
