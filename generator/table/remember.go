package table

// mostRemembered is how many cells of a column are remembered: days and lengths of time repeat.
const mostRemembered = 1 << 14

// A remembering reading reads each cell once that a column repeats. To see a cell again tells it
// nothing.
type remembering struct {
	reading
	seen  map[written]bool
	known map[written]string
}

// written is what a cell holds, wherever it stands.
type written struct {
	text string
	form Form
}

func remember(r reading) reading {
	return &remembering{r, map[written]bool{}, map[written]string{}}
}

func (r *remembering) see(c Cell) {
	w := written{c.Text, c.Form}
	if r.seen[w] {
		return
	}
	if len(r.seen) < mostRemembered {
		r.seen[w] = true
	}
	r.reading.see(c)
}

func (r *remembering) read(c Cell) string {
	w := written{c.Text, c.Form}
	text, known := r.known[w]
	if known {
		return text
	}
	text = r.reading.read(c)
	if len(r.known) < mostRemembered {
		r.known[w] = text
	}
	return text
}
