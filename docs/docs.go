// Package docs holds the documents of Rapport: a tutorial, how-to pages, explanations and the
// reference. They are plain Markdown, to be read where the repository is hosted and by `rapport docs`.
package docs

import "embed"

// FS has README.md, which leads to all pages, and these.
//
//go:embed *.md how-to explanation reference pictures/*.webp shards
var FS embed.FS
