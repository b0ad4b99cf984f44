package output

import (
	"path"
	"strconv"
)

// steps counts those in which a folder becomes what it is to be when its files are replaced one by one.
func (p *publication) steps() int { return len(p.changed) + len(p.obstacles) + len(p.stale) }

// switchWhole puts a folder that holds all files in the place of the one that stands, in one step, so that nobody
// sees old pages beside new ones, not even where the build is killed. What did not change is linked and stays the file that it was. It
// returns false, with nothing changed, where the system or the disk can't do that.
func (p *publication) switchWhole(files []File) (done bool, err error) {
	root := p.folder.root
	whole := path.Join(staging, strconv.FormatInt(p.folder.stages.Add(1), 10))
	defer remove(root, whole) // what is left there, the next build removes
	if err := p.linkAll(whole, files); err != nil {
		return false, nil
	}
	if exchange(root, whole, p.dir) != nil {
		return false, nil
	}
	p.stats.Written += len(p.changed)
	for _, names := range [][]string{p.obstacles, p.stale} {
		for _, name := range names {
			n, err := remove(root, path.Join(whole, name))
			p.stats.Removed += n
			if err != nil {
				return true, p.failed("remove", name, err)
			}
		}
	}
	return true, nil
}

// linkAll makes a folder of all files: those that are staged, and those that stand.
func (p *publication) linkAll(whole string, files []File) error {
	root, staged := p.folder.root, map[string]string{}
	for i, f := range p.changed {
		staged[f.Name] = path.Join(p.stageName, strconv.Itoa(i))
	}
	made := ""
	for _, f := range files {
		to := path.Join(whole, f.Name)
		if parent := path.Dir(to); parent != made {
			if err := root.MkdirAll(parent, 0o755); err != nil {
				return err
			}
			made = parent
		}
		from, isStaged := staged[f.Name]
		if !isStaged {
			from = path.Join(p.dir, f.Name)
		}
		if err := root.Link(from, to); err != nil {
			return err
		}
	}
	return nil
}
