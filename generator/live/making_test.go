package live

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rapport/generator/press"
)

// A hold keeps the reading of a client from going on.
type hold struct {
	client string
	on     atomic.Bool
	held   chan struct{} // gets a word for each reading that is held
	free   chan struct{}
}

// held opens a workspace, in which the reading of the first client is held while the hold is on.
func held(t *testing.T, on bool) (workspace, *hold) {
	t.Helper()
	h := &hold{client: id(1), held: make(chan struct{}, 100), free: make(chan struct{})}
	h.on.Store(on)
	w := openWith(t, 3, func(o *Options) {
		o.Patience = 30 * time.Millisecond
		o.Reading = func(client string, _ Progress) {
			if client == h.client && h.on.Load() {
				h.held <- struct{}{}
				<-h.free
			}
		}
	})
	t.Cleanup(func() { h.release() }) // before the workspace is closed
	return w, h
}

func (h *hold) release() {
	if h.on.Swap(false) {
		close(h.free)
	}
}

// shows waits for a page to hold a text.
func (w workspace) shows(client, name, text string) {
	w.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if f, err := w.Find(client, "", name); err == nil && strings.Contains(string(f.Body), text) {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("%s of %s never shows %q", name, client, text)
		}
	}
}

func TestAClientThatIsReadKeepsNobodyFromTheOthers(t *testing.T) {
	w, h := held(t, true)
	if _, err := w.Find(id(1), "", "index.html"); !errors.Is(err, ErrReading) {
		t.Fatalf("the first client: %v, want that it is being read", err)
	}
	<-h.held
	client, at, ok := w.Reading(id(1), "")
	if !ok || client != id(1) || at.Done != 1 || at.All < 5 {
		t.Errorf("it is told to be %s at %+v (%v)", client, at, ok)
	}
	w.shows(id(2), "index.html", "<h1")
	w.edit(id(2), func(text string) string { return text + "\nA word of its own.\n" }) // comes back
	if _, err := w.Find(id(1), "", "index.html"); !errors.Is(err, ErrReading) {
		t.Errorf("the first client is read by now: %v", err)
	}
	h.release()
	w.shows(id(1), "index.html", "<h1")
	if _, _, ok := w.Reading(id(1), ""); ok {
		t.Error("it is told to be read still")
	}
}

func TestWhatWasIsShownUntilTheNextIsMade(t *testing.T) {
	w, h := held(t, false)
	w.shows(id(1), "index.html", "<h1")
	before := w.page(id(1), "index.html")
	generation := w.Generation(id(1))
	h.on.Store(true)
	updated := make(chan []string, 2)
	change := func(word string) {
		name := filepath.Join(w.dir, "content/clients", id(1), "main/reports/2026-09.md")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append(text, "\n"+word+"\n"...), 0o666); err != nil {
			t.Fatal(err)
		}
		go func() {
			updated <- w.Update(Change{Clients: map[string][]string{id(1): {"main/reports/2026-09.md"}}})
		}()
		<-h.held
	}
	change("The first word.")
	if w.page(id(1), "index.html") != before || w.Generation(id(1)) != generation {
		t.Error("the page changed before the next was made")
	}
	if _, _, ok := w.Reading(id(1), ""); !ok {
		t.Error("nobody is told that there will be another")
	}
	first := w.shown.Load().clients[id(1)].next
	change("The second word.")
	if !first.files.unread.Load() {
		t.Error("what nobody waits for goes on to be read")
	}
	h.release()
	ids := append(<-updated, <-updated...)
	if len(ids) != 1 || ids[0] != id(1) {
		t.Errorf("the updates tell of %v, want the client once", ids)
	}
	w.shows(id(1), "main/reports/2026-09.html", "The second word.")
	if w.Generation(id(1)) == generation {
		t.Error("its readers are not told")
	}
}

// What is being made when the provider changes is made by the new one.
func TestAClientIsMadeByTheProviderThatCameMeanwhile(t *testing.T) {
	w, h := held(t, false)
	w.shows(id(1), "index.html", "<h1")
	h.on.Store(true)
	done := make(chan struct{}, 2)
	go func() {
		w.edit(id(1), func(text string) string { return text + "\nA word.\n" })
		done <- struct{}{}
	}()
	<-h.held
	name := filepath.Join(w.dir, "content/provider.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	old := w.shown.Load().press.Provider.Name
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, "Newly Named", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	go func() {
		w.Update(Change{Provider: []string{"provider.md"}})
		done <- struct{}{}
	}()
	<-h.held
	h.release()
	<-done
	<-done
	w.shows(id(1), "index.html", "Newly Named")
}

func TestTheBackgroundWaitsForThoseWhoAreServed(t *testing.T) {
	var p pace
	ctx, cancel := context.WithCancel(t.Context())
	if !p.wait(ctx) {
		t.Fatal("nobody is served, and it does not go on")
	}
	one, two := p.serve(), p.serve()
	waited := make(chan bool, 1)
	go func() { waited <- p.wait(ctx) }()
	one()
	select {
	case <-waited:
		t.Error("it went on while somebody was served")
	case <-time.After(2 * lull):
	}
	two()
	if !<-waited {
		t.Error("it ended")
	}
	defer p.serve()()
	cancel()
	if p.wait(ctx) {
		t.Error("it goes on after the end")
	}
}

func TestPagesStandUntilAFactChangesOrTheDay(t *testing.T) {
	var now atomic.Pointer[time.Time]
	asOf, err := press.ParseAsOf("2026-10-16 12:00")
	if err != nil {
		t.Fatal(err)
	}
	at := asOf.In(time.UTC)
	now.Store(&at)
	w := openWith(t, 1, func(o *Options) { o.AsOf, o.Now = press.AsOf{}, func() time.Time { return *now.Load() } })
	w.page(id(1), "index.html")
	v := w.shown.Load().clients[id(1)].version
	first := v.pages.at(v, w.present(w.shown.Load()))
	until := first.portal().TrueUntil
	for _, c := range []struct {
		what string
		at   time.Time
		same bool
	}{
		{"a minute later", at.Add(time.Minute), true},
		{"a minute before", at.Add(-time.Minute), false},
		{"just before a fact changes", until.Add(-time.Minute), true},
		{"when a fact changes", until, false},
		{"the day after", at.AddDate(0, 0, 1), false},
	} {
		if c.same && c.at.Day() != at.Day() {
			continue
		}
		if same := v.pages.at(v, c.at) == first; same != c.same {
			t.Errorf("%s the pages are the same: %v", c.what, same)
		}
		v.pages.at(v, at) // the latest
	}
}

func TestOnlyPagesThatSomebodyAskedForAreHeld(t *testing.T) {
	w := open(t, 1)
	w.page(id(1), "index.html")
	w.until("all pages were made", func(s *snapshot) bool { return s.clients[id(1)].checked.Load() })
	v := w.shown.Load().clients[id(1)].version
	cache := v.pages.at(v, w.present(w.shown.Load()))
	if len(cache.made) != len(cache.portal().Names) || len(cache.pages) != 1 {
		t.Errorf("%d of %d pages were made, and %d are held, want 1", len(cache.made), len(cache.portal().Names), len(cache.pages))
	}
}
