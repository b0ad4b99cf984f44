package preview

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator/diag"
)

func TestABrokenClientKeepsItsLastGoodPagesAndTheOthersGoOn(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	status, good := s.get(reportPage)
	if status != 200 {
		t.Fatal(status)
	}
	text := s.read(report)
	s.save(report, strings.Replace(text, "\n", "\nnonsense: [\n", 1))
	s.until("that is a problem", func() bool { return len(s.errors(reportPage)) > 0 })
	if status, body := s.get(reportPage); status != 200 || string(body) != string(good) {
		t.Errorf("status %d; the last good page is not shown", status)
	}
	if status, _ := s.get("/client-00001/main/journal.html"); status != 200 {
		t.Errorf("another page of the client has status %d", status)
	}
	other := "content/clients/client-00002/client.md"
	s.save(other, s.read(other)+"\nThe others go on.\n")
	s.shows("/client-00002/index.html", "The others go on.")
	if errors := s.errors("/client-00002/"); len(errors) > 0 {
		t.Errorf("another client's pages are told of it: %q", errors)
	}
	if errors := s.errors("/"); len(errors) == 0 {
		t.Error("the desk is not told")
	}
	s.save(report, text+"\nMended.\n")
	s.shows(reportPage, "Mended.")
	if errors := s.errors(reportPage); len(errors) > 0 {
		t.Errorf("still told of: %q", errors)
	}
}

func TestAnErrorIsToldWithItsPlaceItsLinesAndTheMend(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	text := s.read("content/clients/client-00001/main/engagement.md")
	before, after, _ := strings.Cut(text, "\n")
	s.save("content/clients/client-00001/main/engagement.md", before+"\ntitel: x\n"+after)
	s.until("that is a problem", func() bool { return len(s.errors("/client-00001/")) > 0 })
	p := s.state("/client-00001/").Problems[0]
	const file = "content/clients/client-00001/main/engagement.md"
	if !strings.HasPrefix(p.At, file+":2:") || p.Severity != "error" || p.Line != 2 || p.First != 1 || len(p.Lines) != 4 || p.Lines[1] != "titel: x" {
		t.Errorf("got %+v", p)
	}
	if !strings.HasPrefix(p.Editor, "vscode://file/") || !strings.Contains(p.Editor, file+":2:") {
		t.Errorf("the editor is opened with %q", p.Editor)
	}
}

// What is wrong with the prose is found when a page is made. Nobody looks at this one.
func TestABrokenLinkOnAPageThatNobodyLooksAtIsFound(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	_, good := s.get(reportPage)
	text := s.read(report)
	s.save(report, text+"\nSee [this](a-file-that-nobody-ever-wrote-down.md).\n")
	s.until("that is a problem", func() bool { return len(s.errors("/client-00001/people.html")) == 1 })
	if _, body := s.get(reportPage); string(body) != string(good) {
		t.Error("the page with the link is not the last good one")
	}
	s.save(report, text)
	s.until("it is mended", func() bool { return len(s.errors("/client-00001/people.html")) == 0 })
}

func TestABrokenProviderLeavesAllPortalsAsTheyWere(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	_, good := s.get(reportPage)
	text := s.read("content/provider.md")
	s.save("content/provider.md", strings.Replace(text, "name:", "nmae:", 1))
	s.until("that is a problem", func() bool { return len(s.errors(reportPage)) > 0 && len(s.errors("/")) > 0 })
	if status, body := s.get(reportPage); status != 200 || string(body) != string(good) {
		t.Errorf("status %d; the page is not as it was", status)
	}
	s.save("content/provider.md", text)
	s.until("it is mended", func() bool { return len(s.errors(reportPage)) == 0 && len(s.errors("/")) == 0 })
}

func TestAWorkspaceThatIsBrokenFromTheStartComesUpWhenItIsMended(t *testing.T) {
	dir := workspace(t, small)
	here := &site{t: t, dir: dir}
	provider, client := here.read("content/provider.md"), here.read("content/clients/client-00001/client.md")
	here.write("content/provider.md", "---\n")
	here.write("content/clients/client-00001/client.md", "---\nname: x")
	s := serve(t, dir, nil)
	if status, _ := s.get("/"); status != 200 {
		t.Errorf("the desk has status %d", status)
	}
	if errors := s.errors("/"); len(errors) == 0 {
		t.Error("no errors are told")
	}
	s.save("content/provider.md", provider)
	s.shows("/client-00002/index.html", "")
	s.until("the client is broken", func() bool { status, _ := s.get("/client-00001/index.html"); return status == 503 })
	s.save("content/clients/client-00001/client.md", client)
	s.shows("/client-00001/index.html", "")
	s.until("nothing is wrong", func() bool { return len(s.errors("/")) == 0 })
}

