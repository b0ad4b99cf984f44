package live

import (
	"context"
	"sync"
	"time"
)

// lull is how long the background waits after somebody was served, so that the page at hand is
// out first.
const lull = 60 * time.Millisecond

// longest is how long the background waits at most: what is wrong is to be known also where somebody asks without end.
const longest = time.Second

// A pace has the background wait for those who wait for an answer.
type pace struct {
	mu    sync.Mutex
	busy  int           // how many are served
	quiet chan struct{} // closed while nobody is, and nobody was for a while; nil for always
	soon  *time.Timer
}

// serve holds the background back until the function that it returns was called, and for a lull more.
func (p *pace) serve() (served func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy++
	if p.soon != nil {
		p.soon.Stop()
	}
	if p.quiet == nil || isClosed(p.quiet) {
		p.quiet = make(chan struct{})
	}
	return p.served
}

func (p *pace) served() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy--; p.busy > 0 {
		return
	}
	quiet := p.quiet
	p.soon = time.AfterFunc(lull, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.busy == 0 && p.quiet == quiet && !isClosed(quiet) {
			close(quiet)
		}
	})
}

// wait waits until nobody is served, or for long enough, and tells whether to go on.
func (p *pace) wait(ctx context.Context) bool {
	p.mu.Lock()
	quiet := p.quiet
	p.mu.Unlock()
	if quiet == nil {
		return ctx.Err() == nil
	}
	enough := time.NewTimer(longest)
	defer enough.Stop()
	select {
	case <-quiet:
	case <-enough.C:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
