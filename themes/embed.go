// Package themes holds the themes that come with Rapport: layouts, assets and
// the interface's texts. README.md is the manual for those who write one.
package themes

import "embed"

//go:generate go run ./manual

// FS has a folder for each theme.
//
//go:embed all:default
var FS embed.FS
