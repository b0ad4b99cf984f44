package content

import (
	"bytes"
	"path"
	"strings"
	"sync"
	"time"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
)

// A VersionReader reads versions of files. From one version to the next most keys stay
// as they are: it remembers what each said, and reads those that it has not seen. It
// may be used from several goroutines.
type VersionReader struct {
	zone *time.Location // of times without an offset

	mu     sync.Mutex
	blocks map[string]*readBlock // by their texts
	size   int                   // of the texts, in bytes
}

// NewVersionReader returns a reader to which times without an offset are in a zone.
func NewVersionReader(zone *time.Location) *VersionReader {
	return &VersionReader{zone: zone, blocks: map[string]*readBlock{}}
}

// remembered is how much text a reader remembers, in bytes, before it forgets all of it.
const remembered = 16 << 20

// A readBlock is a key of front matter that was read, with what it says as a key of each
// map that it was met in.
type readBlock struct {
	node *front.Node // nil for what is no key by itself
	mu   sync.Mutex
	said map[string]*schema.Record // by the names of the maps
}

// record returns what the block says as a key of a map of the given name.
func (b *readBlock) record(d *schema.Decoder, of string, info schema.Info) *schema.Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.said[of] == nil {
		b.said[of] = d.Record(b.node, info)
	}
	return b.said[of]
}

// A recorder reads what a map of front matter says that others rely on. The keys that it
// may have are those of a map of the given name.
type recorder func(root *front.Node, of string, infos []schema.Info) *schema.Record

// Read reads a version of the file at a path. It reports nothing, and false where the
// version cannot be read.
func (r *VersionReader) Read(name string, data []byte) (Version, bool) {
	v := Version{File: VersionedFileAt(name)}
	d := r.decoder()
	if v.File == TableFile {
		d.Table = true
		v.Said = readRows(d, path.Base(name), data)
		return v, v.Said != nil
	}
	doc, _ := front.Parse("", data)
	if doc.Front == nil || doc.Front.Kind != front.Map {
		return v, false
	}
	return v.read(name, doc.Front, func(root *front.Node, _ string, infos []schema.Info) *schema.Record { return d.Record(root, infos...) })
}

// ReadPast reads a version that another one replaced, of which nobody asks where
// something stands.
func (r *VersionReader) ReadPast(name string, data []byte) (Version, bool) {
	blocks, ok := front.Blocks(data)
	if _, broken := front.Invalid(data); !ok || broken || VersionedFileAt(name) == TableFile {
		return r.Read(name, data)
	}
	root := &front.Node{Kind: front.Map}
	known := map[string]*readBlock{}
	for _, b := range blocks {
		read := r.block(b)
		if read.node == nil {
			return r.Read(name, data)
		}
		root.Keys, root.Kids = append(root.Keys, read.node.Keys[0]), append(root.Kids, read.node.Kids[0])
		known[b.Key] = read
	}
	d, absent := r.decoder(), &front.Node{Kind: front.Map}
	v := Version{File: VersionedFileAt(name)}
	return v.read(name, root, func(_ *front.Node, of string, infos []schema.Info) *schema.Record {
		all := &schema.Record{}
		for i := range infos {
			var part *schema.Record
			if b := known[infos[i].Key]; b != nil {
				part = b.record(d, of, infos[i])
			} else {
				part = d.Record(absent, infos[i])
			}
			all.Values, all.Parts = append(all.Values, part.Values...), append(all.Parts, part.Parts...)
			all.Day = max(all.Day, part.Day)
		}
		return all
	})
}

func (r *VersionReader) decoder() *schema.Decoder {
	return &schema.Decoder{Zone: r.zone, Currency: NoCurrency, Tree: &source.Tree{}, Problems: &diag.List{}, References: &[]schema.Reference{}}
}

// read takes in what the front matter of a file says.
func (v Version) read(name string, root *front.Node, record recorder) (Version, bool) {
	v.Draft = isDraft(root)
	v.Said = v.said(root, strings.TrimSuffix(path.Base(name), ".md"), record)
	return v, v.Said != nil
}

// block returns a key of front matter as it was read.
func (r *VersionReader) block(b front.Block) *readBlock {
	text := bytes.TrimSpace(b.Text)
	r.mu.Lock()
	read := r.blocks[string(text)]
	r.mu.Unlock()
	if read != nil {
		return read
	}
	read = &readBlock{node: b.Read(), said: map[string]*schema.Record{}}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.size += len(text); r.size > remembered {
		clear(r.blocks)
		r.size = len(text)
	}
	r.blocks[string(text)] = read
	return read
}
