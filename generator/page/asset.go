package page

import (
	"fmt"
	"path"

	"rapport/generator/picture"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// An asset is a picture that is published under a name with its fingerprint.
type asset struct {
	name          string // below the portal's root: assets/joost.1f2e3d4c.jpg
	width, height int    // 0 if unknown
}

// asset publishes a picture of the tree and returns where it stands.
func (p *planner) asset(tree *source.Tree, name string) (asset, error) {
	key := tree.Prefix() + "/" + name
	if a, ok := p.assets[key]; ok {
		return a, nil
	}
	body, err := tree.Read(name)
	if err != nil {
		return asset{}, fmt.Errorf("read picture: %w", err)
	}
	if picture.IsSVG(name) {
		body = theme.MinifySVG(body)
	}
	a := asset{name: "assets/" + theme.Fingerprint(source.Fold(path.Base(name)), body)}
	a.width, a.height = dimensions(name, body)
	p.assets[key] = a
	p.files[a.name] = body
	return a, nil
}

// dimensions returns the size of a picture in CSS pixels, which keeps a page
// from jumping while it loads; zeros where the file does not tell.
func dimensions(name string, body []byte) (width, height int) {
	size, _ := picture.Examine(name, body) // what is wrong with it was said when it was read
	return size.Width, size.Height
}
