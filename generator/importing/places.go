package importing

// Places returns the columns of a sheet that a rule reads, by their places: those that hold ours, those by which
// it chooses, those that say whose a row is, and those that tell a sheet of days from one of sums.
func (r *Rule) Places(s *Sheet) map[int]bool {
	read := map[int]bool{}
	add := func(places ...int) {
		for _, at := range places {
			read[at] = true
		}
	}
	for _, c := range columns[r.Kind] {
		for _, name := range r.theirs(c.name) {
			for _, joined := range s.places(name, c.form == asType || c.form == asItem) {
				add(joined...)
			}
		}
	}
	for _, w := range r.Where {
		add(s.find(w.Column)...)
	}
	clients := usualClients
	if r.Program != nil {
		clients = r.Program.Clients
		for _, set := range r.Program.Telling {
			if len(r.Program.Totals) == 0 || !s.hasAll(set) {
				continue
			}
			for _, name := range set {
				add(s.find(name)...)
			}
		}
	}
	for _, name := range clients {
		add(s.find(name)...)
	}
	return read
}
