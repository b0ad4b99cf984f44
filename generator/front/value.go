package front

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/generator/diag"
)

// Text returns words as a value: always a text, whatever they look like.
func Text(words string) *Node { return &Node{Kind: Scalar, Quoted: true, Raw: words} }

// Bare returns a day, a time, a number, true or false as a value, which stands without
// quotes where the format allows.
func Bare(word string) *Node { return &Node{Kind: Scalar, Raw: word} }

// ListOf returns a list as a value.
func ListOf(elements ...*Node) *Node { return &Node{Kind: List, Kids: elements} }

// MapOf returns a map without keys, to which With adds them.
func MapOf() *Node { return &Node{Kind: Map} }

// With returns a map with one more key, or with another value under a key that it has.
func (n *Node) With(name string, value *Node) *Node {
	m := &Node{Kind: Map, Mark: n.Mark, Keys: slices.Clone(n.Keys), Kids: slices.Clone(n.Kids)}
	if i := n.find(step{kind: toKey, name: name}); i >= 0 {
		m.Kids[i] = value
		return m
	}
	m.Keys, m.Kids = append(m.Keys, Key{Name: name}), append(m.Kids, value)
	return m
}

var (
	numberLike = regexp.MustCompile(`^[-+]?(\.?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|\.?inf|\.?nan|\.Inf|\.NaN|\.INF|\.NAN)$`)
	dayLike    = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?$`)
)

// isWord reports whether a text would be nothing, true or false without quotes.
func isWord(text string) bool {
	lower := strings.ToLower(text)
	return isNull(text) || lower == "true" || lower == "false"
}

func isNull(text string) bool { return text == "" || text == "~" || strings.ToLower(text) == "null" }

// isValue reports whether a value is more than words without its quotes: true, false, or a
// number.
func isValue(text string) bool { return isWord(text) || numberLike.MatchString(text) }

// means reports whether a value says what another does that was read from a file: quotes
// count only where a word means something else without them.
func (n *Node) means(read *Node) bool {
	if read == nil || n.Kind != read.Kind || len(n.Kids) != len(read.Kids) {
		return false
	}
	if n.Kind == Scalar {
		return n.Raw == read.Raw && (n.Quoted == read.Quoted || !isValue(n.Raw))
	}
	for i, kid := range n.Kids {
		other := read.Kids[i]
		if n.Kind == Map {
			other = read.Get(n.Keys[i].Name)
		}
		if !kid.means(other) {
			return false
		}
	}
	return true
}

// unwritable says why a value can stand in no front matter, "" where it can.
func (n *Node) unwritable() string {
	if !utf8.ValidString(n.Raw) {
		return "the text is not UTF-8"
	}
	if n.Kind == Scalar && !n.Quoted && isNull(n.Raw) {
		return "nothing is no value without quotes; a text is made with quotes"
	}
	for i, kid := range n.Kids {
		if n.Kind == Map {
			if bad := unwritableKey(n.Keys[i].Name); bad != "" {
				return bad
			}
			if slices.ContainsFunc(n.Keys[:i], func(k Key) bool { return k.Name == n.Keys[i].Name }) {
				return "key " + diag.Quote(n.Keys[i].Name) + " stands in the value twice"
			}
		}
		if bad := kid.unwritable(); bad != "" {
			return bad
		}
	}
	return ""
}

func unwritableKey(name string) string {
	switch bad := diag.Invisible(name); {
	case !utf8.ValidString(name):
		return "a key is not UTF-8"
	case bad != "":
		return "in a key stands " + bad
	case name == "<<":
		return "<< is no key; YAML takes it for a merge"
	}
	return ""
}
