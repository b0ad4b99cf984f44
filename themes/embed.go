// Package themes holds the themes that come with Rapport: layouts, assets and
// the interface's texts.
package themes

import "embed"

// FS has a folder for each theme.
//
//go:embed all:default
var FS embed.FS
