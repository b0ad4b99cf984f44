package intake_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/answer"
	"rapport/generator/diag"
	"rapport/generator/inbox"
	"rapport/generator/intake"
	"rapport/generator/markdown"
)

// tricks are values of fields that would do harm if they were believed.
var tricks = []string{
	"..", "../", "../../etc/passwd", "/etc/passwd", `..\..\x`, "korenaar-7f3k9q2m/../other", "korenaar", "other\x00", "%2e%2e%2f", "~/.ssh/id_rsa", "file:///etc/passwd",
	"https://evil.example/x", "$(touch x)", "`touch x`", "; rm -rf .", "{{.Env}}", "<script>alert(1)</script>", "korenaar-7f3k9q2m\u202e", "ＫＯＲＥＮＡＡＲ", "*", "[a-z]*", "null", "true", "-1",
	strings.Repeat("a", 3000), "a\nb: c", "---", "journal", "journal/", "journal/2026-10-01-logo.md", "journal/2026-10-01-logo/../2026-10-01-domain", "journal//2026-10-01-logo", "./journal/2026-10-01-logo", "JOURNAL/2026-10-01-LOGO",
	"journal/2026-10-01-logo#1#2", "reports/../client", "inputs/", "inputs/@", "engagement.md", "client.md",
}

// forged are From headers of somebody who is no contact.
var forged = []string{
	`"joost@korenaar.example" <eve@evil.example>`, "joost@korenaar.example.evil.example", "joost@evil.example", "joost+x@korenaar.example", "eve@evil.example (joost@korenaar.example)",
	"<eve@evil.example> joost@korenaar.example", "Joost de Wit <joost@kоrenaar.example>", "=?utf-8?q?joost=40korenaar=2Eexample?= <eve@evil.example>", "undisclosed:;", "", "joost", "@korenaar.example",
	"Joost <joost@korenaar.example@evil.example>", "\"joost@korenaar.example\"@evil.example", "Joost <joost @ korenaar.example.>", "eve@evil.example, joost@korenaar.example", "joost@korenaar.example\x00", "joost\u200b@korenaar.example",
	"mailer-daemon@korenaar.example", "postmaster@korenaar.example",
}

// spoilt are headers with which a mail is nobody's word, or not to be believed.
var spoilt = []string{
	"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; owner=x", "X-Autoreply: yes", "X-Autorespond: 1", "Precedence: auto_reply", "Precedence: bulk", "Precedence: junk",
	"Authentication-Results: mx; dmarc=fail", "Authentication-Results: mx; dkim=fail; spf=pass", "Authentication-Results: mx;\n spf=hardfail", "Authentication-Results: mx; DKIM=FAIL", "Authentication-Results: mx; spf = fail", "Authentication-Results: mx; dkim=permerror",
	"From: eve@evil.example", "Content-Transfer-Encoding: base64", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data", "Content-Type: multipart/mixed; boundary=x", "Content-Type: multipart/mixed", "Content-Type: text/calendar; method=REPLY", "Content-Type: image/png",
	"Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
}

