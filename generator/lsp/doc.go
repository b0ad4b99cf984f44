// Package lsp speaks the Language Server Protocol 3.17 with an editor: what check finds is shown while it is written,
// at the same places, and the editor is told what can be written where.
package lsp
