package live

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator/diag"
	"rapport/generator/press"
	"rapport/generator/sample"
	_ "rapport/generator/testheap"
)

// A workspace is one that is written and shown.
type workspace struct {
	*Portals
	t   *testing.T
	dir string
}

func open(t *testing.T, clients int) workspace { return openWith(t, clients, func(*Options) {}) }

// openWith opens a workspace of so many clients with other options.
func openWith(t *testing.T, clients int, change func(*Options)) workspace {
	t.Helper()
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Spec{Clients: clients, Reports: 2, Entries: 3, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	asOf, err := press.ParseAsOf(sample.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, AsOf: asOf,
		Now: time.Now, Changed: func() {}, Patience: time.Minute,
	}
	change(&o)
	p, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return workspace{p, t, dir}
}

func id(n int) string { return fmt.Sprintf("client-%05d", n) }

// page returns a page of a client's portal.
func (w workspace) page(client, name string) string {
	w.t.Helper()
	f, err := w.Find(client, "", name)
	if err != nil {
		w.t.Fatalf("%s of %s: %v", name, client, err)
	}
	return string(f.Body)
}

// edit changes a client's own file, and tells of it.
func (w workspace) edit(client string, change func(text string) string) {
	w.t.Helper()
	name := filepath.Join(w.dir, "content/clients", client, "client.md")
	text, err := os.ReadFile(name)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(change(string(text))), 0o666); err != nil {
		w.t.Fatal(err)
	}
	w.Update(Change{Clients: map[string][]string{client: {"client.md"}}})
}

// until waits for what goes on in the background.
func (w workspace) until(what string, isSo func(s *snapshot) bool) {
	w.t.Helper()
	for deadline := time.Now().Add(time.Minute); !isSo(w.shown.Load()); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatalf("this never came true: %s", what)
		}
	}
}

func TestTheFilesOfClientsAreLetGoWhenManyOthersWereLookedAt(t *testing.T) {
	w := open(t, maxRecent+4)
	for _, c := range w.shown.Load().byID() {
		w.page(c.Folder, "index.html")
	}
	w.until("no more are held than should be", func(s *snapshot) bool {
		held := 0
		for _, c := range s.clients {
			if c.files.isRead() {
				held++
			}
		}
		return held == maxRecent
	})
	if w.shown.Load().clients[id(1)].files.isRead() {
		t.Error("that of the first is held, and not that of the last")
	}
	w.page(id(1), "index.html") // it is there when it is asked for again
}

func TestTheLastGoodVersionIsHeldUntilTheNextIsKnownToBeInOrder(t *testing.T) {
	w := open(t, 1)
	good := w.page(id(1), "index.html")
	w.edit(id(1), func(text string) string { return strings.Replace(text, "\n", "\nnonsense: 1\n", 1) })
	if w.page(id(1), "index.html") != good {
		t.Error("a page of a client with errors is not the last good one")
	}
	if w.shown.Load().clients[id(1)].last == nil {
		t.Error("the last good version was let go")
	}
	w.edit(id(1), func(text string) string { return strings.Replace(text, "nonsense: 1\n", "", 1) })
	w.until("the last good version is let go", func(s *snapshot) bool { return s.clients[id(1)].last == nil })
}

// One save may be told of twice, and the second time comes before the pages of the first
// were made, in which the error is found.
func TestAVersionThatIsNotYetKnownToBeInOrderDoesNotStandInForTheNext(t *testing.T) {
	w := open(t, 1)
	good := w.page(id(1), "index.html")
	w.edit(id(1), func(text string) string { return text + "\n[Nowhere](nowhere.md)\n" })
	w.edit(id(1), func(text string) string { return text })
	if w.page(id(1), "index.html") != good {
		t.Error("a page of a client with errors is not the last good one")
	}
}

func TestAnUpdateTakesOverWhatItCannotTouch(t *testing.T) {
	w := open(t, 3)
	for n := range 3 {
		w.page(id(n+1), "index.html")
	}
	before := w.shown.Load()
	w.edit(id(2), func(text string) string { return text + "\nMore.\n" })
	after := w.shown.Load()
	for n, same := range []bool{true, false, true} {
		if (after.clients[id(n+1)].version == before.clients[id(n+1)].version) != same {
			t.Errorf("%s was taken over: %v", id(n+1), !same)
		}
	}
	if before.clients[id(2)].version == after.clients[id(2)].version || before.press != after.press {
		t.Error("what all share was made anew for the file of a client")
	}
	if w.Generation(id(2)) <= w.Generation(id(1)) {
		t.Error("the readers of the client are not told")
	}
}

func TestReadersAreServedWhileEverythingChanges(t *testing.T) {
	w := open(t, 2)
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for n := range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := w.Find(id(n%2+1), "", "main/journal.html"); err != nil {
					t.Errorf("%s: %v", id(n%2+1), err)
					return
				}
				w.Problems()
				if _, err := w.Overviews(""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 2 {
		w.edit(id(1), func(text string) string { return text + "\nMore.\n" })
		w.Update(Change{All: true})
	}
	close(stop)
	readers.Wait()
}

func TestWhatIsWrongAtOneInstantIsToldOnce(t *testing.T) {
	w := open(t, 1)
	w.edit(id(1), func(text string) string { return text + "\n[Nowhere](nowhere.md)\n" })
	for _, day := range []string{"2026-08-01", "2026-09-01", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04"} {
		w.Find(id(1), day, "index.html")
	}
	if n := diag.Errors(w.Problems()); n != 1 {
		t.Errorf("%d errors: %v", n, w.Problems())
	}
	if n := len(w.shown.Load().clients[id(1)].pages.recent); n != maxInstants {
		t.Errorf("the pages of %d instants are held", n)
	}
}

func TestAPanicIsAProblemOfTheClient(t *testing.T) {
	found := guard("content/clients/acme", func() []diag.Problem { panic("out of ink") })
	if len(found) != 1 || found[0].File != "content/clients/acme" || !strings.Contains(found[0].Message, "out of ink") {
		t.Errorf("found %v", found)
	}
}

func TestAFolderAndWhatIsNotThereAreToldApart(t *testing.T) {
	w := open(t, 1)
	for name, want := range map[string]error{"main": ErrFolder, "main/nothing.html": ErrUnknown, "index.html": nil, "calendar.ics": nil} {
		if f, err := w.Find(id(1), "", name); !errors.Is(err, want) || err == nil && len(bytes.TrimSpace(f.Body)) == 0 {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}
