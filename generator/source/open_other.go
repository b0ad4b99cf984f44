//go:build !unix

package source

// atOnce is nothing where files are no pipes.
const atOnce = 0
