// Package front reads the front matter of a Markdown file, be it YAML, TOML or
// JSON, into a tree of nodes that know where in the file they stand, and edits it
// by as little as it must.
//
// Parse splits a file into its front matter and its Markdown (front.go), and
// has the format's reader make the tree (yaml.go, toml.go, json.go). The tree is
// the same for each format: null, scalars, lists and maps (node.go). A scalar
// keeps the text that stands in the file; what it means is for the one who knows
// the field. What cannot be read comes as problems, each at its line and column
// (mark.go), as many in one reading as the format lets be found.
//
// What a reader says of a file that it refuses is said again in the words of somebody
// who writes: YAML is read once more line by line (reread.go), TOML and JSON are looked
// at where their readers stopped (mistake.go). What YAML takes away from a line of
// words without an error is looked for too (lost.go), and so is what git leaves in a
// file that it could not merge (conflict.go).
//
// AddDate adds a day to a list (date.go), and Without takes out keys and comments
// (without.go). Both put texts in the place of ranges of bytes (edit.go), so that
// comments, order, style and line ends stay as they were, and read the result
// again, to see that it says what was meant. Where a value ends, which no tree
// tells, a scan of the bytes finds (scan.go).
//
// No file costs more than its length deserves: depth is bounded, and so is what
// YAML aliases may add.
package front
