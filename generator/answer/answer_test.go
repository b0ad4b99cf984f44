package answer

import (
	"reflect"
	"strings"
	"testing"
)

var logo = Answer{Version: Version, Client: "korenaar-7f3k9q2m", Engagement: "webshop", Item: "journal/2026-10-01-logo", Action: Decide, Choice: "Blue: the one with “waves”, choice: 2"}

func quote(prefix, text string) string {
	return prefix + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+prefix) + "\n"
}

// wrap breaks lines at a space before a column, as mail programs do.
func wrap(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		for len(line) > width {
			at := strings.LastIndexByte(line[:width], ' ')
			if at < 1 {
				break
			}
			lines = append(lines, line[:at])
			line = line[at+1:]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestABlockIsFoundAgain(t *testing.T) {
	mail := logo.Mail([]Prompt{{TextField, "Would you like to add something?"}}, "Please leave these lines as they are; they tell where your answer belongs.")
	for _, test := range []struct{ name, text string }{
		{"as it was written", mail},
		{"quoted", quote("> ", mail)},
		{"quoted three times", quote(">>> ", mail)},
		{"quoted in steps", quote("> > ", mail)},
		{"quoted with a bar", quote("| ", mail)},
		{"indented", quote("    ", mail)},
		{"wrapped", wrap(mail, 60)},
		{"wrapped narrowly and quoted", quote("> ", wrap(mail, 30))},
		{"quoted, then wrapped without a prefix", wrap(quote("> ", mail), 34)},
		{"on one line", strings.Join(strings.Fields(mail), " ")},
		{"with an empty line after each", strings.ReplaceAll(mail, "\n", "\n\n")},
		{"with CRLF", strings.ReplaceAll(mail, "\n", "\r\n")},
		{"with spaces that don't break", strings.ReplaceAll(mail, " ", "\u00a0")},
		{"with hyphens made dashes", strings.ReplaceAll(mail, "2026-10-01", "2026–10–01")},
		{"with names in capitals", strings.NewReplacer("client:", "Client:", "[rapport:1]", "[Rapport: 1]").Replace(mail)},
		{"below an older one", mail + "\n" + quote("> ", Answer{Client: "other", Action: Talk}.Block())},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, ok := ReadBlock("Hello,\n" + test.text + "bye\n")
			if !ok {
				t.Fatal("no block found")
			}
			if !reflect.DeepEqual(found.Answer, logo) {
				t.Errorf("got %+v", found.Answer)
			}
			if strings.Contains(found.Above, "leave these lines") && test.name != "on one line" {
				t.Errorf("what stands above holds what is to be left: %q", found.Above)
			}
			if !strings.Contains(found.Above, "Hello,") || !strings.Contains(found.Below, "bye") {
				t.Errorf("above %q, below %q", found.Above, found.Below)
			}
			if (found.Others > 0) != strings.HasPrefix(test.name, "below") {
				t.Errorf("%d others", found.Others)
			}
		})
	}
}

func TestWhatIsNoBlock(t *testing.T) {
	for _, text := range []string{
		"", "[rapport:1]", "[/rapport]", "[/rapport]\n[rapport:1]", "rapport:1\nclient: x\n/rapport",
		"[rapport:1]\nclient: x\n" + strings.Repeat("x ", 3000) + "[/rapport]",
	} {
		if found, ok := ReadBlock(text); ok {
			t.Errorf("%.40q: found %+v", text, found)
		}
	}
}

// A value can't end the block, begin another, or set a field of another name.
func TestAValueStaysInItsField(t *testing.T) {
	for _, choice := range []string{"[/rapport]", "x\nclient: other", "[rapport:1] client: other [/rapport] y", "x client: other item: journal/z action: accept"} {
		a := logo
		a.Choice = choice
		found, ok := ReadBlock(a.Block())
		if !ok || found.Answer.Client != logo.Client || found.Answer.Item != logo.Item || found.Answer.Action != Decide || found.Others > 0 {
			t.Errorf("%q: %+v", choice, found)
		}
		if want := oneLine(choice); found.Answer.Choice != want {
			t.Errorf("%q came back as %q", choice, found.Answer.Choice)
		}
	}
}

