package diag

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate that a writer most likely meant by name: the
// one at the smallest Distance (capitals are no difference), the first of equals. It returns ""
// where even that is further than a third of the name's length, or 2 for short
// names: a far-fetched suggestion misleads more than none.
func Nearest(name string, candidates []string) string {
	best, bestDistance := "", max(2, len([]rune(name))/3)+1
	written := []rune(strings.ToLower(name))
	for _, c := range candidates {
		if c == name {
			return c
		}
		meant := []rune(strings.ToLower(c))
		if d := Distance(written, meant); d < bestDistance && d < len(meant) {
			best, bestDistance = c, d
		}
	}
	return best
}

// Same returns the only candidate that differs from a name in nothing but capitals, hyphens,
// underscores, spaces, and what cannot be seen; "" for none.
func Same(name string, candidates []string) string {
	return only(candidates, func(c string) bool { return bare(c) == bare(name) })
}

// Certain returns the candidate that is meant by name beyond doubt: the same, or the only one
// within two slips of a key which is but one away; "" for none.
func Certain(name string, candidates []string) string {
	if same := Same(name, candidates); same != "" {
		return same
	}
	away := func(c string) int { return Distance([]rune(bare(name)), []rune(bare(c))) }
	near := only(candidates, func(c string) bool { return away(c) <= 2 })
	if near == "" || away(near) > 1 || utf8.RuneCountInString(name) < 4 {
		return ""
	}
	return near
}

// only returns the one candidate that fits, "" for none or several.
func only(candidates []string, fits func(string) bool) (one string) {
	for _, c := range candidates {
		switch {
		case !fits(c) || c == one:
		case one != "":
			return ""
		default:
			one = c
		}
	}
	return one
}

// bare is a name without what a slip gets wrong.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' || r == '\t' || IsInvisible(r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// Quote shows a token of a user's file in a message, cut where it is long.
func Quote(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return strconv.Quote(s)
}

// Distance returns how many letters have to be put in, left out or changed, or swapped with their neighbours, to make one word
// another (optimal string alignment).
func Distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
