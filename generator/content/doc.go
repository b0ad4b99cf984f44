// Package content holds what a provider wrote, and nothing else: the authored
// types of a workspace and their strict decoding from Markdown files with front
// matter (YAML, TOML or JSON) and CSV files.
//
// Decoding is strict and complete: whatever is unknown, malformed, missing,
// doubled or refers to nothing becomes a problem at its own line and column,
// and all problems of a file are found in one reading. A field is read by its
// own type, from the text that stands in the file: `holidays: no` is Norway,
// and an amount never passes through a float.
//
// What stands under `internal` is checked for its form and then forgotten: no
// type here can hold it, so that no page can show it.
package content
