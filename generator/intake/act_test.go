package intake_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"rapport/generator/answer"
	"rapport/generator/intake"
)

// fresh is a mail that the portal wrote already, sent by somebody with some words.
func fresh(from, words string, a answer.Answer) string {
	if a.Client == "" {
		a.Client = "korenaar-7f3k9q2m"
	}
	body := a.Mail([]answer.Prompt{{Field: answer.TextField, Question: "Would you like to add something?"}}, "Please leave these lines as they are.")
	body = strings.Replace(body, "?]\n", "?]\n"+words+"\n", 1)
	return "From: " + from + "\nTo: hello@northlight.example\nSubject: Yes\nDate: Mon, 5 Oct 2026 09:30:00 +0200\nMessage-ID: <m1@korenaar.example>\n\n" + body
}

// submission is the answer of a form as Netlify passes it on.
func submission(t *testing.T, email string, a answer.Answer) string {
	t.Helper()
	if a.Client == "" {
		a.Client = "korenaar-7f3k9q2m"
	}
	a.Email, a.Name = email, "Somebody"
	data := map[string]string{"ip": "192.0.2.9", "user_agent": "Mozilla"}
	for _, f := range a.Fields() {
		data[f.Name] = f.Value
	}
	text, err := json.Marshal([]any{map[string]any{
		"id": "sub-5f1e", "created_at": "2026-10-05T07:30:00.123Z", "form_name": "answer", "data": data, "human_fields": map[string]string{"Rapport": "1"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const shop = "content/clients/korenaar/webshop/"

// Each action writes the fields it belongs to, whatever the format of the file and the way the answer came.
func TestActionsWriteTheirFields(t *testing.T) {
	const mailed = `source: {by: mail, id: m1@korenaar.example, at: 2026-10-05T09:30:00+02:00}`
	tests := []struct {
		name        string
		answer      answer.Answer
		words, from string
		file        string
		has         []string
	}{
		{"decide", answer.Answer{Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Blue"}, "", "joost", shop + "journal/2026-10-01-logo.md",
			[]string{"decided: 2026-10-05", "decided_by: joost", "outcome: Blue", mailed}},
		{"decide with a remark", answer.Answer{Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "green:  the light one"}, "As on the *van*.", "joost", shop + "journal/2026-10-01-logo.md",
			[]string{`outcome: "Green: the light one. As on the \\*van\\*."`}},
		{"decide in words", answer.Answer{Item: "journal/2026-10-01-logo", Action: answer.Decide}, "Red", "joost", shop + "journal/2026-10-01-logo.md",
			[]string{`outcome: "**Red**"`}},
		{"answer", answer.Answer{Item: "journal/2026-10-01-domain", Action: answer.Reply}, "It is ours.\n\nSince 2019: \"easy\" # really", "joost", shop + "journal/2026-10-01-domain.md",
			[]string{"answered: 2026-10-05", `answer: "It is ours. Since 2019: \"easy\" # really"`, mailed}},
		{"accept", answer.Answer{Item: "journal/2026-10-01-photos", Action: answer.Accept}, "Gladly.", "joost", shop + "journal/2026-10-01-photos.md",
			[]string{"state: accepted", "accepted_by: joost", "accepted: 2026-10-05", mailed, "A day with a photographer.\n\n> Gladly.\n>\n> Joost de Wit, "}},
		{"decline", answer.Answer{Item: "journal/2026-10-01-photos", Action: answer.Decline}, "", "joost", shop + "journal/2026-10-01-photos.md", []string{"state: declined", mailed}},
		{"talk", answer.Answer{Item: "journal/2026-10-01-photos", Action: answer.Talk}, "Can it be cheaper?", "joost", shop + "journal/2026-10-05-question-joost.md",
			[]string{"kind: question", `title: "Can it be cheaper?"`, "by: joost", "to: mara", mailed}},
		{"done", answer.Answer{Item: "journal/2026-10-01-plan#1", Action: answer.Done}, "", "joost", shop + "journal/2026-10-01-plan.md",
			[]string{"{what: Send the texts, who: joost, done: 2026-10-05}", "{what: Draw the page, who: mara}", mailed}},
		{"read", answer.Answer{Item: "reports/2026-09", Action: answer.Read}, "", "anna", shop + "reports/2026-09.md", []string{"reviewed: {by: anna, on: 2026-10-05}", mailed}},
		{"feedback of a round", answer.Answer{Item: "journal/2026-10-01-round", Action: answer.Feedback, NPS: "9/10", CSAT: "5", Well: "You call back", Better: "- nothing"}, "", "joost", shop + "journal/2026-10-01-round.md",
			[]string{"given: 2026-10-05", "nps: 9", "csat: 5", "well: You call back", `better: "\\- nothing"`, mailed}},
		{"feedback unasked", answer.Answer{Action: answer.Feedback, NPS: "3"}, "Too slow.", "anna", shop + "journal/2026-10-05-feedback-anna.md",
			[]string{"kind: feedback", "title: Feedback from Anna Bakker", "from: anna", "given: 2026-10-05", "nps: 3", mailed, "---\n\nToo slow."}},
		{"concern", answer.Answer{Action: answer.Concern, About: "price"}, "It costs too much. We are worried.", "anna", shop + "journal/2026-10-05-concern-anna.md",
			[]string{"kind: concern", "title: It costs too much", "raised_by: anna", "about: price", mailed, "It costs too much. We are worried."}},
		{"question", answer.Answer{Action: answer.Question}, "When is the training?\nAnd where?", "anna", shop + "journal/2026-10-05-question-anna.md",
			[]string{"kind: question", `title: "When is the training?"`, "by: anna", "to: mara", mailed, "When is the training?\\\nAnd where?"}},
		{"sent", answer.Answer{Item: "inputs/prices", Action: answer.Sent}, "In the shared folder.", "anna", shop + "journal/2026-10-05-question-anna.md",
			[]string{"draft: true", "received: 2026-10-05", "item: inputs/prices", mailed, "In the shared folder."}},
	}
	for _, test := range tests {
		test.answer.Engagement = "webshop"
		addresses := map[string]string{"joost": "Joost de Wit <JOOST@korenaar.example>", "anna": `"Bakker, Anna" <anna@korenaar.example>`}
		t.Run(test.name+" by mail", func(t *testing.T) {
			a := test.answer
			words := test.words
			if a.Action == answer.Feedback { // whose questions are in the mail
				words = "\n[nps: 0 to 10?]\n" + a.NPS + "\n[csat: 1 to 5?]\n" + a.CSAT + "\n[well: What?]\n" + a.Well + "\n[better: What?]\n" + a.Better + "\n[text: More?]\n" + words
			}
			dir := workspace(t, nil)
			results := take(t, dir, fresh(addresses[test.from], words, a))
			written := files(t, dir)[test.file]
			for _, line := range test.has {
				if !strings.Contains(written, line) {
					t.Errorf("%q is not in %s:\n%s\n%s", line, test.file, written, told(results))
				}
			}
			known(t, dir)
			if again := take(t, dir, fresh(addresses[test.from], words, a)); again[0].Outcome != intake.Already {
				t.Errorf("a second time: %s", told(again))
			}
		})
		t.Run(test.name+" by a form", func(t *testing.T) {
			a := test.answer
			a.Text = test.words
			dir := workspace(t, nil)
			results := take(t, dir, submission(t, test.from+"@korenaar.example", a))
			written := files(t, dir)[test.file]
			for _, line := range test.has {
				line = strings.Replace(line, mailed, "source: {by: form, id: sub-5f1e, at: 2026-10-05T09:30:00+02:00}", 1)
				if !strings.Contains(written, line) {
					t.Errorf("%q is not in %s:\n%s\n%s", line, test.file, written, told(results))
				}
			}
			known(t, dir)
		})
	}
}

// Files of every format keep what stands in them: only the lines of the answer are new.
func TestEntriesOfEveryFormatAreEditedByTheLine(t *testing.T) {
	for _, test := range []struct{ name, before, after string }{
		{"YAML", "---\r\nkind: decision # asked by phone\r\ntitle: Colour of the logo\r\nto: joost\r\noptions:\r\n  - Blue\r\n  - Green\r\n---\r\nWhich?\r\n",
			"---\r\nkind: decision # asked by phone\r\ntitle: Colour of the logo\r\nto: joost\r\noptions:\r\n  - Blue\r\n  - Green\r\ndecided: 2026-10-05\r\ndecided_by: joost\r\noutcome: Blue\r\nsource: {by: mail, id: m1@korenaar.example, at: 2026-10-05T09:30:00+02:00}\r\n---\r\nWhich?\r\n"},
		{"TOML", "+++\nkind = \"decision\" # asked\ntitle = \"Colour\"\nto = \"joost\"\noptions = [\"Blue\", \"Green\"]\n+++\nWhich?\n",
			"+++\nkind = \"decision\" # asked\ntitle = \"Colour\"\nto = \"joost\"\noptions = [\"Blue\", \"Green\"]\ndecided = 2026-10-05\ndecided_by = \"joost\"\noutcome = \"Blue\"\nsource = {by = \"mail\", id = \"m1@korenaar.example\", at = 2026-10-05T09:30:00+02:00}\n+++\nWhich?\n"},
		{"JSON", "{\n  \"kind\": \"decision\",\n  \"title\": \"Colour\",\n  \"to\": \"joost\",\n  \"options\": [\"Blue\", \"Green\"]\n}\nWhich?\n",
			"{\n  \"kind\": \"decision\",\n  \"title\": \"Colour\",\n  \"to\": \"joost\",\n  \"options\": [\"Blue\", \"Green\"],\n  \"decided\": \"2026-10-05\",\n  \"decided_by\": \"joost\",\n  \"outcome\": \"Blue\",\n  \"source\": {\"by\": \"mail\", \"id\": \"m1@korenaar.example\", \"at\": \"2026-10-05T09:30:00+02:00\"}\n}\nWhich?\n"},
		{"blanks of a new file", "---\nkind: decision\ntitle: Colour\nto: joost\noptions: [Blue, Green]\ndecided:  # the day, once it is decided\ndecided_by:\noutcome:\n---\n",
			"---\nkind: decision\ntitle: Colour\nto: joost\noptions: [Blue, Green]\ndecided: 2026-10-05  # the day, once it is decided\ndecided_by: joost\noutcome: Blue\nsource: {by: mail, id: m1@korenaar.example, at: 2026-10-05T09:30:00+02:00}\n---\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := shop + "journal/2026-10-01-logo.md"
			dir := workspace(t, map[string]string{name: test.before})
			results := take(t, dir, fresh("joost@korenaar.example", "", answer.Answer{Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Blue"}))
			if got := files(t, dir)[name]; got != test.after {
				t.Errorf("got:\n%s\nwant:\n%s\n%s", got, test.after, told(results))
			}
			known(t, dir)
		})
	}
}

// What can't be placed, or what its sender may not say, becomes a draft with the reason, and no other file changes.
func TestWhatCannotBeWrittenBecomesADraftWithTheReason(t *testing.T) {
	joost, anna, piet := "joost@korenaar.example", "anna@korenaar.example", "piet@korenaar.example"
	logo := answer.Answer{Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Blue"}
	with := func(change func(a *answer.Answer)) answer.Answer {
		a := logo
		change(&a)
		return a
	}
	photos := with(func(a *answer.Answer) { a.Item, a.Action, a.Choice = "journal/2026-10-01-photos", answer.Accept, "" })
	for _, test := range []struct {
		name, mail, reason string
	}{
		{"somebody else was asked", fresh(anna, "", logo), "asked of Joost de Wit"},
		{"who does not decide", fresh(anna, "", photos), "does not decide"},
		{"who left", fresh(piet, "", photos), "no longer with the client"},
		{"a stranger who knows the item", fresh("eve@other.example", "", logo), "no contact of this client"},
		{"no such option", fresh(joost, "", with(func(a *answer.Answer) { a.Choice = "Purple" })), "none of the options"},
		{"no such item", fresh(joost, "", with(func(a *answer.Answer) { a.Item = "journal/../../other/client" })), "no such item"},
		{"another kind", fresh(joost, "Yes", with(func(a *answer.Answer) { a.Action = answer.Reply })), "does not fit"},
		{"asked of the provider", fresh(joost, "Soon", with(func(a *answer.Answer) { a.Item, a.Action = "journal/2026-10-01-ours", answer.Reply })), "asked of you"},
		{"an action of the provider's", fresh(joost, "", with(func(a *answer.Answer) { a.Item, a.Action = "journal/2026-10-01-plan#2", answer.Done })), "action is yours"},
		{"no such action of the meeting", fresh(joost, "", with(func(a *answer.Answer) { a.Item, a.Action = "journal/2026-10-01-plan#9", answer.Done })), "no such action"},
		{"before the item", fresh(joost, "Soon", with(func(a *answer.Answer) { a.Item, a.Action = "journal/2026-10-12-later", answer.Reply })), "before the item"},
		{"an unknown action", fresh(joost, "", with(func(a *answer.Answer) { a.Action = "delete" })), "what is done"},
		{"a figure too high", fresh(joost, "[nps: ?]\n11\n", with(func(a *answer.Answer) { a.Item, a.Action = "", answer.Feedback })), "from 0 to 10"},
		{"in the future", strings.Replace(fresh(joost, "", logo), "5 Oct 2026", "5 Nov 2026", 1), "future"},
		{"without a day", strings.Replace(fresh(joost, "", logo), "Date:", "X-Date:", 1), "when it was sent"},
		{"a sender who may be forged", "Authentication-Results: mx.northlight.example; spf=fail smtp.mailfrom=korenaar.example; dkim=none\n" + fresh(joost, "", logo), "spf=fail"},
		{"two senders", strings.Replace(fresh(joost, "", logo), "To:", "From: eve@other.example\nTo:", 1), "more than one sender"},
		{"another version", strings.Replace(fresh(joost, "", logo), "[rapport:1]", "[rapport:2]", 1), "another version"},
		{"two answers at once", fresh(joost, "", logo) + photos.Block(), "several things"},
		{"nothing said", fresh(joost, "", with(func(a *answer.Answer) { a.Item, a.Action = "journal/2026-10-01-domain", answer.Reply })), "no words"},
		{"a mail of its own", "From: joost@korenaar.example\nDate: Mon, 5 Oct 2026 09:30:00 +0200\nSubject: Friday\nMessage-ID: <x@y>\n\nCan we speak on Friday?\n", "what it answers"},
		{"longer than an answer", fresh(joost, strings.Repeat("word ", 1200), with(func(a *answer.Answer) { a.Item, a.Action = "journal/2026-10-01-domain", answer.Reply })), "longer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := workspace(t, nil)
			before := files(t, dir)
			results := take(t, dir, test.mail)
			if len(results) == 0 || results[0].Outcome != intake.Drafted || !strings.Contains(results[0].Reason, test.reason) {
				t.Fatalf("%q is no reason:\n%s", test.reason, told(results))
			}
			after := files(t, dir)
			for name, text := range after {
				if was, ok := before[name]; ok && was != text {
					t.Errorf("%s changed:\n%s", name, text)
				} else if !ok && (!strings.Contains(text, "draft: true") || !strings.Contains(text, "internal: {reason: ") || !strings.HasPrefix(name, shop+"journal/2026-1")) {
					t.Errorf("%s is no draft:\n%s", name, text)
				}
			}
			if len(after) != len(before)+1 {
				t.Errorf("%d files more", len(after)-len(before))
			}
			known(t, dir)
			if again := take(t, dir, test.mail); again[0].Outcome != intake.Already {
				t.Errorf("a second time: %s", told(again))
			}
		})
	}
}

// A draft that has no words of the client's is headed by who wrote, not by what the form service sent.
func TestADraftWithoutWordsIsHeadedByWhoWrote(t *testing.T) {
	dir := workspace(t, nil)
	logo := answer.Answer{Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Purple"}
	results := take(t, dir, submission(t, "joost@korenaar.example", logo))
	if text := string(results[0].Changes[0].After); !strings.Contains(text, "\ntitle: Message from Joost de Wit\n") || !strings.Contains(text, "choice: Purple") {
		t.Errorf("%s", text)
	}
}

// Of two mails about one item the second is not written over the first.
func TestASecondAnswerDoesNotReplaceTheFirst(t *testing.T) {
	dir := workspace(t, nil)
	logo := answer.Answer{Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Blue"}
	first := fresh("joost@korenaar.example", "", logo)
	logo.Choice = "**Red**"
	second := strings.NewReplacer("m1@", "m2@", "09:30", "10:30").Replace(fresh("joost@korenaar.example", "", logo))
	same := strings.NewReplacer("m1@", "m3@", "09:30", "11:30").Replace(first)
	results := take(t, dir, second, same, first) // in the order in which they were sent
	var outcomes []intake.Outcome
	for _, r := range results {
		outcomes = append(outcomes, r.Outcome)
	}
	if want := []intake.Outcome{intake.Written, intake.Drafted, intake.Already}; !slices.Equal(outcomes, want) {
		t.Errorf("got %v, want %v\n%s", outcomes, want, told(results))
	}
	if d := entry(t, dir, "2026-10-01-logo").Decision; d.Outcome.Raw != "Blue" {
		t.Errorf("decided %q", d.Outcome.Raw)
	}
}

// Many programs put a signature below a mail without a mark: below the block it is no remark, and what
// else stands there is one.
func TestASignatureBelowTheBlockIsNoRemark(t *testing.T) {
	logo := answer.Answer{Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Blue"}
	for below, want := range map[string]string{
		"Kind regards,\n\nJoost\nKorenaar Bakery":               "Blue",
		"Met vriendelijke groet,\nJoost de Wit":                 "Blue",
		"Mit freundlichen Grüßen\nJoost de Wit":                 "Blue",
		"Joost de Wit\nOwner\n+31 23 000 0000":                  "Blue",
		"Joost de Wit | Korenaar":                               "Blue",
		"Joost\n":                                               "Blue",
		"Not before January.":                                   "Blue. Not before January.",
		"Thanks!\nNot before January.":                          "Blue. Thanks! Not before January.",
		"Best before January, I think.\n\nKind regards,\nJoost": "Blue. Best before January, I think. Kind regards, Joost",
		"Joost de Witte from next door agrees.":                 "Blue. Joost de Witte from next door agrees.",
	} {
		dir := workspace(t, nil)
		results := take(t, dir, fresh("Joost de Wit <joost@korenaar.example>", "", logo)+"\n"+below+"\n")
		if got := entry(t, dir, "2026-10-01-logo").Decision.Outcome.Raw; got != want {
			t.Errorf("%q below: decided %q, want %q\n%s", below, got, want, told(results))
		}
	}
}

// What one of the provider's people passes on is the word of whom it came from; of anybody else it
// is not.
func TestOnlyTheProviderPassesOnWhatAClientSaid(t *testing.T) {
	logo := answer.Answer{Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: answer.Decide, Choice: "Blue"}
	inner := fresh("Joost de Wit <joost@korenaar.example>", "", logo)
	attached := func(from string) string {
		return "From: " + from + "\nDate: Tue, 6 Oct 2026 08:00:00 +0200\nSubject: Fwd: Yes\nMessage-ID: <f@x>\n" + multipart("mixed", "Content-Type: text/plain\n\nSee below.\n", "Content-Type: message/rfc822\n\n"+inner)
	}
	_, text, _ := strings.Cut(inner, "\n\n")
	inline := func(l tongue, day string) string {
		return "From: mara@northlight.example\nDate: Tue, 6 Oct 2026 08:00:00 +0200\nSubject: " + l.fwd + "Yes\nMessage-ID: <f@x>\nContent-Type: text/plain; charset=utf-8\n\n---------- " + l.between + " ---------\n" +
			l.heads[0] + ": Joost de Wit <joost@korenaar.example>\n" + l.heads[1] + ": " + day + "\n" + l.heads[3] + ": Yes\n" + l.heads[2] + ": Mara <mara@northlight.example>\n\n" + text
	}
	mails := map[string]string{"attached": attached("mara@northlight.example")}
	for i, day := range []string{"Mon, Oct 5, 2026 at 9:30 AM", "maandag 5 oktober 2026 om 23:30", "Montag, 5. Oktober 2026 09:30", "lun. 5 oct. 2026 à 09:30", "lunes, 5 de octubre de 2026 9:30", "lunedì 5 ottobre 2026 09:30", "segunda-feira, 5 de outubro de 2026 09:30", "den 5 oktober 2026 09:30", "5. oktober 2026 kl. 09.30", "poniedziałek, 5 października 2026 09:30", "2026年10月5日(月) 9:30"} {
		mails["inline in "+tongues[i].name] = inline(tongues[i], day)
	}
	for name, mail := range mails {
		dir := workspace(t, nil)
		results := take(t, dir, mail)
		if d := entry(t, dir, "2026-10-01-logo").Decision; d.Outcome.Raw != "Blue" || d.DecidedBy.ID != "joost" || d.Decided.String() != "2026-10-05" {
			t.Errorf("%s: %+v\n%s", name, d, told(results))
		}
	}
	dir := workspace(t, nil)
	if results := take(t, dir, attached("eve@other.example")); entry(t, dir, "2026-10-01-logo").Decision.Decided != 0 || results[0].Outcome == intake.Written {
		t.Errorf("a stranger passed it on: %s", told(results))
	}
}
