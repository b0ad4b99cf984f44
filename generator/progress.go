package generator

import "sync"

// Progress is how far a run is.
type Progress struct {
	Client      string  // that was just done; "" where a part of one was, or the run begins
	Done, Total int     // clients
	Part        float64 // done of those under way, all together; in clients
	PDFs        int     // so far
}

// Fraction is how much of the run is done, from 0 to 1.
func (p Progress) Fraction() float64 {
	if p.Total == 0 {
		return 0
	}
	return (float64(p.Done) + p.Part) / float64(p.Total)
}

// A tracker adds up how far the clients of a run are.
type tracker struct {
	tell func(Progress) // by one goroutine at a time; nil: nobody asks

	mu    sync.Mutex
	at    Progress
	parts map[*client]float64 // of those under way
}

// begin tells that so many clients are to be done.
func (t *tracker) begin(tell func(Progress), clients int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tell, t.parts = tell, map[*client]float64{}
	t.at = Progress{Total: clients}
	t.say()
}

// part tells that n of all steps of a client's work are done. A piece of work that follows upon
// another takes nothing back.
func (t *tracker) part(c *client, n, all int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if share := float64(n) / float64(max(1, all)); share > t.parts[c] {
		t.at.Part += share - t.parts[c]
		t.parts[c] = share
		t.say()
	}
}

// printed tells that n of all PDFs of a client are there.
func (t *tracker) printed(c *client, n, all int) {
	t.mu.Lock()
	t.at.PDFs++
	t.mu.Unlock()
	t.part(c, n, all)
}

// finish tells that a client is done.
func (t *tracker) finish(c *client) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at.Part -= t.parts[c]
	delete(t.parts, c)
	t.at.Done++
	t.at.Client = c.ID
	t.say()
	t.at.Client = ""
}

func (t *tracker) say() {
	if t.tell != nil {
		t.tell(t.at)
	}
}
