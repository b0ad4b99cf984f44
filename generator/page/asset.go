package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	_ "image/gif" // for the dimensions of pictures
	_ "image/jpeg"
	_ "image/png"
	"math"
	"path"
	"strconv"
	"strings"

	_ "golang.org/x/image/webp"

	"rapport/generator/source"
	"rapport/generator/theme"
)

// An asset is a picture that is published under a name with its fingerprint.
type asset struct {
	name          string // below the portal's root: assets/joost.1f2e3d4c.jpg
	width, height int    // 0 if unknown
}

var pictureEndings = map[string]bool{".svg": true, ".png": true, ".jpg": true, ".jpeg": true, ".webp": true, ".gif": true, ".avif": true}

func isPicture(name string) bool { return pictureEndings[strings.ToLower(path.Ext(name))] }

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
	if strings.EqualFold(path.Ext(name), ".svg") {
		body = theme.MinifySVG(body)
	}
	a := asset{name: "assets/" + theme.Fingerprint(path.Base(name), body)}
	a.width, a.height = dimensions(name, body)
	p.assets[key] = a
	p.files[a.name] = body
	return a, nil
}

// dimensions returns the size of a picture in CSS pixels, which keeps a page
// from jumping while it loads; zeros where the file does not tell.
func dimensions(name string, body []byte) (width, height int) {
	if strings.EqualFold(path.Ext(name), ".svg") {
		return svgDimensions(body)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return 0, 0
	}
	return config.Width, config.Height
}

func svgDimensions(body []byte) (width, height int) {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.Token()
		if err != nil {
			return 0, 0
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		var box []string
		for _, a := range root.Attr {
			switch a.Name.Local {
			case "width":
				width = pixels(a.Value)
			case "height":
				height = pixels(a.Value)
			case "viewBox":
				box = strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' })
			}
		}
		if (width == 0 || height == 0) && len(box) == 4 {
			return pixels(box[2]), pixels(box[3])
		}
		return width, height
	}
}

func pixels(text string) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(text, "px"), 64)
	if err != nil || n < 0 || n > 1e5 || math.IsNaN(n) {
		return 0
	}
	return int(math.Round(n))
}
