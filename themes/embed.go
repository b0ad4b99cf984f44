// Package themes holds the themes that come with Rapport: layouts, assets and
// the interface's texts. What they are given stands in docs/reference/theme.md.
package themes

import "embed"

//go:generate go run ./manual

// FS has a folder for each theme.
//
//go:embed all:default
var FS embed.FS
