package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"rapport/generator"
)

// A progress tells on standard error how far work is that takes long: at a terminal in one line, which is
// written over and taken away; elsewhere, as in the log of a CI, in a plain line now and then.
type progress struct {
	w        io.Writer // nil: tell nothing
	names    io.Writer // nil: name no clients
	now      func() time.Time
	terminal bool
	width    int           // of the terminal
	noun     string        // what is counted
	patience time.Duration // tell nothing before
	span     time.Duration // between two lines
	stop     func()

	mu    sync.Mutex
	at    generator.Progress
	began time.Time
	told  time.Time // when last; zero for never
	marks []mark    // of the last while
}

// A mark is how much was done by when.
type mark struct {
	at       time.Time
	fraction float64
}

// While is the time over which the pace is measured: what is left may be of another kind than what was first,
// as where the first clients did not change.
const while = 20 * time.Second

// progress begins to tell of work on what the noun names.
func (c *common) progress(noun string) *progress {
	p := &progress{now: c.env.now, noun: noun, patience: 10 * time.Second, span: 10 * time.Second, stop: func() {}}
	p.began = p.now()
	switch {
	case c.verbose:
		p.names = c.env.stderr
		return p
	case c.quiet:
		return p
	}
	p.w = c.env.stderr
	if width, ok := c.env.terminal(c.env.stderr); ok && c.env.getenv("TERM") != "dumb" {
		p.terminal, p.width, p.patience, p.span = true, width, time.Second, 100*time.Millisecond
	}
	if c.env.every != nil {
		p.stop = c.env.every(time.Second, p.tick) // one client may take long
	}
	return p
}

// step is told how far the work is.
func (p *progress) step(at generator.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = at
	if p.names != nil && at.Client != "" {
		fmt.Fprintf(p.names, "%s (%d of %d)\n", at.Client, at.Done, at.Total)
	}
	p.tell()
}

// tick is called now and then.
func (p *progress) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell()
}

// tell tells how far the work is, where it is time to.
func (p *progress) tell() {
	if p.w == nil || p.at.Total == 0 {
		return
	}
	now := p.now()
	p.mark(now)
	if now.Sub(p.began) < p.patience || now.Sub(p.told) < p.span {
		return
	}
	p.told = now
	if p.terminal {
		fmt.Fprintf(p.w, "\r\x1b[K%s", p.line(now, p.width-1)) // one that is full would begin another
	} else {
		fmt.Fprintln(p.w, p.line(now, math.MaxInt))
	}
}

// mark notes how much is done by now, and forgets what was long ago.
func (p *progress) mark(now time.Time) {
	if n := len(p.marks); n == 0 {
		p.marks = append(p.marks, mark{p.began, 0})
	} else if now.Sub(p.marks[n-1].at) >= time.Second {
		p.marks = append(p.marks, mark{now, p.at.Fraction()})
	}
	for len(p.marks) > 1 && now.Sub(p.marks[1].at) >= while {
		p.marks = p.marks[1:]
	}
}

// line says how far the work is in so many columns: as many of its parts as fit.
func (p *progress) line(now time.Time, width int) string {
	line := fmt.Sprintf("%d of %s", p.at.Done, count(p.at.Total, p.noun))
	parts := p.pace(now)
	if p.at.PDFs > 0 {
		parts = append(parts, count(p.at.PDFs, "PDF"))
	}
	for _, part := range parts {
		if len(line)+len(", ")+len(part) > width {
			break
		}
		line += ", " + part
	}
	return line[:max(0, min(len(line), width))]
}

// pace says how quickly the work goes, and how long it will take; nothing as long as that is unknown.
func (p *progress) pace(now time.Time) []string {
	fraction := p.at.Fraction()
	from := p.marks[0]
	if fraction <= from.fraction {
		from = mark{p.began, 0}
	}
	took := now.Sub(from.at).Seconds()
	if fraction <= 0 || took <= 0 {
		return nil
	}
	perSecond := (fraction - from.fraction) / took
	left := time.Duration((1 - fraction) / perSecond * float64(time.Second))
	return []string{rate(perSecond * float64(p.at.Total)), duration(left) + " left"}
}

// rate says how many a second or, of what takes longer, a minute or an hour.
func rate(perSecond float64) string {
	unit := "second"
	if perSecond < 0.95 {
		perSecond, unit = perSecond*60, "minute"
	}
	if perSecond < 0.95 {
		perSecond, unit = perSecond*60, "hour"
	}
	if perSecond < 9.95 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", perSecond), ".0") + " a " + unit
	}
	return fmt.Sprintf("%.0f a %s", perSecond, unit)
}

// duration says how long something takes, roughly.
func duration(d time.Duration) string {
	switch {
	case d < 100*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 100*time.Minute:
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
	return fmt.Sprintf("%.0f h", d.Hours())
}

// done ends the telling, and takes the line away.
func (p *progress) done() {
	p.stop()
	p.clear()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.w = nil // a tick may be under way
}

// clear takes the line away, so that something else can be printed.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.w != nil && p.terminal && !p.told.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
