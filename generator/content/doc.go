// Package content holds what a provider wrote, and nothing else: the authored
// types of a workspace and their strict decoding from Markdown files with front
// matter (YAML, TOML or JSON) and CSV files.
//
// Decoding is strict and complete: whatever is unknown, malformed, missing,
// doubled or refers to nothing becomes a problem at its own line and column,
// and all problems of a run are found in one reading. A field is read by its
// own type, from the text that stands in the file: `holidays: no` is Norway,
// and an amount never passes through a float.
//
// A file goes through three stages. It is split, and its front matter becomes a
// tree of nodes with positions, the same for each format (package front). The
// tree is read into the authored types as their keys declare it: each key once,
// with its form, its place in the type, what it means, and what its day brings
// (package schema; form.go and the files named after what they declare). From the
// same declarations follow how content stood on a day, what may change next, and
// what manuals say (files.go). When all that a file can refer to has been read,
// its references are resolved (refs.go).
//
// What stands under `internal` is checked for its form and then forgotten: no
// type here can hold it, so that no page can show it. Drafts are passed over
// with all that is wrong in them, unless Options ask for them.
package content