func TestTwoClientsWithOneAddressAreToldAndMended(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	const file = "content/clients/client-00001/client.md"
	text := s.read(file)
	_, rest, _ := strings.Cut(text, "\n")
	s.save(file, "---\naddress: client-00002\n"+rest)
	s.until("both are told", func() bool {
		return strings.Count(strings.Join(s.errors("/"), "\n"), `address "client-00002"`) == 2
	})
	s.save(file, text)
	s.until("it is mended", func() bool { return len(s.errors("/")) == 0 })
	s.shows("/client-00002/index.html", "")
	s.shows("/client-00001/index.html", "")
}

func TestDraftsAreShown(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	text := s.read(report)
	before, after, _ := strings.Cut(text, "\n")
	s.save(report, before+"\ndraft: true\n"+after+"\nNot sent yet.\n")
	s.shows(reportPage, "Not sent yet.")
}

func TestNoBytesEndTheServer(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	text := s.read(report)
	for _, bytes := range []string{"", "---", "---\n", "\x00\x01\xff", strings.Repeat("[", 100_000), "---\na: &a [*a]\n---\n", "---\nperiod: 2026-08\n---\n" + strings.Repeat("> ", 5000), text[:len(text)/3], strings.Repeat("-", 1<<16)} {
		s.write(report, bytes)
		time.Sleep(30 * time.Millisecond)
		if status, _ := s.get("/client-00002/index.html"); status != 200 {
			t.Fatalf("after %.20q: status %d", bytes, status)
		}
	}
	s.write(report, text+"\nAlive.\n")
	s.shows(reportPage, "Alive.")
}

func TestTheTerminalIsToldWhatTheBrowserIs(t *testing.T) {
	var mu sync.Mutex
	var last []string
	hasSource := false
	s := serve(t, workspace(t, small), func(o *Options) {
		o.Report = func(problems []diag.Problem, source func(string) []byte) {
			mu.Lock()
			defer mu.Unlock()
			last = nil
			for _, p := range problems {
				if p.Severity != diag.Error {
					continue
				}
				last = append(last, p.Position.String()+": "+p.Message)
				hasSource = hasSource || source(p.File) != nil // none where it was mended meanwhile
			}
		}
	})
	text := s.read(report)
	s.save(report, strings.Replace(text, "\n", "\nnonsense: 1\n", 1))
	s.until("both know", func() bool {
		errors := s.errors(reportPage)
		mu.Lock()
		defer mu.Unlock()
		return len(errors) > 0 && slices.Equal(errors, last) && hasSource
	})
	s.save(report, text)
	s.until("both know that it is mended", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(last) == 0
	})
}

func TestTheDeskNamesAllClientsAndLinksToPagesAndFiles(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	status, page := s.get("/")
	body := string(page)
	if status != 200 {
		t.Fatal(status)
	}
	for _, want := range []string{`href="/client-00001/"`, `href="/client-00002/"`, `href="/client-00003/"`, `href="vscode://file/`, "Friday 16 October 2026"} {
		if !strings.Contains(body, want) {
			t.Errorf("the desk lacks %s", want)
		}
	}
	if status, _ := s.get("/index.html"); status != 200 {
		t.Errorf("the published first page has status %d", status)
	}
	if _, door := s.get("/index.html"); strings.Contains(string(door), "client-0") {
		t.Error("the published first page names clients")
	}
	if _, past := s.get("/@2026-07-01/"); !strings.Contains(string(past), "Wednesday 1 July 2026") || !strings.Contains(string(past), `href="/@2026-07-01/client-00001/"`) {
		t.Error("the desk of another day is not of that day")
	}
	os.RemoveAll(s.path("content/clients/client-00003"))
	s.until("the client is gone", func() bool { _, page := s.get("/"); return !strings.Contains(string(page), "client-00003") })
}
