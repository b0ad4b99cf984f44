// Package lsp speaks the Language Server Protocol 3.17 with an editor: what check finds is told while it is written, at
// the same places, and the editor learns what can be written where, what it means, and what follows from it.
//
//	wire       carries messages; a message that cannot be read ends no session
//	server     takes in order what the client tells, and answers each request beside it
//	document   a text as the editor has it, in lines and UTF-16, and in the lines and columns of problems
//	folder     a workspace, and what happened in it
//	clerk      one goroutine a workspace that checks what changed, those clients first of which a file is open, and
//	           tells the editor (publish)
//	spot       where a cursor stands in front matter, be that whole or not
//	fields     what can stand in a kind of file, as its schema says
//	library    what stands in the files at this moment: things with ids; mention: where they are named
//
// Whatever a request reads is never changed: documents, and what the clerk found. Where it matters that this is of the
// document as it is now, a request waits for the clerk (settled); what is offered while somebody types does not.
//
// No file is written here. What is to be changed goes to the editor as an edit.
package lsp