func TestWordsGoWhereTheirQuestionStands(t *testing.T) {
	round := Answer{Client: "korenaar", Action: Feedback}
	mail := round.Mail([]Prompt{{NPSField, "How likely are you to recommend us, from 0 [not at all] to 10?"}, {WellField, "What goes well?"}, {BetterField, "What could be better?"}}, "Leave this.")
	mail = strings.Replace(mail, "10?]\n\n", "10?]\n\n9\n", 1)
	mail = strings.Replace(mail, "well?]\n\n", "well?]\n\nYou call back.\n\nAlways [nearly].\n", 1)
	for _, text := range []string{"Hi Mara,\n" + mail, quote("> ", "Hi Mara,\n"+wrap(mail, 40))} {
		found, ok := ReadBlock(text)
		if !ok {
			t.Fatal("no block")
		}
		found.Answer.ReadText(quoted.ReplaceAllString(found.Above, ""))
		want := Answer{Version: "1", Client: "korenaar", Action: Feedback, Text: "Hi Mara,", NPS: "9", Well: "You call back.\n\nAlways [nearly]."}
		if !reflect.DeepEqual(found.Answer, want) {
			t.Errorf("got %+v", found.Answer)
		}
	}
}

// Some programs run a whole mail together on one line: the words end where the portal's own begin.
func TestWordsOfOneLineEndAtTheRuler(t *testing.T) {
	mail := logo.Mail([]Prompt{{TextField, "Your answer"}}, "Leave this.")
	mail = strings.Replace(mail, "answer]\n", "answer]\nBlue - as on the van.", 1)
	for _, dash := range []string{"-", "–"} {
		found, ok := ReadBlock(strings.Join(strings.Fields(strings.ReplaceAll(mail, ruler, strings.Repeat(dash, 40))), " "))
		a := Answer{}
		a.ReadText(found.Above)
		if !ok || a.Text != "Blue - as on the van." {
			t.Errorf("%q", a.Text)
		}
	}
}

// What says where an answer belongs is not taken from among the client's words.
func TestWordsCannotSayWhereTheyBelong(t *testing.T) {
	a := logo
	a.ReadText("[client: other]\nx\n[email: y]\nz\n[choice: q]\nRed\n[version: q]\n")
	want := logo
	want.Text = "[client: other]\nx\n[email: y]\nz\n[choice: q]\nRed\n[version: q]"
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got %+v", a)
	}
}

func TestFieldsAreReadAsTheyAreWritten(t *testing.T) {
	a := Answer{
		Version: "1", Client: "c", Engagement: "e", Item: "kickoff", Action: Kickoff, Choice: "1", Text: "2", About: "price", Well: "3", Better: "4", NPS: "5", CSAT: "6",
		Name: "7", Email: "8", Trap: "9", Kickoff: []Field{{"ask-care-plan-want", "10"}, {"contact-joost-decides", "11"}, {"prefers-joost-by", "12"}},
	}
	var back Answer
	for _, f := range a.Fields() {
		if !back.Set(f.Name, f.Value) || back.Get(f.Name) != f.Value {
			t.Errorf("%s is not kept", f.Name)
		}
	}
	if !reflect.DeepEqual(a, back) {
		t.Errorf("got %+v", back)
	}
	for _, name := range []string{"", "ask-", "nothing", "Client"} {
		if back.Set(name, "x") {
			t.Errorf("%q is taken for a field", name)
		}
	}
}

func TestAnActionSaysWhatItNeeds(t *testing.T) {
	for _, test := range []struct {
		answer Answer
		want   string
	}{
		{Answer{Action: Reply}, TextField},
		{Answer{Action: Reply, Text: " \n"}, TextField},
		{Answer{Action: Reply, Text: "x"}, ""},
		{Answer{Action: Decide}, ChoiceField},
		{Answer{Action: Decide, Text: "x"}, ""},
		{Answer{Action: Accept}, ""},
		{Answer{Action: Feedback}, NPSField},
		{Answer{Action: Feedback, Well: "x"}, ""},
		{Answer{Action: Concern, About: "price"}, TextField},
	} {
		if got := test.answer.Missing(); got != test.want {
			t.Errorf("%+v: %q is missing, want %q", test.answer, got, test.want)
		}
	}
	for _, action := range Actions() {
		if !action.Known() || len(action.Fields()) == 0 {
			t.Errorf("%s has no fields", action)
		}
	}
	if Action("delete").Known() {
		t.Error("delete is an action")
	}
}
