package chart

// A SpreadSpec counts things by class, in the order of the classes.
type SpreadSpec struct {
	ID, Title, Desc string
	Classes         []Class
}

// A Class is how many things fell into one class.
type Class struct {
	Label string // "25–50%"
	Count int
	Text  string // "12"
	Tone  string
}

// A Spread is a bar for each class, all from one base line.
type Spread struct {
	ID, Title, Desc string
	ViewBox         string
	Base            string // y of the base line
	Right           string
	Columns         []Column
}

// A Column is the bar of a class.
type Column struct {
	X, Y, Width, Height string
	Middle              string // x of the labels
	LabelY, TextY       string
	Label, Text, Tone   string
}

const (
	spreadWidth  = 560.0
	spreadHeight = 96.0
	spreadHead   = 22.0
	spreadFoot   = 24.0
	spreadGap    = 16.0
)

// NewSpread prepares the bars; the highest class takes the whole height.
func NewSpread(spec SpreadSpec) *Spread {
	base := spreadHead + spreadHeight
	s := &Spread{
		ID: spec.ID, Title: spec.Title, Desc: spec.Desc,
		ViewBox: "0 0 " + coord(spreadWidth) + " " + coord(base+spreadFoot), Base: coord(base), Right: coord(spreadWidth),
	}
	most := 1
	for _, c := range spec.Classes {
		most = max(most, c.Count)
	}
	step := spreadWidth / float64(max(len(spec.Classes), 1))
	for i, c := range spec.Classes {
		height := spreadHeight * float64(max(c.Count, 0)) / float64(most)
		x := float64(i)*step + spreadGap/2
		s.Columns = append(s.Columns, Column{
			X: coord(x), Y: coord(base - height), Width: coord(step - spreadGap), Height: coord(height),
			Middle: coord(x + (step-spreadGap)/2), LabelY: coord(base + 17), TextY: coord(base - height - 6),
			Label: c.Label, Text: c.Text, Tone: c.Tone,
		})
	}
	return s
}
