package source

// A Reader reads many files of a tree, one after the other. Where it can, it goes through the
// folders above a file once, and not again for each of the files there; until it is closed or
// reads from another folder, it then holds that folder. It is for one goroutine.
type Reader struct {
	tree   *Tree
	folder heldFolder
}

// Reader returns a reader of the tree, which is to be closed.
func (t *Tree) Reader() *Reader { return &Reader{tree: t} }

// Read is as that of the tree.
func (r *Reader) Read(name string) ([]byte, error) {
	return r.tree.read(name, func(real string) ([]byte, error) { return r.folder.read(r.tree.root, real) })
}

// Close lets go of the folder.
func (r *Reader) Close() { r.folder.close() }
