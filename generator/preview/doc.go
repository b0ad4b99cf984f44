// Package preview serves portals from memory while they are written.
//
// Serve watches the files of a workspace, has live.Portals make anew what a
// change can touch, and tells the browsers that look at it. What it serves is what
// rapport build would write, with one script tag more, under the address at which
// it would be published:
//
//	/                        the desk: all clients, and what wants attention
//	/korenaar/…              a portal
//	/@2026-10-23/korenaar/…  the same as of another day, or time (2026-10-23T16:00)
//	/index.html, /robots.txt what stands beside the portals
//	/@rapport/…              the preview's own: its script, its styles, its events
//	/@rapport/write/…        the pages on which something is entered, where that is allowed
//
// No address of a client can begin with an @.
//
// The script reloads the page when it changed, exchanges stylesheets where only
// they did, shows errors over the page, and draws the bar with which one looks at
// a portal as another client, as of another day, on a phone and on paper. It is
// told by server-sent events. Each carries the whole state of what the page should
// know, so that none needs to arrive.
//
// Nobody is kept waiting without a word: where a portal is not read within a moment, a page says
// how far it is (reading.html), and so do the desk and the bar. The script loads the page again when it is there,
// and not before, so that a page that is read stays until there is another; without scripts the page asks again.
//
// It answers the browsers of this machine alone. A request must name the server by
// a name that no stranger can make lead here, and must not come from a page of
// another origin. Paths are looked up among what was rendered and never reach the
// disk.
//
// With Options.Write the desk writes, for a browser that came in with the token
// (write.go). What can be entered, and which edits follow, is package enter's to say;
// what becomes of messages that wait, package queue's. Here stand the pages: a form
// (write_item.go), what waits in intake/ (write_intake.go), what was written, with the
// ways to take it back and to commit it (write_done.go), and what the desk has of all
// this (write_desk.go). A form leads to what it would change, that to a write, and that
// to the desk. No page of these has a script.
package preview
