package preview

import (
	"html"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/queue"
)

// answers are a decision, a question, and one from nobody who is known.
const answers = `{"id": "a1", "created_at": "2026-10-15T08:00:00Z", "data": {"rapport": "1", "client": "korenaar", "engagement": "shop", "item": "journal/2026-10-02-logo", "action": "decide", "choice": "The square one", "email": "joost@korenaar.example"}}
{"id": "a2", "created_at": "2026-10-15T08:01:00Z", "data": {"rapport": "1", "client": "korenaar", "engagement": "shop", "action": "question", "text": "When do we open?", "email": "joost@korenaar.example"}}
`

func TestMessagesAreTakenInFromTheDesk(t *testing.T) {
	w := writable(t)
	const path = "/@rapport/write/intake"
	stranger := `{"id": "b1", "created_at": "2026-10-15T08:02:00Z", "data": {"rapport": "1", "client": "nobody", "action": "question", "text": "Hello", "email": "x@spam.example"}}`
	w.write("intake/answers.json", answers)
	w.write("intake/stranger.json", stranger)
	status, body := w.page(path)
	for _, want := range []string{"decision on “Which logo?”, Joost de Wit of Korenaar", "outcome: The square one", "question, Joost de Wit of Korenaar", "left: no client has the portal that it names", "intake/answers.json", "Take in all 2"} {
		if !strings.Contains(html.UnescapeString(body), want) {
			t.Errorf("status %d: it does not show %q", status, want)
		}
	}
	w.unchanged("what is only shown")
	one := w.formOf(body, "Take it in")
	all := w.formOf(body, "Take in all 2")

	// What is not as it was shown is shown again.
	w.write(logoFile, strings.Replace(logo, "Two to", "Three to", 1))
	status, _, body = w.send(path, one, nil)
	if status != http.StatusConflict || !strings.Contains(body, "Nothing was taken in") || strings.Contains(w.read(logoFile), "decided") {
		t.Errorf("status %d\n%s", status, body)
	}
	if status, _, _ := w.send(path, all, nil); status != http.StatusConflict || strings.Contains(w.read(logoFile), "decided") {
		t.Errorf("all: status %d", status)
	}
	w.write(logoFile, logo)
	if status, _, body := w.send(path, one, nil); status != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", status, body)
	}
	if got := w.read(logoFile); !strings.Contains(got, "outcome: The square one\n") || !strings.Contains(got, "decided_by: joost\n") || !strings.Contains(got, "id: a1") {
		t.Errorf("it says\n%s", got)
	}
	if got := w.read("intake/answers.json"); got != answers {
		t.Error("the file is gone though a question is left in it")
	}
	_, body = w.page(path)
	if !strings.Contains(body, "taken in already") {
		t.Errorf("it shows\n%s", body)
	}
	if status, _, body := w.send(path, w.formOf(body, "Take it in"), nil); status != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", status, body)
	}
	entry := w.read("content/clients/korenaar/shop/journal/2026-10-15-question-joost.md")
	if !strings.Contains(entry, "When do we open?") {
		t.Errorf("it says\n%s", entry)
	}
	if got := w.read("intake/done/answers.json"); got != answers {
		t.Errorf("it says %s", got)
	}
	if got := w.read("intake/stranger.json"); got != stranger {
		t.Error("what is left is gone")
	}
	_, desk := w.page("/?written=2")
	if !strings.Contains(html.UnescapeString(desk), "Taken in: Korenaar’s question (form of") {
		t.Errorf("the desk says\n%s", desk)
	}
	one.Set("message", "b1")
	if status, _, _ := w.send(path, one, nil); status != http.StatusConflict {
		t.Errorf("what is left: status %d", status)
	}
	one.Set("message", "../../x")
	if status, _, _ := w.send(path, one, nil); status != http.StatusNotFound {
		t.Errorf("a message that is not there: status %d", status)
	}
}

func TestSealedAnswersWaitForTheCommand(t *testing.T) {
	w := writable(t)
	w.write("intake/sealed.age", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCg==\n-----END AGE ENCRYPTED FILE-----\n")
	_, body := w.page("/@rapport/write/intake")
	if !strings.Contains(body, "it is sealed, and waits for your key; take it in with rapport intake") || strings.Contains(body, "<button") {
		t.Errorf("it shows\n%s", body)
	}
}

func TestOneTakesInAtATime(t *testing.T) {
	w := writable(t)
	w.write("intake/answers.json", answers)
	_, body := w.page("/@rapport/write/intake")
	root, err := os.OpenRoot(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	unlock, err := queue.Lock(root)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, body := w.send("/@rapport/write/intake", w.formOf(body, "Take it in"), nil); status != http.StatusConflict || !strings.Contains(body, "Another rapport intake is at work here") {
		t.Errorf("status %d\n%s", status, body)
	}
	unlock()
	w.unchanged("while another takes in")
	if status, _, _ := w.send("/@rapport/write/intake", w.formOf(body, "Take in all 2"), nil); status != http.StatusSeeOther {
		t.Errorf("status %d", status)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "intake", "done", "answers.json")); err != nil {
		t.Error(err)
	}
}
