package front

import "bytes"

// A Block is a key of front matter at the left margin with all that stands under it,
// and with the comments behind it.
type Block struct {
	Key  string
	Text []byte
}

// Blocks splits the front matter of a file into its keys, without reading what stands
// under them. It returns false where that cannot be told from the lines alone: of other
// formats than YAML, and where a key stands twice.
func Blocks(data []byte) ([]Block, bool) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	f, opening, ok := findFormat(data)
	if !ok || f != inYAML {
		return nil, false
	}
	_, start := LineAt(data, opening)
	var blocks []Block
	seen := map[string]bool{}
	begun := start // of the last block
	close := func(at int) {
		if n := len(blocks); n > 0 {
			blocks[n-1].Text = data[begun:at]
		}
	}
	for offset := start; offset < len(data); {
		line, next := LineAt(data, offset)
		switch key, isKey := keyOf(line); {
		case isFence(line, f.fence):
			close(offset)
			return blocks, true
		case isKey && seen[key]:
			return nil, false
		case isKey:
			close(offset)
			begun, seen[key] = offset, true
			blocks = append(blocks, Block{Key: key})
		case len(blocks) == 0 && len(bytes.TrimSpace(line)) > 0 && line[0] != '#':
			return nil, false
		}
		offset = next
	}
	return nil, false
}

// keyOf returns the key with which a line begins that is written without quotes.
func keyOf(line []byte) (string, bool) {
	n := 0
	for n < len(line) && (line[n] == '_' || 'a' <= line[n] && line[n] <= 'z') {
		n++
	}
	if n == 0 || n == len(line) || line[n] != ':' {
		return "", false
	}
	rest := line[n+1:]
	return string(line[:n]), len(rest) == 0 || rest[0] == ' ' || rest[0] == '\r' || rest[0] == '\n'
}

// Read reads a block by itself, as if it stood on the first line of a file. It returns
// nil where it is not the one key with its value: what it seemed to be was part of
// something else.
func (b Block) Read() *Node {
	text := make([]byte, 0, len(b.Text)+2*len(inYAML.fence)+3)
	text = append(append(text, inYAML.fence...), '\n')
	text = append(append(append(text, b.Text...), '\n'), inYAML.fence...)
	doc, problems := Parse("", append(text, '\n'))
	if doc.Front == nil || len(problems) > 0 || doc.Front.Kind != Map || len(doc.Front.Keys) != 1 || doc.Front.Keys[0].Name != b.Key {
		return nil
	}
	return doc.Front
}