// hostile makes more than two hundred messages, none of which may write a field.
func hostile(t *testing.T) map[string]string {
	logo := answer.Answer{Client: "korenaar-7f3k9q2m", Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Blue"}
	all := map[string]string{}
	for i, trick := range tricks {
		for _, field := range []string{answer.ClientField, answer.EngagementField, answer.ItemField, answer.ActionField, answer.ChoiceField} {
			a := logo
			a.Set(field, trick)
			all[fmt.Sprintf("%s %d by mail", field, i)] = fresh("joost@korenaar.example", "", a)
			all[fmt.Sprintf("%s %d by a form", field, i)] = submission(t, "joost@korenaar.example", a)
		}
	}
	good := fresh("joost@korenaar.example", "Yes", logo)
	for i, from := range forged {
		all[fmt.Sprintf("from %d", i)] = fresh(from, "", logo)
		all[fmt.Sprintf("from %d by a form", i)] = submission(t, from, logo)
	}
	for i, header := range spoilt {
		all[fmt.Sprintf("header %d", i)] = strings.Replace(good, "To:", header+"\nTo:", 1)
	}
	for _, subject := range []string{"Automatic reply: Logo", "Out of Office: x", "Automatisch antwoord: x", "Automatische Antwort: x", "Réponse automatique : x", "Respuesta automática: x", "Risposta automatica: x", "Resposta automática: x", "自動返信: x", "Autosvar: x", "Undeliverable: x"} {
		all["subject "+subject] = strings.Replace(good, "Subject: Yes", "Subject: "+subject, 1)
	}
	end := strings.Index(good, "[/rapport]")
	for at := 1; at < end; at += 7 {
		all[fmt.Sprintf("cut at %d", at)] = good[:at]
	}
	robot := logo
	robot.Trap = "http://spam.example"
	all["a robot"] = submission(t, "joost@korenaar.example", robot)
	all["nested"] = strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	all["deep"] = strings.Repeat(`{"data":`, 5000) + `{"rapport":"1"}` + strings.Repeat("}", 5000)
	all["many parts"] = "From: joost@korenaar.example\nDate: Mon, 5 Oct 2026 09:30:00 +0200\nContent-Type: multipart/mixed; boundary=x\n\n" + strings.Repeat("--x\nContent-Type: text/plain\n\nx\n", 3000) + "--x\n\n" + logo.Block() + "--x--\n"
	var nested strings.Builder
	nested.WriteString("From: joost@korenaar.example\nDate: Mon, 5 Oct 2026 09:30:00 +0200\n")
	for i := range 60 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	all["parts in parts"] = nested.String() + "Content-Type: text/plain\n\n" + logo.Block()
	all["hidden"] = "From: joost@korenaar.example\nDate: Mon, 5 Oct 2026 09:30:00 +0200\nContent-Type: text/html\n\n<p>Hi</p><div style='display: none'>" + strings.ReplaceAll(logo.Block(), "\n", "<br>") + "</div>"
	all["in what is attached"] = "From: joost@korenaar.example\nDate: Mon, 5 Oct 2026 09:30:00 +0200\n" + multipart("mixed", "Content-Type: text/plain\n\nSee there.\n", "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\n"+logo.Block())
	all["not a message"] = "Just words.\n"
	all["a table"] = "name,email\nx,joost@korenaar.example\n"
	all["binary"] = "\x00\x01\x02From: x\n"
	return all
}

func TestHostileMessagesWriteNoField(t *testing.T) {
	dir := workspace(t, nil)
	in := known(t, dir)
	all := hostile(t)
	if len(all) < 200 {
		t.Fatalf("only %d", len(all))
	}
	drafts := 0
	for name, text := range all {
		messages, err := inbox.Read([]byte(text))
		if err != nil && len(messages) > 0 {
			t.Logf("%s: %v", name, err)
		}
		results, err := intake.Plan(in, messages)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			if r.Outcome == intake.Written {
				t.Errorf("%s: written: %s", name, told(results))
			}
			if strings.HasPrefix(name, "from ") && r.Outcome == intake.Drafted && !strings.Contains(r.Reason, "sender") {
				t.Errorf("%s: %s", name, r.Reason)
			}
			for _, change := range r.Changes {
				if change.Before != nil || !strings.Contains(string(change.After), "\ndraft: true\n") || !strings.HasPrefix(change.File, shop+"journal/2026-1") {
					t.Errorf("%s: %s is no draft of this client's:\n%s", name, change.File, change.After)
				}
				drafts++
				file := filepath.Join(dir, shop, "journal", fmt.Sprintf("2026-10-05-draft-%d.md", drafts))
				if err := os.WriteFile(file, change.After, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	known(t, dir) // in which all drafts are sound
}

// words are those of a stranger who tries to make more of them.
var words = []string{
	"![x](https://evil.example/p.png)", "[click](https://evil.example)", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "https://evil.example/a?b=c", "www.evil.example", "me@evil.example", "`code` **bold** _it_ ~~gone~~",
	"# Heading", "- item", "1. item", "2) item", "> quoted", "--- \ndecided: 2026-01-01", "---", "+++", "===", "a\n===", "a\n---", "| a | b |\n|---|---|\n| c | d |", "{{< kpi orders >}}", "{{< table data/x.csv >}}", "&lt;b&gt; &copy;",
	"\" : [x], {y: z} # no", "'single' \\ back", "key: value", "!!python/object x", "&anchor *alias", "@at %percent", "yes", "null", "2026-10-05", "1e3", "[^1] and [^1]: note", "a\\\nb", "line\r\nnext", "tab\there", "Term\n: definition", "http:\\\\x", "[x]: https://evil.example", "<https://evil.example>", "~~~\ncode\n~~~", "$x$", "    indented", "\u202eevil\u200b", "hello\u0007bell", "* * *", "***", ":smile:", "\"quoted\" -- and...", "C:\\temp\\new",
}

// Words are shown as words: in a field of one line, and in a body.
func TestWordsOfStrangersAreShownAsWords(t *testing.T) {
	converter := markdown.New()
	for _, said := range words {
		dir := workspace(t, nil)
		results := take(t, dir,
			submission(t, "joost@korenaar.example", answer.Answer{Engagement: "webshop", Item: "journal/2026-10-01-domain", Action: answer.Reply, Text: "Well: " + said}),
			strings.Replace(submission(t, "joost@korenaar.example", answer.Answer{Engagement: "webshop", Action: answer.Concern, Text: said}), "sub-5f1e", "sub-2", 1))
		if len(results) != 2 || results[0].Outcome != intake.Written || results[1].Outcome != intake.Written {
			t.Fatalf("%q: %s", said, told(results))
		}
		answered, raised := entry(t, dir, "2026-10-01-domain"), entry(t, dir, "2026-10-05-concern-joost")
		if answered.Question.Answered == 0 || raised.Concern.RaisedBy.ID != "joost" || answered.Date.String() != "2026-10-01" {
			t.Errorf("%q: %+v", said, answered.Question)
		}
		var problems diag.List
		shown := map[string]string{
			"the answer":  string(converter.Inline(answered.Question.Answer.Raw, diag.Position{}, markdown.Context{}, &problems)),
			"the title":   string(converter.Inline(raised.Title.Raw, diag.Position{}, markdown.Context{}, &problems)),
			"the concern": string(converter.Convert(raised.Body.Source, markdown.Context{}, &problems).HTML),
		}
		for what, html := range shown {
			bare := strings.NewReplacer("<p>", "", "</p>", "", "<br>", "", "<br/>", "", "<br />", "").Replace(html)
			if strings.ContainsAny(bare, "<>") {
				t.Errorf("%q: %s makes more of it: %s", said, what, html)
			}
		}
		for _, p := range problems.Sorted() {
			t.Errorf("%q: %s", said, p)
		}
		flat := func(s string) string {
			return strings.Join(strings.Fields(strings.NewReplacer("\u202e", "", "\u200b", "", "\u0007", "").Replace(s)), " ")
		}
		if got, want := converter.Plain(answered.Question.Answer.Raw), flat("Well: "+said); flat(got) != want {
			t.Errorf("%q is shown as %q", want, got)
		}
	}
}

// JSON of every kind that services pass on holds the same answer.
func TestFormsOfAllServicesAreRead(t *testing.T) {
	fields := map[string]any{"rapport": "1", "client": "korenaar-7f3k9q2m", "engagement": "webshop", "item": "journal/2026-10-01-logo", "action": "decide", "choice": "Blue", "email": "Joost@Korenaar.example", "name": "Joost", "website": ""}
	var listed []any
	for name, value := range fields {
		listed = append(listed, map[string]any{"name": name, "value": value})
	}
	const at = "2026-10-05T07:30:00Z"
	with := func(more map[string]any) map[string]any {
		all := map[string]any{}
		for name, value := range fields {
			all[name] = value
		}
		for name, value := range more {
			all[name] = value
		}
		return all
	}
	write := func(value any) string {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	one := map[string]any{"id": "s-1", "created_at": at, "data": fields}
	for name, text := range map[string]string{
		"an object":        write(with(map[string]any{"id": "s-1", "date": at})),
		"a list":           write([]any{with(map[string]any{"_id": "s-1", "_date": "2026-10-05 07:30:00"})}),
		"lines":            write(with(map[string]any{"uuid": "s-1", "timestamp": 1791185400})) + "\n" + write(map[string]any{"other": 1}) + "\n",
		"Netlify":          write([]any{one}),
		"Netlify, twice":   write([]any{map[string]any{"id": "s-1", "created_at": at, "data": fields, "ordered_human_fields": listed}}),
		"Formspree":        write(map[string]any{"submissions": []any{with(map[string]any{"_date": at, "id": "s-1"})}}),
		"Getform":          write(map[string]any{"success": true, "data": map[string]any{"id": "form", "submissions": []any{with(map[string]any{"submission_date": "2026-10-05 07:30:00", "id": "s-1"})}}}),
		"Basin":            write(map[string]any{"submissions": []any{map[string]any{"id": "s-1", "created_at": at, "payload_params": fields}}}),
		"a webhook":        write(map[string]any{"event": "x", "payload": map[string]any{"id": "s-1", "submittedAt": at, "fields": listed}}),
		"with its mark":    "\ufeff" + write(one),
		"CSV":              "id,created_at,Rapport,client,engagement,item,action,choice,email\r\ns-1,2026-10-05 07:30:00 UTC,1,korenaar-7f3k9q2m,webshop,journal/2026-10-01-logo,decide,Blue,joost@korenaar.example\r\n",
		"CSV of a program": "\ufeffrapport;client;engagement;item;action;choice;email;text;id;created_at\n1;korenaar-7f3k9q2m;webshop;journal/2026-10-01-logo;decide;Blue;joost@korenaar.example;\"\";s-1;2026-10-05T07:30:00Z\n",
	} {
		dir := workspace(t, nil)
		results := take(t, dir, text)
		n := entry(t, dir, "2026-10-01-logo")
		if len(results) != 1 || n.Decision.Outcome.Raw != "Blue" || n.Decision.Decided.String() != "2026-10-05" || n.Source.ID != "s-1" || n.Source.By != "form" {
			t.Errorf("%s: %+v %+v\n%s", name, n.Decision, n.Source, told(results))
		}
	}
}
