package content

import (
	"slices"
	"strconv"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// A scope is what references can name, by kind. A kind that is not in it is not
// known, because the file that defines it could not be read: references to it
// are let be, so that one mistake does not make a hundred.
type scope map[schema.Target][]string

// with returns the scope extended by more.
func (s scope) with(more scope) scope {
	sum := scope{}
	for _, from := range []scope{s, more} {
		for to, names := range from {
			sum[to] = names
		}
	}
	return sum
}

// resolve reports the references that name nothing. Drafts holds the ids of
// services that are hidden.
func resolve(refs []schema.Reference, s scope, drafts []string, problems *diag.List) {
	for _, r := range refs {
		names, ok := s[r.To]
		if !ok || slices.Contains(names, r.ID) {
			continue
		}
		if r.To == toService && slices.Contains(drafts, r.ID) {
			problems.Addf(r.At, UnknownID, "service %s is a draft; finish it, or build with --drafts", diag.Quote(r.ID))
			continue
		}
		if other, sided := otherSide[r.To]; sided && slices.Contains(s[other], r.ID) {
			problems.Addf(r.At, NotTheirsToSay, "%s", notTheirs(r.To, r.ID, names))
			continue
		}
		problems.AddFixable(r.At, r.ID, meantID(r, names), UnknownID, "there is no %s %s%s%s", r.To, diag.Quote(r.ID), alsoIn(r.More), among(r.ID, names))
	}
}

// meantID is the only id that a reference can mean, "" where it could be another or where rows of
// a table have it as well.
func meantID(r schema.Reference, names []string) string {
	if r.More > 0 {
		return ""
	}
	return diag.Same(r.ID, names)
}

// alsoIn says how many more rows of a table name something; "" for none.
func alsoIn(rows int) string {
	switch rows {
	case 0:
		return ""
	case 1:
		return ", which 1 more row names"
	}
	return ", which " + strconv.Itoa(rows) + " more rows name"
}

// among is the mend for a name that is not one of names.
func among(name string, names []string) diag.Mend {
	advice := "; write an id that is defined, or define it"
	switch few := few(names); {
	case len(names) == 0:
		advice = "; none is defined yet, add it"
	case few != "":
		advice = "; there are " + few
	}
	return diag.DidYouMean(name, names).Or(advice)
}

// oneOf lists names behind what they are, where they are few.
func oneOf(names []string) string {
	if few := few(names); few != "" {
		return ": " + few
	}
	return ""
}

// few lists names that are few enough for a message, and none otherwise.
func few(names []string) string {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) > 8 {
		return ""
	}
	return strings.Join(names, ", ")
}

// distinct reports the ids in lists of maps that were seen before, be it in
// other case. Seen holds where each id, in lower case, stands; a zero mark is in
// another file.
func distinct(d *schema.Decoder, seen map[string]Mark, where string, lists ...*front.Node) {
	for _, list := range lists {
		if list == nil || list.Kind != front.List {
			continue
		}
		for _, item := range list.Kids {
			id := item.Get("id")
			if id == nil || id.Kind != front.Scalar || id.IsBlank() {
				continue
			}
			name := strings.TrimSpace(id.Raw)
			folded := strings.ToLower(name) // some become names of files
			first, double := seen[folded]
			switch {
			case !double:
				seen[folded] = id.Mark
			case first == Mark{}:
				d.Errorf(id.Mark, DuplicateID, "id %s is one of the provider's people; ids are unique across %s, so choose another", diag.Quote(name), where)
			default:
				d.Errorf(id.Mark, DuplicateID, "id %s stands on line %d already; ids are unique across %s, so choose another", diag.Quote(name), first.Line, where)
			}
		}
	}
}

// cycles reports milestones that need each other in a circle, each circle once,
// at the need with which its path leaves its first milestone.
func cycles(d *schema.Decoder, plan []Milestone) {
	index := make(map[string]int, len(plan))
	for i := range plan {
		index[plan[i].ID] = i
	}
	done := make([]bool, len(plan)) // in a circle that was reported
	for start := range plan {
		if done[start] {
			continue
		}
		path := circle(plan, index, start)
		if path == nil {
			continue
		}
		names := make([]string, 0, len(path)+1)
		for _, i := range path {
			names = append(names, plan[i].ID)
		}
		names = append(names, plan[start].ID)
		next := names[1]
		// What hangs together in circles is mended together: report it once.
		for i := range plan {
			if !done[i] && reaches(plan, index, start, i) && reaches(plan, index, i, start) {
				done[i] = true
			}
		}
		for _, need := range plan[start].Needs {
			if need.ID == next {
				d.Errorf(need.Mark, NeedsCycle, "milestones need each other: %s; remove one of these needs", strings.Join(names, " → "))
				break
			}
		}
	}
}

// circle returns the shortest path of needs from a milestone back to itself,
// without the return, or nil where there is none.
func circle(plan []Milestone, index map[string]int, start int) []int {
	from := map[int]int{}
	queue := []int{start}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, need := range plan[at].Needs {
			next, ok := index[need.ID]
			if !ok {
				continue
			}
			if next == start {
				path := []int{at}
				for at != start {
					at = from[at]
					path = append(path, at)
				}
				slices.Reverse(path)
				return path
			}
			if _, seen := from[next]; !seen {
				from[next] = at
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// reaches reports whether milestone a needs b, directly or through others.
func reaches(plan []Milestone, index map[string]int, a, b int) bool {
	seen := make([]bool, len(plan))
	stack := []int{a}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, need := range plan[at].Needs {
			next, ok := index[need.ID]
			switch {
			case !ok || seen[next]:
			case next == b:
				return true
			default:
				seen[next] = true
				stack = append(stack, next)
			}
		}
	}
	return false
}
